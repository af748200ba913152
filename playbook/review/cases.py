"""Cases on their way to an approved reply: who may do what, when, and what approval covers.

``apply`` is pure: it takes a case, a decision and the checked new draft, and returns the next case or refuses.
Approval covers the SHA-256 of channel and text; any later edit voids it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from playbook.errors import ReviewError
from playbook.language.normalise import normalise
from playbook.records import Case, CaseState, Decision, Draft, Event, Finding, Verb
from playbook.reply.promises import Task, owner_of, promises
from playbook.reply.voice import Reply

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
            "owners": case.owners | {words: name.strip() for words, name in decision.owners.items() if name.strip()},
            "author": decision.by if decision.verb == "submit" else case.author,
            "approved_hash": digest if following == "approved" else None,
            "version": case.version + 1,
            "events": (*case.events, event),
        }
    )


def join(case: Case, issue: str, by: str, now: datetime) -> Case:
    """The case as one of an issue; an empty id takes it out of any."""
    event = Event(at=now, by=by, verb="join" if issue else "leave", reason=issue or case.issue)
    return case.model_copy(update={"issue": issue, "version": case.version + 1, "events": (*case.events, event)})


def reply_of(case: Case) -> Reply | None:
    """What the approval of a case covers, word for word; None where nothing is said or nothing is approved."""
    if case.state != "approved" or case.draft is None:
        return None
    last = case.events[-1]
    used = dict.fromkeys(fact for sentence in case.draft.sentences for fact in sentence.facts)
    return Reply(
        case=case.id, version=case.version, channel=case.channel, lang=case.draft.lang, text=case.draft.text,
        by=last.by, at=last.at, facts=tuple(used),
    )  # fmt: skip


def tasks_of(reply: Reply, owners: dict[str, str]) -> tuple[Task, ...]:
    """The promises of an approved reply as tasks."""
    return tuple(
        Task(
            id=f"{reply.case}.{reply.version}.{number}", case=reply.case, lang=reply.lang, words=promise.words,
            what=promise.what, made_at=reply.at, due=promise.due, owner=owner_of(promise, owners),
        )
        for number, promise in enumerate(promises(reply.text, reply.at), 1)
    )  # fmt: skip


def carried_over(before: Sequence[Task], now: Sequence[Task]) -> tuple[Task, ...]:
    """What changes in the tasks of a case when another wording is approved, or it is rejected.

    Open promises of the earlier wording are dropped; those of the new one are made, unless they have been kept.
    """
    kept = {(task.words, task.what) for task in before if task.state == "kept"}
    dropped = [task.model_copy(update={"state": "dropped"}) for task in before if task.state == "open"]
    return (*dropped, *(task for task in now if (task.words, task.what) not in kept))


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
