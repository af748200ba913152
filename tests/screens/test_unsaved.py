"""What was typed and not kept: held by the browser, shown again to its writer, set beside what others wrote since."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from playbook.records import Case, Decision, Version
from playbook.screens.case_draft import Boxes
from playbook.screens.unsaved import found
from playbook.testing import MOMENT, a_case, a_draft

from .quiet import quiet
from .staffed import KIM, PARK, SECRET, received
from .steps import pick, tab

if TYPE_CHECKING:
    from web.conftest import Served

FIRST, SECOND = "확인하고 있습니다.", "확인했습니다. 죄송합니다."
CASE = a_case(draft=a_draft(SECOND), version=5, basis=4, confirmed=("사실 하나",), owners={"": KIM})


def kept(*texts: str) -> list[Version]:
    return [
        Version(case=CASE.id, version=at, by=KIM, at=MOMENT, verb="edit", text=text, digest="0")
        for at, text in zip((1, 4), texts, strict=True)
    ]


def typed(text: str = SECOND, **changes: Any) -> dict[str, Any]:
    boxes = changes.pop("boxes", ["", text, "", "사실 하나", KIM])
    return {CASE.id: {"by": PARK, "version": 5, "boxes": boxes, "reason": "", "note": "", **changes}}


@pytest.mark.parametrize(
    "unsaved",
    [
        None, {}, {"c-other": typed()[CASE.id]}, typed(), typed(FIRST), typed("새 글", by=KIM), typed(boxes=["새 글"]),
        typed("새 글", version=-1), typed("새 글", version="어제"), {CASE.id: "새 글"}, {CASE.id: None},
        typed("새 글", note="가" * 5001), typed(boxes=["", SECOND, "", "", ""]),
    ],
)  # fmt: skip
def test_nothing_to_show_again(unsaved: dict[str, Any] | None) -> None:
    """Nothing typed, kept already (now or before), somebody else's, or nothing that this page has written."""
    assert found(CASE, PARK, kept(FIRST, SECOND), unsaved) is None


@pytest.mark.parametrize(
    ("unsaved", "text", "facts", "reason", "note"),
    [
        (typed("새 글"), "새 글", "사실 하나", "", ""),
        (typed(reason="늦어서"), SECOND, "사실 하나", "늦어서", ""),
        (typed(note="법무 확인"), SECOND, "사실 하나", "", "법무 확인"),
        (typed(boxes=["", SECOND, "", "사실 둘", ""]), SECOND, "사실 하나\n사실 둘", "", ""),
        (typed(boxes=["", SECOND, "", "", "12월 1일까지: 박두리"]), SECOND, "사실 하나", "", ""),
        (typed(FIRST, reason="늦어서"), SECOND, "사실 하나", "늦어서", ""),
    ],
)
def test_typed_words_stand_there_again(unsaved: dict[str, Any], text: str, facts: str, reason: str, note: str) -> None:
    """Each box; a fact that was kept meanwhile is not lost, and a wording that was kept once does not come back."""
    again = found(CASE, PARK, kept(FIRST, SECOND), unsaved)
    assert again
    assert (again.boxes.text, again.boxes.facts, again.reason, again.note) == (text, facts, reason, note)
    assert again.base is CASE


def test_what_others_wrote_since_is_what_it_is_compared_with() -> None:
    """Written on the first wording, opened when the second stands: the base is the first."""
    again = found(CASE, PARK, kept(FIRST, SECOND), typed("새 글", version=2))
    assert again
    assert again.base.draft
    assert (again.base.draft.text, again.base.version, again.boxes.text) == (FIRST, 2, "새 글")
    assert not Boxes.of(CASE).differs(CASE)


BOX = "#review-draft textarea"


def waiting(staffed: Served, text: str) -> Case:
    """A case in review with a reply in two sentences."""
    case = staffed.desk.decide(received(staffed, text), Decision(verb="draft", by=KIM))
    reply = "불편을 드려 죄송합니다. 담당자가 확인하고 있습니다."
    return staffed.desk.decide(case, Decision(verb="submit", by=KIM, text=reply, owners={"": KIM}))


def picked(page: Page, words: str) -> None:
    page.locator("#show label", has_text="진행 중").click()
    pick(page, words)
    expect(page.locator("#review-marked")).to_contain_text(words)
    quiet(page)


def keys(page: Page, box: str, text: str) -> None:
    """Typed by hand, and held by the browser."""
    page.fill(box, text)
    quiet(page)


@pytest.mark.browser
def test_a_login_that_runs_out_costs_no_word(entered: Callable[..., Page], staffed: Served) -> None:
    """Told in words, and after the next login everything stands there, and is not kept yet."""
    case = waiting(staffed, "로그인 하나: 환불이 안 됩니다")
    page = entered("park")
    tab(page, "검토")
    picked(page, "로그인 하나")
    page.context.clear_cookies()
    keys(page, BOX, "로그인이 끝난 뒤에 적은 글입니다.")
    keys(page, "#reason textarea", "이렇게 고쳤습니다")
    keys(page, "#note-text textarea", "법무 확인 중")
    notice = page.locator(".pb-out")
    expect(notice).to_contain_text("로그인이 끝났습니다. 적은 글은 이 브라우저에 남아 있습니다.")
    assert "Log in first" not in page.locator("body").inner_text()
    notice.locator("a").click()
    page.fill("#login", "park")
    page.fill("#password", SECRET)
    page.click("button.main")
    expect(page.locator(BOX)).to_have_value("로그인이 끝난 뒤에 적은 글입니다.")
    expect(page.locator("#reason textarea")).to_have_value("이렇게 고쳤습니다")
    expect(page.locator("#note-text textarea")).to_have_value("법무 확인 중")
    assert staffed.desk.store.get(case.id).version == case.version


@pytest.mark.browser
def test_a_wording_left_open_is_merged_with_what_came_since(entered: Callable[..., Page], staffed: Served) -> None:
    """Left for another case, changed by somebody else meanwhile: both wordings, one tap to have both."""
    case = waiting(staffed, "두고 간 글: 환불이 안 됩니다")
    page = entered("park")
    tab(page, "검토")
    picked(page, "두고 간 글")
    keys(page, BOX, "불편을 드려 죄송합니다. 담당자가 오늘 안에 확인하겠습니다.")
    page.click("#back")
    theirs = "기다리시게 해서 죄송합니다. 담당자가 확인하고 있습니다."
    staffed.desk.decide(case, Decision(verb="edit", by=KIM, text=theirs))
    pick(page, "두고 간 글")
    clash = page.locator("#clash")
    expect(clash).to_contain_text(f"{KIM} 님이 이 글을 바꿨습니다")
    page.click("#clash-merge")
    expect(page.locator(BOX)).to_have_value("기다리시게 해서 죄송합니다. 담당자가 오늘 안에 확인하겠습니다.")
    page.fill("#reason textarea", "둘을 합쳤습니다")
    page.click("#save-edit")
    expect(page.locator("#decided")).to_contain_text("저장했습니다")
    draft = staffed.desk.store.get(case.id).draft
    assert draft
    assert draft.text == "기다리시게 해서 죄송합니다. 담당자가 오늘 안에 확인하겠습니다."
