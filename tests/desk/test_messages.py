"""What the desk takes and refuses, and what a draft of it holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from playbook.desk import LONGEST, Desk
from playbook.errors import InputError, PlaybookError
from playbook.language.privacy import find
from playbook.library.search import Only
from playbook.records import CHANNELS, Message

from .conftest import BROKEN, BROKEN_EN


@pytest.mark.parametrize(
    "text", [" ", "\n\t ", "\u3000\u00a0", "\u200b\u200b", "\x00", "\x00\x01\x1f", "\u3164", "\u202e\u200f"]
)
def test_an_empty_message_is_refused(desk: Desk, text: str) -> None:
    """Also one of which nothing can be seen."""
    for ask in (desk.draft, desk.triage):
        with pytest.raises(InputError, match="is empty"):
            ask(Message(text=text))


@pytest.mark.parametrize("text", ["", "환불 \ud800 해 주세요"])
def test_what_is_no_text_is_no_message(text: str) -> None:
    """Nothing, and half a character."""
    with pytest.raises(ValidationError):
        Message(text=text)


def test_a_message_may_be_long_and_not_endless(desk: Desk) -> None:
    """The limit is told with the length."""
    assert desk.draft(Message(text=("환불 " * LONGEST)[:LONGEST])).triage.reasons
    with pytest.raises(InputError, match="100,001 characters, more than 100,000"):
        desk.draft(Message(text="가" * (LONGEST + 1)))
    with pytest.raises(InputError, match="more than 100,000"):
        desk.triage(Message(text=" " * (LONGEST + 1)))


@pytest.mark.parametrize("text", ["가", "a", "1", "a@", "ㅋ", "[", "<b>", "010-1234-5678", "가나다라마바사아자차"])
def test_a_long_text_without_a_blank_is_read(desk: Desk, text: str) -> None:
    """No pattern loses itself in it."""
    assert desk.draft(Message(text=(text * 20_000)[:20_000])).triage.reasons


@pytest.mark.parametrize(
    "text",
    [
        "환불\x00해 주세요\x07\x1b[31m",
        "😡😡😡",
        "👨‍👩‍👧‍👦🇰🇷",
        "ㅋㅋㅋㅋ",
        "?!",
        "0",
        "<script>alert('환불')</script><b>환불</b> 해 주세요 &amp; <img src=x onerror=y>",
        "\u202e환불해 주세요\u202c",
        "{subject}{을/를} [company] {0} %s",
        "[연락 창구]로 환불해 주세요",
        "=cmd|'/c calc'!A1",
        "'; DROP TABLE cases; --",
        "환불\r\n해\u2028주세요\u0085",
        "e\u0301\u0301\u0301 " * 50,
    ],
)
def test_an_odd_message_gets_an_ordinary_answer(desk: Desk, text: str) -> None:
    """The message is kept as it came; nothing of it runs, and nothing of it gets into the reply."""
    case = desk.draft(Message(text=text, channel="x"))

    assert case.message.text == text
    assert {reason.rule.split(".")[0] for reason in case.triage.reasons} == {
        "kind", "topic", "severity", "stance", "owner",
    }  # fmt: skip
    if case.draft is not None:
        assert not set("<>{}\x00\x1b\u202e") & set(case.draft.text)
        assert {slot.name for slot in case.draft.slots} <= set(desk.composer.moves.slots)


@pytest.mark.parametrize(
    "text",
    [
        "返金してください。商品が壊れていました。",
        "请退款，商品坏了。",
        "أريد استرداد أموالي",
        "Верните мне деньги, товар сломан.",
        "ขอเงินคืนด้วยค่ะ",
        "Θέλω τα χρήματά μου πίσω",
    ],
)
def test_another_language_asks_for_a_person(desk: Desk, text: str) -> None:
    """It is answered in English, and the program says that it is not sure."""
    case = desk.draft(Message(text=text))

    assert case.triage.lang == "en"
    assert case.triage.needs_human
    assert "This looks like neither Korean nor English." in case.triage.doubts


@pytest.mark.parametrize("text", [BROKEN, BROKEN_EN, "iPhone 15 화면이 나갔어요", "I love the 배달의민족 app"])
def test_korean_and_english_are_known(desk: Desk, text: str) -> None:
    """Also beside names in the other."""
    doubts = desk.triage(Message(text=text)).doubts

    assert not [doubt for doubt in doubts if "neither" in doubt or "한국어나 영어가 아닌" in doubt]


@pytest.mark.parametrize(
    ("lang", "message", "asked"),
    [
        ("ko", {"text": BROKEN}, None),
        ("en", {"text": BROKEN_EN}, None),
        ("en", {"text": BROKEN}, "en"),
        ("ko", {"text": BROKEN_EN}, "ko"),
        ("en", {"text": BROKEN, "lang": "en"}, None),
        ("ko", {"text": BROKEN_EN, "lang": "en"}, "ko"),
    ],
)
def test_the_reply_is_in_the_language_asked_for(desk: Desk, lang: str, message: Any, asked: Any) -> None:
    """By default in that of the message."""
    draft = desk.draft(Message(**message), lang=asked).draft

    assert draft is not None
    assert draft.lang == lang
    assert ("습니다" in draft.text) is (lang == "ko")


@pytest.mark.parametrize(
    ("channel", "came", "asked"),
    [("web_form", None, None), ("x", "x", None), ("sms", "x", "sms"), ("email", None, "email")],
)
def test_the_reply_stands_where_it_is_asked_for(desk: Desk, channel: str, came: Any, asked: Any) -> None:
    """By default where the message came from."""
    assert desk.draft(Message(text=BROKEN, channel=came), channel=asked).channel == channel


def test_the_same_message_gets_the_same_case(desk: Desk) -> None:
    """But for its id and time; and nothing of it is stored."""
    kept = len(desk.store.queue())
    first, again = (desk.draft(Message(text=BROKEN, channel="x")) for _ in range(2))
    same = {"triage", "citations", "draft", "findings", "gap", "state", "version"}

    assert first.id != again.id
    assert first.model_dump(include=same) == again.model_dump(include=same)
    assert len(desk.store.queue()) == kept


@pytest.mark.parametrize("channel", ["x", "sms", "email"])
def test_a_case_shows_nothing_of_the_person_but_the_message(desk: Desk, channel: Any) -> None:
    """Draft, citations and findings are free of what the message gives away."""
    text = "환불해 주세요. 홍길동이고 010-1234-5678, gil@example.com, 900101-1234567 입니다. 주문번호 20261122-0001234."
    case = desk.draft(Message(text=text, channel=channel))
    told = [text[p.start : p.end] for p in find(text)]
    shown = case.model_dump_json(exclude={"message": True, "triage": {"personal_data"}})

    assert len(told) >= 4
    assert [value for value in told if value in shown] == []
    assert [p.type for p in case.triage.personal_data] == [p.type for p in find(text)]
    assert "personal_data" not in {finding.check for finding in case.findings}


@settings(max_examples=15, deadline=None)
@given(text=st.text(min_size=1, max_size=60), channel=st.sampled_from(CHANNELS))
def test_any_message_is_drafted_or_refused(desk: Desk, text: str, channel: Any) -> None:
    """With one of our own errors; a draft fits its channel and is honest about its slots."""
    try:
        case = desk.draft(Message(text=text, channel=channel))
    except PlaybookError:
        return
    if case.draft is not None:
        assert case.draft.limit is None or case.draft.length <= case.draft.limit
        assert len([f for f in case.findings if f.check == "unfilled_slot"]) >= len(case.draft.slots)


def test_many_messages_are_labelled_in_order(desk: Desk) -> None:
    """One label each, the same as alone; a bad one among them is refused."""
    messages = [Message(id=str(n), text=text) for n, text in enumerate([BROKEN, BROKEN_EN, "감사합니다", BROKEN])]
    labels = list(desk.triage_all(messages))

    assert [label.id for label in labels] == ["0", "1", "2", "3"]
    assert labels == [desk.triage(message) for message in messages]
    with pytest.raises(InputError, match="is empty"):
        list(desk.triage_all([messages[0], Message(text="\u200b")]))


def test_search_answers(desk: Desk) -> None:
    """As many as asked for, of the kinds asked for; an empty question has no answer."""
    assert len(desk.search("불만에 어떻게 답하나", k=2)) == 2
    assert {hit.kind for hit in desk.search("이물 사고", k=3, only=Only(("case",)))} == {"case"}
    assert desk.search("  ") == []
