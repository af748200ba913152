"""Delivery: one attempt to hand a notice over, signed, within seconds, and to nobody but the named target.

Targets are named by whoever runs the program, never by a message or a person at the desk. No redirect is followed and
certificates are checked.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from playbook.review.notify.letters import Letter
from playbook.review.notify.notices import Notice, Notifier
from playbook.review.notify.targets import Mail, Target, Webhook
from playbook.review.notify.wording import Wording, body_of, mail_of

DEADLINE = 10.0
"""Seconds that an attempt may take from beginning to end."""
LEASE = timedelta(minutes=1)
"""How long a worker has a notice to itself: longer than an attempt can take."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=2)
GIVEN_UP_AFTER = timedelta(days=1)
TOLERANCE = timedelta(minutes=5)
"""Age from which a receiver should refuse a signature."""
_JANDI = "application/vnd.tosslab.jandi-v2+json"


class Attempt(NamedTuple):
    """What came of handing a notice over."""

    error: str = ""
    """Why it failed; empty where it arrived."""
    retry_after: timedelta | None = None
    """How long the receiver asks to be left alone."""


def signature(body: bytes, secret: str, at: datetime) -> str:
    """The header ``Playbook-Signature``: HMAC-SHA256 of the time in seconds, a dot and the body."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={hmac.digest(secret.encode(), f'{seconds}.'.encode() + body, 'sha256').hex()}"


def signed_by(header: str, body: bytes, secret: str, now: datetime) -> bool:
    """Whether a header of a received notice proves that it comes from here and is fresh; for receivers."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    try:
        at = datetime.fromtimestamp(int(parts["t"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return False
    return abs(now - at) <= TOLERANCE and hmac.compare_digest(signature(body, secret, at), header)


async def attempt(letter: Letter, notifier: Notifier) -> Attempt:
    """Hand one notice over."""
    target = notifier.targets.get(letter.target)
    if target is None:
        return Attempt(f"there is no target named {letter.target} any more")
    try:
        async with asyncio.timeout(DEADLINE):
            return await _handed_over(target, Wording(Notice.model_validate_json(letter.record), notifier, target.lang))
    except TimeoutError:
        return Attempt(f"no answer within {DEADLINE:g} seconds")
    except Exception as error:  # whatever one target does must not keep the others from being served
        return Attempt(_cause(error))


async def _handed_over(target: Target, wording: Wording) -> Attempt:
    return await (_mailed(target, wording) if isinstance(target, Mail) else _posted(target, wording))


async def _posted(target: Webhook, wording: Wording) -> Attempt:
    import httpx

    body = json.dumps(body_of(target, wording), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "playbook", "Idempotency-Key": wording.notice.id}
    if target.format == "jandi":
        headers["Accept"] = _JANDI
    if target.secret:
        headers["Playbook-Signature"] = signature(body, target.secret, datetime.now(UTC))
    async with (
        httpx.AsyncClient(follow_redirects=False, timeout=DEADLINE) as client,
        client.stream("POST", target.url, content=body, headers=headers) as answer,  # its body is of no interest
    ):
        if answer.is_success:
            return Attempt()
        if answer.is_redirect:
            return Attempt(f"the address redirects ({answer.status_code}), which is not followed; name the new one")
        return Attempt(f"the receiver answered {answer.status_code}", _pause(answer.headers.get("Retry-After", "")))


async def _mailed(target: Mail, wording: Wording) -> Attempt:
    import aiosmtplib

    await aiosmtplib.send(
        mail_of(target, wording), hostname=target.host, port=target.port, start_tls=target.starttls,
        username=target.username or None, password=target.password or None, timeout=DEADLINE,
    )  # fmt: skip
    return Attempt()


def _cause(error: Exception) -> str:
    """An error in words that hold no address or secret."""
    cause: BaseException = error
    while cause.__cause__ or cause.__context__:
        cause = cause.__cause__ or cause.__context__ or cause
    why = getattr(cause, "strerror", None) or getattr(cause, "verify_message", None) or ""
    code = getattr(error, "code", None)
    return ": ".join(map(str, filter(None, (type(error).__name__, code, why))))


def _pause(said: str) -> timedelta | None:
    """What a ``Retry-After`` header asks for: seconds or a date."""
    if said.isascii() and said.isdigit():
        return timedelta(seconds=min(int(said), int(GIVEN_UP_AFTER.total_seconds())))
    try:
        return max(parsedate_to_datetime(said) - datetime.now(UTC), timedelta())
    except (ValueError, TypeError):
        return None


def next_attempt(letter: Letter, result: Attempt, now: datetime) -> datetime | None:
    """When a notice that failed is tried again: later each time, a little at random; None once a day is over."""
    pause = min(FIRST_PAUSE * 2 ** min(letter.attempts - 1, 16), LONGEST_PAUSE)
    following = now + max(pause * random.uniform(0.75, 1.25), result.retry_after or timedelta())  # noqa: S311
    return following if following <= letter.at + GIVEN_UP_AFTER else None
