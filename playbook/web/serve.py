"""Serving the web application until somebody stops it."""

from __future__ import annotations

import logging
import socket
import sys
from contextlib import closing

import uvicorn

from playbook.errors import SetupError
from playbook.review.notify.courier import Courier
from playbook.screens.warm import WarmDesk
from playbook.settings import Settings
from playbook.web.access import Access
from playbook.web.app import build


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
        SetupError: the port is taken, the host is no address of this machine, others could reach the page and
            nobody would have to log in, or the file that PLAYBOOK_NOTIFY names is wrong.
    """
    with closing(_bound(host, port)) as bound:
        app, warm, access = build(settings, host)
        _tell_first_password(access)
        config = uvicorn.Config(
            app, log_level="warning", timeout_graceful_shutdown=2, server_header=False, proxy_headers=False
        )
        name = f"[{host}]" if ":" in host else host
        _ = warm.cold.notifier  # a wrong file of targets is told before anybody comes
        courier = Courier(warm.cold)
        try:
            courier.start()
            _Server(config, settings.url or f"http://{name}:{bound.getsockname()[1]}/", warm).run(sockets=[bound])
        finally:
            courier.stop()
            warm.close()


def _tell_first_password(access: Access) -> None:
    password = access.first_password()
    if password:
        sys.stdout.write(
            "Nobody had an account here, and people have to log in: log in as admin with the password\n\n"
            f"    {password}\n\nIt is shown once, and has to be changed at the first login.\n"
        )
        sys.stdout.flush()


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
