"""What a message names itself: the thing, the place, the time, the trouble and the wish, as phrases to pick up.

Only words of ``rules/heard.yaml`` are ever heard, so what comes back is no insult, no accusation, no name and no
number, whatever the message says. A trouble is always said as what the person told us. A thing counts where it was
bought or used, or is the only one and named at once; what is mentioned on the way in a longer story is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from playbook.errors import RuleError
from playbook.language.normalise import normalise
from playbook.records import Lang, Record, Topic
from playbook.reply.english_ear import EnglishEar
from playbook.reply.korean_ear import KoreanEar
from playbook.reply.sureness import surest
from playbook.triage.yaml_files import Expression, load_yaml, validated

GIST = 600
"""Characters that are listened to; what a person wants stands at the beginning or not at all."""
AT_ONCE: dict[Lang, int] = {"ko": 20, "en": 40}
"""Characters within which a message has named what it is about."""
FIRST: dict[Lang, int] = {"ko": 100, "en": 200}
"""Characters within which a trouble begins; what comes later in a long story is one thing among others."""
TELLING = 100
"""Characters that it takes to tell of a trouble, at the most."""
SAYS_SOMETHING = 8
"""Characters from which a sentence is more than a greeting."""

Felt = Literal[
    "waiting", "charged", "trapped", "received", "unusable", "lost", "unreachable", "slighted", "unwanted",
    "called_off", "unasked",
]  # fmt: skip
"""What a trouble is like for whoever has it, so that the apology is for that: a wait, a charge, no way out of a
contract, what was received, what cannot be used, what is lost, nobody to reach, a slight, unwanted messages, a plan
called off, something done that nobody asked for."""
Moment = Literal["grief", "occasion"]
"""A day in a life on which the trouble fell: a bereavement, or a day that people look forward to."""
QUESTIONS = "questions"
"""Several things are asked, and a reply that answers one of them leaves the others out."""
FEELINGS: frozenset[str] = frozenset(f"heard.{name}" for name in (*get_args(Felt), *get_args(Moment), QUESTIONS))
"""What conditions may ask of what was heard."""
OF_SERVICE: frozenset[Topic] = frozenset(
    {"product_quality", "outage", "delivery", "billing", "support", "policy", "other"}
)
"""Topics that shade into each other; a serious trouble is the matter of any of them."""

_SENTENCE = re.compile(r"[^.!?\n]+")
_QUESTION = re.compile(r"[^.!?\n]{2,}\?|[^.!?,\n]{2,}(?:나요|까요|가요|는지요?|은지요?|건지)(?=[.,\s]|$)")
_NO_QUESTION = re.compile(
    r"말이 ?[되돼됩]|장난|제정신|양심|너무하|너무한|않[나습]|아닌가|아닙니까|몇 ?번을|몇 ?번이나"
    r"|언제까지|뭐 ?하[는자]|뭡니까"
    r"|이게 ?(?:뭐|뭔|맞|서비스|정상)|뭔가요|왜 ?이[래러렇따]|어쩌라|해도 ?너무|할 ?말|어이|몰라서|일 ?안|돈만|호구"
    r"|joke|kidding|serious|how (?:hard|difficult|dare|is (?:this|that) (?:ok|acceptable|even))|what kind of"
    r"|do you even|why (?:should i|on earth|bother)"
    r"|who does that|what(?:.s| is) the point|is this (?:how|what)|really\?|right\?"
    r"|isn.t|aren.t|doesn.t|don.t you"
)
"""Questions that want no answer."""


class Heard(Record):
    """Phrases of a message in its own language; an empty one was not surely found."""

    thing: str = ""
    place: str = ""
    when: str = ""
    ask: str = ""
    told: str = ""
    """The trouble as a clause that is reported: "결제가 중복되었다는", "you were charged more than once"."""
    felt: Felt | None = None
    moments: tuple[Moment, ...] = ()
    questions: int = Field(default=0, ge=0)
    """How many things are asked; what is only said as a question does not count."""

    @property
    def feelings(self) -> frozenset[str]:
        """Names under which conditions ask for what was felt, and on what day."""
        several = QUESTIONS if self.questions > 1 else None
        return frozenset(f"heard.{name}" for name in (self.felt, *self.moments, several) if name)

    def words(self, lang: Lang) -> dict[str, str]:
        """What a wording can name: the phrases, and ``matter``, which joins what it is about with where and when."""
        said = {"thing": self.thing, "place": self.place, "when": self.when, "ask": self.ask, "told": self.told}
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


class _Trouble(Record):
    told: str
    topics: tuple[Topic, ...] = Field(min_length=1)
    serious: bool = False
    felt: Felt
    said: Expression


class _Troubles(Record):
    ko: tuple[_Trouble, ...] = ()
    en: tuple[_Trouble, ...] = ()


class _Said(Record):
    ko: Expression
    en: Expression


class _File(Record):
    things: _Words = _Words()
    places: _Places = _Places()
    asks: _Asks = _Asks()
    troubles: _Troubles = _Troubles()
    moments: dict[Moment, _Said] = Field(default_factory=dict)


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
        self._troubles: dict[Lang, list[tuple[_Trouble, re.Pattern[str]]]] = {
            "ko": [(trouble, re.compile(trouble.said)) for file in read for trouble in file.troubles.ko],
            "en": [(trouble, re.compile(trouble.said)) for file in read for trouble in file.troubles.en],
        }
        self._moments: dict[Lang, list[tuple[Moment, re.Pattern[str]]]] = {
            "ko": [(name, re.compile(said.ko)) for file in read for name, said in file.moments.items()],
            "en": [(name, re.compile(said.en)) for file in read for name, said in file.moments.items()],
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

    def hear(self, text: str, lang: Lang, topic: Topic | None = None) -> Heard:
        """What ``text``, written in ``lang``, surely names. Never raises.

        Args:
            text: the message.
            lang: its language.
            topic: what the message was decided to be about; a trouble of another topic is an aside. None takes any.
        """
        folded, ear = normalise(text[:GIST]).folded, self._ears[lang]
        thing, at = surest(ear.things(folded), min(_beginning(folded), AT_ONCE[lang]))
        places = dict(ear.places(folded))
        place, there = next(iter(places.items())) if len(places) == 1 else ("", 0)
        when = _when(folded, ear.time, at if thing else there) if thing or place else ""
        trouble = self._trouble(folded, lang, topic)
        return Heard(
            thing=thing,
            place=place,
            when=when,
            ask=self._ask(folded, lang),
            told=trouble.told if trouble else "",
            felt=trouble.felt if trouble else None,
            moments=tuple(name for name, said in self._moments[lang] if said.search(folded)),
            questions=sum(not _NO_QUESTION.search(match[0]) for match in _QUESTION.finditer(folded)),
        )

    def _trouble(self, folded: str, lang: Lang, topic: Topic | None) -> _Trouble | None:
        """The trouble of the topic that is told first, or the first serious one; any other is an aside.

        What follows from a trouble comes later in the message, and to name an aside is worse than to name nothing.
        """
        begun = folded[: FIRST[lang] + TELLING]
        found = [
            (match.start(), n) for n, (_, said) in enumerate(self._troubles[lang]) if (match := said.search(begun))
        ]
        told = [self._troubles[lang][n][0] for at, n in sorted(found) if at < FIRST[lang]]
        own = [trouble for trouble in told if topic is None or topic in trouble.topics]
        grave = [trouble for trouble in told if trouble.serious and topic in OF_SERVICE]
        return next(iter((*own, *grave)), None)

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
