"""Figures of a report: how often each field is right, where, and what is taken for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from playbook.evaluation.results import LABELS, Report, Result
from playbook.records import Record

FIELDS = ("kind", "topic", "severity", "severity_within_one", "stance", "owner", "cites", "draft")
"""What accuracy is given for; ``draft`` is right where all checks of the draft hold."""


class Share(Record):
    """So many of so many."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """0 to 1; None where nothing was asked."""
        return self.right / self.of if self.of else None


class Confusion(Record):
    """One label taken for another."""

    field: str
    expected: str
    got: str
    rules: tuple[str, ...]
    """Rules that decided so, most frequent first."""
    scenarios: tuple[str, ...]


class Figures(Record):
    """All figures of one report. Scenarios with an error count in none of the shares."""

    scenarios: int
    passed: int
    failed: int
    errors: int
    accuracy: dict[str, Share]
    """By field."""
    all_labels: Share
    """Kind, topic, severity, stance and owner right at once."""
    by_lang: dict[str, dict[str, Share]]
    by_channel: dict[str, dict[str, Share]]
    """``none`` for messages without a channel."""
    by_suite: dict[str, dict[str, Share]]
    crisis_recall: Share
    """Messages of severity 4 and nothing less that were rated 4."""
    needs_human: Share
    """How many scenarios the program asked a person to look at."""
    sure: dict[str, Share]
    """Accuracy by field, and of ``all_labels``, over those where it stands by its decision."""
    confusions: tuple[Confusion, ...]
    """Most frequent first."""


def measure(report: Report) -> Figures:
    """The figures of a report."""
    judged = [result for result in report.results if not result.error]
    groups: dict[str, dict[str, list[Result]]] = {
        "lang": defaultdict(list),
        "channel": defaultdict(list),
        "suite": defaultdict(list),
    }
    for result in judged:
        groups["lang"][result.lang].append(result)
        groups["channel"][result.channel or "none"].append(result)
        groups["suite"][result.suite].append(result)
    sure = [result for result in judged if not result.needs_human]
    crises = [result for result in judged if (check := result.check("severity")) and check.expected == "4"]
    return Figures(
        scenarios=len(report.results),
        passed=len(report.of("passed")),
        failed=len(report.of("failed")),
        errors=len(report.of("error")),
        accuracy=_accuracy(judged),
        all_labels=_all_labels(judged),
        by_lang=_each(groups["lang"]),
        by_channel=_each(groups["channel"]),
        by_suite=_each(groups["suite"]),
        crisis_recall=Share(right=sum(bool(result.holds("severity")) for result in crises), of=len(crises)),
        needs_human=Share(right=len(judged) - len(sure), of=len(judged)),
        sure=_accuracy(sure) | {"all_labels": _all_labels(sure)},
        confusions=_confusions(judged),
    )


def _accuracy(results: Iterable[Result]) -> dict[str, Share]:
    results = list(results)
    shares = {}
    for field in FIELDS:
        held = [holds for result in results if (holds := result.holds(field)) is not None]
        shares[field] = Share(right=sum(held), of=len(held))
    return shares


def _all_labels(results: list[Result]) -> Share:
    return Share(right=sum(all(result.holds(name) for name in LABELS) for result in results), of=len(results))


def _each(groups: dict[str, list[Result]]) -> dict[str, dict[str, Share]]:
    return {name: _accuracy(groups[name]) | {"all_labels": _all_labels(groups[name])} for name in sorted(groups)}


def _confusions(results: list[Result]) -> tuple[Confusion, ...]:
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for result in results:
        for check in result.failures:
            if check.name in LABELS:
                found[check.name, check.expected, check.got].append((check.rule, result.id))
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), LABELS.index(item[0][0]), item[0]))
    return tuple(
        Confusion(
            field=field,
            expected=expected,
            got=got,
            rules=tuple(rule for rule, _ in Counter(rule for rule, _ in cases if rule).most_common()),
            scenarios=tuple(scenario for _, scenario in cases),
        )
        for (field, expected, got), cases in ordered
    )
