"""Cases on disk: SQLite under home, or any database that SQLAlchemy names by URL.

SQLite runs in WAL mode and takes its write lock at once (BEGIN IMMEDIATE), so that two writers wait for each other
and neither fails half-way. A case is replaced only by its next version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
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
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from playbook.errors import ReviewError, SetupError
from playbook.records import Case, CaseState

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
)


class Store:
    """All cases.

    Raises:
        SetupError: the database cannot be opened.
    """

    def __init__(self, url: str) -> None:
        shown = re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)  # without the password
        try:
            self._engine = _engine(url)
            _META.create_all(self._engine)
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

    def save(self, case: Case) -> None:
        """Write a new case, or the next version of one; the first version may be the first to be written.

        Raises:
            ReviewError: somebody else has written this version already.
        """
        now = datetime.now(UTC)
        row = {
            "version": case.version,
            "state": case.state,
            "severity": case.triage.severity,
            "updated_at": now,
            "record": _dump(case),
        }
        with self._transaction() as connection:
            known = (_CASES.c.id == case.id) & (_CASES.c.version == case.version - 1)
            if case.version and connection.execute(update(_CASES).where(known).values(**row)).rowcount == 1:
                return
            changed = ReviewError(f"Case {case.id} was changed by somebody else a moment ago; load it again.")
            if case.version > 1:
                raise changed
            try:
                connection.execute(insert(_CASES).values(id=case.id, created_at=case.created_at, **row))
            except IntegrityError as error:
                raise (changed if case.version else ReviewError(f"Case {case.id} exists already.")) from error

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

    def queue(self, *states: CaseState, most: int = 200) -> list[Case]:
        """Cases in these states (all where none is named), gravest first, then the ones that wait longest."""
        query = select(_CASES.c.record).order_by(_CASES.c.severity.desc(), _CASES.c.updated_at).limit(most)
        if states:
            query = query.where(_CASES.c.state.in_(states))
        with self._engine.connect() as connection:
            return [_load(record) for record in connection.execute(query).scalars()]

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def _dump(case: Case) -> str:
    signals = [signal.model_dump(mode="json") for signal in case.triage.signals]
    import json

    return json.dumps({"case": case.model_dump(mode="json"), "signals": signals}, ensure_ascii=False)


def _load(record: str) -> Case:
    import json

    stored: dict[str, Any] = json.loads(record)
    stored["case"]["triage"]["signals"] = stored["signals"]
    return Case.model_validate(stored["case"])


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
