"""Which of the two languages a text is in, and whether it is in neither.

A count of letters alone gets the common cases wrong: ``iPhone 15 Pro Max 화면 나감`` has more Latin letters than
Hangul and is Korean, ``I love the 배달의민족 app`` is English. So words are weighed. A word with Hangul in it counts
double, because Korean packs a clause into it; a Latin name (capital, digit) counts half, because names cross
languages; an English function word counts three, because nobody borrows *the*.
"""

from __future__ import annotations

import re

from playbook.language.normalise import normalise
from playbook.records import Lang

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]{1,255}\.\S+|[@#][A-Za-z0-9_.]+")
"""Links, e-mail addresses, handles and Latin tags: written the same in every language. The parts of an address are
bounded as addresses are, so that a text without blanks is read in linear time."""
_OF_ADDRESSES = ("@", "#", "http", "www.")
"""What an address cannot do without: looking for a whole one is slow."""

_WORD = re.compile(r"[A-Za-z0-9가-힣ㄱ-ㅎㅏ-ㅣ\u00c0-\u024f'’]+")
_HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")

_ENGLISH = """
    i i'm i've i'd i'll me my mine we we're our us you your you're he she it it's its they their them this that
    these those the a an and or but so because if when while than then there here what why how who which where
    is isn't are aren't was wasn't were be been being am do does did don't doesn't didn't has have had haven't
    can can't cannot could will won't would should may might must not no never ever any some all every each
    of to in on at by for from with without about after before since until again still just only very too
    please thanks thank hello hi as up down out off over into more most such also same other another
"""

_FUNCTION_WORDS = frozenset(_ENGLISH.split())

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Kana", re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d]")),
    ("Han", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")),
    ("Cyrillic", re.compile(r"[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff]")),
    ("Greek", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("Arabic", re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("Hebrew", re.compile(r"[\u05d0-\u05f2]")),
    ("Thai", re.compile(r"[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46]")),
    ("Devanagari", re.compile(r"[\u0904-\u0939\u0958-\u0961\u0971-\u097f]")),
    ("Bengali", re.compile(r"[\u0985-\u09b9\u09dc-\u09e1]")),
    ("Tamil", re.compile(r"[\u0b83-\u0bb9]")),
    ("Khmer", re.compile(r"[\u1780-\u17b3]")),
    ("Myanmar", re.compile(r"[\u1000-\u102a\u103f]")),
    ("Lao", re.compile(r"[\u0e81-\u0eb0\u0ec0-\u0ec4]")),
    ("Georgian", re.compile(r"[\u10a0-\u10ff\u1c90-\u1cbf]")),
    ("Armenian", re.compile(r"[\u0531-\u0556\u0561-\u0587]")),
    ("Mongolian", re.compile(r"[\u1820-\u1878]")),
)
"""Scripts of neither language that a Korean desk meets, by the letters of each."""


def detect(text: str) -> Lang:
    """The language to answer ``text`` in: ``ko`` or ``en``.

    Korean where there is nothing to go by (digits, emoji, jamo such as ㅋㅋㅋ), since the desk is Korean; English for
    a text in any other script, since that is the nearer of the two. Ask :func:`other_script` for a warning.
    """
    plain = _without_addresses(text)
    if not _HANGUL.search(plain):
        # without a letter left, the links themselves are all there is to see, and they tell nothing
        return "en" if any(character.isalpha() for character in plain) else "ko"
    if not _LATIN.search(plain):
        return "ko"
    korean = english = 0.0
    for word in _WORD.findall(plain):
        if _HANGUL.search(word):
            korean += 2.0
        else:
            english += _english_weight(word)
    return "ko" if korean >= english else "en"


def other_script(text: str) -> str | None:
    """The Unicode name of a script that most letters of ``text`` are in, when it is neither Hangul nor Latin.

    ``"Kana"`` stands for Japanese, whose ideographs are counted with it; ``"Han"`` for ideographs alone. None where
    Hangul and Latin have half of the letters or more, and for a script that this module does not know.
    """
    plain = _without_addresses(text)
    if plain.isascii():
        return None
    letters = sum(character.isalpha() for character in plain)
    counts = {name: len(pattern.findall(plain)) for name, pattern in _SCRIPTS}
    if counts["Kana"]:
        counts["Kana"] += counts.pop("Han")
    name = max(counts, key=lambda script: counts[script])
    return name if counts[name] * 2 > letters else None


def _without_addresses(text: str) -> str:
    plain = normalise(text).text
    return _ADDRESS.sub(" ", plain) if any(sign in plain for sign in _OF_ADDRESSES) else plain


def _english_weight(word: str) -> float:
    folded = word.lower().replace("’", "'")
    if folded in _FUNCTION_WORDS:
        return 3.0
    if not any(character.isalpha() for character in word):
        return 0.0
    return 0.5 if word[0].isupper() or any(character.isdigit() for character in word) else 1.0
