"""Several people in the real application at once: what each is told, and what stands afterwards.

The pages are asked over HTTP what Gradio's own script asks (``web.pages``), so that two clicks fall in one moment.
"""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from program import COMMON

from playbook.desk import Desk
from playbook.records import Case, Decision, Sentence
from playbook.review.audit import Act
from playbook.review.store.schema import SESSIONS
from playbook.settings import Settings
from playbook.testing import a_case, a_draft
from playbook.web.app import build

from .conftest import BY, SECRET, Served, serving
from .pages import Layout, Page, ShutError, logged_in

pytestmark = pytest.mark.usefixtures("quick_hashes")

SORRY = "불편을 드려 죄송합니다. 고객센터로 연락해 주십시오."
OTHER = "불편을 드려 죄송합니다. 영업일 기준으로 담당자가 살펴보고 있습니다."
SERIOUS = {"severity": 3, "topic": "safety"}
"""Takes an executive and legal; a deputy may sign after 30 minutes."""
BOSS, DEPUTY, LAW, KIM, PARK, CHOI = "박대표", "정대리", "윤법무", "김하나", "박두리", "최세라"
ROLES = {
    "boss": (BOSS, "admin", "executive"), "jung": (DEPUTY, "staff", "reviewer"), "yoon": (LAW, "legal"),
    "kim": (KIM, "staff", "reviewer"), "park": (PARK, "reviewer"), "choi": (CHOI, "reviewer"),
}  # fmt: skip
_NUMBERS = count(1)
_ADDRESSES = count(1)


@pytest.fixture(scope="module")
def desk_of_many(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Six people with accounts; the rules are those that all tests share."""
    home = tmp_path_factory.mktemp("together")
    app, _, access = build(Settings(home=home, login="on", trusted_proxies=("127.0.0.1",)))
    for name in COMMON:
        getattr(desk, name)
        access.desk._built[name] = desk._built[name]
    with serving(app, access) as running:
        for login, (name, *roles) in ROLES.items():
            running.account(login, name, *roles)
        access.desk.name_deputy("boss", "jung", BY)
        yield running


Enter = Callable[..., Awaitable[Page]]
_LAYOUTS: dict[str, Layout] = {}
_LOGINS: dict[str, httpx.Cookies] = {}
"""What browsers hold that have been logged in before."""


@asynccontextmanager
async def entering(served: Served) -> AsyncIterator[Enter]:
    """Lets people in, each with a browser of their own, and opens a case for them."""
    browsers: list[httpx.AsyncClient] = []

    async def enter(login: str, case: Case) -> Page:
        address = {"X-Forwarded-For": f"198.51.100.{next(_ADDRESSES)}"}
        browsers.append(httpx.AsyncClient(base_url=served.url, headers=address, timeout=60))
        if login in _LOGINS:
            browsers[-1].cookies = _LOGINS[login]
        else:
            await logged_in(browsers[-1], login, SECRET)
            _LOGINS[login] = browsers[-1].cookies
        page = await Page.opened(browsers[-1], layout=_LAYOUTS.get(served.url))
        _LAYOUTS[served.url] = page.layout
        await page.fire("queue", "select", {"case": case.id})
        assert page.shows("case")
        return page

    yield enter
    for each in browsers:
        await each.aclose()


def at_once(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A test with a loop of its own."""

    @functools.wraps(test)
    def run(*given: object, **named: object) -> None:
        asyncio.run(test(*given, **named))

    return run


def in_review(served: Served, text: str = SORRY, by: str = KIM, **labels: object) -> Case:
    """A case that somebody has sent to review."""
    draft = a_draft(text, sentences=(Sentence(text=text, move="edited"),))
    case = a_case(f"사례 {next(_NUMBERS)}", draft=draft, **labels)
    case = case.model_copy(update={"id": f"c-{next(_NUMBERS)}"})
    return served.desk.decide(case, Decision(verb="submit", by=by))


def said(page: Page) -> str:
    return page.text("decided")


@at_once
async def test_two_sign_one_seat_at_the_same_instant(desk_of_many: Served) -> None:
    """One signs; the other is told that it is done, and sees whose signature it is."""
    async with entering(desk_of_many) as enter:
        for _ in range(2):
            case = in_review(desk_of_many)
            pages = {PARK: await enter("park", case), CHOI: await enter("choi", case)}
            await asyncio.gather(*(page.fire("approve") for page in pages.values()))
            now = desk_of_many.desk.store.get(case.id)
            [signature] = now.signatures
            loser = pages[CHOI if signature.by == PARK else PARK]

            assert now.state == "approved"
            assert now.version == case.version + 1
            assert said(pages[signature.by]).startswith("✓")
            assert "‘승인됨’ 상태에서는 할 수 없는 일입니다" in said(loser) or "그사이 다른 사람이" in said(loser)
            assert signature.by in loser.text("covers")
            assert not loser.shows("approve")
            assert [reply.text for reply in desk_of_many.desk.store.replies(case_id=case.id)] == [SORRY]
    assert desk_of_many.desk.store.faults() == []


@at_once
async def test_two_sign_two_seats_at_the_same_instant(desk_of_many: Served) -> None:
    """Both count, and neither is sent back."""
    async with entering(desk_of_many) as enter:
        for _ in range(2):
            case = in_review(desk_of_many, **SERIOUS)
            pages = [await enter("boss", case), await enter("yoon", case)]
            await asyncio.gather(*(page.fire("approve") for page in pages))
            now = desk_of_many.desk.store.get(case.id)

            assert [said(page)[0] for page in pages] == ["✓", "✓"]
            assert (now.state, {each.by for each in now.signatures}) == ("approved", {BOSS, LAW})
            assert len(desk_of_many.desk.store.replies(case_id=case.id)) == 1
    assert desk_of_many.desk.store.faults() == []


@at_once
async def test_a_click_twice_is_one_signature(desk_of_many: Served) -> None:
    """One person in two windows does not fill two seats."""
    case = in_review(desk_of_many, **SERIOUS)
    async with entering(desk_of_many) as enter:
        pages = [await enter("boss", case), await enter("boss", case)]
        await asyncio.gather(*(page.fire("approve") for page in pages))

        assert sorted(said(page)[0] for page in pages) == ["!", "✓"]
        assert [each.by for each in desk_of_many.desk.store.get(case.id).signatures] == [BOSS]


@at_once
async def test_approving_what_was_edited_meanwhile(desk_of_many: Served) -> None:
    """It is refused, and what was changed is shown; the new wording can then be signed."""
    case = in_review(desk_of_many)
    async with entering(desk_of_many) as enter:
        reader, writer = await enter("park", case), await enter("kim", case)
        await writer.type("review-draft", OTHER)
        await writer.fire("save-edit")
        await reader.fire("approve")

        assert said(writer).startswith("✓")
        assert "그사이 다른 사람이 이 글을 바꿨습니다" in said(reader)
        assert reader["review-draft"] == OTHER
        assert "<del" in reader["changes"]
        assert "<ins" in reader["changes"]
        assert desk_of_many.desk.store.get(case.id).signatures == ()
        await reader.fire("approve")
        assert said(reader).startswith("✓")
        assert desk_of_many.desk.store.replies(case_id=case.id)[0].text == OTHER


@at_once
async def test_an_edit_and_an_approval_at_the_same_instant(desk_of_many: Served) -> None:
    """Whichever is first, no signature stands on a wording that its signer did not see."""
    async with entering(desk_of_many) as enter:
        for _ in range(2):
            case = in_review(desk_of_many)
            reader, writer = await enter("park", case), await enter("choi", case)
            await writer.type("review-draft", OTHER)
            await writer.type("reason", "더 정확하게")
            await asyncio.gather(reader.fire("approve"), writer.fire("save-edit"))
            now = desk_of_many.desk.store.get(case.id)
            assert now.draft is not None

            assert sorted((said(reader)[0], said(writer)[0])) == ["!", "✓"]
            assert (now.state, now.draft.text) in (("approved", SORRY), ("in_review", OTHER))
            assert writer["review-draft"] == OTHER, "what was typed is kept where it was refused"


@pytest.mark.parametrize(
    ("login", "why"),
    [("kim", "승인은 다른 사람이 해야 합니다"), ("yoon", "서명할 자리가 아닙니다"), ("jung", "서명할 자리가 아닙니다")],
)
@at_once
async def test_who_may_not_sign(desk_of_many: Served, login: str, why: str) -> None:
    """The author, whoever has another role, a deputy before time: not offered, and refused where it is asked anyway."""
    case = in_review(desk_of_many, severity=3)
    async with entering(desk_of_many) as enter:
        page = await enter(login, case)
        assert not page.shows("approve")
        assert not page.shows("approve-edited")
        assert why in page.text("why-not")
        for button in ("approve", "approve-edited"):
            page.empty("decided")
            await page.fire(button)
            assert why in said(page)
    assert desk_of_many.desk.store.get(case.id) == case


@pytest.mark.parametrize(("minutes", "may"), [(29, False), (31, True), (60 * 24, True)])
@at_once
async def test_a_deputy_after_the_time(desk_of_many: Served, minutes: int, may: bool) -> None:
    """Thirty minutes into review of a serious matter, and not before; the record says in whose place."""
    case = in_review(desk_of_many, severity=3)
    earlier = case.model_copy(update={
        "version": case.version + 1, "submitted_at": datetime.now(UTC) - timedelta(minutes=minutes),
    })  # fmt: skip
    act = Act(at=datetime.now(UTC), by="시험", verb="mark", subject=case.id)
    desk_of_many.desk.store.save(earlier, act)
    async with entering(desk_of_many) as enter:
        page = await enter("jung", case)
        assert page.shows("approve") is may
        await page.fire("approve")
        now = desk_of_many.desk.store.get(case.id)

        assert said(page).startswith("✓") is may
        signed = [(each.by, each.instead_of) for each in now.signatures]
        assert signed == ([(DEPUTY, BOSS)] if may else [])
        assert (now.state == "approved") is may
        if may:
            assert BOSS in page.text("covers")


@pytest.mark.parametrize("how", ["idle", "ended"])
@at_once
async def test_a_login_that_runs_out_while_somebody_types(desk_of_many: Served, how: str) -> None:
    """The door asks for the login and nothing is decided; after it the same page goes on with what was typed."""
    case = in_review(desk_of_many)
    store = desk_of_many.desk.store
    async with entering(desk_of_many) as enter:
        page = await enter("choi", case)
        await page.type("reason", "더 정확하게")
        await page.type("review-draft", OTHER)
        with store.changing() as connection:
            if how == "idle":
                connection.execute(SESSIONS.update().values(seen_at=datetime(2020, 1, 1)))
            else:
                connection.execute(SESSIONS.delete())
        for button in ("save-edit", "approve", "note-keep"):
            with pytest.raises(ShutError) as shut:
                await page.fire(button)
            assert shut.value.status == 401
        assert store.get(case.id) == case
        _LOGINS.clear()

        await logged_in(page.http, "choi", SECRET)
        await page.fire("save-edit")
        assert said(page).startswith("✓")
        now = store.get(case.id)
        assert now.draft is not None
        assert (now.draft.text, now.events[-1].by) == (OTHER, CHOI)


@pytest.fixture(params=["America/New_York", "Europe/London"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine stands in another zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


AT = [
    ("2026-11-22T23:30:00+09:00", "2026-11-23 00:30"),  # over midnight in Seoul
    ("2026-12-31T23:59:00+09:00", "2027-01-01 00:59"),
    ("2026-11-01T05:30:00+00:00", "2026-11-01 15:30"),  # 1:30 in New York, and again an hour later
    ("2026-11-01T06:30:00+00:00", "2026-11-01 16:30"),
    ("2026-03-08T06:30:00+00:00", "2026-03-08 16:30"),  # its end is a quarter past two there, which does not exist
    ("2026-03-29T00:30:00+00:00", "2026-03-29 10:30"),  # the same in London
]
"""When a crisis came in, and when the first hour is over as the page says it, in Seoul."""


@at_once
async def test_a_clock_over_midnight_and_a_change_of_summer_time(desk_of_many: Served, zone: str) -> None:
    """Wherever the machine or the reader is, the end is one instant and the page says it in the time of Seoul."""
    async with entering(desk_of_many) as enter:
        page = None
        for received, due in AT:
            came = datetime.fromisoformat(received)
            case = in_review(desk_of_many, severity=4, milestones={"received": came}, created_at=came)
            page = page or await enter("park", case)
            await page.fire("queue", "select", {"case": case.id})
            [first] = [each for each in desk_of_many.desk.clocks(case) if each.rule == "clock.first_hour"]

            assert first.due == came + timedelta(hours=1)
            assert due in page.text("steps"), zone


@at_once
async def test_a_time_that_is_typed_is_of_seoul(desk_of_many: Served, zone: str) -> None:
    """Also one that the zone of the machine leaves out or has twice."""
    async with entering(desk_of_many) as enter:
        for typed, meant in (
            ("2026-03-08 02:30", "2026-03-07T17:30:00+00:00"),
            ("2026-11-01 01:30", "2026-10-31T16:30:00+00:00"),
            ("2026-11-01T01:30-05:00", "2026-11-01T06:30:00+00:00"),
        ):
            case = in_review(desk_of_many)
            desk_of_many.desk.decide(case, Decision(verb="approve", by=PARK))
            page = await enter("park", case)
            await page.type("posted-where", "https://x.com/example/1")
            await page.type("posted-text", SORRY)
            await page.type("posted-when", typed)
            await page.fire("record")
            sent = desk_of_many.desk.store.get(case.id).sent
            assert sent is not None, said(page)

            assert sent.at == datetime.fromisoformat(meant), zone
