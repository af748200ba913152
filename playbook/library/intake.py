"""Taking a company's own documents into the library, and out of it again.

A document becomes one card of the company's, a passage a section, written as a Markdown file that people may edit:
labels, situations and an English text can be added to it by hand. Nothing is written before ``keep``.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from playbook.errors import KnowledgeError, SetupError
from playbook.library.cards import Card, parse_card, read_card
from playbook.library.documents import Document, read_document
from playbook.records import PassageKind


class New(NamedTuple):
    """A card that is ready to be kept."""

    card: Card
    text: str
    """The file as it will be written."""
    source: Path


def prepare(
    path: Path, taken: Collection[str], kind: PassageKind = "guideline", expires: datetime.date | None = None
) -> New:
    """A card of a file: one that is a card already as it is, any other document by its sections.

    Args:
        path: the file.
        taken: card ids that exist.
        kind: what the passages of a document are; a card says it itself.
        expires: last day on which a document holds.

    Raises:
        KnowledgeError: the file cannot be read, or is a card with an id that exists.
    """
    if not path.is_file():
        raise KnowledgeError(f"{path}: no such file.", code="document_gone", name=path.name)
    if any("\ud800" <= letter <= "\udfff" for letter in str(path)):
        raise KnowledgeError(f"{str(path)!a}: the name of this file is not UTF-8; rename it.", code="document_name")
    if path.suffix.lower() in (".md", ".markdown") and (text := _front_matter(path)) is not None:
        card = _parsed(text, path)
        if card.id in taken:
            raise KnowledgeError(
                f"{path}: a card {card.id!r} exists already; give yours another id.", code="card_taken",
                name=path.name, id=card.id,
            )  # fmt: skip
        return New(card, text, path)
    text = _written(path, read_document(path), _free_id(path, taken), kind, expires)
    return New(_parsed(text, path), text, path)


def _parsed(text: str, path: Path) -> Card:
    try:
        return parse_card(text, str(path), company=True)
    except KnowledgeError as error:
        why = str(error).removeprefix(f"{path}: ")
        raise KnowledgeError(str(error), code="card_format", name=path.name, why=why) from error


def prepare_all(
    paths: Iterable[Path], cards: Iterable[Card], kind: PassageKind, expires: datetime.date | None
) -> list[New]:
    """The same for several files that are to stand beside ``cards``.

    Raises:
        KnowledgeError: a file cannot be read, or an id of it exists.
    """
    where = {passage.id: card.id for card in cards for passage in card.passages}
    taken = set(where.values())
    new: list[New] = []
    for path in paths:
        card = (entry := prepare(path, taken, kind, expires)).card
        for passage in card.passages:
            if (other := where.setdefault(passage.id, card.id)) != card.id:
                raise KnowledgeError(
                    f"{path}: passage {passage.id!r} stands in card {other!r} already; rename yours.",
                    code="passage_taken", name=path.name, id=passage.id, other=other,
                )  # fmt: skip
        taken.add(card.id)
        new.append(entry)
    return new


def documents(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those of the folders named, that can be read.

    Raises:
        KnowledgeError: a path is not there, or a folder has nothing to read.
    """
    from playbook.library.documents import SUFFIXES

    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(
            p for p in path.rglob("*")
            if p.suffix.lower() in SUFFIXES and p.is_file() and not p.name.startswith((".", "~$"))
        )  # fmt: skip
        if not inside:
            raise KnowledgeError(
                f"{path}: no document in this folder; {', '.join(SUFFIXES)} can be read.", code="document_none",
                name=path.name, kinds=", ".join(SUFFIXES),
            )  # fmt: skip
        found += inside
    return found


def keep(new: Iterable[New], folder: Path) -> None:
    """Write the cards, each whole or not at all.

    Raises:
        SetupError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for card, text, _ in new:
            part = folder / f".{card.id}.{os.getpid()}.part"
            part.write_text(text, encoding="utf-8")
            part.replace(folder / f"{card.id}.md")
    except OSError as error:
        raise SetupError(
            f"{folder} cannot be written: {error.strerror or error}. Set PLAYBOOK_HOME.", code="library_folder",
            why=error.strerror or str(error),
        ) from error  # fmt: skip


def remove(card_id: str, folder: Path) -> Path:
    """Take a card that ``keep`` wrote out of the library; returns where it is kept aside, so that it can come back.

    Raises:
        KnowledgeError: no card of that id is there.
        SetupError: the folder cannot be written.
    """
    found = [path for path in sorted(folder.glob("*.md")) if read_card(path, company=True).id == card_id]
    if not found:
        raise KnowledgeError(
            f"no card {card_id!r} of your own; `playbook knowledge list` shows which are yours.", code="card_gone",
            id=card_id,
        )  # fmt: skip
    aside = folder / "removed"
    try:
        aside.mkdir(exist_ok=True)
        return found[0].replace(aside / f"{card_id}.{datetime.datetime.now(datetime.UTC):%Y%m%dT%H%M%S}.kept")
    except OSError as error:
        why = error.strerror or str(error)
        raise SetupError(f"{folder} cannot be written: {why}.", code="library_folder", why=why) from error


def _front_matter(path: Path) -> str | None:
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None  # the reader of documents knows more encodings, and says what is wrong
    return text if re.match(r"---\n(?:(?!---\n).*\n)*?id:", text) else None


def _free_id(path: Path, taken: Collection[str]) -> str:
    name = _composed(path.stem)
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    # a name without Latin letters gets a short mark of its own, the same every time
    wanted = words[:40].strip("-") or f"document-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def _written(path: Path, document: Document, card_id: str, kind: PassageKind, expires: datetime.date | None) -> str:
    import yaml

    changed = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC).date()
    front = {
        "id": card_id,
        "kind": kind,
        "title": {"ko": document.title, "en": document.title},
        "source": {
            "ko": f"우리 회사 문서 {_composed(path.name)}",
            "en": f"Our own document {_composed(path.name)}",
        },
        "date": f"{changed:%Y-%m-%d}",
        **({"expires": expires} if expires else {}),
    }
    opening = yaml.safe_dump(front, allow_unicode=True, sort_keys=False).strip()
    passages = [
        f'## {section.heading}\n\n```yaml\nid: "{number}"\n```\n\n{_quiet(section.text)}\n'
        for number, section in enumerate(document.sections, 1)
    ]
    return f"---\n{opening}\n---\n\n" + "\n".join(passages)


def _composed(name: str) -> str:
    """A file name with its syllables whole; macOS takes Hangul apart."""
    return unicodedata.normalize("NFC", name)


def _quiet(text: str) -> str:
    """The text with no line that a card would read as its own mark."""
    return re.sub(r"^(\s*)(##? |\*\*EN\*\*|```)", r"\1\\\2", text, flags=re.M)
