"""Cases on their way to an approved reply: what may follow what, and what a decision does.

``apply`` is pure: it takes a case, a decision, the checked new draft and who decides, and returns the next case or
refuses. What approval covers and who may sign stands in ``approvals``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from playbook.errors import ReviewError
from playbook.language.normalise import normalise
from playbook.records import Case, CaseState, Decision, Draft, Event, Finding, Overruling, Role, Sent, Verb, Version
from playbook.reply.promises import Task, owner_of, promises
from playbook.reply.voice import Reply
from playbook.review.approvals import Board, approval_digest, same_person, signed, with_overrulings, words_of

OPEN: tuple[CaseState, ...] = ("received", "drafted", "in_review", "returned", "approved", "sent", "rejected")
"""States of a case that somebody has still to do with."""
TRANSITIONS: dict[tuple[CaseState, Verb], CaseState] = {
    ("received", "draft"): "drafted",
    ("received", "withdraw"): "withdrawn",
    ("drafted", "edit"): "drafted",
    ("drafted", "submit"): "in_review",
    ("drafted", "withdraw"): "withdrawn",
    ("returned", "edit"): "returned",
    ("returned", "submit"): "in_review",
    ("returned", "withdraw"): "withdrawn",
    ("in_review", "edit"): "in_review",
    ("in_review", "overrule"): "in_review",
    ("in_review", "approve"): "approved",
    ("in_review", "return"): "returned",
    ("in_review", "reject"): "rejected",
    ("in_review", "withdraw"): "withdrawn",
    ("approved", "edit"): "in_review",
    ("approved", "return"): "returned",
    ("approved", "void"): "in_review",
    ("approved", "record"): "sent",
    ("approved", "close"): "closed",
    ("approved", "withdraw"): "withdrawn",
    ("sent", "close"): "closed",
    ("sent", "reopen"): "drafted",
    ("rejected", "close"): "closed",
    ("rejected", "reopen"): "drafted",
    ("withdrawn", "reopen"): "drafted",
    ("closed", "reopen"): "drafted",
    **{(state, verb): state for state in OPEN for verb in ("escalate", "assign", "hand_over", "mark", "join", "leave")},
    ("closed", "erase"): "closed",
    ("withdrawn", "erase"): "withdrawn",
}
"""What may follow what; everything else is refused."""
BESIDE: frozenset[Verb] = frozenset({"escalate", "assign", "hand_over", "mark", "join", "leave", "erase"})
"""Steps that leave wording and state alone, so that nobody who is writing is disturbed by them."""
REASONED: frozenset[Verb] = frozenset({"return", "reject", "withdraw", "reopen", "escalate", "hand_over", "overrule"})
"""Steps that need a reason."""
_KEEPS_SIGNATURES: frozenset[Verb] = BESIDE | {"approve", "overrule", "record", "close"}
LONGEST_REASON = {"overrule": 500, "other": 5000}
"""Characters."""
WRITERS: frozenset[Role] = frozenset({"staff", "reviewer", "executive", "legal"})
_SIGNERS: frozenset[Role] = frozenset({"reviewer", "executive", "legal"})
GRANTED: dict[Verb, frozenset[Role]] = {
    **dict.fromkeys(("draft", "edit", "submit", "record", "close", "reopen", "withdraw"), WRITERS),
    **dict.fromkeys(("escalate", "assign", "hand_over", "mark", "join", "leave", "overrule", "void"), WRITERS),
    **dict.fromkeys(("approve", "return", "reject"), _SIGNERS),
    "erase": frozenset({"admin", "legal"}),
}
"""Who may do what; whoever has none of these roles may not."""


def apply(
    case: Case, decision: Decision, draft: Draft | None, findings: tuple[Finding, ...], now: datetime, board: Board
) -> Case:
    """The case after a decision.

    Args:
        case: as it stands.
        decision: what a person wants.
        draft: the draft with the person's changes in it.
        findings: what the checks say of that draft.
        now: UTC.
        board: who decides, and whose signatures the draft needs.

    Raises:
        ReviewError: the step is not allowed now, to this person, or on this text; nothing has changed.
    """
    following = allowed(case, decision, board)
    digest = approval_digest(case.channel, draft)
    reworded = digest != approval_digest(case.channel, case.draft)
    _check_reason(case, decision, draft)
    overruled = _overruled(case, decision, draft, findings, now)
    beside = decision.verb in BESIDE or (decision.verb == "approve" and not reworded)
    seats = board.seats if following == "in_review" or decision.verb == "approve" else case.seats
    changes: dict[str, Any] = {
        "state": following, "draft": draft, "overruled": overruled,
        "findings": with_overrulings(case.model_copy(update={"draft": draft, "overruled": overruled}), findings),
        "owners": case.owners | {words: name.strip() for words, name in decision.owners.items() if name.strip()},
        "version": case.version + 1,
        "basis": case.basis if beside else case.version + 1,
        "seats": seats,
    }  # fmt: skip
    vouched = (*decision.slots.values(), *decision.confirm)
    changes["confirmed"] = tuple(dict.fromkeys((*case.confirmed, *filter(str.strip, vouched))))
    if reworded or seats != case.seats or decision.verb not in _KEEPS_SIGNATURES:
        changes |= {"signatures": (), "approved_hash": None}
    if following == "in_review" and case.state != "in_review":
        changes["submitted_at"] = now
    after = case.model_copy(update=changes)
    after = _EFFECTS.get(decision.verb, _nothing)(after, decision, now, board)
    event = Event(
        at=now, by=decision.by, verb=decision.verb, reason=_said(decision), text_hash=digest, source=board.person.source
    )
    return after.model_copy(update={"events": (*case.events, event)})


def allowed(case: Case, decision: Decision, board: Board) -> CaseState:
    """The state that a decision leads to, where this person may take it; wording and reasons are looked at later.

    Raises:
        ReviewError: not possible now, or not for this person.
    """
    following = TRANSITIONS.get((case.state, decision.verb))
    if following is None:
        own = (verb for state, verb in TRANSITIONS if state == case.state and verb != "void")  # the program's own step
        possible = ", ".join(own) or "nothing"
        raise ReviewError(
            f"Case {case.id} is {case.state}; {decision.verb} is not possible now, only {possible}.",
            code="not_now", state=case.state, verb=decision.verb,
        )  # fmt: skip
    if not GRANTED[decision.verb] & set(board.person.roles):
        needed = ", ".join(sorted(GRANTED[decision.verb]))
        raise ReviewError(
            f"{decision.by} may not {decision.verb}; it takes one of these roles: {needed}.",
            code="not_granted", name=decision.by, verb=decision.verb, roles=sorted(GRANTED[decision.verb]),
        )  # fmt: skip
    beside = decision.verb in BESIDE
    if not beside and decision.version is not None and not (case.basis <= decision.version <= case.version):
        raise ReviewError(
            f"Case {case.id} has changed since you opened it (version {decision.version}, now {case.version}). "
            "Load it again; your wording is kept in the box.",
            code="stale",
        )
    if decision.verb == "close" and case.state == "approved" and case.draft is not None:
        raise ReviewError(
            f"Case {case.id} has an approved reply; record that it was sent, or withdraw it, first.",
            code="close_approved",
        )
    return following


def _check_reason(case: Case, decision: Decision, draft: Draft | None) -> None:
    if decision.reason.strip():
        length, most = len(decision.reason.strip()), LONGEST_REASON["overrule" if decision.overrule else "other"]
        if length > most:
            raise ReviewError(
                f"A reason has at most {most:,} characters here, not {length:,}.",
                code="long_reason", most=most, length=length,
            )  # fmt: skip
        return
    if decision.verb in REASONED:
        raise ReviewError(
            f"Say why: {decision.verb} needs a reason, so that the others can act on it.",
            code="no_reason", verb=decision.verb,
        )  # fmt: skip
    if decision.overrule:
        raise ReviewError("Say why: setting a finding aside needs a reason, which is kept.", code="no_reason_overrule")
    others = case.state in ("in_review", "approved") and not same_person(decision.by, case.author)
    if decision.verb in ("edit", "approve") and others and _wording(draft) != _wording(case.draft):
        raise ReviewError(
            f"Say why: you are changing what {case.author} wrote, who has to know the reason.",
            code="no_reason_edit", author=case.author,
        )  # fmt: skip


def _wording(draft: Draft | None) -> tuple[str, str | None] | None:
    return (draft.text, draft.statement) if draft else None


def _overruled(
    case: Case, decision: Decision, draft: Draft | None, findings: tuple[Finding, ...], now: datetime
) -> tuple[Overruling, ...]:
    """What is set aside after a decision; it goes with the words that it was about, and does not come back."""
    if decision.verb == "overrule" and not decision.overrule:
        raise ReviewError(
            "Say which finding is set aside, by its check and the words that it stands on.", code="overrule_nothing"
        )
    standing = {(finding.check, words_of(finding, draft)): finding.level for finding in findings}
    for check, words in decision.overrule:
        level = standing.get((check, words))
        if level is None:
            raise ReviewError(
                f"There is no finding {check} on “{words}” any more; look at the findings again.",
                code="no_finding", words=words,
            )  # fmt: skip
        if level == "error":
            raise ReviewError(
                f"The finding {check} on “{words}” is an error: it has to be mended, not set aside.",
                code="overrule_error", words=words,
            )  # fmt: skip
    kept = [each for each in case.overruled if (each.check, each.words) not in decision.overrule]
    if _wording(draft) != _wording(case.draft):
        kept = [each for each in kept if each.words and (each.check, each.words) in standing]
    reason = decision.reason.strip()
    return *kept, *(
        Overruling(check=check, words=words, reason=reason, by=decision.by, at=now)
        for check, words in dict.fromkeys(decision.overrule)
    )


def _said(decision: Decision) -> str:
    extra = {"assign": decision.to, "hand_over": decision.team or "", "mark": decision.milestone or ""}
    return " · ".join(filter(None, (extra.get(decision.verb, ""), decision.reason.strip())))


def _nothing(case: Case, _decision: Decision, _now: datetime, _board: Board) -> Case:
    return case


def _reached(case: Case, now: datetime, *steps: Any) -> dict[str, Any]:
    return {"milestones": {"received": case.created_at, **dict.fromkeys(steps, now), **case.milestones}}


def _submit(case: Case, decision: Decision, now: datetime, _board: Board) -> Case:
    reached = _reached(case, now, "assessed")
    return case.model_copy(update={"author": decision.by, "handed_to": None} | reached)


def _approve(case: Case, decision: Decision, now: datetime, board: Board) -> Case:
    signature = signed(case, decision, now, board)
    signatures = (*case.signatures, signature)
    complete = len(signatures) >= len(case.seats)
    return case.model_copy(
        update={
            "signatures": signatures,
            "state": "approved" if complete else "in_review",
            "approved_hash": signature.digest if complete else None,
            "basis": case.version if complete else case.basis,  # another signer is not disturbed by the first
        }
    )


def _record(case: Case, decision: Decision, now: datetime, _board: Board) -> Case:
    if case.draft is None:
        raise ReviewError(
            f"Case {case.id} was decided to stay silent; there is nothing that could have been sent.", code="silent"
        )
    if not decision.where.strip() or not (decision.text or "").strip():
        raise ReviewError("Say where it went out, and paste the final text as it stands there.", code="no_where")
    text = (decision.text or "").strip()
    same = _plain(text) in (_plain(case.draft.text), _plain("".join(case.draft.parts)))
    if not same and not decision.reason.strip():
        raise ReviewError(
            "The pasted text is not the approved one. Say why; both will be kept.", code="not_as_approved"
        )
    at = decision.sent_at or now
    if at.tzinfo is None:
        raise ReviewError(
            f"Say in which zone it was sent at {at.isoformat()}, as 2027-03-31T18:00+09:00.", code="sent_no_zone"
        )
    if at > now:
        raise ReviewError(
            f"It cannot have been sent at {at.isoformat()}, which is still to come.", code="sent_later", at=at
        )
    sent = Sent(at=at, where=decision.where.strip(), text=text, as_approved=same, by=decision.by)
    return case.model_copy(update={"sent": sent, **_reached(case, at, "acknowledged", "responded")})


def _plain(text: str) -> str:
    return "".join(normalise(text).text.split())


def _close(case: Case, _decision: Decision, now: datetime, _board: Board) -> Case:
    return case.model_copy(update=_reached(case, now, "closed"))


def _reopen(case: Case, _decision: Decision, _now: datetime, _board: Board) -> Case:
    kept = {step: at for step, at in case.milestones.items() if step not in ("responded", "closed")}
    return case.model_copy(update={"milestones": kept, "sent": None})


def _escalate(case: Case, _decision: Decision, _now: datetime, _board: Board) -> Case:
    return case.model_copy(update={"escalated": True})


def _assign(case: Case, decision: Decision, _now: datetime, _board: Board) -> Case:
    return case.model_copy(update={"assignee": decision.to.strip()})


def _hand_over(case: Case, decision: Decision, _now: datetime, _board: Board) -> Case:
    if decision.team is None:
        raise ReviewError("Say which department takes it on.", code="no_team")
    return case.model_copy(update={"handed_to": decision.team})


def _mark(case: Case, decision: Decision, now: datetime, _board: Board) -> Case:
    if decision.milestone not in ("acknowledged", "investigated", "notified"):
        raise ReviewError(
            "Only acknowledged, investigated and notified are marked by hand; the other steps follow what is done.",
            code="mark_by_hand",
        )
    if decision.milestone in case.milestones:
        raise ReviewError(
            f"Case {case.id} was marked {decision.milestone} before.",
            code="marked_before",
            milestone=decision.milestone,
        )
    return case.model_copy(update=_reached(case, now, decision.milestone))


def _join(case: Case, decision: Decision, _now: datetime, _board: Board) -> Case:
    return case.model_copy(update={"issue": decision.to if decision.verb == "join" else ""})


_EFFECTS: dict[Verb, Callable[[Case, Decision, datetime, Board], Case]] = {
    "submit": _submit, "approve": _approve, "record": _record, "close": _close, "reopen": _reopen,
    "escalate": _escalate, "assign": _assign, "hand_over": _hand_over, "mark": _mark, "join": _join, "leave": _join,
}  # fmt: skip


def wording_of(before: Case, after: Case, decision: Decision, now: datetime) -> Version | None:
    """The wording that a decision brought in; None where it is the one that stood there."""
    if after.draft is None or (
        before.version and approval_digest(before.channel, before.draft) == approval_digest(after.channel, after.draft)
    ):
        return None
    return Version(
        case=after.id, version=after.version, by=decision.by, at=now, verb=decision.verb,
        reason=decision.reason.strip(), text=after.draft.text, statement=after.draft.statement,
        moves=tuple(sentence.move for sentence in after.draft.sentences),
        digest=approval_digest(after.channel, after.draft),
    )  # fmt: skip


def proposal_of(before: Case, after: Case) -> Version | None:
    """The wording that the program proposed, where a person changed it before the case was first kept."""
    if before.version or before.draft is None or after.draft is None or before.draft.text == after.draft.text:
        return None
    return Version(
        case=before.id, version=0, by="playbook", at=before.created_at, verb="draft", text=before.draft.text,
        statement=before.draft.statement, moves=tuple(sentence.move for sentence in before.draft.sentences),
        digest=approval_digest(before.channel, before.draft),
    )  # fmt: skip


def reply_of(case: Case) -> Reply | None:
    """What the approval of a case covers, word for word; None where nothing is said or nothing is approved."""
    if case.state != "approved" or case.draft is None:
        return None
    last = case.events[-1]
    used = dict.fromkeys(fact for sentence in case.draft.sentences for fact in sentence.facts)
    return Reply(
        case=case.id, version=case.version, channel=case.channel, lang=case.draft.lang, text=case.draft.text,
        statement=case.draft.statement, by=last.by, at=last.at, facts=tuple(used),
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
    """What changes in the tasks of a case when another wording is approved, or it is rejected or withdrawn.

    Open promises of the earlier wording are dropped; those of the new one are made, unless they have been kept.
    """
    kept = {(task.words, task.what) for task in before if task.state == "kept"}
    dropped = [task.model_copy(update={"state": "dropped"}) for task in before if task.state == "open"]
    return (*dropped, *(task for task in now if (task.words, task.what) not in kept))
