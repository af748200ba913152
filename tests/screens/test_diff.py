"""Differences by word, and two edits of one text in one."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.screens.diff import changed, merged, pieces

SAID = ["다친 분이 없는지 확인합니다.", "사용을 멈춰 주십시오.", "Please stop.", "3일 안에 알립니다.", "", " "]
TEXTS = st.lists(st.sampled_from(SAID), max_size=6)
PARAGRAPHS = TEXTS.map("\n\n".join)
LINES = TEXTS.map(" ".join)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("사용을 멈춰 주십시오.", "사용을 바로 멈춰 주십시오.", [("", " 바로")]),
        ("3일 안에 알립니다.", "5일 안에 알립니다.", [("3일", "5일")]),
        ("one two three", "four five six", [("one two three", "four five six")]),
        ("같은 글", "같은 글", []),
        ("", "새 글", [("", "새 글")]),
        ("있던 글", "", [("있던 글", "")]),
    ],
)
def test_words_that_differ(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    """A Korean word changes whole, and neighbours that both changed are one change."""
    assert [tuple(piece) for piece in pieces(before, after) if piece.before != piece.after] == expected


@given(LINES, LINES)
def test_pieces_lose_nothing(before: str, after: str) -> None:
    """Either text can be put together from the pieces."""
    found = pieces(before, after)

    assert "".join(piece.before for piece in found) == before
    assert "".join(piece.after for piece in found) == after


def test_a_change_is_said_and_not_only_coloured() -> None:
    """A screen reader hears what went and what came; markup in a text stays text."""
    shown = changed("<b>옛</b> 말", "<i>새</i> 말", "ko")

    assert "뺌" in shown
    assert "더함" in shown
    assert "<b>" not in shown
    assert html.unescape(re.sub(r"<[^>]+>", "", shown)).count("<b>옛</b>") == 1


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "expected", "clashes"),
    [
        ("A\n\nB\n\nC", "A1\n\nB\n\nC", "A\n\nB\n\nC1", "A1\n\nB\n\nC1", 0),
        ("A\n\nB", "A\n\nB\n\nC", "A0\n\nB", "A0\n\nB\n\nC", 0),
        ("A\n\nB\n\nC", "A\n\nC", "A\n\nB\n\nC1", "A\n\nC1", 0),
        ("A\n\nB", "A1\n\nB", "A2\n\nB", "A2\n\nB", 1),
        ("A\n\nB", "A1\n\nB", "A1\n\nB", "A1\n\nB", 0),
        ("가. 나.", "가 하나. 나.", "가. 나 둘.", "가 하나. 나 둘.", 0),
        ("가 하나. 나.", "가 둘. 나.", "가 셋. 나.", "가 셋. 나.", 1),
    ],
)
def test_two_edits_of_one_text(base: str, theirs: str, mine: str, expected: str, clashes: int) -> None:
    """Edits of different paragraphs, or sentences of a single one, go together; otherwise mine stays and it is said."""
    found = merged(base, theirs, mine)

    assert found.text == expected
    assert len(found.clashes) == clashes


@given(PARAGRAPHS, PARAGRAPHS)
def test_who_changed_nothing_gets_the_edit_of_the_other(base: str, other: str) -> None:
    """One edit alone comes through whole, and the same edit twice is one."""
    assert merged(base, other, base) == (other, ())
    assert merged(base, base, other) == (other, ())
    assert merged(base, other, other) == (other, ())


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_without_a_clash_it_does_not_matter_who_merges(base: str, one: str, two: str) -> None:
    """The same text comes out for both people."""
    found = merged(base, one, two)

    if not found.clashes:
        assert merged(base, two, one).text == found.text
