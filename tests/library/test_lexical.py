"""The lexical arm: words of a language in any of their forms."""

from __future__ import annotations

import numpy as np
import pytest

from playbook.library.lexical import Lexical, Morphemes, Words
from playbook.records import Lang

KO = ["환불은 사흘 안에 마친다", "배송이 늦으면 먼저 알린다", "iPhone 배터리에서 연기가 났다", ""]
EN = [
    "Refunds are paid within three days.",
    "Late deliveries are announced.",
    "The customer's battery was smoking.",
    "",
]


@pytest.fixture(scope="module")
def morphemes() -> Morphemes:
    return Morphemes()


@pytest.fixture(scope="module")
def arms(morphemes: Morphemes) -> dict[Lang, Lexical]:
    return {"ko": Lexical(KO, "ko", morphemes), "en": Lexical(EN, "en", morphemes)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("환불을 받았습니다", ["환불", "받"]),
        ("이것은 물이다", ["이것", "물"]),
        ("아이폰 iPhone 15", ["아이폰", "iphone", "15"]),
        ("", []),
        ("!!! …", []),
        ("\ud800 환불", ["환불"]),
    ],
)
def test_content_morphemes(morphemes: Morphemes, text: str, expected: list[str]) -> None:
    """Particles, endings, the copula and marks are left out; Latin letters are lower-cased."""
    assert morphemes([text]) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Refunds, refunded: REFUND!", ["refund"] * 3),
        ("the customer's 15", ["the", "custom", "15"]),
        ("환불", []),
        ("", []),
    ],
)
def test_stems(text: str, expected: list[str]) -> None:
    """English words are lower-cased and stemmed; nothing else is a word."""
    assert Words()([text]) == [expected]


@pytest.mark.parametrize(
    ("lang", "query", "best"),
    [
        ("ko", "환불이 안 돼요", 0),
        ("ko", "배송은 왜 늦어요", 1),
        ("ko", "IPHONE에 연기가", 2),
        ("en", "refund", 0),
        ("en", "delivery was late", 1),
        ("en", "customers saw smoke", 2),
    ],
)
def test_the_best_document(arms: dict[Lang, Lexical], lang: Lang, query: str, best: int) -> None:
    """It shares words with the query, whatever their form."""
    scores = arms[lang].scores(query)

    assert int(scores.argmax()) == best
    assert scores[best] > 0


@pytest.mark.parametrize(
    ("lang", "query"),
    [("ko", ""), ("ko", "망고 스무디"), ("ko", "refund"), ("en", ""), ("en", "mango"), ("en", "환불")],
)
def test_nothing_in_common(arms: dict[Lang, Lexical], lang: Lang, query: str) -> None:
    """Without a common word every document scores nothing."""
    assert np.array_equal(np.zeros(4, dtype=np.float32), arms[lang].scores(query))


def test_an_empty_document_never_scores(arms: dict[Lang, Lexical]) -> None:
    """It stands in the index and matches nothing, not even its placeholder."""
    assert arms["ko"].scores("환불 배송 연기 ∅")[3] == 0
    assert arms["ko"].scores("환불")[0] > 0
