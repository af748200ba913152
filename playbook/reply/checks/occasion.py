"""On what occasion a finding holds: the same words are fine in one reply and hurt in another."""

from __future__ import annotations

from collections.abc import Iterable

from playbook.records import Kind, Record, Severity, Stance, Topic
from playbook.reply.checks.proof import Proof
from playbook.reply.checks.said import PartName


class Occasion(Record):
    """What is known of the matter. Every field that is given has to hold; what is not known does not."""

    kinds: tuple[Kind, ...] = ()
    topics: tuple[Topic, ...] = ()
    severity: tuple[Severity, ...] = ()
    stances: tuple[Stance, ...] = ()
    public: bool | None = None
    """Whether strangers read the reply."""
    says: tuple[PartName, ...] = ()
    """The text itself does each of these."""

    def holds(self, proof: Proof) -> bool:
        """Whether this is the occasion of ``proof``."""
        return (
            (not self.kinds or proof.kind in self.kinds)
            and (not self.topics or proof.topic in self.topics)
            and (not self.severity or proof.severity in self.severity)
            and (not self.stances or proof.stance in self.stances)
            and (self.public is None or proof.channel.public is self.public)
            and all(map(proof.says, self.says))
        )


def any_holds(occasions: Iterable[Occasion], proof: Proof) -> bool:
    """Whether one of ``occasions`` is that of ``proof``."""
    return any(occasion.holds(proof) for occasion in occasions)
