"""Targets: where notifications go, as the company's own file names them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationError, model_validator

from playbook.errors import RuleError, SetupError
from playbook.records import Lang, Record, Severity
from playbook.reply.deadlines import SEOUL
from playbook.triage.yaml_files import load_yaml

EventName = Literal[
    "received", "submitted", "approved", "returned", "rejected", "voided", "escalated", "missed", "handed_over",
    "assigned", "recorded", "digest",
]  # fmt: skip
"""What a target may be told of; ``digest`` is the daily summary, which goes only where it is named."""
CONCERNED = "concerned"
"""Among the addresses of a mail target: those whom the event concerns."""


def _address(value: str) -> str:
    if value != CONCERNED and not re.fullmatch(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+", value):
        raise ValueError("write an address as desk@example.com, without a name")
    return value


def _url(value: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s\\]", value):
        raise ValueError("an address that begins with https:// (or http://) and names a host is needed")
    _ = parts.port  # a port that is no number
    return value


Address = Annotated[str, AfterValidator(_address)]
Url = Annotated[str, AfterValidator(_url)]
Hour = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Quiet(Record):
    """Hours in Seoul in which only a crisis is told of; the rest waits for their end."""

    since: Hour = Field(alias="from")
    until: Hour = Field(alias="to")

    def over(self, now: datetime) -> datetime:
        """The moment from which one may write: ``now`` outside these hours, their end within them; UTC."""
        here = now.astimezone(SEOUL)
        begin, end = time.fromisoformat(self.since), time.fromisoformat(self.until)
        at = here.time().replace(tzinfo=None)
        quiet = begin <= at < end if begin <= end else at >= begin or at < end
        if not quiet:
            return now
        day = here.date() + timedelta(days=at >= end)
        return datetime.combine(day, end, SEOUL).astimezone(UTC)


class _Target(Record):
    name: Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,80}$")]
    events: tuple[EventName, ...] = ()
    """What is told; everything but the digest where nothing is named."""
    lang: Lang = "ko"
    severity: Severity | None = None
    """From which level on; as the rules say for each event where it is absent."""
    quiet: Quiet | None = None

    def takes(self, event: EventName) -> bool:
        """Whether this event is told here."""
        return event in self.events if self.events else event != "digest"


class Webhook(_Target):
    """An address that takes JSON by POST."""

    format: Literal["slack", "jandi", "teams", "plain"]
    url: Url
    secret: str = ""
    """What the body is signed with; no signature where it is empty."""


class Mail(_Target):
    """Mail through one server."""

    format: Literal["email"]
    host: str = Field(min_length=1)
    port: int = Field(587, ge=1, le=65535)
    starttls: bool = True
    """Whether the connection is turned into a secure one before anything is said."""
    username: str = ""
    password: str = ""
    sender: Address = Field(alias="from")
    to: tuple[Address, ...] = Field(min_length=1)
    """Addresses; ``concerned`` stands for those whom an event concerns."""

    @model_validator(mode="after")
    def _no_password_in_the_open(self) -> Mail:
        if self.password and not self.starttls:
            raise ValueError("a password is sent over a secure connection only; set starttls: true")
        return self


Target = Webhook | Mail


class TargetFile(Record):
    """The company's file."""

    link: Url | None = None
    """Where people open the desk, as ``https://playbook.example.com``; ``PLAYBOOK_URL`` where it is absent."""
    people: dict[str, Address] = Field(default_factory=dict)
    """Mail addresses by the names under which people work here."""
    targets: tuple[Annotated[Target, Field(discriminator="format")], ...] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> TargetFile:
        names = [target.name for target in self.targets]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two targets are named {twice[0]}; names tell them apart")
        return self


def read_targets(path: Path | None) -> TargetFile:
    """The targets of a file; none where no file is named.

    Raises:
        SetupError: it cannot be read or is wrong; names file, place and mend, and never shows a value, which could
            be a secret.
    """
    if path is None:
        return TargetFile()
    try:
        content: Any = load_yaml(path)
    except RuleError as error:
        mark = getattr(error.__cause__, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise SetupError(f"PLAYBOOK_NOTIFY: {path} cannot be read as YAML{where}; see docs/notify.md.") from None
    try:
        return TargetFile.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise SetupError(f"PLAYBOOK_NOTIFY: {path}: {place}: {first['msg']}; see docs/notify.md.") from None
