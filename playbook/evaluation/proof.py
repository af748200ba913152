"""Which scenarios a rule decides, and whether it decides them rightly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from playbook.evaluation.scenarios import Scenario, Suite
from playbook.records import Message, Triage

_FIELDS = {"kind": "kind", "topic": "topic", "severity": "severity", "stance": "stance", "owner": "owner"}
"""What the first word of a rule's id decides."""


class Labels(Protocol):
    """Anything that labels messages in order."""

    def triage_all(self, messages: Iterable[Message]) -> Iterator[Triage]:
        """One triage a message."""
        ...


class Proof(NamedTuple):
    """One scenario that a rule decided."""

    scenario: str
    right: bool


def proofs(rule_id: str, suites: Iterable[Suite], desk: Labels) -> list[Proof]:
    """The scenarios that the rule decides, in the order of the suites."""
    field = _FIELDS[rule_id.split(".")[0]]
    scenarios = [scenario for suite in suites for scenario in suite.scenarios]
    found = desk.triage_all(scenario.message for scenario in scenarios)
    return [
        Proof(scenario.id, _right(scenario, field, getattr(triage, field)))
        for scenario, triage in zip(scenarios, found, strict=True)
        if any(reason.rule == rule_id for reason in triage.reasons)
    ]


def _right(scenario: Scenario, field: str, label: object) -> bool:
    wanted = getattr(scenario.expect, field)
    return label in wanted if isinstance(wanted, tuple) else label == wanted
