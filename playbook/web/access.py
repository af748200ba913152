"""Who is there: logins, the browsers that are logged in, and whether a login is asked for at all."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from playbook import Desk
from playbook.errors import SetupError
from playbook.review.accounts import Account
from playbook.review.audit import sha256
from playbook.settings import LOOPBACK, Settings

_SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is kept when somebody was last seen."""
_ASKED_EVERY = 1.0
"""Seconds after which it is looked up again whether there are accounts by now."""


class Visitor(NamedTuple):
    """Who a request comes from."""

    account: Account | None
    """None where no login is asked for."""
    token: str = ""
    """What their browser holds; empty without a login."""
    by_password: bool = False
    """They logged in with the password of the account, and not at their organisation."""

    @property
    def session(self) -> str:
        """What the store knows their browser by."""
        return sha256(self.token)


class Access:
    """The door of one web process.

    Raises:
        SetupError: others could reach the page, or there are accounts, and the settings say that nobody logs in.
    """

    def __init__(self, desk: Desk, settings: Settings, host: str) -> None:
        self.desk, self.settings = desk, settings
        self.loopback = host in LOOPBACK
        self._with_accounts, self._asked = False, float("-inf")
        if settings.login == "off" and not self.loopback:
            raise SetupError(
                f"With PLAYBOOK_LOGIN=off the page is served to this machine alone, not at {host}: anybody who reaches "
                "it could approve. Leave PLAYBOOK_LOGIN out, and people log in."
            )
        if settings.login == "off" and self.required:
            raise SetupError("There are accounts here, and PLAYBOOK_LOGIN is off; leave it out, and people log in.")

    @property
    def required(self) -> bool:
        """Whether people have to log in; from the first account on they do."""
        if self.settings.login == "on" or not self.loopback:
            return True
        if not self._with_accounts and time.monotonic() > self._asked + _ASKED_EVERY:
            self._with_accounts = self.desk.store.has_accounts()
            self._asked = time.monotonic()
        return self._with_accounts

    def first_password(self) -> str | None:
        """The password of ``admin``, where people have to log in and nobody could."""
        return self.desk.first_admin() if self.required else None

    def visitor(self, token: str) -> Visitor | None:
        """Who holds this token; None where they have to log in first."""
        if not self.required:
            return Visitor(None)
        if not token:
            return None
        now, digest = datetime.now(UTC), sha256(token)
        session = self.desk.store.session(digest, now, self.settings.session_idle)
        if session is None:
            return None
        if now.replace(tzinfo=None) - session.seen_at > min(_SEEN_EVERY, self.settings.session_idle / 10):
            self.desk.store.seen(digest, now)
        return Visitor(session.account, token, session.source.startswith("password"))

    def enter(self, account: Account, source: str, *, by: str, before: str = "") -> str | None:
        """Log somebody in: a new token, whatever their browser held before; None where the account has just changed.

        Args:
            account: whose login was proven.
            source: where they act from.
            by: how it was proven, ``password`` or ``oidc``.
            before: the token that their browser held.
        """
        token = secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        if before:
            self.desk.store.end_session(sha256(before))
        life, store = self.settings.session_life, self.desk.store
        if not store.open_session(sha256(token), account, now, life, f"{by} {source}"):
            return None
        self.desk.note_login(account, source, by)
        return token
