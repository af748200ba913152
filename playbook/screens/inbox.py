"""A message that is taken in for others to go on with, and the message that stands in the boxes."""

from __future__ import annotations

from typing import Any

import gradio as gr

from playbook.errors import InputError, PlaybookError
from playbook.records import Context, Lang, Message
from playbook.screens import words as w
from playbook.screens.case_words import RECEIVE, RECEIVED
from playbook.screens.editor import QUIET
from playbook.screens.refusals import refusal, told
from playbook.screens.warm import WarmDesk
from playbook.screens.who import person_of

NO_CONTEXT = ("unknown", 0, 0, 0, "")
"""Author, followers, earlier contacts, shares and account name where nothing is known."""


def message_of(
    text: str, channel: Any, author: Any, followers: Any, prior: Any, shares: Any, handle: str | None
) -> Message:
    """The message that stands in the boxes.

    Raises:
        InputError: there is none.
    """
    if not (text or "").strip():
        raise InputError("The message is empty: paste the text to answer.", code="empty")
    context = Context(
        author=author, followers=int(followers or 0), prior_contacts=int(prior or 0), shares=int(shares or 0),
        handle=handle or "",
    )  # fmt: skip
    return Message(text=text, channel=channel, context=context)


def no_context(boxes: list[Any]) -> dict[Any, Any]:
    """The boxes of a context with nothing in them: what is known of one author is not said of the next."""
    return dict(zip(boxes, NO_CONTEXT, strict=True))


class Inbox:
    """A second button beside the one that judges: labelled and kept, nothing drafted."""

    def __init__(self, warm: WarmDesk, lang: Lang) -> None:
        self._warm, self._lang = warm, lang
        self.receive = gr.Button(RECEIVE.of(lang), scale=1, min_width=120, elem_id="receive")

    def ask(self) -> None:
        """The box for a name, shown where none is known."""
        self.receiver = gr.Textbox(
            label=w.NAME.of(self._lang),
            info=w.NAME_HINT.of(self._lang),
            max_length=80,
            visible=False,
            elem_id="receiver",
        )

    def wire(
        self,
        boxes: list[Any],
        known: gr.BrowserState,
        name: gr.Textbox,
        status: gr.HTML,
        saved: gr.BrowserState,
    ) -> None:
        """Let the button take in what stands in ``boxes``, of which the message and its context are emptied then."""

        def received(request: gr.Request, text: str, channel: Any, author: Any, *more: Any) -> dict[Any, Any]:
            lang, (*reach, typed, remembered) = self._lang, more
            try:
                person = person_of(request, self._warm.desk, typed or remembered)
                message = message_of(text, channel, author, *reach)
                self._warm.desk.receive(message, person.name, person)
            except PlaybookError as error:
                return {status: refusal(error, lang), self.receiver: gr.update(visible=error.code == "no_name")}
            return {
                status: told(RECEIVED.of(lang)),
                self.receiver: gr.update(visible=False),
                known: person.name,
                name: person.name,
                boxes[0]: "",
                **no_context(boxes[2:]),
                saved: {},
            }

        out = [status, self.receiver, known, name, boxes[0], *boxes[2:], saved]
        self.receive.click(received, [*boxes, self.receiver, known], out, trigger_mode="once", **QUIET)
