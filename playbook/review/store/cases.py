"""Cases, their messages, wordings and comments on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from playbook.errors import ReviewError
from playbook.records import Case, CaseState, Comment, Message, Version
from playbook.reply.promises import Task
from playbook.reply.voice import Reply
from playbook.review.audit import Act
from playbook.review.notify.letters import Letter
from playbook.review.store.archive import erase_rows, put_archive
from playbook.review.store.engine import IntegrityError, Writing, naive
from playbook.review.store.outbox import Outbox
from playbook.review.store.schema import CASES, COMMENTS, DRAFTS, MESSAGES, REPLIES, TASKS

_WHOLE = select(CASES.c.record, MESSAGES.c.record).join(MESSAGES, MESSAGES.c.case_id == CASES.c.id)


class Cases(Outbox):
    """The part of the store that keeps cases."""

    def save(
        self,
        case: Case,
        act: Act,
        *,
        reply: Reply | None = None,
        tasks: Sequence[Task] = (),
        wording: Version | None = None,
        comment: Comment | None = None,
        due: datetime | None = None,
        author_key: str = "",
        proposal: Version | None = None,
        erase: bool = False,
        outgoing: Sequence[Letter] = (),
    ) -> None:
        """Write a new case, or the next version of one; the first version may be the first to be written.

        Args:
            case: the case.
            act: who did what to it.
            reply: what its approval covers; kept whatever becomes of the case.
            tasks: promises that are made or change with it.
            wording: its wording, where that is new.
            comment: an internal note that comes with it.
            due: when the next of its clocks runs out, UTC.
            author_key: what tells the writer of its message from others, see ``archive``.
            outgoing: notifications that tell of it.
            proposal: the wording that the program proposed, where the first to be kept is another one.
            erase: take personal data out of all that was written about it.

        Raises:
            ReviewError: somebody else has written this version already; nothing is kept.
        """
        columns = {
            "id": case.id,
            "version": case.version,
            "state": case.state,
            "severity": case.triage.severity,
            "updated_at": act.at,
            "issue": case.issue,
            "topic": case.triage.topic,
            "assignee": case.assignee,
            "due": naive(due) if due else None,
        }
        if erase:
            columns["author_key"] = ""
        changed = ReviewError(f"Case {case.id} was changed by somebody else a moment ago; load it again.", code="stale")
        with self.acting(act) as writing:
            record = dump(case)
            if not case.version or not writing.update(CASES, record, CASES.c.version == case.version - 1, **columns):
                if case.version > 1:
                    raise changed
                try:
                    created = case.created_at.astimezone(UTC)
                    writing.insert(CASES, record, created_at=created, **{"author_key": author_key} | columns)
                except IntegrityError as error:
                    exists = ReviewError(f"Case {case.id} exists already.", code="case_exists", id=case.id)
                    raise (changed if case.version else exists) from error
                writing.insert(MESSAGES, case.message.model_dump_json(), case_id=case.id)
            if reply is not None:
                writing.put(REPLIES, reply.model_dump_json(), case_id=case.id, version=reply.version)
            for task in tasks:
                put_task(writing, task)  # one that was kept or dropped meanwhile stays so
            for each in filter(None, (proposal, wording)):
                writing.insert(DRAFTS, each.model_dump_json(), case_id=case.id, version=each.version)
            if comment is not None:
                put_comment(writing, comment)
            if erase:
                erase_rows(writing, case.id, act.at)
            put_archive(writing.connection, case)
            for letter in outgoing:
                self.put_out(writing, letter)

    def find(self, case_id: str) -> Case | None:
        """The case of that id, if there is one."""
        with self.reading() as connection:
            found = connection.execute(_WHOLE.where(CASES.c.id == case_id)).one_or_none()
        return load(*found) if found else None

    def get(self, case_id: str) -> Case:
        """The case of that id.

        Raises:
            ReviewError: there is none.
        """
        found = self.find(case_id)
        if found is None:
            raise ReviewError(f"no case {case_id!r}; the queue lists those there are.", code="no_case", id=case_id)
        return found

    def queue(self, *states: CaseState, most: int | None = 200, issue: str | None = None) -> list[Case]:
        """Cases in these states (all where none is named): what is due first, then gravest, then waiting longest."""
        order = (CASES.c.due.is_(None), CASES.c.due, CASES.c.severity.desc(), CASES.c.updated_at)
        query = _WHOLE.order_by(*order).limit(most)
        if states:
            query = query.where(CASES.c.state.in_(states))
        if issue is not None:
            query = query.where(CASES.c.issue == issue)
        with self.reading() as connection:
            return [load(*row) for row in connection.execute(query)]

    def unwatched(self, now: datetime, *states: CaseState) -> list[Case]:
        """Cases in these states whose next clock has run out by ``now``, or that nothing is known to be due of."""
        query = _WHOLE.where(CASES.c.state.in_(states), (CASES.c.due < naive(now)) | CASES.c.due.is_(None))
        with self.reading() as connection:
            return [load(*row) for row in connection.execute(query)]

    def versions(self, case_id: str) -> list[Version]:
        """Every wording of a case, oldest first."""
        query = select(DRAFTS.c.record).where(DRAFTS.c.case_id == case_id).order_by(DRAFTS.c.version)
        return [Version.model_validate_json(record) for record in self.column(query)]

    def comment(self, comment: Comment, act: Act) -> None:
        """Keep an internal note."""
        with self.acting(act) as writing:
            put_comment(writing, comment)

    def comments(self, case_id: str) -> list[Comment]:
        """Internal notes on a case, oldest first."""
        query = select(COMMENTS.c.record).where(COMMENTS.c.case_id == case_id).order_by(COMMENTS.c.at, COMMENTS.c.id)
        return [Comment.model_validate_json(record) for record in self.column(query)]


def put_comment(writing: Writing, comment: Comment) -> None:
    """Write an internal note."""
    row = {"id": comment.id, "case_id": comment.case, "at": naive(comment.at)}
    writing.insert(COMMENTS, comment.model_dump_json(), **row)


def put_task(writing: Writing, task: Task) -> bool:
    """Write an open promise, or how one ended; False where it had ended already."""
    row = {"id": task.id, "case_id": task.case, "state": task.state, "due": naive(task.due) if task.due else None}
    if task.state != "open":
        return writing.update(TASKS, task.model_dump_json(), TASKS.c.state == "open", **row)
    writing.put(TASKS, task.model_dump_json(), **row)
    return True


def dump(case: Case) -> str:
    """A case without its message, as JSON."""
    signals = [signal.model_dump(mode="json") for signal in case.triage.signals]
    plain = case.model_dump(mode="json", exclude={"message"})
    return json.dumps({"case": plain, "signals": signals}, ensure_ascii=False)


def load(record: str, message: str) -> Case:
    """A case as it was kept, and its message."""
    stored: dict[str, Any] = json.loads(record)
    stored["case"]["triage"]["signals"] = stored["signals"]
    stored["case"]["message"] = Message.model_validate_json(message)
    return Case.model_validate(stored["case"])
