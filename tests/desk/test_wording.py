"""Another wording of a draft: what is kept of it, and what the checks say."""

from __future__ import annotations

from typing import Any

import pytest

from playbook.desk import Desk

from .conftest import prepared, slots_of


@pytest.mark.parametrize(
    ("check", "text", "known"),
    [
        ("unfilled_slot", "[연락 창구]로 연락해 주십시오.", {}),
        ("personal_data", "010-1234-5678로 연락드리겠습니다.", {}),
        ("length", "가" * 351, {"channel": "google_play"}),
        ("non_apology", "본의 아니게 불편을 드렸습니다.", {}),
        ("non_apology", "고객 개인정보가 노출되었습니다.", {"topic": "privacy"}),
        ("non_apology", "쿠폰을 드리겠습니다.", {"severity": 3}),
        ("unbound", "11월 30일까지 마치겠습니다.", {}),
        ("register", "확인해 볼게요.", {}),
    ],
)
def test_a_reply_of_a_person_is_looked_over(desk: Desk, check: str, text: str, known: Any) -> None:
    """Every check that needs no case has its say."""
    assert check in {finding.check for finding in desk.check(text, **known)}


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("저희 잘못입니다. 사과드립니다.", {}),
        ("고객 개인정보가 노출되었습니다.", {"topic": "delivery"}),
        ("쿠폰을 드리겠습니다.", {"severity": 1}),
        ("가" * 350, {"channel": "google_play"}),
        ("We are sorry for the trouble.", {}),
    ],
)
def test_a_good_reply_is_left_alone(desk: Desk, text: str, known: Any) -> None:
    """In either language, on any channel."""
    assert [finding for finding in desk.check(text, **known) if finding.level != "note"] == []


def test_findings_of_another_wording(desk: Desk) -> None:
    """A figure is an error in a case until somebody vouches for it."""
    case = prepared(desk)
    text = "불편을 드려 죄송합니다. 고객센터로 연락 주시면 11월 30일까지 답변드리겠습니다."

    assert [f.level for f in desk.findings(case, text)] == ["error", "error"]
    assert desk.findings(case, text, ("11월 30일",)) == ()
    assert desk.findings(case.model_copy(update={"confirmed": ("11월 30일",)}), text) == ()
    assert desk.findings(case.model_copy(update={"draft": None}), text) == ()


def test_a_new_wording_keeps_what_is_known(desk: Desk) -> None:
    """Sentences that stayed keep their move and grounds, also where a move takes two; others are edited."""
    case = prepared(desk, "facebook", stance="action_plan", topic="labeling")
    assert case.draft is not None
    draft = desk.revised(case, case.draft.text + " 다시는 이런 일이 없도록 점검하겠습니다.")
    assert draft is not None

    assert draft.sentences[:-1] == case.draft.sentences
    assert (draft.sentences[-1].move, draft.sentences[-1].cites) == ("edited", ())
    assert draft.length == len(draft.text)


def test_a_filled_sentence_keeps_its_move(desk: Desk) -> None:
    """What a person put into a slot does not make the sentence somebody else's."""
    case = prepared(desk)
    assert case.draft is not None
    draft = desk.revised(case, case.draft.text, slots_of(case))
    assert draft is not None

    assert [s.move for s in draft.sentences] == [s.move for s in case.draft.sentences]
    assert [s.cites for s in draft.sentences] == [s.cites for s in case.draft.sentences]
    assert draft.slots == ()
    assert "고객센터" in draft.text


@pytest.mark.parametrize(
    ("moves", "text"),
    [
        (["edited"], "전혀 다른 말입니다."),
        (["edited", "edited"], "하나입니다. 둘입니다."),
        ([], "   "),
    ],
)
def test_a_wording_of_ones_own_is_edited(desk: Desk, moves: list[str], text: str) -> None:
    """Sentence by sentence."""
    draft = desk.revised(prepared(desk), text)
    assert draft is not None

    assert [sentence.move for sentence in draft.sentences] == moves


def test_nothing_to_say_cannot_be_reworded(desk: Desk) -> None:
    """Where the stance is to keep still there is no draft to change."""
    assert desk.revised(prepared(desk, kind="spam", stance="monitor"), "글") is None
