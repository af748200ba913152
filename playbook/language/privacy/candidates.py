"""A possible find, the words around it, and the choice among finds that overlap."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from playbook.records import PersonalDataType


class Candidate(NamedTuple):
    """A stretch that may be personal data; places count characters of the text that was scanned."""

    type: PersonalDataType
    start: int
    end: int
    confidence: float
    """Shape alone about 0.6, with a word that names it 0.9, with a checksum that holds 0.95."""


def follows(view: str, start: int, context: re.Pattern[str], width: int = 24) -> bool:
    """Whether ``context`` stands within ``width`` characters before ``start``, on the same line."""
    before = view[max(0, start - width) : start]
    return context.search(before[before.rfind("\n") + 1 :]) is not None


def precedes(view: str, end: int, context: re.Pattern[str]) -> bool:
    """Whether ``context`` stands right after ``end``."""
    return context.match(view, end) is not None


def choose(candidates: Iterable[Candidate], taken: Iterable[tuple[int, int]] = ()) -> list[Candidate]:
    """The candidates to keep, in order, none overlapping another or a span that is ``taken``.

    The longest wins, because what a shorter one leaves uncovered would stay readable; among equals the surer one.
    """
    ranked = sorted(set(candidates), key=lambda find: (find.start - find.end, -find.confidence, find.start, find.type))
    spans = sorted(taken)
    kept: list[Candidate] = []
    for find in ranked:
        place = bisect_left(spans, (find.start, find.end))
        free_before = place == 0 or spans[place - 1][1] <= find.start
        free_after = place == len(spans) or find.end <= spans[place][0]
        if free_before and free_after:
            spans.insert(place, (find.start, find.end))
            kept.append(find)
    return sorted(kept, key=lambda find: find.start)
