"""One issue: its facts, promises, messages and replies, and whether they speak with one voice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import gradio as gr

from playbook.records import Lang
from playbook.review.issue_course import clashes
from playbook.screens import issue, words
from playbook.screens import issue_rows as rows
from playbook.screens import issues_words as w
from playbook.screens.fact_form import FactForm
from playbook.screens.prose import esc
from playbook.screens.warm import WarmDesk

Updates = dict[Any, Any]


class IssueView:
    """A panel for one issue; ``outputs`` is what ``shown`` fills."""

    def __init__(self, warm: WarmDesk, lang: Lang) -> None:
        self._warm, self._lang = warm, lang
        with gr.Column(visible=False, elem_id="one-issue") as self.panel:
            with gr.Row(elem_classes="pb-around"):
                self.back = gr.Button(w.BACK.of(lang), size="sm", scale=0, min_width=120, elem_id="issues-back")
                self.reload = gr.Button(w.RELOAD.of(lang), size="sm", scale=0, min_width=120, elem_id="issue-reload")
            self.head = gr.HTML(elem_id="one-issue-head", apply_default_css=False)
            self.told = gr.HTML(elem_id="one-issue-told", apply_default_css=False)
            with gr.Row(elem_classes="pb-two", equal_height=False):
                with gr.Column(scale=11, min_width=320):
                    self._facts()
                    self._promises()
                with gr.Column(scale=10, min_width=320):
                    self.cases = gr.HTML(elem_id="one-issue-cases", apply_default_css=False)
                    self.voice = gr.HTML(elem_id="one-issue-voice", apply_default_css=False)
                    self.replies = gr.HTML(elem_id="one-issue-replies", apply_default_css=False)
                    self._course()
        self.outputs: list[Any] = [
            self.panel, self.head, self.told, self.facts, self.uses, *self.form.outputs, self.tasks, self.ended,
            self.keeping, self.task, self.note, self.change_why, self.due, self.owner, self.follow_up, self.course,
            self.why, self.close, self.reopen,
            self.cases, self.replies, self.voice,
        ]  # fmt: skip

    def _facts(self) -> None:
        with gr.Column(elem_classes="pb-panel"):
            self.facts = gr.HTML(elem_id="one-issue-facts", apply_default_css=False)
            self.uses = gr.HTML(elem_id="one-issue-uses", apply_default_css=False)
            self.form = FactForm(self._lang, "issue-fact")

    def _promises(self) -> None:
        lang = self._lang
        with gr.Column(elem_classes="pb-panel"):
            self.tasks = gr.HTML(elem_id="one-issue-promises", apply_default_css=False)
            with gr.Column(visible=False, elem_classes="pb-inner") as self.keeping:
                self.task = gr.Dropdown([], label=w.PROMISE.of(lang), filterable=False, elem_id="issue-promise")
                self.follow_up = gr.Textbox(
                    label=w.FOLLOW_UP.of(lang), info=w.FOLLOW_UP_HINT.of(lang), lines=3, max_lines=8, interactive=False,
                    elem_id="issue-follow-up",
                )  # fmt: skip
                self.copy = gr.Button(w.COPY.of(lang), size="sm", elem_id="issue-follow-up-copy")
                self.note = gr.Textbox(label=w.DONE_NOTE.of(lang), max_length=500, elem_id="issue-kept-note")
                self.keep = gr.Button(w.KEEP.of(lang), size="sm", elem_id="issue-keep")
                with gr.Accordion(w.CHANGE_PROMISE.of(lang), open=False, elem_id="issue-promise-change"):
                    self.change_why = gr.Textbox(
                        label=w.WHY.of(lang), info=w.CHANGE_WHY.of(lang), max_length=500, elem_id="issue-promise-why"
                    )
                    with gr.Row():
                        self.due = gr.Textbox(
                            label=w.NEW_DUE.of(lang), placeholder="2026-11-30 18:00", max_length=20,
                            elem_id="issue-promise-due",
                        )  # fmt: skip
                        self.move = gr.Button(w.MOVE.of(lang), size="sm", min_width=120, elem_id="issue-promise-move")
                    with gr.Row():
                        self.owner = gr.Textbox(
                            label=w.NEW_OWNER.of(lang), max_length=80, elem_id="issue-promise-owner"
                        )
                        self.hand_on = gr.Button(
                            w.HAND_ON.of(lang), size="sm", min_width=120, elem_id="issue-promise-hand-on"
                        )
            self.ended = gr.HTML(elem_id="one-issue-ended", apply_default_css=False)

    def _course(self) -> None:
        lang = self._lang
        with gr.Accordion(
            w.COURSE.of(lang), open=False, visible=False, elem_id="issue-course", elem_classes="pb-panel"
        ) as self.course:
            self.why = gr.Textbox(
                label=w.WHY.of(lang), info=w.WHY_HINT.of(lang), max_length=500, elem_id="issue-course-why"
            )
            self.close = gr.Button(w.CLOSE.of(lang), size="sm", elem_id="issue-close")
            self.reopen = gr.Button(w.REOPEN.of(lang), size="sm", elem_id="issue-reopen")

    def shown(self, issue_id: str, may_act: bool, said: str = "") -> Updates:
        """Everything of an issue but the comparison of its replies, which takes longer.

        Args:
            issue_id: which.
            may_act: whether facts, promises and the end of it are this person's to note.
            said: what has just happened, as HTML.

        Raises:
            ReviewError: there is no such issue.
        """
        desk, lang, now = self._warm.cold, self._lang, datetime.now(UTC)
        standing, ledger = desk.standing(issue_id), desk.ledger(issue_id)
        tasks = desk.promises(issue=issue_id)
        choices = [(f"{task.words} · {task.owner} · {task.case}", task.id) for task in tasks]
        first = tasks[0].id if tasks else None
        empty = f'<p class="pb-hint">{esc(w.NO_PROMISES.of(lang))}</p>'
        closed = standing.issue.closed_at is not None
        return {
            self.panel: gr.update(visible=True),
            self.head: rows.head(standing, now, lang),
            self.told: said,
            self.facts: issue.facts(ledger, lang) + rows.withdrawn(ledger, lang),
            self.uses: "",
            **self.form.shown(ledger if may_act else None),
            self.tasks: issue.open_tasks(tasks, now, lang) or empty,
            self.ended: rows.ended(desk.promises("kept", "dropped", issue=issue_id), lang),
            self.keeping: gr.update(visible=bool(tasks) and may_act),
            self.task: gr.update(choices=choices, value=first),
            **dict.fromkeys((self.note, self.change_why, self.due, self.owner), ""),
            self.follow_up: desk.follow_up(first) if first else "",
            self.course: gr.update(visible=may_act),
            self.why: "",
            self.close: gr.update(visible=not closed),
            self.reopen: gr.update(visible=closed),
            self.cases: rows.cases(desk.issue_cases(issue_id), lang),
            self.replies: rows.replies(desk, desk.store.replies(issue_id), lang),
            self.voice: rows.comparing(lang),
        }

    def compared(self, issue_id: str) -> str:
        """The replies of an issue, each held against those before it."""
        found = self._warm.cold.store.replies(issue_id)
        return rows.voice(list(clashes(found)), len({reply.case for reply in found}), self._lang)

    def copying(self) -> str:
        """The script of the button that copies a follow-up."""
        done = words.COPIED.of(self._lang)
        return f"() => pbCopy('#issue-follow-up textarea', '#issue-follow-up-copy', '{done}')"
