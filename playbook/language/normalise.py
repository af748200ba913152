r"""One spelling for what people type in many, with a way back to what they typed.

Rules, patterns and models read the normalised text; what they find has to be shown, masked and reported in the
text as it came in. So every normalised character remembers the stretch of the original that it came from.

What is done, in this order (each step leaves nothing for an earlier one to do, so normalising twice is the same
as once):

1. What cannot be seen goes: zero-width, bidirectional and control characters, Hangul fillers, stray variation
   selectors. Line ends become ``\\n``, every other blank a plain space. Emoji sequences pass whole.
2. Each cluster (a base with its marks, or the jamo of one syllable) is brought to NFC and then NFKC. Compatibility
   jamo stay what they are: NFKC would turn ㅋㅋㅋ into leading consonants that no keyboard types. Digits of any
   style or script become ASCII.
3. Cyrillic and Greek letters that look Latin become Latin inside words that have Latin letters.

Case is kept; :attr:`Normalised.folded` is the lower-case twin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from playbook.language.emoji import EMOJI

_SETTLED = re.compile(r"[\n -~가-힣ㄱ-ㅎㅏ-ㅣ\u00b7\u2013\u2014\u2018\u2019\u201c\u201d\u3001\u3002]*")
"""Characters that no step changes and that combine with nothing among themselves: nearly every text."""

_LINE_ENDS = frozenset("\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029")
_BLANKS = frozenset("\t\u1680\u2800")  # beside the category Zs; the braille blank is a favourite of spammers
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_SELECTORS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_VOICED = frozenset("\uff9e\uff9f")  # half-width kana marks are letters by category, marks once NFKC has run

_LEADS = "ᄀᄁᄂᄃᄄᄅᄆᄇᄈᄉᄊᄋᄌᄍᄎᄏᄐᄑᄒ"
_VOWELS = "ᅡᅢᅣᅤᅥᅦᅧᅨᅩᅪᅫᅬᅭᅮᅯᅰᅱᅲᅳᅴᅵ"
_TAILS = "ᆨᆩᆪᆫᆬᆭᆮᆯᆰᆱᆲᆳᆴᆵᆶᆷᆸᆹᆺᆻᆼᆽᆾᆿᇀᇁᇂ"
_LONE = str.maketrans(
    _LEADS + _VOWELS + _TAILS,
    "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
    "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
    "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ",
)
"""Jamo left over after composing, to the jamo that a keyboard types."""

_LOOK_ALIKE = str.maketrans(
    "АВСЕНІЈКМОРЅТХҮаеоріјсухѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιν",
    "ABCEHIJKMOPSTXYaeopijcyxshdqwABEZHIKMNOPTYXoiv",
)
"""Letters that cannot be told from Latin ones by eye; those that only resemble them (α, и) are left alone."""

_MIXED_WORD = re.compile(r"(?=[A-Za-z]*[\u0370-\u052f])[A-Za-z\u0370-\u052f]*[A-Za-z][A-Za-z\u0370-\u052f]*")


@dataclass(frozen=True)
class Normalised:
    """A normalised text and where each of its characters came from."""

    text: str
    starts: Sequence[int]
    """For each character of ``text``, the first code point in the original."""
    ends: Sequence[int]
    """For each character of ``text``, one past the last code point in the original."""

    @cached_property
    def folded(self) -> str:
        """``text`` in lower case, character for character: the same length, so the same spans hold."""
        return self.text.replace("\u0130", "i").lower()  # İ is the one letter whose lower case is two characters

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the original that ``text[start:end]`` came from.

        Invisible characters inside the span are covered, those around it are not. An empty span answers with an
        empty one.

        Raises:
            IndexError: unless ``0 <= start <= end <= len(text)``.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"no span {start}:{end} in a normalised text of {len(self.text)} characters")
        if start < end:
            return self.starts[start], self.ends[end - 1]
        at = self.starts[start] if start < len(self.text) else (self.ends[-1] if self.ends else 0)
        return at, at


@lru_cache(maxsize=64)
def normalise(text: str) -> Normalised:
    """``text`` in one spelling, with the way back. Never raises; normalising twice changes nothing more."""
    if _SETTLED.fullmatch(text):
        places = range(len(text) + 1)
        return Normalised(text, places[:-1], places[1:])
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in _clusters(list(_visible(text))):
        out.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return Normalised(_MIXED_WORD.sub(_latin_word, "".join(out)), starts, ends)


def _visible(text: str) -> Iterator[tuple[str, int, int]]:
    """Single characters, and whole emoji, that can be seen, each with its place."""
    place = 0
    for emoji in EMOJI.finditer(text):
        yield from _visible_characters(text, place, emoji.start())
        yield emoji.group(), emoji.start(), emoji.end()
        place = emoji.end()
    yield from _visible_characters(text, place, len(text))


def _visible_characters(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for place in range(start, end):
        character = text[place]
        if "\x20" <= character <= "\x7e" or "가" <= character <= "힣":
            yield character, place, place + 1
        elif character in _LINE_ENDS:
            if not (character == "\r" and text[place + 1 : place + 2] == "\n"):
                yield "\n", place, place + 1
        elif character in _BLANKS or unicodedata.category(character) == "Zs":
            yield " ", place, place + 1
        elif character in _FILLERS or _SELECTORS.match(character) or unicodedata.category(character) in ("Cc", "Cf"):
            continue
        else:
            yield character, place, place + 1


def _clusters(visible: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Runs that compose together, each in its normal form and with its place."""
    place = 0
    while place < len(visible):
        cluster, start, end = visible[place]
        place += 1
        if len(cluster) > 1:
            yield cluster, start, end
            continue
        while place < len(visible) and _joins(cluster[-1], visible[place][0]):
            cluster += visible[place][0]
            end = visible[place][2]
            place += 1
        yield _normal_form(cluster), start, end


def _joins(before: str, character: str) -> bool:
    """Whether ``character`` belongs to the cluster that ends with ``before``."""
    if character < "\u0300" or "가" <= character <= "힣" or len(character) > 1:
        return False
    if character in _VOWELS:
        return before in _LEADS
    if character in _TAILS:
        return before in _VOWELS or ("가" <= before <= "힣" and (ord(before) - 0xAC00) % 28 == 0)
    return character in _VOICED or unicodedata.category(character)[0] == "M"


@lru_cache(maxsize=4096)
def _normal_form(cluster: str) -> str:
    if ("\u3131" <= cluster[0] <= "\u318e" and len(cluster) == 1) or EMOJI.fullmatch(cluster):
        return cluster
    if "\uffa1" <= cluster[0] <= "\uffdc":  # half-width jamo: one step to the jamo of a keyboard, not two
        first = chr(int(unicodedata.decomposition(cluster[0]).split()[1], 16))
        return first + unicodedata.normalize("NFKC", cluster[1:])
    form = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", cluster))
    if len(form) > 1 and form[0] == " ":  # a spacing accent would fall apart into a space and a mark
        return cluster
    return "".join(_ascii_number(character) for character in form).translate(_LONE)


def _ascii_number(character: str) -> str:
    if character.isascii() or "가" <= character <= "힣":
        return character
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    # NFKC knows ⑩ but not ❿; both are numbers by category, unlike the ideograph for ten
    if unicodedata.category(character) == "No" and unicodedata.numeric(character, 0.5).is_integer():
        return str(int(unicodedata.numeric(character)))
    return character


def _latin_word(word: re.Match[str]) -> str:
    """The word in Latin letters, if every foreign letter in it has a Latin look."""
    latin = word.group().translate(_LOOK_ALIKE)
    return latin if latin.isascii() else word.group()
