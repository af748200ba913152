"""Cases on their way to an approved reply: who may do what, when, and what approval covers.

``apply`` is pure: it takes a case, a decision and the checked new draft, and returns the next case or refuses.
Approval covers the SHA-256 of channel and text; any later edit voids it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from playbook.errors import ReviewError
from playbook.language.normalise import normalise
from playbook.records import Case, CaseState, Decision, Draft, Event, Finding, Verb

TRANSITIONS: dict[tuple[CaseState, Verb], CaseState] = {
    ("drafted", "edit"): "drafted",
    ("drafted", "submit"): "in_review",
    ("returned", "edit"): "returned",
    ("returned", "submit"): "in_review",
    ("in_review", "edit"): "in_review",
    ("in_review", "approve"): "approved",
    ("in_review", "return"): "returned",
    ("in_review", "reject"): "rejected",
    ("approved", "edit"): "in_review",
    ("approved", "return"): "returned",
}
"""What may follow what; everything else is refused."""


def text_hash(case_channel: str, text: str) -> str:
    """SHA-256 of what approval covers."""
    return hashlib.sha256(f"{case_channel}\n{text}".encode()).hexdigest()


def apply(case: Case, decision: Decision, draft: Draft | None, findings: tuple[Finding, ...], now: datetime) -> Case:
    """The case after a decision.

    Args:
        case: as it stands.
        decision: what a person wants.
        draft: the draft with the person's changes in it.
        findings: what the checks say of that draft.
        now: UTC.

    Raises:
        ReviewError: the step is not allowed now, to this person, or on this text; nothing has changed.
    """
    following = TRANSITIONS.get((case.state, decision.verb))
    if following is None:
        possible = ", ".join(verb for state, verb in TRANSITIONS if state == case.state) or "nothing"
        raise ReviewError(f"Case {case.id} is {case.state}; {decision.verb} is not possible now, only {possible}.")
    if decision.version is not None and decision.version != case.version:
        raise ReviewError(
            f"Case {case.id} has changed since you opened it (version {decision.version}, now {case.version}). "
            "Load it again; your wording is kept in the box."
        )
    if decision.verb in ("return", "reject") and not decision.reason.strip():
        raise ReviewError(f"Say why: {decision.verb} needs a reason, so that the author can act on it.")
    if decision.verb == "approve":
        _may_approve(case, decision, draft, findings)
    text = draft.text if draft else ""
    digest = text_hash(case.channel, text)
    vouched = (*decision.slots.values(), *decision.confirm)
    event = Event(at=now, by=decision.by, verb=decision.verb, reason=decision.reason.strip(), text_hash=digest)
    return case.model_copy(
        update={
            "state": following,
            "draft": draft,
            "findings": findings,
            "confirmed": tuple(dict.fromkeys((*case.confirmed, *filter(str.strip, vouched)))),
            "author": decision.by if decision.verb == "submit" else case.author,
            "approved_hash": digest if following == "approved" else None,
            "version": case.version + 1,
            "events": (*case.events, event),
        }
    )


def _same_person(one: str, other: str) -> bool:
    """Whether two names are one however they are typed: capitals, blanks and the way Hangul is composed."""
    return "".join(normalise(one).folded.split()) == "".join(normalise(other).folded.split())


def _may_approve(case: Case, decision: Decision, draft: Draft | None, findings: tuple[Finding, ...]) -> None:
    if _same_person(decision.by, case.author):
        raise ReviewError(f"{decision.by} sent this to review and cannot approve it; another person has to.")
    if draft is None:
        return
    if draft.slots:
        raise ReviewError(f"Not yet: still to be filled in are {', '.join(slot.ask for slot in draft.slots)}.")
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        raise ReviewError(f"Not yet: {len(errors)} error(s) stand, the first: {errors[0].message}")
