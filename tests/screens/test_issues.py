"""Issues: the list, facts with what stands on them, promises, one voice, and the end of an issue."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from playbook.records import Decision

from .quiet import quiet
from .staffed import KIM, PARK, approved
from .steps import fill, nameless, tab, unfold

if TYPE_CHECKING:
    from web.conftest import Served

pytestmark = pytest.mark.browser

REFUND = "환불 신청한 지 3주째인데 답이 없네요. 언제 되나요?"
SAID = "{n}건이 접수되었습니다. 11월 30일까지 처리 결과를 알려 드리겠습니다."


def opened_issue(page: Page, title: str) -> None:
    """A new issue, opened by somebody who has no name yet, and then has one."""
    tab(page, "사안")
    unfold(page, "#issue-new")
    fill(page, "#new-issue-title", title)
    page.click("#new-issue-open")


def told(page: Page, words: str) -> None:
    expect(page.locator("#one-issue-told")).to_contain_text(words)
    quiet(page)


def test_an_issue_is_opened_noted_changed_and_closed(page: Page) -> None:
    """The whole of an issue without a login: a name is asked for, and nothing that was typed is lost."""
    opened_issue(page, "앱 결제 오류")
    expect(page.locator("#issues-told [role=alert]")).to_contain_text("이름을 먼저")
    fill(page, "#issues-name", KIM)
    page.click("#new-issue-open")
    told(page, "사안을 만들었습니다")
    expect(page.locator("#one-issue-head")).to_contain_text("앱 결제 오류")
    expect(page.locator("#one-issue-cases")).to_contain_text("묶인 글이 없습니다")
    expect(page.locator("#one-issue-replies")).to_contain_text("아직 승인된 답변이 없습니다")
    expect(page.locator("#one-issue-voice")).to_contain_text("둘 이상 승인되면")

    unfold(page, "#issue-fact-box")
    page.click("#issue-fact-note")
    expect(page.locator("#one-issue-told [role=alert]")).to_contain_text("한 문장으로")
    fill(page, "#issue-fact-statement", "결제 오류는 3건입니다.")
    fill(page, "#issue-fact-source", "집계 11월 22일")
    page.click("#issue-fact-note")
    told(page, "남겼습니다")
    expect(page.locator("#one-issue-facts")).to_contain_text("확인됨")
    expect(page.locator("#one-issue-facts")).to_contain_text("집계 11월 22일")

    page.click("#issue-fact-withdraw")
    expect(page.locator("#one-issue-told [role=alert]")).to_contain_text("철회할 사실을 먼저")
    page.locator("#issue-fact-instead input").click()
    page.get_by_role("option", name="결제 오류는 3건입니다.").click()
    expect(page.locator("#issue-fact-statement input, #issue-fact-statement textarea")).to_have_value(
        "결제 오류는 3건입니다."
    )
    fill(page, "#issue-fact-statement", "결제 오류는 5건입니다.")
    page.click("#issue-fact-note")
    told(page, "바꿨습니다")
    expect(page.locator("#one-issue-facts")).to_contain_text("앞선 내용: 결제 오류는 3건입니다.")

    unfold(page, "#issue-course")
    page.click("#issue-close")
    told(page, "닫았습니다")
    page.click("#issue-reopen")
    expect(page.locator("#one-issue-told [role=alert]")).to_contain_text("이유를 적어 주세요")
    fill(page, "#issue-course-why", "같은 오류가 또 들어왔습니다")
    page.click("#issue-reopen")
    told(page, "다시 열었습니다")
    page.click("#issues-back")
    expect(page.locator("#issues [data-pick]", has_text="앱 결제 오류")).to_contain_text("묶인 글 없음")
    page.locator("#issues-show label", has_text="닫은 사안").click()
    expect(page.locator("#issues")).not_to_contain_text("앱 결제 오류")


def test_one_voice_promises_and_what_stands_on_a_fact(entered: Callable[..., Page], staffed: Served) -> None:
    """Replies that differ stand side by side; a promise is kept; a fact that goes names what stands on it."""
    desk = staffed.desk
    issue = desk.open_issue("환불 지연", KIM)
    desk.note_fact(issue.id, "3건이 접수되었습니다.", PARK)
    first = approved(staffed, f"하나: {REFUND}", SAID.format(n=3))
    second = approved(staffed, f"둘: {REFUND}", SAID.format(n=5))
    for case in (first, second):
        desk.join(case, issue.id, KIM)
    page = entered("kim")
    expect(page.locator("#issues-name")).to_be_hidden()
    tab(page, "사안")
    row = page.locator("#issues [data-pick]", has_text="환불 지연")
    expect(row).to_contain_text("승인됨 2")
    expect(row).to_contain_text("지킬 약속 2")
    row.focus()
    page.keyboard.press("Enter")
    voice = page.locator("#one-issue-voice")
    expect(voice).to_contain_text("숫자가 다릅니다")
    expect(voice.locator(".pb-beside > div").nth(0)).to_contain_text("3건")
    expect(voice.locator(".pb-beside > div").nth(1)).to_contain_text("5건")
    assert re.search("3건.*5건", page.inner_text("#one-issue-replies"), re.S), "not in the order of approval"
    assert "11월 30일" in page.input_value("#issue-follow-up textarea")
    assert nameless(page, "#issues-panel, #one-issue") == []

    unfold(page, "#issue-promise-change")
    page.click("#issue-promise-move")
    refused = page.locator("#one-issue-told [role=alert]")
    expect(refused).to_contain_text("새 기한을 2026-11-30 18:00처럼")
    fill(page, "#issue-promise-due", "2019-11-30 18:00")
    page.click("#issue-promise-move")
    expect(refused).to_contain_text("이유")
    fill(page, "#issue-promise-why", "조사가 길어졌습니다")
    page.click("#issue-promise-move")
    expect(refused).to_contain_text("지난")
    assert page.locator("#issue-promise-why").locator("input, textarea").input_value() == "조사가 길어졌습니다"
    fill(page, "#issue-promise-due", "2099-12-01 18:00")
    page.click("#issue-promise-move")
    told(page, "기한을 옮겼습니다")
    expect(page.locator("#one-issue-promises")).to_contain_text("2099-12-01 18:00")
    fill(page, "#issue-promise-why", "휴가입니다")
    fill(page, "#issue-promise-owner", PARK)
    page.click("#issue-promise-hand-on")
    told(page, "담당을 바꿨습니다")
    expect(page.locator("#one-issue-promises")).to_contain_text(PARK)

    fill(page, "#issue-kept-note", "결과를 올렸습니다")
    page.click("#issue-keep")
    told(page, "지킨 약속으로 기록했습니다")
    page.locator("#one-issue-ended summary").click()
    expect(page.locator("#one-issue-ended")).to_contain_text("결과를 올렸습니다")

    unfold(page, "#issue-fact-box")
    page.locator("#issue-fact-instead input").click()
    page.get_by_role("option", name="3건이 접수되었습니다.").click()
    quiet(page)
    page.click("#issue-fact-withdraw")
    told(page, "철회했습니다")
    expect(page.locator("#one-issue-uses")).to_contain_text(first.id)
    assert desk.store.get(first.id).state == "in_review", "an approval stood on a fact that was withdrawn"

    unfold(page, "#issue-course")
    page.click("#issue-close")
    expect(refused).to_contain_text("검토 중이거나 승인된 답변이 2건")
    posted = {"where": "https://example.com/1", "text": SAID.format(n=5)}
    desk.decide(desk.store.get(second.id), Decision(verb="record", by=KIM, **posted))
    desk.decide(desk.store.get(first.id), Decision(verb="withdraw", by=KIM, reason="둘째 답변으로 합칩니다"))
    page.click("#issue-close")
    expect(refused).to_contain_text("아직 할 일이 있습니다")
    fill(page, "#issue-course-why", "다른 사안과 합칩니다")
    page.click("#issue-close")
    told(page, "닫았습니다")
    page.locator("#one-issue-cases a", has_text=second.id).click()
    expect(page.locator("#case-head")).to_be_visible()
    expect(page.locator("#review-marked")).to_contain_text("둘:")


def test_whoever_only_reads_is_offered_nothing_to_write(entered: Callable[..., Page], staffed: Served) -> None:
    """An evaluator sees facts and replies, and no box for them; English is English."""
    issue = staffed.desk.open_issue("Delivery delays", KIM)
    page = entered("han", "/en/", 390)
    tab(page, "Issues")
    expect(page.locator("#issue-new")).to_be_hidden()
    page.locator("#issues [data-pick]", has_text=issue.title).click()
    expect(page.locator("#one-issue-facts")).to_contain_text("Facts of the issue")
    for box in ("#issue-fact-box", "#issue-course", "#issue-keep"):
        expect(page.locator(box)).to_be_hidden()
    assert not re.findall("[가-힣]", page.inner_text("#one-issue"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
