"""Where a company's own guidance may say another thing than ours, or than itself: for a person to look at.

Two sentences that speak of the same matter are at odds when one gives another figure for the same unit, or forbids
what the other asks for. This finds candidates; it does not understand them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from playbook.library.cards import Passage
from playbook.library.encoder import Encoder
from playbook.library.search import quotable

ALIKE = 0.55
"""Cosine from which two sentences are taken to speak of the same matter."""
MOST = 50
"""Pairs shown; the most alike come first."""
LOOKED_AT = 5000
"""Sentences of the company's that are compared, the first ones; each is compared with all others."""

_UNITS = {
    "hour": "시간|hours?|hrs?", "minute": "분|minutes?|mins?", "day": "영업일|일|days?", "week": "주|weeks?",
    "month": "개월|months?", "won": "원|won|krw", "percent": "%|퍼센트|percent", "person": "명|인|people|persons?",
    "time": "회|번|times",
}  # fmt: skip
_AMOUNT = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s*(만|억|천)?\s*(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items())
    + r")(?![가-힣A-Za-z]*\d)",
    re.IGNORECASE,
)
_MYRIADS = {None: 1, "천": 1_000, "만": 10_000, "억": 100_000_000}
_FORBIDS = re.compile(
    r"않는다|않습니다|않는\s?것|말\s?것|마세요|마십시오|말아야|안\s?된다|안\s?됩니다|금지|삼간다|삼가|"
    r"\b(?:never|do not|don't|must not|should not|shouldn't|avoid|not to)\b",
    re.IGNORECASE,
)


class Contradiction(NamedTuple):
    """Two sentences to look at side by side."""

    passage: str
    sentence: str
    other: str
    other_sentence: str
    figures: bool
    """Whether figures differ; else one forbids what the other asks for."""
    alike: float


def contradictions(passages: Sequence[Passage], encoder: Encoder) -> list[Contradiction]:
    """Candidates among the company's passages and between them and ours, the most alike first."""
    sentences = list(_sentences(passages))
    own = [i for i, (passage, _) in enumerate(sentences) if passage.company][:LOOKED_AT]
    if not own:
        return []
    vectors = encoder.encode([text for _, text in sentences])
    found: list[Contradiction] = []
    for first in own:
        cosine = vectors @ vectors[first]
        for second in np.flatnonzero(cosine >= ALIKE):
            a, b = sentences[first], sentences[int(second)]
            if a[0].id == b[0].id or (b[0].company and int(second) < first):
                continue
            figures = _figures_differ(a[1], b[1])
            if figures or bool(_FORBIDS.search(a[1])) != bool(_FORBIDS.search(b[1])):
                found.append(Contradiction(a[0].id, a[1], b[0].id, b[1], figures, float(cosine[second])))
    return sorted(found, key=lambda pair: -pair.alike)[:MOST]


def _sentences(passages: Sequence[Passage]) -> Iterator[tuple[Passage, str]]:
    for passage in passages:
        if not passage.reference:
            for text in dict.fromkeys((passage.text.ko, passage.text.en)):
                yield from ((passage, sentence) for sentence in quotable(text))


def _amounts(text: str) -> dict[str, set[float]]:
    found: dict[str, set[float]] = {}
    for match in _AMOUNT.finditer(text):
        unit = next(name for name in _UNITS if match[name])
        found.setdefault(unit, set()).add(float(match[1].replace(",", "")) * _MYRIADS[match[2]])
    return found


def _figures_differ(a: str, b: str) -> bool:
    """Whether a unit has figures in both, and none in common."""
    left, right = _amounts(a), _amounts(b)
    return any(not left[unit] & right[unit] for unit in left.keys() & right.keys())
