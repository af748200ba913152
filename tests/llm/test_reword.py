"""Drafts in a model's words, asked of a real server: what may be kept is kept, all else stays ours and is said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from playbook.cli import main
from playbook.desk import Desk
from playbook.language.privacy import find
from playbook.records import Message
from playbook.reply.questions import SYSTEM
from playbook.reply.reword import LONGEST
from playbook.reply.slots import slot_spans
from playbook.screens.proofs import wording

from .conftest import Server, environment
from .rewordings import (
    SMOKE,
    TWICE,
    both,
    changed,
    echo,
    is_ours,
    rewording,
    sent,
)

# what is asked


def test_a_question_of_a_draft(desk: Desk, server: Server, advised: Desk) -> None:
    """Sentences with number, move and slots, language, channel and its limit, and the message as data."""
    server.says = rewording(echo)
    ours, _ = both(desk, advised, SMOKE, channel="x")

    (question,) = (text for text in server.texts if sent(text))

    asked = sent(question)
    assert asked is not None
    assert [s["text"] for s in asked["sentences"]] == [s.text for s in ours.sentences]
    assert [s["slots"] for s in asked["sentences"]] == [[a for *_, a in slot_spans(s.text)] for s in ours.sentences]
    assert all(s["does"] for s in asked["sentences"])
    assert (asked["language"], asked["channel"], asked["manner"]) == ("Korean", "X (Twitter)", "short")
    assert (asked["limit"], asked["unit"], asked["length"]) == (280, "weighted", ours.length)
    assert question.endswith(f"<message>\n{SMOKE}\n</message>")


def test_the_order_stands_apart(server: Server, advised: Desk) -> None:
    """What to do is the system's; temperature is 0, so that the same draft gets the same words."""
    advised.draft(Message(text=TWICE))

    question = server.asked[-1]

    assert question["messages"][0] == {"role": "system", "content": SYSTEM}
    assert question["temperature"] == 0


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("환불이 안 돼요. 제 번호는 010-1234-5678이고 이메일은 minsu.kim@example.com이에요.", ["010-1234-5678",
        "minsu.kim"]),
        ("주민번호 900101-1234567로 가입했는데 탈퇴가 안 돼요", ["900101"]),
        ("My card 4111 1111 1111 1111 was charged twice, mail me at jo@example.org", ["4111", "jo@example"]),
        ("공일공 일이삼사 오육칠팔로 전화 주세요. 배송이 안 와요", ["일이삼사"]),
    ],
)  # fmt: skip
def test_nothing_but_masked_text_leaves(server: Server, advised: Desk, text: str, hidden: list[str]) -> None:
    server.says = rewording(echo)

    advised.draft(Message(text=text))

    assert [text for text in server.texts if sent(text)]
    assert not [each for each in hidden if any(each in text for text in server.texts)]
    assert not any(find(text) for text in server.texts)


def test_an_endless_message_is_cut(server: Server, advised: Desk) -> None:
    advised.draft(Message(text="배송이 안 와요. " * 3_000))

    assert all(len(text) < 2 * LONGEST for text in server.texts)


def test_silence_needs_no_words(server: Server, advised: Desk) -> None:
    """Where nothing is said, nothing is asked."""
    case = advised.draft(Message(text="너희 다 망해라 이 쓰레기들아"))

    assert case.draft is None
    assert not any(map(sent, server.texts))


def test_without_a_model_nothing_is_said(desk: Desk) -> None:
    draft = desk.draft(Message(text=TWICE)).draft

    assert draft is not None
    assert (draft.worded, draft.notes, draft.usage) == ("ours", (), None)


# what is kept


def test_a_wording_that_keeps_to_the_plan_is_taken(desk: Desk, server: Server, advised: Desk) -> None:
    """Moves, citations and slots stay; text, length and parts follow."""
    server.says = rewording(changed("죄송합니다", "진심으로 죄송합니다"))

    ours, theirs = both(desk, advised, TWICE)

    assert theirs.text == ours.text.replace("죄송합니다", "진심으로 죄송합니다")
    assert theirs.text != ours.text
    assert (theirs.worded, theirs.notes) == ("mixed", ())
    assert [(s.move, s.cites) for s in theirs.sentences] == [(s.move, s.cites) for s in ours.sentences]
    assert theirs.slots == ours.slots
    assert theirs.length == len(theirs.text)
    assert theirs.parts == (theirs.text,)
    assert all(s.text in theirs.text for s in theirs.sentences)


def test_a_draft_may_be_all_the_models(desk: Desk, server: Server, advised: Desk) -> None:
    """Where every sentence is another one."""
    server.says = rewording(changed("^", "네, "))

    ours, theirs = both(desk, advised, TWICE, channel="naver_blog")

    assert (theirs.worded, theirs.notes) == ("model", ())
    assert theirs.text.count("네, ") == len(ours.sentences)


def test_the_particle_after_a_slot_is_mended(desk: Desk, server: Server, advised: Desk) -> None:
    """A wrong particle is no reason to lose a wording."""
    server.says = rewording(changed(r"\]로 연락 주", "]으로 연락 주"))

    ours, theirs = both(desk, advised, TWICE)

    assert ours.text == theirs.text


def test_usage_is_told(desk: Desk, server: Server, advised: Desk) -> None:
    """Model, seconds and tokens; the cost only where the provider states it."""
    server.says = rewording(echo)
    usage = both(desk, advised, TWICE)[1].usage

    assert usage is not None
    assert (usage.model, usage.tokens_in, usage.tokens_out, usage.cost) == ("openai:tiny", 1, 1, None)
    assert 0 < usage.seconds < 30


def test_an_echo_is_ours(desk: Desk, server: Server, advised: Desk) -> None:
    server.says = rewording(echo)
    ours, theirs = both(desk, advised, SMOKE, channel="x")

    assert is_ours(ours, theirs)
    assert theirs.notes == ()


def test_the_same_question_gets_the_same_draft(server: Server, advised: Desk) -> None:
    server.says = rewording(changed("죄송합니다", "진심으로 죄송합니다"))
    one, two = (advised.draft(Message(text=TWICE)).draft for _ in range(2))

    assert one is not None
    assert two is not None
    assert one.model_copy(update={"usage": None}) == two.model_copy(update={"usage": None})


# how it is shown


def test_the_page_shows_whose_wording_it_is(desk: Desk, server: Server, advised: Desk) -> None:
    """One line: whose, which model, what it took, and why not all; nothing where no model was asked."""
    server.says = rewording(changed("죄송합니다", "진심으로 죄송합니다"))
    ours, theirs = both(desk, advised, TWICE)
    server.says = rewording(lambda sentences: "<b>no</b>")
    _, refused = both(desk, advised, TWICE)

    assert wording(ours, "ko") == ""
    assert re.search(
        r"일부 문장을 언어 모델이 다듬었습니다 · openai:tiny · \d+\.\d초 · 토큰 1 \+ 1<", wording(theirs, "ko")
    )
    assert "Some sentences are in a language model" in wording(theirs, "en")
    assert "원래 초안을 두었습니다" in wording(refused, "ko")


def test_the_command_line_shows_it(
    server: Server,
    furnish: Callable[[Path], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Under the draft for a person, and in the record for a program."""
    server.says = rewording(changed("죄송합니다", "3일간 죄송합니다"))
    inbox = tmp_path / "inbox.jsonl"
    inbox.write_text(json.dumps({"id": "1", "text": TWICE}), encoding="utf-8")
    monkeypatch.setenv("PLAYBOOK_HOME", str(furnish(tmp_path / "home")))
    monkeypatch.setenv("PLAYBOOK_LLM", "openai:tiny")
    with environment(server.url):
        assert main(["draft", str(inbox)]) == 0
        shown = capsys.readouterr().out
        assert main(["draft", str(inbox), "--json"]) == 0
        draft = json.loads(capsys.readouterr().out)["draft"]

    assert re.search(r"wording: ours \(openai:tiny, \d+\.\d s, 1 \+ 1 tokens\)\n +wording: \d번 문장은 원래대로", shown)
    assert (draft["worded"], draft["usage"]["model"]) == ("ours", "openai:tiny")
    assert "숫자" in draft["notes"][0]
