"""The wording of a case: subject, draft, statement, what has changed in them, findings that are set aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import gradio as gr

from playbook.records import Case, Draft, Lang
from playbook.review.decisions import IN_WORK
from playbook.screens import case_words as w
from playbook.screens.diff import changed
from playbook.screens.editor import QUIET, Editor, fact_lines
from playbook.screens.ledger import OwnersBox, owners_of
from playbook.screens.prose import details, esc
from playbook.screens.typed import typed
from playbook.screens.warm import WarmDesk

Updates = dict[Any, Any]


class Boxes(NamedTuple):
    """What stands in the boxes of a case."""

    subject: str
    text: str
    statement: str
    facts: str
    owners: str

    def wording(self, case: Case) -> dict[str, Any]:
        """The fields of a decision that carry it."""
        given: dict[str, Any] = {"confirm": fact_lines(self.facts), "owners": owners_of(self.owners)}
        if case.draft is None:
            return given
        given["text"] = self.text
        if case.draft.statement is not None or (self.statement or "").strip():
            given["statement"] = self.statement or ""
        if case.draft.subject is not None:
            given["subject"] = self.subject or ""
        return given

    @classmethod
    def of(cls, case: Case) -> Boxes:
        """The boxes with what is kept in them."""
        draft = case.draft
        wording = (draft.subject or "", draft.text, draft.statement or "") if draft else ("", "", "")
        return cls(*wording, "\n".join(case.confirmed), "")

    def differs(self, case: Case) -> bool:
        """Whether the wording is another than the one that is kept."""
        draft = case.draft
        if draft is None:
            return False
        kept = (draft.subject or "", draft.text, draft.statement or "")
        return tuple(text or "" for text in (self.subject, self.text, self.statement)) != kept


class DraftPanel:
    """The boxes of one case's wording."""

    def __init__(self, warm: WarmDesk, lang: Lang) -> None:
        self._warm, self._lang = warm, lang
        self.reference = gr.State(None)
        self.aside = gr.State(None)
        with gr.Column(elem_classes="pb-inner", elem_id="wording") as self.editing:
            self.subject = gr.Textbox(label=w.SUBJECT.of(lang), max_length=300, visible=False, elem_id="subject")
            self.editor = Editor(warm, lang, "review", asides=True)
            with gr.Column(visible=False, elem_id="aside", elem_classes="pb-asidebox") as self.asking:
                self.asked = gr.HTML(elem_id="aside-asked", apply_default_css=False)
                self.why = gr.Textbox(label=w.ASIDE_WHY.of(lang), lines=2, max_length=500, elem_id="aside-why")
                with gr.Row():
                    self.set_aside = gr.Button(w.ASIDE_DO.of(lang), size="sm", elem_id="aside-do")
                    self.cancel = gr.Button(w.CANCEL.of(lang), size="sm", elem_id="aside-cancel")
            with gr.Accordion(
                w.STATEMENT_BOX.of(lang), open=True, visible=False, elem_id="statement-box"
            ) as self.beside:
                self.statement = gr.Textbox(
                    label=w.STATEMENT.of(lang), info=w.STATEMENT_HINT.of(lang), lines=6, max_lines=24,
                    elem_id="statement",
                )  # fmt: skip
                self.off = gr.Button(w.STATEMENT_OFF.of(lang), size="sm", elem_id="statement-off")
            self.changes = gr.HTML(elem_id="changes", apply_default_css=False)
            self.owners = OwnersBox(lang)
            self.typed = typed(self.subject, self.statement)
        self.boxes = [self.subject, self.editor.box, self.statement, self.editor.facts, self.owners.box]
        self.follows = [self.changes, *self.owners.outputs]
        self.outputs = [
            self.reference, self.aside, self.editing, self.subject, *self.editor.outputs, self.asking, self.why,
            self.beside, self.statement, self.off, *self.follows,
        ]  # fmt: skip

    def wire(self, case: gr.State, changed: list[Any]) -> list[Any]:
        """Let the checks follow what is typed; returns the events after which what is covered may be another.

        Args:
            case: the case that is open.
            changed: events of other panels that change it.
        """
        owned = self.owners.box.blur(self.owned, [case, self.owners.box], case, **QUIET)
        checked = owned.then(self.editor.followed, self.editor.inputs(case), self.editor.followers, **QUIET)
        asking = [self.aside, self.asking, self.asked, self.why]
        self.editor.findings.select(self.wanted, None, asking, **QUIET).then(
            None, js="() => document.querySelector('#aside-why textarea')?.focus()", **QUIET
        )
        self.cancel.click(self.kept, None, asking, **QUIET)
        emptied = self.off.click(lambda: "", None, self.statement, **QUIET)
        return [*self.editor.wire(case), *changed, checked, emptied]

    def followed(self, case: Case, reference: Mapping[str, str] | None, boxes: Boxes) -> Updates:
        """What has changed, and who keeps what is promised, after an edit."""
        owners = self.owners.shown(case, boxes.text, boxes.owners)
        return {
            self.changes: self.compared(reference, boxes.text),
            **dict(zip(self.owners.outputs, owners, strict=True)),
        }

    def shown(self, case: Case, reference: Mapping[str, str] | None, boxes: Boxes | None = None) -> Updates:
        """All boxes for a case.

        Args:
            case: the case.
            reference: what its text is compared with: ``against`` and ``text``.
            boxes: what stands in them; as it is kept where absent.
        """
        draft = case.draft
        open_ = case.state in IN_WORK
        facts = boxes.facts if boxes else "\n".join(case.confirmed)
        text = boxes.text if boxes else None
        subject = boxes.subject if boxes else (draft.subject if draft else "") or ""
        statement = boxes.statement if boxes else (draft.statement if draft else "") or ""
        return {
            self.reference: reference,
            self.aside: None,
            self.editing: gr.update(visible=draft is not None),
            self.subject: gr.update(value=subject, visible=bool(draft and draft.subject), interactive=open_),
            self.asking: gr.update(visible=False),
            self.why: "",
            self.beside: gr.update(visible=bool(draft and draft.statement) or bool(statement)),
            self.statement: gr.update(value=statement, interactive=open_),
            self.off: gr.update(visible=open_),
            self.changes: self.compared(reference, text if text is not None else draft.text if draft else ""),
            **dict(zip(self.editor.outputs, self.editor.shown(case, text, facts), strict=True)),
            **dict(
                zip(self.owners.outputs, self.owners.shown(case, text, boxes.owners if boxes else None), strict=True)
            ),
        }

    def unlocked(self) -> Updates:
        """The boxes of an approved case, open for an edit."""
        return {box: gr.update(interactive=True) for box in (self.subject, self.editor.box, self.statement)}

    def wording(self, case: Case, subject: str, text: str, statement: str) -> Draft | None:
        """The draft with what stands in the boxes."""
        draft = self._warm.desk.revised(case, text or "")
        if draft is None:
            return None
        given = {"subject": (subject or "").strip() or None, "statement": (statement or "").strip() or None}
        return self._warm.desk.bound(case, draft.model_copy(update=given), case.confirmed)

    def compared(self, reference: Mapping[str, str] | None, text: str) -> str:
        """What has changed in the text, as HTML."""
        if not reference or reference["text"] == (text or ""):
            return ""
        title = w.AGAINST[reference["against"]].of(self._lang)
        return details(title, changed(reference["text"], text or "", self._lang), unfolded=True)

    def owned(self, case: Case | None, lines: str) -> Case | None:
        """The case with the owners that stand in the box, so that the checks see them before they are kept."""
        return case and case.model_copy(update={"owners": owners_of(lines)})

    def wanted(self, event: gr.EventData) -> list[Any]:
        """The finding that somebody wants to set aside, and the question why."""
        title = f"{esc(w.ASIDE_TITLE.of(self._lang))}: {esc(event.said)}"
        asked = f'<p class="pb-name">{title}</p>'
        return [(event.check, event.words), gr.update(visible=True), asked, ""]

    def kept(self) -> list[Any]:
        """Nothing is set aside."""
        return [None, gr.update(visible=False), "", ""]


def reference_of(case: Case, approved: str | None, seen: str | None, first: str | None) -> Mapping[str, str] | None:
    """What the text of a case is best compared with: the last approval, what this person saw last, the first draft."""
    for against, text in (("approved", approved), ("seen", seen), ("first", first)):
        if text is not None and not (against == "seen" and case.draft and text == case.draft.text):
            return {"against": against, "text": text}
    return None
