"""One voice: pairs of replies that contradict each other, and as many that do not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.language.detect import detect
from playbook.reply.checks import voice
from playbook.reply.deadlines import SEOUL
from playbook.reply.voice import Reply, admission, conflicts
from playbook.testing import MOMENT

from .conftest import a_proof

quick = settings(max_examples=100, deadline=None)


def reply(text: str, case: str = "c-0") -> Reply:
    return Reply(case=case, version=2, channel="x", lang=detect(text), text=text, by="승인자", at=MOMENT)


LEAK = "고객 4,500명의 개인정보가 유출된 것을 확인했습니다."
COOLING = "장애의 원인은 냉각 설비 고장으로 확인되었습니다."
FAULT = "저희의 잘못입니다. 사과드립니다."


SUNDAY = datetime(2026, 11, 22, 9, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("kinds", "new", "old", "days"),
    [
        (["date"], "이번 장애는 그제 발생했습니다.", "이번 장애는 11월 21일에 발생했습니다.", 0),
        (["date"], "이번 장애는 어제 발생했습니다.", "이번 장애는 어제 발생했습니다.", 1),
        (["date"], "이번 장애는 11월 21일에 발생했습니다.", "이번 장애는 지난 화요일 발생했습니다.", 0),
        (["date"], "The outage began yesterday.", "The outage began last Friday.", 0),
        ([], "이번 장애는 어제 발생했습니다.", "이번 장애는 11월 21일에 발생했습니다.", 0),
        ([], "이번 장애는 11월 20일에 발생했습니다.", "이번 장애는 어제 발생했습니다.", 1),
        ([], "이번 장애는 그제 발생했습니다.", "이번 장애는 어제 발생했습니다.", 1),
        ([], "The outage began on 20 November.", "The outage began last Friday.", 0),
        ([], "이번 장애는 오늘날의 기준에 못 미쳤습니다.", "이번 장애는 어제 발생했습니다.", 0),
    ],
)
def test_days_are_compared_as_dates(kinds: list[str], new: str, old: str, days: int) -> None:
    """A reply that was approved some days before the Sunday on which the new one is said."""
    before = reply(old).model_copy(update={"at": SUNDAY - timedelta(days=days)})

    assert [conflict.kind for conflict in conflicts(new, [before], SUNDAY)] == kinds


@pytest.mark.parametrize(
    ("kind", "new", "old"),
    [
        ("figure", "개인정보가 유출된 고객은 3,370만 명입니다.", LEAK),
        ("figure", "피해 고객께 10만 원을 보상하겠습니다.", "피해 고객께 5만 원을 보상하겠습니다."),
        ("figure", "33.7 million customers were affected by the leak.", "4,500 customers were affected by the leak."),
        ("figure", "At least 12 customers were affected by the leak.", "4,500 customers were affected by the leak."),
        ("date", "이번 유출은 11월 18일에 발생했습니다.", "이번 유출은 11월 20일에 발생했습니다."),
        ("date", "환불은 9월 10일까지 마치겠습니다.", "환불은 9월 3일까지 마치겠습니다."),
        ("date", "The refund will be paid by 10 December.", "The refund will be paid by 3 December."),
        ("cause", "장애의 원인은 협력사의 설정 오류입니다.", COOLING),
        ("cause", "The outage was caused by a supplier.", "The cause of the outage was a wrong setting."),
        ("denial", "원산지를 속였다는 말은 사실이 아닙니다.", "원산지 표시가 잘못되었습니다. 진심으로 사과드립니다."),
        ("denial", "진심으로 사과드립니다.", "제기된 의혹은 사실이 아닙니다."),
        ("denial", "고객 정보 유출은 없었습니다.", "고객 정보가 유출된 것을 확인했습니다."),
        ("denial", "고객 정보가 유출된 것을 확인했습니다.", "고객 정보 유출은 없었습니다."),
        ("denial", "부상자는 없습니다.", "두 분이 부상을 입었습니다."),
        ("denial", "The claim is not true.", "We are sorry. It was our mistake."),
        ("denial", "There was no leak of customer data.", "Customer data was leaked."),
        ("tone", "이번 일을 유감스럽게 생각합니다.", FAULT),
        ("tone", "불편을 드려 죄송합니다.", FAULT),
        ("tone", "We regret what happened.", "We apologise; we failed you."),
    ],
)
def test_two_voices(kind: str, new: str, old: str) -> None:
    """Figures, dates, causes, denial and admission, a step back; both sentences are told."""
    found = list(conflicts(new, [reply(old)]))

    assert [conflict.kind for conflict in found] == [kind]
    assert found[0].said in old
    finding = next(voice(a_proof(new, before=(reply(old),))))
    assert finding.level == ("warning" if kind == "tone" else "error")
    assert finding.beside == found[0].said
    assert new[finding.start : finding.end].strip()


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("앞서 4,500명으로 안내드렸으나 개인정보가 유출된 고객은 3,370만 명으로 확인했습니다.", LEAK),
        (
            "개인정보가 유출된 고객은 3,370만 명입니다.",
            "현재까지 " + LEAK.replace("했습니다", "했으며 늘어날 수 있습니다"),
        ),
        ("개인정보가 유출된 고객은 4천5백 명입니다.", LEAK),
        ("상담원 30명을 더 두었습니다.", LEAK),
        ("33.7 million customers were affected, up from the 4,500 first reported.", "4,500 customers were affected."),
        ("보상은 5만 원입니다.", "환불은 3일 안에 마치겠습니다."),
        ("이번 유출은 11월 20일 새벽에 발생했습니다.", "이번 유출은 11월 20일에 발생했습니다."),
        ("오늘 오후 9시에 다시 알려 드리겠습니다.", "오늘 오후 6시에 다시 알려 드리겠습니다."),
        ("The refund will be paid by December 3.", "The refund will be paid by 3 December."),
        ("장애의 원인은 냉각 설비의 고장입니다.", COOLING),
        ("원인은 아직 조사하고 있습니다.", COOLING),
        (COOLING, "장애의 원인은 아직 확인되지 않았습니다."),
        ("원산지를 속였다는 말은 사실이 아닙니다.", "기다리시게 해 드려 죄송합니다."),
        ("매각한다는 소문은 사실이 아닙니다.", "혼란을 드려 사과드립니다."),
        ("고객 정보 유출은 없었습니다.", "고객 정보가 유출됐는지 확인하고 있습니다."),
        ("There was no leak of customer data.", "We are checking whether customer data was leaked."),
        ("사과드립니다. 저희 책임입니다.", "유감스럽게 생각합니다."),
        ("담당 부서에 전했습니다.", FAULT),
        (FAULT, FAULT),
    ],
)
def test_one_voice(new: str, old: str) -> None:
    """A correction that says so, a figure given with its limits, other things, the same thing in other words."""
    assert list(conflicts(new, [reply(old)])) == []


@pytest.mark.parametrize(
    ("how_far", "text"),
    [
        (3, "저희의 잘못입니다."), (3, "책임을 통감합니다."), (3, "We take full responsibility."),
        (2, "사과드립니다."), (2, "We are sorry."), (1, "유감입니다."), (1, "We regret this."),
        (0, "확인하고 있습니다."), (0, "We will check."), (0, "저희에게 책임이 없습니다."),
    ],
)  # fmt: skip
def test_how_far_fault_is_admitted(how_far: int, text: str) -> None:
    """Regret, apology, responsibility; to decline it is none."""
    assert admission(text.lower()) == how_far


def test_the_furthest_admission_counts() -> None:
    """Whichever of many replies it stands in."""
    found = list(conflicts("유감입니다.", [reply("확인하고 있습니다."), reply(FAULT, "c-9"), reply("죄송합니다.")]))

    assert [(conflict.kind, conflict.reply.case) for conflict in found] == [("tone", "c-9")]


def test_each_sentence_is_told_once() -> None:
    """However many replies it goes against."""
    found = list(conflicts("개인정보가 유출된 고객은 3,370만 명입니다.", [reply(LEAK, f"c-{n}") for n in range(5)]))

    assert [conflict.kind for conflict in found] == ["figure"]


PIECES = [
    LEAK,
    COOLING,
    FAULT,
    "사실이 아닙니다.",
    "유감입니다.",
    "There was no leak.",
    "3,370만 명입니다.",
    "İ\u200b",
    "we",
    "[기한]",
]
ANY = st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join)


@quick
@given(ANY, st.lists(ANY, max_size=3))
def test_any_texts_can_be_compared(text: str, before: Sequence[str]) -> None:
    """Nothing breaks it, and what it points at lies in the text."""
    for conflict in conflicts(text, [reply(each) for each in before]):
        assert 0 <= conflict.start < conflict.end <= len(text)
        assert any(conflict.said in each for each in before)
