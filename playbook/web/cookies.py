"""Cookies: one that says who is logged in, and one that forms are bound to before anybody is."""

from __future__ import annotations

import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from playbook.review.audit import sha256

FORM_LIFE = 3600
"""Seconds in which a form of the login page may be sent."""


def session_cookie(scope: Scope) -> str:
    """The cookie that holds the token; over https its name makes browsers refuse it from anywhere else."""
    return _name(scope, "playbook")


def give(response: Response, scope: Scope, token: str, life: int) -> None:
    """Have the browser hold a token for at most ``life`` seconds."""
    _set(response, scope, "playbook", token, life)


def take(response: Response, scope: Scope) -> None:
    """Have the browser forget its token."""
    secure = bool(scope.get("playbook.secure"))
    response.delete_cookie(_name(scope, "playbook"), secure=secure, httponly=True, samesite="lax")


def form_secret(request: Request, response: Response | None = None) -> str:
    """What the forms of this browser are bound to while nobody is logged in; given to it with ``response``."""
    held = request.cookies.get(_name(request.scope, "playbook-form"), "")
    if response is None:
        return held
    secret = held if len(held) == 43 else secrets.token_urlsafe(32)
    _set(response, request.scope, "playbook-form", secret, FORM_LIFE)
    return secret


def form_token(secret: str) -> str:
    """What a form carries to prove that it is ours: only who can read the page, or the cookie, knows it."""
    return sha256(f"form {secret}")


def ours(secret: str, token: str) -> bool:
    """Whether a form with this token was given to the browser that sends it."""
    return bool(secret) and hmac.compare_digest(form_token(secret).encode(), token.encode())


def _name(scope: Scope, name: str) -> str:
    return f"__Host-{name}" if scope.get("playbook.secure") else name


def _set(response: Response, scope: Scope, name: str, value: str, life: int) -> None:
    response.set_cookie(
        _name(scope, name), value, max_age=life, path="/", secure=bool(scope.get("playbook.secure")), httponly=True,
        samesite="lax",
    )  # fmt: skip
