"""Cases and decisions to try the review with, and a store of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playbook.records import Case, Decision, Draft, Finding, Slot
from playbook.review.cases import apply
from playbook.review.store import Store
from playbook.testing import MOMENT, a_case, a_draft

CLEAN = a_draft()
OPEN = a_draft("[연락 창구]로 연락해 주십시오.", slots=(Slot(name="contact", ask="연락 창구"),))
ERROR = Finding(check="unbound", level="error", message="근거가 확인되지 않은 숫자입니다.")
WARNING = Finding(check="register", level="warning", message="'-요'로 끝나는 문장이 섞였습니다.")


def decision(verb: Any, by: str = "작성자", **changes: Any) -> Decision:
    """What somebody decides, with a reason where one is needed."""
    reason = "사실을 확인해 주세요." if verb in ("return", "reject") else ""
    return Decision.model_validate({"verb": verb, "by": by, "reason": reason} | changes)


def after(
    case: Case,
    verb: Any,
    by: str = "작성자",
    draft: Draft | None = CLEAN,
    findings: tuple[Finding, ...] = (),
    **changes: Any,
) -> Case:
    """The case after a decision on this draft."""
    return apply(case, decision(verb, by, **changes), draft, findings, MOMENT)


def in_state(state: str) -> Case:
    """A case that came to a state on the usual way."""
    case = a_case()
    ways = {
        "drafted": (),
        "in_review": ("submit",),
        "returned": ("submit", "return"),
        "approved": ("submit", "approve"),
        "rejected": ("submit", "reject"),
    }
    for verb in ways[state]:
        case = after(case, verb, "작성자" if verb == "submit" else "승인자")
    assert case.state == state
    return case


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.under(tmp_path / "home")
    yield opened
    opened.close()
