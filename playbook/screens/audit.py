"""Audit: who did what when, whether the log still holds, evidence packs, and notifications that did not arrive."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from playbook.errors import InputError, PlaybookError
from playbook.records import Lang
from playbook.review import names
from playbook.review.audit import Fault, without
from playbook.review.proof import anchor_of
from playbook.review.store.log import Sought
from playbook.screens import audit_rows as rows
from playbook.screens import audit_words as w
from playbook.screens import words
from playbook.screens.allowed import acting, closed, sees
from playbook.screens.checking import Check
from playbook.screens.days import begin_of, end_of
from playbook.screens.editor import QUIET
from playbook.screens.picks import NameBox
from playbook.screens.prose import esc
from playbook.screens.refusals import refusal, told
from playbook.screens.warm import WarmDesk

MOST = 50
"""Entries that are shown at once."""
Updates = dict[Any, Any]


class AuditScreen:
    """The screen of the log; ``known`` (a name) lives in the browser."""

    def __init__(self, warm: WarmDesk, lang: Lang, tab: gr.Tab, known: gr.BrowserState) -> None:
        self._warm, self._lang = warm, lang
        self.shown, self.last = gr.State(""), gr.State(0)
        self.shut = gr.HTML(elem_id="audit-shut", apply_default_css=False)
        with gr.Row(elem_classes="pb-two", equal_height=False) as self.panel:
            with gr.Column(scale=12, min_width=320, elem_classes="pb-panel"):
                self._log()
            with gr.Column(scale=9, min_width=320):
                self._checks()
                self._packs(known)
                self._notices()
        self._wire(tab, known)

    def _log(self) -> None:
        lang = self._lang
        with gr.Row(elem_classes="pb-filters"):
            self.person = gr.Textbox(label=w.PERSON.of(lang), max_length=80, min_width=120, elem_id="log-person")
            self.subject = gr.Textbox(label=w.SUBJECT.of(lang), max_length=80, min_width=160, elem_id="log-subject")
            verbs = [(words.ANY.of(lang), ""), *((rows.verb(each, lang), each) for each in names.ACTS)]
            self.verb = gr.Dropdown(verbs, value="", label=w.VERB.of(lang), min_width=140, elem_id="log-verb")
            self.day = gr.Textbox(
                label=w.DAY.of(lang), placeholder=w.DAY_HINT.of(lang), max_length=10, min_width=120, elem_id="log-day"
            )
        self.show = gr.Button(w.SHOW.of(lang), size="sm", elem_id="log-show")
        self.list = gr.HTML(elem_id="log", apply_default_css=False)
        self.more = gr.Button(w.MORE.of(lang), size="sm", visible=False, elem_id="log-more")
        self.filters = [self.person, self.subject, self.verb, self.day]

    def _checks(self) -> None:
        lang = self._lang
        with gr.Column(elem_classes="pb-panel"):
            gr.HTML(
                f'<h2 class="pb-name">{esc(w.CHECK_TITLE.of(lang))}</h2><p class="pb-hint">'
                f"{esc(w.CHECK_HINT.of(lang))}</p>", apply_default_css=False,
            )  # fmt: skip
            self.head = gr.Textbox(
                label=w.HEAD.of(lang), info=w.HEAD_HINT.of(lang), interactive=False, lines=1, elem_id="log-head"
            )
            self.copy = gr.Button(w.COPY.of(lang), size="sm", elem_id="log-head-copy")
            self.anchor = gr.Textbox(label=w.ANCHOR.of(lang), max_length=100, elem_id="log-anchor")
            with gr.Row():
                self.check = gr.Button(w.CHECK.of(lang), variant="primary", min_width=140, elem_id="log-check")
                self.stop = gr.Button(w.STOP.of(lang), visible=False, min_width=100, elem_id="log-stop")
            self.checked = gr.HTML(elem_id="log-checked", apply_default_css=False)

    def _packs(self, known: gr.BrowserState) -> None:
        lang = self._lang
        with gr.Column(elem_classes="pb-panel", elem_id="packs") as self.packs:
            gr.HTML(
                f'<h2 class="pb-name">{esc(w.PACK.of(lang))}</h2><p class="pb-hint">{esc(w.PACK_HINT.of(lang))}</p>',
                apply_default_css=False,
            )
            self.pack_of = gr.Textbox(label=w.PACK_OF.of(lang), max_length=80, elem_id="pack-of")
            self.mask = gr.Checkbox(label=w.MASK.of(lang), value=True, elem_id="pack-mask")
            self.name = NameBox(lang, known, "pack-name")
            self.export = gr.Button(w.EXPORT.of(lang), elem_id="pack-export")
            self.packed = gr.HTML(elem_id="pack-told", apply_default_css=False)
            self.file = gr.JSON(visible=False)

    def _notices(self) -> None:
        lang = self._lang
        with gr.Column(elem_classes="pb-panel"):
            gr.HTML(f'<h2 class="pb-name">{esc(w.FAILED.of(lang))}</h2>', apply_default_css=False)
            self.letters = gr.HTML(elem_id="letters", apply_default_css=False)
            with gr.Column(visible=False, elem_classes="pb-inner") as self.trying:
                self.which = gr.Dropdown([], label=w.WHICH.of(lang), filterable=False, elem_id="letter-which")
                self.again = gr.Button(w.AGAIN.of(lang), size="sm", elem_id="letter-again")
            self.retold = gr.HTML(elem_id="letter-told", apply_default_css=False)
        self.notices: list[Any] = [self.letters, self.trying, self.which, self.retold]

    def _wire(self, tab: gr.Tab, known: gr.BrowserState) -> None:
        log = [self.list, self.shown, self.last, self.more]
        entered = [self.shut, self.panel, self.packs, self.head, self.name.box, *self.notices]
        tab.select(self.entered, known, entered, **QUIET).then(self.first, self.filters, log, **QUIET)
        asked = [self.show.click, self.person.submit, self.subject.submit, self.day.submit, self.verb.input]
        gr.on(asked, self.first, self.filters, log, **QUIET)
        self.more.click(self.further, [*self.filters, self.shown, self.last], log, trigger_mode="once", **QUIET)
        done = words.COPIED.of(self._lang)
        place = "#log-head input, #log-head textarea"
        self.copy.click(None, js=f"() => pbCopy('{place}', '#log-head-copy', '{done}')", **QUIET)
        verdict = [self.checked, self.stop, self.head]
        checking = self.check.click(self.verify, self.anchor, verdict, trigger_mode="once", **QUIET)
        self.stop.click(self.stopped, None, verdict, cancels=[checking], **QUIET)
        packing = self.export.click(
            self.packing, [self.pack_of, self.mask, self.name.box], [self.packed, self.file], trigger_mode="once",
            **QUIET,
        )  # fmt: skip
        packing.then(None, self.file, js="(file) => pbSave(file)", **QUIET)
        self.again.click(self.try_again, self.which, self.notices, trigger_mode="once", **QUIET)

    def entered(self, request: gr.Request, known: str | None) -> Updates:
        """What this person may see of it."""
        desk = self._warm.cold
        shut = closed(request, desk, "log", self._lang)
        if shut:
            return {self.shut: shut, self.panel: gr.update(visible=False)}
        return {
            self.shut: closed(request, desk, "pack", self._lang),
            self.panel: gr.update(visible=True),
            self.packs: gr.update(visible=sees(request, desk, "pack")),
            self.head: self._head(),
            **self.name.shown(request, known),
            **self._letters(),
        }

    def _head(self) -> str:
        seq, digest = self._warm.cold.store.head()
        return f"{seq}:{digest}" if seq else ""

    def first(self, request: gr.Request, person: str, subject: str, verb: str, day: str) -> Iterator[Updates]:
        """The newest entries that fit."""
        if not sees(request, self._warm.cold, "log"):
            yield {self.list: ""}
            return
        yield {self.list: rows.busy(w.BUSY.of(self._lang)), self.more: gr.update(visible=False)}
        yield self._read(person, subject, verb, day)

    def further(
        self, request: gr.Request, person: str, subject: str, verb: str, day: str, shown: str, last: int
    ) -> Updates:
        """The entries before those that are shown."""
        if not sees(request, self._warm.cold, "log"):
            return {self.list: ""}
        return self._read(person, subject, verb, day, shown, last)

    def _read(self, person: str, subject: str, verb: str, day: str, shown: str = "", last: int = 0) -> Updates:
        desk, lang = self._warm.cold, self._lang
        try:
            sought = Sought(
                by=(person or "").strip(), subject=(subject or "").strip(), verb=verb or "", since=begin_of(day),
                until=end_of(day), before=last or None,
            )  # fmt: skip
            found = desk.store.latest(sought, MOST + 1)
        except PlaybookError as error:
            return {self.list: refusal(error, lang), self.more: gr.update(visible=False)}
        shown += rows.entries(found[:MOST], lang)
        return {
            self.list: rows.listed(shown, lang) if shown else rows.nothing(desk.store.head()[0] > 0, lang),
            self.shown: shown,
            self.last: found[:MOST][-1].seq if found else last,
            self.more: gr.update(visible=len(found) > MOST),
        }

    def verify(self, request: gr.Request, anchor: str) -> Iterator[Updates]:
        """Whether log and rows hold, with how far it is on the way."""
        desk, lang = self._warm.cold, self._lang
        shut = closed(request, desk, "log", lang)
        if shut:
            yield {self.checked: shut}
            return
        try:
            noted = anchor_of(anchor.strip()) if (anchor or "").strip() else None
        except PlaybookError:
            wrong = InputError("An anchor is number:hash.", code="no_anchor")
            yield {self.checked: refusal(wrong, lang)}
            return
        whole, check = desk.store.head()[0], Check(desk.store)
        yield {self.checked: rows.busy(w.CHECKING.of(lang).format(n=0, all=f"{whole:,}")), self.stop: _seen(True)}
        for seq in check.run():
            said = w.CHECKING.of(lang).format(n=f"{seq:,}", all=f"{whole:,}")
            yield {self.checked: rows.busy(said if seq < whole else w.CHECKING_ROWS.of(lang))}
        try:
            found = [*check.faults, *self._lost(noted)]
        except PlaybookError as error:
            yield {self.checked: refusal(error, lang), self.stop: _seen(False)}
            return
        yield {
            self.checked: rows.faults(found, desk.store.head()[0], lang), self.stop: _seen(False),
            self.head: self._head(),
        }  # fmt: skip

    def _lost(self, noted: tuple[int, str] | None) -> list[Fault]:
        if noted is None:
            return []
        entry = self._warm.cold.store.entry(noted[0])
        return without([entry] if entry else [], noted)

    def stopped(self) -> Updates:
        """The check was left before its end."""
        return {
            self.checked: f'<p class="pb-unsure" role="status">{esc(w.STOPPED.of(self._lang))}</p>',
            self.stop: _seen(False),
        }

    def packing(self, request: gr.Request, subject: str, mask: bool, name: str) -> Iterator[Updates]:
        """An evidence pack for the browser to keep; it is not written on this machine, and the log says who took it."""
        desk, lang, subject = self._warm.cold, self._lang, (subject or "").strip()
        yield {self.packed: rows.busy(w.PACK_BUSY.of(lang)), self.file: None}
        try:
            person = acting(request, desk, name, "pack")
            if not subject:
                raise InputError("Say of which case or issue.", code="no_pack")
            content = desk.give_evidence(subject, person, mask=mask)
        except PlaybookError as error:
            yield {self.packed: refusal(error, lang)}
            return
        file = f"{subject}.zip"
        said = w.PACK_DONE.of(lang).format(name=file, size=f"{len(content) / 1024:,.0f}", seal=desk.seal.fingerprint)
        check = f"<p>{esc(w.PACK_CHECK.of(lang))} <code>playbook audit verify {esc(file)}</code></p>"
        yield {
            self.packed: told(said) + check,
            self.file: {"name": file, "content": base64.b64encode(content).decode()},
        }

    def _letters(self, said: str = "") -> Updates:
        desk = self._warm.cold
        found = [each for each in desk.store.letters() if each.error or each.given_up]
        lost = [(rows.about(each, desk, self._lang), each.id) for each in found if each.given_up]
        return {
            self.letters: rows.letters(found, desk, self._lang),
            self.trying: gr.update(visible=bool(lost)),
            self.which: gr.update(choices=lost, value=lost[0][1] if lost else None),
            self.retold: said,
        }

    def try_again(self, request: gr.Request, which: str | None) -> Updates:
        """A notification that was given up, back in the queue."""
        desk = self._warm.cold
        shut = closed(request, desk, "log", self._lang)
        if shut or not which:
            return {self.retold: shut}
        desk.store.again(which, datetime.now(UTC))
        return self._letters(told(w.AGAIN_NOW.of(self._lang)))


def _seen(visible: bool) -> Any:
    return gr.update(visible=visible)
