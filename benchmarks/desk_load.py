"""Many people at one desk, in several processes on one database, at the same and different cases."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import threading
import time
from pathlib import Path
from typing import Any

from desk_judge import Told, desk_at, judged, report

from playbook.desk import Desk
from playbook.errors import ReviewError
from playbook.records import Case, Decision, Message
from playbook.review.overrulings import words_of
from playbook.review.store.cases import dump
from playbook.review.store.cases import load as unpacked

TEXTS = (
    "주문한 컵이 깨져서 왔어요. 환불해 주세요.",
    "배터리에서 연기가 나서 아이가 다쳤습니다. 설명해 주세요.",
    "앱이 하루 종일 접속이 안 됩니다. 언제 고쳐지나요?",
    "Your driver was rude to my mother. I expect an apology.",
)
REPLY = "불편을 드려 죄송합니다. 저희 책임입니다. 담당자가 확인해 고객센터에서 답변드리겠습니다. 판은 {token} 입니다."
SHARED = 20
"""Cases that all of them work on."""


def name_of(number: int) -> str:
    return f"사람{number:02}"


def drafted(home: Path, url: str | None = None) -> list[Case]:
    """Cases to copy, drafted once: what is measured is the desk and not the drafting."""
    kept = home / "patterns.json"
    if not kept.exists():
        desk = desk_at(home, url)
        made = [desk.draft(Message(text=text, channel="web_form")) for text in TEXTS]
        kept.write_text(json.dumps([[dump(case), case.message.model_dump_json()] for case in made]), encoding="utf-8")
        desk.close()
    return [unpacked(*each) for each in json.loads(kept.read_text(encoding="utf-8"))]


class Client:
    """One person at the desk; ``number`` tells their decisions from those of all others."""

    def __init__(self, desk: Desk, patterns: list[Case], name: str, shared: list[str], number: int) -> None:
        self.desk, self.patterns, self.name, self.shared, self.number = desk, patterns, name, shared, number
        self.chance = random.Random(number)
        self.made = 0
        self.own: list[str] = []

    def token(self) -> str:
        self.made += 1
        return f"t{self.number}x{self.made}"

    def act(self) -> Told:
        """One action.

        Raises:
            ReviewError: refused.
        """
        token = self.token()
        if self.chance.random() < 0.08 or not self.shared:
            return {"done": "create", "case": self.create(token), "token": token}
        case = self.desk.store.get(self.chance.choice(self.shared + self.own[-3:]))
        verb = self.chance.choice(LIKELY[case.state])
        if verb == "comment":
            self.desk.comment(case, f"메모 {token}", self.name)
        else:
            self.desk.decide(case, self.decision(verb, case, token))
        return {"done": verb, "case": case.id, "token": token}

    def create(self, token: str) -> str:
        pattern = self.chance.choice(self.patterns)
        case = pattern.model_copy(update={"id": f"c-{token}"})
        self.desk.decide(case, self.decision("submit", case, token))
        self.own.append(case.id)
        return case.id

    def decision(self, verb: Any, case: Case, token: str) -> Decision:
        text = None
        if verb in ("edit", "submit"):
            text = REPLY.format(token=token)
        elif verb == "record" and case.draft:
            text = case.draft.text
        standing = [each for each in case.findings if each.level == "warning" and not each.overruled]
        overrule = tuple((each.check, words_of(each, case.draft)) for each in standing) if verb == "overrule" else ()
        return Decision(
            verb=verb, by=self.name, reason=token, text=text, confirm=(token,), owners={"": self.name},
            where="https://example.com/1", to=self.name, version=case.version, overrule=overrule,
        )  # fmt: skip


LIKELY: dict[str, tuple[str, ...]] = {
    "received": ("draft",),
    "drafted": ("submit", "edit"),
    "in_review": ("approve", "approve", "approve", "overrule", "edit", "return", "comment", "assign"),
    "returned": ("submit", "submit", "edit", "comment"),
    "approved": ("record", "edit", "return", "assign"),
    "sent": ("close", "reopen"),
    "rejected": ("reopen",),
    "withdrawn": ("reopen",),
    "closed": ("reopen",),
}


def shared_cases(desk: Desk, home: Path) -> tuple[list[str], list[Told]]:
    """Cases for all to work on, and what their author was told."""
    first = Client(desk, drafted(home, desk.settings.database_url), name_of(0), [], 0)
    tokens = [first.token() for _ in range(SHARED)]
    cases = [first.create(token) for token in tokens]
    told = [{"done": "create", "case": f"c-{token}", "token": token, "seconds": 0.0} for token in tokens]
    return cases, told


def work(home: Path, url: str | None, numbers: list[int], shared: list[str], seconds: float, out: Path) -> None:
    """One process with several clients; what they were told goes into a file."""
    desk = desk_at(home, url)
    patterns = drafted(home)
    desk.findings(patterns[0])  # loads what decisions need
    stop = time.monotonic() + seconds
    lines: list[str] = []
    lock = threading.Lock()

    def one(number: int) -> None:
        client = Client(desk, patterns, name_of(number), shared, number)
        while time.monotonic() < stop:
            began = time.perf_counter()
            try:
                said = client.act()
            except ReviewError as error:
                said = {"refused": str(error)}
            except Exception as error:
                said = {"error": repr(error)}
            said["seconds"] = time.perf_counter() - began
            with lock:
                lines.append(json.dumps(said, ensure_ascii=False))
            time.sleep(client.chance.uniform(0, 0.1))

    threads = [threading.Thread(target=one, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out.write_text("\n".join(lines), encoding="utf-8")
    desk.close()


def load(given: argparse.Namespace, home: Path, url: str | None) -> int:
    """Let them work, then look at what is there."""
    desk = desk_at(home, url)
    shared, told = shared_cases(desk, home)
    outs = [home / f"told-{number}.jsonl" for number in range(given.processes)]
    spawn = multiprocessing.get_context("spawn")
    numbers = range(1, given.clients + 1)
    running = [
        spawn.Process(target=work, args=(home, url, list(numbers[n :: given.processes]), shared, given.seconds, out))
        for n, out in enumerate(outs)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()
    for out in outs:
        told += [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    wrong = [*judged(desk, told), *(f"exit {process.exitcode}" for process in running if process.exitcode)]
    title = f"load, {given.clients} clients in {given.processes} processes, {desk.store.dialect}"
    desk.close()
    return report(told, wrong, given.seconds, title)
