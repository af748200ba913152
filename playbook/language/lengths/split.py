"""Cutting a text into posts: at the ends of sentences, between words where a sentence is too long, never elsewhere.

A sentence that leads in to the next one ("다음과 같습니다.", "Here is what we will do:") is never the last of a post:
whoever reads that post alone would wait for what does not come.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from playbook.errors import InputError
from playbook.language.emoji import PATTERN as EMOJI
from playbook.language.korean.sentences import sentences
from playbook.language.lengths.measure import measure
from playbook.records import LengthUnit

_WORD = re.compile(rf"{EMOJI}|(?:\[[^\[\]\n]*\]|(?!{EMOJI})\S)+")
"""What stays together: an emoji, or a word with its links, slots and particles."""


_LEADS_IN = re.compile(
    r":$|(?:다음|아래)(?:과|와) 같(?:이|습니다)[^.!?\n]*[.]?$|(?:이렇|이러합)습?니다[.]?$"
    r"|(?:경위|내용|사실|것|점|결과|이유|조치)(?:을|를|에) ?(?:말씀|알려 ?|안내해 ?|답변)드립니다[.]?$"
    r"|\b(?:as follows|(?:here|this) is what [^.!?\n]*|the following)[.:]?$",
    re.I,
)
"""The end of a sentence that announces the next one."""
LEAD_IN = 80
"""Characters that a lead-in takes at the most."""


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
        last = _last(text, words, fitting, first, ends_of_sentences)
        yield text[words[first][0] : words[last][1]]
        first, number = last + 1, number + 1


def _last(text: str, words: list[tuple[int, int]], fitting: range, first: int, ends: set[int]) -> int:
    """The word that a post ends with: that of its last whole sentence, or as far as it goes; no lead-in if it can."""
    if fitting[-1] == len(words) - 1:
        return fitting[-1]

    def stands(place: int) -> bool:
        end = words[place][1]
        return _LEADS_IN.search(text, max(words[first][0], end - LEAD_IN), end) is None

    standing = [place for place in reversed(fitting) if words[place][1] in ends and stands(place)]
    return standing[0] if standing else next((place for place in reversed(fitting) if stands(place)), fitting[-1])


def _fitting(text: str, words: list[tuple[int, int]], first: int, room: int, unit: LengthUnit) -> range:
    """The words from ``first`` on that a post may end with."""
    start = words[first][0]
    # more words are never shorter
    last = bisect_right(range(first, len(words)), room, key=lambda place: measure(text[start : words[place][1]], unit))
    return range(first, first + last)


def _mark(marker: str, number: int, total: int) -> str:
    if not marker:
        return ""
    try:
        return " " + marker.format(i=number, n=total)
    except (KeyError, IndexError, ValueError) as error:
        message = f"the marker {marker!r} cannot be used; write {{i}} and {{n}} in it and nothing else"
        raise InputError(message) from error
