"""Archive: found again without personal data, what people change, and erasing for those who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from playbook.records import Decision

from .quiet import quiet
from .staffed import BOSS, KIM, PLAIN, approved, received
from .steps import fill, nameless, tab, unfold

if TYPE_CHECKING:
    from web.conftest import Served

pytestmark = pytest.mark.browser


def found(page: Page, words: str = "", author: str = "") -> None:
    fill(page, "#archive-query", words)
    fill(page, "#archive-author", author)
    page.click("#archive-search")
    quiet(page)
    expect(page.locator("#found .pb-busy")).to_have_count(0)


def rows(page: Page) -> list[str]:
    return page.locator("#found [data-pick]").all_inner_texts()


def test_found_again_and_read_without_personal_data(entered: Callable[..., Page], staffed: Served) -> None:
    """Words, a handle and days narrow; one conversation shows where it went out, and hides a telephone number."""
    desk = staffed.desk
    case = approved(staffed, "보관 하나: 환불이 늦어요. 010-0000-1234로 연락 주세요.", PLAIN, "@archive.kim")
    desk.decide(case, Decision(verb="record", by=KIM, where="https://example.com/1", text=PLAIN))
    received(staffed, "보관 둘: 배송이 늦어요.", "@archive.kim")
    received(staffed, "보관 셋: 다른 사람입니다.", "@somebody.else")
    page = entered("kim")
    tab(page, "보관")
    expect(page.locator("#found")).to_contain_text("조건을 고르고")
    found(page, "보관", "@archive.kim")
    assert len(rows(page)) == 2
    assert not any("0000-1234" in row for row in rows(page))
    found(page, "보관 환불")
    assert len(rows(page)) == 1
    found(page, "zzz 없는 말")
    expect(page.locator("#found .pb-empty")).to_contain_text("다른 낱말")
    fill(page, "#archive-since", "어제")
    page.click("#archive-search")
    expect(page.locator("#found [role=alert]")).to_contain_text("2026-11-22처럼")
    fill(page, "#archive-since", f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}")
    found(page, "보관")
    assert rows(page) == []
    fill(page, "#archive-since", "")
    found(page, "보관 둘")
    page.locator("#found [data-pick]").click()
    told = page.locator("#conversation-text")
    expect(told).to_contain_text("같은 사람이 전에 보낸 글 1건")
    told.locator("[data-pick]", has_text="보관 하나").click()
    expect(told).to_contain_text("https://example.com/1에 게시")
    expect(told).to_contain_text("[전화번호]")
    expect(told).to_contain_text("ar***im")
    told.locator("summary", has_text="지나온 글").click()
    expect(told).to_contain_text("다듬었습니다")
    assert "0000-1234" not in told.inner_html()
    assert nameless(page, "#conversation") == []
    page.click("#archive-back")
    expect(page.locator("#found")).to_be_visible()


def test_what_reviewers_change_is_counted(entered: Callable[..., Page], staffed: Served) -> None:
    for number in range(2):
        approved(staffed, f"세기 {number}: 환불 신청한 지 3주째인데 답이 없네요.", PLAIN)
    page = entered("park")
    tab(page, "보관")
    unfold(page, "#changes-box")
    page.click("#changes-show")
    expect(page.locator("#kept-changing")).to_contain_text(re.compile(r"제안한 낱말 [1-9][\d,]*개"))
    expect(page.locator("#kept-changing li").first).to_contain_text("건")


def test_erasing_is_for_those_who_may_and_is_asked_twice(
    entered: Callable[..., Page], staffed: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Staff are not shown it; an admin ticks that it is final, and the message is gone for good."""
    desk = staffed.desk
    case = received(staffed, "지울 글: 제 번호는 010-0000-9876입니다.", "@erase.me")
    case = desk.decide(case, Decision(verb="withdraw", by=KIM, reason="시험"))
    due = desk.erase_due
    later = datetime.now(UTC) + timedelta(days=366 * 11)
    monkeypatch.setattr(desk, "erase_due", lambda now=None: due(now or later))  # ten years go by

    staff = entered("kim")
    tab(staff, "보관")
    expect(staff.locator("#found")).to_be_visible()
    expect(staff.locator("#erase-box")).to_be_hidden()

    page = entered("boss")
    tab(page, "보관")
    unfold(page, "#erase-box")
    page.click("#erase-show")
    expect(page.locator("#erase-due")).to_contain_text(case.id)
    page.locator("#erase-which input").click()
    page.get_by_role("option", name=re.compile(case.id)).click()
    page.click("#erase-do")
    expect(page.locator("#erase-told [role=alert]")).to_contain_text("되돌릴 수 없는 일입니다")
    assert "9876" in desk.store.get(case.id).message.text
    page.locator("#erase-sure input").check()
    fill(page, "#erase-why", "본인 요청")
    page.click("#erase-do")
    expect(page.locator("#erase-told")).to_contain_text("개인정보를 지웠습니다")
    kept = desk.store.get(case.id)
    assert "9876" not in kept.message.text
    assert (kept.events[-1].verb, kept.events[-1].by) == ("erase", BOSS)
