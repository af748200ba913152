"""Drafts: within the limits of their channel, honest about what is missing, the same for the same message."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.language.privacy import find, mask
from playbook.records import CHANNELS, KINDS, MODES, SPEAKERS, STANCES, TOPICS, Case, Channel, Lang, Message, Signal
from playbook.reply.channels import THREADED, ChannelRules
from playbook.reply.compose import Composer, measured
from playbook.reply.slots import slot_spans
from playbook.testing import MOMENT, a_message, a_triage

from .conftest import EACH, SITUATIONS, Situation, a_channel, drafted
from .test_heard import ROWS

quick = settings(max_examples=60, deadline=None)

LANGS: tuple[Lang, ...] = ("ko", "en")
TELLTALE = (
    "홍길동입니다. 제 번호는 010-1234-5678, 메일은 kim.secret@example.com 이고 주민번호는 900101-1234567 입니다. "
    "카드 4111 1111 1111 1111, 주문번호 20261122-0001234, 서울특별시 강남구 테헤란로 123, 101동 1502호로 보내 주세요."
)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_no_part_is_longer_than_the_channel_allows(
    composer: Composer, channels: dict[str, ChannelRules], situation: Situation, topic: str, lang: Lang
) -> None:
    """On every channel a single post fits, and so does each post of a thread."""
    for channel in CHANNELS:
        rules = channels[channel]
        _, draft = drafted(composer, situation.triage(topic, lang), channel, **situation.how)

        assert draft.limit == rules.limit
        assert draft.unit == rules.unit
        assert draft.length == max(rules.length(part) for part in draft.parts)
        assert rules.limit is None or draft.length <= rules.limit, f"{channel}: {draft.text}"
        assert len(draft.parts) == 1 or channel in THREADED


@quick
@given(
    kind=st.sampled_from(KINDS),
    stance=st.sampled_from([stance for stance in STANCES if stance != "monitor"]),
    topic=st.sampled_from(TOPICS),
    severity=st.sampled_from([1, 2, 3, 4]),
    lang=st.sampled_from(LANGS),
    channel=st.sampled_from(CHANNELS),
    words=st.text(min_size=1, max_size=20),
    mode=st.sampled_from([None, *MODES]),
    speaker=st.sampled_from(SPEAKERS),
)
def test_any_decision_gets_a_draft_that_fits(
    composer: Composer, kind: Any, stance: Any, topic: Any, severity: Any, lang: Lang, channel: Channel, words: str,
    mode: Any, speaker: Any,
) -> None:  # fmt: skip
    """Also those that no rule would reach: something is said, within the limit, with every slot listed."""
    triage = a_triage(kind=kind, stance=stance, topic=topic, severity=severity, lang=lang)
    _, draft = drafted(composer, triage, channel, words, mode=mode, speaker=speaker)

    assert draft.text.strip()
    assert draft.speaker == speaker
    assert mode in (None, draft.mode)
    assert draft.limit is None or draft.length <= draft.limit
    assert [slot.ask for slot in draft.slots] == list(dict.fromkeys(ask for _, _, ask in slot_spans(draft.text)))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_every_slot_is_listed_and_none_is_unknown(
    composer: Composer, situation: Situation, topic: str, lang: Lang
) -> None:
    """What stands in brackets is in the list, once, by a name that the rule file knows."""
    for channel in CHANNELS:
        _, draft = drafted(composer, situation.triage(topic, lang), channel, **situation.how)

        assert [slot.ask for slot in draft.slots] == list(dict.fromkeys(ask for _, _, ask in slot_spans(draft.text)))
        assert {slot.name for slot in draft.slots} <= set(composer.moves.slots)
        assert not any(slot.filled for slot in draft.slots)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_a_slot_is_never_cut(composer: Composer, situation: Situation, topic: str, lang: Lang) -> None:
    """Posts of a thread hold the words of the text, in order, and each slot whole."""
    for channel in sorted(THREADED):
        _, draft = drafted(composer, situation.triage(topic, lang), channel, **situation.how)
        count = len(draft.parts)
        bare = [p.removesuffix(f" {n}/{count}") if count > 1 else p for n, p in enumerate(draft.parts, 1)]

        assert " ".join(bare).split() == draft.text.split()
        assert all(part.count("[") == part.count("]") for part in draft.parts)


@pytest.mark.parametrize("channel", ["x", "sms", "email", "press"])
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.plan)
def test_nothing_of_the_message_is_repeated(composer: Composer, situation: Situation, channel: Channel) -> None:
    """A draft holds no personal data, least of all that of the message."""
    assert len(find(TELLTALE)) >= 6, "the message gives much away"
    _, draft = drafted(composer, situation.triage(), channel, TELLTALE, **situation.how)
    said = "\n".join((draft.text, *draft.parts, draft.statement or ""))

    assert find(said) == ()
    assert not [p for p in find(TELLTALE) if TELLTALE[p.start : p.end] in said]
    assert mask(said)[0] == said


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.plan)
def test_a_draft_states_no_figure(composer: Composer, situation: Situation) -> None:
    """Dates, times and amounts are slots."""
    for lang in LANGS:
        _, draft = drafted(composer, situation.triage(lang=lang), "email", **situation.how)
        assert not any(character.isdigit() for character in draft.text + (draft.statement or ""))


@pytest.mark.parametrize("channel", ["x", "sms", "google_play", "email"])
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.plan)
def test_the_same_message_gets_the_same_draft(composer: Composer, situation: Situation, channel: Channel) -> None:
    """Its id and when it came make no difference."""
    triage = situation.triage()
    first = composer.compose(a_message("같은 글입니다.", id="m-1"), triage, channel, "ko", **situation.how)
    again = composer.compose(a_message("같은 글입니다.", id="m-2"), triage, channel, "ko", **situation.how)

    assert first == again


def test_other_messages_get_other_wordings(composer: Composer) -> None:
    """People who compare their answers do not find a macro."""
    triage = a_triage(severity=1)
    texts = {drafted(composer, triage, "x", f"{n}번째 글")[1].text for n in range(20)}

    assert len(texts) > 1


@pytest.mark.parametrize("kind", ["abuse", "spam", "complaint"])
def test_monitor_says_nothing(composer: Composer, kind: Any) -> None:
    """No draft where the stance is to keep still."""
    assert composer.compose(a_message(), a_triage(kind=kind, stance="monitor"), "x", "ko") is None


@pytest.mark.parametrize("channel", CHANNELS)
def test_only_public_replies_warn_of_posting_data(
    composer: Composer, channels: dict[str, ChannelRules], channel: Channel
) -> None:
    """In private the details are what is asked for; a reporter has none to give."""
    _, draft = drafted(composer, a_triage(topic="billing"), channel)
    warned = "no_data_here" in [sentence.move for sentence in draft.sentences]

    assert warned is (channels[channel].public and channel != "press")


@pytest.mark.parametrize("channel", CHANNELS)
def test_letters_greet_and_sign(composer: Composer, channels: dict[str, ChannelRules], channel: Channel) -> None:
    """A post does neither, and has no paragraphs; where the account does not say who we are, the reply does."""
    _, draft = drafted(composer, a_triage(), channel)
    said = [sentence.move for sentence in draft.sentences]
    letter = channels[channel].manner in ("letter", "statement")

    assert letter is (said[0] == "greet" and said[-1] == "sign")
    assert letter is ("\n\n" in draft.text)
    assert channels[channel].introduces is (said[0] == "introduce")


@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_each_sentence_knows_its_move_and_its_grounds(composer: Composer, situation: Situation, topic: str) -> None:
    """The sentences are the text; each cites what its move cites; no two say the same."""
    _, draft = drafted(composer, situation.triage(topic), "community", **situation.how)

    assert " ".join(sentence.text for sentence in draft.sentences).split() == draft.text.split()
    assert all(sentence.cites == composer.moves.moves[sentence.move].cites for sentence in draft.sentences)
    assert len({sentence.text for sentence in draft.sentences}) == len(draft.sentences)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_a_short_reply_keeps_what_weighs_most(composer: Composer, situation: Situation, topic: str, lang: Lang) -> None:
    """Whatever has to go, the first essential move stays, and the order of reading is that of the plan."""
    for channel in ("sms", "google_play"):
        _, plan = composer.plan(situation.triage(topic, lang), channel, lang, **situation.how)
        _, draft = drafted(composer, situation.triage(topic, lang), channel, **situation.how)
        said = [sentence.move for sentence in draft.sentences]

        assert plan.essential[0] in said
        assert said == [move for move in ("introduce", *plan.moves, "point_to_statement") if move in said]
        assert (channel != "sms" and situation.speaker == "brand") or said[0] == "introduce"


@pytest.mark.parametrize("lang", LANGS)
def test_a_fault_in_a_text_message_is_still_owned(composer: Composer, lang: Lang) -> None:
    """First thing after the name, and in full: it goes as a long message."""
    _, draft = drafted(composer, a_triage(stance="action_plan", topic="labeling", severity=3, lang=lang), "sms")

    assert next(sentence.move for sentence in draft.sentences if sentence.move != "introduce") == "apologise"


def test_only_what_weighs_least_is_said_briefly(composer: Composer) -> None:
    """The apology keeps its full words as long as there is room for them."""
    fault = a_triage(stance="action_plan", topic="labeling", severity=2, lang="en")
    _, review = drafted(composer, fault, "google_play")

    assert "Our fault; we apologise." not in review.text
    assert "[what we did wrong]" in review.text


def test_a_long_reply_points_to_its_statement(composer: Composer) -> None:
    """Where one short reply is all there is, the full text stands beside it and the reply says where."""
    fault = a_triage(stance="action_plan", topic="labeling", severity=2, lang="en")
    _, short = drafted(composer, fault, "google_play")
    _, long = drafted(composer, fault, "facebook")

    assert short.statement is not None
    assert short.sentences[-1].move == "point_to_statement"
    assert long.statement is None
    assert "point_to_statement" not in [sentence.move for sentence in long.sentences]


@pytest.mark.parametrize(
    ("wanted", "changes"),
    [
        (True, {"stance": "action_plan", "severity": 3}),
        (True, {"kind": "rumor", "stance": "transparency", "topic": "finance", "severity": 4}),
        (True, {"kind": "incident", "stance": "transparency", "topic": "safety", "severity": 3}),
        (False, {"stance": "action_plan", "severity": 2}),
        (False, {"kind": "rumor", "stance": "transparency", "topic": "other", "severity": 1}),
        (False, {"kind": "praise", "stance": "acknowledge", "severity": 3}),
        (False, {"stance": "escalate_cs", "severity": 3}),
    ],
)
def test_serious_public_matters_get_a_statement(composer: Composer, wanted: bool, changes: dict[str, Any]) -> None:
    """From level 3 on, and only where the plan has one to give."""
    _, draft = drafted(composer, a_triage(**changes), "facebook")

    assert wanted is (draft.statement is not None)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("situation", [s for s in SITUATIONS if s.severity >= 3 and "health" not in s.plan])
def test_only_an_admitted_fault_is_apologised_for_in_a_statement(
    composer: Composer, situation: Situation, lang: Lang
) -> None:
    """Nobody confesses, compensates or repairs what is not established."""
    _, draft = drafted(composer, situation.triage(lang=lang), "press", **situation.how)
    assert draft.statement is not None
    admitted = {composer.moves.slots[name].of(lang) for name in ("fault", "course", "repair", "repair_date", "measure")}
    asked = {ask for _, _, ask in slot_spans(draft.statement)}

    owned = draft.mode in ("fix", "admit")
    assert owned is (situation.stance == "action_plan" or "admit" in situation.plan)
    assert owned is bool(admitted & asked)
    assert owned is any(w in draft.statement for w in ("사과드립니다", "apologise"))


@pytest.mark.parametrize(
    ("said", "plan"),
    [(True, "plan.event"), (True, "plan.fault_hurt"), (False, "plan.rumor"), (False, "plan.charge")],
)
def test_condolences_need_a_death_that_is_known(composer: Composer, said: bool, plan: str) -> None:
    """A rumour of a death is not confirmed by mourning it."""
    situation = next(s for s in SITUATIONS if s.plan == plan)
    triage = situation._replace(signals=("danger.death",), severity=4).triage(
        "labor" if plan == "plan.fault_hurt" else "safety"
    )
    _, draft = drafted(composer, triage, "press")

    assert said is ("명복" in draft.text + (draft.statement or ""))


def test_a_statement_is_dated_and_signed(composer: Composer) -> None:
    """Title first; date, company and its head last."""
    _, draft = drafted(composer, a_triage(stance="action_plan", topic="privacy", severity=4), "press")
    assert draft.statement is not None
    first, *_, last = draft.statement.split("\n\n")

    assert first == "[사안의 이름]에 대해 사과드립니다"
    assert last == "[게시일]\n[회사명] 대표이사 [대표이사 성명]"


@pytest.mark.parametrize(
    ("parts", "channel", "rules", "text"),
    [
        (1, "x", {"limit": 280, "unit": "weighted"}, "짧은 글입니다."),
        (2, "x", {"limit": 40, "unit": "weighted"}, "첫 문장이 여기 있습니다. 둘째 문장입니다."),
        (1, "sms", {"limit": 40, "unit": "cp949_bytes"}, "첫 문장이 여기 있습니다. 둘째 문장입니다."),
        (1, "x", {"limit": None, "unit": "weighted"}, "한도가 없는 곳의 글입니다. " * 40),
    ],
)
def test_only_threads_are_cut_into_posts(parts: int, channel: Channel, rules: dict[str, Any], text: str) -> None:
    """Elsewhere a text that is too long is measured as it is, for the check to say so."""
    limits = a_channel(**rules)
    length, posts = measured(text, channel, limits)

    assert len(posts) == parts
    assert length == max(map(limits.length, posts))


CAKE = "어제 강남점에서 산 케이크에서 머리카락이 나왔어요. 환불해 주세요"


@pytest.mark.parametrize("channel", ["x", "instagram", "google_play", "kakao_channel", "email", "community"])
def test_a_reply_picks_up_what_this_person_said(composer: Composer, channel: Channel) -> None:
    """The thing, the place, the time and the wish are named once, and nothing is promised."""
    triage = a_triage(stance="transparency", topic="safety")
    _, draft = drafted(composer, triage, channel, CAKE)

    assert draft.text.count("어제 강남점 케이크") == 1
    assert draft.text.count("환불") == 1
    assert "환불해 드리" not in draft.text


@pytest.mark.parametrize(
    ("lang", "changes"),
    [
        ("en", {}),
        ("ko", {"kind": "allegation", "stance": "transparency"}),
        ("ko", {"kind": "incident", "stance": "transparency", "topic": "safety"}),
        ("ko", {"topic": "privacy"}),
        ("ko", {"topic": "legal"}),
    ],
)
def test_nothing_is_picked_up_elsewhere(composer: Composer, lang: Lang, changes: dict[str, Any]) -> None:
    """Not in another language, and not where it would repeat a charge or tell of a person."""
    draft = composer.compose(a_message(CAKE), a_triage(**changes), "email", lang)
    assert draft is not None

    assert not [word for word in ("케이크", "강남점", "어제") if word in draft.text]


def test_a_demand_in_bad_faith_is_not_repeated(composer: Composer) -> None:
    """Nor is it named as a wish that is being looked at."""
    situation = next(s for s in SITUATIONS if s.plan == "plan.repetition")
    _, draft = drafted(composer, situation.triage(), "x", CAKE)

    assert "환불" not in draft.text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("speaker", ["member", "ceo"])
@pytest.mark.parametrize("situation", [s for s in SITUATIONS if s.speaker == "brand"], ids=lambda s: s.plan)
def test_a_person_who_speaks_is_named(composer: Composer, situation: Situation, speaker: Any, lang: Lang) -> None:
    """On every channel that has room for a name."""
    asks = {name: slot.of(lang) for name, slot in composer.moves.slots.items()}
    for channel in ("x", "facebook", "kakao_channel", "google_play", "email"):
        _, draft = drafted(composer, situation.triage(lang=lang), channel, mode=situation.mode, speaker=speaker)

        assert asks["chief" if speaker == "ceo" else "member"] in [slot.ask for slot in draft.slots], channel


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("mode", ["confirm", "deny", "unknown", "admit", "fix"])
@pytest.mark.parametrize("channel", ["x", "instagram", "community", "email", "press"])
def test_the_chief_executive_never_stands_for_the_official_notice(
    composer: Composer, mode: Any, channel: Channel, lang: Lang
) -> None:
    """In person always means with a pointer to it, and shorter than the company's own words."""
    triage = a_triage(kind="complaint", stance="action_plan", topic="labeling", severity=3, lang=lang)
    _, draft = drafted(composer, triage, channel, mode=mode, speaker="ceo")
    _, ours = drafted(composer, triage, channel, mode=mode)

    assert composer.moves.slots["update_place"].of(lang) in [slot.ask for slot in draft.slots]
    assert len([s for s in draft.sentences if s.move != "introduce"]) <= len(ours.sentences)
    assert not re.search(r"we are sorry|our sincere", draft.text, re.I)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "situation", [s for s in SITUATIONS if s.severity >= 3 and s.speaker == "brand"], ids=lambda s: s.plan
)
def test_the_press_gets_facts_before_feelings(composer: Composer, situation: Situation, lang: Lang) -> None:
    """A named spokesperson, a sentence to quote, who to ask and by when; no apology before the facts."""
    _, draft = drafted(composer, situation.triage(lang=lang), "press", mode=situation.mode)
    asks = {name: slot.of(lang) for name, slot in composer.moves.slots.items()}
    said = [sentence.move for sentence in draft.sentences]
    apology = re.search("사과드|죄송|apologi|sorry", draft.text)
    fact = draft.text.index(asks["disclosure"] if asks["disclosure"] in draft.text else
                            asks["course"] if asks["course"] in draft.text else asks["known_facts"])  # fmt: skip

    assert {asks["spokesperson"], asks["contact"], asks["reply_time"]} <= {slot.ask for slot in draft.slots}
    assert {"press_quote", "press_fault"} & set(said)
    assert apology is None or fact < apology.start()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "situation", [s for s in SITUATIONS if s.speaker == "brand"], ids=lambda s: f"{s.plan}-{s.stance}"
)
def test_the_first_post_of_a_thread_stands_alone(composer: Composer, situation: Situation, lang: Lang) -> None:
    """It says what and where the rest is; what concerns one person is never a thread."""
    for topic in situation.topics:
        triage = situation.triage(topic, lang)
        _, plan = composer.plan(triage, "x", lang, mode=situation.mode)
        _, draft = drafted(composer, triage, "x", **situation.how)
        if len(draft.parts) == 1:
            continue

        assert plan.thread
        assert draft.sentences[0].move == plan.thread[0]
        assert composer.moves.slots["update_place"].of(lang) in draft.parts[0] or "thread_more" not in plan.thread


def test_statements_have_their_parts_in_order(composer: Composer) -> None:
    """Address, who did what to whom, the course with what is open, responsibility, protection, repair, prevention."""
    triage = a_triage(kind="incident", stance="action_plan", topic="safety", severity=4)
    _, draft = drafted(composer, triage, "facebook")
    assert draft.statement is not None
    wanted = (
        "[사안의 이름]에 대해 사과드립니다", "고객 여러분께", "[잘못한 내용]", "[영향을 받은 분과 범위]",
        "진심으로 사과드립니다", "[확인된 경위]", "아직 확인하지 못한 것은 [확인 중인 내용]", "저희가 막았어야",
        "이용하지 말아", "[환불·보상 기준]", "[보상 기한]",
        "[원인 공개 기한]", "[개선 조치]", "[완료 기한]", "[조치 책임자]",
        "[연락 창구]", "다시 한번 사과드립니다", "[게시일]", "대표이사 [대표이사 성명]",
    )  # fmt: skip
    places = [draft.statement.find(part) for part in wanted]

    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("told", "stance", "mode"),
    [
        (True, "action_plan", "hand_over"),
        (True, "monitor", "answer"),
        (True, "escalate_cs", "fix"),
        (False, "action_plan", "fix"),
        (False, "transparency", "deny"),
        (False, "escalate_cs", None),
    ],
)
def test_a_choice_against_the_judgement_is_shown(desk: Desk, told: bool, stance: Any, mode: Any) -> None:
    """Whoever approves has to see that somebody chose it."""
    triage = a_triage(stance=stance)
    message, draft = drafted(desk.composer, triage, "x", mode=mode)
    case = Case(id="c-1", message=message, channel="x", triage=triage, draft=draft, created_at=MOMENT)

    assert told is ("chosen_mode" in [finding.check for finding in desk.findings(case)])


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("쉬게 하십시오", {"kind": "abuse", "signals": ("tone.threat_to_staff",)}),
        ("쉬게 하고", {"kind": "abuse"}),
        ("운영 기준", {"kind": "spam"}),
    ],
)
def test_where_nothing_is_said_staff_are_looked_after(composer: Composer, said: str, changes: dict[str, Any]) -> None:
    """A note for inside, by what it was."""
    signals = tuple(Signal(id=name, score=1.0, source="pattern") for name in changes.pop("signals", ()))

    assert said in composer.care(a_triage(stance="monitor", signals=signals, **changes))


INSULT = re.compile(
    r"씨발|시발|병신|새끼|지랄|쓰레기|사기꾼|도둑놈|양아치|멍청|한심|악덕|기레기|\b(?:fuck\w*|shit\w*|idiots?|morons?|thieves|crooks?|scum\w*|liars?|clowns?|stupid)\b",
    re.I,
)


def test_two_thousand_messages(desk: Desk, composer: Composer) -> None:
    """Of every sort: no crash, the same again, no personal data, no insult, no error but what is to be filled in."""
    messages = [Message(text=row["text"], lang=row["lang"], channel=row["channel"]) for row in ROWS[::6]]
    assert len(messages) >= 2000
    for number, (message, triage) in enumerate(zip(messages, desk.triage_all(messages), strict=True)):
        how: dict[str, Any] = {} if number % 3 else {"mode": MODES[number % 8], "speaker": SPEAKERS[number % 5 % 3]}
        channel = message.channel or "web_form"
        draft = composer.compose(message, triage, channel, triage.lang, **how)
        if draft is None:
            assert composer.care(triage)
            continue
        whole = "\n".join((draft.text, draft.statement or ""))

        assert draft == composer.compose(message, triage, channel, triage.lang, **how)
        assert find(whole) == (), message.text
        assert not INSULT.search(whole), message.text
        assert "{" not in whole
        assert [slot.ask for slot in draft.slots] == list(dict.fromkeys(ask for _, _, ask in slot_spans(draft.text)))
        if number % 7 == 0:
            case = Case(id="c-1", message=message, channel=channel, triage=triage, draft=draft, created_at=MOMENT)
            errors = [f for f in desk.findings(case) if f.level == "error" and f.check != "unfilled_slot"]
            assert errors == [] or (channel == "sms" or how), (message.text, draft.text)
