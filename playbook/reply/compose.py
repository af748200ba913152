"""Drafts: the moves that a decision calls for, said in the language and within the limits of the channel.

A draft states nothing that is not known: what only people know is a slot. A reply that is too long becomes a thread
whose first post stands alone, or a short reply that points to a full statement; nothing is ever cut.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from playbook.language.lengths import Limit, measure, split
from playbook.records import Channel, Draft, Kind, Lang, Message, Mode, PersonalData, Sentence, Speaker, Topic, Triage
from playbook.reply.channels import THREADED, ChannelRules
from playbook.reply.doubt import spoken
from playbook.reply.heard import NOTHING, OF_SERVICE, Ears, Heard
from playbook.reply.moves import STANCES_OF, Moves, Plan, Setting
from playbook.reply.slots import find_slots
from playbook.triage.conditions import PRESENT, Facts

DEFAULT_CHANNEL: Channel = "web_form"
ROUTINE = 1
"""Up to this severity a text message may be a short one; who is badly served is answered in full."""
SERIOUS = 3
"""From this severity a statement is drafted beside the reply."""
MARKER = " 9/9"
"""Room that the number of a post takes."""
LINES = 4
"""A comment of so many sentences is broken into lines."""

_PICKED_UP: frozenset[Kind] = frozenset({"complaint", "inquiry", "suggestion", "praise"})
_ABOUT_THINGS: frozenset[Topic] = frozenset(
    {
        "product_quality",
        "safety",
        "outage",
        "delivery",
        "billing",
        "staff_conduct",
        "support",
        "policy",
        "labeling",
        "other",
    }
)
"""Where naming the thing again shows that we listened; elsewhere it would repeat a charge or tell of a person."""
_TOLD: frozenset[Topic] = _ABOUT_THINGS - {"safety"} | {"privacy"}
"""Where a trouble is one of a customer; where somebody may be hurt, people come first and nothing else is apt."""


@dataclass(frozen=True)
class _Task:
    """One draft to write."""

    plan: Plan
    setting: Setting
    rules: ChannelRules
    speaker: Speaker

    @property
    def opening(self) -> str:
        """The move that says who speaks; none where the account does."""
        if self.rules.manner in ("letter", "statement"):
            return "greet"
        return "introduce" if self.rules.introduces or self.speaker != "brand" else ""

    @property
    def moves(self) -> tuple[str, ...]:
        """All moves in the order of reading."""
        moves = tuple(move for move in self.plan.moves if self.rules.public or move != "no_data_here")
        opening = (self.opening,) if self.opening else ()
        return (*opening, *moves, "sign") if self.opening == "greet" else (*opening, *moves)


class Composer:
    """Writes drafts from moves, channels and what the message names itself."""

    def __init__(self, moves: Moves, channels: dict[Channel, ChannelRules], ears: Ears) -> None:
        self.moves, self.channels, self.ears = moves, channels, ears

    def compose(
        self,
        message: Message,
        triage: Triage,
        channel: Channel,
        lang: Lang,
        *,
        mode: Mode | None = None,
        speaker: Speaker = "brand",
    ) -> Draft | None:
        """A draft for this message, or None where the stance is to say nothing and no mode was chosen.

        Args:
            message: the message to answer.
            triage: the decision about it.
            channel: where the reply will stand.
            lang: language of the reply.
            mode: what the reply does about the matter; by default what the decision asks for.
            speaker: who speaks.
        """
        if triage.stance == "monitor" and mode is None:
            return None
        rules = self.channels[channel]
        facts = self._facts(triage, channel, lang, speaker)
        heard = self._heard(message, triage, lang)
        facts.readings = {**facts.readings, **dict.fromkeys(heard.feelings, 1.0)}
        mode, plan = self._chosen(facts, mode)
        told = replace(facts, labels={**facts.labels, **spoken(triage)})
        setting = Setting(told, lang, message.text, message.channel or channel, self._words(heard, triage, lang))
        task = _Task(plan, setting, rules, speaker)
        said, too_long = self._fitting(task, channel)
        text = self._joined(said, rules)
        length, parts = measured(text, channel, rules)
        form = task.plan.statement
        return Draft(
            text=text,
            lang=lang,
            length=length,
            limit=rules.limit,
            unit=rules.unit,
            parts=parts,
            slots=find_slots(text, self.moves.asks(lang)),
            sentences=tuple(said),
            subject=self.moves.say("subject_line", setting)[0] if rules.subject else None,
            statement=self._statement(form, setting) if form and (too_long or triage.severity >= SERIOUS) else None,
            mode=mode,
            speaker=speaker,
        )

    def plan(
        self, triage: Triage, channel: Channel, lang: Lang, *, mode: Mode | None = None, speaker: Speaker = "brand"
    ) -> tuple[Mode, Plan]:
        """What a reply does about the matter and by which plan, as :meth:`compose` has it."""
        return self._chosen(self._facts(triage, channel, lang, speaker), mode)

    def care(self, triage: Triage) -> str:
        """What to do inside where nothing is said to this message, in its language."""
        return self.moves.care(_decided(triage, triage.lang), triage.lang)

    def _facts(self, triage: Triage, channel: Channel, lang: Lang, speaker: Speaker) -> Facts:
        facts = _decided(triage, lang)
        sure = {f"sure.{name}": value for name, value in triage.confidence.model_dump().items()}
        place = "on.public" if self.channels[channel].public else "on.private"
        facts.readings = {**sure, place: 1.0, f"on.{channel}": 1.0, f"speaker.{speaker}": 1.0}
        return facts

    def _chosen(self, facts: Facts, mode: Mode | None) -> tuple[Mode, Plan]:
        """The mode, chosen or decided, and its plan; ``facts`` know of the mode from then on."""
        if mode is not None:
            facts.labels["stance"] = STANCES_OF[mode]
        mode = mode or self.moves.mode(facts)
        facts.readings = {**facts.readings, f"mode.{mode}": 1.0}
        return mode, self.moves.plan(facts, mode)

    def _heard(self, message: Message, triage: Triage, lang: Lang) -> Heard:
        """What the message names itself, where the reply may pick it up."""
        labels = spoken(triage)
        kind, topic = labels["kind"], triage.topic if triage.topic in OF_SERVICE else labels["topic"]
        if lang != triage.lang or kind not in _PICKED_UP or topic not in _ABOUT_THINGS | _TOLD:
            return NOTHING
        heard = self.ears.hear(_blanked(message.text, triage.personal_data), lang, topic)
        if kind != "complaint" or topic not in _TOLD:
            heard = heard.model_copy(update={"told": "", "felt": None, "moments": ()})
        return heard

    def _words(self, heard: Heard, triage: Triage, lang: Lang) -> dict[str, str]:
        """Phrases of the message that the reply may say again."""
        words = heard.words(lang)
        if triage.topic not in _ABOUT_THINGS:
            words = {name: phrase for name, phrase in words.items() if name == "told"}
        bad_faith = any(s.id == "tone.bad_faith" and s.score >= PRESENT for s in triage.signals)
        if bad_faith or triage.kind not in ("complaint", "inquiry"):
            words.pop("ask", None)  # a demand is not repeated as if it were a wish
        return words

    def _fitting(self, task: _Task, channel: Channel) -> tuple[list[Sentence], bool]:
        """The sentences of a draft that fits, and whether all of them together were too long for one post."""
        said = self._say(task.moves, task.setting)
        bound = task.rules.bound
        if task.rules.short_bound is not None and task.setting.facts.labels["severity"] <= ROUTINE:
            said = self._as_short(task, task.rules.short_bound) or said
        if bound is None or bound.fits(self._joined(said, task.rules)):
            return said, False
        if channel in THREADED and task.plan.thread:
            return self._threaded(task), True
        return self._shortened(task), True

    def _as_short(self, task: _Task, short: Limit) -> list[Sentence]:
        """A short message that says who we are and every essential move, or nothing: then it goes as a long one."""
        opening = (task.opening,) if task.opening else ()
        moves = [move for move in task.moves if move in {*opening, *task.plan.essential}]
        tries = (self._say(said, task.setting, brief) for said, brief in
                 ((task.moves, ()), (moves, ()), (moves, opening), (moves, moves)))  # fmt: skip
        return next((said for said in tries if short.fits(self._joined(said, task.rules))), [])

    def _say(self, moves: Sequence[str], setting: Setting, brief: Collection[str] = ()) -> list[Sentence]:
        said: list[Sentence] = []
        for move in moves:
            text, phrases = self.moves.say(move, setting, move in brief)
            if text and all(text != sentence.text for sentence in said):
                setting = setting.without(phrases)
                said.append(Sentence(text=text, move=move, cites=self.moves.moves[move].cites))
        return said

    def _threaded(self, task: _Task) -> list[Sentence]:
        """A first post that stands alone, then the rest in the order of reading."""
        bound = task.rules.bound
        opening = (task.opening,) if task.opening else ()
        head = (*opening, *task.plan.thread)
        tries = [(head, ()), (head, head), ((*opening, task.plan.thread[0], task.plan.thread[-1]), head)]
        first: list[Sentence] = []
        for moves, brief in tries:
            first = self._say(tuple(dict.fromkeys(moves)), task.setting, brief)
            if bound is None or bound.fits(self._joined(first, task.rules) + MARKER):
                break
        done = {sentence.move for sentence in first}
        rest = self._say([move for move in task.moves if move not in done], task.setting)
        return [*first, *rest]

    def _shortened(self, task: _Task) -> list[Sentence]:
        """As many moves as fit: the essential ones, a pointer to the full text, and whatever else has room.

        Where they do not fit as they are, the least weighty are said briefly; where even that is too long, they go.
        """
        plan, rules = task.plan, task.rules
        points = any(self.moves.moves[move].points for move in plan.essential)
        pointer = ("point_to_statement",) if plan.statement and not points else ()
        opening = (task.opening,) if task.opening else ()
        # a person who speaks has to be named; the company can be where there is room
        named = opening if task.speaker != "brand" else ()
        wanted = (*plan.essential[:1], *named, *plan.essential[1:], *pointer)
        reading_order = tuple(dict.fromkeys((*task.moves, *pointer)))

        def said(moves: Collection[str], brief: Collection[str]) -> list[Sentence]:
            return self._say([move for move in reading_order if move in moves], task.setting, brief)

        def fits(moves: Collection[str], brief: Collection[str]) -> bool:
            return rules.bound is None or rules.bound.fits(self._joined(said(moves, brief), rules))

        briefs = (wanted[first:] for first in range(len(wanted), -1, -1))
        brief = (*next((each for each in briefs if fits(wanted, each)), wanted), *opening)
        kept: list[str] = []
        for move in dict.fromkeys((*wanted, *opening, *reading_order)):
            brief = brief if fits([*kept, move], brief) else (*brief, move)
            if fits([*kept, move], brief):
                kept.append(move)
        return said(kept or plan.essential[:1], brief)

    def _statement(self, name: str, setting: Setting) -> str:
        """The full statement: title, paragraphs in the order of a Korean apology, date and signature."""
        rules, lang = self.moves.statement, setting.lang
        form = self.moves.form(name)
        own = setting.without(setting.heard).in_public()  # a statement speaks to everybody
        title = self.moves.spoken(rules.title(form).of(lang), own)
        body = self._paragraphs(self._say(self.moves.led(form.moves, own.facts), own))
        return "\n\n".join([title, *body, self.moves.spoken(rules.ending.of(lang), own)])

    def _paragraphs(self, said: Sequence[Sentence]) -> list[str]:
        """Sentences that belong to the same part, together."""
        paragraphs: list[str] = []
        before = ""
        for sentence in said:
            part = self.moves.moves[sentence.move].part
            if part == before:
                paragraphs[-1] += f" {sentence.text}"
            else:
                paragraphs.append(sentence.text)
            before = part
        return paragraphs

    def _joined(self, said: Sequence[Sentence], rules: ChannelRules) -> str:
        """Sentences as one text: a letter has paragraphs, a chat lines, a post neither."""
        if rules.manner in ("letter", "statement"):
            return "\n\n".join(self._paragraphs(said))
        if rules.manner == "chat" or (rules.manner == "comment" and len(said) >= LINES):
            return "\n".join(self._paragraphs(said))
        return " ".join(sentence.text for sentence in said)


def measured(text: str, channel: Channel, rules: ChannelRules) -> tuple[int, tuple[str, ...]]:
    """Length as the channel counts it and the posts it takes: of a thread, the longest post counts."""
    bound = rules.bound
    parts: tuple[str, ...] = (text,)
    if bound is not None and bound.limit is not None and channel in THREADED and not bound.fits(text):
        parts = split(text, bound.limit, bound.unit)
    return max(measure(part, rules.unit) for part in parts), parts


def _blanked(text: str, hidden: Sequence[PersonalData]) -> str:
    """The text without what tells who somebody is."""
    for found in hidden:
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    return text


def _decided(triage: Triage, lang: Lang) -> Facts:
    kind = spoken(triage)["kind"]
    labels = {"kind": kind, "topic": triage.topic, "severity": triage.severity, "stance": triage.stance}
    return Facts({signal.id: signal for signal in triage.signals}, {**labels, "lang": lang})
