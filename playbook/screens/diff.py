"""What differs between two wordings, word by word, and what two people's edits come to together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from playbook.language.korean import sentences
from playbook.records import Lang
from playbook.screens.case_words import ADDED, GONE
from playbook.screens.prose import lines

_WORDS = re.compile(r"\s+|\S+")
_PARAGRAPHS = re.compile(r"(\n+)")


class Piece(NamedTuple):
    """A stretch of two wordings: in both where ``before`` and ``after`` are equal."""

    before: str
    after: str


class Merged(NamedTuple):
    """Two edits of one text in one."""

    text: str
    clashes: tuple[Piece, ...]
    """Theirs and mine, where both changed the same passage; ``text`` has mine there."""


class _Edit(NamedTuple):
    start: int
    end: int
    units: tuple[str, ...]
    mine: bool


def pieces(before: str, after: str) -> list[Piece]:
    """The differences by word; blanks alone between two changed words belong to the change."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        piece = Piece("".join(old[i1:i2]), "".join(new[j1:j2]))
        loose = tag == "equal" and not piece.before.strip() and found
        if found and (loose or tag != "equal") and found[-1].before != found[-1].after:
            piece = Piece(found[-1].before + piece.before, found[-1].after + piece.after)
            found.pop()
        found.append(piece)
    return found


def changed(before: str, after: str, lang: Lang) -> str:
    """Both wordings in one as HTML: struck out is what went, underlined what came, each said to screen readers too."""
    out = ""
    for piece in pieces(before, after):
        if piece.before == piece.after:
            out += lines(piece.after)
            continue
        out += _marked("del", piece.before, GONE.of(lang)) + _marked("ins", piece.after, ADDED.of(lang))
    return f'<p class="pb-diff">{out}</p>'


def _marked(tag: str, text: str, said: str) -> str:
    if not text:
        return ""
    return f'<{tag}><span class="pb-sr"> [{said}: </span>{lines(text)}<span class="pb-sr">] </span></{tag}>'


def merged(base: str, theirs: str, mine: str) -> Merged:
    """What two edits of one text come to: paragraph by paragraph, or by sentence where there is but one paragraph."""
    by_sentence = not any("\n" in text.strip("\n") for text in (base, theirs, mine))
    units = [_units(text, by_sentence) for text in (base, theirs, mine)]
    edits = sorted([*_edits(units[0], units[1], mine=False), *_edits(units[0], units[2], mine=True)])
    out: list[str] = []
    clashes: list[Piece] = []
    at = 0
    for group in _together(edits):
        start, end = min(edit.start for edit in group), max(edit.end for edit in group)
        out += units[0][at:start]
        versions = [_applied(units[0], [e for e in group if e.mine is own], start, end) for own in (False, True)]
        sides = {edit.mine for edit in group}
        if len(sides) == 2 and versions[0] != versions[1]:
            clashes.append(Piece("".join(versions[0]).strip(), "".join(versions[1]).strip()))
        out += versions[True in sides]
        at = end
    return Merged("".join([*out, *units[0][at:]]), tuple(clashes))


def _units(text: str, by_sentence: bool) -> list[str]:
    """The text cut up with nothing lost: what is between two units is a unit, too."""
    if not by_sentence:
        return [unit for unit in _PARAGRAPHS.split(text) if unit]
    cuts = sorted({0, len(text), *(at for span in sentences(text) for at in span)})
    return [text[start:end] for start, end in pairwise(cuts)]


def _edits(base: Sequence[str], other: Sequence[str], *, mine: bool) -> Iterator[_Edit]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, base, other, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _Edit(i1, i2, tuple(other[j1:j2]), mine)


def _together(edits: Sequence[_Edit]) -> Iterator[list[_Edit]]:
    """Edits that touch the same units, in groups."""
    group: list[_Edit] = []
    end = -1
    for edit in edits:
        same = edit.start < end or (bool(group) and edit.start == group[0].start == edit.end == end)
        if group and not same:
            yield group
            group = []
            end = -1
        group.append(edit)
        end = max(end, edit.end)
    if group:
        yield group


def _applied(base: Sequence[str], edits: Sequence[_Edit], start: int, end: int) -> list[str]:
    out: list[str] = []
    for edit in edits:
        out += [*base[start : edit.start], *edit.units]
        start = edit.end
    return [*out, *base[start:end]]
