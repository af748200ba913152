"""Small models that read what patterns cannot: one linear head a label or attribute.

A head sees the sentence vector, hashed character n-grams (1 to 4), which patterns hit, the context, and three
auxiliary readings trained on public data (grievance, abuse, form of the sentence). Probabilities are calibrated
by one temperature a head. ``training/heads.py`` makes the file; numpy alone runs it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playbook.errors import SetupError
from playbook.records import Context, Signal

BUCKETS = 1 << 16
"""Size of the table that n-grams are hashed into."""
LONGEST_GRAM = 4
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

Floats = NDArray[np.float32]
Readings = dict[str, dict[str, float]]
"""Head: class: probability."""


def grams(text: str) -> tuple[NDArray[np.int64], Floats]:
    """Buckets of the character n-grams of a text and their sublinear counts."""
    points = np.frombuffer(f" {' '.join(text.split())} ".encode("utf-32-le", "replace"), dtype=np.uint32)
    found = []
    code = np.zeros(len(points), dtype=np.uint64)
    for size in range(1, LONGEST_GRAM + 1):
        if len(points) < size:
            break
        code = code[: len(points) - size + 1] * _MULTIPLIER + points[size - 1 :].astype(np.uint64) + np.uint64(size)
        found.append((code ^ (code >> np.uint64(29))) * _MULTIPLIER >> np.uint64(48))
    buckets, counts = np.unique(np.concatenate(found).astype(np.int64), return_counts=True)
    return buckets, (1 + np.log(counts)).astype(np.float32)


@dataclass(frozen=True)
class Head:
    """One linear model over all features."""

    name: str
    classes: tuple[str, ...]
    """A binary head has one class and gives its probability."""
    dense: Floats
    grams: NDArray[np.int8]
    """Quantised; one scale a class."""
    gram_scale: Floats
    extra: Floats
    bias: Floats
    temperature: float

    def logits(self, vector: Floats, buckets: NDArray[np.int64], weights: Floats, extra: Floats) -> Floats:
        """Raw scores of the classes."""
        from_grams = (weights @ self.grams[buckets].astype(np.float32)) * self.gram_scale
        scores = vector @ self.dense + from_grams + self.bias
        if len(extra):
            scores = scores + extra @ self.extra
        return np.asarray(scores, dtype=np.float32)

    def probabilities(self, logits: Floats) -> dict[str, float]:
        """Calibrated probabilities by class."""
        scaled = logits.astype(np.float64) / self.temperature
        if len(self.classes) == 1:
            return {self.classes[0]: float(1 / (1 + np.exp(-scaled[0])))}
        raised = np.exp(scaled - scaled.max())
        return dict(zip(self.classes, map(float, raised / raised.sum()), strict=True))


class Heads:
    """All heads of one file."""

    def __init__(
        self, auxiliary: Sequence[Head], heads: Sequence[Head], idf: Floats, pattern_ids: Sequence[str]
    ) -> None:
        self.auxiliary, self.heads = tuple(auxiliary), tuple(heads)
        self._idf, self._pattern_ids = idf, tuple(pattern_ids)

    @classmethod
    def load(cls, path: Path) -> Heads:
        """Read the file that ``training/heads.py`` wrote.

        Raises:
            SetupError: there is none.
        """
        if not path.is_file():
            raise SetupError(f"The models are missing: {path}. Install playbook again.")
        with np.load(path) as stored:
            meta = json.loads(bytes(stored["meta"]).decode())

            def build(entry: Mapping[str, object]) -> Head:
                name = str(entry["name"])
                return Head(
                    name,
                    tuple(entry["classes"]),  # type: ignore[arg-type]  # JSON from our own training script
                    dense=stored[f"{name}/dense"],
                    grams=stored[f"{name}/grams"],
                    gram_scale=stored[f"{name}/gram_scale"],
                    extra=stored[f"{name}/extra"],
                    bias=stored[f"{name}/bias"],
                    temperature=float(entry["temperature"]),  # type: ignore[arg-type]
                )

            return cls(
                [build(entry) for entry in meta["auxiliary"]],
                [build(entry) for entry in meta["heads"]],
                stored["idf"].astype(np.float32),
                meta["patterns"],
            )

    def weighted_grams(self, text: str) -> tuple[NDArray[np.int64], Floats]:
        """Buckets and tf-idf weights of unit length."""
        buckets, counts = grams(text)
        weights = counts * self._idf[buckets]
        norm = float(np.linalg.norm(weights))
        return buckets, weights / norm if norm else weights

    def read(self, text: str, vector: Floats, pattern_hits: Iterable[str], context: Context) -> Readings:
        """What the heads make of one text.

        Args:
            text: normalised, lower case, personal data blanked.
            vector: its sentence vector.
            pattern_hits: ids of the pattern signals that hit.
            context: what is known of the author.
        """
        buckets, weights = self.weighted_grams(text)
        nothing = np.zeros(0, dtype=np.float32)
        side = [head.logits(vector, buckets, weights, nothing) for head in self.auxiliary]
        extra = np.concatenate([surroundings(text, pattern_hits, self._pattern_ids, context), *map(np.tanh, side)])
        readings = {head.name: head.probabilities(logits) for head, logits in zip(self.auxiliary, side, strict=True)}
        for head in self.heads:
            readings[head.name] = head.probabilities(head.logits(vector, buckets, weights, extra))
        return readings


def surroundings(text: str, pattern_hits: Iterable[str], pattern_ids: Sequence[str], context: Context) -> Floats:
    """Features beside the words: patterns, context, length, marks. Same order in training and use."""
    hits = set(pattern_hits)
    size = len(text)
    return np.array(
        [float(name in hits) for name in pattern_ids]
        + [
            float(context.author == "press"),
            float(context.author == "regulator"),
            float(context.author in ("employee", "partner")),
            float(context.author == "investor"),
            min(np.log1p(context.followers) / 12, 1.5),
            min(context.prior_contacts, 6) / 6,
            min(np.log1p(context.shares) / 9, 1.5),
            min(size, 400) / 400,
            float(size < 20),
            float(text.rstrip(" .!~ㅋㅎㅠㅜ").endswith("?")),
            min(text.count("?"), 3) / 3,
            min(text.count("!"), 4) / 4,
            float("ㅋㅋ" in text or "ㅎㅎ" in text),
            float("ㅠ" in text or "ㅜ" in text),
            float(any("가" <= letter <= "힣" for letter in text)),
        ],
        dtype=np.float32,
    )


def as_signals(readings: Readings) -> list[Signal]:
    """Readings as signals: ``model.lookup`` for a binary head, ``model.harm_done`` for a class of another."""
    signals = []
    for head, classes in readings.items():
        for name, probability in classes.items():
            signal = f"model.{head}" if len(classes) == 1 else f"model.{head}_{name}"
            signals.append(Signal(id=signal, score=min(1.0, max(0.0, probability)), source="model"))
    return signals


def signal_names(heads: Heads) -> list[str]:
    """All names that ``as_signals`` can give, for rules to refer to."""
    return [
        f"model.{head.name}" if len(head.classes) == 1 else f"model.{head.name}_{name}"
        for head in (*heads.auxiliary, *heads.heads)
        for name in head.classes
    ]
