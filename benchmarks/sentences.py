# ruff: noqa: E501 - a table reads best with a row a line
"""What the rules of the checks hear in sentences that they were not written from.

    python benchmarks/sentences.py [--show] [--split train]

``benchmarks/sentences`` holds single sentences of replies, Korean and English: by kind such as hurt, and look-alikes
that are right to say. Each stands alone, as the answer to a grave complaint. A sentence that hurts counts as heard where
a row that fits its kind warns; a look-alike is a false alarm where anything warns. Sentences of one group say the same
in other words, and a group lies in one split: rules may be mended with ``train`` in view, ``held`` is for counting only.
``--show`` names what is missed and every false alarm.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from playbook import Desk
from playbook.records import Finding, Lang
from playbook.reply.channels import THREADED
from playbook.reply.checks import Proof
from playbook.reply.checks.phrases import Phrases

FOLDER = Path(__file__).with_suffix("")
CHANNEL = "x"
OF_A_CASE = {"unbound", "placement", "length", "personal_data"}
"""Checks that ask about facts, place and people, of which a sentence alone has none."""

FITTING: dict[str, frozenset[str]] = {
    "blame": frozenset({"blame_person", "blame_others", "customer_blamed", "fault_denied", "prejudged"}),
    "comparison": frozenset({"comparison"}),
    "conditional": frozenset({"conditional", "intent_denied", "misunderstanding", "apology_but"}),
    "euphemism": frozenset({"euphemism", "corporate_euphemism", "unnamed_event", "softened_leak", "minimised"}),
    "internal_rules": frozenset({"internal_rules", "natural_thing"}),
    "macro": frozenset({"macro", "ask_for_understanding", "empty_promise", "vague_promise"}),
    "minimise": frozenset({"minimised", "vague_extent", "no_damage_yet", "comparison"}),
    "prejudged": frozenset({"prejudged", "fault_denied", "customer_blamed", "no_damage_yet", "leak_denied", "natural_thing"}),
    "selling": frozenset({"event", "sale", "product_plug", "slogan", "compensation_as_promotion", "compensation_with_conditions"}),
    "threat": frozenset({"legal_threat", "takedown_threat", "hush_offer", "customer_called_names"}),
    "vague_promise": frozenset({"vague_promise", "empty_promise", "macro"}),
    "victim_pose": frozenset({"victim_pose", "hardship_pleaded"}),
}  # fmt: skip
"""The rows that say of a sentence what its kind says of it."""


class Sentence(NamedTuple):
    """A sentence, how it hurts, and where it stands."""

    text: str
    lang: Lang
    of: str
    """The kind that it shows, or that it only looks like."""
    hurts: bool
    split: Literal["train", "held"]


def sentences() -> Iterator[Sentence]:
    """All of the folder, by kind."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Sentence(row["text"], row["lang"], path.stem, row["kind"] is not None, row["split"])


def rows_of(desk: Desk) -> dict[str, str]:
    """The row that gives a reason, by the reason in either language."""
    lists = [check for check in desk.checks if isinstance(check, Phrases)]
    return {why: phrase.id for each in lists for phrase in each.phrases for why in (phrase.why.ko, phrase.why.en)}


def warnings(desk: Desk, sentence: Sentence) -> list[Finding]:
    """What the checks say of a sentence as the answer to a grave complaint, notes left out."""
    proof = Proof(
        text=sentence.text, lang=sentence.lang, channel=desk.channels[CHANNEL], threaded=CHANNEL in THREADED,
        kind="complaint", severity=3,
    )  # fmt: skip
    return [
        found
        for check in desk.checks
        for found in check(proof)
        if found.level != "note" and found.check not in OF_A_CASE
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="name what is missed and every false alarm")
    parser.add_argument("--split", choices=("train", "held"), action="append", help="only this one")
    parser.add_argument("--kind", choices=sorted(FITTING), action="append", help="only this one")
    chosen = parser.parse_args()
    desk = Desk.open()
    row_of = rows_of(desk)
    tally: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each in sentences():
        if each.split not in (chosen.split or (each.split,)) or each.of not in (chosen.kind or (each.of,)):
            continue
        told = warnings(desk, each)
        rows = {row_of.get(found.message, found.check) for found in told}
        count = tally[each.split, each.of]
        if each.hurts:
            heard = bool(rows & FITTING[each.of])
            count.update(hurts=1, heard=heard, other=bool(rows) and not heard)
            if chosen.show and not heard:
                print(f"missed {each.of}: {each.text} {sorted(rows) or ''}")
        else:
            count.update(fine=1, alarm=bool(told), error=any(found.level == "error" for found in told))
            if chosen.show and told:
                print(f"false alarm {each.of}: {each.text} {sorted(rows)}")
    report(tally)


def report(tally: dict[tuple[str, str], Counter[str]]) -> None:
    """A line for each kind, and all of a split."""
    for split in sorted({split for split, _ in tally}, reverse=True):
        kinds = {kind: count for (of, kind), count in tally.items() if of == split}
        for kind, count in (*kinds.items(), ("all", sum(kinds.values(), Counter()))):
            recall = count["heard"] / max(1, count["hurts"])
            rate = count["alarm"] / max(1, count["fine"])
            print(
                f"{split:5} {kind:15} heard {count['heard']:4}/{count['hurts']:<4} {recall:4.0%}"
                f"   by another row {count['other']:3}"
                f"   false alarms {count['alarm']:3}/{count['fine']:<4} {rate:5.1%}, errors {count['error']}"
            )


if __name__ == "__main__":
    sys.exit(main())
