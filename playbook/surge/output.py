"""Files of results: rows out as JSON Lines, CSV, XLSX or Parquet, and the rows that could not be read.

JSON Lines is written row by row. The flat formats need all columns before the first row, so rows wait in a temporary
file on disk; nested fields become JSON text there. A file appears under its name only when it is complete.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, cast

from pydantic import BaseModel

from playbook.errors import InputError
from playbook.surge.columns import Rejected
from playbook.surge.ingest import format_of

CELL = 32_767
"""Characters that a cell of a workbook holds, counted as UTF-16 units."""

SHEET_ROWS = 1_048_576

BATCH = 10_000

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


class Writer:
    """Writes result rows to a file or a stream; use it as a context manager.

    A column that came in with the message and has the name of a result field is written as ``input_NAME``.
    An exception within the ``with`` block leaves the target as it was; what a stream has got stays there.
    """

    def __init__(self, target: Path | BinaryIO, format: str | None = None) -> None:  # noqa: A002 - the word of the command line
        """Open the target.

        Args:
            target: a file, or a binary stream that is left open.
            format: one of ``FORMATS``; None takes the file's ending, and JSON Lines for a stream.

        Raises:
            InputError: the format is unknown or the file cannot be written.
        """
        self.format = format_of(target if isinstance(target, Path) else Path("-.jsonl"), format)
        self.rows = 0
        """Rows written so far."""
        self.shortened = 0
        """Cells cut to what a workbook's cell holds."""
        self._target = target
        self._part: Path | None = None
        self._columns: dict[str, None] = {}
        try:
            self._sink = self._open(target)
        except OSError as error:
            raise InputError(f"{target}: cannot be written: {error.strerror or error}.") from error
        self._waiting: IO[bytes] = self._sink if self.format == "jsonl" else self._spool()

    def write(self, record: BaseModel | Mapping[str, Any], extra: Mapping[str, Any] | None = None) -> None:
        """Write one row: the fields of ``record`` in their order, then the columns of ``extra``."""
        fields = record.model_dump(mode="json") if isinstance(record, BaseModel) else dict(record)
        for name, value in (extra or {}).items():
            free = name
            while free in fields:
                free = f"input_{free}"
            fields[free] = value
        self._columns |= dict.fromkeys(fields)
        self._waiting.write(_json_line(fields))
        self.rows += 1

    def close(self) -> None:
        """Finish the file and give it its name.

        Raises:
            InputError: the rows do not fit the format, or the disk refuses them.
        """
        try:
            if self.format != "jsonl":
                self._waiting.seek(0)
                {"csv": self._csv, "tsv": self._csv, "xlsx": self._xlsx, "parquet": self._parquet}[self.format]()
                self._waiting.close()
            self._sink.flush()
            if isinstance(self._target, Path):
                self._sink.close()
                if self._part is not None:
                    self._part.replace(self._target)
        except BrokenPipeError:  # whoever read our output has seen enough
            self.abandon()
            raise
        except OSError as error:
            self.abandon()
            raise InputError(f"{self._target}: cannot be written: {error.strerror or error}.") from error
        except InputError:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Close without a result: a file keeps what it had before."""
        if self._waiting is not self._sink:
            self._waiting.close()
        if isinstance(self._target, Path):
            self._sink.close()
            if self._part is not None:
                self._part.unlink(missing_ok=True)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()

    def _spool(self) -> IO[bytes]:
        return tempfile.TemporaryFile()

    def _open(self, target: Path | BinaryIO) -> IO[bytes]:
        if not isinstance(target, Path):
            return target
        if target.exists() and not target.is_file():
            return target.open("wb")  # a pipe or a device cannot be replaced by a file; a folder is refused here
        self._part = target.with_name(target.name + ".part")
        return self._part.open("wb")

    def _spooled(self) -> Iterator[list[Any]]:
        for line in self._waiting:
            row = json.loads(line)
            yield [_flat(row.get(name)) for name in self._columns]

    def _csv(self) -> None:
        # The mark makes Excel read UTF-8; without it Korean text comes out as CP949 guesses.
        text = io.TextIOWrapper(cast(BinaryIO, self._sink), encoding="utf-8-sig", errors="replace", newline="")
        rows = csv.writer(text, delimiter="\t" if self.format == "tsv" else ",", lineterminator="\r\n")
        rows.writerow([_inert(name) for name in self._columns])
        for values in self._spooled():
            rows.writerow([_inert(value) for value in values])
        text.flush()
        text.detach()

    def _xlsx(self) -> None:
        import xlsxwriter  # type: ignore[import-untyped,unused-ignore]

        if self.rows >= SHEET_ROWS:
            raise InputError(f"{self.rows} rows do not fit a worksheet ({SHEET_ROWS - 1}); write CSV or Parquet.")
        book = xlsxwriter.Workbook(self._sink, {"constant_memory": True})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for row, values in enumerate(self._with_header()):
            for column, value in enumerate(values):
                if isinstance(value, bool):
                    sheet.write_boolean(row, column, value)
                elif isinstance(value, int | float) and abs(value) < 10**15:
                    sheet.write_number(row, column, value)
                elif value is not None:
                    # As a string always: a text that begins with = must not become a formula.
                    sheet.write_string(row, column, self._cell(str(value)))
        book.close()

    def _with_header(self) -> Iterator[list[Any]]:
        yield list(self._columns)
        yield from self._spooled()

    def _cell(self, text: str) -> str:
        wide = text.encode("utf-16-le", "replace")
        if len(wide) <= CELL * 2:
            return wide.decode("utf-16-le")
        self.shortened += 1
        return wide[: (CELL - 1) * 2].decode("utf-16-le", "ignore") + "…"

    def _parquet(self) -> None:
        import polars as pl

        frames, batch = [], list[list[Any]]()
        for values in self._spooled():
            batch.append(values)
            if len(batch) == BATCH:
                frames.append(self._frame(batch))
                batch = []
        frames.append(self._frame(batch))
        texts = {name for name in self._columns if len({f.schema[name] for f in frames} - {pl.Null}) > 1}
        whole = pl.concat([f.with_columns(pl.col(list(texts)).cast(pl.String)) for f in frames], how="vertical_relaxed")
        whole.write_parquet(self._sink)

    def _frame(self, rows: list[list[Any]]) -> Any:
        import polars as pl

        columns = {}
        for position, name in enumerate(self._columns):
            values = [row[position] for row in rows]
            kinds = {type(value) for value in values if value is not None}
            large = kinds == {int} and any(abs(value or 0) >= 2**63 for value in values)
            if kinds == {str} or len(kinds) > 1 or large:
                values = [None if value is None else str(value).encode("utf-8", "replace").decode() for value in values]
            columns[name] = pl.Series(name, values)
        return pl.DataFrame(columns)


def rejected_path(out: Path) -> Path:
    """Where the refused rows of a run that writes ``out`` are kept: ``OUT.rejected.jsonl``."""
    return out.with_name(out.name + ".rejected.jsonl")


def write_rejected(path: Path, rejected: Iterable[Rejected]) -> int:
    """Write refused rows as JSON Lines and return how many; with none, a file of an earlier run is removed.

    Raises:
        InputError: the file cannot be written.
    """
    rows = iter(rejected)
    first = next(rows, None)
    try:
        if first is None:
            path.unlink(missing_ok=True)
            return 0
        with Writer(path, "jsonl") as writer:
            writer.write(first)
            for row in rows:
                writer.write(row)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}.") from error
    return writer.rows


def _json_line(fields: Mapping[str, Any]) -> bytes:
    try:
        return (json.dumps(fields, ensure_ascii=False, allow_nan=False, default=str) + "\n").encode()
    except UnicodeEncodeError:  # half a character in a column that we only pass on
        return (json.dumps(fields, default=str) + "\n").encode()
    except ValueError:  # Parquet has numbers that JSON has not
        numbers = {key: None if isinstance(v, float) and not math.isfinite(v) else v for key, v in fields.items()}
        return (json.dumps(numbers, default=str) + "\n").encode()


def _flat(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value


def _inert(value: Any) -> Any:
    """A cell that no spreadsheet runs: strangers write the texts, and ``=HYPERLINK(…)`` would be a formula."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value
