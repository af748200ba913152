"""A draft that can be edited: checks and length follow, slots are filled, facts are kept beside it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from playbook.records import Case, Draft, Lang
from playbook.reply.offers import offers
from playbook.reply.slots import fill_slots
from playbook.review.decisions import IN_WORK
from playbook.review.overrulings import with_overrulings
from playbook.screens import words as w
from playbook.screens.proofs import findings, grounds, meter, offered, parts, statement, wording
from playbook.screens.typed import typed
from playbook.screens.warm import WarmDesk

MOST_SLOTS = 8
"""Slots that get a box of their own; further ones are filled in the text."""

ASIDE = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-aside]");
  const { aside: check, words, said } = button?.dataset ?? {};
  if (button) trigger("select", { check, words, said });
});
"""
"""A finding that a person wants to set aside."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""How every event of the page is set up: no overlay, no public endpoint."""


def fact_lines(facts: str) -> tuple[str, ...]:
    """Facts of a box, one a line."""
    return tuple(line.strip() for line in (facts or "").splitlines() if line.strip())


def fact_values(facts: str) -> dict[str, str]:
    """Values of slots among the facts of a box, by what the slots ask."""
    pairs = (line.partition(": ") for line in fact_lines(facts))
    return {ask.strip(): value.strip() for ask, _, value in pairs if value.strip()}


class Editor:
    """The boxes around one draft; ``outputs`` is what ``shown`` and ``applied`` fill, in order."""

    def __init__(self, warm: WarmDesk, lang: Lang, name: str, *, asides: bool = False) -> None:
        self._warm, self._lang, self._name, self._asides = warm, lang, name, asides
        self.box = gr.Textbox(
            label=w.DRAFT.of(lang), info=w.DRAFT_HINT.of(lang), lines=6, max_lines=24, elem_id=f"{name}-draft"
        )
        self.meter = gr.HTML(elem_id=f"{name}-meter", apply_default_css=False)
        with gr.Column(visible=False, elem_id=f"{name}-slots", elem_classes="pb-slots") as self.group:
            gr.HTML(
                f'<h4 class="pb-name">{w.SLOTS.of(lang)}</h4><p class="pb-hint">{w.SLOTS_HINT.of(lang)}</p>',
                apply_default_css=False,
            )
            with gr.Row(elem_classes="pb-slotrow"):
                self.slots = [
                    gr.Textbox(visible=False, min_width=200, elem_id=f"{name}-slot-{i}") for i in range(MOST_SLOTS)
                ]
            self.offers = gr.HTML(elem_id=f"{name}-offers", apply_default_css=False)
            self.apply = gr.Button(w.APPLY.of(lang), size="sm", elem_id=f"{name}-apply")
        self.findings = gr.HTML(elem_id=f"{name}-findings", apply_default_css=False, js_on_load=ASIDE)
        self.facts = gr.Textbox(
            label=w.FACTS.of(lang), info=w.FACTS_HINT.of(lang), lines=2, max_lines=10, elem_id=f"{name}-facts"
        )
        self.typed = typed(self.box, self.facts)
        self.after = gr.HTML(elem_id=f"{name}-after", apply_default_css=False)
        self.asks = gr.State(())
        self.followers = [self.meter, self.findings, self.after, self.offers, self.asks, self.group, *self.slots]
        self.outputs = [self.box, self.facts, *self.followers]

    def wire(self, case: gr.State) -> list[Any]:
        """Let checks follow what is typed; returns the events after which the text is worth keeping."""
        inputs = self.inputs(case)
        written = self.typed.input(self.followed, inputs, self.followers, trigger_mode="always_last", **QUIET)
        applied = self.apply.click(self.applied, inputs, self.outputs, **QUIET)
        return [written, applied]

    def inputs(self, case: gr.State) -> list[Any]:
        """What ``followed`` and ``applied`` read."""
        return [case, self.box, self.facts, self.asks, *self.slots]

    def shown(self, case: Case | None, text: str | None = None, facts: str = "") -> list[Any]:
        """All boxes for a case, or for none."""
        if case is None or case.draft is None:
            return [gr.update(value=""), gr.update(value=facts), *self._followed(None, "", "", {})]
        text = case.draft.text if text is None else text
        frozen = case.state not in IN_WORK
        return [
            gr.update(value=text, interactive=not frozen),
            gr.update(value=facts, interactive=not frozen),
            *self._followed(case, text, facts, {}),
        ]

    def followed(self, case: Case | None, text: str, facts: str, asks: tuple[str, ...], *values: str) -> list[Any]:
        """Length, findings and slots after an edit; slots keep what stands in them."""
        updates = self._followed(case, text, facts, dict(zip(asks, values, strict=False)))
        if updates[4] == tuple(asks):
            updates[5:] = [gr.skip()] * (1 + MOST_SLOTS)
        return updates

    def applied(self, case: Case | None, text: str, facts: str, asks: tuple[str, ...], *values: str) -> list[Any]:
        """Slot values put into the text, and kept as facts."""
        filled = {ask: value.strip() for ask, value in zip(asks, values, strict=False) if value and value.strip()}
        new = fill_slots(text, filled)
        kept = "\n".join((*fact_lines(facts), *(f"{ask}: {value}" for ask, value in filled.items())))
        return [gr.update(value=new), gr.update(value=kept), *self._followed(case, new, kept, {})]

    def _followed(self, case: Case | None, text: str, facts: str, values: dict[str, str]) -> list[Any]:
        desk, lang = self._warm.desk, self._lang
        draft = desk.revised(case, text) if case else None
        if case is None or draft is None:
            return ["", "", "", "", (), gr.update(visible=False), *[gr.update(visible=False, value="")] * MOST_SLOTS]
        asks = tuple(slot.ask for slot in draft.slots)[:MOST_SLOTS]
        boxes = [gr.update(label=ask, value=values.get(ask, ""), visible=True) for ask in asks]
        boxes += [gr.update(visible=False, value="")] * (MOST_SLOTS - len(asks))
        found = desk.findings(case, text, fact_lines(facts))
        beside = statement(fill_slots(draft.statement, fact_values(facts)), lang) if draft.statement else ""
        return [
            meter(draft, lang) + wording(draft, lang),
            findings(
                with_overrulings(case.model_copy(update={"draft": draft}), found),
                draft,
                lang,
                asides=self._asides and case.state == "in_review",
            ),
            parts(draft, lang) + beside + grounds(desk, draft, lang),
            self._offered(case, draft),
            asks,
            gr.update(visible=bool(asks) and case.state in IN_WORK),
            *boxes,
        ]

    def _offered(self, case: Case, draft: Draft) -> str:
        """Facts of the issue that fit the slots, each to be taken over by a tap."""
        ledger = self._warm.desk.ledger_of(case)
        if ledger is None:
            return ""
        fitting = {
            f"{self._name}-slot-{at}": (slot.ask, [offer.text for offer in offers(slot, ledger.standing)])
            for at, slot in enumerate(draft.slots[:MOST_SLOTS])
        }
        return offered(fitting, self._lang)
