"""What people do with the case that is open: carried out, refused in words, and never at the cost of what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr

from playbook.errors import PlaybookError
from playbook.records import Case, Decision, Lang, Milestone, Person, Verb
from playbook.screens import case_words as w
from playbook.screens import words
from playbook.screens.allowed import acting
from playbook.screens.case_clash import both
from playbook.screens.case_decide import time_of
from playbook.screens.case_draft import Boxes, Updates
from playbook.screens.case_powers import opened_as
from playbook.screens.case_view import CaseView
from playbook.screens.editor import QUIET
from playbook.screens.record import left_to_sign
from playbook.screens.refusals import refusal, refused, told
from playbook.screens.warm import WarmDesk
from playbook.screens.who import person_of


class CaseActs:
    """The handlers of one case."""

    def __init__(self, warm: WarmDesk, lang: Lang, view: CaseView) -> None:
        self._warm, self._lang, self._view = warm, lang, view

    def wire(self, name: gr.Textbox, seen: gr.BrowserState, keep: dict[str, Any]) -> None:
        """Let every button act in the name of whoever is there.

        Args:
            name: the box with their name.
            seen: the versions that the browser saw last.
            keep: what comes after an act that may change what stands in the boxes.
        """
        view, decision, handling, draft = self._view, self._view.decision, self._view.handling, self._view.draft
        once: dict[str, Any] = {"trigger_mode": "once", **QUIET}
        given = [view.case, *draft.boxes, decision.reason, name, seen, decision.seat]
        for verb, button in decision.verbs.items():
            button.click(self._doing(self.decided, verb), given, view.outputs, **once).then(**keep)
        decision.approve_edited.click(self.approved_as_edited, given, view.outputs, **once).then(**keep)
        decision.unlock.click(
            lambda: {**decision.unlocked(), **draft.unlocked()}, None, [*decision.outputs, *draft.outputs], **QUIET
        )
        posted = [decision.where, decision.when, decision.final, decision.final_why]
        decision.record.click(self.recorded, [*given, *posted], view.outputs, **once).then(**keep)
        decision.pasting.input(
            decision.pasted, [view.case, decision.final], [decision.differs, decision.final_why],
            trigger_mode="always_last", **QUIET,
        )  # fmt: skip
        done = words.COPIED.of(self._lang)
        decision.copy.click(None, js=f"() => pbCopy('#review-draft textarea', '#review-copy', '{done}')", **QUIET)
        draft.set_aside.click(self.set_aside, [*given, draft.aside, draft.why], [*view.outputs, draft.asked], **once)

        beside = [view.case, name]
        handling.take.click(self.taken, beside, view.around, **once)
        handling.assign.click(self.assigned, [*beside, handling.to], view.around, **once)
        handling.hand_over.click(self.handed_over, [*beside, handling.team, handling.note], view.around, **once)
        handling.escalate.click(self.escalated, [*beside, handling.up_why], view.around, **once)
        for step, button in handling.marks.items():
            button.click(self._doing(self.marked, step), beside, view.around, **once)
        view.notes.keep.click(self.noted, [*beside, view.notes.text], view.notes.outputs, **once).then(**keep)

        clash = [view.case, view.clash.rival, *given[1:]]
        for choice, button in (("theirs", view.clash.theirs), ("mine", view.clash.mine), ("both", view.clash.merge)):
            button.click(self._doing(self.settled, choice), clash, view.outputs, **once).then(**keep)
        view.reload.click(self.reloaded, given, view.outputs, **once).then(**keep)

        given, out = [view.case, draft.reference, *draft.boxes], [*draft.follows, decision.covers]
        for event in draft.wire(view.case, view.ledger.wire(name, draft.editor)):
            event.then(self.followed, given, out, **QUIET)
        draft.typed.input(self.followed, given, out, trigger_mode="always_last", **QUIET)
        draft.reference.change(self.followed, given, out, **QUIET)  # a step may overtake what was typed

    def _doing(self, handler: Callable[..., Updates], what: str) -> Callable[..., Updates]:
        def run(request: gr.Request, *given: Any) -> Updates:
            return handler(request, what, *given)

        return run

    def who(self, request: gr.Request, name: str | None) -> Person | None:
        """Who is there; None where nobody has said."""
        try:
            return person_of(request, self._warm.desk, name)
        except PlaybookError:
            return None

    def nothing_else(self) -> str:
        """That no other case waits."""
        return told(w.NO_NEXT.of(self._lang))

    def followed(self, case: Case | None, reference: Mapping[str, str] | None, *boxes: Any) -> Updates:
        """What has changed, who keeps what is promised, and what an approval of what stands in the boxes covers."""
        if case is None:
            return {self._view.decision.covers: ""}
        view, given = self._view, Boxes(*boxes)
        covers = view.decision.covered(case, view.wording(case, given))
        return {**view.draft.followed(case, reference, given), view.decision.covers: covers}

    def decided(self, request: gr.Request, verb: Verb, case: Case | None, *given: Any) -> Updates:
        """A decision about the wording as it stands in the boxes."""
        boxes, reason, name, seen = Boxes(*given[:5]), given[5], given[6], given[7]
        if case is None:
            return {self._view.told: refused(words.NO_CASE.of(self._lang), self._lang)}
        if verb == "approve" and boxes.differs(case):
            return {self._view.told: refused(w.CHANGED.of(self._lang), self._lang)}
        person = None
        try:
            person = person_of(request, self._warm.desk, name)
            seat = {"seat": given[8] or ""} if verb == "approve" else {}
            following = self._decide(case, person, verb, reason=reason or "", **seat, **boxes.wording(case))
        except PlaybookError as error:
            return self._refused(error, case, boxes, reason, person)
        return self._view.shown(following, person, told(self._said(verb, following)), seen=seen)

    def approved_as_edited(self, request: gr.Request, case: Case | None, *given: Any) -> Updates:
        """The wording in the boxes kept, then signed; where it may not be signed yet, it is kept all the same."""
        boxes, reason, name, seen = Boxes(*given[:5]), given[5], given[6], given[7]
        if case is None or not boxes.differs(case):
            return self.decided(request, "approve", case, *given)
        person = None
        try:
            person = person_of(request, self._warm.desk, name)
            edited = self._decide(case, person, "edit", reason=reason or "", **boxes.wording(case))
        except PlaybookError as error:
            return self._refused(error, case, boxes, reason, person)
        try:
            following = self._decide(edited, person, "approve", reason=reason or "", seat=given[8] or "")
        except PlaybookError as error:
            said = f'<p class="pb-told">✓ {w.EDIT_KEPT.of(self._lang)}</p>{refusal(error, self._lang)}'
            return self._view.shown(edited, person, said, seen=seen)
        return self._view.shown(following, person, told(self._said("approve", following)), seen=seen)

    def recorded(self, request: gr.Request, case: Case | None, *given: Any) -> Updates:
        """What a person has posted, pasted back."""
        boxes, name, seen, (where, when, final, why) = Boxes(*given[:5]), given[6], given[7], given[9:13]
        if case is None:
            return {self._view.told: refused(words.NO_CASE.of(self._lang), self._lang)}
        person = None
        try:
            person = person_of(request, self._warm.desk, name)
            said = {"where": where or "", "text": final or "", "reason": why or "", "sent_at": time_of(when)}
            following = self._decide(case, person, "record", **said)
        except PlaybookError as error:
            asked = {self._view.decision.final_why: gr.update(visible=True)} if error.code == "not_as_approved" else {}
            return {**self._refused(error, case, boxes, given[5], person), **asked}
        return self._view.shown(following, person, told(self._said("record", following)), seen=seen)

    def set_aside(self, request: gr.Request, case: Case | None, *given: Any) -> Updates:
        """A finding set aside with a reason; unsaved words stay in the boxes."""
        boxes, name, seen, (finding, why) = Boxes(*given[:5]), given[6], given[7], given[9:11]
        view = self._view
        if case is None or finding is None:
            return {view.told: refused(words.NO_CASE.of(self._lang), self._lang)}
        try:
            person = person_of(request, self._warm.desk, name)
            following = self._decide(case, person, "overrule", overrule=(tuple(finding),), reason=why or "")
        except PlaybookError as error:
            return {view.draft.asked: refusal(error, self._lang)}
        return view.shown(following, person, told(w.ASIDE_DONE.of(self._lang)), seen=seen, boxes=boxes)

    def settled(self, request: gr.Request, choice: str, case: Case | None, rival: Case | None, *given: Any) -> Updates:
        """One of two wordings taken, or both in one; nothing is kept before a person says so."""
        boxes, reason, name, seen = Boxes(*given[:5]), given[5], given[6], given[7]
        if case is None or rival is None:
            return {self._view.told: refused(words.NO_CASE.of(self._lang), self._lang)}
        said = {"theirs": w.TOOK_THEIRS, "mine": w.TOOK_MINE, "both": w.MERGED}[choice]
        taken = None if choice == "theirs" else boxes if choice == "mine" else both(case, rival, boxes)
        person = self.who(request, name)
        shown = self._view.shown(rival, person, told(said.of(self._lang)), seen=seen, boxes=taken)
        shown[self._view.decision.reason]["value"] = reason
        return shown

    def reloaded(self, request: gr.Request, case: Case | None, *given: Any) -> Updates:
        """The case as it is now; an edit that has not been kept is set beside what others wrote."""
        boxes, reason, name = Boxes(*given[:5]), given[5], given[6]
        current = self._warm.desk.store.find(case.id) if case else None
        if case is None or current is None:
            return {self._view.told: refused(words.NO_CASE.of(self._lang), self._lang)}
        return self._rebased(case, current, boxes, reason, self.who(request, name), told(w.RELOADED.of(self._lang)))

    def _refused(self, error: PlaybookError, case: Case, boxes: Boxes, reason: str, person: Person | None) -> Updates:
        said = refusal(error, self._lang)
        current = self._warm.desk.store.find(case.id)
        if current is None or current.basis <= case.version:
            return {self._view.told: said}
        return self._rebased(case, current, boxes, reason, person, said)

    def _rebased(
        self, case: Case, current: Case, boxes: Boxes, reason: str, person: Person | None, said: str
    ) -> Updates:
        """What to show after others have changed the case: both wordings where there are two."""
        view = self._view
        mine = boxes.differs(case)
        if mine and boxes.differs(current) and Boxes.of(case).differs(current):
            return {view.told: said, **view.clash.shown(case, current, boxes)}
        shown = view.shown(current, person, said, boxes=boxes if mine else None)
        shown[view.decision.reason]["value"] = reason
        return shown

    def taken(self, request: gr.Request, case: Case | None, name: str) -> Updates:
        """The case in my own hands."""
        person = self.who(request, name)
        return self._aside(request, case, name, "assign", to=person.name if person else "")

    def assigned(self, request: gr.Request, case: Case | None, name: str, to: str | None) -> Updates:
        """The case in somebody's hands; in nobody's where no name stands there."""
        return self._aside(request, case, name, "assign", to=to or "")

    def handed_over(self, request: gr.Request, case: Case | None, name: str, team: Any, note: str) -> Updates:
        """The case with a department, and a note for them."""
        return self._aside(request, case, name, "hand_over", team=team or None, reason=note or "")

    def escalated(self, request: gr.Request, case: Case | None, name: str, why: str) -> Updates:
        """The case brought to those above."""
        return self._aside(request, case, name, "escalate", reason=why or "")

    def marked(self, request: gr.Request, step: Milestone, case: Case | None, name: str) -> Updates:
        """A step of handling that has been reached."""
        return self._aside(request, case, name, "mark", milestone=step)

    def noted(self, request: gr.Request, case: Case | None, name: str, text: str) -> Updates:
        """An internal note."""
        notes = self._view.notes
        if case is None:
            return {notes.told: refused(words.NO_CASE.of(self._lang), self._lang)}
        try:
            person = acting(request, self._warm.desk, name, "read")
            self._warm.desk.comment(case, text or "", person.name, person=person)
        except PlaybookError as error:
            return {notes.told: refusal(error, self._lang)}
        return notes.shown(case, told(w.NOTED.of(self._lang)))

    def _aside(self, request: gr.Request, case: Case | None, name: str, verb: Verb, **fields: Any) -> Updates:
        view = self._view
        if case is None:
            return {view.handling.told: refused(words.NO_CASE.of(self._lang), self._lang)}
        try:
            person = person_of(request, self._warm.desk, name)
            following = self._decide(case, person, verb, **fields)
        except PlaybookError as error:
            return {view.handling.told: refusal(error, self._lang)}
        return view.beside(opened_as(case, following), person, told(w.DONE[verb].of(self._lang)))

    def _decide(self, case: Case, person: Person, verb: Verb, **fields: Any) -> Case:
        decision = Decision(verb=verb, by=person.name, version=case.version, **fields)
        return self._warm.desk.decide(case, decision, person)

    def _said(self, verb: Verb, case: Case) -> str:
        if verb == "approve" and case.state == "in_review":
            return w.SIGNED.of(self._lang).format(seats=left_to_sign(case, self._lang))
        return w.DONE[verb].of(self._lang)
