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
from playbook.records import KINDS, STANCES, TOPICS, Signal
from playbook.reply.moves import Move, Moves, Wording
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
    "plans": [
        {"id": "plan.fire", "when": "danger.fire", "moves": ["reply"], "essential": ["reply"], "statement": True},
        {"id": "plan.other", "moves": ["hello", "reply"], "essential": ["reply"]},
    ],
    "statement": {
        "title": {"ko": "사과드립니다", "en": "We apologise", "calm_ko": "알려 드립니다", "calm_en": "Statement"},
        "moves": ["reply"],
        "ending": BOTH,
    },
}


def facts(*signals: str, **labels: Any) -> Facts:
    return Facts(
        {name: Signal(id=name, score=1.0, source="pattern") for name in signals},
        {"kind": "complaint", "topic": "other", "severity": 1, "stance": "escalate_cs", "lang": "ko"} | labels,
    )


def read(folder: Path, content: dict[str, Any]) -> Moves:
    write_yaml(folder / "moves.yaml", content)
    return Moves.from_folders([folder], KNOWN)


def move(*ko: dict[str, Any]) -> Move:
    return Move.model_validate({"about": BOTH, "ko": ko, "en": [{"say": "Hello."}]})


def test_a_small_file_is_read(tmp_path: Path) -> None:
    """Subject, slot and particle come together."""
    small = read(tmp_path, SMALL)

    assert small.say("reply", facts(), "ko", "글") == "이번 일은 [답변 기한]까지 답변드리겠습니다."
    assert small.say("reply", facts("danger.fire", topic="safety"), "ko", "글").startswith("화재는 ")
    assert small.say("reply", facts(), "en", "a") == "We will answer on this matter by [time of reply]."
    assert small.asks("ko") == {"답변 기한": "when"}


def test_the_first_plan_that_holds_is_used(tmp_path: Path) -> None:
    """A plan without a condition is for the rest."""
    small = read(tmp_path, SMALL)

    assert small.plan(facts("danger.fire")).id == "plan.fire"
    assert small.plan(facts("ask.repeated")).id == "plan.other"


def test_the_first_folder_that_has_moves_is_read(tmp_path: Path) -> None:
    """A company's own file stands for ours as a whole."""
    ours, own, empty = tmp_path / "ours", tmp_path / "own", tmp_path / "empty"
    write_yaml(ours / "moves.yaml", SMALL)
    changed = deepcopy(SMALL)
    changed["moves"]["hello"]["ko"] = [{"say": "반갑습니다."}]
    write_yaml(own / "moves.yaml", changed)

    assert Moves.from_folders([empty, own, ours], KNOWN).say("hello", facts(), "ko", "글") == "반갑습니다."


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
        (_set("plans", 1, "when", to="danger.fire"), "the last plan must have no `when`"),
        (_set("plans", 0, "when", to="danger.fir"), "did you mean danger.fire"),
        (_set("plans", 0, "moves", to=[]), "plans"),
        (_set("plans", to=[]), "the last plan must have no `when`"),
        (_set("moves", "reply", "ko", 0, "say", to="[whenever]까지 답합니다."), "move 'reply': unknown whenever"),
        (_set("moves", "reply", "en", 0, "signals", to=["danger.ice"]), "unknown danger.ice"),
        (_set("moves", "reply", "en", to=[]), "moves.reply.en"),
        (_set("moves", "reply", "ko", 0, "brief", to=True), "not brief"),
        (_set("moves", "reply", "ko", 0, "topics", to=["weather"]), "topics"),
        (_set("moves", "reply", "ko", 0, "tone", to="warm"), "tone"),
        (_set("moves", "hello", "about", to={"ko": "인사"}), "about.en"),
        (_set("statement", "moves", to=["wave"]), "the statement names unknown moves wave"),
        (_set("statement", "always", to=["wave"]), "the statement names unknown moves wave"),
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
    said = {two.wording(facts(), "ko", f"글 {n}").say for n in range(30)}  # type: ignore[union-attr]

    assert said == {"하나입니다.", "둘입니다."}


@quick
@given(seed=st.text(), name=st.data())
def test_the_same_seed_says_the_same(moves: Moves, seed: str, name: st.DataObject) -> None:
    """A message keeps its draft."""
    one = name.draw(st.sampled_from(sorted(moves.moves)))

    assert moves.say(one, facts(), "ko", seed) == moves.say(one, facts(), "ko", seed)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: f"{s.plan}-{s.kind}-{s.stance}")
def test_a_situation_gets_its_plan(moves: Moves, situation: Situation) -> None:
    """Kind, stance, topic and signals lead to the plan made for them."""
    triage = situation.triage()
    known = facts(*situation.signals, kind=triage.kind, stance=triage.stance, topic=triage.topic)

    assert moves.plan(known).id == situation.plan


def test_every_shipped_plan_has_a_situation(moves: Moves) -> None:
    """So that what holds for all situations here holds for all plans."""
    assert {plan.id for plan in moves.plans} == {situation.plan for situation in SITUATIONS}


def test_some_plan_is_there_for_every_label(moves: Moves) -> None:
    """Whatever triage decides, there is an answer, and its essential moves are among its moves."""
    for kind in KINDS:
        for stance in STANCES:
            plan = moves.plan(facts(kind=kind, stance=stance))
            assert set(plan.essential) <= set(plan.moves)


def test_every_shipped_move_is_used(moves: Moves) -> None:
    """No wording is kept that nobody would ever read."""
    used = {"greet", "sign", "point_to_statement", *moves.statement.moves, *moves.statement.always}

    assert set(moves.moves) == used.union(*(plan.moves for plan in moves.plans))
