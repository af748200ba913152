"""Steps: what may follow what, who may take which, and when."""

from __future__ import annotations

from playbook.errors import ReviewError
from playbook.records import Case, CaseState, Decision, Role, Verb
from playbook.review.approvals import Board

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
WRITERS: frozenset[Role] = frozenset({"staff", "reviewer", "executive", "legal"})
_SIGNERS: frozenset[Role] = frozenset({"reviewer", "executive", "legal"})
GRANTED: dict[Verb, frozenset[Role]] = {
    **dict.fromkeys(("draft", "edit", "submit", "record", "close", "reopen", "withdraw"), WRITERS),
    **dict.fromkeys(("escalate", "assign", "hand_over", "mark", "join", "leave", "overrule", "void"), WRITERS),
    **dict.fromkeys(("approve", "return", "reject"), _SIGNERS),
    "erase": frozenset({"admin", "legal"}),
}
"""Who may do what; whoever has none of these roles may not."""


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
            "Nothing was changed; look at it again first.",
            code="stale",
        )
    if decision.verb == "close" and case.state == "approved" and case.draft is not None:
        raise ReviewError(
            f"Case {case.id} has an approved reply; record that it was sent, or withdraw it, first.",
            code="close_approved",
        )
    return following
