"""From the columns of a file to a message: which header means what, and what each cell may hold.

A row is either understood as a whole or refused with one line that names the field and the mend; no value is guessed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, get_args

from pydantic import Field, ValidationError

from playbook.records import CHANNELS, Author, Context, Lang, Message, Record

FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "본문", "내용", "content", "review"),
    "id": ("id", "번호"),
    "lang": ("lang", "언어"),
    "channel": ("channel", "채널"),
    "posted_at": ("posted_at", "작성일", "date"),
    "context": ("context",),
    "author": ("author", "context.author", "작성자"),
    "followers": ("followers", "context.followers", "팔로워"),
    "prior_contacts": ("prior_contacts", "context.prior_contacts", "문의횟수"),
    "shares": ("shares", "context.shares", "공유"),
}
"""Field of a message and the headers that mean it; where a file has two of them, the first named here is taken."""

AUTHORS: tuple[str, ...] = get_args(Author)
LANGS: tuple[str, ...] = get_args(Lang)
COUNTS = ("followers", "prior_contacts", "shares")

_DATE = re.compile(
    r"(?P<y>\d{4})\s*[-./년]\s*(?P<m>\d{1,2})\s*[-./월]\s*(?P<d>\d{1,2})\s*[일.]?"
    r"(?:[T\s]*(?:(?P<half>오전|오후|AM|PM)\s*)?(?P<H>\d{1,2})\s*[:시]\s*(?:(?P<M>\d{1,2})\s*분?)?"
    r"(?::(?P<S>\d{1,2})(?:\.\d+)?)?(?:\s*(?P<end>AM|PM))?)?",
    re.IGNORECASE,
)


class Row(Message):
    """A message that came out of a file, with what else stood in its row."""

    row: int = Field(0, exclude=True)
    """Line or row number in the file, 1-based as an editor shows it."""
    extra: dict[str, Any] = Field({}, exclude=True)
    """Columns that are no field of a message, by their header; passed through to the output."""


class Rejected(Record):
    """A row that cannot be read; the others go on."""

    row: int
    """Line or row number in the file, 1-based as an editor shows it."""
    reason: str
    """One line: which field, what is wrong with it, how to mend it."""
    raw: str | dict[str, Any]
    """What stood there: the line as text, or the cells by header; long ones are cut."""


class UnreadableError(ValueError):
    """A row cannot become a message; the text is the reason of its ``Rejected``."""


@lru_cache(maxsize=512)
def assign(names: tuple[str, ...]) -> Mapping[str, str]:
    """Which of ``names`` holds which field of a message; names that mean nothing are left out."""
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(unicodedata.normalize("NFC", name).strip().strip("\ufeff").casefold(), name)
    found: dict[str, str] = {}
    for field, headers in FIELDS.items():
        for header in headers:
            if header in plain:
                found[field] = plain[header]
                break
    return found


def unique(names: list[str]) -> tuple[str, ...]:
    """Headers with none empty and none twice, so that no column hides another: ``note``, ``note_2``, ``column_3``."""
    taken: list[str] = []
    for position, name in enumerate(names, start=1):
        name = name.strip().strip("\ufeff") or f"column_{position}"
        count, free = 1, name
        while free in taken:
            count += 1
            free = f"{name}_{count}"
        taken.append(free)
    return tuple(taken)


def to_row(number: int, cells: Mapping[str, Any]) -> Row:
    """The message that the cells of row ``number`` hold; an absent id becomes the number.

    Raises:
        UnreadableError: a field cannot be used; says which, why and how to mend it.
    """
    where = assign(tuple(cells))
    if "text" not in where:
        raise UnreadableError(f"text: absent; name the text one of {', '.join(FIELDS['text'])}")
    used = {field: cells[name] for field, name in where.items()}
    taken = set(where.values())
    extra = {name: value for name, value in cells.items() if name not in taken}
    nested = _context(used.pop("context", None))
    for name in ("author", *COUNTS):
        # A column of its own wins over the same name within a nested context.
        if not _absent(used.get(name)):
            nested.pop(name, None)
        elif name in nested:
            used[name] = nested.pop(name)
    if nested:
        known = ", ".join(Context.model_fields)
        raise UnreadableError(f"context: unknown field {_short(next(iter(nested)))}; write {known}, or move it out")
    author = used.get("author")
    context: dict[str, Any] = {}
    if isinstance(author, str) and author.strip().casefold() in AUTHORS:
        context["author"] = author.strip().casefold()
    elif not _absent(author):
        extra[where.get("author", "author")] = author
    for name in COUNTS:
        if not _absent(used.get(name)):
            context[name] = _count(name, used[name])
    try:
        return Row(
            id=_identity(used.get("id"), number),
            text=_text(used["text"]),
            lang=_choice("lang", used.get("lang"), LANGS),
            channel=_choice("channel", used.get("channel"), CHANNELS),
            context=Context(**context),
            posted_at=_moment(used.get("posted_at")),
            row=number,
            extra=extra,
        )
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise UnreadableError(f"{place}: {first['msg']} (got {_short(first['input'])})") from error


def _absent(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…'"


def _clean(field: str, value: str) -> str:
    if "\0" in value:
        raise UnreadableError(f"{field}: a NUL character at position {value.index(chr(0)) + 1}; remove it")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableError(
            f"{field}: half a character (a lone surrogate) at position {error.start + 1}; export the file again"
        ) from error
    return value


def _text(value: Any) -> str:
    if _absent(value):
        raise UnreadableError("text: empty; fill it in or delete the row")
    if not isinstance(value, str):
        raise UnreadableError(f"text: {_short(value)} is no text; put it in quotation marks")
    return _clean("text", value)


def _identity(value: Any, number: int) -> str:
    if _absent(value):
        return str(number)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UnreadableError(f"id: {_short(value)} cannot name a message; write a text or a whole number")
    return _clean("id", str(value).strip())


def _choice(field: str, value: Any, choices: tuple[Any, ...]) -> Any:
    if _absent(value):
        return None
    plain = re.sub(r"[\s-]+", "_", value.strip().casefold()) if isinstance(value, str) else value
    if plain not in choices:
        raise UnreadableError(
            f"{field}: {_short(value)} is unknown; write one of {', '.join(choices)}, or leave it empty"
        )
    return plain


def _count(field: str, value: Any) -> int:
    plain = value
    if isinstance(value, str):
        # Spreadsheets write 1,200 and 1200.0 for the same count.
        digits = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?", value.strip(), re.ASCII)
        plain = int(digits[1].replace(",", "")) if digits and len(digits[1]) <= 15 else None
    elif isinstance(value, float) and value.is_integer():
        plain = int(value)
    if isinstance(plain, bool) or not isinstance(plain, int) or plain < 0:
        raise UnreadableError(f"{field}: {_short(value)} is no count; write a whole number from 0, such as 1200")
    return plain


def _context(value: Any) -> dict[str, Any]:
    if _absent(value):
        return {}
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, dict):
        raise UnreadableError('context: no object; write {"author": "press", "followers": 1200}, or leave it empty')
    return dict(value)


def _moment(value: Any) -> datetime | None:
    if _absent(value):
        return None
    if isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str):
            return _spelled(value.strip())
    except ValueError:
        pass
    # A bare number is refused: it may be seconds, milliseconds or a spreadsheet's day count.
    raise UnreadableError(f"posted_at: {_short(value)} is no date; write it as 2026-11-22T09:00:00+09:00")


def _spelled(value: str) -> datetime:
    found = _DATE.fullmatch(value)
    if found is None:
        if not re.match(r"\d{4}-", value):
            raise ValueError(value)
        return datetime.fromisoformat(value)
    hour = int(found["H"] or 0)
    half = (found["half"] or found["end"] or "").upper()
    if half and not 1 <= hour <= 12:
        raise ValueError(value)
    day = datetime(int(found["y"]), int(found["m"]), int(found["d"]), hour, int(found["M"] or 0), int(found["S"] or 0))
    if half in ("오후", "PM") and hour < 12:
        return day + timedelta(hours=12)
    return day - timedelta(hours=12) if half in ("오전", "AM") and hour == 12 else day
