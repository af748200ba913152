"""Finding passages: what is found, what is left out, whose word comes first, and that quotes are quotes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import KnowledgeError
from playbook.language.detect import detect
from playbook.library.cards import Card, Passage, parse_card
from playbook.library.encoder import Encoder
from playbook.library.search import COMPANY_FIRST, EVERYTHING, FEW, Library, Only, quotable
from playbook.records import KINDS, STANCES, TOPICS, Hit, Lang

from .conftest import GONE, a_card, a_passage

ALL = 99
LATE = ("택배가 일주일째 안 와요", "My parcel has been late for a week")
WRAP = ("선물 포장을 해 주시나요", "Do you wrap presents?")
PRICE = ("다른 가게가 더 싸면 차액을 돌려주나요", "Do you refund the difference if another shop is cheaper?")
HELMET = ("헬멧 끈이 풀렸어요", "The strap of my helmet came loose")


def a_guide(name: str, heading: str, ko: str, en: str, *situations: str, company: bool = False, **fields: Any) -> Card:
    """A card of one passage; a company's own has no facts to render."""
    labels = {key: fields.pop(key) for key in ("stances", "kinds", "topics") if key in fields}
    block = {"id": GONE, "situations": list(situations), **labels} | ({"facts": GONE} if company else {})
    front = {"id": name, "title": {"ko": "안내", "en": "Advice"}, **fields}
    return parse_card(a_card(a_passage(heading, ko, en, **block), **front), f"{name}.md", company=company)


def the_shelf() -> Iterator[Card]:
    """Guidance with labels and without, ours and a company's own, some of it past its day."""
    today = datetime.now(UTC).date()
    late = (
        "늦은 택배 | Late parcels",
        "택배가 늦으면 도착할 날을 먼저 알린다.",
        "When a parcel is late, say first on which day it will come.",
        *LATE,
        "언제 도착해요",
    )
    helmet = (
        "헬멧 끈 | Helmet straps",
        "헬멧 끈이 풀리면 새것으로 바꾸어 드리고 쓰던 것은 거두어 간다.",
        "A helmet whose strap comes loose is replaced and the old one collected.",
        *HELMET,
        "헬멧 끈이 끊어졌어요",
    )
    wrap = (
        "선물 포장 | Gift wrapping",
        "선물 포장은 주문할 때 고르면 무료로 해 드린다.",
        "Presents are wrapped free of charge when it is chosen with the order.",
        *WRAP,
        "포장해 주세요",
    )
    price = (
        "최저가 보상 | Price promise",
        "다른 가게가 더 싸면 산 날부터 일주일 동안 차액을 돌려준다.",
        "If another shop is cheaper, the difference is refunded for a week.",
        *PRICE,
        "더 싼 데를 봤어요",
    )
    yield a_guide("parcels", *late, topics=["delivery"], stances=["escalate_cs"], kinds=["complaint"])
    yield a_guide(
        "whispers",
        "몰래 도는 말 | Whispers",
        "회사가 곧 팔린다는 말이 돌면 확인된 것만 밝힌다.",
        "When people whisper that the company will be sold, tell only what is confirmed.",
        "회사가 팔린다면서요",
        "곧 망한다던데요",
        "Are you being sold?",
        topics=["finance", "executive"],
        stances=["transparency"],
        kinds=["rumor", "inquiry"],
    )
    yield a_guide(
        "strike",
        "파업 | A strike",
        "한 회사는 파업한 날 저녁에 협상 시각을 알렸다.",
        "One company told the hour of the talks on the evening of its strike.",
        "노조가 파업한대요",
        "협상은 언제 하나요",
        "Is there a strike?",
        kind="case",
        topics=["labor"],
        stances=["monitor"],
    )
    yield a_guide("helmets", *helmet)
    yield a_guide("helmets-own", *helmet, company=True)
    yield a_guide("wrap-own", *wrap, company=True, expires=today + timedelta(days=2))
    yield a_guide("price-own", *price, company=True, expires=today - timedelta(days=2))
    yield a_guide("thanks-own", "감사 | Thanks", "문의해 주셔서 감사합니다.", "Thank you for writing.", company=True,
                  kind="reply")  # fmt: skip


UNLABELLED = {"guideline:helmets", "guideline:helmets-own-1", "guideline:wrap-own-1", "reply:thanks-own-1"}


@pytest.fixture(scope="module")
def shelf(encoder: Encoder) -> Library:
    """In memory."""
    return Library(tuple(the_shelf()), encoder)


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
    (hit,) = library.search(query, k=1, only=Only(("guideline",)))

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


@pytest.mark.parametrize("query", LATE)
@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (EVERYTHING, {"guideline:parcels", "guideline:whispers", "case:strike"} | UNLABELLED),
        (Only(("case",)), {"case:strike"}),
        (Only(("reply",)), {"reply:thanks-own-1"}),
        (Only(("case", "reply")), {"case:strike", "reply:thanks-own-1"}),
        (Only(kind="complaint"), {"guideline:parcels", "case:strike"} | UNLABELLED),
        (Only(kind="inquiry"), {"guideline:whispers", "case:strike"} | UNLABELLED),
        (Only(kind="praise"), {"case:strike"} | UNLABELLED),
        (Only(topic="executive"), {"guideline:whispers"} | UNLABELLED),
        (Only(topic="privacy"), UNLABELLED),
        (Only(stance="escalate_cs"), {"guideline:parcels"} | UNLABELLED),
        (Only(stance="monitor"), {"case:strike"} | UNLABELLED),
        (Only((), "complaint", "delivery", "escalate_cs"), {"guideline:parcels"} | UNLABELLED),
        (Only((), "complaint", "delivery", "transparency"), UNLABELLED),
        (Only(("guideline",), topic="delivery"), {"guideline:parcels"} | UNLABELLED - {"reply:thanks-own-1"}),
        (Only(("case",), "complaint", "labor"), {"case:strike"}),
        (Only(("case",), topic="delivery"), set()),
    ],
)
def test_a_search_can_be_narrowed(shelf: Library, query: str, only: Only, expected: set[str]) -> None:
    """To kinds of passages, and to those that serve a message; a passage without such labels serves any."""
    assert set(ids(shelf.search(query, k=ALL, only=only))) == expected


def kept_by(only: Only, passage: Passage) -> bool:
    return (
        (not only.passages or passage.kind in only.passages)
        and (only.kind is None or not passage.kinds or only.kind in passage.kinds)
        and (only.topic is None or not passage.topics or only.topic in passage.topics)
        and (only.stance is None or not passage.stances or only.stance in passage.stances)
    )


@given(
    only=st.builds(
        Only,
        st.lists(st.sampled_from(["guideline", "case", "reply"]), unique=True).map(tuple),
        st.none() | st.sampled_from(KINDS),
        st.none() | st.sampled_from(TOPICS),
        st.none() | st.sampled_from(STANCES),
    ),
    query=st.sampled_from([*LATE, *WRAP, *HELMET, "?", "qwzx"]),
    k=st.integers(1, 9),
)
@settings(max_examples=60, deadline=None)
def test_narrowing_only_leaves_out(shelf: Library, only: Only, query: str, k: int) -> None:
    """What is left has the order and the scores that it had."""
    everything = shelf.search(query, k=ALL)
    left = [hit for hit in everything if kept_by(only, shelf.passage(hit.id))]

    assert shelf.search(query, k=k, only=only) == left[:k]


def test_narrowing_takes_no_label_as_a_wish(shelf: Library) -> None:
    """A label that lifts may be another than the one that narrows."""
    hits = shelf.search(
        "무슨 일이죠", k=ALL, only=Only(("guideline",), topic="delivery"), topic="finance", stance="monitor"
    )

    assert set(ids(hits)) == {"guideline:parcels"} | UNLABELLED - {"reply:thanks-own-1"}


# Whose word comes first, and how long it holds


@pytest.mark.parametrize("query", HELMET)
def test_of_equals_the_company_comes_first(shelf: Library, query: str) -> None:
    """Where its guidance says the same as ours, though ours was read first."""
    first, second = shelf.search(query, k=2)

    assert (first.id, second.id) == ("guideline:helmets-own-1", "guideline:helmets")
    assert first.score - second.score == pytest.approx(COMPANY_FIRST, abs=1e-3)


@pytest.mark.parametrize("query", LATE)
def test_what_clearly_fits_better_comes_before_the_company(shelf: Library, query: str) -> None:
    """Its guidance on another matter does not push ours away."""
    assert shelf.search(query, k=1)[0].id == "guideline:parcels"


@pytest.mark.parametrize("reference", [False, True])
@pytest.mark.parametrize(
    ("query", "passage", "offered"),
    [(WRAP[0], "guideline:wrap-own-1", True), (WRAP[1], "guideline:wrap-own-1", True),
     (PRICE[0], "guideline:price-own-1", False), (PRICE[1], "guideline:price-own-1", False)],
)  # fmt: skip
def test_guidance_past_its_day_is_not_offered(
    shelf: Library, query: str, passage: str, offered: bool, reference: bool
) -> None:
    """However well it fits; until that day it is."""
    hits = ids(shelf.search(query, k=ALL, reference=reference))

    assert (passage in hits) is offered
    assert (hits[0] == passage) is offered
    assert shelf.passage(passage).id == passage


@pytest.mark.parametrize(
    ("query", "covered"),
    [
        *((query, True) for query in (*LATE, *WRAP, *HELMET)),
        *((query, False) for query in PRICE),
        ("qwzx vbnm plkj", False),
        ("", False),
        ("\n\t", False),
    ],
)
def test_whether_anything_covers_it(shelf: Library, query: str, covered: bool) -> None:
    """In either language; guidance past its day does not count."""
    assert shelf.covers(query) is covered


def test_background_covers_too(library: Library) -> None:
    """It can be read, though it is no guidance."""
    assert library.covers("컵의 역사가 궁금해요")


# How many of a card, and in which order


@pytest.fixture(scope="module")
def heap(encoder: Encoder) -> Library:
    """One card with more passages than are looked at first, and a small one behind it."""
    many = [a_passage(f"{n} | {n}", f"{n}번.", f"No. {n}.", id=str(n)) for n in range(2 * FEW + 50)]
    return Library(
        [parse_card(a_card(*many), "cups.md"), a_guide("last", "끝 | End", "끝.", "End.", *"가나다")], encoder
    )


@given(seed=st.integers(0, 9999), values=st.integers(1, 60))
@settings(max_examples=8, deadline=None)
def test_the_order_is_by_score_and_then_as_on_the_shelf(heap: Library, seed: int, values: int) -> None:
    """Among the first few hundred and beyond; equals come in the order of the cards."""
    drawn = np.random.default_rng(seed).integers(0, values, len(heap.passages))
    scores = (drawn / values).astype(np.float32)
    in_order = [heap.passages[i].id for i in sorted(range(len(scores)), key=lambda i: (-scores[i], i))]
    for k in (1, FEW - 1, FEW, FEW + 1, len(in_order)):
        assert ids(heap.search("컵", k=k, per_card=len(in_order), scores=scores)) == in_order[:k]


@pytest.mark.parametrize("per_card", [1, 3])
def test_one_card_does_not_hide_another(heap: Library, per_card: int) -> None:
    """Though hundreds of its passages fit better."""
    scores = np.linspace(1, 0.1, len(heap.passages), dtype=np.float32)
    hits = ids(heap.search("컵", k=ALL, per_card=per_card, scores=scores))

    assert hits == [*(f"guideline:cups-{n}" for n in range(per_card)), "guideline:last"]


@pytest.mark.parametrize("query", ["컵 손잡이가 떨어진 소문", "A rumour about broken cups"])
def test_results_come_from_different_cards(library: Library, query: str) -> None:
    """One of each, the best of it, where one is asked for."""
    everything = ids(library.search(query, k=ALL, per_card=ALL))
    best = {library.card_of(name).id: name for name in reversed(everything)}
    hits = ids(library.search(query, k=ALL, per_card=1))

    assert len(hits) == len(best) == 6
    assert set(hits) == set(best.values())


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
    asked = "망고 스무디에 얼음이 너무 많아요"
    after = [parse_card(a_card(a_passage(situations=["컵", "잔", asked])), "a.md")]
    query = encoder.encode([asked])[0]

    def best(cards: list[Card]) -> tuple[float, str]:
        small = Library(cards, encoder, tmp_path)
        with closing(small.dense) as dense:
            dense.wait()
            return dense.nearest(query, 1)[0][1], dense.place

    assert best(before)[0] < 0.9
    assert best(after) == (pytest.approx(1, abs=1e-3), str(tmp_path))
    assert best(before)[0] < 0.9
