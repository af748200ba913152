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
from typing import get_args

os.environ["COLUMNS"] = "100"

from playbook.cli import parser
from playbook.desk import Desk
from playbook.records import CaseState, Seat
from playbook.review.approvals import seat_name
from playbook.review.issue_promises import OVERSEERS
from playbook.review.steps import BESIDE, GRANTED, TRANSITIONS
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
    lines += ["## clocks", "", "A desk day is from "
              f"{desk.clock_rules.hours.opens} to {desk.clock_rules.hours.shuts} in Seoul, on working days.", "",
              "| clock | from, until | within, by severity | why | certainty |", "|---|---|---|---|---|"]  # fmt: skip
    for clock in desk.clock_rules.rules.values():
        within = ", ".join(f"{severity}: {limit}" for severity, limit in clock.within.items()) or "its own date"
        why = f"{clock.because.en} {clock.because.ko}"
        lines.append(f"| `{clock.id}` | {clock.starts}, {clock.ends} | {within} | {why} | {clock.certainty} |")
    digest = desk.notifier.digest
    lines += ["", "## notifications", ""]
    if digest:
        days = "on working days" if digest.days == "working" else "every day"
        lines += [f"The digest goes out at {digest.at} in Seoul, {days}; a process that starts later sends it until "
                  f"{digest.until}.", ""]  # fmt: skip
    lines += [
        "| event | after | from level | concerns | says | 알림 |",
        "|---|---|---|---|---|---|",
    ]
    for event in desk.notifier.events.values():
        concerns = ", ".join(event.concerns) or "nobody in particular"
        told = f"{event.says.en} | {event.says.ko}"
        lines.append(f"| `{event.id}` | {event.after} | {event.severity} | {concerns} | {told} |")
    lines += ["", "## retention", "", "| rule | topics | months | law, to be checked by a lawyer | why |",
              "|---|---|---|---|---|"]  # fmt: skip
    for kept in desk.retention.rules:
        law = f"{kept.law.text.en}; {kept.law.text.ko}: {kept.law.months} months" if kept.law else "none"
        why = f"{kept.because.en} {kept.because.ko}"
        lines.append(f"| `{kept.id}` | {', '.join(kept.topics) or 'all others'} | {kept.months} | {law} | {why} |")
    lines += ["", "## signals", "", "| signal | says | 뜻 |", "|---|---|---|"]
    lines += [f"| `{s.id}` | {s.says.en} | {s.says.ko} |" for s in desk.patterns.signals.values()]
    return "\n".join([*lines, ""])


def review() -> str:
    """What may be done with a case, by whom, and who has to sign."""
    desk = Desk.open(Settings(home=Path("/nonexistent")))
    states: tuple[CaseState, ...] = get_args(CaseState)
    lines = [
        "# The review desk", "",
        "A case goes from a message to a reply that a person has sent. Each step is one row of a table; what stands in",
        "no row is refused, with the reason. An approval is the SHA-256 of channel, speaker, text, subject, statement",
        "and the versions of all facts used: any edit, and any change of such a fact, voids it.", "",
        "## Steps", "", "| state | step → next state | beside the wording |", "|---|---|---|",
    ]  # fmt: skip
    for state in states:
        steps = {verb: after for (before, verb), after in TRANSITIONS.items() if before == state}
        moves = ", ".join(f"{verb} → {after}" for verb, after in steps.items() if verb not in BESIDE)
        lines.append(f"| `{state}` | {moves} | {', '.join(verb for verb in steps if verb in BESIDE)} |")
    lines += [
        "", "`record` notes where and when a person has sent the approved reply, with the final text pasted back; the",
        "program sends nothing. `void` is done by the program when a fact changes under an approved reply.", "",
        "## Who may", "", "| step | one of these roles |", "|---|---|",
    ]  # fmt: skip
    lines += [f"| {verb} | {', '.join(sorted(roles))} |" for verb, roles in GRANTED.items()]
    lines += [
        "", "## Who signs", "",
        "Every row that holds asks for its signatures; the row without a condition holds where no other does. Each",
        "signature is another person's, and never the author's. After the minutes given a deputy whom the absent",
        "person has named may sign instead; for the chief executive nobody may. Whoever may sign in more than one",
        "seat chooses it by its role or by the rule that asks for it (`playbook case approve --as legal`); the first",
        "that fits is taken where they do not.", "",
        "| rule | when | signatures | deputy after | warnings | why |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for rule in desk.approvals.rules.values():
        needs = ", ".join(seat_name(Seat(**need.model_dump())) for need in rule.needs)
        stand = "may stand" if rule.open_warnings else "mended or set aside with a reason"
        when = " and ".join(f"{name} {value}" for name, value in rule.when.items()) if rule.when else "no other row"
        lines.append(f"| `{rule.id}` | {when} | {needs} | {rule.deputy_after} min | {stand} | {rule.because.en} |")
    lines += [
        "", "## Issues, facts and promises", "",
        "A fact that changes and the approvals that stood on it change at one moment, in one transaction of the store:",
        "no kill, crash or race leaves a reply approved on what no longer holds.", "",
        "Whoever may edit a reply may close and reopen an issue. It is not closed while a reply of it is in review, or",
        "approved and not out yet: somebody is about to decide on it or to send it. To close it over other cases in",
        "work or open promises, and to reopen it, a reason is needed. Promises fall due all the same. A closed issue",
        "takes in no case and no fact until it is reopened.", "",
        "A promise is noted as kept, moved to another moment or handed to somebody else by its owner, by whoever",
        "has its case in hand (author, assignee, the department it was handed to), or by one of these roles:",
        f"{', '.join(sorted(OVERSEERS))}. Moving and handing on need a reason. What the public was told stands as it",
        "was.",
    ]  # fmt: skip
    return "\n".join([*lines, ""])


PAGES = {"commands.md": commands, "settings.md": settings, "rules.md": rules, "review.md": review}


if __name__ == "__main__":
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")
