# ruff: noqa: E501 - expressions over Korean count double; broken up they read worse
"""What a text states in figures: counts, amounts, shares, sizes, spans of time, dates, times and names, each typed.

Two spellings of one value are equal: ``3,370만 명`` and ``33.7 million people``, ``오후 6시`` and ``18:00``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from playbook.language.normalise import normalise
from playbook.language.privacy.names import GIVEN, NOT_NAMES, SURNAMES
from playbook.reply.numerals import MONTH, MONTHS, NUMBER, WORDS, number

ValueType = Literal["count", "amount", "percentage", "size", "duration", "date", "time", "name"]
"""What sort of value it is."""


class Value(NamedTuple):
    """A value that a text states."""

    type: ValueType
    text: str
    """As it was written."""
    start: int
    """First code point in the text."""
    end: int
    """One past the last code point."""
    unit: str = ""
    """What is counted or measured; empty where the text does not say."""
    number: Decimal | None = None
    """Durations in seconds (``second``) or months (``month``), times in minutes after midnight."""
    date: tuple[int | None, int | None, int | None] | None = None
    """Year, month and day, as far as the text gives them."""


_UNITS = {
    "people": "명|인|분|people|persons?|customers|users|passengers|patients|employees|workers|members|subscribers"
    "|children|residents|staff|injured|hurt|dead|deaths|injuries|fatalities|victims",
    "account": "계정|accounts?",
    "case": "건|cases?|reports?|complaints?",
    "record": "records?",
    "unit": "대|units?|vehicles?|cars?|phones?|devices?|products?|packs?",
    "place": "곳|개소|stores?|shops?|branches|branch|sites?",
    "time": "회|차례|times",
    "thing": "개",
    "item": "가지|종|items?",
    "fold": "배",
}
_MONEY = {
    "KRW": "원|won|krw|₩", "USD": "달러|dollars?|usd|$", "EUR": "유로|euros?|eur|€", "GBP": "파운드|pounds?|gbp|£",
    "JPY": "엔|yen|jpy", "CNY": "위안|yuan|cny",
}  # fmt: skip
_BYTES = {"kb": 3, "mb": 6, "gb": 9, "tb": 12, "기가": 9, "테라": 12, "메가": 6}
_SPANS = {
    "초": 1, "second": 1, "분": 60, "minute": 60, "시간": 3600, "hour": 3600, "영업일": 86400, "일": 86400,
    "day": 86400, "주일": 604800, "주": 604800, "week": 604800,
}  # fmt: skip
_MONTHS = {"개월": 1, "달": 1, "month": 1, "년": 12, "year": 12}
_HALVES = {"오전": "a", "새벽": "a", "아침": "a", "오후": "p", "낮": "p", "저녁": "p", "밤": "p"}
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in re.split(r"\|", names.replace("?", ""))}
_UNIT_OF |= {name.removesuffix("s"): unit for name, unit in list(_UNIT_OF.items())}
_CURRENCY_OF = {name: code for code, names in _MONEY.items() for name in names.replace("?", "").split("|")}
_COUNTED_AS_THINGS = {"thing", "item", "account", "record", "unit", "place"}
"""What Korean may count by 개, which leaves open what it is."""
_CURRENCY_OF |= {"dollar": "USD", "euro": "EUR", "pound": "GBP"}
_COUNTED = "|".join(_UNITS.values())
_KOREAN_COUNTED = "명|인(?!당)|계정|건|대|곳|개소|회|차례|개(?!월)|가지|종|배"
_ENGLISH_COUNTED = "|".join(re.findall(r"[a-z?]+", _COUNTED))
_TITLE = r"(?:대표이사|대표|회장|부회장|사장|부사장|의장|전무|상무|본부장|이사장|이사)"

_VALUE = re.compile(
    # where a value can begin at all
    r"(?:(?=[0-9$€£₩오정])|(?<![가-힣a-z0-9])(?=[낮밤새아저자일이삼사육칠팔구십백천만억한두세네다여열스서마쉰예acdefgjkmnostu]))(?:"
    rf"(?P<date>(?:(?P<y1>[12]\d{{3}})년 ?)?(?<![\d.])(?P<m1>1[0-2]|0?[1-9])월(?: ?(?P<d1>[0-3]?\d)일(?!간))?"
    rf"|(?<![\d.-])(?P<y2>[12]\d{{3}})[-./] ?(?P<m2>1[0-2]|0?[1-9])[-./] ?(?P<d2>[0-3]?\d)(?![\d])"
    rf"|(?<![\w.])(?P<d3>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?(?P<m3>{MONTH})\.?(?:,? (?P<y3>[12]\d{{3}}))?"
    rf"|\b(?P<m4>{MONTH})\.? (?P<d4>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:])(?:,? (?P<y4>[12]\d{{3}}))?"
    rf"|\b(?P<m5>{MONTH}) (?P<y5>[12]\d{{3}})|(?<![\d.])(?P<y6>[12]\d{{3}})년(?!간)"
    # in figures alone the order is certain only where the day is past the 12th
    r"|(?<![\d./])(?:(?P<d7>1[3-9]|2\d|3[01])/(?P<m7>1[0-2]|0?[1-9])|(?P<m8>1[0-2]|0?[1-9])/(?P<d8>1[3-9]|2\d|3[01]))/(?P<y7>[12]\d{3})(?!\d)"
    r"|(?<![\d.])(?P<d6>[0-3]?\d)일(?=(?:까지|부터|에|자|,| ?오전| ?오후)))"
    r"|(?P<time>(?P<half>오전|오후|낮|밤|새벽|아침|저녁)? ?(?<![\d.])(?P<h1>[0-2]?\d)시(?!간)(?: ?(?P<n1>[0-5]?\d)분| ?(?P<thirty>반))?"
    r"|(?<![\d:])(?P<h2>[0-2]?\d):(?P<n2>[0-5]\d)(?!\d)(?: ?(?P<p2>[ap])\.?m\b\.?)?"
    r"|(?<![\d.:])(?P<h3>1[0-2]|[1-9]) ?(?P<p3>[ap])\.?m\b\.?|\b(?P<named>noon|midnight)\b|(?P<named_ko>정오|자정))"
    rf"|(?P<amount>(?P<sign>[$€£₩]|(?:krw|usd|eur|gbp|jpy|cny)(?= ?[0-9])) ?(?P<a1>{NUMBER})|(?P<a2>{NUMBER}) ?(?P<money>원|달러|유로|파운드|엔|위안|won\b|dollars?\b|euros?\b"
    r"|pounds?\b|yen\b|yuan\b|krw\b|usd\b|eur\b|gbp\b))"
    rf"|(?P<percentage>(?P<p>{NUMBER}) ?(?:%|퍼센트|프로(?=[는가를로의에 .])|percent|per ?cent))"
    rf"|(?P<size>(?P<b>{NUMBER}) ?(?P<bytes>kb|mb|gb|tb|기가|테라|메가))"
    rf"|(?P<duration>(?P<t>{NUMBER}|(?:한|두|세|네)(?= ?(?:시간|주|달))|an?(?= (?:hour|day|week|month|year))) ?-?(?P<span>초|분(?!의|들)|시간|영업일|일|주일|주(?=[ 가-힣])(?!년)|개월|달(?!러)|년"
    r"|(?:business |working )?(?:second|minute|hour|day|week|month|year)s?\b))"
    rf"|(?P<count>(?P<c>{NUMBER})(?: ?(?:여|개 ?(?=계정)))? ?(?P<ko>{_KOREAN_COUNTED})|(?P<n>{NUMBER})(?P<between>(?: (?!of\b|and\b|or\b)[a-z-]+){{0,2}}?) (?P<en>{_ENGLISH_COUNTED})\b"
    rf"|(?<![\w.])(?P<w>{WORDS}) ?(?P<native>명|분(?=[이의은께을 ,])|곳|건|대|개(?!월)|차례|가지)|(?P<bare>{NUMBER})(?![\w.:/-]*\w)))"
)
_NAME = re.compile(
    rf"{_TITLE} (?P<k1>[{SURNAMES}][{GIVEN}]{{2}})(?=[은는이가을를의과와께도]|[^가-힣]|$)|(?<![가-힣])(?P<k2>[{SURNAMES}][{GIVEN}]{{2}}) {_TITLE}(?![가-힣]{{2}})"
    r"|(?:㈜|주식회사 ?)(?P<k3>[가-힣a-z0-9]{2,12}?)(?=[은는이가의을를와과에 .,]|$)|(?P<k4>[가-힣a-z0-9]{2,12})(?:\(주\)|㈜)"
    r"|\b(?:mr|mrs|ms|dr|ceo|chairman|president)\.? (?P<e1>[a-z]+(?: [a-z]+)?)(?=[ ,.]|$)"
)
MAY_NAME = re.compile(
    r"대표|회장|사장|의장|전무|상무|본부장|이사|㈜|\(주\)|주식회사|\b(?:inc|ltd|corp|llc|gmbh|plc|co|mr|mrs|ms|dr|ceo|chairman|president)\b"
)
"""Without one of these, in lower case, nobody is named in a way that is read as a name."""
_NAME_IN_CAPITALS = re.compile(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?")
_ORGANISATION = re.compile(r"\b([A-Z][\w&-]*(?: [A-Z][\w&-]*){0,2}),? (?:Inc|Ltd|Corp|LLC|GmbH|PLC|Co)\b\.?")


@lru_cache(maxsize=512)
def values(text: str) -> tuple[Value, ...]:
    """All values of ``text`` in order, none overlapping another. Never raises."""
    normal = normalise(text)
    found = list(_found(normal.folded))
    if MAY_NAME.search(normal.folded):
        found += _names(normal.folded, normal.text)
    placed: list[Value] = []
    for value in sorted(found, key=lambda value: value.start):
        start, end = normal.span(value.start, value.end)
        if not placed or placed[-1].end <= start:  # one letter such as ¼ may stand for two numbers
            placed.append(value._replace(start=start, end=end, text=text[start:end]))
    return tuple(placed)


def same(stated: Value, ground: Value) -> bool:
    """Whether ``ground`` holds what was stated: it may say more (a year, a unit), never less or another thing."""
    if stated.type == "date" or ground.type == "date":
        if stated.date is None or ground.date is None:
            return False
        return all(mine is None or mine == its for mine, its in zip(stated.date, ground.date, strict=True))
    if stated.type == "name" or ground.type == "name":
        return stated.type == ground.type and stated.unit == ground.unit
    if stated.number is None or stated.number != ground.number:
        return False
    if stated.type == "count" and not stated.unit:
        return ground.type != "time"
    if "thing" in (stated.unit, ground.unit):
        return {stated.unit, ground.unit} <= _COUNTED_AS_THINGS
    return (stated.type, stated.unit) == (ground.type, ground.unit)


def _found(folded: str) -> Iterator[Value]:
    at = 0
    while match := _VALUE.search(folded, at):
        value = _typed(match)
        at = match.end() if value else match.start() + 1
        if value:
            yield value


def _typed(match: re.Match[str]) -> Value | None:
    """The value of a match; None where it only looks like one."""
    read = next(reader for name, reader in _READERS.items() if match[name] is not None)(match)
    return None if read is None else read._replace(text=match[0], start=match.start(), end=match.end())


def _date(match: re.Match[str]) -> Value | None:
    parts = [next((match[f"{part}{n}"] for n in range(1, 9) if _has(match, f"{part}{n}")), None) for part in "ymd"]
    year, month, day = parts
    numbered = None if month is None else int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1
    if day is not None and not 1 <= int(day) <= 31:
        return None
    return Value("date", "", 0, 0, date=((year and int(year)) or None, numbered, (day and int(day)) or None))


def _has(match: re.Match[str], group: str) -> bool:
    return group in match.re.groupindex and match[group] is not None


def _time(match: re.Match[str]) -> Value | None:
    named = match["named"] or match["named_ko"]
    if named:
        return Value("time", "", 0, 0, number=Decimal(720 if named in ("noon", "정오") else 0))
    hour = int(match["h1"] or match["h2"] or match["h3"])
    minute = 30 if match["thirty"] else int(match["n1"] or match["n2"] or 0)
    half = match["p2"] or match["p3"] or _HALVES.get(match["half"] or "", "")
    if hour > 24 or (half and hour > 12 and match["half"] is None):
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half and hour <= 12 else hour
    return Value("time", "", 0, 0, number=Decimal(hour * 60 + minute))


def _amount(match: re.Match[str]) -> Value | None:
    unit = _CURRENCY_OF[match["sign"] or match["money"]]
    return _numbered("amount", match["a1"] or match["a2"], unit)


def _percentage(match: re.Match[str]) -> Value | None:
    return _numbered("percentage", match["p"], "%")


def _size(match: re.Match[str]) -> Value | None:
    return _numbered("size", match["b"], "byte", Decimal(10) ** _BYTES[match["bytes"]])


def _duration(match: re.Match[str]) -> Value | None:
    span = match["span"].split()[-1]
    span = span.removesuffix("s") if span.isascii() else span
    worked = "" if match["span"] == span or not match["span"].startswith(("business", "working")) else "working "
    if span in _MONTHS:
        return _numbered("duration", match["t"], "month", Decimal(_MONTHS[span]))
    working = "working " if span == "영업일" else worked
    return _numbered("duration", match["t"], f"{working}second", Decimal(_SPANS[span]))


def _count(match: re.Match[str]) -> Value | None:
    if match["bare"] is not None:
        return _numbered("count", match["bare"], "")
    unit = match["ko"] or match["native"] or match["en"]
    return _numbered("count", match["c"] or match["n"] or match["w"], _UNIT_OF.get(unit, unit))


def _names(folded: str, cased: str) -> Iterator[Value]:
    for match in _NAME.finditer(folded):
        group = next(name for name in ("k1", "k2", "k3", "k4", "e1") if match[name] is not None)
        capital = _NAME_IN_CAPITALS.match(cased, match.start(group)) if group == "e1" else None
        if match[group] not in NOT_NAMES and (group != "e1" or capital):
            yield Value("name", match[0], *match.span(), unit=capital[0].lower() if capital else match[group])
    for match in _ORGANISATION.finditer(cased):
        yield Value("name", match[0], *match.span(), unit=match[1].lower())


def _numbered(kind: ValueType, written: str, unit: str, times: Decimal = Decimal(1)) -> Value | None:
    read = number(written)
    return None if read is None else Value(kind, "", 0, 0, unit=unit, number=(read * times).normalize())


_READERS = {
    "date": _date, "time": _time, "amount": _amount, "percentage": _percentage, "size": _size, "duration": _duration,
    "count": _count,
}  # fmt: skip
