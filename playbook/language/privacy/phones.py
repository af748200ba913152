"""Telephone numbers of people, in Korea and abroad.

Numbers that a company is called on are not personal and must stay readable in a reply: 15xx, 16xx and 18xx
representative numbers, 080 and the North American toll-free codes. No pattern here reaches them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.language.privacy.candidates import Candidate
from playbook.language.privacy.issued import digits_of

GAP = r"[\s.\-–—−·∙•・ㆍ()/~_]{0,3}"
"""What people put between the groups of a number, a line break among it."""

_AREA = r"(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50[2-8])"
_TOLL_FREE = r"8(?:00|88|77|66|55|44|33)"

_MOBILE = re.compile(
    rf"(?<!\d)(?:\(?\+?\s?\(?82\)?{GAP}(?:\(?0\)?{GAP})?|\(?0)1[016789]\)?{GAP}\d{{3,4}}{GAP}\d{{4}}(?!\d)"
)
_LINE = re.compile(
    rf"(?<!\d)(?<!\d[.,\-])(?:\+?82[ .\-]?\(?0?{_AREA}|\(?0{_AREA})(?:\)\s?|[ .\-–·ㆍ]{{1,2}})"
    r"\d{3,4}[ .\-–·ㆍ]{1,2}\d{4}(?![\d]|-\d)"
)
_LINE_UNBROKEN = re.compile(r"(?<![\d.\-])0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70)\d{7,8}(?![\d.\-])")

_ABROAD = re.compile(r"(?<![\d+])\+(?!82|0)\d{1,3}(?:[ .\-]?\(?\d{1,4}\)?){2,5}(?!\d)")
_TOLL_FREE_ABROAD = re.compile(rf"\+1[ .\-]?\(?{_TOLL_FREE}")
_NORTH_AMERICA = re.compile(
    rf"(?<![\d.\-])(?:1[ .\-])?(?:\((?!{_TOLL_FREE})[2-9]\d\d\) ?|(?!{_TOLL_FREE})[2-9]\d\d[.\-])[2-9]\d\d[.\- ]\d{{4}}"
    r"(?![\d\-])"
)


def find_phones(view: str) -> Iterator[Candidate]:
    """Mobile, land-line, internet and safe (050x) numbers of Korea; international and North American numbers."""
    for match in _MOBILE.finditer(view):
        yield Candidate("KR_PHONE", _start(match), match.end(), 0.95)
    for match in _LINE.finditer(view):
        yield Candidate("KR_PHONE", _start(match), match.end(), 0.9)
    for match in _LINE_UNBROKEN.finditer(view):
        yield Candidate("KR_PHONE", match.start(), match.end(), 0.7)
    for match in _ABROAD.finditer(view):
        if 8 <= len(digits_of(match.group())) <= 15 and not _TOLL_FREE_ABROAD.match(match.group()):
            yield Candidate("PHONE", match.start(), match.end(), 0.85)
    for match in _NORTH_AMERICA.finditer(view):
        yield Candidate("PHONE", match.start(), match.end(), 0.7)


def _start(match: re.Match[str]) -> int:
    """Where the number begins: after a bracket that closes behind it and not inside, as in ``(031-000-0000)``."""
    return match.start() + (match.group().startswith("(") and ")" not in match.group())
