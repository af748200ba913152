"""Reports for a person, a program, CI and a browser, the comparison with a baseline, and the verb."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from playbook.errors import InputError, RuleError
from playbook.evaluation.baseline import compare, load_baseline
from playbook.evaluation.command import main_eval
from playbook.evaluation.report import as_json, as_junit, as_text
from playbook.evaluation.results import Check, Report, Result
from playbook.testing import FakeDesk


def test_text(report: Report) -> None:
    """Counts, accuracy, groups, confusions with rules; single scenarios only where asked for."""
    text = as_text(report, ["kind: 0.1 is below 0.5"])

    assert text.startswith("4 scenarios: 2 passed, 1 failed, 1 errors\n")
    assert re.search(r"severity +0\.667 \(2/3\) +0\.500 \(1/2\)", text)
    assert re.search(r"severity +4 -> 2 +1 +severity\.fake", text)
    assert "below threshold: kind: 0.1 is below 0.5" in text
    assert "crash-ko" not in text
    assert "error: fires/crash-ko\n  ValueError: bad thing" in as_text(report, [], errors=True)


def test_reports_hold_no_texts_of_scenarios(report: Report) -> None:
    """Nobody should tune a rule to a text."""
    for content in (as_text(report, [], errors=True), as_json(report, []), as_junit(report)):
        assert "깨져서" not in content


def test_junit(report: Report) -> None:
    """Failures and errors apart; characters that XML has not are replaced."""
    root = Xml.fromstring(as_junit(report))

    assert [(suite.get("name"), suite.get("failures"), suite.get("errors")) for suite in root] == [
        ("cups", "0", "0"),
        ("fires", "1", "1"),
    ]
    error = root.find(".//error")
    assert error is not None
    assert error.get("message") == "ValueError: bad thing <&\ufffd"
    failure = root.find(".//failure")
    assert failure is not None
    assert "severity is off by more than one level: 2, not 4" in (failure.text or "")


def test_a_report_is_a_baseline(report: Report, tmp_path: Path) -> None:
    """JSON out, JSON in, and nothing has changed."""
    path = tmp_path / "baseline.json"
    path.write_text(as_json(report, []), encoding="utf-8")

    before = tuple(result.model_dump() for result in report.results)
    assert tuple(result.model_dump() for result in load_baseline(path).results) == before
    found = compare(report, load_baseline(path))
    assert [found.better, found.worse, found.new, found.gone] == [()] * 4


def a_report(**scenarios: bool | str) -> Report:
    """Scenarios by id: whether ``kind`` is right, or what they crashed with."""

    def result(name: str, came: bool | str) -> Result:
        if isinstance(came, str):
            return Result(id=name, suite="s", lang="ko", channel=None, error=came)
        check = Check(name="kind", ok=came, expected="a", got="b", reason="" if came else "kind is b, not a")
        return Result(id=name, suite="s", lang="ko", channel=None, checks=(check,))

    return Report(results=tuple(result(name, came) for name, came in scenarios.items()))


@pytest.mark.parametrize(
    ("before", "now", "better", "worse"),
    [
        (True, True, [], []),
        (False, False, [], []),
        ("crash", "another", [], []),
        (False, True, ["kind"], []),
        (True, False, [], ["kind"]),
        ("crash", True, ["error"], []),
        (True, "crash", [], ["error"]),
    ],
)
def test_changes(before: bool | str, now: bool | str, better: list[str], worse: list[str]) -> None:
    """Field by field, with the reason."""
    found = compare(a_report(a=now), a_report(a=before))

    assert [change.check for change in found.better] == better
    assert [change.check for change in found.worse] == worse
    assert all(change.told for change in (*found.better, *found.worse))


def test_scenarios_that_come_and_go() -> None:
    """Are neither better nor worse."""
    found = compare(a_report(a=True, b=False), a_report(a=True, c=True))

    assert (found.new, found.gone, found.better, found.worse) == (("b",), ("c",), (), ())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("{", "no JSON"),
        ("[]", "no `results`"),
        ("{}", "no `results`"),
        ('{"results": 5}', "results"),
        ('{"results": [{"id": 5}]}', r"results\.0"),
    ],
)
def test_a_baseline_that_is_none(tmp_path: Path, content: str | None, message: str) -> None:
    """Says how to write one."""
    path = tmp_path / "b.json"
    if content is not None:
        path.write_text(content)

    with pytest.raises(InputError, match=message) as error:
        load_baseline(path)

    assert "playbook eval --json" in str(error.value)


def test_the_verb_writes_all_reports(folder: Path, desk: FakeDesk, tmp_path: Path) -> None:
    """Text to print, a code that says something was found, a page that loads nothing."""
    baseline = tmp_path / "b.json"
    baseline.write_text(main_eval(desk, folder=folder, as_json=True).text, encoding="utf-8")
    desk.answers.pop("crash-ko")

    outcome = main_eval(
        desk, folder=folder, report=tmp_path / "r.html", junit=tmp_path / "r.xml", baseline=baseline, errors=True
    )

    assert outcome.code == 1
    assert "since the baseline: 1 better, 0 worse" in outcome.text
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "정확도" in page
    assert "accuracy" in page
    assert "severity.fake" in page
    assert "나아짐" in page
    assert not re.search(r"(?:src|href)=|url\(|@import|<script|https?:", page)
    assert "깨져서" not in page
    assert Xml.parse(tmp_path / "r.xml").getroot().tag == "testsuites"


def test_the_page_escapes(folder: Path, desk: FakeDesk, tmp_path: Path) -> None:
    """What a crash says is text."""
    desk.answers["crash-ko"] = ValueError("<img src=x>")
    main_eval(desk, folder=folder, report=tmp_path / "r.html")

    assert "&lt;img src=x&gt;" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_code_says_whether_something_was_found(folder: Path, desk: FakeDesk) -> None:
    """A suite in which all passes ends with 0, and is not held to thresholds over all."""
    assert main_eval(desk, ["cups"], folder=folder).code == 0
    assert "thresholds are asked of a run over all" in main_eval(desk, ["cups"], folder=folder).text
    assert main_eval(desk, ["fires"], folder=folder).code == 1
    assert main_eval(desk, folder=folder).code == 1


def test_a_part_of_the_suites_against_a_baseline_of_all(folder: Path, desk: FakeDesk, tmp_path: Path) -> None:
    """What was not asked for is not gone."""
    baseline = tmp_path / "b.json"
    baseline.write_text(main_eval(desk, folder=folder, as_json=True).text, encoding="utf-8")

    value = json.loads(main_eval(desk, ["cups"], folder=folder, baseline=baseline, as_json=True).text)

    assert value["comparison"] == {"better": [], "worse": [], "new": [], "gone": []}


def test_wrong_arguments_are_told_before_the_work(folder: Path, desk: FakeDesk, tmp_path: Path) -> None:
    """No scenario is run for them."""
    with pytest.raises(InputError, match="unknown; choose from cups, fires"):
        main_eval(desk, ["cup"], folder=folder)
    with pytest.raises(InputError, match="baseline"):
        main_eval(desk, folder=folder, baseline=tmp_path / "absent.json")
    with pytest.raises(InputError, match="create it first"):
        main_eval(desk, folder=folder, report=tmp_path / "no" / "r.html")
    (folder / "thresholds.yaml").unlink()
    with pytest.raises(RuleError, match="thresholds"):
        main_eval(desk, folder=folder)

    assert desk.asked == []
