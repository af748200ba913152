"""Verbs of one question: serve, check, search, rules, eval and doctor."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.desk import Desk
from playbook.errors import InputError

if TYPE_CHECKING:
    from playbook.evaluation.proof import Proof


def serve(given: argparse.Namespace) -> int:
    """The web app."""
    from playbook.settings import Settings

    settings = Settings.from_environment()  # quiets the libraries before they are imported
    from playbook.web.serve import serve as run

    run(replace(settings, login="on") if given.login else settings, host=given.host, port=given.port)
    return 0


def check(given: argparse.Namespace) -> int:
    """Look over replies that people wrote."""
    from playbook.verbs.workers import spread

    desk = Desk.open()
    channel = desk.channels[given.channel]

    def looked_over(records: Sequence[dict[str, str]]) -> list[tuple[str, dict[str, Any]]]:
        return [(record["text"], shown(record)) for record in records]

    def shown(record: dict[str, str]) -> dict[str, Any]:
        text = record["text"]
        found = desk.check(text, channel=given.channel, topic=given.topic, severity=given.severity)
        return {
            "id": record["id"],
            "channel": given.channel,
            "length": channel.length(text),
            "limit": channel.limit,
            "unit": channel.unit,
            "findings": [finding.model_dump(mode="json", exclude_none=True) for finding in found],
        }

    worst = 0
    for text, found in spread(looked_over, _texts(given.input)):
        worst = max(worst, int(any(finding["level"] == "error" for finding in found["findings"])))
        if given.json:
            print(json.dumps(found, ensure_ascii=False))
            continue
        print(f"{found['id']}: {found['length']} / {found['limit'] or '∞'} {found['unit']}, "
              f"{len(found['findings'])} finding(s)")  # fmt: skip
        for finding in found["findings"]:
            words = f" “{text[finding['start'] : finding['end']]}”" if "start" in finding else ""
            said = f"{finding['message']} {finding['suggest']}"
            print(f"  {finding['level']} {finding['check']}{words}: {said}")
    return worst


def search(given: argparse.Namespace) -> int:
    """Find guidelines and precedents."""
    desk = Desk.open()
    from playbook.library.search import Only

    only = Only((given.kind,) if given.kind else (), given.message_kind, given.topic, given.stance)
    if given.k < 1:
        raise InputError(f"-k is {given.k}; ask for 1 or more.")
    try:
        for number, query in enumerate(_queries(given.query), 1):
            text = query.get("query")
            if not isinstance(text, str) or not text.strip():
                raise InputError(f'line {number}: no query; write {{"id": "…", "query": "…"}}.')
            hits = desk.search(text, k=given.k, only=only)
            if given.json or given.query == "-":
                results = [hit.model_dump(mode="json") for hit in hits]
                print(
                    json.dumps(
                        {
                            "id": query.get("id", str(number)),
                            "query": text,
                            "covered": desk.library.covers(text),
                            "results": results,
                        },
                        ensure_ascii=False,
                    )
                )
                continue
            if not desk.library.covers(text):
                print(f"Nothing in the library covers this; the nearest {len(hits)}:")
            for hit in hits:
                print(
                    f"{hit.score:.2f}  {hit.id}\n      {hit.title}\n      “{hit.quote}”\n"
                    f"      {hit.source} ({hit.certainty})"
                )
    finally:
        desk.close()
    return 0


def rules(given: argparse.Namespace) -> int:
    """The rule files."""
    from playbook.triage.explain import explain, failing_examples

    desk = Desk.open()
    if given.act == "explain":
        print(explain(given.id, desk.rulebook, desk.patterns, as_json=given.json))
        if given.id not in desk.patterns.signals and not given.json:
            _print_proofs(given.id, desk)
        return 0
    failing = failing_examples(desk.patterns)
    _ = desk.composer, desk.checks, desk.approvals, desk.retention
    count = sum(len(rules) for rules in desk.rulebook.tables.values())
    if given.json:
        print(
            json.dumps({"rules": count, "signals": len(desk.patterns.signals), "problems": failing}, ensure_ascii=False)
        )
    else:
        print(
            f"{count} rules, {len(desk.patterns.signals)} signals, {len(desk.composer.moves.moves)} moves: "
            f"{len(failing)} problem(s)"
        )
        print("\n".join(failing), end="\n" if failing else "")
        unproven = [rule for rule, found in _proofs(desk).items() if not any(proof.alone for proof in found)]
        if unproven:
            print(f"No scenario needs these rules: {', '.join(unproven)}")
    return int(bool(failing))


def _print_proofs(rule_id: str, desk: Desk) -> None:
    found = _proofs(desk)[rule_id]
    right, alone = sum(proof.right for proof in found), sum(proof.alone for proof in found)
    print(f"  proof:   decides {len(found)} scenario(s), {right} rightly, {alone} that nothing else would have")
    for proof in found:
        print(f"           {'!' if proof.alone else '+' if proof.right else '-'} {proof.scenario}")


def _proofs(desk: Desk) -> dict[str, list[Proof]]:
    from playbook.evaluation.proof import proofs
    from playbook.evaluation.scenarios import choose
    from playbook.settings import data_folder

    return proofs(choose((), data_folder("evals") / "scenarios"), desk.triager)


def evaluate(given: argparse.Namespace) -> int:
    """Scenario tests."""
    from playbook.evaluation.command import main_eval

    desk = Desk.open()
    try:
        text, code = main_eval(
            desk,
            given.suites,
            report=Path(given.report) if given.report else None,
            junit=Path(given.junit) if given.junit else None,
            baseline=Path(given.baseline) if given.baseline else None,
            errors=given.errors,
            as_json=given.json,
        )
    finally:
        desk.close()
    print(text)
    return code


def doctor(given: argparse.Namespace) -> int:
    """What is installed and in use."""
    from playbook.doctor import examine

    found = examine(Desk.open())
    if given.json:
        print(json.dumps([{"name": n, "state": s, "good": g} for n, s, g in found], ensure_ascii=False))
    else:
        for name, state, good in found:
            print(f"{'ok ' if good else 'BAD'}  {name:<12} {state}")
    return int(not all(good for _, _, good in found))


def _texts(source: str) -> Iterator[dict[str, str]]:
    if source != "-" and not Path(source).is_file():
        raise InputError(f"{source}: no such file.")
    raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    text = _decoded(raw, "standard input" if source == "-" else source)
    if not text.strip():
        raise InputError("nothing to check: the input is empty.")
    lines = [line for line in text.split("\n") if line.strip()]
    if source.endswith(".jsonl") or lines[0].lstrip().startswith('{"'):
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                record = _json_line(line, number)
                if not isinstance(record.get("text"), str) or not record["text"].strip():
                    raise InputError(f'line {number}: no text; write {{"id": "…", "text": "…"}}.')
                yield {"id": str(record.get("id", number)), "text": record["text"]}
        return
    yield {"id": "1" if source == "-" else Path(source).name, "text": text.strip()}


def _queries(query: str) -> Iterator[dict[str, Any]]:
    if query != "-":
        yield _whole({"id": "1", "query": query}, "the query")
        return
    for number, line in enumerate(_decoded(sys.stdin.buffer.read(), "standard input").split("\n"), 1):
        if line.strip():
            yield _json_line(line, number)


def _json_line(line: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InputError(f"line {number}: no JSON: {error}.") from error
    if not isinstance(record, dict):
        raise InputError(f"line {number}: a JSON object is needed, not {line[:40]!r}.")
    return _whole(record, f"line {number}")


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 at byte {error.start}; save it as UTF-8.") from error


def _whole(record: dict[str, Any], place: str) -> dict[str, Any]:
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{place}: half a character (a lone surrogate); write it as UTF-8.") from error
    return record
