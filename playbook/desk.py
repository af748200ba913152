"""The desk: everything built once, when first needed, behind a few calls.

``Desk.open()`` costs nothing; models, rules, library and store are loaded by the first call that needs them and
shared by all threads after that.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.errors import InputError
from playbook.language.normalise import normalise
from playbook.parts import Parts
from playbook.records import (
    Case,
    Channel,
    Draft,
    Finding,
    Hit,
    Lang,
    Message,
    Mode,
    Severity,
    Speaker,
    Topic,
    Triage,
)
from playbook.review.archive import ArchiveDesk
from playbook.review.decisions import ReviewDesk
from playbook.review.issue_course import CourseDesk
from playbook.review.issue_facts import FactDesk
from playbook.review.issue_promises import PromiseDesk
from playbook.review.issues import IssueDesk
from playbook.review.notify.courier import NotifyDesk
from playbook.review.people import PeopleDesk
from playbook.review.watch import WatchDesk
from playbook.settings import Settings

if TYPE_CHECKING:
    from playbook.library.gaps import Gap
    from playbook.library.intake import New
    from playbook.library.search import Only
    from playbook.reply.checks import Proof
    from playbook.reply.export import Form
    from playbook.reply.facts import Ledger

LONGEST = 100_000
"""Characters of a message; what is longer is no message."""
OF_STATEMENTS = frozenset({"unfilled_slot", "personal_data", "must_not_say", "unbound", "contested", "voice"})
"""Checks that a statement beside a reply has to pass with it."""
GIST = 4_000
"""Characters of a message that passages are looked for with."""


class Desk(
    Parts, ReviewDesk, IssueDesk, FactDesk, PromiseDesk, CourseDesk, ArchiveDesk, PeopleDesk, WatchDesk, NotifyDesk
):
    """The whole program for a caller: triage, evidence, drafts, checks and review."""

    @classmethod
    def open(cls, settings: Settings | None = None) -> Desk:
        """A desk with these settings, by default those of the environment.

        Raises:
            SetupError: a setting is wrong.
        """
        return cls(settings or Settings.from_environment())

    def triage(self, message: Message) -> Triage:
        """What a message is, how bad it could get, which stance and who acts."""
        return self.triager.triage(_checked(message))

    def triage_all(self, messages: Iterable[Message]) -> Iterator[Triage]:
        """The same for many, in order and a batch at a time."""
        return self.triager.triage_all(map(_checked, messages))

    def draft(
        self,
        message: Message,
        *,
        lang: Lang | None = None,
        channel: Channel | None = None,
        mode: Mode | None = None,
        speaker: Speaker = "brand",
    ) -> Case:
        """Triage, evidence, a draft and what the checks say of it. Nothing is stored but the note of a gap, masked.

        Args:
            message: the message to answer.
            lang: language of the reply; by default that of the message.
            channel: where the reply will stand; by default where the message came from.
            mode: what the reply does about the matter; by default what the decision asks for.
            speaker: who speaks in it.

        Raises:
            InputError: the message is empty or too long.
        """
        from playbook.language.privacy import mask
        from playbook.library.evidence import citations
        from playbook.reply.compose import DEFAULT_CHANNEL

        triage = self.triage(message)
        target: Channel = channel or message.channel or DEFAULT_CHANNEL
        speech = lang or triage.lang
        masked = mask(message.text)[0]
        cited, gap = citations(masked[:GIST], triage, self.library, triage.lang)
        if gap:
            self.gaps.add(masked, triage.lang, triage.kind, triage.topic)
        draft = self.composer.compose(_of_today(message), triage, target, speech, mode=mode, speaker=speaker)
        case = Case(
            id=f"c-{secrets.token_hex(6)}",
            message=message,
            channel=target,
            triage=triage,
            citations=cited,
            draft=draft,
            care="" if draft else self.composer.care(triage),
            gap=gap,
            created_at=datetime.now(UTC),
        )
        case = self._reworded(case)
        return case.model_copy(update={"findings": self.findings(case)})

    def _reworded(self, case: Case) -> Case:
        """The case with its draft in the words of the language model, where one is configured and they may be kept."""
        from playbook.reply.questions import Place
        from playbook.reply.reword import reworded

        draft, model = case.draft, self.language_model
        if draft is None or model is None:
            return case
        moves = self.composer.moves
        abouts = {name: move.about.en for name, move in moves.moves.items()}
        place = Place(case.channel, self.channels[case.channel], abouts, moves.asks(draft.lang))
        worded = reworded(draft, case.message.text, place, model, self.means, lambda text: self.findings(case, text))
        return case.model_copy(update={"draft": worded})

    def findings(
        self,
        case: Case,
        text: str | None = None,
        known: tuple[str, ...] = (),
        owners: Mapping[str, str] | None = None,
        ledger: Ledger | None = None,
    ) -> tuple[Finding, ...]:
        """What the checks say of the draft of a case, or of another wording of it.

        Args:
            case: the case.
            text: another wording.
            known: further facts that somebody vouches for.
            owners: further owners of promises; they are asked for once a case is in review.
            ledger: the facts of its issue, where they are not those that are kept.
        """
        from playbook.reply.channels import THREADED
        from playbook.reply.checks import Proof
        from playbook.reply.departure import departure
        from playbook.reply.moves import STANCES_OF

        if case.draft is None:
            return ()
        proof = Proof(
            text=case.draft.text if text is None else text,
            lang=case.draft.lang,
            channel=self.channels[case.channel],
            threaded=case.channel in THREADED,
            message=case.message.text,
            message_at=case.message.posted_at or case.created_at,
            message_lang=case.triage.lang,
            kind=case.triage.kind,
            topic=case.triage.topic,
            severity=case.triage.severity,
            stance=STANCES_OF[case.draft.mode] if case.draft.mode else case.triage.stance,
            known=(*case.confirmed, *known),
            drafted=True,
            ledger=ledger or self.ledger_of(case),
            before=self.replies_beside(case),
            owners=None if case.state in ("received", "drafted") else case.owners | dict(owners or {}),
        )
        return (*self._run(proof), *departure(case), *self._of_statement(case, proof))

    def _of_statement(self, case: Case, proof: Proof) -> Iterator[Finding]:
        """What must not stand in the statement, once it is under review with the reply."""
        statement = case.draft.statement if case.draft else None
        if not statement or case.state in ("received", "drafted"):
            return
        looked_at = replace(proof, text=statement, channel=self.channels["web_form"], owners=None)
        for finding in self._run(looked_at):
            if finding.check in OF_STATEMENTS:
                yield finding.model_copy(update={"part": "statement"})

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
        from playbook.reply.revise import revised

        if case.draft is None:
            return None
        asks = self.composer.moves.asks(case.draft.lang)
        return revised(case.draft, text, values or {}, case.channel, self.channels[case.channel], asks)

    def export(self, case: Case, form: Form, values: Mapping[str, str] | None = None) -> bytes:
        """The statement of a case as a file.

        Args:
            case: the case.
            form: ``docx`` or ``md``.
            values: what to fill slots with, by what they ask.

        Raises:
            InputError: the case has no statement, or there is no such form.
        """
        from playbook.reply.export import FORMS, as_docx, as_markdown
        from playbook.reply.slots import fill_slots

        if form not in FORMS:
            raise InputError(f"A statement cannot be exported as {form!r}; use one of {', '.join(FORMS)}.")
        if case.draft is None or case.draft.statement is None:
            raise InputError(
                f"Case {case.id} has no statement to export: one is drafted for grave matters that ask for it, and "
                "where a reply is too long for its channel."
            )
        statement = fill_slots(case.draft.statement, values or {})
        return as_markdown(statement) if form == "md" else as_docx(statement, datetime.now(UTC))

    def search(self, query: str, *, k: int = 5, only: Only | None = None, lang: Lang | None = None) -> list[Hit]:
        """Passages that speak to a question or a situation, background cards included; ``only`` narrows it."""
        from playbook.library.search import EVERYTHING

        return self.library.search(query, k=k, only=only or EVERYTHING, lang=lang, reference=True)

    def missing(self) -> list[Gap]:
        """Messages that no guidance covered when they came and none covers now, latest first."""
        from playbook.library.search import SERVED

        return self.gaps.open(lambda text: self.library.covers(text, SERVED))

    def take_in(self, new: Sequence[New]) -> None:
        """Keep cards of the company's own; searches know them from now on.

        Raises:
            SetupError: home cannot be written; nothing has changed.
        """
        from playbook.library.intake import keep

        keep(new, self.settings.home / "knowledge")
        self.reopen_library()

    def take_out(self, card_id: str) -> Path:
        """Take a card of the company's own out; returns where it is kept aside.

        Raises:
            KnowledgeError: no card of that id was added here.
        """
        from playbook.library.intake import remove

        aside = remove(card_id, self.settings.home / "knowledge")
        self.reopen_library()
        return aside


def _of_today(message: Message) -> Message:
    """The message as a reply may echo it: its 어제 is no day that today's reply could name so, where it is older."""
    from playbook.reply.days import day_of, days

    if message.posted_at is None or day_of(message.posted_at) == day_of(datetime.now(UTC)):
        return message
    text = message.text
    for start, end, _ in days(text, message.posted_at):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"  # as long as before: other spans point into it
    return message.model_copy(update={"text": text})


def _checked(message: Message) -> Message:
    if len(message.text) > LONGEST:
        raise InputError(
            f"The message has {len(message.text):,} characters, more than {LONGEST:,}; paste the part to answer.",
            code="too_long", n=len(message.text), most=LONGEST,
        )  # fmt: skip
    if not message.text.strip() or not normalise(message.text).text.strip():
        raise InputError("The message is empty: paste the text to answer.", code="empty")
    return message
