"""An open page belongs to whoever opened it: what Gradio keeps for it, and says to it, reaches nobody else.

Gradio knows an open page by a ``session_hash`` that the browser made up. Whoever names it would read what is said to
that page and act on what it holds; so the first account that uses one keeps it.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playbook.web.gate import KEY

_CALL = re.compile(r"(?:/[a-z]{2})?/gradio_api/(?P<name>.*)")
_USED = re.compile(
    r"(?:queue/(?:join|data)|cancel|heartbeat/[^/]+|upload|upload_progress|file=.+|startup-events|user)/?"
)
"""The calls that the page makes; all others are closed."""
_IN_BODY = frozenset({"queue/join", "cancel"})
"""Those that name their page in a JSON body."""
OPEN_PAGES = 1000
"""Pages of one account that are remembered; after that its oldest is forgotten, never that of another."""


class Holders:
    """Which account holds which open page."""

    def __init__(self, most: int = OPEN_PAGES) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._holder: dict[str, str] = {}
        self._pages: defaultdict[str, OrderedDict[str, None]] = defaultdict(OrderedDict)

    def holds(self, account: str, page: str) -> bool:
        """Whether a page is this account's; one that nobody holds becomes theirs.

        >>> holders = Holders()
        >>> holders.holds("kim", "p1"), holders.holds("park", "p1"), holders.holds("kim", "p1")
        (True, False, True)
        """
        with self._lock:
            if self._holder.setdefault(page, account) != account:
                return False
            mine = self._pages[account]
            mine[page] = None
            mine.move_to_end(page)
            if len(mine) > self._most:
                del self._holder[mine.popitem(last=False)[0]]
            return True


class Bound:
    """Refuses a call that names the open page of somebody else, and calls that the page has no use for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._holders = Holders()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        called = _CALL.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if called is None:
            await self._app(scope, receive, send)
            return
        if not _USED.fullmatch(called["name"]):
            await JSONResponse({"detail": "There is no such call."}, 404)(scope, receive, send)
            return
        name, body = called["name"].rstrip("/"), None
        if name in _IN_BODY:
            body = await _whole(receive)
            if body is None:
                return  # the browser is gone
        visitor = scope[KEY]
        account = visitor.account.id if visitor.account else ""
        if all(self._holders.holds(account, page) for page in _pages(scope, name, body)):
            await self._app(scope, receive if body is None else _again(body, receive), send)
        else:
            said = {"detail": "This page was opened by somebody else; load it again."}
            await JSONResponse(said, 403)(scope, receive, send)


def _pages(scope: Scope, name: str, body: bytes | None) -> Iterator[str]:
    """Every open page that a request names, wherever it does so."""
    yield from parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", ())
    if name.startswith("heartbeat/"):
        yield unquote(name.removeprefix("heartbeat/"))
    if header := Headers(scope=scope).get("session_hash"):
        yield header
    try:
        given = json.loads(body or b"null")
    except ValueError:
        return  # Gradio refuses it, too
    if isinstance(given, dict) and isinstance(given.get("session_hash"), str):
        yield given["session_hash"]


async def _whole(receive: Receive) -> bytes | None:
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body that was read, once more, and then whatever else comes."""
    left = [body]

    async def from_the_start() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return from_the_start
