"""How fast, in one run on this machine: start, first answer, warm answers, bulk, search, checks.

python benchmarks/speed.py
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playbook import Desk, Message, Settings
from playbook.library.encoder import StaticEncoder
from playbook.settings import PACKAGE

TEXTS = [
    "어제 주문한 전기포트가 물을 끓이다가 꺼져요. 교환해 주세요.",
    "매장에서 아이가 미끄러져 다쳤습니다. 바닥에 물이 그대로 있었어요.",
    "이 회사 곧 넘어간다던데 사실인가요?",
    "상담원분이 끝까지 도와주셔서 감사합니다.",
    "The app has been down since this morning for everyone in my office.",
    "Is it true that you sell our data to advertisers?",
]


def timed(do: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each call."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        found.append((time.perf_counter() - began) * 1000)
    return found


def main() -> None:
    figures: dict[str, float] = {}
    helped = timed(
        lambda: subprocess.run([sys.executable, "-m", "playbook.cli", "--help"], capture_output=True, check=True), 5
    )
    figures["help_ms"] = statistics.median(helped)
    with tempfile.TemporaryDirectory() as home:
        for name in ("first_answer_new_index_ms", "first_answer_ms"):
            desk = Desk(Settings(home=Path(home)))
            figures[name] = timed(lambda desk=desk: desk.draft(Message(text=TEXTS[0], channel="x")), 1)[0]
            desk.close()
        desk = Desk(Settings(home=Path(home)))
        desk.draft(Message(text=TEXTS[0]))
        answers = [
            ms for text in TEXTS for ms in timed(lambda text=text: desk.draft(Message(text=text, channel="x")), 5)
        ]
        figures["warm_answer_p50_ms"] = statistics.median(answers)
        figures["warm_answer_p95_ms"] = statistics.quantiles(answers, n=20)[-1]
        searches = [ms for text in TEXTS for ms in timed(lambda text=text: desk.search(text), 5)]
        figures["search_p95_ms"] = statistics.quantiles(searches, n=20)[-1]
        many = [Message(id=str(i), text=f"{TEXTS[i % len(TEXTS)]} {i}") for i in range(6000)]
        began = time.perf_counter()
        labelled = sum(1 for _ in desk.triage_all(many))
        figures["triage_per_s"] = labelled / (time.perf_counter() - began)
        began = time.perf_counter()
        encoder = StaticEncoder(PACKAGE / "models" / "encoder")
        figures["encoder_load_ms"] = 1000 * (time.perf_counter() - began)
        short = [(f"{TEXTS[i % len(TEXTS)]} {i} " * 2)[:48] for i in range(40_000)]
        began = time.perf_counter()
        encoder.encode(short)
        figures["encoded_per_s"] = len(short) / (time.perf_counter() - began)
        reply = desk.draft(Message(text=TEXTS[1], channel="x")).draft
        assert reply is not None
        checks = timed(lambda: desk.check(reply.text, channel="x"), 300)
        figures["checks_per_s"] = 1000 / statistics.mean(checks)
        desk.close()
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({name: round(value, 1) for name, value in figures.items()}, indent=2))


if __name__ == "__main__":
    main()
