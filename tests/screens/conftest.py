"""A real server and a real browser; every page is watched for outside requests and console errors."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright
from program import sharing

from playbook.desk import Desk
from playbook.records import Decision, Message
from playbook.settings import Settings

from .quiet import watched
from .staffed import entered, staffed

__all__ = ["entered", "staffed"]
Sent = Callable[..., None]
ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium-headless-shell"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=60_000)
LEFT = ("AbortError: signal is aborted", "Unexpected error Connection errored out")
"""What Gradio's own script says of a question that was under way when the page was loaded again."""
PATIENCE = 60_000
"""Milliseconds to wait for anything on the page; machines that test are busy."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLAYBOOK_")}
    return {**kept, "PLAYBOOK_HOME": str(home), "PLAYBOOK_REFRESH": "4s"}


@pytest.fixture(scope="session")
def home(furnish: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served desk keeps its own."""
    return furnish(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    port = free_port()
    log = home / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "ui.py", "--port", str(port)],
            cwd=ROOT, env=environment(home), stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(600):
            if server.poll() is not None:
                pytest.fail(f"the server stopped:\n{log.read_text()}")
            try:
                with urllib.request.urlopen(f"{url}healthz", timeout=2) as answer:
                    if b'"ready":true' in answer.read():
                        break
            except OSError:
                pass
            time.sleep(0.1)
        else:
            pytest.fail(f"the server was not ready in time:\n{log.read_text()}")
        yield url
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(15)
        finally:
            server.kill()
    assert "Traceback" not in log.read_text()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One a file: while it is open, nothing else in this process can run a loop of its own."""
    if not shutil.which(CHROMIUM):
        pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a browser of its own, and holds them to what every page owes."""
    wrong: list[str] = []
    contexts = []

    def watch_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            wrong.append(f"outside request: {request.url}")

    def watch_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(LEFT):
            wrong.append(f"console: {message.text}")

    def open_page(path: str = "", width: int = 1280, height: int = 900, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = watched(context.new_page())
        page.on("request", watch_request)
        page.on("console", watch_console)
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.goto(address + path)
        page.wait_for_selector("#run", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong


@pytest.fixture
def sent(desk: Desk, home: Path, address: str, tmp_path: Path) -> Iterator[Sent]:
    """Puts drafts into review as the page does; tests that look at the page after that need not go its way there."""
    behind = sharing(desk, Settings(home=tmp_path, database_url=f"sqlite:///{home / 'cases.db'}"))
    behind._built["library"] = desk.library

    def send(text: str, name: str = "김하나") -> None:
        behind.decide(behind.draft(Message(text=text, channel="x")), Decision(verb="submit", by=name))

    yield send
    del behind._built["library"]  # closing the one desk must not close it for the others
    behind.close()


@pytest.fixture
def page(opened: Callable[..., Page]) -> Page:
    return opened()
