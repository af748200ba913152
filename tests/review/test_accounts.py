"""Accounts: what holds among them, what opens them, and that the log tells of every change."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from playbook.desk import Desk
from playbook.errors import InputError, PlaybookError, ReviewError
from playbook.review import passwords
from playbook.review.accounts import (
    GUESSES,
    LOCKED,
    LONGEST_LOCK,
    Account,
    checked,
    granted,
    locked_for,
    named,
    of_subject,
    revoked,
)
from playbook.review.approvals import anybody
from playbook.review.audit import Act, sha256
from playbook.review.store.schema import ACCOUNTS
from playbook.settings import Settings
from playbook.testing import MOMENT

SECRET = "purple giraffe tango"
OTHER = "velvet harbour spoon"
BY = anybody("운영자", "command line")


def an_account(login: str = "kim", name: str = "김하나", **changes: Any) -> Account:
    fields = {"id": f"a-{login}", "login": login, "name": name, "created_at": MOMENT}
    return Account.model_validate(fields | changes)


ADMIN = an_account("boss", "박대표", roles=("admin",))


@pytest.mark.parametrize(
    "account",
    [
        an_account(),
        an_account("k-1.2_3", "Kim Hana", email="kim@example.com", deputy="박대표"),
        an_account("0", "김하나 (홍보)"),
        an_account(ceo=True),
        an_account(disabled=True),
        an_account("boss2", "박대표2", roles=("admin",)),
    ],
)
def test_an_account_that_may_stand_beside_an_admin(account: Account) -> None:
    """What is unique is unique, and somebody can grant."""
    assert checked(account, [ADMIN]) == account


@pytest.mark.parametrize(
    ("account", "others", "said"),
    [
        (an_account("boss", "다른 사람"), [ADMIN], "login 'boss' is taken"),
        (an_account("b", "박 대표"), [ADMIN], "a name stands for one person"),
        (an_account("b", "\u1107\u1161\u11a8\u1103\u1162\u1111\u116d"), [ADMIN], "a name stands for one person"),
        (an_account("Kim"), [ADMIN], "small letters"),
        (an_account("김"), [ADMIN], "small letters"),
        (an_account("-kim"), [ADMIN], "small letters"),
        (an_account("k" * 41), [ADMIN], "small letters"),
        (an_account(email="kim"), [ADMIN], "no e-mail address"),
        (an_account(email="a@b.c, d@e.f"), [ADMIN], "no e-mail address"),
        (an_account(email="A@b.c"), [ADMIN, an_account("lee", "이두리", email="a@B.c")], "belongs to 이두리"),
        (an_account(ceo=True), [ADMIN, an_account("lee", "이두리", ceo=True)], "one at most"),
        (an_account(deputy="없는 사람"), [ADMIN], "nobody else of that name"),
        (an_account(deputy="김하나"), [ADMIN], "nobody else of that name"),
        (an_account(deputy="이두리"), [ADMIN, an_account("lee", "이두리", disabled=True)], "nobody else of that name"),
        (an_account(subject="i s"), [ADMIN, an_account("lee", "이두리", subject="i s")], "linked to 이두리"),
        (an_account(), [], "The only account"),
        (an_account(roles=("reviewer",)), [ADMIN.model_copy(update={"disabled": True})], "Nobody could grant"),
        (ADMIN.model_copy(update={"disabled": True}), [an_account()], "Nobody could grant"),
    ],
)
def test_an_account_that_may_not(account: Account, others: list[Account], said: str) -> None:
    """Each refusal says what is wrong."""
    with pytest.raises(PlaybookError, match=said):
        checked(account, others)


def test_a_chief_executive_who_has_left_makes_room() -> None:
    """One at most counts those whose account is in use."""
    left = an_account("lee", "이두리", ceo=True, disabled=True)

    assert checked(an_account(ceo=True), [ADMIN, left]).ceo


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, None), (1, None), (4, None), (5, 15), (6, None), (9, None), (10, 30), (15, 60), (20, 120), (35, 960),
     (40, 1440), (500, 1440)],
)  # fmt: skip
def test_a_lock_grows(failures: int, minutes: int | None) -> None:
    """Five wrong passwords, 15 minutes; twice as long each time, a day at the most."""
    assert locked_for(failures) == (None if minutes is None else timedelta(minutes=minutes))


@given(st.integers(0, 10_000))
def test_a_lock_stays_within_bounds(failures: int) -> None:
    """Never shorter than the first, never longer than a day, at every fifth attempt and at no other."""
    lock = locked_for(failures)

    assert (lock is not None) == (failures > 0 and failures % GUESSES == 0)
    assert lock is None or LOCKED <= lock <= LONGEST_LOCK


ROLES = st.lists(st.sampled_from(["staff", "reviewer", "executive", "legal", "evaluator", "admin"]))


@given(ROLES, ROLES)
def test_what_is_granted_can_be_revoked(before: list[Any], more: list[Any]) -> None:
    """Granting adds each once; revoking the same leaves what neither named."""
    account = an_account(roles=tuple(dict.fromkeys(before)))
    after = account.model_copy(update=granted(account, more))

    assert set(after.roles) == {*before, *more}
    assert len(after.roles) == len(set(after.roles))
    assert set(revoked(after, more)["roles"]) == set(before) - set(more)


@pytest.mark.parametrize(
    ("words", "login"), [("kim", "kim"), (" KIM ", "kim"), ("박대표", "boss"), ("박 대표", "boss")]
)
def test_an_account_is_found(words: str, login: str) -> None:
    """By login or by name, however it is typed."""
    assert named([an_account(), ADMIN], words).login == login


@pytest.mark.parametrize("words", ["", "k", "kim2", "박", "김하나 박대표"])
def test_an_account_is_not_guessed(words: str) -> None:
    """A part of a name is nobody."""
    with pytest.raises(InputError, match="There is no account"):
        named([an_account(), ADMIN], words)


LINKED = an_account("lee", "이두리", subject="https://id s-1", email="lee@example.com")


@pytest.mark.parametrize(
    ("subject", "email", "login"),
    [
        ("https://id s-1", "", "lee"),
        ("https://id s-1", "kim@example.com", "lee"),
        ("https://id s-2", "kim@example.com", "kim"),
        ("https://id s-2", "KIM@example.com", "kim"),
        ("https://id s-2", "", None),
        ("https://id s-2", "lee@example.com", None),
        ("https://other s-1", "", None),
        ("https://id s-3", "left@example.com", None),
        ("https://id s-9", "nobody@example.com", None),
        ("", "", None),
        ("", "kim@example.com", None),
    ],
)
def test_who_the_organisation_says_it_is(subject: str, email: str, login: str | None) -> None:
    """The linked one; otherwise a verified e-mail that nobody is linked by; otherwise nobody."""
    kim = an_account(email="kim@example.com")
    left = an_account("left", "최네리", email="left@example.com", disabled=True)
    found = of_subject([LINKED, kim, left, ADMIN], subject, email)

    assert (found.login if found else None) == login


@pytest.mark.parametrize("password", [SECRET, "correct horse battery",
                                      pytest.param(passwords.generated(), id="generated"), "한강에 놀러 간 코끼리",
                                      "x9!kQ2#vLw8@", "  leading and trailing  "])  # fmt: skip
def test_a_password_that_may_be_chosen(password: str) -> None:
    """Any characters, blanks too; no rule about its make-up."""
    assert passwords.chosen(password, ("kim", "김하나"))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_short"),
        ("short", "password_short"),
        ("x9!kQ2#vLw8", "password_short"),
        ("password1234", "password_common"),
        ("qwertyuiop12", "password_common"),
        ("123456789012", "password_common"),
        ("aaaaaaaaaaaaaaaaaaaa", "password_common"),
        ("iloveyouiloveyou", "password_common"),
        ("playbookplaybook", "password_common"),
        ("kimhana1kimhana1", "password_common"),
        ("x" * 129, "password_long"),
    ],
)
def test_a_password_that_may_not(password: str, code: str) -> None:
    """Too short, too long, or among the first that would be tried."""
    with pytest.raises(InputError) as caught:
        passwords.chosen(password, ("kimhana1", "김하나", "kim@example.com"))
    assert caught.value.code == code


def test_a_password_is_the_same_on_every_keyboard() -> None:
    """Hangul that a Mac takes apart is the Hangul that others compose."""
    stored = passwords.kept("한강에 놀러 간 코끼리")

    assert stored.startswith("$argon2id$")
    assert passwords.fits("\u1112\u1161\u11ab강에 놀러 간 코끼리", stored)
    assert not passwords.fits("한강에 놀러 간 코끼리 ", stored)
    assert not passwords.fits("", "")
    assert not passwords.fits(SECRET, "no hash at all")


@pytest.fixture
def people(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """A desk with an admin and somebody else."""
    opened = Desk(Settings(home=tmp_path / "home", database_url=database_url))
    opened.add_account("boss", "박대표", BY, roles=("admin", "executive"), ceo=True, password=OTHER)
    opened.add_account("kim", "김하나", BY, roles=("staff",), teams=("cs",), email="kim@example.com", password=SECRET)
    yield opened
    opened.close()


def test_people_are_those_with_an_account_in_use(people: Desk) -> None:
    """As the review sees them, and none of them known to be there."""
    people.disable("kim", BY)

    assert [person.name for person in people.store.people()] == ["박대표"]
    assert people.store.people()[0].ceo
    assert not people.store.people()[0].verified
    with pytest.raises(ReviewError, match="Nobody named '김하나'"):
        people.person("김하나")


def test_only_the_right_password_opens(people: Desk) -> None:
    """Whatever is wrong, there is one answer."""
    kim = people.log_in(" KIM ", SECRET)

    assert kim
    assert kim.name == "김하나"
    for login, password in [("kim", OTHER), ("kim", ""), ("nobody", SECRET), ("", ""), ("김하나", SECRET),
                            ("kim", "x" * 100_000)]:  # fmt: skip
        assert people.log_in(login, password) is None
    people.disable("kim", BY)
    assert people.log_in("kim", SECRET) is None


def test_wrong_passwords_lock(people: Desk) -> None:
    """The right one does not open it then, until an admin unlocks it or the time is over."""
    for _ in range(GUESSES):
        assert people.log_in("kim", "wrong") is None
    now = datetime.now(UTC)

    assert people.log_in("kim", SECRET) is None
    assert people.log_in("boss", OTHER)
    assert [entry.verb for entry in people.store.entries()].count("lock") == 1
    kim = named(people.accounts(), "kim")
    assert list(people.store.locks(now)) == [kim.id]
    assert not people.store.charge(kim.id, now + timedelta(minutes=14)).counts
    assert people.store.charge(kim.id, now + timedelta(minutes=16)).counts
    people.unlock("kim", BY, "본인 확인")
    assert people.log_in("kim", SECRET)
    assert people.store.locks(now) == {}


def test_guesses_made_at_once_are_counted_too(people: Desk) -> None:
    """An attempt is charged before it is looked over."""
    kim = named(people.accounts(), "kim")
    counted = []

    def guess() -> None:
        counted.append(people.store.charge(kim.id, datetime.now(UTC)).counts)

    guesses = [threading.Thread(target=guess) for _ in range(12)]
    for each in guesses:
        each.start()
    for each in guesses:
        each.join()

    assert counted.count(True) == GUESSES


def test_a_right_password_forgets_the_wrong_ones(people: Desk) -> None:
    """Four wrong ones a day lock nobody."""
    for _ in range(2):
        for _ in range(GUESSES - 1):
            people.log_in("kim", "wrong")
        assert people.log_in("kim", SECRET)


def test_an_old_hash_is_renewed(people: Desk) -> None:
    """When the parameters have changed, at the next login, and nobody is logged out by it."""
    kim = named(people.accounts(), "kim")
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(SECRET)
    act = Act(at=datetime.now(UTC), by=BY.name, verb="test", subject=kim.id)
    kim = people.store.change_account(kim.id, lambda _: {"password": weak}, act)
    people.store.open_session(sha256("t"), kim, datetime.now(UTC), timedelta(hours=1), "password web")
    renewed = people.log_in("kim", SECRET)

    assert renewed
    assert renewed.password.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert people.store.session(sha256("t"), datetime.now(UTC), timedelta(hours=1))


def test_the_last_admin_stays(people: Desk) -> None:
    """Neither disabled nor demoted, until there is another one."""
    for attempt in (lambda: people.disable("boss", BY), lambda: people.revoke("boss", BY, ["admin"])):
        with pytest.raises(ReviewError, match="Nobody could grant"):
            attempt()
    people.grant("kim", BY, ["admin"])

    assert people.disable("boss", BY).disabled


def test_two_demotions_at_once_leave_one_admin(people: Desk) -> None:
    """What is looked over is what stands when it is written."""
    people.grant("kim", BY, ["admin"])
    refused = []

    def demote(login: str) -> None:
        try:
            people.revoke(login, BY, ["admin"])
        except ReviewError:
            refused.append(login)

    both = [threading.Thread(target=demote, args=[login]) for login in ("kim", "boss")]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert len(refused) == 1
    assert sum("admin" in person.roles for person in people.store.people()) == 1


def test_the_log_tells_of_every_change_and_holds_no_password(people: Desk) -> None:
    """Who, what and why; the account stands in it by its digest alone."""
    given = people.reset_password("kim", BY, why="잊어버림")[1]
    people.grant("kim", BY, ["reviewer"], why="승진")
    people.name_deputy("boss", "kim", BY)
    kim = people.change_password(named(people.accounts(), "kim"), given, "amber kettle window", "web 127.0.0.1")
    entries = list(people.store.entries())
    whole = " ".join(entry.model_dump_json() for entry in entries)

    assert [(entry.by, entry.verb, entry.why) for entry in entries] == [
        ("운영자", "add account", ""), ("운영자", "add account", ""), ("운영자", "reset password", "잊어버림"),
        ("운영자", "grant", "승진"), ("운영자", "deputy", ""), ("김하나", "change password", ""),
    ]  # fmt: skip
    assert entries[-1].source == "web 127.0.0.1"
    assert not any(secret in whole for secret in (given, SECRET, OTHER, "amber kettle", "$argon2", kim.password))
    assert people.store.faults() == []


def test_a_change_behind_the_programs_back_is_found(people: Desk) -> None:
    """A role that nobody granted does not go unseen."""
    with people.store.changing() as connection:
        record = connection.execute(select(ACCOUNTS.c.record).where(ACCOUNTS.c.login == "kim")).scalar_one()
        forged = record.replace('"staff"', '"executive"')
        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.login == "kim").values(record=forged))

    assert [fault.what for fault in people.store.faults()] == ["has been altered since the program wrote it"]


def test_ones_own_password_needs_the_old_one(people: Desk) -> None:
    """And the new one is another."""
    kim = named(people.accounts(), "kim")
    for old, new, code in [("wrong", "amber kettle window", "old_wrong"), (SECRET, "short", "password_short"),
                           (SECRET, SECRET, "password_same")]:  # fmt: skip
        with pytest.raises(InputError) as caught:
            people.change_password(kim, old, new, "web")
        assert caught.value.code == code
    assert kim.must_change
    assert not people.change_password(kim, SECRET, "amber kettle window", "web").must_change
    assert people.log_in("kim", SECRET) is None
    assert people.log_in("kim", "amber kettle window")


def test_a_session_ends(people: Desk) -> None:
    """By time, by log-out, with the account and with its password."""
    now, hour = datetime.now(UTC), timedelta(hours=1)
    kim = named(people.accounts(), "kim")

    def opened(token: str) -> bool:
        return people.store.open_session(token, kim, now, 2 * hour, "password web")

    def alive(token: str, at: datetime = now) -> bool:
        return people.store.session(token, at, hour) is not None

    assert opened("a" * 64)
    assert opened("b" * 64)
    assert alive("a" * 64)
    assert not alive("c" * 64)
    assert not alive("a" * 64, now + hour)
    people.store.seen("a" * 64, now + timedelta(minutes=59))
    assert alive("a" * 64, now + timedelta(minutes=118))
    people.store.seen("a" * 64, now + timedelta(minutes=118))
    assert not alive("a" * 64, now + 2 * hour)
    people.store.end_session("b" * 64)
    assert not alive("b" * 64)
    people.disable("kim", BY)
    people.enable("kim", BY)
    assert not alive("a" * 64)
    assert opened("d" * 64)
    people.reset_password("kim", BY, OTHER)
    assert not alive("d" * 64)
    assert not opened("e" * 64), "the password that was proven is no longer the password"


def test_the_first_admin_is_made_once(database_url: str, tmp_path: Path) -> None:
    """And has to choose a password of their own."""
    with_none = Desk(Settings(home=tmp_path, database_url=database_url))
    password = with_none.first_admin()

    assert password
    admin = with_none.log_in("admin", password)
    assert admin
    assert (admin.roles, admin.must_change) == (("admin",), True)
    assert with_none.first_admin() is None
    with_none.close()


def test_the_first_account_has_to_grant(database_url: str, tmp_path: Path) -> None:
    """Otherwise nobody ever could."""
    with_none = Desk(Settings(home=tmp_path, database_url=database_url))
    for roles in ((), ("staff",), ("reviewer", "executive")):
        with pytest.raises(ReviewError, match="--role admin"):
            with_none.add_account("kim", "김하나", BY, roles=roles)
    assert with_none.accounts() == []
    with_none.add_account("kim", "김하나", BY, roles=("admin",))
    with pytest.raises(ReviewError, match="The only account"):
        with_none.revoke("kim", BY, ["admin"])
    with_none.close()


def test_who_proves_to_be_somebody(people: Desk) -> None:
    """By name or login, with where they act from."""
    for name in ("김하나", "kim", "김 하나"):
        proven = people.proven(name, SECRET, "command line")
        assert (proven.name, proven.verified, proven.source) == ("김하나", True, "command line")
    for name, password in [("김하나", OTHER), ("박대표", SECRET), ("nobody", SECRET)]:
        with pytest.raises(ReviewError, match="could not be proven"):
            people.proven(name, password, "command line")


def test_the_organisations_login_is_linked_once(people: Desk) -> None:
    """By verified e-mail the first time, by subject after that; another subject does not take its place."""
    assert people.open_by_subject("https://id s-1", "", "web") is None
    linked = people.open_by_subject("https://id s-1", "Kim@example.com", "web")
    assert linked
    assert linked.login == "kim"
    again = people.open_by_subject("https://id s-1", "", "web")
    assert again
    assert again.login == "kim"
    assert people.open_by_subject("https://id s-2", "kim@example.com", "web") is None
    assert [entry.verb for entry in people.store.entries()].count("link login") == 1
