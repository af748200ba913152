"""The library screen and the web process."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from .conftest import ROOT, environment
from .steps import tab

pytestmark = pytest.mark.browser


def test_search_and_read_a_card(page: Page) -> None:
    tab(page, "자료")
    page.fill("#question textarea", "사실이 아닌 매각 소문이 퍼지고 있어요")
    page.click("#find")
    results = page.locator("#results article")
    expect(results.first).to_be_visible()
    assert results.count() >= 3
    card = results.first.locator("details").first
    card.locator("summary").first.click()
    expect(card).to_contain_text("출처")
    expect(card.locator("p").first).to_be_visible()


def test_example_questions_and_the_whole_shelf(page: Page) -> None:
    tab(page, "자료")
    page.click("#find")
    expect(page.locator("#results .pb-empty")).to_contain_text("물음을 적고")
    page.click("#question-2")
    expect(page.locator("#results article").first).to_be_visible()
    shelf = page.locator("#cards details").first
    shelf.locator("summary").first.click()
    expect(shelf.locator("details.pb-shelf").first).to_be_visible()
    assert shelf.locator("details.pb-shelf").count() > 20


def test_empty_queue_says_what_comes_next(page: Page) -> None:
    tab(page, "검토")
    page.locator("#show label", has_text="끝난 글").click()
    page.locator("#show label", has_text="검토할 글").click()
    expect(page.locator("#queue, #queue-note .pb-empty").first).to_be_visible()


def answer(address: str, host: str, path: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    response = connection.getresponse()
    return response.status, response.read().decode(), dict(response.getheaders())


def test_health_headers_and_foreign_hosts(address: str) -> None:
    status, body, headers = answer(address, "localhost", "/healthz")
    assert status == 200
    assert json.loads(body)["status"] == "ok"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert answer(address, "evil.example", "/")[0] == 421


def test_port_in_use_is_said_with_the_mend(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "ui.py", "--port", str(port)],
            cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=120,
        )  # fmt: skip
    assert ended.returncode == 2
    assert str(port) in ended.stderr
    assert "--port" in ended.stderr
    assert "Traceback" not in ended.stderr
