"""Accounts: who works at the desk, and what holds among all of them.

A name stands for one person, however it is typed; there is one chief executive at most; and somebody always can
grant, so that nobody locks everybody out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from playbook.errors import InputError, ReviewError
from playbook.records import Name, Owner, Person, Record, Role
from playbook.review.approvals import same_person

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
"""What a login looks like: it is typed on phones, in any keyboard layout."""
EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")
GUESSES = 5
"""Wrong passwords in a row after which an account is locked."""
LOCKED = timedelta(minutes=15)
"""How long the first time; twice as long each time after that."""
LONGEST_LOCK = timedelta(hours=24)


class Account(Record):
    """Somebody who may log in."""

    id: str
    login: str
    """Unique; lower case."""
    name: Name
    """Stands for this person in every case, fact and signature; it never changes."""
    email: str = ""
    """Unique where there is one; the organisation's login is linked by it."""
    roles: tuple[Role, ...] = ()
    teams: tuple[Owner, ...] = ()
    ceo: bool = False
    deputy: str = ""
    """Name of who may sign in this person's place."""
    disabled: bool = False
    password: str = Field("", repr=False)
    """Argon2id, in the PHC string format; empty where only the organisation's login opens it."""
    must_change: bool = False
    """The password was given by somebody else and has to be changed before anything else."""
    subject: str = ""
    """Who this is at the organisation's login: its issuer, a blank and its subject."""
    created_at: datetime
    """UTC."""

    @property
    def person(self) -> Person:
        """The person as the review sees them; not yet known to be there."""
        return Person(name=self.name, roles=self.roles, teams=self.teams, ceo=self.ceo, deputy=self.deputy)


def checked(account: Account, others: Collection[Account]) -> Account:
    """An account, new or changed, that may stand beside the others.

    Raises:
        InputError: its login, name or e-mail is not usable, or taken.
        ReviewError: it would leave nobody who can grant, or make two chief executives.
    """
    _spelled(account)
    for other in others:
        if other.login == account.login:
            raise InputError(
                f"The login {account.login!r} is taken; choose another.", code="login_taken", login=account.login
            )
        if same_person(other.name, account.name):
            raise InputError(
                f"There is an account of {other.name!r} already, and a name stands for one person; add something that "
                "tells the two apart, as a team.",
                code="name_taken", name=other.name,
            )  # fmt: skip
        if account.email and other.email.casefold() == account.email.casefold():
            raise InputError(
                f"The e-mail {account.email!r} belongs to {other.name} already.",
                code="email_taken", email=account.email, name=other.name,
            )  # fmt: skip
        if account.subject and other.subject == account.subject:
            raise InputError(
                f"The organisation's login of {account.name} is linked to {other.name} already.",
                code="subject_taken", name=other.name,
            )  # fmt: skip
        if account.ceo and other.ceo and not other.disabled:
            raise ReviewError(
                f"{other.name} is the chief executive; there is one at most. Revoke --ceo there first.",
                code="two_ceos", name=other.name,
            )  # fmt: skip
    if account.deputy and not any(_stands_in(other, account.deputy) for other in others):
        raise InputError(
            f"The deputy of {account.name} is {account.deputy!r}, and nobody else of that name has an account in use; "
            "name another one: playbook users deputy.",
            code="no_deputy", name=account.name, deputy=account.deputy,
        )  # fmt: skip
    if not others and "admin" not in account.roles:
        raise ReviewError(
            "The only account has to be able to give others their roles: it needs the role admin (--role admin).",
            code="only_admin",
        )
    if not any(_grants(each) for each in (account, *others)):
        raise ReviewError(
            "Nobody could grant any more: at least one account in use has the role admin; grant it to somebody first.",
            code="last_admin",
        )
    return account


def _spelled(account: Account) -> None:
    if not LOGIN.fullmatch(account.login):
        raise InputError(
            f"The login {account.login!r} cannot be used; write 1 to 40 small letters, digits, dots, dashes or "
            "underscores, beginning with a letter or digit.",
            code="login_spelled", login=account.login,
        )  # fmt: skip
    if account.email and (len(account.email) > 254 or not EMAIL.fullmatch(account.email)):
        raise InputError(
            f"{account.email!r} is no e-mail address; write it as name@example.com.",
            code="email_spelled", email=account.email,
        )  # fmt: skip


def _stands_in(other: Account, name: str) -> bool:
    return not other.disabled and same_person(other.name, name)


def _grants(account: Account) -> bool:
    return "admin" in account.roles and not account.disabled


def named(accounts: Iterable[Account], login_or_name: str) -> Account:
    """The account with this login, or of the person with this name.

    Raises:
        InputError: there is none.
    """
    wanted = login_or_name.strip()
    for account in accounts:
        if account.login == wanted.casefold() or same_person(account.name, wanted):
            return account
    raise InputError(
        f"There is no account {wanted!r}; `playbook users list` shows them.", code="unknown_account", name=wanted
    )


def granted(
    account: Account, roles: Sequence[Role] = (), teams: Sequence[Owner] = (), *, ceo: bool = False
) -> dict[str, Any]:
    """What changes when these are added to an account."""
    more = {
        "roles": tuple(dict.fromkeys((*account.roles, *roles))),
        "teams": tuple(dict.fromkeys((*account.teams, *teams))),
    }
    return more | ({"ceo": True} if ceo else {})


def revoked(
    account: Account, roles: Sequence[Role] = (), teams: Sequence[Owner] = (), *, ceo: bool = False
) -> dict[str, Any]:
    """What changes when these are taken from an account."""
    less = {
        "roles": tuple(role for role in account.roles if role not in roles),
        "teams": tuple(team for team in account.teams if team not in teams),
    }
    return less | ({"ceo": False} if ceo else {})


def locked_for(failures: int) -> timedelta | None:
    """How long an account is locked after so many wrong passwords in a row; None where it stays open."""
    times, more = divmod(failures, GUESSES)
    if not times or more:
        return None
    return min(LOCKED * (1 << min(times - 1, 20)), LONGEST_LOCK)


def of_subject(accounts: Collection[Account], subject: str, email: str) -> Account | None:
    """Whose account the organisation's login opens: the linked one, otherwise the one with this e-mail.

    Args:
        accounts: all accounts.
        subject: issuer, a blank and subject.
        email: the address that the issuer has verified; empty where it has not.
    """
    linked = next((each for each in accounts if subject and each.subject == subject), None)
    if linked is None and subject and email:
        free = (each for each in accounts if not each.subject and each.email.casefold() == email.casefold())
        linked = next(free, None)
    return None if linked is None or linked.disabled else linked
