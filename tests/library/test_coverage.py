"""Does the library hold together?"""

from __future__ import annotations

import pytest

from playbook.desk import Desk
from playbook.library.cards import parse_card
from playbook.library.coverage import problems

from .conftest import a_card, a_passage


def test_nothing_is_wrong_with_what_ships(desk: Desk) -> None:
    """Every citation of a rule or a move exists, and every passage is told in situations of both languages."""
    tables = desk.rulebook.tables.values()
    cited = [(f"rule {rule.id}", cite) for rules in tables for rule in rules for cite in rule.cites]
    cited += [(f"move {name}", cite) for name, move in desk.composer.moves.moves.items() for cite in move.cites]

    assert len(cited) > 30
    assert problems(desk.cards, cited) == []


KOREAN = ["컵이 깨졌어요", "컵이 안 왔어요", "컵이 작아요"]
ENGLISH = ["My cup broke", "My cup is late", "My cup is small"]


@pytest.mark.parametrize(
    ("second", "cited", "expected"),
    [
        ({}, [("rule a.b", "guideline:cups-1")], []),
        ({}, [("rule a.b", "guideline:cups-9")], ["rule a.b cites 'guideline:cups-9', which no card has"]),
        ({"situations": KOREAN}, [], ["guideline:cups-2: situations in one language only"]),
        ({"situations": ENGLISH}, [], ["guideline:cups-2: situations in one language only"]),
        ({"situations": [*KOREAN, "My cup arrived BROKEN "]}, [],
         ["guideline:cups-2: the situation 'My cup arrived BROKEN ' stands in guideline:cups-1 too"]),
        ({"situations": [*KOREAN, *KOREAN, ENGLISH[0]]}, [], []),
    ],
)  # fmt: skip
def test_each_problem(second: dict[str, list[str]], cited: list[tuple[str, str]], expected: list[str]) -> None:
    """A citation of nothing, situations in one language, one situation in two passages; each a line."""
    block = {"situations": [*KOREAN, ENGLISH[0]]} | second
    card = parse_card(a_card(a_passage(), a_passage("둘 | Two", id="2", **block)), "cups.md")

    assert problems([card], cited) == expected


def test_background_may_be_told_in_one_language() -> None:
    """Cards that are only read need no situations in both."""
    card = parse_card(a_card(a_passage(situations=KOREAN), reference=True), "cups.md")

    assert problems([card], []) == []
