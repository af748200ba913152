"""Library: ask in plain words, read the cards."""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

from playbook.records import Lang
from playbook.screens import words as w
from playbook.screens.editor import QUIET
from playbook.screens.evidence import hits, shelf
from playbook.screens.prose import details, esc
from playbook.screens.warm import WarmDesk

MOST = 8
"""Results of one search."""


class LibraryScreen:
    """The third screen."""

    def __init__(self, warm: WarmDesk, lang: Lang, tab: gr.Tab) -> None:
        self._warm, self._lang = warm, lang
        with gr.Column(elem_classes="pb-panel"):
            self.question = gr.Textbox(
                label=w.ASK.of(lang), info=w.ASK_HINT.of(lang), lines=2, max_lines=6, elem_id="question"
            )
            self.find = gr.Button(w.SEARCH.of(lang), variant="primary", elem_id="find")
            with gr.Row(elem_classes="pb-samples"):
                samples = [
                    gr.Button(question.of(lang), size="sm", min_width=160, elem_id=f"question-{i}")
                    for i, question in enumerate(w.QUESTIONS)
                ]
        self.results = gr.HTML(
            f'<p class="pb-empty">{esc(w.SEARCH_EMPTY.of(lang))}</p>', elem_id="results", apply_default_css=False
        )
        self.cards = gr.HTML(elem_id="cards", apply_default_css=False)
        self.find.click(self.found, self.question, self.results, **QUIET)
        for button, question in zip(samples, w.QUESTIONS, strict=True):
            text = json.dumps(question.of(lang), ensure_ascii=False)
            asked = button.click(None, None, self.question, js=f"() => {text}", **QUIET)
            asked.then(self.found, self.question, self.results, **QUIET)
        tab.select(self.listed, None, self.cards, **QUIET)

    def found(self, question: str) -> str:
        """Passages that speak to the question."""
        if not (question or "").strip():
            return f'<p class="pb-empty">{esc(w.SEARCH_EMPTY.of(self._lang))}</p>'
        desk = self._warm.desk
        return hits(desk, desk.search(question, k=MOST, lang=self._lang), self._lang)

    def listed(self) -> Any:
        """All cards by kind."""
        cards = self._warm.cold.cards
        title = w.ALL_CARDS.of(self._lang).format(n=len(cards))
        return f'<section class="pb-card">{details(title, shelf(cards, self._lang))}</section>'
