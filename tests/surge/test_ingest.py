"""Files of messages: every shape, encoding and header that is read, and every row that is refused by name."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from playbook.errors import InputError
from playbook.records import CHANNELS
from playbook.surge.ingest import Rejected, Row, Rows, read_messages


def rows_of(content: bytes, kind: str | None = None) -> list[Row | Rejected]:
    return list(read_messages(io.BytesIO(content), kind))


def refused(content: bytes | str, kind: str | None = None) -> Rejected:
    """The one refused row of a file whose other rows are good."""
    found = [
        r for r in rows_of(content if isinstance(content, bytes) else content.encode(), kind) if isinstance(r, Rejected)
    ]
    assert len(found) == 1
    return found[0]


def good(content: bytes | str, kind: str | None = None) -> list[Row]:
    found = rows_of(content if isinstance(content, bytes) else content.encode(), kind)
    assert not [row for row in found if isinstance(row, Rejected)]
    return [row for row in found if isinstance(row, Row)]


def line(**fields: Any) -> str:
    return json.dumps({"text": "환불해 주세요"} | fields, ensure_ascii=False)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"id": "1", "channel": None, "posted_at": None}),
        ({"id": "m-1"}, {"id": "m-1"}),
        ({"id": 7}, {"id": "7"}),
        ({"id": " "}, {"id": "1"}),
        ({"text": "😡😡😡"}, {"text": "😡😡😡"}),
        ({"text": "  띄어 쓴 글\n"}, {"text": "  띄어 쓴 글\n"}),
        ({"text": "가" * 350_000}, {"text": "가" * 350_000}),
        ({"channel": "Naver Blog"}, {"channel": "naver_blog"}),
        ({"channel": ""}, {"channel": None}),
        ({"채널": "x"}, {"channel": "x"}),
        ({"lang": "EN"}, {"lang": "en"}),
        ({"posted_at": "2026-11-22T09:00:00Z"}, {"posted_at": datetime(2026, 11, 22, 9, tzinfo=UTC)}),
        ({"posted_at": "2026-11-22"}, {"posted_at": datetime(2026, 11, 22)}),
        ({"작성일": "2026.11.22. 오후 3:05"}, {"posted_at": datetime(2026, 11, 22, 15, 5)}),
        ({"작성일": "2026. 1. 2 오전 12:05"}, {"posted_at": datetime(2026, 1, 2, 0, 5)}),
        ({"date": "2026년 11월 22일 9시 5분"}, {"posted_at": datetime(2026, 11, 22, 9, 5)}),
        ({"date": "2026/11/22 09:05:07"}, {"posted_at": datetime(2026, 11, 22, 9, 5, 7)}),
        ({"date": "2026/11/22 3:05 PM"}, {"posted_at": datetime(2026, 11, 22, 15, 5)}),
    ],
)
def test_a_field_is_understood(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each field of a message, as people and programs write it."""
    (row,) = good(line(**fields))
    assert {name: getattr(row, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("fields", "expected", "extra"),
    [
        ({"context": {"author": "press", "followers": 120000}}, {"author": "press", "followers": 120000}, {}),
        ({"author": "Press"}, {"author": "press"}, {}),
        ({"author": "홍길동"}, {"author": "unknown"}, {"author": "홍길동"}),
        ({"작성자": "홍길동"}, {"author": "unknown"}, {"작성자": "홍길동"}),
        ({"context": {"author": "홍길동"}}, {"author": "unknown"}, {"author": "홍길동"}),
        ({"팔로워": "1,200"}, {"followers": 1200}, {}),
        ({"followers": "1200.0", "공유": 3}, {"followers": 1200, "shares": 3}, {}),
        ({"followers": 5, "context": {"followers": 1}}, {"followers": 5}, {}),
        ({"prior_contacts": 2.0, "context": None}, {"prior_contacts": 2}, {}),
        ({"context": '{"shares": 4}'}, {"shares": 4}, {}),
        ({"context.shares": "4"}, {"shares": 4}, {}),
        ({"rating": 1, "tags": ["a"]}, {}, {"rating": 1, "tags": ["a"]}),
        ({"content": "다른 글"}, {}, {"content": "다른 글"}),
    ],
)
def test_context_and_other_columns(fields: dict[str, Any], expected: dict[str, Any], extra: dict[str, Any]) -> None:
    """Context may be nested or flat; what means nothing to us is kept under its own name."""
    (row,) = good(line(**fields))
    assert row.context.model_dump(exclude_unset=True) == {k: v for k, v in expected.items() if v != "unknown"}
    assert row.extra == extra


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{not json", "no JSON: Expecting property name"),
        ('{"text": NaN}', "no JSON: NaN is not"),
        ('{"text": "a", "x": 1e999}', "too large"),
        ('"a text"', "no object"),
        ("[" * 100_000, "nested too deeply"),
        ("{}", "text: absent; name the text one of text, 본문"),
        (line(text=""), "text: empty"),
        (line(text=" \n"), "text: empty"),
        (line(text=None), "text: empty"),
        (line(text=5), "text: 5 is no text"),
        (line(text="a\0b"), "text: a NUL character at position 2; remove it"),
        ('{"text": "a\\ud800"}', "text: half a character"),
        (line(id=True), "id: True cannot name a message"),
        (line(id=["a"]), "id: ['a'] cannot"),
        (line(id="a\0"), "id: a NUL character"),
        (line(channel="twitter"), f"channel: 'twitter' is unknown; write one of {', '.join(CHANNELS)}"),
        (line(channel=3), "channel: 3 is unknown"),
        (line(lang="ja"), "lang: 'ja' is unknown; write one of ko, en"),
        (line(followers=-1), "followers: -1 is no count"),
        (line(followers="많음"), "followers: '많음' is no count; write a whole number"),
        (line(followers="1,20"), "followers: '1,20' is no count"),
        (line(followers="9" * 400), "followers: '999"),
        (line(shares=True), "shares: True is no count"),
        (line(context={"folowers": 1}), "context: unknown field 'folowers'; write author, followers"),
        (line(context="press"), "context: no object"),
        (line(context=[1]), "context: no object"),
        (line(posted_at="어제"), "posted_at: '어제' is no date; write it as 2026-"),
        (line(posted_at="2026-13-01"), "posted_at: '2026-13-01' is no date"),
        (line(posted_at="22/11/2026"), "posted_at: '22/11/2026' is no date"),
        (line(posted_at="2026-11-22 오후 15:00"), "posted_at:"),
        (line(posted_at=1_795_000_000), "posted_at: 1795000000 is no date"),
        (line(posted_at="45983"), "posted_at: '45983' is no date"),
    ],
)
def test_a_bad_line_is_refused_and_the_others_go_on(bad: str, reason: str) -> None:
    """The third line is refused with its number, its field and the mend; its neighbours are read."""
    found = rows_of("\n".join([line(id="a"), "", bad, line(id="b")]).encode())
    assert [row.id for row in found if isinstance(row, Row)] == ["a", "b"]
    (rejected,) = [row for row in found if isinstance(row, Rejected)]
    assert rejected.row == 3
    assert reason in rejected.reason
    assert "\n" not in rejected.reason
    assert len(rejected.reason) < 300


def test_duplicate_ids_are_allowed() -> None:
    """Exports join files; both rows are read."""
    assert [row.id for row in good("\n".join([line(id="a"), line(id="a")]))] == ["a", "a"]


def test_json_lines_with_a_mark_and_windows_line_ends() -> None:
    """A byte order mark and CRLF are no part of the text."""
    assert [row.row for row in good(b"\xef\xbb\xbf" + line().encode() + b"\r\n" + line().encode())] == [1, 2]


def test_a_line_that_is_not_utf_8_is_refused_alone() -> None:
    """One line in CP949 among UTF-8 ones."""
    bad = refused(line().encode() + b"\n" + line().encode("cp949") + b"\n" + line().encode())
    assert (bad.row, "not UTF-8" in bad.reason) == (2, True)


def test_json_lines_are_read_one_at_a_time() -> None:
    """The first message is out before the second line is read, so memory does not grow with the file."""

    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readline(self, size: int | None = -1) -> bytes:  # type: ignore[override]
            self.given += 1
            return line(id=str(self.given)).encode() + b"\n"

    stream = Endless()
    rows = read_messages(stream, None)  # type: ignore[arg-type]
    assert next(rows).row == 1
    assert stream.given == 1


TABLE = (
    '번호,본문,채널,작성일,작성자,팔로워,공유,별점\r\na,환불 언제 되나요,naver_cafe,2026-11-22,홍길동,"1,200",3,1\r\n'
)


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp949", "cp949"), ("utf-16", "utf-16")],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_an_encoding_and_a_delimiter_are_found(encoding: str, named: str, delimiter: str) -> None:
    """Korean headers in each encoding; the reading says which it was."""
    content = TABLE.replace('"1,200"', "1200").replace(",", delimiter).encode(encoding)
    rows = read_messages(io.BytesIO(content), "csv")
    assert rows.encoding == named
    (row,) = list(rows)
    assert isinstance(row, Row)
    assert (row.id, row.text, row.channel, row.context.followers, row.row) == (
        "a",
        "환불 언제 되나요",
        "naver_cafe",
        1200,
        2,
    )
    assert row.extra == {"작성자": "홍길동", "별점": "1"}


@pytest.mark.parametrize("text", ["본문\r\n뷁쀍펲 똠방각하", "본문\nnaïve café", "본문\n환불"])
def test_utf_8_is_not_taken_for_cp949(text: str) -> None:
    """Texts that some detectors misread."""
    rows = read_messages(io.BytesIO(text.encode()), "csv")
    assert rows.encoding == "utf-8"
    (row,) = list(rows)
    assert isinstance(row, Row)
    assert row.text == text.splitlines()[1]


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ('id,text\n1,"두 줄\n글"\n2,b\n', ["두 줄\n글", "b"]),
        ('id,text\n1,"그는 ""최고""라고"\n', ['그는 "최고"라고']),
        ('id,text\n1,5" 화면\n', ['5" 화면']),
        ("id,text,note\n1,a\n2,b,,,\n", ["a", "b"]),
        ("\n\nid,text\n\n1,a\n,,\n2,b", ["a", "b"]),
        ("text\n환불\n", ["환불"]),
        ("text,text\na,b\n", ["a"]),
        ("내용,text\na,b\n", ["b"]),
        ("TEXT ,id\na,b\n", ["a"]),
        (f"id,text\n1,{'가' * 350_000}\n", ["가" * 350_000]),
    ],
)
def test_csv_rows(content: str, texts: list[str]) -> None:
    """Line ends and quotes within texts, ragged ends, empty rows, repeated headers."""
    assert [row.text for row in good(content, "csv")] == texts


@pytest.mark.parametrize(
    ("content", "number", "reason", "ids"),
    [
        ('id,text\n1,a\n2,"b\n3,c\n4,d\n', 3, "never closed", ["1", "3", "4"]),
        ('id,text\n1,a\n2,"b\n3,"c"\n4,d\n', 3, "double it", ["1", "3", "4"]),
        ('id,text\n1,a\n2,"그는 "최고"라고"\n3,c\n', 3, "double it", ["1", "3"]),
        ('id,text\n1,"a\n그는 "최고", 라"\n3,c\n', 2, "double it", ["3"]),
        ("id,text\n1,a,b,c\n2,b\n", 2, "4 fields, the header 2", ["2"]),
        ("id,text\n1,\n2,b\n", 2, "text: empty", ["2"]),
        ("id,text\n1,a\0b\n2,b\n", 2, "text: a NUL character", ["2"]),
        ('id,text\n1,"a\nb"\n2,\n3,c\n', 4, "text: empty", ["1", "3"]),
        ("id,text,channel\n1,a,트위터\n2,b,x\n", 2, "channel: '트위터' is unknown", ["2"]),
    ],
)
def test_a_bad_csv_row_is_refused_and_the_others_go_on(content: str, number: int, reason: str, ids: list[str]) -> None:
    """Named by the line an editor shows; an unclosed quotation mark takes no neighbour along."""
    bad = refused(content, "csv")
    assert (bad.row, reason in bad.reason) == (number, True), bad
    assert [row.id for row in rows_of(content.encode(), "csv") if isinstance(row, Row)] == ids
    assert bad.raw


def test_an_undecodable_csv_row_is_refused_alone() -> None:
    """Two stray bytes in a UTF-8 file do not make it CP949."""
    bad = refused("id,text\n1,환불\n".encode() + b"2,\xff\xfe\n" + "3,배송\n".encode(), "csv")
    assert (bad.row, "is not UTF-8" in bad.reason, bad.raw) == (3, True, "2,\\xff\\xfe")


def test_a_truncated_utf_16_file_keeps_its_whole_rows() -> None:
    """Cut within a character."""
    found = rows_of("id,text\n1,a\n2,b".encode("utf-16")[:-1], "csv")
    assert [row.id for row in found if isinstance(row, Row)] == ["1"]
    assert "middle of a UTF-16" in next(row for row in found if isinstance(row, Rejected)).reason


def workbook(rows: list[list[Any]]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.close()
    return stream.getvalue()


def test_a_workbook() -> None:
    """Mixed cells, dates, an empty row in between, and rows numbered as in the sheet."""
    moment = datetime(2026, 11, 22, 9)
    found = rows_of(
        workbook(
            [[], ["번호", "본문", "작성일", "팔로워", "별점"], [1, "환불", moment, 1200, 1.5], [], ["b", None], [2, 5]]
        ),
        "xlsx",
    )
    first, second, third = found
    assert isinstance(first, Row)
    assert (first.row, first.id, first.posted_at, first.context.followers) == (3, "1", moment, 1200)
    assert first.extra == {"별점": "1.5"}
    assert isinstance(second, Rejected)
    assert (second.row, second.reason) == (5, "text: empty; fill it in or delete the row")
    assert isinstance(third, Row)
    assert third.text == "5"


def parquet(columns: dict[str, list[Any]]) -> bytes:
    import polars as pl

    stream = io.BytesIO()
    pl.DataFrame(columns).write_parquet(stream)
    return stream.getvalue()


def test_a_parquet_file() -> None:
    """Typed and nested columns; rows numbered from 1."""
    first, second = rows_of(
        parquet(
            {
                "text": ["환불", None],
                "context": [{"shares": 3}, {"shares": 0}],
                "posted_at": [datetime(2026, 11, 22)] * 2,
            }
        ),
        "parquet",
    )
    assert isinstance(first, Row)
    assert (first.id, first.context.shares, first.posted_at) == ("1", 3, datetime(2026, 11, 22))
    assert isinstance(second, Rejected)
    assert second.row == 2


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (b"", "csv", "empty; the first line has to name the columns"),
        (b"\n\n", "csv", "empty"),
        (b"a,b\n1,2\n", "csv", "no column holds the text; the header has 'a', 'b'. Name one text or 본문"),
        ("id,text\n".encode("utf-16-le"), "csv", "UTF-16 without a byte order mark"),
        (b'"text\n', "csv", "the header cannot be read"),
        (b"\xff,text\n", "csv", "the header cannot be read"),
        (b"PK\x03\x04 cut", "xlsx", "no XLSX workbook"),
        (workbook([]), "xlsx", "the first sheet is empty"),
        (workbook([["a", "b"]]), "xlsx", "no column holds the text"),
        (b"PAR1 cut", "parquet", "no Parquet file"),
        (parquet({"a": [1]}), "parquet", "no column holds the text"),
        (b'[{"text": "a"}]', "jsonl", "one JSON array; write one object a line"),
        ('{"text": "a"}'.encode("utf-16"), "jsonl", "this is UTF-16"),
        (workbook([["text"]]), None, "name its format with --format"),
        (b"", "docx", "format 'docx' is unknown; choose one of jsonl, csv"),
    ],
)
def test_a_file_that_cannot_be_read_at_all(content: bytes, kind: str | None, message: str) -> None:
    """One error that names the file and the mend."""
    with pytest.raises(InputError) as error:
        rows_of(content, kind)
    assert message in str(error.value)
    assert "standard input" in str(error.value) or kind == "docx"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jsonl", "jsonl"),
        ("a.NDJSON", "jsonl"),
        ("a.csv", "csv"),
        ("a.tsv", "tsv"),
        ("a.XLSX", "xlsx"),
        ("a.parquet", "parquet"),
    ],
)
def test_the_ending_says_the_format(tmp_path: Path, name: str, kind: str) -> None:
    """In any case of letters."""
    content = {
        "jsonl": line(id="a").encode(),
        "csv": b"id,text\na,b",
        "tsv": b"id\ttext\na\tb",
        "xlsx": workbook([["id", "text"], ["a", "b"]]),
        "parquet": parquet({"id": ["a"], "text": ["b"]}),
    }[kind]
    (tmp_path / name).write_bytes(content)
    rows = read_messages(tmp_path / name, None)
    assert rows.format == kind
    assert [row.id for row in rows if isinstance(row, Row)] == ["a"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("absent.csv", "cannot be opened"), ("folder.csv", "cannot be opened"), ("a.docx", "--format")],
)
def test_a_path_that_is_no_readable_file(tmp_path: Path, name: str, message: str) -> None:
    """Said at once, not at the first row."""
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match=message):
        read_messages(tmp_path / name, None)


def test_a_pipe_that_cannot_go_back() -> None:
    """CSV through a pipe is kept on disk while it is read."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: Any) -> int:
            raise OSError("a pipe")

    stream: BinaryIO = Pipe(TABLE.encode("cp949"))
    rows: Rows = read_messages(stream, "csv")
    assert rows.encoding == "cp949"
    assert len(list(rows)) == 1
    assert not stream.closed


def test_long_refused_rows_are_cut() -> None:
    """A refused row is kept for a person, not for ever."""
    assert len(str(refused("x" * 300_000).raw)) < 110_000


def test_rows_is_an_iterator() -> None:
    """It can be given to anything that takes messages one by one."""
    assert isinstance(read_messages(io.BytesIO(b""), None), Iterator)
