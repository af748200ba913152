"""What the desk is built of: once, when first needed, with a company's own files before ours."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from playbook.desk import Desk
from playbook.errors import KnowledgeError, RuleError, SetupError
from playbook.records import Decision
from playbook.settings import Settings

from .conftest import prepared


def test_opening_costs_nothing(tmp_path: Path) -> None:
    """No folder is made and no file read before the first question."""
    Desk.open(Settings(home=tmp_path / "home", rules=(tmp_path / "no rules",)))

    assert list(tmp_path.iterdir()) == []


def test_things_are_built_once(tmp_path: Path) -> None:
    """However many threads ask for them first."""
    fresh = Desk(Settings(home=tmp_path))
    with ThreadPoolExecutor(4) as pool:
        built = list(pool.map(lambda _: fresh.patterns, range(8)))

    assert len({id(patterns) for patterns in built}) == 1


def test_a_closed_desk_opens_again(fresh: Desk) -> None:
    """Closing gives files back; closing twice is nothing."""
    case = fresh.decide(prepared(fresh), Decision(verb="submit", by="작성자"))
    fresh.close()
    fresh.close()

    assert fresh.store.get(case.id) == case


def test_own_rules_come_first(tmp_path: Path) -> None:
    """A company's channel replaces ours, in drafts and in checks."""
    (tmp_path / "channels.yaml").write_text(
        "x: {name: {ko: 엑스, en: X}, public: true, limit: 20, unit: characters, manner: short}", encoding="utf-8"
    )
    own = Desk(Settings(home=tmp_path / "home", rules=(tmp_path,)))

    assert own.rule_folders[0] == tmp_path
    assert own.channels["x"].limit == 20
    assert own.composer.channels["x"].limit == 20
    assert own.channels["sms"].limit == 2000


def test_own_knowledge_comes_first(tmp_path: Path) -> None:
    """Folders of the settings, then the one under home where it is there, then ours."""
    mine, home = tmp_path / "mine", tmp_path / "home"
    without = Desk(Settings(home=home, knowledge=(mine,))).company_folders
    for folder in (mine, home / "knowledge"):
        folder.mkdir(parents=True)
        (folder / "card.md").write_text(
            f"---\nid: own-{folder.name}\ntitle: {{ko: 우리, en: Ours}}\nsource: {{ko: 우리, en: Ours}}\n"
            "date: 2026-01\n---\n\n## 컵\n\n컵을 바꾸어 드린다.\n",
            encoding="utf-8",
        )
    beside = Desk(Settings(home=home, knowledge=(mine,)))

    assert without == [mine]
    assert beside.company_folders == [mine, home / "knowledge"]
    assert [card.id for card in beside.cards[:2]] == ["own-mine", "own-knowledge"]
    assert [card.company for card in beside.cards[:3]] == [True, True, False]


@pytest.mark.parametrize(
    ("error", "file", "content"),
    [
        (RuleError, "channels.yaml", "x: {public: perhaps}"),
        (RuleError, "channels.yaml", "x: ["),
        (RuleError, "moves.yaml", "slots: {}"),
        (RuleError, "approvals.yaml", "- {id: approval.routine, needs: []}"),
        (RuleError, "signals/own.yaml", "family: own\nsignals: []"),
        (RuleError, "stances.yaml", "decides: stances\nrules: []"),
        (RuleError, "checks/non_apology.yaml", "phrases: 1"),
        (KnowledgeError, "own.md", "no card at all"),
    ],
)
def test_a_bad_file_of_ones_own_stops_the_desk(tmp_path: Path, error: Any, file: str, content: str) -> None:
    """With the name of the file, and never with a default in its place."""
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(content, encoding="utf-8")
    own = Desk(Settings(home=tmp_path / "home", rules=(tmp_path,), knowledge=(tmp_path,)))
    with pytest.raises(error, match=Path(file).name.replace(".", r"\.")):
        _ = (own.channels, own.composer, own.checks, own.rulebook, own.cards, own.approvals)


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("PLAYBOOK_HOME", {"home": Path("/proc/nothing")}),
        ("cannot be opened", {"database_url": "nonsense"}),
        ("cannot be opened", {"database_url": "sqlite:////proc/nothing/cases.db"}),
    ],
)
def test_a_store_that_cannot_be_opened(tmp_path: Path, told: str, wrong: Any) -> None:
    """Said when the first case is kept; what needs no store works."""
    bad = Desk(Settings(**{"home": tmp_path} | wrong))
    assert bad.check("사과드립니다.") == ()
    with pytest.raises(SetupError, match=told):
        bad.decide(prepared(bad), Decision(verb="submit", by="작성자"))
