"""Audit: the log read and narrowed, checked with every fault named, packs that prove themselves, lost notifications."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from playbook.reply.deadlines import SEOUL
from playbook.review.audit import Fault, sha256
from playbook.review.notify import Notice
from playbook.review.notify.letters import Letter
from playbook.review.proof import prove
from playbook.screens.fault_words import place, what

from .quiet import quiet
from .staffed import BOSS, KIM, received
from .steps import fill, nameless, tab

if TYPE_CHECKING:
    from web.conftest import Served

pytestmark = pytest.mark.browser


def shown(page: Page) -> None:
    page.click("#log-show")
    quiet(page)
    expect(page.locator("#log .pb-busy")).to_have_count(0)


def test_staff_are_told_who_may(entered: Callable[..., Page]) -> None:
    page = entered("kim")
    tab(page, "기록")
    expect(page.locator("#audit-shut")).to_contain_text("경영진, 법무, 평가자, 관리자 역할만")
    expect(page.locator("#log-show")).to_be_hidden()


def test_an_evaluator_reads_and_checks_but_takes_nothing_out(entered: Callable[..., Page]) -> None:
    page = entered("han", "/en/", 390)
    tab(page, "Audit")
    expect(page.locator("#log .pb-log")).to_be_visible()
    expect(page.locator("#packs")).to_be_hidden()
    expect(page.locator("#audit-shut")).to_contain_text("Executive, Legal, Administrator")
    page.click("#log-check")
    expect(page.locator("#log-checked")).to_contain_text("everything is as it was written")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_log_is_narrowed_by_person_case_verb_and_day(entered: Callable[..., Page], staffed: Served) -> None:
    case = received(staffed, "기록 하나: 환불이 늦어요.")
    page = entered("boss")
    tab(page, "기록")
    expect(page.locator("#log li").first).to_contain_text("로그인")
    fill(page, "#log-subject", case.id)
    shown(page)
    expect(page.locator("#log li")).to_have_count(1)
    expect(page.locator("#log li")).to_contain_text(f"{KIM} 접수")
    fill(page, "#log-person", "없는 사람")
    shown(page)
    expect(page.locator("#log .pb-empty")).to_contain_text("맞는 기록이 없습니다")
    fill(page, "#log-person", KIM)
    fill(page, "#log-day", f"{datetime.now(SEOUL):%Y-%m-%d}")
    shown(page)
    expect(page.locator("#log li")).to_have_count(1)
    fill(page, "#log-day", "2020-01-01")
    shown(page)
    expect(page.locator("#log .pb-empty")).to_be_visible()
    for box in ("#log-day", "#log-subject", "#log-person"):
        fill(page, box, "")
    page.locator("#log-verb input").click()
    page.get_by_role("option", name="계정 만듦").click()
    expect(page.locator("#log li").first).to_contain_text("계정 만듦")
    assert all("계정 만듦" in row for row in page.locator("#log li").all_inner_texts())
    assert nameless(page, "#log-show, .pb-two") == []


def test_many_entries_come_page_by_page(entered: Callable[..., Page], staffed: Served) -> None:
    case = received(staffed, "기록 둘: 배송이 늦어요.")
    for number in range(60):
        staffed.desk.comment(case, f"메모 {number}", KIM)
    page = entered("boss")
    tab(page, "기록")
    fill(page, "#log-subject", case.id)
    shown(page)
    expect(page.locator("#log li")).to_have_count(50)
    page.click("#log-more")
    expect(page.locator("#log li")).to_have_count(61)
    expect(page.locator("#log-more")).to_be_hidden()
    numbers = [int(row.split()[0]) for row in page.locator("#log li").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)


def test_a_pack_is_downloaded_proves_itself_and_is_kept_in_the_log(
    entered: Callable[..., Page], staffed: Served, tmp_path: Path
) -> None:
    case = received(staffed, "기록 셋: 제 번호는 010-0000-4321입니다.")
    page = entered("boss")
    tab(page, "기록")
    page.click("#pack-export")
    expect(page.locator("#pack-told [role=alert]")).to_contain_text("번호를 적어 주세요")
    fill(page, "#pack-of", "c-nothing")
    page.click("#pack-export")
    expect(page.locator("#pack-told [role=alert]")).to_contain_text("그런 글도 사안도 없습니다")
    fill(page, "#pack-of", case.id)
    with page.expect_download() as coming:
        page.click("#pack-export")
    pack = tmp_path / "pack.zip"
    coming.value.save_as(pack)
    proof = prove(pack)
    assert (proof.faults, proof.manifest.subject, proof.manifest.masked) == ((), case.id, True)
    assert b"4321" not in pack.read_bytes()
    last = [entry for entry in staffed.desk.store.entries(case.id) if entry.verb == "export evidence"]
    assert [(entry.by, entry.detail) for entry in last] == [
        (BOSS, {"masked": True, "sha256": sha256(pack.read_bytes())})
    ]


def test_every_fault_is_named(
    opened: Callable[..., Page], address: str, entered: Callable[..., Page], staffed: Served
) -> None:
    """A row that is changed behind the program's back, and a head that was noted and is no more."""
    case = received(staffed, "기록 넷: 환불이 늦어요.")
    seq, digest = staffed.desk.store.head()
    page = entered("boss")
    tab(page, "기록")
    fill(page, "#log-anchor", "이상한 지문")
    page.click("#log-check")
    expect(page.locator("#log-checked [role=alert]")).to_contain_text("번호:지문")
    fill(page, "#log-anchor", f"{seq}:{digest}")
    page.click("#log-check")
    expect(page.locator("#log-checked")).to_contain_text("처음 쓰인 그대로입니다")
    engine = create_engine(f"sqlite:///{staffed.desk.settings.home / 'cases.db'}")
    change = text("UPDATE messages SET record = replace(record, :a, :b) WHERE case_id = :id")
    with engine.begin() as connection:
        connection.execute(change, {"a": "기록 넷", "b": "기록 다섯", "id": case.id})
    try:
        fill(page, "#log-anchor", f"{seq}:{'0' * 64}")
        page.click("#log-check")
        faults = page.locator("#log-checked .pb-faults li")
        expect(faults).to_have_count(2)
        expect(faults.nth(0)).to_contain_text(f"messages/{case.id}")
        expect(faults.nth(0)).to_contain_text("프로그램이 쓴 뒤에 바뀌었습니다")
        expect(faults.nth(1)).to_contain_text("기록이 다시 쓰였습니다")
    finally:
        with engine.begin() as connection:
            connection.execute(change, {"a": "기록 다섯", "b": "기록 넷", "id": case.id})
        engine.dispose()


def test_a_lost_notification_is_tried_again(entered: Callable[..., Page], staffed: Served) -> None:
    now = datetime.now(UTC)
    notice = Notice(id="n-lost", event="approved", happened=now, case="c-1")
    store = staffed.desk.store
    store.post([Letter("n-lost", "team room", now, now, notice.model_dump_json())])
    (letter,) = [each for each in store.claim(now, now - now) if each.id == "n-lost"]
    store.settle(letter, error="connection refused")
    page = entered("boss")
    tab(page, "기록")
    lost = page.locator("#letters")
    expect(lost).to_contain_text("connection refused")
    expect(lost).to_contain_text("답변이 승인되었습니다")
    page.click("#letter-again")
    expect(page.locator("#letter-told")).to_contain_text("다시 보내도록 했습니다")
    assert [each.next_at is not None for each in store.letters() if each.id == "n-lost"] == [True]


@pytest.mark.parametrize(
    "said",
    [
        "stands after entry 3, out of its place", "entry 4 before it missing", "entries 4 to 6 before it missing",
        "does not follow the entry before it", "its content has been altered", "its hash is not that of its content",
        "the log ends with entry 3, and entry 4 was the last", "the last entry is not the one that was written last",
        "is not in the log any more", "is another one than it was: the log has been rewritten",
        "cannot be read any more", "is in no entry of the log: it was put in from outside",
        "has been altered since the program wrote it", "has been removed",
        "its column state says 'closed', its record 'approved'",
    ],
)  # fmt: skip
def test_every_fault_has_korean_words(said: str) -> None:
    fault = Fault(seq=3, place="entry 3 (approve c-1 by 김하나, 2026-11-22)", what=said)

    assert re.search("[가-힣]", what(fault, "ko"))
    assert what(fault, "en") == said
    assert place(fault, "ko") == "기록 3 (approve c-1 by 김하나, 2026-11-22)"
