"""Pairs of sentences to look at: other figures for the same matter, or one that forbids what the other asks for."""

from __future__ import annotations

import pytest

from playbook.desk import Desk
from playbook.library.cards import Passage, parse_card
from playbook.library.contradictions import ALIKE, MOST, Contradiction, contradictions
from playbook.library.encoder import Encoder

from .conftest import a_card, said_twice, small_cards
from .test_cards import own


def a_passage_of(text: str, card: str, company: bool) -> Passage:
    """A passage of one text; ours tells it in situations, as all of ours do."""
    if company:
        return own(f"## 지침\n{text}\n", id=card).passages[0]
    return parse_card(a_card(said_twice("지침", text, "하나", "둘", "셋"), id=card), f"{card}.md").passages[0]


def found(encoder: Encoder, first: str, second: str, company: tuple[bool, bool] = (True, False)) -> list[Contradiction]:
    passages = [a_passage_of(text, f"card-{i}", company[i]) for i, text in enumerate((first, second))]
    return contradictions(passages, encoder)


AT_ODDS: dict[str, tuple[str, str, bool]] = {
    "days": ("환불은 접수한 날부터 3일 안에 마친다.", "환불은 접수한 날부터 7일 안에 마친다.", True),
    "working days": ("환불은 접수한 날부터 3영업일 안에 마친다.", "환불은 접수한 날부터 5 영업일 안에 마친다.", True),
    "hours": ("고객의 불만에는 24시간 안에 답한다.", "고객의 불만에는 48시간 안에 답한다.", True),
    "hours in English": (
        "Answer every customer complaint within 24 hours.", "Answer every customer complaint within 48 hours.", True,
    ),
    "days in English": ("A broken cup is replaced within 3 days.", "A broken cup is replaced within 10 days.", True),
    "money": ("보상금은 100만 원까지 현장에서 정한다.", "보상금은 50만 원까지 현장에서 정한다.", True),
    "money with and without its myriads": (
        "보상금은 100만 원까지 현장에서 정한다.", "보상금은 100원까지 현장에서 정한다.", True,
    ),
    "per cent": ("할인은 정가의 10%를 넘지 않도록 정한다.", "할인은 정가의 20%를 넘지 않도록 정한다.", True),
    "people": ("사과 방문은 직원 2명이 함께 나간다.", "사과 방문은 직원 3명이 함께 나간다.", True),
    "one of two units": (
        "문자는 하루 2회까지, 오후 9시간 안에서 보낸다.", "문자는 하루 3회까지, 오후 9시간 안에서 보낸다.", True,
    ),
    "forbidden in Korean": ("사고가 나면 원인을 짐작하여 말한다.", "사고가 나면 원인을 짐작하여 말하지 않는다.", False),
    "forbidden politely": ("사고가 나면 원인을 짐작해 말합니다.", "사고가 나면 원인을 짐작해 말하지 마십시오.", False),
    "forbidden in English": ("Always name the person who complained.", "Never name the person who complained.", False),
    "not to be done in English": ("Do not delete critical comments.", "Delete critical comments.", False),
}  # fmt: skip

AGREED = {
    "the same": ("환불은 접수한 날부터 3일 안에 마친다.", "환불은 접수한 날부터 3일 안에 마친다."),
    "the same politely": ("환불은 접수한 날부터 3일 안에 마친다.", "환불은 접수한 날부터 3일 안에 마칩니다."),
    "the same, written apart": ("환불은 접수한 날부터 3일 안에 마친다.", "환불은 접수한 날부터 3 일 안에 마친다."),
    "the same money in other digits": (
        "고객에게 드리는 보상금은 100만 원을 한도로 현장 책임자가 바로 정하고 기록을 남긴다.",
        "고객에게 드리는 보상금은 1,000,000원을 한도로 현장 책임자가 바로 정하고 기록을 남긴다.",
    ),
    "the same in short": (
        "Answer every customer complaint within 24 hours.", "Answer every customer complaint within 24 hrs.",
    ),
    "one figure of several in common": (
        "환불은 접수한 날부터 3일, 늦어도 7일 안에 마친다.", "환불은 접수한 날부터 7일 안에 마친다.",
    ),
    "a figure in one only": ("환불은 접수한 날부터 3일 안에 마친다.", "환불은 접수한 날에 마친다."),
    "figures of other units": ("환불은 접수한 날부터 3일 안에 마친다.", "환불은 접수한 날부터 72시간 안에 마친다."),
    "both forbid": ("비판하는 댓글을 지우지 않는다.", "비판하는 댓글을 숨기거나 지우지 않는다."),
    "both forbid in English": ("Do not delete critical comments.", "Never delete critical comments."),
}  # fmt: skip

OF_OTHER_MATTERS = {
    "other days": ("환불은 접수한 날부터 3일 안에 마친다.", "신입 상담원은 30일 동안 선배와 함께 일한다."),
    "other hours": (
        "Answer every customer complaint within 24 hours.", "The lobby may be used for 2 hours by visiting artists.",
    ),
    "one forbids": ("깨진 컵은 새것으로 바꾸어 드린다.", "직원을 뽑을 때 학력을 묻지 않는다."),
    "one forbids in English": ("A broken cup is replaced.", "Never hire by the name of a school."),
    "nothing in common": ("소문에는 사실로 답한다.", "주차장은 뒤편에 있다."),
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "figures"), AT_ODDS.values(), ids=AT_ODDS.keys())
def test_a_pair_at_odds(encoder: Encoder, first: str, second: str, figures: bool) -> None:
    """Both sentences are shown where they stand, and why; it does not matter which is the company's."""
    (pair,) = found(encoder, first, second)
    (turned,) = found(encoder, second, first)

    assert pair[:4] == ("guideline:card-0-1", first, "guideline:card-1-1", second)
    assert turned[:4] == ("guideline:card-0-1", second, "guideline:card-1-1", first)
    assert pair.figures is turned.figures is figures
    assert ALIKE <= pair.alike <= 1.001


@pytest.mark.parametrize(("first", "second"), AGREED.values(), ids=AGREED.keys())
def test_a_pair_that_agrees(encoder: Encoder, first: str, second: str) -> None:
    """Sentences on one matter are no pair where a figure is the same, of another unit or missing, or both forbid."""
    of_first, of_second = encoder.encode([first, second])

    assert of_first @ of_second >= ALIKE
    assert found(encoder, first, second) == []
    assert found(encoder, second, first) == []


@pytest.mark.parametrize(("first", "second"), OF_OTHER_MATTERS.values(), ids=OF_OTHER_MATTERS.keys())
def test_a_pair_of_other_matters(encoder: Encoder, first: str, second: str) -> None:
    """Figures and prohibitions that have nothing to do with one another are no pair."""
    assert found(encoder, first, second) == []
    assert found(encoder, second, first) == []


@pytest.mark.parametrize(
    ("company", "expected"),
    [
        ((True, True), ["guideline:card-0-1"]),
        ((True, False), ["guideline:card-0-1"]),
        ((False, True), ["guideline:card-1-1"]),
        ((False, False), []),
    ],
)
def test_only_with_the_company_s_own(encoder: Encoder, company: tuple[bool, bool], expected: list[str]) -> None:
    """Each pair once, a passage of the company's first; ours are not held against one another."""
    first, second, _ = AT_ODDS["days"]

    pairs = found(encoder, first, second, company)

    assert [pair.passage for pair in pairs] == expected


def test_sentences_of_one_passage(encoder: Encoder) -> None:
    """They may name several figures; another passage of the same card may not."""
    first, second, _ = AT_ODDS["days"]
    together = own(f"## 지침\n{first} {second}\n")
    apart = own(f"## 하나\n{first}\n", f"## 둘\n{second}\n")

    assert contradictions(together.passages, encoder) == []
    assert [(pair.passage, pair.other) for pair in contradictions(apart.passages, encoder)] == [
        ("guideline:cups-1", "guideline:cups-2")
    ]


def test_background_says_nothing(encoder: Encoder) -> None:
    """A card that is only read is at odds with nobody."""
    first, second, _ = AT_ODDS["days"]
    background = own(f"## 하나\n{first}\n", id="history", reference=True)
    guidance = own(f"## 둘\n{second}\n")

    assert contradictions([*background.passages, *guidance.passages], encoder) == []


def test_either_language_of_a_passage(encoder: Encoder) -> None:
    """A company that writes in English is held against our English text, and in Korean against our Korean."""
    fires = next(card for card in small_cards() if card.id == "fires")
    english = own("## Fires\nWhen a customer reports a fire, guess at the cause.\n\nDo guess at the cause.\n", id="own")
    korean = own("## 불\n원인을 짐작하여 말한다.\n", id="own")

    said = {pair.other_sentence for pair in contradictions([*fires.passages, *english.passages], encoder)}
    assert "Do not guess at the cause." in said
    said = {pair.other_sentence for pair in contradictions([*fires.passages, *korean.passages], encoder)}
    assert said == {"원인을 짐작하여 말하지 않는다."}


def test_the_most_alike_come_first(encoder: Encoder) -> None:
    """Of many pairs no more are shown than a person can look at."""
    first, second, _ = AT_ODDS["days"]
    passages = [
        passage
        for number in range(8)
        for passage in (
            a_passage_of(f"{first[:-1]}고 {'꼭 ' * number}안내한다.", f"a-{number}", True),
            a_passage_of(f"{second[:-1]}고 {'꼭 ' * number}안내한다.", f"b-{number}", False),
        )
    ]

    pairs = contradictions(passages, encoder)

    assert len(pairs) == MOST
    assert [pair.alike for pair in pairs] == sorted((pair.alike for pair in pairs), reverse=True)


@pytest.mark.parametrize("passages", [(), small_cards()[0].passages])
def test_without_a_company_s_own(encoder: Encoder, passages: tuple[Passage, ...]) -> None:
    """Nothing is compared."""
    assert contradictions(passages, encoder) == []


def test_what_ships_stands_against_a_document_of_its_own_words(desk: Desk) -> None:
    """A company that repeats our guidance word for word is not at odds with it over figures."""
    ours = [p for p in desk.library.passages if p.kind == "guideline" and not p.reference][:20]
    copied = [p.model_copy(update={"id": f"{p.id}-own", "company": True}) for p in ours]
    same = [pair for pair in contradictions([*ours, *copied], desk.encoder) if pair.sentence == pair.other_sentence]

    assert same == []
