"""Conditions: what they mean, what they show for it, and how a wrong one is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import RuleError
from playbook.records import Signal, Span
from playbook.triage.conditions import ALWAYS, Condition, Facts, parse

KNOWN = {"danger", "danger.fire", "danger.injury", "tone", "tone.insult", "model", "model.lookup"}


def a_signal(name: str, score: float = 1.0) -> Signal:
    source = "model" if name.startswith("model.") else "pattern"
    return Signal(id=name, score=score, source=source, spans=(Span(start=0, end=1, text="x", signal=name),))


def facts(*signals: Signal, **labels: Any) -> Facts:
    return Facts({signal.id: signal for signal in signals}, labels)


FACTS = facts(
    a_signal("danger.fire"), a_signal("model.lookup", 0.4), kind="complaint", severity=3, model_kind="rumor", lang="ko"
)
"""A complaint of severity 3 about a fire; the models would call it a rumour and see no look-up."""


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("danger.fire", True),
        ("danger.injury", False),
        ("danger", True),
        ("tone", False),
        ("model.lookup", False),
        ("model", False),
        ({"model.lookup": 0.4}, True),
        ({"model.lookup": 0.41}, False),
        ({"danger.fire": 1}, True),
        ({"tone.insult": 0.01}, False),
        ({"danger": 0.9}, True),
        ({"kind": "complaint"}, True),
        ({"kind": ["rumor", "complaint"]}, True),
        ({"kind": ["rumor"]}, False),
        ({"topic": ["safety"]}, False),
        ({"severity": [3, 4]}, True),
        ({"severity": 4}, False),
        ({"model_kind": "rumor"}, True),
        ({"model_kind": "complaint"}, False),
        ({"lang": "ko"}, True),
        ({"lang": "en"}, False),
        ({"all": ["danger.fire", {"kind": "complaint"}]}, True),
        ({"all": ["danger.fire", "tone.insult"]}, False),
        ({"any": ["tone.insult", "danger.fire"]}, True),
        ({"any": ["tone.insult", "danger.injury"]}, False),
        ({"none": ["tone.insult", "danger.injury"]}, True),
        ({"none": ["tone.insult", "danger.fire"]}, False),
        ({"danger.fire": 0.5, "kind": "complaint"}, True),
        ({"danger.fire": 0.5, "kind": "rumor"}, False),
        ({"all": [{"none": [{"any": ["tone", {"severity": 4}]}]}, {"any": ["danger"]}]}, True),
    ],
)
def test_what_holds(condition: Any, expected: bool) -> None:
    """Signals, families, scores, labels and their combinations, against one set of facts."""
    assert parse(condition, KNOWN, "f: rule 'a.b'").holds(FACTS) is expected


def test_without_a_condition() -> None:
    """A row without ``when`` holds of anything, and needs no grounds."""
    assert ALWAYS.holds(facts())
    assert ALWAYS.grounds(FACTS) == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("danger.fire", ["danger.fire"]),
        ("danger", ["danger.fire"]),
        ("danger.injury", []),
        ("model.lookup", []),
        ({"model.lookup": 0.3}, ["model.lookup"]),
        ({"kind": "complaint"}, []),
        ({"none": ["tone.insult"]}, []),
        ({"all": ["danger.fire", {"model.lookup": 0.3}, {"none": ["tone"]}]}, ["danger.fire", "model.lookup"]),
        ({"any": ["tone.insult", "danger", {"model.lookup": 0.9}]}, ["danger.fire"]),
        ({"any": [{"all": ["danger.fire", "tone.insult"]}, {"kind": "complaint"}]}, []),
    ],
)
def test_grounds(condition: Any, expected: list[str]) -> None:
    """The signals that made it true; what is absent is no ground to show."""
    grounds = parse(condition, KNOWN, "f").grounds(FACTS)

    assert [signal.id for signal in grounds] == expected


@pytest.mark.parametrize(
    ("condition", "names", "text"),
    [
        ("danger", {"danger"}, "danger"),
        ({"model.lookup": 0.25}, {"model.lookup"}, "model.lookup ≥ 0.25"),
        ({"severity": [3, 4]}, set(), "severity = 3 | 4"),
        ({"all": ["danger.fire", {"none": ["tone"]}, {"kind": "spam"}]}, {"danger.fire", "tone"},
         "all(danger.fire, none(tone), kind = spam)"),
    ],
)  # fmt: skip
def test_in_words(condition: Any, names: set[str], text: str) -> None:
    """The signals it mentions and the line that explains it."""
    parsed = parse(condition, KNOWN, "f")

    assert (parsed.names(), parsed.text()) == (names, text)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("danger.fira", "no signal 'danger.fira'; did you mean danger.fire"),
        ("quite.unlike", "no signal 'quite.unlike'."),
        ("", "no signal ''"),
        ({}, "a condition is"),
        ([], "a condition is"),
        (["danger.fire"], "a condition is"),
        (None, "a condition is"),
        (3, "a condition is"),
        ({"all": "danger.fire"}, "all takes a list"),
        ({"any": []}, "any takes a list"),
        ({"none": {"danger.fire": 1}}, "none takes a list"),
        ({"all": ["danger.fire", {"any": ["danger.fira"]}]}, "no signal 'danger.fira'"),
        ({"kind": ["complaint", "gossip"]}, "kind knows no 'gossip'; one of complaint, inquiry"),
        ({"severity": 5}, "severity knows no 5; one of 1, 2, 3, 4"),
        ({"severity": ["3"]}, "severity knows no '3'"),
        ({"stance": None}, "stance knows no None"),
        ({"topic": []}, "topic takes one label or a list"),
        ({"lang": "ja"}, "lang knows no 'ja'"),
        ({"kind": {"complaint": 1}}, "kind knows no {'complaint': 1}"),
        ({"danger.fire": 0}, "a score lies between 0 and 1"),
        ({"danger.fire": 1.5}, "a score lies between 0 and 1"),
        ({"danger.fire": "high"}, "a score lies between 0 and 1"),
        ({"danger.fira": 0.5}, "no signal 'danger.fira'"),
        ({"not": ["danger.fire"]}, "cannot read 'not'"),
        ({1: 0.5}, "a condition is"),
    ],
)
def test_a_wrong_condition(condition: Any, said: str) -> None:
    """The place is named first, then what is wrong and what there is."""
    with pytest.raises(RuleError) as raised:
        parse(condition, KNOWN, "kinds.yaml: rule 'kind.x'")

    assert str(raised.value).startswith("kinds.yaml: rule 'kind.x': ")
    assert said in str(raised.value)


names = st.sampled_from(["danger", "danger.fire", "danger.injury", "tone.insult", "model.lookup"])
leaves = st.one_of(names, st.builds(lambda n, s: {n: s}, names, st.sampled_from([0.3, 0.7, 1.0])))
operators = st.sampled_from(["all", "any", "none"])
trees = st.recursive(
    leaves,
    lambda parts: st.builds(lambda o, p: {o: p}, operators, st.lists(parts, min_size=1, max_size=3)),
    max_leaves=8,
)
found = st.dictionaries(names.filter(lambda n: "." in n), st.sampled_from([0.0, 0.4, 0.6, 1.0]), max_size=4)


@given(parts=st.lists(trees, min_size=1, max_size=3), signals=found)
@settings(max_examples=150, deadline=None)
def test_the_operators_agree(parts: list[Any], signals: dict[str, float]) -> None:
    """``none`` is the opposite of ``any``; ``all`` fails where one part does; grounds are facts that are there."""
    seen = facts(*(a_signal(name, score) for name, score in signals.items()))
    holds = {operator: parse({operator: parts}, KNOWN, "f").holds(seen) for operator in ("all", "any", "none")}
    single = [parse(part, KNOWN, "f") for part in parts]

    assert holds["none"] is not holds["any"]
    assert holds["all"] is all(part.holds(seen) for part in single)
    assert holds["any"] is any(part.holds(seen) for part in single)
    assert {ground.id for part in single for ground in part.grounds(seen)} <= signals.keys()


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2, 5), st.sampled_from(["all", "danger.fire", "kind", "spam"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["all", "any", "none", "kind", "severity", "danger.fire", "x", 1]), inner),
    ),
    max_leaves=10,
)


@given(value=values)
@settings(max_examples=150, deadline=None)
def test_whatever_a_file_holds(value: Any) -> None:
    """Any YAML is a condition or a ``RuleError`` that names the place."""
    read = read_or_refused(value)

    assert isinstance(read, Condition) or read.startswith("f: rule 'a.b'")


def read_or_refused(value: Any) -> Condition | str:
    try:
        return parse(value, KNOWN, "f: rule 'a.b'")
    except RuleError as error:
        return str(error)
