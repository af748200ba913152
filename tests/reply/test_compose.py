"""Drafts: within the limits of their channel, honest about what is missing, the same for the same message."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.language.privacy import find, mask
from playbook.records import CHANNELS, KINDS, STANCES, TOPICS, Channel, Lang
from playbook.reply.channels import THREADED, ChannelRules
from playbook.reply.compose import Composer, measured
from playbook.reply.slots import slot_spans
from playbook.testing import a_message, a_triage

from .conftest import EACH, SITUATIONS, Situation, a_channel, drafted

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
        _, draft = drafted(composer, situation.triage(topic, lang), channel)

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
)
def test_any_decision_gets_a_draft_that_fits(
    composer: Composer, kind: Any, stance: Any, topic: Any, severity: Any, lang: Lang, channel: Channel, words: str
) -> None:
    """Also those that no rule would reach: something is said, within the limit, with every slot listed."""
    triage = a_triage(kind=kind, stance=stance, topic=topic, severity=severity, lang=lang)
    _, draft = drafted(composer, triage, channel, words)

    assert draft.text.strip()
    assert draft.limit is None or draft.length <= draft.limit
    assert [slot.ask for slot in draft.slots] == list(dict.fromkeys(ask for _, _, ask in slot_spans(draft.text)))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_every_slot_is_listed_and_none_is_unknown(
    composer: Composer, situation: Situation, topic: str, lang: Lang
) -> None:
    """What stands in brackets is in the list, once, by a name that the rule file knows."""
    for channel in CHANNELS:
        _, draft = drafted(composer, situation.triage(topic, lang), channel)

        assert [slot.ask for slot in draft.slots] == list(dict.fromkeys(ask for _, _, ask in slot_spans(draft.text)))
        assert {slot.name for slot in draft.slots} <= set(composer.moves.slots)
        assert not any(slot.filled for slot in draft.slots)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_a_slot_is_never_cut(composer: Composer, situation: Situation, topic: str, lang: Lang) -> None:
    """Posts of a thread hold the words of the text, in order, and each slot whole."""
    for channel in sorted(THREADED):
        _, draft = drafted(composer, situation.triage(topic, lang), channel)
        count = len(draft.parts)
        bare = [p.removesuffix(f" {n}/{count}") if count > 1 else p for n, p in enumerate(draft.parts, 1)]

        assert " ".join(bare).split() == draft.text.split()
        assert all(part.count("[") == part.count("]") for part in draft.parts)


@pytest.mark.parametrize("channel", ["x", "sms", "email", "press"])
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.plan)
def test_nothing_of_the_message_is_repeated(composer: Composer, situation: Situation, channel: Channel) -> None:
    """A draft holds no personal data, least of all that of the message."""
    assert len(find(TELLTALE)) >= 6, "the message gives much away"
    _, draft = drafted(composer, situation.triage(), channel, TELLTALE)
    said = "\n".join((draft.text, *draft.parts, draft.statement or ""))

    assert find(said) == ()
    assert not [p for p in find(TELLTALE) if TELLTALE[p.start : p.end] in said]
    assert mask(said)[0] == said


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.plan)
def test_a_draft_states_no_figure(composer: Composer, situation: Situation) -> None:
    """Dates, times and amounts are slots."""
    for lang in LANGS:
        _, draft = drafted(composer, situation.triage(lang=lang), "email")
        assert not any(character.isdigit() for character in draft.text + (draft.statement or ""))


@pytest.mark.parametrize("channel", ["x", "sms", "google_play", "email"])
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.plan)
def test_the_same_message_gets_the_same_draft(composer: Composer, situation: Situation, channel: Channel) -> None:
    """Its id and when it came make no difference."""
    triage = situation.triage()
    first = composer.compose(a_message("같은 글입니다.", id="m-1"), triage, channel, "ko")
    again = composer.compose(a_message("같은 글입니다.", id="m-2"), triage, channel, "ko")

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
    """In private the details are what is asked for."""
    _, draft = drafted(composer, a_triage(topic="billing"), channel)

    assert channels[channel].public is ("no_data_here" in [sentence.move for sentence in draft.sentences])


@pytest.mark.parametrize("channel", CHANNELS)
def test_letters_greet_and_sign(composer: Composer, channels: dict[str, ChannelRules], channel: Channel) -> None:
    """A post does neither, and has no paragraphs."""
    _, draft = drafted(composer, a_triage(), channel)
    said = [sentence.move for sentence in draft.sentences]
    letter = channels[channel].manner != "short"

    assert letter is (said[0] == "greet" and said[-1] == "sign")
    assert letter is ("\n\n" in draft.text)


@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_each_sentence_knows_its_move_and_its_grounds(composer: Composer, situation: Situation, topic: str) -> None:
    """The sentences are the text; each cites what its move cites; no two say the same."""
    _, draft = drafted(composer, situation.triage(topic), "community")

    assert " ".join(sentence.text for sentence in draft.sentences) == draft.text
    assert all(sentence.cites == composer.moves.moves[sentence.move].cites for sentence in draft.sentences)
    assert len({sentence.text for sentence in draft.sentences}) == len(draft.sentences)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("situation", "topic"), EACH)
def test_a_short_reply_keeps_what_weighs_most(composer: Composer, situation: Situation, topic: str, lang: Lang) -> None:
    """Whatever has to go, the first essential move stays, and the order of reading is that of the plan."""
    plan = next(plan for plan in composer.moves.plans if plan.id == situation.plan)
    for channel in ("sms", "google_play"):
        _, draft = drafted(composer, situation.triage(topic, lang), channel)
        said = [sentence.move for sentence in draft.sentences]

        assert plan.essential[0] in said
        assert said == [move for move in (*plan.moves, "point_to_statement") if move in said]


@pytest.mark.parametrize("lang", LANGS)
def test_a_fault_in_a_text_message_is_still_owned(composer: Composer, lang: Lang) -> None:
    """Ninety bytes are enough to name the fault and to apologise."""
    _, draft = drafted(composer, a_triage(stance="action_plan", topic="labeling", severity=3), "sms")

    assert draft.sentences[0].move == "apologise"


def test_only_what_weighs_least_is_said_briefly(composer: Composer) -> None:
    """The apology keeps its full words as long as there is room for them, and only a text message is curt."""
    fault = a_triage(stance="action_plan", topic="labeling", severity=2, lang="en")
    review, message = (drafted(composer, fault, channel)[1].text for channel in ("google_play", "sms"))

    assert review.startswith("[what we did wrong]. This was our fault, and we apologise.")
    assert message.startswith("[what we did wrong]. Our fault; we apologise.")


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
@pytest.mark.parametrize("situation", [s for s in SITUATIONS if s.severity >= 3 and s.plan != "plan.health"])
def test_only_an_admitted_fault_is_apologised_for_in_a_statement(
    composer: Composer, situation: Situation, lang: Lang
) -> None:
    """Nobody confesses, compensates or repairs what is not established."""
    _, draft = drafted(composer, situation.triage(lang=lang), "press")
    assert draft.statement is not None
    admitted = {composer.moves.slots[name].of(lang) for name in ("fault", "course", "repair", "repair_date", "measure")}
    asked = {ask for _, _, ask in slot_spans(draft.statement)}

    assert (situation.stance == "action_plan") is bool(admitted & asked)
    assert (situation.stance == "action_plan") is any(w in draft.statement for w in ("사과드립니다", "apologise"))


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
