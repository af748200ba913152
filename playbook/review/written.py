"""What is written with one step of a case: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, TypedDict

from playbook.records import Case, Comment, Version
from playbook.reply.promises import Task
from playbook.reply.voice import Reply
from playbook.review.audit import Act
from playbook.review.notify.letters import Letter


class Beside(TypedDict, total=False):
    """What is written with a case; what is absent is not."""

    reply: Reply | None
    """What its approval covers; kept whatever becomes of the case."""
    tasks: Sequence[Task]
    """Promises that are made or change with it."""
    wording: Version | None
    """Its wording, where that is new."""
    comment: Comment | None
    """An internal note that comes with it."""
    due: datetime | None
    """When the next of its clocks runs out, UTC."""
    author_key: str
    """What tells the writer of its message from others, see ``archive``."""
    proposal: Version | None
    """The wording that the program proposed, where the first to be kept is another one."""
    erase: bool
    """Take personal data out of all that was written about it."""
    outgoing: Sequence[Letter]
    """Notifications that tell of it."""
    facts: int | None
    """How many versions of facts its issue had when it was looked over, where none may have come since."""


class Step(NamedTuple):
    """A step of a case that has been thought through and is not written yet."""

    case: Case
    """As it is after the step."""
    act: Act
    beside: Beside
