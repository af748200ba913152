"""Measure encoders beside word search on sets that no training step saw, and print one Markdown table.

    python training/encoder_table.py --data DIR playbook/models/encoder [OTHER ...]

Sets (see ``held_out`` in pairs.py): KorSTS dev (Spearman); recall at 1 of 1,000 English news sentences for their Korean
ones, machine-translated pairs, petition titles and their texts; nearest neighbour of the same intent for a topic of
paraKQC and intents of Banking77 that training never met; and the library's own queries with Kiwi-BM25, the dense arm
and their fusion in ``benchmarks/search.py``.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from pairs import banking_rows, naver_rows, petition_rows, query_rows, read

Scores = Callable[[Sequence[str], Sequence[str]], np.ndarray]
"""Likeness of each text of the first list to each of the second."""


def words(analyse: Callable[[Sequence[str]], list[list[str]]]) -> Scores:
    """BM25 over the tokens that ``analyse`` gives."""

    def score(queries: Sequence[str], documents: Sequence[str]) -> np.ndarray:
        import bm25s

        index = bm25s.BM25()
        index.index([tokens or ["∅"] for tokens in analyse(documents)], show_progress=False)
        rows = []
        for tokens in analyse(queries):
            known = [token for token in tokens if token in index.vocab_dict]
            rows.append(index.get_scores(known) if known else np.zeros(len(documents)))
        return np.array(rows)

    return score


def characters(queries: Sequence[str], documents: Sequence[str]) -> np.ndarray:
    """TF-IDF cosine of runs of 2 to 4 characters."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    weigh = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True).fit(documents)
    return np.asarray((weigh.transform(queries) @ weigh.transform(documents).T).todense())


def static(folder: Path, width: int | None = None) -> Scores:
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(folder)

    def encode(texts: Sequence[str]) -> np.ndarray:
        vectors = np.asarray(model.encode(list(texts), use_multiprocessing=False), dtype=np.float32)[:, :width]
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    return lambda queries, documents: encode(queries) @ encode(documents).T


def recall(scores: np.ndarray) -> float:
    return float((scores.argmax(1) == np.arange(len(scores))).mean())


def neighbour(scores: np.ndarray, groups: Sequence[str]) -> float:
    """How often the nearest other text is of the same group."""
    np.fill_diagonal(scores, -np.inf)
    names = np.array(groups)
    return float((names[scores.argmax(1)] == names).mean())


def row(data: Path, score: Scores) -> dict[str, float]:
    sts = list(read(data / "korsts_dev.jsonl.gz"))
    # cosines of aligned pairs in pieces: the diagonal is all that is needed
    pieces = [
        np.diag(score([r["a"] for r in sts[i : i + 300]], [r["b"] for r in sts[i : i + 300]]))
        for i in range(0, len(sts), 300)
    ]
    news = list(read(data / "ko_en_news.jsonl.gz"))
    detached = [re.sub(r"\s+([은는이가을를의에와과로도만])\b", r"\1", r["ko"]) for r in news]
    translated = naver_rows(data, held=True)
    petitions = petition_rows(data, held=True)
    queries = query_rows(data, held=True)
    banking = banking_rows(data, held=True)
    return {
        "KorSTS dev rho": float(spearmanr(np.concatenate(pieces), [r["score"] for r in sts]).statistic),
        f"news ko→en R@1 ({len(news)})": recall(score(detached, [r["en"] for r in news])),
        f"naver ko→en R@1 ({len(translated)})": recall(
            score([r["ko"] for r in translated], [r["en"] for r in translated])
        ),
        f"petition title→text R@1 ({len(petitions)})": recall(
            score([r["title"] for r in petitions], [r["content"][:600] for r in petitions])
        ),
        f"paraKQC unseen topic ({len(queries)})": neighbour(
            score([r[2] for r in queries], [r[2] for r in queries]), ["/".join(r[:2]) for r in queries]
        ),
        f"Banking77 unseen intents ({len(banking)})": neighbour(
            score([r["text"] for r in banking], [r["text"] for r in banking]), [r["intent"] for r in banking]
        ),
    }


def main() -> None:
    from playbook.library.lexical import Morphemes

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only-static", action="store_true", help="leave the word methods out")
    parser.add_argument("models", type=Path, nargs="+")
    arguments = parser.parse_args()
    methods: dict[str, Scores] = {}
    if not arguments.only_static:
        methods["BM25 words"] = words(lambda texts: [text.lower().split() for text in texts])
        methods["BM25 Kiwi"] = words(Morphemes())
        methods["character 2-4-grams"] = characters
    for model in arguments.models:
        for width in (512,) if len(arguments.models) > 1 else (64, 128, 256, 512):
            methods[f"{model} {width}"] = static(model, width)
    for number, (name, score) in enumerate(methods.items()):
        figures = row(arguments.data, score)
        if number == 0:
            print("| method | " + " | ".join(figures) + " |\n|---" + "|---:" * len(figures) + "|")
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in figures.values()) + " |", flush=True)


if __name__ == "__main__":
    main()
