"""The organisation's login: OpenID Connect, authorization code with PKCE, state and nonce (RFC 9700, OIDC Core 3.1).

It says who somebody is, never what they may do: an account that an admin has made is linked by its verified e-mail the
first time, and by the subject after that. Who has no account stays outside.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from playbook.settings import Settings
from playbook.web import pages
from playbook.web.access import Access
from playbook.web.cookies import give, session_cookie
from playbook.web.login import source_of

PATH = "/login/oidc"
_LIFE = 600
"""Seconds in which somebody has to come back from the organisation's login."""
_LOG = logging.getLogger(__name__)


def name_of(settings: Settings) -> str:
    """What the button for it says; empty where there is none."""
    if not settings.oidc_issuer:
        return ""
    return settings.oidc_name or urlsplit(settings.oidc_issuer).hostname or ""


class OrganisationLogin:
    """The way to the issuer and back."""

    def __init__(self, access: Access) -> None:
        from authlib.integrations.starlette_client import OAuth

        settings = access.settings
        assert settings.oidc_issuer
        self._access, self._issuer = access, settings.oidc_issuer
        clients = OAuth()
        clients.register(
            "company",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email", "code_challenge_method": "S256", "timeout": 10,
                **({} if settings.oidc_client_secret else {"token_endpoint_auth_method": "none"}),
            },
        )  # fmt: skip
        self._client: Any = clients.create_client("company")
        self.router = APIRouter()
        self.router.add_api_route(PATH, self.leave, methods=["GET"], response_model=None)
        self.router.add_api_route(f"{PATH}/callback", self.back, methods=["GET"], response_model=None)

    async def leave(self, request: Request) -> Response:
        """Send the browser to the issuer."""
        following = pages.own_path(request.query_params.get("next", "/"))
        lang = pages.lang_of(request, following)
        request.session.clear()
        request.session["going"] = [following, lang]
        try:
            answer: Response = await self._client.authorize_redirect(request, self._return_address(request))
        except Exception:
            _LOG.warning("the organisation's login %s cannot be reached", self._issuer, exc_info=True)
            return _refused("oidc_failed", following, lang)
        return answer

    async def back(self, request: Request) -> Response:
        """Look over what the issuer says, and open the door to whom it is about."""
        following, lang = request.session.get("going") or ["/", "ko"]
        try:
            claims = await self._claims(request)
        except Exception as error:  # whatever is wrong with it, nobody comes in
            _LOG.warning("an answer of the organisation's login was refused: %s: %s", type(error).__name__, error)
            return _refused("oidc_failed", following, lang)
        finally:
            request.session.clear()
        source = source_of(request)
        email = claims["email"] if claims.get("email_verified") is True else ""
        subject = f"{claims['iss']} {claims['sub']}"
        account = await run_in_threadpool(self._access.desk.open_by_subject, subject, email, source)
        if account is None:
            return _refused("oidc_unknown", following, lang)
        before = request.cookies.get(session_cookie(request.scope), "")
        token = await run_in_threadpool(self._access.enter, account, source, by="oidc", before=before)
        if token is None:
            return _refused("oidc_failed", following, lang)
        response = RedirectResponse(following, 303)
        give(response, request.scope, token, int(self._access.settings.session_life.total_seconds()))
        return response

    async def _claims(self, request: Request) -> dict[str, Any]:
        metadata = await self._client.load_server_metadata()
        if metadata.get("issuer", "").rstrip("/") != self._issuer:
            raise ValueError(f"the issuer calls itself {metadata.get('issuer')!r}")
        options = {
            "iss": {"essential": True, "value": metadata["issuer"]},
            "aud": {"essential": True, "value": self._client.client_id},
            "exp": {"essential": True},
            "sub": {"essential": True},
            "nonce": {"essential": True},
        }
        token = await self._client.authorize_access_token(request, claims_options=options, leeway=30)
        claims: dict[str, Any] | None = token.get("userinfo")
        if not claims:
            raise ValueError("there is no id_token in it")
        if "email" not in claims and token.get("access_token") and metadata.get("userinfo_endpoint"):
            told = await self._client.userinfo(token=token)
            if told.get("sub") == claims["sub"]:
                claims = {**told, **claims}
        return dict(claims)

    def _return_address(self, request: Request) -> str:
        scheme = "https" if request.scope.get("playbook.secure") else "http"
        asked = f"{scheme}://{request.headers.get('host', '')}"
        return f"{self._access.settings.url or asked}{PATH}/callback"


class OnTheWay:
    """Keeps, in a signed cookie, what somebody on the way to the issuer and back has to bring along again."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        settings = access.settings
        secret = settings.oidc_client_secret or settings.oidc_client_id or ""
        key = hmac.new(secret.encode(), b"playbook oidc", hashlib.sha256).hexdigest()
        same: dict[str, Any] = {"secret_key": key, "max_age": _LIFE, "same_site": "lax", "path": PATH}
        self._plain = SessionMiddleware(app, session_cookie="playbook-oidc", **same)
        self._secure = SessionMiddleware(app, session_cookie="__Secure-playbook-oidc", https_only=True, **same)
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the session to the paths of the organisation's login alone."""
        if scope["type"] == "http" and scope["path"].startswith(PATH):
            await (self._secure if scope.get("playbook.secure") else self._plain)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _refused(why: str, following: str, lang: str) -> Response:
    return RedirectResponse(f"/login?{urlencode({'next': following, 'lang': lang, 'said': why})}", 303)
