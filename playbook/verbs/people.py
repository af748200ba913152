"""The verb ``users``: accounts and what they may do.

Whoever can run it can write to the database, so no password is asked for; the log says which user of the operating
system it was.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime

from playbook.desk import Desk
from playbook.review.accounts import Account
from playbook.verbs.who import new_password, operator


def users(given: argparse.Namespace) -> int:
    """One act on accounts."""
    desk = Desk.open()
    try:
        return _ACTS[given.act](desk, given)
    finally:
        desk.close()


def _list(desk: Desk, given: argparse.Namespace) -> int:
    locks = desk.store.locks(datetime.now(UTC))
    accounts = desk.accounts()
    for account in accounts:
        until = locks.get(account.id)
        if given.json:
            print(json.dumps(_plain(account) | {"locked_until": f"{until.isoformat()}Z" if until else None},
                             ensure_ascii=False))  # fmt: skip
        else:
            print(_line(account) + (f" · locked until {until:%H:%M} UTC" if until else ""))
    if not accounts and not given.json:
        print("Nobody has an account: anybody at this machine may do everything. Make the first one an admin:\n"
              "  playbook users add LOGIN --name NAME --role admin")  # fmt: skip
    return 0


def _add(desk: Desk, given: argparse.Namespace) -> int:
    account, generated = desk.add_account(
        given.login, given.name, operator(), email=given.email, roles=given.role, teams=given.team, ceo=given.ceo,
        password=new_password(given.password_file), why=given.why,
    )  # fmt: skip
    return _told(given, account, generated)


def _grant(desk: Desk, given: argparse.Namespace) -> int:
    return _told(given, desk.grant(given.login, operator(), given.role, given.team, ceo=given.ceo, why=given.why))


def _revoke(desk: Desk, given: argparse.Namespace) -> int:
    return _told(given, desk.revoke(given.login, operator(), given.role, given.team, ceo=given.ceo, why=given.why))


def _disable(desk: Desk, given: argparse.Namespace) -> int:
    return _told(given, desk.disable(given.login, operator(), given.why))


def _enable(desk: Desk, given: argparse.Namespace) -> int:
    return _told(given, desk.enable(given.login, operator(), given.why))


def _password(desk: Desk, given: argparse.Namespace) -> int:
    return _told(given, *desk.reset_password(given.login, operator(), new_password(given.password_file), given.why))


def _unlock(desk: Desk, given: argparse.Namespace) -> int:
    return _told(given, desk.unlock(given.login, operator(), given.why))


def _deputy(desk: Desk, given: argparse.Namespace) -> int:
    return _told(given, desk.name_deputy(given.login, given.deputy, operator(), given.why))


_ACTS: dict[str, Callable[[Desk, argparse.Namespace], int]] = {
    "list": _list, "add": _add, "grant": _grant, "revoke": _revoke, "disable": _disable, "enable": _enable,
    "password": _password, "unlock": _unlock, "deputy": _deputy,
}  # fmt: skip


def _told(given: argparse.Namespace, account: Account, generated: str = "") -> int:
    if given.json:
        print(json.dumps(_plain(account) | ({"password": generated} if generated else {}), ensure_ascii=False))
        return 0
    print(_line(account))
    if generated:
        print(f"Password: {generated}\nIt is shown once, and has to be changed at the first login.")
    return 0


def _plain(account: Account) -> dict[str, object]:
    return account.model_dump(mode="json", exclude={"password", "subject"}) | {"linked": bool(account.subject)}


def _line(account: Account) -> str:
    said = [
        ", ".join(account.roles) or "no role",
        f"teams {', '.join(account.teams)}" if account.teams else "",
        "chief executive" if account.ceo else "",
        f"deputy {account.deputy}" if account.deputy else "",
        "disabled" if account.disabled else "",
    ]
    return f"{account.login:<12} {account.name} · " + " · ".join(filter(None, said))
