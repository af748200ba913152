"""A desk where people log in: the real application with four accounts, each with other roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from playbook.records import Case, Context, Decision, Message
from playbook.settings import Settings

from .quiet import watched

if TYPE_CHECKING:
    from web.conftest import Served

SECRET = "purple giraffe tango"
BOSS, KIM, PARK, HAN = "박대표", "김하나", "박두리", "한평가"
ROLES = {"boss": (BOSS, "admin", "executive"), "kim": (KIM, "staff"), "park": (PARK, "reviewer"),
         "han": (HAN, "evaluator")}  # fmt: skip
PLAIN = "불편을 드려 죄송합니다. 담당자가 확인하고 있습니다."


@pytest.fixture(scope="session")
def staffed(furnish: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application, served on this machine."""
    from web.conftest import serving  # it takes its browser from the conftest that brings this in

    from playbook.web.app import build

    app, _, access = build(Settings(home=furnish(tmp_path_factory.mktemp("staffed")), login="on"))
    with serving(app, access) as running:
        for login, (name, *roles) in ROLES.items():
            running.account(login, name, *roles, password=SECRET)
        yield running


@pytest.fixture
def entered(browser: Browser, staffed: Served) -> Iterator[Callable[..., Page]]:
    """Pages of people who have logged in, each in a browser of their own; a script that fails there fails the test."""
    wrong: list[str] = []
    contexts = []

    def enter(login: str, path: str = "/", width: int = 1280) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = watched(context.new_page())
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(staffed.url + path)
        page.fill("#login", login)
        page.fill("#password", SECRET)
        page.click("button.main")
        page.wait_for_selector("#run")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not wrong


def received(staffed: Served, text: str, handle: str = "") -> Case:
    """A message that 김하나 has taken in."""
    return staffed.desk.receive(Message(text=text, context=Context(handle=handle)), KIM)


def approved(staffed: Served, text: str, reply: str, handle: str = "") -> Case:
    """A message with a reply that 김하나 wrote and 박두리 has approved."""
    desk = staffed.desk
    case = desk.decide(received(staffed, text, handle), Decision(verb="draft", by=KIM))
    case = desk.decide(case, Decision(verb="submit", by=KIM, owners={"": KIM}))
    facts = (reply,)
    case = desk.decide(
        case, Decision(verb="approve", by=PARK, text=reply, reason="다듬었습니다", owners={"": KIM}, confirm=facts)
    )
    assert case.state == "approved", [finding.message for finding in case.findings]
    return case
