"""How well the library answers, in one run: words alone, meaning alone, and both as they ship.

python benchmarks/search.py [evals/queries/dev.jsonl]

Queries were written from situations before any ranking was looked at; grade 2 is what is needed, 1 helps too. Recall
counts a query as answered when a passage of any grade stands among the first k; nDCG uses the grades (Järvelin and
Kekäläinen 2002). Queries that nothing covers are scored apart: how often the program says so.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from playbook import Desk, Settings
from playbook.language.detect import detect
from playbook.library.search import COVERED, Library

ROOT = Path(__file__).resolve().parent.parent
Scorer = Callable[[str], np.ndarray]


def scorers(library: Library) -> dict[str, Scorer]:
    """Ways to score all passages for a query."""
    return {
        "BM25 (Kiwi, Snowball)": lambda q: library.lexical_scores(q),
        "dense": lambda q: library.dense_scores(q),
        "fusion": lambda q: library.scores(q),
    }


def ndcg(order: list[str], relevant: dict[str, int], k: int = 10) -> float:
    gains = [(2 ** relevant.get(name, 0) - 1) / np.log2(rank + 2) for rank, name in enumerate(order[:k])]
    ideal = sorted((2**grade - 1 for grade in relevant.values()), reverse=True)[:k]
    best = sum(gain / np.log2(rank + 2) for rank, gain in enumerate(ideal))
    return float(sum(gains) / best)


def diverse(library: Library, scores: np.ndarray, per_card: int = 2) -> list[str]:
    """Passages best first, at most ``per_card`` of one card, background left out, as a search shows them."""
    taken: dict[str, int] = {}
    order = []
    for number in np.argsort(-scores, kind="stable"):
        passage = library.passages[int(number)]
        if not passage.reference and taken.get(passage.card, 0) < per_card:
            taken[passage.card] = taken.get(passage.card, 0) + 1
            order.append(passage.id)
        if len(order) == 10:
            break
    return order


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "evals" / "queries" / "dev.jsonl"
    queries: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(Settings(home=Path(home)))
        library = desk.library
        for lang in ("ko", "en"):
            covered = [q for q in queries if q["relevant"] and detect(q["query"]) == lang]
            print(f"\n{lang}: {len(covered)} queries    R@1    R@3    R@5    nDCG@10")
            for name, score in scorers(library).items():
                rows = []
                for query in covered:
                    order = diverse(library, score(query["query"]))
                    hit = [any(p in query["relevant"] for p in order[:k]) for k in (1, 3, 5)]
                    rows.append([*hit, ndcg(order, query["relevant"])])
                print(f"{name:24s}" + "".join(f" {value:6.3f}" for value in np.mean(rows, axis=0)))
        best = {q["id"]: float(library.scores(q["query"]).max()) for q in queries}
        open_ones = [best[q["id"]] for q in queries if not q["relevant"]]
        known = [best[q["id"]] for q in queries if q["relevant"]]
        said, wrongly = (np.mean(np.array(found) < COVERED) for found in (open_ones, known))
        print(f"\nnothing covers it: said of {said:.2f} of {len(open_ones)} such queries,")
        print(f"wrongly of {wrongly:.2f} of {len(known)} that something covers")
        desk.close()


if __name__ == "__main__":
    main()
