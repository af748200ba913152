"""Cutting a text into posts: at the ends of sentences, between words where a sentence is too long, never elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.errors import InputError
from playbook.language.emoji import PATTERN as EMOJI
from playbook.language.korean.sentences import sentences
from playbook.language.lengths.measure import measure
from playbook.records import LengthUnit

_WORD = re.compile(rf"{EMOJI}|(?:\[[^\[\]\n]*\]|(?!{EMOJI})\S)+")
"""What stays together: an emoji, or a word with its links, slots and particles."""


def split(text: str, limit: int, unit: LengthUnit, *, marker: str = "{i}/{n}") -> tuple[str, ...]:
    """The posts of a thread that says ``text``, each at most ``limit`` long with its marker.

    A text that fits is one post without a marker. ``marker`` stands after a space at the end of each post, ``{i}``
    the post's number and ``{n}`` how many there are; an empty one is left out.

    Raises:
        InputError: when one word, link or slot alone is too long, or ``limit`` or ``marker`` cannot be used.
    """
    if limit < 1:
        raise InputError(f"a length limit of {limit} holds nothing; give 1 or more")
    if measure(text, unit) <= limit:
        return (text,)
    total = 2
    while True:
        posts = list(_pack(text, limit, unit, marker, total))
        if len(posts) == 1:  # only blanks around it were too long
            return (posts[0],)
        if len(posts) <= total:
            # fewer posts than allowed for: the true marker is no longer than the one that was reckoned with
            return tuple(post + _mark(marker, place, len(posts)) for place, post in enumerate(posts, start=1))
        total = len(posts)


def _pack(text: str, limit: int, unit: LengthUnit, marker: str, total: int) -> Iterator[str]:
    """Posts without their markers, filled in order as if there were ``total`` of them."""
    words = [match.span() for match in _WORD.finditer(text)]
    ends_of_sentences = {end for _, end in sentences(text)}
    first, number = 0, 1
    while first < len(words):
        room = limit - measure(_mark(marker, max(number, total), max(number, total)), unit)
        fitting = _fitting(text, words, first, room, unit)
        if not fitting:
            word = text[slice(*words[first])]
            raise InputError(f"{word!r} alone is longer than the {room} {unit} that a post of {limit} has room for")
        last = next((place for place in reversed(fitting) if words[place][1] in ends_of_sentences), fitting[-1])
        if fitting[-1] == len(words) - 1:
            last = fitting[-1]
        yield text[words[first][0] : words[last][1]]
        first, number = last + 1, number + 1


def _fitting(text: str, words: list[tuple[int, int]], first: int, room: int, unit: LengthUnit) -> range:
    """The words from ``first`` on that a post may end with."""
    last = first
    while last < len(words) and measure(text[words[first][0] : words[last][1]], unit) <= room:
        last += 1
    return range(first, last)


def _mark(marker: str, number: int, total: int) -> str:
    if not marker:
        return ""
    try:
        return " " + marker.format(i=number, n=total)
    except (KeyError, IndexError, ValueError) as error:
        message = f"the marker {marker!r} cannot be used; write {{i}} and {{n}} in it and nothing else"
        raise InputError(message) from error
