"""The store: what goes in comes out, no version is skipped, of two writers one wins, nothing is half written."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from playbook.errors import ReviewError, SetupError
from playbook.records import Case, Comment, Finding, Message, PersonalData, Reason, Signal, Span, Version
from playbook.reply.promises import Task
from playbook.reply.voice import Reply
from playbook.review.store import Store, engine
from playbook.testing import MOMENT, a_case, a_citation, a_draft, a_triage

from .conftest import OPEN, act, after, keep, named


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
    case = a_case(
        Message(id="m-9", text="불이 010-0000-1234 났어요 😀\n\u200b", channel="x", posted_at=MOMENT),
        triage=triage,
        citations=(a_citation(facts=("A03-5",)),),
        draft=OPEN,
        findings=(Finding(check="unfilled_slot", level="error", message="빈칸", start=0, end=7),),
        confirmed=("11월 22일",),
        gap=True,
    )
    for verb, by in (("submit", "작성자"), ("approve", "승인자"), ("record", "게시자"), ("close", "게시자")):
        case = after(case, verb, by)
    return case.model_copy(update={"version": 0, "assignee": "김하나", "issue": "i-1"})


def test_a_case_comes_out_as_it_went_in(store: Store) -> None:
    """All of it, the signals behind the triage, signatures and what was sent included."""
    case = full_case()
    keep(store, case)

    assert store.get(case.id) == case
    assert store.get(case.id).triage.signals == case.triage.signals
    assert case.sent is not None
    assert case.signatures
    assert store.faults() == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=60), name=st.text(min_size=1, max_size=20).filter(str.strip))
def test_any_text_is_kept(store: Store, text: str, name: str) -> None:
    """Control characters, quotes and other scripts among it; the log can tell of it."""
    case = named(f"c-{len(store.queue(most=None))}", draft=a_draft(text), message=Message(text=text))
    store.save(case, act(subject=case.id, by=name, why=text, detail={"text": text}))

    assert store.get(case.id) == case
    assert [entry.why for entry in store.entries(case.id)] == [text]
    assert store.faults() == []


def test_each_version_follows_the_last(store: Store) -> None:
    """A case is replaced by its next version, again and again."""
    case = named("c-1")
    keep(store, case)
    for verb, by in (("submit", "가"), ("return", "나"), ("submit", "가"), ("approve", "나")):
        case = after(case, verb, by)
        keep(store, case)

    assert store.get("c-1") == case
    assert store.get("c-1").version == 4
    assert store.head()[0] == 5


def test_a_case_may_first_be_kept_when_it_is_decided(store: Store) -> None:
    """The draft alone is not stored; its first decision stores it in one piece."""
    decided = after(named("c-1"), "submit")
    keep(store, decided)

    assert store.get("c-1") == decided


@pytest.mark.parametrize("skipped", [2, 3, 9])
def test_a_version_cannot_be_skipped(store: Store, skipped: int) -> None:
    """What was written meanwhile would be lost."""
    keep(store, named("c-1"))
    with pytest.raises(ReviewError, match="changed by somebody else"):
        keep(store, named("c-1", version=skipped))
    assert store.get("c-1").version == 0


@pytest.mark.parametrize("version", [2, 3])
def test_a_later_version_of_an_unknown_case_is_refused(store: Store, version: int) -> None:
    """Only the first decision may come before the case."""
    with pytest.raises(ReviewError, match="changed by somebody else"):
        keep(store, named("c-1", version=version))
    assert store.queue() == []
    assert store.head()[0] == 0


@pytest.mark.parametrize(("version", "told"), [(0, "exists already"), (1, "changed by somebody else")])
def test_a_version_cannot_be_written_twice(store: Store, version: int, told: str) -> None:
    """The second writer is told, the first one's words stay, and the log knows of no second one."""
    keep(store, named("c-1"))
    keep(store, named("c-1", version=1, author="먼저"))
    with pytest.raises(ReviewError, match=told):
        keep(store, named("c-1", version=version, author="나중"))
    assert store.get("c-1").author == "먼저"
    assert store.head()[0] == 2
    assert store.faults() == []


@pytest.mark.parametrize("case_id", ["c-2", "", "' OR 1=1 --", "c-1 ", "%", "C-1"])
def test_there_is_no_case_of_another_id(store: Store, case_id: str) -> None:
    """Ids are compared whole and never run."""
    keep(store, named("c-1"))
    assert store.find(case_id) is None
    with pytest.raises(ReviewError, match="No case"):
        store.get(case_id)


def test_the_queue_has_the_gravest_first(store: Store) -> None:
    """Among equals, the one that waits longest; a change puts a case at the end of its equals."""
    for minute, (case_id, severity) in enumerate((("calm", 1), ("first", 3), ("crisis", 4), ("second", 3))):
        moment = MOMENT + timedelta(minutes=minute)
        store.save(named(case_id, severity=severity), act(subject=case_id, at=moment))

    assert [case.id for case in store.queue()] == ["crisis", "first", "second", "calm"]
    store.save(after(store.get("first"), "submit"), act(subject="first", at=MOMENT + timedelta(hours=1)))
    assert [case.id for case in store.queue()] == ["crisis", "second", "first", "calm"]
    assert [case.id for case in store.queue(latest=True)] == ["first", "second", "crisis", "calm"]
    assert [case.id for case in store.queue(latest=True, most=2)] == ["first", "second"]


def test_the_queue_by_state_and_issue(store: Store) -> None:
    """One state, several, all; of one issue."""
    keep(store, named("drafted", issue="i-1"))
    keep(store, after(named("submitted"), "submit"))
    keep(store, after(named("approved"), "submit"))
    keep(store, after(after(named("approved"), "submit"), "approve", "승인자"))

    assert [case.id for case in store.queue("in_review")] == ["submitted"]
    assert {case.id for case in store.queue("drafted", "approved")} == {"drafted", "approved"}
    assert store.queue("rejected") == []
    assert len(store.queue()) == 3
    assert [case.id for case in store.queue(issue="i-1")] == ["drafted"]
    assert store.queue("in_review", issue="i-1") == []


def test_the_queue_ends_at_most(store: Store) -> None:
    """A desk that is flooded still opens."""
    for number in range(5):
        keep(store, named(f"c-{number}"))

    assert len(store.queue(most=3)) == 3
    assert len(store.queue(most=99)) == 5
    assert len(store.queue(most=None)) == 5


def task(number: int, due: timedelta | None = None, **changes: object) -> Task:
    fields = {"id": f"c-1.1.{number}", "case": "c-1", "lang": "ko", "words": "w", "what": "w", "owner": "김하나"}
    return Task.model_validate(fields | {"made_at": MOMENT, "due": due and MOMENT + due} | changes)


def test_tasks_are_sorted_by_their_date(store: Store) -> None:
    """The next one first, undated ones last, whatever order they were made in."""
    for number, days in enumerate((5, None, -3, 1)):
        store.save_task(task(number, None if days is None else timedelta(days=days)), act())

    assert [each.id for each in store.tasks("open")] == ["c-1.1.2", "c-1.1.3", "c-1.1.0", "c-1.1.1"]
    assert [each.id for each in store.tasks(due_before=MOMENT + timedelta(days=2))] == ["c-1.1.2", "c-1.1.3"]


@pytest.mark.parametrize("ended", ["kept", "dropped"])
def test_a_promise_ends_once(store: Store, ended: str) -> None:
    """Of two who end it the second is told; a new approval does not drop what was kept."""
    store.save_task(task(1), act())
    store.save_task(task(1, state=ended, note="먼저"), act())
    with pytest.raises(ReviewError, match=r"c-1\.1\.1 is not open any more"):
        store.save_task(task(1, state="kept", note="나중"), act())
    keep(store, named("c-1"), tasks=(task(1, state="dropped", note="나중"),))

    assert [(each.state, each.note) for each in store.tasks()] == [(ended, "먼저")]
    assert store.faults() == []


def test_all_that_comes_with_a_decision_is_written_or_nothing(store: Store) -> None:
    """Case, reply, promises, wording and note together."""
    case = named("c-1", version=1)
    beside = {
        "reply": Reply(case="c-1", version=1, channel="x", lang="ko", text="글", by="승인자", at=MOMENT),
        "tasks": (task(1),),
        "wording": Version(case="c-1", version=1, by="가", at=MOMENT, verb="edit", text="글", digest="0"),
        "comment": Comment(id="n-1", case="c-1", at=MOMENT, by="가", text="메모"),
    }
    with pytest.raises(ReviewError):
        keep(store, case.model_copy(update={"version": 7}), **beside)
    assert (store.tasks(), store.versions("c-1"), store.comments("c-1"), store.queue()) == ([], [], [], [])
    keep(store, case, **beside)
    assert (len(store.tasks()), len(store.versions("c-1")), len(store.comments("c-1"))) == (1, 1, 1)
    assert store.replies(case_id="c-1") == [beside["reply"]]
    rows = next(store.entries()).rows
    assert {key.split("/")[0] for key in rows} == {"cases", "messages", "replies", "promises", "drafts", "comments"}


def test_of_two_writers_one_wins(store: Store) -> None:
    """Both decide on the same version at the same moment, many times over; each time exactly one is kept."""
    start = Barrier(2)

    def write(case: Case) -> bool:
        start.wait(timeout=30)
        try:
            keep(store, case)
        except ReviewError:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        for number in range(10):
            case = named(f"c-{number}")
            keep(store, case)
            tries = [after(case, "submit", by) for by in ("가람", "나래")]
            won = list(both.map(write, tries))

            assert sorted(won) == [False, True]
            assert store.get(case.id).author == tries[won.index(True)].author
    assert store.faults() == []


def test_many_writers_of_many_cases_all_succeed(store: Store) -> None:
    """They wait for each other, and the log has one entry after another."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: keep(store, named(f"c-{number}")), range(40)))

    assert len(store.queue()) == 40
    assert [entry.seq for entry in store.entries()] == list(range(1, 41))
    assert store.faults() == []


def test_writers_of_sqlite_stand_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before one of them knocks; who waits too long there is told, changes nothing, and holds no place."""
    monkeypatch.setattr(engine, "PATIENCE", 1)
    store = Store(f"sqlite:///{tmp_path / 'desk.db'}")
    with ThreadPoolExecutor(3) as pool, store.changing():
        for waiting in [pool.submit(keep, store, named(f"c-{number}")) for number in range(3)]:
            fault = waiting.exception(timeout=30)
            assert isinstance(fault, SetupError)
            assert fault.code == "store_gone"
            assert isinstance(fault.__cause__, OperationalError)
            assert isinstance(fault.__cause__.orig, TimeoutError), "it never got as far as the database"
    keep(store, named("c-after"))

    assert [case.id for case in store.queue()] == ["c-after"]
    assert store.faults() == []


def test_who_reads_holds_nobody_up(store: Store) -> None:
    """The log is being read while others write; it is read as it was when reading began."""
    for number in range(3):
        keep(store, named(f"c-{number}"))
    reading = store.entries()
    first = next(reading)
    keep(store, named("c-meanwhile"))

    assert [first.seq, *(entry.seq for entry in reading)] == [1, 2, 3]
    assert store.head()[0] == 4


def test_what_is_written_meanwhile_is_no_fault(store: Store) -> None:
    """A log that is looked over on a busy day holds."""
    found: list[object] = []

    def look() -> None:
        for _ in range(15):
            found.extend(store.faults())

    with ThreadPoolExecutor(2) as both:
        looking = both.submit(look)
        for number in range(60):
            keep(store, named(f"c-{number}"))
        looking.result(timeout=60)

    assert found == []


WRITER = """
import sys
from playbook.review.audit import Act
from playbook.review.store import Store
from playbook.testing import MOMENT, a_case, a_draft
store = Store(sys.argv[1])
number = 0
while True:
    case = a_case(id=f"c-{number}", draft=a_draft("긴 글입니다. " * 2000))
    act = Act(at=MOMENT, by="가", verb="edit", subject=case.id)
    store.save(case, act)
    store.save(case.model_copy(update={"version": 1, "state": "in_review"}), act)
    print(number, flush=True)
    number += 1
"""


def test_a_writer_that_is_killed_leaves_whole_cases(database_url: str) -> None:
    """Whatever it said was saved is there, everything can be read, the log holds, and work goes on."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, database_url], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    said = [int(writer.stdout.readline()) for _ in range(5)]
    writer.send_signal(signal.SIGKILL)
    said += [int(line) for line in writer.stdout.read().splitlines() if line]
    assert writer.wait(timeout=30) == -signal.SIGKILL
    writer.stdout.close()

    store = Store(database_url)
    assert all(store.get(f"c-{number}").version == 1 for number in said)
    assert all(len(case.draft.text) == 16_000 for case in store.queue() if case.draft)
    assert store.faults() == []
    keep(store, named("next"))
    assert store.get("next").state == "drafted"
    store.close()


def test_cases_outlive_the_program(database_url: str) -> None:
    """A store that is opened again has what was put in."""
    first = Store(database_url)
    keep(first, named("c-1"))
    first.close()
    second = Store(database_url)

    assert second.get("c-1") == named("c-1")
    assert second.faults() == []
    second.close()


def test_messages_stand_apart_from_cases(store: Store) -> None:
    """So that one can be erased without the other; no personal data stands in the log."""
    case = a_case("제 번호는 010-1234-5678입니다", id="c-1")
    keep(store, case)
    logged = json.dumps([entry.model_dump() for entry in store.entries()])

    assert "010-1234-5678" not in logged
    assert store.get("c-1").message == case.message
