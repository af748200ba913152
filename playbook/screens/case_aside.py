"""Beside the decision: who has a case in hand, how far it has come, and what people tell each other about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import gradio as gr

from playbook.records import Case, Lang, Person
from playbook.review import names
from playbook.screens import case_words as w
from playbook.screens.case_draft import Updates
from playbook.screens.case_powers import Powers
from playbook.screens.desk_clock import running
from playbook.screens.record import asked_for, notes, steps
from playbook.screens.warm import WarmDesk


class HandlingPanel:
    """Assign, hand over, escalate and mark; none of them disturbs whoever is writing."""

    def __init__(self, warm: WarmDesk, lang: Lang) -> None:
        self._warm, self._lang = warm, lang
        with gr.Accordion(w.HANDLING.of(lang), open=False, elem_id="handling", elem_classes="pb-panel") as self.panel:
            with gr.Row(equal_height=False) as self.assigning:
                self.take = gr.Button(w.TAKE.of(lang), size="sm", min_width=100, elem_id="take")
                self.to = gr.Dropdown(
                    [], label=w.ASSIGN_TO.of(lang), allow_custom_value=True, min_width=140, elem_id="assign-to"
                )
                self.assign = gr.Button(names.ACTIONS["assign"].of(lang), size="sm", min_width=100, elem_id="assign")
            with gr.Column(elem_classes=["pb-inner", "pb-internal"], elem_id="handing") as self.handing:
                teams = [(name.of(lang), team) for team, name in names.OWNERS.items()]
                self.team = gr.Dropdown(teams, value=None, label=w.TEAM.of(lang), filterable=False, elem_id="team")
                self.note = gr.Textbox(
                    label=w.HAND_NOTE.of(lang), info=w.HAND_NOTE_HINT.of(lang), lines=2, max_length=2000,
                    elem_id="hand-note",
                )  # fmt: skip
                self.hand_over = gr.Button(w.HAND_OVER.of(lang), size="sm", elem_id="hand-over")
            with gr.Column(elem_classes="pb-inner") as self.escalating:
                self.up_why = gr.Textbox(label=w.ESCALATE_WHY.of(lang), lines=1, max_length=500, elem_id="escalate-why")
                self.escalate = gr.Button(names.ACTIONS["escalate"].of(lang), size="sm", elem_id="escalate")
        with gr.Column(elem_id="steps-panel", elem_classes="pb-panel"):
            self.steps = gr.HTML(elem_id="steps", apply_default_css=False)
            with gr.Row() as self.marking:
                self.marks = {
                    step: gr.Button(word.of(lang), size="sm", min_width=120, elem_id=f"mark-{step}")
                    for step, word in w.MARK.items()
                }
        self.told = gr.HTML(elem_id="handled", apply_default_css=False)
        self.outputs: list[Any] = [
            self.panel, self.assigning, self.take, self.to, self.handing, self.team, self.note, self.escalating,
            self.up_why, self.escalate, self.steps, self.marking, *self.marks.values(), self.told,
        ]  # fmt: skip

    def shown(self, case: Case, found: Powers, person: Person | None, said: str = "") -> Updates:
        """What is offered beside the decision."""
        may = found.may
        people = [each.name for each in self._warm.desk.store.people()] or _known(case)
        left = {step for step in self.marks if step not in case.milestones and asked_for(step, case)}
        mine = person is not None and case.assignee == person.name
        return {
            self.panel: gr.update(visible=bool({"assign", "hand_over", "escalate"} & may)),
            self.assigning: gr.update(visible="assign" in may),
            self.take: gr.update(visible=not mine),
            self.to: gr.update(choices=people, value=case.assignee or None),
            self.handing: gr.update(visible="hand_over" in may),
            self.team: gr.update(value=None),
            self.note: "",
            self.escalating: gr.update(visible="escalate" in may and not case.escalated),
            self.up_why: "",
            self.escalate: gr.update(visible="escalate" in may),
            self.steps: running(self._warm.desk.clocks(case), case, datetime.now(UTC), self._lang)
            + steps(case, self._lang),
            self.marking: gr.update(visible="mark" in may and bool(left)),
            **{button: gr.update(visible=step in left) for step, button in self.marks.items()},
            self.told: said,
        }


class NotesPanel:
    """What people tell each other; it stands apart from the reply and looks it."""

    def __init__(self, warm: WarmDesk, lang: Lang) -> None:
        self._warm, self._lang = warm, lang
        with gr.Column(elem_id="notes", elem_classes="pb-panel pb-notes"):
            self.list = gr.HTML(elem_id="note-list", apply_default_css=False)
            self.text = gr.Textbox(
                label=w.NOTE.of(lang), info=w.NOTES.of(lang), lines=2, max_lines=8, max_length=5000, elem_id="note-text"
            )
            self.keep = gr.Button(w.KEEP_NOTE.of(lang), size="sm", elem_id="note-keep")
            self.told = gr.HTML(elem_id="note-told", apply_default_css=False)
        self.outputs: list[Any] = [self.list, self.text, self.told]

    def shown(self, case: Case, said: str = "") -> Updates:
        """The notes on a case; a new one is empty."""
        return {self.list: self.listed(case), self.text: "", self.told: said}

    def listed(self, case: Case) -> str:
        """The notes as HTML."""
        return notes(self._warm.desk.store.comments(case.id), self._lang)


def _known(case: Case) -> list[str]:
    """Everybody who has done something with a case, at a desk without accounts."""
    return list(dict.fromkeys(filter(None, (case.author, *(event.by for event in case.events)))))
