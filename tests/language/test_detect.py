"""Language of a text: Korean, English, or a warning that it is neither."""

from __future__ import annotations

import pytest

from playbook.language.detect import detect, other_script


@pytest.mark.parametrize(
    "text",
    [
        "환불해 주세요",
        "iPhone 15 Pro Max 화면 나감",
        "Samsung Galaxy S24 Ultra 터짐",
        "LG U+ 인터넷 또 끊김",
        "https://example.com/a/very/long/path/of/words 이거 뭐죠",
        "@playbook_official 답변 좀",
        "ㅋㅋㅋㅋ",
        "ㅠㅠㅠ",
        "ㅇㅈ AS 최악",
        "123-456",
        "😡😡😡",
        "",
        "하\u1112\u1161\u11ab글",
        "'Sorry for the inconvenience'라고만 답하고 끝이네요 정말 성의가 없습니다",
    ],
)
def test_korean(text: str) -> None:
    """Hangul carries the clause, or there is nothing to go by."""
    assert detect(text) == "ko"


@pytest.mark.parametrize(
    "text",
    [
        "I want a refund",
        "I love the 배달의민족 app but it is slow",
        "Why is 쿠팡 charging me twice?",
        "Worst service ever 쿠팡",
        "hello",
        "Où est mon colis ?",
        "どうして届かないの",
        "Где мой заказ?",
    ],
)
def test_english(text: str) -> None:
    """English clauses with a Korean name in them, and every other script."""
    assert detect(text) == "en"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("どうして届かないの", "Kana"),
        ("我的包裹在哪里", "Han"),
        ("Где мой заказ?", "Cyrillic"),
        ("أين طلبي", "Arabic"),
        ("พัสดุของฉันอยู่ที่ไหน", "Thai"),
        ("मेरा ऑर्डर कहाँ है", "Devanagari"),
        ("Που είναι η παραγγελία μου", "Greek"),
        ("איפה ההזמנה שלי", "Hebrew"),
    ],
)
def test_another_script_is_named(text: str, script: str) -> None:
    """Most letters are in it."""
    assert other_script(text) == script


@pytest.mark.parametrize(
    "text",
    [
        "환불해 주세요",
        "I want a refund",
        "大韓民國 헌법 제1조를 지켜 주세요",
        "α버전 앱이 꺼져요",
        "1234 !!",
        "",
        "Ça ne marche pas",
        "ㅋㅋㅋ",
    ],
)
def test_no_warning_for_the_two_languages(text: str) -> None:
    """A few foreign letters in a Korean or English text are nothing to warn of."""
    assert other_script(text) is None
