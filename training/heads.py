"""Train the network that ships in ``playbook/models/heads.npz``.

    python training/heads.py --data DIR --out playbook/models/heads.npz [--held held.json]

Labels come from ``training/messages/*.jsonl``, written and labelled by hand; every label and attribute is a head over
one shared layer. ``DIR`` holds public data for three auxiliary readings; their sentences do not reach the output.
A network, its weights averaged over the last steps (Polyak averaging), and a logistic regression a head over the
n-grams alone read together; a second network beside them bought nothing. Prints the accuracy of each head
cross-validated over parts, so that no head is scored on messages of a part it has seen: a part is other industries,
voices and registers. The temperatures come from the same held-out readings.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from features import LABELS, featurise, messages, public_readings
from network import HIDDEN, Inputs, Network, sizes, trained
from playbook.library.encoder import JoinedEncoder, StaticEncoder
from playbook.settings import PACKAGE, data_folder
from playbook.triage.heads import BUCKETS, Known, gram_counts
from playbook.triage.signals import Patterns

ENCODER_WIDTH = 512
SCALES = (2.5, 4.0)
"""How much the sentence vector and the word meanings weigh beside n-grams of unit length."""
LEAST = 3
"""Messages in which an n-gram has to stand to have a row of its own."""
REGULARISED = 10.0
"""Inverse strength of the penalty on the regressions."""
SHARE = {"kind": 0.5}
USUAL_SHARE = 0.3
"""How much of a logit is the regression's: chosen on the development set, by head where it mattered."""
FOLDS = 4


@dataclass(frozen=True)
class Readers:
    """A network and regressions that read together."""

    network: Network
    regressions: dict[str, LogisticRegression]

    @classmethod
    def fitted(cls, inputs: Inputs, rows: np.ndarray) -> Readers:
        """Readers of these rows."""
        grams = inputs.grams[rows]
        regressions = {
            name: LogisticRegression(C=REGULARISED, max_iter=120, tol=1e-3).fit(grams, target[rows])
            for name, target in inputs.targets.items()
        }
        return cls(trained(inputs, rows), regressions)

    def logits(self, inputs: Inputs, rows: np.ndarray) -> dict[str, np.ndarray]:
        """Averaged logits by head."""
        with torch.no_grad():
            learned = self.network(*inputs.batch(rows))
        grams = inputs.grams[rows]
        found = {}
        for name, model in self.regressions.items():
            share = SHARE.get(name, USUAL_SHARE)
            found[name] = (1 - share) * learned[name].numpy().astype(np.float64) + share * (
                grams @ model.coef_.T + model.intercept_
            )
        return found


def cross_validated(inputs: Inputs, parts: np.ndarray, folds: int) -> dict[str, np.ndarray]:
    """Logits of messages from readers that saw none of their part; not a number where ``folds`` left them out."""
    names = np.unique(parts)
    held = {name: np.full((len(parts), size), np.nan) for name, size in sizes().items()}
    for fold in range(folds):
        inside = np.isin(parts, names[fold::FOLDS])
        readers = Readers.fitted(inputs, np.flatnonzero(~inside))
        for name, logits in readers.logits(inputs, np.flatnonzero(inside)).items():
            held[name][inside] = logits
    return held


def best_temperature(logits: np.ndarray, target: np.ndarray) -> float:
    """The temperature that makes held-out probabilities most likely (Guo et al. 2017)."""

    def loss(t: float) -> float:
        scaled = logits / t
        if logits.shape[1] == 1:
            return float(np.logaddexp(0, -np.where(target == 1, 1, -1) * scaled[:, 0]).mean())
        top = scaled.max(1, keepdims=True)
        return float((np.log(np.exp(scaled - top).sum(1)) + top[:, 0] - scaled[np.arange(len(target)), target]).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5), method="bounded").x)


def accuracy(logits: np.ndarray, target: np.ndarray) -> float:
    found = logits[:, 0] > 0 if logits.shape[1] == 1 else logits.argmax(1)
    return float((found == target).mean())


def side_readings(
    data: Path, encoder: JoinedEncoder, known: Known
) -> tuple[list[dict[str, Any]], np.ndarray, np.ndarray]:
    """Logistic regressions over public data: what they are called, weights (features by outputs) and biases."""
    entries, weights, biases = [], [], []
    for name, (texts, labels, classes) in public_readings(data).items():
        lowered = [text.lower() for text in texts]
        features = beside_grams(scaled(encoder.encode(lowered)), known.weighted(gram_counts(lowered)))
        cut = len(labels) * 9 // 10
        model = LogisticRegression(C=1.0, max_iter=200, tol=1e-3).fit(features[:cut], labels[:cut])
        logits = features[cut:] @ model.coef_.T + model.intercept_
        truth = np.array([list(model.classes_).index(label) for label in labels[cut:]])
        print(f"{name:16s} held-out accuracy {accuracy(logits, truth):.3f} of {len(truth)}", flush=True)
        entries.append({"name": name, "classes": classes, "temperature": round(best_temperature(logits, truth), 4)})
        weights.append(model.coef_.T)
        biases.append(model.intercept_)
    return entries, np.concatenate(weights, axis=1), np.concatenate(biases)


def beside_grams(dense: np.ndarray, grams: sparse.csr_matrix) -> sparse.csr_matrix:
    return sparse.hstack([sparse.csr_matrix(dense), grams], format="csr")


def scaled(dense: np.ndarray) -> np.ndarray:
    widths = (ENCODER_WIDTH, dense.shape[1] - ENCODER_WIDTH)
    return dense * np.repeat(np.array(SCALES, dtype=np.float32), widths)


def frequent(counts: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """The n-grams that enough messages hold, and the inverse document frequency of each.

    Of the messages alone: counted over public texts too, the words of a trade weigh less, and topics are lost.
    """
    messages_with = np.bincount(counts.indices, minlength=BUCKETS)
    buckets = np.flatnonzero(messages_with >= LEAST)
    return buckets, (np.log((1 + counts.shape[0]) / (1 + messages_with[buckets])) + 1).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=PACKAGE / "models" / "heads.npz")
    parser.add_argument("--held", type=Path, help="write cross-validated readings here, for tuning rules")
    parser.add_argument("--folds", type=int, default=FOLDS, help="fewer are faster, and less sure of temperatures")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    models = PACKAGE / "models"
    encoder = JoinedEncoder(StaticEncoder(models / "encoder"), StaticEncoder(models / "words"))
    patterns = Patterns.from_folders([data_folder("rules")])
    found = featurise(messages(), patterns, encoder)
    buckets, idf = frequent(found.counts)
    known = Known(buckets, idf)
    entries, side_weights, side_bias = side_readings(arguments.data, encoder, known)

    grams = known.weighted(found.counts)
    dense = scaled(found.dense)
    side = np.tanh(beside_grams(dense, grams) @ side_weights + side_bias)
    beside = np.concatenate([dense, found.around, side], axis=1).astype(np.float32)
    targets = {name: found.targets(name) for name in sizes()}
    inputs = Inputs(grams, beside, targets)
    parts = np.array([row["part"] for row in found.rows])

    began = time.time()
    held = cross_validated(inputs, parts, arguments.folds)
    tried = ~np.isnan(held["kind"][:, 0])
    temperatures = {name: best_temperature(logits[tried], targets[name][tried]) for name, logits in held.items()}
    for name, logits in held.items():
        print(f"{name:16s} cross-validated accuracy {accuracy(logits[tried], targets[name][tried]):.3f}, "
              f"temperature {temperatures[name]:.2f}", flush=True)  # fmt: skip
    print(f"{tried.sum()} of {len(parts)} messages cross-validated in {time.time() - began:.0f} s", flush=True)
    if arguments.held and tried.all():
        readings = {
            name: {"logits": (held[name] / temperatures[name]).round(4).tolist(), "classes": classes_of(name)}
            for name in held
        }
        arguments.held.write_text(json.dumps(readings), encoding="utf-8")
    readers = Readers.fitted(inputs, np.arange(len(parts)))
    meta = {
        "auxiliary": entries,
        "heads": [{"name": n, "classes": classes_of(n), "temperature": round(t, 4)} for n, t in temperatures.items()],
        "patterns": sorted(patterns.signals),
    }
    write(arguments.out, readers, (buckets, idf), (side_weights, side_bias), meta)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB")


def classes_of(name: str) -> tuple[str, ...]:
    return LABELS.get(name, ("yes",))


def write(
    out: Path, readers: Readers, known: tuple[np.ndarray, np.ndarray], side: tuple[np.ndarray, np.ndarray],
    meta: dict[str, Any],
) -> None:  # fmt: skip
    """Weights for numpy: all readers as one, since logits add up; the gram table as int8 with a scale a column.

    Scales of the vector are folded in.
    """
    side_weights, side_bias = side
    buckets, idf = known
    width = side_weights.shape[0] - len(buckets)
    fold = scaled(np.ones((1, width), dtype=np.float32))[0][:, None]
    weights = {name: value.detach().numpy().astype(np.float64) for name, value in readers.network.named_parameters()}
    of_regression = np.repeat([SHARE.get(name, USUAL_SHARE) for name in sizes()], list(sizes().values()))
    counts = np.concatenate([np.ones(HIDDEN), 1 - of_regression])
    grams, features = counts * weights["grams.weight"], counts * weights["beside.weight"].T
    bias = counts * weights["beside.bias"]
    models = readers.regressions.values()
    grams[:, HIDDEN:] += of_regression * np.concatenate([model.coef_.T for model in models], axis=1)
    bias[HIDDEN:] += of_regression * np.concatenate([model.intercept_ for model in models])
    features[:width] *= fold
    table = np.concatenate([side_weights[width:], grams], axis=1)
    scale = np.maximum(np.abs(table).max(0), 1e-9) / 127
    arrays = {
        "grams/scale": scale,
        "grams/idf": idf,
        "side/beside": side_weights[:width] * fold,
        "side/bias": side_bias,
        "features/beside": features,
        "features/bias": bias,
        "out": (1 - of_regression) * weights["out.weight"].T,
    }
    arrays = {name: values.astype(np.float32) for name, values in arrays.items()}
    arrays["grams/buckets"] = buckets.astype(np.uint32)
    arrays["grams/table"] = np.rint(table / scale).astype(np.int8)
    arrays["meta"] = np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8)
    np.savez_compressed(out, **arrays)


if __name__ == "__main__":
    main()
