"""E-mail and network addresses."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from playbook.language.privacy.candidates import Candidate, follows

_LOCAL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}"
_AT = r"(?:\s?@\s?|\s?(?:골뱅이|앳)\s?|\s?[(\[{]\s?(?:at|골뱅이|앳|@)\s?[)\]}]\s?)"
_DOT = r"(?:\s?\.\s?|\s?(?:닷|쩜|점)\s?|\s?[(\[{]\s?(?:dot|닷|점|\.)\s?[)\]}]\s?|\sdot\s)"
_PROVIDER = r"(?:네이버|지메일|쥐메일|다음|한메일|네이트|카카오|구글|핫메일|아웃룩|야후)"
_LABEL = rf"(?:[A-Za-z0-9][A-Za-z0-9-]{{0,62}}|{_PROVIDER})"
_TOP = r"(?:[A-Za-z]{2,24}(?![A-Za-z0-9-])|컴|넷|케이알)"

_PLAIN = re.compile(rf"{_LOCAL}@(?:[A-Za-z0-9-]{{1,63}}\.)+[A-Za-z]{{2,24}}(?![A-Za-z0-9-])")
_DISGUISED = re.compile(rf"{_LOCAL}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,2}}{_DOT}{_TOP}")
_SPOKEN = re.compile(rf"{_LOCAL}\s+at\s+{_LABEL}(?:\s+dot\s+{_LABEL}){{0,2}}\s+dot\s+[A-Za-z]{{2,24}}\b", re.I)
_PROVIDER_ONLY = re.compile(rf"{_LOCAL}{_AT}{_PROVIDER}(?!\s?[.닷쩜점])")

_DISGUISE_HINT = re.compile(r"골뱅이|앳|[(\[{]\s?(?:at|@)|@\s?[가-힣]|\s@|@\s|@[^@]*(?:닷|쩜|\bdot\b|\(|\[)", re.I)

_IPV4 = re.compile(r"(?<![\d.A-Za-z])(?:\d{1,3}\.){3}\d{1,3}(?![\d]|\.\d|[A-Za-z])")
_IPV6 = re.compile(r"(?<![A-Za-z0-9:.])(?=[0-9A-Fa-f:]*\d)(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![A-Za-z0-9:.])")
_TWO_DIGITS = re.compile(r"\d\d")
_VERSION_WORD = re.compile(
    r"(?:버전|버젼|펌웨어|빌드|업데이트|ver\.?|version|build|firmware|release|\bv)\s?[:.]?\s?$", re.I
)


def find_emails(view: str) -> Iterator[Candidate]:
    """E-mail addresses, also with 골뱅이, 앳, (at), 닷컴 and Korean names of providers."""
    if "@" in view:
        for match in _PLAIN.finditer(view):
            yield Candidate("EMAIL", match.start(), match.end(), 0.99)
    if _DISGUISE_HINT.search(view):
        for match in _DISGUISED.finditer(view):
            yield Candidate("EMAIL", match.start(), match.end(), 0.9)
        for match in _PROVIDER_ONLY.finditer(view):
            yield Candidate("EMAIL", match.start(), match.end(), 0.7)
    if " dot " in view or " DOT " in view:
        for match in _SPOKEN.finditer(view):
            yield Candidate("EMAIL", match.start(), match.end(), 0.9)


def find_addresses_of_machines(view: str) -> Iterator[Candidate]:
    """IP addresses, version 4 and 6; numbers of software versions are left alone."""
    if view.count(".") >= 3:
        for match in _IPV4.finditer(view):
            # 1.2.3.4 numbers a list more often than a machine
            plausible = _is_address(match.group()) and _TWO_DIGITS.search(match.group())
            if plausible and not follows(view, match.start(), _VERSION_WORD, 12):
                yield Candidate("IP", match.start(), match.end(), 0.8)
    if view.count(":") >= 2:
        for match in _IPV6.finditer(view):
            if _is_address(match.group()) and len(match.group().replace(":", "")) > 3:
                yield Candidate("IP", match.start(), match.end(), 0.8)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
