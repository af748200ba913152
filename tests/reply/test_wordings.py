"""Every wording that ships, read as its reader will: the register, the particles, and what our own checks say of it."""

from __future__ import annotations

import re

import pytest

from playbook.desk import Desk
from playbook.language.korean import register_of, sentences
from playbook.language.lengths import outside_cp949
from playbook.language.privacy import find
from playbook.records import CHANNELS, TOPICS, Lang
from playbook.reply.checks import AiNotice, Marketing, MustNotSay, NonApology, Passive, register, unbound
from playbook.reply.compose import Composer
from playbook.reply.moves import Moves, Setting
from playbook.reply.slots import fill_slots, slot_spans
from playbook.triage.conditions import Facts
from playbook.triage.rulebook import TABLES
from playbook.triage.yaml_files import load_yaml

from .conftest import EACH, OWN_RULES, Situation, a_proof, drafted, findings_of

LANGS: tuple[Lang, ...] = ("ko", "en")
CONTENT = load_yaml(OWN_RULES / "moves.yaml")
WORDINGS = [
    pytest.param(lang, [wording["say"] for wording in move[lang]], id=f"{name}-{lang}")
    for name, move in CONTENT["moves"].items()
    for lang in LANGS
]
"""What each move can say, a language a row: a row for each wording would take longer to report than to read."""
KOREAN = [row for row in WORDINGS if row.values[0] == "ko"]
TITLES = [
    pytest.param(lang, [title[lang] for title in CONTENT["statement"]["titles"].values()], id=f"title-{lang}")
    for lang in LANGS
]
NAMED: dict[Lang, list[dict[str, str]]] = {
    "ko": [
        {
            "thing": "케이크",
            "place": "강남점",
            "when": "어제",
            "ask": "환불",
            "matter": "어제 강남점 케이크",
            "told": "결제가 중복되었다는",
        },
        {
            "thing": "앱",
            "place": "부산 공장",
            "when": "지난주 토요일",
            "ask": "교환",
            "matter": "앱",
            "told": "배송이 늦어지고 있다는",
        },
    ],
    "en": [
        {
            "thing": "cake",
            "place": "Leeds store",
            "when": "yesterday",
            "ask": "a refund",
            "matter": "the cake",
            "told": "you cannot sign in",
        },
        {
            "thing": "app",
            "place": "airport hotel",
            "when": "last week",
            "ask": "an exchange",
            "matter": "the app",
            "told": "your delivery has not arrived",
        },
    ],
}
"""What a message could have named."""
WRONG = {
    "담당자": re.compile("담당자(?:은|이|을|과|으로)(?=[\\s.,])"),
    "1588": re.compile("1588(?:는|를|와|으로)(?=[\\s.,])"),
    "매장": re.compile("매장(?:는|를|와|로)(?=[\\s.,])"),
    "물": re.compile("물(?:는|를|와|으로)(?=[\\s.,])"),
}
"""Slot values that end in a vowel, a figure, a consonant and ㄹ, and the particles that cannot follow them."""

FILLED: dict[Lang, dict[str, str]] = {
    "ko": {
        "update_time": "11월 24일 오후 3시",
        "update_place": "https://notice.example.co.kr/24",
        "known_facts": "11월 22일 오전 9시 물류센터 2층에서 불이 났습니다",
        "being_checked": "불이 시작된 곳과 원인",
        "checking_team": "품질안전팀",
        "contact": "1588-0000",
        "private_channel": "채널톡 상담",
        "reply_time": "11월 23일 오후 6시",
        "fault": "원산지를 잘못 표시한 것",
        "course": "10월 3일부터 표시가 바뀐 채 판매됐습니다",
        "measure": "전 점포 표시 점검(143곳)",
        "measure_date": "11월 30일",
        "repair": "구매 금액 전액 환불",
        "repair_date": "12월 10일",
        "evidence": "https://notice.example.co.kr/evidence",
        "disclosure": "https://kind.example.co.kr/1",
        "answer": "배송은 이틀 걸립니다.",
        "answer_place": "https://help.example.co.kr/7",
        "change": "월 이용료",
        "change_reason": "망 사용료 인상",
        "options": "기존 요금제 유지",
        "company": "한빛마켓",
        "sender": "고객지원팀 김민지",
        "previous_answer": "환불은 수령 후 7일 안에 가능합니다",
        "measure_owner": "품질안전본부장",
        "cause_date": "12월 1일",
        "member": "고객지원팀 민지",
        "spokesperson": "홍보팀장 이서연",
        "chief": "한가람",
        "date": "2026년 11월 22일",
        "affected": "10월 3일 이후 구매하신 고객",
        "event": "쇠고기 원산지 오표시",
        "stopped": "5월 이후 판매한 선풍기",
        "restore_time": "11월 22일 오후 2시",
        "safe_use": "5월 이후 만든 제품은 쓰지 마시고, 바닥의 제조 번호를 확인해 주십시오",
        "asked": "기존 회원은 내년 3월까지 지금 요금으로 쓰실 수 있습니다",
    },
    "en": {
        "update_time": "3 p.m. on 24 November",
        "update_place": "https://notice.example.com/24",
        "known_facts": "a fire broke out on the second floor at 9 a.m. on 22 November",
        "being_checked": "where and why it started",
        "checking_team": "the quality team",
        "contact": "our help page",
        "private_channel": "https://example.com/chat",
        "reply_time": "6 p.m. on 23 November",
        "fault": "we labelled the origin of the beef wrongly",
        "course": "the label was changed on 3 October",
        "measure": "a check of all 143 shops",
        "measure_date": "30 November",
        "repair": "a full refund of the price paid",
        "repair_date": "10 December",
        "evidence": "https://notice.example.com/evidence",
        "disclosure": "https://example.com/ir/1",
        "answer": "delivery takes two days.",
        "answer_place": "https://example.com/help/7",
        "change": "the monthly fee",
        "change_reason": "higher network costs",
        "options": "to keep your present plan",
        "company": "Hanbit Market",
        "sender": "Customer Support",
        "previous_answer": "a refund is possible within 7 days",
        "measure_owner": "the head of quality",
        "cause_date": "1 December",
        "member": "Minji",
        "spokesperson": "Seoyeon Lee, head of communications",
        "chief": "Garam Han",
        "date": "22 November 2026",
        "affected": "customers who bought beef since 3 October",
        "event": "the wrong label on our beef",
        "stopped": "the fan sold since May",
        "restore_time": "2 p.m. on 22 November",
        "safe_use": "please stop using any made since May; the number is on the base",
        "asked": "present members keep their price until March",
    },
}
"""What a person could write into each slot of a reply."""

PHRASES = [each.from_folders([OWN_RULES]) for each in (NonApology, Passive, Marketing, MustNotSay, AiNotice)]
ADVICE = {("length", "note"), ("placement", "note")}
"""What is told of a text that is right."""
EXPECTED = ("unfilled_slot", "chosen_mode")
"""What a draft cannot be without: slots, and a mode that a person chose against the judgement."""
FALSE_PARTICLE = re.compile(r"은\(는\)|이\(가\)|을\(를\)|\{|\}|을/를|은/는")


def spoken(moves: Moves, templates: list[str], lang: Lang) -> list[str]:
    """The templates said of every topic, on every channel and of every phrase that they can be said of."""
    return [text for template in templates for text in _spoken(moves, template, lang)]


def _spoken(moves: Moves, template: str, lang: Lang) -> list[str]:
    topics = TOPICS if "{subject}" in template else TOPICS[:1]
    channels = CHANNELS if "{post}" in template else CHANNELS[:1]
    heard = NAMED[lang] if "{" in template else NAMED[lang][:1]
    return [
        moves.spoken(template, Setting(Facts({}, {"topic": t, "kind": "complaint", "severity": 1}), lang, "", c, h))
        for t in topics for c in channels for h in heard
    ]  # fmt: skip


@pytest.mark.parametrize(("lang", "templates"), [*WORDINGS, *TITLES])
def test_a_wording_reads_well(moves: Moves, lang: Lang, templates: list[str]) -> None:
    """One register, no form left open, no figure, nobody named, nothing that would backfire."""
    message = " ".join(phrase for heard in NAMED[lang] for phrase in heard.values())
    for text in spoken(moves, templates, lang):
        proof = a_proof(text, lang=lang, drafted=True, message=message)
        found = [*register(proof), *unbound(proof), *(f for check in PHRASES for f in check(proof))]

        assert found == [], text
        assert not FALSE_PARTICLE.search(text), text
        assert find(text) == (), text
        assert "  " not in text, text


@pytest.mark.parametrize(("lang", "templates"), WORDINGS)
def test_a_wording_can_stand_in_a_text_message(moves: Moves, lang: Lang, templates: list[str]) -> None:
    """No letter is garbled in CP949."""
    for text in spoken(moves, templates, lang):
        assert outside_cp949(text) == (), text


@pytest.mark.parametrize(("lang", "templates"), [row for row in KOREAN if row.id != "sign-ko"])
def test_korean_is_said_formally(moves: Moves, lang: Lang, templates: list[str]) -> None:
    """Each sentence ends in -습니다 or -십시오; what is a bare slot or a signpost has no ending."""
    for text in spoken(moves, templates, lang):
        pieces = [text[start:end] for start, end in sentences(text)]
        bare = [piece for piece in pieces if piece.startswith("[") and piece.rstrip(".").endswith("]")]
        posts = [piece for piece in pieces if re.fullmatch(r"[가-힣 ]+: \[[^\]]+\]", piece)]

        assert [p for p in pieces if p not in bare + posts and register_of(p) != "formal"] == []


@pytest.mark.parametrize(("lang", "templates"), KOREAN)
def test_particles_fit_what_a_slot_asks(moves: Moves, lang: Lang, templates: list[str]) -> None:
    """Before it is filled, too; after a subject, which has many names, the particle is always chosen."""
    for template in templates:
        assert not re.search(r"\{subject\}(?:은|는|이|가|을|를|과|와|으로|로)(?=[ .,])", template), template
    for text in spoken(moves, templates, lang):
        asked = {ask: ask for _, _, ask in slot_spans(text)}

        assert fill_slots(text, asked) == text.replace("[", "").replace("]", "")


@pytest.mark.parametrize(("lang", "templates"), KOREAN)
@pytest.mark.parametrize("value", WRONG)
def test_particles_stay_right_when_slots_are_filled(moves: Moves, lang: Lang, templates: list[str], value: str) -> None:
    """No filled slot is followed by the form of a particle that does not fit its value."""
    for text in spoken(moves, templates, lang):
        filled = fill_slots(text, {ask: value for _, _, ask in slot_spans(text)})

        assert not WRONG[value].search(filled), filled
        assert slot_spans(filled) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_every_draft_passes_our_own_checks(desk: Desk, situation: Situation, topic: str, lang: Lang) -> None:
    """On every channel nothing is found but slots to fill, that a thread will be one, and where a statement stands.

    A text message of 90 bytes has no room for every part; there the check says which it lacks.
    """
    for channel in CHANNELS:
        found = findings_of(desk, situation.triage(topic, lang), channel, how=situation.how)
        left = [f for f in found if f.check not in EXPECTED and (f.check, f.level) not in ADVICE]
        if channel == "sms":
            left = [f for f in left if (f.check, f.level) != ("missing_part", "warning")]

        assert left == [], channel


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_every_draft_passes_when_it_is_filled(
    desk: Desk, composer: Composer, situation: Situation, topic: str, lang: Lang
) -> None:
    """Facts put into the slots by a person leave no error and no missing part, however they are written."""
    values = {composer.moves.slots[name].of(lang): value for name, value in FILLED[lang].items()}
    for channel in ("x", "instagram", "kakao_channel", "email", "press"):
        triage = situation.triage(topic, lang)
        text = fill_slots(drafted(composer, triage, channel, **situation.how)[1].text, values)
        found = findings_of(desk, triage, channel, text, how=situation.how, known=tuple(values.values()))

        assert slot_spans(text) == []
        assert [f for f in found if f.level != "note" and f.check not in EXPECTED] == [], text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_a_statement_reads_well(desk: Desk, composer: Composer, situation: Situation, topic: str, lang: Lang) -> None:
    """The full statement is held to the same register and the same words."""
    triage = situation.triage(topic, lang, severity=4)
    statement = drafted(composer, triage, "facebook", **situation.how)[1].statement
    plan = next(plan for plan in composer.moves.plans if plan.id == situation.plan)
    assert bool(plan.statement) is (statement is not None)
    if statement is not None:
        proof = a_proof(statement, lang=lang, topic=topic, kind=situation.kind, severity=4, drafted=True)
        found = [*register(proof), *unbound(proof), *(f for check in PHRASES for f in check(proof))]

        assert found == []


def test_names_of_slots_differ() -> None:
    """Two slots that ask the same could not be told apart when they are filled."""
    for lang in LANGS:
        asks = [slot[lang] for slot in CONTENT["slots"].values()]
        assert len(set(asks)) == len(asks)


def test_every_topic_can_be_named(moves: Moves) -> None:
    """In Korean by a noun, to which any particle can be added; in English as it stands inside a sentence."""
    for topic in TOPICS:
        korean, english = (moves.subject(Facts({}, {"topic": topic}), lang) for lang in LANGS)
        assert register_of(korean) == "fragment"
        assert re.fullmatch(r"(?:the|our|this|working) [a-z ]+", english)


@pytest.mark.parametrize("file", [*TABLES, *sorted(f"checks/{path.stem}" for path in (OWN_RULES / "checks").iterdir())])
def test_reasons_and_advice_are_written_in_both_languages(file: str) -> None:
    """What a person reads beside a draft is polite and complete in Korean, and has no Hangul in English."""
    content = load_yaml(OWN_RULES / f"{file}.yaml")
    rows = content.get("rules") or content["phrases"]
    texts = [row[name] for row in rows for name in ("because", "why", "suggest") if name in row]

    assert texts
    for text in texts:
        pieces = [text["ko"][start:end] for start, end in sentences(text["ko"])]
        assert [p for p in pieces if register_of(p) not in ("formal", "polite")] == []
        assert not re.search(r"[가-힣]", text["en"])
