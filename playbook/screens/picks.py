"""Lists that are picked from, and the name of whoever does so where nobody logs in."""

from __future__ import annotations

from typing import Any

import gradio as gr

from playbook.records import Lang
from playbook.screens import words
from playbook.screens.editor import QUIET
from playbook.screens.who import logged_in

PICK = """
const wanted = (event) => event.target.closest("[data-pick]");
element.addEventListener("click", (event) => {
  const row = wanted(event);
  if (row) trigger("select", { pick: row.dataset.pick });
});
"""
"""A tap on a row, or Enter on it, picks what its ``data-pick`` names."""


def to(elem_id: str) -> str:
    """A script that takes whoever reads the page, by eye or by ear, to an element."""
    return f"() => {{ scrollTo(0, 0); document.querySelector('#{elem_id}')?.focus({{ preventScroll: true }}); }}"


class NameBox:
    """Who acts on a screen, typed where nobody logs in; one name for all screens of a browser."""

    def __init__(self, lang: Lang, known: gr.BrowserState, elem_id: str) -> None:
        self._known = known
        with gr.Row(elem_classes="pb-namebox"):
            self.box = gr.Textbox(
                label=words.NAME.of(lang), info=words.NAME_HINT.of(lang), max_length=80, elem_id=elem_id
            )
        self.box.blur(lambda name: (name or "").strip(), self.box, known, **QUIET)

    def shown(self, request: gr.Request, known: str | None) -> dict[Any, Any]:
        """The name that was typed last; no box where people log in."""
        login = logged_in(request)
        return {self.box: gr.update(value=login or known or "", visible=not login)}
