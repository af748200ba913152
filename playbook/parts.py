"""What the desk is built of: each part loaded once, by the first call that needs it, and shared by all threads."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from playbook.records import Channel
from playbook.settings import PACKAGE, Settings, data_folder

if TYPE_CHECKING:
    from playbook.library.cards import Card
    from playbook.library.encoder import Encoder
    from playbook.library.gaps import Gaps
    from playbook.library.search import Library
    from playbook.llm.model import LanguageModel
    from playbook.reply.channels import ChannelRules
    from playbook.reply.checks import Check
    from playbook.reply.compose import Composer
    from playbook.reply.keeper import Means
    from playbook.review.approvals import Approvals
    from playbook.review.clocks import ClockRules
    from playbook.review.notify import Notifier
    from playbook.review.retention import Retention
    from playbook.review.store import Store
    from playbook.triage.decide import Triager
    from playbook.triage.heads import Heads
    from playbook.triage.rulebook import Rulebook
    from playbook.triage.signals import Patterns

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Parts:
    """Models, rules, library and store behind the desk."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._built: dict[str, Any] = {}
        self._lock = threading.RLock()

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
    def company_folders(self) -> list[Path]:
        """Folders of the company's own cards that exist: those the settings name and the one under home."""
        own = self.settings.home / "knowledge"
        return [*self.settings.knowledge, *([own] if own.is_dir() else [])]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards."""
        from playbook.library.cards import read_cards

        return self._once("cards", lambda: read_cards([data_folder("knowledge")], self.company_folders))

    @property
    def encoder(self) -> Encoder:
        """The encoder in use."""
        from playbook.library.encoder import blind_to_korean, open_encoder

        def build() -> Encoder:
            encoder = open_encoder(self.settings.encoder, PACKAGE / "models" / "encoder")
            if self.settings.encoder and blind_to_korean(encoder):
                _log.warning("PLAYBOOK_ENCODER %r cannot tell Korean sentences apart; name a multilingual model.",
                             self.settings.encoder)  # fmt: skip
            return encoder

        return self._once("encoder", build)

    @property
    def library(self) -> Library:
        """The library with its index."""
        from playbook.library.search import Library

        return self._once(
            "library",
            lambda: Library(self.cards, self.encoder, self.settings.home / "index", self.settings.chroma_url),
        )

    @property
    def gaps(self) -> Gaps:
        """Messages that no guidance covered."""
        from playbook.library.gaps import Gaps

        return self._once("gaps", lambda: Gaps(self.settings.home / "gaps.jsonl"))

    def reopen_library(self) -> None:
        """Forget cards and index, because files of cards came or went."""
        with self._lock:
            library = self._built.pop("library", None)
            self._built.pop("cards", None)
            if library is not None:
                library.close()

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

        return self._once(
            "triager", lambda: Triager(self.patterns, self.rulebook, self.heads, self.head_encoder, self.language_model)
        )

    @property
    def language_model(self) -> LanguageModel | None:
        """The language model that is configured, if any."""
        from playbook.llm.model import LanguageModel

        name = self.settings.llm
        return self._once("language_model", lambda: LanguageModel(name)) if name else None

    @property
    def means(self) -> Means:
        """What other wordings of a draft are judged by."""
        from playbook.library.lexical import proper_nouns
        from playbook.reply.keeper import Means
        from playbook.triage.signals import read

        def signals(text: str) -> frozenset[str]:
            return frozenset(signal.id for signal in self.patterns.of(read(text)))

        def likeness(one: str, other: str) -> float:
            first, second = self.head_encoder.encode([one, other])
            return float(first @ second / max(float((first @ first) * (second @ second)) ** 0.5, 1e-9))

        return Means(signals, proper_nouns, likeness)

    @property
    def composer(self) -> Composer:
        """Moves and channels."""
        from playbook.reply.channels import read_channels
        from playbook.reply.compose import Composer
        from playbook.reply.heard import Ears
        from playbook.reply.moves import Moves
        from playbook.triage.heads import signal_names
        from playbook.triage.signals import CONTEXT_SIGNALS

        def build() -> Composer:
            ids = {*self.patterns.signals, *CONTEXT_SIGNALS, *signal_names(self.heads)}
            known = ids | {name.split(".")[0] for name in ids}
            moves = Moves.from_folders(self.rule_folders, known)
            return Composer(moves, read_channels(self.rule_folders), Ears.from_folders(self.rule_folders))

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
                checks.MustNotSay.from_folders(self.rule_folders),
                checks.length,
                checks.NonApology.from_folders(self.rule_folders),
                checks.Passive.from_folders(self.rule_folders),
                checks.order,
                checks.missing_parts,
                checks.Marketing.from_folders(self.rule_folders),
                checks.levity,
                checks.contested,
                checks.unbound,
                checks.first_figure,
                checks.voice,
                checks.promise_owner,
                checks.register,
                checks.language_mismatch,
                checks.AiNotice.from_folders(self.rule_folders),
                checks.placement,
            ),
        )

    @property
    def approvals(self) -> Approvals:
        """Who has to sign what."""
        from playbook.review.approvals import Approvals
        from playbook.triage.heads import signal_names
        from playbook.triage.signals import CONTEXT_SIGNALS

        def build() -> Approvals:
            ids = {*self.patterns.signals, *CONTEXT_SIGNALS, *signal_names(self.heads)}
            return Approvals.from_folders(self.rule_folders, ids | {name.split(".")[0] for name in ids})

        return self._once("approvals", build)

    @property
    def clock_rules(self) -> ClockRules:
        """Which clocks run on a case."""
        from playbook.review.clocks import ClockRules
        from playbook.triage.heads import signal_names
        from playbook.triage.signals import CONTEXT_SIGNALS

        def build() -> ClockRules:
            ids = {*self.patterns.signals, *CONTEXT_SIGNALS, *signal_names(self.heads)}
            return ClockRules.from_folders(self.rule_folders, ids | {name.split(".")[0] for name in ids})

        return self._once("clock_rules", build)

    @property
    def notifier(self) -> Notifier:
        """Who is told of what, and where."""
        from playbook.review.notify import Notifier

        return self._once(
            "notifier", lambda: Notifier.from_files(self.rule_folders, self.settings.notify, self.settings.url)
        )

    @property
    def retention(self) -> Retention:
        """How long personal data is kept."""
        from playbook.review.retention import Retention

        return self._once("retention", lambda: Retention.from_folders(self.rule_folders))

    @property
    def home(self) -> Path:
        """Folder of index, cases and keys."""
        return self.settings.home

    @property
    def store(self) -> Store:
        """Where cases are kept."""
        from playbook.review.store import Store

        url = self.settings.database_url
        return self._once("store", lambda: Store(url) if url else Store.under(self.settings.home))

    def close(self) -> None:
        """Give files and connections back."""
        with self._lock:
            if "library" in self._built:
                self.library.close()
            if "store" in self._built:
                self.store.close()
            self._built.clear()
