"""Issues: every event that messages are about, how it stands, and one of them with all that belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from playbook.errors import InputError, PlaybookError
from playbook.records import Lang, Person
from playbook.screens import issue_rows as rows
from playbook.screens import issue_words
from playbook.screens import issues_words as w
from playbook.screens.allowed import acting, closed, sees
from playbook.screens.case_decide import time_of
from playbook.screens.editor import QUIET
from playbook.screens.fact_form import Kept
from playbook.screens.issue_view import IssueView, Updates
from playbook.screens.picks import PICK, NameBox, to
from playbook.screens.refusals import refusal, told
from playbook.screens.warm import WarmDesk


class IssuesScreen:
    """The screen of issues; ``known`` (a name) lives in the browser."""

    def __init__(self, warm: WarmDesk, lang: Lang, tab: gr.Tab, known: gr.BrowserState) -> None:
        self._warm, self._lang = warm, lang
        self.chosen = gr.State("")
        self.name = NameBox(lang, known, "issues-name")
        with gr.Column(elem_classes="pb-panel", elem_id="issues-panel") as self.panel:
            shows = [(word.of(lang), name) for name, word in w.FILTERS.items()]
            self.show = gr.Radio(shows, value="open", label=w.FILTER.of(lang), elem_id="issues-show")
            self.list = gr.HTML(elem_id="issues", apply_default_css=False, js_on_load=PICK)
            with gr.Accordion(w.NEW.of(lang), open=False, elem_id="issue-new") as self.new:
                self.title = gr.Textbox(
                    label=w.TITLE.of(lang), info=w.TITLE_HINT.of(lang), max_length=200, elem_id="new-issue-title"
                )
                self.open = gr.Button(w.OPEN.of(lang), size="sm", elem_id="new-issue-open")
            self.told = gr.HTML(elem_id="issues-told", apply_default_css=False)
        self.view = IssueView(warm, lang)
        self._wire(tab, known)

    def _wire(self, tab: gr.Tab, known: gr.BrowserState) -> None:
        view, form = self.view, self.view.form
        listing = [self.list, self.new, self.told]
        everything = [*view.outputs, *listing, self.panel, self.chosen, self.title]
        who, once = [self.chosen, self.name.box], {"trigger_mode": "once", **QUIET}
        entering = [known, self.show, self.chosen]
        self._compare(tab.select(self.entered, entering, [*everything, self.name.box], **QUIET))
        self.show.input(self.listed, self.show, listing, **QUIET)
        self._compare(self.list.select(self.picked, None, everything, **QUIET))
        self._compare(self.open.click(self.opened, [self.name.box, self.title], everything, **once))
        self._compare(view.reload.click(self.again, self.chosen, everything, **QUIET))
        view.back.click(self.back, self.show, everything, **QUIET).then(None, js=to("issues-title"), **QUIET)
        form.instead.input(self.fact_chosen, [self.chosen, form.instead], form.follows, **QUIET)
        self._compare(form.note.click(self.noted, [*who, *form.boxes], everything, **once))
        taking_back = [*who, form.instead, form.source]
        self._compare(form.withdraw.click(self.withdrawn, taking_back, everything, **once))
        view.task.input(self.follow_up, view.task, [view.follow_up, view.told], **QUIET)
        view.copy.click(None, js=view.copying(), **QUIET)
        self._compare(view.keep.click(self.kept, [*who, view.task, view.note], everything, **once))
        changing = [*who, view.task, view.change_why]
        self._compare(view.move.click(self.moved, [*changing, view.due], everything, **once))
        self._compare(view.hand_on.click(self.handed_on, [*changing, view.owner], everything, **once))
        self._compare(view.close.click(self.closed, [*who, view.why], everything, **once))
        self._compare(view.reopen.click(self.reopened, [*who, view.why], everything, **once))

    def _compare(self, event: Any) -> None:
        """Have the replies compared once the rest stands on the page."""
        event.then(self.compared, self.chosen, self.view.voice, **QUIET)

    def entered(self, request: gr.Request, known: str | None, show: str, chosen: str) -> Updates:
        """The list as it stands now, or the issue that was open."""
        found = self._opened(request, chosen) if chosen else self.listed(request, show)
        return {**found, **self.name.shown(request, known)}

    def listed(self, request: gr.Request, show: str) -> Updates:
        """The issues of a filter; where they are not this person's to see, who may."""
        desk, lang = self._warm.cold, self._lang
        shut = closed(request, desk, "read", lang)
        found = [] if shut else [each for each in desk.standings() if bool(each.issue.closed_at) == (show == "closed")]
        return {
            self.list: shut or rows.listed(found, show, datetime.now(UTC), lang),
            self.new: gr.update(visible=sees(request, desk, "facts")),
            self.told: "",
        }

    def picked(self, request: gr.Request, event: gr.EventData) -> Updates:
        """One issue to look at."""
        return self._opened(request, event.pick)

    def again(self, request: gr.Request, chosen: str) -> Updates:
        """The open issue as it stands now."""
        return self._opened(request, chosen)

    def back(self, request: gr.Request, show: str) -> Updates:
        """The list again."""
        return {
            self.chosen: "",
            self.panel: gr.update(visible=True),
            self.view.panel: gr.update(visible=False),
            **self.listed(request, show),
        }

    def opened(self, request: gr.Request, name: str, title: str) -> Updates:
        """A new issue."""
        try:
            person = acting(request, self._warm.cold, name, "facts")
            made = self._warm.cold.open_issue(title or "", person.name, person)
        except PlaybookError as error:
            return {self.told: refusal(error, self._lang)}
        return {**self._opened(request, made.id, told(w.OPENED.of(self._lang))), self.title: ""}

    def _opened(self, request: gr.Request, issue_id: str, said: str = "") -> Updates:
        desk, lang = self._warm.cold, self._lang
        shut = closed(request, desk, "read", lang)
        if shut:
            return {self.list: shut}
        try:
            shown = self.view.shown(issue_id, sees(request, desk, "facts"), said)
        except PlaybookError as error:
            return {self.told: refusal(error, lang)}
        return {**shown, self.panel: gr.update(visible=False), self.chosen: issue_id}

    def compared(self, request: gr.Request, chosen: str) -> Any:
        """Where the replies of the open issue contradict each other."""
        return self.view.compared(chosen) if chosen and sees(request, self._warm.cold, "read") else gr.skip()

    def fact_chosen(self, request: gr.Request, chosen: str, instead: str | None) -> Updates:
        """The fact that is to change, as it stands."""
        desk = self._warm.cold
        return self.view.form.chosen(desk.store.ledger(chosen) if sees(request, desk, "facts") else None, instead)

    def noted(self, request: gr.Request, chosen: str, name: str, *given: Any) -> Updates:
        """A fact added or changed, and what stands on the one that changed."""
        return self._fact(request, chosen, name, self.view.form.keep, *given)

    def withdrawn(self, request: gr.Request, chosen: str, name: str, *given: Any) -> Updates:
        """A fact that holds no longer, and what stands on it."""
        return self._fact(request, chosen, name, self.view.form.take_back, *given)

    def _fact(self, request: gr.Request, chosen: str, name: str, act: Callable[..., Kept], *given: Any) -> Updates:
        desk = self._warm.cold
        try:
            kept = act(desk, chosen, acting(request, desk, name, "facts"), *given)
        except PlaybookError as error:
            return {self.view.told: refusal(error, self._lang)}
        return {**self._opened(request, chosen, kept.said), self.view.uses: kept.uses}

    def follow_up(self, request: gr.Request, task: str | None) -> Updates:
        """The start of a report on a promise."""
        desk = self._warm.cold
        try:
            text = desk.follow_up(task) if task and sees(request, desk, "facts") else ""
            return {self.view.follow_up: text, self.view.told: ""}
        except PlaybookError as error:
            return {self.view.told: refusal(error, self._lang)}

    def kept(self, request: gr.Request, chosen: str, name: str, task: str | None, note: str) -> Updates:
        """A promise that was kept."""

        def keep(person: Person) -> None:
            self._warm.cold.keep_promise(_chosen(task), person.name, note or "", person)

        return self._act(request, chosen, name, keep, issue_words.KEPT.of(self._lang))

    def moved(self, request: gr.Request, chosen: str, name: str, task: str | None, why: str, due: str) -> Updates:
        """A promise with another due time."""

        def move(person: Person) -> None:
            self._warm.cold.move_promise(_chosen(task), _due(due), person, why or "")

        return self._act(request, chosen, name, move, w.MOVED.of(self._lang))

    def handed_on(self, request: gr.Request, chosen: str, name: str, task: str | None, why: str, owner: str) -> Updates:
        """A promise that somebody else keeps from now on."""

        def hand_on(person: Person) -> None:
            self._warm.cold.reassign_promise(_chosen(task), owner or "", person, why or "")

        return self._act(request, chosen, name, hand_on, w.HANDED_ON.of(self._lang))

    def closed(self, request: gr.Request, chosen: str, name: str, why: str) -> Updates:
        """The event is over."""
        close = self._warm.cold.close_issue
        said = w.CLOSED_NOW.of(self._lang)
        return self._act(request, chosen, name, lambda person: close(chosen, person, why or ""), said)

    def reopened(self, request: gr.Request, chosen: str, name: str, why: str) -> Updates:
        """It goes on."""
        reopen = self._warm.cold.reopen_issue
        said = w.REOPENED.of(self._lang)
        return self._act(request, chosen, name, lambda person: reopen(chosen, person, why or ""), said)

    def _act(self, request: gr.Request, chosen: str, name: str, act: Callable[[Person], object], said: str) -> Updates:
        try:
            act(acting(request, self._warm.cold, name, "facts"))
        except PlaybookError as error:
            return {self.view.told: refusal(error, self._lang)}
        return self._opened(request, chosen, told(said))


def _due(said: str) -> datetime:
    try:
        at = time_of(said)
    except InputError:
        at = None
    if at is None:
        raise InputError(f"{said!r} is no time; write it as 2026-11-30 18:00.", code="no_due")
    return at


def _chosen(task: str | None) -> str:
    if not task:
        raise InputError("Choose the promise first.", code="promise_not_chosen")
    return task
