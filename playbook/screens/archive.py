"""Archive: past conversations found again, what people keep changing, and when personal data goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import gradio as gr

from playbook.errors import InputError, PlaybookError
from playbook.records import KINDS, STANCES, TOPICS, Bilingual, CaseState, Decision, Lang
from playbook.review import names
from playbook.screens import archive_rows as rows
from playbook.screens import archive_words as w
from playbook.screens import words
from playbook.screens.allowed import acting, closed, sees
from playbook.screens.days import begin_of, end_of
from playbook.screens.editor import QUIET
from playbook.screens.picks import PICK, NameBox, to
from playbook.screens.prose import esc
from playbook.screens.refusals import refusal, told
from playbook.screens.warm import WarmDesk

MOST = 50
"""Conversations that one search shows."""
Updates = dict[Any, Any]


class ArchiveScreen:
    """The screen of what is kept; ``known`` (a name) lives in the browser."""

    def __init__(self, warm: WarmDesk, lang: Lang, tab: gr.Tab, known: gr.BrowserState) -> None:
        self._warm, self._lang = warm, lang
        self.shut = gr.HTML(elem_id="archive-shut", apply_default_css=False)
        with gr.Column(elem_id="archive-panel") as self.panel:
            with gr.Column(elem_classes="pb-panel"):
                self._boxes()
            self.found = gr.HTML(
                f'<p class="pb-empty">{esc(w.START.of(lang))}</p>', elem_id="found", apply_default_css=False,
                js_on_load=PICK,
            )  # fmt: skip
            with gr.Accordion(w.CHANGES.of(lang), open=False, elem_id="changes-box", elem_classes="pb-panel"):
                gr.HTML(f'<p class="pb-hint">{esc(w.CHANGES_HINT.of(lang))}</p>', apply_default_css=False)
                self.count = gr.Button(w.CHANGES_SHOW.of(lang), size="sm", elem_id="changes-show")
                self.changes = gr.HTML(elem_id="kept-changing", apply_default_css=False)
            self._erasing(known)
        with gr.Column(visible=False, elem_id="conversation") as self.one:
            self.back = gr.Button(w.BACK.of(lang), size="sm", scale=0, min_width=120, elem_id="archive-back")
            self.conversation = gr.HTML(elem_id="conversation-text", apply_default_css=False, js_on_load=PICK)
        self._wire(tab, known)

    def _boxes(self) -> None:
        lang = self._lang
        self.query = gr.Textbox(
            label=w.FIND.of(lang), info=w.FIND_HINT.of(lang), max_length=200, elem_id="archive-query"
        )
        with gr.Row(elem_classes="pb-filters"):
            channels = {name: rules.name for name, rules in self._warm.cold.channels.items()}
            self.filters = [
                self._filter(words.ONLY_TOPIC, "archive-topic", {each: names.TOPICS[each] for each in TOPICS}),
                self._filter(words.ONLY_KIND, "archive-kind", {each: names.KINDS[each] for each in KINDS}),
                self._filter(w.STANCE, "archive-stance", {each: names.STANCE_NAMES[each] for each in STANCES}),
                self._filter(w.STATE, "archive-state", {each: names.STATES[each] for each in get_args(CaseState)}),
                self._filter(w.CHANNEL, "archive-channel", channels),
            ]
        with gr.Row(elem_classes="pb-filters"):
            self.author = gr.Textbox(
                label=w.AUTHOR.of(lang), info=w.AUTHOR_HINT.of(lang), max_length=80, min_width=200,
                elem_id="archive-author",
            )  # fmt: skip
            self.days = [
                gr.Textbox(
                    label=label.of(lang), info=w.DAY_HINT.of(lang), max_length=10, min_width=140, elem_id=elem_id
                )
                for label, elem_id in ((w.SINCE, "archive-since"), (w.UNTIL, "archive-until"))
            ]
        self.search = gr.Button(w.SEARCH.of(lang), variant="primary", elem_id="archive-search")

    def _filter(self, label: Bilingual, elem_id: str, labels: dict[Any, Bilingual]) -> gr.Dropdown:
        choices = [(words.ANY.of(self._lang), ""), *((name.of(self._lang), value) for value, name in labels.items())]
        return gr.Dropdown(
            choices, value="", label=label.of(self._lang), elem_id=elem_id, min_width=140, filterable=False
        )

    def _erasing(self, known: gr.BrowserState) -> None:
        lang = self._lang
        with gr.Accordion(
            w.ERASE.of(lang), open=False, visible=False, elem_id="erase-box", elem_classes="pb-panel"
        ) as self.erasing:
            gr.HTML(f'<p class="pb-hint">{esc(w.ERASE_HINT.of(lang))}</p>', apply_default_css=False)
            self.ask_due = gr.Button(w.ERASE_SHOW.of(lang), size="sm", elem_id="erase-show")
            self.due = gr.HTML(elem_id="erase-due", apply_default_css=False)
            with gr.Column(visible=False, elem_classes="pb-inner") as self.erase_form:
                self.which = gr.Dropdown([], label=w.ERASE_WHICH.of(lang), filterable=False, elem_id="erase-which")
                self.name = NameBox(lang, known, "erase-name")
                self.why = gr.Textbox(label=w.ERASE_WHY.of(lang), max_length=500, elem_id="erase-why")
                self.sure = gr.Checkbox(label=w.ERASE_SURE.of(lang), value=False, elem_id="erase-sure")
                self.erase = gr.Button(w.ERASE_DO.of(lang), variant="stop", size="sm", elem_id="erase-do")
            self.erased = gr.HTML(elem_id="erase-told", apply_default_css=False)
        self.due_outputs = [self.due, self.erase_form, self.which, self.why, self.sure, self.erased]

    def _wire(self, tab: gr.Tab, known: gr.BrowserState) -> None:
        tab.select(self.entered, known, [self.shut, self.panel, self.erasing, self.name.box], **QUIET)
        wanted = [self.query, *self.filters, self.author, *self.days]
        asked = [self.search.click, self.query.submit, self.author.submit, *(day.submit for day in self.days)]
        gr.on(asked, self.listed, wanted, self.found, **QUIET)
        opened = [self.conversation, self.one, self.panel, self.found]
        focus = {"fn": None, "js": to("conversation-title"), **QUIET}
        self.found.select(self.picked, None, opened, **QUIET).then(**focus)
        self.conversation.select(self.picked, None, opened, **QUIET).then(**focus)
        self.back.click(
            lambda: {self.one: gr.update(visible=False), self.panel: gr.update(visible=True)}, None, opened, **QUIET
        )
        self.count.click(self.counted, None, self.changes, **QUIET)
        self.ask_due.click(self.shown_due, None, self.due_outputs, **QUIET)
        erasing = [self.which, self.name.box, self.why, self.sure]
        self.erase.click(self.erase_one, erasing, self.due_outputs, trigger_mode="once", **QUIET)

    def entered(self, request: gr.Request, known: str | None) -> Updates:
        """What this person may see of it."""
        desk = self._warm.cold
        shut = closed(request, desk, "read", self._lang)
        return {
            self.shut: shut,
            self.panel: gr.update(visible=not shut),
            self.erasing: gr.update(visible=not shut and sees(request, desk, "erase")),
            **self.name.shown(request, known),
        }

    def listed(
        self, request: gr.Request, query: str, topic: str, kind: str, stance: str, state: str, channel: str,
        author: str, since: str, until: str,
    ) -> Iterator[str]:  # fmt: skip
        """Conversations that fit; first a word that they are being looked for."""
        desk, lang = self._warm.cold, self._lang
        shut = closed(request, desk, "read", lang)
        if shut:
            yield shut
            return
        yield f'<p class="pb-busy" role="status">{esc(w.SEARCH_BUSY.of(lang))}</p>'
        given: dict[str, Any] = {"topic": topic, "kind": kind, "stance": stance, "state": state, "channel": channel}
        try:
            found = desk.archive(
                query or "", author=author or "", since=begin_of(since), until=end_of(until), most=MOST,
                **{name: value or None for name, value in given.items()},
            )  # fmt: skip
        except PlaybookError as error:
            yield refusal(error, lang)
            return
        channels = {name: rules.name.of(lang) for name, rules in desk.channels.items()}
        yield rows.listed(found, channels, MOST, lang)

    def picked(self, request: gr.Request, event: gr.EventData) -> Updates:
        """One conversation."""
        desk, lang = self._warm.cold, self._lang
        shut = closed(request, desk, "read", lang)
        if shut:
            return {self.found: shut}
        try:
            shown = rows.conversation(desk, desk.store.get(event.pick), lang)
        except PlaybookError as error:
            return {self.found: refusal(error, lang)}
        return {
            self.conversation: shown,
            self.one: gr.update(visible=True),
            self.panel: gr.update(visible=False),
        }

    def counted(self, request: gr.Request) -> Iterator[str]:
        """What people keep changing; it takes seconds where there are many replies."""
        desk, lang = self._warm.cold, self._lang
        shut = closed(request, desk, "read", lang)
        if shut:
            yield shut
            return
        yield f'<p class="pb-busy" role="status">{esc(w.CHANGES_BUSY.of(lang))}</p>'
        yield rows.changed(desk.changes(), desk, lang)

    def shown_due(self, request: gr.Request) -> Updates:
        """What has been kept for long enough."""
        shut = closed(request, self._warm.cold, "erase", self._lang)
        return {self.due: shut, self.erase_form: gr.update(visible=False)} if shut else self._due()

    def _due(self, said: str = "") -> Updates:
        found = self._warm.cold.erase_due()
        choices = [(f"{names.TOPICS[each.topic].of(self._lang)} · {each.case}", each.case) for each in found]
        return {
            self.due: rows.due(found, self._lang),
            self.erase_form: gr.update(visible=bool(found)),
            self.which: gr.update(choices=choices, value=choices[0][1] if choices else None),
            self.why: "",
            self.sure: False,
            self.erased: said,
        }

    def erase_one(self, request: gr.Request, which: str | None, name: str, why: str, sure: bool) -> Updates:
        """Personal data of one conversation, gone for good."""
        desk = self._warm.cold
        try:
            person = acting(request, desk, name, "erase")
            if not which:
                raise InputError("Choose what to erase first.", code="erase_nothing")
            if not sure:
                raise InputError("This cannot be undone; say that you are sure.", code="erase_unsure")
            desk.decide(desk.store.get(which), Decision(verb="erase", by=person.name, reason=why or ""), person)
        except PlaybookError as error:
            return {self.erased: refusal(error, self._lang)}
        return self._due(told(w.ERASED_NOW.of(self._lang).format(id=which)))
