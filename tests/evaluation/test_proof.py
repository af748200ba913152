"""Proofs of rules: which scenarios a rule decides, and whether it is needed for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playbook.desk import Desk
from playbook.evaluation.proof import Proof, proofs
from playbook.evaluation.scenarios import load_suites
from playbook.settings import Settings

from .conftest import a_scenario, a_suite, write

COIN = {"kind": "spam", "topic": "other", "severity": [1], "stance": "monitor", "owner": "pr"}
THANKS = {"kind": "praise", "topic": "staff_conduct", "severity": [1], "stance": "acknowledge", "owner": "pr"}
TEXTS = {
    "coin": "[광고] 코인 무료 리딩방 입장하기 수익률 300% 보장 http://coin.example",
    "thanks": "점장님이 정말 친절하셨어요. 덕분에 기분 좋게 다녀왔습니다. 감사합니다!",
}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The rules and models that ship."""
    desk = Desk(Settings(home=tmp_path_factory.mktemp("home")))
    yield desk
    desk.close()


def said(name: str, labels: dict[str, Any]) -> dict[str, Any]:
    return a_scenario(name, **labels) | {"message": {"text": TEXTS[name]}}


@pytest.mark.parametrize(
    ("rule", "scenario", "alone"),
    [
        ("stance.nothing_to_act_on", "coin", True),
        ("stance.thanks", "thanks", True),
        ("severity.nothing_at_stake", "thanks", False),
    ],
)
def test_what_a_rule_decides_alone(shipped: Desk, tmp_path: Path, rule: str, scenario: str, alone: bool) -> None:
    """It is needed where the label would be another without it, and not where the next row gives the same."""
    suite = write(tmp_path / "two.yaml", a_suite("two", said("coin", COIN), said("thanks", THANKS)))

    assert Proof(scenario, right=True, alone=alone) in proofs(load_suites([suite]), shipped.triager)[rule]


def test_a_wrong_decision_proves_nothing(shipped: Desk, tmp_path: Path) -> None:
    """A rule that decides against what is expected is not right, and so not needed; every rule is listed."""
    suite = write(tmp_path / "one.yaml", a_suite("one", said("thanks", THANKS | {"stance": "transparency"})))
    found = proofs(load_suites([suite]), shipped.triager)

    assert found["stance.thanks"] == [Proof("thanks", right=False, alone=False)]
    assert found["stance.rumor"] == []
    assert set(found) == {rule.id for rules in shipped.rulebook.tables.values() for rule in rules}


def test_the_last_row_stands_alone(shipped: Desk, tmp_path: Path) -> None:
    """Nothing else holds where it does."""
    suite = write(tmp_path / "one.yaml", a_suite("one", said("thanks", THANKS)))

    assert proofs(load_suites([suite]), shipped.triager)["kind.model"] == [Proof("thanks", right=True, alone=True)]
