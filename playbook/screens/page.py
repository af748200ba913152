"""The page: all screens put together in one language, and how it looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import gradio as gr
from fastapi import FastAPI, Request

from playbook.records import Lang
from playbook.screens import words as w
from playbook.screens.answer import AnswerScreen
from playbook.screens.archive import ArchiveScreen
from playbook.screens.audit import AuditScreen
from playbook.screens.editor import QUIET
from playbook.screens.issues import IssuesScreen
from playbook.screens.library import LibraryScreen
from playbook.screens.masthead import masthead
from playbook.screens.people import PeopleScreen
from playbook.screens.prose import esc
from playbook.screens.review import ReviewScreen
from playbook.screens.signatures import remember_signatures
from playbook.screens.warm import WarmDesk

HERE = Path(__file__).resolve().parent
PATHS: dict[Lang, str] = {"en": "/en", "ko": "/"}
"""Where each language is served; the wider path comes last."""
FONTS = ("Pretendard", "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", "sans-serif")
_STORED = "playbook"


def page(warm: WarmDesk, lang: Lang) -> gr.Blocks:
    """All screens in one language."""
    with gr.Blocks(title=w.TITLE.of(lang), analytics_enabled=False) as blocks:
        name = gr.BrowserState("", storage_key="playbook-name", secret=_STORED)
        saved = gr.BrowserState({}, storage_key="playbook-answer", secret=_STORED)
        seen = gr.BrowserState({}, storage_key="playbook-seen", secret=_STORED)
        unsaved = gr.BrowserState({}, storage_key="playbook-unsaved", secret=_STORED)
        gr.HTML(_top(lang), elem_id="top", apply_default_css=False)
        who = gr.HTML(elem_id="who", apply_default_css=False)
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap") as tabs:
            with _tab("answer", lang) as first:
                answer = AnswerScreen(warm, lang, name, saved)
            with _tab("review", lang) as tab:
                review = ReviewScreen(warm, lang, name, seen, unsaved)
            with _tab("issues", lang) as issues:
                IssuesScreen(warm, lang, issues, name)
            with _tab("archive", lang) as archive:
                ArchiveScreen(warm, lang, archive, name)
            with _tab("library", lang) as shelf:
                LibraryScreen(warm, lang, shelf)
            with _tab("people", lang) as people:
                PeopleScreen(warm, lang, people)
            with _tab("audit", lang) as audit:
                AuditScreen(warm, lang, audit, name)
        review.enter(tab, [first, issues, archive, shelf, people, audit])
        restored = [*answer.boxes, answer.name, *answer.results]
        blocks.load(answer.restored, [saved, name], restored, **QUIET)
        blocks.load(_who(warm, lang), None, who, **QUIET)
        review.land(blocks, tabs)
    blocks.queue(default_concurrency_limit=8, api_open=False)
    remember_signatures(blocks)
    return blocks


def _tab(name: str, lang: Lang) -> gr.Tab:
    return gr.Tab(w.TABS[name].of(lang), id=name)


def _who(warm: WarmDesk, lang: Lang) -> Callable[[gr.Request], str]:
    def who(request: gr.Request) -> str:
        return masthead(request, warm.desk, lang)

    return who


def _top(lang: Lang) -> str:
    links = "".join(
        f'<a href="{path}" lang="{code}"{" aria-current=page" if code == lang else ""}>{word}</a>'
        for code, path, word in (("ko", "/", "한국어"), ("en", "/en/", "English"))
    )
    tour = "".join(f"<li>{esc(sentence.of(lang))}</li>" for sentence in w.TOUR)
    return (
        f'<header class="pb-top"><h1>Playbook</h1><p>{esc(w.TAGLINE.of(lang))}</p>'
        f'<nav aria-label="{esc(w.LANGUAGE.of(lang))}">{links}</nav></header>'
        f'<aside class="pb-tour" id="tour"><strong>{esc(w.TOUR_TITLE.of(lang))}</strong><ol>{tour}</ol>'
        f'<button type="button" data-close-tour>{esc(w.TOUR_CLOSE.of(lang))}</button></aside>'
    )


def theme() -> gr.themes.Base:
    """System fonts, quiet boxes, and text that can be read in light and dark."""
    return gr.themes.Base(
        primary_hue="blue", neutral_hue="slate", radius_size="md", text_size="md", font=FONTS, font_mono=("monospace",)
    ).set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="#10151c",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_border_width_dark="0px",
        block_padding="0px",
        block_label_text_color="*neutral_800",
        block_title_text_color="*neutral_800",
        block_title_text_color_dark="*neutral_100",
        block_title_text_weight="600",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        block_info_text_size="13px",
        input_background_fill="white",
        input_background_fill_dark="#10151c",
        input_background_fill_focus="white",
        input_background_fill_focus_dark="#10151c",
        input_border_width="1px",
        input_border_width_dark="1px",
        input_border_color="*neutral_400",
        input_border_color_dark="*neutral_500",
        input_border_color_focus="*primary_700",
        input_border_color_focus_dark="*primary_300",
        checkbox_border_color="*neutral_500",
        checkbox_border_color_dark="*neutral_400",
        color_accent="*primary_700",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_600",
        button_primary_text_color="white",
        button_secondary_background_fill="white",
        button_secondary_background_fill_hover="*neutral_100",
        button_secondary_background_fill_dark="*neutral_800",
        button_secondary_background_fill_hover_dark="*neutral_700",
        button_secondary_border_color="*neutral_400",
        button_secondary_border_color_dark="*neutral_500",
        button_border_width="1px",
        button_border_width_dark="1px",
        button_large_text_size="15px",
        button_small_text_size="14px",
        button_large_text_weight="600",
        button_cancel_background_fill="#b91c1c",
        button_cancel_background_fill_dark="#b91c1c",
        button_cancel_text_color="white",
        button_cancel_text_color_dark="white",
    )


def mount(app: FastAPI, warm: WarmDesk, username: Callable[[Request], str | None] | None = None) -> None:
    """Mount the page in each language; ``username`` says whose name handlers find in their request."""
    script = (HERE / "page.js").read_text(encoding="utf-8")
    for lang, path in PATHS.items():
        gr.mount_gradio_app(
            app, page(warm, lang), path, footer_links=[], run_history=False, ssr_mode=False, theme=theme(),
            css_paths=HERE / "page.css", head=f"<script>{script}</script>", mcp_server=False, pwa=False,
            auth_dependency=username,
        )  # fmt: skip
