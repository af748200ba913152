"""Messages that no guidance covers, kept so that somebody can write it.

A line of JSON each, appended whole; the text has its personal data masked and is cut to what a person needs to see.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from playbook.records import Kind, Lang, Record, Topic

LONGEST = 300
MOST = 5000
"""Lines kept; the oldest go first."""


class Gap(Record):
    """A kind of message that the library has no word on."""

    id: str
    text: str
    """Masked, the first characters of it."""
    lang: Lang
    kind: Kind
    topic: Topic
    at: datetime
    """When it came last."""
    times: int = 1


class Gaps:
    """The list of missing guidance."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, masked: str, lang: Lang, kind: Kind, topic: Topic) -> None:
        """Note a message; the same text again counts up. A folder that cannot be written loses the note only."""
        text = " ".join(masked.split())[:LONGEST]
        gap = Gap(id=_name(text), text=text, lang=lang, kind=kind, topic=topic, at=datetime.now(UTC))
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as lines:
                lines.write(gap.model_dump_json() + "\n")

    def open(self, covered: Callable[[str], bool]) -> list[Gap]:
        """What is still missing, latest first; ``covered`` says whether the library speaks to a text by now."""
        found: dict[str, Gap] = {}
        lines = self._lines()
        for line in lines:
            with contextlib.suppress(ValidationError):
                gap = Gap.model_validate_json(line)
                before = found.get(gap.id)
                found[gap.id] = gap.model_copy(update={"times": before.times + gap.times}) if before else gap
        latest = sorted(found.values(), key=lambda gap: gap.at, reverse=True)
        if len(lines) > MOST:
            self._rewrite(latest[: MOST // 2])
        return [gap for gap in latest if not covered(gap.text)]

    def _lines(self) -> list[str]:
        try:
            return self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []

    def _rewrite(self, gaps: list[Gap]) -> None:
        part = self._path.with_suffix(f".{os.getpid()}.part")
        with contextlib.suppress(OSError):
            part.write_text("".join(gap.model_dump_json() + "\n" for gap in gaps), encoding="utf-8")
            part.replace(self._path)


def _name(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
