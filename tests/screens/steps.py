"""What a person does on the page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

DRAFT = "#answer-draft textarea"
MESSAGE = "#message textarea"
PURIFIER = "어제 산 공기청정기에서 타는 냄새가 나더니 연기가 났어요. 다른 집도 쓰고 있을 텐데 어떻게 된 건가요?"
SAFE = "다친 분이 없는지 먼저 확인하고 있습니다. 사용을 멈추고 전원을 분리해 주십시오. 원인은 아직 확인되지 않았습니다."


def settled(page: Page) -> None:
    """The answer stands on the page. Its boxes follow the judgement by some milliseconds, in which no hand types."""
    expect(page.locator("#judgement h2")).to_be_visible()
    expect(page.locator("#answer-meter:visible, #silent:visible").first).to_be_visible()
    page.wait_for_timeout(400)


def ask(page: Page, text: str) -> None:
    """Paste a message and press the button."""
    page.fill(MESSAGE, text)
    page.click("#run")
    settled(page)


def sample(page: Page, number: int) -> None:
    page.click(f"#sample-{number}")
    settled(page)


def fill(page: Page, box: str, text: str) -> None:
    """A single-line box, whatever element it is made of."""
    page.locator(f"{box} input, {box} textarea").first.fill(text)


def submit(page: Page, name: str) -> None:
    fill(page, "#author-name", name)
    page.click("#submit")
    expect(page.locator("#sent .pb-told")).to_be_visible()


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def review(page: Page, name: str, words: str) -> None:
    """Go to the review screen as somebody and open the case with these words in its message."""
    tab(page, "검토")
    page.wait_for_selector("#queue label")
    fill(page, "#reviewer-name", name)
    page.locator("#queue label", has_text=words).click()
    expect(page.locator("#review-judgement h2")).to_be_visible()
    expect(page.locator("#covers")).to_contain_text("SHA-256")
