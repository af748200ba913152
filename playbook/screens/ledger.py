"""The issue of a case beside it: its facts, its promises, and what stands on a fact that changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from playbook.errors import PlaybookError
from playbook.records import Case, Lang, Person
from playbook.reply.promises import ALL_OTHERS, promises
from playbook.review.decisions import IN_WORK
from playbook.screens import issue, words
from playbook.screens import issue_words as w
from playbook.screens.case_powers import opened_as
from playbook.screens.editor import QUIET, Editor
from playbook.screens.fact_form import FactForm, Kept
from playbook.screens.refusals import refusal, refused, told
from playbook.screens.warm import WarmDesk
from playbook.screens.who import person_of

Updates = dict[Any, Any]


def owners_of(lines: str | None) -> dict[str, str]:
    """Owners as they are written in the box: a name for all, or one line each, deadline and name.

    >>> owners_of("11월 30일까지: 김하나")
    {'11월 30일까지': '김하나'}
    """
    found: dict[str, str] = {}
    for line in (lines or "").splitlines():
        before, _, name = line.rpartition(":")
        if name.strip():
            found[before.strip() or ALL_OTHERS] = name.strip()
    return found


class OwnersBox:
    """Who keeps the promises of a reply; stands beside the draft."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self.made = gr.HTML(elem_id="promises", apply_default_css=False)
        self.box = gr.Textbox(
            label=w.OWNERS.of(lang), info=w.OWNERS_HINT.of(lang), lines=1, max_lines=6, visible=False, elem_id="owners"
        )
        self.outputs = [self.made, self.box]

    def shown(self, case: Case | None, text: str | None = None, lines: str | None = None) -> list[Any]:
        """The promises of a text and their owners; ``lines`` is what stands in the box, None fills it anew."""
        if case is None or case.draft is None or case.state not in IN_WORK:
            return ["", gr.update(visible=False, value="")]
        found = promises(case.draft.text if text is None else text, datetime.now(UTC))
        named = case.owners | owners_of(lines)
        box: dict[str, Any] = {"visible": bool(found)}
        if lines is None:
            box["value"] = "\n".join(f"{key}: {name}" if key else name for key, name in case.owners.items())
        return [issue.made(found, named, self._lang), gr.update(**box)]


class LedgerPanel:
    """A panel beside the case; ``outputs`` is what ``shown`` fills."""

    def __init__(self, warm: WarmDesk, lang: Lang, case: gr.State) -> None:
        self._warm, self._lang, self._case = warm, lang, case
        with gr.Accordion(w.PANEL.of(lang), open=True, elem_id="issue-box", elem_classes="pb-panel"):
            self.which = gr.Dropdown(
                [], label=w.ISSUE.of(lang), info=w.ISSUE_HINT.of(lang), filterable=False, elem_id="issue"
            )
            with gr.Row(equal_height=False) as self.starting:
                self.title = gr.Textbox(label=w.TITLE.of(lang), max_length=200, elem_id="issue-title")
                self.start = gr.Button(w.OPEN.of(lang), size="sm", scale=0, min_width=140, elem_id="issue-open")
            self.facts = gr.HTML(elem_id="issue-facts", apply_default_css=False)
            self.uses = gr.HTML(elem_id="fact-uses", apply_default_css=False)
            self.form = FactForm(lang)
            self.tasks = gr.HTML(elem_id="issue-promises", apply_default_css=False)
            with gr.Row(equal_height=False, visible=False) as self.keeping:
                self.task = gr.Dropdown([], label=w.TASK.of(lang), filterable=False, elem_id="promise")
                self.keep = gr.Button(w.KEEP.of(lang), size="sm", scale=0, min_width=100, elem_id="promise-keep")
            self.told = gr.HTML(elem_id="issue-told", apply_default_css=False)
        self.outputs = [
            self.which, self.starting, self.title, self.facts, self.uses, *self.form.outputs, self.tasks,
            self.keeping, self.task, self.told,
        ]  # fmt: skip

    def wire(self, name: gr.Textbox, editor: Editor) -> list[Any]:
        """Let the panel act in a person's name, and the checks follow; returns the events that change the case."""
        case = self._case
        out = [case, *self.outputs]
        form = self.form
        follow: dict[str, Any] = {
            "fn": editor.followed,
            "inputs": editor.inputs(case),
            "outputs": editor.followers,
            **QUIET,
        }
        joined = [
            self.which.input(self.joined, [case, name, self.which], out, **QUIET),
            self.start.click(self.opened, [case, name, self.title], out, **QUIET),
        ]
        for event in joined:
            event.then(**follow)
        form.instead.input(self.chosen, [case, form.instead], form.follows, **QUIET)
        form.note.click(self.noted, [case, name, *form.boxes], self.outputs, **QUIET).then(**follow)
        withdrawn = [case, name, form.instead, form.source]
        form.withdraw.click(self.withdrawn, withdrawn, self.outputs, **QUIET).then(**follow)
        self.keep.click(self.kept, [case, name, self.task], self.outputs, **QUIET)
        return joined

    def shown(self, case: Case | None, said: str = "") -> Updates:
        """The panel for a case."""
        desk, lang = self._warm.desk, self._lang
        if case is None:
            return {self.told: said}
        choices = [(w.ALONE.of(lang), ""), *((each.title, each.id) for each in desk.issues())]
        ledger = desk.ledger_of(case)
        tasks = desk.promises(issue=case.issue) if case.issue else []
        kept = [(f"{task.words} · {task.owner}", task.id) for task in tasks]
        hint = f'<p class="pb-hint">{w.NO_ISSUE.of(lang)}</p>'
        return {
            self.which: gr.update(choices=choices, value=case.issue),
            self.starting: gr.update(visible=not case.issue),
            self.title: "",
            self.facts: issue.facts(ledger, lang) if ledger else hint,
            self.uses: "",
            **self.form.shown(ledger),
            self.tasks: issue.open_tasks(tasks, datetime.now(UTC), lang),
            self.keeping: gr.update(visible=bool(tasks)),
            self.task: gr.update(choices=kept, value=kept[0][1] if kept else None),
            self.told: said,
        }

    def joined(self, request: gr.Request, case: Case | None, name: str, issue_id: str) -> Updates:
        """The case put to an issue, or taken out."""
        if case is None:
            return {self.told: refused(words.NO_CASE.of(self._lang), self._lang)}
        try:
            person = person_of(request, self._warm.desk, name)
        except PlaybookError as error:
            return {**self.shown(case), self.told: refusal(error, self._lang)}
        return self._joined(case, person, issue_id)

    def _joined(self, case: Case, person: Person, issue_id: str) -> Updates:
        try:
            following = self._warm.desk.join(case, issue_id or "", person.name, person)
        except PlaybookError as error:
            following = self._warm.desk.store.get(case.id)
            if (following.version, following.issue) != (case.version + 1, issue_id or ""):
                return {**self.shown(case), self.told: refusal(error, self._lang)}
            # the list was asked twice for the same: a browser may fire its event once more
        said = w.JOINED if issue_id else w.LEFT
        case = opened_as(case, following)
        return {self._case: case, **self.shown(case, told(said.of(self._lang)))}

    def opened(self, request: gr.Request, case: Case | None, name: str, title: str) -> Updates:
        """A new issue with this case in it."""
        if case is None or not (title or "").strip():
            said = words.NO_CASE if case is None else w.NO_TITLE
            return {self.told: refused(said.of(self._lang), self._lang)}
        try:
            person = person_of(request, self._warm.desk, name)
            opened = self._warm.desk.open_issue(title, person.name, person)
        except PlaybookError as error:
            return {self.told: refusal(error, self._lang)}
        return self._joined(case, person, opened.id)

    def chosen(self, case: Case | None, instead: str) -> Updates:
        """The fact that is to change, as it stands."""
        return self.form.chosen(self._warm.desk.ledger_of(case) if case else None, instead)

    def noted(self, request: gr.Request, case: Case | None, name: str, *given: Any) -> Updates:
        """A fact added or changed, and what stands on the one that changed."""
        return self._facts(request, case, name, self.form.keep, *given)

    def withdrawn(self, request: gr.Request, case: Case | None, name: str, *given: Any) -> Updates:
        """A fact that holds no longer, and what stands on it."""
        return self._facts(request, case, name, self.form.take_back, *given)

    def _facts(
        self, request: gr.Request, case: Case | None, name: str, act: Callable[..., Kept], *given: Any
    ) -> Updates:
        if case is None:
            return {self.told: refused(words.NO_CASE.of(self._lang), self._lang)}
        desk = self._warm.desk
        try:
            said, uses = act(desk, case.issue, person_of(request, desk, name), *given)
        except PlaybookError as error:
            return {self.told: refusal(error, self._lang)}
        return {**self.shown(case, said), self.uses: uses}

    def kept(self, request: gr.Request, case: Case | None, name: str, task: str | None) -> Updates:
        """A promise that was kept."""
        if case is None or not task:
            return {self.told: refused(words.NO_CASE.of(self._lang), self._lang)}
        try:
            person = person_of(request, self._warm.desk, name)
            self._warm.desk.keep_promise(task, person.name, person=person)
        except PlaybookError as error:
            return {self.told: refusal(error, self._lang)}
        return self.shown(case, told(w.KEPT.of(self._lang)))
