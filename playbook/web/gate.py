"""Nobody comes in without a login, where one is asked for: every path is closed that is not named here."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from playbook.web.access import Access, Visitor
from playbook.web.cookies import session_cookie

FREE = frozenset({"/healthz", "/login/style.css"})
"""Paths that answer anybody."""
OPEN = FREE | {"/login", "/metrics"}
"""Paths that look themselves at who asks."""
OIDC = frozenset({"/login/oidc", "/login/oidc/callback"})
"""Further ones, where the organisation has a login of its own."""
_TO_CHANGE = frozenset({"/password", "/logout"})
"""Paths for somebody whose password was given by another person."""
KEY = "playbook.visitor"
"""Where the scope of a request says who it comes from."""


class Gate:
    """Looks up who a request comes from, and turns away who is not logged in."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app, self._access = app, access
        self._open = OPEN | OIDC if access.settings.oidc_issuer else OPEN

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its visitor, or turn it away."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # nothing here talks that way
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visitor = None
        if scope["path"] not in FREE:
            token = HTTPConnection(scope).cookies.get(session_cookie(scope), "")
            visitor = await run_in_threadpool(self._access.visitor, token)
        scope[KEY] = visitor
        answer = None if scope["path"] in self._open else _turned_away(scope, visitor)
        await (answer or self._app)(scope, receive, send)


def _turned_away(scope: Scope, visitor: Visitor | None) -> Response | None:
    asked = Headers(scope=scope).get("accept", "")
    page = scope["method"] == "GET" and "text/html" in asked
    if visitor is None:
        if page:
            query = scope["query_string"].decode("latin-1")
            return RedirectResponse(f"/login?next={quote(scope['path'] + ('?' + query if query else ''))}", 303)
        return JSONResponse({"detail": "Log in first."}, 401)
    if visitor.account and visitor.account.must_change and visitor.by_password and scope["path"] not in _TO_CHANGE:
        english = scope["path"] == "/en" or scope["path"].startswith("/en/")
        there = f"/password?lang={'en' if english else 'ko'}"
        return RedirectResponse(there, 303) if page else JSONResponse({"detail": "Change your password."}, 403)
    return None
