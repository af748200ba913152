"""Bytes to lines: which encoding a file is in, and each line decoded on its own so that one bad line stays one.

In UTF-8 and CP949 no byte of a longer character is a line feed, so bytes are split first and decoded after.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MAX_LINE = 32 * 1024 * 1024
"""Longest line that is read, in bytes; a longer one is refused, so that memory stays bounded."""

CHUNK = 1024 * 1024


class Line(NamedTuple):
    """One line of a file."""

    number: int
    """1-based."""
    text: str
    """With its line end; where there is a problem, undecodable bytes stand as ``\\xNN``."""
    problem: str
    """Why it cannot be used; empty where it can."""


def detect(stream: BinaryIO) -> str:
    """The encoding of a seekable stream: ``utf-8-sig``, ``utf-16``, ``utf-8`` or ``cp949``; rewinds it.

    A byte order mark decides. Without one, the encoding that leaves fewer lines undecodable; UTF-8 where equal.
    Reads the whole stream, a line at a time.
    """
    start = stream.read(4)
    stream.seek(0)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    bad_utf8 = _undecodable(stream, "utf-8")
    if bad_utf8 and _undecodable(stream, "cp949") < bad_utf8:
        return "cp949"
    return "utf-8"


def read_lines(stream: BinaryIO, encoding: str) -> Iterator[Line]:
    """The lines of a stream in order; those that cannot be decoded come with a problem and do not stop the rest."""
    if encoding == "utf-16":
        yield from _wide_lines(stream)
        return
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    number = 0
    while raw := stream.readline(MAX_LINE):
        number += 1
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        if len(raw) == MAX_LINE and not raw.endswith(b"\n"):
            yield Line(number, raw[:1000].decode(codec, "backslashreplace"), _too_long())
            while (rest := stream.readline(CHUNK)) and not rest.endswith(b"\n"):
                pass
            continue
        try:
            yield Line(number, raw.decode(codec), "")
        except UnicodeDecodeError as error:
            problem = f"byte {error.start + 1} of the line is not {codec.upper()}; save the file as UTF-8"
            yield Line(number, raw.decode(codec, "backslashreplace"), problem)


def _wide_lines(stream: BinaryIO) -> Iterator[Line]:
    # Halves of characters pass here and are refused with their field, where the reason can name it.
    text = io.TextIOWrapper(stream, encoding="utf-16", errors="surrogatepass", newline="")
    number = 0
    try:
        while line := text.readline(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
                yield Line(number, line[:1000], _too_long())
                while (rest := text.readline(CHUNK)) and not rest.endswith(("\n", "\r")):
                    pass
                continue
            yield Line(number, line, "")
    except UnicodeDecodeError:
        yield Line(number + 1, "", "the file ends in the middle of a UTF-16 character; export it again")
    finally:
        text.detach()


def _too_long() -> str:
    return f"the line is longer than {MAX_LINE // 1024 // 1024} MiB; split it"


def _undecodable(stream: BinaryIO, encoding: str) -> int:
    bad = 0
    while raw := stream.readline(MAX_LINE):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            bad += 1
    stream.seek(0)
    return bad
