"""A page of the application without a browser: what stands in its boxes, and the events behind its buttons.

It asks what Gradio's own script asks (``/config``, ``/queue/join``, ``/queue/data``), so that what answers is the real
page with its queue, its sessions and its door. Boxes and buttons go by the ids that the page gives them.
"""

from __future__ import annotations

import html
import json
import re
import secrets
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import httpx

Dependency = dict[str, Any]


class Layout:
    """How a page is made up: boxes by their ids, and what happens on which event; the same for everybody."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.ids: dict[str, int] = {}
        self.values: dict[int, Any] = {}
        self.visible: dict[int, bool] = {}
        for part in config["components"]:
            props = part["props"]
            name = props.get("elem_id") or props.get("storage_key") or props.get("id") or part["type"]
            self.ids.setdefault(f"tab {name}" if part["type"] == "tabitem" else str(name), part["id"])
            self.values[part["id"]] = props.get("value", props.get("default_value"))
            self.visible[part["id"]] = props.get("visible", True) is True
        self.on: defaultdict[tuple[int | None, str], list[Dependency]] = defaultdict(list)
        self.after: defaultdict[int, list[Dependency]] = defaultdict(list)
        for each in config["dependencies"]:
            if not each["backend_fn"]:
                continue  # done in the browser alone
            for target, event in each["targets"]:
                self.on[None if event == "load" else target, event].append(each)
            if each["trigger_after"] is not None:
                self.after[each["trigger_after"]].append(each)


class ShutError(Exception):
    """The door turned a request away.

    Args:
        answer: what it said.
    """

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(f"{answer.status_code} {answer.text[:200]}")
        self.status = answer.status_code


class BrokenError(Exception):
    """The page failed: a handler raised, or its stream broke off."""


class Page:
    """One open page.

    Args:
        http: a browser with its cookies.
        layout: how the page is made up.
        path: where it is served, as ``/`` or ``/en/``.
    """

    def __init__(self, http: httpx.AsyncClient, layout: Layout, path: str = "/") -> None:
        self.http, self.layout, self.path = http, layout, path
        self.session = secrets.token_hex(6)
        self._values, self._visible = dict(layout.values), dict(layout.visible)
        self.took = 0.0
        """Seconds from the last click until what it asked for stood on the page."""

    @classmethod
    async def opened(cls, http: httpx.AsyncClient, path: str = "/", layout: Layout | None = None) -> Page:
        """The page as it stands when it has been loaded.

        Raises:
            ShutError: nobody is logged in.
        """
        if layout is None:
            answer = await http.get(f"{path}config", headers={"Accept": "application/json"})
            if answer.status_code != 200:
                raise ShutError(answer)
            layout = Layout(answer.json())
        page = cls(http, layout, path)
        await page._run([(each, None, None) for each in layout.on[None, "load"]])
        return page

    def __getitem__(self, name: str) -> Any:
        """What stands in a box."""
        return self._values[self.layout.ids[name]]

    def text(self, name: str) -> str:
        """What can be read in a part of the page."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self[name] or "")).split())

    def shows(self, name: str) -> bool:
        """Whether a box or a button is there."""
        return self._visible[self.layout.ids[name]]

    def empty(self, name: str) -> None:
        """Take away what a part of the page says, to see whether it says it again."""
        self._values[self.layout.ids[name]] = ""

    async def type(self, name: str, value: Any) -> None:
        """Put something in a box; what follows it follows."""
        at = self.layout.ids[name]
        self._values[at] = value
        await self._run([(each, at, None) for each in self.layout.on[at, "change"]])

    async def fire(self, name: str, event: str = "click", data: Any = None) -> None:
        """A click on a button, a row that is picked, a tab that is opened.

        Raises:
            ShutError: the login has run out, or requests come too fast.
            BrokenError: the page failed.
        """
        at = self.layout.ids[name]
        wanted = self.layout.on[at, event]
        if not wanted:
            raise KeyError(f"{name} has no {event}")
        await self._run([(each, at, data) for each in wanted])

    async def _run(self, batch: list[tuple[Dependency, int | None, Any]]) -> None:
        """Ask for these, put the answers on the page, and go on with what follows on them."""
        began, first = time.perf_counter(), True
        while batch:
            waiting = {await self._join(*each): each[0] for each in batch}
            batch = await self._followed(waiting)
            if first:
                self.took, first = time.perf_counter() - began, False

    async def _join(self, wanted: Dependency, trigger: int | None, data: Any) -> str:
        body = {
            "data": [self._values[at] for at in wanted["inputs"]], "event_data": data, "fn_index": wanted["id"],
            "trigger_id": trigger, "session_hash": self.session,
        }  # fmt: skip
        answer = await self.http.post(f"{self.path}gradio_api/queue/join", json=body)
        if answer.status_code != 200:
            raise ShutError(answer)
        return str(answer.json()["event_id"])

    async def _followed(self, waiting: dict[str, Dependency]) -> list[tuple[Dependency, int | None, Any]]:
        """Read answers until all have come; what is to be asked next, each once."""
        following: dict[int, tuple[Dependency, int | None, Any]] = {}
        partial: dict[str, list[Any]] = {}
        url, query = f"{self.path}gradio_api/queue/data", {"session_hash": self.session}
        async with self.http.stream("GET", url, params=query, headers={"Accept": "text/event-stream"}) as stream:
            if stream.status_code != 200:
                await stream.aread()
                raise ShutError(stream)
            async for line in stream.aiter_lines():
                if not line.startswith("data: "):
                    continue
                said = json.loads(line[6:])
                if said["msg"] == "unexpected_error":
                    raise BrokenError(said.get("message", "the stream broke off"))
                asked = waiting.get(said.get("event_id") or "")
                if said["msg"] not in ("process_generating", "process_completed") or asked is None:
                    continue
                if not said["success"]:
                    raise BrokenError(f"{asked['api_name']}: {said['output'].get('error')}")
                data = said["output"]["data"]
                if said["msg"] == "process_generating" and asked["types"]["generator"]:
                    before = partial.get(said["event_id"])
                    data = data if before is None else [_patched(*each) for each in zip(before, data, strict=True)]
                    partial[said["event_id"]] = data
                for at in self._put(asked, data):
                    following |= {each["id"]: (each, at, None) for each in self.layout.on[at, "change"]}
                if said["msg"] == "process_completed":
                    del waiting[said["event_id"]]
                    following |= {each["id"]: (each, None, None) for each in self.layout.after[asked["id"]]}
                if not waiting:
                    break
        if waiting:
            raise BrokenError("the stream ended before the answer came")
        return list(following.values())

    def _put(self, asked: Dependency, data: list[Any]) -> list[int]:
        """The answer on the page; returns the boxes with another value."""
        changed = []
        for at, value in zip(asked["outputs"], data, strict=True):
            if isinstance(value, dict) and value.get("__type__") == "update":
                if "visible" in value:
                    self._visible[at] = value["visible"] is True
                if "value" not in value:
                    continue
                value = value["value"]
            if self._values.get(at) != value:
                self._values[at] = value
                changed.append(at)
        return changed


def _patched(before: Any, steps: list[list[Any]]) -> Any:
    """A value after the steps in which Gradio sends what has changed in it."""
    now = json.loads(json.dumps(before))
    for action, path, value in steps:
        if not path:
            now = now + value if action == "append" else value
            continue
        inner = now
        for key in path[:-1]:
            inner = inner[key]
        if action == "delete":
            del inner[path[-1]]
        elif action == "append":
            inner[path[-1]] += value
        elif action == "add" and isinstance(inner, list):
            inner.insert(path[-1], value)
        else:
            inner[path[-1]] = value
    return now


def login_form(page: httpx.Response) -> str:
    """What the login form carries."""
    found = re.search(r'name="form" value="([0-9a-f]{64})"', page.text)
    assert found, page.text
    return found[1]


async def logged_in(http: httpx.AsyncClient, login: str, password: str) -> None:
    """Fill in the login form, and send it."""
    form = login_form(await http.get("/login", headers={"Accept": "text/html"}))
    answer = await http.post("/login", data={"login": login, "password": password, "form": form})
    assert answer.status_code == 303, f"{answer.status_code} {answer.text[:200]}"
