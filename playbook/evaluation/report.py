"""A report as text for a person, JSON for a program and JUnit XML for CI; ``page.py`` has the one for a browser."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as Xml

from playbook.evaluation.baseline import Comparison
from playbook.evaluation.figures import FIELDS, Figures, Share, measure
from playbook.evaluation.results import Report, Result
from playbook.evaluation.thresholds import shown
from playbook.records import Bilingual

NAMES = {
    "kind": Bilingual(ko="종류", en="kind"),
    "topic": Bilingual(ko="주제", en="topic"),
    "severity": Bilingual(ko="심각도", en="severity"),
    "severity_within_one": Bilingual(ko="심각도 ±1", en="severity ±1"),
    "stance": Bilingual(ko="자세", en="stance"),
    "owner": Bilingual(ko="담당", en="owner"),
    "cites": Bilingual(ko="인용", en="citations"),
    "draft": Bilingual(ko="초안", en="draft"),
    "all_labels": Bilingual(ko="다섯 판단 모두", en="all five labels"),
    "crisis_recall": Bilingual(ko="위기(4) 재현율", en="recall of crisis (4)"),
    "needs_human": Bilingual(ko="사람 확인 요청", en="asked for a look"),
}
"""Figures by their names for people."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_text(
    report: Report,
    broken: list[str] | None,
    comparison: Comparison | None = None,
    *,
    errors: bool = False,
    confusions: int = 12,
) -> str:
    """Tables for a terminal.

    Args:
        report: what came of the run.
        broken: thresholds that are not reached, one line each; None where they were not asked.
        comparison: changes since a baseline.
        errors: list every scenario that failed or crashed, with its reasons.
        confusions: how many confusions to list at most.
    """
    figures = measure(report)
    lines = [
        f"{figures.scenarios} scenarios: {figures.passed} passed, {figures.failed} failed, {figures.errors} errors",
        "",
        *_table(figures),
        "",
        f"{'recall of severity 4':24} {shown(figures.crisis_recall)}",
        f"{'needs_human':24} {shown(figures.needs_human)}",
        "",
        *_groups("language", figures.by_lang),
        *_groups("suite", figures.by_suite),
        *_groups("channel", figures.by_channel),
    ]
    if figures.confusions:
        lines.append("taken for another (expected -> got, times, by rule)")
        for confusion in figures.confusions[:confusions]:
            rules = ", ".join(confusion.rules[:3]) or "no rule named"
            pair = f"{confusion.expected} -> {confusion.got}"
            lines.append(f"  {confusion.field:9} {pair:36} {len(confusion.scenarios):3}  {rules}")
        if len(figures.confusions) > confusions:
            lines.append(f"  and {len(figures.confusions) - confusions} more")
        lines.append("")
    if errors:
        for result in (*report.of("error"), *report.of("failed")):
            lines += [f"{result.outcome}: {result.suite}/{result.id}", *(f"  {reason}" for reason in reasons(result))]
        lines.append("")
    if comparison is not None:
        lines += _changes(comparison)
    if broken is None:
        lines.append("thresholds are asked of a run over all suites only")
    else:
        lines += [f"below threshold: {line}" for line in broken] or ["all thresholds are reached"]
    return "\n".join(lines) + "\n"


def as_json(report: Report, broken: list[str] | None, comparison: Comparison | None = None) -> str:
    """Figures, results and what is not reached, as one JSON object; it serves as a baseline later."""
    value: dict[str, Any] = {
        "figures": measure(report).model_dump(mode="json"),
        "below_threshold": broken,
        "comparison": None if comparison is None else comparison.model_dump(mode="json"),
        "results": [result.model_dump(mode="json") | {"outcome": result.outcome} for result in report.results],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_junit(report: Report) -> str:
    """JUnit XML: a test suite a suite, a test case a scenario, ``failure`` and ``error`` kept apart."""
    root = Xml.Element("testsuites", name="playbook eval")
    suites: dict[str, list[Result]] = {}
    for result in report.results:
        suites.setdefault(result.suite, []).append(result)
    for name, results in suites.items():
        suite = Xml.SubElement(
            root,
            "testsuite",
            name=name,
            tests=str(len(results)),
            failures=str(sum(result.outcome == "failed" for result in results)),
            errors=str(sum(result.outcome == "error" for result in results)),
            time=f"{sum(result.seconds for result in results):.3f}",
        )
        for result in results:
            case = Xml.SubElement(
                suite, "testcase", classname=f"scenarios.{name}", name=result.id, time=f"{result.seconds:.3f}"
            )
            if result.outcome != "passed":
                told = [_NOT_XML.sub("\ufffd", reason) for reason in reasons(result)]
                tag = "error" if result.error else "failure"
                Xml.SubElement(case, tag, message=told[0]).text = "\n".join(told)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def reasons(result: Result) -> list[str]:
    """Why a scenario did not pass, one line each."""
    if result.error:
        return [result.error]
    # Where severity is wrong, being more than a level off is the graver half of the same news.
    return [check.reason for check in result.failures if check.name != "severity_within_one"] + [
        f"severity is off by more than one level: {check.got}, not {check.expected}"
        for check in result.failures
        if check.name == "severity_within_one"
    ]


def _table(figures: Figures) -> list[str]:
    lines = [f"{'':24} {'right':>16} {'where it is sure':>18}"]
    rows: list[tuple[str, Share]] = [(field, figures.accuracy[field]) for field in FIELDS]
    for name, share in (*rows, ("all_labels", figures.all_labels)):
        lines.append(f"{NAMES[name].en:24} {shown(share):>16} {shown(figures.sure[name]):>18}")
    return lines


def _groups(title: str, groups: dict[str, dict[str, Share]]) -> list[str]:
    columns = ("kind", "topic", "severity", "stance", "owner", "draft")
    lines = [f"{'by ' + title:24} {'of':>4} " + " ".join(f"{column:>8}" for column in columns)]
    for name, shares in groups.items():
        values = (shares[column].value for column in columns)
        cells = " ".join(f"{'–' if value is None else format(value, '.3f'):>8}" for value in values)
        lines.append(f"{name:24} {shares['kind'].of:>4} {cells}")
    return [*lines, ""]


def _changes(comparison: Comparison) -> list[str]:
    lines = [f"since the baseline: {len(comparison.better)} better, {len(comparison.worse)} worse"]
    for side, changes in (("worse", comparison.worse), ("better", comparison.better)):
        word = "now" if side == "worse" else "before"
        lines += [f"  {side}: {change.scenario} {change.check} ({word}: {change.told})" for change in changes]
    for side, names in (("new", comparison.new), ("gone", comparison.gone)):
        if names:
            lines.append(f"  {side}: {', '.join(names)}")
    return [*lines, ""]
