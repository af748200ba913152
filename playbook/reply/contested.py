"""What in a reply goes against the ledger: facts not yet confirmed, facts not to be said, facts that have changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from playbook.language.korean import sentences
from playbook.language.normalise import normalise
from playbook.reply.causes import OPEN
from playbook.reply.days import stated
from playbook.reply.facts import ENOUGH, Fact, Ledger
from playbook.reply.gist import covered, gist
from playbook.reply.values import Value

TELLING = Decimal(100)
"""From this number on a figure is hardly there by chance."""


class Contested(NamedTuple):
    """A stretch of a reply that a fact of the ledger speaks against."""

    start: int
    """First code point in the text."""
    end: int
    fact: Fact
    successor: Fact | None
    """What holds now in its place; the fact itself where it stands and must not be said yet, or ever."""


def contested(text: str, ledger: Ledger, at: datetime) -> Iterator[Contested]:
    """Stretches of ``text``, said at ``at``, that rest on facts which may not be stated, in order of the text."""
    against = list(_against(ledger))
    if not against:
        return
    for start, end in sentences(text):
        sentence = text[start:end]
        for value_start, value_end, fact, successor in _in_sentence(stated(sentence, at), sentence, ledger, against):
            yield Contested(start + value_start, start + value_end, fact, successor)


def _against(ledger: Ledger) -> Iterator[tuple[Fact, Fact | None]]:
    for fact in ledger.standing:
        if fact.status != "confirmed":
            yield fact, fact
    for fact in ledger.past:
        successor = ledger.successor(fact)
        if successor is None or successor.status == "confirmed":
            yield fact, successor


def _in_sentence(
    said: Sequence[Value], sentence: str, ledger: Ledger, against: list[tuple[Fact, Fact | None]]
) -> Iterator[tuple[int, int, Fact, Fact | None]]:
    about = gist(sentence)
    confirmed = ledger.confirmed
    taken: list[tuple[int, int]] = []
    for fact, successor in against:
        corrects = successor is not None and successor is not fact and any(map(successor.holds, said))
        hits = [] if corrects else [value for value in said if _goes_against(value, fact, about, confirmed)]
        for hit in hits:
            if not any(start < hit.end and hit.start < end for start, end in taken):
                taken.append((hit.start, hit.end))
                yield hit.start, hit.end, fact, successor
        if not hits and not corrects and _told(sentence, about, fact, confirmed):
            yield 0, len(sentence), fact, successor


def _goes_against(value: Value, fact: Fact, about: frozenset[str], confirmed: tuple[Fact, ...]) -> bool:
    if not fact.holds(value) or any(other.holds(value) for other in confirmed):
        return False
    return _telling(value) or bool(about & fact.gist)


def _telling(value: Value) -> bool:
    """Whether the value alone, without a word in common, points to the fact that states it."""
    if value.date is not None:
        return value.date[1] is not None and value.date[2] is not None
    return value.type in ("amount", "name", "size") or (value.number is not None and value.number >= TELLING)


def _told(sentence: str, about: frozenset[str], fact: Fact, confirmed: tuple[Fact, ...]) -> bool:
    """Whether a sentence tells a fact that has no figure, and no confirmed fact that says nearly the same."""
    if fact.values or (fact.status == "unconfirmed" and OPEN.search(normalise(sentence).folded)):
        return False
    share = covered(fact.gist, about)
    enough = ENOUGH if len(fact.gist) > 2 else 1.0
    return share >= enough and all(covered(other.gist, about) < share for other in confirmed)
