"""Take the pictures of the README from the real page in a real browser: the answer, the desk and one case.

python docs/pictures.py
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
WIDTH = 1280


class Words(NamedTuple):
    """What is typed and looked for in one language."""

    path: str
    messages: tuple[str, ...]
    """The last is the one whose answer and case are shown."""
    channel: str
    review: str
    in_progress: str
    author: str
    reader: str


KOREAN = Words(
    path="",
    messages=(
        "환불 신청한 지 3주째인데 아직 답이 없네요. 언제 처리되나요?",
        "앱이 아침부터 안 열려요. 저만 그런가요?",
        "어제 산 공기청정기에서 타는 냄새가 나더니 연기가 났어요. 아이 방에 둔 건데 정말 놀랐습니다. "
        "다른 집도 쓰고 있을 텐데 어떻게 된 건지 알려 주세요. 연락처는 010-0000-1234입니다.",
    ),
    channel="채널", review="검토", in_progress="진행 중", author="김하나", reader="박두리",
)  # fmt: skip
ENGLISH = Words(
    path="en/",
    messages=(
        "I asked for a refund three weeks ago and have heard nothing. When will it come?",
        "Your app has not opened since this morning. Is it only me?",
        "The air purifier I bought yesterday smelled of burning and then gave off smoke. It stood in my child's room. "
        "Other families have it too, so please tell us what is going on. You can reach me on 010-0000-1234.",
    ),
    channel="Channel", review="Review", in_progress="In progress", author="Hana Kim", reader="Duri Park",
)  # fmt: skip


def ask(page: Page, text: str, words: Words) -> None:
    if page.locator("#clear").is_visible():
        page.click("#clear")
    page.fill("#message textarea", text)
    page.get_by_label(words.channel).first.click()
    page.get_by_role("option").first.click()
    page.click("#run")
    expect(page.locator("#judgement h2")).to_be_visible(timeout=60_000)
    expect(page.locator("#draft")).to_be_visible()
    page.wait_for_timeout(800)


def shoot(page: Page, name: str, height: int) -> None:
    page.wait_for_timeout(800)
    page.screenshot(path=OUT / name, clip={"x": 0, "y": 0, "width": WIDTH, "height": height}, full_page=True)


def pictures(page: Page, url: str, lang: str, words: Words) -> None:
    """All pictures of one language, each message asked about, and sent to review, on the way."""
    page.goto(url + words.path)
    page.locator("[data-close-tour]").click()
    for text in words.messages:
        ask(page, text, words)
        if text == words.messages[-1]:
            shoot(page, f"answer-{lang}.png", 1320)
        page.locator("#author-name input, #author-name textarea").first.fill(words.author)
        page.click("#submit")
        expect(page.locator("#sent .pb-told")).to_be_visible(timeout=30_000)
    page.get_by_role("tab", name=words.review, exact=True).click()
    expect(page.locator("#queue .pb-empty, #queue .pb-rows").first).to_be_visible(timeout=30_000)
    name = page.locator("#reviewer-name input, #reviewer-name textarea").first
    name.fill(words.reader)
    name.blur()
    page.locator("#show label", has_text=words.in_progress).click()
    rows = page.locator("#queue [data-case]", has_text=words.messages[-1][:20])
    expect(rows).to_be_visible(timeout=30_000)
    shoot(page, f"desk-{lang}.png", 790)
    rows.click()
    expect(page.locator("#review-marked")).to_contain_text(words.messages[-1][:20])
    shoot(page, f"case-{lang}.png", 1500)


@contextmanager
def served() -> Iterator[str]:
    """The page with an empty desk of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "PLAYBOOK_HOME": home}
        server = subprocess.Popen([sys.executable, "ui.py", "--port", str(port)], cwd=ROOT, env=environment)
        try:
            for _ in range(300):
                time.sleep(0.2)
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
                    break
                except OSError:
                    continue
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(10)


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
        for lang, words in (("ko", KOREAN), ("en", ENGLISH)):
            with served() as url:
                pictures(browser.new_page(viewport={"width": WIDTH, "height": 900}), url, lang, words)
        browser.close()


if __name__ == "__main__":
    main()
