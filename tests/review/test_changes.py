"""What people change: how much, and what comes again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.records import Case, Event, Overruling, Version
from playbook.review.changes import Idea, changes, steps
from playbook.review.differences import in_words, pieces
from playbook.review.masking import masked, masked_handle
from playbook.testing import MOMENT, a_case, a_draft

PROPOSED = "[회사명]입니다. 불편을 드려 죄송합니다. 확인해 보겠습니다."
MOVES = ("greet", "sorry", "look")


def edited(
    name: str, submitted: str, approved: str, moves: tuple[str, ...] = MOVES, **fields: Any
) -> tuple[Case, list[Version]]:
    """A case with the wordings that were proposed, sent to review and approved."""
    said = [(PROPOSED, "draft", MOVES), (submitted, "submit", moves), (approved, "approve", moves)]
    at = [MOMENT + timedelta(minutes=number) for number in range(3)]
    case = a_case(id=name, events=tuple(
        Event(at=at[number], by="하나", verb=verb) for number, verb in ((1, "submit"), (2, "approve"))
    ), **fields)  # fmt: skip
    versions = [
        Version(case=name, version=number, by="하나", at=at[number], verb=verb, reason="말투" if number else "",
                text=text, moves=of, digest="")
        for number, (text, verb, of) in enumerate(said)
    ]  # fmt: skip
    return case, versions


FILLED = PROPOSED.replace("[회사명]", "우리가게")
SORRY = FILLED.replace("죄송합니다.", "사과드립니다.")


@pytest.mark.parametrize(
    ("before", "after", "size"),
    [
        (PROPOSED, PROPOSED, 0), (PROPOSED, FILLED, 0), (FILLED, SORRY, 1), (PROPOSED, SORRY, 1), ("", "가 나", 2),
        ("가 나", "", 2), ("가 나 다", "가 다", 1), ("가 나", "나 가", 2), ("[답변 기한]까지", "3월 31일까지", 1),
        ("가  나\n다", "가 나 다", 0),
    ],
)  # fmt: skip
def test_changed_words_are_counted(before: str, after: str, size: int) -> None:
    """The fewest that change; a slot that is filled is none, and blanks are none."""
    assert sum(step.size for step in steps(before, after)) == size


@given(st.text("가나 \n", max_size=40), st.text("가나 \n", max_size=40))
def test_no_wording_is_further_than_all_its_words(before: str, after: str) -> None:
    """And none is far from itself."""
    assert sum(step.size for step in steps(before, after)) <= max(len(before.split()), len(after.split()))
    assert steps(before, before) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_make_both_wordings(before: str, after: str) -> None:
    """Whatever stands in them."""
    found = pieces(before, after)

    assert "".join(piece.old for piece in found) == before
    assert "".join(piece.new for piece in found) == after
    assert in_words(before, before) == before


def test_how_much_is_changed_before_review_and_in_it() -> None:
    """With the reasons, once each."""
    [one] = changes([edited("c-1", SORRY, SORRY.replace("확인해", "꼭 확인해"))]).edited

    assert (one.case, one.words, one.before_review, one.in_review, one.reasons) == ("c-1", 6, 1, 1, ("말투",))


def test_what_comes_again_is_an_idea() -> None:
    """In two cases or more; personal data is no part of it."""
    aside = Overruling(check="register", words="", reason="우리 말투", by="하나", at=MOMENT)
    gone = FILLED.replace(" 확인해 보겠습니다.", "")
    cases = [
        edited("c-1", SORRY, SORRY, overruled=(aside,)), edited("c-2", SORRY, SORRY, overruled=(aside,)),
        edited("c-3", gone, gone, ("greet", "sorry")), edited("c-4", gone, gone, ("greet", "sorry")),
        edited("c-5", FILLED.replace("불편을", "걱정을"), FILLED, draft=a_draft(mode="deny")),
    ]  # fmt: skip

    ideas = changes(cases, ["privacy", "privacy", "safety"]).ideas

    assert Idea(kind="phrase", what="죄송합니다.", instead="사과드립니다.", times=2, cases=("c-1", "c-2")) in ideas
    assert Idea(kind="phrase", what="확인해 보겠습니다.", times=2, cases=("c-3", "c-4")) in ideas
    assert Idea(kind="move", what="look", times=2, cases=("c-3", "c-4")) in ideas
    assert Idea(kind="check", what="register", times=2, cases=("c-1", "c-2")) in ideas
    assert Idea(kind="gap", what="privacy", times=2) in ideas
    assert len(ideas) == 5


def test_departures_are_told_by_the_rule_departed_from() -> None:
    """A mode of another stance than the one that the rule decided."""
    cases = [edited(name, FILLED, FILLED, draft=a_draft(mode="deny")) for name in ("c-1", "c-2")]
    [idea] = changes(cases).ideas

    assert (idea.kind, idea.what, idea.instead, idea.times) == ("departure", "stance.fake", "transparency", 2)


def test_what_was_never_approved_tells_nothing() -> None:
    """Nor what has no wording."""
    case, versions = edited("c-1", SORRY, SORRY)

    assert changes([(case.model_copy(update={"events": ()}), versions), (case, [])]).edited == ()


@pytest.mark.parametrize(
    ("handle", "shown"),
    [
        ("hong.gildong", "ho***ng"), ("@Hong.Gildong", "ho***ng"), ("abcdef", "ab***ef"), ("abcde", "a***"),
        ("길동", "길***"), ("길", "길***"), ("", ""), ("@", ""), ("  a@b.co ", "a@***co"),
    ],
)  # fmt: skip
def test_handles_are_shown_masked(handle: str, shown: str) -> None:
    """How long one is cannot be seen."""
    assert masked_handle(handle) == shown


def test_records_are_masked_where_people_write() -> None:
    """Free text loses personal data, places in a text go, and what the program wrote stays."""
    record = {
        "id": "010-2345-6789", "text": "010-2345-6789로 주세요", "parts": ["010-2345-6789"], "spans": [{"start": 0}],
        "context": {"handle": "@gil_dong", "shares": 3}, "owners": {"010-2345-6789로": "하나"}, "by": "하나",
        "sentences": [{"text": "010-2345-6789", "move": "edited"}], "message": {"text": "a"}, "reason": None,
    }  # fmt: skip

    assert masked(record) == {
        "id": "010-2345-6789", "text": "<KR_PHONE>로 주세요", "parts": ["<KR_PHONE>"], "spans": [],
        "context": {"handle": "gi***ng", "shares": 3}, "owners": {"<KR_PHONE>로": "하나"}, "by": "하나",
        "sentences": [{"text": "<KR_PHONE>", "move": "edited"}], "message": {"text": "a"}, "reason": None,
    }  # fmt: skip
    assert masked(record, handles=False)["context"] == {"handle": "", "shares": 3}
    assert masked(masked(record)) == masked(record)
