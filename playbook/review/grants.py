"""Who may do what beside the cases themselves: facts and issues, what is kept, the log, accounts.

What may be done with a case stands with the cases (``review.steps.GRANTED``).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from playbook.errors import ReviewError
from playbook.records import Person, Role
from playbook.review.steps import GRANTED, WRITERS

Area = Literal["read", "facts", "erase", "log", "pack", "people"]
"""Look at issues and past conversations; say what is so, and what was promised; erase personal data; read the audit log
and check it; take an evidence pack out; make accounts and grant."""

HOLDERS: dict[Area, frozenset[Role]] = {
    "read": frozenset({"staff", "reviewer", "executive", "legal", "evaluator", "admin"}),
    "facts": GRANTED["join"],
    "erase": GRANTED["erase"],
    "log": frozenset({"executive", "legal", "evaluator", "admin"}),
    "pack": frozenset({"executive", "legal", "admin"}),
    "people": frozenset({"admin"}),
}
"""The roles of which one is needed."""


def may(roles: Collection[Role], area: Area) -> bool:
    """Whether somebody with these roles may.

    >>> may(("staff",), "facts"), may(("staff",), "people")
    (True, False)
    """
    return not HOLDERS[area].isdisjoint(roles)


def holding(person: Person, area: Area) -> Person:
    """A person whom one of their roles allows an area.

    Raises:
        ReviewError: none does.
    """
    if not may(person.roles, area):
        roles = sorted(HOLDERS[area])
        raise ReviewError(
            f"{person.name} has none of the roles that this takes: {', '.join(roles)}.",
            code="not_for_you", name=person.name, roles=roles,
        )  # fmt: skip
    return person


def answering(person: Person) -> Person:
    """A person who answers for replies, and so for the issues and facts behind them.

    Raises:
        ReviewError: they do not.
    """
    if WRITERS.isdisjoint(person.roles):
        needed = sorted(WRITERS)
        raise ReviewError(
            f"{person.name} may not note facts or change issues; it takes one of these roles: {', '.join(needed)}.",
            code="not_for_you", name=person.name, roles=needed,
        )  # fmt: skip
    return person
