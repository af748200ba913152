"""Does the library hold together?"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from playbook.desk import Desk
from playbook.errors import KnowledgeError
from playbook.library.cards import Card, parse_card
from playbook.library.coverage import Facts, expired, problems, read_facts
from playbook.reply import checks as reply_checks
from playbook.settings import data_folder

from .conftest import a_card, a_passage
from .test_cards import own

CITE = re.compile(r"\b(?:guideline|case):[a-z0-9-]*[a-z0-9]")
"""A passage id, where rules of the checks and their code name one."""
NO_FACTS = Facts(frozenset(), frozenset())
ONE = Facts(frozenset({"A01-1"}), frozenset())
"""The fact that a passage of `a_card` renders."""


def test_nothing_is_wrong_with_what_ships(desk: Desk) -> None:
    """Every citation exists, every fact is rendered, and every passage is told in situations of both languages."""
    tables = desk.rulebook.tables.values()
    cited = [(f"rule {rule.id}", cite) for rules in tables for rule in rules for cite in rule.cites]
    cited += [(f"move {name}", cite) for name, move in desk.composer.moves.moves.items() for cite in move.cites]
    checks = [*data_folder("rules").glob("checks/*.yaml"), *Path(reply_checks.__file__).parent.glob("*.py")]
    cited += [(f"check {file.name}", cite) for file in checks for cite in CITE.findall(file.read_text("utf-8"))]
    facts = read_facts(data_folder("knowledge") / "facts.yaml")

    assert len(cited) > 30
    assert len(facts.guiding) > 200
    assert facts.guiding & facts.background == set()
    assert problems(desk.cards, cited, facts) == []


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

    assert problems([card], cited, ONE) == expected


@pytest.mark.parametrize(
    "source", [{"ko": " ", "en": "House rules"}, {"ko": "사내 지침", "en": ""}, {"ko": "", "en": ""}]
)
def test_a_source_in_either_language(source: dict[str, str]) -> None:
    """A passage whose source says nothing in a language has none; this holds for the company's own too."""
    ours = parse_card(a_card(source=source), "cups.md")

    assert problems([ours], [], ONE) == ["guideline:cups-1: no source"]
    assert problems([own("## 컵\n글\n", source=source)], [], NO_FACTS) == ["guideline:cups-1: no source"]


def test_background_may_be_told_in_one_language() -> None:
    """Cards that are only read need no situations in both, nor do the company's own."""
    card = parse_card(a_card(a_passage(situations=KOREAN), reference=True), "cups.md")

    assert problems([card], [], Facts(frozenset(), frozenset({"A01-1"}))) == []
    assert problems([own(a_passage(situations=KOREAN)), own("## 컵\n글\n", id="pots")], [], NO_FACTS) == []


def a_fact(fact: str, *, reference: bool = False, company: bool = False) -> Card:
    text = a_card(
        a_passage(facts=[fact], situations=[fact, f"{fact} 컵", f"{fact} cup"]), id=fact.lower(), reference=reference
    )
    return parse_card(text, f"{fact}.md", company)


@pytest.mark.parametrize(
    ("guiding", "background", "expected"),
    [
        ({"A1"}, {"B1"}, []),
        ({"A1", "B1"}, set(), ["B1: no passage of guidance renders it"]),
        (set(), {"A1", "B1"}, []),
        ({"A1", "A2"}, {"B1"}, ["A2: no passage of guidance renders it"]),
        ({"A1"}, {"B1", "B2"}, ["B2: no passage renders it"]),
        ({"A1", "C1"}, {"B1"}, ["C1: no passage of guidance renders it"]),
        ({"A1"}, {"B1", "C1"}, ["C1: no passage renders it"]),
        ({"A1"}, set(), ["B1: a passage names it, but knowledge/facts.yaml does not"]),
        (set(), {"B1"}, ["A1: a passage names it, but knowledge/facts.yaml does not"]),
    ],
)
def test_facts(guiding: set[str], background: set[str], expected: list[str]) -> None:
    """A guiding fact stands in guidance, one of background anywhere, and none is made up; the company's do not count.

    ``A1`` stands in guidance, ``B1`` in a card that is only read, ``C1`` in one of the company's own.
    """
    cards = [a_fact("A1"), a_fact("B1", reference=True), a_fact("C1", company=True)]

    assert problems(cards, [], Facts(frozenset(guiding), frozenset(background))) == expected


def test_a_list_of_facts(tmp_path: Path) -> None:
    """By section; numbers are names too."""
    path = tmp_path / "facts.yaml"
    path.write_text("guiding:\n  A01: [A01-1, 7]\n  A02: [A02-1]\nbackground: {B: [B-1]}\n", encoding="utf-8")

    assert read_facts(path) == Facts(frozenset({"A01-1", "7", "A02-1"}), frozenset({"B-1"}))


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "guiding: [",
        "guiding: {A: [A-1]}\n",
        "background: {A: [A-1]}\n",
        "- A01-1\n",
        "guiding: [A01-1]\nbackground: {}\n",
        "guiding: {A: 3}\nbackground: {}\n",
        "guiding: {A: null}\nbackground: {}\n",
    ],
)
def test_no_list_of_facts(tmp_path: Path, text: str | None) -> None:
    """A file that is missing or has another form is named in one line."""
    path = tmp_path / "facts.yaml"
    if text is not None:
        path.write_text(text, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"facts\.yaml: no list of facts: ") as raised:
        read_facts(path)

    assert "\n" not in str(raised.value)


def test_what_is_past_its_day() -> None:
    """A line a card that held until yesterday, ours and the company's, with the mend; none for what holds today."""
    today = date(2027, 4, 1)
    cards = [
        own("## 컵\n글\n", id="gone", expires=date(2027, 3, 31)),
        own("## 컵\n글\n", id="today", expires=today),
        own("## 컵\n글\n", id="later", expires=date(2030, 1, 1)),
        own("## 컵\n글\n", id="always"),
        parse_card(a_card(kind="case", id="ours", expires=date(2020, 1, 1)), "ours.md"),
    ]

    assert expired(cards, today) == [
        "guideline:gone: its last day was 2027-03-31; renew it or `playbook knowledge remove gone`",
        "case:ours: its last day was 2020-01-01; renew it or `playbook knowledge remove ours`",
    ]
    assert expired(cards, date.min) == []
