"""The verb ``notify``: what people outside the page are told."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime

from playbook.desk import Desk
from playbook.errors import InputError
from playbook.review.notify import Mail, Notice
from playbook.review.notify.letters import Letter
from playbook.verbs.moments import moment


def notify(given: argparse.Namespace) -> int:
    """One act on notifications."""
    desk = Desk.open()
    try:
        return _ACTS[given.act](desk, given)
    finally:
        desk.close()


def _send(desk: Desk, given: argparse.Namespace) -> int:
    """Escalate and deliver; ends with 1 where something could not be delivered."""
    escalated = [case.id for case in desk.escalate_missed()]
    return _told(desk.deliver(), given, escalated=escalated)


def _digest(desk: Desk, given: argparse.Namespace) -> int:
    letters, nobody = desk.post_digests()
    return _told(desk.deliver(), given, posted=[letter.id for letter in letters], without_account=nobody)


def _told(results: dict[str, str], given: argparse.Namespace, **more: list[str]) -> int:
    failed = {letter: error for letter, error in results.items() if error}
    if given.json:
        print(json.dumps({"delivered": len(results) - len(failed), "failed": failed} | more, ensure_ascii=False))
        return int(bool(failed))
    for name, ids in more.items():
        if ids:
            print(f"{name.replace('_', ' ')}: {', '.join(ids)}")
    print(f"{len(results) - len(failed)} delivered, {len(failed)} failed")
    for letter, error in failed.items():
        print(f"  {letter}: {error}")
    return int(bool(failed))


def _list(desk: Desk, given: argparse.Namespace) -> int:
    """Show targets and outbox; ends with 1 where something was given up."""
    letters = desk.store.letters(delivered=given.all)
    if given.json:
        for letter in letters:
            print(json.dumps(_plain(letter), ensure_ascii=False))
        return int(any(letter.given_up for letter in letters))
    targets = desk.notifier.targets.values()
    for target in targets:
        where = f"{target.host}:{target.port}" if isinstance(target, Mail) else target.format
        print(f"target {target.name}  {where}  {', '.join(target.events) or 'everything but the digest'}")
    if not targets:
        print("no targets: nothing is sent; name a file with PLAYBOOK_NOTIFY (docs/notify.md)")
    for letter in letters:
        plain = _plain(letter)
        about = f"{letter.target}  {plain['event']} {plain['case']}"
        tries = f"{letter.attempts} attempts" + (f" ({letter.error})" if letter.error else "")
        print(f"{letter.id}  {plain['state']:<9} {moment(letter.at)}  {about}  {tries}")
    return int(any(letter.given_up for letter in letters))


def _again(desk: Desk, given: argparse.Namespace) -> int:
    if not desk.store.again(given.id, datetime.now(UTC)):
        raise InputError(f"No notification {given.id!r} was given up; `playbook notify list` shows those that were.")
    return _told(desk.deliver(), given)


_ACTS: dict[str, Callable[[Desk, argparse.Namespace], int]] = {
    "send": _send, "list": _list, "digest": _digest, "again": _again,
}  # fmt: skip


def _plain(letter: Letter) -> dict[str, object]:
    notice = Notice.model_validate_json(letter.record)
    state = "delivered" if letter.delivered_at else "given up" if letter.given_up else "waiting"
    return {
        "id": letter.id, "state": state, "target": letter.target, "event": notice.event, "case": notice.case,
        "at": letter.at.isoformat(), "next_at": letter.next_at.isoformat() if letter.next_at else None,
        "attempts": letter.attempts, "error": letter.error,
        "delivered_at": letter.delivered_at.isoformat() if letter.delivered_at else None,
    }  # fmt: skip
