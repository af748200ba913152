"""Verbs over files of messages: triage, draft and mask. Rows stream; a refused row never stops the others."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tqdm import tqdm

from playbook.desk import LONGEST, Desk
from playbook.errors import InputError
from playbook.records import Case, Message, Triage
from playbook.surge.columns import Rejected, Row
from playbook.surge.ingest import read_messages
from playbook.surge.output import Writer, rejected_path, write_rejected
from playbook.verbs.statements import Statements
from playbook.verbs.workers import abreast, spread

AHEAD = 2
"""Messages under way for each question at once: a slow one at the head does not leave the others idle."""
Answer = dict[str, Any] | Rejected
"""A row of results, or a row that cannot be worked on."""
Answers = Callable[[Iterator[Row]], Iterator[Answer]]
Shown = Callable[[dict[str, Any]], str]


def triage(given: argparse.Namespace) -> int:
    """Label messages."""
    desk = Desk.open()

    def labelled(messages: Sequence[Message]) -> list[dict[str, Any]]:
        return [_plain(triage) for triage in desk.triage_all(messages)]

    if desk.language_model is not None:  # asks over the network, many at once; more processes would not help
        return _stream(given, lambda rows: map(_plain, desk.triage_all(rows)), _triage_line)
    return _stream(given, lambda rows: spread(labelled, rows), _triage_line)


def draft(given: argparse.Namespace) -> int:
    """Triage, citations, draft and findings."""
    desk = Desk.open()
    lang = None if given.lang == "auto" else given.lang
    statements = Statements(Path(given.statements), desk) if given.statements else None

    def drafted(row: Row) -> Case | Rejected:
        try:
            return desk.draft(row, lang=lang, channel=given.channel, mode=given.mode, speaker=given.speaker)
        except InputError as error:
            return _refused(row, str(error))

    pool = ThreadPoolExecutor(given.parallel)

    def answers(rows: Iterator[Row]) -> Iterator[Answer]:
        waits = desk.language_model is not None and given.parallel > 1  # without a model there is nothing to wait for
        for case in abreast(pool, drafted, rows, AHEAD * given.parallel) if waits else map(drafted, rows):
            if statements is not None and isinstance(case, Case):
                statements.keep(case)
            yield case_record(case) if isinstance(case, Case) else case

    try:
        ended = _stream(given, answers, _draft_lines)
    finally:
        pool.shutdown(cancel_futures=True)
        desk.close()
    if statements is not None:
        print(f"playbook draft: {statements.count} statement(s) in {given.statements}", file=sys.stderr)
    return ended


def mask(given: argparse.Namespace) -> int:
    """Replace personal data by typed marks."""
    from playbook.language.privacy import mask as masked

    def answers(rows: Iterator[Row]) -> Iterator[Answer]:
        for row in rows:
            text, found = masked(row.text)
            yield {"id": row.id, "text": text, "personal_data": [p.model_dump(mode="json") for p in found]}

    return _stream(given, answers, lambda record: str(record["text"]))


def case_record(case: Case) -> dict[str, Any]:
    """A case as the contract writes a draft out: triage fields, channel, citations, draft, findings."""
    return {
        **_plain(case.triage),
        "channel": case.channel,
        "citations": [c.model_dump(mode="json") for c in case.citations],
        "draft": case.draft.model_dump(mode="json") if case.draft else None,
        "findings": [f.model_dump(mode="json", exclude_none=True) for f in case.findings],
        "gap": case.gap,
        "care": case.care,
    }


def _plain(triage: Triage) -> dict[str, Any]:
    return triage.model_dump(mode="json")


def _stream(given: argparse.Namespace, answers: Answers, shown: Shown) -> int:
    refused: list[Rejected] = []
    source: Any = sys.stdin.buffer if given.input == "-" else Path(given.input)
    if given.input != "-" and not source.is_file():
        raise InputError(f"{given.input}: no such file.")

    out = given.output or ("-" if given.json else None)
    extras: list[dict[str, Any]] = []

    def accepted() -> Iterator[Row]:
        for row in map(_of_a_size, read_messages(source, given.format)):
            if isinstance(row, Rejected):
                refuse(row)
            else:
                extras.append(row.extra)
                yield row

    def refuse(row: Rejected) -> None:
        refused.append(row)
        print(f"playbook {given.verb}: {_named(given.input)} row {row.row}: {row.reason}", file=sys.stderr)

    count = 0
    with ExitStack() as stack:
        writer = None
        if out is not None:
            writer = stack.enter_context(Writer(sys.stdout.buffer if out == "-" else Path(out)))
        # a bar only where somebody watches and the results go elsewhere
        watched = tqdm(answers(accepted()), unit=" messages", disable=None if writer else True)
        for record in watched:
            extra = extras.pop(0)
            if isinstance(record, Rejected):
                refuse(record)
                continue
            count += 1
            if writer is not None:
                writer.write(record, extra)
            else:
                print(shown(record))
    if out not in (None, "-"):
        target = rejected_path(Path(out))
        if write_rejected(target, sorted(refused, key=lambda row: row.row)):
            print(f"playbook {given.verb}: {len(refused)} refused row(s) kept in {target}", file=sys.stderr)
    if not count and not refused:
        print(f"playbook {given.verb}: {_named(given.input)} holds no message.", file=sys.stderr)
    return 1 if refused else 0


def _of_a_size(row: Row | Rejected) -> Row | Rejected:
    """One text that is no message must not stop the others."""
    if isinstance(row, Rejected) or len(row.text) <= LONGEST:
        return row
    return _refused(row, f"text: {len(row.text):,} characters, more than {LONGEST:,}; keep the part to answer")


def _refused(row: Row, reason: str) -> Rejected:
    return Rejected(row=row.row, reason=reason, raw=row.text[:LONGEST])


def _named(source: str) -> str:
    return "standard input" if source == "-" else source


def _triage_line(record: dict[str, Any]) -> str:
    mark = "?" if record["needs_human"] else " "
    return (
        f"{record['id']:<12} {mark} {record['severity']} {record['kind']:<10} {record['topic']:<16} "
        f"{record['stance']:<13} {record['owner']}"
    )


def _draft_lines(record: dict[str, Any]) -> str:
    lines = [_triage_line(record), *(f"    {r['rule']}: {r['because']}" for r in record["reasons"])]
    lines += [f"    [{c['id']}] {c['quote']}" for c in record["citations"]]
    if record["draft"]:
        lines += ["", *(f"    {line}" for line in record["draft"]["text"].splitlines()), ""]
        lines += _wording_lines(record["draft"])
    if record["care"]:
        lines.append(f"    {record['care']}")
    lines += [f"    {f['level']}: {f['message']}" for f in record["findings"]]
    return "\n".join(lines)


def _wording_lines(draft: dict[str, Any]) -> list[str]:
    """Whose wording it is, what that took, and why not more is the model's; nothing where no model was asked."""
    usage = draft["usage"]
    if usage is None:
        return []
    took = [usage["model"], f"{usage['seconds']:.1f} s"]
    if usage["tokens_in"] is not None and usage["tokens_out"] is not None:
        took.append(f"{usage['tokens_in']} + {usage['tokens_out']} tokens")
    if usage["cost"] is not None:
        took.append(f"US$ {usage['cost']:g}")
    return [f"    wording: {draft['worded']} ({', '.join(took)})", *(f"    wording: {note}" for note in draft["notes"])]
