"""A statement as a file that leaves the program: Markdown or DOCX.

What is not filled in yet stays visible in every form, and the file says so at its top.
"""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import datetime
from typing import Any, Literal

from playbook.language.detect import detect
from playbook.records import Bilingual, Lang
from playbook.reply.preview import paper, share_preview
from playbook.reply.slots import slot_spans

__all__ = ["FORMS", "Form", "as_docx", "as_markdown", "file_name", "share_preview", "unfilled"]

Form = Literal["docx", "md"]
"""What a statement can be exported as."""
FORMS: tuple[Form, ...] = ("docx", "md")

NAME_BYTES = 200
"""Bytes of a file name before its ending; file systems allow 255."""

_DRAFT = Bilingual(ko="초안: 채울 곳 {n}개", en="DRAFT: {n} to fill")
_MARKDOWN = re.compile(r"([\\`*_<>\[\]|~])")
_LINE_START = re.compile(r"^(\s*\d*)([#+.)-])(?=\s|$)", re.MULTILINE)
_NO_NAME = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff/\\:*?"<>|\[\]]+')


def unfilled(statement: str) -> int:
    """How many slots stand in a statement, each counted once."""
    return len({ask for *_, ask in slot_spans(statement)})


def as_markdown(statement: str) -> bytes:
    """The statement as Markdown in UTF-8; slots are marked, and nothing else in it is read as markup."""
    found = paper(statement)
    blocks = [f"# {_marked(found.title)}", *(_marked(paragraph) for paragraph in found.paragraphs)]
    if found.date:
        blocks.append(_marked(f"{found.date}\n{found.signature}"))
    if count := unfilled(statement):
        blocks.insert(0, f"> {_DRAFT.of(detect(statement)).format(n=count)}")
    return ("\n\n".join(blocks) + "\n").encode()


def as_docx(statement: str, at: datetime) -> bytes:
    """The statement as DOCX; slots are highlighted, properties hold title and share preview and no author.

    Args:
        statement: the text; what XML cannot hold is left out.
        at: when it is written, kept as the date of the document.
    """
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    found, lang, preview = paper(statement), detect(statement), share_preview(statement)
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    _set_type(document, lang)
    if count := unfilled(statement):
        note = document.add_paragraph()
        note.add_run(_DRAFT.of(lang).format(n=count)).bold = True
    _write(document.add_paragraph(style="Title"), found.title)
    for text in found.paragraphs:
        _write(document.add_paragraph(), text)
    for text in filter(None, (found.date, found.signature)):
        ending = document.add_paragraph()
        ending.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(ending, text)
    properties = document.core_properties
    properties.title, properties.comments = preview.title, preview.description
    properties.author = properties.last_modified_by = properties.keywords = properties.subject = ""
    properties.language = {"ko": "ko-KR", "en": "en-GB"}[lang]
    properties.created = properties.modified = at
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def file_name(name: str, statement: str, form: Form) -> str:
    """A name for the file: the id of the message and the title, safe on every system, Hangul kept.

    >>> file_name("m-1", "결제 오류에 대해 사과드립니다", "docx")
    'm-1 결제 오류에 대해 사과드립니다.docx'
    """
    words = f"{name} {paper(statement).title}"
    safe = " ".join(_NO_NAME.sub(" ", unicodedata.normalize("NFC", words)).split())
    short = safe.encode()[:NAME_BYTES].decode(errors="ignore").strip(" .")
    return f"{short or 'statement'}.{form}"


def _marked(text: str) -> str:
    """Markdown of a paragraph; HTML for slots, since stars right before a Korean particle do not close."""
    pieces: list[str] = []
    at = 0
    for start, end, ask in slot_spans(text):
        pieces += [_escaped(text[at:start]), f"<mark>[{_escaped(ask)}]</mark>"]
        at = end
    whole = _LINE_START.sub(r"\1\\\2", "".join([*pieces, _escaped(text[at:])]))
    return whole.replace("\n", "  \n")


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _write(paragraph: Any, text: str) -> None:
    """Runs of a paragraph, slots highlighted."""
    from docx.enum.text import WD_COLOR_INDEX

    at = 0
    for start, end, _ in slot_spans(text):
        paragraph.add_run(text[at:start])
        paragraph.add_run(text[start:end]).font.highlight_color = WD_COLOR_INDEX.YELLOW
        at = end
    paragraph.add_run(text[at:])


def _set_type(document: Any, lang: Lang) -> None:
    """Fonts that hold Hangul, and black titles: Word takes the East Asian font from an attribute of its own."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in (("Normal", 11), ("Title", 18)):
        style = document.styles[name]
        style.font.name, style.font.size = "Malgun Gothic" if lang == "ko" else "Calibri", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn("w:eastAsia"), "Malgun Gothic")
