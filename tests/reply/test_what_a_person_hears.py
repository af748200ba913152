"""A draft as whoever wrote the message reads it: their trouble, an apology for that, and the people who were hurt."""

from __future__ import annotations

import re
from typing import Any

import pytest

from playbook.desk import Desk
from playbook.records import TOPICS, Case, Channel, Lang, Signal
from playbook.reply.compose import Composer
from playbook.reply.moves import Moves, Setting
from playbook.testing import MOMENT, a_triage
from playbook.triage.conditions import Facts
from playbook.triage.yaml_files import load_yaml

from .conftest import OWN_RULES, WORDS, drafted

LANGS: tuple[Lang, ...] = ("ko", "en")


@pytest.mark.parametrize(
    ("said", "lang", "text", "changes"),
    [
        ("결제가 중복되었다는 말씀", "ko", "카드 승인이 두 번 됐어요.", {"topic": "billing"}),
        ("you were charged more than once", "en", "You charged me twice for one ticket.", {"topic": "billing"}),
        ("배송이 늦어지고 있다는 말씀", "ko", "택배가 5일째 안 와요.", {"topic": "delivery"}),
        ("원하지 않으시는 광고를 받으셨다는 말씀", "ko", "탈퇴했는데 광고 문자가 와요.", {"topic": "privacy"}),
        ("", "ko", "카드 승인이 두 번 됐어요.", {"topic": "billing", "kind": "inquiry"}),
        ("", "ko", "카드 승인이 두 번 됐어요.", {"topic": "labor"}),
        ("", "ko", "카드 승인이 두 번 됐어요.", {"kind": "allegation", "stance": "transparency", "topic": "billing"}),
        ("", "ko", "택배가 5일째 안 와서 다쳤어요.", {"topic": "safety"}),
    ],
)
def test_a_trouble_is_reported_and_never_confirmed(
    composer: Composer, said: str, lang: Lang, text: str, changes: dict[str, Any]
) -> None:
    """In the words of our list, as what they tell us; not where it is a charge, or where somebody may be hurt."""
    _, draft = drafted(composer, a_triage(lang=lang, **changes), "facebook", text)
    every = [trouble["told"] for trouble in load_yaml(OWN_RULES / "heard.yaml")["troubles"][lang]]
    told = [phrase for phrase in every if phrase in draft.text]

    assert said in draft.text
    assert bool(said) is bool(told)
    assert lang == "en" or all(f"{phrase} 말씀" in draft.text for phrase in told)
    assert lang == "ko" or all(re.search(rf"that {phrase}", draft.text) for phrase in told)


APOLOGIES: dict[str, str] = {
    "charged": "결제|charge",
    "waiting": "기다리|wait",
    "grief": "마음|your loss",
    "occasion": "날|day",
    "called_off": "계획|시간|plans",
}


@pytest.mark.parametrize(
    ("felt", "lang", "text", "topic"),
    [
        ("charged", "en", "You charged me twice for the same annual pass.", "billing"),
        ("charged", "ko", "이중결제 됐어요.", "billing"),
        ("waiting", "en", "My parcel hasn't arrived.", "delivery"),
        ("waiting", "ko", "택배가 일주일째 안 와요.", "delivery"),
        ("grief", "en", "My late father's account is still being billed.", "billing"),
        ("grief", "ko", "돌아가신 어머니 사진이 다 사라졌어요.", "product_quality"),
        ("occasion", "ko", "아버지 칠순인데 아직도 안 왔어요.", "delivery"),
        ("called_off", "en", "You cancelled my class again.", "policy"),
    ],
)
def test_an_apology_is_for_what_it_was_like(composer: Composer, felt: str, lang: Lang, text: str, topic: str) -> None:
    """A double charge is no disappointment, and a bereavement no inconvenience."""
    for number in range(6):
        _, draft = drafted(composer, a_triage(lang=lang, topic=topic), "email", text + " " * number)
        sorry = next(sentence.text for sentence in draft.sentences if sentence.move == "sorry")
        assert re.search(APOLOGIES[felt], sorry), sorry


OWN = {
    "delivery": "불편|번거|plan|trouble|smoothly", "billing": "비용|trouble|worry",
    "outage": "이용|쓰|하시던|disruption|use|interruption",
    "support": "문의|도움|time|help", "staff_conduct": "마음|experience|feeling", "privacy": "정보|data",
    "product_quality": "기대|쓰시|선택|expected|let you down|caused you", "policy": "이용|실망|frustration|news",
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("topic", TOPICS)
def test_an_apology_fits_its_topic(moves: Moves, topic: Any, lang: Lang) -> None:
    """Nobody waits for a bill, expects an outage or is let down by a letter from a lawyer."""
    known = Facts({}, {"kind": "complaint", "topic": topic, "severity": 1})
    said = {moves.say("sorry", Setting(known, lang, str(seed)))[0] for seed in range(60)}

    assert len(said) >= 2
    for text in said:
        assert topic not in OWN or re.search(OWN[topic], text), text
        assert not re.search("배송|받으실|deliver|parcel", text), text  # a booking and a visit are of that topic, too
        assert topic == "billing" or not re.search("비용|결제|payment|charge", text), text
        assert topic == "product_quality" or "기대" not in text
        assert topic == "product_quality" or "expected" not in text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("topic", "sure", "named"), [("billing", 0.9, True), ("billing", 0.3, False), ("safety", 0.3, True)]
)
def test_a_doubtful_topic_is_not_named(composer: Composer, topic: str, sure: float, named: bool, lang: Lang) -> None:
    """The plan stays; only the words are careful, and never less so where somebody may be hurt."""
    triage = a_triage(topic=topic, lang=lang)
    doubted = triage.model_copy(update={"confidence": triage.confidence.model_copy(update={"topic": sure})})
    name = composer.moves.subject(Facts({}, {"topic": topic}), lang)
    texts = [drafted(composer, doubted, "instagram", f"{WORDS[lang]} {n}")[1].text for n in range(12)]

    assert named is any(name in text for text in texts)


@pytest.mark.parametrize(
    ("thanked", "sure", "signals"),
    [
        (False, 0.4, ("danger.death",)),
        (False, 0.4, ("tone.complaint",)),
        (False, 0.4, ("danger.injury", "tone.complaint")),
        (True, 0.4, ("tone.complaint", "tone.praise")),
        (True, 0.4, ("danger.injury", "tone.praise")),
        (True, 0.4, ()),
        (True, 0.9, ("danger.injury",)),
        (True, 0.9, ("tone.complaint",)),
    ],
)
def test_bitter_praise_is_not_thanked_for(
    composer: Composer, thanked: bool, sure: float, signals: tuple[str, ...]
) -> None:
    """Where the praise is doubtful, nobody who speaks of a death, or only complains, hears how glad we are."""
    given = tuple(Signal(id=name, score=1.0, source="pattern") for name in signals)
    triage = a_triage(kind="praise", stance="acknowledge", signals=given)
    doubted = triage.model_copy(update={"confidence": triage.confidence.model_copy(update={"kind": sure})})
    _, draft = drafted(composer, doubted, "facebook")

    assert ("thank" in [sentence.move for sentence in draft.sentences]) is thanked


GRIEVED = re.compile(r"명복|저희 잘못|저희 책임|our fault|our responsibility|caused by us", re.I)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("signal", ["danger.death", "danger.injury"])
@pytest.mark.parametrize("stance", ["transparency", "action_plan"])
def test_whoever_was_hurt_is_never_left_out(desk: Desk, stance: Any, signal: str, lang: Lang) -> None:
    """Of any sort of message on any topic; and before the facts are settled the company's part is left open."""
    for kind in ("complaint", "inquiry", "rumor", "allegation", "incident"):
        for topic in TOPICS:
            for mode in (None, "deny", "confirm"):
                harm = (Signal(id=signal, score=1.0, source="pattern"),)
                triage = a_triage(kind=kind, topic=topic, stance=stance, severity=4, lang=lang, signals=harm)
                for channel in ("facebook", "x", "email", "press"):
                    for text, found in left_out(desk, triage, channel, mode).items():
                        assert not found, (kind, topic, mode, channel, text)
                        assert mode or stance == "action_plan" or kind == "incident" or not GRIEVED.search(text), text


def left_out(desk: Desk, triage: Any, channel: Channel, mode: Any) -> dict[str, bool]:
    """A draft and its statement, each with whether it is found to leave out whoever was hurt."""
    message, draft = drafted(desk.composer, triage, channel, mode=mode)
    case = Case(id="c-1", message=message, channel=channel, triage=triage, draft=draft, created_at=MOMENT)
    named = re.compile("다치거나 숨진 분|the people who were hurt")
    return {
        text: any(f.check == "missing_part" and named.search(f.message) for f in desk.findings(case, text))
        for text in filter(None, (draft.text, draft.statement))
    }


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("said", "signals"),
    [
        (True, ("danger.foreign_matter",)),
        (True, ("danger.fire",)),
        (True, ("danger.illness",)),
        (True, ("danger.hazard", "model.harm_possible")),
        (False, ("danger.hazard",)),
        (False, ("danger.foreign_matter", "danger.hypothetical")),
        (False, ("danger.fire", "ask.resolved")),
        (False, ()),
    ],
)
def test_a_danger_is_answered_whatever_the_topic(
    composer: Composer, said: bool, signals: tuple[str, ...], lang: Lang
) -> None:
    """Beside a rude waiter or a late refund, too: what to do now, before where to write."""
    given = tuple(Signal(id=name, score=1.0, source="pattern") for name in signals)
    for topic in ("staff_conduct", "billing", "delivery", "support", "product_quality"):
        for channel in ("x", "instagram", "email", "sms"):
            _, draft = drafted(composer, a_triage(topic=topic, severity=2, lang=lang, signals=given), channel)
            done = [sentence.move for sentence in draft.sentences]

            assert ("protect_now" in done) is said, (topic, channel)
            assert not said or done.index("protect_now") < done.index("hand_over")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("stance", ["transparency", "acknowledge", "escalate_cs"])
@pytest.mark.parametrize("channel", ["x", "naver_cafe", "email", "kakao_channel"])
def test_whether_it_is_safe_to_go_on_is_answered(composer: Composer, stance: Any, channel: Channel, lang: Lang) -> None:
    """Who asks about safety hears what to do now; other questions are only answered."""
    for topic, expected in (("safety", True), ("delivery", False)):
        _, draft = drafted(composer, a_triage(kind="inquiry", topic=topic, stance=stance, lang=lang), channel)

        assert ("safe_use" in [sentence.move for sentence in draft.sentences]) is expected


@pytest.mark.parametrize("channel", ["email", "web_form", "sms", "kakao_channel"])
@pytest.mark.parametrize("topic", ["privacy", "outage", "labor"])
def test_a_person_is_answered_and_not_sent_to_a_notice(composer: Composer, topic: str, channel: Channel) -> None:
    """In private the answer comes to whoever asked; the statement beside it still tells everyone."""
    triage = a_triage(kind="complaint", topic=topic, stance="transparency", severity=3)
    _, draft = drafted(composer, triage, channel)

    assert "reply_time" in {slot.name for slot in draft.slots}
    assert "update_place" not in {slot.name for slot in draft.slots}
    assert draft.statement is not None
    assert "[다음 공지 시각]까지" in draft.statement
