"""Two edits at once: nobody's wording is lost, and one tap takes either or both."""

from __future__ import annotations

from typing import Any

import gradio as gr

from playbook.records import Case, Lang
from playbook.screens import case_words as w
from playbook.screens.case_draft import Boxes, Updates
from playbook.screens.diff import changed, merged
from playbook.screens.prose import details, esc, lines


class ClashPanel:
    """Shown where somebody else has changed a case under an edit; ``rival`` is the case as they left it."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self.rival = gr.State(None)
        with gr.Column(visible=False, elem_id="clash", elem_classes="pb-clash") as self.panel:
            self.compared = gr.HTML(elem_id="clash-compared", apply_default_css=False)
            with gr.Row():
                self.merge = gr.Button(w.MERGE.of(lang), variant="primary", min_width=120, elem_id="clash-merge")
                self.theirs = gr.Button(w.TAKE_THEIRS.of(lang), min_width=120, elem_id="clash-theirs")
                self.mine = gr.Button(w.TAKE_MINE.of(lang), min_width=120, elem_id="clash-mine")
        self.outputs: list[Any] = [self.rival, self.panel, self.compared]

    def shown(self, base: Case, rival: Case, boxes: Boxes) -> Updates:
        """Both wordings side by side."""
        lang = self._lang
        by = rival.events[-1].by if rival.events else ""
        theirs, mine = _texts(rival), (boxes.text or "", boxes.statement or "")
        clashes = sum(
            len(merged(old, their, own).clashes) for old, their, own in zip(_texts(base), theirs, mine, strict=True)
        )
        said = w.CLASHES.of(lang).format(n=clashes) if clashes else w.NO_CLASHES.of(lang)
        sides = ""
        for old, their, own in zip(_texts(base), theirs, mine, strict=True):
            if their == own:
                continue
            sides += (
                f'<div class="pb-beside"><div><b>{esc(w.THEIRS.of(lang).format(by=by))}</b>'
                f"{changed(old, their, lang)}</div>"
                f"<div><b>{esc(w.MINE.of(lang))}</b>{changed(their, own, lang)}</div></div>"
                f"{details(w.THEIRS.of(lang).format(by=by), f'<p>{lines(their)}</p>')}"
            )
        html = (
            f'<div role="alert"><h4 class="pb-name">⚠ {esc(w.CLASH.of(lang).format(by=by))}</h4>'
            f"<p>{esc(w.CLASH_HINT.of(lang))}</p></div>{sides}<p>{esc(said)}</p>"
        )
        return {self.rival: rival, self.panel: gr.update(visible=True), self.compared: html}

    def hidden(self) -> Updates:
        """Nothing clashes."""
        return {self.rival: None, self.panel: gr.update(visible=False), self.compared: ""}


def both(base: Case, rival: Case, boxes: Boxes) -> Boxes:
    """The boxes with the edits of both; where they clash, mine."""
    old, their = _texts(base), _texts(rival)
    text = merged(old[0], their[0], boxes.text or "").text
    statement = merged(old[1], their[1], boxes.statement or "").text
    subject = boxes.subject
    if base.draft and rival.draft and (subject or "") == (base.draft.subject or ""):
        subject = rival.draft.subject or ""
    return boxes._replace(text=text, statement=statement, subject=subject)


def _texts(case: Case) -> tuple[str, str]:
    return (case.draft.text, case.draft.statement or "") if case.draft else ("", "")
