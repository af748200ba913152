"""Cases on their way to an approved reply: what a decision does.

``apply`` is pure: it takes a case, a decision, the checked new draft and who decides, and returns the next case or
refuses. What may follow what stands in ``steps``, what approval covers and who may sign in ``approvals``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from playbook.errors import ReviewError
from playbook.language.normalise import normalise
from playbook.records import Case, Decision, Draft, Event, Finding, Milestone, Sent, Verb
from playbook.review.approvals import Board, approval_digest, same_person, signed
from playbook.review.overrulings import overrulings, with_overrulings, wording
from playbook.review.steps import BESIDE, REASONED, allowed

_KEEPS_SIGNATURES: frozenset[Verb] = BESIDE | {"approve", "overrule", "record", "close"}
BY_HAND: tuple[Milestone, ...] = ("acknowledged", "investigated", "reported", "notified")
"""Steps that people mark; the others follow what is done."""
LONGEST_REASON = {"overrule": 500, "other": 5000}
"""Characters."""


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
    overruled = overrulings(case, decision, draft, findings, now)
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
    if decision.verb in ("edit", "approve") and others and wording(draft) != wording(case.draft):
        raise ReviewError(
            f"Say why: you are changing what {case.author} wrote, who has to know the reason.",
            code="no_reason_edit", author=case.author,
        )  # fmt: skip


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
    if decision.milestone not in BY_HAND:
        raise ReviewError(
            "Only acknowledged, investigated, reported and notified are marked by hand; the other steps follow what is "
            "done.",
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
