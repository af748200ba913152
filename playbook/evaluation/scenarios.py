"""Scenario files: messages with the decision and the draft that are expected of them, checked strictly.

suite: complaints
about: {ko: "…", en: "…"}
scenarios:
  - id: refund-3-weeks
    message: {text: "…", channel: google_play, context: {prior_contacts: 4}}
    expect: {kind: complaint, topic: billing, severity: [2], stance: escalate_cs, owner: cs,
             cites_any: [case, guideline], draft: {must_not_contain: ["…"], lang: ko}}
    why: "why these labels"
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from playbook.errors import InputError, RuleError
from playbook.language.detect import detect
from playbook.records import Bilingual, Kind, Lang, Message, Owner, PassageKind, Record, Severity, Stance, Topic
from playbook.triage.yaml_files import load_yaml, validated

Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _neighbours(levels: tuple[Severity, ...]) -> tuple[Severity, ...]:
    if sorted(set(levels)) != list(range(min(levels), max(levels) + 1)) or len(set(levels)) != len(levels):
        raise ValueError("levels have to be neighbours, each named once")
    return levels


class DraftExpectation(Record):
    """What has to hold of a draft."""

    lang: Lang | None = None
    must_contain: tuple[Phrase, ...] = ()
    """Each of these stands in the draft; case and spacing do not matter."""
    must_not_contain: tuple[Phrase, ...] = ()
    """None of these stands in the draft, its parts or its statement."""


class Expectation(Record):
    """What has to hold of a case."""

    kind: Kind
    topic: Topic
    severity: Annotated[tuple[Severity, ...], Field(min_length=1), AfterValidator(_neighbours)]
    """Levels that are right: one, or neighbours where both are honest."""
    stance: Stance
    owner: Owner
    cites_any: tuple[PassageKind, ...] = ()
    """At least one citation is of one of these kinds; empty asks for none."""
    draft: DraftExpectation | Literal["none"] | None = None
    """``none`` asks for no draft; absent asks for nothing."""

    @model_validator(mode="after")
    def _monitor_has_no_draft(self) -> Expectation:
        if self.stance == "monitor" and self.draft not in (None, "none"):
            raise ValueError("stance monitor has no draft; write `draft: none`")
        if self.stance != "monitor" and self.draft == "none":
            raise ValueError(f"stance {self.stance} has a draft; `draft: none` is for monitor")
        return self


class Scenario(Record):
    """A message and what is expected of it."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    message: Message
    expect: Expectation
    why: Phrase
    """Why these labels are right."""

    @property
    def lang(self) -> Lang:
        """Language of the message."""
        return self.message.lang or detect(self.message.text)


class Suite(Record):
    """One file of scenarios."""

    suite: str = Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")
    about: Bilingual
    scenarios: tuple[Scenario, ...] = Field(min_length=1)


def load_suites(paths: Sequence[Path]) -> tuple[Suite, ...]:
    """The suites of files and folders (their ``*.yaml``), in order.

    Raises:
        RuleError: a file is wrong, or an id or a suite is there twice; names file, id and field.
        InputError: a path does not exist or a folder has no YAML file.
    """
    files: list[Path] = []
    for path in paths:
        found = sorted(path.glob("*.yaml")) if path.is_dir() else [path] if path.is_file() else []
        if not found:
            raise InputError(f"{path}: no scenario file is there; name a YAML file, or a folder that holds some.")
        files += [file for file in found if file not in files]
    suites: dict[str, tuple[Suite, Path]] = {}
    owners: dict[str, Path] = {}
    for file in files:
        suite = validated(Suite, load_yaml(file), str(file))
        if suite.suite in suites:
            raise RuleError(f"{file}: suite {suite.suite!r} is also in {suites[suite.suite][1]}; rename one of them.")
        suites[suite.suite] = (suite, file)
        for scenario in suite.scenarios:
            if scenario.id in owners:
                raise RuleError(f"{file}: id {scenario.id!r} is also in {owners[scenario.id]}; rename one of them.")
            owners[scenario.id] = file
            if scenario.message.id:
                raise RuleError(f"{file}: id {scenario.id!r}: message.id is not yours to set; delete it.")
    return tuple(suite for suite, _ in suites.values())


def choose(names: Sequence[str], folder: Path) -> tuple[Suite, ...]:
    """The suites a person asked for: names of suites in ``folder``, or paths; all of ``folder`` where none is named.

    Raises:
        InputError: there is no such suite or path.
        RuleError: a scenario file is wrong.
    """
    ours = load_suites([folder]) if not names or any(not _is_path(name) for name in names) else ()
    if not names:
        return ours
    by_name = {suite.suite: suite for suite in ours}
    for name in names:
        if name not in by_name and not _is_path(name):
            raise InputError(f"suite {name!r} is unknown; choose from {', '.join(by_name)}, or name a YAML file.")
    named = [by_name[name] for name in dict.fromkeys(names) if name in by_name]
    elsewhere = load_suites([Path(name) for name in names if name not in by_name]) if set(names) - set(by_name) else ()
    taken = {scenario.id for suite in named for scenario in suite.scenarios}
    for suite in elsewhere:
        for scenario in suite.scenarios:
            if scenario.id in taken:
                raise RuleError(f"suite {suite.suite!r}: id {scenario.id!r} is also in a suite of ours; rename it.")
    return (*named, *elsewhere)


def _is_path(name: str) -> bool:
    return "/" in name or name.endswith((".yaml", ".yml")) or Path(name).is_dir()
