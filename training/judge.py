"""How well rules and models decide together on messages that the models did not see.

    python training/heads.py --data DIR --held held.json
    python training/judge.py held.json [--errors FIELD]

Each labelled message gets the readings of heads that were trained without its part, then the rule tables decide.
Prints accuracy by field, what each rule decided and how often it was right, and how much is left to people.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from features import messages
from playbook.desk import Desk
from playbook.records import Context, Message
from playbook.settings import Settings
from playbook.triage.heads import Readings
from playbook.triage.signals import read

FIELDS = ("kind", "topic", "severity", "stance", "owner")


def held_readings(held: dict[str, Any], row: int) -> Readings:
    readings: Readings = {}
    for name, stored in held.items():
        logits = np.array(stored["logits"][row])
        if len(stored["classes"]) == 1:
            readings[name] = {"yes": float(1 / (1 + np.exp(-logits[0])))}
        else:
            raised = np.exp(logits - logits.max())
            readings[name] = dict(zip(stored["classes"], map(float, raised / raised.sum()), strict=True))
    return readings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("held", type=Path)
    parser.add_argument("--errors", choices=FIELDS)
    parser.add_argument("--most", type=int, default=60)
    arguments = parser.parse_args()
    held = json.loads(arguments.held.read_text(encoding="utf-8"))
    triager = Desk(Settings(home=Path("/nonexistent"))).triager
    rows = messages()
    right: Counter[str] = Counter()
    models_right: Counter[str] = Counter()
    by_rule: dict[str, Counter[bool]] = defaultdict(Counter)
    confusions: Counter[tuple[str, str]] = Counter()
    stood: list[bool] = []
    within = missed = grave = cried = routine = 0
    shown: list[str] = []
    for number, row in enumerate(rows):
        message = Message(
            id=row["id"], text=row["text"], channel=row.get("channel"), context=Context(**row.get("context", {}))
        )
        reading = read(message.text)
        readings = held_readings(held, number)
        found = triager.decide(message, reading, triager.patterns.of(reading), readings)
        for field in FIELDS:
            right[field] += getattr(found, field) == row[field]
            if field in readings:
                models_right[field] += max(readings[field], key=readings[field].__getitem__) == str(row[field])
        for reason, field in zip(found.reasons, FIELDS, strict=True):
            by_rule[reason.rule][getattr(found, field) == row[field]] += 1
        within += abs(found.severity - row["severity"]) <= 1
        grave += row["severity"] == 4
        missed += row["severity"] == 4 and found.severity < 3
        routine += row["severity"] == 1
        cried += row["severity"] == 1 and found.severity == 4
        if not found.needs_human:
            stood.append(all(getattr(found, f) == row[f] for f in ("kind", "stance")))
        if arguments.errors and getattr(found, arguments.errors) != row[arguments.errors]:
            got, want = str(getattr(found, arguments.errors)), str(row[arguments.errors])
            confusions[want, got] += 1
            hits = ",".join(s.id for s in found.signals if s.source == "pattern")
            shown.append(f"{row['id']} want {want} got {got} [{hits}] {row['text'][:110]!r}")
    total = len(rows)
    for field in FIELDS:
        alone = f", models alone {models_right[field] / total:.3f}" if field in models_right else ""
        print(f"{field:9s} {right[field] / total:.3f}{alone}")
    print(
        f"severity within one {within / total:.3f}; of level 4 below 3: {missed}/{grave}; "
        f"of level 1 called 4: {cried}/{routine}"
    )
    print(f"stands by {len(stood) / total:.3f} of them, kind and stance right in {np.mean(stood):.3f}")
    for rule, counts in by_rule.items():
        print(f"  {rule:28s} {counts.total():5d} decided, {counts[True] / counts.total():.2f} right")
    for (want, got), count in confusions.most_common(25):
        print(f"  {want} taken for {got}: {count}")
    print("\n".join(shown[: arguments.most]))


if __name__ == "__main__":
    main()
