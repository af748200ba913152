"""Cases, people and decisions to try the review with, and a store of its own on each database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from playbook.desk import Desk
from playbook.records import (
    OWNERS,
    Case,
    CaseState,
    Decision,
    Draft,
    Finding,
    Person,
    Role,
    Seat,
    Sentence,
    Slot,
)
from playbook.review.approvals import Board, anybody
from playbook.review.audit import Act
from playbook.review.cases import apply
from playbook.review.store import Store
from playbook.testing import MOMENT, a_case, a_draft

CLEAN = a_draft()
OPEN = a_draft("[연락 창구]로 연락해 주십시오.", slots=(Slot(name="contact", ask="연락 창구"),))
ERROR = Finding(check="unbound", level="error", message="근거가 확인되지 않은 숫자입니다.")
WARNING = Finding(check="register", level="warning", message="'-요'로 끝나는 문장이 섞였습니다.")
ONE = (Seat(role="reviewer", because="approval.routine"),)
TWO = (Seat(role="executive", because="approval.crisis"), Seat(role="legal", because="approval.crisis"))
LEAK = "고객 4,500명의 개인정보가 유출된 것을 확인했습니다."
UNTIL = "11월 30일까지 원인을 밝히겠습니다."
REASON = "사실을 확인해 주세요."


def person(name: str, *roles: Role, **changes: Any) -> Person:
    """Somebody with these roles, in every department."""
    return Person.model_validate({"name": name, "roles": roles, "teams": OWNERS} | changes)


def decision(verb: Any, by: str = "작성자", **changes: Any) -> Decision:
    """What somebody decides, with all that its verb needs."""
    needs: dict[str, Any] = {
        "hand_over": {"team": "cs"},
        "mark": {"milestone": "acknowledged"},
        "record": {"where": "https://example.com/1", "text": CLEAN.text},
    }.get(verb, {})
    return Decision.model_validate({"verb": verb, "by": by, "reason": REASON} | needs | changes)


def after(
    case: Case,
    verb: Any,
    by: str | Person = "작성자",
    draft: Draft | None = CLEAN,
    findings: tuple[Finding, ...] = (),
    seats: tuple[Seat, ...] = ONE,
    now: datetime = MOMENT,
    **changes: Any,
) -> Case:
    """The case after a decision on this draft, by somebody whom nothing is kept from unless they are given."""
    who = anybody(by) if isinstance(by, str) else by
    board = {name: changes.pop(name) for name in ("principals", "warnings_stand") if name in changes}
    wanted = decision(verb, who.name, **changes)
    return apply(case, wanted, draft, findings, now, Board(person=who, seats=seats, **board))


WAYS: dict[CaseState, tuple[str, ...]] = {
    "received": (),
    "drafted": (),
    "in_review": ("submit",),
    "returned": ("submit", "return"),
    "approved": ("submit", "approve"),
    "rejected": ("submit", "reject"),
    "sent": ("submit", "approve", "record"),
    "withdrawn": ("withdraw",),
    "closed": ("submit", "approve", "record", "close"),
}


def in_state(state: CaseState, seats: tuple[Seat, ...] = ONE) -> Case:
    """A case that came to a state on the usual way."""
    case = a_case(state="received" if state == "received" else "drafted")
    for verb in WAYS[state]:
        case = after(case, verb, "작성자" if verb == "submit" else "승인자", seats=seats)
    assert case.state == state
    return case


def act(verb: str = "edit", subject: str = "c-1", **changes: Any) -> Act:
    """What the log is told of something written straight to the store."""
    return Act.model_validate({"at": MOMENT, "by": "시험", "verb": verb, "subject": subject} | changes)


def keep(store: Store, case: Case, **beside: Any) -> None:
    """Write a case straight to the store."""
    store.save(case, act(subject=case.id), **beside)


def named(case_id: str, **changes: Any) -> Case:
    """A case of this id."""
    return a_case(**{"id": case_id} | changes)


def saying(text: str, case_id: str = "c-1", **changes: Any) -> Case:
    """A case whose draft is this one sentence."""
    return named(case_id, draft=a_draft(text, sentences=(Sentence(text=text, move="edited"),)), **changes)


def in_review(desk: Desk, text: str, case_id: str = "c-1", issue: str = "", **changes: Any) -> Case:
    """A case of an issue that has been sent to review."""
    case = saying(text, case_id, **changes.pop("labels", {}))
    if issue:
        case = desk.join(case, issue, "작성자")
    return desk.decide(case, Decision.model_validate({"verb": "submit", "by": "작성자", "text": text} | changes))


def approved(desk: Desk, text: str, case_id: str = "c-1", issue: str = "", **changes: Any) -> Case:
    """A case of an issue whose reply has been approved."""
    case = in_review(desk, text, case_id, issue)
    return desk.decide(case, Decision.model_validate({"verb": "approve", "by": "승인자"} | changes))


def told(case: Case, check: str) -> list[str]:
    """What a check has found."""
    return [finding.message for finding in case.findings if finding.check == check]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()
