"""The answer screen, driven as a person would."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .quiet import quiet
from .steps import DRAFT, MESSAGE, PURIFIER, ask, fill, review, sample, submit, unfold

pytestmark = pytest.mark.browser


def test_what_the_same_author_sent_before_stands_beside_it(page: Page) -> None:
    """Found by the name of the account, however it is written; masked, never in a draft, and not the next author's."""
    handle = "@Cherry.Blossom"
    unfold(page, "#context")
    for text in ("벚꽃 하나: 환불이 3주째 안 됩니다 010-0000-1234", "벚꽃 둘: 아직도 환불이 안 됐어요"):
        page.fill(MESSAGE, text)
        fill(page, "#handle", handle)
        page.click("#receive")
        if "하나" in text:  # whoever has given their name is not asked again
            expect(page.locator("#status [role=alert]")).to_contain_text("이름을 먼저")
            fill(page, "#receiver", "김하나")
            page.click("#receive")
        expect(page.locator("#status .pb-told")).to_be_visible()
        expect(page.locator("#handle input, #handle textarea").first).to_have_value("")
    fill(page, "#handle", "cherry.blossom")
    ask(page, "벚꽃 셋: 환불 언제 되나요?")
    marked = page.locator("#marked")
    expect(marked).to_contain_text("같은 사람이 전에 보낸 글 2건")
    expect(marked).to_contain_text("[전화번호]")
    expect(marked.locator("a").first).to_have_attribute("href", re.compile(r"\?case=c-"))
    assert "0000-1234" not in marked.inner_text()
    assert "cherry" not in (marked.inner_text() + page.input_value(DRAFT)).lower()
    submit(page, "김하나")
    page.click("#clear")
    expect(page.locator("#handle input, #handle textarea").first).to_have_value("")
    ask(page, "다른 사람: 환불 언제 되나요?")
    expect(page.locator("#marked")).not_to_contain_text("같은 사람이")
    review(page, "박두리", "벚꽃 셋")
    expect(page.locator("#review-marked")).to_contain_text("ch***om")
    expect(page.locator("#review-marked")).to_contain_text("같은 사람이 전에 보낸 글 2건")
    assert "blossom" not in page.inner_text("#case").lower()


def test_pasted_message_gets_judgement_draft_and_evidence(page: Page) -> None:
    ask(page, PURIFIER + " 제 번호는 010-0000-1234예요")
    expect(page.locator("#judgement .pb-badge")).to_have_text(re.compile("일반|주의|심각|위기"))
    expect(page.locator("#judgement")).to_contain_text("담당")
    expect(page.locator("#marked .pb-text .pb-pii")).to_have_text("010-0000-1234")
    expect(page.locator("#evidence article").first).to_be_visible()
    assert page.input_value(DRAFT)
    page.locator("#evidence summary").first.click()
    expect(page.locator("#evidence details").first).to_contain_text("출처")


def test_probabilities_only_on_asking(page: Page) -> None:
    sample(page, 1)
    expect(page.locator("#judgement .pb-num").first).to_be_hidden()
    page.get_by_text("규칙과 확률").click()
    expect(page.locator("#judgement .pb-num").first).to_have_text(re.compile(r"\d+%"))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_samples_run_on_a_click(page: Page, number: int) -> None:
    sample(page, number)
    assert page.input_value(MESSAGE)
    expect(page.locator("#samples")).to_be_hidden()
    if number == 2:
        expect(page.locator("#silent")).to_be_visible()
        expect(page.locator(DRAFT)).to_be_hidden()
        submit(page, "김하나")
    page.click("#clear")
    expect(page.locator("#samples")).to_be_visible()
    assert page.input_value(MESSAGE) == ""


def test_filled_slot_goes_into_draft_and_facts(page: Page) -> None:
    sample(page, 1)
    findings = page.locator("#answer-findings")
    expect(findings).to_contain_text("빈칸")
    asked = page.locator("#answer-slot-0 label span").first.inner_text()
    assert f"[{asked}]" in page.input_value(DRAFT)
    fill(page, "#answer-slot-0", "11월 22일 오후 6시")
    page.click("#answer-apply")
    expect(page.locator(DRAFT)).to_have_value(re.compile("11월 22일 오후 6시"))
    expect(page.locator("#answer-facts textarea")).to_have_value(f"{asked}: 11월 22일 오후 6시")
    expect(findings.get_by_text(asked)).to_have_count(0)
    expect(findings).not_to_contain_text("11월")


def test_checks_follow_typing_pasting_and_composing(page: Page) -> None:
    sample(page, 1)
    findings = page.locator("#answer-findings")
    page.click(DRAFT)
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" 3일 안에 연락드리겠습니다.")  # as an input method or the clipboard does, without keys
    expect(findings).to_contain_text("3일")
    page.fill("#answer-facts textarea", "연락은 3일 안에 한다")
    expect(findings).not_to_contain_text("숫자나 날짜입니다: 3일")


def test_length_is_measured_as_the_channel_counts(page: Page) -> None:
    sample(page, 1)
    meter = page.locator("#answer-meter")
    page.fill(DRAFT, "가나다")
    expect(meter).to_contain_text("6 / 280")
    page.fill(DRAFT, "확인하고 있습니다. " * 40)
    expect(meter).to_contain_text("타래로")
    page.get_by_text(re.compile("타래로 나누면")).click()
    assert page.locator("#answer-after .pb-thread li").count() > 1


def test_draft_survives_a_reload_and_the_other_language(page: Page, address: str) -> None:
    sample(page, 1)
    page.fill(DRAFT, "고쳐 쓴 초안입니다.")
    page.fill("#answer-facts textarea", "확인한 것")
    expect(page.locator("#answer-meter")).to_contain_text("/ 280")
    quiet(page)
    page.reload()
    expect(page.locator(DRAFT)).to_have_value("고쳐 쓴 초안입니다.")
    expect(page.locator("#answer-facts textarea")).to_have_value("확인한 것")
    page.get_by_role("link", name="English").click()
    expect(page.locator("#run")).to_have_text("Judge and draft")
    expect(page.locator(DRAFT)).to_have_value("고쳐 쓴 초안입니다.")
    assert page.locator("html").get_attribute("lang") == "en"


def test_english_page_is_english(opened: Callable[..., Page]) -> None:
    page = opened("en/")
    sample(page, 1)
    shown = page.locator("#answer-left").inner_text() + page.locator("#judgement").inner_text()
    assert not re.search("[가-힣]", shown)


MARKUP = (
    "<script>alert(1)</script> <img src=x onerror=\"document.title='hit'\"> {{7*7}} ${6*7} </textarea> 환불해 주세요"
)


def test_markup_is_shown_as_text(page: Page) -> None:
    title = page.title()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    ask(page, MARKUP)
    expect(page.locator("#marked .pb-text")).to_have_text(MARKUP)
    page.fill(DRAFT, MARKUP)
    expect(page.locator("#answer-after .pb-grounds")).to_contain_text("<img src=x", use_inner_text=False)
    assert page.locator("#answer-left img, #answer-left script").count() == 0
    assert page.title() == title


@pytest.mark.parametrize("text", ["", "  \n "])
def test_empty_message_says_what_to_do(page: Page, text: str) -> None:
    page.fill(MESSAGE, text)
    page.click("#run")
    expect(page.locator("#status [role=alert]")).to_contain_text("글이 비어 있습니다")


def test_enter_breaks_the_line_and_ctrl_enter_starts(page: Page) -> None:
    page.click(MESSAGE)
    page.keyboard.insert_text("환불 신청한 지 3주째인데")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("답이 없네요")
    quiet(page)
    expect(page.locator("#judgement h2")).to_have_count(0)
    assert page.input_value(MESSAGE).count("\n") == 1
    page.keyboard.press("Control+Enter")
    expect(page.locator("#judgement h2")).to_be_visible()


def test_tour_closes_for_good(page: Page) -> None:
    expect(page.locator("#tour li")).to_have_count(3)
    page.click("[data-close-tour]")
    page.reload()
    page.wait_for_selector("#run")
    expect(page.locator("#tour")).to_be_hidden()


def test_copy_gives_the_draft(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address.rstrip("/"))
    sample(page, 1)
    page.fill(DRAFT, "복사할 글")
    page.click("#copy")
    expect(page.locator("#copy")).to_have_text("복사했습니다")
    assert page.evaluate("navigator.clipboard.readText()") == "복사할 글"


@pytest.mark.parametrize("dark", [False, True])
def test_phone_has_no_sideways_scroll_and_the_judgement_before_the_draft(
    opened: Callable[..., Page], dark: bool
) -> None:
    page = opened(width=390, height=844, dark=dark)
    sample(page, 1)
    wide = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(wide)
    tops = [page.locator(each).bounding_box() for each in ("#judgement", "#marked", "#draft", "#evidence")]
    assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
    page.locator("#evidence summary").first.click()
    for name in ("검토", "자료"):
        page.get_by_role("tab", name=name, exact=True).click()
        quiet(page)
        assert page.evaluate(wide)


def test_what_a_reply_does_and_who_speaks_can_be_chosen(page: Page) -> None:
    sample(page, 0)
    expect(page.locator("#mode")).to_contain_text("이 초안: 아직 확인 중임을 알림")
    for box, name in (("#mode", "근거를 들어 부인"), ("#speaker", "대표가 직접")):
        page.click(f"{box} input")
        page.get_by_role("option", name=name).click()
    page.click("#run")
    expect(page.locator("#mode")).to_contain_text("이 초안: 근거를 들어 부인")
    expect(page.locator(DRAFT)).to_have_value(re.compile(r"\[대표이사 성명\]"))


def test_where_nothing_is_said_the_page_says_how_to_look_after_staff(page: Page) -> None:
    sample(page, 2)
    expect(page.locator("#silent")).to_contain_text("답글을 쓰지 않습니다.")
    expect(page.locator("#silent")).to_contain_text("쉬게")


def test_no_button_says_sent(page: Page) -> None:
    sample(page, 1)
    for name in page.locator("button").all_inner_texts():
        assert "발송" not in name
