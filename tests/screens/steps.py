"""What a person does on the page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from .quiet import quiet

DRAFT = "#answer-draft textarea"
MESSAGE = "#message textarea"
PURIFIER = "어제 산 공기청정기에서 타는 냄새가 나더니 연기가 났어요. 다른 집도 쓰고 있을 텐데 어떻게 된 건가요?"
SAFE = "다친 분이 없는지 먼저 확인하고 있습니다. 사용을 멈추고 전원을 분리해 주십시오. 원인은 아직 확인되지 않았습니다."


def settled(page: Page) -> None:
    """The answer stands on the page."""
    expect(page.locator("#judgement h2")).to_be_visible()
    expect(page.locator("#answer-meter:visible, #silent:visible").first).to_be_visible()
    quiet(page)


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


def unfold(page: Page, box: str) -> None:
    """Open a folded box. Its parts are put in place by some milliseconds later, in which no hand types."""
    page.locator(f"{box} button").first.click()
    quiet(page)


def submit(page: Page, name: str) -> None:
    fill(page, "#author-name", name)
    page.click("#submit")
    expect(page.locator("#sent .pb-told")).to_be_visible()


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def named(page: Page, name: str) -> None:
    """Say who is at the desk, on the review screen."""
    fill(page, "#reviewer-name", name)
    page.locator("#reviewer-name input, #reviewer-name textarea").first.blur()
    quiet(page)


def desk(page: Page, name: str, show: str = "진행 중") -> None:
    """Go to the desk as somebody, and see these cases."""
    tab(page, "검토")
    expect(page.locator("#queue .pb-rows, #queue .pb-empty, #case-title").first).to_be_visible()
    if page.locator("#back").is_visible():
        page.click("#back")
        expect(page.locator("#queue")).to_be_visible()
    named(page, name)
    page.locator("#show label", has_text=show).click()
    quiet(page)


def row(page: Page, words: str) -> Locator:
    """The row of the case with these words in its message."""
    return page.locator("#queue [data-case]", has_text=words)


def pick(page: Page, words: str) -> None:
    """Open the case with these words in its message, once the list has stood still for longer than a hand needs."""
    quiet(page)
    page.wait_for_timeout(250)
    row(page, words).click()


def review(page: Page, name: str, words: str, show: str = "진행 중") -> None:
    """Go to the desk as somebody and open the case with these words in its message."""
    desk(page, name, show)
    pick(page, words)
    expect(page.locator("#review-judgement h2")).to_be_visible()
    expect(page.locator("#review-marked")).to_contain_text(words)
    quiet(page)


NAMELESS = """(parts) => [...document.querySelectorAll(parts)].flatMap((part) =>
  [...part.querySelectorAll('button, input, textarea, select, [role=button]')].filter((one) => one.offsetParent)
    .filter((one) => {
      const labelled = (one.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id));
      const said = [one.getAttribute('aria-label'), one.textContent, one.title, one.placeholder,
        ...[...(one.labels || [])].map((label) => label.textContent), ...labelled.map((each) => each?.textContent)];
      return !said.some((text) => text && text.trim());
    }).map((one) => one.outerHTML.slice(0, 160)))"""


def nameless(page: Page, parts: str = "#who-row, #queue-panel, #case") -> list[str]:
    """Controls in these parts of the page that a screen reader has no name for."""
    found: list[str] = page.evaluate(NAMELESS, parts)
    return found
