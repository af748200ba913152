"""Personal data: found in a text as it came in, and replaced by typed marks.

>>> find("제 번호는 010-0000-1234예요")
(PersonalData(type='KR_PHONE', start=6, end=19, confidence=0.95),)
>>> mask("제 번호는 010-0000-1234예요")[0]
'제 번호는 <KR_PHONE>예요'

The patterns read the normalised text (full-width digits, look-alike letters and invisible characters are undone
there), :mod:`.disguise` reads numbers spelled out in words, and the spans that come back count code points of the
original. Everything after this step of the program sees the masked text only.

Masking repeats until nothing more is found, because a mark may bring two pieces of context together. So masking a
masked text changes nothing. A value that was found once is masked wherever it stands again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import get_args

from playbook.language.normalise import normalise
from playbook.language.privacy.candidates import Candidate, choose
from playbook.language.privacy.disguise import find_disguised
from playbook.language.privacy.issued import find_issued_numbers, find_passports
from playbook.language.privacy.online import find_addresses_of_machines, find_emails
from playbook.language.privacy.orders import find_orders
from playbook.language.privacy.people import find_people
from playbook.language.privacy.phones import find_phones
from playbook.language.privacy.places import find_places
from playbook.records import PersonalData, PersonalDataType

__all__ = ["find", "mask"]

_MARK = re.compile(rf"<(?:{'|'.join(get_args(PersonalDataType))})>")
_LONG_NUMBER = re.compile(r"\d(?:[^\d\n]{0,3}\n?\d){6}")
"""Seven digits that may belong together: the least that a number of a person has."""


def find(text: str) -> tuple[PersonalData, ...]:
    """The personal data in ``text``, in order, none overlapping another; spans count code points of ``text``.

    Marks that stand in the text already, such as ``<KR_PHONE>``, are never part of a find. Never raises.
    """
    return mask(text)[1]


def mask(text: str) -> tuple[str, tuple[PersonalData, ...]]:
    """``text`` with every find replaced by ``<TYPE>``, and the finds as :func:`find` gives them."""
    masked, found = _masked(text)
    return masked, tuple(
        PersonalData(type=find.type, start=find.start, end=find.end, confidence=find.confidence) for find in found
    )


def _masked(text: str) -> tuple[str, list[Candidate]]:
    """The masked text, and the finds with their places in ``text``."""
    current = text
    places: Sequence[int] = range(len(text))
    found: list[Candidate] = []
    while finds := _scan(current):
        pieces: list[str] = []
        kept: list[int] = []
        last = 0
        for find in finds:
            start, end = places[find.start], places[find.end - 1] + 1
            found.append(find._replace(start=start, end=end))
            mark = f"<{find.type}>"
            pieces += current[last : find.start], mark
            kept += places[last : find.start]
            kept += [start] * len(mark)
            last = find.end
        current = "".join(pieces) + current[last:]
        places = kept + list(places[last:])
    return current, sorted(found, key=lambda find: find.start)


def _scan(text: str) -> list[Candidate]:
    """One pass over ``text``: the finds with their places in it, and every repetition of what they cover."""
    normal = normalise(text)
    marks = [mark.span() for mark in _MARK.finditer(text)]
    finds = choose(
        (
            find._replace(start=start, end=end)
            for find in _candidates(normal.text)
            for start, end in [normal.span(find.start, find.end)]
        ),
        marks,
    )
    repeated = (
        find._replace(start=match.start(), end=match.end())
        for value, find in {text[find.start : find.end]: find for find in finds}.items()
        for match in _whole(value).finditer(text)
    )
    return choose([*finds, *repeated], marks)


def _candidates(view: str) -> Iterator[Candidate]:
    """What the finders see, each asked only where the text has what it needs."""
    yield from find_people(view)
    yield from find_emails(view)
    yield from find_disguised(view)
    if not any(digit in view for digit in "0123456789"):
        return
    if _LONG_NUMBER.search(view):
        yield from find_phones(view)
        yield from find_issued_numbers(view)
    yield from find_passports(view)
    yield from find_orders(view)
    yield from find_places(view)
    if "." in view or ":" in view:
        yield from find_addresses_of_machines(view)


def _whole(value: str) -> re.Pattern[str]:
    """``value`` where it is not a part of a longer number or word."""
    left = r"(?<!\d)" if value[0].isdigit() else r"(?<![A-Za-z가-힣])" if value[0].isalpha() else ""
    right = r"(?!\d|[.,]\d)" if value[-1].isdigit() else r"(?![A-Za-z])" if value[-1].isalpha() else ""
    return re.compile(left + re.escape(value) + right)
