"""The real web application on a port of this machine, in a thread; people who use it over HTTP."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from screens.conftest import browser

from playbook.desk import Desk
from playbook.review.accounts import Account, named
from playbook.review.approvals import anybody
from playbook.settings import Settings
from playbook.web.access import Access
from playbook.web.app import build

__all__ = ["browser"]
SECRET = "purple giraffe tango"
NEW = "amber kettle window"
BY = anybody("운영자", "test")
_ADDRESSES = (f"203.0.113.{number % 250 + 1}" for number in count())


class Served:
    """A running application."""

    def __init__(self, app: FastAPI, access: Access, port: int) -> None:
        self.app, self.access, self.port = app, access, port
        self.url = f"http://127.0.0.1:{port}"

    @property
    def desk(self) -> Desk:
        return self.access.desk

    def visitor(self, *, https: bool = False, address: str | None = None) -> httpx.Client:
        """A browser of its own, at an address of its own."""
        headers = {"X-Forwarded-For": address or next(_ADDRESSES), "Accept": "text/html"}
        headers |= {"X-Forwarded-Proto": "https"} if https else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30)

    def account(self, login: str, name: str, *roles: str, password: str = SECRET) -> Account:
        """Somebody who has chosen their password."""
        given = f"{password} first"
        made = self.desk.add_account(login, name, BY, roles=roles, password=given)[0]  # type: ignore[arg-type]
        return self.desk.change_password(made, given, password, "test")

    def named(self, login: str) -> Account:
        return named(self.desk.accounts(), login)


@contextmanager
def serving(app: FastAPI, access: Access) -> Iterator[Served]:
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2, proxy_headers=False)
    server = uvicorn.Server(config)
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield Served(app, access, bound.getsockname()[1])
        server.should_exit = True
        thread.join()
    access.desk.close()


@pytest.fixture(scope="session")
def served(furnish: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With accounts, behind a proxy on this machine."""
    home = furnish(tmp_path_factory.mktemp("served"))
    app, _, access = build(Settings(home=home, login="on", trusted_proxies=("127.0.0.1",)))
    with serving(app, access) as running:
        running.account("boss", "박대표", "admin", "executive")
        running.account("kim", "김하나", "staff")
        yield running


@pytest.fixture(scope="session")
def alone(furnish: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """As `make serve` starts it: this machine alone, nobody has an account."""
    home = furnish(tmp_path_factory.mktemp("alone"))
    app, _, access = build(Settings(home=home))
    with serving(app, access) as running:
        yield running


_LOGINS = count()


@pytest.fixture
def newcomer(served: Served) -> Callable[..., Account]:
    """Makes people whom no other test knows."""

    def make(*roles: str) -> Account:
        number = next(_LOGINS)
        return served.account(f"new{number}", f"새 사람 {number}", *(roles or ("staff",)))

    return make


def form_token(page: httpx.Response) -> str:
    """What the forms of a page carry."""
    found = re.search(r'name="form" value="([0-9a-f]{64})"', page.text)
    assert found, page.text
    return found[1]


def log_in(client: httpx.Client, login: str, password: str = SECRET, **more: str) -> httpx.Response:
    """Fill in the login form, and send it."""
    token = form_token(client.get("/login"))
    return client.post("/login", data={"login": login, "password": password, "form": token, **more})


def inside(client: httpx.Client) -> bool:
    """Whether this browser is let in."""
    status = client.get("/account").status_code
    assert status in (200, 303)
    return status == 200
