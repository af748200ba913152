"""Finding passages: what is found, what is left out, and that quotes are quotes."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import KnowledgeError
from playbook.language.detect import detect
from playbook.library.cards import Card, parse_card
from playbook.library.encoder import Encoder
from playbook.library.search import Library, quotable
from playbook.records import Hit, Lang, PassageKind

from .conftest import a_card, a_passage

ALL = 99


def ids(hits: list[Hit]) -> list[str]:
    return [hit.id for hit in hits]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("환불해 준다더니 한 달째 돈이 안 들어와요", "guideline:refunds-1"),
        ("회사가 팔린다는 소문이 돌아요", "guideline:rumours-1"),
        ("충전하다가 불이 났어요", "guideline:fires-1"),
        ("My charger caught fire last night", "guideline:fires-1"),
        ("people say the bank will fail", "case:bank-rumour"),
    ],
)
def test_the_passage_that_speaks_to_it_comes_first(library: Library, query: str, best: str) -> None:
    """Whatever words the message uses for it."""
    assert library.search(query)[0].id == best


@pytest.mark.parametrize(
    ("query", "card"),
    [
        ("When will I get my refund?", "refunds"),
        ("They refuse to refund me", "refunds"),
        ("There is a rumour that the company will be sold", "rumours"),
    ],
)
def test_an_english_question_finds_korean_passages(library: Library, query: str, card: str) -> None:
    """Guidelines that stand in Korean alone are found by what they mean, and shown as they stand."""
    (hit,) = library.search(query, k=1, kinds=("guideline",))

    assert library.card_of(hit.id).id == card
    assert hit.quote in library.passage(hit.id).text.ko


@pytest.mark.parametrize("query", ["", " ", "\n\t"])
def test_an_empty_query(library: Library, query: str) -> None:
    """It finds nothing."""
    assert library.search(query) == []


@pytest.mark.parametrize(("k", "expected"), [(-1, 0), (0, 0), (1, 1), (3, 3), (ALL, 8)])
def test_how_many(library: Library, k: int, expected: int) -> None:
    """As many as asked for, never more than there are."""
    assert len(library.search("컵이 깨졌어요", k=k, per_card=ALL)) == expected


@pytest.mark.parametrize(("per_card", "expected"), [(1, 1), (2, 2), (3, 3), (4, 3)])
def test_per_card(library: Library, per_card: int, expected: int) -> None:
    """One card does not fill the list: at most so many of its passages, the best of them."""
    best = ids(library.search("환불이 안 돼요", k=ALL, per_card=ALL))
    hits = ids(library.search("환불이 안 돼요", k=ALL, per_card=per_card))
    of_card = [name for name in hits if name.startswith("guideline:refunds")]

    assert len(of_card) == expected
    assert of_card == [name for name in best if name.startswith("guideline:refunds")][:expected]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("case",), {"case:cup-recall", "case:bank-rumour"}),
        (("guideline",), {f"guideline:{name}-1" for name in ("refunds", "rumours", "fires", "cups")}
                         | {"guideline:refunds-2", "guideline:refunds-3"}),
        (("reply",), set()),
        (("case", "reply"), {"case:cup-recall", "case:bank-rumour"}),
    ],
)  # fmt: skip
def test_kinds(library: Library, kinds: tuple[PassageKind, ...], expected: set[str]) -> None:
    """Only passages of the kinds asked for."""
    assert set(ids(library.search("손잡이가 떨어진 컵", k=ALL, kinds=kinds, per_card=ALL))) == expected


def test_background_comes_only_when_asked_for(library: Library) -> None:
    """A reference card is never offered as guidance, however well it fits."""
    query = "컵의 역사가 궁금해요"

    assert "guideline:history-1" not in ids(library.search(query, k=ALL))
    assert library.search(query, reference=True)[0].id == "guideline:history-1"


def test_labels_lift_and_never_exclude(library: Library) -> None:
    """A passage for the stance and topic at hand scores higher; the others are found as before."""
    query = "손님이 화가 나셨어요"
    plain = library.search(query, k=ALL, per_card=ALL)
    lifted = library.search(query, k=ALL, per_card=ALL, stance="transparency", topic="finance")
    score = {hit.id: hit.score for hit in plain}
    higher = [hit.id for hit in lifted if hit.score > score[hit.id]]

    assert set(ids(lifted)) == set(ids(plain))
    assert higher == ["guideline:rumours-1"]


def test_scores_may_be_handed_in(library: Library) -> None:
    """They save asking twice and change nothing."""
    query = "배터리에서 연기가 나요"

    assert library.search(query, scores=library.scores(query)) == library.search(query)


@pytest.mark.parametrize(
    ("query", "lang", "title"),
    [
        ("불이 났어요", None, "컵에 관한 안내 — 불이 났을 때"),
        ("a fire", None, "On cups — When something burns"),
        ("불이 났어요", "en", "On cups — When something burns"),
        ("a fire", "ko", "컵에 관한 안내 — 불이 났을 때"),
    ],
)
def test_the_language_of_an_answer(library: Library, query: str, lang: Lang | None, title: str) -> None:
    """That of the query, or the one asked for."""
    (hit,) = library.search(query, k=1, lang=lang)

    assert hit.title == title
    assert hit.quote in library.passage(hit.id).text.of(lang or detect(query))
    assert hit.source == ("사내 지침" if (lang or detect(query)) == "ko" else "House rules")


@pytest.mark.parametrize(
    ("query", "quote"),
    [
        ("다친 사람이 있는지 물어야 하나요", "제품에서 불이 났다는 신고를 받으면 다친 사람이 없는지 먼저 묻는다."),
        ("불이 난 원인을 말해도 되나요", "원인을 짐작하여 말하지 않는다."),
        ("may we guess the cause of the fire", "Do not guess at the cause."),
    ],
)
def test_the_sentence_that_fits_is_quoted(library: Library, query: str, quote: str) -> None:
    """Of a passage of two sentences, the one nearer to the query."""
    assert library.hit("guideline:fires-1", query, detect(query)).quote == quote


@given(query=st.text(max_size=40), k=st.integers(1, 9), per_card=st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_any_query(library: Library, query: str, k: int, per_card: int) -> None:
    """Whatever is typed: no more than asked for, each once, best first, with a verbatim quote."""
    hits = library.search(query, k=k, per_card=per_card)
    cards = [library.card_of(hit.id).id for hit in hits]

    assert len(hits) <= k
    assert len(set(ids(hits))) == len(hits)
    assert max(map(cards.count, cards), default=0) <= per_card
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert 0 <= hit.score <= 1
        assert hit.quote in library.passage(hit.id).text.of(detect(query))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("짧다. 이 문장은 혼자 설 수 있을 만큼 길다.", ["이 문장은 혼자 설 수 있을 만큼 길다."]),
        ("짧다. 또 짧다.", ["짧다.", "또 짧다."]),
        ("**굵은** 글과 `코드`는 기호 없이 적는다.", ["굵은 글과 코드는 기호 없이 적는다."]),
        ("줄이 바뀌면\n거기서 끊는다고 본다.", ["줄이 바뀌면", "거기서 끊는다고 본다."]),
    ],
)
def test_quotable(text: str, expected: list[str]) -> None:
    """Sentences without marks; very short ones only where there is nothing longer."""
    assert quotable(text) == expected


def test_every_quote_that_can_be_given_is_verbatim(desk: Desk) -> None:
    """Each sentence that a search may show stands, letter for letter, in the passage it is shown for."""
    wrong = [
        (passage.id, sentence)
        for passage in desk.library.passages
        for text in (passage.text.ko, passage.text.en)
        for sentence in quotable(text)
        if sentence not in text
    ]

    assert wrong == []


@pytest.mark.parametrize("query", ["소문이 돌 때 어떻게 답하나", "How do we answer when a rumour is going round?"])
def test_the_library_that_ships_answers(desk: Desk, query: str) -> None:
    """In either language, with a source, facts and a quote out of the passage."""
    hits = desk.search(query, k=3)

    assert len(hits) == 3
    for hit in hits:
        passage = desk.library.passage(hit.id)
        assert hit.score > 0
        assert hit.quote in passage.text.of(detect(query))
        assert hit.source == passage.source.of(detect(query))
        assert (hit.facts, hit.certainty) == (passage.facts, passage.certainty)


def test_a_passage_by_its_id(library: Library) -> None:
    """With the card it stands on."""
    assert library.passage("case:cup-recall").heading.en == "Every cup was recalled"
    assert library.card_of("case:cup-recall").year == 2019


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("case:cup-recal", "did you mean case:cup-recall"),
        ("guideline:refunds-9", "guideline:refunds-1"),
        ("", "knowledge list"),
    ],
)
def test_a_passage_that_does_not_exist(library: Library, wanted: str, hint: str) -> None:
    """What comes near is offered."""
    with pytest.raises(KnowledgeError, match=hint) as raised:
        library.passage(wanted)

    assert repr(wanted) in str(raised.value)


@pytest.mark.parametrize(
    ("query", "lang", "expected"),
    [
        ("충전기에서 불꽃이", "ko", "충전기에 불이 붙었어요"),
        ("연기 나는 배터리", "ko", "배터리에서 연기가 났대요"),
        ("연기 나는 배터리", "en", "The charger caught fire"),
    ],
)
def test_the_nearest_situation(library: Library, query: str, lang: Lang, expected: str) -> None:
    """In the language asked for."""
    assert library.situation(library.passage("guideline:fires-1"), query, lang) == expected


def test_a_situation_in_the_other_language_is_better_than_none(library: Library) -> None:
    """Where a passage has none in the language asked for."""
    passage = library.passage("guideline:rumours-1")

    assert library.situation(passage, "Are you being sold?", "en") in passage.situations


def test_changed_cards_are_indexed_anew(encoder: Encoder, tmp_path: Path) -> None:
    """The index follows the text of the cards; unchanged ones are used as they are."""
    before = [parse_card(a_card(a_passage()), "a.md")]
    after = [parse_card(a_card(a_passage(ko="망고 스무디는 얼음을 넣어 갈고 바로 드린다.")), "a.md")]
    query = encoder.encode(["망고 스무디는 얼음을 넣어 갈고 바로 드린다."])[0]

    def best(cards: list[Card]) -> tuple[float, str]:
        small = Library(cards, encoder, tmp_path)
        with closing(small.dense) as dense:
            return dense.nearest(query, 1)[0][1], dense.place

    assert best(before)[0] < 0.9
    assert best(after) == (pytest.approx(1, abs=1e-3), str(tmp_path))
    assert best(before)[0] < 0.9
