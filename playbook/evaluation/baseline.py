"""Better or worse than a run before? Field by field of each scenario, not by totals, which hide swaps."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from playbook.errors import InputError
from playbook.evaluation.results import Report
from playbook.records import Record


class Change(Record):
    """A field of a scenario that was right and is wrong, or the other way round."""

    scenario: str
    check: str
    """Name of the check, or ``error`` where the scenario crashes or crashed."""
    told: str
    """What is wrong now, or what was wrong before."""


class Comparison(Record):
    """What changed since a baseline."""

    better: tuple[Change, ...] = ()
    worse: tuple[Change, ...] = ()
    new: tuple[str, ...] = ()
    """Scenarios that the baseline has not."""
    gone: tuple[str, ...] = ()
    """Scenarios that only the baseline has."""


def load_baseline(path: Path) -> Report:
    """The report of a JSON file that ``playbook eval --json`` wrote.

    Raises:
        InputError: it cannot be read or is no such report.
    """
    mend = "write one with `playbook eval --json`"
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"baseline {path}: cannot be read: {error.strerror or error}; {mend}.") from error
    except ValueError as error:
        raise InputError(f"baseline {path}: no JSON: {error}; {mend}.") from error
    if not isinstance(value, dict) or "results" not in value:
        raise InputError(f"baseline {path}: no report, as it has no `results`; {mend}.")
    try:
        # A baseline may come from a version that reports more.
        return Report.model_validate({"results": value["results"]}, extra="ignore")
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise InputError(f"baseline {path}: {place}: {first['msg']}; {mend}.") from error


def compare(report: Report, baseline: Report) -> Comparison:
    """What became better and worse; a check that only one of the two has is no change."""
    before = {result.id: result for result in baseline.results}
    now = {result.id: result for result in report.results}
    better: list[Change] = []
    worse: list[Change] = []
    for scenario, result in now.items():
        old = before.get(scenario)
        if old is None:
            continue
        if bool(result.error) != bool(old.error):
            side = worse if result.error else better
            side.append(Change(scenario=scenario, check="error", told=result.error or old.error))
        for check in result.checks:
            was = old.check(check.name)
            if was is not None and was.ok != check.ok:
                side = better if check.ok else worse
                side.append(Change(scenario=scenario, check=check.name, told=check.reason or was.reason))
    return Comparison(
        better=tuple(better),
        worse=tuple(worse),
        new=tuple(scenario for scenario in now if scenario not in before),
        gone=tuple(scenario for scenario in before if scenario not in now),
    )
