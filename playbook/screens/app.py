"""The web process: one desk, the page mounted, served on this machine unless told otherwise."""

from __future__ import annotations

import logging
import socket
import sys
from contextlib import closing
from typing import Any

import uvicorn
from fastapi import FastAPI

from playbook import Desk
from playbook.errors import SetupError
from playbook.screens.guard import Guard
from playbook.screens.warm import WarmDesk
from playbook.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def build(settings: Settings, *, loopback: bool = True) -> tuple[FastAPI, WarmDesk]:
    """The web application with a page a language, and the desk behind it."""
    from playbook.screens.page import mount  # gradio takes seconds to import; a taken port is told before that

    warm = WarmDesk(Desk.open(settings))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        return {"status": "ok", "ready": warm.is_ready}

    mount(app, warm)
    app.add_middleware(Guard, loopback=loopback)
    return app, warm


class _Server(uvicorn.Server):
    """Says where it is once it is there, and warms the desk after that."""

    def __init__(self, config: uvicorn.Config, url: str, warm: WarmDesk) -> None:
        super().__init__(config)
        self._url, self._warm = url, warm

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        sys.stdout.write(f"Playbook: {self._url}\n")
        sys.stdout.flush()
        self._warm.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # an open page is cut off, which is no error
        await super().shutdown(sockets=sockets)


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serve the page until interrupted.

    Raises:
        SetupError: the port is taken, or the host is no address of this machine.
    """
    with closing(_bound(host, port)) as bound:
        app, warm = build(settings, loopback=host in LOOPBACK)
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2, server_header=False)
        name = f"[{host}]" if ":" in host else host
        try:
            _Server(config, f"http://{name}:{bound.getsockname()[1]}/", warm).run(sockets=[bound])
        finally:
            warm.cold.close()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(128)
    except (OSError, OverflowError) as error:
        bound.close()
        why = str(getattr(error, "strerror", None) or error).rstrip(".")
        other = 7861 if port == 7860 else 7860
        raise SetupError(
            f"The page cannot be served at {host}:{port}: {why}. "
            f"Stop what uses port {port}, or name another one: --port {other}."
        ) from error
    return bound
