"""The least a run has to reach, read from ``evals/thresholds.yaml``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from playbook.evaluation.figures import Share, measure
from playbook.evaluation.results import Report
from playbook.records import Probability, Record
from playbook.triage.yaml_files import load_yaml, validated


class Least(Record):
    """Least accuracy by field, 0 to 1."""

    kind: Probability
    topic: Probability
    severity: Probability
    severity_within_one: Probability
    stance: Probability
    owner: Probability
    draft: Probability
    cites: Probability = 0.0
    crisis_recall: Probability = 0.0
    """Share of severity 4 that is rated 4."""


class Thresholds(Record):
    """What a run has to reach."""

    least: Least
    errors_at_most: int = Field(0, ge=0)
    """Scenarios that may crash."""
    scenarios_at_least: int = Field(1, ge=1)
    """So that deleting scenarios cannot pass for progress."""


def load_thresholds(path: Path) -> Thresholds:
    """The thresholds of a file.

    Raises:
        RuleError: the file cannot be read, a field is missing, unknown or no number from 0 to 1.
    """
    return validated(Thresholds, load_yaml(path), str(path))


def check_thresholds(report: Report, thresholds: Thresholds) -> list[str]:
    """One line for each threshold that is not reached; empty where all are.

    A field that no scenario asks for is reached only by a threshold of 0.
    """
    figures = measure(report)
    broken = []
    if figures.scenarios < thresholds.scenarios_at_least:
        broken.append(f"{figures.scenarios} scenarios, at least {thresholds.scenarios_at_least} are needed")
    if figures.errors > thresholds.errors_at_most:
        crashed = ", ".join(result.id for result in report.of("error")[:5])
        broken.append(f"{figures.errors} errors, at most {thresholds.errors_at_most} are allowed: {crashed}")
    for field, least in thresholds.least:
        share = figures.crisis_recall if field == "crisis_recall" else figures.accuracy[field]
        if (share.value or 0.0) < least:
            broken.append(f"{field}: {shown(share)} is below {least:.3f}")
    return broken


def shown(share: Share) -> str:
    """``0.917 (11/12)``, or ``– (0/0)`` where nothing was asked."""
    value = "–" if share.value is None else f"{share.value:.3f}"
    return f"{value} ({share.right}/{share.of})"
