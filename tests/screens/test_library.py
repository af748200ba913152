"""The library screen and the web process."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import ROOT, environment
from .steps import ask, fill, tab, unfold

pytestmark = pytest.mark.browser

WEATHER = "내일 서울 날씨가 어떤가요?"


def test_search_and_read_a_card(page: Page) -> None:
    tab(page, "자료")
    page.fill("#question textarea", "사실이 아닌 매각 소문이 퍼지고 있어요")
    page.click("#find")
    results = page.locator("#results article")
    expect(results.first).to_be_visible()
    assert results.count() >= 3
    card = results.first.locator("details").first
    card.locator("summary").first.click()
    expect(card).to_contain_text("출처")
    expect(card.locator("p").first).to_be_visible()


def test_example_questions_and_the_whole_shelf(page: Page) -> None:
    tab(page, "자료")
    page.click("#find")
    expect(page.locator("#results .pb-empty")).to_contain_text("물음을 적고")
    page.click("#question-2")
    expect(page.locator("#results article").first).to_be_visible()
    shelf = page.locator("#cards details").first
    shelf.locator("summary").first.click()
    expect(shelf.locator("details.pb-shelf").first).to_be_visible()
    assert shelf.locator("details.pb-shelf").count() > 20


def seek(page: Page, question: str) -> Locator:
    """Ask, and wait until what is shown answers it."""
    before = page.locator("#results").inner_html()
    page.fill("#question textarea", question)
    page.click("#find")
    page.wait_for_function("before => document.querySelector('#results').innerHTML !== before", arg=before)
    expect(page.locator("#results article").first).to_be_visible()
    return page.locator("#results > * article")


def choose(page: Page, box: str, name: str) -> None:
    """Pick from one list, and wait until it is shut: a closing list still answers to its options' names."""
    page.click(f"{box} input")
    options = page.get_by_role("option")
    page.get_by_role("option", name=name, exact=True).click()
    expect(options).to_have_count(0)


def test_filters_narrow_and_widen_again(page: Page) -> None:
    tab(page, "자료")
    found = seek(page, "불이 났다는 신고가 들어왔어요")
    kinds = page.locator("#results article > .pb-meta .pb-kind")
    everything = found.all_inner_texts()
    assert len(set(kinds.all_inner_texts())) > 1
    choose(page, "#only-passages", "사례")
    expect(kinds.filter(has_text="지침")).to_have_count(0)
    cases = found.all_inner_texts()
    assert set(kinds.all_inner_texts()) == {"사례"}
    choose(page, "#only-topic", "재무·주가")
    expect(found.first).not_to_have_text(cases[0], use_inner_text=True)
    assert set(kinds.all_inner_texts()) == {"사례"}
    choose(page, "#only-topic", "전체")
    expect(found.first).to_have_text(cases[0], use_inner_text=True)
    choose(page, "#only-passages", "전체")
    expect(kinds.filter(has_text="지침").first).to_be_visible()
    assert found.all_inner_texts() == everything


def test_question_that_nothing_covers_says_so(page: Page) -> None:
    tab(page, "자료")
    said = page.locator("#results .pb-unsure")
    assert seek(page, WEATHER).count() > 0
    expect(said).to_contain_text("이 물음을 바로 다룬 자료는 없습니다")
    seek(page, "사실이 아닌 매각 소문이 퍼지고 있어요")
    expect(said).to_have_count(0)


SPA = "# 온천 안내\n\n## 수건 대여\n\n온천 수건은 한 분께 두 장까지 빌려 드린다.\n\n## 사우나\n\n밤에 닫는다.\n"


def own_documents(page: Page) -> None:
    tab(page, "자료")
    unfold(page, "#own-documents")
    expect(page.locator("#own-remove")).to_be_visible()


def test_document_goes_in_is_found_and_goes_out(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "온천 안내.md"
    path.write_text(SPA, encoding="utf-8")
    own_documents(page)
    preview, shelf = page.locator("#own-preview"), page.locator("#cards details > summary").first
    cards = int(re.sub(r"\D", "", shelf.inner_text()))
    expect(page.locator("#own-add")).to_be_disabled()
    page.set_input_files("#own-files input[type=file]", path)
    expect(preview.locator("summary")).to_have_text("온천 안내.md: 2개 대목으로 나눕니다")
    preview.locator("summary").click()
    expect(preview.locator("li")).to_have_text(
        ["수건 대여 온천 수건은 한 분께 두 장까지 빌려 드린다.", "사우나 밤에 닫는다."]
    )

    page.click("#own-add")
    expect(preview.locator(".pb-told")).to_contain_text("문서 1건, 2개 대목을 넣었습니다")
    expect(shelf).to_have_text(f"자료 전체 {cards + 1}건")
    expect(page.locator("#own-cards input")).to_have_value("온천 안내 (2)")
    found = seek(page, "온천에서 수건을 몇 장 빌려 주나요")
    expect(found.first.locator("blockquote").first).to_have_text("온천 수건은 한 분께 두 장까지 빌려 드린다.")
    expect(found.first).to_contain_text("우리 회사 문서 온천 안내.md")
    expect(page.locator("#results .pb-unsure")).to_have_count(0)

    page.click("#own-remove")
    expect(preview.locator(".pb-told")).to_contain_text("뺐습니다")
    expect(shelf).to_have_text(f"자료 전체 {cards}건")
    seek(page, "온천에서 수건을 몇 장 빌려 주나요")
    expect(page.locator("#results")).not_to_contain_text("온천 수건은 한 분께")
    expect(page.locator("#results .pb-unsure")).to_be_visible()
    page.click("#own-remove")
    expect(preview).to_contain_text(
        re.compile("뺄 문서가 없습니다|어느 것을 뺄지")
    )  # replies that went out lie there too


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("설명서.docx", b"no archive", "설명서.docx: Word 문서로 열리지 않습니다"),
        ("설명서.txt", b" \n", "설명서.txt: 글이 없는 문서입니다"),
        ("설명서.md", b"---\nid: x\n---\n## a\n", "설명서.md: 카드 형식에 맞지 않습니다"),
    ],
)
def test_bad_file_is_refused_with_its_reason(
    page: Page, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    bad, good = tmp_path / name, tmp_path / "온천.md"
    bad.write_bytes(content)
    good.write_text(SPA, encoding="utf-8")
    own_documents(page)
    page.set_input_files("#own-files input[type=file]", bad)
    alert = page.locator("#own-preview [role=alert]")
    expect(alert).to_contain_text(reason)
    expect(alert).not_to_contain_text("/")
    expect(page.locator("#own-add")).to_be_disabled()
    page.locator("#own-files").get_by_role("button", name=re.compile("Clear|지우기")).click()
    expect(alert).to_have_count(0)
    page.set_input_files("#own-files input[type=file]", good)
    expect(page.locator("#own-preview summary")).to_contain_text("온천.md")
    expect(page.locator("#own-add")).to_be_enabled()


def test_day_that_is_none_is_refused_until_it_is_one(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "온천.md"
    path.write_text(SPA, encoding="utf-8")
    own_documents(page)
    page.set_input_files("#own-files input[type=file]", path)
    alert, shown = page.locator("#own-preview [role=alert]"), page.locator("#own-preview summary")
    expect(shown).to_contain_text("온천.md")
    for day, told in (("내년", alert), ("2027-02-30", alert), ("2099-12-31", shown)):
        fill(page, "#own-expires", day)
        page.keyboard.press("Tab")
        expect(told).to_contain_text(
            "온천.md" if told is shown else f"‘{day}’의 날짜 형식이 맞지 않습니다. 2027-03-31처럼"
        )
        expect(page.locator("#own-add")).to_be_enabled(enabled=told is shown)


def test_uncovered_message_stands_in_the_gap_list_masked(page: Page) -> None:
    ask(page, f"{WEATHER} 010-0000-1234")
    tab(page, "자료")
    gaps = page.locator("#gaps")
    expect(gaps.locator("summary")).to_have_text(re.compile(r"다룬 지침이 없는 글 [1-9]\d*건"))
    gaps.locator("summary").click()
    expect(gaps.locator("li", has_text=f"{WEATHER} <KR_PHONE>")).to_be_visible()
    expect(gaps).not_to_contain_text("0000")


def answer(address: str, host: str, path: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    response = connection.getresponse()
    return response.status, response.read().decode(), dict(response.getheaders())


def test_health_headers_and_foreign_hosts(address: str) -> None:
    status, body, headers = answer(address, "localhost", "/healthz")
    assert status == 200
    assert json.loads(body)["status"] == "ok"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert answer(address, "evil.example", "/")[0] == 421


def test_port_in_use_is_said_with_the_mend(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "ui.py", "--port", str(port)],
            cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=120,
        )  # fmt: skip
    assert ended.returncode == 2
    assert str(port) in ended.stderr
    assert "--port" in ended.stderr
    assert "Traceback" not in ended.stderr
