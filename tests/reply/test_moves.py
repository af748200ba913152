"""Moves and plans: read strictly, chosen by what fits best, said the same way every time."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import RuleError
from playbook.records import CHANNELS, KINDS, MODES, STANCES, TOPICS, Lang, Signal
from playbook.reply.moves import STANCES_OF, Moves, Setting
from playbook.reply.wordings import Move, Wording
from playbook.triage.conditions import Facts

from .conftest import SITUATIONS, Situation, write_yaml

quick = settings(max_examples=100, deadline=None)

KNOWN = {"danger.fire", "danger", "ask.repeated", "ask"}
BOTH = {"ko": "가", "en": "a"}

SMALL: dict[str, Any] = {
    "slots": {"when": {"ko": "답변 기한", "en": "time of reply"}},
    "subjects": {
        "signals": {"danger.fire": {"ko": "화재", "en": "the fire"}},
        "topics": {topic: {"ko": "이번 일", "en": "this matter"} for topic in TOPICS},
    },
    "moves": {
        "hello": {"about": BOTH, "ko": [{"say": "안녕하십니까."}], "en": [{"say": "Hello."}]},
        "reply": {
            "about": BOTH,
            "ko": [{"say": "{subject}{은/는} [when]까지 답변드리겠습니다."}, {"say": "곧 답합니다.", "brief": True}],
            "en": [{"say": "We will answer on {subject} by [when]."}],
        },
    },
    "posts": {channel: {"ko": "남겨 주신 글", "en": "your post"} for channel in CHANNELS},
    "modes": [{"mode": "fix", "when": "danger.fire"}, {"mode": "answer"}],
    "plans": [
        {"id": "plan.fire", "modes": ["fix"], "when": "danger.fire", "moves": ["reply"], "essential": ["reply"],
         "statement": "calm"},
        {"id": "plan.other", "modes": list(MODES), "moves": ["hello", "reply"], "essential": ["reply"]},
    ],
    "statement": {
        "titles": {"apology": BOTH, "calm": BOTH},
        "forms": {"calm": {"title": "calm", "moves": ["reply"]}},
        "ending": BOTH,
    },
    "silence": [{"when": "ask.repeated", "note": {"ko": "쉬게 하십시오.", "en": "Give a break."}}, {"note": BOTH}],
}  # fmt: skip


def facts(*signals: str, **labels: Any) -> Facts:
    return Facts(
        {name: Signal(id=name, score=1.0, source="pattern") for name in signals},
        {"kind": "complaint", "topic": "other", "severity": 1, "stance": "escalate_cs", "lang": "ko"} | labels,
    )


def read(folder: Path, content: dict[str, Any]) -> Moves:
    write_yaml(folder / "moves.yaml", content)
    return Moves.from_folders([folder], KNOWN)


def said(
    moves: Moves, name: str, known: Facts, lang: Lang, seed: str = "글", heard: dict[str, str] | None = None
) -> str:
    """The sentence of a move."""
    return moves.say(name, Setting(known, lang, seed, heard=heard or {}))[0]


def move(*ko: dict[str, Any]) -> Move:
    return Move.model_validate({"about": BOTH, "ko": ko, "en": [{"say": "Hello."}]})


def test_a_small_file_is_read(tmp_path: Path) -> None:
    """Subject, slot and particle come together."""
    small = read(tmp_path, SMALL)

    assert said(small, "reply", facts(), "ko") == "이번 일은 [답변 기한]까지 답변드리겠습니다."
    assert said(small, "reply", facts("danger.fire", topic="safety"), "ko").startswith("화재는 ")
    assert said(small, "reply", facts(), "en") == "We will answer on this matter by [time of reply]."
    assert small.asks("ko") == {"답변 기한": "when"}


def test_the_first_plan_that_holds_is_used(tmp_path: Path) -> None:
    """A plan without a condition is for the rest."""
    small = read(tmp_path, SMALL)

    assert small.plan(facts("danger.fire"), "fix").id == "plan.fire"
    assert small.plan(facts("ask.repeated"), "fix").id == "plan.other"
    assert small.plan(facts("danger.fire"), "answer").id == "plan.other"


def test_the_first_mode_that_holds_is_decided(tmp_path: Path) -> None:
    """And where nothing is said, the first note that holds."""
    small = read(tmp_path, SMALL)

    assert [small.mode(facts("danger.fire")), small.mode(facts())] == ["fix", "answer"]
    assert small.care(facts("ask.repeated"), "ko") == "쉬게 하십시오."
    assert small.care(facts(), "en") == "a"


def test_the_first_folder_that_has_moves_is_read(tmp_path: Path) -> None:
    """A company's own file stands for ours as a whole."""
    ours, own, empty = tmp_path / "ours", tmp_path / "own", tmp_path / "empty"
    write_yaml(ours / "moves.yaml", SMALL)
    changed = deepcopy(SMALL)
    changed["moves"]["hello"]["ko"] = [{"say": "반갑습니다."}]
    write_yaml(own / "moves.yaml", changed)

    assert said(Moves.from_folders([empty, own, ours], KNOWN), "hello", facts(), "ko") == "반갑습니다."


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        at: Any = content
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_set("plans", 1, "moves", to=["wave"]), "plan 'plan.other' names unknown moves wave"),
        (_set("plans", 1, "essential", to=["wave"]), "names unknown moves wave"),
        (_set("plans", 1, "when", to="danger.fire"), "needs a plan without `when`"),
        (_set("plans", 1, "modes", to=["fix"]), "mode 'confirm' needs a plan"),
        (_set("plans", 0, "modes", to=["dance"]), "modes"),
        (_set("plans", 0, "statement", to="loud"), "unknown form of statement, 'loud'"),
        (_set("plans", 0, "thread", to=["wave"]), "names unknown moves wave"),
        (_set("modes", 1, "when", to="danger.fire"), "the last of modes must have no `when`"),
        (_set("modes", 0, "when", to="danger.ice"), "mode 'fix'"),
        (_set("silence", 0, "when", to="danger.ice"), "silence"),
        (_set("posts", to={"x": BOTH}), "posts says nothing of threads"),
        (_set("moves", "reply", "ko", 0, "say", to="{weather}에 답합니다."), "unknown weather"),
        (_set("moves", "reply", "ko", 0, "all", to=["danger.ice"]), "unknown danger.ice"),
        (_set("moves", "reply", "ko", 0, "say", to="{thing} 건입니다."), "needs nothing of the message"),
        (_set("moves", "reply", "part", to="nowhere"), "part"),
        (_set("plans", 0, "when", to="danger.fir"), "did you mean danger.fire"),
        (_set("plans", 0, "moves", to=[]), "plans"),
        (_set("plans", to=[]), "needs a plan without `when`"),
        (_set("moves", "reply", "ko", 0, "say", to="[whenever]까지 답합니다."), "move 'reply': unknown whenever"),
        (_set("moves", "reply", "en", 0, "signals", to=["danger.ice"]), "unknown danger.ice"),
        (_set("moves", "reply", "en", to=[]), "moves.reply.en"),
        (_set("moves", "reply", "ko", 0, "brief", to=True), "not brief"),
        (_set("moves", "reply", "ko", 0, "topics", to=["weather"]), "topics"),
        (_set("moves", "reply", "ko", 0, "tone", to="warm"), "tone"),
        (_set("moves", "hello", "about", to={"ko": "인사"}), "about.en"),
        (_set("statement", "forms", "calm", "moves", to=["wave"]), "the statement 'calm' names unknown moves wave"),
        (_set("subjects", "topics", "weather", to=BOTH), "weather"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, change: Callable[[dict[str, Any]], None], told: str) -> None:
    """The error names the file and the place."""
    content = deepcopy(SMALL)
    change(content)
    with pytest.raises(RuleError, match=told) as caught:
        read(tmp_path, content)
    assert "moves.yaml" in str(caught.value)


@pytest.mark.parametrize("text", ["moves: [", "- a\n- b\n", "\x00", ""])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    """Broken YAML, a list and nothing at all."""
    (tmp_path / "moves.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"moves\.yaml"):
        Moves.from_folders([tmp_path], KNOWN)


def test_no_file_is_refused(tmp_path: Path) -> None:
    """There is no wording of last resort in the code."""
    with pytest.raises(RuleError, match=r"no moves\.yaml"):
        Moves.from_folders([tmp_path], KNOWN)


def test_a_move_needs_a_wording_that_always_fits() -> None:
    """Where every wording asks for a topic, a message on another one would be left without."""
    with pytest.raises(ValueError, match="where no other does"):
        move({"say": "안전 먼저.", "topics": ["safety"]}, {"say": "장애 먼저.", "topics": ["outage"]})
    assert move({"say": "안전 먼저.", "topics": ["safety"]}, {"say": "그 밖에."})


@pytest.mark.parametrize(
    ("fits", "wording"),
    [
        (True, {}),
        (True, {"kinds": ["complaint"]}),
        (True, {"topics": ["other", "safety"]}),
        (True, {"severity": [1]}),
        (True, {"signals": ["danger.fire", "danger.death"]}),
        (True, {"kinds": ["complaint"], "topics": ["other"], "signals": ["danger.fire"]}),
        (True, {"all": ["danger.fire"]}),
        (False, {"all": ["danger.fire", "danger.death"]}),
        (False, {"say": "{thing} 건입니다."}),
        (False, {"kinds": ["praise"]}),
        (False, {"topics": ["safety"]}),
        (False, {"severity": [2, 3]}),
        (False, {"signals": ["danger.death"]}),
        (False, {"kinds": ["complaint"], "topics": ["safety"]}),
        (False, {"topics": ["other"], "signals": ["danger.death"]}),
    ],
)
def test_a_wording_fits_where_all_its_conditions_hold(fits: bool, wording: dict[str, Any]) -> None:
    """One of each list, and every list."""
    assert fits is Wording.model_validate({"say": "가나다"} | wording).fits(facts("danger.fire"))


def test_a_weak_reading_of_a_model_is_no_signal() -> None:
    """Below one half it counts as absent."""
    weak = Facts({"danger.fire": Signal(id="danger.fire", score=0.4, source="model")}, facts().labels)

    assert not Wording(say="가나다", signals=("danger.fire",)).fits(weak)


@pytest.mark.parametrize(
    ("said", "signals", "labels"),
    [
        ("불이 먼저.", ("danger.fire",), {"topic": "safety"}),
        ("안전 불만.", (), {"topic": "safety"}),
        ("안전 먼저.", (), {"topic": "safety", "kind": "incident"}),
        ("불만 먼저.", (), {}),
        ("그 밖에.", (), {"kind": "incident"}),
        ("둘 다.", ("danger.fire", "ask.repeated"), {"topic": "safety"}),
    ],
)
def test_the_most_specific_wording_is_said(said: str, signals: tuple[str, ...], labels: dict[str, Any]) -> None:
    """Signals say more than topics, topics more than kinds."""
    several = move(
        {"say": "그 밖에."},
        {"say": "불만 먼저.", "kinds": ["complaint"]},
        {"say": "안전 먼저.", "topics": ["safety"]},
        {"say": "안전 불만.", "topics": ["safety"], "kinds": ["complaint"]},
        {"say": "불이 먼저.", "signals": ["danger.fire"]},
        {"say": "둘 다.", "all": ["danger.fire", "ask.repeated"]},
    )
    chosen = several.wording(facts(*signals, **labels), "ko", "글")

    assert chosen is not None
    assert chosen.say == said


def test_a_brief_wording_is_said_only_on_demand() -> None:
    """And where a move has none, its usual one is."""
    both = move({"say": "길게 말합니다."}, {"say": "짧게.", "brief": True})
    only = move({"say": "길게 말합니다."})

    assert [both.wording(facts(), "ko", str(n)).say for n in range(5)] == ["길게 말합니다."] * 5  # type: ignore[union-attr]
    assert both.wording(facts(), "ko", "글", brief=True).say == "짧게."  # type: ignore[union-attr]
    assert only.wording(facts(), "ko", "글", brief=True).say == "길게 말합니다."  # type: ignore[union-attr]


def test_a_move_may_have_nothing_to_say() -> None:
    """A single wording for some topics leaves the others out."""
    assert move({"say": "보상합니다.", "topics": ["billing"]}).wording(facts(), "ko", "글") is None


def test_equal_wordings_are_all_used() -> None:
    """Different messages get different ones of two that fit alike."""
    two = move({"say": "하나입니다."}, {"say": "둘입니다."})
    told = {two.wording(facts(), "ko", f"글 {n}").say for n in range(30)}  # type: ignore[union-attr]

    assert told == {"하나입니다.", "둘입니다."}


def test_what_was_heard_is_said_before_the_general() -> None:
    """But a phrase that is missing, or a topic, weighs more."""
    several = move(
        {"say": "글을 읽었습니다."}, {"say": "{thing} 건을 읽었습니다."}, {"say": "안전 먼저.", "topics": ["safety"]}
    )

    def chosen(heard: tuple[str, ...], **labels: Any) -> str:
        return several.wording(facts(**labels), "ko", "글", heard=heard).say  # type: ignore[union-attr]

    assert chosen(("thing", "matter")) == "{thing} 건을 읽었습니다."
    assert chosen(("place",)) == "글을 읽었습니다."
    assert chosen(("thing",), topic="safety") == "안전 먼저."


def test_a_phrase_is_said_once() -> None:
    """The matter holds the thing, the place and the time; the wish is another."""
    whole = Setting(
        facts(), "ko", "글", heard={"matter": "어제 케이크", "thing": "케이크", "when": "어제", "ask": "환불"}
    )

    assert whole.without(()).heard == whole.heard
    assert whole.without({"matter"}).heard == {"ask": "환불"}
    assert whole.without({"thing"}).heard == {"ask": "환불"}
    assert set(whole.without({"ask"}).heard) == {"matter", "thing", "when"}


@quick
@given(seed=st.text(), name=st.data())
def test_the_same_seed_says_the_same(moves: Moves, seed: str, name: st.DataObject) -> None:
    """A message keeps its draft."""
    one = name.draw(st.sampled_from(sorted(moves.moves)))

    assert moves.say(one, Setting(facts(), "ko", seed)) == moves.say(one, Setting(facts(), "ko", seed))


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: f"{s.plan}-{s.kind}-{s.stance}-{s.speaker}")
def test_a_situation_gets_its_plan(moves: Moves, situation: Situation) -> None:
    """Kind, stance, topic, signals, speaker and what a person chose lead to the plan made for them."""
    known = of(situation)
    mode = situation.mode or moves.mode(known)

    assert moves.plan(known, mode).id == situation.plan


def of(situation: Situation, topic: str = "", *more: str) -> Facts:
    """The facts of a reply, decided with confidence."""
    triage = situation.triage(topic or None)
    stance = STANCES_OF[situation.mode] if situation.mode else triage.stance
    known = facts(*situation.signals, kind=triage.kind, stance=stance, topic=triage.topic, severity=triage.severity)
    sure = dict.fromkeys(("sure.kind", "sure.topic", "sure.stance"), 0.9)
    known.readings = {**sure, f"speaker.{situation.speaker}": 1.0, **dict.fromkeys(more, 1.0)}
    return known


@pytest.mark.parametrize(
    ("mode", "signals", "labels"),
    [
        ("thank", (), {"kind": "praise", "stance": "acknowledge"}),
        ("thank", (), {"kind": "complaint", "stance": "acknowledge"}),
        ("answer", (), {"kind": "inquiry", "stance": "acknowledge"}),
        ("hand_over", (), {"stance": "escalate_cs"}),
        ("fix", (), {"stance": "action_plan"}),
        ("admit", ("claim.admitted", "model.fault_evident"), {"stance": "transparency"}),
        ("unknown", ("claim.admitted",), {"stance": "transparency"}),
        ("unknown", ("claim.admitted", "model.fault_evident", "claim.hearsay"), {"stance": "transparency"}),
        ("confirm", (), {"kind": "incident", "stance": "transparency", "topic": "outage"}),
        ("confirm", (), {"stance": "transparency", "topic": "policy"}),
        ("unknown", (), {"kind": "incident", "stance": "transparency", "topic": "safety"}),
        ("unknown", (), {"kind": "rumor", "stance": "transparency", "topic": "finance"}),
        ("unknown", (), {"kind": "allegation", "stance": "transparency", "topic": "executive"}),
    ],
)
def test_the_decision_asks_for_a_mode(
    moves: Moves, mode: str, signals: tuple[str, ...], labels: dict[str, Any]
) -> None:
    """What is not plain to see is not yet known, and nothing is admitted on one word."""
    known = facts(*signals, **labels)
    known.readings = dict.fromkeys(("sure.kind", "sure.topic", "sure.stance"), 0.9)

    assert moves.mode(known) == mode


def test_what_is_not_sure_is_not_confirmed(moves: Moves) -> None:
    """An outage that was read with doubt is one that is being checked; and nothing is ever denied by itself."""
    known = facts(kind="incident", stance="transparency", topic="outage")
    for sure, mode in ((0.9, "confirm"), (0.2, "unknown")):
        known.readings = dict.fromkeys(("sure.kind", "sure.topic", "sure.stance"), sure)
        assert moves.mode(known) == mode
    assert "deny" not in {
        moves.mode(facts(kind=kind, stance=stance, topic=topic))
        for kind in KINDS
        for stance in STANCES
        for topic in TOPICS
    }


def test_every_shipped_plan_has_a_situation(moves: Moves) -> None:
    """So that what holds for all situations here holds for all plans; the others are those of a channel."""
    of_channels = {"plan.press_other", "plan.victim", "plan.review", "plan.work"}

    assert {plan.id for plan in moves.plans} - of_channels == {situation.plan for situation in SITUATIONS}


def test_some_plan_is_there_for_every_label(moves: Moves) -> None:
    """Whatever triage decides or a person chooses, there is an answer, and its essential moves are among its moves."""
    for kind in KINDS:
        for stance in STANCES:
            for mode in (moves.mode(facts(kind=kind, stance=stance)), *MODES):
                plan = moves.plan(facts(kind=kind, stance=stance), mode)
                assert mode in plan.modes
                assert set(plan.essential) <= set(plan.moves)


def test_every_shipped_move_is_used(moves: Moves) -> None:
    """No wording is kept that nobody would ever read."""
    forms = (form.moves for form in moves.statement.forms.values())
    plans = ((*plan.moves, *plan.thread) for plan in moves.plans)

    assert set(moves.moves) == {
        "subject_line",
        "people_named",
        "greet",
        "introduce",
        "sign",
        "point_to_statement",
    }.union(*forms, *plans)


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("situation", [s for s in SITUATIONS if s.speaker == "brand"], ids=lambda s: s.plan)
def test_openings_and_endings_vary(moves: Moves, situation: Situation, lang: Lang) -> None:
    """Four ways at the least to begin and to end, on every topic, with and without what was heard."""
    for topic in situation.topics:
        known = of(situation, topic, "on.public")
        plan = moves.plan(known, situation.mode or moves.mode(known))
        for name in (plan.moves[0], plan.moves[-1]):
            for heard in ((), ("matter", "thing", "ask")):
                assert len(moves.moves[name].equals(known, lang, heard=heard)) >= 4, (name, topic, heard)
    for name in ("greet", "introduce", "sign"):
        assert len(moves.moves[name].equals(known, lang)) >= 4, name
