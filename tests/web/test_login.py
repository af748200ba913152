"""Logging in and out over HTTP, and what ends a session."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from playbook.review.accounts import GUESSES, Account
from playbook.review.audit import sha256
from playbook.review.store.schema import SESSIONS
from web.conftest import BY, NEW, SECRET, Served, form_token, inside, log_in

Newcomer = Callable[..., Account]


def session_of(client: httpx.Client) -> str:
    return client.cookies["playbook"]


def test_a_person_logs_in(served: Served) -> None:
    """Where they wanted to go, with a name that handlers find; the log says so."""
    client = served.visitor(address="198.51.100.7")
    turned = client.get("/en/?x=1")
    assert (turned.status_code, turned.headers["location"]) == (303, "/login?next=/en/%3Fx%3D1")
    answer = log_in(client, " KIM ", next="/en/?x=1")

    assert (answer.status_code, answer.headers["location"]) == (303, "/en/?x=1")
    assert client.get("/gradio_api/user").json() == "김하나"
    assert client.get("/").status_code == client.get("/config").status_code == 200
    assert client.get("/login").headers["location"] == "/"
    last = list(served.desk.store.entries())[-1]
    assert (last.by, last.verb, last.source) == ("김하나", "log in", "web 198.51.100.7")


@pytest.mark.parametrize("https", [False, True])
def test_the_cookie(served: Served, https: bool) -> None:
    """No script reads it, no other page sends it, and over https nothing else does either."""
    client = served.visitor(https=https)
    page = client.get("/login")
    held = page.headers["set-cookie"].partition(";")[0]  # httpx keeps what is secure to itself on this plain connection
    form = {"login": "kim", "password": SECRET, "form": form_token(page)}
    given = client.post("/login", data=form, headers={"Cookie": held}).headers["set-cookie"]
    name, _, rest = given.partition("=")
    parts = {part.strip().lower() for part in rest.split(";")[1:]}

    assert name == ("__Host-playbook" if https else "playbook")
    assert {"httponly", "samesite=lax", "path=/", "max-age=604800"} <= parts
    assert ("secure" in parts) == https
    assert "domain" not in given.lower()


def test_the_store_knows_no_token(served: Served) -> None:
    """Whoever reads the table cannot log in with it."""
    client = served.visitor()
    log_in(client, "kim")
    tokens = served.desk.store.column(SESSIONS.select().with_only_columns(SESSIONS.c.token))

    assert sha256(session_of(client)) in tokens
    assert session_of(client) not in tokens


def test_every_refusal_is_the_same(served: Served, newcomer: Newcomer) -> None:
    """Wrong password, unknown login, account out of use, locked: one answer, which names none of them."""
    gone, locked = newcomer(), newcomer()
    served.desk.disable(gone.login, BY)
    for _ in range(GUESSES):
        served.desk.log_in(locked.login, "wrong")
    answers = set()
    for login, password in (
        ("kim", "wrong"),
        ("nobody", SECRET),
        (gone.login, SECRET),
        (locked.login, SECRET),
        ("", ""),
    ):
        client = served.visitor()
        answer = log_in(client, login, password)
        answers.add((answer.status_code, answer.text.replace(f'value="{login}"', "").replace(form_token(answer), "")
                     .replace(" autofocus", "")))  # fmt: skip
        assert "playbook" not in client.cookies

    assert [status for status, _ in answers] == [401]
    assert "잠시 잠긴 계정" in next(iter(answers))[1]


def test_an_unknown_login_takes_as_long(served: Served) -> None:
    """Nobody finds out by the clock who has an account."""

    def fastest(login: str) -> float:
        taken = []
        for _ in range(3):
            began = time.perf_counter()
            assert served.desk.log_in(login, "wrong") is None
            taken.append(time.perf_counter() - began)
        return min(taken)

    known, unknown = fastest("kim"), fastest("nobody")
    served.desk.unlock("kim", BY)

    assert 0.4 < unknown / known < 2.5


def test_wrong_passwords_lock_the_account_only(served: Served, newcomer: Newcomer) -> None:
    """From whatever address they come; others log in."""
    person, other = newcomer(), newcomer()
    for _ in range(GUESSES):
        assert log_in(served.visitor(), person.login, "wrong").status_code == 401

    assert log_in(served.visitor(), person.login).status_code == 401
    assert log_in(served.visitor(), other.login).status_code == 303
    served.desk.unlock(person.login, BY)
    assert log_in(served.visitor(), person.login).status_code == 303


def test_a_token_that_somebody_planted_stays_worthless(served: Served) -> None:
    """Fixation: the token after a login is another one than before it, every time."""
    client = served.visitor()
    client.cookies.set("playbook", "planted", domain="127.0.0.1")
    log_in(client, "kim")
    thief = served.visitor()
    thief.cookies.set("playbook", "planted", domain="127.0.0.1")
    assert not inside(thief)
    tokens = [cookie.value or "" for cookie in client.cookies.jar if cookie.name == "playbook"]
    assert tokens != ["planted"]
    first = next(token for token in tokens if token != "planted")

    again = served.visitor()
    again.cookies.set("playbook", first, domain="127.0.0.1")
    assert inside(again)
    page = served.visitor().get("/login")
    again.cookies.set("playbook-form", page.cookies["playbook-form"], domain="127.0.0.1")
    answer = again.post("/login", data={"login": "kim", "password": SECRET, "form": form_token(page)})
    assert answer.cookies["playbook"] != first
    thief.cookies.set("playbook", first, domain="127.0.0.1")
    assert not inside(thief)


@pytest.mark.parametrize(
    ("column", "ago", "alive"),
    [
        ("seen_at", timedelta(hours=7, minutes=59), True),
        ("seen_at", timedelta(hours=8, minutes=1), False),
        ("expires_at", timedelta(days=6, hours=23), True),
        ("expires_at", timedelta(days=7, minutes=1), False),
    ],
)
def test_a_session_runs_out(served: Served, column: str, ago: timedelta, alive: bool) -> None:
    """After eight hours without a request, and after seven days whatever happens."""
    client = served.visitor()
    log_in(client, "kim")
    token = sha256(session_of(client))
    with served.desk.store.changing() as connection:
        before = connection.execute(SESSIONS.select().where(SESSIONS.c.token == token)).one()
        earlier = {column: getattr(before, column) - ago}
        connection.execute(SESSIONS.update().where(SESSIONS.c.token == token).values(**earlier))

    assert inside(client) == alive
    assert (client.get("/gradio_api/user").status_code == 200) == alive


def test_being_there_keeps_a_session(served: Served) -> None:
    """Each request counts, to the minute."""
    client = served.visitor()
    log_in(client, "kim")
    token = sha256(session_of(client))
    for _ in range(3):
        with served.desk.store.changing() as connection:
            before = connection.execute(SESSIONS.select().where(SESSIONS.c.token == token)).one()
            earlier = before.seen_at - timedelta(hours=5)
            connection.execute(SESSIONS.update().where(SESSIONS.c.token == token).values(seen_at=earlier))
        assert inside(client)


def test_logging_out(served: Served) -> None:
    """This browser, and no other; a stolen token is worth nothing any more."""
    client, other, thief = served.visitor(), served.visitor(), served.visitor()
    log_in(client, "kim")
    log_in(other, "kim")
    thief.cookies.set("playbook", session_of(client), domain="127.0.0.1")
    answer = client.post("/logout", data={"form": form_token(client.get("/account"))})

    assert (answer.status_code, answer.headers["location"]) == (303, "/login?lang=ko&said=left")
    assert "playbook" not in client.cookies
    assert not inside(client)
    assert not inside(thief)
    assert inside(other)
    assert "로그아웃했습니다" in client.get(answer.headers["location"]).text


def test_logging_out_everywhere(served: Served, newcomer: Newcomer) -> None:
    """All browsers of the account, and of no other."""
    person, other = newcomer(), newcomer()
    browsers = [served.visitor() for _ in range(3)]
    for each in browsers:
        log_in(each, person.login)
    beside = served.visitor()
    log_in(beside, other.login)
    browsers[0].post("/logout", data={"form": form_token(browsers[0].get("/account")), "everywhere": "yes"})

    assert not any(inside(each) for each in browsers)
    assert inside(beside)


def test_nobody_is_logged_out_by_a_link(served: Served) -> None:
    """Neither by GET nor by a form that is not ours."""
    client = served.visitor()
    log_in(client, "kim")
    client.get("/logout")
    for form in ("", "0" * 64, form_token(served.visitor().get("/login"))):
        client.post("/logout", data={"form": form})

    assert inside(client)


@pytest.mark.parametrize("end", ["disable", "reset_password"])
def test_an_admin_ends_a_session_at_once(served: Served, newcomer: Newcomer, end: str) -> None:
    """With the very next request, at the page and at its endpoints."""
    person, client = newcomer(), served.visitor()
    log_in(client, person.login)
    assert inside(client)
    getattr(served.desk, end)(person.login, BY)

    assert not inside(client)
    assert client.get("/gradio_api/user", headers={"Accept": "*/*"}).status_code == 401


def test_changing_ones_password(served: Served, newcomer: Newcomer) -> None:
    """This browser goes on with another token, all others are out, and the old password opens nothing."""
    person, client, other = newcomer(), served.visitor(), served.visitor()
    log_in(client, person.login)
    log_in(other, person.login)
    before = session_of(client)
    token = form_token(client.get("/password"))
    for old, new, again, said in [
        ("wrong", NEW, NEW, "지금 비밀번호가 맞지"), (SECRET, "short", "short", "너무 짧습니다"),
        (SECRET, NEW, f"{NEW}!", "서로 다릅니다"), (SECRET, "password1234", "password1234", "먼저 떠올릴"),
        (SECRET, SECRET, SECRET, "같습니다"),
    ]:  # fmt: skip
        refused = client.post("/password", data={"old": old, "new": new, "again": again, "form": token})
        assert (refused.status_code, said in refused.text) == (400, True), said
    changes = {"old": SECRET, "new": NEW, "again": NEW}
    assert client.post("/password", data=changes).status_code == 403
    assert inside(other)
    assert client.post("/password", data={**changes, "form": token}).status_code == 303

    assert session_of(client) != before
    assert inside(client)
    assert not inside(other)
    assert log_in(served.visitor(), person.login).status_code == 401
    assert log_in(served.visitor(), person.login, NEW).status_code == 303


def test_a_password_from_somebody_else_has_to_be_changed_first(served: Served, newcomer: Newcomer) -> None:
    """Nothing else answers before that."""
    person, client = newcomer(), served.visitor()
    served.desk.reset_password(person.login, BY, f"{SECRET} again")
    assert log_in(client, person.login, f"{SECRET} again").status_code == 303
    for path in ("/", "/en/", "/account"):
        assert client.get(path).headers["location"].startswith("/password?lang=")
    assert client.get("/config", headers={"Accept": "*/*"}).status_code == 403
    assert client.post("/gradio_api/queue/join", json={}).status_code == 403
    page = client.get("/password")
    assert "다른 사람이 정해 준" in page.text
    client.post("/password", data={"old": f"{SECRET} again", "new": NEW, "again": NEW, "form": form_token(page)})

    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("following", "there"),
    [
        ("/", "/"), ("/en/", "/en/"), ("/?view=1", "/?view=1"), ("", "/"), ("en/", "/"), ("//evil.example", "/"),
        ("/\\evil.example", "/"), ("https://evil.example/", "/"), ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"), ("/login?next=/", "/"), ("/logout", "/"), ("\\/evil.example", "/"),
    ],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(served: Served, following: str, there: str) -> None:
    """After the login a path of ours follows, whatever a link says."""
    answer = log_in(served.visitor(), "kim", next=following)

    assert (answer.status_code, answer.headers["location"]) == (303, there)


@pytest.mark.parametrize(
    ("path", "lang", "words"),
    [("/login", "ko", "비밀번호"), ("/login?lang=en", "en", "Password"), ("/login?next=/en/", "en", "Log in"),
     ("/login?next=/english", "ko", "로그인"), ("/login?lang=xx", "ko", "로그인")],
)  # fmt: skip
def test_the_page_speaks_both_languages(served: Served, path: str, lang: str, words: str) -> None:
    """As the link says, otherwise as the page that follows."""
    page = served.visitor().get(path)

    assert page.status_code == 200
    assert f'<html lang="{lang}">' in page.text
    assert words in page.text


def test_what_is_typed_stays_text(served: Served) -> None:
    """Neither a login nor a link puts HTML into the page."""
    nasty = '"><script>alert(1)</script>'
    client = served.visitor()
    pages = [log_in(client, nasty).text, client.get("/login", params={"next": f"/{nasty}", "said": nasty}).text]

    assert not any("<script" in page for page in pages)
