"""Why this and not that: what a rule or a signal does, in words."""

from __future__ import annotations

import json

import pytest

from playbook.desk import Desk
from playbook.errors import RuleError
from playbook.triage.explain import explain


def test_a_rule_in_words(desk: Desk) -> None:
    """Where it stands, what it decides, when, why, on what it rests and which rules are asked before it."""
    rule = desk.rulebook.rule("stance.rumor")
    before = [r.id for r in desk.rulebook.tables["stances"]]
    text = explain("stance.rumor", desk.rulebook, desk.patterns)

    place = before.index("stance.rumor")
    assert text.splitlines()[0] == f"rule stance.rumor (stances.yaml, number {place + 1} of stances)"
    for part in ("transparency", rule.when.text(), rule.because.ko, rule.because.en, *rule.cites, *before[:place]):
        assert part in text


def test_a_rule_for_a_program(desk: Desk) -> None:
    """The same as JSON."""
    said = json.loads(explain("stance.rumor", desk.rulebook, desk.patterns, as_json=True))

    assert (said["id"], said["table"], said["then"], said["file"]) == (
        "stance.rumor", "stances", "transparency", "stances.yaml",
    )  # fmt: skip
    assert said["when"] == "kind = rumor"
    assert set(said["because"]) == {"ko", "en"}
    assert said["after"][0] == desk.rulebook.tables["stances"][0].id


def test_a_signal_in_words(desk: Desk) -> None:
    """What it tells, which rules use it, by itself or by its family, and the examples that prove it."""
    signal = desk.patterns.signals["danger.fire"]
    text = explain("danger.fire", desk.rulebook, desk.patterns)

    assert text.startswith(f"signal danger.fire: {signal.says.ko} / {signal.says.en}")
    assert "kind.danger_reported" in text
    assert "owner.threat" not in text
    for example in (*signal.examples.hit, *signal.examples.miss):
        assert example in text
    assert json.loads(explain("danger.fire", desk.rulebook, desk.patterns, as_json=True))["id"] == "danger.fire"


def test_everything_that_ships_can_be_explained(desk: Desk) -> None:
    """Every rule and every signal, for a person and for a program."""
    rules = [rule.id for table in desk.rulebook.tables.values() for rule in table]
    for wanted in [*rules, *desk.patterns.signals]:
        assert wanted in explain(wanted, desk.rulebook, desk.patterns).splitlines()[0]
        assert json.loads(explain(wanted, desk.rulebook, desk.patterns, as_json=True))["id"] == wanted


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [("stance.rumour", "did you mean stance.rumor"), ("danger.fires", "ids such as danger.fire"), ("", "no rule ''")],
)
def test_what_does_not_exist(desk: Desk, wanted: str, hint: str) -> None:
    """What comes near is offered, and that signals are explained too."""
    with pytest.raises(RuleError, match=hint):
        explain(wanted, desk.rulebook, desk.patterns)
