"""Rows of CSV, TSV, XLSX and Parquet files, each with its number and its cells by header.

CSV is read by the standard library in strict mode and not by polars: a broken row has to be named by its line and
must not take its neighbours along, a text may hold line ends, and memory must not grow with the file.

An unclosed quotation mark would swallow every row after it. So where a record does not come out right, reading
resumes at the first of its lines that is a whole row by itself, and only the lines before are refused.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from playbook.errors import InputError
from playbook.surge.columns import FIELDS, assign, unique
from playbook.surge.encodings import Line, read_lines

MAX_RECORD = 8 * 1024 * 1024
"""Longest record of a CSV file, in code points."""

MAX_RECORD_LINES = 10_000

BATCH = 10_000


class Cells(NamedTuple):
    """One row of a table."""

    number: int
    """Line or row number, 1-based as an editor shows it."""
    cells: dict[str, Any]
    """By header; empty where there is a problem."""
    raw: str | dict[str, Any]
    """What stood there, for a person to mend."""
    problem: str
    """Why the row cannot be used; empty where it can."""


class _LineError(Exception):
    """A line cannot be part of a record."""


class _Feed:
    """Lines for the csv reader that remember what the record at hand has used, and can be put back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines, self._waiting = lines, deque[Line]()
        self.used: list[Line] = []
        self._length = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._lines)
        self.used.append(line)
        self._length += len(line.text)
        if line.problem:
            raise _LineError(line.problem)
        if self._length > MAX_RECORD or len(self.used) > MAX_RECORD_LINES:
            raise _LineError("a quotation mark that opens here is never closed; close it, or double it inside a text")
        return line.text

    def begin(self) -> None:
        """Forget the record that is done."""
        self.used, self._length = [], 0

    def put_back(self, lines: list[Line]) -> None:
        """Give ``lines`` out again."""
        self._waiting.extendleft(reversed(lines))


def read_delimited(stream: BinaryIO, encoding: str, delimiter: str, name: str) -> Iterator[Cells]:
    """Rows of a CSV or TSV stream; a tab or semicolon is used instead where only that finds the text column.

    Raises:
        InputError: there is no header, or no column holds the text.
    """
    # The limit is one for the process; a larger one that somebody else set stays.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD))
    feed = _Feed(read_lines(stream, encoding))
    try:
        delimiter = _delimiter(feed, delimiter)
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
        names = _header(next(reader), name)
    except StopIteration:
        raise InputError(f"{name}: empty; the first line has to name the columns.") from None
    except (csv.Error, _LineError) as error:
        raise InputError(f"{name}: line 1: the header cannot be read: {error}.") from error
    while True:
        feed.begin()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except (csv.Error, _LineError) as error:
            yield _refused(feed, len(names), delimiter, _mend(error))
            continue
        if not any(fields):
            continue
        surplus = len(fields) > len(names) and any(fields[len(names) :])
        # Fewer fields are common at the end of a row; over several lines they mean that a quote swallowed a row.
        if surplus or (len(fields) < len(names) and _restart(feed.used, len(names), delimiter)):
            problem = (
                f"the row has {len(fields)} fields, the header {len(names)}; put text that holds "
                f"{delimiter!r} in quotation marks, and close each of them"
            )
            yield _refused(feed, len(names), delimiter, problem)
            continue
        fields += [""] * (len(names) - len(fields))
        raw = "".join(line.text for line in feed.used)
        yield Cells(feed.used[0].number, dict(zip(names, fields, strict=False)), raw, "")


def read_sheet(stream: BinaryIO, name: str) -> Iterator[Cells]:
    """Rows of the first sheet of a workbook, all cells as text; the first row that is not empty is the header.

    Raises:
        InputError: it is no workbook, it is empty, or no column holds the text.
    """
    import polars as pl

    try:
        frame = pl.read_excel(
            stream.read(),
            has_header=False,
            drop_empty_rows=False,
            drop_empty_cols=False,
            infer_schema_length=0,  # everything as text: a sheet mixes types within a column
            raise_if_empty=False,
            read_options={"skip_rows": 0},  # else leading empty rows vanish and numbers are off
        )
    except Exception as error:  # the reader's own error class is private to it
        raise InputError(
            f"{name}: no XLSX workbook can be read: {_first_line(error)}. Save it again as XLSX."
        ) from error
    names: tuple[str, ...] = ()
    for number, values in enumerate(frame.iter_rows(), start=1):
        if all(value is None for value in values):
            continue
        if not names:
            names = _header([value or "" for value in values], name)
            continue
        cells = dict(zip(names, values, strict=True))
        yield Cells(number, cells, cells, "")
    if not names:
        raise InputError(f"{name}: the first sheet is empty; its first row has to name the columns.")


def read_parquet(stream: BinaryIO, name: str) -> Iterator[Cells]:
    """Rows of a Parquet file, numbered from 1.

    Raises:
        InputError: it is no Parquet file, or no column holds the text.
    """
    import polars as pl

    try:
        frame = pl.read_parquet(stream)
    except Exception as error:  # polars and the operating system both raise here
        raise InputError(f"{name}: no Parquet file can be read: {_first_line(error)}. Write it again.") from error
    _header(list(frame.columns), name)
    number = 0
    for batch in frame.iter_slices(BATCH):
        for cells in batch.iter_rows(named=True):
            number += 1
            yield Cells(number, cells, cells, "")


def _delimiter(feed: _Feed, declared: str) -> str:
    first: list[Line] = []
    chosen = declared
    for text in feed:
        first.append(feed.used[-1])
        if text.strip():
            # Excel writes tabs into its "Unicode text", and semicolons where the comma is the decimal mark.
            for delimiter in dict.fromkeys((declared, ",", "\t", ";")):
                if "text" in assign(tuple(text.rstrip("\r\n").replace('"', "").split(delimiter))):
                    chosen = delimiter
                    break
            break
    feed.put_back([line for line in first if line.text.strip()])
    feed.begin()
    return chosen


def _header(names: list[str], name: str) -> tuple[str, ...]:
    header = unique(names)
    if "text" not in assign(header):
        seen = ", ".join(repr(column[:40]) for column in header[:12])
        hint = " It looks like UTF-16 without a byte order mark; save it as UTF-8." if "\0" in "".join(header) else ""
        raise InputError(
            f"{name}: no column holds the text; the header has {seen}. Name one {' or '.join(FIELDS['text'])}.{hint}"
        )
    return header


def _refused(feed: _Feed, width: int, delimiter: str, problem: str) -> Cells:
    restart = _restart(feed.used, width, delimiter) or len(feed.used)
    lost, again = feed.used[:restart], feed.used[restart:]
    feed.put_back(again)
    return Cells(lost[0].number, {}, "".join(line.text for line in lost), problem)


def _restart(lines: list[Line], width: int, delimiter: str) -> int:
    """Position of the first line after the first one that is a whole row by itself, or 0."""
    for position, line in enumerate(lines[1:], start=1):
        if line.problem or line.text.count('"') % 2:
            continue
        try:
            fields = next(csv.reader([line.text], delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        if len(fields) == width:
            return position
    return 0


def _mend(error: Exception) -> str:
    if isinstance(error, _LineError):
        return str(error)
    if "unexpected end" in str(error):
        return "a quotation mark that opens here is never closed; close it, or double it inside a text"
    if "expected after" in str(error):
        return 'a quotation mark stands inside a quoted text; double it ("")'
    return f"the row is no CSV ({error}); export the file again"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
