"""Which regular expressions can match a text at all, found in one pass over it.

For most expressions a few strings are known of which every match contains one (its *needles*, as in grep; Cox 2012 on
indexed search). One Aho-Corasick automaton over the needles of all expressions tells which of them are worth running.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from re import _constants as op  # type: ignore[attr-defined]  # the parser of the standard library has no public name
from re import _parser  # type: ignore[attr-defined]
from typing import Any

MOST_CHARACTERS = 12
"""A class of more characters than this is in nearly every text."""
MOST_NEEDLES = 400
MOST_SPELLINGS = 64
"""Ways to spell one run of letters and small classes."""

Needles = frozenset[str]
_START: Needles = frozenset({""})


def needles(expression: str) -> Needles | None:
    """Strings of which every match of ``expression`` contains one; None where none are known."""
    return _of_sequence(_parser.parse(expression))


class Sieve:
    """Names of the expressions that a text may match; never leaves out one that does.

    Args:
        expressions: regular expressions by name.
    """

    def __init__(self, expressions: Mapping[str, str]) -> None:
        known = {name: needles(expression) for name, expression in expressions.items()}
        self._always = frozenset(name for name, found in known.items() if found is None)
        self._behind: dict[str, set[str]] = {}
        for name, found in known.items():
            for needle in found or ():
                self._behind.setdefault(needle, set()).add(name)

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for needle, names in self._behind.items():
            automaton.add_word(needle, frozenset(names))
        automaton.make_automaton()
        return automaton

    def candidates(self, text: str) -> set[str]:
        """The names whose expression may match ``text``."""
        found = set(self._always)
        if self._behind:
            for _, names in self._automaton.iter(text):
                found |= names
        return found


def _of_sequence(parsed: Iterable[Any]) -> Needles | None:
    """The best needles among the parts of a sequence; neighbouring letters and small classes are taken together."""
    best: Needles | None = None
    run: Needles = _START
    for code, argument in parsed:
        letters = frozenset({chr(argument)}) if code is op.LITERAL else _of_class(argument) if code is op.IN else None
        if letters is not None and len(run) * len(letters) <= MOST_SPELLINGS:
            run = frozenset(before + letter for before in run for letter in letters)
            continue
        best = _better(best, run if run != _START else None)
        run = letters or _START
        if letters is None:
            best = _better(best, _of_part(code, argument))
    return _better(best, run if run != _START else None)


def _of_part(code: Any, argument: Any) -> Needles | None:
    if code is op.SUBPATTERN:
        flags_on = argument[1]
        return None if flags_on & re.IGNORECASE else _of_sequence(argument[-1])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, body = argument
        return _of_sequence(body) if least else None
    if code is op.ATOMIC_GROUP:
        return _of_sequence(argument)
    if code is op.BRANCH:
        united: set[str] = set()
        for branch in argument[1]:
            found = _of_sequence(branch)
            if found is None:
                return None
            united |= found
        return frozenset(united) if len(united) <= MOST_NEEDLES else None
    return None


def _of_class(items: Iterable[Any]) -> Needles | None:
    letters: set[str] = set()
    for code, argument in items:
        if code is op.LITERAL:
            letters.add(chr(argument))
        elif code is op.RANGE and argument[1] - argument[0] < MOST_CHARACTERS:
            letters.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return None
    return frozenset(letters) if len(letters) <= MOST_CHARACTERS else None


def _better(one: Needles | None, other: Needles | None) -> Needles | None:
    """The needles that fewer texts contain: longer shortest needle first, then fewer needles."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other, key=lambda found: (-min(map(len, found)), len(found)))
