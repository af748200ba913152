"""Expressions taken apart find what the whole finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.reply.checks.alternatives import Alternatives, alternatives, words


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        ("a|b", ["a", "b"]),
        ("a(?:b|c)d", ["a(?:b|c)d"]),
        ("[|]|x", ["[|]", "x"]),
        ("[]|]|x", ["[]|]", "x"]),
        ("[^]|]|x", ["[^]|]", "x"]),
        (r"\||x", [r"\|", "x"]),
        (r"[\]|]|x", [r"[\]|]", "x"]),
        ("(?i)a|b", ["(?i)a|b"]),
        (r"(a)\1|b", [r"(a)\1|b"]),
        ("a|", ["a", ""]),
        ("", [""]),
    ],
)
def test_alternatives(expression: str, parts: list[str]) -> None:
    """Outermost bars divide; those in groups, classes and behind a backslash do not."""
    assert alternatives(expression) == parts


@pytest.mark.parametrize(
    ("alternative", "needed"),
    [
        ("sorry[^.]{0,9}but(?: not)?", ["sorry", "but"]),
        ("사과(?:를)? ?드립니다", ["드립니다", "사과"]),
        ("colou?r", ["colo"]),
        ("ab{0}cd{2,}ef", ["cd{2,}ef"]),
        ("ab*cde", ["cde"]),
        (r"\w*", [r"\w*"]),
        ("가?", ["가?"]),
    ],
)
def test_words(alternative: str, needed: list[str]) -> None:
    """What may be left out divides, and is not needed itself."""
    assert words(alternative) == needed


PIECES = ["사과", "드립니다", "저희", "but", "sorry", "책임", "아니", " ", ".", "0", "[", "가"]
EXPRESSIONS = {
    "sorry": r"sorry[^.]{0,9}but|사과(?:를)? ?[가-힣]{0,3}아니",
    "we": r"저희(?:가|는)?[^.!?]{0,5}(?:책임|아니)|책임[.]",
    "any": r"[가-힣]0|\[",
    "none": r"(?!)",
}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_parts_match_where_the_whole_does(text: str) -> None:
    """On any text, for every expression."""
    whole = {name for name, expression in EXPRESSIONS.items() if re.search(expression, text)}

    assert Alternatives(EXPRESSIONS).matching(text) == whole
