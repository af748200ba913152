"""Who may do what beside the cases themselves: facts and issues, what is kept, the log, accounts.

What may be done with a case stands with the cases (``review.cases.GRANTED``).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from playbook.records import Role
from playbook.review.cases import GRANTED

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
