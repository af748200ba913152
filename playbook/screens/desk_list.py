"""Desk: what waits, for whom and until when; looked at anew every few seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from playbook.records import Case, CaseState, Lang, Person
from playbook.reply.promises import Task
from playbook.screens import case_words as w
from playbook.screens import words
from playbook.screens.desk_clock import pressing
from playbook.screens.desk_rows import Row, rows
from playbook.screens.editor import QUIET
from playbook.screens.prose import esc
from playbook.screens.warm import WarmDesk

STATES: dict[str, tuple[CaseState, ...]] = {
    "open": ("received", "drafted", "in_review", "returned", "approved", "sent"),
    "done": ("rejected", "withdrawn", "closed"),
}
MOST = 100
"""Rows shown at once."""
SEARCHED = 1000
"""Cases that are read for a list, and that words are looked for in."""
PICK = """
let at = "", before = [], order = [], drawn = 0;
const row = (event) => event.target.closest("[data-case]")?.dataset.case || "";
const slipped = (picked) => {
  const other = before[order.indexOf(picked)];
  return performance.now() - drawn < 200 && other && other !== picked;
};
element.addEventListener("click", (event) => {
  const picked = row(event);
  if (picked && !(event.detail && slipped(picked))) trigger("select", { case: picked });
});
element.addEventListener("keydown", (event) => {
  const rows = [...element.querySelectorAll("[data-case]")], here = rows.indexOf(event.target.closest("[data-case]"));
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (here < 0 || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  rows[Math.min(Math.max(to, 0), rows.length - 1)].focus();
});
element.addEventListener("focusin", (event) => { at = row(event); });
element.addEventListener("focusout", (event) => { if (event.relatedTarget) at = ""; });
watch("value", () => {
  before = order, drawn = performance.now();
  order = [...element.querySelectorAll("[data-case]")].map((each) => each.dataset.case);
  if (at && document.activeElement === document.body)
    element.querySelector(`[data-case="${at}"]`)?.focus({ preventScroll: true });
});
"""
"""A tap picks a row, arrows go from row to row; whoever stands on one stays there when the rows are drawn anew.

A tap within 200 ms of a drawing that put another case under the finger was meant for the one before it: it picks none.
"""


class DeskList:
    """The queue with its filters."""

    def __init__(self, warm: WarmDesk, lang: Lang) -> None:
        self._warm, self._lang = warm, lang
        self._read: dict[str, tuple[tuple[int, str], list[Case]]] = {}
        with gr.Column(elem_classes="pb-panel", elem_id="queue-panel"):
            with gr.Row(equal_height=False):
                shows = [(word.of(lang), name) for name, word in w.FILTERS.items()]
                self.show = gr.Radio(shows, value="turn", label=w.FILTER.of(lang), elem_id="show")
                self.find = gr.Textbox(
                    label=w.FIND.of(lang), info=w.FIND_HINT.of(lang), max_length=200, elem_id="queue-find"
                )
                self.refresh = gr.Button(words.REFRESH.of(lang), size="sm", scale=0, min_width=110, elem_id="refresh")
            self.told = gr.HTML(elem_id="queue-told", apply_default_css=False)
            self.queue = gr.HTML(elem_id="queue", apply_default_css=False, js_on_load=PICK)
        self.inputs = [self.show, self.find]

    def wire(self, listed: Callable[..., Any], given: list[Any]) -> None:
        """Let the queue follow its filters."""
        filters = [self.refresh.click, self.show.input, self.find.submit]
        gr.on(filters, listed, given, self.queue, **QUIET)
        self.find.change(listed, given, self.queue, trigger_mode="always_last", **QUIET)

    def drawn(self, person: Person | None, show: str, find: str | None, chosen: str = "") -> str:
        """The queue as HTML; an empty one says what to do next."""
        lang, now = self._lang, datetime.now(UTC)
        found = self.rows(person, show, find)
        if not found:
            wanted = (find or "").strip()
            empty = w.NOT_FOUND.of(lang).format(words=wanted) if wanted else w.EMPTY[show].of(lang)
            asked = f"<br>{esc(w.NO_NAME_YET.of(lang))}" if show == "turn" and person is None else ""
            return f'<p class="pb-empty">{esc(empty)}{asked}</p>'
        done = show == "done"
        cut = f'<p class="pb-hint">{esc(w.CUT[done].of(lang).format(n=MOST))}</p>' if len(found) > MOST else ""
        if show != "turn" and len(self._cases(show)) == SEARCHED:
            cut += f'<p class="pb-hint">{esc(w.CUT_READ[done].of(lang).format(n=SEARCHED))}</p>'
        return rows(found[:MOST], len(found), chosen, now, lang) + cut

    def rows(self, person: Person | None, show: str, find: str | None) -> list[Row]:
        """What is to be listed: most pressing first, of what is done the latest first."""
        desk, wanted = self._warm.desk, _folded(find or "")
        read = self._cases("open")
        turn = desk.waiting_for(person, cases=read if len(read) < SEARCHED else None) if person else []
        waiting = {case.id for case in turn}
        cases = turn if show == "turn" else self._cases(show)
        cases = [case for case in cases if _matches(case, wanted)]
        here = desk.present([case.id for case in cases])
        mine, now = person.name if person else "", datetime.now(UTC)
        open_tasks: dict[str, list[Task]] = {}
        for task in desk.store.tasks("open"):
            open_tasks.setdefault(task.case, []).append(task)
        found = [
            Row(
                case, case.id in waiting, pressing(desk.clock_rules.clocks(case, open_tasks.get(case.id, ()), now)),
                self._warm.cold.channels[case.channel].name.of(self._lang),
                [each for each in here.get(case.id, ()) if each.person != mine],
            )
            for case in cases
        ]  # fmt: skip
        return found if show == "done" else sorted(found, key=lambda row: row.order)

    def _cases(self, show: str) -> list[Case]:
        """The cases of a filter, read anew once something has happened: every page asks for them every few seconds."""
        head = self._warm.desk.store.head()
        read = self._read.get(show)
        if read is None or read[0] != head:
            cases = self._warm.desk.store.queue(*STATES[show], most=SEARCHED, latest=show == "done")
            read = self._read[show] = head, cases
        return read[1]

    def following(self, person: Person | None, after: str) -> str:
        """The most pressing case that waits for a person, other than ``after``; empty where there is none."""
        found = self.rows(person, "turn", "")
        return next((row.case.id for row in found if row.case.id != after), "")


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


def _matches(case: Case, wanted: str) -> bool:
    if not wanted:
        return True
    drafted = f"{case.draft.text} {case.draft.statement or ''}" if case.draft else ""
    return wanted in _folded(f"{case.id} {case.message.id} {case.message.text} {drafted} {case.author} {case.assignee}")
