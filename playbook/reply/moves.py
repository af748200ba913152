"""Moves and plans: what a reply does, sentence by sentence, from ``rules/moves.yaml``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from playbook.errors import RuleError
from playbook.language.korean import fill
from playbook.records import CHANNELS, SPEAKERS, Channel, Lang, Mode, Stance, Topic
from playbook.reply.heard import FEELINGS
from playbook.reply.moves_file import MovesFile, StatementForm
from playbook.reply.wordings import HEARD, PARTS, Move
from playbook.triage.conditions import ALWAYS, Condition, Facts, parse
from playbook.triage.yaml_files import load_yaml, validated

__all__ = ["STANCES_OF", "Moves", "Plan", "Setting"]

_SLOT = re.compile(r"\[([a-z_]+)\]")
_NAME = re.compile(r"\{([a-z]+)\}")

STANCES_OF: Mapping[Mode, Stance] = {
    "confirm": "transparency", "deny": "transparency", "unknown": "transparency", "admit": "transparency",
    "fix": "action_plan", "hand_over": "escalate_cs", "thank": "acknowledge", "answer": "acknowledge",
}  # fmt: skip
"""The stance that each mode serves."""

CIRCUMSTANCES: frozenset[str] = frozenset(
    [f"on.{channel}" for channel in CHANNELS]
    + ["on.public", "on.private"]
    + [f"speaker.{speaker}" for speaker in SPEAKERS]
    + [f"mode.{mode}" for mode in STANCES_OF]
    + [f"sure.{label}" for label in ("kind", "topic", "severity", "stance")]
    + sorted(FEELINGS)
)
"""What conditions may ask of the reply itself, beside the signals of triage."""


@dataclass(frozen=True)
class Setting:
    """What a sentence is said in: the decision, the channel and speaker, and what the message named itself."""

    facts: Facts
    lang: Lang
    seed: str
    """Chooses among wordings that fit alike: the message, so that it keeps its draft."""
    channel: Channel = "web_form"
    """The channel that the message came on."""
    heard: Mapping[str, str] = field(default_factory=dict)
    """Phrases of the message by name: thing, place, when, ask, told and matter."""

    def without(self, names: Collection[str]) -> Setting:
        """The same where some phrases were said already; all parts of ``matter`` are said with it."""
        if not names:
            return self
        said = {"matter", "thing", "place", "when"} & set(names)
        gone = {*names, *({"matter", "thing", "place", "when"} if said else ())}
        left = {name: phrase for name, phrase in self.heard.items() if name not in gone}
        return Setting(self.facts, self.lang, self.seed, self.channel, left)

    def in_public(self) -> Setting:
        """The same said to everybody: nothing of the channel, and of what one person felt."""
        own = {name: p for name, p in self.facts.readings.items() if not name.startswith(("on.", "heard."))}
        return replace(self, facts=replace(self.facts, readings={**own, "on.public": 1.0}))


@dataclass(frozen=True)
class Plan:
    """Moves in order for one sort of reply."""

    id: str
    modes: tuple[Mode, ...]
    when: Condition
    moves: tuple[str, ...]
    essential: tuple[str, ...]
    """Moves that stay where only one short reply is possible, the weightiest first."""
    statement: str | None
    """The form of the full statement that belongs beside the reply when it is serious or does not fit."""
    thread: tuple[str, ...]
    """Moves of a first post that stands alone, where the reply becomes a thread."""


class Moves:
    """All moves, modes, plans, slots and subjects."""

    def __init__(self, content: MovesFile, plans: tuple[Plan, ...], place: str, known: Collection[str]) -> None:
        self.moves: dict[str, Move] = content.moves
        self.slots, self.statement, self.plans = content.slots, content.statement, plans
        self._subjects, self._posts = content.subjects, content.posts
        self._modes = [(row.mode, _condition(row.when, known, f"{place}: mode {row.mode!r}")) for row in content.modes]
        self._forewords = [
            (_condition(row.when, known, f"{place}: foreword {row.move!r}"), row.move) for row in content.forewords
        ]
        self._silence = [(_condition(row.when, known, f"{place}: silence"), row.note) for row in content.silence]

    @classmethod
    def from_folders(cls, folders: Iterable[Path], known: Collection[str]) -> Moves:
        """Read ``moves.yaml`` of the first folder that has one.

        Raises:
            RuleError: it is wrong: an unknown move, slot, signal or form, or a mode that is left without a plan.
        """
        path = next((folder / "moves.yaml" for folder in folders if (folder / "moves.yaml").is_file()), None)
        if path is None:
            raise RuleError("no moves.yaml in the rule folders.")
        content = validated(MovesFile, load_yaml(path), str(path))
        known = {*known, *CIRCUMSTANCES}
        plans = []
        for row in content.plans:
            unknown = [name for name in (*row.moves, *row.essential, *row.thread) if name not in content.moves]
            if unknown:
                raise RuleError(f"{path}: plan {row.id!r} names unknown moves {', '.join(unknown)}.")
            if row.statement and row.statement not in content.statement.forms:
                raise RuleError(f"{path}: plan {row.id!r} names an unknown form of statement, {row.statement!r}.")
            when = _condition(row.when, known, f"{path}: plan {row.id!r}")
            plans.append(Plan(row.id, row.modes, when, row.moves, row.essential, row.statement, row.thread))
        if unknown := [row.move for row in content.forewords if row.move not in content.moves]:
            raise RuleError(f"{path}: forewords name unknown moves {', '.join(unknown)}.")
        for mode in STANCES_OF:
            if not any(mode in plan.modes and plan.when == ALWAYS for plan in plans):
                raise RuleError(f"{path}: mode {mode!r} needs a plan without `when`, for the rest.")
        for name, form in content.statement.forms.items():
            unknown = [move for move in form.moves if move not in content.moves]
            if unknown:
                raise RuleError(f"{path}: the statement {name!r} names unknown moves {', '.join(unknown)}.")
        for name, move in content.moves.items():
            for wording in (*move.ko, *move.en):
                unknown = [slot for slot in _SLOT.findall(wording.say) if slot not in content.slots]
                unknown += [signal for signal in (*wording.signals, *wording.all) if signal not in known]
                unknown += [each for each in _NAME.findall(wording.say) if each not in {"subject", "post", *HEARD}]
                if unknown:
                    raise RuleError(f"{path}: move {name!r}: unknown {', '.join(unknown)} in {wording.say!r}.")
        made = cls(content, tuple(plans), str(path), known)
        if not made._modes or made._modes[-1][1] != ALWAYS:
            raise RuleError(f"{path}: the last of modes must have no `when`.")
        return made

    def mode(self, facts: Facts) -> Mode:
        """What the decision asks a reply to do about the matter."""
        return next(mode for mode, when in self._modes if when.holds(facts))

    def plan(self, facts: Facts, mode: Mode) -> Plan:
        """The first plan of a mode that holds, with a foreword where the matter calls for one."""
        plan = next(plan for plan in self.plans if mode in plan.modes and plan.when.holds(facts))
        moves = self.led(plan.moves, facts)
        led = tuple(move for move in moves if move not in plan.moves)
        if not led:
            return plan
        thread = (*led, *plan.thread) if plan.thread else ()
        return replace(plan, moves=moves, essential=(*plan.essential, *led), thread=thread)

    def led(self, moves: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
        """The moves with the first foreword of each part that holds, unless one of them is of that part already.

        It stands where its part comes in the order of reading: people before the matter, what to do now before facts.
        """
        for when, move in self._forewords:
            part = PARTS.index(self.moves[move].part)
            ranks = [PARTS.index(self.moves[other].part) for other in moves]
            if part not in ranks and when.holds(facts):
                at = next((n for n, rank in enumerate(ranks) if rank > part), len(moves))
                moves = (*moves[:at], move, *moves[at:])
        return moves

    def care(self, facts: Facts, lang: Lang) -> str:
        """What to do inside where nothing is said."""
        return next((note.of(lang) for when, note in self._silence if when.holds(facts)), "")

    def form(self, name: str) -> StatementForm:
        """A form of the full statement."""
        return self.statement.forms[name]

    def subject(self, facts: Facts, lang: Lang) -> str:
        """How to name what the message is about."""
        for signal, name in self._subjects.signals.items():
            if facts.labels["topic"] in ("safety", "product_quality", "labor") and facts.score(signal) >= 0.5:
                return name.of(lang)
        topic: Topic = facts.labels["topic"]
        return self._subjects.topics[topic].of(lang)

    def say(self, move: str, setting: Setting, brief: bool = False) -> tuple[str, frozenset[str]]:
        """The sentence of a move with slots in words for a person, and the phrases of the message that it says.

        Empty where the move has nothing to say.
        """
        wording = self.moves[move].wording(setting.facts, setting.lang, f"{setting.seed}/{move}", brief, setting.heard)
        return (self.spoken(wording.say, setting), wording.needs) if wording else ("", frozenset())

    def spoken(self, template: str, setting: Setting) -> str:
        """A template with slots, subject and phrases put in and particles chosen."""
        lang = setting.lang
        named = _SLOT.sub(lambda m: f"[{self.slots[m[1]].of(lang)}]", template)
        subject = self.subject(setting.facts, lang)
        return fill(named, subject=subject, post=self._posts[setting.channel].of(lang), **setting.heard)

    def asks(self, lang: Lang) -> Mapping[str, str]:
        """What a slot asks of a person: its name."""
        return {bilingual.of(lang): name for name, bilingual in self.slots.items()}


def _condition(when: object, known: Collection[str], place: str) -> Condition:
    return ALWAYS if when is None else parse(when, known, place)
