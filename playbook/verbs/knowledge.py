"""The verb ``knowledge``: read the cards, take documents in and out, prove that the library holds together."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path

from playbook.desk import Desk
from playbook.errors import InputError, KnowledgeError
from playbook.settings import data_folder


def knowledge(given: argparse.Namespace) -> int:
    """The cards of the library."""
    desk = Desk.open()
    try:
        if given.act == "list":
            return _list(desk, given.json)
        if given.act == "show":
            return _show(desk, given.id, given.json)
        if given.act == "add":
            return _add(desk, given)
        if given.act == "remove":
            return _remove(desk, given.ids)
        if given.act == "gaps":
            return _gaps(desk, given.json)
        if given.act == "index":
            desk.library.build()
            dense = desk.library.dense
            print(f"{len(desk.library.passages):,} passages, {len(dense):,} vectors in {dense.place}")
            return 0
        return _check(desk, given.json)
    finally:
        desk.close()


def _list(desk: Desk, as_json: bool) -> int:
    for card in desk.cards:
        if as_json:
            shown = {"id": card.id, "kind": card.kind, "title": card.title.model_dump(), "company": card.company}
            print(json.dumps({**shown, "passages": [p.id for p in card.passages]}, ensure_ascii=False))
        else:
            title = card.title.ko if card.title.ko == card.title.en else f"{card.title.ko} / {card.title.en}"
            own = "your own  " if card.company else ""
            print(f"{card.kind:<9} {card.id:<34} {own}{title} ({len(card.passages)})")
    return 0


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


def _add(desk: Desk, given: argparse.Namespace) -> int:
    from playbook.library.intake import documents, prepare_all

    new = prepare_all(documents(map(Path, given.paths)), desk.cards, given.kind, _day(given.expires))
    for entry in new:
        print(f"{entry.source} becomes {entry.card.kind}:{entry.card.id} with {len(entry.card.passages)} passage(s):")
        for passage in entry.card.passages[: given.show]:
            begins = " ".join(passage.text.ko.split())
            print(f"  {passage.id}  {passage.heading.ko}\n      {begins[:100]}{'…' if len(begins) > 100 else ''}")
        if len(entry.card.passages) > given.show:
            print(f"  … and {len(entry.card.passages) - given.show} more (--show N shows more)")
    if given.dry_run:
        print("Nothing was added.")
        return 0
    if (
        sys.stdin.isatty()
        and not given.yes
        and input("Add these? [y/N] ").strip().lower() not in ("y", "yes", "ㅛ", "예", "네")
    ):
        print("Nothing was added.")
        return 0
    desk.take_in(new)
    desk.library.build()
    for entry in new:
        print(f"added {entry.card.kind}:{entry.card.id} with {len(entry.card.passages)} passage(s)")
    return 0


def _remove(desk: Desk, ids: list[str]) -> int:
    for wanted in ids:
        aside = desk.take_out(wanted.split(":")[-1])
        print(f"removed {wanted}; it is kept as {aside}")
    desk.library.build()
    return 0


def _gaps(desk: Desk, as_json: bool) -> int:
    for gap in desk.missing():
        print(
            gap.model_dump_json() if as_json else f"{gap.at:%Y-%m-%d}  {gap.kind}/{gap.topic}  ×{gap.times}  {gap.text}"
        )
    return 0


def _check(desk: Desk, as_json: bool) -> int:
    from playbook.library.contradictions import contradictions
    from playbook.library.coverage import expired, problems, read_facts

    cited = _cited(desk)
    facts = read_facts(data_folder("knowledge") / "facts.yaml")
    found = problems(desk.cards, cited, facts)
    past = expired(desk.cards, datetime.datetime.now(datetime.UTC).date())
    at_odds = contradictions(desk.library.passages, desk.encoder)
    passages = sum(len(card.passages) for card in desk.cards)
    if as_json:
        print(json.dumps({
            "cards": len(desk.cards), "passages": passages, "facts": len(facts.guiding) + len(facts.background),
            "problems": found, "expired": past, "contradictions": [pair._asdict() for pair in at_odds],
        }, ensure_ascii=False))  # fmt: skip
        return int(bool(found or past or at_odds))
    items = f"{len(facts.guiding)} guiding facts and {len(facts.background)} of background"
    print(f"{len(desk.cards)} cards, {passages} passages, {items}, {len(cited)} citations: {len(found)} problem(s)")
    print("\n".join([*found, *past]), end="\n" if found or past else "")
    for pair in at_odds:
        why = "figures differ" if pair.figures else "one forbids what the other asks for"
        print(
            f"look: {why} ({pair.alike:.2f})\n  {pair.passage}: {pair.sentence}\n  {pair.other}: {pair.other_sentence}"
        )
    return int(bool(found or past or at_odds))


def _cited(desk: Desk) -> list[tuple[str, str]]:
    """Who cites which passage: rules and moves."""
    cited = [
        (f"rule {rule.id}", cite) for table in desk.rulebook.tables.values() for rule in table for cite in rule.cites
    ]
    cited += [(f"move {name}", cite) for name, move in desk.composer.moves.moves.items() for cite in move.cites]
    return cited


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--expires is {text!r}; write a day as 2027-03-31.") from error
