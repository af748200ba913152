"""What the network of ``playbook/models/heads.npz`` learns from: labelled messages and public texts, as features."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pairs import read as rows_of
from playbook.library.encoder import JoinedEncoder
from playbook.records import KINDS, OWNERS, STANCES, TOPICS, Context
from playbook.triage.heads import gram_counts, surroundings
from playbook.triage.signals import Patterns, read

MESSAGES = Path(__file__).resolve().parent / "messages"

LABELS: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "topic": TOPICS,
    "severity": ("1", "2", "3", "4"),
    "stance": STANCES,
    "owner": OWNERS,
    "affected": ("self", "household", "many", "public", "none"),
    "harm": ("none", "possible", "done"),
    "proof": ("none", "own", "document", "authority", "media"),
}
FLAGS = ("fault_evident", "hearsay", "remedy", "lookup", "public_concern", "bad_faith", "resolved")


@dataclass(frozen=True)
class Labelled:
    """Labelled messages with their features, a row each."""

    rows: list[dict[str, Any]]
    dense: np.ndarray
    """Sentence vectors."""
    counts: Any
    """Sublinear n-gram counts, sparse."""
    around: np.ndarray
    """Patterns, context and marks."""

    def targets(self, name: str) -> np.ndarray:
        """Class numbers of one label or attribute."""
        if name in FLAGS:
            return np.array([int(bool(row["attributes"].get(name))) for row in self.rows])
        values = [str(row[name] if name in row else row["attributes"][name]) for row in self.rows]
        return np.array([LABELS[name].index(value) for value in values])


def messages(path: Path = MESSAGES) -> list[dict[str, Any]]:
    """All labelled messages of a folder with the part they stand in; the first line of a part is its brief."""
    found = []
    for part in sorted(path.glob("*.jsonl")):
        lines = part.read_text(encoding="utf-8").splitlines()
        found += [{**json.loads(line), "part": part.stem} for line in lines[1:]]
    return found


def featurise(rows: list[dict[str, Any]], patterns: Patterns, encoder: JoinedEncoder) -> Labelled:
    names = sorted(patterns.signals)
    readings = [read(row["text"]) for row in rows]
    texts = [reading.text for reading in readings]
    around = [
        surroundings(reading.text, {s.id for s in patterns.of(reading)}, names, Context(**row.get("context", {})))
        for row, reading in zip(rows, readings, strict=True)
    ]
    return Labelled(rows, encoder.encode(texts), gram_counts(texts), np.stack(around))


def public_readings(data: Path) -> dict[str, tuple[list[str], list[str], tuple[str, ...]]]:
    """Texts, labels and classes of three readings from public data: grievance, abuse and form of the sentence."""
    draw = np.random.default_rng(0)
    reviews = [(row["text"], row["rating"]) for row in rows_of(data / "nsmc.jsonl.gz")]
    reviews = [reviews[i] for i in draw.permutation(len(reviews)) if reviews[i][1] <= 4 or reviews[i][1] >= 9][:60_000]
    abuse = [(row["text"], bool(row["abusive"])) for row in rows_of(data / "curse.jsonl.gz")]
    abuse += [(row["text"], row["hate"] != "none") for row in rows_of(data / "korean_hate_speech.jsonl.gz")]
    forms = [(row["cols"][1], row["cols"][0]) for row in rows_of(data / "3i4k.jsonl.gz")]
    forms = [forms[i] for i in draw.permutation(len(forms))[:30_000]]
    return {
        "grievance": ([t for t, _ in reviews], ["yes" if r <= 4 else "no" for _, r in reviews], ("yes",)),
        "abusive": ([t for t, _ in abuse], ["yes" if a else "no" for _, a in abuse], ("yes",)),
        "form": ([t for t, _ in forms], [f for _, f in forms], tuple("0123456")),
    }
