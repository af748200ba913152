"""The facts of one issue: who said what is so, when and on what grounds, and what must not be said.

A ledger only grows. A change is a new version that supersedes the old one, so that it can still be told what an
earlier reply stood on. A first number tends to grow (4,500 accounts became 33.7 million; KT and Lotte Card alike),
which is why it is offered with its limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import StringConstraints

from playbook.errors import ReviewError
from playbook.language.normalise import normalise
from playbook.records import Lang, Record, Sentence
from playbook.reply.causes import causes
from playbook.reply.days import held, stated
from playbook.reply.gist import covered, gist
from playbook.reply.values import Value, same, values

FactStatus = Literal["confirmed", "unconfirmed", "must_not_say"]
"""May be stated; is being checked; may never stand in a reply."""
STATUSES: tuple[FactStatus, ...] = ("confirmed", "unconfirmed", "must_not_say")
ENOUGH = 0.6
"""Share of the words of a statement that make a sentence one about it."""
MESSAGE = "message"
"""What a sentence stands on that repeats a figure of the message."""


class Fact(Record):
    """One version of one fact of an issue."""

    id: str
    issue: str
    statement: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    status: FactStatus
    by: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    """Who vouches for it."""
    at: datetime
    """UTC."""
    source: str = ""
    """What it rests on: a report, a log, a person."""
    supersedes: str = ""
    """Id of the version that this one takes the place of."""
    withdrawn: bool = False
    """It no longer holds, and nothing took its place."""

    @property
    def values(self) -> tuple[Value, ...]:
        """Figures, dates, amounts and names that it states."""
        return values(self.statement)

    @property
    def gist(self) -> frozenset[str]:
        """What it is about."""
        return gist(self.statement)

    def holds(self, value: Value) -> bool:
        """Whether this fact states the value."""
        return any(same(value, own) for own in held(self.statement, self.at))


class Ledger(Record):
    """All facts of an issue, every version, oldest first."""

    issue: str
    facts: tuple[Fact, ...] = ()

    @property
    def standing(self) -> tuple[Fact, ...]:
        """The versions that hold now."""
        past = {fact.supersedes for fact in self.facts}
        return tuple(fact for fact in self.facts if fact.id not in past and not fact.withdrawn)

    @property
    def confirmed(self) -> tuple[Fact, ...]:
        """Facts that a reply may state."""
        return tuple(fact for fact in self.standing if fact.status == "confirmed")

    @property
    def past(self) -> tuple[Fact, ...]:
        """Versions that were confirmed once and hold no longer."""
        standing = {fact.id for fact in self.standing}
        return tuple(f for f in self.facts if f.id not in standing and f.status == "confirmed" and not f.withdrawn)

    def add(self, statement: str, status: FactStatus, by: str, at: datetime, source: str = "") -> Ledger:
        """The ledger with a new fact."""
        return self._with(statement=statement, status=status, by=by, at=at, source=source)

    def change(
        self,
        fact_id: str,
        by: str,
        at: datetime,
        *,
        statement: str | None = None,
        status: FactStatus | None = None,
        source: str | None = None,
    ) -> Ledger:
        """The ledger with a version that takes the place of ``fact_id``; what is None stays as it was.

        The source of another statement is not carried over: the old grounds do not bear it.

        Raises:
            ReviewError: no such fact, it holds no longer, or nothing would change.
        """
        old = self._standing(fact_id)
        said = old.statement if statement is None else statement.strip()
        kept = old.source if said == old.statement else ""
        new = {
            "statement": said,
            "status": old.status if status is None else status,
            "source": kept if source is None else source,
        }
        if new == {"statement": old.statement, "status": old.status, "source": old.source}:
            raise ReviewError(
                f"Fact {fact_id} already says this; change its statement, status or source.", code="fact_same"
            )
        return self._with(**new, by=by, at=at, supersedes=fact_id)

    def withdraw(self, fact_id: str, by: str, at: datetime, source: str = "") -> Ledger:
        """The ledger in which ``fact_id`` holds no longer; ``source`` says why.

        Raises:
            ReviewError: no such fact, or it holds no longer already.
        """
        old = self._standing(fact_id)
        return self._with(
            statement=old.statement, status=old.status, by=by, at=at, source=source, supersedes=fact_id, withdrawn=True
        )

    def versions(self, fact_id: str) -> tuple[Fact, ...]:
        """A fact with all that came before and after it, oldest first.

        Raises:
            ReviewError: no such fact.
        """
        self._known(fact_id)
        chain = {fact_id}
        for fact in reversed(self.facts):  # a version stands after the one that it supersedes
            if fact.id in chain and fact.supersedes:
                chain.add(fact.supersedes)
        for fact in self.facts:
            if fact.supersedes in chain:
                chain.add(fact.id)
        return tuple(fact for fact in self.facts if fact.id in chain)

    def successor(self, fact: Fact) -> Fact | None:
        """The version that holds now in the place of one that does not; None where it was withdrawn."""
        last = self.versions(fact.id)[-1]
        return None if last.withdrawn else last

    def _with(self, **fields: object) -> Ledger:
        fact = Fact.model_validate({"id": f"{self.issue}.{len(self.facts) + 1}", "issue": self.issue} | fields)
        return self.model_copy(update={"facts": (*self.facts, fact)})

    def _known(self, fact_id: str) -> Fact:
        found = next((fact for fact in self.facts if fact.id == fact_id), None)
        if found is None:
            known = ", ".join(fact.id for fact in self.standing) or "none yet"
            raise ReviewError(
                f"No fact {fact_id!r} in issue {self.issue}; there are: {known}.", code="no_fact", id=fact_id
            )
        return found

    def _standing(self, fact_id: str) -> Fact:
        found = self._known(fact_id)
        if found not in self.standing:
            raise ReviewError(
                f"Fact {fact_id} holds no longer; change the version that took its place.", code="fact_gone"
            )
        return found


def bind(
    said: Iterable[Sentence],
    facts: Sequence[Fact],
    vouched: Sequence[str] = (),
    message: str = "",
    *,
    received: datetime | None = None,
    now: datetime | None = None,
) -> tuple[Sentence, ...]:
    """Sentences with the ids of the facts that they stand on. Binding twice on one day changes nothing.

    Args:
        said: sentences of a draft.
        facts: confirmed facts of the issue.
        vouched: facts that a person vouched for in the case alone; they are known as ``case:1`` and so on.
        message: what is being answered; a figure that it gives makes a sentence stand on ``message``.
        received: when the message was written, from which its 어제 counts; by default now.
        now: when the sentences are looked at; what a person vouched for counts from it, too.
    """
    now = now or datetime.now(UTC)
    own = [Ground(f"case:{number}", text, now) for number, text in enumerate(vouched, 1)]
    grounds = [Ground(fact.id, fact.statement, fact.at) for fact in facts] + own
    told = Ground(MESSAGE, message, received or now)
    return tuple(
        sentence.model_copy(update={"facts": grounds_of(sentence.text, grounds, told, now)}) for sentence in said
    )


class Ground(NamedTuple):
    """What a sentence may rest on."""

    name: str
    text: str
    at: datetime
    """When it was written."""

    def states(self, said: Sequence[Value]) -> bool:
        """Whether it holds one of these values."""
        return any(same(value, own) for value in said for own in held(self.text, self.at))


def grounds_of(
    sentence: str, grounds: Sequence[Ground], message: Ground | None = None, now: datetime | None = None
) -> tuple[str, ...]:
    """Ids of what a sentence, said ``now``, rests on: what states a value of it, or is about the same as a whole."""
    said, about = stated(sentence, now or datetime.now(UTC)), gist(sentence)
    found = [
        ground.name
        for ground in grounds
        if ground.states(said)
        or (len(gist(ground.text)) > 1 and covered(gist(ground.text), about) >= ENOUGH)
        or any(covered(gist(cause.text), gist(ground.text)) >= ENOUGH for cause in causes(normalise(sentence).folded))
    ]
    return (*found, message.name) if message and message.states(said) else tuple(found)


GROWING = re.compile(
    r"유출|피해|부상|다[친쳤치]|사망|숨[진졌]|감염|환자|회수|리콜|장애|중단|영향|접수|확진|신고"
    r"|\b(?:affected|leaked|exposed|stolen|injur\w+|hurt|dead|deaths?|died|killed|ill|infected|recall\w*|outage|down|impacted)\b"
)
"""What is counted in an event and tends to grow, in folded text."""
_LIMITED = re.compile(
    r"현재까지|지금까지|이 ?시각|기준|최소|이상|늘어날|늘 수|추가로 확인|더 있을|최대"
    r"|\b(?:so far|at least|may (?:still )?(?:rise|grow|change|increase)|up to|as of|to date|until now|more than)\b"
)
_GROWING_TYPES = ("count", "size", "duration")


def unlimited(sentence: str) -> Value | None:
    """A figure that tends to grow and stands without its limits; None where there is none."""
    folded = sentence.lower()
    if not GROWING.search(folded) or _LIMITED.search(folded):
        return None
    return next((value for value in values(sentence) if value.type in _GROWING_TYPES and value.unit), None)


def limited(figure: Value, lang: Lang) -> str:
    """The wording that states a first figure together with its limits."""
    said = figure.text.strip()
    if lang == "ko":
        return f"한계를 함께 밝히세요: “현재까지 확인된 것은 {said}이며, 조사에 따라 늘어날 수 있습니다.”"
    return f"Say what it covers: “So far we have confirmed {said}; the figure may rise as we learn more.”"
