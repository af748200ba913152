"""Rule folders of a few lines, and a triager over them with the models that ship."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from playbook.desk import Desk
from playbook.triage.decide import Triager
from playbook.triage.heads import signal_names
from playbook.triage.rulebook import TABLES, Rulebook
from playbook.triage.signals import Patterns

SAID = {"ko": "까닭", "en": "the reason"}
LAST = {"kinds": "model", "topics": "model", "severity": "model", "stances": "acknowledge", "owners": "pr"}
"""What the last rule of each small table gives."""

PREFIX = {"kinds": "kind", "topics": "topic", "severity": "severity", "stances": "stance", "owners": "owner"}


def a_signal(name: str = "danger.fire", **fields: Any) -> dict[str, Any]:
    """A signal of one word; ``fields`` replace its own."""
    examples = {"hit": ["집에 불이야"], "miss": ["집에 물이야"]}
    return {"id": name, "says": SAID, "patterns": ["불이야"], "examples": examples} | fields


def a_family(*signals: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A file of signals."""
    return {"family": "danger", "about": SAID, "signals": list(signals) or [a_signal()]} | fields


def a_rule(name: str, then: Any, when: Any = None, **fields: Any) -> dict[str, Any]:
    """One row; without ``when`` it holds always."""
    row = {"id": name, "then": then, "because": SAID} | fields
    return row if when is None else row | {"when": when}


def a_table(table: str, *rules: dict[str, Any], last: bool = True) -> dict[str, Any]:
    """A table of these rules, and one behind them that always holds."""
    end = [a_rule(f"{PREFIX[table]}.last", LAST[table])] if last else []
    return {"decides": table, "about": SAID, "rules": [*rules, *end]}


def write(path: Path, content: Any) -> Path:
    """Write a rule file: text as it is, anything else as YAML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path


def a_folder(path: Path, signals: dict[str, Any] | None = None, **tables: dict[str, Any]) -> Path:
    """A whole rule folder: one family of signals and five tables, those given in place of small ones."""
    write(path / "signals" / "danger.yaml", signals or a_family())
    for table in TABLES:
        write(path / f"{table}.yaml", tables.get(table) or a_table(table))
    return path


def rulebook_of(*folders: Path, model_signals: tuple[str, ...] = ("model.lookup",)) -> Rulebook:
    return Rulebook.from_folders(folders, Patterns.from_folders(folders), model_signals)


@pytest.fixture
def ruled(desk: Desk, tmp_path: Path) -> Callable[..., Triager]:
    """A triager that decides by the tables given, over our patterns and models."""

    def build(**tables: dict[str, Any]) -> Triager:
        for table in TABLES:
            write(tmp_path / f"{table}.yaml", tables.get(table) or a_table(table))
        rulebook = Rulebook.from_folders([tmp_path], desk.patterns, signal_names(desk.heads))
        return Triager(desk.patterns, rulebook, desk.heads, desk.head_encoder)

    return build
