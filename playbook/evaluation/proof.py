"""Which scenarios a rule decides, whether rightly, and whether it alone does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from playbook.evaluation.scenarios import Scenario, Suite
from playbook.records import Message, Triage
from playbook.triage.decide import Triager

FIELDS = {"kinds": "kind", "topics": "topic", "severity": "severity", "stances": "stance", "owners": "owner"}
"""What a table decides."""


class Proof(NamedTuple):
    """One scenario that a rule decided."""

    scenario: str
    right: bool
    alone: bool
    """Right, and wrong without the rule: no other row and no model would have found it."""


def proofs(suites: Iterable[Suite], triager: Triager) -> dict[str, list[Proof]]:
    """The scenarios that each rule decides, in the order of the suites; a rule that decides none has an empty list."""
    found: dict[str, list[Proof]] = {rule.id: [] for rules in triager.rulebook.tables.values() for rule in rules}
    scenarios = [scenario for suite in suites for scenario in suite.scenarios]
    decided = list(triager.triage_all(scenario.message for scenario in scenarios))
    for table, rules in triager.rulebook.tables.items():
        field = FIELDS[table]
        for rule in rules:
            held = [
                (scenario, _right(scenario, field, triage))
                for scenario, triage in zip(scenarios, decided, strict=True)
                if any(reason.rule == rule.id for reason in triage.reasons)
            ]
            # Where a table has no row left that always holds, nothing else could have decided.
            following = triager.without(rule.id)
            others: list[Triage | None] = [None] * len(held)
            if following is not None:
                messages: list[Message] = [scenario.message for scenario, _ in held]
                others = list(following.triage_all(messages))
            found[rule.id] = [
                Proof(scenario.id, right, right and (other is None or not _right(scenario, field, other)))
                for (scenario, right), other in zip(held, others, strict=True)
            ]
    return found


def _right(scenario: Scenario, field: str, triage: Triage) -> bool:
    wanted, label = getattr(scenario.expect, field), getattr(triage, field)
    return label in wanted if isinstance(wanted, tuple) else bool(label == wanted)
