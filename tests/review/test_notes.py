"""Internal notes: beside a case, and never part of a reply."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from playbook.desk import Desk
from playbook.errors import ReviewError
from playbook.records import Message

from .conftest import in_review, named, person

SORRY = "불편을 드려 죄송합니다. 고객센터로 연락해 주십시오."


@pytest.mark.parametrize("text", ["", " \n", "가" * 5001])
def test_a_note_that_cannot_be_kept(fresh: Desk, text: str) -> None:
    """Empty or endless, and of a case that is not there."""
    case = in_review(fresh, SORRY)
    with pytest.raises(ReviewError, match="1 to 5,000 characters"):
        fresh.comment(case, text, "누군가")
    with pytest.raises(ReviewError, match="No case 'c-none'"):
        fresh.comment(named("c-none"), "메모", "누군가")
    assert fresh.store.comments(case.id) == []


def test_notes_are_kept_apart_from_the_reply(either: Desk) -> None:
    """In their order, for whom they are meant; the log says that there was one and not what it says."""
    case = in_review(either, SORRY)
    either.comment(case, "첫째 메모", "가람")
    either.comment(case, "둘째 메모", "나래", to="가람")

    notes = either.store.comments(case.id)
    assert [(note.text, note.to) for note in notes] == [("첫째 메모", ""), ("둘째 메모", "가람")]
    assert either.store.get(case.id) == case
    assert "메모" not in "".join(entry.model_dump_json() for entry in either.store.entries(case.id))
    assert either.store.faults() == []


@pytest.mark.parametrize(
    ("roles", "notes", "receives"),
    [
        (("staff",), True, True),
        (("legal",), True, True),
        (("evaluator",), True, False),
        (("admin",), True, False),
        ((), False, False),
    ],
)
def test_who_may_note_and_take_in(fresh: Desk, roles: tuple[str, ...], notes: bool, receives: bool) -> None:
    """Whoever reads may note; whoever answers for replies may take a message in."""
    case, who = in_review(fresh, SORRY), person("라온", *roles)
    for may, act in (
        (notes, lambda: fresh.comment(case, "메모", who.name, person=who)),
        (receives, lambda: fresh.receive(Message(text="컵이 깨져서 왔어요."), who.name, who)),
    ):
        logged = fresh.store.head()[0]
        with nullcontext() if may else pytest.raises(ReviewError, match="none of the roles"):
            act()
        assert fresh.store.head()[0] == logged + may
