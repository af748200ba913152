"""What every answer of the web process carries, and which requests it does not even look at."""

from __future__ import annotations

import math
import re
import time
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playbook.web.access import Access

_LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
"""The browser itself is told to ask nobody else."""
_HSTS = "max-age=31536000"
_ASSETS = re.compile(r"(?:/en)?/(?:assets|static|svelte)/|(?:/en)?/(?:theme\.css|favicon\.ico)|/login/style\.css")
"""Files of the program, the same for everybody; all else is kept by no browser and no proxy."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_FORMS = frozenset({"/login", "/logout", "/password"})
_LONGEST_FORM = 16_384
"""Bytes of a form that somebody may post who is not logged in."""
REQUESTS = (parse("3000/minute"),)
"""From one address; a page load takes some hundred."""
LOGINS = (parse("20/minute"), parse("100/hour"))
"""Attempts to log in from one address."""


class Guard:
    """Security headers, cross-origin requests, hosts and rates.

    On loopback without a login only local names are answered to, so that no foreign page can reach in by its own.
    """

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app, self._access = app, access
        self._https = (access.settings.url or "").startswith("https:")
        self._rates = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        secure = self._https or scope["scheme"] == "https"
        scope["playbook.secure"] = secure
        asset = _ASSETS.match(scope["path"])

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if secure:
                    headers["Strict-Transport-Security"] = _HSTS
                if not asset:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        refused = self._refusal(scope)
        await (refused or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        local = (host if host.endswith("]") else host.rsplit(":", 1)[0]) in _LOCAL
        if self._access.loopback and not local and not self._named(host):
            return PlainTextResponse("This page answers to localhost only.", 421)
        if not same_origin(scope["method"], headers):
            return PlainTextResponse("This request comes from another page.", 403)
        if scope["method"] == "POST" and scope["path"].rstrip("/") in _OWN_FORMS and not _short(headers):
            return PlainTextResponse("This form is too long.", 413)
        attempt = scope["method"] == "POST" and scope["path"].rstrip("/") in ("/login", "/password")
        attempt = attempt or scope["path"].startswith("/login/oidc")
        counted = () if _ASSETS.match(scope["path"]) else REQUESTS
        return self._too_many(scope, "login", LOGINS if attempt else ()) or self._too_many(scope, "all", counted)

    def _named(self, host: str) -> bool:
        url = self._access.settings.url
        return bool(url) and self._access.required and host == urlsplit(url).netloc

    def _too_many(self, scope: Scope, what: str, rates: tuple[RateLimitItem, ...]) -> PlainTextResponse | None:
        address = network(scope)
        for rate in rates:
            if not self._rates.hit(rate, what, address):
                wait = self._rates.get_window_stats(rate, what, address).reset_time - time.time()
                said = "Too many attempts from your network. 잠시 후 다시 시도해 주세요."
                return PlainTextResponse(said, 429, {"Retry-After": str(max(1, math.ceil(wait)))})
        return None


def same_origin(method: str, headers: Headers) -> bool:
    """Whether a request that changes something comes from a page of ours, or from no page at all.

    Browsers say where a request comes from (Sec-Fetch-Site, older ones Origin); a program says neither, and holds no
    cookie that somebody else could make it send.
    """
    if method in _SAFE:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")


def _short(headers: Headers) -> bool:
    length = headers.get("content-length", "")
    return length.isdecimal() and int(length) <= _LONGEST_FORM


def network(scope: Scope) -> str:
    """Where a request comes from, as far as rates go: an IPv4 address, or the /64 that one customer holds."""
    client = scope.get("client")
    host = client[0] if client else ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return str(address)
