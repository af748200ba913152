"""The database: opened, brought up to date, and written to one act at a time.

SQLite runs in WAL mode and takes its write lock at once (BEGIN IMMEDIATE), so that two writers wait for each other
and neither fails half-way; on PostgreSQL the row that holds the end of the audit log is what writers wait for.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, select, text
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError

from playbook.errors import SetupError
from playbook.review.audit import GENESIS, Act, entry, sha256
from playbook.review.store.schema import AUDIT, AUDIT_HEAD

HEAD = "0003"
"""The revision that this program works with."""
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
PATIENCE = 15
"""Seconds that a writer waits for others before it gives up."""
_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps what it is doing in one place for the whole process


class Writing:
    """The rows that are written with one act, and with those that follow from it."""

    def __init__(self, connection: Connection, act: Act) -> None:
        self.connection = connection
        self.acts: list[tuple[Act, dict[str, str]]] = [(act, {})]
        """Each act with the digest of each row that was written with it, by table and key."""

    @property
    def rows(self) -> dict[str, str]:
        """Those of the act that is being written."""
        return self.acts[-1][1]

    def follow(self, act: Act) -> None:
        """Go on to an act that follows from the one before; the log tells of each by itself, or of none."""
        self.acts.append((act, {}))

    def insert(self, table: Table, record: str, **columns: Any) -> None:
        """A new row.

        Raises:
            sqlalchemy.exc.IntegrityError: there is one with this key.
        """
        self.connection.execute(table.insert().values(record=record, **columns))
        self.rows[row_key(table, columns)] = sha256(record)

    def update(self, table: Table, record: str, where: Any = None, **columns: Any) -> bool:
        """The row with this key in its next form; False where there is none, or not one that ``where`` allows."""
        keys = {column.name: columns.pop(column.name) for column in table.primary_key}
        query = table.update().values(record=record, **columns)
        for name, value in keys.items():
            query = query.where(table.c[name] == value)
        if self.connection.execute(query if where is None else query.where(where)).rowcount != 1:
            return False
        self.rows[row_key(table, keys)] = sha256(record)
        return True

    def put(self, table: Table, record: str, **columns: Any) -> None:
        """The row with this key, new or in its next form."""
        if not self.update(table, record, **columns):
            self.insert(table, record, **columns)


def row_key(table: Table, columns: Any) -> str:
    """The name of a row in the audit log."""
    return "/".join([table.name, *(str(columns[column.name]) for column in table.primary_key)])


def naive(moment: datetime) -> datetime:
    """UTC without a zone, which SQLite would not keep."""
    return moment.astimezone(UTC).replace(tzinfo=None)


class Database:
    """A database that is up to date.

    Raises:
        SetupError: it cannot be opened, or was written by a later version of the program.
    """

    def __init__(self, url: str) -> None:
        self._turn = threading.Lock()
        shown = re.sub(r"(://[^:/@]*):.*@", r"\1:***@", url)  # without the password
        if url.partition("?")[0].count("@") > 1:
            raise SetupError(f"The store {shown!r} cannot be opened: write each @ of a name or password as %40.")
        try:
            self._engine = _engine(url)
            migrate(self._engine)
        except SetupError:
            self._engine.dispose()
            raise
        except SQLAlchemyError as error:
            raise SetupError(f"The store {shown!r} cannot be opened: {str(error).splitlines()[0]}") from error
        except ImportError as error:
            raise SetupError(f"The store {shown!r} needs a driver: pip install 'playbook[postgres]'.") from error

    @contextmanager
    def acting(self, act: Act) -> Iterator[Writing]:
        """Write rows and the entries that tell of them, all or nothing; nobody else writes what is logged meanwhile.

        Raises:
            SetupError: the end of the log is gone, so that nothing can be proved that would be written; or the
                database cannot be reached.
        """
        with self._reached(), self._writing() as connection:
            end = select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.hash).where(AUDIT_HEAD.c.id == 1)
            head = connection.execute(end.with_for_update()).one_or_none()
            if head is None:
                raise SetupError("The audit log has lost its end; see `playbook audit verify`, and restore a backup.")
            writing = Writing(connection, act)
            yield writing
            seq, last = head.seq, head.hash
            for each, rows in writing.acts:
                found = entry(each, rows, seq + 1, last)
                seq, last = found.seq, found.hash
                connection.execute(
                    AUDIT.insert().values(
                        seq=seq, subject=found.subject, at=naive(each.at), hash=last, record=found.model_dump_json()
                    )
                )
            connection.execute(AUDIT_HEAD.update().where(AUDIT_HEAD.c.id == 1).values(seq=seq, hash=last))

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Write what no audit log needs: who is looking, which notification has gone out."""
        with self._reached(), self._writing() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction; threads that write to SQLite stand in a line before one of them knocks.

        SQLite has its writers knock again and again, and of fifty one was not let in within its time.
        """
        if self.dialect != "sqlite":
            with self._engine.begin() as connection:
                yield connection
            return
        if not self._turn.acquire(timeout=PATIENCE):
            raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("database is locked"))
        try:
            with self._engine.begin() as connection:
                yield connection
        finally:
            self._turn.release()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one state of the database, whatever is written meanwhile; nobody who writes has to wait for it."""
        held = {"isolation_level": "REPEATABLE READ"} if self.dialect == "postgresql" else {"reading": True}
        with self._reached(), self._engine.connect().execution_options(**held) as connection:
            yield connection

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Say in one line that the database is gone, full or locked; nothing of the act has been written then."""
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            why = str(error.orig or error).splitlines()[0]
            raise SetupError(
                f"The store cannot be used now: {why}. Nothing was changed; try again.", code="store_gone", why=why
            ) from error

    def column(self, query: Any) -> Sequence[Any]:
        """The first column of all rows."""
        with self.reading() as connection:
            found: Sequence[Any] = connection.execute(query).scalars().all()
        return found

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def migrate(engine: Engine, to: str = HEAD) -> None:
    """Bring a database to a revision; several processes may try at once.

    Raises:
        SetupError: a later version of the program has been at work on it.
    """
    if _revision(engine) == to:
        return
    from alembic import command
    from alembic.config import Config

    with _ONE_AT_A_TIME, engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(731942)"))  # one process migrates, others wait
        config = Config()
        config.set_main_option("path_separator", "newline")  # a folder's name may hold anything else
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.set_main_option("version_locations", str(MIGRATIONS / "versions").replace("%", "%%"))
        config.attributes["connection"] = connection
        found = _revision(connection)
        if found is not None and found > HEAD:
            raise SetupError(
                f"The store was written by a later version of Playbook (schema {found}; this one knows {HEAD}). "
                "Update Playbook."
            )
        if found is None and inspect(connection).has_table("cases"):
            command.stamp(config, "0001")  # made before revisions were counted
        command.upgrade(config, to)


def _revision(bind: Engine | Connection) -> str | None:
    if not inspect(bind).has_table("alembic_version"):
        return None
    query = text("SELECT version_num FROM alembic_version")
    if isinstance(bind, Connection):
        return bind.execute(query).scalar()
    with bind.connect() as connection:
        return connection.execute(query).scalar()


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # the driver's own BEGIN is deferred; ours is not
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={1000 * PATIENCE}")  # first: the next step waits for others, too
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.close()

        @event.listens_for(engine, "begin")
        def _immediately(connection: Connection) -> None:
            reads = connection.get_execution_options().get("reading")
            connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


__all__ = ["GENESIS", "HEAD", "Database", "IntegrityError", "Writing", "migrate", "naive", "row_key"]
