"""Drafts in a model's words: what may not be kept stays ours, one sentence at a time, and it is said why."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.records import Message

from .conftest import Server, desk_at, refusal
from .rewordings import (
    BABBLE,
    LATE,
    ORDERED,
    SMOKE,
    TEXTS,
    TWICE,
    Answers,
    Sent,
    assert_kept,
    both,
    changed,
    echo,
    is_ours,
    rewording,
)

# what is not kept: one sentence at a time

HOSTILE_KO = {
    "a full refund is promised": "죄송합니다. 전액 환불해 드리겠습니다.",
    "a voucher": "죄송하며 쿠폰을 드립니다.",
    "never again": "죄송합니다. 다시는 없도록 하겠습니다.",
    "a figure": "죄송합니다, 3건 모두.",
    "a figure in words": "두 건 모두 죄송합니다.",
    "a date": "죄송합니다. 내일 답합니다.",
    "an amount": "죄송합니다. 오만 원을 드립니다.",
    "a name": "죄송합니다. 김민수 올림.",
    "a company": "네이버페이가 죄송합니다.",
    "a cause": "시스템 오류 때문에 죄송합니다.",
    "blame": "고객님의 부주의로 죄송합니다.",
    "a link": "죄송합니다 www.refund.co.kr",
    "a bare link": "죄송합니다 refund.kr/now",
    "an e-mail address": "죄송합니다 help@refund.kr",
    "a telephone number": "죄송합니다 010-9999-8888",
    "personal data asked for": "죄송합니다. 계좌번호를 주십시오.",
    "an invented slot": "[환불 금액]을 드려 죄송합니다.",
    "HTML": "<b>죄송합니다</b>.",
    "a script": "죄송합니다<script>alert(1)</script>",
    "markdown": "**죄송합니다**.",
    "a code fence": "```죄송합니다.```",
    "an emoji": "죄송합니다 😂",
    "a hashtag": "죄송합니다 #사과",
    "another language": "We are sorry.",
    "Japanese": "申し訳ありません。",
    "a mixed language": "so sorry 합니다.",
    "the polite register": "죄송해요.",
    "no honorifics": "미안하다.",
    "an insult": "멍청한 분께 죄송합니다.",
    "a threat": "죄송하지만 고소하겠습니다.",
    "a denial": "죄송하지 않습니다.",
    "a conditional apology": "불편하셨다면 죄송합니다.",
    "something else": "바나나는 노란 과일입니다.",
    "10,000 characters": "죄송합니다. " * 1_500,
    "nothing": "",
    "blanks": " \n\t ",
    "an invisible character": "죄송\u200b합니다.",
    "a line break": "죄송합니다.\n\n추신입니다.",
    "full-width figures": "죄송합니다 ３회.",
    "an advertisement": "죄송합니다. 신제품 이벤트도 보세요.",
}  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE_KO.values(), ids=list(HOSTILE_KO))
def test_a_hostile_sentence_stays_ours(desk: Desk, server: Server, advised: Desk, said: str) -> None:
    """The apology is answered so; all other sentences come back as they were. The draft is ours, and says why."""

    def answers(sentences: list[Sent]) -> list[Sent]:
        return [{"n": s["n"], "text": said if "죄송" in s["text"] else s["text"]} for s in sentences]

    server.says = rewording(answers)

    ours, theirs = both(desk, advised, TWICE)

    assert "죄송" in ours.text
    assert is_ours(ours, theirs)
    (note,) = theirs.notes
    assert re.fullmatch(r"\d번 문장은 원래대로 두었습니다: [가-힣].+\.", note, re.DOTALL)
    assert len(note) < 200


HOSTILE_EN = [
    "We are sorry and will refund you in full.", "We are sorry; a voucher is on its way.",
    "We are sorry for all three weeks.",
    "We are sorry. It arrives on Monday.", "We are sorry, says Sarah Lee.", "We are sorry that DHL lost it.",
    "We are sorry about our supplier's mistake.", "We are sorry because the van broke down.", "Sorry: www.refund.com",
    "We are sorry. Send us your card number.", "We are not sorry.", "We are sorry if you felt let down.", "죄송합니다.",
    "Nous sommes désolés.", "We are sorry, you idiot.", "<i>We are sorry.</i>", "We are sorry [amount].",
    "# We are sorry.",
    "We guarantee it is on its way.", "Bananas are yellow and sweet.", "We are sorry 🙏", "Sorry!" * 2_000,
]  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE_EN, ids=lambda said: said[:30])
def test_a_hostile_sentence_in_english(desk: Desk, server: Server, advised: Desk, said: str) -> None:
    def answers(sentences: list[Sent]) -> list[Sent]:
        return [{"n": s["n"], "text": said if "sorry" in s["text"] else s["text"]} for s in sentences]

    server.says = rewording(answers)

    ours, theirs = both(desk, advised, LATE)

    assert "sorry" in ours.text
    assert is_ours(ours, theirs)
    (note,) = theirs.notes
    assert re.fullmatch(r"Sentence \d is ours: [a-z].+\.", note, re.DOTALL)


@pytest.mark.parametrize(
    "answers",
    [
        changed(r"\[([^\]]*)\]", r"\1"),
        changed(r"\[([^\]]*)\]", ""),
        changed(r"\[([^\]]*)\]", r"[\1] [\1]"),
        changed(r"\[([^\]]*)\]", r"［\1］"),
        changed(r"\[([^\]]*)\]", r"[ \1 ]"),
        changed(r"\[([^\]]*)\]", "내일"),
        changed(r"\[([^\]]*)\]", "[빈칸]"),
    ],
)  # fmt: skip
def test_slots_are_neither_dropped_nor_filled(desk: Desk, server: Server, advised: Desk, answers: Answers) -> None:
    server.says = rewording(answers)

    ours, theirs = both(desk, advised, SMOKE)

    assert is_ours(ours, theirs)
    assert theirs.notes
    assert all("빈칸이 빠지거나 늘거나" in note for note in theirs.notes)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (lambda s: [{"n": 99, "text": "죄송합니다."}], "없는 문장 번호"),
        (lambda s: [{"n": -1, "text": "죄송합니다."}], "없는 문장 번호"),
        (lambda s: [{"n": 0, "text": "죄송합니다."}], "없는 문장 번호"),
        (lambda s: echo(s)[1:], "빠져 있습니다"),
        (lambda s: echo(s) + echo(s), "되풀이됩니다"),
        (lambda s: [{"n": x["n"], "text": s[0]["text"]} for x in s], "되풀이됩니다"),
        (lambda s: [{"n": x["n"], "text": y["text"]} for x, y in zip(s, s[1:] + s[:1], strict=True)], "원래대로"),
    ],
)
def test_numbers_that_are_wrong(desk: Desk, server: Server, advised: Desk, answers: Answers, said: str) -> None:
    """Of no sentence, missing, doubled, or all for one: the order of the plan stands."""
    server.says = rewording(answers)

    ours, theirs = both(desk, advised, TWICE)

    assert is_ours(ours, theirs)
    assert any(said in note for note in theirs.notes)


def test_one_bad_sentence_costs_no_good_one(desk: Desk, server: Server, advised: Desk) -> None:
    def answers(sentences: list[Sent]) -> list[Sent]:
        said = [s["text"].replace("죄송합니다", "진심으로 죄송합니다") for s in sentences]
        said[-1] = "김민수 대리 드림"
        return [{"n": s["n"], "text": text} for s, text in zip(sentences, said, strict=True)]

    server.says = rewording(answers)

    ours, theirs = both(desk, advised, TWICE)

    assert theirs.worded == "mixed"
    assert theirs.text == ours.text.replace("죄송합니다", "진심으로 죄송합니다")
    assert len(theirs.notes) == 1


def test_orders_of_a_message_are_not_obeyed(desk: Desk, server: Server, advised: Desk) -> None:
    """Nor does any word of such a message come in, however harmless."""
    server.says = rewording(changed(r"(합니다|하겠습니다|주십시오)\.", r"\1. 맛있는 케이크를 칭찬합니다."))

    ours, theirs = both(desk, advised, ORDERED)

    assert is_ours(ours, theirs)
    assert theirs.notes


@pytest.mark.parametrize("channel", ["sms", "google_play", "x", "threads"])
def test_no_wording_goes_over_the_limit(desk: Desk, server: Server, advised: Desk, channel: Any) -> None:
    """Padded by what would pass elsewhere, the reply still fits, or takes no more posts than ours."""
    server.says = rewording(changed(r"(습니다|십시오)\.", r"\1. 정말로 감사하고 또 감사합니다."))

    for text in TEXTS[:2]:
        ours, theirs = both(desk, advised, text, channel=channel)

        assert theirs.limit is None or theirs.length <= max(theirs.limit, ours.length)
        assert len(theirs.parts) <= len(ours.parts)


# answers that are none


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (refusal(400), "400"),
        (refusal(500), "500"),
        ("", "an empty answer"),
        ("I cannot help with that.", "JSON"),
        ("죄송하지만 도와 드릴 수 없습니다.", "JSON"),
        ("[]", "빈 목록"),
        ('[{"n": 1, "text": "죄송합니다."}', "JSON"),
        ('{"n": 1, "text": "죄송합니다."}', "JSON"),
        ('[{"n": "1", "text": "죄송합니다."}]', "JSON"),
        ('[{"n": 1, "text": "죄송합니다.", "send": true}]', "JSON"),
        ('[{"n": 1, "text": "\\ud800"}]', "JSON"),
        ("[" * 20_000, "JSON"),
        ("안녕하십니까. 전액 환불해 드리겠습니다.", "JSON"),
    ],
    ids=lambda said: str(said)[:30],
)
def test_no_usable_answer(desk: Desk, server: Server, advised: Desk, said: Any, why: str) -> None:
    """Ours stands, with one note and with what it took."""
    server.says = rewording(lambda sentences: said)

    ours, theirs = both(desk, advised, TWICE)

    assert is_ours(ours, theirs)
    (note,) = theirs.notes
    assert note.startswith("언어 모델의 표현을 쓰지 않고 원래 초안을 두었습니다: ")
    assert why in note
    assert theirs.usage is not None


@pytest.mark.parametrize("where", ["slow", "failing", "hanging_up", "nobody"])
def test_a_server_that_is_none(
    where: str, desk: Desk, furnish: Callable[[Path], Path], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Dead, broken or silent: the draft is ours, never an exception."""
    broken = desk_at(request.getfixturevalue(where), furnish(tmp_path), patience=0.3)

    ours, theirs = both(desk, broken, LATE)

    assert is_ours(ours, theirs)
    (note,) = theirs.notes
    assert note.startswith("The language model's wording was not used: ")


def test_nonsense_of_a_transformer_is_not_used(
    tiny: Server, desk: Desk, furnish: Callable[[Path], Path], tmp_path: Path
) -> None:
    """A real model of random weights."""
    babbling = desk_at(tiny.url, furnish(tmp_path))

    for text in TEXTS:
        ours, theirs = both(desk, babbling, text)

        assert is_ours(ours, theirs)
        assert len(theirs.notes) == 1 + (ours.statement is not None)


# whatever it answers


@given(
    text=st.sampled_from(TEXTS),
    said=st.lists(BABBLE, min_size=8, max_size=8),
    channel=st.sampled_from(["x", "web_form", "sms"]),
)
@settings(max_examples=60, deadline=None)
def test_whatever_it_answers(
    desk: Desk, listener: Server, advised: Desk, text: str, said: list[str], channel: Any
) -> None:
    """No new figure, all slots stay, the length keeps within the limit, the moves stay, no grave finding comes."""

    def answers(sentences: list[Sent]) -> list[Sent]:
        worded = [
            s["text"].removesuffix(".") + " " + new if len(new) % 3 else new
            for s, new in zip(sentences, said, strict=False)
        ]
        return [{"n": s["n"], "text": new} for s, new in zip(sentences, worded, strict=False)]

    listener.says = rewording(answers)
    message = Message(text=text, channel=channel)
    own, found = desk.draft(message), advised.draft(message)

    assert_kept(own, found)
