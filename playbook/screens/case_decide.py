"""What a person decides about the wording of a case, and what their decision covers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import gradio as gr

from playbook.errors import InputError
from playbook.records import Case, Draft, Lang, Verb
from playbook.reply.deadlines import SEOUL
from playbook.review import names
from playbook.screens import case_words as w
from playbook.screens import words
from playbook.screens.case_draft import Updates
from playbook.screens.case_powers import Powers, why_not
from playbook.screens.diff import changed
from playbook.screens.prose import details, esc
from playbook.screens.record import covers, sent
from playbook.screens.refusals import seat
from playbook.screens.typed import typed
from playbook.screens.warm import WarmDesk


class DecisionPanel:
    """Approval and everything else that moves a case on."""

    def __init__(self, warm: WarmDesk, lang: Lang) -> None:
        self._warm, self._lang = warm, lang

        def button(verb: Verb, label: str, name: str = "", **more: Any) -> gr.Button:
            return gr.Button(label, min_width=110, elem_id=name or verb, **more)

        def action(verb: Verb, name: str = "", **more: Any) -> gr.Button:
            return button(verb, names.ACTIONS[verb].of(lang), name, **more)

        with gr.Column(elem_id="decide", elem_classes="pb-panel"):
            self.covers = gr.HTML(elem_id="covers", apply_default_css=False)
            self.sent = gr.HTML(elem_id="posted", apply_default_css=False)
            self.reason = gr.Textbox(
                label=w.REASON.of(lang), info=w.REASON_HINT.of(lang), lines=2, max_lines=6, elem_id="reason"
            )
            self.seat = gr.Radio(
                [], label=w.SIGN_AS.of(lang), info=w.SIGN_AS_HINT.of(lang), visible=False, elem_id="sign-as"
            )
            with gr.Row(elem_classes="pb-buttons"):
                self.draft = action("draft", "draft-it", variant="primary")
                self.approve = action("approve", variant="primary")
                self.approve_edited = button("approve", w.APPROVE_EDITED.of(lang), "approve-edited")
                self.again = button("submit", w.RESUBMIT.of(lang), "resubmit", variant="primary")
                self.back = action("return")
                self.save = action("edit", "save-edit")
                self.unlock = button("edit", w.UNLOCK.of(lang), "unlock")
                self.copy = button("approve", words.COPY.of(lang), "review-copy")
                self.close = action("close")
                self.reopen = action("reopen")
            with gr.Accordion(w.RECORD_BOX.of(lang), open=True, visible=False, elem_id="record-box") as self.posting:
                gr.HTML(f'<p class="pb-hint">{esc(w.RECORD_HINT.of(lang))}</p>', apply_default_css=False)
                with gr.Row():
                    self.where = gr.Textbox(label=w.WHERE.of(lang), max_length=500, elem_id="posted-where")
                    self.when = gr.Textbox(
                        label=w.WHEN.of(lang), placeholder="2026-11-22 15:30", max_length=20, elem_id="posted-when"
                    )
                self.final = gr.Textbox(label=w.FINAL.of(lang), lines=4, max_lines=16, elem_id="posted-text")
                self.pasting = typed(self.final)
                self.differs = gr.HTML(elem_id="posted-differs", apply_default_css=False)
                self.final_why = gr.Textbox(label=w.FINAL_WHY.of(lang), lines=2, visible=False, elem_id="posted-why")
                self.record = action("record", variant="primary")
            with gr.Accordion(w.REJECT_BOX.of(lang), open=False, elem_id="reject-box") as self.reject_box, gr.Row():
                self.reject = action("reject", variant="stop", size="sm")
                self.withdraw = action("withdraw", size="sm")
            self.told = gr.HTML(elem_id="decided", apply_default_css=False)
            self.why_not = gr.HTML(elem_id="why-not", apply_default_css=False)
        self.outputs = [
            self.covers, self.sent, self.seat, self.reason, self.draft, self.approve, self.approve_edited, self.again,
            self.back, self.save, self.unlock, self.copy, self.close, self.reopen, self.posting, self.where, self.when,
            self.final, self.differs, self.final_why, self.reject_box, self.reject, self.withdraw, self.told,
            self.why_not,
        ]  # fmt: skip
        self.verbs: dict[Verb, gr.Button] = {
            "draft": self.draft, "approve": self.approve, "submit": self.again, "return": self.back, "edit": self.save,
            "close": self.close, "reopen": self.reopen, "reject": self.reject, "withdraw": self.withdraw,
        }  # fmt: skip
        """Buttons that carry out their verb with the boxes as they stand."""

    def shown(self, case: Case, found: Powers, said: str = "", draft: Draft | None = None) -> Updates:
        """What is offered for a case to a person with these powers; ``draft`` is what stands in the boxes."""
        lang, may, written = self._lang, found.may, case.draft is not None
        approved = case.state == "approved"
        first = case.state == "drafted"
        reasons = {"return", "reject", "withdraw", "reopen", "approve"} & may
        return {
            self.covers: self.covered(case, draft or case.draft),
            self.sent: sent(case, lang),
            self.reason: gr.update(value="", visible=bool(reasons)),
            self.seat: _seats(found, lang),
            self.draft: gr.update(visible="draft" in may),
            self.approve: gr.update(visible="approve" in may),
            self.approve_edited: gr.update(visible="approve" in may and written),
            self.again: gr.update(
                visible="submit" in may, value=(names.ACTIONS["submit"] if first else w.RESUBMIT).of(lang)
            ),
            self.back: gr.update(visible="return" in may),
            self.save: gr.update(visible="edit" in may and written and not approved),
            self.unlock: gr.update(visible="edit" in may and written and approved),
            self.copy: gr.update(visible=approved and written),
            self.close: gr.update(visible="close" in may),
            self.reopen: gr.update(visible="reopen" in may),
            self.posting: gr.update(visible="record" in may and written),
            self.where: "",
            self.when: "",
            self.final: "",
            self.differs: "",
            self.final_why: gr.update(value="", visible=False),
            self.reject_box: gr.update(visible=bool({"reject", "withdraw"} & may)),
            self.reject: gr.update(visible="reject" in may),
            self.withdraw: gr.update(visible="withdraw" in may),
            self.told: said,
            self.why_not: why_not(case, found, lang),
        }

    def covered(self, case: Case, draft: Draft | None) -> str:
        """What an approval of what stands in the boxes would cover."""
        channel = self._warm.cold.channels[case.channel].name.of(self._lang)
        ledger = self._warm.desk.ledger_of(case)
        known = {fact.id: fact.statement for fact in ledger.facts} if ledger else {}
        return covers(case, draft, channel, known, self._lang)

    def pasted(self, case: Case | None, text: str) -> Updates:
        """Whether the text that was posted is the approved one; loud where it is not."""
        lang = self._lang
        if case is None or case.draft is None or not (text or "").strip():
            return {self.differs: "", self.final_why: gr.update(visible=False)}
        if _plain(text) in (_plain(case.draft.text), _plain("".join(case.draft.parts))):
            return {
                self.differs: f'<p class="pb-told">✓ {esc(w.AS_APPROVED.of(lang))}</p>',
                self.final_why: gr.update(visible=False),
            }
        shown = details(w.DIFFERS.of(lang), changed(case.draft.text, text, lang), unfolded=True)
        return {
            self.differs: f'<div class="pb-refused" role="alert"><b>⚠ {esc(w.DIFFERS.of(lang))}</b>{shown}</div>',
            self.final_why: gr.update(visible=True),
        }

    def unlocked(self) -> Updates:
        """An approved case whose boxes are open for an edit."""
        note = f'<p class="pb-unsure" role="status">{esc(w.UNLOCKED.of(self._lang))}</p>'
        return {
            self.unlock: gr.update(visible=False),
            self.save: gr.update(visible=True),
            self.copy: gr.update(visible=False),
            self.posting: gr.update(visible=False),
            self.reason: gr.update(visible=True),
            self.told: note,
        }


def time_of(said: str | None) -> datetime | None:
    """A time as it is typed, in Seoul; None where none is.

    Raises:
        InputError: it is no time.

    >>> time_of("2026-11-22 15:30").isoformat()
    '2026-11-22T15:30:00+09:00'
    """
    text = (said or "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no time; write it as 2026-11-22 15:30.", code="no_time", value=text) from error
    return found if found.tzinfo else found.replace(tzinfo=SEOUL)


def _seats(found: Powers, lang: Lang) -> Any:
    """The seats to choose from; nothing to choose where there are not two."""
    choices: dict[str, str] = {}
    for needed, instead_of in found.seats:
        alone = sum(each.because == needed.because for each, _ in found.seats) == 1
        name = seat(needed, lang)
        if instead_of:
            name += f" ({w.INSTEAD.of(lang).format(name=instead_of)})"
        choices.setdefault(name, needed.because if alone and needed.because else needed.role)
    first = next(iter(choices.values()), None)
    return gr.update(choices=list(choices.items()), value=first, visible=len(choices) > 1)


def _plain(text: str) -> str:
    return "".join(text.split())
