"""Who acts on the command line, and the passwords that prove it; none is ever an argument."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from playbook.desk import Desk
from playbook.errors import InputError, ReviewError
from playbook.records import Person
from playbook.review.approvals import anybody

SOURCE = "command line"


def person_at(desk: Desk, name: str, password_file: str | None = None) -> Person:
    """Who ``--by NAME`` is: proven by a password where there are accounts, anybody where there are none.

    Args:
        desk: the desk.
        name: the name or login that was given.
        password_file: a file whose first line is the password; asked for on the terminal where there is none.

    Raises:
        InputError: the file cannot be read.
        ReviewError: the password does not fit, or nobody can be asked for it.
    """
    if not desk.store.has_accounts():
        return desk.person(name, SOURCE)
    if password_file:
        password = password_in(password_file)
    elif sys.stdin.isatty():
        password = getpass.getpass(f"Password of {name}: ")
    else:
        raise ReviewError(
            f"There are accounts here, so {name} has to be proven: run this at a terminal, or give --password-file.",
            code="not_proven", name=name,
        )  # fmt: skip
    return desk.proven(name, password, SOURCE)


def password_in(path: str) -> str:
    """The password in a file: its first line.

    Raises:
        InputError: the file cannot be read, or is empty.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The file of the password {path!r} cannot be read: {error}.") from error
    if not lines or not lines[0]:
        raise InputError(f"The file of the password {path!r} has nothing in its first line.")
    return lines[0]


def new_password(path: str | None) -> str | None:
    """A new password from a file or the terminal; None where one is to be made.

    Raises:
        InputError: the file cannot be read, or what was typed differs.
    """
    if path:
        return password_in(path)
    if not sys.stdin.isatty():
        return None
    password = getpass.getpass("New password (empty: make one): ")
    if password and getpass.getpass("Once more: ") != password:
        raise InputError("The two passwords are not the same; run it again.")
    return password or None


def operator() -> Person:
    """Whoever runs the program: the operating system knows them, no account does."""
    return anybody(f"{getpass.getuser()} (operating system)", SOURCE)
