"""Many people in the real web application: logged in, each with a page of their own, asking what its script asks."""

from __future__ import annotations

import argparse
import asyncio
import html
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from desk_judge import PROGRAM, Told, desk_at, environment, judged, report
from desk_load import REPLY, TEXTS, name_of, shared_cases

from playbook.review.approvals import anybody

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
from web.pages import BrokenError, Page, ShutError, logged_in

SECRET = "purple giraffe tango"
ROLES = ("staff", "reviewer", "executive", "legal")
BEAT = 10.0
"""Seconds after which a page looks at its case anew, as its timer does."""
BUTTONS = {
    "approve": "approve", "approve-edited": "approve", "save-edit": "edit", "return": "return", "resubmit": "submit",
    "record": "record", "close": "close", "reopen": "reopen", "note-keep": "comment", "aside-do": "overrule",
    "take": "assign",
}  # fmt: skip
"""What a person presses, and which decision that is."""
WEIGHTS = {"approve": 3, "approve-edited": 1, "resubmit": 3, "aside-do": 2, "record": 2, "take": 0.5}
"""How likely, against 1."""
ASIDE = re.compile(r'data-aside="([^"]*)" data-words="([^"]*)" data-said="([^"]*)"')


class Person:
    """Somebody with an open page; ``number`` tells their decisions from those of all others."""

    def __init__(self, page: Page, number: int) -> None:
        self.page, self.number = page, number
        self.chance = random.Random(number)
        self.made = 0
        self.open = False
        self.beaten = time.monotonic()

    async def act(self) -> Told:
        """Look at something, or decide something; what the page said of it, and how long that took."""
        page = self.page
        try:
            if time.monotonic() > self.beaten + BEAT:
                self.beaten = time.monotonic()
                await page.fire("timer", "tick")
                return {"looked": "timer", "seconds": page.took}
            if self.chance.random() < 0.08:
                return await self._create()
            if not self.open:
                return await self._pick()
            if self.chance.random() < 0.25:
                await page.fire("back")
                self.open = False
                return {"looked": "back", "seconds": page.took}
            return await self._decide()
        except ShutError as error:
            return {"error": str(error), "seconds": page.took}
        except BrokenError as error:
            return {"error": f"the page failed: {error}", "seconds": page.took}

    def _token(self) -> str:
        self.made += 1
        return f"t{self.number}x{self.made}"

    async def _create(self) -> Told:
        page, token = self.page, self._token()
        await page.type("message", self.chance.choice(TEXTS))
        await page.fire("run")
        drafting = page.took
        if not page.shows("draft"):
            return {"error": f"nothing drafted: {page.text('status')}", "seconds": drafting}
        await page.type("answer-draft", REPLY.format(token=token))
        await page.type("answer-facts", token)
        page.empty("sent")
        await page.fire("submit")
        return self._said("sent", "submit", token) | {"drafting": drafting}

    async def _pick(self) -> Told:
        page = self.page
        if page["show"] != "open":
            await page.type("show", "open")
            await page.fire("show", "input")
            return {"looked": "list", "seconds": page.took}
        listed = re.findall(r'data-case="([^"]+)"', page["queue"] or "")
        if not listed:
            await page.fire("refresh")
            return {"looked": "list", "seconds": page.took}
        await page.fire("queue", "select", {"case": self.chance.choice(listed[:30])})
        self.open = page.shows("case")
        return {"looked": "open", "seconds": page.took}

    async def _decide(self) -> Told:
        page, token = self.page, self._token()
        if page.shows("clash"):
            await page.fire(self.chance.choice(("clash-mine", "clash-theirs", "clash-merge")))
            return {"looked": "clash", "seconds": page.took}
        if page.shows("reload") and self.chance.random() < 0.5:
            await page.fire("reload")
            return {"looked": "reload", "seconds": page.took}
        if page.shows("unlock") and self.chance.random() < 0.2:
            await page.fire("unlock")
        asides = ASIDE.findall(page["review-findings"] or "")
        offered = {
            "record": page.shows("record-box"), "aside-do": bool(asides), "take": page.shows("handling"),
        }  # fmt: skip
        there = [name for name in BUTTONS if offered.get(name, page.shows(name))]
        button = self.chance.choices(there, [WEIGHTS.get(name, 1) for name in there])[0]
        if button == "aside-do":
            check, words, said = map(html.unescape, self.chance.choice(asides))
            await page.fire("review-findings", "select", {"check": check, "words": words, "said": said})
            await page.type("aside-why", token)
        elif button == "note-keep":
            await page.type("note-text", f"메모 {token}")
        elif button == "record":
            await page.type("posted-text", page["review-draft"])
            await page.type("posted-where", f"https://example.com/{token}")
        elif button != "take":
            await page.type("reason", token)
        if button in ("approve-edited", "save-edit", "resubmit"):
            await page.type("review-facts", token)
            await page.type("owners", name_of(self.number))
            await page.type("review-draft", REPLY.format(token=token))
        told = {"note-keep": "note-told", "take": "handled"}.get(button, "decided")
        for part in (told, "aside-asked"):
            page.empty(part)
        await page.fire(button)
        if button == "take":
            return {"looked": "take", "seconds": page.took}  # an assignment carries no words of its own
        if button == "aside-do" and not page.text("decided"):
            told = "aside-asked"
        said = self._said(told, BUTTONS[button], token)
        twice = button == "approve-edited" and "done" in said and "pb-refused" not in page[told]
        return said | ({"times": 2} if twice else {})

    def _said(self, part: str, verb: str, token: str) -> Told:
        """What the page said of a decision: done, or refused in words."""
        page, seconds = self.page, {"seconds": self.page.took}
        if "pb-told" in (page[part] or ""):
            return {"done": verb, "case": None, "token": token} | seconds
        if "pb-refused" in (page[part] or ""):
            return {"refused": page.text(part).removeprefix("! ")} | seconds
        return {"error": f"{verb}: the page said nothing, {page.text(part)!r}"} | seconds


def enrolled(home: Path, url: str | None, numbers: list[int]) -> None:
    """An account for each, with a password of their own, and one that looks after them."""
    desk = desk_at(home, url)
    by = anybody("운영자", "benchmark")
    desk.add_account("u0", name_of(0), by, roles=("admin", *ROLES), password=SECRET)
    for number in numbers:
        login = f"u{number}"
        made = desk.add_account(login, name_of(number), by, roles=ROLES, teams=by.teams, password=f"{SECRET} first")[0]
        desk.change_password(made, f"{SECRET} first", SECRET, "benchmark")
    desk.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


WITH_LOGIN = {"PLAYBOOK_LOGIN": "on", "PLAYBOOK_TRUSTED_PROXIES": "127.0.0.1"}


class Server:
    """`playbook serve`, a process of its own."""

    def __init__(self, home: Path, url: str | None, port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home / f"serve-{self.port}.log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--port", str(self.port)], env=environment(home, url, **WITH_LOGIN), stdout=out,
                stderr=subprocess.STDOUT,
            )  # fmt: skip

    def wait(self) -> None:
        """Until it is warm."""
        while not self.ended():
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).json()["ready"]:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise RuntimeError(self.log.read_text())

    def ended(self) -> bool:
        """Whether nobody serves any more."""
        return self.process.poll() is not None

    def used(self) -> tuple[float, int]:
        """Seconds of processor time until now, and MiB of memory."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        ticks = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return ticks, int(fields[21]) * os.sysconf("SC_PAGE_SIZE") >> 20


@contextmanager
def serving(home: Path, url: str | None) -> Iterator[Server]:
    server = Server(home, url)
    try:
        server.wait()
        yield server
    finally:
        server.process.terminate()
        server.process.wait(20)


def browser(url: str, number: int) -> httpx.AsyncClient:
    """With cookies of its own, at an address of its own."""
    address = {"X-Forwarded-For": f"203.0.113.{number}"}
    return httpx.AsyncClient(base_url=url, headers=address, timeout=120, limits=httpx.Limits(max_connections=4))


async def crowd(server: Server, numbers: list[int], seconds: float, pause: float) -> list[Told]:
    """Let people work; returns what they were told.

    Args:
        server: where.
        numbers: who.
        seconds: how long.
        pause: seconds between two steps of one person, on average.
    """
    told: list[Told] = []
    browsers = [browser(server.url, number) for number in numbers]
    people = []
    layout = None
    for number, http in zip(numbers, browsers, strict=True):
        await logged_in(http, f"u{number}", SECRET)
        page = await Page.opened(http, layout=layout)
        layout = page.layout
        await page.fire("tab review", "select")
        people.append(Person(page, number))
    stop = time.monotonic() + seconds

    async def one(person: Person) -> None:
        await asyncio.sleep(person.chance.uniform(0, max(pause, 0.5)))
        while time.monotonic() < stop:
            said = await person.act()
            told.append(said)
            if "drafting" in said:
                told.append({"looked": "draft", "seconds": said["drafting"]})
            await asyncio.sleep(person.chance.uniform(0, 2 * pause))

    began = server.used()[0]
    await asyncio.gather(*map(one, people))
    busy, memory = server.used()
    print(f"the server used {(busy - began) / seconds:.2f} processors and {memory} MiB")
    for http in browsers:
        await http.aclose()
    return told


def web(given: argparse.Namespace, home: Path, url: str | None) -> int:
    """Let them work, then look at what is there."""
    numbers = list(range(1, given.clients + 1))
    enrolled(home, url, numbers)
    desk = desk_at(home, url)
    _, told = shared_cases(desk, home)
    desk.close()
    with serving(home, url) as server:
        told += asyncio.run(crowd(server, numbers, given.seconds, given.pause))
    desk = desk_at(home, url)
    wrong = list(judged(desk, told))
    if "Traceback" in server.log.read_text():
        wrong.append(f"the server failed: {server.log.read_text()[-2000:]}")
    title = f"web, {given.clients} people, a step each {given.pause:g} s, {desk.store.dialect}"
    desk.close()
    return report(told, wrong, given.seconds, title)
