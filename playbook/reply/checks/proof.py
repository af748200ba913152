"""What a check looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from playbook.records import Bilingual, Finding, FindingLevel, Kind, Lang, Severity, Stance, Topic
from playbook.reply.channels import ChannelRules


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
    message_lang: Lang | None = None
    kind: Kind | None = None
    topic: Topic | None = None
    severity: Severity | None = None
    stance: Stance | None = None
    known: tuple[str, ...] = ()
    """Facts that a person vouched for: filled slots and confirmed statements."""
    drafted: bool = False
    """It stands in a case, where every figure has to rest on a fact."""

    def finding(
        self,
        check: str,
        level: FindingLevel,
        message: Bilingual,
        span: tuple[int, int] | None = None,
        suggest: Bilingual | None = None,
    ) -> Finding:
        """A finding in the language of the text."""
        return Finding(
            check=check,
            level=level,
            message=message.of(self.lang),
            suggest=suggest.of(self.lang) if suggest else "",
            start=span[0] if span else None,
            end=span[1] if span else None,
        )


Check = Callable[[Proof], Iterable[Finding]]
"""One way to look at a reply."""
