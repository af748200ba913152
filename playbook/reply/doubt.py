"""What a wording may take for granted of a decision: a label that is doubtful is not said to the person's face.

The decision itself, its stance and its plan stay as they are; only the words are chosen with more care.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playbook.records import Topic, Triage
from playbook.triage.conditions import PRESENT

SURE = 0.5
"""Confidence from which a topic is named, and praise taken as meant."""

_SERVICE: frozenset[Topic] = frozenset(
    {"product_quality", "outage", "delivery", "billing", "staff_conduct", "support", "policy"}
)
"""Topics whose wordings speak of a wait, a payment or a member of staff; the others are said with care already."""
_CHARGES: frozenset[Topic] = frozenset({"privacy", "ethics"})
"""Topics that name a wrong of the company; not where one person's matter may be another."""
_HARM = ("danger.death", "danger.injury", "danger.illness", "danger.fire")


def spoken(triage: Triage) -> Mapping[str, Any]:
    """The labels that wordings go by: a doubtful topic is no topic, and doubtful praise that speaks of harm is none."""
    labels: dict[str, Any] = {"kind": triage.kind, "topic": triage.topic}
    private = triage.kind == "complaint" and triage.stance in ("escalate_cs", "acknowledge")
    if triage.confidence.topic < SURE and triage.topic in (_SERVICE | _CHARGES if private else _SERVICE):
        labels["topic"] = "other"
    given = {signal.id for signal in triage.signals if signal.score >= PRESENT}
    sour = given.intersection(_HARM) or "tone.complaint" in given
    if triage.kind == "praise" and triage.confidence.kind < SURE and sour and "tone.praise" not in given:
        labels["kind"] = "complaint"
    return labels
