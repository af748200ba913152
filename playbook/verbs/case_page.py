"""A case as the command line shows it; personal data of the message only where it is asked for."""

from __future__ import annotations

from typing import Any

from playbook.desk import Desk
from playbook.language.privacy import mask
from playbook.records import Case, Version
from playbook.review.approvals import open_seats, seat_name
from playbook.review.masking import masked, masked_handle
from playbook.review.overrulings import words_of
from playbook.verbs.moments import moment


def case_json(case: Case, original: bool = False) -> dict[str, Any]:
    """A case for a program; what would tell who wrote the message is left out unless the ``original`` is asked for."""
    plain = case.model_dump(mode="json")
    if original:
        return plain
    return plain | {"message": masked(plain["message"]), "triage": masked(plain["triage"])}


def print_line(case: Case) -> None:
    """A case in one line."""
    text = " ".join(mask(case.message.text)[0].split())
    left = [seat_name(seat) for seat in open_seats(case)] if case.state == "in_review" else []
    waits = f" (needs {' and '.join(left)})" if left else ""
    print(f"{case.id}  v{case.version}  {case.state}{waits}  {case.triage.severity} {case.triage.topic}  "
          f"{case.channel}  {text[:60]}")  # fmt: skip


def print_case(case: Case, desk: Desk, original: bool = False) -> None:
    """A case whole."""
    print_line(case)
    handle = case.message.context.handle
    if handle:
        print(f"from {handle if original else masked_handle(handle)}")
    print(f"\n{case.message.text if original else mask(case.message.text)[0]}\n")
    triage = case.triage
    print(f"{triage.kind}, {triage.topic}, level {triage.severity}, {triage.stance}; first to act: {triage.owner}")
    for reason in triage.reasons:
        print(f"  {reason.rule}: {reason.because}")
    if case.draft is not None:
        draft = case.draft
        print(f"\nReply ({draft.length} / {draft.limit or '∞'} {draft.unit}):\n\n{draft.text}\n")
        for slot in draft.slots:
            print(f"  to fill in: {slot.ask}")
        if draft.statement:
            print(f"\nStatement:\n\n{draft.statement}\n")
    for number, finding in enumerate(case.findings, 1):
        words = words_of(finding, case.draft)
        aside = f" [set aside: {finding.overruled}]" if finding.overruled else ""
        print(f"{number:>3} {finding.level} {finding.check}{f' “{words}”' if words else ''}: {finding.message}{aside}")
    _print_review(case, desk)


def _print_review(case: Case, desk: Desk) -> None:
    for signature in case.signatures:
        instead = f" for {signature.instead_of}" if signature.instead_of else ""
        print(f"signed by {signature.by}{instead} as {seat_name(signature.seat)}, {moment(signature.at)}")
    for seat in open_seats(case) if case.state == "in_review" else ():
        print(f"still to sign: {seat_name(seat)} ({seat.because})")
    if case.sent:
        same = "as approved" if case.sent.as_approved else "NOT as approved"
        print(f"sent {moment(case.sent.at)} at {case.sent.where} by {case.sent.by}, {same}")
    for clock in desk.clocks(case):
        print(f"clock {clock.name.en}: {clock.state}, due {moment(clock.due)}")
    for note in desk.store.comments(case.id):
        print(f"note by {note.by}, {moment(note.at)}: {note.text}")
    for event in case.events:
        print(f"{moment(event.at)}  {event.by}  {event.verb}{f' — {event.reason}' if event.reason else ''}")


def print_version(version: Version) -> None:
    """A wording with who brought it in and why."""
    why = f" — {version.reason}" if version.reason else ""
    print(f"version {version.version}, {version.verb} by {version.by}, {moment(version.at)}{why}\n\n{version.text}\n")
    if version.statement:
        print(f"Statement:\n\n{version.statement}\n")
