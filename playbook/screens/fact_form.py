"""The boxes for a fact: a new one, or one that takes the place of another."""

from __future__ import annotations

from typing import Any, NamedTuple

import gradio as gr

from playbook import Desk
from playbook.errors import InputError
from playbook.records import Lang, Person
from playbook.reply.facts import Fact, FactStatus, Ledger
from playbook.review import names
from playbook.review.grants import holding
from playbook.screens import issue
from playbook.screens import issue_words as w
from playbook.screens.refusals import told


class Kept(NamedTuple):
    """A fact that was kept, as HTML."""

    said: str
    uses: str
    """What stands on the one that it took the place of."""


class FactForm:
    """A panel that opens on a tap; ``outputs`` is what ``shown`` fills.

    Args:
        lang: language of the interface.
        name: what the ids of its elements begin with.
    """

    def __init__(self, lang: Lang, name: str = "fact") -> None:
        self._lang = lang
        with gr.Accordion(w.ADD.of(lang), open=False, visible=False, elem_id=f"{name}-box") as self.panel:
            self.instead = gr.Dropdown([], label=w.INSTEAD.of(lang), filterable=False, elem_id=f"{name}-instead")
            self.statement = gr.Textbox(
                label=w.STATEMENT.of(lang), info=w.STATEMENT_HINT.of(lang), max_length=1000, elem_id=f"{name}-statement"
            )
            statuses = [(word.of(lang), status) for status, (_, word) in names.FACTS.items()]
            self.status = gr.Radio(statuses, value="confirmed", label=w.FACT_STATUS.of(lang), elem_id=f"{name}-status")
            self.source = gr.Textbox(
                label=w.SOURCE.of(lang), info=w.SOURCE_HINT.of(lang), max_length=300, elem_id=f"{name}-source"
            )
            with gr.Row():
                self.note = gr.Button(w.NOTE.of(lang), size="sm", elem_id=f"{name}-note")
                self.withdraw = gr.Button(w.WITHDRAW.of(lang), size="sm", elem_id=f"{name}-withdraw")
        self.boxes: list[Any] = [self.instead, self.statement, self.status, self.source]
        self.follows: list[Any] = [self.statement, self.status, self.source]
        """What changes with the fact that is chosen."""
        self.outputs: list[Any] = [self.panel, self.instead, self.statement, self.source]

    def shown(self, ledger: Ledger | None) -> dict[Any, Any]:
        """Empty boxes for an issue; nothing where there is none."""
        standing = ledger.standing if ledger else ()
        choices = [(w.NEW_FACT.of(self._lang), ""), *((fact.statement, fact.id) for fact in standing)]
        return {
            self.panel: gr.update(visible=ledger is not None),
            self.instead: gr.update(choices=choices, value=""),
            self.statement: "",
            self.source: "",
        }

    def chosen(self, ledger: Ledger | None, instead: str | None) -> dict[Any, Any]:
        """The fact that is to change, as it stands."""
        old = next((fact for fact in ledger.standing if fact.id == instead), None) if ledger else None
        if old is None:
            return {self.statement: "", self.status: "confirmed", self.source: ""}
        return {self.statement: old.statement, self.status: old.status, self.source: old.source}

    def keep(
        self, desk: Desk, issue_id: str, person: Person, instead: str | None, statement: str | None,
        status: FactStatus | None, source: str | None,
    ) -> Kept:  # fmt: skip
        """Add a fact, or change one.

        Raises:
            InputError: nothing is written.
            ReviewError: it is not theirs to do; see ``IssueDesk.note_fact``.
        """
        holding(person, "facts")
        said = (statement or "").strip() or None
        if said is None and not instead:
            raise InputError("Write the fact in a sentence.", code="fact_empty")
        fact = desk.note_fact(
            issue_id, said, person.name, status=status, source=(source or "").strip() or None,
            instead_of=instead or "", person=person,
        )  # fmt: skip
        words = w.CHANGED if instead else w.NOTED
        return Kept(told(words.of(self._lang)), self._uses(desk, fact) if instead else "")

    def take_back(self, desk: Desk, issue_id: str, person: Person, instead: str | None, source: str | None) -> Kept:
        """Have a fact hold no longer.

        Raises:
            InputError: none is chosen.
            ReviewError: it is not theirs to do; see ``IssueDesk.note_fact``.
        """
        holding(person, "facts")
        if not instead:
            raise InputError("Choose the fact to withdraw first.", code="fact_not_chosen")
        fact = desk.note_fact(
            issue_id, None, person.name, source=source or "", instead_of=instead, withdraw=True, person=person
        )
        return Kept(told(w.WITHDRAWN.of(self._lang)), self._uses(desk, fact))

    def _uses(self, desk: Desk, fact: Fact) -> str:
        return issue.uses(desk.uses(fact), self._lang)
