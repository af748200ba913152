"""The library at size: many passages taken in, cut off in the middle, resumed, and asked.

python benchmarks/library.py [PASSAGES] [--chroma]

Documents are made of sentences of our own cards in random order, so that words and lengths are those of real guidance.
Runs are killed while they work; the next goes on where they stopped. That vectors survive it too is tested.
``--chroma`` uses a Chroma server started here instead of the folder.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import numpy as np

from playbook import Desk, Settings
from playbook.library.cards import read_cards
from playbook.library.dense import AT_ONCE
from playbook.library.search import quotable
from playbook.settings import data_folder

CUT_OFF = (60, 240, None)
"""Seconds after which a run is killed, both while words are analysed; the last one ends."""
QUERIES = Path(__file__).resolve().parent.parent / "evals" / "queries" / "dev.jsonl"


def documents(folder: Path, passages: int) -> None:
    """Write documents of 500 passages each."""
    draw = random.Random(0)
    cards = read_cards([data_folder("knowledge")])
    sentences = [s for card in cards for p in card.passages for s in quotable(p.text.ko)]
    headings = [p.heading.ko for card in cards for p in card.passages]
    folder.mkdir()
    for number in range(0, passages, 500):
        parts = [
            f"## {draw.choice(headings)} {i}\n\n{' '.join(draw.sample(sentences, draw.randint(2, 5)))}\n"
            for i in range(number, min(number + 500, passages))
        ]
        (folder / f"manual-{number}.md").write_text("\n".join(parts), encoding="utf-8")


def playbook(*arguments: str, home: Path, url: str = "") -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PLAYBOOK_HOME": str(home), **({"PLAYBOOK_CHROMA_URL": url} if url else {})}
    return subprocess.Popen([sys.executable, "-m", "playbook.cli", *arguments], env=environment)


def server(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = shutil.which("chroma") or str(Path(sys.executable).parent / "chroma")
    running = subprocess.Popen(
        [program, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1)
            break
        except OSError:
            time.sleep(0.1)
    return running, url


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", type=int, nargs="?", default=100_000)
    parser.add_argument("--chroma", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        documents(base / "documents", given.passages)
        running, url = server(base / "server") if given.chroma else (None, "")
        home = base / "home"
        verbs = [("add", str(base / "documents"), "--show", "0"), ("index",), ("index",)]
        for seconds, verb in zip(CUT_OFF if given.passages > AT_ONCE else (None,), verbs, strict=False):
            began = time.perf_counter()
            work = playbook("knowledge", *verb, home=home, url=url)
            try:
                work.wait(seconds)
            except subprocess.TimeoutExpired:
                work.kill()
                work.wait()
            print(f"\n{verb[0]}: ended with {work.returncode} after {time.perf_counter() - began:.0f} s", flush=True)
        began = time.perf_counter()
        desk = Desk(Settings(home=home, chroma_url=url or None))
        desk.search("불이 났어요")
        print(f"first answer of a new process: {time.perf_counter() - began:.1f} s, from {desk.library.dense.place}")
        import json

        asked = [json.loads(line)["query"] for line in QUERIES.read_text(encoding="utf-8").splitlines() if line]
        took = []
        for query in asked:
            began = time.perf_counter()
            desk.search(query)
            took.append(1000 * (time.perf_counter() - began))
        print(f"{len(desk.library.passages):,} passages, {len(desk.library.dense):,} vectors: query p50 "
              f"{np.percentile(took, 50):.0f} ms, p95 {np.percentile(took, 95):.0f} ms, memory "
              f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")  # fmt: skip
        desk.close()
        if running:
            running.terminate()


if __name__ == "__main__":
    main()
