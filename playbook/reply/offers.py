"""What the facts of an issue could put into a slot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from playbook.records import Slot
from playbook.reply.days import spelled
from playbook.reply.facts import Fact
from playbook.reply.gist import covered, gist
from playbook.reply.values import Value, ValueType, values

NEAR = 4
"""Characters between a date and a time that belong together."""


class Offer(NamedTuple):
    """What a fact could put into a slot."""

    fact: str
    """Id of the fact."""
    text: str
    """A value of it, or its statement."""


_WHEN: tuple[ValueType, ...] = ("date", "time", "duration")
_WANTED: tuple[tuple[re.Pattern[str], tuple[ValueType, ...]], ...] = (
    (re.compile(r"시각|기한|일자|날짜|게시일|\b(?:time|date|when)\b"), _WHEN),
    (re.compile(r"성명|회사명|담당자|\bname\b|\bcompany\b"), ("name",)),
    (re.compile(r"환불|보상|금액|\brefund|\bcompensation|\bamount"), ("amount", "percentage")),
    (re.compile(r"영향|범위|인원|규모|\baffected|\bhow (?:far|many)"), ("count", "size", "percentage")),
)
_HANGUL = re.compile(r"[가-힣]")
_ELSEWHERE = re.compile(r"링크|창구|경로|\blink\b|\bcontact\b|\bchannel\b")


def offers(slot: Slot, facts: Iterable[Fact], most: int = 3) -> tuple[Offer, ...]:
    """Facts that fit a slot by the type of their values and the words of what it asks, best first.

    A slot that asks for a time is offered times, each once with the date that stands beside it. One that asks for a
    link or a contact is offered nothing: those are no facts of an issue.
    """
    ask = slot.ask.lower()
    if _ELSEWHERE.search(ask):
        return ()
    wanted = next((types for pattern, types in _WANTED if pattern.search(ask)), ())
    ranked: list[tuple[float, int, Offer]] = []
    for number, fact in enumerate(facts):
        if fact.status != "confirmed":
            continue
        statement = spelled(fact.statement, fact.at, "ko" if _HANGUL.search(fact.statement) else "en")
        fitting = [value for value in values(statement) if value.type in wanted]
        if wanted and not fitting:
            continue
        texts = _moments(statement, fitting) if wanted == _WHEN else [statement.rstrip(". ")]
        likeness = covered(gist(ask), fact.gist)
        ranked += [(-likeness, number, Offer(fact.id, text)) for text in texts]
    return tuple(offer for _, _, offer in sorted(ranked)[:most])


def _moments(statement: str, when: Sequence[Value]) -> list[str]:
    """Dates and times of a statement, those that stand side by side as one."""
    spans: list[tuple[int, int]] = []
    for value in when:
        if spans and value.start - spans[-1][1] <= NEAR:
            spans[-1] = (spans[-1][0], value.end)
        else:
            spans.append((value.start, value.end))
    return [statement[start:end].strip() for start, end in spans]
