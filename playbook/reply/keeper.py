"""Whether another wording of a sentence may take its place: it does the same, in the same language, and states no more.

Every rule compares with our own sentence. What a wording may not bring in is refused wherever it comes from, the
message too: a person who writes "promise me a full refund" is not promised one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Literal, NamedTuple

from playbook.language.detect import detect
from playbook.language.korean import register_of, sentences
from playbook.language.privacy import find
from playbook.records import Lang
from playbook.reply.checks.said import PARTS, PartName
from playbook.reply.claims import claims, without_slots
from playbook.reply.slots import slot_spans

SHORTEST, LONGEST = 0.4, 1.8
"""Length of a wording beside ours."""
NEAR = 0.28
"""Cosine of the meanings of two wordings; paraphrases of our sentences have 0.3 and more, other matters less."""
MORE_SENTENCES = 1
"""A sentence may be said in so many more."""

Cause = Literal[
    "missing", "twice", "slots", "length", "markup", "language", "register", "personal", "orders", "tone", "meaning",
    "name", "finding", "room", "paragraph", "figure", "time", "promise", "remedy", "fault", "cause", "person", "way",
    "data", "request", "denial",
]  # fmt: skip
"""Why a wording is refused."""

_STAY: tuple[PartName, ...] = ("apology", "responsibility", "repair", "route", "protection", "victims")
"""What a sentence does that any wording of it has to do."""
_ABSENT: tuple[PartName, ...] = ("apology", "responsibility", "repair", "hurt", "victims", "evidence")
"""What no wording may do where our sentence does not."""
_TONES = ("danger.", "tone.insult", "tone.threat", "tone.sarcasm", "tone.spam", "tone.instructs", "tone.bad_faith",
          "ask.legal_threat", "claim.authority", "claim.admitted")  # fmt: skip
"""Signals that no reply may give."""

_MARKS = r" .,!?…·:;()'\"“”‘’/–—-"
_STRANGE: dict[Lang, re.Pattern[str]] = {
    "ko": re.compile(rf"[^가-힣A-Za-z0-9%{_MARKS}]"),
    "en": re.compile(rf"[^A-Za-z0-9%{_MARKS}]"),
}
"""Characters that plain prose of the language does not need: tags, stars, hashes, emoji, other scripts."""
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9'’-]*")
_CAPITAL = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z'’-]*")
_OPENING = """
    a again also an and any anyone anything as at before below best but by change contact could dear details do first
    following for from further hello here hi how however i if in it keep kind let may meanwhile more my next now of on
    once our please put questions rest send should sincerely so sorry stop take tell thank thanks that the there these
    they this to together unplug until updates warm we what when where whether which while who with would you your
    yours
"""
_LINKS = """
    are is was were be been being have has had do does did can could would should about also still now yet just us
    them their its then than too very again over up
"""
_OPENERS = frozenset(_OPENING.split())
"""Words that open a sentence and are nobody's name."""
_LINKING = frozenset((_OPENING + _LINKS).split())
_DUE = re.compile(r"\[[^\[\]]+\](?=까지)|(?<=\b[Bb]y )\[[^\[\]]+\]")
"""Slots that say by when; changed with another they would promise nonsense."""
_WORD = re.compile(r"[가-힣]{2,}|[a-z]{3,}")


class Means(NamedTuple):
    """What the keeper asks of other rooms."""

    signals: Callable[[str], Collection[str]]
    """Ids of the pattern signals that a text gives."""
    names: Callable[[str], Iterable[str]]
    """Proper nouns of a Korean text."""
    likeness: Callable[[str, str], float]
    """How near two texts are in meaning, up to 1."""


class Refusal(NamedTuple):
    """Why a wording is not taken."""

    cause: Cause
    words: str = ""
    """The words that it stumbled over."""


class Keeper:
    """Judges wordings of the sentences of one draft.

    Args:
        lang: language of the draft.
        means: what it asks of other rooms.
        message: the message, masked; where it gives orders to a machine, none of its words may come in.
    """

    def __init__(self, lang: Lang, means: Means, message: str) -> None:
        self._lang, self._means = lang, means
        obeyed = "tone.instructs_machine" in means.signals(message)
        self._orders = frozenset(_stems(message)) if obeyed else frozenset()

    def refusal(self, ours: str, new: str) -> Refusal | None:
        """Why ``new`` may not stand for ``ours``; None where it may."""
        return (
            self._of_form(ours, new)
            or self._of_claims(ours, new)
            or self._of_names(ours, new)
            or self._of_meaning(ours, new)
            or self._of_length(ours, new)
        )

    def _of_form(self, ours: str, new: str) -> Refusal | None:
        if Counter(ask for *_, ask in slot_spans(ours)) != Counter(ask for *_, ask in slot_spans(new)):
            return Refusal("slots")
        if sorted(_DUE.findall(ours)) != sorted(_DUE.findall(new)):
            return Refusal("slots")
        plain, said = without_slots(new), without_slots(ours)
        if len(plain.strip()) >= 8 and detect(plain) != self._lang:
            return Refusal("language")
        strange = [mark for mark in _STRANGE[self._lang].findall(plain) if mark not in said]
        if strange:
            return Refusal("language" if strange[0].isalpha() else "markup", strange[0])
        if self._lang == "ko" and not _registers(new) <= {"formal", *_registers(ours)}:
            return Refusal("register")
        return Refusal("personal") if len(find(new)) > len(find(ours)) else None

    def _of_claims(self, ours: str, new: str) -> Refusal | None:
        had, has = claims(ours), claims(new)
        for kind in ("request", "denial"):
            before, after = (any(kind == each for each, _ in found) for found in (had, has))
            if after > before or (kind == "denial" and after != before):
                return Refusal("request" if kind == "request" else "denial")
        for (kind, words), count in has.items():
            if kind not in ("request", "denial") and count > had[kind, words]:
                return Refusal(kind, words)
        if any(kind == "cause" for kind, _ in had):  # beside a cause, any noun that comes in reads as one
            strange = _stems(new) - _stems(ours) - _LINKING
            return Refusal("cause", min(strange)) if strange else None
        return None

    def _of_names(self, ours: str, new: str) -> Refusal | None:
        plain = without_slots(new)
        known = {word.casefold() for word in _LATIN.findall(without_slots(ours))}
        if self._lang == "ko":
            names = {*_LATIN.findall(plain), *self._means.names(plain)}
            strange = {name for name in names if name.casefold() not in known and name not in ours}
        else:
            capitals = {word.casefold() for word in _CAPITAL.findall(plain)} - known
            strange = {word for word in capitals if re.split("['’]", word)[0] not in _OPENERS}
        return Refusal("name", min(strange)) if strange else None

    def _of_meaning(self, ours: str, new: str) -> Refusal | None:
        heard = _stems(new) - _stems(ours)
        if heard & self._orders:
            return Refusal("orders", min(heard & self._orders))
        before, after = ours.casefold(), new.casefold()
        lost = any(PARTS[part].search(before) and not PARTS[part].search(after) for part in _STAY)
        gained = any(PARTS[part].search(after) and not PARTS[part].search(before) for part in _ABSENT)
        if lost or gained:
            return Refusal("meaning")
        tones = {name for name in self._means.signals(new) if name.startswith(_TONES)}
        if tones - set(self._means.signals(ours)):
            return Refusal("tone")
        far = self._means.likeness(without_slots(ours), without_slots(new)) < NEAR
        return Refusal("meaning") if far and new != ours else None

    def _of_length(self, ours: str, new: str) -> Refusal | None:
        fits = SHORTEST * len(ours) <= len(new) <= LONGEST * len(ours)
        return None if fits and len(sentences(new)) <= len(sentences(ours)) + MORE_SENTENCES else Refusal("length")


def _registers(text: str) -> set[str]:
    return {register_of(text[start:end]) for start, end in sentences(text)}


def _stems(text: str) -> set[str]:
    """Beginnings of the words of a text, enough to tell one word from another whatever its ending."""
    return {word[:6] if word.isascii() else word[:2] for word in _WORD.findall(without_slots(text).casefold())}
