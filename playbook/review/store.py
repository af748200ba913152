"""Cases, issues, facts, approved replies and promises on disk: SQLite under home, or a database that a URL names.

SQLite runs in WAL mode and takes its write lock at once (BEGIN IMMEDIATE), so that two writers wait for each other
and neither fails half-way. A case is replaced only by its next version; facts and approved replies are only added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from playbook.errors import ReviewError, SetupError
from playbook.records import Case, CaseState, Issue
from playbook.reply.facts import Fact, Ledger
from playbook.reply.promises import PromiseState, Task
from playbook.reply.voice import Reply

_META = MetaData()
_CASES = Table(
    "cases",
    _META,
    Column("id", String(40), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("severity", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("record", Text, nullable=False),
    Column("issue", String(40), nullable=False, server_default=""),
)
_ISSUES = Table("issues", _META, Column("id", String(40), primary_key=True), Column("record", Text, nullable=False))
_FACTS = Table(
    "facts",
    _META,
    Column("id", String(60), primary_key=True),
    Column("issue", String(40), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("record", Text, nullable=False),
)
_REPLIES = Table(
    "replies",
    _META,
    Column("case_id", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("record", Text, nullable=False),
)
_TASKS = Table(
    "promises",
    _META,
    Column("id", String(60), primary_key=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("state", String(10), nullable=False),
    Column("due", DateTime, nullable=True),  # UTC without a zone, which SQLite would not keep
    Column("record", Text, nullable=False),
)


class Store:
    """All that the review keeps.

    Raises:
        SetupError: the database cannot be opened.
    """

    def __init__(self, url: str) -> None:
        shown = re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)  # without the password
        try:
            self._engine = _engine(url)
            _META.create_all(self._engine)
            _add_missing_columns(self._engine)
        except SQLAlchemyError as error:
            raise SetupError(f"The store {shown!r} cannot be opened: {str(error).splitlines()[0]}") from error
        except ImportError as error:
            raise SetupError(f"The store {shown!r} needs a driver: pip install 'playbook[postgres]'.") from error

    @classmethod
    def under(cls, home: Path) -> Store:
        """The embedded store of a home folder."""
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SetupError(f"The folder {home} cannot be made: {error}. Set PLAYBOOK_HOME.") from error
        return cls(f"sqlite:///{home / 'cases.db'}")

    def save(self, case: Case, reply: Reply | None = None, tasks: Sequence[Task] = ()) -> None:
        """Write a new case, or the next version of one; the first version may be the first to be written.

        Args:
            case: the case.
            reply: what its approval covers; kept whatever becomes of the case.
            tasks: promises that are made or change with it.

        Raises:
            ReviewError: somebody else has written this version already; nothing is kept.
        """
        row = {
            "version": case.version,
            "state": case.state,
            "severity": case.triage.severity,
            "updated_at": datetime.now(UTC),
            "record": _dump(case),
            "issue": case.issue,
        }
        with self._engine.begin() as connection:
            known = (_CASES.c.id == case.id) & (_CASES.c.version == case.version - 1)
            if not case.version or connection.execute(update(_CASES).where(known).values(**row)).rowcount != 1:
                changed = ReviewError(f"Case {case.id} was changed by somebody else a moment ago; load it again.")
                if case.version > 1:
                    raise changed
                try:
                    connection.execute(insert(_CASES).values(id=case.id, created_at=case.created_at, **row))
                except IntegrityError as error:
                    raise (changed if case.version else ReviewError(f"Case {case.id} exists already.")) from error
            if reply is not None:
                connection.execute(
                    insert(_REPLIES).values(case_id=case.id, version=reply.version, record=reply.model_dump_json())
                )
            for task in tasks:
                _write(connection, task)

    def get(self, case_id: str) -> Case:
        """The case of that id.

        Raises:
            ReviewError: there is none.
        """
        with self._engine.connect() as connection:
            found = connection.execute(select(_CASES.c.record).where(_CASES.c.id == case_id)).scalar()
        if found is None:
            raise ReviewError(f"no case {case_id!r}; the queue lists those there are.")
        return _load(found)

    def queue(self, *states: CaseState, most: int = 200, issue: str | None = None) -> list[Case]:
        """Cases in these states (all where none is named), gravest first, then the ones that wait longest."""
        query = select(_CASES.c.record).order_by(_CASES.c.severity.desc(), _CASES.c.updated_at).limit(most)
        if states:
            query = query.where(_CASES.c.state.in_(states))
        if issue is not None:
            query = query.where(_CASES.c.issue == issue)
        return [_load(record) for record in self._all(query)]

    def add_issue(self, issue: Issue) -> None:
        """Keep a new issue."""
        with self._engine.begin() as connection:
            connection.execute(insert(_ISSUES).values(id=issue.id, record=issue.model_dump_json()))

    def issues(self) -> list[Issue]:
        """All issues, latest first."""
        found = [Issue.model_validate_json(record) for record in self._all(select(_ISSUES.c.record))]
        return sorted(found, key=lambda issue: issue.created_at, reverse=True)

    def ledger(self, issue_id: str) -> Ledger:
        """The facts of an issue."""
        query = select(_FACTS.c.record).where(_FACTS.c.issue == issue_id).order_by(_FACTS.c.number)
        return Ledger(issue=issue_id, facts=tuple(Fact.model_validate_json(record) for record in self._all(query)))

    def add_fact(self, ledger: Ledger) -> None:
        """Keep the last fact of a ledger.

        Raises:
            ReviewError: somebody else has written to the ledger meanwhile.
        """
        fact = ledger.facts[-1]
        row = {"id": fact.id, "issue": fact.issue, "number": len(ledger.facts), "record": fact.model_dump_json()}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(_FACTS).values(**row))
        except IntegrityError as error:
            raise ReviewError("Somebody else has added a fact a moment ago; look at the ledger again.") from error

    def replies(self, issue_id: str) -> list[Reply]:
        """Every reply that was approved in an issue, oldest first, also those that were changed later."""
        query = select(_REPLIES.c.record).join(_CASES, _CASES.c.id == _REPLIES.c.case_id)
        found = [Reply.model_validate_json(r) for r in self._all(query.where(_CASES.c.issue == issue_id))]
        return sorted(found, key=lambda reply: reply.at)

    def mark_posted(self, case_id: str, version: int, by: str) -> Reply:
        """Keep that a person says an approved reply has been posted.

        Raises:
            ReviewError: this version of the case was not approved.
        """
        here = (_REPLIES.c.case_id == case_id) & (_REPLIES.c.version == version)
        with self._engine.begin() as connection:
            found = connection.execute(select(_REPLIES.c.record).where(here)).scalar()
            if found is None:
                raise ReviewError(f"Version {version} of case {case_id} was not approved, so it cannot be posted.")
            reply = Reply.model_validate_json(found).model_copy(update={"posted": by})
            connection.execute(update(_REPLIES).where(here).values(record=reply.model_dump_json()))
        return reply

    def tasks(
        self,
        *states: PromiseState,
        case_id: str | None = None,
        issue: str | None = None,
        due_before: datetime | None = None,
    ) -> list[Task]:
        """Promises in these states (all where none is named), the next one due first, undated ones last."""
        query = select(_TASKS.c.record)
        if states:
            query = query.where(_TASKS.c.state.in_(states))
        if case_id is not None:
            query = query.where(_TASKS.c.case_id == case_id)
        if issue is not None:
            query = query.join(_CASES, _CASES.c.id == _TASKS.c.case_id).where(_CASES.c.issue == issue)
        if due_before is not None:
            query = query.where(_TASKS.c.due < _naive(due_before))
        found = [Task.model_validate_json(record) for record in self._all(query)]
        return sorted(found, key=lambda task: (task.due is None, task.due or task.made_at, task.id))

    def save_task(self, task: Task) -> None:
        """Write a promise, new or changed."""
        with self._engine.begin() as connection:
            _write(connection, task)

    def _all(self, query: Any) -> Collection[str]:
        with self._engine.connect() as connection:
            found: Sequence[str] = connection.execute(query).scalars().all()
        return found

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def _write(connection: Connection, task: Task) -> None:
    row = {"state": task.state, "due": _naive(task.due) if task.due else None, "record": task.model_dump_json()}
    if connection.execute(update(_TASKS).where(_TASKS.c.id == task.id).values(**row)).rowcount == 0:
        connection.execute(insert(_TASKS).values(id=task.id, case_id=task.case, **row))


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _dump(case: Case) -> str:
    signals = [signal.model_dump(mode="json") for signal in case.triage.signals]
    return json.dumps({"case": case.model_dump(mode="json"), "signals": signals}, ensure_ascii=False)


def _load(record: str) -> Case:
    stored: dict[str, Any] = json.loads(record)
    stored["case"]["triage"]["signals"] = stored["signals"]
    return Case.model_validate(stored["case"])


def _add_missing_columns(engine: Engine) -> None:
    """Give a database of an earlier version the column that came later."""
    if "issue" in {column["name"] for column in inspect(engine).get_columns("cases")}:
        return
    with engine.begin() as connection:  # asked again under the lock: another process may just have done it
        if "issue" not in {column["name"] for column in inspect(connection).get_columns("cases")}:
            connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN issue VARCHAR(40) NOT NULL DEFAULT ''")


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # the driver's own BEGIN is deferred; ours is not
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA busy_timeout=15000")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.close()

        @event.listens_for(engine, "begin")
        def _immediately(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
