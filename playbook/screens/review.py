"""Review: the desk with what waits, and one case with what people do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from playbook.errors import PlaybookError
from playbook.records import Lang
from playbook.screens import words
from playbook.screens.case_acts import CaseActs
from playbook.screens.case_draft import Boxes, Updates
from playbook.screens.case_view import CaseView
from playbook.screens.desk_list import DeskList
from playbook.screens.editor import QUIET
from playbook.screens.refusals import refusal
from playbook.screens.warm import WarmDesk
from playbook.screens.who import logged_in

EVERY = 10
"""Seconds after which the desk and the open case are looked at anew."""
REMEMBERED = 200
"""Cases of which a browser remembers the version that it saw last."""
Seen = dict[str, int]
_TO_TOP = "() => { scrollTo(0, 0); document.querySelector('#case-title')?.focus({ preventScroll: true }); }"
_TO_ROW = "() => setTimeout(() => document.querySelector('#queue [aria-current]')?.focus(), 60)"


class ReviewScreen:
    """The second screen; ``known`` (a name) and ``seen`` (versions) live in the browser."""

    def __init__(self, warm: WarmDesk, lang: Lang, known: gr.BrowserState, seen: gr.BrowserState) -> None:
        self._warm, self._lang = warm, lang
        self.known, self.seen = known, seen
        self.chosen = gr.State("")
        self.timer = gr.Timer(EVERY, active=False)
        with gr.Row(elem_id="who-row"):
            self.name = gr.Textbox(
                label=words.NAME.of(lang), info=words.NAME_HINT.of(lang), max_length=80, elem_id="reviewer-name"
            )
        self.list = DeskList(warm, lang)
        self.view = CaseView(warm, lang)
        self.acts = CaseActs(warm, lang, self.view)
        self._wire()

    def _wire(self) -> None:
        view, listed = self.view, self.list
        everything = [*view.outputs, listed.panel, listed.queue, self.chosen, self.known, self.seen]
        asked = [*listed.inputs, self.name, self.chosen]
        listed.wire(self.listed, asked)
        self.name.blur(
            self.named, [*asked, self.known, view.case, *view.draft.boxes, view.decision.reason], everything, **QUIET
        )
        picking = [self.name, self.seen]
        listed.queue.select(self.picked, picking, everything, **QUIET).then(None, js=_TO_TOP, **QUIET)
        view.next.click(self.following, [view.case, *picking], everything, **QUIET).then(None, js=_TO_TOP, **QUIET)
        closing = [view.case, *asked]
        view.back.click(self.back, closing, everything, **QUIET).then(None, js=_TO_ROW, **QUIET)
        self.timer.tick(self.beat, [*asked, view.case, *view.draft.boxes], [listed.queue, *view.beating], **QUIET)
        self.acts.wire(self.name, self.seen)

    def enter(self, tab: gr.Tab, others: Sequence[gr.Tab]) -> None:
        """Look at the desk anew while this tab is open, and only then."""
        given = [*self.list.inputs, self.name, self.chosen, self.known]
        tab.select(self.opened, given, [self.name, self.list.queue, self.timer], **QUIET)
        for other in others:
            other.select(lambda: gr.update(active=False), None, self.timer, **QUIET)

    def land(self, blocks: gr.Blocks, tabs: gr.Tabs) -> None:
        """Open the case that the address names, where it names one."""
        view, listed = self.view, self.list
        out = [*view.outputs, listed.panel, listed.queue, self.chosen, self.seen, self.timer, self.name, tabs]

        def landed(request: gr.Request, known: str | None, seen: Seen | None) -> Updates:
            wanted = request.query_params.get("case", "")
            if not wanted:
                return {self.chosen: ""}
            login = logged_in(request)
            box = gr.update(value=login, visible=False) if login else gr.update(value=known or "")
            opened = self._open(request, wanted, known or "", seen)  # or says why not, on the desk
            return {**opened, self.name: box, self.timer: gr.update(active=True), tabs: gr.update(selected="review")}

        blocks.load(landed, [self.known, self.seen], out, **QUIET)

    def opened(self, request: gr.Request, show: str, find: str, name: str, chosen: str, known: str | None) -> Updates:
        """The desk as it stands now, for whoever is logged in or was here last."""
        login = logged_in(request)
        before, name = name, (name or known or "").strip()
        person = self.acts.who(request, name)
        box = gr.skip() if name == before else gr.update(value=name)  # somebody may be typing there
        if login:
            box = gr.update(value=login, visible=False)
        return {
            self.name: box,
            self.list.queue: self.list.drawn(person, show, find, chosen),
            self.timer: gr.update(active=True),
        }

    def listed(self, request: gr.Request, show: str, find: str, name: str, chosen: str) -> Updates:
        """The queue as this person sees it."""
        return {self.list.queue: self.list.drawn(self.acts.who(request, name), show, find, chosen)}

    def named(
        self, request: gr.Request, show: str, find: str, name: str, chosen: str, known: str | None, *opened: Any
    ) -> Updates:
        """Another name: the queue and the open case as this person sees them; nothing that was typed is lost."""
        name = (name or "").strip()
        if logged_in(request) or name == (known or ""):
            return {self.known: gr.skip()}
        case, reason, boxes = opened[0], opened[-1], Boxes(*opened[1:-1])
        shown: Updates = {}
        if case is not None:
            shown = self.view.shown(case, self.acts.who(request, name), boxes=boxes)
            shown[self.view.decision.reason]["value"] = reason
        return {**shown, self.known: name, **self.listed(request, show, find, name, chosen)}

    def picked(self, request: gr.Request, event: gr.EventData, name: str, seen: Seen | None) -> Updates:
        """One case to look at."""
        return self._open(request, event.case, name, seen)

    def following(self, request: gr.Request, case: Any, name: str, seen: Seen | None) -> Updates:
        """The next case that waits for this person."""
        person = self.acts.who(request, name)
        found = self.list.following(person, case.id if case else "")
        if not found:
            return {self.view.told: self.acts.nothing_else()}
        if person and case:
            self._warm.desk.gone(case.id, person.name)
        return self._open(request, found, name, seen)

    def _open(self, request: gr.Request, case_id: str, name: str, seen: Seen | None) -> Updates:
        desk, person = self._warm.desk, self.acts.who(request, name)
        try:
            case = desk.store.get(case_id)
        except PlaybookError as error:
            return {self.list.queue: refusal(error, self._lang)}
        if person:
            desk.looking(case.id, person.name)
        known = dict(list((seen or {}).items())[-REMEMBERED:])
        return {
            **self.view.shown(case, person, seen=seen),
            self.list.panel: gr.update(visible=False),
            self.chosen: case.id,
            self.seen: known | {case.id: case.version},
        }

    def back(self, request: gr.Request, case: Any, show: str, find: str, name: str, chosen: str) -> Updates:
        """The desk again."""
        person = self.acts.who(request, name)
        if person and case:
            self._warm.desk.gone(case.id, person.name)
        return {
            self.view.case: None,
            self.view.panel: gr.update(visible=False),
            self.list.panel: gr.update(visible=True),
            **self.listed(request, show, find, name, chosen),
        }

    def beat(
        self, request: gr.Request, show: str, find: str, name: str, chosen: str, case: Any, *boxes: Any
    ) -> Updates:
        """What others have done meanwhile, and that this person is here."""
        person = self.acts.who(request, name)
        if case is None:
            return self.listed(request, show, find, name, chosen)
        given = Boxes(*boxes)
        desk = self._warm.desk
        if person:
            desk.looking(case.id, person.name, given.differs(case))
        current = desk.store.find(case.id)
        return self.view.beat(case, current, person, given) if current else {self.view.told: gr.skip()}
