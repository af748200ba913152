"""Words that make an apology backfire, from ``rules/checks/non_apology.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import Field

from playbook.errors import RuleError
from playbook.records import Bilingual, Finding, FindingLevel, Kind, Record, Severity, Topic
from playbook.reply.checks.proof import Proof
from playbook.triage.yaml_files import Expression, load_yaml, validated


class Phrase(Record):
    """One way in which words hurt."""

    id: str
    level: FindingLevel
    patterns: tuple[Expression, ...] = Field(min_length=1)
    unless: tuple[Expression, ...] = ()
    """Where one of these stands in the same sentence, the phrase is harmless."""
    with_fault: tuple[Expression, ...] = ()
    """Where one of these stands anywhere in the text, the phrase is acceptable."""
    topics: tuple[Topic, ...] = ()
    kinds: tuple[Kind, ...] = ()
    severity: tuple[Severity, ...] = ()
    why: Bilingual
    suggest: Bilingual


class _File(Record):
    phrases: tuple[Phrase, ...]


class NonApology:
    """The check over all phrases of the first folder that lists them."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._compiled = [(p, _union(p.patterns), _union(p.unless), _union(p.with_fault)) for p in self.phrases]

    @classmethod
    def from_folders(cls, folders: Iterable[Path]) -> NonApology:
        """Read ``checks/non_apology.yaml``.

        Raises:
            RuleError: it is missing or wrong.
        """
        for folder in folders:
            path = folder / "checks" / "non_apology.yaml"
            if path.is_file():
                return cls(validated(_File, load_yaml(path), str(path)).phrases)
        raise RuleError("no checks/non_apology.yaml in the rule folders.")

    def __call__(self, proof: Proof) -> Iterator[Finding]:
        """Findings of every phrase that applies here."""
        text = proof.text.lower()
        if len(text) != len(proof.text):  # a letter whose lower case is longer would shift the spans
            text = proof.text
        for phrase, hit, harmless, softened in self._compiled:
            if not _applies(phrase, proof):
                continue
            for match in hit.finditer(text) if hit else ():
                if softened and softened.search(text):
                    break
                start = max(text.rfind(mark, 0, match.start()) for mark in ".!?\n") + 1
                ends = [at for mark in ".!?\n" if (at := text.find(mark, match.end())) >= 0]
                if harmless and harmless.search(text[start : min(ends, default=len(text))]):
                    continue
                yield proof.finding("non_apology", phrase.level, phrase.why, match.span(), phrase.suggest)
                break


def _applies(phrase: Phrase, proof: Proof) -> bool:
    return (
        (not phrase.topics or proof.topic in phrase.topics)
        and (not phrase.kinds or proof.kind is None or proof.kind in phrase.kinds)
        and (not phrase.severity or proof.severity in phrase.severity)
    )


def _union(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else None
