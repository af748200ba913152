"""Triage: from a message to kind, topic, severity, stance and owner, each with the rule that decided.

Signals first (patterns, models, context), then the rule tables in order. A rule decides; where it leaves a label
to the models, the most probable one stands. One message and half a million go through the same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from operator import attrgetter
from typing import Any, Protocol, cast

from playbook.language.privacy import mask
from playbook.records import Bilingual, Confidence, Lang, Message, Owner, Reason, Severity, Signal, Span, Stance, Triage
from playbook.triage.conditions import Facts
from playbook.triage.heads import Floats, Heads, Readings, named
from playbook.triage.rulebook import MODEL, Rule, Rulebook
from playbook.triage.second_reader import CHANGED, Asks, Second, differences, leaned, second_reading
from playbook.triage.signals import Patterns, Reading, of_context, of_writing, read

BATCH = 1024
AT_ONCE = 4
"""Questions that a language model is asked at the same time."""

RULE_CONFIDENCE = 0.9
"""How sure a rule's own decision is where the models do not contradict it."""

CONTRADICTED = 0.08
"""Below this probability the models contradict what a rule decided."""

STANDS_BY = {"kind": 0.65, "topic": 0.40, "severity": 0.45, "stance": 0.65}
"""Confidence below which a person has to look: chosen on the development set so that of what is stood by at least 95 in
100 have kind and stance right (``benchmarks/judgement.py``)."""

GRAVE_ODDS = 0.3
"""How likely a serious matter has to be for a person to look, though a lower level was decided."""

_OUTCOME = attrgetter("kind", "topic", "severity", "stance", "supporting", "owners")

LEVELS: tuple[Severity, ...] = (1, 2, 3, 4)

NOTED = 0.2
"""Readings of the models that are less likely are not kept with a decision."""

_DOUBTS = {
    "kind": Bilingual(ko="어떤 종류의 글인지 확실하지 않습니다.", en="Not sure what sort of message this is."),
    "topic": Bilingual(ko="무엇에 관한 글인지 확실하지 않습니다.", en="Not sure what it is about."),
    "severity": Bilingual(ko="얼마나 심각한지 확실하지 않습니다.", en="Not sure how serious it is."),
    "stance": Bilingual(ko="어떤 자세가 맞는지 확실하지 않습니다.", en="Not sure which stance fits."),
    "models": Bilingual(ko="규칙과 모델의 판단이 엇갈립니다.", en="The rules and the models disagree."),
    "script": Bilingual(ko="한국어나 영어가 아닌 글로 보입니다.", en="This looks like neither Korean nor English."),
    "market": Bilingual(
        ko="자금이나 주가에 관한 소문입니다. 시장을 움직일 수 있는지 확인하세요.",
        en="A rumour about money or shares: see whether it could move the market.",
    ),
    "instructs": Bilingual(
        ko="사람이 아니라 프로그램에 지시하는 말이 섞여 있습니다.",
        en="Part of it gives orders to a program, not to people.",
    ),
    "grave": Bilingual(ko="보기보다 심각할 수 있습니다.", en="It may be more serious than it looks."),
    "threat": Bilingual(
        ko="직원을 해치겠다는 말로 읽힐 수 있는 대목이 있습니다.",
        en="Part of it may be read as a threat to staff.",
    ),
    "danger": Bilingual(
        ko="사람이 다쳤을 수 있는 낱말이 있습니다.", en="It has words that may mean somebody was hurt."
    ),
}

_RAISED = Bilingual(
    ko="규칙으로는 더 낮지만, 다른 읽기가 더 심각하게 보았으므로 그 수준으로 둡니다.",
    en="The rule would put it lower; another reading found it graver, and that level stands.",
)


class Encoder(Protocol):
    """Anything that turns texts into unit vectors, one row a text."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """The vectors."""
        ...


class Triager:
    """Everything that triage needs, built once."""

    def __init__(
        self, patterns: Patterns, rulebook: Rulebook, heads: Heads, encoder: Encoder, second: Asks | None = None
    ) -> None:
        self.patterns, self.rulebook, self.heads = patterns, rulebook, heads
        self._encoder, self._second = encoder, second

    def without(self, rule_id: str) -> Triager | None:
        """The same, less one rule and without a second reader; None where nothing would always decide any more.

        Raises:
            RuleError: there is no such rule.
        """
        rulebook = self.rulebook.without(rule_id)
        return Triager(self.patterns, rulebook, self.heads, self._encoder) if rulebook else None

    def triage(self, message: Message) -> Triage:
        """Label one message."""
        return next(self.triage_all([message]))

    def triage_all(self, messages: Iterable[Message]) -> Iterator[Triage]:
        """Label messages in order, a batch at a time."""
        waiting = iter(messages)
        while batch := list(islice(waiting, BATCH)):
            readings = [read(message.text) for message in batch]
            vectors = self._encoder.encode([reading.text for reading in readings])
            hits = [self.patterns.of(reading) for reading in readings]
            models = self.heads.read(
                [reading.text for reading in readings], vectors, [[hit.id for hit in some] for some in hits],
                [message.context for message in batch],
            )  # fmt: skip
            decided = map(self.decide, batch, readings, hits, models)
            if self._second is None:
                yield from decided
                continue
            asked = ThreadPoolExecutor(AT_ONCE)
            try:
                seconds = asked.map(self._asked, batch)
                yield from map(self._weighed, decided, seconds, batch, readings, hits, models)
            finally:  # whoever stops listening waits for no question that was not yet put
                asked.shutdown(cancel_futures=True)

    def _asked(self, message: Message) -> Second:
        return second_reading(mask(message.text)[0], self._second) if self._second else Second(None)

    def _weighed(
        self, own: Triage, second: Second, message: Message, reading: Reading, hits: Sequence[Signal], models: Readings
    ) -> Triage:
        """Our decision beside a second reading, merged as ``second_reader`` says."""
        said = differences(second, (own.kind, own.topic, own.severity), own.lang)
        if second.reading is None:
            return own.model_copy(update={"doubts": (*own.doubts, *said)})
        least = max(own.severity, second.reading.severity)
        both = self.decide(message, reading, hits, leaned(models, second.reading), least)
        if not said and _OUTCOME(both) != _OUTCOME(own):
            said = (CHANGED.of(own.lang),)
        return both.model_copy(
            update={
                "doubts": tuple(dict.fromkeys((*own.doubts, *both.doubts, *said))),
                "needs_human": own.needs_human or both.needs_human or bool(said),
            }
        )

    def decide(
        self, message: Message, reading: Reading, hits: Sequence[Signal], models: Readings, least: Severity = 1
    ) -> Triage:
        """Apply the rule tables to what was read; ``least`` is the level that another reading found."""
        lang = message.lang or reading.lang
        signals = [*hits, *of_writing(reading), *of_context(message.context, message.channel == "press")]
        facts = Facts({signal.id: signal for signal in signals}, {"lang": lang}, named(models))
        odds = {name: models[name] for name in ("kind", "topic", "severity", "stance")}
        for name in ("kind", "topic", "stance"):
            facts.labels[f"model_{name}"] = max(odds[name], key=odds[name].__getitem__)
        facts.labels["model_severity"] = middle_level(odds["severity"])

        reasons: list[Reason] = []
        sure: dict[str, float] = {}
        disputed = False
        decided: dict[str, Rule] = {}
        for table, name in (("kinds", "kind"), ("topics", "topic"), ("severity", "severity"), ("stances", "stance")):
            rule = self.rulebook.decide(table, facts)
            label = facts.labels[f"model_{name}"] if rule.then == MODEL else rule.then
            raised = name == "severity" and label < least
            label = least if raised else label
            facts.labels[name] = label
            probability = odds[name][str(label)]
            by_rule = rule.then != MODEL and name != "stance" and not raised
            disputed |= by_rule and probability < CONTRADICTED
            sure[name] = max(probability, RULE_CONFIDENCE * min(1.0, probability / 0.3)) if by_rule else probability
            decided[name] = rule
            reasons.append(
                Reason(rule=rule.id, because=_RAISED.of(lang)) if raised else _reason(rule, facts, lang, label)
            )
        owner = self.rulebook.decide("owners", facts)
        reasons.append(_reason(owner, facts, lang, owner.then))

        doubts = [name for name, least in STANDS_BY.items() if sure[name] < least]
        if disputed:
            doubts.append("models")
        if facts.score("text.other_script"):
            doubts.append("script")
        if facts.score("tone.instructs_machine"):
            doubts.append("instructs")
        if facts.score("tone.threat_to_staff") and facts.labels["kind"] != "abuse":
            doubts.append("threat")
        hurt = max(facts.score("danger.death"), facts.score("danger.injury")) == 1.0
        if facts.labels["kind"] == "rumor" and facts.labels["topic"] == "finance" and facts.labels["severity"] <= 2:
            doubts.append("market")
        elif facts.labels["severity"] <= 2 and (hurt or odds["severity"]["3"] + odds["severity"]["4"] >= GRAVE_ODDS):
            doubts.append("danger" if hurt else "grave")
        return Triage(
            id=message.id,
            lang=lang,
            kind=facts.labels["kind"],
            topic=facts.labels["topic"],
            severity=facts.labels["severity"],
            stance=facts.labels["stance"],
            supporting=cast("tuple[Stance, ...]", decided["stance"].also),
            owner=owner.then,
            owners=_owners(owner, facts.labels["severity"]),
            confidence=Confidence(**{name: round(min(1.0, value), 3) for name, value in sure.items()}),
            needs_human=bool(doubts),
            doubts=tuple(_DOUBTS[name].of(lang) for name in doubts),
            reasons=tuple(reasons),
            personal_data=reading.personal_data,
            signals=(*signals, *_noted(facts)),
        )


def middle_level(odds: Mapping[str, float]) -> Severity:
    """The level below and above which a message is equally likely to be: the one that is least far off on average."""
    below = 0.0
    for level in LEVELS:
        below += odds[str(level)]
        if below >= 0.5:
            return level
    return LEVELS[-1]


def _noted(facts: Facts) -> list[Signal]:
    return [Signal(id=name, score=score, source="model") for name, score in facts.readings.items() if score >= NOTED]


def _owners(rule: Rule, severity: int) -> tuple[Owner, ...]:
    grave = cast("tuple[Owner, ...]", ("pr", "executive")[: max(0, severity - 2)])
    return tuple(dict.fromkeys((rule.then, *rule.also, *grave)))


def _reason(rule: Rule, facts: Facts, lang: Lang, label: Any) -> Reason:
    spans: dict[tuple[int, int], Span] = {}
    shown = [signal for name in rule.shows.get(label, ()) for signal in facts.behind(name)]
    for signal in (*rule.when.grounds(facts), *shown):
        for span in signal.spans:
            spans.setdefault((span.start, span.end), span)
    return Reason(
        rule=rule.id,
        because=rule.because.of(lang),
        cites=rule.cites,
        spans=tuple(spans[key] for key in sorted(spans)[:8]),
    )
