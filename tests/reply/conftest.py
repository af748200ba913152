"""The shipped moves and channels, one triage for each plan, and builders of proofs and rule folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from playbook.desk import Desk
from playbook.records import Case, Draft, Finding, Lang, Message, Mode, Signal, Speaker, Triage
from playbook.reply.channels import ChannelRules
from playbook.reply.checks import Check, Proof
from playbook.reply.compose import Composer
from playbook.reply.moves import Moves
from playbook.testing import MOMENT, a_message, a_triage

OWN_RULES = Path(__file__).resolve().parents[2] / "rules"


class Situation(NamedTuple):
    """A triage by its labels and signals, how the reply was asked for, and the plan that answers it."""

    plan: str
    kind: str
    stance: str
    topics: tuple[str, ...]
    severity: int = 1
    signals: tuple[str, ...] = ()
    mode: Mode | None = None
    speaker: Speaker = "brand"

    @property
    def how(self) -> dict[str, Any]:
        """What a person chose."""
        return {"mode": self.mode, "speaker": self.speaker}

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
    Situation("plan.event", "incident", "transparency", ("privacy", "safety"), 4),
    Situation("plan.event_work", "incident", "transparency", ("labor",), 4),
    Situation("plan.event", "incident", "transparency", ("safety",), 3, ("danger.fire",)),
    Situation("plan.event_work", "incident", "transparency", ("safety",), 4, ("danger.death",)),
    Situation("plan.event", "incident", "transparency", ("safety",), 4, ("danger.injury",)),
    Situation("plan.event", "incident", "transparency", ("safety",), 3, ("danger.illness",)),
    Situation("plan.health", "complaint", "transparency", ("safety",), 3, ("danger.injury",)),
    Situation("plan.event_work", "incident", "transparency", ("labor",), 4, ("danger.death",)),
    Situation("plan.event_work", "incident", "transparency", ("labor",), 4, ("who.worker",)),
    Situation("plan.rumor_harm", "rumor", "transparency", ("labor", "safety"), 3, ("danger.death",)),
    Situation("plan.disruption", "incident", "transparency", ("outage", "delivery"), 3),
    Situation("plan.health", "complaint", "transparency", ("safety",), 3),
    Situation("plan.health", "complaint", "transparency", ("safety",), 3, ("danger.foreign_matter",)),
    Situation("plan.health", "complaint", "transparency", ("safety",), 3, ("danger.illness",)),
    Situation("plan.health", "complaint", "transparency", ("safety",), 3, ("danger.fire",)),
    Situation("plan.policy", "complaint", "transparency", ("policy",), 2),
    Situation("plan.holding", "complaint", "transparency", ("ethics", "executive"), 2),
    Situation("plan.case", "complaint", "transparency", ("outage", "privacy", "billing", "product_quality"), 2),
    Situation("plan.finance", "inquiry", "transparency", ("finance",), 2),
    Situation("plan.finance", "inquiry", "acknowledge", ("finance",), 1),
    Situation("plan.safety_question", "inquiry", "transparency", ("safety",), 3, ("danger.hypothetical",)),
    Situation("plan.question_safe", "inquiry", "acknowledge", ("safety",), 1, ("danger.hypothetical",)),
    Situation("plan.lookup", "inquiry", "escalate_cs", ("safety",), 2),
    Situation(
        "plan.individual", "complaint", "escalate_cs", ("staff_conduct", "billing"), 2, ("danger.foreign_matter",)
    ),
    Situation("plan.listen", "complaint", "acknowledge", ("product_quality",), 2, ("danger.illness",)),
    Situation("plan.individual", "complaint", "escalate_cs", ("delivery",), 2, ("danger.fire",)),
    Situation("plan.holding", "complaint", "transparency", ("ethics",), 3, ("danger.injury",)),
    Situation(
        "plan.charge", "allegation", "transparency", ("safety", "labor", "product_quality"), 4, ("danger.death",)
    ),
    Situation("plan.charge", "allegation", "transparency", ("safety",), 4, ("danger.injury",)),
    Situation("plan.harm", "complaint", "transparency", ("safety", "ethics"), 4, ("danger.death",)),
    Situation("plan.individual", "complaint", "escalate_cs", ("staff_conduct",), 2, ("danger.injury",)),
    Situation("plan.fault_hurt", "incident", "action_plan", ("privacy", "safety"), 4),
    Situation("plan.fault_hurt", "incident", "action_plan", ("labor",), 4, ("danger.death",)),
    Situation("plan.fault", "complaint", "action_plan", ("labeling", "ethics", "executive", "outage"), 3),
    Situation("plan.fault_outage", "incident", "action_plan", ("outage",), 3),
    Situation("plan.fault_hurt", "allegation", "action_plan", ("safety", "labor", "ethics"), 4, ("danger.death",)),
    Situation("plan.fault_hurt", "allegation", "action_plan", ("safety", "executive"), 3, ("danger.injury",)),
    Situation("plan.repetition", "complaint", "escalate_cs", ("billing",), 1, ("tone.bad_faith",)),
    Situation("plan.lookup", "inquiry", "escalate_cs", ("delivery", "billing")),
    Situation("plan.rights", "complaint", "escalate_cs", ("legal",), 2),
    Situation("plan.individual", "complaint", "escalate_cs", ("staff_conduct", "safety", "privacy", "executive")),
    Situation("plan.individual", "complaint", "escalate_cs", ("billing", "delivery"), 2, ("ask.repeated",)),
    Situation("plan.listen", "complaint", "acknowledge", ("product_quality", "outage")),
    # as the program decides by other signals
    Situation("plan.admit", "complaint", "transparency", ("labeling",), 3, ("claim.admitted", "model.fault_evident")),
    Situation("plan.admit_hurt", "incident", "transparency", ("safety",), 3, ("claim.admitted", "model.fault_evident")),
    # as a person chose
    Situation("plan.deny", "rumor", "transparency", ("labor", "other", "finance"), 3, mode="deny"),
    Situation("plan.explain", "complaint", "transparency", ("ethics", "executive"), 2, mode="confirm"),
    Situation("plan.report", "incident", "transparency", ("outage",), 3, mode="unknown"),
    Situation("plan.fault", "complaint", "escalate_cs", ("delivery",), 2, mode="fix"),
    Situation("plan.individual", "complaint", "monitor", ("billing",), mode="hand_over"),
    Situation("plan.ceo_fault", "complaint", "action_plan", ("labeling", "ethics"), 3, speaker="ceo"),
    Situation("plan.ceo_fault_hurt", "incident", "action_plan", ("privacy", "safety"), 4, speaker="ceo"),
    Situation("plan.ceo_admit", "complaint", "transparency", ("ethics",), 3, mode="admit", speaker="ceo"),
    Situation("plan.ceo_admit_hurt", "complaint", "transparency", ("safety",), 3, mode="admit", speaker="ceo"),
    Situation("plan.ceo_event", "incident", "transparency", ("safety",), 4, ("danger.death",), speaker="ceo"),
    Situation("plan.ceo_health", "complaint", "transparency", ("safety",), 3, speaker="ceo"),
    Situation("plan.ceo_word", "rumor", "transparency", ("other", "finance"), 3, speaker="ceo"),
    Situation("plan.ceo_deny", "rumor", "transparency", ("labor",), 3, mode="deny", speaker="ceo"),
    Situation("plan.ceo_hand_over", "complaint", "escalate_cs", ("billing",), speaker="ceo"),
    Situation("plan.individual", "complaint", "escalate_cs", ("delivery",), speaker="member"),
    Situation("plan.event", "incident", "transparency", ("safety",), 4, speaker="member"),
    Situation("plan.press_rumor", "rumor", "transparency", ("finance",), 3, ("context.press",)),
    Situation("plan.press_rumor_harm", "rumor", "transparency", ("labor",), 3, ("context.press", "danger.death")),
    Situation("plan.press_event", "incident", "transparency", ("safety",), 4, ("context.press", "danger.death")),
    Situation("plan.press_fault_hurt", "incident", "action_plan", ("privacy", "safety"), 4, ("context.press",)),
    Situation("plan.press_fault", "inquiry", "action_plan", ("labeling",), 3, ("context.press",)),
    Situation("plan.press_deny", "inquiry", "transparency", ("labor", "finance"), 3, ("context.press",), mode="deny"),
]

EACH = [
    pytest.param(
        situation, topic,
        id="-".join([situation.plan, topic, *situation.signals, *filter(None, (situation.mode,)), situation.speaker]),
    )
    for situation in SITUATIONS
    for topic in situation.topics
]  # fmt: skip

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


def drafted(
    composer: Composer, triage: Triage, channel: Any, words: str | None = None, **how: Any
) -> tuple[Message, Draft]:
    """A message and the draft for it."""
    message = a_message(words or WORDS[triage.lang], channel=channel)
    draft = composer.compose(message, triage, channel, triage.lang, **how)
    assert draft is not None
    return message, draft


def findings_of(
    desk: Desk, triage: Triage, channel: Any, text: str | None = None, how: dict[str, Any] | None = None, **known: Any
) -> list[Finding]:
    """What the checks say of a draft, or of ``text`` in its place."""
    message, draft = drafted(desk.composer, triage, channel, **(how or {}))
    case = Case(id="c-1", message=message, channel=channel, triage=triage, draft=draft, created_at=MOMENT)
    return list(desk.findings(case, text, **known))


def write_yaml(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    return path
