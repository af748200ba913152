"""Numbers of orders and parcels: known only by the word beside them, since every shop has its own shape."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.language.privacy.candidates import Candidate

_LINK = r"(?:\s?(?:번호|넘버|코드|[Nn]o\.?|[Nn]umber|[Ii][Dd]|#|가|는|은|이|도|is|was|[:：()]|-(?=\s)))*\s*[:#(]?\s?"
_VALUE = r"(?P<value>(?=(?:[A-Za-z-]*\d){4})[A-Za-z0-9](?:-?[A-Za-z0-9]){4,29})"

_ORDER = re.compile(
    rf"(?:(?:주문|오더|예약|구매|결제)\s?(?:번호|넘버|코드|[Nn]o\.?)|\b[Oo]rder(?=\s*(?:number|no|id|#|:))){_LINK}{_VALUE}"
    r"(?![A-Za-z0-9])"
)
_ORDER_DATED = re.compile(r"(?:주문|[Oo]rder)\s?[:#]?\s?(?P<value>20\d{6}-?\d{5,10})(?!\d)")

_PARCEL = re.compile(
    rf"(?:운송장|송장|등기|택배|\b[Tt]racking|\b[Ww]aybill){_LINK}"
    r"(?P<value>[A-Z]{2}\d{9}[A-Z]{2}|1Z[0-9A-Z]{16}|\d(?:[- ]?\d){9,14})(?![A-Za-z0-9])"
)
_PARCEL_ABROAD = re.compile(r"(?<![A-Za-z0-9])(?P<value>[A-Z]{2}\d{9}KR)(?![A-Za-z0-9])")

_WORD = re.compile(r"주문|오더|예약|구매|결제|[Oo]rder|운송장|송장|등기|택배|[Tt]racking|[Ww]aybill|\dKR")


def find_orders(view: str) -> Iterator[Candidate]:
    """Order numbers after a word such as 주문번호, and parcel numbers after one such as 운송장."""
    if not _WORD.search(view):
        return
    for pattern in (_ORDER, _ORDER_DATED):
        for match in pattern.finditer(view):
            yield Candidate("ORDER_NO", *match.span("value"), 0.9)
    for match in _PARCEL.finditer(view):
        yield Candidate("TRACKING_NO", *match.span("value"), 0.9)
    for match in _PARCEL_ABROAD.finditer(view):
        yield Candidate("TRACKING_NO", *match.span("value"), 0.7)
