"""A company's own documents as sections: Markdown, plain text, HTML, DOCX and PDF.

Every format becomes Markdown first, by a library that knows it; then one way of splitting serves all: by headings,
and long sections by paragraphs. A PDF has no headings, only larger or bolder lines; a plain text has numbered lines,
marks and questions.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playbook.errors import KnowledgeError

LARGEST = 100 * 1024 * 1024
"""Bytes of a file that is read."""
LONGEST = 1200
"""Characters of a section; a longer one is split between paragraphs or sentences."""
SUFFIXES = (".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".pdf")

_TITLE_LONGEST = 70
_LARGER = 1.12
"""A line set so much larger than the body of a PDF is a heading."""
_SENTENCE_ENDS = (".", "다", "요", "!", ",", ";")
_WORD_STYLES = "\n".join(
    ["p[style-name='Title'] => h1:fresh"]
    + [
        f"p[style-name='{name} {depth}'] => h{depth + 1}:fresh"
        for depth in range(1, 6)
        for name in ("Heading", "heading", "제목")
    ]
)
_HEADING_LINE = re.compile(
    r"(?:제\s?\d+\s?[장절조편관]|[IVXⅠ-Ⅻ]+\.|\d+(?:\.\d+)*[.)]|[가-하][.)]|[■□▶◆●○※]|\[[^\]]+\]|Q\s?\d*[.:)]|[질문]\s?\d*[.:)])\s*\S"
)
_HEADED = re.compile(r"(#{1,6})(?: |$)")
_QUESTION = re.compile(r"(?:Q\s?\d*|질문?\s?\d*|문\s?\d*)[.:)]\s*\S")


class Section(NamedTuple):
    """A piece of a document under its heading."""

    heading: str
    """Headings above it from the outermost, joined by `` › ``; the title of the document where there is none."""
    text: str


class Document(NamedTuple):
    """What a file holds."""

    title: str
    sections: tuple[Section, ...]


def read_document(path: Path) -> Document:
    """Read a file of any format in ``SUFFIXES``.

    Raises:
        KnowledgeError: no such format, not readable, or no text in it; says what to do.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        hwp = suffix in (".hwp", ".hwpx")
        more = " Save a HWP file as DOCX or PDF." if hwp else ""
        raise KnowledgeError(
            f"{path}: cannot be read as a document; use one of {', '.join(SUFFIXES)}.{more}",
            code="document_hwp" if hwp else "document_format", name=path.name, kinds=", ".join(SUFFIXES),
        )  # fmt: skip
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError as error:
        why = error.strerror or str(error)
        raise KnowledgeError(
            f"{path}: cannot be read: {why}.", code="document_unreadable", name=path.name, why=why
        ) from error
    if raw is None:
        most = LARGEST // 1024 // 1024
        raise KnowledgeError(
            f"{path}: larger than {most} MiB; split it.", code="document_large", name=path.name, most=most
        )
    if suffix == ".docx":
        markdown = _from_docx(path)
    elif suffix == ".pdf":
        markdown = _from_pdf(path)
    elif suffix in (".html", ".htm"):
        markdown = _from_html(_decoded(raw, path))
    else:
        markdown = _decoded(raw, path)
        if suffix == ".txt":
            markdown = "\n".join(_marked(markdown.splitlines()))
    document = split(markdown, path.stem)
    if not document.sections:
        scan = suffix == ".pdf"
        raise KnowledgeError(
            f"{path}: no text in it." + (" Is it a scan? Run OCR first." if scan else ""),
            code="document_scan" if scan else "document_empty", name=path.name,
        )  # fmt: skip
    return document


def split(markdown: str, name: str) -> Document:
    """Sections of a Markdown text in order; ``name`` is its title where it has none of its own."""
    from langchain_text_splitters import MarkdownHeaderTextSplitter, RecursiveCharacterTextSplitter

    levels = [("#" * depth, str(depth)) for depth in range(1, 7)]
    markdown, name = (unicodedata.normalize("NFC", text) for text in (markdown, name))  # macOS takes Hangul apart
    pieces = MarkdownHeaderTextSplitter(levels).split_text("\n".join(_kept_whole(markdown)))
    shorter = RecursiveCharacterTextSplitter(
        chunk_size=LONGEST, chunk_overlap=0, separators=["\n\n", "\n", "다. ", "요. ", ". ", " ", ""],
        keep_separator="end",
    )  # fmt: skip
    outermost = [piece.metadata["1"] for piece in pieces if "1" in piece.metadata]
    top = outermost[0] if len(set(outermost)) == 1 else ""
    title = _plain(top) or _plain(name) or name
    sections = []
    for piece in pieces:
        above = [_plain(value) for _, value in sorted(piece.metadata.items()) if value != top]
        heading = " › ".join(filter(None, above)) or title
        parts = [part.strip() for part in shorter.split_text(piece.page_content) if part.strip()]
        for number, part in enumerate(parts, 1):
            sections.append(Section(f"{heading} ({number}/{len(parts)})" if len(parts) > 1 else heading, part))
    return Document(title, tuple(sections))


def _kept_whole(markdown: str) -> Iterator[str]:
    """Lines from which the splitter drops no word.

    It takes out whatever is no printable sign, tabs and wide blanks among them, and a heading with nothing under it.
    """
    lines = ["".join(filter(str.isprintable, re.sub(r"\s", " ", line))).strip() for line in markdown.splitlines()]
    levels: list[int] = []
    fence = ""
    for number, line in enumerate(lines):
        opens = "```" if line.startswith("```") and line.count("```") == 1 else "~~~" if line.startswith("~~~") else ""
        headed = _HEADED.match(line)
        levels.append(len(headed[1]) if headed and not fence else 0)
        if levels[-1] and not line.strip("# "):
            levels[-1], lines[number] = 0, ""
        fence = ("" if line.startswith(fence) else fence) if fence else opens
    following = -1
    kept: list[str] = []
    for line, level in zip(reversed(lines), reversed(levels), strict=True):
        bare = level and following and following <= level  # the next line is a heading, no deeper one, or there is none
        kept.append(line.lstrip("# ") if bare else line)
        following = level if line else following
    return reversed(kept)


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[*_`|]+", " ", heading).split())[:200]


def _decoded(raw: bytes, path: Path) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise KnowledgeError(
        f"{path}: neither UTF-8 nor CP949; save it as UTF-8.", code="document_encoding", name=path.name
    )


def _from_html(html: str) -> str:
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(["script", "style", "nav", "footer", "noscript", "template", "iframe", "svg", "head"]):
        tag.decompose()
    as_written = MarkdownConverter(
        heading_style="ATX", strip=["a", "img"], escape_asterisks=False, escape_underscores=False
    )
    return str(as_written.convert_soup(soup))


def _from_docx(path: Path) -> str:
    import zipfile

    import mammoth

    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as parts:
            if sum(part.file_size for part in parts.infolist()) > 5 * LARGEST:
                most = 5 * LARGEST // 1024 // 1024
                raise KnowledgeError(
                    f"{path}: unpacks to more than {most} MiB; split it.", code="document_large", name=path.name,
                    most=most,
                )  # fmt: skip
            return _from_html(mammoth.convert_to_html(file, style_map=_WORD_STYLES).value)
    except KnowledgeError:
        raise
    except Exception as error:  # a broken file breaks zipfile, the XML parser or mammoth itself
        raise KnowledgeError(
            f"{path}: no DOCX that can be opened ({error}); save it again in Word.", code="document_docx",
            name=path.name,
        ) from error  # fmt: skip


def _marked(lines: Sequence[str]) -> Iterator[str]:
    """Lines of a plain text with what reads as a heading marked as one."""
    for number, line in enumerate(lines):
        words = line.strip()
        follows = next((later.strip() for later in lines[number + 1 :] if later.strip()), "")
        titled = len(words) <= _TITLE_LONGEST and not words.endswith(_SENTENCE_ENDS)
        heads = _QUESTION.match(words) or (_HEADING_LINE.match(words) and titled)
        if heads and follows and not _QUESTION.match(follows):
            yield f"## {words}"
        else:
            yield re.sub(r"^(\s*)#", r"\1\\#", line)


class _Line(NamedTuple):
    text: str
    size: float
    bold: bool


def _from_pdf(path: Path) -> str:
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(path) as pdf:
            pages = [[_line(found) for found in page.extract_text_lines()] for page in pdf.pages]
    except Exception as error:  # pdfminer raises many kinds, each for a file it cannot read
        raise KnowledgeError(
            f"{path}: no PDF that can be read ({str(error) or type(error).__name__}); is it protected or cut off?",
            code="document_pdf", name=path.name,
        ) from error  # fmt: skip
    return "\n".join(_headed(pages))


def _line(found: dict[str, Any]) -> _Line:
    letters = [letter for letter in found["chars"] if not letter["text"].isspace()]
    sizes = Counter(round(letter["size"], 1) for letter in letters)
    bold = sum("bold" in letter["fontname"].lower() for letter in letters)
    return _Line(found["text"].strip(), max(sizes, key=lambda s: sizes[s], default=0.0), 2 * bold > len(letters))


def _headed(pages: Sequence[Sequence[_Line]]) -> Iterator[str]:
    """Text of the pages: running heads and page numbers left out, larger or bolder lines as headings."""
    often = Counter(re.sub(r"\d+", "#", line.text) for page in pages for line in {*page[:2], *page[-2:]})
    running = {text for text, count in often.items() if count > 1 and 2 * count > len(pages)}
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    body = max(sizes, key=lambda s: sizes[s], default=0.0)
    larger = sorted({size for size in sizes if size > body * _LARGER}, reverse=True)
    for page in pages:
        for number, line in enumerate(page):
            edge = number < 2 or number >= len(page) - 2
            if not line.text or (edge and (re.sub(r"\d+", "#", line.text) in running or line.text.isdigit())):
                continue
            titled = len(line.text) <= _TITLE_LONGEST and not line.text.endswith((".", ","))
            if titled and line.size in larger:
                yield f"\n{'#' * min(larger.index(line.size) + 1, 6)} {line.text}\n"
            elif titled and ((line.bold and line.size >= body) or _HEADING_LINE.match(line.text)):
                yield f"\n{'#' * min(len(larger) + 1, 6)} {line.text}\n"
            else:
                yield re.sub(r"^#", r"\\#", line.text)
        yield ""
