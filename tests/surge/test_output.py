"""Files of results: each format holds what was written, hostile cells stay text, a failed run leaves nothing."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from playbook.errors import InputError
from playbook.surge.ingest import Rejected, Row, read_messages
from playbook.surge.output import Writer, rejected_path, write_rejected

ROWS: list[dict[str, Any]] = [
    {
        "id": "a",
        "severity": 2,
        "needs_human": False,
        "reasons": [{"rule": "r", "because": "한 사람의 일"}],
        "score": 0.5,
    },
    {"id": "b", "severity": 4, "needs_human": True, "reasons": [], "score": None},
]


def written(path: Path, rows: list[dict[str, Any]] = ROWS, extra: dict[str, Any] | None = None) -> bytes:
    with Writer(path) as writer:
        for row in rows:
            writer.write(row, extra)
    return path.read_bytes()


def cells(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_json_lines_keep_shapes_and_order(tmp_path: Path) -> None:
    """One object a line, nested as it is, readable Korean."""
    content = written(tmp_path / "out.jsonl")
    assert [json.loads(line) for line in content.splitlines()] == ROWS
    assert "한 사람의 일" in content.decode()


@pytest.mark.parametrize(("name", "delimiter"), [("out.csv", ","), ("out.tsv", "\t")])
def test_csv_opens_in_excel(tmp_path: Path, name: str, delimiter: str) -> None:
    """A byte order mark, nested fields as JSON text."""
    content = written(tmp_path / name)
    assert content.startswith(b"\xef\xbb\xbf")
    header, first, second = cells(content, delimiter)
    assert header == ["id", "severity", "needs_human", "reasons", "score"]
    assert first == ["a", "2", "false", '[{"rule": "r", "because": "한 사람의 일"}]', "0.5"]
    assert second == ["b", "4", "true", "", ""]


def test_a_workbook_keeps_types(tmp_path: Path) -> None:
    """Numbers are numbers, nested fields JSON text."""
    written(tmp_path / "out.xlsx")
    frame = pl.read_excel(tmp_path / "out.xlsx")
    assert frame["severity"].to_list() == [2, 4]
    assert json.loads(frame["reasons"][0]) == ROWS[0]["reasons"]


def test_parquet_keeps_types(tmp_path: Path) -> None:
    """Booleans and numbers stay; an absent number is null."""
    written(tmp_path / "out.parquet")
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame["needs_human"].to_list() == [False, True]
    assert frame["score"].to_list() == [0.5, None]


def test_parquet_of_mixed_columns(tmp_path: Path) -> None:
    """A column that is a number here and a text there is a text everywhere, over batches too."""
    rows = [{"id": str(n), "x": n if n < 10_000 else f"n{n}", "y": 2**70 if n == 3 else n} for n in range(20_001)]
    written(tmp_path / "out.parquet", rows)
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame["x"].to_list()[9_999:10_001] == ["9999", "n10000"]
    assert frame["y"].to_list()[2:4] == ["2", str(2**70)]


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.tsv", "out.xlsx", "out.parquet"])
def test_columns_that_come_late_and_collide(tmp_path: Path, name: str) -> None:
    """A later column is kept; one named like a result field does not hide it."""
    path = tmp_path / name
    with Writer(path) as writer:
        writer.write({"id": "a", "kind": "complaint", "text": "t"})
        writer.write({"id": "b", "kind": "praise", "text": "u"}, {"kind": "기타", "별점": "5"})
    _, last = list(read_messages(path, None))
    assert isinstance(last, Row)
    assert {k: v for k, v in last.extra.items() if v is not None} == {
        "kind": "praise",
        "input_kind": "기타",
        "별점": "5",
    }


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.tsv", "out.xlsx", "out.parquet"])
def test_no_rows_is_no_error(tmp_path: Path, name: str) -> None:
    """An empty input has an empty output."""
    written(tmp_path / name, [])
    assert (tmp_path / name).is_file()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ('=HYPERLINK("http://a")', '\'=HYPERLINK("http://a")'),
        ("@handle", "'@handle"),
        ("+82 10", "'+82 10"),
        ("-1", "-1"),
        ("+3.5e2", "+3.5e2"),
        ("환불=안됨", "환불=안됨"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path, value: str, cell: str) -> None:
    """Strangers write the texts; numbers and ordinary texts stay as they are."""
    assert cells(written(tmp_path / "out.csv", [{"x": value}]))[1] == [cell]


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    """Nor an error for a cell that is too long: it is cut and counted."""
    with Writer(tmp_path / "out.xlsx") as writer:
        writer.write({"id": "=1+1", "x": "가" * 40_000, "y": 2**80})
    frame = pl.read_excel(tmp_path / "out.xlsx")
    assert frame["id"].to_list() == ["=1+1"]
    assert len(frame["x"][0]) == 32_767
    assert writer.shortened == 1


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.xlsx", "out.parquet"])
def test_values_that_utf_8_or_json_has_not(tmp_path: Path, name: str) -> None:
    """Half a character or a number without end in a passed-on column does not stop the run."""
    written(tmp_path / name, [{"id": "a", "x": "b\ud800", "y": float("nan")}])
    assert (tmp_path / name).stat().st_size


def test_a_failed_run_leaves_what_was_there(tmp_path: Path) -> None:
    """No half file under the name of a whole one."""
    path = tmp_path / "out.jsonl"
    path.write_text("before")

    def fail_midway() -> None:
        with Writer(path) as writer:
            writer.write(ROWS[0])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_midway()
    assert [file.read_text() for file in tmp_path.iterdir()] == ["before"]


def test_a_file_may_be_read_while_its_result_is_written(tmp_path: Path) -> None:
    """The same name for input and output."""
    path = tmp_path / "m.jsonl"
    path.write_text('{"text": "a"}\n{"text": "b"}\n')
    with Writer(path) as writer:
        for row in read_messages(path, None):
            assert isinstance(row, Row)
            writer.write(row)
    assert [json.loads(line)["text"] for line in path.read_text().splitlines()] == ["a", "b"]


@pytest.mark.parametrize("kind", [None, "csv", "xlsx", "parquet"])
def test_a_stream_stays_open(kind: str | None) -> None:
    """Standard output is not ours to close."""
    stream = io.BytesIO()
    with Writer(stream, kind) as writer:
        writer.write(ROWS[0])
    assert not stream.closed
    assert stream.getvalue()


@pytest.mark.parametrize(
    ("name", "message"),
    [("no/folder.csv", "cannot be written"), ("folder.csv", "cannot be written"), ("a.doc", "--format")],
)
def test_a_target_that_cannot_be_written(tmp_path: Path, name: str, message: str) -> None:
    """Said when it is opened, before any work is done."""
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match=message):
        Writer(tmp_path / name)


def test_refused_rows_are_kept_beside_the_result(tmp_path: Path) -> None:
    """And those of an earlier run do not stay."""
    path = rejected_path(tmp_path / "out.csv")
    assert path.name == "out.csv.rejected.jsonl"
    assert (
        write_rejected(
            path, [Rejected(row=3, reason="text: empty", raw="2,"), Rejected(row=4, reason="x", raw={"a": 1})]
        )
        == 2
    )
    assert json.loads(path.read_text().splitlines()[0]) == {"row": 3, "reason": "text: empty", "raw": "2,"}
    assert write_rejected(path, []) == 0
    assert not path.exists()
    with pytest.raises(InputError):
        write_rejected(tmp_path / "no" / "x.jsonl", [Rejected(row=1, reason="", raw="")])
