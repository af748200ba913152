"""What the encoder learns from: pairs of public texts that mean the same, and texts without a pair.

``held_out`` names what no training step may see; ``training/encoder_table.py`` measures on it. The library's own
passages are the one set that is ours: Korean and English of a passage, and the situations that it serves.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Pair = tuple[str, str, str, str]
"""Text, text of the same meaning, a text that contradicts it or "", name of its group or ""."""
Loader = Callable[[Path], list[Pair]]
KNOWLEDGE = Path(__file__).parent.parent / "knowledge"


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def held_out(key: str, share: float = 0.15) -> bool:
    """Whether what is named so is set aside for measuring; the same on every machine."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:6], 16) < share * 0x1000000


def petition_rows(data: Path, held: bool) -> list[dict[str, Any]]:
    return [row for row in read(data / "petitions.jsonl.gz") if held_out(row["title"]) == held]


def query_rows(data: Path, held: bool) -> list[list[str]]:
    """[topic, group, sentence] of paraKQC; a whole topic is set aside."""
    rows = [row["cols"] for row in read(data / "parakqc.jsonl.gz")]
    return [row for row in rows if (row[0] == "3") == held]


def banking_rows(data: Path, held: bool) -> list[dict[str, Any]]:
    """Banking77; whole intents are set aside."""
    return [row for row in read(data / "banking77_train.jsonl.gz") if held_out(row["intent"], 0.2) == held]


def naver_rows(data: Path, held: bool) -> list[dict[str, Any]]:
    return [row for row in read(data / "naver_ko_en_pairs.jsonl.gz") if held_out(row["en"], 0.07) == held]


def aligned(name: str, a: str, b: str) -> Loader:
    return lambda data: [(row[a], row[b], "", "") for row in read(data / name)]


def grouped(members: Iterator[tuple[str, str]]) -> list[Pair]:
    """Every text with another one of its group."""
    groups: dict[str, list[str]] = {}
    for group, text in members:
        groups.setdefault(group, []).append(text)
    draw = random.Random(2)
    pairs = []
    for group, texts in groups.items():
        for text in texts:
            other = draw.choice(texts)
            if other != text:
                pairs.append((text, other, "", group))
    return pairs


def inference(data: Path) -> list[Pair]:
    """Premise and what follows from it, with what contradicts it as a hard negative."""
    entailed: dict[str, list[str]] = {}
    contradicted: dict[str, list[str]] = {}
    for row in read(data / "klue_nli_train.jsonl.gz"):
        side = {"entailment": entailed, "contradiction": contradicted}.get(row["label"])
        if side is not None:
            side.setdefault(row["premise"], []).append(row["hypothesis"])
    return [
        (premise, hypothesis, contradicted.get(premise, [""])[0], "")
        for premise, hypotheses in entailed.items()
        for hypothesis in hypotheses
    ]


def library(data: Path) -> list[Pair]:  # noqa: ARG001 - one form for all sets
    """Situations with the passage that serves them and with each other, and passages in both languages."""
    from playbook.library.cards import read_cards

    draw = random.Random(3)
    pairs: list[Pair] = []
    for card in read_cards([KNOWLEDGE]):
        for passage in card.passages:
            texts = {lang: f"{passage.heading.of(lang)}\n{passage.text.of(lang)}" for lang in ("ko", "en")}
            pairs.append((texts["ko"], texts["en"], "", card.id))
            ko, en = passage.text.ko.split("\n\n"), passage.text.en.split("\n\n")
            if len(ko) == len(en):
                pairs += [(a, b, "", card.id) for a, b in zip(ko, en, strict=True)]
            for situation in passage.situations:
                pairs += [(situation, texts[lang], "", card.id) for lang in ("ko", "en")]
                pairs += [(situation, other, "", card.id) for other in draw.sample(passage.situations, 3)]
    return [pair for pair in pairs if pair[0] != pair[1]]


PAIRS: dict[str, tuple[Loader, float]] = {
    "adobe": (aligned("pairs_adobe_ko_en.jsonl.gz", "a", "b"), 1.0),
    "pydocs": (aligned("pairs_pydocs_ko_en.jsonl.gz", "a", "b"), 1.0),
    "naver": (lambda data: [(r["ko"], r["en"], "", "") for r in naver_rows(data, held=False)], 1.8),
    "sts_ko_en": (aligned("stsb_ko_en_train.jsonl.gz", "ko_a", "en_a"), 1.2),
    "heading_slug": (aligned("pairs_msdocs_heading_slug.jsonl.gz", "a", "b"), 1.0),
    "heading_section": (aligned("pairs_msdocs_heading_section.jsonl.gz", "a", "b"), 1.0),
    "comment_title": (aligned("pairs_comment_title.jsonl.gz", "a", "b"), 0.5),
    "course": (aligned("pairs_hfcourse_ko_en.jsonl.gz", "a", "b"), 0.5),
    "petitions": (lambda d: [(r["title"], r["content"][:600], "", "") for r in petition_rows(d, held=False)], 1.5),
    "inference": (inference, 1.5),
    "gist": (lambda data: [(r["cols"][0], r["cols"][1], "", "") for r in read(data / "sae4k.jsonl.gz")], 0.6),
    "queries": (lambda data: grouped(("/".join(r[:2]), r[2]) for r in query_rows(data, held=False)), 1.0),
    "style": (
        lambda data: grouped(
            (row["cols"][1].split("_")[0], row["cols"][2])
            for i, row in enumerate(read(data / "stylekqc_en.jsonl.gz"))
            if i  # a header comes first
        ),
        0.7,
    ),
    "banking": (lambda data: grouped((r["intent"], r["text"]) for r in banking_rows(data, held=False)), 0.6),
    "library": (library, 1.2),
}
"""Name of a set: how to read it, and how much more often than by its size (square root) it is drawn."""


def unlabelled(data: Path) -> dict[str, list[str]]:
    """Texts without a pair, by set."""
    draw = random.Random(1)
    reviews = [row["text"] for row in read(data / "nsmc.jsonl.gz") if len(row["text"]) > 25]
    bodies = [row["content"] for row in petition_rows(data, held=False)]
    comments = [row["a"] for row in read(data / "pairs_comment_title.jsonl.gz") if len(row["a"]) > 25]
    return {
        "reviews": draw.sample(reviews, min(150_000, len(reviews))),
        "petitions": [body[i : i + 400] for body in bodies for i in range(0, min(len(body), 2400), 400)],
        "documents": [row["text"][:600] for row in read(data / "text_msdocs.jsonl.gz")],
        "comments": comments,
    }
