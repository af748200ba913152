"""Make the pages under docs/ that are made from code; a test compares them with what stands there.

python docs/generate.py
"""

from __future__ import annotations

import argparse
import inspect
import os
import re
from dataclasses import fields
from pathlib import Path

os.environ["COLUMNS"] = "100"

from playbook.cli import parser
from playbook.desk import Desk
from playbook.settings import Settings

DOCS = Path(__file__).resolve().parent


def commands() -> str:
    """Every verb with its options, from the parser itself."""
    lines = ["# Commands", "", "Made from the program by `make docs`.", ""]

    def walk(name: str, verb: argparse.ArgumentParser) -> None:
        lines.extend([f"## `{name}`", "", "```", verb.format_help().strip(), "```", ""])
        for action in verb._actions:
            if isinstance(action, argparse._SubParsersAction):
                for child, below in action.choices.items():
                    walk(f"{name} {child}", below)

    walk("playbook", parser())
    return "\n".join(lines)


def settings() -> str:
    """Every setting with its line of documentation."""
    source = inspect.getsource(Settings)
    lines = ["# Settings", "", "All are environment variables; all have a default that works without a network.", "",
             "| setting | meaning |", "|---|---|"]  # fmt: skip
    for field in fields(Settings):
        said = re.search(rf'    {field.name}: [^\n]+\n    """(.+?)"""', source, re.S)
        if said is None:
            raise SystemExit(f"settings.py: {field.name} has no line of documentation")
        lines.append(f"| `PLAYBOOK_{field.name.upper()}` | {' '.join(said[1].split())} |")
    return "\n".join([*lines, ""])


def rules() -> str:
    """Every rule in the order in which it is asked."""
    desk = Desk.open(Settings(home=Path("/nonexistent")))
    lines = ["# Rules", "", "The first row that holds decides. `playbook rules explain ID` says more.", ""]
    for table, rows in desk.rulebook.tables.items():
        lines += [f"## {table}", "", "| rule | when | then | why |", "|---|---|---|---|"]
        for rule in rows:
            when = rule.when.text() if rule.when.parts or rule.when.name else "always"
            when = when.replace("|", "\\|")
            lines.append(f"| `{rule.id}` | {when} | {rule.then} | {rule.because.en} |")
        lines.append("")
    lines += ["## signals", "", "| signal | says | 뜻 |", "|---|---|---|"]
    lines += [f"| `{s.id}` | {s.says.en} | {s.says.ko} |" for s in desk.patterns.signals.values()]
    return "\n".join([*lines, ""])


PAGES = {"commands.md": commands, "settings.md": settings, "rules.md": rules}


if __name__ == "__main__":
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")
