"""Who is let in at all: every route, other origins, rates, hosts, and whether a login is asked for."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from limits import parse
from prometheus_client import generate_latest
from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Mount
from starlette.types import Message as Event
from starlette.types import Receive, Scope, Send

from playbook.desk import Desk
from playbook.errors import SetupError
from playbook.records import Decision, Message
from playbook.settings import Settings
from playbook.web import guard
from playbook.web.access import Access
from playbook.web.app import build
from playbook.web.gate import OPEN, Gate
from playbook.web.guard import LOGINS, REQUESTS, Guard, network, same_origin
from playbook.web.metrics import Metrics
from web.conftest import BY, SECRET, Served, form_token, inside, log_in, serving

pytestmark = pytest.mark.usefixtures("quick_hashes")


def routes(found: list[BaseRoute], before: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path that the application knows, mounted ones too."""
    for route in found:
        path = before + getattr(route, "path", "")
        if isinstance(route, Mount):
            yield from routes(list(route.routes), path.rstrip("/"))
            continue
        nested = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        if nested:
            yield from routes(list(nested), path)
            continue
        for method in sorted(getattr(route, "methods", None) or {"GET"}):
            yield method, re.sub(r"\{[^}]*\}", "x", path) or "/"


def test_nothing_answers_a_stranger(served: Served) -> None:
    """Every route of ours and of Gradio, with every method; what is open is written down and short."""
    known = sorted(set(routes(list(served.app.routes))))
    assert len(known) > 80
    assert {"/config", "/gradio_api/queue/join", "/en/gradio_api/file=x", "/gradio_api/upload", "/logout"} <= {
        path for _, path in known
    }
    assert sorted(OPEN) == ["/healthz", "/login", "/login/style.css", "/metrics"]
    stranger = served.visitor()
    stranger.headers["Accept"] = "*/*"
    for method, path in known:
        if path not in OPEN:
            answer = stranger.request(method, path)
            assert answer.status_code == 401, f"{method} {path}: {answer.status_code}"
            assert method == "HEAD" or answer.json() == {"detail": "Log in first."}


@pytest.mark.parametrize(
    "path",
    ["/config", "/config/", "//config", "/en/config", "/gradio_api/info", "/gradio_api/file=/etc/passwd",
     "/file=/etc/passwd", "/gradio_api/heartbeat/abc", "/gradio_api/queue/data?session_hash=abc", "/queue/data",
     "/gradio_api/queue/status", "/gradio_api/startup-events", "/gradio_api/app_id", "/gradio_api/token",
     "/login/oidc", "/login/oidc/callback", "/assets/x.js",
     "/theme.css", "/static/img/logo.svg", "/manifest.json", "/gradio_api/mcp/", "/gradio_api/mcp/schema",
     "/login/../config",
     "/%63onfig", "/login%2f..%2fconfig", "/healthz/", "/healthz/../config", "/metrics/", "/LOGIN", "/docs",
     "/openapi.json"],
)  # fmt: skip
def test_a_stranger_is_sent_to_the_login(served: Served, path: str) -> None:
    """Whoever has a browser gets the form, a program a refusal; no way of writing a path goes around it."""
    stranger = served.visitor()
    stranger.follow_redirects = False
    page = stranger.send(raw(stranger, path))

    assert page.status_code == 303, path
    assert page.headers["location"].startswith("/login?next=")
    assert stranger.send(raw(stranger, path, Accept="*/*")).status_code == 401


def raw(client: httpx.Client, path: str, **headers: str) -> httpx.Request:
    """A request for exactly this path; httpx would tidy it up."""
    request = client.build_request("GET", "/", headers=headers)
    request.url = request.url.copy_with(raw_path=path.encode())
    return request


@pytest.mark.parametrize("path", sorted(OPEN))
def test_what_is_open_tells_nothing_of_cases(served: Served, path: str) -> None:
    """The form, its style, and whether the program is up; figures are kept to those who may read them."""
    answer = served.visitor().get(path)

    assert answer.status_code in (200, 403)
    assert "gradio" not in answer.text


def test_a_socket_is_closed(served: Served) -> None:
    """Nothing here talks that way."""
    sent: list[Event] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("it came through")

    async def receive() -> Event:
        return {"type": "websocket.connect"}

    async def send(message: Event) -> None:
        sent.append(message)

    asyncio.run(Gate(inner, access=served.access)({"type": "websocket", "path": "/"}, receive, send))

    assert sent == [{"type": "websocket.close", "code": 1008}]


HOST = "desk.example"
FOREIGN = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": f"https://{HOST}"},
    {"sec-fetch-site": "cross-site", "origin": f"https://{HOST}"},
    {"sec-fetch-site": ""},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": f"https://{HOST}.evil.example"},
    {"origin": f"https://evil.example/{HOST}"},
    {"origin": f"https://{HOST}:8443"},
    {"origin": "https://["},
]
OURS = [
    {},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"origin": f"https://{HOST}"},
    {"origin": f"http://{HOST}"},
]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "CONNECT", "TRACE", "post"])
@pytest.mark.parametrize(("headers", "ours"), [(h, False) for h in FOREIGN] + [(h, True) for h in OURS])
def test_where_a_request_comes_from(method: str, headers: dict[str, str], ours: bool) -> None:
    """A page of ours, or no page at all."""
    assert same_origin(method, Headers({"host": HOST, **headers})) == ours


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("headers", FOREIGN)
def test_a_link_from_elsewhere_works(method: str, headers: dict[str, str]) -> None:
    """What changes nothing may come from anywhere."""
    assert same_origin(method, Headers({"host": HOST, **headers}))


@pytest.mark.parametrize(
    "path", ["/login", "/logout", "/password", "/gradio_api/queue/join", "/en/gradio_api/queue/join",
             "/gradio_api/upload",
             "/gradio_api/run/predict", "/gradio_api/reset", "/gradio_api/cancel"],
)  # fmt: skip
def test_another_page_cannot_use_a_login(served: Served, alone: Served, path: str) -> None:
    """Gradio's own endpoints too, and without a login as well as with one."""
    client = served.visitor()
    log_in(client, "kim")
    for each in (client, alone.visitor()):
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            answer = each.post(path, json={}, headers=headers)
            assert (answer.status_code, answer.text) == (403, "This request comes from another page.")
    assert inside(client)


def test_a_login_form_that_is_not_ours(served: Served) -> None:
    """Without its token, with that of another browser, or without the cookie, nobody is logged in."""
    for token in ("", "0" * 64, form_token(served.visitor().get("/login"))):
        client = served.visitor()
        client.get("/login")
        answer = client.post("/login", data={"login": "kim", "password": SECRET, "form": token})
        assert (answer.status_code, "playbook" in client.cookies) == (403, False)
        assert "오래되어" in answer.text
    bare = served.visitor()
    page = served.visitor().get("/login")
    form = {"login": "kim", "password": SECRET, "form": form_token(page)}
    assert bare.post("/login", data=form).status_code == 403


def test_a_form_has_an_end(served: Served) -> None:
    """Nobody fills the memory who is not even logged in."""
    client = served.visitor()

    assert client.post("/login", content=b"x" * 20_000).status_code == 413
    assert client.post("/login", content=iter([b"login=x"])).status_code == 413
    assert log_in(client, "kim").status_code == 303


def test_attempts_from_one_address_have_a_limit(served: Served) -> None:
    """Whatever logins they name; another address is not kept waiting."""
    client = served.visitor(address="198.51.100.99")
    token = form_token(client.get("/login"))
    form = {"login": "nobody", "password": "x", "form": "0" * 64}
    statuses = [client.post("/login", data=form).status_code for _ in range(LOGINS[0].amount + 1)]
    refused = client.post("/login", data={"login": "kim", "password": SECRET, "form": token})

    assert statuses == [403] * LOGINS[0].amount + [429]
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert client.get("/login").status_code == 200
    assert log_in(served.visitor(address="198.51.100.98"), "kim").status_code == 303


def test_requests_from_one_address_have_a_limit(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Far above what a page needs; files of the program do not count.

    Tried with a fiftieth of it, asked for twice: the window slides while a busy machine asks.
    """
    few = REQUESTS[0].amount // 50
    monkeypatch.setattr(guard, "REQUESTS", (parse(f"{few}/minute"),))

    async def fine(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    door = Guard(fine, access=served.access)

    async def ask(address: str, path: str, times: int) -> list[int]:
        at = httpx.ASGITransport(door, client=(address, 1))
        async with httpx.AsyncClient(transport=at, base_url="http://127.0.0.1") as client:
            return [(await client.get(path)).status_code for _ in range(times)]

    asked = asyncio.run(ask("203.0.113.255", "/config", 2 * few))
    assert REQUESTS[0].amount >= 3000
    assert asked.count(429) >= few // 2
    assert set(asked[:few]) == {200}
    assert asyncio.run(ask("203.0.113.255", "/assets/index.js", 3)) == [200] * 3
    assert asyncio.run(ask("203.0.113.254", "/config", 3)) == [200] * 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.1", True), ("10.0.0.1", "10.0.0.2", False), ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False), ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("unix", "unix", True), ("unix", "", False),
    ],
)  # fmt: skip
def test_one_customer_is_one_network(one: str, other: str, same: bool) -> None:
    """A /64 of IPv6 belongs to one; an address of IPv4 does."""
    assert (network({"client": (one, 1)}) == network({"client": (other, 1)})) == same


PAGES = ["/", "/en/", "/config", "/account", "/password", "/login", "/gradio_api/user", "/healthz", "/nothing/here"]


@pytest.mark.parametrize("path", PAGES)
def test_what_every_answer_carries(served: Served, path: str) -> None:
    """The browser asks nobody else, keeps nothing, and may use no camera."""
    client = served.visitor()
    log_in(client, "boss")
    headers = client.get(path).headers

    assert "frame-ancestors" in headers["content-security-policy"]
    assert (
        "default-src 'self'" in headers["content-security-policy"]
        or "default-src 'none'" in headers["content-security-policy"]
    )
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["x-frame-options"] in ("SAMEORIGIN", "DENY")
    assert "server" not in headers or "uvicorn" in headers["server"]
    assert "strict-transport-security" not in headers


def test_https_is_kept(served: Served) -> None:
    """Once reached by https, by https alone."""
    assert served.visitor(https=True).get("/login").headers["strict-transport-security"] == "max-age=31536000"


def test_alone_nobody_logs_in(alone: Served) -> None:
    """`make serve` on one's own machine: the page, no account, no login."""
    client = alone.visitor()

    assert client.get("/").status_code == client.get("/en/").status_code == client.get("/config").status_code == 200
    assert client.get("/gradio_api/user").json() == ""
    for path in ("/login", "/account", "/password"):
        assert (client.get(path).status_code, client.get(path).headers["location"]) == (303, "/")
    assert client.get("/assets/none.js").status_code == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "10.0.0.1", "", "[::2]"]
)
def test_alone_only_local_names_are_answered_to(alone: Served, host: str) -> None:
    """A foreign page that calls this machine by its own name stays outside."""
    assert alone.visitor().get("/config", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:7860", "localhost:7860"])
def test_local_names(alone: Served, host: str) -> None:
    """However this machine is called."""
    assert alone.visitor().get("/healthz", headers={"Host": host}).status_code == 200


def test_the_first_account_closes_the_door(tmp_path: Path) -> None:
    """Within a second, without a new start."""
    app, _, access = build(Settings(home=tmp_path))
    with serving(app, access) as running:
        client = running.visitor()
        assert client.get("/config").status_code == 200
        running.desk.add_account("boss", "박대표", BY, roles=("admin",), password=SECRET)
        time.sleep(1.1)
        assert client.get("/config", headers={"Accept": "*/*"}).status_code == 401
        assert running.access.first_password() is None


@pytest.mark.parametrize(
    ("host", "login", "required"),
    [("127.0.0.1", "auto", False), ("localhost", "auto", False), ("::1", "off", False), ("127.0.0.1", "on", True),
     ("0.0.0.0", "auto", True), ("10.0.0.5", "on", True), ("::", "auto", True)],
)  # fmt: skip
def test_when_a_login_is_asked_for(tmp_path: Path, host: str, login: str, required: bool) -> None:
    """Where others can reach the page, or somebody says so."""
    settings = replace(Settings(home=tmp_path), login=login)
    access = Access(Desk(settings), settings, host)

    assert access.required == required
    assert (access.first_password() is not None) == required
    access.desk.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.5", "::", "playbook.example.com"])
def test_nobody_opens_the_page_to_others_without_a_login(tmp_path: Path, host: str) -> None:
    """The error says what to do."""
    with pytest.raises(SetupError, match="PLAYBOOK_LOGIN"):
        build(Settings(home=tmp_path, login="off"), host)


def test_accounts_are_not_ignored(tmp_path: Path) -> None:
    """Where there are some, off is refused."""
    settings = Settings(home=tmp_path, login="off")
    desk = Desk(settings)
    desk.add_account("boss", "박대표", BY, roles=("admin",), password=SECRET)
    with pytest.raises(SetupError, match="There are accounts"):
        Access(desk, settings, "127.0.0.1")
    desk.close()


def test_a_monitor_reads_figures(alone: Served) -> None:
    """On this machine; not through a proxy that hides who asks."""
    monitor = httpx.Client(base_url=alone.url)
    monitor.get("/healthz")
    text = monitor.get("/metrics").text

    assert 'playbook_cases{state="in_review"} 0.0' in text
    assert re.search(r'playbook_requests_total\{method="GET",status="2xx"\} [1-9]', text)
    assert "playbook_request_seconds_bucket" in text
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        assert monitor.get("/metrics", headers={header: "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize(("login", "status"), [("boss", 200), ("kim", 403), (None, 403)])
def test_figures_are_an_admins(served: Served, login: str | None, status: int) -> None:
    """Two roles and nobody, from another machine."""
    client = served.visitor()
    if login:
        log_in(client, login)

    assert client.get("/metrics").status_code == status


def test_figures_tell_how_long_a_case_waits(fresh: Desk) -> None:
    """By state, without a word of it."""

    text = "어제 산 공기청정기에서 연기가 났어요."
    fresh.decide(fresh.draft(Message(text=text, channel="x")), Decision(verb="submit", by="김하나"))
    shown = generate_latest(Metrics(fresh)._registry).decode()

    assert 'playbook_cases{state="in_review"} 1.0' in shown
    assert re.search(r'playbook_oldest_case_seconds\{state="in_review"\} \d+\.\d+', shown)
    assert "김하나" not in shown
    assert "연기" not in shown
