# ruff: noqa: E501 - expressions over Korean count double; broken up they read worse
"""One voice: does a draft contradict what has been approved in the same issue?

Compared are figures, dates and causes of the same thing, denials with admissions, and how far fault is admitted:
regret, apology, responsibility (a step back is heard; Lewicki, Polin & Lount 2016). A figure that was given with its
limits (so far, at least) may grow, and a correction that names what it corrects is none of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from playbook.language.korean import sentences
from playbook.language.normalise import normalise
from playbook.records import Channel, Lang, Record
from playbook.reply.causes import OPEN, causes
from playbook.reply.days import stated
from playbook.reply.gist import covered, gist
from playbook.reply.values import Value, same

Contradiction = Literal["figure", "date", "cause", "denial", "tone"]
"""What two sentences differ in."""


class Reply(Record):
    """A reply as it was approved, word for word."""

    case: str
    version: int
    """Version of the case that approval made."""
    channel: Channel
    lang: Lang
    text: str
    statement: str | None = None
    """The statement that was approved beside it."""
    by: str
    at: datetime
    """UTC."""
    facts: tuple[str, ...] = ()
    """Ids of the facts that it stands on."""
    posted: str = ""
    """Who said that it has been posted; empty where nobody has."""


class Conflict(NamedTuple):
    """A sentence of a draft beside one of an approved reply that says otherwise."""

    kind: Contradiction
    start: int
    """First code point in the draft."""
    end: int
    said: str
    """What the approved reply says."""
    reply: Reply


_ALIKE = 0.5
"""Share of the words of the shorter sentence from which on two are about the same thing."""
_CORRECTION = re.compile(
    r"정정|바로잡|바로 ?잡|앞서|당초|처음에는|종전|늘었|줄었|추가로 확인|\b(?:correct\w*|earlier|previously|originally|first (?:said|reported)|rose|risen|revised|no longer|rather than)\b"
)
_LIMITED = re.compile(
    r"현재까지|지금까지|최소|이상|늘어날|늘 수|추가로|\b(?:so far|at least|may (?:still )?(?:rise|grow|change)|as of|to date|more than)\b"
)
_NEXT_WORD = re.compile(
    r"다시 ?(?:알려|안내|말씀|공지|전해)|다음 ?(?:공지|안내)|추가 ?(?:공지|안내)|진행 ?상황|\b(?:next update|update you|update by|another update|will update)\b"
)
_DENIAL = re.compile(
    r"사실(?:이|은|과는?)? ?(?:전혀 ?)?(?:아닙|아니며|아니라|무근|다릅|다르며|달라)|(?:은|는|도|이|가|한 바|된 바|한 적|된 적)(?:은|이|도)? ?(?:전혀 ?)?(?:없습니다|없었습니다|없으며|없음)"
    r"|지 않았습니다|(?:유출|결함|피해|은폐|조작|위반)(?:이|가)? ?아닙니다"
    r"|\b(?:not true|untrue|false|unfounded|no (?:data|leak|breach|defect|injur\w+|evidence|damage|one was)|did not|was not|were not|have not been|has not been|never)\b"
)
_COURTESY = re.compile(
    r"불편|혼란|걱정|심려|기다리|답답|늦게|번거|\b(?:inconvenience|confusion|concern|worr\w+|wait|delay in|trouble|not (?:replying|answering))\b"
)
_REGRET = re.compile(r"유감|안타깝|\b(?:regret\w*|unfortunate\w*|sadden\w*)\b")
_APOLOGY = re.compile(r"사과|죄송|송구|\b(?:sorry|apologi[sz]e\w*|apolog(?:y|ies))\b")
_FAULT = re.compile(
    r"(?:저희|당사|회사|본사)(?:의|에|에게|가)?[^.!?\n]{0,25}(?:잘못|책임|과실|불찰)(?!(?:은|는|이|가)? ?(?:없|아니|아닙))|책임을 ?(?:통감|인정|지겠|다하)|\b(?:our (?:fault|mistake|failure|responsibility)|we (?:failed|were wrong|got (?:it|this) wrong|fell short|accept responsibility|take (?:full )?responsibility))\b"
)
_AFFIRMED = re.compile(r"[았었였했됐났왔렸졌]|확인된|\b(?:was|were|has been|have been|did|found|confirmed)\b")
_HAS_NOT = re.compile(r"없|않|아닙|아니|\b(?:no|not|never|untrue|false|unfounded)\b")


class _Said(NamedTuple):
    """A sentence and what comparisons need of it."""

    text: str
    folded: str
    start: int
    end: int
    about: frozenset[str]
    values: tuple[Value, ...]


def conflicts(text: str, before: Sequence[Reply], at: datetime | None = None) -> Iterator[Conflict]:
    """What in ``text`` contradicts an approved reply, in order of the text; each sentence once a kind.

    Args:
        text: the new reply.
        before: approved replies; 어제 in one of them counts from its approval.
        at: when the new one is said, by default now.
    """
    if not before:
        return
    told: set[tuple[str, int]] = set()
    new = _sentences(text, at or datetime.now(UTC))
    for reply in before:
        old = _sentences(reply.text, reply.at)
        for one in new:
            for other in old:
                for kind in _differences(one, other):
                    if (kind, one.start) not in told:
                        told.add((kind, one.start))
                        yield Conflict(kind, one.start, one.end, other.text, reply)
    yield from _step_back(text, new, before)


def _sentences(text: str, at: datetime) -> list[_Said]:
    found = []
    for start, end in sentences(text):
        piece = text[start:end]
        found.append(_Said(piece, normalise(piece).folded, start, end, gist(piece), stated(piece, at)))
    return found


def _differences(new: _Said, old: _Said) -> Iterator[Contradiction]:
    if _denied(new, old) or _denied(old, new):
        yield "denial"
    if _CORRECTION.search(new.folded):
        return
    causes_new = [gist(cause.text) for cause in causes(new.folded)]
    causes_old = [gist(cause.text) for cause in causes(old.folded)] if causes_new else []
    if causes_new and causes_old and not any(a & b for a in causes_new for b in causes_old):
        yield "cause"
    if not (new.values and old.values and _alike(new.about, old.about)):
        return
    next_words = _NEXT_WORD.search(new.folded) or _NEXT_WORD.search(old.folded)
    for kind, types in (("figure", ("count", "amount", "percentage", "size", "duration")), ("date", ("date", "time"))):
        if kind == "date" and next_words:
            continue
        if _disagree(new, old, types):
            yield kind  # type: ignore[misc]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared, least = len(one & other), min(len(one), len(other))
    return shared >= min(2, least) > 0 and shared >= _ALIKE * least


def _disagree(new: _Said, old: _Said, types: tuple[str, ...]) -> bool:
    """Whether both state a value of one sort and unit, and none of the new ones is among the old."""
    for value in new.values:
        if value.type not in types:
            continue
        rivals = [rival for rival in old.values if (rival.type, rival.unit) == (value.type, value.unit)]
        if not rivals or any(same(value, rival) or same(rival, value) for rival in rivals):
            continue
        if value.type == "count" and not value.unit:
            continue
        grown = value.number is not None and all(
            rival.number is not None and value.number >= rival.number for rival in rivals
        )
        if grown and _LIMITED.search(old.folded):
            continue
        if not any(same(kept, rival) for kept in new.values for rival in rivals):
            return True
    return False


def _denied(denial: _Said, admission: _Said) -> bool:
    """Whether one sentence denies what the other admits: by an apology for a fault, or by stating it."""
    if not _DENIAL.search(denial.folded) or OPEN.search(denial.folded):
        return False
    said = admission.folded
    if "사실" in denial.folded or re.search(r"\b(?:not true|untrue|false|unfounded)\b", denial.folded):
        return _FAULT.search(said) is not None or (_APOLOGY.search(said) is not None and not _COURTESY.search(said))
    states = _AFFIRMED.search(said) and not _HAS_NOT.search(said) and not OPEN.search(said)
    return bool(states) and covered(denial.about, admission.about) >= _ALIKE and bool(denial.about & admission.about)


def admission(folded: str) -> int:
    """How far a text admits fault: 0 not at all, 1 regret, 2 apology, 3 responsibility."""
    return 3 if _FAULT.search(folded) else 2 if _APOLOGY.search(folded) else 1 if _REGRET.search(folded) else 0


def _step_back(text: str, new: Sequence[_Said], before: Sequence[Reply]) -> Iterator[Conflict]:
    """A reply that admits something, but less than one before it."""
    now = admission(normalise(text).folded)
    furthest = max(before, key=lambda reply: admission(normalise(reply.text).folded))
    then = admission(normalise(furthest.text).folded)
    if not 0 < now < then:
        return
    mine = next((said for said in new if admission(said.folded) == now), None)
    its = next(
        (said.text for said in _sentences(furthest.text, furthest.at) if admission(said.folded) == then), furthest.text
    )
    start, end = (mine.start, mine.end) if mine else (0, len(text))
    yield Conflict("tone", start, end, its, furthest)
