"""What people change in what the program proposes: how much, why, and what comes again and again.

Measured in words, by the fewest that have to be put in, taken out or replaced (Levenshtein, "Binary codes capable of
correcting deletions, insertions and reversals", 1966). Filling a slot is no change: that is what slots are for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from playbook.language.privacy import mask
from playbook.records import Case, Record, Version
from playbook.reply.moves import STANCES_OF

AGAIN = 2
"""Cases in which something has to happen to be worth a look."""
SHOWN = 5
"""Cases named with an idea."""
LONGEST = 8
"""Words of a phrase that may come again; what is longer is another text."""
_WORD = re.compile(r"\[[^\]\n]+\]\S*|\S+")
_SLOT = re.compile(r"\[[^\]\n]+\]")

IdeaKind = Literal["phrase", "move", "check", "departure", "gap"]
"""A phrase that is replaced, a move that is deleted, a check that is overruled, a stance rule that is departed from, a
topic that the library has no word on."""


class Edited(Record):
    """How much of one reply people changed."""

    case: str
    words: int
    """Of the reply as it was proposed."""
    before_review: int
    """Words changed between what was proposed and what was sent to review."""
    in_review: int
    """Words changed between that and what was approved."""
    reasons: tuple[str, ...] = ()
    """Why, as they said."""


class Idea(Record):
    """Something that people change again and again."""

    kind: IdeaKind
    what: str
    """A phrase, or the id of a move, a check, a rule or a topic."""
    instead: str = ""
    """For a phrase: what people write in its place; empty where they take it out."""
    times: int
    """In how many cases."""
    cases: tuple[str, ...] = ()
    """The latest of them."""


class Changes(Record):
    """What people have changed."""

    edited: tuple[Edited, ...]
    ideas: tuple[Idea, ...]
    """Most frequent first."""
    left_out: int = 0
    """Earlier replies that were not looked at."""


class Step(NamedTuple):
    """Words in the place of others."""

    old: str
    new: str
    size: int
    """Words changed, filled slots aside."""


class Read(NamedTuple):
    """A case and its wordings."""

    case: Case
    proposed: Version
    submitted: Version
    approved: Version


def changes(cases: Iterable[tuple[Case, Sequence[Version]]], gaps: Iterable[str] = ()) -> Changes:
    """What people have changed.

    Args:
        cases: those with an approved reply, latest first, each with its wordings, oldest first.
        gaps: topics of messages that the library had no word on.
    """
    found: dict[tuple[IdeaKind, str, str], dict[str, None]] = defaultdict(dict)
    edited: list[Edited] = []
    for case, versions in cases:
        read = _read(case, versions)
        if read is None:
            continue
        first, second = steps(read.proposed.text, read.submitted.text), steps(read.submitted.text, read.approved.text)
        edited.append(Edited(
            case=case.id, words=len(_WORD.findall(read.proposed.text)), before_review=sum(s.size for s in first),
            in_review=sum(s.size for s in second),
            reasons=tuple(dict.fromkeys(mask(v.reason)[0] for v in versions if v.reason)),
        ))  # fmt: skip
        for idea in _ideas(read, [*first, *second]):
            found[idea][case.id] = None
    for number, topic in enumerate(gaps):
        found["gap", topic, ""][str(number)] = None
    ideas = [
        Idea(kind=kind, what=what, instead=instead, times=len(where),
             cases=() if kind == "gap" else tuple(where)[:SHOWN])
        for (kind, what, instead), where in found.items()
        if len(where) >= AGAIN
    ]  # fmt: skip
    return Changes(
        edited=tuple(edited), ideas=tuple(sorted(ideas, key=lambda idea: (-idea.times, idea.kind, idea.what)))
    )


def _read(case: Case, versions: Sequence[Version]) -> Read | None:
    submits = [event.at for event in case.events if event.verb == "submit"]
    approvals = [event.at for event in case.events if event.verb == "approve"]
    if not versions or not submits or not approvals:
        return None
    drafted = [version for version in versions if version.verb == "draft"]
    return Read(case, (drafted or list(versions))[0], _at(versions, submits[-1]), _at(versions, approvals[-1]))


def _at(versions: Sequence[Version], moment: datetime) -> Version:
    """The wording that stood at a moment."""
    standing = [version for version in versions if version.at <= moment]
    return standing[-1] if standing else versions[0]


def steps(before: str, after: str) -> list[Step]:
    """What was changed between two wordings, personal data masked."""
    from rapidfuzz.distance import Levenshtein

    old, new = _WORD.findall(mask(before)[0]), _WORD.findall(mask(after)[0])
    found: list[Step] = []
    for step in Levenshtein.opcodes(old, new):
        gone, come = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        size = max(len(gone), len(come)) - sum(bool(_SLOT.match(word)) for word in gone)
        if step.tag != "equal" and size > 0:
            found.append(Step(" ".join(gone), " ".join(come), size))
    return found


def _deleted(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Moves whose sentence is gone; one that stands there in other words is not."""
    from rapidfuzz.distance import Levenshtein

    for step in Levenshtein.opcodes(before, after):
        if step.tag == "delete":
            yield from (move for move in before[step.src_start : step.src_end] if move not in after)


def _ideas(read: Read, done: Iterable[Step]) -> Iterator[tuple[IdeaKind, str, str]]:
    for step in done:
        if step.old and not _SLOT.search(step.old) and len(step.old.split()) <= LONGEST >= len(step.new.split()):
            yield "phrase", step.old, step.new
    for move in _deleted(read.proposed.moves, read.approved.moves):
        yield "move", move, ""
    for overruling in read.case.overruled:
        yield "check", overruling.check, ""
    draft, triage = read.case.draft, read.case.triage
    if draft is not None and draft.mode is not None and STANCES_OF[draft.mode] != triage.stance:
        for reason in triage.reasons:
            if reason.rule.startswith("stance."):
                yield "departure", reason.rule, STANCES_OF[draft.mode]
