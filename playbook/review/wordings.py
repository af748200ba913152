"""Wordings: each that a case had, what an approval covers word for word, and the promises that this makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from playbook.records import Case, Decision, Version
from playbook.reply.promises import Task, owner_of, promises
from playbook.reply.voice import Reply
from playbook.review.approvals import approval_digest


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
