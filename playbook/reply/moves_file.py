"""The shape of ``rules/moves.yaml``."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from playbook.records import CHANNELS, Bilingual, Channel, Mode, Record, Topic
from playbook.reply.wordings import Move


class _PlanRow(Record):
    id: str
    modes: tuple[Mode, ...] = Field(min_length=1)
    when: Any = None
    moves: tuple[str, ...] = Field(min_length=1)
    essential: tuple[str, ...] = Field(min_length=1)
    statement: str | None = None
    thread: tuple[str, ...] = ()


class _ModeRow(Record):
    mode: Mode
    when: Any = None


class _Foreword(Record):
    move: str
    when: Any


class _Silence(Record):
    when: Any = None
    cites: tuple[str, ...] = ()
    note: Bilingual


class _Subjects(Record):
    signals: dict[str, Bilingual]
    topics: dict[Topic, Bilingual]


class _Titles(Record):
    apology: Bilingual
    calm: Bilingual


class StatementForm(Record):
    """One form of a full statement."""

    title: Literal["apology", "calm"]
    moves: tuple[str, ...] = Field(min_length=1)


class StatementRules(Record):
    """How full statements are built."""

    titles: _Titles
    forms: dict[str, StatementForm]
    ending: Bilingual

    def title(self, form: StatementForm) -> Bilingual:
        """The title of a form: it apologises or it tells."""
        return self.titles.apology if form.title == "apology" else self.titles.calm


class MovesFile(Record):
    """The whole file."""

    slots: dict[str, Bilingual]
    subjects: _Subjects
    posts: dict[Channel, Bilingual]
    moves: dict[str, Move]
    modes: tuple[_ModeRow, ...] = Field(min_length=1)
    plans: tuple[_PlanRow, ...]
    forewords: tuple[_Foreword, ...] = ()
    statement: StatementRules
    silence: tuple[_Silence, ...] = ()

    @model_validator(mode="after")
    def _names_every_post(self) -> MovesFile:
        missing = [channel for channel in CHANNELS if channel not in self.posts]
        if missing:
            raise ValueError(f"posts says nothing of {', '.join(missing)}")
        return self
