"""Numbers that were written so that a filter would not see them: 공일공-일이삼사-…, O1O, 0🐶1🐶0, 1️⃣2️⃣.

A disguised run is read as digits, and only as digits: a run is kept if what it spells has the shape of a number that
somebody would hide. Runs of plain digits are left to the plain patterns, whose boundaries are stricter; here a
number may be followed by another numeral, since 이 after a number is more often a particle than a two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.language.emoji import PATTERN as EMOJI
from playbook.language.privacy.candidates import Candidate, follows
from playbook.language.privacy.checksums import luhn
from playbook.language.privacy.issued import resident
from playbook.records import PersonalDataType

_VALUES = {**{str(digit): str(digit) for digit in range(10)}, "빵": "0", "륙": "6", "O": "0", "o": "0"}
_VALUES |= dict(zip("공영일이삼사오육칠팔구", "00123456789", strict=True)) | {"l": "1", "I": "1", "|": "1"}

_NUMERAL = r"[0-9공영빵일이삼사오육륙칠팔구OoIl|]"
_PLAIN_GAP = r"\s.,\-–—−·∙•・ㆍ()/~_*^"
_GAP = rf"(?:[{_PLAIN_GAP}ㄱ-ㅎㅏ-ㅣ\ufe0f\u20e3]|{EMOJI}|에|다시|하이픈|대시){{0,4}}?"

_RUN = re.compile(rf"(?<![A-Za-z]){_NUMERAL}(?:{_GAP}{_NUMERAL}){{8,21}}")
_PLAIN_RUN = re.compile(rf"[0-9{_PLAIN_GAP}]+")
_HINT = re.compile(
    r"(?:[공영빵일이삼사오육륙칠팔구][\s.\-]*){3}|\d[OoIl|]|[OoIl|]\d|\d\W*[\ufe0f\u20e3]|\d[^\x00-\x7f]+\d"
)

_MOBILE = re.compile(r"(?:82)?01[016789]\d{7,8}")
_LINE = re.compile(r"0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70)\d{7,8}")
_CARD = re.compile(r"[3-69]\d{15}")
_RESIDENT = re.compile(r"\d{13}")
_RESIDENT_WORD = re.compile(r"주민|외국인|등록\s?번호")
_CARD_WORD = re.compile(r"카드|card", re.I)


def find_disguised(view: str) -> Iterator[Candidate]:
    """Phone, resident and card numbers in runs that are not plain digits."""
    if not _HINT.search(view):
        return
    for match in _RUN.finditer(view):
        if _PLAIN_RUN.fullmatch(match.group()):
            continue
        yield from _spelled(view, match)


def _spelled(view: str, run: re.Match[str]) -> Iterator[Candidate]:
    places = [place for place in range(run.start(), run.end()) if view[place] in _VALUES]
    digits = "".join(_VALUES[view[place]] for place in places)
    for kind, match, confidence in _readings(digits, view, run.start()):
        first, last = places[match.start()], places[match.end() - 1]
        glued = first > 0 and view[first].isdigit() and view[first - 1].isdigit()
        # '2017-09-29 29일' ends with a word, not with a one: the disguise has to lie before the last numeral
        if glued or _PLAIN_RUN.fullmatch(view, first, last):
            continue
        end = last + 1
        while end < len(view) and view[end] in "\ufe0f\u20e3":  # what makes the last digit a keycap
            end += 1
        yield Candidate(kind, first, end, confidence)
        return


def _readings(digits: str, view: str, start: int) -> Iterator[tuple[PersonalDataType, re.Match[str], float]]:
    """What the digits of a run may be, the likeliest first."""
    if match := _MOBILE.search(digits):
        yield "KR_PHONE", match, 0.85
    if match := _LINE.match(digits):
        yield "KR_PHONE", match, 0.6
    if (match := _CARD.match(digits)) and (luhn(match.group()) or follows(view, start, _CARD_WORD)):
        yield "CARD", match, 0.8
    if match := _RESIDENT.match(digits):
        foreign, confidence = resident(match.group(), follows(view, start, _RESIDENT_WORD))
        if confidence:
            yield "KR_FRN" if foreign else "KR_RRN", match, confidence - 0.1
