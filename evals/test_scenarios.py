"""Holds the program to the thresholds over all scenarios, in one run that every test shares.

    pytest evals

A test a threshold and not a scenario: a single scenario may be lost to a change that wins three.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from playbook.evaluation.figures import measure
from playbook.evaluation.report import reasons
from playbook.evaluation.results import DRAFT_CHECKS, Report
from playbook.evaluation.run import run
from playbook.evaluation.scenarios import Scenario, load_suites
from playbook.evaluation.thresholds import Least, load_thresholds, shown
from playbook.records import CHANNELS, KINDS, OWNERS, STANCES, TOPICS, Lang, Severity

FOLDER = Path(__file__).resolve().parent
THRESHOLDS = load_thresholds(FOLDER / "thresholds.yaml")
SUITES = load_suites([FOLDER / "scenarios"])
SCENARIOS: tuple[Scenario, ...] = tuple(scenario for suite in SUITES for scenario in suite.scenarios)


@pytest.fixture(scope="session")
def report() -> Report:
    """One run over all scenarios with the program as it ships."""
    from playbook.desk import Desk

    return run(SUITES, Desk.open())


def missed(report: Report, field: str) -> str:
    """The scenarios in which a field is wrong, a line each, without their texts."""
    if field == "crisis_recall":
        wrong = [r for r in report.results if (check := r.check("severity")) and check.expected == "4" and not check.ok]
        field = "severity"
    else:
        wrong = [result for result in report.results if result.holds(field) is False]
    names = DRAFT_CHECKS if field == "draft" else (field,)
    return "\n".join(
        f"  {result.id}: {'; '.join(check.reason for check in result.failures if check.name in names)}"
        for result in wrong
    )


@pytest.mark.parametrize("field", list(Least.model_fields))
def test_threshold(report: Report, field: str) -> None:
    """Each field is right as often as the thresholds ask."""
    figures = measure(report)
    share = figures.crisis_recall if field == "crisis_recall" else figures.accuracy[field]
    least = getattr(THRESHOLDS.least, field)

    assert share.of, f"no scenario asks for {field}"
    assert (share.value or 0.0) >= least, f"{field} {shown(share)} is below {least}:\n{missed(report, field)}"


def test_no_scenario_crashes(report: Report) -> None:
    """A crash is never the answer to a message."""
    crashed = [f"{result.id}: {reasons(result)[0]}" for result in report.of("error")]

    assert len(crashed) <= THRESHOLDS.errors_at_most, "\n".join(crashed)


def test_every_rule_is_needed_by_a_scenario() -> None:
    """A rule that nothing needs is a rule too many."""
    from playbook.desk import Desk
    from playbook.evaluation.proof import proofs

    found = proofs(SUITES, Desk.open().triager)

    assert not [rule for rule, of_rule in found.items() if not any(proof.alone for proof in of_rule)]


def test_there_are_enough_scenarios() -> None:
    """Thresholds over a handful say nothing."""
    assert len(SCENARIOS) >= max(80, THRESHOLDS.scenarios_at_least)


@pytest.mark.parametrize(
    ("field", "labels"),
    [
        ("kind", KINDS),
        ("topic", TOPICS),
        ("severity", get_args(Severity)),
        ("stance", STANCES),
        ("owner", OWNERS),
        ("lang", get_args(Lang)),
        ("channel", CHANNELS),
    ],
)
def test_every_label_is_covered(field: str, labels: tuple[object, ...]) -> None:
    """No label that a message can get goes without a scenario."""
    seen: Counter[object] = Counter()
    for scenario in SCENARIOS:
        if field == "severity":
            seen.update(scenario.expect.severity)
        elif field == "lang":
            seen[scenario.lang] += 1
        elif field == "channel":
            seen[scenario.message.channel] += 1
        else:
            seen[getattr(scenario.expect, field)] += 1

    assert not [label for label in labels if not seen[label]]
