"""Numbers as people write them, and months: 4,500; 1조 6,850억; 3천3백70만; 이백; 두; 33.7 million; two; March."""

from __future__ import annotations

import re
from decimal import Decimal

_PLAIN = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_SCALES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12}
_LARGE = {"만": 4, "억": 8, "조": 12}
_SMALL = {"십": 1, "백": 2, "천": 3}
_DIGITS = {letter: value for value, letter in enumerate("영일이삼사오육칠팔구")}
_NATIVE = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "스무": 20,
    "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
}  # fmt: skip
_NATIVE |= {
    f"{ten}{one}": tens + ones
    for ten, tens in {**{t: n for t, n in _NATIVE.items() if n >= 10 and t != "스무"}, "스물": 20}.items()
    for one, ones in _NATIVE.items()
    if ones < 10
}
_ENGLISH = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
_ENGLISH |= {
    f"{ten}-{one}": tens + ones
    for ten, tens in _ENGLISH.items()
    if 20 <= tens <= 90
    for one, ones in _ENGLISH.items()
    if ones < 10 and len(one) > 2
}

_KOREAN_RUN = rf"{_PLAIN}(?:(?: ?[십백천만억조])+(?: ?{_PLAIN})?)*"
NUMBER = (
    rf"(?:(?<![\w.,-]){_KOREAN_RUN}(?: ?(?:thousand|million|billion|trillion|bn|mn|k|m)\b)?"
    r"|(?<!\w)[일이삼사오육칠팔구]?[십백천만억][일이삼사오육칠팔구십백천만억]*(?= ?[명건원개대곳인])"
    r"|\b(?:a|one|two|three|four|five) dozen\b"
    r"|\b(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    r"(?: (?:hundred|thousand|million|billion))?)"
)
"""Expression of a number in figures, in Sino-Korean letters before what they count, or in an English word."""
WORDS = "|".join(sorted((w for w in _NATIVE if w != "한"), key=len, reverse=True))
"""Expression of a native Korean number word; 한 is too often another word."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""First letters of the English months, in order."""
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
"""An English month in lower case."""

_TOKEN = re.compile(rf"({_PLAIN})|([십백천])|([만억조])|([영일이삼사오육칠팔구])")


def number(written: str) -> Decimal | None:
    """The number that is written, or None where it is none.

    >>> number("1조 6,850억"), number("33.7 million"), number("이백")
    (Decimal('1685000000000'), Decimal('33700000.0'), Decimal('200'))
    """
    written = written.strip().lower()
    if written in _NATIVE:
        return Decimal(_NATIVE[written])
    head, _, scale = written.rpartition(" ") if " " in written else ("", "", "")
    if scale in _SCALES:
        counted = number(head)
        return None if counted is None else counted * Decimal(10) ** _SCALES[scale]
    if scale in ("hundred", "dozen") and head in _ENGLISH:
        return Decimal(_ENGLISH[head] * (100 if scale == "hundred" else 12))
    if written in _ENGLISH:
        return Decimal(_ENGLISH[written])
    glued = re.fullmatch(rf"({_PLAIN})(k|m|mn|bn)", written)
    if glued:
        return Decimal(glued[1].replace(",", "")) * Decimal(10) ** _SCALES[glued[2]]
    return _korean(written)


def _korean(written: str) -> Decimal | None:
    """Digits and 십, 백, 천 make a section; 만, 억, 조 close one."""
    total = section = Decimal(0)
    digit: Decimal | None = None
    at = 0
    for token in _TOKEN.finditer(written):
        if written[at : token.start()].strip():
            return None
        at = token.end()
        plain, small, large, letter = token.groups()
        if plain:
            digit = Decimal(plain.replace(",", ""))
        elif letter:
            digit = Decimal(_DIGITS[letter])
        elif small:
            section += (Decimal(1) if digit is None else digit) * 10 ** _SMALL[small]
            digit = None
        else:
            section += digit or 0
            total += (section or Decimal(1)) * 10 ** _LARGE[large]
            section, digit = Decimal(0), None
    if not at or written[at:].strip():
        return None
    return total + section + (digit or 0)
