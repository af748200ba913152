"""Where somebody lives, the car they drive and the code that opens their door."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.language.privacy.candidates import Candidate, follows, precedes
from playbook.language.privacy.regions import PROVINCE, REGION

_NOT_A_COUNT = (
    r"(?!\d|[,.]\d|\s*(?:시|분|초|일|월|년|개|명|원|만|천|억|번(?!지|길)|차|회|건|배|도|호선|출구|%|퍼센트|km|m\b|킬로|미터"
    r"|주년|살|세|가\s))"
)
"""After the number of a house: not what makes it a count, a time or an exit."""

_NUMBER = r"\d{1,5}(?:-\d{1,5})?"
_TOWN = r"(?:[가-힣\d]{1,7}(?:읍|면|동|가|리)\s+){0,2}"
# 으로 is a particle; no road is named with it
_ROAD = rf"[가-힣A-Za-z\d·]{{1,14}}(?:(?<!으)로|길)\s*(?:\d{{1,4}}[가-하]?(?:번)?길\s*)?{_NUMBER}"
_LOT = rf"[가-힣\d]{{1,7}}(?:동|리|가|읍|면)\s*(?:산\s*)?{_NUMBER}(?:\s*번지)?"
_BLOCK = (
    r"[가-힣A-Za-z\d]{2,15}"
    r"(?:아파트|빌라|오피스텔|맨션|주택|캐슬|자이|푸르지오|래미안|힐스테이트|하우스|원룸|타워|빌딩)"
)
_UNIT = (
    r"(?:지하\s*)?[Bb]?\d{1,4}\s*(?:동(?!안|네|일|시|작|생)|층|호(?![선기차점텔]))"
    r"(?:\s*[Bb]?\d{1,5}\s*(?:층|호(?![선기차점텔])))?"
)

_ADDRESS = re.compile(
    rf"(?:\(?(?:우편번호|우)?\s?\d{{5}}\)?\s+)?{REGION}{_TOWN}"
    rf"(?:(?:{_ROAD}|{_LOT}){_NOT_A_COUNT}|{_BLOCK}(?=[\s,]*\d{{1,4}}\s*[동호]))"
    rf"(?:[\s,]*(?:{_UNIT}|{_BLOCK}|\([가-힣\d,·\s]{{1,30}}\)))*"
)
_HOME = re.compile(rf"(?<![\d가-힣A-Za-z.,-])(?:{_BLOCK}\s*)?\d{{1,4}}\s*동\s*\d{{1,5}}\s*호(?![선기차점텔])")
_ADDRESS_HINT = re.compile(r"[로길동리가읍면산지]\s*\d|\d\s*[동호]")

_USE = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호"
_PLATE = re.compile(rf"(?<![\d.,-])(?:{PROVINCE}\s?\d{{1,2}}|\d{{2,3}})(\s?)[{_USE}](\s?)\d{{4}}(?!\d|[,.]\d)")
_PLATE_WORD = re.compile(r"차량|차\s?번호|번호판|차는|차가|택시|버스|트럭|승용차|주차|plate", re.I)
_PLATE_AFTER = re.compile(r"\s?(?:차량|번호판|택시|버스|트럭|승용차|차주|차\b)")
_CASE_WORD = re.compile(r"선고|판결|대법원|법원|헌재|사건")
_COUNTED = re.compile(r"\s?(?:년|원|개|명|건|회|만|천|억|번|시|분|점|부|장|대|km|m|g|kg|%)")

_DOOR = re.compile(
    r"(?:공동\s?현관문?|현관문?|출입문?|대문|도어\s?락|front\s+door|gate|door|entrance|building)[^.\n\d#*]{0,15}?"
    r"(?:비밀\s?번호|비번|암호|출입\s?번호|코드|code|password|passcode|pin\b)[^\n\d#*]{0,10}"
    r"(?P<code>[#*]{0,2}\d[\d#*]{2,9}|[#*]{0,2}\d(?:[ -]?[\d#*]){2,9})(?!\d)",
    re.I,
)
_KEYED = re.compile(
    r"(?:비밀\s?번호|비번|암호)[^\n\d#*]{0,10}(?P<code>[#*]{1,2}\d{3,8}[#*]{0,2}|\d{3,8}[#*]{1,2})(?!\d)"
)
_DOOR_WORD = re.compile(r"비번|비밀\s?번호|암호|출입\s?번호|코드|code|password|pin\b", re.I)


def find_places(view: str) -> Iterator[Candidate]:
    """Korean addresses (road name, lot, block and unit), number plates and door codes."""
    if _ADDRESS_HINT.search(view):
        for match in _ADDRESS.finditer(view):
            yield Candidate("KR_ADDRESS", match.start(), match.start() + len(match.group().rstrip(" ,\n")), 0.9)
        for match in _HOME.finditer(view):
            yield Candidate("KR_ADDRESS", match.start(), match.end(), 0.75)
    yield from _plates(view)
    if _DOOR_WORD.search(view):
        for pattern in (_DOOR, _KEYED):
            for match in pattern.finditer(view):
                yield Candidate("DOOR_CODE", *match.span("code"), 0.9)


def _plates(view: str) -> Iterator[Candidate]:
    for match in _PLATE.finditer(view):
        if follows(view, match.start(), _CASE_WORD, 40):  # court cases are numbered alike: 96도2753
            continue
        named = follows(view, match.start(), _PLATE_WORD) or precedes(view, match.end(), _PLATE_AFTER)
        # '30도 2024' and '12가 3456' differ in nothing but the words around them, so a gap asks for such a word
        unbroken = not match.group(1) and not match.group(2) and not precedes(view, match.end(), _COUNTED)
        if named or unbroken:
            yield Candidate("KR_VEHICLE", match.start(), match.end(), 0.9 if named else 0.7)
