"""Review: the desk with what waits, and one case with what people do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from playbook.errors import PlaybookError
from playbook.records import Case, Lang, Person
from playbook.screens import case_words as w
from playbook.screens import unsaved as typed
from playbook.screens import words
from playbook.screens.allowed import closed, sees
from playbook.screens.case_acts import CaseActs
from playbook.screens.case_draft import Boxes, Updates
from playbook.screens.case_view import CaseView
from playbook.screens.desk_list import DeskList
from playbook.screens.editor import QUIET
from playbook.screens.prose import esc
from playbook.screens.refusals import refusal
from playbook.screens.warm import WarmDesk
from playbook.screens.who import logged_in

REMEMBERED = 200
"""Cases of which a browser remembers the version that it saw last."""
Seen = dict[str, int]
_TO_TOP = "() => { scrollTo(0, 0); document.querySelector('#case-title')?.focus({ preventScroll: true }); }"
_TO_ROW = "() => setTimeout(() => document.querySelector('#queue [aria-current]')?.focus(), 60)"


class ReviewScreen:
    """The second screen; ``known`` (a name), ``seen`` (versions) and ``unsaved`` (wordings) live in the browser."""

    def __init__(
        self, warm: WarmDesk, lang: Lang, known: gr.BrowserState, seen: gr.BrowserState, unsaved: gr.BrowserState
    ) -> None:
        self._warm, self._lang = warm, lang
        self.known, self.seen, self.unsaved = known, seen, unsaved
        self.chosen = gr.State("")
        self.timer = gr.Timer(warm.cold.settings.refresh.total_seconds(), active=False)
        with gr.Row(elem_id="who-row"):
            self.name = gr.Textbox(
                label=words.NAME.of(lang), info=words.NAME_HINT.of(lang), max_length=80, elem_id="reviewer-name"
            )
        with gr.Row(elem_id="desk-row", equal_height=False):
            self.list = DeskList(warm, lang)
            self.view = CaseView(warm, lang)
        self.acts = CaseActs(warm, lang, self.view)
        self._wire()

    def _wire(self) -> None:
        view, listed = self.view, self.list
        everything = [*view.outputs, listed.queue, listed.told, self.chosen, self.known, self.seen]
        asked = [*listed.inputs, self.name, self.chosen]
        listed.wire(self.listed, asked)
        self.name.blur(
            self.named, [*asked, self.known, view.case, *view.draft.boxes, view.decision.reason], everything, **QUIET
        )
        picking = [self.name, self.seen, self.unsaved, *listed.inputs]
        listed.queue.select(self.picked, picking, everything, **QUIET).then(None, js=_TO_TOP, **QUIET)
        view.next.click(self.following, [view.case, *picking], everything, **QUIET).then(None, js=_TO_TOP, **QUIET)
        closing = [view.case, *asked]
        view.back.click(self.back, closing, everything, **QUIET).then(None, js=_TO_ROW, **QUIET)
        self.timer.tick(self.beat, [*asked, view.case, *view.draft.boxes], [listed.queue, *view.beating], **QUIET)
        view.forget.click(self.forgotten, [view.case, self.name, self.seen], view.outputs, **QUIET).then(**self._keep())
        gr.on([box.change for box in view.typed], trigger_mode="always_last", **self._keep())
        self.acts.wire(self.name, self.seen, self._keep())

    def _keep(self) -> dict[str, Any]:
        """How to have the browser hold what stands in the boxes."""
        return {
            "fn": None, "inputs": [self.unsaved, *self.view.typed], "outputs": self.unsaved, "js": typed.KEEP, **QUIET,
        }  # fmt: skip

    def enter(self, tab: gr.Tab, others: Sequence[gr.Tab]) -> None:
        """Look at the desk anew while this tab is open, and only then."""
        given = [*self.list.inputs, self.name, self.chosen, self.known]
        tab.select(self.opened, given, [self.name, self.list.queue, self.timer], **QUIET)
        for other in others:
            other.select(lambda: gr.update(active=False), None, self.timer, **QUIET)

    def land(self, blocks: gr.Blocks, tabs: gr.Tabs) -> None:
        """Open the case that the address names, where it names one."""
        view, listed = self.view, self.list
        out = [*view.outputs, listed.queue, listed.told, self.chosen, self.seen, self.timer, self.name, tabs]

        def landed(request: gr.Request, known: str | None, *given: Any) -> Updates:
            wanted = request.query_params.get("case", "")
            if not wanted:
                return {self.chosen: ""}
            login = logged_in(request)
            box = gr.update(value=login, visible=False) if login else gr.update(value=known or "")
            opened = self._open(request, wanted, known or "", *given)  # or says why not, on the desk
            return {**opened, self.name: box, self.timer: gr.update(active=True), tabs: gr.update(selected="review")}

        blocks.load(landed, [self.known, self.seen, self.unsaved, *listed.inputs], out, **QUIET)

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
            self.list.queue: self._drawn(request, person, show, find, chosen),
            self.timer: gr.update(active=True),
        }

    def listed(self, request: gr.Request, show: str, find: str, name: str, chosen: str) -> Updates:
        """The queue as this person sees it."""
        return {self.list.queue: self._drawn(request, self.acts.who(request, name), show, find, chosen)}

    def _drawn(self, request: gr.Request, person: Person | None, show: str, find: str, chosen: str) -> str:
        shut = closed(request, self._warm.desk, "read", self._lang)
        return shut or self.list.drawn(person, show, find, chosen)

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

    def picked(self, request: gr.Request, event: gr.EventData, name: str, *given: Any) -> Updates:
        """One case to look at."""
        return self._open(request, event.case, name, *given)

    def following(self, request: gr.Request, case: Any, name: str, *given: Any) -> Updates:
        """The next case that waits for this person."""
        person = self.acts.who(request, name)
        found = self.list.following(person, case.id if case else "")
        if not found:
            return {self.view.told: self.acts.nothing_else()}
        if person and case:
            self._warm.desk.gone(case.id, person.name)
        return self._open(request, found, name, *given)

    def _open(
        self, request: gr.Request, case_id: str, name: str, seen: Seen | None, unsaved: typed.Unsaved | None, show: str,
        find: str,
    ) -> Updates:  # fmt: skip
        desk, person = self._warm.desk, self.acts.who(request, name)
        if shut := closed(request, desk, "read", self._lang):
            return {self.list.queue: shut}
        try:
            case = desk.store.get(case_id)
        except PlaybookError as error:
            return {self.list.told: refusal(error, self._lang)}  # the queue is soon drawn anew
        if person:
            desk.looking(case.id, person.name)
        known = dict(list((seen or {}).items())[-REMEMBERED:])
        return {
            **self._shown(case, person, seen, unsaved),
            self.list.queue: self.list.drawn(person, show, find, case.id),
            self.list.told: "",
            self.chosen: case.id,
            self.seen: known | {case.id: case.version},
        }

    def _shown(self, case: Case, person: Person | None, seen: Seen | None, unsaved: typed.Unsaved | None) -> Updates:
        """A case with what this person had typed on it before, beside what others wrote since."""
        view, by = self.view, person.name if person else ""
        found = typed.found(case, by, self._warm.desk.versions(case), unsaved)
        if found is None:
            return view.shown(case, person, seen=seen)
        shown = view.shown(case, person, seen=seen, boxes=found.boxes)
        shown[view.decision.reason]["value"] = found.reason
        shown[view.notes.text] = found.note
        shown[view.moved] = f'<p class="pb-unsure" role="status">{esc(w.FOUND_AGAIN.of(self._lang))}</p>'
        shown[view.forget] = gr.update(visible=True)
        if found.base is not case:
            shown |= {view.case: found.base, **view.clash.shown(found.base, case, found.boxes)}
        return shown

    def forgotten(self, request: gr.Request, case: Case | None, name: str, seen: Seen | None) -> Updates:
        """The case as it is kept, whatever had been typed on it."""
        current = self._warm.desk.store.find(case.id) if case else None
        if current is None:
            return {self.view.told: gr.skip()}
        return self.view.shown(current, self.acts.who(request, name), seen=seen)

    def back(self, request: gr.Request, case: Any, show: str, find: str, name: str, chosen: str) -> Updates:
        """The desk again."""
        person = self.acts.who(request, name)
        if person and case:
            self._warm.desk.gone(case.id, person.name)
        return {
            self.view.case: None,
            self.view.panel: gr.update(visible=False),
            **self.listed(request, show, find, name, chosen),
        }

    def beat(
        self, request: gr.Request, show: str, find: str, name: str, chosen: str, case: Any, *boxes: Any
    ) -> Updates:
        """What others have done meanwhile, and that this person is here."""
        person, listed = self.acts.who(request, name), self.listed(request, show, find, name, chosen)
        if case is None:
            return listed
        given = Boxes(*boxes)
        desk = self._warm.desk
        if person:
            desk.looking(case.id, person.name, given.differs(case))
        current = desk.store.find(case.id) if sees(request, desk, "read") else None
        return {**listed, **self.view.beat(case, current, person, given)} if current else listed
