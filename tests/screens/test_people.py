"""People: how to begin, one's own account, and accounts made and changed by an admin alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from .staffed import BOSS, SECRET
from .steps import fill, nameless, tab, unfold

if TYPE_CHECKING:
    from web.conftest import Served

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("path", "name", "words"), [("", "사람", "--role admin"), ("en/", "People", "--role admin")])
def test_without_accounts_it_says_how_to_begin(opened: Callable[..., Page], path: str, name: str, words: str) -> None:
    page = opened(path)
    tab(page, name)
    expect(page.locator("#own-account")).to_contain_text(words)
    expect(page.locator("#people-panel")).to_be_hidden()


def test_everybody_sees_their_own_and_no_more(entered: Callable[..., Page]) -> None:
    """Staff see their own roles, a way to change the password, and who may do the rest."""
    page = entered("kim")
    tab(page, "사람")
    own = page.locator("#own-account")
    expect(own).to_contain_text("작성자")
    expect(own).to_contain_text("관리자 역할만 할 수 있습니다")
    expect(page.locator("#people-panel")).to_be_hidden()
    assert BOSS not in page.content()
    page.get_by_role("link", name="비밀번호 바꾸기").click()
    expect(page.locator("#old")).to_be_visible()


def test_an_admin_makes_and_changes_an_account(entered: Callable[..., Page], staffed: Served) -> None:
    """Made with a password that is shown once; roles, deputy, disabled, enabled, unlocked, another password."""
    desk = staffed.desk
    page = entered("boss")
    tab(page, "사람")
    unfold(page, "#person-new")
    for box, text in (("#new-login", "Kim Hana!"), ("#new-name", "정다온"), ("#new-email", "daon@example.com")):
        fill(page, box, text)
    page.click("#new-add")
    expect(page.locator("#people-told [role=alert]")).to_contain_text("쓸 수 없는 아이디입니다")
    fill(page, "#new-login", "daon")
    page.locator("#new-roles label", has_text="검토자").click()
    page.click("#new-add")
    expect(page.locator("#people-told")).to_contain_text("정다온 님의 계정을 만들었습니다")
    secret = page.input_value("#new-secret input, #new-secret textarea")
    assert desk.log_in("daon", secret)
    assert nameless(page, "#people-panel") == []

    page.locator("#people [data-pick]", has_text="정다온").click()
    expect(page.locator("#account-title")).to_contain_text("정다온")
    expect(page.locator("#new-secret")).to_be_hidden()
    assert nameless(page, "#account") == []
    page.click("#account-save")
    expect(page.locator("#account-told [role=alert]")).to_contain_text("바뀐 것이 없습니다")
    page.locator("#account-roles label", has_text="법무").click()
    page.locator("#account-roles label", has_text="검토자").click()
    page.locator("#account-deputy input").click()
    page.get_by_role("option", name=BOSS).click()
    page.click("#account-save")
    expect(page.locator("#account-told")).to_contain_text("저장했습니다")
    made = staffed.named("daon")
    assert (made.roles, made.deputy) == (("legal",), BOSS)

    page.click("#account-disable")
    expect(page.locator("#account-head")).to_contain_text("사용 중지")
    page.click("#account-enable")
    expect(page.locator("#account-disable")).to_be_visible()
    for _ in range(5):
        desk.log_in("daon", "wrong wrong wrong")
    page.click("#people-back")
    page.locator("#people [data-pick]", has_text="정다온").click()
    expect(page.locator("#account-head")).to_contain_text("잠김")
    page.click("#account-unlock")
    expect(page.locator("#account-told")).to_contain_text("잠금을 풀었습니다")
    page.click("#account-reset")
    expect(page.locator("#reset-secret")).to_be_visible()
    other = page.input_value("#reset-secret input, #reset-secret textarea")
    assert other != secret
    assert desk.log_in("daon", other)
    page.click("#people-back")
    expect(page.locator("#reset-secret")).to_be_hidden()
    assert other not in page.content()


def test_the_last_admin_stays(entered: Callable[..., Page], staffed: Served) -> None:
    """Nobody locks everybody out, and the refusal is told in words."""
    page = entered("boss", "/en/", 390)
    tab(page, "People")
    page.locator("#people [data-pick]", has_text="boss").click()
    page.click("#account-disable")
    expect(page.locator("#account-told [role=alert]")).to_contain_text("make somebody else an administrator")
    assert not staffed.named("boss").disabled
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    labels = page.locator("#account label, #account button").all_inner_texts()
    assert not re.findall("[가-힣]", " ".join(labels).replace(BOSS, ""))


def test_what_the_page_does_not_show_is_refused_as_well(entered: Callable[..., Page], staffed: Served) -> None:
    """A role that is taken away counts at once, whatever still stands on the page."""
    desk = staffed.desk
    staffed.account("vice", "부관리", "admin", password=SECRET)
    page = entered("vice")
    tab(page, "사람")
    page.locator("#people [data-pick]", has_text="한평가").click()
    expect(page.locator("#account-title")).to_contain_text("한평가")
    from playbook.review.approvals import anybody

    desk.revoke("vice", anybody("운영자", "test"), ("admin",))
    page.click("#account-disable")
    expect(page.locator("#account-told [role=alert]")).to_contain_text("할 수 있는 역할: 관리자")
    assert not staffed.named("han").disabled
