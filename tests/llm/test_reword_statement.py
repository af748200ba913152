"""Statements in a model's words, asked beside the reply."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.records import Message
from playbook.reply.questions import STATEMENT_SYSTEM
from playbook.reply.slots import slot_spans

from .conftest import Server, refusal
from .rewordings import (
    BABBLE,
    TWICE,
    Answers,
    Sent,
    assert_kept,
    both,
    changed,
    echo,
    is_ours,
    rewording,
    sent,
)

FATAL = "매장에 불이 나서 손님 두 분이 숨졌습니다."
LEAK = "Your app leaked 4,000 customers' card data and a reporter is asking. Mail me at jo@example.org"


def beside(answers: Answers) -> Callable[[str], Any]:
    """A server that words statements so, and gives replies back as they were."""
    worded, echoed = rewording(answers), rewording(echo)

    def says(text: str) -> Any:
        question = sent(text)
        return (worded if question and "title" in question else echoed)(text)

    return says


@pytest.mark.parametrize(("text", "channel"), [(FATAL, "web_form"), (LEAK, "press")])
def test_a_question_of_a_statement(desk: Desk, server: Server, advised: Desk, text: str, channel: Any) -> None:
    """Sentences of the body with number, paragraph and slots; no date, company line, address or bare slot; masked."""
    server.says = rewording(echo)
    ours, theirs = both(desk, advised, text, channel=channel)
    assert ours.statement is not None
    title, *body, ending = ours.statement.split("\n\n")

    (said,) = (said for said in server.texts if "title" in (sent(said) or {}))
    (question,) = (q for q in server.asked if q["messages"][-1]["content"] == said)

    asked = sent(said)
    assert asked is not None
    assert question["messages"][0]["content"] == STATEMENT_SYSTEM
    assert asked["title"] == title
    assert [s["text"] for s in asked["sentences"] if s["text"] not in body[s["paragraph"] - 1]] == []
    assert [s["text"] for s in asked["sentences"] if re.fullmatch(r"\[[^]]+\]\.?|.*:", s["text"])] == []
    assert [s["slots"] for s in asked["sentences"]] == [[a for *_, a in slot_spans(s["text"])] for s in
                                                        asked["sentences"]]  # fmt: skip
    assert not any(line in s["text"] for s in asked["sentences"] for line in ending.splitlines())
    assert said.endswith("\n</message>")
    assert "jo@example.org" not in said
    assert is_ours(ours, theirs)
    assert theirs.notes == ()


def test_no_statement_no_question(server: Server, advised: Desk) -> None:
    server.says = rewording(echo)
    draft = advised.draft(Message(text=TWICE)).draft

    assert draft is not None
    assert draft.statement is None
    assert [text for text in server.texts if "title" in (sent(text) or {})] == []


@pytest.mark.parametrize(
    ("text", "answers", "old", "new"),
    [
        (FATAL, changed("마음 깊이 위로의 말씀을 드립니다", "깊은 위로의 말씀을 올립니다"),
         "마음 깊이 위로의 말씀을 드립니다", "깊은 위로의 말씀을 올립니다"),
        (LEAK, changed("^Once again, we apologise", "We apologise once again"),
         "Once again, we apologise", "We apologise once again"),
    ],
)  # fmt: skip
def test_a_statement_that_keeps_to_the_plan_is_taken(
    desk: Desk, server: Server, advised: Desk, text: str, answers: Answers, old: str, new: str
) -> None:
    """What stands around the sentence stays, the reply too; the draft is of both hands then."""
    server.says = beside(answers)
    ours, theirs = both(desk, advised, text)

    assert ours.statement is not None
    assert old in ours.statement
    assert theirs.statement == ours.statement.replace(old, new)
    assert (theirs.text, theirs.worded, theirs.notes) == (ours.text, "mixed", ())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("먼저 고인의 명복을 빌며, 전액 보상하겠습니다.", "없던"),
        ("먼저 고인 두 분의 명복을 빕니다.", "없던"),
        ("전기 합선 때문에 숨진 고인의 명복을 빕니다.", "없던"),
        ("먼저 고인의 명복을 빌어요.", "하십시오체"),
        ("어제 숨진 고인의 명복을 빕니다.", "시점"),
        ("김민수 대표가 고인의 명복을 빕니다.", "없던"),
        ("[사고 일시]에 숨진 고인의 명복을 빕니다.", "빈칸"),
        ("먼저 <b>고인</b>의 명복을 빕니다.", "기호"),
        ("We mourn with the family.", "언어"),
        ("먼저 말씀드립니다.", ""),
        ("[게시일]\n[회사명] 대표이사 [대표이사 성명]", "빈칸"),
        ("", ""),
    ],
)
def test_a_hostile_sentence_of_a_statement_stays_ours(
    desk: Desk, server: Server, advised: Desk, said: str, why: str
) -> None:
    """One note, which says that it is the statement's."""
    server.says = beside(lambda sentences: [{"n": s["n"], "text": said if "명복" in s["text"] else s["text"]}
                                            for s in sentences])  # fmt: skip

    ours, theirs = both(desk, advised, FATAL)

    assert is_ours(ours, theirs)
    (note,) = theirs.notes
    assert re.fullmatch(r"입장문 \d번 문장은 원래대로 두었습니다: .+\.", note)
    assert why in note


def test_a_paragraph_does_not_swell(desk: Desk, server: Server, advised: Desk) -> None:
    """A wording that would pass as a sentence is too long for the paragraph that it is alone in."""
    server.says = beside(changed("^Once again, we apologise", "Once again, we sincerely apologise to you"))
    ours, theirs = both(desk, advised, LEAK)

    assert is_ours(ours, theirs)
    (note,) = theirs.notes
    assert re.fullmatch(r"Sentence \d+ of the statement is ours: its paragraph grows too long\.", note)


@pytest.mark.parametrize("answer", [lambda s: "no", lambda s: [], lambda s: refusal(500), lambda s: '{"n": 1}'])
def test_no_usable_answer_for_a_statement(desk: Desk, server: Server, advised: Desk, answer: Answers) -> None:
    """Its note alone; the reply is kept in the model's words."""

    def says(text: str) -> Any:
        question = sent(text)
        return rewording(answer if question and "title" in question else changed("바로 연락해", "곧바로 연락해"))(text)

    server.says = says
    ours, theirs = both(desk, advised, FATAL)

    assert theirs.statement == ours.statement
    (note,) = [note for note in theirs.notes if note.startswith("입장문")]
    assert "쓰지 않았습니다" in note


def test_both_questions_are_counted(desk: Desk, server: Server, advised: Desk) -> None:
    server.says = rewording(echo)
    usage = both(desk, advised, FATAL)[1].usage

    assert usage is not None
    assert (usage.tokens_in, usage.tokens_out, usage.cost) == (2, 2, None)


def test_the_two_questions_are_put_at_once(desk: Desk, server: Server, advised: Desk) -> None:
    """Neither is answered before both are asked: put one after the other, they would wait for each other for ever."""
    met = threading.Barrier(2, timeout=30)

    def says(text: str) -> Any:
        if sent(text):
            met.wait()
        return rewording(echo)(text)

    server.says = says
    _, theirs = both(desk, advised, FATAL)

    assert theirs.notes == ()


@given(said=st.lists(BABBLE, min_size=8, max_size=8), text=st.sampled_from([FATAL, LEAK]), joined=st.booleans())
@settings(max_examples=40, deadline=None)
def test_whatever_it_answers_for_a_statement(
    desk: Desk, listener: Server, advised: Desk, said: list[str], text: str, joined: bool
) -> None:
    def answers(sentences: list[Sent]) -> list[Sent]:
        return [
            {"n": s["n"], "text": f"{s['text']} {said[i % 8]}" if joined else said[i % 8]}
            for i, s in enumerate(sentences)
        ]

    listener.says = beside(answers)

    assert_kept(desk.draft(Message(text=text)), advised.draft(Message(text=text)))
