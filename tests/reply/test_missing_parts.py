# ruff: noqa: E501 - a table of texts reads best with one a line
"""Parts that a stance or a sort of crisis asks for: texts that have them, and texts that lack one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.records import KINDS, STANCES, TOPICS
from playbook.reply.checks import missing_parts
from playbook.reply.checks.said import PARTS, PartName, may_say

from .conftest import a_channel, a_proof, found, levels

quick = settings(max_examples=100, deadline=None)

WHOLE = {
    "transparency": (
        "현재 원인을 확인하고 있으며, 결과를 다시 알려 드리겠습니다.",
        "We are checking the cause and will report what we find.",
    ),
    "action_plan": (
        "저희 잘못입니다. 사과드립니다. 전액 환불을 11월 30일까지 마치겠습니다.",
        "This was our fault and we are sorry. Refunds will be made by 30 November.",
    ),
    "escalate_cs": ("고객센터로 연락해 주십시오.", "Please contact us by direct message."),
    "acknowledge": ("남겨 주신 글 잘 읽었습니다.", "Thank you for telling us."),
    "monitor": ("", ""),
}


@pytest.mark.parametrize("lang", [0, 1])
@pytest.mark.parametrize("stance", WHOLE)
def test_a_reply_that_does_what_its_stance_needs(stance: str, lang: int) -> None:
    """Nothing is missing, in either language."""
    assert found(missing_parts, WHOLE[stance][lang], stance=stance, severity=4) == []


@pytest.mark.parametrize(
    ("missing", "stance", "text"),
    [
        (["아는 것이나 확인 중인 것"], "transparency", "내일 다시 알려 드리겠습니다."),
        (["다음 안내의 약속이나 창구"], "transparency", "원인을 조사하고 있습니다."),
        (["사과"], "action_plan", "저희 책임입니다. 환불을 11월 30일까지 마치겠습니다."),
        (["책임의 인정"], "action_plan", "사과드립니다. 환불을 11월 30일까지 마치겠습니다."),
        (["복구나 보상"], "action_plan", "저희 잘못입니다. 사과드립니다. 점검을 11월 30일까지 마치겠습니다."),
        (["기한이 있는 조치"], "action_plan", "저희 잘못입니다. 사과드립니다. 환불해 드립니다."),
        (["이어 갈 비공개 경로"], "escalate_cs", "죄송합니다. 살펴보겠습니다."),
        (["들었다는 표시"], "acknowledge", "그렇습니다."),
        ([], "monitor", "그렇습니다."),
        ([], None, "그렇습니다."),
    ],
)
def test_a_part_that_is_missing_is_named(missing: list[str], stance: str | None, text: str) -> None:
    """One finding for each; a stance that needs nothing, or that nobody knows, asks for none."""
    told = [f.message for f in missing_parts(a_proof(text, stance=stance))]

    assert told == [f"빠진 것이 있습니다: {part}" for part in missing]


@pytest.mark.parametrize(
    ("level", "known"),
    [
        ("error", {"severity": 3}),
        ("error", {"severity": 4}),
        ("warning", {"severity": 2}),
        ("warning", {"severity": 3, "channel": a_channel(limit=350)}),
        ("error", {"severity": 3, "channel": a_channel(limit=351)}),
    ],
)
def test_responsibility_is_an_error_where_the_matter_is_grave(level: str, known: dict[str, Any]) -> None:
    """In a very short post it may stand in the statement instead."""
    text = "사과드립니다. 환불을 11월 30일까지 마치겠습니다."

    assert levels(missing_parts, text, stance="action_plan", **known) == [level]


@pytest.mark.parametrize(
    ("stance", "text"),
    [
        ("transparency", "확인한 내용은 3시까지 https://notice.example.co.kr/24에 알려 드리겠습니다."),
        ("transparency", "확인 중입니다. 30일까지 https://notice.example.co.kr/24.html 에 공개하겠습니다."),
        ("action_plan", "저희 잘못입니다. 사과드립니다. 30일까지 https://a.co.kr/1에서 환불을 마치겠습니다."),
    ],
)
def test_a_link_ends_no_sentence(stance: str, text: str) -> None:
    """The stops of an address are not those of a sentence."""
    assert found(missing_parts, text, stance=stance, severity=4) == []


def test_words_are_not_put_right_with_money() -> None:
    """An offence by words needs no repair."""
    text = "저희 잘못입니다. 사과드립니다. 광고를 11월 30일까지 내리고 결과를 공개하겠습니다."

    assert levels(missing_parts, text, stance="action_plan", topic="labeling") == ["warning"]
    assert levels(missing_parts, text, stance="action_plan", topic="ethics") == []


def missing(text: str, **known: Any) -> list[str]:
    """The parts that a text lacks, in English."""
    return [f.message.removeprefix("Something is missing: ") for f in missing_parts(a_proof(text, lang="en", **known))]


VICTIMS = "the people who were hurt, and what is done for them"
NOW = "what people should do now"
CARE = "care for the people affected"
FACT, EVIDENCE = "the fact behind the rumour", "evidence for the fact"
RUMOUR = {"kind": "rumor", "stance": "transparency", "topic": "finance"}
ACCIDENT = {"kind": "incident", "stance": "transparency", "topic": "outage"}
DANGER = {"kind": "incident", "stance": "transparency", "topic": "safety", "severity": 4}
FAULT = {"kind": "incident", "stance": "action_plan", "topic": "safety", "severity": 4}


@pytest.mark.parametrize(
    ("expected", "text", "known"),
    [
        ([EVIDENCE], "매각은 사실이 아닙니다. 문의는 고객센터로 주십시오.", RUMOUR),
        ([], "매각은 사실이 아닙니다. 11월 14일 공시에서 보실 수 있습니다. 결과는 다시 알려 드리겠습니다.", RUMOUR),
        ([], "소문의 사실 여부를 확인하고 있으며 오후 6시까지 알려 드리겠습니다.", RUMOUR),
        ([FACT, EVIDENCE], "이번 주 안에 다시 말씀드리겠습니다. 배달이 3월부터 늦어졌습니다.", RUMOUR),
        ([EVIDENCE], "We have no plans to sell; the cause is gossip. We will share more soon.", RUMOUR),
        ([], "We have no plans to sell, as the filing of 14 May says. We will report at noon.", RUMOUR),
        ([CARE], "서버 두 대가 멈춰 원인을 조사하고 있습니다. 오후 3시에 다시 알려 드리겠습니다.", ACCIDENT),
        ([], "서버 두 대가 멈춰 불편을 드리고 있습니다. 원인을 조사하고 있으며 3시에 다시 알려 드리겠습니다.", ACCIDENT),
        ([CARE], "Two servers failed. We are checking the cause and will report at noon.", ACCIDENT),
        ([], "Two servers failed, and we know the trouble this causes. We will report at noon.", ACCIDENT),
        ([NOW], "저희는 안전을 먼저 살피고 있습니다. 원인을 조사하고 있습니다. 결과를 공개하겠습니다.", DANGER),
        ([], "다치신 분들을 살피고 있습니다. 히터 사용을 멈춰 주십시오. 원인을 조사하고 결과를 공개하겠습니다.", DANGER),
        ([VICTIMS], "한 명이 숨졌습니다. 걱정하실 분들께 안내드립니다. 원인을 조사하고 결과를 공개하겠습니다. 문의는 1588로 주십시오.", DANGER),
        ([], "한 명이 숨졌습니다. 유가족께 위로를 전합니다. 원인을 조사하고 결과를 공개하겠습니다. 문의는 1588로 주십시오.", DANGER),
        ([VICTIMS], "A worker died. We are checking the cause for everyone's safety and will report at noon. Call 1588.", DANGER),
        ([], "A worker died. Our condolences go to the family. We are checking the cause and will report at noon. Call 1588.", DANGER),
        (["repair or compensation"], "고인의 명복을 빕니다. 저희 책임입니다. 사과드립니다. 12월 1일까지 점검을 마치겠습니다. 문의는 1588로 주십시오.", FAULT),
        (["taking responsibility"], "다치신 분들께 사과드립니다. 치료비를 12월 1일까지 지급하겠습니다. 사용을 멈춰 주십시오.", FAULT),
        ([], "다치신 분들께 사과드립니다. 점검하지 않은 저희 잘못입니다. 치료비를 12월 1일까지 지급하겠습니다. 사용을 멈춰 주십시오.", FAULT),
        ([], "We did not test the heater. To those who were hurt: we apologise, and we pay for treatment by 1 May. Please stop using it.", FAULT),
    ],
)  # fmt: skip
def test_what_each_sort_of_crisis_asks_for(expected: list[str], text: str, known: dict[str, Any]) -> None:
    """A rumour fact and evidence, an accident care, a danger what to do now, the hurt before all, a fault repair."""
    assert missing(text, **known) == expected


@pytest.mark.parametrize(
    ("level", "text", "known"),
    [
        ("error", "A worker died. We are checking for everyone's safety and will report at noon. Call 1588.", DANGER),
        ("error", "고인의 명복을 빕니다. 저희 책임입니다. 사과드립니다. 12월 1일까지 점검을 마치고 문의는 1588로 받습니다.", FAULT),
        ("warning", "저희 책임입니다. 사과드립니다. 12월 1일까지 점검을 마치겠습니다.", {"stance": "action_plan", "severity": 2}),
        ("warning", "매각은 사실이 아닙니다. 문의는 고객센터로 주십시오.", RUMOUR | {"severity": 4}),
        ("warning", "Two servers failed. We are checking the cause and will report at noon.", ACCIDENT | {"severity": 4}),
    ],
)  # fmt: skip
def test_how_much_a_missing_part_weighs(level: str, text: str, known: dict[str, Any]) -> None:
    """Repair of a grave fault and the people who were hurt block approval; the rest asks for a look."""
    assert levels(missing_parts, text, **known) == [level]


def test_a_short_post_may_leave_the_rest_to_its_statement() -> None:
    """What a crisis asks for beside the stance is not asked of a very short post, unless it becomes a thread."""
    text = "서버 두 대가 멈춰 원인을 조사하고 있습니다. 오후 3시에 다시 알려 드리겠습니다."
    short = a_channel(limit=280, unit="weighted")

    assert missing(text, channel=short, **ACCIDENT) == []
    assert missing(text, channel=short, threaded=True, **ACCIDENT) == [CARE]


@pytest.mark.parametrize(
    ("part", "said", "unsaid"),
    [
        ("apology", "폐를 드려 송구합니다.", "사과 한 상자를 보냈습니다."),
        ("apology", "Please accept our apologies.", "This is a sorely needed change."),
        ("responsibility", "점검을 제대로 하지 않았습니다.", "책임자가 전화드리겠습니다."),
        ("responsibility", "We should have told you in March.", "The party responsible is being looked for."),
        ("responsibility", "당사의 불찰입니다.", "저희가 원인을 아직 파악하지 못했습니다."),
        ("repair", "요금을 되돌려 드립니다.", "환불은 어렵습니다."),
        ("repair", "We will reimburse every passenger.", "We hear you."),
        ("measure", "12월 3일부터 두 사람이 검수하겠습니다.", "지금까지 저희를 아껴 주셨습니다."),
        ("measure", "Every door will be checked by the end of May.", "We will do this by any means."),
        ("victims", "유가족께 위로를 전합니다.", "납품 일정에는 변동이 없습니다."),
        ("hurt", "두 분이 숨졌습니다.", "다치신 분은 없습니다."),
        ("hurt", "Three people were badly injured.", "No one was injured."),
        ("named", "이번 화재에 대해 말씀드립니다.", "이번 일에 대해 말씀드립니다."),
    ],
)
def test_what_a_text_says(part: PartName, said: str, unsaid: str) -> None:
    """A part is told by its words, and not by words that only sound alike or deny it."""
    assert a_proof(said).says(part)
    assert not a_proof(unsaid).says(part)


@quick
@given(st.lists(st.text(max_size=20) | st.sampled_from(["저희 책임입니다", "we are sorry", "다치신 분", "by 3 May"])))
def test_the_sieve_leaves_no_part_out(pieces: list[str]) -> None:
    """What one pass rules out, the expressions do not find."""
    text = " ".join(pieces).lower()
    assert {part for part, pattern in PARTS.items() if pattern.search(text)} <= set(may_say(text))


@quick
@given(st.text(max_size=120), st.sampled_from(KINDS), st.sampled_from(TOPICS), st.sampled_from(STANCES))
def test_any_text_is_read(text: str, kind: Any, topic: Any, stance: Any) -> None:
    """No text breaks the check; what is missing has a name, advice and grounds."""
    for finding in missing_parts(a_proof(text, kind=kind, topic=topic, stance=stance, severity=4)):
        assert finding.message
        assert finding.suggest
        assert finding.cites
