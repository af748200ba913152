"""What a channel asks for beside the text: the subject of a mail, and what a text message has to hold."""

from __future__ import annotations

import re
from typing import Any

import pytest

from playbook.language.privacy import find
from playbook.records import CHANNELS, Lang
from playbook.reply.channels import ChannelRules
from playbook.reply.compose import Composer
from playbook.reply.slots import slot_spans
from playbook.testing import a_triage

from .conftest import EACH, Situation, drafted

LANGS: tuple[Lang, ...] = ("ko", "en")
SMS = 90
"""Bytes of a short text message."""


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_a_text_message_says_who_what_and_where(
    composer: Composer, channels: dict[str, ChannelRules], situation: Situation, topic: str, lang: Lang
) -> None:
    """A short one holds the name and every essential move; what does not fit goes as a long one, with all moves."""
    triage = situation.triage(topic, lang)
    _, plan = composer.plan(triage, "sms", lang, **situation.how)
    _, draft = drafted(composer, triage, "sms", **situation.how)
    said = [sentence.move for sentence in draft.sentences]

    assert said[0] == "introduce"
    assert draft.limit == channels["sms"].limit == 2000
    if draft.length <= SMS:
        assert triage.severity == 1
        assert set(plan.essential) <= set(said)
    else:
        unsaid = {move for move in plan.moves if move not in said}
        assert unsaid - {"answer_each", "check_each"} in (set(), {"no_data_here"}, {"repair"})  # nothing was asked


@pytest.mark.parametrize(
    ("short", "lang", "text", "changes"),
    [
        (True, "ko", "주문을 취소했는데 반품비는 누가 내나요", {"topic": "billing"}),
        (True, "en", "Who pays for the return?", {"topic": "billing"}),
        (True, "ko", "색이 별로예요", {"stance": "acknowledge"}),
        (False, "ko", "결제가 두 번 됐어요", {"topic": "billing", "severity": 2}),
        (False, "en", "A hair in my soup.", {"topic": "safety", "stance": "transparency", "severity": 1}),
        (False, "ko", "다쳤어요", {"topic": "safety", "stance": "transparency", "severity": 3}),
    ],
)
def test_what_is_routine_goes_as_a_short_message(
    composer: Composer, short: bool, lang: Lang, text: str, changes: dict[str, Any]
) -> None:
    """Who is badly served is answered in full."""
    _, draft = drafted(composer, a_triage(lang=lang, **changes), "sms", text)

    assert short is (draft.length <= SMS)
    assert not short or {"company", "contact"} <= {slot.name for slot in draft.slots}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_only_a_mail_has_a_subject(composer: Composer, situation: Situation, topic: str, lang: Lang) -> None:
    """One line that gives away nobody; its slots stand in the mail, too, and are filled with it."""
    for channel in CHANNELS:
        _, draft = drafted(composer, situation.triage(topic, lang), channel, **situation.how)
        if channel != "email":
            assert draft.subject is None
            continue

        assert draft.subject
        assert draft.subject not in draft.text
        assert "\n" not in draft.subject
        assert len(draft.subject) <= 100
        assert find(draft.subject) == ()
        assert {ask for _, _, ask in slot_spans(draft.subject)} <= {slot.ask for slot in draft.slots}
        assert not re.search(
            r"^(?:re|회신|답장):|문의 ?답변$|\b(?:your|the) (?:inquiry|enquiry)\b", draft.subject, re.I
        )


@pytest.mark.parametrize(
    ("subject", "text", "changes"),
    [
        ("결제가 중복되었다는 말씀, [답변 기한]까지 확인해 답변드리겠습니다", "결제가 두 번 됐어요.",
         {"topic": "billing"}),
        ("어제 강남점 케이크 건, [답변 기한]까지 답변드리겠습니다", "어제 강남점에서 산 케이크가 이상해요.", {}),
        ("결제나 보상 문제에 관한 말씀, [답변 기한]까지 답변드리겠습니다", "답답하네요.", {"topic": "billing"}),
        ("[잘못한 내용]에 대해 사과드리고 앞으로의 조치를 말씀드립니다", "원산지가 틀렸네요.",
         {"topic": "labeling", "stance": "action_plan"}),
        ("재무 상황, 공시된 내용을 알려 드립니다", "증자하나요?",
         {"kind": "inquiry", "topic": "finance", "stance": "transparency"}),
    ],
)  # fmt: skip
def test_a_subject_names_the_matter_and_what_the_mail_does(
    composer: Composer, subject: str, text: str, changes: dict[str, Any]
) -> None:
    """What the person told us where it was heard, the topic otherwise."""
    assert drafted(composer, a_triage(**changes), "email", text)[1].subject == subject
