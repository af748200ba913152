"""Train the heads that ship in ``playbook/models/heads.npz``.

    python training/heads.py --data DIR --out playbook/models/heads.npz

Labels come from ``training/messages/*.jsonl``, written and labelled by hand. ``DIR`` holds public data for three
auxiliary readings (grievance from film reviews, abuse from comments, form of the sentence); their sentences do
not reach the output. Prints the accuracy of each head cross-validated over parts, so that no head is scored on
messages of a part it has seen: a part is other industries, voices and registers.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from playbook.library.encoder import JoinedEncoder, StaticEncoder
from playbook.records import KINDS, STANCES, TOPICS, Context
from playbook.settings import PACKAGE, data_folder
from playbook.triage.heads import BUCKETS, Head, Heads, grams, surroundings
from playbook.triage.signals import Patterns, read

ROOT = Path(__file__).resolve().parent
ENCODER_WIDTH, WORDS_WIDTH = 512, 256
WIDTH = ENCODER_WIDTH + WORDS_WIDTH
DENSE_SCALE = np.concatenate([np.full(ENCODER_WIDTH, 2.5), np.full(WORDS_WIDTH, 4.0)])
"""How much the sentence vector and the word meanings weigh beside n-grams of unit length."""
EXTRA_SCALE = 0.9
STRENGTH = {"kind": 3.0, "topic": 4.0, "severity": 1.0, "stance": 2.0}
"""Inverse regularisation by head; others take 1."""

LABELS: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "topic": TOPICS,
    "severity": ("1", "2", "3", "4"),
    "stance": STANCES,
    "affected": ("self", "household", "many", "public", "none"),
    "harm": ("none", "possible", "done"),
    "proof": ("none", "own", "document", "authority", "media"),
}
FLAGS = ("fault_evident", "hearsay", "remedy", "lookup", "public_concern", "bad_faith", "resolved")


@dataclass(frozen=True)
class Row:
    """One labelled message with its features."""

    part: str
    labels: dict[str, str]
    dense: np.ndarray
    buckets: np.ndarray
    counts: np.ndarray
    extra: np.ndarray


def messages() -> list[dict[str, Any]]:
    """All labelled messages with the part they stand in."""
    found = []
    for path in sorted((ROOT / "messages").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            next(lines)  # the brief it was written to
            found += [{**json.loads(line), "part": path.stem} for line in lines]
    return found


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def featurise(texts: list[str], encoder: JoinedEncoder) -> tuple[np.ndarray, list[tuple[np.ndarray, np.ndarray]]]:
    return encoder.encode(texts), [grams(text) for text in texts]


def gram_matrix(found: list[tuple[np.ndarray, np.ndarray]], idf: np.ndarray) -> sparse.csr_matrix:
    offsets = np.cumsum([0] + [len(buckets) for buckets, _ in found])
    columns = np.concatenate([buckets for buckets, _ in found])
    values = np.concatenate([counts for _, counts in found]) * idf[columns]
    matrix = sparse.csr_matrix((values, columns, offsets), shape=(len(found), BUCKETS))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    return sparse.diags(1 / np.maximum(norms, 1e-9)) @ matrix


def auxiliary_sets(data: Path) -> dict[str, tuple[list[str], list[str], tuple[str, ...]]]:
    """Texts, labels and classes of the three public readings."""
    draw = np.random.default_rng(0)
    reviews = [(row["text"], row["rating"]) for row in lines_of(data / "nsmc.jsonl.gz")]
    reviews = [reviews[i] for i in draw.permutation(len(reviews)) if reviews[i][1] <= 4 or reviews[i][1] >= 9][:60_000]
    abuse = [(row["text"], bool(row["abusive"])) for row in lines_of(data / "curse.jsonl.gz")]
    abuse += [(row["text"], row["hate"] != "none") for row in lines_of(data / "korean_hate_speech.jsonl.gz")]
    forms = [(row["cols"][1], row["cols"][0]) for row in lines_of(data / "3i4k.jsonl.gz")]
    forms = [forms[i] for i in draw.permutation(len(forms))[:30_000]]
    return {
        "grievance": ([t for t, _ in reviews], ["yes" if r <= 4 else "no" for _, r in reviews], ("yes",)),
        "abusive": ([t for t, _ in abuse], ["yes" if a else "no" for _, a in abuse], ("yes",)),
        "form": ([t for t, _ in forms], [f for _, f in forms], tuple("0123456")),
    }


def fit(features: Any, labels: list[str], classes: tuple[str, ...], strength: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features by classes) and biases; a class never seen gets a very low bias.

    A feature that stands in one row only cannot generalise and is left out.
    """
    features = features.tocsc()
    kept = np.flatnonzero(np.diff(features.indptr) >= 2)
    model = LogisticRegression(C=strength, max_iter=200, tol=1e-3)
    model.fit(features[:, kept].tocsr(), labels)
    coefficients, intercepts = model.coef_, model.intercept_
    if len(classes) == 1:
        sign = 1 if model.classes_[1] == classes[0] else -1
        weights = np.zeros((features.shape[1], 1))
        weights[kept, 0] = sign * coefficients[0]
        return weights, sign * intercepts
    if len(model.classes_) == 2:
        coefficients = np.stack([-coefficients[0], coefficients[0]]) / 2
        intercepts = np.array([-intercepts[0], intercepts[0]]) / 2
    weights = np.zeros((features.shape[1], len(classes)))
    bias = np.full(len(classes), -9.0)
    for name, row, intercept in zip(model.classes_, coefficients, intercepts, strict=True):
        weights[kept, classes.index(name)] = row
        bias[classes.index(name)] = intercept
    return weights, bias


def quantised(name: str, classes: tuple[str, ...], weights: np.ndarray, bias: np.ndarray, temperature: float) -> Head:
    dense = weights[:WIDTH] * DENSE_SCALE[:, None]
    table = weights[WIDTH : WIDTH + BUCKETS]
    scale = np.maximum(np.abs(table).max(0), 1e-9) / 127
    extra = weights[WIDTH + BUCKETS :] * EXTRA_SCALE
    packed = np.rint(table / scale).astype(np.int8)
    floats = (x.astype(np.float32) for x in (dense, scale, extra, bias))
    dense, scale, extra, bias = floats
    return Head(name, classes, dense, packed, scale, extra, bias, temperature)


def best_temperature(logits: np.ndarray, target: np.ndarray) -> float:
    """The temperature that makes held-out probabilities most likely (Guo et al. 2017)."""

    def loss(t: float) -> float:
        scaled = logits / t
        if logits.shape[1] == 1:
            return float(np.logaddexp(0, -np.where(target == 1, 1, -1) * scaled[:, 0]).mean())
        top = scaled.max(1, keepdims=True)
        return float((np.log(np.exp(scaled - top).sum(1)) + top[:, 0] - scaled[np.arange(len(target)), target]).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5), method="bounded").x)


def stacked(rows: list[Row], idf: np.ndarray) -> sparse.csr_matrix:
    return sparse.hstack(
        [
            sparse.csr_matrix(np.stack([row.dense for row in rows]) * DENSE_SCALE),
            gram_matrix([(row.buckets, row.counts) for row in rows], idf),
            sparse.csr_matrix(np.stack([row.extra for row in rows]) * EXTRA_SCALE),
        ],
        format="csr",
    )


def build_rows(heads: Heads, patterns: Patterns, encoder: JoinedEncoder, names: list[str]) -> list[Row]:
    rows = []
    for message in messages():
        reading = read(message["text"])
        vector = encoder.encode([reading.text])[0]
        buckets, counts = grams(reading.text)
        hits = [signal.id for signal in patterns.of(reading)]
        side = [
            np.tanh(head.logits(vector, *heads.weighted_grams(reading.text), np.zeros(0, np.float32)))
            for head in heads.auxiliary
        ]
        context = Context(**message.get("context", {}))
        labels = {name: str(message[name]) for name in ("kind", "topic", "severity", "stance", "owner")}
        labels |= {k: str(v) for k, v in message["attributes"].items() if k in LABELS}
        labels |= {k: "yes" if message["attributes"].get(k) else "no" for k in FLAGS}
        extra = np.concatenate([surroundings(reading.text, hits, names, context), *side])
        rows.append(Row(message["part"], labels, vector, buckets, counts, extra))
    return rows


def cross_validated(features: sparse.csr_matrix, rows: list[Row], name: str) -> tuple[np.ndarray, np.ndarray]:
    """Held-out logits and targets, each part scored by a head that did not see it."""
    classes = LABELS.get(name, ("yes",))
    parts = np.array([row.part for row in rows])
    labels = [row.labels[name] for row in rows]
    logits = np.zeros((len(rows), len(classes)))
    for part in np.unique(parts):
        inside = np.flatnonzero(parts != part)
        weights, bias = fit(features[inside], [labels[i] for i in inside], classes, STRENGTH.get(name, 1.0))
        held = np.flatnonzero(parts == part)
        logits[held] = features[held] @ weights + bias
    target = np.array([int(v == "yes") if len(classes) == 1 else classes.index(v) for v in labels])
    return logits, target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=PACKAGE / "models" / "heads.npz")
    parser.add_argument("--held", type=Path, help="write cross-validated readings here, for tuning rules")
    parser.add_argument(
        "--quick", type=Path, help="take the temperatures of this earlier file instead of cross-validating"
    )
    arguments = parser.parse_args()
    models = PACKAGE / "models"
    encoder = JoinedEncoder(StaticEncoder(models / "encoder"), StaticEncoder(models / "words"))
    patterns = Patterns.from_folders([data_folder("rules")])
    names = sorted(patterns.signals)

    sets = auxiliary_sets(arguments.data)
    prepared = {}
    seen: Counter[int] = Counter()
    for name, (texts, _, _) in sets.items():
        prepared[name] = featurise([text.lower() for text in texts], encoder)
        for buckets, _ in prepared[name][1]:
            seen.update(buckets.tolist())
    own = [grams(read(message["text"]).text) for message in messages()]
    for buckets, _ in own:
        seen.update(dict.fromkeys(buckets.tolist(), 20))
    total = sum(len(p[1]) for p in prepared.values()) + 20 * len(own)
    frequency = np.array([seen.get(i, 0) for i in range(BUCKETS)])
    idf = (np.log((1 + total) / (1 + frequency)) + 1).astype(np.float32)

    auxiliary = []
    for name, (_, labels, classes) in sets.items():
        dense, found = prepared[name]
        features = sparse.hstack([sparse.csr_matrix(dense * DENSE_SCALE), gram_matrix(found, idf)], format="csr")
        cut = len(labels) * 9 // 10
        weights, bias = fit(features[:cut], labels[:cut], classes, 1.0)
        logits = features[cut:] @ weights + bias
        truth = labels[cut:]
        target = np.array([int(v == "yes") if len(classes) == 1 else classes.index(v) for v in truth])
        right = ((logits[:, 0] > 0) == target) if len(classes) == 1 else logits.argmax(1) == target
        print(f"{name:16s} held-out accuracy {right.mean():.3f} of {len(target)}", flush=True)
        auxiliary.append(quantised(name, classes, weights, bias, best_temperature(logits, target)))

    heads = Heads(auxiliary, [], idf, names)
    rows = build_rows(heads, patterns, encoder, names)
    features = stacked(rows, idf)
    trained = []
    held: dict[str, Any] = {}
    known = {head.name: head.temperature for head in Heads.load(arguments.quick).heads} if arguments.quick else {}
    for name in (*LABELS, *FLAGS):
        classes = LABELS.get(name, ("yes",))
        if name in known:
            temperature = known[name]
        else:
            logits, target = cross_validated(features, rows, name)
            temperature = best_temperature(logits, target)
            right = ((logits[:, 0] > 0) == target) if len(classes) == 1 else logits.argmax(1) == target
            print(f"{name:16s} cross-validated accuracy {right.mean():.3f}, temperature {temperature:.2f}", flush=True)
            held[name] = {"logits": (logits / temperature).round(4).tolist(), "classes": classes}
        weights, bias = fit(features, [row.labels[name] for row in rows], classes, STRENGTH.get(name, 1.0))
        trained.append(quantised(name, classes, weights, bias, temperature))
    if arguments.held:
        arguments.held.write_text(json.dumps(held), encoding="utf-8")
    write(arguments.out, auxiliary, trained, idf, names)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB from {len(rows)} messages")


def write(out: Path, auxiliary: list[Head], trained: list[Head], idf: np.ndarray, names: list[str]) -> None:
    def describe(head: Head) -> dict[str, Any]:
        return {"name": head.name, "classes": head.classes, "temperature": round(head.temperature, 4)}

    meta = {"auxiliary": [*map(describe, auxiliary)], "heads": [*map(describe, trained)], "patterns": names}
    arrays: dict[str, np.ndarray] = {"idf": idf.astype(np.float16)}
    for head in (*auxiliary, *trained):
        for part in ("dense", "grams", "gram_scale", "extra", "bias"):
            values = getattr(head, part)
            arrays[f"{head.name}/{part}"] = values if part == "grams" else values.astype(np.float32)
    arrays["meta"] = np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8)
    np.savez_compressed(out, **arrays)


if __name__ == "__main__":
    main()
