"""Why this and not that: rules and signals in words, and the examples that prove them."""

from __future__ import annotations

import json

from playbook.errors import RuleError
from playbook.language.normalise import normalise
from playbook.triage.rulebook import MODEL, Rulebook
from playbook.triage.signals import Patterns


def explain(wanted: str, rulebook: Rulebook, patterns: Patterns, *, as_json: bool = False) -> str:
    """What a rule or a signal does.

    Raises:
        RuleError: there is neither of that id.
    """
    signal = patterns.signals.get(wanted)
    if signal is not None:
        if as_json:
            return signal.model_dump_json()
        users = [r.id for rules in rulebook.tables.values() for r in rules if _uses(r.when.names(), wanted)]
        return "\n".join(
            [
                f"signal {signal.id}: {signal.says.ko} / {signal.says.en}",
                f"  used by: {', '.join(users) or 'the models only'}",
                *(f"  hits:   {text}" for text in signal.examples.hit),
                *(f"  spares: {text}" for text in signal.examples.miss),
            ]
        )
    try:
        rule = rulebook.rule(wanted)
    except RuleError as error:
        raise RuleError(f"{error} Signals are explained too, by ids such as danger.fire.") from error
    table = next(name for name, rules in rulebook.tables.items() if rule in rules)
    place = rulebook.tables[table].index(rule)
    before = [r.id for r in rulebook.tables[table][:place]]
    then = "what the models hold most probable" if rule.then == MODEL else str(rule.then)
    if as_json:
        return json.dumps(
            {"id": rule.id, "table": table, "when": rule.when.text(), "then": rule.then, "also": rule.also,
             "because": rule.because.model_dump(), "cites": rule.cites, "file": rule.file, "after": before},
            ensure_ascii=False,
        )  # fmt: skip
    return "\n".join(
        [
            f"rule {rule.id} ({rule.file}, number {place + 1} of {table})",
            f"  decides: {then}" + (f", also {', '.join(map(str, rule.also))}" if rule.also else ""),
            f"  when:    {rule.when.text()}",
            f"  why:     {rule.because.ko}\n           {rule.because.en}",
            f"  cites:   {', '.join(rule.cites) or '–'}",
            f"  after:   {', '.join(before) or 'nothing; it is asked first'}",
        ]
    )


def _uses(names: set[str], signal: str) -> bool:
    return signal in names or signal.split(".")[0] in names


def failing_examples(patterns: Patterns) -> list[str]:
    """Examples that a signal does not live up to, a line each."""
    found = []
    for signal in patterns.signals.values():
        for text in signal.examples.hit:
            if not signal.hits(normalise(text).folded):
                found.append(f"{signal.id}: should hit {text!r}")
        for text in signal.examples.miss:
            if signal.hits(normalise(text).folded):
                found.append(f"{signal.id}: should spare {text!r}")
    return found
