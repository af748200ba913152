"""Which expressions can match: a sieve that lets harmless texts through, and never holds back a match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.triage.needles import Sieve, needles


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("환불", {"환불"}),
        ("환불|교환", {"환불", "교환"}),
        (r"(?:불|연기)이? ?났", {"났"}),
        (r"연락이? ?없", {"연락"}),
        (r"re(?:fund|turn)ed", {"fund", "turn"}),
        ("다친[다 ]", {"다친다", "다친 "}),
        (r"(?:ab)+c", {"ab"}),
        (r"(?:ab){2}", {"ab"}),
        (r"\d+만 ?원", {"만"}),
        (r"(?:ab)?", None),
        (r"\d+", None),
        ("a|.", None),
        ("[가-힣]", None),
        ("(?i:Fire)", None),
        ("", None),
    ],
)
def test_needles(expression: str, expected: set[str] | None) -> None:
    """Strings of which every match contains one; none where nothing is sure."""
    assert needles(expression) == expected


EXPRESSIONS = {
    "fire": "불이? ?[났나]|연기",
    "no": "없(?:어|다)|안 ?돼",
    "repeat": "(?:제발){1,3}|또 ?또",
    "look": "(?<!할인 )폭발(?! 할인)",
    "any": r"\d\d|\bfire\b",
    "group": r"(?P<x>환불)\s?(?P=x)?",
}


@given(text=st.text(alphabet="불이 났나연기없어다안돼제발또할인폭발환불fire09", max_size=20))
@settings(max_examples=300, deadline=None)
def test_no_match_is_held_back(text: str) -> None:
    """Whatever matches is among the candidates."""
    candidates = Sieve(EXPRESSIONS).candidates(text)

    assert {name for name, expression in EXPRESSIONS.items() if re.search(expression, text)} <= candidates


@pytest.mark.parametrize(
    ("text", "held_back"),
    [("맛있어요", {"fire", "repeat", "look", "group"}), ("연기가 나요", {"look", "no", "group"}), ("", {"fire", "no"})],
)
def test_harmless_texts_are_held_back(text: str, held_back: set[str]) -> None:
    """What cannot match is not run."""
    assert not held_back & Sieve(EXPRESSIONS).candidates(text)


def test_every_example_of_the_rules_passes(desk: Desk) -> None:
    """Each text that proves a signal is a candidate for it."""
    sieve = Sieve({signal.id: signal.expression.pattern for signal in desk.patterns.signals.values()})
    missed = [
        (signal.id, text)
        for signal in desk.patterns.signals.values()
        for text in map(str.lower, signal.examples.hit)
        if signal.expression.search(text) and signal.id not in sieve.candidates(text)
    ]

    assert missed == []
