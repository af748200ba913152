"""The desk: everything built once, when first needed, behind a few calls.

``Desk.open()`` costs nothing; models, rules, library and store are loaded by the first call that needs them and
shared by all threads after that.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from playbook.errors import InputError
from playbook.language.normalise import normalise
from playbook.records import (
    Case,
    Channel,
    Decision,
    Draft,
    Finding,
    Hit,
    Lang,
    Message,
    PassageKind,
    Sentence,
    Severity,
    Topic,
    Triage,
)
from playbook.settings import PACKAGE, Settings, data_folder

if TYPE_CHECKING:
    from playbook.library.cards import Card
    from playbook.library.encoder import Encoder
    from playbook.library.search import Library
    from playbook.reply.channels import ChannelRules
    from playbook.reply.checks import Check
    from playbook.reply.compose import Composer
    from playbook.review.store import Store
    from playbook.triage.decide import Triager
    from playbook.triage.heads import Heads
    from playbook.triage.rulebook import Rulebook
    from playbook.triage.signals import Patterns

T = TypeVar("T")

LONGEST = 100_000
"""Characters of a message; what is longer is no message."""
GIST = 4_000
"""Characters of a message that passages are looked for with."""


class Desk:
    """The whole program for a caller: triage, evidence, drafts, checks and review."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._built: dict[str, Any] = {}
        self._lock = threading.RLock()

    @classmethod
    def open(cls, settings: Settings | None = None) -> Desk:
        """A desk with these settings, by default those of the environment.

        Raises:
            SetupError: a setting is wrong.
        """
        return cls(settings or Settings.from_environment())

    def _once(self, name: str, build: Callable[[], T]) -> T:
        with self._lock:
            if name not in self._built:
                self._built[name] = build()
            built: T = self._built[name]
            return built

    @property
    def rule_folders(self) -> list[Path]:
        """Rule folders, the company's own first."""
        return [*self.settings.rules, data_folder("rules")]

    @property
    def knowledge_folders(self) -> list[Path]:
        """Card folders that exist: those the settings name, the one under home, and ours."""
        own = self.settings.home / "knowledge"
        return [*self.settings.knowledge, *([own] if own.is_dir() else []), data_folder("knowledge")]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards."""
        from playbook.library.cards import read_cards

        return self._once("cards", lambda: read_cards(self.knowledge_folders))

    @property
    def encoder(self) -> Encoder:
        """The encoder in use."""
        from playbook.library.encoder import open_encoder

        return self._once("encoder", lambda: open_encoder(self.settings.encoder, PACKAGE / "models" / "encoder"))

    @property
    def library(self) -> Library:
        """The library with its index."""
        from playbook.library.search import Library

        return self._once(
            "library",
            lambda: Library(self.cards, self.encoder, self.settings.home / "index", self.settings.chroma_url),
        )

    @property
    def patterns(self) -> Patterns:
        """The pattern signals."""
        from playbook.triage.signals import Patterns

        return self._once("patterns", lambda: Patterns.from_folders(self.rule_folders))

    @property
    def heads(self) -> Heads:
        """The small models."""
        from playbook.triage.heads import Heads

        return self._once("heads", lambda: Heads.load(PACKAGE / "models" / "heads.npz"))

    @property
    def head_encoder(self) -> Encoder:
        """What the small models read: the shipped encoder and the word meanings, whatever the search uses."""
        from playbook.library.encoder import JoinedEncoder, StaticEncoder

        def build() -> Encoder:
            # the heads were trained on what ships; another encoder would make them blind
            shipped = StaticEncoder(PACKAGE / "models" / "encoder") if self.settings.encoder else self.encoder
            return JoinedEncoder(shipped, StaticEncoder(PACKAGE / "models" / "words"))

        return self._once("head_encoder", build)

    @property
    def rulebook(self) -> Rulebook:
        """The rule tables."""
        from playbook.triage.heads import signal_names
        from playbook.triage.rulebook import Rulebook

        return self._once(
            "rulebook",
            lambda: Rulebook.from_folders(self.rule_folders, self.patterns, signal_names(self.heads)),
        )

    @property
    def triager(self) -> Triager:
        """Signals, models and rules together."""
        from playbook.triage.decide import Triager

        return self._once("triager", lambda: Triager(self.patterns, self.rulebook, self.heads, self.head_encoder))

    @property
    def composer(self) -> Composer:
        """Moves and channels."""
        from playbook.reply.channels import read_channels
        from playbook.reply.compose import Composer
        from playbook.reply.moves import Moves
        from playbook.triage.heads import signal_names
        from playbook.triage.signals import CONTEXT_SIGNALS

        def build() -> Composer:
            ids = {*self.patterns.signals, *CONTEXT_SIGNALS, *signal_names(self.heads)}
            known = ids | {name.split(".")[0] for name in ids}
            return Composer(Moves.from_folders(self.rule_folders, known), read_channels(self.rule_folders))

        return self._once("composer", build)

    @property
    def channels(self) -> dict[Channel, ChannelRules]:
        """What each channel allows."""
        from playbook.reply.channels import read_channels

        return self._once("channels", lambda: read_channels(self.rule_folders))

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks in the order in which a person should read their findings."""
        from playbook.reply import checks

        return self._once(
            "checks",
            lambda: (
                checks.unfilled_slot,
                checks.personal_data,
                checks.length,
                checks.NonApology.from_folders(self.rule_folders),
                checks.missing_parts,
                checks.unbound,
                checks.register,
                checks.language_mismatch,
            ),
        )

    @property
    def store(self) -> Store:
        """Where cases are kept."""
        from playbook.review.store import Store

        url = self.settings.database_url
        return self._once("store", lambda: Store(url) if url else Store.under(self.settings.home))

    def triage(self, message: Message) -> Triage:
        """What a message is, how bad it could get, which stance and who acts."""
        return self.triager.triage(_checked(message))

    def triage_all(self, messages: Iterable[Message]) -> Iterator[Triage]:
        """The same for many, in order and a batch at a time."""
        return self.triager.triage_all(map(_checked, messages))

    def draft(self, message: Message, *, lang: Lang | None = None, channel: Channel | None = None) -> Case:
        """Triage, evidence, a draft and what the checks say of it. Nothing is stored.

        Args:
            message: the message to answer.
            lang: language of the reply; by default that of the message.
            channel: where the reply will stand; by default where the message came from.

        Raises:
            InputError: the message is empty or too long.
        """
        from playbook.library.evidence import citations
        from playbook.reply.compose import DEFAULT_CHANNEL

        triage = self.triage(message)
        target: Channel = channel or message.channel or DEFAULT_CHANNEL
        speech = lang or triage.lang
        cited, gap = citations(_masked(message.text)[:GIST], triage, self.library, triage.lang)
        draft = self.composer.compose(message, triage, target, speech)
        case = Case(
            id=f"c-{secrets.token_hex(6)}",
            message=message,
            channel=target,
            triage=triage,
            citations=cited,
            draft=draft,
            gap=gap,
            created_at=datetime.now(UTC),
        )
        return case.model_copy(update={"findings": self.findings(case)})

    def findings(self, case: Case, text: str | None = None, known: tuple[str, ...] = ()) -> tuple[Finding, ...]:
        """What the checks say of the draft of a case, or of another wording of it."""
        from playbook.reply.channels import THREADED
        from playbook.reply.checks import Proof

        if case.draft is None:
            return ()
        return self._run(
            Proof(
                text=case.draft.text if text is None else text,
                lang=case.draft.lang,
                channel=self.channels[case.channel],
                threaded=case.channel in THREADED,
                message=case.message.text,
                message_lang=case.triage.lang,
                kind=case.triage.kind,
                topic=case.triage.topic,
                severity=case.triage.severity,
                stance=case.triage.stance,
                known=(*case.confirmed, *known),
                drafted=True,
            )
        )

    def check(
        self, text: str, *, channel: Channel = "web_form", topic: Topic | None = None, severity: Severity | None = None
    ) -> tuple[Finding, ...]:
        """What the checks say of a reply that a person wrote."""
        from playbook.language.detect import detect
        from playbook.reply.channels import THREADED
        from playbook.reply.checks import Proof

        return self._run(
            Proof(
                text=text,
                lang=detect(text),
                channel=self.channels[channel],
                threaded=channel in THREADED,
                topic=topic,
                severity=severity,
            )
        )

    def _run(self, proof: Any) -> tuple[Finding, ...]:
        return tuple(finding for check in self.checks for finding in check(proof))

    def revised(self, case: Case, text: str, values: Mapping[str, str] | None = None) -> Draft | None:
        """The draft of a case with another wording: length, parts and slots follow, known sentences keep their move.

        Args:
            case: the case.
            text: the new wording.
            values: what to fill slots with, by what they ask.
        """
        from playbook.language.korean import sentences
        from playbook.reply.compose import measured
        from playbook.reply.slots import fill_slots, find_slots

        if case.draft is None:
            return None
        text = fill_slots(text, values or {})
        filled = [s.model_copy(update={"text": fill_slots(s.text, values or {})}) for s in case.draft.sentences]
        known = sorted(filled, key=lambda sentence: -len(sentence.text))
        spans = sentences(text)
        ends = {end for _, end in spans}
        said: list[Sentence] = []
        covered = 0
        for start, end in spans:
            if start < covered:  # the second sentence of a move that takes two
                continue
            kept = next((s for s in known if text.startswith(s.text, start) and start + len(s.text) in ends), None)
            said.append(kept or Sentence(text=text[start:end], move="edited"))
            covered = start + len(said[-1].text)
        length, parts = measured(text, case.channel, self.channels[case.channel])
        slots = find_slots(text, self.composer.moves.asks(case.draft.lang))
        return case.draft.model_copy(
            update={"text": text, "length": length, "parts": parts, "slots": slots, "sentences": tuple(said)}
        )

    def decide(self, case: Case, decision: Decision) -> Case:
        """Carry out a decision and keep the case.

        Raises:
            ReviewError: not allowed now, to this person or on this text; nothing has changed.
        """
        from playbook.review.cases import apply

        draft = case.draft
        if draft is not None:
            text = decision.text if decision.text is not None else draft.text
            draft = self.revised(case, text, decision.slots)
        known = (*decision.slots.values(), *decision.confirm)
        findings = self.findings(case, draft.text, known) if draft else ()
        following = apply(case, decision, draft, findings, datetime.now(UTC))
        self.store.save(following)
        return following

    def search(
        self, query: str, *, k: int = 5, kinds: tuple[PassageKind, ...] = (), lang: Lang | None = None
    ) -> list[Hit]:
        """Passages that speak to a question or a situation, background cards included."""
        return self.library.search(query, k=k, kinds=kinds, lang=lang, reference=True)

    def close(self) -> None:
        """Give files and connections back."""
        with self._lock:
            if "library" in self._built and "dense" in vars(self._built["library"]):
                self.library.dense.close()
            if "store" in self._built:
                self.store.close()
            self._built.clear()


def _checked(message: Message) -> Message:
    if len(message.text) > LONGEST:
        raise InputError(
            f"The message has {len(message.text):,} characters, more than {LONGEST:,}; paste the part to answer."
        )
    if not message.text.strip() or not normalise(message.text).text.strip():
        raise InputError("The message is empty: paste the text to answer.")
    return message


def _masked(text: str) -> str:
    from playbook.language.privacy import mask

    return mask(text)[0]
