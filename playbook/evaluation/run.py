"""Run scenarios through a desk."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Protocol

from playbook.errors import KnowledgeError, RuleError, SetupError
from playbook.evaluation.results import Report, Result
from playbook.evaluation.scenarios import Scenario, Suite
from playbook.evaluation.scorers import score
from playbook.records import Case, Message


class Drafter(Protocol):
    """Anything that turns a message into a case; ``playbook.Desk`` does, and ``playbook.testing.FakeDesk``."""

    def draft(self, message: Message, /) -> Case:
        """Triage, citations, draft and findings for one message."""
        ...


def run(suites: Iterable[Suite], desk: Drafter) -> Report:
    """Every scenario of ``suites`` in order.

    A scenario that makes the desk crash becomes an error of that scenario and the others go on.

    Raises:
        SetupError, RuleError, KnowledgeError: the desk itself is not fit to run; no scenario could be judged.
    """
    return Report(
        results=tuple(_run_one(suite.suite, scenario, desk) for suite in suites for scenario in suite.scenarios)
    )


def _run_one(suite: str, scenario: Scenario, desk: Drafter) -> Result:
    lang, channel = scenario.lang, scenario.message.channel
    start = time.perf_counter()
    try:
        case = desk.draft(scenario.message.model_copy(update={"id": scenario.id}))
        checks = score(scenario.expect, case)
    except (SetupError, RuleError, KnowledgeError):
        raise
    except Exception as error:  # whatever went wrong is the finding; a run of a hundred must not end at the third
        told = " ".join(f"{type(error).__name__}: {error}".split())[:500]
        return Result(id=scenario.id, suite=suite, lang=lang, channel=channel, error=told, seconds=_since(start))
    return Result(
        id=scenario.id,
        suite=suite,
        lang=lang,
        channel=channel,
        checks=checks,
        needs_human=case.triage.needs_human,
        seconds=_since(start),
    )


def _since(start: float) -> float:
    return round(time.perf_counter() - start, 4)
