"""Who has to sign a reply before it may go out, and what a signature covers.

Rules choose the signatures by severity, topic, speaker and what the reply promises (``rules/approvals.yaml``). Every
rule that holds asks for its own; each is given by another person, none of whom is the author.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field

from playbook.errors import ReviewError, RuleError
from playbook.language.normalise import normalise
from playbook.records import (
    OWNERS,
    SPEAKERS,
    Bilingual,
    Case,
    Channel,
    Decision,
    Draft,
    Owner,
    Person,
    Record,
    Role,
    Seat,
    Signature,
)
from playbook.reply.values import values
from playbook.review.audit import canonical, sha256
from playbook.triage.conditions import LABELS, Condition, Facts, parse
from playbook.triage.yaml_files import load_yaml, validated

FILE = "approvals.yaml"
EVERY_ROLE: tuple[Role, ...] = ("staff", "reviewer", "executive", "legal", "evaluator", "admin")
_LABELS = LABELS | {"speaker": SPEAKERS, "amount": (True, False)}


class Needed(Record):
    """A signature that a rule asks for."""

    role: Role
    team: Owner | None = None
    ceo: bool = False


class ApprovalRule(Record):
    """A row of the file."""

    id: str
    because: Bilingual
    when: Any = None
    """A condition tree; the row without one holds where no other does."""
    needs: tuple[Needed, ...] = Field(min_length=1)
    deputy_after: int = Field(60, ge=0)
    """Minutes in review after which a named deputy may sign."""
    open_warnings: bool = True
    """Whether warnings may stand; where not, each has to be mended or set aside with a reason."""
    cites: tuple[str, ...] = ()


class Approvals:
    """All approval rules.

    Raises:
        RuleError: a file cannot be read, or a row of it is wrong; names file, row and mend.
    """

    def __init__(self, rules: Sequence[tuple[ApprovalRule, Condition | None]]) -> None:
        self.rules = {rule.id: rule for rule, _ in rules}
        self._conditions = {rule.id: condition for rule, condition in rules}

    @classmethod
    def from_folders(cls, folders: Iterable[Path], known: Collection[str]) -> Approvals:
        """Read the file of each folder; a row of an earlier folder takes the place of one with the same id."""
        found: dict[str, tuple[ApprovalRule, Condition | None]] = {}
        for path in (folder / FILE for folder in folders):
            if not path.is_file():
                continue
            rows = load_yaml(path)
            if not isinstance(rows, list):
                raise RuleError(f"{path}: a list of rules is needed, each with id, because, when and needs.")
            own: set[str] = set()
            for number, row in enumerate(rows):
                rule = validated(ApprovalRule, row, f"{path}: [{number}]")
                place = f"{path}: {rule.id}"
                if rule.id in own:
                    raise RuleError(f"{place}: two rows have this id; give each its own.")
                own.add(rule.id)
                condition = None if rule.when is None else parse(rule.when, known, place, _LABELS)
                found.setdefault(rule.id, (rule, condition))
        if not any(condition is None for _, condition in found.values()):
            raise RuleError(f"{FILE}: one row without `when` is needed, for what no other row is about.")
        return cls(list(found.values()))

    def holding(self, case: Case, draft: Draft | None) -> list[ApprovalRule]:
        """The rules that a case falls under with this draft."""
        triage = case.triage
        labels = {name: getattr(triage, name) for name in ("kind", "topic", "severity", "stance", "lang")}
        labels |= {"speaker": draft.speaker if draft else "brand", "amount": bool(draft and _money(draft))}
        facts = Facts({signal.id: signal for signal in triage.signals}, labels)
        tested = ((self.rules[name], condition) for name, condition in self._conditions.items())
        held = [rule for rule, condition in tested if condition is not None and condition.holds(facts)]
        return held or [rule for rule in self.rules.values() if rule.when is None]

    def seats(self, case: Case, draft: Draft | None) -> tuple[Seat, ...]:
        """The signatures that a case needs with this draft.

        One signature may give what several rules ask for, and one of a team what is asked of any team; a rule that
        asks twice gets two.
        """
        asked = [
            Seat(role=need.role, team=need.team, ceo=need.ceo, because=rule.id)
            for rule in self.holding(case, draft)
            for need in rule.needs
        ]  # fmt: skip
        kept: list[tuple[Seat, set[str]]] = []
        for seat in sorted(asked, key=lambda seat: (not seat.ceo, seat.team is None)):
            for other, given in kept:
                if seat.because not in given and _covers(other, seat):
                    given.add(seat.because)
                    break
            else:
                kept.append((seat, {seat.because}))
        return tuple(seat for seat, _ in kept)


def _covers(one: Seat, other: Seat) -> bool:
    """Whether whoever signs for ``one`` also gives what ``other`` asks for."""
    if other.ceo:
        return one.ceo
    return (one.role == other.role or (one.ceo and other.role == "executive")) and other.team in (None, one.team)


def _money(draft: Draft) -> bool:
    return any(value.type == "amount" for value in values(f"{draft.text}\n{draft.statement or ''}"))


class Board(Record):
    """Who decides about a draft, and what the rules ask of it."""

    person: Person
    seats: tuple[Seat, ...] = ()
    principals: tuple[Person, ...] = ()
    """Those in whose place this person may sign by now."""
    warnings_stand: bool = True


def anybody(name: str, source: str = "") -> Person:
    """A person at a desk without accounts: nobody checks the name, and nothing is kept from them."""
    return Person(name=name, roles=EVERY_ROLE, teams=OWNERS, ceo=True, source=source)


def principals(person: Person, everybody: Iterable[Person], since: datetime | None, after: int, now: datetime) -> tuple[
    Person, ...
]:  # fmt: skip
    """Those in whose place a person may sign, once ``after`` minutes in review have gone by."""
    if since is None or now < since + timedelta(minutes=after):
        return ()
    return tuple(each for each in everybody if each.deputy and same_person(each.deputy, person.name))


def approval_digest(channel: Channel, draft: Draft | None) -> str:
    """SHA-256 of what an approval covers: channel, speaker, text, subject, statement and the versions of all facts."""
    covered: dict[str, Any] = {"channel": channel, "silence": draft is None}
    if draft is not None:
        covered |= {name: getattr(draft, name) for name in ("lang", "speaker", "text", "subject", "statement")}
        covered["facts"] = sorted({fact for sentence in draft.sentences for fact in sentence.facts})
    return sha256(canonical(covered))


def same_person(one: str, other: str) -> bool:
    """Whether two names are one however they are typed: capitals, blanks and the way Hangul is composed."""
    return _folded(one) == _folded(other)


@lru_cache(maxsize=1000)
def _folded(name: str) -> str:
    return "".join(normalise(name).folded.split())


def fits(person: Person, seat: Seat) -> bool:
    """Whether a person may fill a seat in their own right; an executive may also review."""
    if seat.ceo:
        return person.ceo
    role = seat.role in person.roles or (seat.role == "reviewer" and "executive" in person.roles)
    return role and (seat.team is None or seat.team in person.teams)


def open_seats(case: Case) -> list[Seat]:
    """The seats that nobody has signed for."""
    left = list(case.seats)
    for signature in case.signatures:
        left.remove(signature.seat)
    return left


def signed(case: Case, decision: Decision, now: datetime, board: Board) -> Signature:
    """The signature of a person on the wording of a case.

    Raises:
        ReviewError: it is not theirs to sign, or the wording may not go out as it is.
    """
    person = board.person
    if same_person(decision.by, case.author):
        raise ReviewError(
            f"{decision.by} sent this to review and cannot approve it; another person has to.",
            code="own_reply", name=decision.by,
        )  # fmt: skip
    given = [name for each in case.signatures for name in (each.by, each.instead_of) if name]
    if any(same_person(decision.by, name) for name in given):
        raise ReviewError(
            f"{decision.by} has signed this wording already; the others still have to.",
            code="signed_already", name=decision.by,
        )  # fmt: skip
    _may_go_out(case, board)
    seat, instead_of = _chosen(case, decision, board)
    return Signature(
        seat=seat, by=decision.by, at=now, digest=approval_digest(case.channel, case.draft), instead_of=instead_of,
        verified=person.verified,
    )  # fmt: skip


def _chosen(case: Case, decision: Decision, board: Board) -> tuple[Seat, str]:
    """The seat that a person signs in, and in whose place."""
    wanted, theirs, left = decision.seat.strip(), signable(case, board), open_seats(case)
    for seat, instead_of in theirs:
        if wanted in ("", seat.role, seat.because):
            return seat, instead_of
    if theirs and not any(wanted in (seat.role, seat.because) for seat in left):
        raise ReviewError(
            f"Nobody has to sign as {wanted} here; {decision.by} may sign as "
            f"{' or '.join(dict.fromkeys(seat.role for seat, _ in theirs))}.",
            code="seat_unknown", seat=wanted, name=decision.by, seats=tuple(seat for seat, _ in theirs),
        )  # fmt: skip
    as_what = f" as {wanted}" if wanted else ""
    raise ReviewError(
        f"{decision.by} cannot sign this{as_what}; it needs {' and '.join(map(seat_name, left))}.",
        code="no_seat", name=decision.by, seats=tuple(left),
    )  # fmt: skip


def signable(case: Case, board: Board) -> list[tuple[Seat, str]]:
    """The open seats that a person may sign in, each with the name of whoever they sign for.

    That name is empty for those that are theirs in their own right, which come first.
    """
    left = open_seats(case)
    taken = [case.author, *(name for each in case.signatures for name in (each.by, each.instead_of) if name)]
    if any(same_person(board.person.name, name) for name in taken):
        return []
    own = [(seat, "") for seat in left if fits(board.person, seat)]
    for principal in board.principals:
        if not any(same_person(principal.name, name) for name in taken):  # what they have said stands already
            others = (seat for seat in left if fits(principal, seat) and not seat.ceo)  # nobody speaks for the ceo
            own += [(seat, principal.name) for seat in others if seat not in [each for each, _ in own]]
    return own


def seat_name(seat: Seat) -> str:
    """A seat in words."""
    return "the chief executive in person" if seat.ceo else seat.role + (f" of team {seat.team}" if seat.team else "")


def _may_go_out(case: Case, board: Board) -> None:
    draft = case.draft
    if draft is None:
        return
    if not draft.text.strip():
        raise ReviewError("Not yet: the reply is empty. Write one, or reject it with a reason.", code="empty_reply")
    if draft.slots:
        asks = [slot.ask for slot in draft.slots]
        raise ReviewError(f"Not yet: still to be filled in are {', '.join(asks)}.", code="slots_open", asks=asks)
    errors = [finding for finding in case.findings if finding.level == "error"]
    if errors:
        raise ReviewError(
            f"Not yet: {len(errors)} error(s) stand, the first: {errors[0].message}",
            code="errors_stand", n=len(errors), first=errors[0].message,
        )  # fmt: skip
    standing = [finding for finding in case.findings if finding.level == "warning" and not finding.overruled]
    if standing and not board.warnings_stand:
        raise ReviewError(
            f"Not yet: {len(standing)} warning(s) stand in a grave matter, the first: {standing[0].message} "
            "Mend each, or set it aside with a reason.",
            code="warnings_stand",
            n=len(standing),
            first=standing[0].message,
        )
