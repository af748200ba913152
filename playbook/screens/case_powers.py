"""What a person may do with a case now, and why not where they may not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

from pydantic import Field

from playbook import Desk
from playbook.errors import PlaybookError
from playbook.records import Case, Decision, Lang, Person, Record, Seat, Verb
from playbook.review import names
from playbook.review.approvals import Board, signable, signed
from playbook.review.steps import TRANSITIONS, allowed
from playbook.screens import case_words as w
from playbook.screens.prose import bullets, details, esc
from playbook.screens.refusals import said

OFFERED: tuple[Verb, ...] = tuple(verb for verb in get_args(Verb) if verb not in ("void", "join", "leave", "erase"))
"""What this screen has a place for."""
MENDABLE = ("empty_reply", "slots_open", "errors_stand", "warnings_stand")
"""What a person can put right in the box before they approve; the button stays, and says so."""


class Powers(Record):
    """What one person may do with one case as it stands."""

    may: frozenset[Verb]
    refused: dict[Verb, str] = Field(default_factory=dict)
    """Why not, in words, by what the state of the case would allow."""
    seats: tuple[tuple[Seat, str], ...] = ()
    """The seats that they may sign in, each with whom they would sign for."""


def powers(desk: Desk, case: Case, person: Person | None, lang: Lang) -> Powers:
    """What may be done; without a person, all that the state allows: who it is, is asked for on the way."""
    now = datetime.now(UTC)
    possible = [verb for verb in OFFERED if (case.state, verb) in TRANSITIONS]
    if person is None:
        return Powers(may=frozenset(possible))
    board = desk.board(case, case.draft, person, now)
    may, refused = set(), {}
    for verb in possible:
        error = _refusal(case, verb, board, now)
        if error is None:
            may.add(verb)
        else:
            refused[verb] = said(error, lang)
    return Powers(may=frozenset(may), refused=refused, seats=tuple(signable(case, board)) if "approve" in may else ())


def _refusal(case: Case, verb: Verb, board: Board, now: datetime) -> PlaybookError | None:
    wanted = Decision(verb=verb, by=board.person.name)
    try:
        allowed(case, wanted, board)
        if verb == "approve":
            signed(case, wanted, now, board)
    except PlaybookError as error:
        return None if error.code in MENDABLE else error
    return None


def why_not(case: Case, found: Powers, lang: Lang) -> str:
    """The reasons on asking, as HTML."""
    reasons = [f"{names.ACTIONS[verb].of(lang)} — {why}" for verb, why in found.refused.items()]
    others = [names.ACTIONS[verb].of(lang) for verb in OFFERED if (case.state, verb) not in TRANSITIONS]
    if others:
        state = names.STATES[case.state].of(lang)
        reasons.append(w.NOT_IN_STATE.of(lang).format(state=state, verbs=", ".join(others)))
    return details(w.WHY_NOT.of(lang), bullets(reasons)) if reasons else ""


def moved(case: Case, current: Case, lang: Lang) -> str:
    """Who has done what since a case was opened; nothing where nobody has."""
    new = current.events[len(case.events) :]
    said_of = [
        w.MOVED.of(lang).format(by=each.by, verb=names.VERBS[each.verb].of(lang) if each.verb in names.VERBS else "")
        for each in new
    ]
    return "".join(f"<p>{esc(line)}</p>" for line in said_of)


def opened_as(case: Case, following: Case) -> Case:
    """A case after a step beside its wording, as the page may go on with it.

    Where others have changed the wording in between, the page keeps the version that it was opened at, so that what
    is typed on it is still compared with theirs.
    """
    if following.basis <= case.version:
        return following
    beside = ("issue", "assignee", "handed_to", "escalated", "milestones")
    return case.model_copy(update={name: getattr(following, name) for name in beside})
