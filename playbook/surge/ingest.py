"""Files of messages, read as a stream: JSON Lines, CSV, TSV, XLSX and Parquet.

    for row in read_messages(Path("reviews.csv"), None):
        if isinstance(row, Rejected): ...   # row number, reason, what stood there
        else: ...                           # a Message, with its other columns in row.extra

A row that cannot be read is handed out as ``Rejected`` in its place and the others go on; only a file that cannot
be read at all is an error. JSON Lines, CSV and TSV need no more memory for a larger file.
"""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

from playbook.errors import InputError
from playbook.surge.columns import Rejected, Row, UnreadableError, to_row
from playbook.surge.encodings import detect, read_lines
from playbook.surge.tables import Cells, read_delimited, read_parquet, read_sheet

__all__ = ["ENDINGS", "FORMATS", "Rejected", "Row", "Rows", "format_of", "read_messages"]

FORMATS = ("jsonl", "csv", "tsv", "xlsx", "parquet")

ENDINGS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
}
"""File ending and the format it means."""

MAX_RAW = 100_000
"""Code points of a refused row that are kept."""


class Rows(Iterator[Row | Rejected]):
    """The rows of one file, and how it was read."""

    def __init__(self, rows: Iterator[Row | Rejected], format: str, encoding: str | None) -> None:  # noqa: A002 - the word of the command line
        self._rows = rows
        self.format = format
        """One of ``FORMATS``."""
        self.encoding = encoding
        """``utf-8``, ``utf-8-sig``, ``cp949`` or ``utf-16``; None for XLSX and Parquet."""

    def __next__(self) -> Row | Rejected:
        return next(self._rows)


def format_of(target: Path, format: str | None = None) -> str:  # noqa: A002 - the word of the command line
    """The format of a file: the one asked for, else the one that its ending means.

    Raises:
        InputError: neither is known.
    """
    if format is not None:
        if format not in FORMATS:
            raise InputError(f"format {format!r} is unknown; choose one of {', '.join(FORMATS)}.")
        return format
    if target.suffix.casefold() not in ENDINGS:
        raise InputError(f"{target}: the ending says no format; name it with --format ({', '.join(FORMATS)}).")
    return ENDINGS[target.suffix.casefold()]


def read_messages(source: Path | BinaryIO, format: str | None) -> Rows:  # noqa: A002 - the word of the command line
    """Messages and refused rows of a file or a binary stream, in order.

    Args:
        source: a file, or a stream that is read to its end and left open.
        format: one of ``FORMATS``; None takes the file's ending, and JSON Lines for a stream.

    Raises:
        InputError: the file cannot be opened, its format is unknown, it is not of that format, or no column holds
            the text. What can only be found later is raised while reading.
    """
    if isinstance(source, Path):
        kind, name = format_of(source, format), str(source)
        try:
            stream: BinaryIO = source.open("rb")
        except OSError as error:
            raise InputError(f"{name}: cannot be opened: {error.strerror or error}.") from error
    else:
        kind, name = format_of(Path("-.jsonl"), format), "standard input"
        stream = source
    try:
        if kind == "jsonl":
            encoding: str | None = "utf-8"
        else:
            stream = _seekable(stream)
            encoding = detect(stream) if kind in ("csv", "tsv") else None
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}.") from error
    return Rows(_rows(stream, kind, encoding, name, close=stream is not source), kind, encoding)


def _rows(stream: BinaryIO, kind: str, encoding: str | None, name: str, *, close: bool) -> Iterator[Row | Rejected]:
    table: dict[str, Callable[[], Iterator[Cells]]] = {
        "jsonl": lambda: _json_lines(stream, name),
        "csv": lambda: read_delimited(stream, cast(str, encoding), ",", name),
        "tsv": lambda: read_delimited(stream, cast(str, encoding), "\t", name),
        "xlsx": lambda: read_sheet(stream, name),
        "parquet": lambda: read_parquet(stream, name),
    }
    try:
        for number, cells, raw, problem in table[kind]():
            if problem:
                yield Rejected(row=number, reason=problem, raw=_cut(raw))
                continue
            try:
                yield to_row(number, cells)
            except UnreadableError as error:
                yield Rejected(row=number, reason=str(error), raw=_cut(raw))
    except OSError as error:
        raise InputError(f"{name}: cannot be read further: {error.strerror or error}.") from error
    finally:
        if close:
            stream.close()


def _json_lines(stream: BinaryIO, name: str) -> Iterator[Cells]:
    first = True
    for number, text, problem in read_lines(stream, "utf-8"):
        if not problem and not text.strip():
            continue
        if first:
            first = False
            _refuse_other_shapes(text, name)
        if problem:
            yield Cells(number, {}, text, problem)
            continue
        try:
            value = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
        except RecursionError:
            yield Cells(number, {}, text, "the line is nested too deeply; write one flat object a line")
        except json.JSONDecodeError as error:
            yield Cells(
                number, {}, text, f"the line is no JSON: {error.msg} at character {error.colno}; mend or delete it"
            )
        except ValueError as error:
            yield Cells(number, {}, text, f"the line is no JSON: {str(error)[:80]}; mend or delete it")
        else:
            if isinstance(value, dict):
                yield Cells(number, value, text, "")
            else:
                yield Cells(number, {}, text, 'the line is no object; write {"text": "…"}')


def _refuse_other_shapes(text: str, name: str) -> None:
    start = text.lstrip()
    if start.startswith("["):
        raise InputError(f"{name}: this is one JSON array; write one object a line (JSON Lines).")
    if start.startswith(("\\xff\\xfe", "\\xfe\\xff")):
        raise InputError(f"{name}: this is UTF-16; save JSON Lines as UTF-8.")
    if start.startswith(("PK\x03\x04", "PAR1")):
        raise InputError(f"{name}: this is no JSON Lines; name its format with --format ({', '.join(FORMATS)}).")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError(f"{digits} is too large a number")
    return value


def _seekable(stream: BinaryIO) -> BinaryIO:
    """The stream itself, or a copy on disk of one that cannot go back."""
    if stream.seekable():
        return stream
    copy = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - the reader closes it
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy


def _cut(raw: str | dict[str, Any]) -> str | dict[str, Any]:
    if isinstance(raw, str):
        # A line end says nothing here; half a character could not be written out.
        plain = raw.rstrip("\r\n").encode("utf-8", "backslashreplace").decode("utf-8")
        return plain if len(plain) <= MAX_RAW else plain[:MAX_RAW] + "…"
    return {key: _cut(value) if isinstance(value, str) else value for key, value in raw.items()}
