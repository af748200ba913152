"""Normalising: one spelling, and always a way back to the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.language.normalise import normalise

TRICKY = "가힣ㅋㅠ칵각갂０１①❸⑩ﬁ㈜㎏рaАİ\u0301\u0308\u200b\u200d\ufe0f\u20e3\u202e\u3164\u3000\xa0\t\r\n👩💻🇰🇷️❤™´…ﾡ½٣ｶﾞﾅ"
texts = st.text(alphabet=st.one_of(st.sampled_from(TRICKY), st.characters()), max_size=24)
quick = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (unicodedata.normalize("NFD", "환불해 주세요"), "환불해 주세요"),
        ("０１０－００００－１２３４", "010-0000-1234"),
        ("①②③ ❶❷ ⑩ ❿", "123 12 10 10"),
        ("٣ ३", "3 3"),
        ("환\u200b불 \u202e해\ufeff줘", "환불 해줘"),
        ("한\u3164글 채움", "한글 채움"),
        ("a\u3000b\xa0c\td", "a b c d"),
        ("줄\r\n바꿈\r다시\u2028끝", "줄\n바꿈\n다시\n끝"),
        ("рауpаl", "paypal"),
        ("ΝΑVΕR", "NAVER"),
        ("ﬁrst ㈜두산 ㎏", "first (주)두산 kg"),
        ("ᄏᄏᄏ ﾡ", "ㅋㅋㅋ ㄱ"),
        ("STRAßE", "STRAßE"),
    ],
)
def test_many_spellings_become_one(text: str, expected: str) -> None:
    """Each disguise or legacy form is written as a keyboard would write it today."""
    assert normalise(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "환불해 주세요. Refund, please!",
        "ㅋㅋㅋㅋ ㅠㅠ ㅇㅈ",
        "Москва",  # a word that is Cyrillic throughout
        "σ와 π",
        "👨‍👩‍👧‍👦 👩🏽‍💻 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ 🇰🇷 ❤️ ™️ 🈁",
        "“따옴표” – 줄표 — 가운뎃점·",
        "大韓民國 日本",
        "´강세 부호",
    ],
)
def test_what_is_already_plain_stays(text: str) -> None:
    """Nothing is changed that has no plainer spelling; emoji pass whole."""
    assert normalise(text).text == text


def test_a_span_leads_back_to_the_original() -> None:
    """A syllable typed as three jamo is one character whose span covers all three."""
    original = "\u200b" + unicodedata.normalize("NFD", "각") + " ㈜ 끝"
    normal = normalise(original)

    assert normal.text == "각 (주) 끝"
    assert normal.span(0, 1) == (1, 4)
    assert normal.span(3, 4) == (5, 6)  # 주 inside ㈜ answers with the whole sign
    assert normal.span(6, 7) == (7, 8)
    assert original[slice(*normal.span(0, len(normal.text)))] == original[1:]


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 4)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    """A span that the text does not have is a mistake of the caller."""
    with pytest.raises(IndexError, match="no span"):
        normalise("abc").span(start, end)


@quick
@given(texts)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """The result is settled, and its own spans are the identity."""
    once = normalise(text).text
    twice = normalise(once)

    assert twice.text == once


@quick
@given(texts)
def test_spans_are_inside_in_order_and_compose(text: str) -> None:
    """Spans never leave the original, never go back, and a span is the union of its parts."""
    normal = normalise(text)
    length = len(normal.text)
    singles = [normal.span(place, place + 1) for place in range(length)]

    assert all(0 <= start < end <= len(text) for start, end in singles)
    assert singles == sorted(singles)
    for cut in range(1, length):
        left, right, whole = normal.span(0, cut), normal.span(cut, length), normal.span(0, length)
        assert (left[0], right[1]) == whole
        assert left[0] <= right[0]
        assert left[1] <= right[1]


@quick
@given(texts)
def test_the_folded_twin_has_the_same_length(text: str) -> None:
    """Lower case never moves a span, not even for the dotted capital I."""
    normal = normalise(text)

    assert len(normal.folded) == len(normal.text)
    assert normalise("İSTANBUL").folded == "istanbul"
