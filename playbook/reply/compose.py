"""Drafts: the moves that a decision calls for, said in the language and within the limits of the channel.

A draft states nothing that is not known: what only people know is a slot. A reply that is too long becomes a
thread, or a short reply that points to a full statement; nothing is ever cut.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from playbook.language.lengths import measure, split
from playbook.records import Channel, Draft, Lang, Message, Sentence, Triage
from playbook.reply.channels import THREADED, ChannelRules
from playbook.reply.moves import Moves, Plan
from playbook.reply.slots import find_slots
from playbook.triage.conditions import Facts

DEFAULT_CHANNEL: Channel = "web_form"
SERIOUS = 3
"""From this severity a statement is drafted beside the reply."""


class Composer:
    """Writes drafts from moves and channels."""

    def __init__(self, moves: Moves, channels: dict[Channel, ChannelRules]) -> None:
        self.moves, self.channels = moves, channels

    def compose(self, message: Message, triage: Triage, channel: Channel, lang: Lang) -> Draft | None:
        """A draft for this message, or None where the stance is to say nothing."""
        if triage.stance == "monitor":
            return None
        rules = self.channels[channel]
        facts = Facts(
            {signal.id: signal for signal in triage.signals},
            {"kind": triage.kind, "topic": triage.topic, "severity": triage.severity, "stance": triage.stance,
             "lang": lang},
        )  # fmt: skip
        plan = self.moves.plan(facts)
        said = self._say(self._moves_for(plan, rules), facts, lang, message.text)
        bound = rules.bound
        too_long = bound is not None and not bound.fits(_joined(said, rules))
        if too_long and channel not in THREADED:
            said = self._shortened(plan, facts, lang, message.text, rules)
        text = _joined(said, rules)
        length, parts = measured(text, channel, rules)
        wanted = too_long or (plan.statement and triage.severity >= SERIOUS)
        return Draft(
            text=text,
            lang=lang,
            length=length,
            limit=rules.limit,
            unit=rules.unit,
            parts=parts,
            slots=find_slots(text, self.moves.asks(lang)),
            sentences=tuple(said),
            statement=self._statement(plan, facts, lang, message.text) if wanted and plan.statement else None,
        )

    def _moves_for(self, plan: Plan, rules: ChannelRules) -> tuple[str, ...]:
        moves = plan.moves if rules.public else tuple(move for move in plan.moves if move != "no_data_here")
        return ("greet", *moves, "sign") if rules.manner in ("letter", "statement") else moves

    def _say(
        self, moves: Sequence[str], facts: Facts, lang: Lang, seed: str, brief: Collection[str] = ()
    ) -> list[Sentence]:
        said: list[Sentence] = []
        for move in moves:
            text = self.moves.say(move, facts, lang, seed, move in brief)
            if text and all(text != sentence.text for sentence in said):
                said.append(Sentence(text=text, move=move, cites=self.moves.moves[move].cites))
        return said

    def _shortened(self, plan: Plan, facts: Facts, lang: Lang, seed: str, rules: ChannelRules) -> list[Sentence]:
        """As many moves as fit: the essential ones, a pointer to the full text, and whatever else has room.

        Where they do not fit as they are, the least weighty are said briefly; where even that is too long, they go.
        """
        pointer = ("point_to_statement",) if plan.statement else ()
        wanted = (*plan.essential, *pointer)
        reading_order = tuple(dict.fromkeys((*self._moves_for(plan, rules), *pointer)))

        def said(moves: Collection[str], brief: Collection[str]) -> list[Sentence]:
            return self._say([move for move in reading_order if move in moves], facts, lang, seed, brief)

        def fits(moves: Collection[str], brief: Collection[str]) -> bool:
            return rules.bound is None or rules.bound.fits(_joined(said(moves, brief), rules))

        briefs = (wanted[first:] for first in range(len(wanted), -1, -1))
        brief = next((each for each in briefs if fits(wanted, each)), wanted)
        kept: list[str] = []
        for move in dict.fromkeys((*wanted, *reading_order)):
            if fits([*kept, move], brief):
                kept.append(move)
        return said(kept or plan.essential[:1], brief)

    def _statement(self, plan: Plan, facts: Facts, lang: Lang, seed: str) -> str:
        """The full statement: title, paragraphs in the order of a Korean apology, date and signature."""
        form = self.moves.statement
        admits = facts.labels["stance"] == "action_plan"
        title = (form.title.ko if admits else form.title.calm_ko, form.title.en if admits else form.title.calm_en)
        body = self._say([m for m in form.moves if m in plan.moves or m in form.always], facts, lang, seed)
        heading = self.moves.spoken(title[0] if lang == "ko" else title[1], facts, lang)
        ending = self.moves.spoken(form.ending.of(lang), facts, lang)
        return "\n\n".join([heading, *(sentence.text for sentence in body), ending])


def measured(text: str, channel: Channel, rules: ChannelRules) -> tuple[int, tuple[str, ...]]:
    """Length as the channel counts it and the posts it takes: of a thread, the longest post counts."""
    bound = rules.bound
    parts: tuple[str, ...] = (text,)
    if bound is not None and bound.limit is not None and channel in THREADED and not bound.fits(text):
        parts = split(text, bound.limit, bound.unit)
    return max(measure(part, rules.unit) for part in parts), parts


def _joined(said: Sequence[Sentence], rules: ChannelRules) -> str:
    """Sentences as one text: a letter has paragraphs, a post does not."""
    if rules.manner == "short":
        return " ".join(sentence.text for sentence in said)
    return "\n\n".join(sentence.text for sentence in said)
