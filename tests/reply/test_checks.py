"""The checks of a reply: texts that each one finds, and as many that it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.reply.checks import (
    language_mismatch,
    length,
    personal_data,
    register,
    unbound,
    unfilled_slot,
)

from .conftest import a_channel, a_proof, found, levels

quick = settings(max_examples=100, deadline=None)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["[연락 창구]"], "[연락 창구]로 연락해 주십시오."),
        (["[답변 기한]", "[회사명]"], "[답변 기한]까지 답변드리겠습니다. [회사명]"),
        (["[a]", "[a]"], "[a] and again [a]"),
        (["[확인 필요]"], "내용은 [확인 필요]입니다."),
    ],
)
def test_an_unfilled_slot_is_an_error(words: list[str], text: str) -> None:
    """Wherever it stands, however often, whoever wrote it."""
    assert found(unfilled_slot, text) == [("error", each) for each in words]


@pytest.mark.parametrize("text", ["고객센터로 연락해 주십시오.", "(괄호)는 빈칸이 아닙니다.", "배열은 a[] 입니다.", ""])
def test_a_text_without_slots_is_complete(text: str) -> None:
    """Round and empty brackets ask nothing."""
    assert found(unfilled_slot, text) == []


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("010-1234-5678", "010-1234-5678로 전화드리겠습니다."),
        ("900101-1234567", "주민번호 900101-1234567을 확인했습니다."),
        ("4111 1111 1111 1111", "카드 4111 1111 1111 1111 결제를 확인했습니다."),
        ("김민지", "홍보팀 김민지 과장이 연락드리겠습니다."),
    ],
)
def test_personal_data_in_a_reply_is_an_error(words: str, text: str) -> None:
    """A number or a name that points to one person."""
    assert ("error", words) in found(personal_data, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("help@example.com", "문의는 help@example.com으로 주십시오."),
        ("02-123-4567", "문의는 02-123-4567로 주십시오."),
        ("123-45-67890", "사업자등록번호 123-45-67890입니다."),
    ],
)
def test_a_contact_of_the_company_is_only_noted(words: str, text: str) -> None:
    """A company gives its own; a person looks whether it is."""
    assert found(personal_data, text) == [("note", words)]


@pytest.mark.parametrize(
    "text",
    [
        "1588-0000으로 연락해 주십시오.",
        "11월 22일 오전 9시에 확인했습니다.",
        "https://notice.example.co.kr/24에서 보실 수 있습니다.",
        "담당자가 내역을 확인하겠습니다.",
        "We will answer by 6 p.m. on 23 November.",
    ],
)
def test_a_reply_without_personal_data(text: str) -> None:
    """Dates, links and service numbers tell of nobody."""
    assert found(personal_data, text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("help@example.com으로 답변드렸습니다.", "제 메일은 help@example.com 입니다"),
        ("Help@Example.com으로 답변드렸습니다.", "제 메일은 help@example.com 입니다"),
        ("02-123-4567로 전화드리겠습니다.", "02-123-4567로 전화 주세요"),
        ("02 123 4567로 전화드리겠습니다.", "02-123-4567로 전화 주세요"),
    ],
)
def test_what_the_message_gave_away_is_never_repeated(text: str, message: str) -> None:
    """Not even a kind of contact that a company may give of itself, nor written another way."""
    assert levels(personal_data, text) == ["note"]
    assert levels(personal_data, text, message=message) == ["error"]


def test_a_name_that_somebody_vouched_for_is_noted() -> None:
    """A sender may sign; the author of the message is never named."""
    text, known = "홍보팀 김민지 과장입니다.", ("홍보팀 김민지 과장",)

    assert levels(personal_data, text, known=known) == ["note"]
    assert levels(personal_data, text, known=known, message="저는 김민지 과장입니다. 환불해 주세요") == ["error"]


@pytest.mark.parametrize(
    ("expected", "text", "limit", "unit"),
    [
        ([], "가" * 10, 10, "characters"),
        (["error"], "가" * 11, 10, "characters"),
        ([], "가" * 5, 10, "weighted"),
        (["error"], "가" * 6, 10, "weighted"),
        ([], "가" * 45, 90, "cp949_bytes"),
        (["error"], "가" * 46, 90, "cp949_bytes"),
        ([], "😀", 2, "utf16"),
        (["error"], "😀a", 2, "utf16"),
        ([], "가" * 10_000, None, "characters"),
    ],
)
def test_a_text_over_the_limit_is_an_error(expected: list[str], text: str, limit: int | None, unit: str) -> None:
    """To the last character of what the channel counts."""
    assert levels(length, text, channel=a_channel(limit=limit, unit=unit)) == expected


def test_a_thread_is_announced_and_not_refused() -> None:
    """Where threads are usual, being too long is no fault."""
    channel = a_channel(limit=10, unit="characters")

    assert levels(length, "가" * 11, channel=channel, threaded=True) == ["note"]
    assert levels(length, "가" * 10, channel=channel, threaded=True) == []


@pytest.mark.parametrize(
    ("expected", "text"), [(["warning"], "안녕😀"), (["warning"], "café"), ([], "안녕!"), ([], "ok")]
)
def test_letters_that_a_text_message_garbles(expected: list[str], text: str) -> None:
    """Emoji and accents are not in CP949; other channels carry them."""
    assert levels(length, text, channel=a_channel(limit=90, unit="cp949_bytes")) == expected
    assert levels(length, text, channel=a_channel(limit=90)) == []


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("11월", "11월에 알려 드리겠습니다."),
        ("3만 원", "3만 원을 환불합니다."),
        ("30,000원", "30,000원입니다."),
        ("1234567원", "1234567원입니다."),
        ("50%", "50%를 마쳤습니다."),
        ("320명", "320명이 신고했습니다."),
        ("이백 명", "이백 명이 신고했습니다."),
        ("삼천만 원", "삼천만 원을 잃었습니다."),
        ("두 명", "두 명이 다쳤습니다."),
        ("천 명", "천 명이 넘습니다."),
        ("오늘", "오늘 조치했습니다."),
        ("다음 주까지", "다음 주까지 마치겠습니다."),
        ("$5.50", "It costs $5.50 now."),
        ("Monday", "We will answer on Monday."),
        ("two people", "We know that two people were hurt."),
        ("119명", "119명이 신고했습니다."),
    ],
)
def test_a_figure_that_rests_on_nothing(words: str, text: str) -> None:
    """An error in a case, a warning in a loose text."""
    assert found(unbound, text, drafted=True) == [("error", words)]
    assert found(unbound, text) == [("warning", words)]


@pytest.mark.parametrize(
    "text",
    [
        "이번 사건의 경위를 알려 드립니다.",
        "만일 이상이 있으면 알려 주십시오.",
        "사원 모두가 일일이 살폈습니다.",
        "이건 저희 잘못입니다.",
        "제일 먼저 확인하겠습니다.",
        "백화점과 공원에서 뵙겠습니다.",
        "한 분 한 분께 알려 드리겠습니다.",
        "1588-0000이나 02-123-4567로 연락해 주십시오.",
        "https://example.com/2026/11/22에서 보실 수 있습니다.",
        "위급하면 119에 먼저 신고해 주십시오.",
        "[11월 30일]까지 알려 드리겠습니다.",
        "나누어 올립니다. 1/2",
        "GS25에서 팔았습니다.",
        "We will tell everyone.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    """Words that begin like numerals, names, links, slots and numbers to call."""
    assert found(unbound, text, drafted=True) == []


@pytest.mark.parametrize(
    ("text", "known", "message"),
    [
        ("11월 30일까지 마치겠습니다.", ("점검 완료는 11월 30일",), ""),
        ("30,000원을 환불했습니다.", (), "30000원 냈어요"),
        ("30000원을 환불했습니다.", (), "30,000 원 냈어요"),
        ("320명입니다.", ("320 명",), ""),
        ("320입니다.", ("320명",), ""),
        ("5일입니다.", ("５일",), ""),
        ("두 명이 다쳤습니다.", ("두 명이 다침",), ""),
        ("We answer on monday.", ("Monday",), ""),
    ],
)
def test_a_figure_that_rests_on_a_fact_or_on_the_message(text: str, known: tuple[str, ...], message: str) -> None:
    """However it is spelled."""
    assert found(unbound, text, drafted=True, known=known, message=message) == []


@pytest.mark.parametrize(
    ("words", "text", "known", "message"),
    [
        ("2일", "2일 안에 답하겠습니다.", (), "12일에 샀어요"),
        ("30일", "11월 30일입니다.", ("11월 3일",), ""),
        ("320건", "320건입니다.", ("320명",), ""),
        ("12일", "12일입니다.", ("1", "2일"), ""),
        ("50%", "50%입니다.", ("150%",), ""),
    ],
)
def test_a_likeness_is_no_ground(words: str, text: str, known: tuple[str, ...], message: str) -> None:
    """A part of another figure, or the same number of something else, does not hold one."""
    assert found(unbound, text, drafted=True, known=known, message=message) == [("error", words)]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("전액 환불해 드리겠", "전액 환불해 드리겠습니다."),
        ("즉시 보상하겠", "즉시 보상하겠습니다."),
        ("무조건 교환합니다", "무조건 교환합니다."),
        ("full refund", "You will get a full refund."),
        ("we will refund", "Then we will refund you."),
        ("guarantee", "We guarantee it."),
    ],
)
def test_a_promise_that_nobody_approved(words: str, text: str) -> None:
    """An error in a case; that the message asks for it changes nothing."""
    assert found(unbound, text, drafted=True, message=text) == [("error", words)]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("전액 환불해 드리겠습니다.", ("구매 금액 전액 환불",)),
        ("You will get a full refund.", ("a full refund by CS head",)),
        ("환불 여부를 확인하고 있습니다.", ()),
        ("전원을 끄고 기다려 주십시오. 교체는 확인 뒤에 안내합니다.", ()),
        ("We are looking into a refund.", ()),
    ],
)
def test_a_promise_that_may_be_made(text: str, known: tuple[str, ...]) -> None:
    """Somebody vouched for it, or it is none."""
    assert found(unbound, text, drafted=True, known=known) == []


@quick
@given(st.lists(st.integers(1, 9_999_999), min_size=1, max_size=4))
def test_every_number_of_a_text_can_be_vouched_for(numbers: list[int]) -> None:
    """What is confirmed word for word is never found; nothing is found twice."""
    text = " ".join(f"합계는 {number:,}원입니다." for number in numbers)

    assert found(unbound, text, drafted=True, known=(text,)) == []
    assert len(found(unbound, text, drafted=True)) == len(numbers)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ([("warning", "그런데 안 돼요.")], "확인하겠습니다. 그런데 안 돼요."),
        ([("warning", "해 드릴게요~")], "해 드릴게요~"),
        ([("error", "확인했다.")], "확인했다."),
        ([("error", "왜 안 돼?")], "확인하겠습니다. 왜 안 돼?"),
        ([("warning", "주세요"), ("error", "확인한다")], "주세요\n확인한다"),
        ([], "확인하겠습니다. 연락해 주십시오."),
        ([], "함께 확인하시겠습니까?"),
        ([], "공지"),
        ([], "[담당자와 부서] 드림"),
        ([], "문의: 1588-0000"),
        ([], "감사합니다 :)"),
    ],
)
def test_the_register_is_formal(expected: list[tuple[str, str]], text: str) -> None:
    """해요 is a warning, 한다 and 해 are errors, headings have none."""
    assert found(register, text) == expected


def test_english_has_no_register_to_mix() -> None:
    """The check reads Korean only."""
    assert found(register, "We will check. 해 드릴게요", lang="en") == []


@pytest.mark.parametrize(
    ("expected", "text", "message_lang"),
    [
        (["warning"], "불편을 드려 죄송합니다.", "en"),
        (["warning"], "We are sorry for the trouble.", "ko"),
        ([], "불편을 드려 죄송합니다.", "ko"),
        ([], "We are sorry for the trouble.", "en"),
        ([], "We are sorry for the trouble.", None),
        ([], "OK", "ko"),
    ],
)
def test_a_reply_is_in_the_language_of_the_message(expected: list[str], text: str, message_lang: str | None) -> None:
    """A very short one has no language to speak of."""
    assert levels(language_mismatch, text, message_lang=message_lang) == expected


CHECKS = [unfilled_slot, personal_data, length, unbound, register, language_mismatch]


@quick
@given(st.text(max_size=120), st.sampled_from(CHECKS), st.sampled_from(["ko", "en"]))
def test_a_check_reads_any_text(text: str, check: Any, lang: str) -> None:
    """No text breaks one; what it points at lies inside the text; it says what and why in words."""
    known = {"lang": lang, "message": text[::-1], "message_lang": lang, "drafted": True}
    for finding in check(a_proof(text, channel=a_channel(limit=50, unit="cp949_bytes"), **known)):
        assert finding.message
        assert finding.start is None or 0 <= finding.start < (finding.end or 0) <= len(text)
