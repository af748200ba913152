"""The issue of a case beside it: its facts, its promises, and what stands on a fact that changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import gradio as gr

from playbook.errors import PlaybookError
from playbook.records import Case, Lang
from playbook.reply.promises import ALL_OTHERS, promises
from playbook.screens import issue, words
from playbook.screens import issue_words as w
from playbook.screens.editor import QUIET, Editor
from playbook.screens.refusals import refused, told
from playbook.screens.warm import WarmDesk

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
        if case is None or case.draft is None or case.state in ("approved", "rejected"):
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
            with gr.Accordion(w.ADD.of(lang), open=False, visible=False, elem_id="fact-box") as self.adding:
                self.instead = gr.Dropdown([], label=w.INSTEAD.of(lang), filterable=False, elem_id="fact-instead")
                self.statement = gr.Textbox(
                    label=w.STATEMENT.of(lang),
                    info=w.STATEMENT_HINT.of(lang),
                    max_length=1000,
                    elem_id="fact-statement",
                )
                statuses = [(word.of(lang), status) for status, (_, word) in w.STATUS.items()]
                self.status = gr.Radio(statuses, value="confirmed", label=w.FACT_STATUS.of(lang), elem_id="fact-status")
                self.source = gr.Textbox(
                    label=w.SOURCE.of(lang), info=w.SOURCE_HINT.of(lang), max_length=300, elem_id="fact-source"
                )
                with gr.Row():
                    self.note = gr.Button(w.NOTE.of(lang), size="sm", elem_id="fact-note")
                    self.withdraw = gr.Button(w.WITHDRAW.of(lang), size="sm", elem_id="fact-withdraw")
            self.tasks = gr.HTML(elem_id="issue-promises", apply_default_css=False)
            with gr.Row(equal_height=False, visible=False) as self.keeping:
                self.task = gr.Dropdown([], label=w.TASK.of(lang), filterable=False, elem_id="promise")
                self.keep = gr.Button(w.KEEP.of(lang), size="sm", scale=0, min_width=100, elem_id="promise-keep")
            self.posted = gr.Button(w.POSTED.of(lang), size="sm", visible=False, elem_id="posted")
            self.told = gr.HTML(elem_id="issue-told", apply_default_css=False)
        self.outputs = [
            self.which, self.starting, self.title, self.facts, self.uses, self.adding, self.instead, self.statement,
            self.source, self.tasks, self.keeping, self.task, self.posted, self.told,
        ]  # fmt: skip

    def wire(self, name: gr.Textbox, editor: Editor) -> list[Any]:
        """Let the panel act in a person's name, and the checks follow; returns the events that change the case."""
        case = self._case
        out = [case, *self.outputs]
        fact = [case, name, self.instead, self.statement, self.status, self.source]
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
        chosen = [self.statement, self.status, self.source]
        self.instead.input(self.chosen, [case, self.instead], chosen, **QUIET)
        self.note.click(self.noted, fact, self.outputs, **QUIET).then(**follow)
        self.withdraw.click(self.withdrawn, [case, name, self.instead, self.source], self.outputs, **QUIET).then(
            **follow
        )
        self.keep.click(self.kept, [case, name, self.task], self.outputs, **QUIET)
        self.posted.click(self.marked, [case, name], self.outputs, **QUIET)
        return joined

    def shown(self, case: Case | None, said: str = "") -> Updates:
        """The panel for a case."""
        desk, lang = self._warm.desk, self._lang
        if case is None:
            return {self.told: said}
        choices = [(w.ALONE.of(lang), ""), *((each.title, each.id) for each in desk.issues())]
        ledger = desk.ledger_of(case)
        standing = ledger.standing if ledger else ()
        tasks = desk.promises(issue=case.issue) if case.issue else []
        kept = [(f"{task.words} · {task.owner}", task.id) for task in tasks]
        changeable = [(w.NEW_FACT.of(lang), ""), *((fact.statement, fact.id) for fact in standing)]
        hint = f'<p class="pb-hint">{w.NO_ISSUE.of(lang)}</p>'
        return {
            self.which: gr.update(choices=choices, value=case.issue),
            self.starting: gr.update(visible=not case.issue),
            self.title: "",
            self.facts: issue.facts(ledger, lang) if ledger else hint,
            self.uses: "",
            self.adding: gr.update(visible=bool(case.issue)),
            self.instead: gr.update(choices=changeable, value=""),
            self.statement: "",
            self.source: "",
            self.tasks: issue.open_tasks(tasks, datetime.now(UTC), lang),
            self.keeping: gr.update(visible=bool(tasks)),
            self.task: gr.update(choices=kept, value=kept[0][1] if kept else None),
            self.posted: gr.update(visible=case.state == "approved" and case.draft is not None),
            self.told: said,
        }

    def joined(self, case: Case | None, name: str, issue_id: str) -> Updates:
        """The case put to an issue, or taken out."""
        if (refusal := self._unready(case, name)) or case is None:
            return {**(self.shown(case) if case else {}), self.told: refusal}
        try:
            following = self._warm.desk.join(case, issue_id or "", name)
        except PlaybookError as error:
            following = self._warm.desk.store.get(case.id)
            if (following.version, following.issue) != (case.version + 1, issue_id or ""):
                return {**self.shown(case), self.told: refused(str(error), self._lang)}
            # the list was asked twice for the same: a browser may fire its event once more
        said = w.JOINED if issue_id else w.LEFT
        return {self._case: following, **self.shown(following, told(said.of(self._lang)))}

    def opened(self, case: Case | None, name: str, title: str) -> Updates:
        """A new issue with this case in it."""
        if (refusal := self._unready(case, name)) or not (title or "").strip():
            return {self.told: refusal or refused(w.NO_TITLE.of(self._lang), self._lang)}
        return self.joined(case, name, self._warm.desk.open_issue(title).id)

    def chosen(self, case: Case | None, instead: str) -> Updates:
        """The fact that is to change, as it stands."""
        ledger = self._warm.desk.ledger_of(case) if case else None
        old = next((fact for fact in ledger.standing if fact.id == instead), None) if ledger else None
        if old is None:
            return {self.statement: "", self.status: "confirmed", self.source: ""}
        return {self.statement: old.statement, self.status: old.status, self.source: old.source}

    def noted(self, case: Case | None, name: str, instead: str, statement: str, status: Any, source: str) -> Updates:
        """A fact added or changed, and what stands on the one that changed."""
        if (refusal := self._unready(case, name)) or case is None:
            return {self.told: refusal}
        if not (statement or "").strip() and not instead:
            return {self.told: refused(w.NO_STATEMENT.of(self._lang), self._lang)}
        given = {"status": status, "source": (source or "").strip() or None, "instead_of": instead or ""}
        return self._note(case, (statement or "").strip() or None, name, w.CHANGED if instead else w.NOTED, given)

    def withdrawn(self, case: Case | None, name: str, instead: str, source: str) -> Updates:
        """A fact that holds no longer, and what stands on it."""
        if (refusal := self._unready(case, name)) or case is None or not instead:
            return {self.told: refusal or refused(w.NOTHING_CHOSEN.of(self._lang), self._lang)}
        given = {"source": source or "", "instead_of": instead, "withdraw": True}
        return self._note(case, None, name, w.WITHDRAWN, given)

    def _note(self, case: Case, statement: str | None, name: str, said: Any, given: dict[str, Any]) -> Updates:
        desk = self._warm.desk
        try:
            fact = desk.note_fact(case.issue, statement, name, **given)
        except PlaybookError as error:
            return {self.told: refused(str(error), self._lang)}
        found = desk.uses(fact) if given["instead_of"] else []
        return {**self.shown(case, told(said.of(self._lang))), self.uses: issue.uses(found, self._lang)}

    def kept(self, case: Case | None, name: str, task: str | None) -> Updates:
        """A promise that was kept."""
        if (refusal := self._unready(case, name)) or case is None or not task:
            return {self.told: refusal}
        try:
            self._warm.desk.keep_promise(task, name)
        except PlaybookError as error:
            return {self.told: refused(str(error), self._lang)}
        return self.shown(case, told(w.KEPT.of(self._lang)))

    def marked(self, case: Case | None, name: str) -> Updates:
        """A reply that a person says has been posted."""
        if (refusal := self._unready(case, name)) or case is None:
            return {self.told: refusal}
        try:
            self._warm.desk.mark_posted(case, name)
        except PlaybookError as error:
            return {self.told: refused(str(error), self._lang)}
        return {self.told: told(w.POSTED_NOW.of(self._lang)), self.posted: gr.update(visible=False)}

    def _unready(self, case: Case | None, name: str) -> str:
        if case is None:
            return refused(words.NO_CASE.of(self._lang), self._lang)
        return "" if (name or "").strip() else refused(words.NO_NAME.of(self._lang), self._lang)
