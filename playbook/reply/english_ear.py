"""Things, a place, a time and a wish in an English message.

A thing follows its determiner, with an adjective between at the most, and no other noun follows it: a scarf drawing is
no scarf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from playbook.reply.sureness import BOUGHT, MENTIONED, NAMED, Found

_WORD = re.compile(r"[a-z][a-z'’-]*")
_DETERMINERS = frozenset({"the", "my", "your", "this", "these"})
_ANY_DETERMINERS = _DETERMINERS | {"a", "an", "our", "some", "two", "that", "those"}

_HAD = "bought ordered purchased booked got received ate drank using use used wore returned opened rented hired"
_BOUGHT = frozenset(_HAD.split())

_NEXT = """
    is was are were isn't wasn't isn’t wasn’t has had have i we you it they from at in on of that which with and
    but or so does did doesn't doesn’t didn't didn’t will won't won’t would can can't can’t could just still
    never to for when while after before again broke breaks stopped stops keeps kept arrived came comes went
    fell crashed crashes leaked leaks smells smelled smelt tasted tastes not now since because as yesterday
    today last this twice my your the a
"""
_STANDS_ALONE = frozenset(_NEXT.split())
"""What may follow a thing; another noun would make it a part of a longer name."""

TIME = re.compile(
    r"\b(?:yesterday(?: (?:morning|afternoon|evening))?|this (?:morning|afternoon|evening)"
    r"|last (?:night|week|weekend|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day))\b(?!['’]s)"
)
"""A time that is past."""

_ASKED = (
    r"\b(?:want|need|like|request(?:ing|ed)?|ask(?:ing|ed)?(?: you)? for|demand(?:ing)?|expect(?:ing)?|give me|send me"
    r"|due|deserve|issue me|waiting (?:for|on)|please|can i have|could i have)\s(?:\w+\s){0,3}?"
)
_UNASKED = re.compile(r"(?:n['’]t|\bnot|\bnever|\bno longer|\bwithout|\brather than|\binstead of) (?:\w+ ){0,2}$")


class EnglishEar:
    """Hears what the lists have words for."""

    time = TIME

    def __init__(self, things: Mapping[str, str], kinds: Mapping[str, str], names: Mapping[str, str]) -> None:
        """Take each list as lower-case words to the words as they are written."""
        self._things, self._kinds, self._names = things, kinds, names
        name, kind = (
            "|".join(map(re.escape, sorted(some, key=len, reverse=True))) or "(?!)" for some in (names, kinds)
        )
        before = r"(?:\b(?:at|in|from|to|of|visited) |(?:^|[.!?]\s))"
        self._place = re.compile(rf"{before}(?:the|your) ({name}) ({kind})\b")

    def things(self, folded: str) -> Iterator[Found]:
        """Every listed thing, how sure it is that the message is about it, and where it stands."""
        words = list(_WORD.finditer(folded))
        texts = [word.group() for word in words]
        place = 0
        while place < len(words):
            thing, taken = self._thing(texts, place)
            if not thing:
                place += 1
                continue
            before, after = texts[max(0, place - 4) : place], texts[place + taken : place + taken + 3]
            bought = bool(_BOUGHT & set(before)) or (after[:1] in (["i"], ["we"]) and bool(_BOUGHT & set(after)))
            held = taken > 1 or bool((_ANY_DETERMINERS if bought else _DETERMINERS) & set(before[-2:]))
            whole = not after or after[0] in _STANDS_ALONE or folded[words[place + taken - 1].end()] in ",.;:!?\n"
            own = not "".join(before[-1:]).endswith(("'s", "’s"))  # my grandfather's coat is not the matter
            sure = MENTIONED if not (held and whole and own) else BOUGHT if bought else NAMED
            yield thing, sure, words[place].start()
            place += taken

    def places(self, folded: str) -> Iterator[tuple[str, int]]:
        """Every listed place and where it stands."""
        for match in self._place.finditer(folded):
            yield f"{self._names[match[1]]} {self._kinds[match[2]]}", match.start()

    def wish(self, said: str) -> re.Pattern[str]:
        """How a wish is put: that it is asked for, and the words for it."""
        return re.compile(rf"{_ASKED}\b(?:{said})\b|(?:^|[.!?]\s)(?:{said}) (?:me|my|us|it|this)\b")

    def wants(self, folded: str, wish: re.Pattern[str]) -> bool:
        """Whether a wish is put and nothing before it turns it round."""
        match = wish.search(folded)
        return match is not None and not _UNASKED.search(folded[: match.start()])

    def _thing(self, texts: list[str], place: int) -> tuple[str, int]:
        for taken in (3, 2):
            name = " ".join(texts[place : place + taken])
            if name in self._things:
                return self._things[name], taken
        one, two = self._one(texts, place), self._one(texts, place + 1)
        return (f"{one} {two}", 2) if one and two else (one, 1)  # chocolate cake

    def _one(self, texts: list[str], place: int) -> str:
        if place >= len(texts):
            return ""
        word = texts[place]
        return self._things.get(word) or (word if word.endswith("s") and word[:-1] in self._things else "")
