"""An open page is its opener's: nobody else reads its stream, joins its queue, ends it or reaches what it holds."""

from __future__ import annotations

import json
import secrets
import string
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.web.bound import Holders
from web.conftest import Served, log_in


@pytest.fixture(scope="module")
def people(served: Served) -> dict[str, httpx.Client]:
    """Two people who are logged in, one of them at two browsers."""
    found = {"kim": served.visitor(), "kim again": served.visitor(), "boss": served.visitor()}
    for name, client in found.items():
        assert log_in(client, name.split()[0]).status_code == 303
    return found


def page() -> str:
    """What a browser calls a page that it opens."""
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(11))


def find(client: httpx.Client, elem_id: str, path: str = "") -> tuple[int, int]:
    """The call behind a button and how many values it takes, as the page knows them."""
    config = client.get(f"{path}/config").json()
    at = next(each["id"] for each in config["components"] if each["props"].get("elem_id") == elem_id)
    calls = (each for each in config["dependencies"] if [at, "click"] in [list(one) for one in each["targets"]])
    found = next(each for each in calls if each["backend_fn"])
    return found["id"], len(found["inputs"])


def join(client: httpx.Client, session: str, path: str = "") -> httpx.Response:
    call, count = find(client, "forget", path)
    body = {"fn_index": call, "data": [None] * count, "session_hash": session}
    return client.post(f"{path}/gradio_api/queue/join", json=body)


def answered(client: httpx.Client, session: str, path: str = "") -> list[dict[str, Any]]:
    """All that is said to a page until its call is done."""
    found: list[dict[str, Any]] = []
    with client.stream("GET", f"{path}/gradio_api/queue/data", params={"session_hash": session}) as stream:
        assert stream.status_code == 200
        for line in stream.iter_lines():
            if line.startswith("data: "):
                found.append(json.loads(line.removeprefix("data: ")))
            if found and found[-1]["msg"] in ("process_completed", "close_stream"):
                break
    return found


@pytest.mark.parametrize("path", ["", "/en"])
def test_a_page_answers_its_opener(people: dict[str, httpx.Client], path: str) -> None:
    """Join and read, from one browser or another of the same person."""
    session = page()
    assert join(people["kim"], session, path).status_code == 200
    assert answered(people["kim again"], session, path)[-1]["success"] is True


@pytest.mark.parametrize("path", ["", "/en"])
def test_nobody_else_uses_it(people: dict[str, httpx.Client], path: str) -> None:
    """Neither its stream nor its queue nor its end, under either language; its opener still reads what was said."""
    session, other = page(), people["boss"]
    assert join(people["kim"], session).status_code == 200
    asked = [
        other.get(f"{path}/gradio_api/queue/data", params={"session_hash": session}),
        other.get(f"{path}/gradio_api/queue/data/", params={"session_hash": session}),
        other.get(f"{path}/gradio_api/queue/data", params=[("session_hash", page()), ("session_hash", session)]),
        other.get(f"{path}/gradio_api/heartbeat/{session}"),
        other.get(f"{path}/gradio_api/heartbeat/%{ord(session[0]):02x}{session[1:]}"),
        other.post(f"{path}/gradio_api/cancel", json={"session_hash": session, "fn_index": 0, "event_id": "x"}),
        other.post(f"{path}/gradio_api/upload", headers={"session_hash": session}, files={"files": b"x"}),
        join(other, session, path),
    ]
    assert [answer.status_code for answer in asked] == [403] * len(asked)
    assert "somebody else" in asked[0].json()["detail"]
    assert answered(people["kim"], session)[-1]["success"] is True


@pytest.mark.parametrize(
    "call",
    ["run/predict", "api/predict", "call/predict", "call/v2/predict", "component_server", "reset", "stream/x",
     "process_recording", "deep_link?session_hash=x", "vibe-code", "info", "openapi.json", "run-history/records",
     "queue/status", "queue/joined", "upload/x", "proxy=http://127.0.0.1/", "dev/reload"],
)  # fmt: skip
def test_what_the_page_has_no_use_for_is_closed(people: dict[str, httpx.Client], call: str) -> None:
    """Every other way of Gradio to a session, for whoever is logged in."""
    for method in ("GET", "POST"):
        answer = people["boss"].request(method, f"/gradio_api/{call}")
        assert (answer.status_code, answer.json()) == (404, {"detail": "There is no such call."})


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"[]", b'{"session_hash": 1}', b'"\xff"', b'{"session_hash": null}']
)
def test_a_body_that_names_no_page(people: dict[str, httpx.Client], body: bytes) -> None:
    """Gradio refuses it itself; nothing breaks."""
    answer = people["boss"].post("/gradio_api/queue/join", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)


def test_without_a_login_a_page_is_anybodys(alone: Served) -> None:
    """A laptop on its own has nobody to keep out."""
    client, session = alone.visitor(), page()
    assert join(client, session).status_code == 200
    assert answered(alone.visitor(), session)[-1]["success"] is True


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9).map(str)), max_size=200), st.integers(1, 5))
def test_a_page_has_one_holder_until_they_let_it_go(uses: list[tuple[str, str]], most: int) -> None:
    """Of an account only its own latest pages are remembered, and no use by others makes it lose one."""
    holders = Holders(most)
    held: dict[str, list[str]] = {"a": [], "b": [], "c": []}
    for account, used in uses:
        owner = next((name for name, pages in held.items() if used in pages), account)
        assert holders.holds(account, used) == (owner == account)
        if owner == account:
            held[account] = [*(each for each in held[account] if each != used), used][-most:]
