"""A drafted case to try the desk with."""

from __future__ import annotations

from typing import Any

from playbook.desk import Desk
from playbook.records import Case
from playbook.testing import MOMENT, a_message, a_triage

BROKEN = "주문한 컵이 깨져서 왔어요. 환불해 주세요."
BROKEN_EN = "My order arrived broken. Please refund me."


def prepared(desk: Desk, channel: Any = "web_form", **labels: Any) -> Case:
    """A drafted case with labels of the test's choice."""
    triage = a_triage(**{"topic": "billing"} | labels)
    message = a_message(BROKEN, channel=channel)
    draft = desk.composer.compose(message, triage, channel, "ko")
    case = Case(id="c-1", message=message, channel=channel, triage=triage, draft=draft, created_at=MOMENT)
    return case.model_copy(update={"findings": desk.findings(case)})


def slots_of(case: Case, value: str = "고객센터") -> dict[str, str]:
    assert case.draft is not None
    return {slot.ask: value for slot in case.draft.slots}
