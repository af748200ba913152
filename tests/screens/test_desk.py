"""The desk: what waits for whom, found, taken in, seen on a telephone and by a keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Sent
from .quiet import quiet
from .steps import MESSAGE, PURIFIER, ask, desk, fill, named, nameless, pick, review, row, tab, unfold

pytestmark = pytest.mark.browser


def test_nothing_waits_and_it_says_what_to_do(page: Page) -> None:
    """An empty list says what comes next, in each filter, and where nothing is found."""
    desk(page, "아무개나", "끝난 것")
    fill(page, "#queue-find", "없는 낱말 zzz")
    expect(page.locator("#queue .pb-empty")).to_contain_text("zzz")
    fill(page, "#queue-find", "")
    page.locator("#show label", has_text="내 차례").click()
    expect(page.locator("#queue .pb-empty, #queue .pb-rows").first).to_be_visible()


def test_my_turn_is_another_list_for_each_person(page: Page, sent: Sent) -> None:
    """Whoever wrote a reply does not sign it; for the others it is their turn, with level, state and clock."""
    sent(f"책상 하나: {PURIFIER}")
    desk(page, "김하나", "내 차례")
    expect(row(page, "책상 하나")).to_have_count(0)
    named(page, "박두리")
    found = row(page, "책상 하나")
    expect(found).to_contain_text("내 차례")
    expect(found).to_contain_text(re.compile("일반|주의|심각|위기"))
    expect(found).to_contain_text("검토 중")
    expect(found.locator(".pb-clock")).to_contain_text(re.compile("남음|지남"))
    expect(found).to_contain_text("담당 없음")
    page.locator("#show label", has_text="끝난 것").click()
    expect(row(page, "책상 하나")).to_have_count(0)


def test_found_by_words_and_by_number(page: Page, sent: Sent) -> None:
    sent(f"책상 둘 살구나무: {PURIFIER}")
    desk(page, "박두리")
    number = row(page, "살구나무").get_attribute("data-case") or ""
    fill(page, "#queue-find", "살구 나무")
    expect(page.locator("#queue [data-case]")).to_have_count(1)
    fill(page, "#queue-find", number)
    expect(page.locator("#queue [data-case]")).to_have_count(1)
    expect(row(page, "살구나무")).to_be_visible()


HASTY = """() => new Promise((tapped) => {
  const queue = document.querySelector("#queue"), first = () => queue.querySelector("[data-case]");
  const stood = first().dataset.case;
  new MutationObserver((_, seen) => {
    if (!first() || first().dataset.case === stood) return;
    seen.disconnect();
    setTimeout(() => {
      first().dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
      tapped(first().dataset.case);
    }, 50);
  }).observe(queue, { childList: true, subtree: true });
})"""
"""A tap on the first row a twentieth of a second after the rows are drawn anew: meant for what stood there before."""


def test_a_row_that_slips_under_the_finger_is_not_opened(page: Page, sent: Sent) -> None:
    """A list that is drawn anew between aim and tap opens no other case; a moment later the same tap does."""
    for words in ("미끄럼 하나", "미끄럼 둘"):
        sent(f"{words}: {PURIFIER}")
    desk(page, "박두리")
    fill(page, "#queue-find", "미끄럼")
    expect(page.locator("#queue [data-case]")).to_have_count(2)
    quiet(page)
    second = page.locator("#queue [data-case]").nth(1).get_attribute("data-case")
    page.evaluate(f"void (window.tap = ({HASTY})())")
    fill(page, "#queue-find", second or "")
    assert page.evaluate("window.tap") == second
    quiet(page)
    expect(page.locator("#case")).to_be_hidden()
    page.locator("#queue [data-case]").click()
    expect(page.locator(f"#case-title[data-case={second}]")).to_be_visible()


def test_personal_data_is_not_read_over_a_shoulder(page: Page, sent: Sent) -> None:
    """The list names what is hidden; the case itself shows it."""
    sent(f"책상 셋 010-0000-1234: {PURIFIER}")
    desk(page, "박두리")
    expect(row(page, "책상 셋")).to_contain_text("[전화번호]")
    expect(row(page, "책상 셋")).not_to_contain_text("0000-1234")


def test_taken_in_and_drafted_by_somebody_else(page: Page) -> None:
    """A message that came in waits as received; whoever takes it on has it drafted."""
    page.fill(MESSAGE, "접수 하나: 환불 신청한 지 3주째인데 답이 없네요")
    page.click("#receive")
    expect(page.locator("#status [role=alert]")).to_contain_text("이름을 먼저")
    fill(page, "#receiver", "김하나")
    page.click("#receive")
    expect(page.locator("#status .pb-told")).to_contain_text("접수했습니다")
    expect(page.locator(MESSAGE)).to_have_value("")
    review(page, "박두리", "접수 하나")
    expect(page.locator("#case-head")).to_contain_text("접수")
    expect(page.locator("#review-draft")).to_be_hidden()
    unfold(page, "#handling")
    page.click("#take")
    expect(page.locator("#case-head")).to_contain_text("담당 박두리")
    page.click("#draft-it")
    expect(page.locator("#review-draft textarea")).to_have_value(re.compile("."))
    expect(page.locator("#case-head")).to_contain_text("초안")
    page.click("#back")
    page.locator("#show label", has_text="내 차례").click()
    expect(row(page, "접수 하나")).to_contain_text("담당 박두리")


def test_the_list_follows_others_and_the_keyboard_stays(opened: Callable[..., Page], sent: Sent) -> None:
    """What another person does turns up by itself; whoever stands on a row stays there."""
    first, second = opened(), opened()
    sent(f"책상 넷: {PURIFIER}")
    desk(second, "박두리")
    row(second, "책상 넷").focus()
    review(first, "이세라", "책상 넷")
    expect(row(second, "책상 넷")).to_contain_text("지금 이세라 님이 보는 중", timeout=25_000)
    at = second.evaluate("document.activeElement.dataset.case")
    assert at == row(second, "책상 넷").get_attribute("data-case")
    second.keyboard.press("Enter")
    expect(second.locator("#case-title")).to_be_visible()
    expect(second.locator("#case-head")).to_contain_text("이세라 님이 보는 중")
    first.fill("#review-draft textarea", "고치고 있는 글입니다.")
    expect(second.locator("#case-head")).to_contain_text("지금 이세라 님이 고치는 중", timeout=25_000)
    first.click("#back")
    expect(second.locator("#case-head")).not_to_contain_text("이세라", timeout=25_000)


def test_a_case_takes_the_place_of_the_list_on_a_telephone(opened: Callable[..., Page], sent: Sent) -> None:
    page = opened(width=390, height=844)
    sent(f"책상 다섯: {PURIFIER}")
    desk(page, "박두리")
    expect(row(page, "책상 다섯")).to_be_visible()
    pick(page, "책상 다섯")
    expect(page.locator("#case-title")).to_be_visible()
    expect(page.locator("#queue")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#back")
    expect(row(page, "책상 다섯")).to_be_focused()
    expect(page.locator("#case")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_list_and_case_stand_side_by_side_where_there_is_room(opened: Callable[..., Page], sent: Sent) -> None:
    """At a desk the list stays beside the case, and stays in view; by keyboard from row to row, in and back."""
    page = opened(width=1280)
    for name in ("열 하나", "열 둘"):
        sent(f"책상 {name}: {PURIFIER}")
    desk(page, "박두리")
    rows = page.locator("#queue [data-case]")
    rows.first.focus()
    page.keyboard.press("ArrowUp")
    expect(rows.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(rows.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator("#case-title")).to_be_focused()
    expect(page.locator("#queue [aria-current]")).to_have_attribute(
        "data-case", page.locator("#case-title").get_attribute("data-case") or ""
    )
    left, right = page.locator("#queue-panel").bounding_box(), page.locator("#case").bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] - right["y"]) < 20
    page.evaluate("scrollTo(0, 900)")
    expect(page.locator("#show")).to_be_in_viewport()
    expect(page.locator("#back")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    pick(page, "열 둘")
    expect(page.locator("#review-marked")).to_contain_text("열 둘")
    page.fill("#reason textarea", "Esc를 누르면")
    page.keyboard.press("Escape")
    expect(page.locator("#case-title")).to_be_visible()
    page.locator("#case-title").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#case")).to_be_hidden()
    expect(row(page, "열 둘")).to_be_focused()


def test_an_address_opens_its_case(opened: Callable[..., Page], sent: Sent) -> None:
    """A link in a notification leads to the case itself, in either language."""
    page = opened()
    sent(f"책상 여섯: {PURIFIER}")
    desk(page, "박두리")
    number = row(page, "책상 여섯").get_attribute("data-case")
    for path, state in ((f"?case={number}", "검토 중"), (f"en/?case={number}", "In review")):
        there = opened(path)
        expect(there.locator("#case-head")).to_contain_text(state)
        expect(there.locator("#review-marked")).to_contain_text("책상 여섯")
    nowhere = opened("?case=c-000000000000")
    expect(nowhere.locator("#queue-told [role=alert]")).to_contain_text("그런 글이 없습니다")


def test_the_page_says_that_names_are_not_checked(page: Page) -> None:
    expect(page.locator("#who")).to_contain_text("1인 모드 · 로그인 없음: 이름은 확인되지 않습니다")


@pytest.mark.parametrize("path", ["", "en/"])
def test_every_control_has_a_name(opened: Callable[..., Page], path: str) -> None:
    """What a screen reader would call it: no button, box or choice without a name, on the desk and in a case."""
    page = opened(path)
    ask(page, f"이름 {len(path)}: {PURIFIER}")
    fill(page, "#author-name", "김하나")
    page.click("#submit")
    expect(page.locator("#sent .pb-told")).to_be_visible()
    tab(page, "Review" if path else "검토")
    expect(page.locator("#queue .pb-rows, #queue .pb-empty").first).to_be_visible()
    named(page, "박두리")
    assert nameless(page) == []
    pick(page, f"이름 {len(path)}")
    expect(page.locator("#case-title")).to_be_visible()
    for summary in page.locator("#case .label-wrap").all():
        if summary.get_attribute("class") and "open" not in (summary.get_attribute("class") or ""):
            summary.click()
    quiet(page)
    assert nameless(page) == []
    if path:
        words = page.locator("#decide, #handling, #notes, #steps-panel").all_inner_texts()
        korean = re.findall(r"[가-힣]+", " ".join(words))
        assert not set(korean) & {"승인", "이유", "돌려보내기", "메모", "서명", "넘기기", "접수"}
