"""A company's own documents: choose, look over, add; and take out again."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import gradio as gr

from playbook.errors import InputError, PlaybookError
from playbook.library.documents import SUFFIXES
from playbook.library.intake import New, prepare_all
from playbook.records import Lang, PassageKind
from playbook.review import names
from playbook.screens import words as w
from playbook.screens.editor import QUIET
from playbook.screens.prose import details, esc, shorter
from playbook.screens.refusals import refusal, told
from playbook.screens.warm import WarmDesk

PREVIEWED = 50
"""Passages of a document that are shown before it is added."""


class Intake:
    """The part of the library screen that takes documents in and out."""

    def __init__(self, warm: WarmDesk, lang: Lang) -> None:
        self._warm, self._lang = warm, lang
        with gr.Accordion(w.OWN_DOCUMENTS.of(lang), open=False, elem_id="own-documents"):
            gr.HTML(f'<p class="pb-hint">{esc(w.OWN_HINT.of(lang))}</p>', apply_default_css=False)
            self.files = gr.File(
                label=w.OWN_FILES.of(lang), file_count="multiple", file_types=list(SUFFIXES), elem_id="own-files"
            )
            with gr.Row():
                self.kind = gr.Dropdown(
                    [(names.PASSAGES[k].of(lang), k) for k in get_args(PassageKind)],
                    value="guideline", label=w.OWN_KIND.of(lang), elem_id="own-kind", filterable=False,
                )  # fmt: skip
                self.expires = gr.Textbox(label=w.OWN_EXPIRES.of(lang), placeholder="2027-03-31", elem_id="own-expires")
            self.preview = gr.HTML(elem_id="own-preview", apply_default_css=False)
            self.add = gr.Button(w.OWN_ADD.of(lang), variant="primary", interactive=False, elem_id="own-add")
            with gr.Row():
                self.mine = gr.Dropdown([], label=w.OWN_CARDS.of(lang), elem_id="own-cards", filterable=False)
                self.out = gr.Button(w.OWN_REMOVE.of(lang), elem_id="own-remove")
        given = [self.files, self.kind, self.expires]
        files = self.files.upload, self.files.delete, self.files.clear  # not by ``added``, which says what it did
        for changed in (*files, self.kind.input, self.expires.blur):
            changed(self.looked_over, given, [self.preview, self.add], **QUIET)
        self._done = [
            self.add.click(self.added, given, [self.preview, self.add, self.files, self.mine], **QUIET),
            self.out.click(self.removed, self.mine, [self.preview, self.mine], **QUIET),
        ]

    def changed(self, then: Callable[[], Any], outputs: Sequence[Any]) -> None:
        """What else to show anew when cards came or went."""
        for done in self._done:
            done.then(then, None, list(outputs), **QUIET)

    def own(self, chosen: str | None = None) -> Any:
        """The company's cards to choose from; none is chosen by itself, as one tap takes it out."""
        cards = [card for card in self._warm.cold.cards if card.company]
        choices = [(f"{card.title.of(self._lang)} ({len(card.passages)})", card.id) for card in cards]
        return gr.update(choices=choices, value=chosen)

    def looked_over(self, files: list[str] | None, kind: PassageKind, expires: str) -> tuple[str, Any]:
        """What the documents would become."""
        if not files:
            return "", gr.update(interactive=False)
        try:
            new = self._prepared(files, kind, expires)
        except PlaybookError as error:
            return refusal(error, self._lang), gr.update(interactive=False)
        return "".join(map(self._shown, new)), gr.update(interactive=True)

    def added(self, files: list[str] | None, kind: PassageKind, expires: str) -> tuple[str, Any, Any, Any]:
        """Take the documents in."""
        if not files:
            return "", gr.update(interactive=False), None, self.own()
        try:
            new = self._prepared(files, kind, expires)
            self._warm.desk.take_in(new)
        except PlaybookError as error:
            return refusal(error, self._lang), gr.update(interactive=False), files, self.own()
        count = sum(len(entry.card.passages) for entry in new)
        said = w.OWN_ADDED.of(self._lang).format(n=len(new), passages=count)
        return told(said), gr.update(interactive=False), None, self.own(new[-1].card.id)

    def removed(self, card_id: str | None) -> tuple[str, Any]:
        """Take a card out."""
        if not card_id:
            none = w.OWN_CHOOSE if any(card.company for card in self._warm.cold.cards) else w.OWN_NONE
            return f'<p class="pb-empty">{esc(none.of(self._lang))}</p>', self.own()
        try:
            self._warm.desk.take_out(card_id)
        except PlaybookError as error:
            return refusal(error, self._lang), self.own()
        return told(w.OWN_REMOVED.of(self._lang)), self.own()

    def _prepared(self, files: list[str], kind: PassageKind, expires: str) -> list[New]:
        try:
            day = datetime.date.fromisoformat(expires.strip()) if expires.strip() else None
        except ValueError as error:
            day_typed = expires.strip()[:40]
            raise InputError(f"{day_typed!r} is no day.", code="document_day", value=day_typed) from error
        return prepare_all(map(Path, files), self._warm.desk.cards, kind, day)

    def _shown(self, new: New) -> str:
        lang = self._lang
        shown = [
            (each.heading.of(lang), " ".join(each.text.of(lang).split())) for each in new.card.passages[:PREVIEWED]
        ]
        rows = "".join(f"<li><b>{esc(heading)}</b> {esc(shorter(text, 160))}</li>" for heading, text in shown)
        more = len(new.card.passages) - PREVIEWED
        rest = f'<p class="pb-hint">{esc(w.OWN_MORE.of(lang).format(n=more))}</p>' if more > 0 else ""
        title = w.OWN_BECOMES.of(self._lang).format(name=new.source.name, n=len(new.card.passages))
        return details(title, f"<ol>{rows}</ol>{rest}", unfolded=True)
