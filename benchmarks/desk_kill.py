"""Processes that are killed with SIGKILL while they write: what is there when the store is opened again?"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import statistics
import subprocess
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from desk_judge import PROGRAM, Told, desk_at, environment, judged, opens_clean
from desk_load import REPLY, Client, drafted, name_of, shared_cases
from desk_web import SECRET, WITH_LOGIN, Person, Server, browser, enrolled, free_port
from web.pages import Layout, Page, logged_in

from playbook.cli import main
from playbook.errors import ReviewError
from playbook.records import Case

AT_ONCE = {"store": 2, "cli": 4, "server": 1}
"""Processes that are killed in one round; each counts."""
PRELOADED = ["desk_kill", "playbook.review.store", "playbook.verbs.cases"]
SERVING = ["desk_kill", "playbook.cli", "playbook.web.serve", "playbook.screens.page", "chromadb", "chromadb.api.rust"]


class Round(NamedTuple):
    """Some processes that were started, and killed."""

    told: list[Told]
    how: Counter[str]
    """When it hit them."""


def kill(given: argparse.Namespace, home: Path, url: str | None) -> int:
    """Start, kill and look, again and again."""
    drafted(home, url)
    told: list[Told] = []
    wrong: list[str] = []
    how: Counter[str] = Counter()
    began = time.monotonic()
    number = given.kills // AT_ONCE[given.target]
    for at, each in enumerate(_ROUNDS[given.target](given, home, url, number)):
        desk = desk_at(home, url)
        new = [*judged(desk, each.told, unheard=True)]
        new += opens_clean(home, url) if given.target != "store" or at % 10 == 0 else ()
        desk.close()
        wrong += [f"round {at}: {fault}" for fault in new]
        told, how = told + each.told, how + each.how
    desk = desk_at(home, url)
    wrong += judged(desk, told, unheard=True)  # also what was told before earlier kills
    entries, dialect = desk.store.head()[0], desk.store.dialect
    desk.close()
    done = [each for each in told if "done" in each]
    verbs = ", ".join(f"{verb} {times}" for verb, times in Counter(each["done"] for each in done).most_common())
    print(f"kill {given.target}, {dialect}: {given.kills} kills in {time.monotonic() - began:.0f} s")
    print("  " + ", ".join(f"{times} {moment}" for moment, times in how.most_common()))
    print(f"  {len(done):,} decisions told as done ({verbs}); {entries:,} entries in the log")
    print(f"amiss: {len(wrong)}", *wrong[:20], sep="\n  ")
    return int(bool(wrong) or not done)


def decide_forever(home: Path, url: str | None, log: Path, number: int) -> None:
    """Decide and write down what was told as done, until killed."""
    desk = desk_at(home, url)
    patterns = drafted(home)
    client = Client(desk, patterns, name_of(number), [], number)
    other = Client(desk, patterns, name_of(number + 1), [], number + 1)
    client.create(client.token())  # loads what decisions need
    with log.open("a", encoding="utf-8") as told:
        print("ready", file=told, flush=True)
        while True:
            case: Case | None = None
            for one, verb in ((client, "create"), (other, "approve"), (client, "edit"), (other, "approve")):
                token = one.token()
                try:
                    if case is None:
                        case = desk.store.get(client.create(token))
                    else:
                        case = desk.decide(case, one.decision(verb, case, token))
                except ReviewError:
                    continue
                said = {"done": verb, "case": case.id, "token": token, "seconds": 1}
                print(json.dumps(said), file=told, flush=True)


def _store(_given: argparse.Namespace, home: Path, url: str | None, number: int) -> Iterator[Round]:
    chance = random.Random(7)
    server = multiprocessing.get_context("forkserver")  # children begin where imports are done
    server.set_forkserver_preload(PRELOADED)
    for at in range(number):
        numbers = [100 * at + 2 * each + 1 for each in range(AT_ONCE["store"])]
        logs = [home / f"told-{each}.jsonl" for each in numbers]
        running = []
        for each, log in zip(numbers, logs, strict=True):
            log.touch()
            running.append(server.Process(target=decide_forever, args=(home, url, log, each), daemon=True))
            running[-1].start()
        while not all("ready" in log.read_text(encoding="utf-8") for log in logs):
            time.sleep(0.02)
            if not all(process.is_alive() for process in running):
                raise RuntimeError("a process that should decide has ended")
        for process in running:
            time.sleep(chance.uniform(0.0, 0.4))
            process.kill()
        for process in running:
            process.join()
        lines = [line for log in logs for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
        told = [json.loads(line) for line in lines if line.endswith("}")]
        yield Round(told, Counter({"while it was deciding": len(running)}))


def _cli(_given: argparse.Namespace, home: Path, url: str | None, number: int) -> Iterator[Round]:
    """Commands on the same and different cases; two rounds run to their end, to see how long one takes."""
    chance, tokens = random.Random(7), count(1)
    desk = desk_at(home, url)
    shared_cases(desk, home)
    desk.close()
    lives: list[float] = []
    for at in range(number + 2):
        desk = desk_at(home, url)
        cases = [case for case in desk.store.queue(most=None) if case.state != "closed"]
        desk.close()
        chosen = [chance.choice(cases) for _ in range(AT_ONCE["cli"] - 1)]
        running = [
            _Command(home, url, case, f"t9x{next(tokens)}", chance) for case in (*chosen, chosen[0])
        ]  # two of them on one case
        first = 0.0 if at % 2 else 0.8  # every other time near the end, where it writes
        ends = [chance.uniform(first, 1.0) * statistics.median(lives) if at > 1 else 60.0 for _ in running]
        while any(command.process.poll() is None for command in running):
            for command, end in zip(running, ends, strict=True):
                if command.worked() > end:
                    command.process.kill()
            time.sleep(0.002)
        lives += [command.life for command in running if at < 2]
        told = [each for command in running for each in command.told()]
        desk = desk_at(home, url)
        kept = {entry.why for entry in desk.store.entries()}
        kept |= {comment.text for case in cases for comment in desk.store.comments(case.id)}
        desk.close()
        yield Round(told, Counter(command.when(kept) for command in running if at > 1))


class _Command:
    """`playbook case …`, running."""

    def __init__(self, home: Path, url: str | None, case: Case, token: str, chance: random.Random) -> None:
        self.case, self.token = case.id, token
        by = name_of(chance.randrange(1, 9))
        able = {
            "in_review": ("approve", "approve", "approve", "edit", "return", "comment"),
            "returned": ("submit", "edit"), "drafted": ("submit",), "approved": ("record", "edit", "return"),
            "sent": ("close", "reopen"),
        }  # fmt: skip
        self.verb = chance.choice(able[case.state])
        text = home / f"{token}.txt"
        text.write_text(REPLY.format(token=token), encoding="utf-8")
        more = {
            "edit": ["--text", str(text), "--fact", token, "--owner", by],
            "submit": ["--text", str(text), "--fact", token, "--owner", by], "record": ["--where", "https://x.com/1"],
        }.get(self.verb, [])  # fmt: skip
        command = [PROGRAM, "case", self.verb, case.id, "--by", by, "--json"]
        command += [f"메모 {token}"] if self.verb == "comment" else ["--reason", token, *more]
        self.life = 0.0
        self.process = subprocess.Popen(
            command, env=environment(home, url), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self._said: tuple[str, str] | None = None

    def worked(self) -> float:
        """Seconds of processor time that it has had: how far it has come, however busy the machine is."""
        with suppress(OSError, IndexError):  # it may have ended
            self.life = int(Path(f"/proc/{self.process.pid}/schedstat").read_text().split()[0]) / 1e9
        return self.life

    def _ended(self) -> tuple[str, str]:
        if self._said is None:
            self._said = self.process.communicate()
        return self._said

    def told(self) -> list[Told]:
        out, error = self._ended()
        if out.strip():
            return [{"done": self.verb, "case": self.case, "token": self.token, "seconds": 1.0}]
        if self.process.returncode == 2 and len(error.splitlines()) == 1:
            return [{"refused": error.strip(), "seconds": 1.0}]
        if self.process.returncode == -9:
            return []
        return [{"error": f"{self.verb} ended with {self.process.returncode}: {error[-300:]}", "seconds": 1.0}]

    def when(self, kept: set[str]) -> str:
        if self.process.returncode != -9:
            return "too late: it had ended"
        if self._ended()[0].strip():
            return "after it had told"
        there = {self.token, f"메모 {self.token}"} & kept
        return "after the write, before it told" if there else "before the write was done"


def _server(given: argparse.Namespace, home: Path, url: str | None, number: int) -> Iterator[Round]:
    numbers = list(range(1, given.clients + 1))
    enrolled(home, url, numbers)
    desk = desk_at(home, url)
    shared_cases(desk, home)
    desk.close()
    rounds = _served(home, url, numbers, number)
    with asyncio.Runner() as runner:
        while (each := runner.run(anext(rounds, None))) is not None:
            yield each


async def _served(home: Path, url: str | None, numbers: list[int], rounds: int) -> AsyncIterator[Round]:
    """People who come back after each crash with the login that they had."""
    chance = random.Random(7)
    layout: Layout | None = None
    browsers: dict[int, httpx.AsyncClient] = {}
    people: list[Person] = []
    port = free_port()
    forked = multiprocessing.get_context("forkserver")  # one that begins anew takes 10 s longer, 200 times
    forked.set_forkserver_preload(SERVING)
    for _ in range(rounds):
        server = _Forked(home, url, port, forked)
        await asyncio.to_thread(server.wait)
        before, people = people, []
        for each in numbers:
            if each not in browsers:
                browsers[each] = browser(server.url, each)
                await logged_in(browsers[each], f"u{each}", SECRET)
            page = await Page.opened(browsers[each], layout=layout)
            await page.fire("tab review", "select")
            layout = page.layout
            people.append(Person(page, each))
        for person, old in zip(people, before, strict=False):
            person.made = old.made
        told: list[Told] = []
        working = [asyncio.create_task(_until_it_breaks(person, told)) for person in people]
        enough, latest = chance.randrange(1, 9), time.monotonic() + 60
        while sum("done" in each for each in told) < enough and time.monotonic() < latest:
            await asyncio.sleep(0.01)
        await asyncio.sleep(chance.uniform(0, 0.3))
        server.killed()
        await asyncio.gather(*working)
        yield Round(told, Counter({"while people worked": 1}))
    for each in browsers.values():
        await each.aclose()


class _Forked(Server):
    """`playbook serve` in a process that begins where imports are done."""

    def __init__(self, home: Path, url: str | None, port: int, context: Any) -> None:
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self.log = home / f"serve-{port}.log"
        settings = environment(home, url, **WITH_LOGIN)
        self._running = context.Process(target=serve, args=(settings, port, self.log), daemon=True)
        self._running.start()

    def ended(self) -> bool:
        return not self._running.is_alive()

    def killed(self) -> None:
        """By SIGKILL, wherever it was."""
        self._running.kill()
        self._running.join()


def serve(settings: dict[str, str], port: int, log: Path) -> None:
    """The command, with these settings and a log."""
    os.environ.clear()
    os.environ.update(settings)
    with log.open("ab") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
        main(["serve", "--port", str(port)])


async def _until_it_breaks(person: Person, told: list[Told]) -> None:
    while True:
        try:
            said = await person.act()
        except httpx.TransportError:
            return  # what was under way may stand there or not
        if "error" in said and "stream" in said["error"]:
            return
        told.append(said)


_ROUNDS = {"store": _store, "cli": _cli, "server": _server}
