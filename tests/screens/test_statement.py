"""A statement leaves the page as a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from .steps import ask, fill, sample

pytestmark = pytest.mark.browser

FIRE = "매장에 불이 나서 손님 두 분이 숨졌습니다."


def downloaded(page: Page, folder: Path) -> Path:
    """Press the button; the browser keeps a file by the name that it is given, here each in a folder of its own."""
    with page.expect_download() as waiting:
        page.click("#download")
    path = folder / str(len(list(folder.iterdir()))) / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_a_statement_is_downloaded(page: Page, tmp_path: Path) -> None:
    """As it stands on the page, with what has been filled in since."""
    ask(page, FIRE)
    first = downloaded(page, tmp_path)
    page.fill("#answer-facts textarea", "회사명: 새벽식품\n대표이사 성명: 김하나")
    expect(page.locator("#answer-after")).to_contain_text("새벽식품 대표이사 김하나", use_inner_text=False)
    second = downloaded(page, tmp_path)

    assert first.suffix == ".docx"
    assert re.search("[가-힣]", first.name)
    said = [[paragraph.text for paragraph in Document(str(path)).paragraphs] for path in (first, second)]
    assert said[0][0].startswith("초안: 채울 곳 ")
    assert said[0][-1] == "[회사명] 대표이사 [대표이사 성명]"
    assert said[1][-1] == "새벽식품 대표이사 김하나"


def test_no_statement_no_button(page: Page) -> None:
    sample(page, 2)
    expect(page.locator("#download")).to_be_hidden()


def test_in_english(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened("en/")
    ask(page, "Your heater caught fire in the shop and two people died.")
    fill(page, "#answer-slot-0", "")
    paragraphs = Document(str(downloaded(page, tmp_path))).paragraphs

    assert re.fullmatch(r"DRAFT: \d+ to fill", paragraphs[0].text)
