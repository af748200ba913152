"""People on disk: accounts and who is logged in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, select

from playbook.records import Person
from playbook.review.accounts import Account, checked, locked_for
from playbook.review.audit import Act
from playbook.review.store.engine import Database, Writing, naive
from playbook.review.store.schema import ACCOUNTS, SESSIONS


class Session(NamedTuple):
    """Somebody who is logged in."""

    account: Account
    created_at: datetime
    """UTC without a zone, as all that follow."""
    seen_at: datetime
    expires_at: datetime
    source: str
    """How and from where they logged in."""


class Charge(NamedTuple):
    """An attempt at a password that has been counted."""

    counts: bool
    """Whether it may be looked over; not while the account is locked."""
    locked_until: datetime | None
    """Until when the account is locked, should the attempt fail; UTC without a zone."""


class People(Database):
    """The part of the store that keeps people."""

    def people(self) -> list[Person]:
        """Everybody with an account that is in use; nobody at a desk without accounts."""
        return [account.person for account in self.accounts() if not account.disabled]

    def accounts(self) -> list[Account]:
        """All accounts by login, those too that are not in use."""
        with self.reading() as connection:
            return _all(connection)

    def has_accounts(self) -> bool:
        """Whether this desk knows its people."""
        with self.reading() as connection:
            return connection.execute(select(ACCOUNTS.c.id).limit(1)).first() is not None

    def account(self, login: str) -> Account | None:
        """The account with this login."""
        with self.reading() as connection:
            record = connection.execute(select(ACCOUNTS.c.record).where(ACCOUNTS.c.login == login)).scalar()
        return _load(record) if record else None

    def locks(self, now: datetime) -> dict[str, datetime]:
        """Until when which accounts are locked, UTC without a zone, by id."""
        query = select(ACCOUNTS.c.id, ACCOUNTS.c.locked_until).where(ACCOUNTS.c.locked_until > naive(now))
        with self.reading() as connection:
            return {row.id: row.locked_until for row in connection.execute(query)}

    def add_account(self, account: Account, act: Act) -> None:
        """Keep a new account.

        Raises:
            InputError: its login, name or e-mail is not usable, or taken.
            ReviewError: it is the first one, and no admin; or a second chief executive.
        """
        with self.acting(act) as writing:
            checked(account, _all(writing.connection))
            writing.insert(ACCOUNTS, account.model_dump_json(), id=account.id, login=account.login)

    def change_account(
        self, account_id: str, change: Callable[[Account], dict[str, Any]], act: Act, *, keep: str = ""
    ) -> Account:
        """Keep an account in its next form; where its password changes or it is disabled, its sessions end.

        Args:
            account_id: whose.
            change: the fields that are different in it, from the account as it stands now.
            act: who did it.
            keep: SHA-256 of the token of the session that goes on nevertheless.

        Raises:
            InputError: the new form is not usable.
            ReviewError: nobody could grant any more, or there would be two chief executives.
        """
        with self.acting(act) as writing:
            before, after = _changed(writing, account_id, change)
            if after.disabled or after.password != before.password:
                ended = SESSIONS.delete().where(SESSIONS.c.account == after.id, SESSIONS.c.token != keep)
                writing.connection.execute(ended)
        return after

    def rehash(self, account: Account, stored: str, act: Act) -> Account:
        """Keep the same password in another form, unless it has changed meanwhile; nobody is logged out."""
        with self.acting(act) as writing:
            same = {"password": stored}
            return _changed(writing, account.id, lambda now: same if now.password == account.password else {})[1]

    def charge(self, account_id: str, now: datetime) -> Charge:
        """Count an attempt at a password before it is looked over, so that many at once do not slip through."""
        where = ACCOUNTS.c.id == account_id
        with self.changing() as connection:
            connection.execute(ACCOUNTS.update().where(where).values(failures=ACCOUNTS.c.failures))  # holds the row
            found = connection.execute(select(ACCOUNTS.c.failures, ACCOUNTS.c.locked_until).where(where)).first()
            if found is None:
                return Charge(False, None)
            if found.locked_until and found.locked_until > naive(now):
                return Charge(False, found.locked_until)
            lock = locked_for(found.failures + 1)
            until = naive(now + lock) if lock else None
            connection.execute(ACCOUNTS.update().where(where).values(failures=found.failures + 1, locked_until=until))
        return Charge(True, until)

    def absolve(self, account_id: str, act: Act | None = None) -> None:
        """Forget the wrong passwords of an account and its lock; ``act`` where a person does it."""
        query = ACCOUNTS.update().where(ACCOUNTS.c.id == account_id).values(failures=0, locked_until=None)
        if act is None:
            with self.changing() as connection:
                connection.execute(query)
            return
        with self.acting(act) as writing:
            writing.connection.execute(query)

    def note(self, act: Act) -> None:
        """Keep in the log what changes no row: a login, a lock."""
        with self.acting(act):
            pass

    def open_session(self, token: str, account: Account, now: datetime, life: timedelta, source: str) -> bool:
        """Keep that somebody is logged in; False where the account has changed since they proved who they are.

        Args:
            token: SHA-256 of what their browser holds.
            account: as it was when they proved it.
            now: UTC.
            life: how long they stay logged in at the most.
            source: how and from where they came.
        """
        row = {
            "token": token, "account": account.id, "created_at": naive(now), "seen_at": naive(now),
            "expires_at": naive(now + life), "source": source[:200],
        }  # fmt: skip
        with self.changing() as connection:
            held = ACCOUNTS.update().where(ACCOUNTS.c.id == account.id).values(failures=ACCOUNTS.c.failures)
            connection.execute(held)  # nobody changes it meanwhile
            record = connection.execute(select(ACCOUNTS.c.record).where(ACCOUNTS.c.id == account.id)).scalar()
            current = _load(record) if record else None
            if current is None or current.disabled or current.password != account.password:
                return False
            connection.execute(SESSIONS.delete().where(SESSIONS.c.expires_at < naive(now)))
            connection.execute(SESSIONS.insert().values(**row))
        return True

    def session(self, token: str, now: datetime, idle: timedelta) -> Session | None:
        """Who is logged in with this token, unless that has run out or the account is not in use."""
        query = select(ACCOUNTS.c.record, SESSIONS).join(ACCOUNTS, ACCOUNTS.c.id == SESSIONS.c.account)
        alive = and_(
            SESSIONS.c.token == token, SESSIONS.c.expires_at > naive(now), SESSIONS.c.seen_at > naive(now - idle)
        )
        with self.reading() as connection:
            found = connection.execute(query.where(alive)).first()
        if found is None:
            return None
        account = _load(found.record)
        if account.disabled:
            return None
        return Session(account, found.created_at, found.seen_at, found.expires_at, found.source)

    def seen(self, token: str, now: datetime) -> None:
        """Somebody who is logged in has just done something."""
        with self.changing() as connection:
            connection.execute(SESSIONS.update().where(SESSIONS.c.token == token).values(seen_at=naive(now)))

    def end_session(self, token: str) -> None:
        """Log out one browser."""
        with self.changing() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.token == token))

    def end_sessions(self, account_id: str) -> int:
        """Log out every browser of an account; returns how many."""
        with self.changing() as connection:
            return connection.execute(SESSIONS.delete().where(SESSIONS.c.account == account_id)).rowcount


def _changed(writing: Writing, account_id: str, change: Callable[[Account], dict[str, Any]]) -> tuple[Account, Account]:
    everybody = _all(writing.connection)
    before = next(each for each in everybody if each.id == account_id)
    after = checked(before.model_copy(update=change(before)), [each for each in everybody if each.id != account_id])
    writing.update(ACCOUNTS, after.model_dump_json(), id=after.id, login=after.login)
    return before, after


def _all(connection: Connection) -> list[Account]:
    records: Sequence[str] = connection.execute(select(ACCOUNTS.c.record).order_by(ACCOUNTS.c.login)).scalars().all()
    return [_load(record) for record in records]


@lru_cache(maxsize=1000)
def _load(record: str) -> Account:
    """Of everybody, as often as anybody does anything."""
    return Account.model_validate_json(record)


__all__ = ["Charge", "People", "Session"]
