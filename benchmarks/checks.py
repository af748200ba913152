"""How fast the checks of a reply are, on our own drafts: whole by the clock, each check by processor time.

python benchmarks/checks.py [2000]

The drafts answer training messages, Korean and English as they come. ``check`` looks at each as at a text that a person
wrote, ``findings`` as at the draft of its case.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from playbook import Case, Desk, Message, Settings
from playbook.language.detect import detect
from playbook.reply.channels import THREADED
from playbook.reply.checks import Proof

MESSAGES = Path(__file__).resolve().parent.parent / "training" / "messages"
ROUNDS = 3
"""The best of so many rounds counts: the others had company on the machine."""


def messages() -> Iterator[Message]:
    """Training messages, one of each file in turn."""
    files = [path.read_text(encoding="utf-8").splitlines()[1:] for path in sorted(MESSAGES.glob("*.jsonl"))]
    for number in range(max(map(len, files))):
        for row in (json.loads(lines[number]) for lines in files if number < len(lines)):
            yield Message.model_validate(
                {name: row[name] for name in ("id", "text", "channel", "context") if name in row}
            )


def drafted(desk: Desk, count: int) -> list[Case]:
    """Cases that have a draft."""
    return list(islice((case for case in map(desk.draft, messages()) if case.draft), count))


def per_second(do: Callable[[Case], object], cases: list[Case]) -> float:
    """Cases a second by the clock, in the best round."""

    def seconds() -> float:
        began = time.perf_counter()
        for case in cases:
            do(case)
        return time.perf_counter() - began

    return len(cases) / min(seconds() for _ in range(ROUNDS))


def by_check(desk: Desk, cases: list[Case]) -> dict[str, float]:
    """Microseconds of processor time that each check takes a text; what several share is paid by the first."""
    spent: dict[str, float] = defaultdict(float)
    for case in cases:
        proof = Proof(
            text=words(case), lang=detect(words(case)), channel=desk.channels[case.channel],
            threaded=case.channel in THREADED,
        )  # fmt: skip
        for check in desk.checks:
            began = time.process_time_ns()
            list(check(proof))
            spent[getattr(check, "name", getattr(check, "__name__", ""))] += time.process_time_ns() - began
    return {name: total / 1000 / len(cases) for name, total in sorted(spent.items(), key=lambda each: -each[1])}


def words(case: Case) -> str:
    """The draft of a case that has one."""
    assert case.draft is not None
    return case.draft.text


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(Settings(home=Path(home)))
        cases = drafted(desk, count)
        texts = [words(case) for case in cases]
        figures = {
            "texts": len(texts),
            "characters": round(statistics.mean(map(len, texts))),
            "korean": round(sum(detect(text) == "ko" for text in texts) / len(texts), 2),
            "load": round(os.getloadavg()[0], 2),
            "check_per_s": round(per_second(lambda case: desk.check(words(case), channel=case.channel), cases)),
            "findings_per_s": round(per_second(desk.findings, cases)),
        }
        print(json.dumps(figures, indent=2))
        for name, microseconds in by_check(desk, cases).items():
            print(f"{name:20} {microseconds:7.1f} µs")
        desk.close()


if __name__ == "__main__":
    main()
