"""The work of ``playbook eval``, without reading arguments or printing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from playbook.errors import InputError
from playbook.evaluation import report as reports
from playbook.evaluation.baseline import compare, load_baseline
from playbook.evaluation.page import as_html
from playbook.evaluation.run import Drafter, run
from playbook.evaluation.scenarios import choose
from playbook.evaluation.thresholds import check_thresholds, load_thresholds
from playbook.settings import data_folder


class Outcome(NamedTuple):
    """What the command line prints and ends with."""

    text: str
    code: int
    """0 where every scenario passed and every threshold is reached, else 1."""


def main_eval(
    desk: Drafter,
    suites: Sequence[str] = (),
    *,
    folder: Path | None = None,
    report: Path | None = None,
    junit: Path | None = None,
    baseline: Path | None = None,
    errors: bool = False,
    as_json: bool = False,
) -> Outcome:
    """Run scenarios, write the reports asked for and say what came of it.

    Args:
        desk: what decides and drafts.
        suites: names of suites in ``folder/scenarios``, or paths of scenario files; empty means all of ``folder``.
        folder: holds ``scenarios`` and ``thresholds.yaml``; ours by default.
        report: where to write the HTML page.
        junit: where to write JUnit XML.
        baseline: an earlier report in JSON to compare with.
        errors: list every scenario that failed or crashed, with its reasons.
        as_json: give JSON instead of tables.

    Thresholds are asked of a run over all of ``folder`` only; a part of it would miss them by its choice.

    Raises:
        InputError: a suite or the baseline is not there, or a report cannot be written.
        RuleError: a scenario file or the thresholds are wrong.
        SetupError: our own scenarios are missing from the installation.
    """
    folder = folder or data_folder("evals")
    # Everything that can be wrong with the arguments comes before the work.
    chosen = choose(suites, folder / "scenarios")
    thresholds = load_thresholds(folder / "thresholds.yaml")
    before = load_baseline(baseline) if baseline is not None else None
    for target in (report, junit):
        if target is not None and not target.absolute().parent.is_dir():
            raise InputError(f"{target}: the folder {str(target.parent)!r} does not exist; create it first.")

    results = run(chosen, desk)
    broken = None if suites else check_thresholds(results, thresholds)
    comparison = None
    if before is not None:
        if suites:
            # Scenarios that were not asked for this time are not gone.
            ids = {result.id for result in results.results}
            before = before.model_copy(update={"results": tuple(r for r in before.results if r.id in ids)})
        comparison = compare(results, before)
    if report is not None:
        _write(report, as_html(results, thresholds, broken, comparison))
    if junit is not None:
        _write(junit, reports.as_junit(results))
    if as_json:
        text = reports.as_json(results, broken, comparison)
    else:
        text = reports.as_text(results, broken, comparison, errors=errors)
    return Outcome(text, 0 if not broken and len(results.of("passed")) == len(results.results) else 1)


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}.") from error
