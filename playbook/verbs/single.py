"""Verbs of one question: serve, check, search, knowledge, rules, eval and doctor."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playbook.desk import Desk
from playbook.errors import InputError, KnowledgeError, SetupError


def serve(given: argparse.Namespace) -> int:
    """The web app."""
    from playbook.settings import Settings

    settings = Settings.from_environment()
    from playbook.screens.app import serve as run

    run(settings, host=given.host, port=given.port)
    return 0


def check(given: argparse.Namespace) -> int:
    """Look over replies that people wrote."""
    desk = Desk.open()
    channel = desk.channels[given.channel]
    worst = 0
    for record in _texts(given.input):
        text = record["text"]
        found = desk.check(text, channel=given.channel, topic=given.topic, severity=given.severity)
        worst = max(worst, int(any(f.level == "error" for f in found)))
        shown = {
            "id": record["id"],
            "channel": given.channel,
            "length": channel.length(text),
            "limit": channel.limit,
            "unit": channel.unit,
            "findings": [f.model_dump(mode="json", exclude_none=True) for f in found],
        }
        if given.json:
            print(json.dumps(shown, ensure_ascii=False))
            continue
        print(f"{record['id']}: {shown['length']} / {shown['limit'] or '∞'} {shown['unit']}, {len(found)} finding(s)")
        for finding in found:
            words = f" “{text[finding.start : finding.end]}”" if finding.start is not None else ""
            print(f"  {finding.level} {finding.check}{words}: {finding.message} {finding.suggest}")
    return worst


def search(given: argparse.Namespace) -> int:
    """Find guidelines and precedents."""
    desk = Desk.open()
    kinds = (given.kind,) if given.kind else ()
    if given.k < 1:
        raise InputError(f"-k is {given.k}; ask for 1 or more.")
    try:
        for number, query in enumerate(_queries(given.query), 1):
            text = query.get("query")
            if not isinstance(text, str) or not text.strip():
                raise InputError(f'line {number}: no query; write {{"id": "…", "query": "…"}}.')
            hits = desk.search(text, k=given.k, kinds=kinds)
            if given.json or given.query == "-":
                results = [hit.model_dump(mode="json") for hit in hits]
                print(
                    json.dumps(
                        {"id": query.get("id", str(number)), "query": text, "results": results}, ensure_ascii=False
                    )
                )
                continue
            for hit in hits:
                print(
                    f"{hit.score:.2f}  {hit.id}\n      {hit.title}\n      “{hit.quote}”\n"
                    f"      {hit.source} ({hit.certainty})"
                )
    finally:
        desk.close()
    return 0


def knowledge(given: argparse.Namespace) -> int:
    """The cards of the library."""
    desk = Desk.open()
    if given.act == "list":
        for card in desk.cards:
            if given.json:
                print(json.dumps({"id": card.id, "kind": card.kind, "title": card.title.model_dump(),
                                  "passages": [p.id for p in card.passages]}, ensure_ascii=False))  # fmt: skip
            else:
                print(f"{card.kind:<9} {card.id:<34} {card.title.ko} / {card.title.en} ({len(card.passages)})")
        return 0
    if given.act == "show":
        return _show(desk, given.id, given.json)
    if given.act == "add":
        return _add(desk, [Path(path) for path in given.paths])
    from playbook.library.coverage import problems

    cited = [
        (f"rule {rule.id}", cite) for table in desk.rulebook.tables.values() for rule in table for cite in rule.cites
    ]
    cited += [(f"move {name}", cite) for name, move in desk.composer.moves.moves.items() for cite in move.cites]
    found = problems(desk.cards, cited)
    passages = sum(len(card.passages) for card in desk.cards)
    if given.json:
        print(json.dumps({"cards": len(desk.cards), "passages": passages, "problems": found}, ensure_ascii=False))
    else:
        print(f"{len(desk.cards)} cards, {passages} passages, {len(cited)} citations: {len(found)} problem(s)")
        print("\n".join(found), end="\n" if found else "")
    return int(bool(found))


def _show(desk: Desk, wanted: str, as_json: bool) -> int:
    cards = {card.id: card for card in desk.cards}
    name = wanted.split(":")[-1]
    passages = [p for card in desk.cards for p in card.passages if p.id == wanted]
    card = cards.get(name)
    if not passages and card:
        passages = list(card.passages)
    if not passages:
        import difflib

        known = [p.id for c in desk.cards for p in c.passages]
        near = ", ".join(difflib.get_close_matches(wanted, [*known, *cards], n=3))
        raise KnowledgeError(f"no card or passage {wanted!r}" + (f"; did you mean {near}?" if near else "."))
    for passage in passages:
        if as_json:
            print(passage.model_dump_json())
        else:
            print(f"{passage.id}  [{passage.certainty}]\n{passage.heading.ko} | {passage.heading.en}\n")
            print(f"{passage.text.ko}\n\n{passage.text.en}\n\n— {passage.source.ko} ({passage.date})\n")
    return 0


def _add(desk: Desk, paths: list[Path]) -> int:
    from playbook.library.cards import read_card

    taken = {card.id for card in desk.cards}
    known = {passage.id: card.id for card in desk.cards for passage in card.passages}
    cards = []
    for path in paths:
        if not path.is_file():
            raise InputError(f"{path}: no such file.")
        card = read_card(path)
        if card.id in taken:
            raise KnowledgeError(f"{path}: a card {card.id!r} exists already; give yours another id.")
        taken.add(card.id)
        for passage in card.passages:
            if (other := known.setdefault(passage.id, card.id)) != card.id:
                raise KnowledgeError(f"{path}: passage {passage.id!r} stands in card {other!r} already; rename yours.")
        cards.append((path, card))
    folder = desk.settings.home / "knowledge"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, card in cards:
            shutil.copyfile(path, folder / f"{card.id}.md")
            print(f"added {card.kind}:{card.id} with {len(card.passages)} passage(s)")
    except OSError as error:
        raise SetupError(f"{folder} cannot be written: {error.strerror or error}. Set PLAYBOOK_HOME.") from error
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
    _ = desk.composer, desk.checks
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
    return int(bool(failing))


def _print_proofs(rule_id: str, desk: Desk) -> None:
    from playbook.evaluation.proof import proofs
    from playbook.evaluation.scenarios import choose
    from playbook.settings import data_folder

    found = proofs(rule_id, choose((), data_folder("evals") / "scenarios"), desk)
    right = sum(proof.right for proof in found)
    print(f"  proof:   decides {len(found)} scenario(s), {right} rightly")
    for proof in found:
        print(f"           {'+' if proof.right else '-'} {proof.scenario}")


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
