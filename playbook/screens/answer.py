"""Answer: a message comes in, the judgement, a draft and the evidence come out."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import gradio as gr

from playbook.errors import PlaybookError
from playbook.records import CHANNELS, Case, Decision, Lang
from playbook.reply.export import file_name
from playbook.reply.slots import fill_slots
from playbook.review import names
from playbook.screens import words as w
from playbook.screens.allowed import sees
from playbook.screens.editor import QUIET, Editor, fact_lines, fact_values
from playbook.screens.evidence import evidence
from playbook.screens.inbox import NO_CONTEXT, Inbox, message_of
from playbook.screens.judgement import judgement, marked
from playbook.screens.prose import esc
from playbook.screens.record import earlier
from playbook.screens.refusals import refusal, refused, told
from playbook.screens.warm import WarmDesk
from playbook.screens.who import logged_in, person_of

Saved = dict[str, Any]
"""What survives a reload: the boxes as they stood, and whether they had been judged."""

_BOXES = ("text", "channel", "speech", "mode", "speaker", "author", "followers", "prior", "shares", "handle")
_KEEP_TEXT = "(saved, text) => ({...(saved || {}), text: text})"
_KEEP_DRAFT = "(saved, draft, facts) => ({...(saved || {}), draft: draft, facts: facts})"
_LOOK = "() => { if (innerWidth < 769) document.querySelector('#judgement')?.scrollIntoView({block: 'start'}); }"


class AnswerScreen:
    """The first screen; ``name`` and ``saved`` live in the browser."""

    def __init__(self, warm: WarmDesk, lang: Lang, name: gr.BrowserState, saved: gr.BrowserState) -> None:
        self._warm, self._lang = warm, lang
        self.known_name, self.saved = name, saved
        self.case = gr.State(None)
        with gr.Row(elem_id="answer-row", equal_height=False):
            with gr.Column(scale=11, min_width=320, elem_id="answer-left"):
                self._ask()
                self.marked = gr.HTML(elem_id="marked", visible=False, apply_default_css=False)
                self._draft()
            with gr.Column(scale=10, min_width=320, elem_id="answer-right"):
                self.judgement = gr.HTML(self._empty(), elem_id="judgement", apply_default_css=False)
                self.evidence = gr.HTML(elem_id="evidence", visible=False, apply_default_css=False)
        self._wire()

    def _empty(self) -> str:
        return f'<p class="pb-empty">{esc(w.EMPTY.of(self._lang))}</p>'

    def _ask(self) -> None:
        lang = self._lang
        channels = [(rules.name.of(lang), name) for name, rules in self._warm.cold.channels.items()]
        with gr.Column(elem_id="ask", elem_classes="pb-panel"):
            self.text = gr.Textbox(
                label=w.MESSAGE.of(lang), info=w.MESSAGE_HINT.of(lang), lines=5, max_lines=16, elem_id="message"
            )
            with gr.Row():
                self.channel = gr.Dropdown(
                    channels, value=CHANNELS[0], label=w.CHANNEL.of(lang), min_width=140, elem_id="channel"
                )
                langs = [(name.of(lang), value) for name, value in zip(w.REPLY_LANGS, ("", "ko", "en"), strict=True)]
                self.speech = gr.Dropdown(
                    langs, value="", label=w.REPLY_LANG.of(lang), min_width=140, filterable=False, elem_id="speech"
                )
            with gr.Row():
                modes = [(w.AS_JUDGED.of(lang), ""), *((name.of(lang), mode) for mode, name in names.MODES.items())]
                self.mode = gr.Dropdown(
                    modes, value="", label=w.MODE.of(lang), min_width=140, filterable=False, elem_id="mode"
                )
                speakers = [(name.of(lang), speaker) for speaker, name in names.SPEAKERS.items()]
                self.speaker = gr.Dropdown(
                    speakers,
                    value="brand",
                    label=w.SPEAKER.of(lang),
                    min_width=140,
                    filterable=False,
                    elem_id="speaker",
                )
            with gr.Accordion(w.CONTEXT.of(lang), open=False, elem_id="context"), gr.Row():
                authors = [(name.of(lang), author) for author, name in names.AUTHORS.items()]
                self.author = gr.Dropdown(
                    authors, value="unknown", label=w.AUTHOR.of(lang), min_width=140, filterable=False
                )
                self.followers = gr.Number(0, label=w.FOLLOWERS.of(lang), minimum=0, precision=0, min_width=110)
                self.prior = gr.Number(0, label=w.PRIOR.of(lang), minimum=0, precision=0, min_width=110)
                self.shares = gr.Number(0, label=w.SHARES.of(lang), minimum=0, precision=0, min_width=110)
                self.handle = gr.Textbox(
                    label=w.HANDLE.of(lang), info=w.HANDLE_HINT.of(lang), max_length=200, min_width=200,
                    elem_id="handle",
                )  # fmt: skip
            with gr.Row():
                self.run = gr.Button(w.RUN.of(lang), variant="primary", scale=3, min_width=180, elem_id="run")
                self.inbox = Inbox(self._warm, lang)
                self.clear = gr.Button(w.CLEAR.of(lang), scale=1, min_width=80, elem_id="clear")
            self.inbox.ask()
            with gr.Row(elem_id="samples", elem_classes="pb-samples") as self.samples:
                gr.HTML(f'<p class="pb-hint">{esc(w.SAMPLES.of(lang))}</p>', apply_default_css=False)
                self.sample = [
                    gr.Button(name.of(lang), size="sm", min_width=90, elem_id=f"sample-{i}")
                    for i, name in enumerate(w.SAMPLE_NAMES)
                ]
            self.status = gr.HTML(elem_id="status", apply_default_css=False)

    def _draft(self) -> None:
        lang = self._lang
        with gr.Column(visible=False, elem_id="draft", elem_classes="pb-panel") as self.panel:
            with gr.Column(elem_classes="pb-inner") as self.editing:
                self.editor = Editor(self._warm, lang, "answer")
                self.download = gr.Button(w.DOWNLOAD.of(lang), size="sm", visible=False, elem_id="download")
                self.file = gr.JSON(visible=False)
            self.silent = gr.HTML(visible=False, elem_id="silent", apply_default_css=False)
            self.name = gr.Textbox(
                label=w.NAME.of(lang), info=w.NAME_HINT.of(lang), max_length=80, elem_id="author-name"
            )
            with gr.Row():
                self.copy = gr.Button(w.COPY.of(lang), min_width=90, elem_id="copy")
                self.submit = gr.Button(w.SUBMIT.of(lang), variant="primary", min_width=120, elem_id="submit")
            self.sent = gr.HTML(elem_id="sent", apply_default_css=False)

    def _wire(self) -> None:
        context = [self.author, self.followers, self.prior, self.shares, self.handle]
        boxes = [self.text, self.channel, self.speech, self.mode, self.speaker, *context]
        self.results = [
            self.status, self.case, self.judgement, self.marked, self.evidence, self.panel, self.editing, self.silent,
            self.samples, self.sent, self.copy, self.submit, self.saved, self.mode, self.download, *self.editor.outputs,
        ]  # fmt: skip
        look: dict[str, Any] = {"fn": None, "js": _LOOK, **QUIET}
        self.run.click(self.judged, boxes, self.results, trigger_mode="once", **QUIET).then(**look)
        for button, text, channel in zip(self.sample, w.SAMPLE_TEXTS, w.SAMPLE_CHANNELS, strict=True):
            chosen = json.dumps((text.of(self._lang), channel, *NO_CONTEXT), ensure_ascii=False)
            filled = button.click(None, None, [self.text, self.channel, *context], js=f"() => {chosen}", **QUIET)
            filled.then(self.judged, boxes, self.results, **QUIET).then(**look)
        # emptied in the browser at once, so that no late answer wipes what is typed or asked next
        emptied = {self.text: "", **dict(zip(context, NO_CONTEXT, strict=True)), **self._cleared()}
        values = json.dumps(list(emptied.values()), ensure_ascii=False)
        self.clear.click(None, None, list(emptied), js=f"() => {values}", **QUIET)
        self.text.change(None, [self.saved, self.text], self.saved, js=_KEEP_TEXT, **QUIET)
        self.editor.wire(self.case)
        kept = [self.saved, self.editor.box, self.editor.facts]
        for box in (self.editor.box, self.editor.facts):  # kept in the browser at once, whatever the checks take
            box.change(None, kept, self.saved, js=_KEEP_DRAFT, **QUIET)
        done = w.COPIED.of(self._lang)
        self.copy.click(None, js=f"() => pbCopy('#answer-draft textarea', '#copy', '{done}')", **QUIET)
        saving = self.download.click(self.exported, [self.case, self.editor.facts], self.file, **QUIET)
        saving.then(None, self.file, js="(file) => pbSave(file)", **QUIET)
        submitted = [self.case, self.editor.box, self.editor.facts, self.name]
        self.submit.click(
            self.submitted, submitted, [self.sent, self.case, self.submit, self.saved, self.known_name], **QUIET
        )
        self.inbox.wire([self.text, self.channel, *context], self.known_name, self.name, self.status, self.saved)
        self.boxes = boxes

    def judged(
        self, request: gr.Request, text: str, channel: Any, speech: Any, mode: Any, speaker: Any, *context: Any
    ) -> Iterator[dict[Any, Any]]:
        """Judgement, evidence and draft for what stands in the boxes."""
        lang = self._lang
        note = w.WORKING if self._warm.is_ready else w.WARMING
        yield {self.status: f'<p class="pb-busy" role="status">{esc(note.of(lang))}</p>'}
        try:
            message = message_of(text, channel, *context)
            case = self._warm.desk.draft(message, lang=speech or None, mode=mode or None, speaker=speaker or "brand")
        except PlaybookError as error:
            yield {self.status: refusal(error, lang)}
            return
        given = (text, channel, speech, mode, speaker, *context)
        yield self._shown(request, case, {**dict(zip(_BOXES, given, strict=True)), "judged": True})

    def _shown(self, request: gr.Request, case: Case, saved: Saved) -> dict[Any, Any]:
        lang, drafted = self._lang, case.draft is not None
        mode = case.draft.mode if case.draft else None
        text, facts = saved.get("draft"), saved.get("facts") or ""
        return {
            self.status: "",
            self.case: case,
            self.judgement: judgement(case, lang),
            self.marked: gr.update(value=marked(case, lang, self._earlier(request, case)), visible=True),
            self.evidence: gr.update(value=evidence(self._warm.desk, case, lang), visible=True),
            self.panel: gr.update(visible=True),
            self.editing: gr.update(visible=drafted),
            self.silent: gr.update(value=self._silence(case), visible=not drafted),
            self.mode: gr.update(info=w.MODE_NOW.of(lang).format(mode=names.MODES[mode].of(lang)) if mode else ""),
            self.samples: gr.update(visible=False),
            self.sent: "",
            self.copy: gr.update(visible=drafted),
            self.download: gr.update(visible=bool(case.draft and case.draft.statement)),
            self.submit: gr.update(interactive=True),
            self.saved: saved,
            **dict(zip(self.editor.outputs, self.editor.shown(case, text, facts), strict=True)),
        }

    def _earlier(self, request: gr.Request, case: Case) -> str:
        """What the same author sent before, for those who may look at past conversations."""
        desk = self._warm.desk
        return earlier(desk.earlier(case), self._lang) if sees(request, desk, "read") else ""

    def _silence(self, case: Case) -> str:
        said = (f"<b>{esc(w.NO_DRAFT.of(self._lang))}</b>", esc(case.care), esc(w.NO_DRAFT_REVIEW.of(self._lang)))
        return f'<p class="pb-text">{"<br>".join(filter(None, said))}</p>'

    def exported(self, case: Case | None, facts: str) -> dict[str, str] | None:
        """The statement as a file for the browser to keep; it is not written on this machine."""
        if case is None or case.draft is None or case.draft.statement is None:
            return None
        values = fact_values(facts)
        content = self._warm.desk.export(case, "docx", values)
        name = file_name(case.message.id, fill_slots(case.draft.statement, values), "docx")
        return {"name": name, "content": base64.b64encode(content).decode()}

    def _cleared(self) -> dict[Any, Any]:
        """Everything empty again; the case of before stays until the next, out of reach of any button."""
        return {
            self.status: "",
            self.judgement: self._empty(),
            self.marked: gr.update(visible=False),
            self.evidence: gr.update(visible=False),
            self.panel: gr.update(visible=False),
            self.samples: gr.update(visible=True),
            self.mode: gr.update(value="", info=""),
            self.saved: {},
        }

    def restored(self, request: gr.Request, saved: Saved | None, name: str | None) -> Iterator[dict[Any, Any]]:
        """The page as it stood before a reload."""
        saved = saved or {}
        given: list[Any] = [saved.get(key) for key in _BOXES]
        boxes = {box: value for box, value in zip(self.boxes, given, strict=True) if value is not None}
        login = logged_in(request)
        yield {**boxes, self.name: gr.update(value=login or name or "", visible=not login)}
        if saved.get("judged") and saved.get("text"):
            for step in self.judged(request, *given):
                if self.case in step:
                    step = self._shown(request, step[self.case], saved)
                yield step

    def submitted(self, request: gr.Request, case: Case | None, text: str, facts: str, name: str) -> dict[Any, Any]:
        """The draft sent to review under a name."""
        lang = self._lang
        if case is None:
            return {self.sent: refused(w.NO_CASE.of(lang), lang)}
        try:
            person = person_of(request, self._warm.desk, name)
            decision = Decision(
                verb="submit",
                by=person.name,
                text=text if case.draft else None,
                confirm=fact_lines(facts),
                version=case.version,
            )
            following = self._warm.desk.decide(case, decision, person)
        except PlaybookError as error:
            return {self.sent: refusal(error, lang)}
        return {
            self.sent: told(w.SUBMITTED.of(lang)),
            self.case: following,
            self.submit: gr.update(interactive=False),
            self.saved: {},
            self.known_name: decision.by,
        }
