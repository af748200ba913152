"""The sentences of a statement's body: what stands between its title and its date and signature."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from playbook.language.korean import sentences
from playbook.reply.claims import without_slots

_BREAK = re.compile(r"\n\s*\n")
_SAID = re.compile(r"\w[^\n]*[.!?…][\"'”’]?$")
"""Prose; an address that ends in a colon, or a line of slots alone, is form."""


class Line(NamedTuple):
    """A sentence of the body."""

    text: str
    start: int
    """First code point in the statement."""
    end: int
    paragraph: int
    """Number of its paragraph, from 1."""

    @property
    def said(self) -> bool:
        """It is prose that can be said in other words."""
        return _SAID.search(without_slots(self.text).strip()) is not None


class Body(NamedTuple):
    """A statement and the sentences of its body."""

    statement: str
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """The first paragraph."""
        return _BREAK.split(self.statement, maxsplit=1)[0]

    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the body, whole."""
        spans: dict[int, tuple[int, int]] = {}
        for line in self.lines:
            spans[line.paragraph] = (spans.get(line.paragraph, (line.start, 0))[0], line.end)
        return tuple(self.statement[start:end] for start, end in spans.values())

    def saying(self, new: Mapping[int, str]) -> Body:
        """The same with other texts for some of its sentences, by number from 1; all between them stays."""
        pieces: list[str] = []
        lines: list[Line] = []
        at = length = 0
        for n, line in enumerate(self.lines, 1):
            text = new.get(n, line.text)
            length += line.start - at
            pieces += [self.statement[at : line.start], text]
            lines.append(line._replace(text=text, start=length, end=length + len(text)))
            at, length = line.end, length + len(text)
        return Body("".join([*pieces, self.statement[at:]]), tuple(lines))


def body_of(statement: str) -> Body:
    """The body of a statement: all but its first paragraph and a last one of several lines, date and signature."""
    starts = [0, *(match.end() for match in _BREAK.finditer(statement))]
    ends = [*(match.start() for match in _BREAK.finditer(statement)), len(statement)]
    blocks = list(zip(starts, ends, strict=True))[1:]
    if blocks and "\n" in statement[slice(*blocks[-1])].strip():
        blocks.pop()
    return Body(
        statement,
        tuple(
            Line(statement[start + first : start + last], start + first, start + last, paragraph)
            for paragraph, (start, end) in enumerate(blocks, 1)
            for first, last in sentences(statement[start:end])
        ),
    )
