"""Review: what waits, one case at a time, and what a person decides about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import gradio as gr

from playbook.errors import PlaybookError
from playbook.records import Case, CaseState, Decision, Lang, Verb
from playbook.review.cases import TRANSITIONS
from playbook.screens import words as w
from playbook.screens.editor import QUIET, Editor, fact_lines
from playbook.screens.evidence import evidence
from playbook.screens.judgement import judgement, marked
from playbook.screens.ledger import LedgerPanel, OwnersBox, owners_of
from playbook.screens.prose import esc
from playbook.screens.record import approved, covers, events, label
from playbook.screens.refusals import of_review, refused, told
from playbook.screens.warm import WarmDesk

STATES: dict[str, tuple[CaseState, ...]] = {"open": ("in_review", "returned"), "done": ("approved", "rejected")}


class ReviewScreen:
    """The second screen; ``name`` lives in the browser."""

    def __init__(self, warm: WarmDesk, lang: Lang, name: gr.BrowserState) -> None:
        self._warm, self._lang = warm, lang
        self.known_name = name
        self.case = gr.State(None)
        self._queue()
        with gr.Row(elem_id="review-row", equal_height=False, visible=False) as self.row:
            with gr.Column(scale=11, min_width=320, elem_id="review-left"):
                self.marked = gr.HTML(elem_id="review-marked", apply_default_css=False)
                self._panel()
            with gr.Column(scale=10, min_width=320, elem_id="review-right"):
                self.judgement = gr.HTML(elem_id="review-judgement", apply_default_css=False)
                self.ledger = LedgerPanel(warm, lang, self.case)
                self.evidence = gr.HTML(elem_id="review-evidence", apply_default_css=False)
        self._wire()

    def _queue(self) -> None:
        lang = self._lang
        with gr.Column(elem_classes="pb-panel", elem_id="queue-panel"):
            with gr.Row(equal_height=False):
                self.name = gr.Textbox(
                    label=w.NAME.of(lang), info=w.NAME_HINT.of(lang), max_length=80, elem_id="reviewer-name"
                )
                shows = [(w.SHOWS[0].of(lang), "open"), (w.SHOWS[1].of(lang), "done")]
                self.show = gr.Radio(shows, value="open", label=w.SHOW.of(lang), elem_id="show")
                self.refresh = gr.Button(w.REFRESH.of(lang), size="sm", scale=0, min_width=110, elem_id="refresh")
            self.queue = gr.Radio([], label=w.QUEUE.of(lang), visible=False, elem_id="queue", elem_classes="pb-queue")
            self.note = gr.HTML(elem_id="queue-note", apply_default_css=False)

    def _panel(self) -> None:
        lang = self._lang
        with gr.Column(elem_id="review-panel", elem_classes="pb-panel"):
            with gr.Column(elem_classes="pb-inner") as self.editing:
                self.editor = Editor(self._warm, lang, "review")
                self.owners = OwnersBox(lang)
            self.covers = gr.HTML(elem_id="covers", apply_default_css=False)
            self.reason = gr.Textbox(
                label=w.REASON.of(lang), info=w.REASON_HINT.of(lang), lines=2, max_lines=6, elem_id="reason"
            )
            with gr.Row():
                self.approve = gr.Button(w.APPROVE.of(lang), variant="primary", min_width=100, elem_id="approve")
                self.approve_edited = gr.Button(w.APPROVE_EDITED.of(lang), min_width=110, elem_id="approve-edited")
                self.back = gr.Button(w.RETURN.of(lang), min_width=100, elem_id="return")
                self.again = gr.Button(w.RESUBMIT.of(lang), variant="primary", min_width=120, elem_id="resubmit")
                self.copy = gr.Button(w.COPY.of(lang), min_width=90, elem_id="review-copy")
            with gr.Accordion(w.REJECT.of(lang), open=False, elem_id="reject-box") as self.reject_box:
                self.reject = gr.Button(w.REJECT_MORE.of(lang), variant="stop", size="sm", elem_id="reject")
            self.told = gr.HTML(elem_id="decided", apply_default_css=False)
            self.events = gr.HTML(elem_id="events", apply_default_css=False)

    def _wire(self) -> None:
        self.listing = [self.queue, self.note, self.name]
        self.view = [
            self.case, self.row, self.marked, self.judgement, self.evidence, self.editing, self.covers, self.approve,
            self.approve_edited, self.back, self.again, self.copy, self.reject_box, self.reason, self.told, self.events,
            *self.editor.outputs, *self.owners.outputs, *self.ledger.outputs,
        ]  # fmt: skip
        listed = [self.show, self.known_name, self.name]
        gr.on([self.refresh.click, self.show.input], self.opened, listed, self.listing, **QUIET)
        self.name.blur(self.named, [self.show, self.name], [self.known_name, self.queue, self.note], **QUIET)
        self.queue.input(self.picked, self.queue, self.view, **QUIET)
        followers = [self.case, self.editor.box]
        promised = [self.case, self.editor.box, self.owners.box]
        for event in [*self.editor.wire(self.case), *self.ledger.wire(self.name, self.editor)]:
            event.then(self.covered, followers, self.covers, **QUIET)
            event.then(self.owners.shown, promised, self.owners.outputs, **QUIET)
        self.owners.box.blur(self.owned, [self.case, self.owners.box], self.case, **QUIET).then(
            self.editor.followed, self.editor.inputs(self.case), self.editor.followers, **QUIET
        ).then(self.owners.shown, promised, self.owners.outputs, **QUIET)
        given = [
            self.case, self.editor.box, self.editor.facts, self.owners.box, self.reason, self.name, self.show,
        ]  # fmt: skip
        out = [*self.view, *self.listing, self.known_name]
        for button, verb in (
            (self.approve, "approve"), (self.approve_edited, "edit"), (self.back, "return"), (self.again, "submit"),
            (self.reject, "reject"),
        ):  # fmt: skip
            button.click(lambda *given, verb=verb: self.decided(verb, *given), given, out, trigger_mode="once", **QUIET)
        done = w.COPIED.of(self._lang)
        self.copy.click(None, js=f"() => pbCopy('#review-draft textarea', '#review-copy', '{done}')", **QUIET)

    def opened(self, show: str, known: str | None, name: str | None) -> dict[Any, Any]:
        """The queue as it stands now."""
        name = (name or known or "").strip()
        return {self.name: name, **self._listed(show, name)}

    def named(self, show: str, name: str | None) -> dict[Any, Any]:
        """The name kept, and the queue as this person sees it; what is chosen stays chosen."""
        name = (name or "").strip()
        listed = self._listed(show, name)
        listed[self.queue].pop("value")
        return {self.known_name: name, **listed}

    def _listed(self, show: str, name: str, chosen: str | None = None) -> dict[Any, Any]:
        cases = self._warm.desk.store.queue(*STATES[show])
        cases.sort(key=lambda case: not mine(case, name))  # the order of the store stays within each part
        now = datetime.now(UTC)
        choices = [(label(case, self._lang, now, mine=mine(case, name)), case.id) for case in cases]
        empty = (w.QUEUE_EMPTY if show == "open" else w.DONE_EMPTY).of(self._lang)
        kept = chosen if any(case.id == chosen for case in cases) else None
        return {
            self.queue: gr.update(choices=choices, value=kept, visible=bool(cases)),
            self.note: "" if cases else f'<p class="pb-empty">{esc(empty)}</p>',
        }

    def picked(self, case_id: str | None) -> dict[Any, Any]:
        """One case to look at."""
        if not case_id:
            return {self.row: gr.update(visible=False)}
        try:
            return self._seen(self._warm.desk.store.get(case_id))
        except PlaybookError as error:
            return {self.row: gr.update(visible=False), self.told: refused(str(error), self._lang)}

    def _seen(self, case: Case, said: str = "", facts: str | None = None) -> dict[Any, Any]:
        lang = self._lang
        may = {verb: (case.state, verb) in TRANSITIONS for verb in ("approve", "return", "submit", "reject")}
        facts = "\n".join(case.confirmed) if facts is None else facts
        return {
            self.case: case,
            self.row: gr.update(visible=True),
            self.marked: marked(case, lang),
            self.judgement: judgement(case, lang),
            self.evidence: evidence(self._warm.desk, case, lang),
            self.editing: gr.update(visible=case.draft is not None),
            self.covers: self._covers(case, None),
            self.approve: gr.update(visible=may["approve"]),
            self.approve_edited: gr.update(visible=may["approve"] and case.draft is not None),
            self.back: gr.update(visible=may["return"]),
            self.again: gr.update(visible=may["submit"]),
            self.copy: gr.update(visible=case.state == "approved" and case.draft is not None),
            self.reject_box: gr.update(visible=may["reject"]),
            self.reason: gr.update(value="", visible=may["return"] or may["reject"]),
            self.told: said,
            self.events: events(case, lang),
            **dict(zip(self.editor.outputs, self.editor.shown(case, None, facts), strict=True)),
            **dict(zip(self.owners.outputs, self.owners.shown(case), strict=True)),
            **self.ledger.shown(case),
        }

    def owned(self, case: Case | None, lines: str) -> Case | None:
        """The case with the owners that stand in the box, so that the checks see them before they are kept."""
        return case and case.model_copy(update={"owners": owners_of(lines)})

    def covered(self, case: Case | None, text: str) -> str:
        """What an approval of the text in the box would cover."""
        return self._covers(case, text) if case else ""

    def _covers(self, case: Case, text: str | None) -> str:
        channel = self._warm.cold.channels[case.channel].name.of(self._lang)
        if case.state == "approved":
            return approved(case, channel, self._lang)
        return covers(case, channel, text, self._lang)

    def decided(
        self, verb: Verb, case: Case | None, text: str, facts: str, owners: str, reason: str, name: str, show: str
    ) -> dict[Any, Any]:
        """Carry out what a person decided; a refusal leaves all boxes as they are."""
        lang = self._lang
        if case is None:
            return {self.told: refused(w.NO_CASE.of(lang), lang)}
        if not (name or "").strip():
            return {self.told: refused(w.NO_NAME.of(lang), lang)}
        if verb == "approve" and case.draft and text != case.draft.text:
            return {self.told: refused(w.CHANGED.of(lang), lang)}
        words: dict[str, Any] = {"text": text if case.draft else None, "confirm": fact_lines(facts)}
        words["owners"] = owners_of(owners)
        case = case.model_copy(update={"owners": owners_of(owners)})
        decision = Decision(verb=verb, by=name, reason=reason or "", version=case.version, **words)
        try:
            following = self._warm.desk.decide(case, decision)
        except PlaybookError as error:
            return {self.told: of_review(error, case, decision, self._checked(case, text, facts), lang)}
        said = told(self._said(verb))
        if verb == "edit":
            decision = decision.model_copy(update={"verb": "approve", "version": following.version})
            try:
                following = self._warm.desk.decide(following, decision)
            except PlaybookError as error:
                refusal = of_review(error, following, decision, self._checked(following, text, facts), lang)
                said = f'<p class="pb-told">{esc(w.EDIT_KEPT.of(lang))}</p>{refusal}'
        kept = "" if following.state in STATES[show] else None
        return {
            **self._seen(following, said),
            **self._listed(show, decision.by, following.id if kept is not None else None),
            self.name: decision.by,
            self.known_name: decision.by,
        }

    def _said(self, verb: Verb) -> str:
        told_of = {"submit": w.SUBMITTED, "return": w.RETURNED_NOW, "reject": w.REJECTED_NOW}
        return told_of[verb].of(self._lang) if verb in told_of else ""

    def _checked(self, case: Case, text: str, facts: str) -> Case:
        desk = self._warm.desk
        found = desk.findings(case, text, fact_lines(facts))
        return case.model_copy(update={"draft": desk.revised(case, text), "findings": found})


def mine(case: Case, name: str) -> bool:
    """Whether the next step is this person's: to approve what another sent, or to mend what came back."""
    if case.state == "in_review":
        return bool(name) and case.author != name
    return case.state == "returned" and case.author == name
