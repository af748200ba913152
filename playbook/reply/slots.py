"""Slots: facts that only a person knows, standing in a draft as ``[ask]`` until filled."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playbook.language.korean import PAIRS, particle
from playbook.records import Slot

_BRACKETED = re.compile(r"\[([^\[\]\n]{1,60})\]")
_PARTICLES = {form: pair for pair in PAIRS for form in pair.split("/")}
_END = r"(?=[\s.,!?:;)]|$)"
_FOLLOWING = re.compile(
    rf"(?:으로|로|과|와|이라|라)(?=(?:[는도만의]|부터|서){_END})"  # 로는, 와의, 라도: the first of two decides
    rf"|(?:{'|'.join(sorted(_PARTICLES, key=len, reverse=True))}){_END}"
)


_BEGINS = re.compile(r"(?:^|[.!?]\s+|\n)$")
_LOWER = re.compile(r"[a-z]+(?: |$)")
"""A plain word; iPhone, e-mail addresses and links keep their letters."""
_HANGUL = re.compile(r"[가-힣]")


def find_slots(text: str, asks: Mapping[str, str]) -> tuple[Slot, ...]:
    """Slots that still stand in a text, in order; a bracket that is no known slot is one named ``other``."""
    found: dict[str, Slot] = {}
    for match in _BRACKETED.finditer(text):
        found.setdefault(match[1], Slot(name=asks.get(match[1], "other"), ask=match[1]))
    return tuple(found.values())


def slot_spans(text: str) -> list[tuple[int, int, str]]:
    """Start, end and ask of every bracket that stands in a text."""
    return [(m.start(), m.end(), m[1]) for m in _BRACKETED.finditer(text)]


def fill_slots(text: str, values: Mapping[str, str]) -> str:
    """Put values in by ask; a Korean particle right after a slot is chosen anew for the value.

    >>> fill_slots("[확인된 사실]을 알려 드립니다.", {"확인된 사실": "화재 경위"})
    '화재 경위를 알려 드립니다.'
    """
    out: list[str] = []
    at = 0
    for start, end, ask in slot_spans(text):
        value = values.get(ask, "").strip()
        if not value:
            continue
        if text.startswith(".", end) and value.endswith("."):
            value = value.removesuffix(".")  # a whole sentence put before our own stop
        if _BEGINS.search(text[:start]) and _LOWER.match(value) and not _HANGUL.search(text):
            value = value[0].upper() + value[1:]
        out += [text[at:start], value]
        at = end
        if following := _FOLLOWING.match(text, end):
            out.append(particle(value, _PARTICLES[following[0]]))
            at = following.end()
    return "".join([*out, text[at:]])
