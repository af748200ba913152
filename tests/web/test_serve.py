"""The program as it is started: what it says, how it stops, and the login in a real browser on a phone."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import gradio as gr
import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from screens.conftest import environment, free_port
from starlette.requests import Request

from playbook.desk import Desk
from playbook.errors import ReviewError
from playbook.screens.who import logged_in, person_of
from web.conftest import BY, NEW, SECRET, Served

PROGRAM = Path(sys.executable).with_name("playbook")


@pytest.fixture
def home(furnish: Callable[[Path], Path], tmp_path: Path) -> Path:
    return furnish(tmp_path / "home")


def started(home: Path, *arguments: str, **more: str) -> tuple[subprocess.Popen[str], str]:
    """A program that serves, and its address."""
    port = free_port()
    process = subprocess.Popen(
        [PROGRAM, "serve", "--port", str(port), *arguments], env=environment(home) | more, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            httpx.get(f"{url}/healthz", timeout=2)
            return process, url
        except httpx.TransportError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    pytest.fail(process.communicate()[0])


def stopped(process: subprocess.Popen[str]) -> tuple[str, float]:
    """What it said, and how long it took to stop."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=15)[0]
    return said, time.monotonic() - began


def test_the_first_admin_is_told_once_and_an_open_page_does_not_hold_it_up(home: Path) -> None:
    """Its password stands in no log and no table; a stream that goes on is cut off after two seconds."""
    process, url = started(home, "--login")
    try:
        with httpx.Client(base_url=url, timeout=60) as client:
            page = client.get("/login")
            token = re.findall(r'name="form" value="([0-9a-f]+)"', page.text)[0]
            assert client.get("/healthz").json()["status"] == "ok"
            assert client.get("/config").status_code == 401
            assert client.post("/login", data={"login": "admin", "password": "x", "form": token}).status_code == 401
    finally:
        said, _ = stopped(process)
    password = re.findall(r"^    (\S+)$", said, re.M)
    assert len(password) == 1

    process, url = started(home, "--login")
    try:
        with httpx.Client(base_url=url, headers={"Accept": "text/html"}, timeout=60) as client:
            token = re.findall(r'name="form" value="([0-9a-f]+)"', client.get("/login").text)[0]
            form = {"login": "admin", "password": password[0], "form": token}
            assert client.post("/login", data=form).headers["location"] == "/"
            page = client.get(client.get("/").headers["location"])
            token = re.findall(r'name="form" value="([0-9a-f]+)"', page.text)[0]
            client.post("/password", data={"old": password[0], "new": NEW, "again": NEW, "form": token})
            with client.stream("GET", "/gradio_api/heartbeat/abc") as beating:
                assert beating.status_code == 200
                said, took = stopped(process)
    finally:
        process.kill()
    assert took < 4, "two seconds, and what a busy machine needs"
    assert password[0] not in said
    assert "Traceback" not in said
    assert not any(password[0].encode() in file.read_bytes() for file in home.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    ("arguments", "more", "said"),
    [
        (["--host", "0.0.0.0"], {"PLAYBOOK_LOGIN": "off"}, "anybody who reaches it could approve"),
        ([], {"PLAYBOOK_LOGIN": "maybe"}, "PLAYBOOK_LOGIN is 'maybe'"),
        ([], {"PLAYBOOK_TRUSTED_PROXIES": "*"}, "PLAYBOOK_TRUSTED_PROXIES names '*'"),
        ([], {"PLAYBOOK_OIDC_ISSUER": "https://id.example"}, "PLAYBOOK_OIDC_CLIENT_ID is not set"),
        ([], {"PLAYBOOK_OIDC_ISSUER": "http://id.example", "PLAYBOOK_OIDC_CLIENT_ID": "x"}, "over https only"),
    ],
)
def test_what_cannot_be_safe_does_not_start(home: Path, arguments: list[str], more: dict[str, str], said: str) -> None:
    """One line that says why, before anything is served."""
    run = [PROGRAM, "serve", "--port", str(free_port()), *arguments]
    done = subprocess.run(run, env=environment(home) | more, capture_output=True, text=True, timeout=60)

    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture
def phone(browser: Browser, served: Served) -> Iterator[Page]:
    """A phone that asks nobody else, and complains about nothing."""
    wrong: list[str] = []
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=served.url,
        extra_http_headers={"X-Forwarded-For": "198.51.100.200"},
    )  # fmt: skip
    page = context.new_page()
    page.on("request", lambda r: None if r.url.startswith((served.url, "data:", "blob:")) else wrong.append(r.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


@pytest.mark.browser
def test_somebody_logs_in_on_a_phone(served: Served, phone: Page) -> None:
    """Sent to the login, in, to the account, and out; every field has a name, and nothing runs out of the page."""
    served.account("lim", "임나라", "reviewer")
    phone.goto("/")
    expect(phone).to_have_title("로그인 · Playbook")
    for page in ("/login?lang=en", "/login"):
        phone.goto(page)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        assert phone.evaluate("Math.min(...[...document.querySelectorAll('input:not([type=hidden]), button')]"
                              ".map(e => e.getBoundingClientRect().height))") >= 44  # fmt: skip
    phone.get_by_label("아이디").fill("lim")
    phone.get_by_label("비밀번호").fill("wrong one")
    phone.get_by_role("button", name="로그인").click()
    expect(phone.get_by_role("alert")).to_contain_text("로그인하지 못했습니다")
    expect(phone.get_by_label("비밀번호")).to_be_focused()
    phone.get_by_label("비밀번호").fill(SECRET)
    phone.keyboard.press("Enter")
    phone.wait_for_selector("#run")
    phone.goto("/account")
    expect(phone.get_by_text("임나라")).to_be_visible()
    expect(phone.get_by_text("검토자")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("link", name="비밀번호 바꾸기").click()
    expect(phone.get_by_label("새 비밀번호", exact=True)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.goto("/account")
    phone.get_by_role("button", name="로그아웃", exact=True).click()
    expect(phone.get_by_role("status")).to_have_text("로그아웃했습니다.")
    phone.goto("/")
    expect(phone).to_have_title("로그인 · Playbook")


def asked(name: str | None, address: str = "10.0.0.7") -> gr.Request:
    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b"", "client": (address, 1)}
    return gr.Request(Request(scope), username=name)


def test_handlers_know_who_acts(served: Served) -> None:
    """The account, known to be there, whatever name is typed."""
    found = person_of(asked("김하나"), served.desk, "박대표")

    assert (found.name, found.roles, found.verified, found.source) == ("김하나", ("staff",), True, "web 10.0.0.7")
    assert logged_in(asked("김하나")) == "김하나"


@pytest.mark.parametrize("name", ["", None, "없는 사람"])
def test_a_typed_name_is_nobody_where_people_log_in(served: Served, name: str | None) -> None:
    """Not even for the moment in which the first account is made."""
    with pytest.raises(ReviewError):
        person_of(asked(name), served.desk, "김하나")


def test_an_account_out_of_use_acts_no_more(served: Served) -> None:
    """Even if its request came before."""
    served.account("gone", "한가온", "staff")
    assert person_of(asked("한가온"), served.desk).verified
    served.desk.disable("gone", BY)
    with pytest.raises(ReviewError, match="Nobody named"):
        person_of(asked("한가온"), served.desk)


def test_alone_the_typed_name_counts(fresh: Desk) -> None:
    """And nobody says that it was checked; without a request of ours nothing counts."""
    found = person_of(asked(""), fresh, "김하나")

    assert (found.name, found.verified, found.source) == ("김하나", False, "web 10.0.0.7")
    assert logged_in(asked("")) == ""
    with pytest.raises(ReviewError):
        person_of(asked(None), fresh, "김하나")
