"""Two wordings beside each other, word by word."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

_PIECE = re.compile(r"\s+|\S+")


class Piece(NamedTuple):
    """A stretch of two wordings: the same in both where ``old`` equals ``new``."""

    old: str
    new: str


def pieces(before: str, after: str) -> list[Piece]:
    """Both wordings in order; all ``old`` together are the one, all ``new`` the other."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Piece("".join(old[a:b]), "".join(new[c:d])) for _, a, b, c, d in steps]


def in_words(before: str, after: str) -> str:
    """Both wordings as one plain text: ``[-what has gone-]`` and ``{+what has come+}``."""
    return "".join(
        piece.new if piece.old == piece.new else "".join(
            ([f"[-{piece.old}-]"] if piece.old else []) + ([f"{{+{piece.new}+}}"] if piece.new else [])
        )
        for piece in pieces(before, after)
    )  # fmt: skip
