"""What all records are."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from playbook.records.vocabulary import Lang

Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class Record(BaseModel):
    """Base of all records: immutable, and nothing unknown passes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Record):
    """One text in both languages, each written and not translated."""

    ko: str
    en: str

    def of(self, lang: Lang) -> str:
        """The text in ``lang``."""
        return self.ko if lang == "ko" else self.en
