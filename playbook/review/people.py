"""People: accounts made and changed, and who proves to be whom."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from playbook.errors import InputError, ReviewError
from playbook.records import Owner, Person, Role
from playbook.review import passwords
from playbook.review.accounts import Account, granted, named, of_subject, revoked
from playbook.review.approvals import anybody
from playbook.review.audit import Act

if TYPE_CHECKING:
    from playbook.review.store import Store


class PeopleDesk:
    """The part of a desk that knows its people."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """Where accounts are kept."""

    def log_in(self, login: str, password: str, source: str = "") -> Account | None:
        """The account that this password opens; None where it opens none, without a word about which of it is wrong.

        An unknown login takes as long as a wrong password. Five wrong passwords in a row lock an account for 15
        minutes, five more for 30, and so on.

        Args:
            login: as it was typed.
            password: as it was typed.
            source: where the person acts from.
        """
        now = datetime.now(UTC)
        account = self.store.account(login.strip().casefold())
        charge = self.store.charge(account.id if account else "", now)
        fit = passwords.fits(password, account.password if account and charge.counts else "")
        if account is None or not charge.counts:
            return None
        if not fit or account.disabled:
            if charge.locked_until:
                self.store.note(_act("playbook", "lock", account, source, until=charge.locked_until.isoformat()))
            return None
        self.store.absolve(account.id)
        if passwords.outdated(account.password):
            account = self.store.rehash(
                account, passwords.kept(password), _act("playbook", "rehash password", account, source)
            )
        return account

    def proven(self, name: str, password: str, source: str) -> Person:
        """The person of this name or login, once the password fits.

        Raises:
            ReviewError: it does not, or there is no such account.
        """
        account = next((each for each in self.store.accounts() if _is(each, name)), None)
        found = self.log_in(account.login if account else name, password, source)
        if found is None:
            raise ReviewError(
                f"{name} could not be proven: the name or the password is wrong, or the account is locked for a while.",
                code="not_proven", name=name,
            )  # fmt: skip
        return seen(found, source)

    def accounts(self) -> list[Account]:
        """All accounts by login, those too that are not in use."""
        return self.store.accounts()

    def add_account(
        self,
        login: str,
        name: str,
        by: Person,
        *,
        email: str = "",
        roles: Sequence[Role] = (),
        teams: Sequence[Owner] = (),
        ceo: bool = False,
        password: str | None = None,
        why: str = "",
    ) -> tuple[Account, str]:
        """Make an account; returns it, and the password that was generated where none is given.

        Whatever its password, it has to be changed at the first login: somebody else knows it.

        Raises:
            InputError: login, name, e-mail or password cannot be used.
            ReviewError: the first account is no admin, or there would be two chief executives.
        """
        login, email = login.strip().casefold(), email.strip()
        given = passwords.generated() if password is None else passwords.chosen(password, (login, name, email))
        account = Account(
            id=f"a-{secrets.token_hex(6)}", login=login, name=name, email=email,
            roles=tuple(dict.fromkeys(roles)), teams=tuple(dict.fromkeys(teams)), ceo=ceo,
            password=passwords.kept(given), must_change=True, created_at=datetime.now(UTC),
        )  # fmt: skip
        shown = account.model_dump(mode="json", include={"login", "name", "roles", "teams", "ceo"})
        self.store.add_account(account, _act(by.name, "add account", account, by.source, why, **shown))
        return account, given if password is None else ""

    def grant(
        self, login: str, by: Person, roles: Sequence[Role] = (), teams: Sequence[Owner] = (),
        *, ceo: bool = False, why: str = "",
    ) -> Account:  # fmt: skip
        """Add roles and teams to an account.

        Raises:
            InputError: there is no such account, or nothing to add.
            ReviewError: there would be two chief executives.
        """
        _something(roles, teams, ceo)
        detail = {"roles": list(roles), "teams": list(teams), "ceo": ceo}
        return self._change(login, by, "grant", lambda now: granted(now, roles, teams, ceo=ceo), why, **detail)

    def revoke(
        self, login: str, by: Person, roles: Sequence[Role] = (), teams: Sequence[Owner] = (),
        *, ceo: bool = False, why: str = "",
    ) -> Account:  # fmt: skip
        """Take roles and teams from an account.

        Raises:
            InputError: there is no such account, or nothing to take.
            ReviewError: nobody could grant any more.
        """
        _something(roles, teams, ceo)
        detail = {"roles": list(roles), "teams": list(teams), "ceo": ceo}
        return self._change(login, by, "revoke", lambda now: revoked(now, roles, teams, ceo=ceo), why, **detail)

    def disable(self, login: str, by: Person, why: str = "") -> Account:
        """Take an account out of use; whoever is logged in with it no longer is.

        Raises:
            InputError: there is no such account.
            ReviewError: it is the last admin.
        """
        return self._change(login, by, "disable", lambda _: {"disabled": True}, why)

    def enable(self, login: str, by: Person, why: str = "") -> Account:
        """Take an account into use again.

        Raises:
            InputError: there is no such account.
            ReviewError: there would be two chief executives.
        """
        return self._change(login, by, "enable", lambda _: {"disabled": False}, why)

    def name_deputy(self, login: str, deputy: str, by: Person, why: str = "") -> Account:
        """Say who may sign in this person's place; nobody, where ``deputy`` is empty.

        Raises:
            InputError: there is no such account, or nobody else of that name has one in use.
        """
        name = named(self.store.accounts(), deputy).name if deputy.strip() else ""
        return self._change(login, by, "deputy", lambda _: {"deputy": name}, why, deputy=name)

    def unlock(self, login: str, by: Person, why: str = "") -> Account:
        """Open an account that wrong passwords have locked.

        Raises:
            InputError: there is no such account.
        """
        account = named(self.store.accounts(), login)
        self.store.absolve(account.id, _act(by.name, "unlock", account, by.source, why))
        return account

    def reset_password(self, login: str, by: Person, password: str | None = None, why: str = "") -> tuple[Account, str]:
        """Give an account another password, to be changed at the next login; returns it where it was generated.

        Raises:
            InputError: there is no such account, or the password cannot be used.
        """
        account = named(self.store.accounts(), login)
        about = (account.login, account.name, account.email)
        given = passwords.generated() if password is None else passwords.chosen(password, about)
        change = {"password": passwords.kept(given), "must_change": True}
        account = self._change(account.login, by, "reset password", lambda _: change, why)
        self.store.absolve(account.id)
        return account, given if password is None else ""

    def change_password(self, account: Account, old: str, new: str, source: str, keep: str = "") -> Account:
        """Change one's own password; every other browser is logged out.

        Args:
            account: whose.
            old: the password as it is.
            new: as it shall be.
            source: where the person acts from.
            keep: SHA-256 of the token of the session that goes on.

        Raises:
            InputError: the old one is wrong, or the new one cannot be used.
        """
        if self.log_in(account.login, old, source) is None:
            raise InputError("The present password is wrong, or the account is locked for a while.", code="old_wrong")
        new = passwords.chosen(new, (account.login, account.name, account.email))
        if passwords.fits(new, account.password):
            raise InputError("The new password is the old one; choose another.", code="password_same")
        change = {"password": passwords.kept(new), "must_change": False}
        act = _act(account.name, "change password", account, source)
        return self.store.change_account(account.id, lambda _: change, act, keep=keep)

    def open_by_subject(self, subject: str, email: str, source: str) -> Account | None:
        """The account that the organisation's login opens, linked to it from now on; None where it opens none.

        Args:
            subject: issuer, a blank and subject.
            email: the address that the issuer has verified; empty where it has not.
            source: where the person acts from.
        """
        account = of_subject(self.store.accounts(), subject, email)
        if account is None or account.subject == subject:
            return account
        act = _act(account.name, "link login", account, source, subject=subject)
        return self.store.change_account(account.id, lambda _: {"subject": subject}, act)

    def note_login(self, account: Account, source: str, by: str) -> None:
        """Keep in the log that somebody has logged in at the page."""
        self.store.note(_act(account.name, "log in", account, source, how=by))

    def first_admin(self) -> str | None:
        """The password of a new account ``admin`` where there is none at all; None where there is one."""
        if self.store.has_accounts():
            return None
        by = anybody("playbook", "start")
        try:
            return self.add_account("admin", "admin", by, roles=("admin",), why="no account at the start")[1]
        except InputError:  # another process was faster
            return None

    def _change(
        self, login: str, by: Person, verb: str, change: Callable[[Account], dict[str, Any]], why: str, **detail: Any
    ) -> Account:
        account = named(self.store.accounts(), login)
        return self.store.change_account(account.id, change, _act(by.name, verb, account, by.source, why, **detail))


def seen(account: Account, source: str) -> Person:
    """The person of an account who has proven to be there."""
    return account.person.model_copy(update={"verified": True, "source": source})


def _is(account: Account, name: str) -> bool:
    try:
        return named([account], name) is account
    except InputError:
        return False


def _something(roles: Sequence[Role], teams: Sequence[Owner], ceo: bool) -> None:
    if not (roles or teams or ceo):
        raise InputError("Name what to change: --role, --team or --ceo.", code="grant_nothing")


def _act(by: str, verb: str, account: Account, source: str, why: str = "", **detail: Any) -> Act:
    return Act(
        at=datetime.now(UTC), by=by, verb=verb, subject=account.id, why=why.strip(), source=source, detail=detail
    )
