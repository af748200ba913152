"""Cases, their messages, wordings and comments on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Unpack

from sqlalchemy import func, select

from playbook.errors import ReviewError
from playbook.records import Case, CaseState, Comment, Message, Version
from playbook.reply.promises import Task
from playbook.review.audit import Act
from playbook.review.store.archive import erase_rows, put_archive
from playbook.review.store.engine import IntegrityError, Writing, naive
from playbook.review.store.outbox import Outbox, put_letter
from playbook.review.store.schema import CASES, COMMENTS, DRAFTS, FACTS, MESSAGES, REPLIES, TASKS
from playbook.review.written import Beside, Step

_WHOLE = select(CASES.c.record, MESSAGES.c.record).join(MESSAGES, MESSAGES.c.case_id == CASES.c.id)


class Cases(Outbox):
    """The part of the store that keeps cases."""

    def save(self, case: Case, act: Act, **beside: Unpack[Beside]) -> None:
        """Write a new case, or the next version of one; the first version may be the first to be written.

        Args:
            case: the case.
            act: who did what to it.
            beside: what is written with it.

        Raises:
            ReviewError: somebody else has written this version already, or a fact that it was not looked over with;
                nothing is kept.
        """
        with self.acting(act) as writing:
            put_step(writing, Step(case, act, beside))

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
            raise ReviewError(
                f"No case {case_id!r}; `playbook case list` shows those there are.", code="no_case", id=case_id
            )
        return found

    def queue(
        self, *states: CaseState, most: int | None = None, issue: str | None = None, latest: bool = False
    ) -> list[Case]:
        """Cases in these states (all where none is named): what is due first, then gravest, then waiting longest.

        Args:
            states: the states.
            most: how many; all of them where it is None.
            issue: only those of this issue.
            latest: in another order, the ones that changed last first.
        """
        pressing = (CASES.c.due.is_(None), CASES.c.due, CASES.c.severity.desc(), CASES.c.updated_at)
        order = (CASES.c.updated_at.desc(),) if latest else pressing
        query = _narrowed(_WHOLE, states, issue).order_by(*order).limit(most)
        with self.reading() as connection:
            return [load(*row) for row in connection.execute(query)]

    def count(self, *states: CaseState, issue: str | None = None) -> int:
        """How many cases are in these states, in one issue where it is named."""
        with self.reading() as connection:
            found: int = connection.execute(_narrowed(select(func.count(CASES.c.id)), states, issue)).scalar_one()
        return found

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


def _narrowed(query: Any, states: Sequence[CaseState], issue: str | None) -> Any:
    if states:
        query = query.where(CASES.c.state.in_(states))
    return query if issue is None else query.where(CASES.c.issue == issue)


def put_step(writing: Writing, step: Step) -> None:
    """Write a case with all that comes with it.

    Raises:
        ReviewError: somebody else has written this version already, or a fact that it was not looked over with.
    """
    case, act, beside = step
    known = beside.get("facts")
    if known is not None and known != _facts(writing, case.issue):
        raise ReviewError(
            f"A fact of issue {case.issue} was changed a moment ago; look at case {case.id} again.", code="fact_moved"
        )
    _put_case(writing, case, act, beside)
    if reply := beside.get("reply"):
        writing.put(REPLIES, reply.model_dump_json(), case_id=case.id, version=reply.version)
    for task in beside.get("tasks", ()):
        put_task(writing, task)  # one that was kept or dropped meanwhile stays so
    for each in filter(None, (beside.get("proposal"), beside.get("wording"))):
        writing.insert(DRAFTS, each.model_dump_json(), case_id=case.id, version=each.version)
    if comment := beside.get("comment"):
        put_comment(writing, comment)
    if beside.get("erase"):
        erase_rows(writing, case.id, act.at)
        load.cache_clear()
    put_archive(writing.connection, case)
    for letter in beside.get("outgoing", ()):
        put_letter(writing, letter)


def _put_case(writing: Writing, case: Case, act: Act, beside: Beside) -> None:
    due = beside.get("due")
    columns = {
        "id": case.id, "version": case.version, "state": case.state, "severity": case.triage.severity,
        "updated_at": act.at, "issue": case.issue, "topic": case.triage.topic, "assignee": case.assignee,
        "due": naive(due) if due else None,
    }  # fmt: skip
    if beside.get("erase"):
        columns["author_key"] = ""
    record = dump(case)
    if case.version and writing.update(CASES, record, CASES.c.version == case.version - 1, **columns):
        return
    changed = ReviewError(f"Case {case.id} was changed by somebody else a moment ago; load it again.", code="stale")
    if case.version > 1:
        raise changed
    try:
        created, key = case.created_at.astimezone(UTC), beside.get("author_key", "")
        writing.insert(CASES, record, created_at=created, **{"author_key": key} | columns)
    except IntegrityError as error:
        exists = ReviewError(f"Case {case.id} exists already.", code="case_exists", id=case.id)
        raise (changed if case.version else exists) from error
    writing.insert(MESSAGES, case.message.model_dump_json(), case_id=case.id)


def _facts(writing: Writing, issue: str) -> int:
    return writing.connection.execute(select(func.count()).where(FACTS.c.issue == issue)).scalar_one()


def put_comment(writing: Writing, comment: Comment) -> None:
    """Write an internal note."""
    row = {"id": comment.id, "case_id": comment.case, "at": naive(comment.at)}
    writing.insert(COMMENTS, comment.model_dump_json(), **row)


def put_task(writing: Writing, task: Task) -> bool:
    """Write an open promise, or how one ended; False where it had ended already."""
    row = {"id": task.id, "case_id": task.case, "state": task.state, "due": naive(task.due) if task.due else None}
    if writing.update(TASKS, task.model_dump_json(), TASKS.c.state == "open", **row):
        return True
    if task.state != "open" or writing.connection.execute(select(TASKS.c.id).where(TASKS.c.id == task.id)).first():
        return False
    writing.insert(TASKS, task.model_dump_json(), **row)
    return True


def dump(case: Case) -> str:
    """A case without its message, as JSON."""
    signals = [signal.model_dump(mode="json") for signal in case.triage.signals]
    plain = case.model_dump(mode="json", exclude={"message"})
    return json.dumps({"case": plain, "signals": signals}, ensure_ascii=False)


@lru_cache(maxsize=2000)
def load(record: str, message: str) -> Case:
    """A case as it was kept, and its message; the list of each open page asks for most of them again and again."""
    stored: dict[str, Any] = json.loads(record)
    stored["case"]["triage"]["signals"] = stored["signals"]
    stored["case"]["message"] = Message.model_validate_json(message)
    return Case.model_validate(stored["case"])
