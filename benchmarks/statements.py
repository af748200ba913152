"""What the checks say of forty public statements, beside how analysts judged them.

    python benchmarks/statements.py

``evals/statements.yaml`` paraphrases statements that failed, were mixed or became models. A failed one should draw an
error, a model none. Of the objections that a critical reader noted, it counts those on whose words a finding lies; an
objection to something missing counts as seen where any part is said to be missing, or order or voice is objected to.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from playbook import Desk
from playbook.records import Finding
from playbook.reply.channels import THREADED
from playbook.reply.checks import Proof

STATEMENTS = Path(__file__).resolve().parents[1] / "evals" / "statements.yaml"
OF_A_CASE = {"unbound", "placement", "length", "personal_data"}
"""Checks that ask about facts, place and people, of which a paraphrase has none."""


def findings(desk: Desk, row: dict[str, Any]) -> list[Finding]:
    proof = Proof(
        text=row["text"], lang=row["lang"], channel=desk.channels[row["channel"]], threaded=row["channel"] in THREADED,
        kind=row["kind"], topic=row["topic"], severity=row["severity"], stance=row["stance"],
    )  # fmt: skip
    return [finding for check in desk.checks for finding in check(proof) if finding.check not in OF_A_CASE]


def seen(problem: dict[str, str], text: str, found: list[Finding]) -> bool:
    if not problem["words"]:
        return any(finding.check in ("missing_part", "order", "passive") for finding in found)
    start = text.find(problem["words"])
    end = start + len(problem["words"])
    return any(f.start is not None and f.end is not None and f.start < end and start < f.end for f in found)


def main() -> None:
    desk = Desk.open()
    rows = yaml.safe_load(STATEMENTS.read_text(encoding="utf-8"))
    rows = rows["statements"] if isinstance(rows, dict) else rows
    of, with_error, warnings = Counter[str](), Counter[str](), Counter[str]()
    noted, met = Counter[str](), Counter[str]()
    for row in rows:
        found = findings(desk, row)
        judged = row["judged"]
        errors = [finding for finding in found if finding.level == "error"]
        of[judged] += 1
        with_error[judged] += bool(errors)
        warnings[judged] += sum(finding.level == "warning" for finding in found)
        for problem in row["problems"]:
            noted[problem["what"]] += 1
            met[problem["what"]] += seen(problem, row["text"], found)
        if bool(errors) != (judged == "failed") and judged != "mixed":
            said = ", ".join(finding.message for finding in errors) or "no error"
            print(f"{row['id']} ({row['case']}) judged {judged}: {said}")
    for judged in of:
        print(
            f"{judged}: {of[judged]}, with an error {with_error[judged]}, warnings {warnings[judged] / of[judged]:.1f}"
        )
    print(f"objections seen: {met.total()} of {noted.total()}")
    for what, count in noted.most_common():
        print(f"  {what:28s} {met[what]:3d} of {count}")


if __name__ == "__main__":
    main()
