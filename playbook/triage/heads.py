"""The small network that reads what patterns cannot: wide and deep, one head a label or attribute.

It sees the sentence vector, hashed character n-grams of words (1 to 4), which patterns hit, the context, and three
auxiliary readings trained on public data (grievance, abuse, form of the sentence). Labels and attributes are learned
together through one shared layer, so that what tells a rumor also tells hearsay (multi-task learning, Caruana 1997);
each head also sees every feature directly (wide and deep, Cheng et al. 2016). Regressions over the n-grams alone read
beside the network; logits add up, so the file holds both as one. Probabilities are calibrated by one temperature a
head (Guo et al. 2017). ``training/heads.py`` makes the file; numpy and scipy run it, a batch at a time, and a message
is read the same alone and among others.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playbook.errors import SetupError
from playbook.records import Context
from playbook.triage.conditions import MODELS

BUCKET_BITS = 18
BUCKETS = 1 << BUCKET_BITS
"""How many places n-grams are hashed to."""
LONGEST_GRAM = 4
DIGITS = 6
"""Probabilities are rounded to so many digits: sums of a batch differ in the sixteenth."""
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Readings = dict[str, dict[str, float]]
"""Head: class: probability."""


def gram_counts(texts: Sequence[str]) -> Any:
    """Character n-grams of words, hashed, with sublinear counts: a sparse matrix of a row a text.

    A blank belongs to the words on both its sides; no n-gram runs over one.
    """
    from scipy.sparse import csr_matrix

    padded = [f" {' '.join(text.split())} ".encode("utf-32-le", "replace") for text in texts]
    points = np.frombuffer(b"".join(padded), dtype=np.uint32).astype(np.uint64)
    row = np.repeat(np.arange(len(texts), dtype=np.int64), [len(text) // 4 for text in padded])
    blanks = np.concatenate([[0], np.cumsum(points == ord(" "))])
    found = []
    code = np.zeros(len(points), dtype=np.uint64)
    for size in range(1, LONGEST_GRAM + 1):
        count = len(points) - size + 1
        if count < 1:
            break
        code = code[:count] * _MULTIPLIER + points[size - 1 :] + np.uint64(size)
        bucket = ((code ^ (code >> np.uint64(29))) * _MULTIPLIER >> np.uint64(64 - BUCKET_BITS)).astype(np.int64)
        whole = row[:count] == row[size - 1 :]  # no n-gram runs from one text into the next
        if size > 2:
            whole &= blanks[size - 1 : size - 1 + count] == blanks[1 : 1 + count]
        found.append((row[:count] * BUCKETS + bucket)[whole])
    places, counts = np.unique(np.concatenate(found), return_counts=True)
    offsets = np.searchsorted(places, np.arange(len(texts) + 1) * BUCKETS)
    values = (1 + np.log(counts)).astype(np.float32)
    return csr_matrix((values, places % BUCKETS, offsets), shape=(len(texts), BUCKETS))


class Known:
    """The n-grams that were seen often enough to be learned from, and how much each weighs.

    Args:
        buckets: their places among all, in order.
        idf: the inverse document frequency of each.
    """

    def __init__(self, buckets: NDArray[Any], idf: Floats) -> None:
        self._idf = idf.astype(np.float32)
        self._place = np.full(BUCKETS, -1, dtype=np.int32)
        self._place[buckets] = np.arange(len(buckets), dtype=np.int32)

    def weighted(self, counts: Any) -> Any:
        """Rows of ``gram_counts`` over known n-grams alone, by tf-idf and of length 1."""
        from scipy.sparse import csr_matrix

        columns = self._place[counts.indices]
        known = columns >= 0
        offsets = np.concatenate([[0], np.cumsum(known)])[counts.indptr]
        columns = columns[known]
        values = counts.data[known] * self._idf[columns]
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(offsets))
        squares = np.bincount(rows, values.astype(np.float64) ** 2, minlength=counts.shape[0])
        values = (values / np.maximum(np.sqrt(squares), 1e-9)[rows]).astype(np.float32)
        return csr_matrix((values, columns, offsets), shape=(counts.shape[0], len(self._idf)))


@dataclass(frozen=True)
class Head:
    """One linear layer over the shared one, and over vector and surroundings."""

    name: str
    classes: tuple[str, ...]
    """A binary head has one class and gives its probability."""
    start: int
    """Its first column among those of all heads."""
    temperature: float

    def probabilities(self, logits: Doubles) -> Doubles:
        """Calibrated probabilities, a row a text."""
        scaled = logits[:, self.start : self.start + len(self.classes)] / self.temperature
        if len(self.classes) == 1:
            return np.asarray(1 / (1 + np.exp(-np.clip(scaled, -60, 60))))
        raised = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))


class Heads:
    """The network of one file.

    Args:
        arrays: weights by name, as ``training/heads.py`` writes them.
        meta: names, classes and temperatures of the heads, and the order of patterns.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any]) -> None:
        self._pattern_ids: tuple[str, ...] = tuple(meta["patterns"])
        self._known = Known(arrays["grams/buckets"], arrays["grams/idf"])
        self._grams: Floats = arrays["grams/table"] * arrays["grams/scale"]
        """What each n-gram adds to the auxiliary readings, then to the shared layer, then to the heads directly."""
        self.auxiliary = _laid_out(meta["auxiliary"])
        self.heads = _laid_out(meta["heads"])
        self._side: tuple[Doubles, Doubles] = _layer(arrays, "side")
        self._features: tuple[Doubles, Doubles] = _layer(arrays, "features")
        self._out: Doubles = arrays["out"].astype(np.float64)

    @classmethod
    def load(cls, path: Path) -> Heads:
        """Read the file that ``training/heads.py`` wrote.

        Raises:
            SetupError: there is none, or it is of another version of the program.
        """
        if not path.is_file():
            raise SetupError(f"The models are missing: {path}. Install playbook again.")
        with np.load(path) as stored:
            arrays = {name: stored[name] for name in stored.files}
        try:
            return cls(arrays, json.loads(bytes(arrays["meta"]).decode()))
        except KeyError as error:
            raise SetupError(
                f"The models are of another version: {path} has no {error}. Install playbook again."
            ) from error

    def read(
        self,
        texts: Sequence[str],
        vectors: Floats,
        pattern_hits: Sequence[Iterable[str]],
        contexts: Sequence[Context],
    ) -> list[Readings]:
        """What the heads make of texts.

        Args:
            texts: normalised, lower case, personal data blanked; at least one.
            vectors: their sentence vectors, a row a text.
            pattern_hits: ids of the pattern signals that hit each.
            contexts: what is known of each author.
        """
        grams = (self._known.weighted(gram_counts(texts)) @ self._grams).astype(np.float64)
        dense = vectors.astype(np.float64)
        weights, bias = self._side
        side = grams[:, : len(bias)] + dense @ weights + bias
        around = np.stack(
            [
                surroundings(text, set(hits), self._pattern_ids, context)
                for text, hits, context in zip(texts, pattern_hits, contexts, strict=True)
            ]
        )
        beside = np.concatenate([dense, around.astype(np.float64), np.tanh(side)], axis=1)
        weights, bias = self._features
        values = grams[:, side.shape[1] :] + beside @ weights + bias
        hidden = len(self._out)
        logits = _gelu(values[:, :hidden]) @ self._out + values[:, hidden:]
        columns = [
            (head, head.probabilities(scores).round(DIGITS).tolist())
            for heads, scores in ((self.auxiliary, side), (self.heads, logits))
            for head in heads
        ]
        return [
            {head.name: dict(zip(head.classes, rows[number], strict=True)) for head, rows in columns}
            for number in range(len(texts))
        ]


def _layer(arrays: Mapping[str, NDArray[Any]], name: str) -> tuple[Doubles, Doubles]:
    """Weights of what stands beside the n-grams, and biases."""
    return arrays[f"{name}/beside"].astype(np.float64), arrays[f"{name}/bias"].astype(np.float64)


def _gelu(values: Doubles) -> Doubles:
    from scipy.special import erf

    return np.asarray(0.5 * values * (1 + erf(values / np.sqrt(2))))


def _laid_out(entries: Iterable[Mapping[str, Any]]) -> tuple[Head, ...]:
    heads: list[Head] = []
    start = 0
    for entry in entries:
        heads.append(Head(entry["name"], tuple(entry["classes"]), start, float(entry["temperature"])))
        start += len(entry["classes"])
    return tuple(heads)


def surroundings(text: str, hits: Collection[str], pattern_ids: Sequence[str], context: Context) -> Floats:
    """Features beside the words: patterns, context, length, marks. Same order in training and use."""
    size = len(text)
    return np.array(
        [
            *(name in hits for name in pattern_ids),
            context.author == "press",
            context.author == "regulator",
            context.author in ("employee", "partner"),
            context.author == "investor",
            min(np.log1p(context.followers) / 12, 1.5),
            min(context.prior_contacts, 6) / 6,
            min(np.log1p(context.shares) / 9, 1.5),
            min(size, 400) / 400,
            size < 20,
            text.rstrip(" .!~ㅋㅎㅠㅜ").endswith("?"),
            min(text.count("?"), 3) / 3,
            min(text.count("!"), 4) / 4,
            "ㅋㅋ" in text or "ㅎㅎ" in text,
            "ㅠ" in text or "ㅜ" in text,
            any("가" <= letter <= "힣" for letter in text),
        ],
        dtype=np.float32,
    )


def named(readings: Readings) -> dict[str, float]:
    """Readings under names of signals: ``model.lookup`` of a binary head, ``model.harm_done`` of another's class."""
    found: dict[str, float] = {}
    for head, classes in readings.items():
        found.update(zip(_names(head, tuple(classes)), classes.values(), strict=True))
    return found


@lru_cache(maxsize=256)
def _names(head: str, classes: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{MODELS}.{head}",) if len(classes) == 1 else tuple(f"{MODELS}.{head}_{name}" for name in classes)


def signal_names(heads: Heads) -> list[str]:
    """All names that ``named`` can give, for rules to refer to."""
    return [name for head in (*heads.auxiliary, *heads.heads) for name in _names(head.name, head.classes)]
