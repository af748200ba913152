"""Train the network that ships in ``playbook/models/heads.npz``.

    python training/heads.py --data DIR --out playbook/models/heads.npz [--held held.json]

Labels come from ``training/messages/*.jsonl``, written and labelled by hand; every label and attribute is a head over
one shared layer. ``DIR`` holds public data for three auxiliary readings; their sentences do not reach the output.
Prints the accuracy of each head cross-validated over parts, so that no head is scored on messages of a part it has
seen: a part is other industries, voices and registers. The temperatures come from the same held-out readings.
Weights are averaged over the last steps (Polyak averaging): several networks side by side would be slower at run time.
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
import torch.nn.functional as functional
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from features import FLAGS, LABELS, featurise, messages, public_readings
from playbook.library.encoder import JoinedEncoder, StaticEncoder
from playbook.settings import PACKAGE, data_folder
from playbook.triage.heads import BUCKETS, gram_counts, weighted
from playbook.triage.signals import Patterns

ENCODER_WIDTH = 512
SCALES = (2.5, 4.0)
"""How much the sentence vector and the word meanings weigh beside n-grams of unit length."""
HIDDEN = 128
EPOCHS = 18
RATE = 2e-3
DECAY = 1e-4
DROPOUT = {"grams": 0.2, "beside": 0.3, "hidden": 0.5}
SMOOTHING = 0.05
LEAST = 4
"""Messages in which an n-gram has to stand to have a row of its own."""
AVERAGED = 0.99
MAIN = ("kind", "topic", "severity", "stance", "owner")
WEIGHT = {**dict.fromkeys(LABELS, 0.4), **dict.fromkeys(FLAGS, 0.4), **dict.fromkeys(MAIN, 1.0)}
FOLDS = 7


@dataclass(frozen=True)
class Inputs:
    """Features of messages as tensors take them."""

    grams: sparse.csr_matrix
    """Only columns that the network keeps."""
    beside: np.ndarray
    targets: dict[str, np.ndarray]

    def batch(self, rows: np.ndarray, draw: np.random.Generator | None = None) -> tuple[torch.Tensor, ...]:
        """Bag of grams, offsets, weights and what stands beside; with ``draw``, grams are dropped at random."""
        some = self.grams[rows]
        columns, values, starts = some.indices, some.data, some.indptr
        if draw is not None:
            kept = draw.random(len(columns)) > DROPOUT["grams"]
            starts = np.concatenate([[0], np.cumsum(kept)])[starts]
            columns, values = columns[kept], values[kept] / (1 - DROPOUT["grams"])
        arrays = (columns.astype(np.int64), starts[:-1].astype(np.int64), values.astype(np.float32))
        return (*map(torch.from_numpy, arrays), torch.from_numpy(self.beside[rows]))


class Network(torch.nn.Module):
    """One shared layer and a head a label over it, and beside it a direct way from every feature to every head."""

    def __init__(self, grams: int, beside: int) -> None:
        super().__init__()
        outputs = sum(sizes().values())
        self.grams = torch.nn.EmbeddingBag(grams, HIDDEN + outputs, mode="sum")
        self.beside = torch.nn.Linear(beside, HIDDEN + outputs)
        self.out = torch.nn.Linear(HIDDEN, outputs, bias=False)
        torch.nn.init.normal_(self.grams.weight, std=0.05)
        with torch.no_grad():
            self.grams.weight[:, HIDDEN:] = 0

    def forward(self, columns: Any, offsets: Any, values: Any, beside: Any) -> dict[str, torch.Tensor]:
        beside = functional.dropout(beside, DROPOUT["beside"], self.training)
        features = self.grams(columns, offsets, per_sample_weights=values) + self.beside(beside)
        hidden = functional.dropout(functional.gelu(features[:, :HIDDEN]), DROPOUT["hidden"], self.training)
        logits = self.out(hidden) + features[:, HIDDEN:]
        return dict(zip(sizes(), logits.split(list(sizes().values()), dim=1), strict=True))


def sizes() -> dict[str, int]:
    """Outputs of each head: one a class, one of a flag."""
    return {**{name: len(classes) for name, classes in LABELS.items()}, **dict.fromkeys(FLAGS, 1)}


def loss_of(name: str, logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    if name in FLAGS:
        soft = target.float() * (1 - SMOOTHING) + SMOOTHING / 2
        return functional.binary_cross_entropy_with_logits(logits[:, 0], soft)
    return functional.cross_entropy(logits, target, label_smoothing=SMOOTHING)


def trained(inputs: Inputs, rows: np.ndarray, seed: int = 0) -> Network:
    """A network fitted to these rows, its weights averaged over the last steps."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    network = Network(inputs.grams.shape[1], inputs.beside.shape[1])
    average = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGED)
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    size = 64
    steps = EPOCHS * -(-len(rows) // size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    network.train()
    for _ in range(EPOCHS):
        order = draw.permutation(rows)
        for start in range(0, len(order), size):
            some = order[start : start + size]
            found = network(*inputs.batch(some, draw))
            loss = torch.stack(
                [
                    WEIGHT[name] * loss_of(name, logits, torch.from_numpy(inputs.targets[name][some]))
                    for name, logits in found.items()
                ]
            ).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            average.update_parameters(network)
    best: Network = average.module
    best.eval()
    return best


def scored(network: Network, inputs: Inputs, rows: np.ndarray) -> dict[str, np.ndarray]:
    with torch.no_grad():
        return {name: logits.numpy().astype(np.float64) for name, logits in network(*inputs.batch(rows)).items()}


def cross_validated(inputs: Inputs, parts: np.ndarray, folds: int) -> dict[str, np.ndarray]:
    """Logits of messages from a network that saw none of their part; not a number where ``folds`` left them out."""
    names = np.unique(parts)
    held = {name: np.full((len(parts), size), np.nan) for name, size in sizes().items()}
    for fold in range(folds):
        inside = np.isin(parts, names[fold::FOLDS])
        network = trained(inputs, np.flatnonzero(~inside))
        for name, logits in scored(network, inputs, np.flatnonzero(inside)).items():
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
    data: Path, encoder: JoinedEncoder, idf: np.ndarray
) -> tuple[list[dict[str, Any]], np.ndarray, np.ndarray]:
    """Logistic regressions over public data: what they are called, weights (features by outputs) and biases."""
    entries, weights, biases = [], [], []
    for name, (texts, labels, classes) in public_readings(data).items():
        lowered = [text.lower() for text in texts]
        features = sparse.hstack(
            [sparse.csr_matrix(scaled(encoder.encode(lowered))), weighted(gram_counts(lowered), idf)], format="csr"
        )
        cut = len(labels) * 9 // 10
        model = LogisticRegression(C=1.0, max_iter=200, tol=1e-3).fit(features[:cut], labels[:cut])
        logits = features[cut:] @ model.coef_.T + model.intercept_
        truth = np.array([list(model.classes_).index(label) for label in labels[cut:]])
        print(f"{name:16s} held-out accuracy {accuracy(logits, truth):.3f} of {len(truth)}", flush=True)
        entries.append({"name": name, "classes": classes, "temperature": round(best_temperature(logits, truth), 4)})
        weights.append(model.coef_.T)
        biases.append(model.intercept_)
    return entries, np.concatenate(weights, axis=1), np.concatenate(biases)


def scaled(dense: np.ndarray) -> np.ndarray:
    widths = (ENCODER_WIDTH, dense.shape[1] - ENCODER_WIDTH)
    return dense * np.repeat(np.array(SCALES, dtype=np.float32), widths)


def frequencies(texts: list[list[str]]) -> np.ndarray:
    """Inverse document frequency of each bucket; every set of texts counts the same."""
    total = np.zeros(BUCKETS)
    for some in texts:
        total += np.bincount(gram_counts(some).indices, minlength=BUCKETS) / len(some)
    return (np.log(1 / (total / len(texts) + 1e-6)) + 1).astype(np.float32)


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
    public = public_readings(arguments.data)
    own = [row["text"].lower() for row in found.rows]
    idf = frequencies([own, *([t.lower() for t in texts] for texts, _, _ in public.values())])
    entries, side_weights, side_bias = side_readings(arguments.data, encoder, idf)

    grams = weighted(found.counts, idf)
    dense = scaled(found.dense)
    side = np.tanh(sparse.hstack([sparse.csr_matrix(dense), grams], format="csr") @ side_weights + side_bias)
    beside = np.concatenate([dense, found.around, side], axis=1).astype(np.float32)
    kept = np.flatnonzero(np.diff(grams.tocsc().indptr) >= LEAST)
    targets = {name: found.targets(name) for name in sizes()}
    inputs = Inputs(grams[:, kept].tocsr(), beside, targets)
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
    network = trained(inputs, np.arange(len(parts)))
    meta = {
        "auxiliary": entries,
        "heads": [{"name": n, "classes": classes_of(n), "temperature": round(t, 4)} for n, t in temperatures.items()],
        "patterns": sorted(patterns.signals),
    }
    write(arguments.out, network, kept, idf, (side_weights, side_bias), meta)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB")


def classes_of(name: str) -> tuple[str, ...]:
    return LABELS.get(name, ("yes",))


def write(
    out: Path, network: Network, kept: np.ndarray, idf: np.ndarray, side: tuple[np.ndarray, np.ndarray],
    meta: dict[str, Any],
) -> None:  # fmt: skip
    """Weights for numpy: gram tables as int8 with a scale a column, scales of the vector folded into matrices."""
    side_weights, side_bias = side
    width = side_weights.shape[0] - BUCKETS
    fold = scaled(np.ones((1, width), dtype=np.float32))[0]
    weights = {name: parameter.detach().numpy().astype(np.float64) for name, parameter in network.named_parameters()}
    features = weights["beside.weight"].T.copy()
    features[:width] *= fold[:, None]
    arrays: dict[str, np.ndarray] = {
        "idf": idf.astype(np.float16),
        "side/beside": side_weights[:width] * fold[:, None],
        "side/bias": side_bias,
        "features/beside": features,
        "features/bias": weights["beside.bias"],
        "out": weights["out.weight"].T,
    }
    arrays = {name: values.astype(np.float16 if name == "idf" else np.float32) for name, values in arrays.items()}
    seen = np.flatnonzero(np.any(side_weights[width:] != 0, axis=1))
    for name, rows, table in (("side", seen, side_weights[width:][seen]), ("features", kept, weights["grams.weight"])):
        scale = np.maximum(np.abs(table).max(0), 1e-9) / 127
        arrays |= {f"{name}/grams": np.rint(table / scale).astype(np.int8), f"{name}/scale": scale.astype(np.float32)}
        arrays[f"{name}/kept"] = rows.astype(np.uint16)
    arrays["meta"] = np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8)
    np.savez_compressed(out, **arrays)


if __name__ == "__main__":
    main()
