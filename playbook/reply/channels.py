"""What each channel allows and expects, from ``rules/channels.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from playbook.errors import RuleError
from playbook.language.lengths import Limit, measure
from playbook.records import CHANNELS, Bilingual, Certainty, Channel, LengthUnit, Record
from playbook.triage.yaml_files import load_yaml, validated

THREADED: frozenset[Channel] = frozenset({"x", "threads"})
"""Channels where a long reply becomes numbered posts; elsewhere it becomes a short reply and a statement."""


class ChannelRules(Record):
    """One channel."""

    name: Bilingual
    public: bool
    """Strangers read the reply."""
    limit: int | None = None
    """Longest reply in ``unit``; None where the channel sets none."""
    unit: LengthUnit = "characters"
    short: int | None = None
    """Up to here, in ``unit``, it goes as a short message, longer as a long one; None where there is one sort only."""
    subject: bool = False
    """A reply has a subject line."""
    replies_once: bool = False
    """A second reply replaces the first or is impossible."""
    manner: Literal["short", "comment", "chat", "letter", "statement"]
    """How a reply is laid out: one block, lines where it is long, lines, paragraphs with greeting and signature."""
    introduces: bool = False
    """A reply says first who we are, because the account does not."""
    note: str = ""
    source: str = ""
    certainty: Certainty = "unverified"

    @property
    def bound(self) -> Limit | None:
        """The limit as the language room measures it."""
        return None if self.limit is None else Limit(limit=self.limit, unit=self.unit)

    @property
    def short_bound(self) -> Limit | None:
        """The limit of a short message, where the channel knows two sorts."""
        return None if self.short is None else Limit(limit=self.short, unit=self.unit)

    def length(self, text: str) -> int:
        """Length of a text as the channel counts it."""
        return measure(text, self.unit)


def read_channels(folders: Iterable[Path]) -> dict[Channel, ChannelRules]:
    """All channels; the first folder that describes one wins.

    Raises:
        RuleError: a channel is unknown, wrong or missing.
    """
    found: dict[Channel, ChannelRules] = {}
    for folder in folders:
        path = folder / "channels.yaml"
        if not path.is_file():
            continue
        for name, rules in (load_yaml(path) or {}).items():
            if name not in CHANNELS:
                raise RuleError(f"{path}: no channel {name!r}; one of {', '.join(CHANNELS)}.")
            found.setdefault(name, validated(ChannelRules, rules, f"{path}: {name}"))
    missing = [name for name in CHANNELS if name not in found]
    if missing:
        raise RuleError(f"channels.yaml says nothing of {', '.join(missing)}.")
    return found
