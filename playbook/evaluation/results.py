"""What came of a run: one result a scenario, each field with what was expected, what came and which rule decided."""

from __future__ import annotations

from typing import Literal

from playbook.records import Channel, Lang, Record

CheckName = Literal[
    "kind", "topic", "severity", "severity_within_one", "stance", "owner", "cites",
    "draft_absent", "draft_present", "draft_lang", "must_contain", "must_not_contain",
]  # fmt: skip
"""What can be right or wrong about a scenario."""

LABELS: tuple[CheckName, ...] = ("kind", "topic", "severity", "stance", "owner")
"""The labels of a decision; ``severity_within_one`` only softens ``severity`` and fails no scenario by itself."""

DRAFT_CHECKS: tuple[CheckName, ...] = (
    "draft_absent", "draft_present", "draft_lang", "must_contain", "must_not_contain"
)  # fmt: skip


class Check(Record):
    """One field of one scenario."""

    name: CheckName
    ok: bool
    expected: str
    got: str
    rule: str = ""
    """Id of the rule that decided the field; empty for checks of drafts and citations."""
    reason: str = ""
    """What is wrong, in words; empty where the check holds."""


class Result(Record):
    """One scenario."""

    id: str
    suite: str
    lang: Lang
    channel: Channel | None
    checks: tuple[Check, ...] = ()
    """Empty where the scenario is an error."""
    needs_human: bool | None = None
    """Whether the program asked for a look; None where the scenario is an error."""
    error: str = ""
    """What the program crashed with. An error says nothing about right or wrong and counts in no accuracy."""
    seconds: float = 0.0

    @property
    def outcome(self) -> Literal["passed", "failed", "error"]:
        """Passed where every check holds."""
        if self.error:
            return "error"
        return "failed" if self.failures else "passed"

    @property
    def failures(self) -> tuple[Check, ...]:
        """Checks that do not hold."""
        return tuple(check for check in self.checks if not check.ok)

    def check(self, name: str) -> Check | None:
        """The check of that name, where the scenario has it."""
        return next((check for check in self.checks if check.name == name), None)

    def holds(self, name: str) -> bool | None:
        """Whether a field is right; ``draft`` stands for all checks of the draft; None where nothing is asked."""
        if name == "draft":
            drafts = [check.ok for check in self.checks if check.name in DRAFT_CHECKS]
            return all(drafts) if drafts else None
        check = self.check(name)
        return None if check is None else check.ok


class Report(Record):
    """All results of a run, in the order of the scenarios."""

    results: tuple[Result, ...]

    def of(self, outcome: str) -> tuple[Result, ...]:
        """Results that passed, failed or are an error."""
        return tuple(result for result in self.results if result.outcome == outcome)
