"""What a check looks at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from playbook.language.korean import sentences
from playbook.language.normalise import Normalised, normalise
from playbook.language.privacy import find
from playbook.records import Bilingual, Finding, FindingLevel, Kind, Lang, PersonalData, Severity, Stance, Topic
from playbook.reply.channels import ChannelRules
from playbook.reply.checks.said import LINK, PartName, may_say
from playbook.reply.contested import Contested, contested
from playbook.reply.facts import Ledger
from playbook.reply.voice import Reply


@dataclass(frozen=True)
class Proof:
    """A reply and what is known around it; what is None is not known."""

    text: str
    lang: Lang
    channel: ChannelRules
    threaded: bool = False
    """A text over the limit may stand as a numbered thread."""
    message: str | None = None
    """The message that it answers."""
    message_at: datetime | None = None
    """When it was written; the moment of looking where nobody knows."""
    message_lang: Lang | None = None
    kind: Kind | None = None
    topic: Topic | None = None
    severity: Severity | None = None
    stance: Stance | None = None
    known: tuple[str, ...] = ()
    """Facts that a person vouched for: filled slots and confirmed statements."""
    drafted: bool = False
    """It stands in a case, where every figure has to rest on a fact."""
    ledger: Ledger | None = None
    """The facts of the issue that the case belongs to."""
    before: tuple[Reply, ...] = ()
    """Replies to other cases of the issue that were approved."""
    owners: Mapping[str, str] | None = None
    """Who keeps which promise, by its words; an empty key owns the rest. None where no review asks for it."""
    at: datetime = field(default_factory=lambda: datetime.now(UTC), compare=False)
    """When it is looked at; relative deadlines count from it."""
    _said: dict[PartName, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def normal(self) -> Normalised:
        """The text in one spelling, with the way back to what was typed."""
        return normalise(self.text)

    @property
    def folded(self) -> str:
        """The text in one spelling and lower case: what patterns read."""
        return self.normal.folded

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Spans of the sentences of :attr:`folded`."""
        return tuple(sentences(self.normal.text))

    @cached_property
    def personal_data(self) -> tuple[PersonalData, ...]:
        """What in the text tells who somebody is."""
        return find(self.text)

    @cached_property
    def grounds(self) -> tuple[str, ...]:
        """What figures and promises may rest on beside the message."""
        return (*self.known, *(fact.statement for fact in self.ledger.confirmed)) if self.ledger else self.known

    @cached_property
    def contested(self) -> tuple[Contested, ...]:
        """Stretches that a fact of the ledger speaks against."""
        return tuple(contested(self.text, self.ledger, self.at)) if self.ledger else ()

    def says(self, part: PartName) -> bool:
        """Whether the text does this anywhere."""
        if part not in self._said:
            self._said[part] = any(sign.search(self._unlinked) for sign in self._possible.get(part, ()))
        return self._said[part]

    @cached_property
    def _unlinked(self) -> str:
        return LINK.sub("링크", self.folded)

    @cached_property
    def _possible(self) -> dict[str, list[re.Pattern[str]]]:
        return may_say(self._unlinked)

    def sentence_at(self, place: int) -> tuple[int, int]:
        """The span of the sentence of :attr:`folded` that holds ``place``."""
        return next(((start, end) for start, end in self.sentences if start <= place < end), (0, len(self.folded)))

    def finding(
        self,
        check: str,
        level: FindingLevel,
        message: Bilingual,
        span: tuple[int, int] | None = None,
        suggest: Bilingual | None = None,
        cites: tuple[str, ...] = (),
        beside: str = "",
    ) -> Finding:
        """A finding in the language of the text; ``span`` counts code points of the text as it was typed."""
        return Finding(
            check=check,
            level=level,
            message=message.of(self.lang),
            suggest=suggest.of(self.lang) if suggest else "",
            start=span[0] if span else None,
            end=span[1] if span else None,
            cites=cites,
            beside=beside,
        )


Check = Callable[[Proof], Iterable[Finding]]
"""One way to look at a reply."""
