"""The network of ``heads.py``: what it looks like and how it learns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as functional
from scipy import sparse

from features import FLAGS, LABELS

HIDDEN = 128
EPOCHS = 18
RATE = 2e-3
DECAY = 1e-4
DROPOUT = {"grams": 0.2, "beside": 0.3, "hidden": 0.5}
SMOOTHING = 0.05
AVERAGED = 0.99
MAIN = ("kind", "topic", "severity", "stance", "owner")
WEIGHT = {**dict.fromkeys(LABELS, 0.4), **dict.fromkeys(FLAGS, 0.4), **dict.fromkeys(MAIN, 1.0)}


@dataclass(frozen=True)
class Inputs:
    """Features of messages as tensors take them."""

    grams: sparse.csr_matrix
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
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY, fused=True)
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
