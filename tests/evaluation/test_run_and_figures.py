"""A run and its figures: errors apart from failures, shares over what was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.errors import InputError, KnowledgeError, PlaybookError, RuleError, SetupError
from playbook.evaluation.figures import Share, measure
from playbook.evaluation.results import Report
from playbook.evaluation.run import run
from playbook.evaluation.scenarios import load_suites
from playbook.evaluation.thresholds import Thresholds, check_thresholds, load_thresholds
from playbook.testing import FakeDesk

from .conftest import LEAST, a_suite, write


def test_outcomes(report: Report, desk: FakeDesk) -> None:
    """A crash is an error, a wrong label a failure, and messages go in under the id of their scenario."""
    assert {result.id: result.outcome for result in report.results} == {
        "cup-ko": "passed",
        "spam-ko": "passed",
        "fire-en": "failed",
        "crash-ko": "error",
    }
    assert report.of("error")[0].error == "ValueError: bad thing <&\x00"
    assert [message.id for message in desk.asked] == [result.id for result in report.results]


@pytest.mark.parametrize("error", [SetupError("x"), RuleError("x"), KnowledgeError("x")])
def test_a_desk_that_is_unfit_stops_the_run(tmp_path: Path, error: PlaybookError) -> None:
    """A hundred errors would hide that nothing was judged."""
    suites = load_suites([write(tmp_path / "a.yaml", a_suite())])

    with pytest.raises(type(error)):
        run(suites, FakeDesk({"cup-ko": error}))


@pytest.mark.parametrize("error", [InputError("x"), KeyError("x"), RecursionError("x")])
def test_a_scenario_that_crashes_does_not(tmp_path: Path, error: Exception) -> None:
    """It is an error of that scenario."""
    (result,) = run(load_suites([write(tmp_path / "a.yaml", a_suite())]), FakeDesk({"cup-ko": error})).results

    assert result.outcome == "error"


def test_figures(report: Report) -> None:
    """Shares count what was asked and judged; the crash counts in none."""
    figures = measure(report)

    assert (figures.scenarios, figures.passed, figures.failed, figures.errors) == (4, 2, 1, 1)
    assert figures.accuracy["kind"] == Share(right=3, of=3)
    assert figures.accuracy["severity"] == Share(right=2, of=3)
    assert figures.accuracy["cites"] == Share(right=1, of=1)
    assert figures.accuracy["draft"] == Share(right=2, of=2)
    assert figures.all_labels == Share(right=2, of=3)
    assert figures.crisis_recall == Share(right=0, of=1)
    assert figures.needs_human == Share(right=1, of=3)
    assert figures.sure["all_labels"] == Share(right=1, of=2)
    assert {name: shares["stance"] for name, shares in figures.by_lang.items()} == {
        "en": Share(right=0, of=1),
        "ko": Share(right=2, of=2),
    }
    assert set(figures.by_channel) == {"x", "none"}
    assert set(figures.by_suite) == {"cups", "fires"}


def test_confusions_name_rules_and_scenarios(report: Report) -> None:
    """Severity, stance and owner of the fire."""
    found = [(one.field, one.expected, one.got, one.rules, one.scenarios) for one in measure(report).confusions]

    assert found == [
        ("severity", "4", "2", ("severity.fake",), ("fire-en",)),
        ("stance", "transparency", "escalate_cs", ("stance.fake",), ("fire-en",)),
        ("owner", "safety", "cs", ("owner.fake",), ("fire-en",)),
    ]


def test_figures_of_nothing() -> None:
    """No division by none."""
    figures = measure(Report(results=()))

    assert figures.accuracy["kind"].value is None
    assert figures.confusions == ()


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"errors_at_most": 1}, []),
        ({}, ["1 errors, at most 0 are allowed: crash-ko"]),
        ({"errors_at_most": 1, "scenarios_at_least": 5}, ["4 scenarios, at least 5 are needed"]),
        ({"errors_at_most": 1, "least": LEAST | {"severity": 0.67}}, ["severity: 0.667 (2/3) is below 0.670"]),
        ({"errors_at_most": 1, "least": LEAST | {"crisis_recall": 0.1}}, ["crisis_recall: 0.000 (0/1) is below 0.100"]),
    ],
)
def test_thresholds(report: Report, change: dict[str, object], broken: list[str]) -> None:
    """One line for each that is not reached."""
    assert check_thresholds(report, Thresholds.model_validate({"least": LEAST} | change)) == broken


def test_a_field_that_nobody_asks_for_reaches_no_threshold() -> None:
    """An empty run is no success."""
    assert len(check_thresholds(Report(results=()), Thresholds.model_validate({"least": LEAST}))) == 8


@pytest.mark.parametrize(
    "value", [{}, {"least": {"kind": 0.5}}, {"least": LEAST | {"kind": 60}}, {"least": LEAST | {"kin": 0.5}}, []]
)
def test_wrong_thresholds_are_refused(tmp_path: Path, value: object) -> None:
    """A missing or misspelt field would be a threshold of nothing."""
    with pytest.raises(RuleError, match=r"thresholds\.yaml"):
        load_thresholds(write(tmp_path / "thresholds.yaml", value))
