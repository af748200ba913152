"""Cards: the guidelines and precedents that people read, one Markdown file each, one passage a heading.

A card opens with YAML front matter (id, kind, title, source, date, certainty; for a case also year, what to
borrow, what to avoid). Every ``##`` heading, ``Korean | English``, starts a passage: a fenced ``yaml`` block (id,
facts, stances, kinds, topics, situations), Korean paragraphs, and an English rendering that opens with ``**EN**``.
*Situations* say how a person in trouble would put it; they are searched, never quoted as guidance.

A company's own cards may be plainer: one language, and no more in a block than what is known (see ``intake``).
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from playbook.errors import KnowledgeError
from playbook.records import Bilingual, Certainty, Kind, Lang, PassageKind, Record, Stance, Topic

R = TypeVar("R", bound=Record)


class Advice(Record):
    """Short sentences in both languages."""

    ko: tuple[str, ...]
    en: tuple[str, ...]

    def of(self, lang: Lang) -> tuple[str, ...]:
        return self.ko if lang == "ko" else self.en


class Law(Record):
    """What a passage about law owes its reader: it flags, it does not advise."""

    as_of: str = Field(pattern=r"^\d{4}-\d{2}$")
    """Month in which the text was last looked at."""
    approver: Bilingual
    """Who must approve what is said."""


class Passage(Record):
    """One piece of guidance that can be found and cited by itself."""

    id: str
    """``guideline:ceo-complaint-tips-5`` or ``case:emart-beef-2010``."""
    card: str
    kind: PassageKind
    title: Bilingual
    """Title of the card."""
    heading: Bilingual
    text: Bilingual
    """The guidance, paragraphs parted by an empty line."""
    facts: tuple[str, ...]
    """Ids of the items of the domain record that it renders."""
    stances: tuple[Stance, ...] = ()
    """Stances it supports; empty means any."""
    kinds: tuple[Kind, ...] = ()
    topics: tuple[Topic, ...] = ()
    situations: tuple[str, ...] = ()
    source: Bilingual
    date: str
    certainty: Certainty
    reference: bool = False
    """Background to read, never offered as guidance."""
    law: Law | None = None
    company: bool = False
    """The company's own guidance, which comes before ours."""
    expires: datetime.date | None = None
    """Last day on which it holds."""

    def expired(self, today: datetime.date) -> bool:
        """Whether its last day is past."""
        return self.expires is not None and self.expires < today


class Card(Record):
    """A file of the library with its passages in order."""

    id: str
    kind: PassageKind
    title: Bilingual
    source: Bilingual
    date: str
    """Of the source, as precisely as known: ``2010``, ``2010-07`` or ``2010-07-28``."""
    certainty: Certainty
    year: int | None = None
    borrow: Advice | None = None
    avoid: Advice | None = None
    reference: bool = False
    company: bool = False
    expires: datetime.date | None = None
    passages: tuple[Passage, ...]


class _Front(Record):
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    kind: PassageKind
    title: Bilingual
    source: Bilingual
    date: str = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?([/~].*)?$")
    certainty: Certainty
    year: int | None = None
    borrow: Advice | None = None
    avoid: Advice | None = None
    reference: bool = False
    expires: datetime.date | None = None


class _CompanyFront(_Front):
    kind: PassageKind = "guideline"
    certainty: Certainty = "single_source"


class _Block(Record):
    id: str = Field("", pattern=r"^[a-z0-9-]*$")
    facts: tuple[str, ...] = Field(min_length=1)
    certainty: Certainty | None = None
    stances: tuple[Stance, ...] = ()
    kinds: tuple[Kind, ...] = ()
    topics: tuple[Topic, ...] = ()
    situations: tuple[str, ...] = Field(min_length=3)
    law: Law | None = None


class _CompanyBlock(_Block):
    facts: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()


_FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.S)
_HEADING = re.compile(r"^## (.+)$", re.M)
_BODY = re.compile(r"\A\s*```yaml\n(.*?)\n```\n(.*?)^\*\*EN\*\*\s(.*)\Z", re.S | re.M)
_COMPANY_BODY = re.compile(r"\A\s*(?:```yaml\n(.*?)\n```\n)?(.*?)(?:^\*\*EN\*\*\s(.*))?\Z", re.S | re.M)


def read_card(path: Path, company: bool = False) -> Card:
    """Read one card; ``company`` says that it is the company's own.

    Raises:
        KnowledgeError: the file does not follow the format; names file, heading and field.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: cannot be read: {error}. Save it as UTF-8.") from error
    return parse_card(text, str(path), company)


def parse_card(text: str, name: str, company: bool = False) -> Card:
    """Parse the text of a card; ``name`` stands in errors, ``company`` allows the plainer form.

    Raises:
        KnowledgeError: the text does not follow the format.
    """
    found = _FRONT.match(text.replace("\r\n", "\n"))
    if not found:
        raise KnowledgeError(f"{name}: a card opens with front matter between two lines of ---.")
    front = _validated(_CompanyFront if company else _Front, found[1], name, "front matter")
    if front.kind == "reply" and not company:
        raise KnowledgeError(f"{name}: front matter: kind: only a company's own card may be 'reply'.")
    pieces = _HEADING.split(found[2])
    if pieces[0].strip():
        raise KnowledgeError(f"{name}: text before the first ## heading: {pieces[0].strip()[:60]!r}.")
    passages = tuple(
        _passage(front, heading, body, name, str(number) if company else "")
        for number, (heading, body) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True), 1)
    )
    if not passages:
        raise KnowledgeError(f"{name}: no ## heading, so no passage.")
    for passage_id, times in Counter(passage.id for passage in passages).items():
        if times > 1:
            raise KnowledgeError(f"{name}: passage {passage_id} stands in it {times} times; give each another id.")
    return Card(**front.model_dump(), company=company, passages=passages)


def read_cards(folders: Iterable[Path], company: Iterable[Path] = ()) -> tuple[Card, ...]:
    """Read all cards, those of the ``company`` folders first, each folder sorted by path.

    Raises:
        KnowledgeError: a card is wrong, or an id stands twice.
    """
    cards: list[Card] = []
    where: dict[str, Path] = {}
    own, ours = tuple(company), tuple(folders)
    for folder in (*own, *ours):
        for path in sorted(folder.rglob("*.md")):
            card = read_card(path, company=folder in own)
            for key in (f"card {card.id}", *(f"passage {p.id}" for p in card.passages)):
                if key in where:
                    raise KnowledgeError(f"{path}: {key} stands already in {where[key]}; give one another id.")
                where[key] = path
            cards.append(card)
    if not cards:
        raise KnowledgeError(f"no card in {', '.join(map(str, (*own, *ours)))}.")
    return tuple(cards)


def _passage(front: _Front, heading: str, body: str, name: str, number: str) -> Passage:
    """One passage; ``number`` names it where it is the company's own and its block has no id, and is "" for ours."""
    place = f"heading {heading!r}"
    if heading.count("|") != 1 and not number:
        raise KnowledgeError(f"{name}: {place}: write it as 'Korean | English'.")
    ko, _, en = (part.strip() for part in heading.partition("|"))
    found = (_COMPANY_BODY if number else _BODY).match(body)
    if not found:
        raise KnowledgeError(f"{name}: {place}: needs a ```yaml block, Korean text, then English after **EN**.")
    block = _validated(_CompanyBlock if number else _Block, found[1] or "{}", name, place)
    texts = [(text or "").strip() for text in found.groups()[1:]]
    if not any(texts) or not (all(texts) or number):
        raise KnowledgeError(f"{name}: {place}: the text is missing" + ("." if number else " in one language."))
    if block.id:
        number = block.id
    return Passage(
        id=f"{front.kind}:{front.id}" + (f"-{number}" if number else ""),
        card=front.id,
        kind=front.kind,
        title=front.title,
        heading=Bilingual(ko=ko, en=en or ko),
        text=Bilingual(ko=texts[0] or texts[1], en=texts[1] or texts[0]),
        source=front.source,
        date=front.date,
        certainty=block.certainty or front.certainty,
        reference=front.reference,
        company=isinstance(front, _CompanyFront),
        expires=front.expires,
        **block.model_dump(exclude={"id", "certainty"}),
    )


def _validated(record: type[R], source: str, name: str, place: str) -> R:
    import yaml

    try:
        values: Any = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe, in C
        return record.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the block"
        raise KnowledgeError(f"{name}: {place}: {field}: {first['msg']} (got {first['input']!r:.80})") from error
    except (yaml.YAMLError, ValueError) as error:  # a date that no calendar has is a ValueError
        raise KnowledgeError(f"{name}: {place}: no YAML: {' '.join(str(error).split())}") from error
