"""The shipped moves and channels, one triage for each plan, and builders of proofs and rule folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from playbook.desk import Desk
from playbook.records import Case, Draft, Finding, Lang, Message, Signal, Triage
from playbook.reply.channels import ChannelRules
from playbook.reply.checks import Check, Proof
from playbook.reply.compose import Composer
from playbook.reply.moves import Moves
from playbook.testing import MOMENT, a_message, a_triage

OWN_RULES = Path(__file__).resolve().parents[2] / "rules"


class Situation(NamedTuple):
    """A triage by its labels and signals, and the plan that answers it."""

    plan: str
    kind: str
    stance: str
    topics: tuple[str, ...]
    severity: int = 1
    signals: tuple[str, ...] = ()

    def triage(self, topic: str | None = None, lang: Lang = "ko", **changes: Any) -> Triage:
        fields = {"kind": self.kind, "stance": self.stance, "topic": topic or self.topics[0], "lang": lang}
        signals = tuple(Signal(id=name, score=1.0, source="pattern") for name in self.signals)
        return a_triage(**fields | {"severity": self.severity, "signals": signals} | changes)


SITUATIONS = [
    Situation("plan.praise", "praise", "acknowledge", ("staff_conduct", "product_quality")),
    Situation("plan.suggestion", "suggestion", "acknowledge", ("product_quality", "policy")),
    Situation("plan.press", "inquiry", "transparency", ("privacy", "finance", "safety"), 3, ("context.press",)),
    Situation("plan.question", "inquiry", "acknowledge", ("product_quality", "delivery")),
    Situation("plan.rumor", "rumor", "transparency", ("finance", "labor", "other"), 3),
    Situation("plan.charge", "allegation", "transparency", ("executive", "labor", "ethics"), 3),
    Situation("plan.event", "incident", "transparency", ("privacy", "labor", "safety"), 4),
    Situation("plan.event", "incident", "transparency", ("safety",), 3, ("danger.fire",)),
    Situation("plan.event", "incident", "transparency", ("safety", "labor"), 4, ("danger.death",)),
    Situation("plan.disruption", "incident", "transparency", ("outage", "delivery"), 3),
    Situation("plan.health", "complaint", "transparency", ("safety",), 3),
    Situation("plan.health", "complaint", "transparency", ("safety",), 3, ("danger.foreign_matter",)),
    Situation("plan.health", "complaint", "transparency", ("safety",), 3, ("danger.illness",)),
    Situation("plan.health", "complaint", "transparency", ("safety",), 3, ("danger.fire",)),
    Situation("plan.policy", "complaint", "transparency", ("policy",), 2),
    Situation("plan.explain", "complaint", "transparency", ("ethics", "executive", "outage"), 2),
    Situation("plan.fault_hurt", "incident", "action_plan", ("privacy", "safety"), 4),
    Situation("plan.fault_hurt", "incident", "action_plan", ("labor",), 4, ("danger.death",)),
    Situation("plan.fault", "complaint", "action_plan", ("labeling", "ethics", "outage"), 3),
    Situation("plan.repetition", "complaint", "escalate_cs", ("billing",), 1, ("tone.bad_faith",)),
    Situation("plan.lookup", "inquiry", "escalate_cs", ("delivery", "legal")),
    Situation(
        "plan.individual", "complaint", "escalate_cs", ("staff_conduct", "safety", "privacy", "executive", "legal")
    ),
    Situation("plan.individual", "complaint", "escalate_cs", ("billing", "delivery"), 2, ("ask.repeated",)),
    Situation("plan.listen", "complaint", "acknowledge", ("product_quality", "outage")),
]

EACH = [
    pytest.param(situation, topic, id=f"{situation.plan}-{topic}" + "".join(f"-{s}" for s in situation.signals))
    for situation in SITUATIONS
    for topic in situation.topics
]

WORDS: dict[Lang, str] = {"ko": "알려 드릴 일이 있어 글을 남깁니다.", "en": "I am writing to you about a matter."}


@pytest.fixture(scope="session")
def composer(desk: Desk) -> Composer:
    return desk.composer


@pytest.fixture(scope="session")
def moves(composer: Composer) -> Moves:
    return composer.moves


@pytest.fixture(scope="session")
def channels(desk: Desk) -> dict[str, ChannelRules]:
    return dict(desk.channels)


def a_channel(**changes: Any) -> ChannelRules:
    fields = {"name": {"ko": "어떤 곳", "en": "Somewhere"}, "public": True, "manner": "short"}
    return ChannelRules.model_validate(fields | changes)


def a_proof(text: str, **known: Any) -> Proof:
    """A reply in Korean on a channel without a limit; ``known`` says more."""
    return Proof(**{"text": text, "lang": "ko", "channel": a_channel()} | known)


def found(check: Check, text: str, **known: Any) -> list[tuple[str, str]]:
    """Level and words of what a check finds in a text."""
    findings = check(a_proof(text, **known))
    return [(f.level, "" if f.start is None else text[f.start : f.end]) for f in findings]


def levels(check: Check, text: str, **known: Any) -> list[str]:
    return [level for level, _ in found(check, text, **known)]


def drafted(composer: Composer, triage: Triage, channel: Any, words: str | None = None) -> tuple[Message, Draft]:
    """A message and the draft for it."""
    message = a_message(words or WORDS[triage.lang], channel=channel)
    draft = composer.compose(message, triage, channel, triage.lang)
    assert draft is not None
    return message, draft


def findings_of(desk: Desk, triage: Triage, channel: Any, text: str | None = None, **known: Any) -> list[Finding]:
    """What the checks say of a draft, or of ``text`` in its place."""
    message, draft = drafted(desk.composer, triage, channel)
    case = Case(id="c-1", message=message, channel=channel, triage=triage, draft=draft, created_at=MOMENT)
    return list(desk.findings(case, text, **known))


def write_yaml(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    return path
