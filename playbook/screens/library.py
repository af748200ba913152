"""Library: ask in plain words, narrow by label, read the cards, see what is missing."""

from __future__ import annotations

import json
from typing import Any, get_args

import gradio as gr

from playbook.library.search import Only
from playbook.records import KINDS, STANCES, TOPICS, Lang, PassageKind
from playbook.review import names
from playbook.screens import words as w
from playbook.screens.editor import QUIET
from playbook.screens.evidence import hits, shelf
from playbook.screens.intake import Intake
from playbook.screens.prose import details, esc
from playbook.screens.warm import WarmDesk

MOST = 8
"""Results of one search."""
SHOWN = 300
"""Cards and gaps listed at most."""


class LibraryScreen:
    """The third screen."""

    def __init__(self, warm: WarmDesk, lang: Lang, tab: gr.Tab) -> None:
        self._warm, self._lang = warm, lang
        with gr.Column(elem_classes="pb-panel"):
            self.question = gr.Textbox(
                label=w.ASK.of(lang), info=w.ASK_HINT.of(lang), lines=2, max_lines=6, elem_id="question"
            )
            with gr.Row(elem_classes="pb-filters"):
                self.filters = [
                    self._filter(
                        w.ONLY_PASSAGES, "only-passages", {k: names.PASSAGES[k] for k in get_args(PassageKind)}
                    ),
                    self._filter(w.ONLY_KIND, "only-kind", {k: names.KINDS[k] for k in KINDS}),
                    self._filter(w.ONLY_TOPIC, "only-topic", {t: names.TOPICS[t] for t in TOPICS}),
                    self._filter(w.ONLY_STANCE, "only-stance", {s: names.STANCE_NAMES[s] for s in STANCES}),
                ]
            self.find = gr.Button(w.SEARCH.of(lang), variant="primary", elem_id="find")
            with gr.Row(elem_classes="pb-samples"):
                samples = [
                    gr.Button(question.of(lang), size="sm", min_width=160, elem_id=f"question-{i}")
                    for i, question in enumerate(w.QUESTIONS)
                ]
        self.results = gr.HTML(
            f'<p class="pb-empty">{esc(w.SEARCH_EMPTY.of(lang))}</p>', elem_id="results", apply_default_css=False
        )
        self.gaps = gr.HTML(elem_id="gaps", apply_default_css=False)
        self.cards = gr.HTML(elem_id="cards", apply_default_css=False)
        intake = Intake(warm, lang)
        asked = [self.question, *self.filters]
        self.find.click(self.found, asked, self.results, **QUIET)
        for narrowed in self.filters:
            narrowed.input(self.found, asked, self.results, **QUIET)
        for button, question in zip(samples, w.QUESTIONS, strict=True):
            text = json.dumps(question.of(lang), ensure_ascii=False)
            filled = button.click(None, None, self.question, js=f"() => {text}", **QUIET)
            filled.then(self.found, asked, self.results, **QUIET)
        tab.select(self.listed, None, [self.gaps, self.cards], **QUIET)
        tab.select(intake.own, None, intake.mine, **QUIET)
        intake.changed(self.listed, [self.gaps, self.cards])

    def _filter(self, label: Any, elem_id: str, labels: dict[Any, Any]) -> gr.Dropdown:
        lang = self._lang
        choices = [(w.ANY.of(lang), ""), *((name.of(lang), label) for label, name in labels.items())]
        return gr.Dropdown(choices, value="", label=label.of(lang), elem_id=elem_id, min_width=140, filterable=False)

    def found(self, question: str, passages: str, kind: str, topic: str, stance: str) -> str:
        """Passages that speak to the question; says so where nothing does."""
        if not (question or "").strip():
            return f'<p class="pb-empty">{esc(w.SEARCH_EMPTY.of(self._lang))}</p>'
        desk = self._warm.desk
        only = Only((passages,) if passages else (), kind or None, topic or None, stance or None)  # type: ignore[arg-type]
        nothing = (
            "" if desk.library.covers(question) else f'<p class="pb-unsure">? {esc(w.UNCOVERED.of(self._lang))}</p>'
        )
        return nothing + hits(desk, desk.search(question, k=MOST, only=only, lang=self._lang), self._lang)

    def listed(self) -> tuple[str, str]:
        """Messages that nothing covers, and all cards by kind."""
        cards = self._warm.cold.cards
        title = w.ALL_CARDS.of(self._lang).format(n=len(cards))
        more = w.MORE_CARDS.of(self._lang).format(n=len(cards) - SHOWN) if len(cards) > SHOWN else ""
        everything = shelf(cards[:SHOWN], self._lang) + (f'<p class="pb-empty">{esc(more)}</p>' if more else "")
        return self._missing(), f'<section class="pb-card">{details(title, everything)}</section>'

    def _missing(self) -> str:
        desk, lang = self._warm.desk, self._lang
        gaps = desk.missing()
        rows = ""
        for gap in gaps[:SHOWN]:
            label = f"{names.KINDS[gap.kind].of(lang)} · {names.TOPICS[gap.topic].of(lang)}"
            when = f"{gap.at:%Y-%m-%d}" + (f" ×{gap.times}" if gap.times > 1 else "")
            rows += f'<li><b>{esc(label)}</b> {esc(gap.text)} <span class="pb-source">{esc(when)}</span></li>'
        more = len(gaps) - SHOWN
        if more > 0:
            rows += f'<li class="pb-hint">{esc(w.MORE_GAPS.of(lang).format(n=more))}</li>'
        body = f"<ul>{rows}</ul>" if rows else f'<p class="pb-empty">{esc(w.NO_GAPS.of(lang))}</p>'
        title = w.GAPS.of(lang).format(n=len(gaps))
        return f'<section class="pb-card">{details(title, body)}</section>'
