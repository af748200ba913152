"""Passwords: which may be chosen, how they are kept, and how one is looked over.

The rules are those of NIST SP 800-63B, 5.1.1.2: long, not a common one, any character, nothing about its make-up.
They are kept with Argon2id in the parameters of RFC 9106 for machines with little memory, as argon2-cffi sets them.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from playbook.errors import InputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
"""Characters of a password."""
LONGEST = 128
_WEAK = 3
"""Below this score of zxcvbn (0-4) ten thousand million guesses find it."""
_LOOKED_AT = 72
"""Characters that zxcvbn looks at."""
_AT_ONCE = threading.BoundedSemaphore(4)  # each takes 64 MiB while it runs
_JUDGING = threading.Lock()  # zxcvbn keeps what it is told about the person in one place for all


def generated() -> str:
    """A password that nobody has chosen: 20 letters and digits in fives, 100 bits, none that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789ACDEFGHJKLMNPQRTUVWXYZ"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def chosen(password: str, about: Iterable[str] = ()) -> str:
    """A password that may be used, in the form in which it is kept.

    Args:
        password: what the person typed.
        about: what anybody knows of them: login, name, e-mail.

    Raises:
        InputError: it is too short, too long, or among the first that would be tried.
    """
    password = _composed(password)
    if len(password) < SHORTEST:
        raise InputError(
            f"A password has {SHORTEST} characters or more, not {len(password)}; several words make a good one.",
            code="password_short", shortest=SHORTEST,
        )  # fmt: skip
    if len(password) > LONGEST:
        raise InputError(
            f"A password has {LONGEST} characters at most, not {len(password):,}.",
            code="password_long", longest=LONGEST,
        )  # fmt: skip
    if _score(password, [*about, "playbook"]) < _WEAK:
        raise InputError(
            "This password is among the first that would be tried; choose several words that do not belong together.",
            code="password_common",
        )
    return password


def _score(password: str, about: list[str]) -> int:
    from zxcvbn import zxcvbn

    with _JUDGING:
        return int(zxcvbn(password[:_LOOKED_AT], user_inputs=[each for each in about if each])["score"])


def kept(password: str) -> str:
    """What is stored of a password: Argon2id in the PHC string format."""
    with _AT_ONCE:
        return _hasher().hash(_composed(password))


def fits(password: str, stored: str) -> bool:
    """Whether this is the password; takes as long where there is none to compare with."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > 4 * LONGEST:
        password = ""
    nobodys = _nobodys()  # made before it is known whether it is needed
    with _AT_ONCE:
        try:
            return _hasher().verify(stored or nobodys, _composed(password)) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def outdated(stored: str) -> bool:
    """Whether it was stored with other parameters than those of today."""
    return _hasher().check_needs_rehash(stored)


def _composed(password: str) -> str:
    return unicodedata.normalize("NFKC", password)  # the same on a Mac, which takes Hangul apart, and elsewhere


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_hex())
