"""The issue of a case on the page: facts bear figures, promises have owners, replies speak with one voice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .quiet import quiet
from .steps import SAFE, ask, fill, review, submit, tab, unfold

pytestmark = pytest.mark.browser

BOX = "#review-draft textarea"


def beside(page: Page, words: str) -> None:
    """The panel of the issue says so. Its boxes follow by some milliseconds, in which no hand types."""
    expect(page.locator("#issue-box")).to_contain_text(words)
    quiet(page)


def chosen(page: Page, box: str, name: str) -> None:
    """Pick from a list, and wait until it is shut."""
    page.locator(f"{box} input").click()
    page.get_by_role("option", name=name, exact=True).click()
    expect(page.get_by_role("option")).to_have_count(0)


def sent(page: Page, words: str, name: str = "김하나") -> None:
    ask(page, f"{words} 공기청정기에서 타는 냄새가 나더니 연기가 났어요. 다른 집도 쓰고 있을 텐데 어떻게 된 건가요?")
    submit(page, name)


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
    unfold(page, "#fact-box")
    fill(page, "#fact-statement", "누출 제품 40대, 답변은 3일 안에")
    fill(page, "#fact-source", "품질팀 보고")
    page.click("#fact-note")
    expect(page.locator("#issue-facts")).to_contain_text("품질팀 보고")
    expect(findings).not_to_contain_text("숫자나 날짜입니다: 40대")
    expect(findings).to_contain_text("담당자가 없는 약속입니다")
    page.fill("#owners textarea", "3일 안에: 이세라")
    page.locator("#owners textarea").blur()
    expect(findings).not_to_contain_text("담당자가 없는 약속입니다")
    page.fill("#reason textarea", "사실과 기한을 넣었습니다")
    page.click("#approve-edited")
    expect(page.locator("#decided")).to_contain_text("아직 남은 서명")
    review(page, "최나래", "여덟째 건")
    page.click("#approve")
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


def test_name_is_needed_and_kept(page: Page) -> None:
    """Without a name nothing goes to review; a name that was written once is known on the other screen, too."""
    ask(page, "여섯째 건: 환불 신청한 지 3주째인데 답이 없네요")
    page.click("#submit")
    expect(page.locator("#sent [role=alert]")).to_contain_text("이름을 먼저")
    submit(page, "최나래")
    page.reload()
    page.wait_for_selector("#run")
    tab(page, "검토")
    expect(page.locator("#reviewer-name input, #reviewer-name textarea").first).to_have_value("최나래")
