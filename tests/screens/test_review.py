"""The review screen: who may approve what, and what is said where it is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .steps import DRAFT, SAFE, ask, fill, review, submit, tab

pytestmark = pytest.mark.browser

BOX = "#review-draft textarea"


def told(page: Page) -> str:
    return page.locator("#decided").inner_text()


def beside(page: Page, words: str) -> None:
    """The panel of the issue says so. Its boxes follow by some milliseconds, in which no hand types."""
    expect(page.locator("#issue-box")).to_contain_text(words)
    page.wait_for_timeout(400)


def chosen(page: Page, box: str, name: str) -> None:
    """Pick from a list, and wait until it is shut."""
    page.locator(f"{box} input").click()
    page.get_by_role("option", name=name, exact=True).click()
    expect(page.get_by_role("option")).to_have_count(0)


def sent(page: Page, words: str, name: str = "김하나") -> None:
    ask(page, f"{words} 공기청정기에서 타는 냄새가 나더니 연기가 났어요. 다른 집도 쓰고 있을 텐데 어떻게 된 건가요?")
    submit(page, name)


def test_submitted_filled_and_approved_by_another(page: Page) -> None:
    sent(page, "첫째 건:")
    review(page, "박두리", "첫째 건")
    expect(page.locator("#queue label", has_text="첫째 건")).to_contain_text("[내 차례]")
    page.click("#approve")
    expect(page.locator("#decided [role=alert]")).to_contain_text("빈칸이 남아 있습니다")
    page.fill(BOX, SAFE)
    expect(page.locator("#covers")).to_contain_text("글이 바뀌었습니다")
    page.click("#approve")
    expect(page.locator("#decided [role=alert]")).to_contain_text("고쳐서 승인")
    page.click("#approve-edited")
    covers = page.locator("#covers")
    expect(covers).to_contain_text("승인됐습니다")
    expect(covers).to_contain_text("Playbook은 보내지 않습니다. 사람이 게시합니다.")
    expect(covers).to_contain_text(SAFE)
    assert re.search(r"[0-9a-f]{64}", covers.inner_text())
    expect(page.locator(BOX)).to_be_disabled()
    expect(page.locator("#events li")).to_have_count(3)
    expect(page.locator("#approve")).to_be_hidden()
    page.locator("#show label", has_text="끝난 글").click()
    expect(page.locator("#queue label", has_text="첫째 건")).to_be_visible()


def test_refused_approval_keeps_the_edit(page: Page) -> None:
    sent(page, "둘째 건:")
    review(page, "박두리", "둘째 건")
    page.fill(BOX, SAFE + " 3일 안에 알려 드리겠습니다.")
    expect(page.locator("#review-findings")).to_contain_text("3일")
    page.click("#approve-edited")
    expect(page.locator("#decided [role=alert]")).to_contain_text("고쳐야 할 점")
    expect(page.locator("#decided")).to_contain_text("저장했습니다")
    expect(page.locator(BOX)).to_have_value(re.compile("3일 안에"))
    page.fill("#review-facts textarea", "3일 안에 다시 알린다")
    expect(page.locator("#review-findings")).not_to_contain_text("숫자나 날짜입니다: 3일")
    expect(page.locator("#review-findings")).to_contain_text("담당자가 없는 약속입니다: 3일 안에")
    page.fill("#owners textarea", "김하나")
    page.locator("#owners textarea").blur()
    expect(page.locator("#promises")).to_contain_text("김하나")
    page.click("#approve-edited")
    expect(page.locator("#covers")).to_contain_text("승인됐습니다")


def test_author_cannot_approve(page: Page) -> None:
    ask(page, "셋째 건: 연기가 났어요. 다른 집도 쓸 텐데 어떻게 된 건가요?")
    page.fill(DRAFT, SAFE)
    submit(page, "김하나")
    review(page, "김하나", "셋째 건")
    page.click("#approve")
    expect(page.locator("#decided [role=alert]")).to_contain_text("다른 사람이 해야 합니다")


def test_return_needs_a_reason_and_comes_back(page: Page) -> None:
    sent(page, "넷째 건:")
    review(page, "박두리", "넷째 건")
    page.click("#return")
    expect(page.locator("#decided [role=alert]")).to_contain_text("이유를 적어 주세요")
    page.fill("#reason textarea", "연락 창구를 넣어 주세요")
    page.click("#return")
    expect(page.locator("#decided .pb-told")).to_contain_text("돌려보냈습니다")
    expect(page.locator("#events")).to_contain_text("연락 창구를 넣어 주세요")
    fill(page, "#reviewer-name", "김하나")
    page.click("#resubmit")
    expect(page.locator("#decided .pb-told")).to_contain_text("검토를 요청했습니다")


def test_stale_page_is_told_and_loses_nothing(opened: Callable[..., Page]) -> None:
    first, second = opened(), opened()
    sent(first, "다섯째 건:")
    review(first, "박두리", "다섯째 건")
    review(second, "이세라", "다섯째 건")
    second.fill("#reason textarea", "먼저 돌려보냅니다")
    second.click("#return")
    expect(second.locator("#decided .pb-told")).to_be_visible()
    first.fill(BOX, SAFE)
    first.click("#approve-edited")
    expect(first.locator("#decided [role=alert]")).to_contain_text("다른 사람이 이 글을 바꿨습니다")
    assert first.input_value(BOX) == SAFE


def test_name_is_needed_and_kept(page: Page) -> None:
    ask(page, "여섯째 건: 환불 신청한 지 3주째인데 답이 없네요")
    page.click("#submit")
    expect(page.locator("#sent [role=alert]")).to_contain_text("이름을 먼저")
    submit(page, "최나래")
    page.reload()
    page.wait_for_selector("#run")
    tab(page, "검토")
    expect(page.locator("#reviewer-name input, #reviewer-name textarea").first).to_have_value("최나래")


def test_rejecting_stands_behind_a_menu(page: Page) -> None:
    sent(page, "일곱째 건:")
    review(page, "박두리", "일곱째 건")
    expect(page.locator("#reject")).to_be_hidden()
    page.fill("#reason textarea", "답하지 않기로 함")
    page.locator("#reject-box button").first.click()
    page.click("#reject")
    expect(page.locator("#decided .pb-told")).to_contain_text("반려했습니다")
    assert "반려" in told(page)


def test_facts_promises_and_one_voice_of_an_issue(page: Page) -> None:
    """A case joins an issue; a fact bears its figure; the next reply hears of both, and of what has changed."""
    told_of = "누출된 제품은 40대입니다."
    sent(page, "여덟째 건:")
    sent_again = "아홉째 건:"
    page.click("#clear")
    sent(page, sent_again)
    review(page, "박두리", "여덟째 건")
    beside(page, "사안에 묶으면")
    fill(page, "#issue-title", "공기청정기 연기")
    page.click("#issue-open")
    beside(page, "사안에 묶었습니다")
    page.fill(BOX, f"{SAFE} {told_of} 3일 안에 원인을 알려 드리겠습니다.")
    findings = page.locator("#review-findings")
    expect(findings).to_contain_text("숫자나 날짜입니다: 40대")
    page.locator("#fact-box button").first.click()
    fill(page, "#fact-statement", "누출 제품 40대, 답변은 3일 안에")
    fill(page, "#fact-source", "품질팀 보고")
    page.click("#fact-note")
    expect(page.locator("#issue-facts")).to_contain_text("품질팀 보고")
    expect(findings).not_to_contain_text("숫자나 날짜입니다: 40대")
    expect(findings).to_contain_text("담당자가 없는 약속입니다")
    page.fill("#owners textarea", "3일 안에: 이세라")
    page.locator("#owners textarea").blur()
    expect(findings).not_to_contain_text("담당자가 없는 약속입니다")
    page.click("#approve-edited")
    expect(page.locator("#covers")).to_contain_text("승인됐습니다")
    expect(page.locator("#issue-promises")).to_contain_text("이세라")

    review(page, "박두리", sent_again)
    expect(page.locator("#review-marked")).to_contain_text(sent_again)
    beside(page, "사안에 묶으면")
    chosen(page, "#issue", "공기청정기 연기")
    beside(page, "사안에 묶었습니다")
    page.fill(BOX, f"{SAFE} 누출된 제품은 70대입니다.")
    expect(findings.locator(".pb-beside")).to_contain_text(told_of)
    expect(findings.locator(".pb-beside")).to_contain_text("70대")
    chosen(page, "#fact-instead", "누출 제품 40대, 답변은 3일 안에")
    statement = page.locator("#fact-statement input, #fact-statement textarea").first
    expect(statement).to_have_value("누출 제품 40대, 답변은 3일 안에")
    fill(page, "#fact-statement", "누출 제품 70대")
    page.click("#fact-note")
    expect(page.locator("#fact-uses")).to_contain_text(told_of)
    expect(page.locator("#fact-uses")).to_contain_text("승인된 답변")
    expect(page.locator("#issue-facts")).to_contain_text("앞선 내용")
