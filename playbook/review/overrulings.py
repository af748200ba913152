"""Findings that people have set aside, each with its reason, for the words that it stood on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from playbook.errors import ReviewError
from playbook.records import Case, Decision, Draft, Finding, Overruling


def overrulings(
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
    if wording(draft) != wording(case.draft):
        kept = [each for each in kept if each.words and (each.check, each.words) in standing]
    reason = decision.reason.strip()
    return *kept, *(
        Overruling(check=check, words=words, reason=reason, by=decision.by, at=now)
        for check, words in dict.fromkeys(decision.overrule)
    )


def wording(draft: Draft | None) -> tuple[str, str | None] | None:
    """The words that people read: reply and statement."""
    return (draft.text, draft.statement) if draft else None


def with_overrulings(case: Case, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with the reasons for which people have set them aside; an error cannot be."""
    reasons = {(each.check, each.words): each.reason for each in case.overruled}
    return tuple(
        finding.model_copy(update={"overruled": reasons.get((finding.check, words_of(finding, case.draft)), "")})
        if finding.level != "error"
        else finding
        for finding in findings
    )


def words_of(finding: Finding, draft: Draft | None) -> str:
    """The words that a finding stands on: what it is set aside by."""
    if draft is None or finding.start is None:
        return ""
    text = (draft.statement or "") if finding.part == "statement" else draft.text
    return text[finding.start : finding.end]
