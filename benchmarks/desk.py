"""Many people at one desk: are decisions lost, doubled or torn, and how long does one take?

    python benchmarks/desk.py load [--url URL] [--clients 50] [--processes 5] [--seconds 300]
    python benchmarks/desk.py kill [--url URL] [--kills 200]

``load``: clients create, edit, submit, approve, return, overrule, comment, assign, record and close the same and
different cases at once; afterwards every decision that a client was told is done has to stand in the database exactly
once, every decision in the database has to be one that a client made, and the audit log has to hold.

``kill``: a process that decides all the time is killed with SIGKILL at random moments; each time the store has to open
clean, with every decision that was told as done, no half decision, and every approved text.

Both end with 1 where anything is amiss.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playbook.desk import Desk
from playbook.errors import ReviewError
from playbook.records import Case, Decision, Message
from playbook.review.approvals import approval_digest, same_person, words_of
from playbook.review.store.cases import dump
from playbook.review.store.cases import load as unpacked
from playbook.settings import Settings

TEXTS = (
    "주문한 컵이 깨져서 왔어요. 환불해 주세요.",
    "배터리에서 연기가 나서 아이가 다쳤습니다. 설명해 주세요.",
    "앱이 하루 종일 접속이 안 됩니다. 언제 고쳐지나요?",
    "Your driver was rude to my mother. I expect an apology.",
)
REPLY = "불편을 드려 죄송합니다. 저희 책임입니다. 담당자가 확인해 고객센터에서 답변드리겠습니다. 판은 {token} 입니다."
PEOPLE = tuple(f"사람{number:02}" for number in range(1, 51))


def desk_at(home: Path, url: str | None) -> Desk:
    return Desk(Settings(home=home, database_url=url))


def drafted(home: Path) -> list[Case]:
    """Cases to copy, drafted once: what is measured is the desk and not the drafting."""
    kept = home / "patterns.json"
    if not kept.exists():
        desk = desk_at(home / "drafting", None)
        made = [desk.draft(Message(text=text, channel="web_form")) for text in TEXTS]
        kept.write_text(json.dumps([[dump(case), case.message.model_dump_json()] for case in made]), encoding="utf-8")
        desk.close()
    return [unpacked(*each) for each in json.loads(kept.read_text(encoding="utf-8"))]


class Client:
    """One person at the desk."""

    def __init__(self, desk: Desk, patterns: list[Case], name: str, shared: list[str], seed: int) -> None:
        self.desk, self.patterns, self.name, self.shared = desk, patterns, name, shared
        self.chance = random.Random(seed)
        self.made = 0
        self.own: list[str] = []

    def act(self) -> tuple[str, str, str]:
        """One action; returns verb, case and token.

        Raises:
            ReviewError: refused.
        """
        self.made += 1
        token = f"{self.name}-{self.made}"
        if self.chance.random() < 0.08 or not self.shared:
            return "create", self._create(token), token
        case = self.desk.store.get(self.chance.choice(self.shared + self.own[-3:]))
        verb = self.chance.choice(_LIKELY[case.state])
        if verb == "comment":
            self.desk.comment(case, f"메모 {token}", self.name)
            return verb, case.id, token
        self.desk.decide(case, self._decision(verb, case, token))
        return verb, case.id, token

    def _create(self, token: str) -> str:
        pattern = self.chance.choice(self.patterns)
        case = pattern.model_copy(update={"id": f"c-{token}"})
        self.desk.decide(case, self._decision("submit", case, token))
        self.own.append(case.id)
        return case.id

    def _decision(self, verb: Any, case: Case, token: str) -> Decision:
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


_LIKELY: dict[str, tuple[str, ...]] = {
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


def work(
    home: Path, url: str | None, names: list[str], shared: list[str], seconds: float, out: Path, seed: int
) -> None:
    """One process with several clients; what they were told goes into a file."""
    desk = desk_at(home, url)
    patterns = drafted(home)
    stop = time.monotonic() + seconds
    lines: list[str] = []
    lock = threading.Lock()

    def one(number: int, name: str) -> None:
        client = Client(desk, patterns, name, shared, seed * 1000 + number)
        while time.monotonic() < stop:
            began = time.perf_counter()
            try:
                verb, case, token = client.act()
                said = {"done": verb, "case": case, "token": token}
            except ReviewError as error:
                said = {"refused": str(error)}
            except Exception as error:
                said = {"error": repr(error)}
            said["seconds"] = time.perf_counter() - began
            with lock:
                lines.append(json.dumps(said, ensure_ascii=False))
            time.sleep(client.chance.uniform(0, 0.1))

    threads = [threading.Thread(target=one, args=(number, name)) for number, name in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out.write_text("\n".join(lines), encoding="utf-8")
    desk.close()


def load(given: argparse.Namespace) -> int:
    home = Path(tempfile.mkdtemp(prefix="desk-"))
    desk = desk_at(home, given.url)
    first = Client(desk, drafted(home), PEOPLE[0], [], 0)
    shared = [first._create(f"shared-{number}") for number in range(20)]
    told = [{"done": "create", "case": case, "token": case.removeprefix("c-"), "seconds": 0.0} for case in shared]
    per = given.clients // given.processes
    outs = [home / f"told-{number}.jsonl" for number in range(given.processes)]
    spawn = multiprocessing.get_context("spawn")
    running = [
        spawn.Process(
            target=work,
            args=(home, given.url, list(PEOPLE[n * per : (n + 1) * per]), shared, given.seconds, outs[n], n),
        )
        for n in range(given.processes)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()
    for out in outs:
        told += [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    wrong = [*judged(desk, told), *(f"exit {p.exitcode}" for p in running if p.exitcode)]
    done = [each for each in told if "done" in each and each["seconds"]]
    refused = Counter(_kind(each["refused"]) for each in told if "refused" in each)
    for verb in sorted({each["done"] for each in done}):
        took = sorted(each["seconds"] for each in done if each["done"] == verb)
        print(f"  {verb:<9} {len(took):>6}  p50 {1000 * _at(took, 0.5):6.0f} ms  p95 {1000 * _at(took, 0.95):6.0f} ms")
    took = sorted(each["seconds"] for each in done)
    rate = f"{len(done):,} decisions ({len(done) / given.seconds:.0f}/s)"
    speed = f"p50 {1000 * _at(took, 0.5):.0f} ms, p95 {1000 * _at(took, 0.95):.0f} ms"
    print(f"{given.clients} clients, {given.seconds:.0f} s, {desk.store.dialect}: {rate}, {speed}")
    print(f"refused with a reason: {sum(refused.values()):,}")
    for kind, count in refused.most_common():
        print(f"  {count:>6}  {kind}")
    print(f"amiss: {len(wrong)}", *wrong[:20], sep="\n  ")
    desk.close()
    return int(bool(wrong))


def _kind(refusal: str) -> str:
    return " ".join("…" if any(c.isdigit() for c in word) or "사람" in word else word for word in refusal.split())[:90]


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def judged(desk: Desk, told: list[dict[str, Any]]) -> Iterator[str]:
    """What does not fit between what clients were told and what the database holds."""
    yield from (f"unexplained error: {each['error']}" for each in told if "error" in each)
    yield from (f"audit: {fault.place} {fault.what}" for fault in desk.store.faults())
    entries = Counter((entry.subject, entry.why) for entry in desk.store.entries() if entry.verb != "comment")
    comments: Counter[str] = Counter()
    cases = desk.store.queue(most=10**6)
    for case in cases:
        comments.update(comment.text for comment in desk.store.comments(case.id))
        yield from _whole(desk, case)
    for each in (each for each in told if "done" in each):
        found = comments[f"메모 {each['token']}"] if each["done"] == "comment" else entries[each["case"], each["token"]]
        if found != 1:
            yield f"{each['done']} on {each['case']} ({each['token']}) stands {found} times"
    known = {(each["case"], each["token"]) for each in told if "done" in each}
    yield from (f"nobody was told of {subject} {why}" for subject, why in entries if (subject, why) not in known)


def _whole(desk: Desk, case: Case) -> Iterator[str]:
    """What is half done in one case."""
    events = [event.verb for event in case.events]
    if case.version != len(events):
        yield f"{case.id}: version {case.version} after {len(events)} events"
    if case.state in ("approved", "sent"):
        names = [signature.by for signature in case.signatures]
        digest = approval_digest(case.channel, case.draft)
        if case.approved_hash != digest or any(signature.digest != digest for signature in case.signatures):
            yield f"{case.id}: the approval is not of what stands there"
        if len(names) < len(case.seats) or len(set(names)) != len(names) or any(
            same_person(name, case.author) for name in names
        ):  # fmt: skip
            yield f"{case.id}: signed by {names}, written by {case.author}, seats {len(case.seats)}"
        replies = desk.store.replies(case_id=case.id)
        if not replies or case.draft is None or replies[-1].text != case.draft.text:
            yield f"{case.id}: the approved text is not kept"
    if case.draft and case.version > 1 and desk.versions(case)[-1].text != case.draft.text:
        yield f"{case.id}: the last wording is not kept"


def decide_forever(home: str, url: str, log: str) -> None:
    """Decide and write down what was told as done, until killed."""
    desk = desk_at(Path(home), url or None)
    patterns = drafted(Path(home))
    client = Client(desk, patterns, f"사람{os.getpid()}", [], os.getpid())
    other = Client(desk, patterns, f"다른{os.getpid()}", [], os.getpid() + 1)
    client._create(f"first-{os.getpid()}")  # loads what decisions need
    with open(log, "a", encoding="utf-8") as told:  # noqa: PTH123
        told.write("ready\n")
        told.flush()
        while True:
            for one, verb in ((client, "create"), (other, "approve"), (client, "edit"), (other, "approve")):
                one.made += 1
                token = f"{one.name}-{one.made}"
                try:
                    if verb == "create":
                        case = desk.store.get(client._create(token))
                    else:
                        case = desk.decide(case, one._decision(verb, case, token))
                except ReviewError:
                    case = desk.store.get(case.id)
                    continue
                told.write(json.dumps({"done": verb, "case": case.id, "token": token, "seconds": 1}) + "\n")
                told.flush()


def kill(given: argparse.Namespace) -> int:
    home = Path(tempfile.mkdtemp(prefix="desk-"))
    chance = random.Random(7)
    wrong: list[str] = []
    decisions = 0
    drafted(home)
    for number in range(given.kills):
        log = home / f"told-{number}.jsonl"
        log.touch()
        code = "import sys, desk; desk.decide_forever(*sys.argv[1:])"
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(home), given.url or "", str(log)], cwd=Path(__file__).parent
        )
        while "ready" not in log.read_text(encoding="utf-8") and child.poll() is None:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 0.6))
        child.send_signal(signal.SIGKILL)
        child.wait()
        desk = desk_at(home, given.url)
        lines = [line for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
        told = [json.loads(line) for line in lines if line.endswith("}")]
        decisions += len(told)
        unheard = [fault for fault in judged(desk, told) if not fault.startswith("nobody was told")]
        wrong += [f"kill {number}: {fault}" for fault in unheard]
        desk.close()
    print(f"{given.kills} kills, {decisions:,} decisions told as done, amiss: {len(wrong)}", *wrong[:20], sep="\n  ")
    return int(bool(wrong) or not decisions)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    acts = parser.add_subparsers(dest="act", required=True)
    for name in ("load", "kill"):
        act = acts.add_parser(name)
        act.add_argument("--url", help="a database instead of SQLite in a folder of its own")
        act.add_argument("--clients", type=int, default=50)
        act.add_argument("--processes", type=int, default=5)
        act.add_argument("--seconds", type=float, default=300)
        act.add_argument("--kills", type=int, default=200)
    given = parser.parse_args()
    return {"load": load, "kill": kill}[given.act](given)


if __name__ == "__main__":
    raise SystemExit(main())
