"""The promises of approved replies: listed, kept, moved to another day, and handed to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from playbook.errors import ReviewError
from playbook.records import Case, Person, Role
from playbook.reply.promises import PromiseState, Task, follow_up
from playbook.review.approvals import same_person
from playbook.review.audit import Act
from playbook.review.steps import WRITERS

if TYPE_CHECKING:
    from playbook.review.store import Store

OVERSEERS: frozenset[Role] = frozenset({"reviewer", "executive", "legal"})
"""Roles that may see to any promise; staff sees to its own."""
ATTEMPTS = 20
"""How often a promise is handed on again because its case has changed meanwhile."""


class PromiseDesk:
    """The part of a desk that keeps promises."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """Where promises are kept."""

        def person(self, name: str, source: str = "") -> Person:
            """Who that is."""

        def due_of(self, case: Case, tasks: Sequence[Task] = ()) -> datetime | None:
            """When the next thing is due on a case."""

    def promises(
        self, *states: PromiseState, issue: str | None = None, due_before: datetime | None = None
    ) -> list[Task]:
        """Promises of approved replies (open ones where no state is named), the next one due first."""
        return self.store.tasks(*(states or ("open",)), issue=issue, due_before=due_before)

    def keep_promise(self, task_id: str, by: str, note: str = "", person: Person | None = None) -> Task:
        """Note that a promise has been kept.

        Raises:
            ReviewError: there is no open promise of that id, or it is not theirs to see to.
        """
        task = self._open(task_id)
        if not by.strip():
            raise ReviewError("Say who has kept the promise.", code="promise_by")
        person = self._seeing_to(task, person or self.person(by))
        now = datetime.now(UTC)
        ended = {"state": "kept", "done_at": now, "done_by": by.strip(), "note": note.strip()}
        return self._save(task.model_copy(update=ended), _act("keep promise", task, person, note, now))

    def move_promise(self, task_id: str, due: datetime, person: Person, why: str) -> Task:
        """Set another moment by which a promise is to be kept; what was told the public stands as it was.

        Args:
            task_id: the promise.
            due: aware, and still to come.
            person: who moves it.
            why: the reason, for the log.

        Raises:
            ReviewError: there is no open promise of that id, it is not theirs to see to, nobody says why, or the
                moment is past or the one that it has.
        """
        task = self._open(task_id)
        self._seeing_to(task, person)
        _reasoned(why)
        now = datetime.now(UTC)
        if due <= now:
            raise ReviewError(
                f"A promise cannot be moved to {due.isoformat()}, which is past; note it as kept, or move it to a day "
                "that is still to come.",
                code="promise_past", at=due,
            )  # fmt: skip
        if due == task.due:
            raise ReviewError(f"Promise {task_id} is due then already.", code="promise_same")
        was = task.due.isoformat() if task.due else ""
        moved = task.model_copy(update={"due": due.astimezone(UTC)})
        act = _act("move promise", task, person, why, now, due=due.astimezone(UTC).isoformat(), was=was)
        return self._save(moved, act)

    def reassign_promise(self, task_id: str, owner: str, person: Person, why: str) -> Task:
        """Give a promise to somebody else to keep; they keep it too where its reply is approved anew.

        Args:
            task_id: the promise.
            owner: a name of 1 to 80 characters.
            person: who does so.
            why: the reason, for the log.

        Raises:
            ReviewError: there is no open promise of that id, it is not theirs to see to, nobody says why, the name
                cannot be used or is that of its owner.
        """
        owner = owner.strip()
        if not 0 < len(owner) <= 80:
            raise ReviewError(f"Say who keeps it now: a name has 1 to 80 characters, not {len(owner)}.", code="no_name")
        for attempt in range(ATTEMPTS):
            task = self._open(task_id)
            self._seeing_to(task, person)
            _reasoned(why)
            if same_person(owner, task.owner):
                raise ReviewError(f"Promise {task_id} is {task.owner}’s already.", code="promise_same")
            handed, case = task.model_copy(update={"owner": owner}), self.store.get(task.case)
            following = {"owners": case.owners | {task.words: owner}, "version": case.version + 1}
            case = case.model_copy(update=following)
            act = _act("reassign promise", task, person, why, datetime.now(UTC), to=owner, was=task.owner)
            try:
                self.store.save(case, act, tasks=(handed,), due=self.due_of(case, (handed,)))
            except ReviewError as error:
                if error.code != "stale" or attempt == ATTEMPTS - 1:
                    raise
            else:
                return self._open(task_id)  # somebody may have kept it at the same moment
        raise AssertionError("unreachable")

    def follow_up(self, task_id: str) -> str:
        """The start of a reply that reports on a promise.

        Raises:
            ReviewError: there is no open promise of that id.
        """
        return follow_up(self._open(task_id), datetime.now(UTC))

    def may_see_to(self, task: Task, person: Person) -> bool:
        """Whether a person may note a promise as kept, move it or hand it on.

        That is its owner, whoever has its case in hand (its author, who it is assigned to, the department that it was
        handed to), and any reviewer, executive or lawyer; never somebody who only evaluates or makes accounts.
        """
        if not OVERSEERS.isdisjoint(person.roles):
            return True
        case = self.store.get(task.case)
        named = any(same_person(person.name, each) for each in (task.owner, case.author, case.assignee))
        return not WRITERS.isdisjoint(person.roles) and (named or case.handed_to in person.teams)

    def _seeing_to(self, task: Task, person: Person) -> Person:
        if not self.may_see_to(task, person):
            raise ReviewError(
                f"{person.name} may not see to promise {task.id}; its owner ({task.owner or 'nobody'}) may, whoever "
                f"has case {task.case} in hand, or a reviewer, executive or lawyer.",
                code="promise_not_yours", name=person.name, owner=task.owner or "—",
            )  # fmt: skip
        return person

    def _save(self, task: Task, act: Act) -> Task:
        self.store.save_task(task, act, due=self.due_of(self.store.get(task.case), [task]))
        return task

    def _open(self, task_id: str) -> Task:
        found = next((task for task in self.store.tasks("open") if task.id == task_id), None)
        if found is None:
            raise ReviewError(
                f"No open promise {task_id!r}; `playbook issue promises` lists those there are.",
                code="no_promise", id=task_id,
            )  # fmt: skip
        return found


def _reasoned(why: str) -> None:
    if not why.strip():
        raise ReviewError(
            "Say why: a promise that is moved or handed on needs a reason, which is kept.", code="no_reason_promise"
        )


def _act(verb: str, task: Task, person: Person, why: str, now: datetime, **detail: str) -> Act:
    return Act(at=now, by=person.name, verb=verb, subject=task.id, why=why.strip(), source=person.source, detail=detail)
