"""Facts of an issue that fit a slot: put into it by a tap, a key, or a finger on a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .quiet import quiet
from .steps import PURIFIER, ask, fill, review, submit, unfold

pytestmark = pytest.mark.browser

BOX = "#review-draft textarea"
MOMENT = "11월 24일 오후 3시"
LONG = "가" * 90 + MOMENT


def with_a_fact(page: Page, words: str, fact: str) -> None:
    """A case under review whose issue has one confirmed fact."""
    ask(page, f"{words} {PURIFIER}")
    submit(page, "김하나")
    review(page, "박두리", words)
    expect(page.locator("#issue-box")).to_contain_text("사안에 묶으면")
    quiet(page)
    fill(page, "#issue-title", f"사안 {words}")
    page.click("#issue-open")
    expect(page.locator("#issue-box")).to_contain_text("사안에 묶었습니다")
    expect(page.locator("#review-offers button")).to_have_count(0)
    quiet(page)
    unfold(page, "#fact-box")
    fill(page, "#fact-statement", fact)
    fill(page, "#fact-source", "품질팀 보고")
    quiet(page)
    page.click("#fact-note")
    expect(page.locator("#issue-facts")).to_contain_text("품질팀 보고")
    expect(page.locator("#review-offers button").first).to_be_visible()
    quiet(page)


def offer(page: Page, ask: str) -> Locator:
    return page.get_by_role("button", name=f"“{ask}” 빈칸에 넣기: {MOMENT}", exact=True)


def box_of(page: Page, ask: str) -> Locator:
    return page.locator("#review-slots").get_by_label(ask, exact=True)


def test_a_tap_fills_the_slot_and_nothing_else(page: Page) -> None:
    """The box of that slot holds it; the text takes it over with the button that takes over all boxes."""
    with_a_fact(page, "제안 첫째:", f"답변은 {MOMENT}")
    before = page.input_value(BOX)
    assert "[답변 기한]" in before
    expect(page.locator("#review-offers button")).to_have_count(1)

    offer(page, "답변 기한").click()

    expect(box_of(page, "답변 기한")).to_have_value(MOMENT)
    expect(box_of(page, "답변 기한")).to_be_focused()
    expect(box_of(page, "비공개 상담 경로")).to_have_value("")
    assert page.input_value(BOX) == before
    page.click("#review-apply")
    expect(page.locator(BOX)).to_have_value(before.replace("[답변 기한]", MOMENT))
    expect(page.locator("#review-offers button")).to_have_count(0)
    expect(page.locator("#review-facts textarea")).to_have_value(f"답변 기한: {MOMENT}")


def test_a_key_fills_the_slot(page: Page) -> None:
    with_a_fact(page, "제안 둘째:", f"답변은 {MOMENT}")
    page.locator("#review-slots input:visible, #review-slots textarea:visible").last.focus()

    page.keyboard.press("Tab")
    expect(offer(page, "답변 기한")).to_be_focused()
    page.keyboard.press("Enter")

    expect(box_of(page, "답변 기한")).to_have_value(MOMENT)


@pytest.mark.parametrize("status", ["확인 중", "공개 금지"])
def test_what_may_not_be_said_is_not_offered(page: Page, status: str) -> None:
    with_a_fact(page, f"제안 {status}:", f"답변은 {MOMENT}")
    expect(page.locator("#review-offers button")).to_have_count(1)
    page.locator("#fact-instead input").click()
    page.get_by_role("option", name=f"답변은 {MOMENT}", exact=True).click()
    page.get_by_label(status, exact=True).check()
    page.click("#fact-note")

    expect(page.locator("#review-offers button")).to_have_count(0)


def test_on_a_telephone(opened: Callable[..., Page]) -> None:
    """Large enough for a finger, within the screen, and what a fact holds is text and no markup."""
    page = opened(width=390, height=844)
    with_a_fact(page, "제안 셋째:", f"<img src=x> 답변은 {MOMENT}, <b>영향</b> {LONG}")

    button = offer(page, "답변 기한").first
    button.scroll_into_view_if_needed()
    place = button.bounding_box()

    assert place is not None
    assert place["height"] >= 44
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#review-offers img, #review-offers b").count() == 0
    button.click()
    expect(box_of(page, "답변 기한")).to_have_value(MOMENT)
