"""What a message names itself: the thing, the place, the time and the wish, as short phrases a reply can pick up.

Only words of ``rules/heard.yaml`` are ever heard, so what comes back is no insult, no accusation, no name and no
number, whatever the message says. A thing counts where it was bought or used, or is the only one and named at once;
what is mentioned on the way in a longer story is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from playbook.errors import RuleError
from playbook.language.normalise import normalise
from playbook.records import Lang, Record
from playbook.reply.english_ear import EnglishEar
from playbook.reply.korean_ear import KoreanEar
from playbook.reply.sureness import surest
from playbook.triage.yaml_files import Expression, load_yaml, validated

GIST = 600
"""Characters that are listened to; what a person wants stands at the beginning or not at all."""
AT_ONCE: dict[Lang, int] = {"ko": 20, "en": 40}
"""Characters within which a message has named what it is about."""
SAYS_SOMETHING = 8
"""Characters from which a sentence is more than a greeting."""

_SENTENCE = re.compile(r"[^.!?\n]+")


class Heard(Record):
    """Phrases of a message in its own language; an empty one was not surely found."""

    thing: str = ""
    place: str = ""
    when: str = ""
    ask: str = ""

    def words(self, lang: Lang) -> dict[str, str]:
        """What a wording can name: the phrases, and ``matter``, which joins what it is about with where and when."""
        said = {"thing": self.thing, "place": self.place, "when": self.when, "ask": self.ask}
        if self.thing or self.place:
            said["matter"] = self._korean_matter if lang == "ko" else self._english_matter
        return {name: phrase for name, phrase in said.items() if phrase}

    @property
    def _korean_matter(self) -> str:
        return " ".join(filter(None, (self.when, self.place, self.thing)))

    @property
    def _english_matter(self) -> str:
        if self.thing and self.place:
            return f"the {self.thing} from our {self.place} {self.when}".rstrip()
        return f"the {self.thing}" if self.thing else f"our {self.place}"


NOTHING = Heard()


class _Words(Record):
    ko: str = ""
    """Words between blanks."""
    en: str = ""
    """Words between commas."""


class _Place(Record):
    kinds: str = ""
    names: str = ""


class _Places(Record):
    ko: _Place = _Place()
    en: _Place = _Place()


class _Ask(Record):
    name: str
    said: Expression


class _Asks(Record):
    ko: tuple[_Ask, ...] = ()
    en: tuple[_Ask, ...] = ()


class _File(Record):
    things: _Words = _Words()
    places: _Places = _Places()
    asks: _Asks = _Asks()


class Ears:
    """Hears in a message what ``heard.yaml`` has words for."""

    def __init__(self, files: Iterable[_File]) -> None:
        read = tuple(files)
        self._ears: dict[Lang, KoreanEar | EnglishEar] = {
            "ko": KoreanEar(
                _between_blanks(file.things.ko for file in read),
                _between_blanks(file.places.ko.kinds for file in read),
                _between_blanks(file.places.ko.names for file in read),
            ),
            "en": EnglishEar(
                _between_commas(file.things.en for file in read),
                _between_commas(file.places.en.kinds for file in read),
                _between_commas(file.places.en.names for file in read),
            ),
        }
        asks: dict[Lang, list[_Ask]] = {
            "ko": [ask for file in read for ask in file.asks.ko],
            "en": [ask for file in read for ask in file.asks.en],
        }
        self._wishes = {
            lang: [(ask.name, ear.wish(ask.said)) for ask in asks[lang]] for lang, ear in self._ears.items()
        }

    @classmethod
    def from_folders(cls, folders: Iterable[Path]) -> Ears:
        """Read ``heard.yaml`` of every folder that has one; their words are joined.

        Raises:
            RuleError: one is wrong, or there is none.
        """
        paths = [folder / "heard.yaml" for folder in folders]
        files = [validated(_File, load_yaml(path), str(path)) for path in paths if path.is_file()]
        if not files:
            raise RuleError("no heard.yaml in the rule folders.")
        return cls(files)

    def hear(self, text: str, lang: Lang) -> Heard:
        """What ``text``, written in ``lang``, surely names. Never raises."""
        folded, ear = normalise(text[:GIST]).folded, self._ears[lang]
        thing, at = surest(ear.things(folded), min(_beginning(folded), AT_ONCE[lang]))
        places = dict(ear.places(folded))
        place, there = next(iter(places.items())) if len(places) == 1 else ("", 0)
        when = _when(folded, ear.time, at if thing else there) if thing or place else ""
        return Heard(thing=thing, place=place, when=when, ask=self._ask(folded, lang))

    def _ask(self, folded: str, lang: Lang) -> str:
        """The only wish; two are a choice that a person has to read."""
        found = [name for name, wish in self._wishes[lang] if self._ears[lang].wants(folded, wish)]
        return found[0] if len(found) == 1 else ""


def _between_blanks(lists: Iterable[str]) -> list[str]:
    return " ".join(lists).split()


def _between_commas(lists: Iterable[str]) -> dict[str, str]:
    """Each word in lower case to the word as it is written."""
    return {name.lower(): name for some in lists for name in (part.strip() for part in some.split(",")) if name}


def _beginning(folded: str) -> int:
    """Where the first sentence ends that says more than hello."""
    return next((m.end() for m in _SENTENCE.finditer(folded) if len(m[0].strip()) >= SAYS_SOMETHING), len(folded))


def _when(folded: str, time: re.Pattern[str], at: int) -> str:
    """The only time that is named in the sentence of what was heard."""
    sentence = next((m for m in _SENTENCE.finditer(folded) if m.start() <= at < m.end()), None)
    found = {match[0] for match in time.finditer(sentence[0])} if sentence else set()
    return next(iter(found)) if len(found) == 1 else ""
