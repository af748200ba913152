"""The organisation's login against real providers over HTTP: who is let in, and what is refused."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn
from joserfc.jwk import RSAKey
from oidc_provider_mock import User, run_server_in_thread

from playbook.settings import Settings
from playbook.web.app import build
from web.conftest import BY, SECRET, Served, inside, log_in, serving
from web.provider import CLIENT, CLIENT_SECRET, Provider

pytestmark = pytest.mark.usefixtures("quick_hashes")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    made = Provider()
    server = uvicorn.Server(uvicorn.Config(made.app, log_level="warning"))
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        made.issuer = f"http://127.0.0.1:{bound.getsockname()[1]}"
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield made
        server.should_exit = True
        thread.join()


def settings(home: Path, issuer: str) -> Settings:
    return Settings(
        home=home, login="on", trusted_proxies=("127.0.0.1",), oidc_issuer=issuer, oidc_client_id=CLIENT,
        oidc_client_secret=CLIENT_SECRET, oidc_name="우리 회사",
    )  # fmt: skip


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Served]:
    app, _, access = build(settings(tmp_path_factory.mktemp("company"), provider.issuer))
    with serving(app, access) as running:
        running.account("boss", "박대표", "admin")
        for number in range(3):
            running.desk.add_account(
                f"kim{number}",
                f"김하나 {number}",
                BY,
                email=f"kim{number}@example.com",
                roles=("staff",),
                password=SECRET,
            )
        yield running


@pytest.fixture(autouse=True)
def _honest(provider: Provider) -> None:
    provider.person, provider.wrong, provider.signing = {}, {}, provider.key


def person(subject: str, email: str | None = None, verified: Any = True) -> dict[str, Any]:
    return {"sub": subject} | ({"email": email, "email_verified": verified} if email else {})


def there_and_back(client: httpx.Client, path: str = "/login/oidc") -> httpx.Response:
    """Click the button, be sent to the provider, and come back."""
    leaving = client.get(path)
    assert leaving.status_code == 302
    coming = httpx.get(leaving.headers["location"])
    assert coming.status_code == 302
    return client.get(coming.headers["location"])


def refused(answer: httpx.Response, why: str = "oidc_failed") -> bool:
    said = parse_qs(urlsplit(answer.headers["location"]).query).get("said")
    return answer.status_code == 303 and said == [why]


def test_somebody_with_an_account_is_let_in(company: Served, provider: Provider) -> None:
    """Linked by the verified e-mail, by the subject after that; roles are those of the account."""
    provider.person = person("s-0", "Kim0@example.com")
    client = company.visitor()
    assert "우리 회사 계정으로 로그인" in client.get("/login").text
    answer = there_and_back(client, "/login/oidc?next=/en/")

    assert (answer.status_code, answer.headers["location"]) == (303, "/en/")
    assert client.get("/gradio_api/user").json() == "김하나 0"
    provider.person = person("s-0", "changed@example.com", False)
    again = company.visitor()
    there_and_back(again)
    assert inside(again)
    assert [entry.verb for entry in company.desk.store.entries(company.named("kim0").id)] == [
        "add account", "link login", "log in", "log in",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "who",
    [
        person("s-9", "nobody@example.com"),
        person("s-9"),
        person("s-9", "kim1@example.com", False),
        person("s-9", "kim1@example.com", None),
        person("s-9", "kim1@example.com", "true"),
        person("s-9", "kim0@example.com"),
    ],
)
def test_nobody_granted_means_no(company: Served, provider: Provider, who: dict[str, Any]) -> None:
    """Who has no account, or only says that an address is theirs, stays outside, and no account is made."""
    company.desk.open_by_subject(f"{provider.issuer} s-0", "kim0@example.com", "test")
    before = len(company.desk.accounts())
    provider.person = who
    client = company.visitor()
    answer = there_and_back(client)

    assert refused(answer, "oidc_unknown")
    assert not inside(client)
    assert "계정이 없습니다" in client.get(answer.headers["location"]).text
    assert len(company.desk.accounts()) == before


def test_an_account_out_of_use_stays_shut(company: Served, provider: Provider) -> None:
    """Whatever the organisation says."""
    provider.person = person("s-2", "kim2@example.com")
    company.desk.disable("kim2", BY)
    client = company.visitor()

    assert refused(there_and_back(client), "oidc_unknown")
    assert not inside(client)
    company.desk.enable("kim2", BY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": ["another client"]},
        {"aud": None},
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"sub": None},
        {"iat": int(time.time()) + 3600},
    ],
)
def test_a_wrong_token_is_refused(company: Served, provider: Provider, wrong: dict[str, Any]) -> None:
    """Nonce, audience, issuer, time: each of them."""
    provider.person, provider.wrong = person("s-1", "kim1@example.com"), wrong
    client = company.visitor()

    assert refused(there_and_back(client))
    assert not inside(client)


def test_a_token_of_another_key_is_refused(company: Served, provider: Provider) -> None:
    """Only the provider signs."""
    provider.person = person("s-1", "kim1@example.com")
    provider.signing = RSAKey.generate_key(2048, {"kid": "1"})
    client = company.visitor()

    assert refused(there_and_back(client))
    assert not inside(client)


def test_a_state_that_is_not_ours_is_refused(company: Served, provider: Provider) -> None:
    """Missing, wrong, of another browser, or used before."""
    provider.person = person("s-1", "kim1@example.com")
    client, other = company.visitor(), company.visitor()
    back = httpx.get(client.get("/login/oidc").headers["location"]).headers["location"]
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert refused(other.get(back))
    assert not inside(other)
    for query in ("", f"?code={code}", f"?code={code}&state=another", "?error=access_denied&state=x"):
        thief = company.visitor()
        thief.get("/login/oidc")
        assert refused(thief.get(f"/login/oidc/callback{query}"))
        assert not inside(thief)
    assert client.get(back).headers["location"] == "/"
    assert inside(client)
    used = company.visitor()
    used.cookies.update(client.cookies)
    used.cookies.delete("playbook")
    assert refused(used.get(back))
    assert not inside(used)


def test_a_code_without_its_verifier_is_refused(company: Served, provider: Provider) -> None:
    """PKCE: a code that somebody has caught opens nothing in another browser."""
    provider.person = person("s-1", "kim1@example.com")
    client, thief = company.visitor(), company.visitor()
    caught = httpx.get(client.get("/login/oidc").headers["location"]).headers["location"]
    code = parse_qs(urlsplit(caught).query)["code"][0]
    own = httpx.get(thief.get("/login/oidc").headers["location"]).headers["location"]
    state = parse_qs(urlsplit(own).query)["state"][0]

    assert refused(thief.get("/login/oidc/callback", params={"code": code, "state": state}))
    assert not inside(thief)


def test_nobody_is_sent_elsewhere_afterwards(company: Served, provider: Provider) -> None:
    """A path of ours follows."""
    provider.person = person("s-1", "kim1@example.com")

    assert there_and_back(company.visitor(), "/login/oidc?next=//evil.example").headers["location"] == "/"


def test_the_password_still_opens(company: Served) -> None:
    """The organisation's login stands beside it."""
    client = company.visitor()

    assert log_in(client, "boss").status_code == 303
    assert inside(client)


def test_a_provider_that_is_away(tmp_path: Path) -> None:
    """The page says so, and the password still works."""
    app, _, access = build(settings(tmp_path, "http://127.0.0.1:1"))
    with serving(app, access) as running:
        running.account("boss", "박대표", "admin")
        client = running.visitor()
        answer = client.get("/login/oidc")
        assert refused(answer)
        assert "본인 확인을 마치지 못했습니다" in client.get(answer.headers["location"]).text
        assert log_in(client, "boss").status_code == 303


def test_with_a_provider_that_others_have_made(tmp_path: Path) -> None:
    """The same against oidc-provider-mock, which knows nothing of this program."""
    users = [User(sub="s-7", claims={"email": "lee@example.com", "email_verified": True})]
    with run_server_in_thread(user_claims=users) as provided:
        app, _, access = build(settings(tmp_path, f"http://localhost:{provided.server_port}"))
        with serving(app, access) as running:
            running.account("boss", "박대표", "admin")
            running.desk.add_account("lee", "이두리", BY, email="lee@example.com", password=SECRET)
            for subject, name in (("s-7", "이두리"), ("somebody else", None)):
                client = running.visitor()
                form = client.get("/login/oidc").headers["location"]
                coming = httpx.post(form, data={"sub": subject})
                answer = client.get(coming.headers["location"])
                assert refused(answer, "oidc_unknown") == (name is None)
                assert inside(client) == (name is not None)
