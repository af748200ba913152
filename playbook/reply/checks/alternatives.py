"""Long expressions taken apart, so that a text is searched only for what its letters allow.

An expression of a check is a list of alternatives, and an alternative mostly a few words with gaps between them. The
union of all alternatives would have to be tried at every place of a text; taken one by one, nearly all of them are left
out because a text lacks the letters of one of their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from playbook.triage.needles import Sieve, needles

_WHOLE = re.compile(r"\(\?[aiLmsux-]+[):]|\(\?P=|\(\?\(|\\[1-9]")
"""Flags, back references and conditions reach over an alternative."""
_QUANTIFIER = re.compile(r"(?:(?P<none>[*?]|\{0?,[0-9]*\}|\{0\})|\+|\{[0-9]+(?:,[0-9]*)?\})[?+]?")

MOST_WORDS = 3
"""Words of an alternative that are looked for; more of them cost more than they save."""


class _Alternative(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    others: frozenset[str]
    """Words that it needs beside the one that it is looked up by."""


class Alternatives:
    """Expressions by name, each by its alternatives.

    Args:
        expressions: regular expressions by name; they are compiled without flags.
    """

    def __init__(self, expressions: Mapping[str, str]) -> None:
        self._by_word: dict[str, _Alternative] = {}
        needed: dict[str, str] = {}
        parts = [(name, part) for name, expression in expressions.items() for part in alternatives(expression)]
        for number, (name, part) in enumerate(parts):
            keys = {f"{number} {place}": word for place, word in enumerate(words(part))}
            first, *others = keys
            self._by_word[first] = _Alternative(name, re.compile(part), frozenset(others))
            needed |= keys
        self._sieve = Sieve(needed)

    def likely(self, text: str) -> dict[str, list[re.Pattern[str]]]:
        """The expressions that may match ``text``, each with the alternatives that may."""
        found: dict[str, list[re.Pattern[str]]] = {}
        stand = self._sieve.candidates(text)
        for key in stand:
            each = self._by_word.get(key)
            if each is not None and each.others <= stand:
                found.setdefault(each.name, []).append(each.pattern)
        return found

    def matching(self, text: str) -> set[str]:
        """The expressions that match somewhere in ``text``."""
        return {
            name for name, patterns in self.likely(text).items() if any(pattern.search(text) for pattern in patterns)
        }


def alternatives(expression: str) -> list[str]:
    """What stands between the outermost bars of an expression; one of them matches wherever the whole does.

    >>> alternatives(r"a(?:b|c)|[|]|d")
    ['a(?:b|c)', '[|]', 'd']
    """
    if _WHOLE.search(expression):
        return [expression]
    found = [""]
    for atom, _ in _atoms(expression):
        if atom == "|":
            found.append("")
        else:
            found[-1] += atom
    return found


def words(alternative: str) -> list[str]:
    """Stretches of an alternative of which every match holds one after the other, the one that fewest texts have first.

    >>> words(r"sorry[^.]{0,9}but(?: not)?")
    ['sorry', 'but']
    """
    if _WHOLE.search(alternative):
        return [alternative]
    found = [""]
    for atom, needed in _atoms(alternative):
        if needed:
            found[-1] += atom
        else:
            found.append("")
    shortest = {word: min(map(len, needles(word) or ("",))) for word in found if word}
    telling = sorted((word for word, length in shortest.items() if length > 1), key=lambda word: -shortest[word])
    return telling[:MOST_WORDS] or [alternative]


def _atoms(expression: str) -> Iterator[tuple[str, bool]]:
    """Letters, classes, groups and bars in order, each with its quantifier, and whether every match holds it."""
    place = 0
    while place < len(expression):
        end = _end(expression, place)
        quantifier = _QUANTIFIER.match(expression, end) if expression[place] != "|" else None
        end = quantifier.end() if quantifier else end
        yield expression[place:end], not (quantifier and quantifier["none"])
        place = end


def _end(expression: str, start: int) -> int:
    """Where the letter, class or group that begins at ``start`` ends."""
    sign = expression[start]
    if sign == "\\":
        return start + 2
    if sign == "[":
        return _end_of_class(expression, start)
    if sign != "(":
        return start + 1
    place = start + 1
    while expression[place] != ")":
        place = _end(expression, place)
    return place + 1


def _end_of_class(expression: str, start: int) -> int:
    """Where a class ends; a bracket that comes first is one of its letters."""
    place = start + 1
    place += expression[place] == "^"
    place += expression[place] == "]"
    while expression[place] != "]":
        place += 2 if expression[place] == "\\" else 1
    return place + 1
