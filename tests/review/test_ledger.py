"""The ledger of an issue on disk: people add, change and withdraw facts at random."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from playbook.errors import ReviewError
from playbook.reply.facts import Ledger
from playbook.review.store import Store
from playbook.testing import MOMENT

from .conftest import act


class Facts(RuleBasedStateMachine):
    """People add, change and withdraw at random; what the ledger promises holds."""

    statements = st.sampled_from(["부상자는 2명", "부상자는 5명", "원인은 배터리", "보상은 5만 원"])
    statuses = st.sampled_from(["confirmed", "unconfirmed", "must_not_say"])

    @initialize()
    def begin(self) -> None:
        self.store = Store("sqlite://")
        self.ledger = Ledger(issue="i-1")
        self.before = self.ledger.facts

    @rule(statement=statements, status=statuses)
    def add(self, statement: str, status: Any) -> None:
        self.keep(self.ledger.add(statement, status, "김하나", MOMENT))

    @rule(number=st.integers(0, 8), statement=st.none() | statements, status=st.none() | statuses, gone=st.booleans())
    def change(self, number: int, statement: str | None, status: Any, gone: bool) -> None:
        wanted = f"i-1.{number}"
        standing = {fact.id: fact for fact in self.ledger.standing}
        old = standing.get(wanted)
        same = old is not None and (statement or old.statement, status or old.status) == (old.statement, old.status)
        if old is None or (same and not gone):
            with pytest.raises(ReviewError):
                self.ledger.change(wanted, "박두리", MOMENT, statement=statement, status=status)
            return
        if gone:
            self.keep(self.ledger.withdraw(wanted, "박두리", MOMENT))
        else:
            self.keep(self.ledger.change(wanted, "박두리", MOMENT, statement=statement, status=status))

    def keep(self, ledger: Ledger) -> None:
        self.before = self.ledger.facts
        self.store.add_fact(ledger, act("add fact", "i-1"))
        self.ledger = ledger

    @invariant()
    def nothing_is_lost(self) -> None:
        assert self.ledger.facts[: len(self.before)] == self.before
        assert self.store.ledger("i-1") == self.ledger

    @invariant()
    def each_fact_has_one_version_that_holds_at_most(self) -> None:
        standing = {fact.id for fact in self.ledger.standing}
        for fact in self.ledger.facts:
            chain = self.ledger.versions(fact.id)
            assert sum(version.id in standing for version in chain) == (not chain[-1].withdrawn)
            assert self.ledger.successor(fact) == (None if chain[-1].withdrawn else chain[-1])

    @invariant()
    def the_log_holds(self) -> None:
        assert self.store.faults() == []

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()


TestFacts = Facts.TestCase
TestFacts.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
