"""Take the pictures of the README from the real page in a real browser.

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
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
KOREAN = (
    "어제 산 공기청정기에서 타는 냄새가 나더니 연기가 났어요. 아이 방에 둔 건데 정말 놀랐습니다. "
    "다른 집도 쓰고 있을 텐데 어떻게 된 건지 알려 주세요. 연락처는 010-0000-1234입니다."
)
ENGLISH = (
    "The air purifier I bought yesterday smelled of burning and then gave off smoke. It stood in my child's room. "
    "Other families have it too, so please tell us what is going on. You can reach me on 010-0000-1234."
)


def ask(page: Page, url: str, text: str, path: Path) -> None:
    page.goto(url)
    page.fill("#message textarea", text)
    page.get_by_label("채널" if "/en" not in url else "Channel").click()
    page.get_by_role("option").first.click()
    page.click("#run")
    expect(page.locator("#judgement h2")).to_be_visible(timeout=60_000)
    page.wait_for_timeout(800)
    page.screenshot(path=path, clip={"x": 0, "y": 0, "width": 1280, "height": 1320}, full_page=True)


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
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
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            ask(page, f"http://127.0.0.1:{port}/", KOREAN, OUT / "answer-ko.png")
            ask(page, f"http://127.0.0.1:{port}/en/", ENGLISH, OUT / "answer-en.png")
            browser.close()
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    main()
