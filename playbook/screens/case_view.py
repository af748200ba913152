"""Case: one message with all that is known of it, the reply, and what people do with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from playbook.records import Case, Draft, Lang, Person
from playbook.review import names
from playbook.screens import case_words as w
from playbook.screens.case_aside import HandlingPanel, NotesPanel
from playbook.screens.case_clash import ClashPanel
from playbook.screens.case_decide import DecisionPanel
from playbook.screens.case_draft import Boxes, DraftPanel, Updates, reference_of
from playbook.screens.case_powers import moved, powers
from playbook.screens.desk_clock import left, pressing
from playbook.screens.desk_rows import holders, presence
from playbook.screens.evidence import evidence
from playbook.screens.judgement import badge, judgement, labels, marked
from playbook.screens.ledger import LedgerPanel
from playbook.screens.prose import esc
from playbook.screens.record import earlier, events, facts_of_message, versions
from playbook.screens.warm import WarmDesk


class CaseView:
    """The whole of one case; ``outputs`` is what ``shown`` fills."""

    def __init__(self, warm: WarmDesk, lang: Lang) -> None:
        self._warm, self._lang = warm, lang
        self.case = gr.State(None)
        with gr.Column(visible=False, elem_id="case") as self.panel:
            with gr.Row(elem_id="case-bar"):
                self.back = gr.Button(w.BACK.of(lang), size="sm", scale=0, min_width=165, elem_id="back")
                self.next = gr.Button(w.NEXT.of(lang), size="sm", scale=0, min_width=140, elem_id="next")
            self.head = gr.HTML(elem_id="case-head", apply_default_css=False)
            self.moved = gr.HTML(elem_id="case-moved", apply_default_css=False)
            self.reload = gr.Button(w.RELOAD.of(lang), size="sm", visible=False, elem_id="reload")
            self.forget = gr.Button(w.FORGET.of(lang), size="sm", visible=False, elem_id="forget")
            with gr.Row(elem_id="review-row", equal_height=False):
                with gr.Column(scale=11, min_width=320, elem_id="review-left"):
                    self.marked = gr.HTML(elem_id="review-marked", apply_default_css=False)
                    with gr.Column(elem_id="review-panel", elem_classes="pb-panel"):
                        self.draft = DraftPanel(warm, lang)
                        self.clash = ClashPanel(lang)
                    self.decision = DecisionPanel(warm, lang)
                with gr.Column(scale=10, min_width=320, elem_id="review-right"):
                    self.judgement = gr.HTML(elem_id="review-judgement", apply_default_css=False)
                    self.handling = HandlingPanel(warm, lang)
                    self.notes = NotesPanel(warm, lang)
                    self.ledger = LedgerPanel(warm, lang, self.case)
                    self.evidence = gr.HTML(elem_id="review-evidence", apply_default_css=False)
                    self.history = gr.HTML(elem_id="events", apply_default_css=False)
        self.told = self.decision.told
        self.typed: list[Any] = [*self.draft.boxes, self.decision.reason, self.notes.text]
        """The boxes whose words a browser holds until they are kept."""
        self.beating: list[Any] = [self.head, self.moved, self.reload, self.notes.list, self.decision.covers]
        """What follows the work of others every few seconds, whatever is being typed."""
        self.around: list[Any] = [
            self.case, self.head, self.moved, self.reload, self.forget, self.history, *self.handling.outputs,
            *self.notes.outputs,
        ]  # fmt: skip
        """What changes with a step beside the wording."""
        self.outputs: list[Any] = [
            *self.around, self.panel, self.marked, self.judgement, self.evidence, *self.draft.outputs,
            *self.clash.outputs, *self.decision.outputs, *self.ledger.outputs,
        ]  # fmt: skip

    def shown(
        self,
        case: Case,
        person: Person | None,
        said: str = "",
        *,
        seen: Mapping[str, int] | None = None,
        boxes: Boxes | None = None,
    ) -> Updates:
        """Everything of a case as this person sees it.

        Args:
            case: as it is kept.
            person: who looks at it; None where nobody has said.
            said: a message to stand under the decisions.
            seen: the version that this browser saw last, by case.
            boxes: what is to stand in the boxes, where that is not what is kept.
        """
        desk, lang = self._warm.desk, self._lang
        found = powers(desk, case, person, lang)
        kept = desk.versions(case)
        approved = [reply.text for reply in desk.store.replies(case_id=case.id)]
        last = (seen or {}).get(case.id)
        before = [version.text for version in kept if last is not None and version.version <= last]
        reference = reference_of(
            case,
            approved[-1] if approved and case.state != "approved" else None,
            before[-1] if before else None,
            kept[0].text if kept else None,
        )
        channel = self._warm.cold.channels[case.channel].name.of(lang)
        return {
            **self.beside(case, person),
            self.panel: gr.update(visible=True),
            self.marked: marked(case, lang, facts_of_message(case, channel, lang) + earlier(desk.earlier(case), lang)),
            self.judgement: judgement(case, lang),
            self.evidence: evidence(desk, case, lang),
            **self.draft.shown(case, reference, boxes),
            **self.clash.hidden(),
            **self.decision.shown(case, found, said, boxes and self.wording(case, boxes)),
            **self.ledger.shown(case),
        }

    def beside(self, case: Case, person: Person | None, said: str = "", noted: str = "") -> Updates:
        """What changes with a step beside the wording; the boxes of the reply are left alone."""
        desk, lang = self._warm.desk, self._lang
        found = powers(desk, case, person, lang)
        history = f"{events(case, lang)}{versions(desk.versions(case), lang)}"
        return {
            self.case: case,
            self.head: self.headed(case, person, case.version),
            self.moved: "",
            self.reload: gr.update(visible=False),
            self.forget: gr.update(visible=False),
            self.history: f'<section class="pb-card">{history}</section>',
            **self.handling.shown(case, found, person, said),
            **self.notes.shown(case, noted),
        }

    def headed(self, case: Case, person: Person | None, version: int) -> str:
        """Level, state, clock, who has it and who is there; ``version`` is the one that stands in the boxes."""
        desk, lang, now = self._warm.desk, self._lang, datetime.now(UTC)
        mine = person.name if person else ""
        here = [each for each in desk.present([case.id]).get(case.id, ()) if each.person != mine]
        who = "".join(f"<span>{esc(each)}</span>" for each in holders(case, lang))
        return (
            f'<section class="pb-casehead pb-edge{case.triage.severity}">'
            f'<h2 class="pb-level" tabindex="-1" id="case-title" data-case="{esc(case.id)}" data-version="{version}" '
            f'data-by="{esc(mine)}">'
            f"{badge(case.triage, lang)} <span>{esc(labels(case.triage, lang))}</span>"
            f'<span class="pb-state">{esc(names.STATES[case.state].of(lang))}</span>'
            f'<span class="pb-clock">{left(pressing(desk.clocks(case)), case, now, lang)}</span></h2>'
            f'<p class="pb-meta">{who}{presence(here, lang)}</p></section>'
        )

    def wording(self, case: Case, boxes: Boxes) -> Draft | None:
        """The draft with what stands in the boxes."""
        return self.draft.wording(case, boxes.subject, boxes.text, boxes.statement)

    def beat(self, case: Case, current: Case, person: Person | None, boxes: Boxes) -> Updates:
        """What others have done meanwhile; what is being typed is not touched, the case stays as it was opened."""
        said, disturbed = moved(case, current, self._lang), current.basis > case.version
        draft = self.wording(current, boxes)
        return {
            self.head: self.headed(current, person, case.version),
            self.moved: f'<div class="pb-unsure" role="status">{said}</div>' if said else gr.skip(),
            self.reload: gr.update(visible=bool(said)),
            self.notes.list: self.notes.listed(current),
            self.decision.covers: gr.skip() if disturbed else self.decision.covered(current, draft),
        }
