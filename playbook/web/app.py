"""The web application: one desk, the page mounted behind the door."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from playbook import Desk
from playbook.screens.warm import WarmDesk
from playbook.settings import Settings
from playbook.web.access import Access
from playbook.web.bound import Bound
from playbook.web.gate import KEY, Gate
from playbook.web.guard import Guard
from playbook.web.login import LoginPages
from playbook.web.metrics import Counted, Metrics
from playbook.web.oidc import OnTheWay, OrganisationLogin, name_of


def build(settings: Settings, host: str = "127.0.0.1") -> tuple[FastAPI, WarmDesk, Access]:
    """The web application with a page a language, the desk behind it, and its door.

    Args:
        settings: all settings.
        host: what it is served at.

    Raises:
        SetupError: others could reach it and nobody would have to log in, or the store cannot be opened.
    """
    desk = Desk.open(settings)
    access = Access(desk, settings, host)
    warm, metrics = WarmDesk(desk), Metrics(desk)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        return {"status": "ok", "ready": warm.is_ready}

    app.include_router(LoginPages(access, name_of(settings)).router)
    app.include_router(metrics.router)
    if settings.oidc_issuer:
        app.include_router(OrganisationLogin(access).router)
        app.add_middleware(OnTheWay, access=access)

    from playbook.screens.page import mount  # gradio takes seconds to import; a wrong setting is told before that

    mount(app, warm, _username)
    app.add_middleware(Bound)
    app.add_middleware(Gate, access=access)
    app.add_middleware(Guard, access=access)
    app.add_middleware(Counted, metrics=metrics)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    return app, warm, access


def _username(request: Request) -> str | None:
    """What handlers of the page find as ``request.username``: the name of the account, empty without a login."""
    visitor = request.scope.get(KEY)
    if visitor is None:
        return None
    return visitor.account.name if visitor.account else ""
