"""Four ways in which channels count.

``weighted`` is X: after NFC, a link weighs 23, an emoji sequence 2, Latin letters and general punctuation 1 and
everything else, Hangul among it, 2 (source: twitter-text, configuration version 3, in hundredths there).
``characters`` are code points, ``utf16`` UTF-16 units, ``cp949_bytes`` the bytes of a Korean text message.
"""

from __future__ import annotations

import re
import unicodedata

from pydantic import Field

from playbook.errors import InputError
from playbook.language.emoji import EMOJI
from playbook.records import LengthUnit, Record

LINK_WEIGHT = 23
"""What X counts for any link, whatever its length."""

_LIGHT = re.compile(r"[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_TOP_LEVEL = (
    "com|net|org|edu|gov|info|biz|io|ai|app|dev|me|tv|co|kr|jp|cn|uk|us|eu|de|fr|tw|hk|sg|in|au|ca|ru|shop|store|site|online"
    "|xyz|page|link|blog|news|live|cloud|tech|asia|club|pro|name|ly|gl|gg|to|be|kakao|samsung|hyundai|kia"
)
LINK = re.compile(
    rf"(?<![A-Za-z0-9@$#_./-])(?:https?://[A-Za-z0-9.-]+\.[A-Za-z]{{2,}}|(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?:{_TOP_LEVEL})"
    r"(?![A-Za-z0-9@_-]|\.[A-Za-z0-9]))(?::\d+)?(?:/[A-Za-z0-9!*';:=+,.$/%#\[\]~@&|_-]*[A-Za-z0-9=_#/+-]|/)?(?:\?[A-Za-z0-9!?*'();:&=+$/%#\[\]_.,~|@-]*[A-Za-z0-9_&=#/-])?",
    re.I,
)
"""A link as X finds it: with a scheme, or bare with one of the usual top-level domains."""


class Limit(Record):
    """How long a text may be on a channel."""

    limit: int | None = Field(ge=1)
    """In ``unit``; None where the channel sets no limit."""
    unit: LengthUnit

    def measure(self, text: str) -> int:
        """Length of ``text`` in this channel's unit."""
        return measure(text, self.unit)

    def fits(self, text: str) -> bool:
        """Whether ``text`` may stand there as it is."""
        return self.limit is None or self.measure(text) <= self.limit


def measure(text: str, unit: LengthUnit) -> int:
    """Length of ``text`` in ``unit``.

    In ``cp949_bytes`` a character that CP949 lacks counts 2; ask :func:`outside_cp949` which ones will be garbled.

    Raises:
        InputError: when ``unit`` is unknown.
    """
    if unit == "weighted":
        return _weighted(text)
    if unit == "characters":
        return len(text)
    if unit == "utf16":
        return len(text) + sum(character > "\uffff" for character in text)
    if unit == "cp949_bytes":
        return sum(map(_cp949_bytes, text)) if outside_cp949(text) else len(text.encode("cp949"))
    raise InputError(f"no length unit {unit!r}; use weighted, characters, utf16 or cp949_bytes")


def outside_cp949(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that a Korean text message (CP949) cannot carry, each once, in order."""
    try:
        text.encode("cp949")
    except UnicodeEncodeError:
        return tuple(dict.fromkeys(character for character in text if not _in_cp949(character)))
    return ()


def _weighted(text: str) -> int:
    normal = unicodedata.normalize("NFC", text)
    without_links, links = LINK.subn("", normal)
    plain, emoji = EMOJI.subn("", without_links)
    return links * LINK_WEIGHT + 2 * (emoji + len(plain)) - len(_LIGHT.findall(plain))


def _in_cp949(character: str) -> bool:
    try:
        character.encode("cp949")
    except UnicodeEncodeError:
        return False
    return True


def _cp949_bytes(character: str) -> int:
    return len(character.encode("cp949")) if _in_cp949(character) else 2
