"""Numbers that a state, a bank or a card company gives to one person.

The look-arounds ask for digits and not for word boundaries: a Korean particle follows a number without a space
(``4111-1111-1111-1111로``), and to a regular expression that particle is a letter of the same word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.language.privacy.candidates import Candidate, follows, precedes
from playbook.language.privacy.checksums import birth_date, business_number, foreigner_number, luhn, resident_number

_NOT_DIGIT = re.compile(r"\D+")

_RESIDENT = re.compile(r"(?<!\d)(\d{6})(\s?[-–—~.·]\s?|\s)?(\d{7})(?!\d)")
_HALF_MASKED = re.compile(r"(?<!\d)\d{6}\s?[-–—]\s?[0-9][*●○•xX]{6}")
_RESIDENT_WORD = re.compile(r"주민|외국인\s?등록|거소\s?신고|등록\s?번호|resident|RRN|alien", re.I)

_PASSPORT = re.compile(r"(?<![A-Za-z0-9])[MSRGDmsrgd](?:\d{8}|\d{3}[A-Za-z]\d{4})(?![A-Za-z0-9])")
_PASSPORT_WORD = re.compile(r"여권|passport", re.I)

_LICENCE = re.compile(
    r"(?<![\d-])(?:(?:1[1-9]|2[0-8])[- ]\d{2}[- ]\d{6}[- ]\d{2}"
    r"|(?:서울|부산|대구|인천|광주|대전|울산|경기|강원|충북|충남|전북|전남|경북|경남|제주)\s?\d{2}-\d{6}-\d{2})(?![\d-])"
)
_LICENCE_NAMED = re.compile(r"(?<!\d)\d{2}[- ]?\d{2}[- ]?\d{6}[- ]?\d{2}(?!\d)")
_LICENCE_WORD = re.compile(r"면허|licen[cs]e", re.I)

_BUSINESS = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{5}(?![\d-])")
_BUSINESS_NAMED = re.compile(r"(?<!\d)\d{3}[- ]?\d{2}[- ]?\d{5}(?!\d)")
_BUSINESS_WORD = re.compile(r"사업자|business\s+(?:registration|number)", re.I)

_ACCOUNT = re.compile(
    r"(?<![\d-])(?!20\d\d[-.]\d\d?[-.])(?:\d{10,14}|\d{2,6}(?:[- ]\d{1,7}){1,4})(?![\d-]|\s?원|[,.]\d)"
)
_ACCOUNT_WORD = re.compile(
    r"(?:(?:계좌|은행|뱅크|예금주|입금|송금|이체|카뱅|account|acct|bank)[^\d\n]{0,15}"
    r"|(?:KB|국민|신한|우리|하나|기업|IBK|농협|NH|카카오|토스|우체국|새마을금?고?|신협|수협|SC|제일|씨티|부산|대구|iM|광주"
    r"|전북|경남|제주|산업|KDB|케이)[^\d\n]{0,3})$",
    re.I,
)
_BANK_AFTER = re.compile(
    r"\s?[(,]?\s?(?:(?:국민|신한|농협|신협|수협|카카오|토스|케이|새마을|우체국|씨티|카뱅|KB|NH|IBK)|[가-힣]{2,4}(?:은행|뱅크))"
)

_CARD = re.compile(r"(?<!\d)(?<!\d[-.])[2-69]\d{3}(?:[ .-]?\d){9,15}(?![ .-]?\d)")
_CARD_GROUPS = re.compile(r"\d{4}([ .-])\d{4}\1\d{4}\1\d{4}|\d{4}([ -])\d{6}\2\d{5}")
_CARD_WORD = re.compile(r"카드|card|visa|master|amex", re.I)

_SSN = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
_SSN_NAMED = re.compile(r"(?<!\d)\d{3}[- ]?\d{2}[- ]?\d{4}(?!\d)")
_SSN_WORD = re.compile(r"\bSSN\b|social\s+security|사회\s?보장\s?번호", re.I)


def find_issued_numbers(view: str) -> Iterator[Candidate]:
    """Resident, foreigner, passport, licence, business, account, card and US social security numbers."""
    yield from _residents(view)
    yield from _documents(view)
    yield from _accounts(view)
    yield from _cards(view)


def find_passports(view: str) -> Iterator[Candidate]:
    """Korean passport numbers, old (M and 8 digits) and new (since 21 December 2021, a letter in the middle)."""
    for match in _PASSPORT.finditer(view):
        named = follows(view, match.start(), _PASSPORT_WORD)
        if named or match.group().isupper():
            yield Candidate("KR_PASSPORT", match.start(), match.end(), 0.95 if named else 0.6)


def digits_of(text: str) -> str:
    """The digits of ``text`` alone."""
    return _NOT_DIGIT.sub("", text)


def resident(digits: str, named: bool) -> tuple[bool, float]:
    """Whether 13 digits are a foreigner's number rather than a citizen's, and how sure the find is (0: not one)."""
    foreign = digits[6] in "5678"
    if not birth_date(digits):
        return foreign, 0.5 if named else 0.0
    holds = foreigner_number(digits) if foreign else resident_number(digits)
    return foreign, 0.99 if holds else 0.9 if named else 0.8


def _residents(view: str) -> Iterator[Candidate]:
    for match in _RESIDENT.finditer(view):
        named = follows(view, match.start(), _RESIDENT_WORD)
        foreign, confidence = resident(match.group(1) + match.group(3), named)
        if match.group(2) is None and not named:
            confidence -= 0.2  # thirteen digits in a row are also a parcel, a bar code, a moment in milliseconds
        if confidence > 0:
            yield Candidate("KR_FRN" if foreign else "KR_RRN", match.start(), match.end(), confidence)
    for match in _HALF_MASKED.finditer(view):
        yield Candidate("KR_RRN", match.start(), match.end(), 0.8)


def _documents(view: str) -> Iterator[Candidate]:
    for match in _LICENCE.finditer(view):
        yield Candidate("KR_DRIVER_LICENSE", match.start(), match.end(), 0.85)
    if _LICENCE_WORD.search(view):
        for match in _LICENCE_NAMED.finditer(view):
            if follows(view, match.start(), _LICENCE_WORD):
                yield Candidate("KR_DRIVER_LICENSE", match.start(), match.end(), 0.9)
    for match in _BUSINESS.finditer(view):
        holds = business_number(digits_of(match.group()))
        yield Candidate("KR_BRN", match.start(), match.end(), 0.85 if holds else 0.6)
    if _BUSINESS_WORD.search(view):
        for match in _BUSINESS_NAMED.finditer(view):
            if follows(view, match.start(), _BUSINESS_WORD):
                yield Candidate("KR_BRN", match.start(), match.end(), 0.95)
    for match in _SSN.finditer(view):
        yield Candidate("US_SSN", match.start(), match.end(), 0.7)
    if _SSN_WORD.search(view):
        for match in _SSN_NAMED.finditer(view):
            if follows(view, match.start(), _SSN_WORD):
                yield Candidate("US_SSN", match.start(), match.end(), 0.95)


def _accounts(view: str) -> Iterator[Candidate]:
    for match in _ACCOUNT.finditer(view):
        if 10 <= len(digits_of(match.group())) <= 14:
            if follows(view, match.start(), _ACCOUNT_WORD):
                yield Candidate("KR_ACCOUNT", match.start(), match.end(), 0.88)
            elif precedes(view, match.end(), _BANK_AFTER):
                yield Candidate("KR_ACCOUNT", match.start(), match.end(), 0.7)


def _cards(view: str) -> Iterator[Candidate]:
    for match in _CARD.finditer(view):
        digits = digits_of(match.group())
        if len(set(digits)) == 1:
            continue
        if luhn(digits):
            yield Candidate("CARD", match.start(), match.end(), 0.95 if len(digits) in (15, 16) else 0.75)
        elif _CARD_GROUPS.fullmatch(match.group()):
            yield Candidate("CARD", match.start(), match.end(), 0.65)
        elif follows(view, match.start(), _CARD_WORD):
            yield Candidate("CARD", match.start(), match.end(), 0.7)
