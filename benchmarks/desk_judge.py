"""Afterwards: does the database hold exactly what people were told is done, whole and with its proof?"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from playbook.desk import Desk
from playbook.records import Case
from playbook.review.approvals import approval_digest, same_person
from playbook.settings import Settings

Told = dict[str, Any]
"""What somebody was told: ``done`` (a verb) with ``token`` and ``case`` (None where they do not see it), ``refused`` or
``error``; or that they ``looked``; and ``seconds``. ``times``: how many decisions it was, where not one."""
TOKEN = re.compile(r"\bt\d+x\d+\b")
"""What each decision carries, in its reason, its wording or its address, so that it is known again."""
STEPS = frozenset({
    "receive", "draft", "edit", "submit", "approve", "return", "reject", "withdraw", "reopen", "record", "close",
    "overrule", "assign",
})  # fmt: skip
"""Entries of the log that a client has made."""
PROGRAM = Path(sys.executable).with_name("playbook")


def desk_at(home: Path, url: str | None) -> Desk:
    return Desk(Settings(home=home, database_url=url))


def environment(home: Path, url: str | None, **more: str) -> dict[str, str]:
    """For the program as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLAYBOOK_")}
    return kept | {"PLAYBOOK_HOME": str(home)} | ({"PLAYBOOK_DATABASE_URL": url} if url else {}) | more


def judged(desk: Desk, told: Sequence[Told], *, unheard: bool = False) -> Iterator[str]:
    """What does not fit between what people were told and what the database holds.

    Args:
        desk: the desk, opened anew.
        told: what they were told.
        unheard: whether a decision may stand there that nobody was told of, as of a process that was killed.
    """
    yield from (f"unexplained error: {each['error']}" for each in told if "error" in each)
    yield from (f"audit: {fault.place} {fault.what}" for fault in desk.store.faults())
    worded: dict[tuple[str, int], str] = {}
    approved: Counter[str] = Counter()
    found: defaultdict[str, list[str]] = defaultdict(list)
    for case in desk.store.queue(most=None):
        worded |= {(case.id, version.version): version.text for version in desk.versions(case)}
        for comment in desk.store.comments(case.id):
            found.update({token: [*found[token], case.id] for token in TOKEN.findall(comment.text)})
        yield from _whole(desk, case)
    for entry in desk.store.entries():
        if entry.verb not in STEPS:
            continue
        where, version = entry.detail.get("where", ""), entry.detail.get("version", 0)
        wording = worded.get((entry.subject, version), "") if entry.verb in ("edit", "submit") else ""
        for token in set(TOKEN.findall(f"{entry.why} {where} {wording}")):
            found[token].append(entry.subject)
        if entry.verb == "approve" and entry.detail.get("state") == "approved":
            approved[entry.subject] += 1
    done = [each for each in told if "done" in each]
    for each in done:
        there = found.pop(each["token"], [])
        if len(there) != each.get("times", 1) or set(there) > {each["case"] or there[0]}:
            yield f"{each['done']} on {each['case']} ({each['token']}) stands {len(there)} times: {there}"
    for subject, times in approved.items():
        kept = len([reply for reply in desk.store.replies(case_id=subject) if reply.text.strip()])
        if kept != times and desk.store.get(subject).draft is not None:
            yield f"{subject}: {times} approvals, {kept} approved texts"
    if not unheard:
        yield from (f"nobody was told of {token} on {there}" for token, there in found.items())


def _whole(desk: Desk, case: Case) -> Iterator[str]:
    """What is half done in one case."""
    events = [event.verb for event in case.events]
    received = int("receive" not in events and len(events) == case.version - 1)  # taking a message in is no event
    if case.version != len(events) + received:
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
        if case.draft and (not replies or replies[-1].text != case.draft.text):
            yield f"{case.id}: the approved text is not kept"
    if case.draft and case.events and desk.versions(case)[-1].text != case.draft.text:
        yield f"{case.id}: the last wording is not kept"


def opens_clean(home: Path, url: str | None) -> Iterator[str]:
    """What the database and the real command say after a crash."""
    if url is None:
        engine = create_engine(f"sqlite:///{home / 'cases.db'}")
        with engine.connect() as connection:
            said = connection.execute(text("PRAGMA integrity_check")).scalar()
        engine.dispose()
        if said != "ok":
            yield f"integrity_check: {said}"
    command = [PROGRAM, "audit", "verify", "--json"]
    done = subprocess.run(command, env=environment(home, url), capture_output=True, text=True, check=False)
    if done.returncode or json.loads(done.stdout)["faults"]:
        yield f"audit verify ended with {done.returncode}: {done.stdout[-300:]}{done.stderr[-300:]}"


def report(told: Sequence[Told], wrong: Sequence[str], seconds: float, title: str) -> int:
    """Print times by verb, what was refused and what is amiss; 1 where anything is."""
    done = [each for each in told if "done" in each and each["seconds"]]
    timed = [*done, *({"done": f"({each['looked']})", **each} for each in told if "looked" in each)]
    for verb in sorted({each["done"] for each in timed}):
        took = sorted(each["seconds"] for each in timed if each["done"] == verb)
        print(f"  {verb:<12} {len(took):>6}  {_speed(took)}")
    refused = Counter(_kind(each["refused"]) for each in told if "refused" in each)
    speed = _speed(sorted(each["seconds"] for each in done))
    print(f"{title}: {len(done):,} decisions in {seconds:.0f} s ({len(done) / seconds:.1f}/s), {speed}")
    print(f"refused with a reason: {sum(refused.values()):,}")
    for kind, count in refused.most_common():
        print(f"  {count:>6}  {kind}")
    print(f"amiss: {len(wrong)}", *wrong[:20], sep="\n  ")
    return int(bool(wrong) or not done)


def _speed(took: Sequence[float]) -> str:
    return f"p50 {1000 * _at(took, 0.5):6.0f} ms  p95 {1000 * _at(took, 0.95):6.0f} ms"


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def _kind(refusal: str) -> str:
    return " ".join("…" if any(c.isdigit() for c in word) else word for word in refusal.split())[:90]
