"""The store: what goes in comes out, no version is skipped, of two writers one wins, nothing is half written."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import ReviewError, SetupError
from playbook.records import Case, Finding, Message, PersonalData, Reason, Signal, Span
from playbook.review.store import Store
from playbook.testing import MOMENT, a_case, a_citation, a_draft, a_triage

from .conftest import OPEN, after


def named(case_id: str, **changes: object) -> Case:
    return a_case(**{"id": case_id} | changes)


def full_case() -> Case:
    """A case with something in every field that a record may hold."""
    span = Span(start=0, end=2, text="불이", signal="danger.fire")
    triage = a_triage(
        kind="incident",
        topic="safety",
        severity=4,
        stance="transparency",
        supporting=("action_plan",),
        signals=(Signal(id="danger.fire", score=1.0, source="pattern", spans=(span,)),),
        reasons=(Reason(rule="kind.fire", because="불이 났습니다.", cites=("guideline:a-1",), spans=(span,)),),
        personal_data=(PersonalData(type="KR_PHONE", start=3, end=16),),
        doubts=("확실하지 않습니다.",),
    )
    return a_case(
        Message(id="m-9", text="불이 010-0000-1234 났어요 😀\n\u200b", channel="x", posted_at=MOMENT),
        triage=triage,
        citations=(a_citation(facts=("A03-5",)),),
        draft=OPEN,
        findings=(Finding(check="unfilled_slot", level="error", message="빈칸", start=0, end=7),),
        confirmed=("11월 22일",),
        gap=True,
    )


def test_a_case_comes_out_as_it_went_in(store: Store) -> None:
    """All of it, the signals behind the triage included."""
    case = full_case()
    store.save(case)

    assert store.get(case.id) == case
    assert store.get(case.id).triage.signals == case.triage.signals


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1, max_size=60), number=st.integers(0, 10**9))
def test_any_text_is_kept(tmp_path_factory: pytest.TempPathFactory, text: str, number: int) -> None:
    """Control characters, quotes and other scripts among it."""
    store = Store.under(tmp_path_factory.mktemp("any"))
    case = named(f"c-{number}", draft=a_draft(text), message=Message(text=text))
    store.save(case)

    assert store.get(case.id) == case
    store.close()


def test_each_version_follows_the_last(store: Store) -> None:
    """A case is replaced by its next version, again and again."""
    case = named("c-1")
    store.save(case)
    for verb, by in (("submit", "가"), ("return", "나"), ("submit", "가"), ("approve", "나")):
        case = after(case, verb, by)
        store.save(case)

    assert store.get("c-1") == case
    assert store.get("c-1").version == 4


def test_a_case_may_first_be_kept_when_it_is_decided(store: Store) -> None:
    """The draft alone is not stored; its first decision stores it in one piece."""
    decided = after(named("c-1"), "submit")
    store.save(decided)

    assert store.get("c-1") == decided


@pytest.mark.parametrize("skipped", [2, 3, 9])
def test_a_version_cannot_be_skipped(store: Store, skipped: int) -> None:
    """What was written meanwhile would be lost."""
    store.save(named("c-1"))
    with pytest.raises(ReviewError, match="changed by somebody else"):
        store.save(named("c-1", version=skipped))
    assert store.get("c-1").version == 0


@pytest.mark.parametrize("version", [2, 3])
def test_a_later_version_of_an_unknown_case_is_refused(store: Store, version: int) -> None:
    """Only the first decision may come before the case."""
    with pytest.raises(ReviewError, match="changed by somebody else"):
        store.save(named("c-1", version=version))
    assert store.queue() == []


@pytest.mark.parametrize(("version", "told"), [(0, "exists already"), (1, "changed by somebody else")])
def test_a_version_cannot_be_written_twice(store: Store, version: int, told: str) -> None:
    """The second writer is told, and the first one's words stay."""
    store.save(named("c-1"))
    store.save(named("c-1", version=1, author="먼저"))
    with pytest.raises(ReviewError, match=told):
        store.save(named("c-1", version=version, author="나중"))
    assert store.get("c-1").author == "먼저"


@pytest.mark.parametrize("case_id", ["c-2", "", "' OR 1=1 --", "c-1 ", "%"])
def test_there_is_no_case_of_another_id(store: Store, case_id: str) -> None:
    """Ids are compared whole and never run."""
    store.save(named("c-1"))
    with pytest.raises(ReviewError, match="no case"):
        store.get(case_id)


def test_the_queue_has_the_gravest_first(store: Store) -> None:
    """Among equals, the one that waits longest; a change puts a case at the end of its equals."""
    for case_id, severity in (("calm", 1), ("first", 3), ("crisis", 4), ("second", 3)):
        store.save(named(case_id, severity=severity))

    assert [case.id for case in store.queue()] == ["crisis", "first", "second", "calm"]
    store.save(after(store.get("first"), "submit"))
    assert [case.id for case in store.queue()] == ["crisis", "second", "first", "calm"]


def test_the_queue_by_state(store: Store) -> None:
    """One state, several, all."""
    store.save(named("drafted"))
    submitted = after(named("submitted"), "submit")
    approved = after(after(named("approved"), "submit"), "approve", "승인자")
    store.save(submitted)
    store.save(after(named("approved"), "submit"))
    store.save(approved)

    assert [case.id for case in store.queue("in_review")] == ["submitted"]
    assert {case.id for case in store.queue("drafted", "approved")} == {"drafted", "approved"}
    assert store.queue("rejected") == []
    assert len(store.queue()) == 3


def test_the_queue_ends_at_most(store: Store) -> None:
    """A desk that is flooded still opens."""
    for number in range(5):
        store.save(named(f"c-{number}"))

    assert len(store.queue(most=3)) == 3
    assert len(store.queue(most=99)) == 5


def test_of_two_writers_one_wins(store: Store) -> None:
    """Both decide on the same version at the same moment, many times over; each time exactly one is kept."""
    start = Barrier(2)

    def write(case: Case) -> bool:
        start.wait(timeout=30)
        try:
            store.save(case)
        except ReviewError:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        for number in range(10):
            case = named(f"c-{number}")
            store.save(case)
            tries = [after(case, "submit", by) for by in ("가람", "나래")]
            won = list(both.map(write, tries))

            assert sorted(won) == [False, True]
            assert store.get(case.id).author == tries[won.index(True)].author


def test_of_two_first_decisions_one_wins(store: Store) -> None:
    """Also where the case was not stored before."""
    start = Barrier(2)

    def write(by: str) -> str:
        start.wait(timeout=30)
        try:
            store.save(after(named("c-1"), "submit", by))
        except ReviewError as error:
            return str(error)
        return by

    with ThreadPoolExecutor(2) as both:
        told = list(both.map(write, ["가람", "나래"]))

    assert store.get("c-1").author in told
    assert any("changed by somebody else" in each for each in told)


def test_many_writers_of_many_cases_all_succeed(store: Store) -> None:
    """They wait for each other."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(store.save, [named(f"c-{number}") for number in range(40)]))

    assert len(store.queue()) == 40


WRITER = """
import sys
from pathlib import Path
from playbook.records import Message
from playbook.review.store import Store
from playbook.testing import a_case, a_draft
store = Store.under(Path(sys.argv[1]))
number = 0
while True:
    case = a_case(id=f"c-{number}", draft=a_draft("긴 글입니다. " * 2000))
    store.save(case)
    store.save(case.model_copy(update={"version": 1, "state": "in_review"}))
    print(number, flush=True)
    number += 1
"""


def test_a_writer_that_is_killed_leaves_whole_cases(tmp_path: Path) -> None:
    """Whatever it said was saved is there, everything that is there can be read, and work goes on."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    said = [int(writer.stdout.readline()) for _ in range(5)]
    writer.send_signal(signal.SIGKILL)
    said += [int(line) for line in writer.stdout.read().splitlines() if line]
    assert writer.wait(timeout=30) == -signal.SIGKILL
    writer.stdout.close()

    store = Store.under(tmp_path)
    assert all(store.get(f"c-{number}").version == 1 for number in said)
    assert all(len(case.draft.text) == 16_000 for case in store.queue() if case.draft)
    store.save(named("next"))
    assert store.get("next").state == "drafted"
    store.close()
    with sqlite3.connect(tmp_path / "cases.db") as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()


def test_cases_outlive_the_program(tmp_path: Path) -> None:
    """A store that is opened again has what was put in."""
    first = Store.under(tmp_path)
    first.save(named("c-1"))
    first.close()
    second = Store.under(tmp_path)

    assert second.get("c-1") == named("c-1")
    second.close()


def test_a_home_is_made(tmp_path: Path) -> None:
    """With the folders above it."""
    Store.under(tmp_path / "a" / "b").close()

    assert (tmp_path / "a" / "b" / "cases.db").is_file()


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    """A file stands in its way; the error names it and the setting."""
    (tmp_path / "file").write_text("no folder")
    for home in (tmp_path / "file", tmp_path / "file" / "home", Path("/proc/nothing/home")):
        with pytest.raises(SetupError, match="PLAYBOOK_HOME") as caught:
            Store.under(home)
        assert str(home) in str(caught.value)


def test_a_database_that_cannot_be_opened(tmp_path: Path) -> None:
    """A folder where the file should be, or a file that is no database."""
    (tmp_path / "one" / "cases.db").mkdir(parents=True)
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "cases.db").write_text("this is no database, whatever its name says" * 50)
    for home in (tmp_path / "one", tmp_path / "two"):
        with pytest.raises(SetupError, match="cannot be opened"):
            Store.under(home)


@pytest.mark.parametrize(
    ("told", "url"),
    [
        ("cannot be opened", "no url"),
        ("cannot be opened", "nonsense://here"),
        ("cannot be opened", "sqlite:////proc/nothing/cases.db"),
        ("cannot be opened", "postgresql+nosuchdriver://desk:secret@127.0.0.1/x"),
        ("needs a driver", "postgresql+pg8000://desk:secret@127.0.0.1/x"),
    ],
)
def test_a_url_that_cannot_be_used(told: str, url: str) -> None:
    """One line that says so, without the password."""
    with pytest.raises(SetupError, match=told) as caught:
        Store(url)

    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)
