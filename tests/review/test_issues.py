"""Issues on a real database: facts that change, promises that fall due, replies that speak with one voice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from playbook.desk import Desk
from playbook.errors import ReviewError
from playbook.records import Case, Decision, Sentence
from playbook.reply.facts import Ledger
from playbook.reply.promises import Task
from playbook.review.cases import reply_of, tasks_of, text_hash
from playbook.review.store import Store
from playbook.settings import Settings
from playbook.testing import MOMENT, a_case, a_draft

LEAK = "고객 4,500명의 개인정보가 유출된 것을 확인했습니다."
UNTIL = "11월 30일까지 원인을 밝히겠습니다."


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Desk]:
    """A desk with an empty store of its own."""
    opened = Desk(Settings(home=tmp_path / "home"))
    yield opened
    opened.close()


def reworded(case: Case, text: str) -> Case:
    said = tuple(Sentence(text=text, move="edited") for _ in [0])
    return case.model_copy(update={"draft": a_draft(text, sentences=said)})


def in_review(desk: Desk, issue: str, text: str, name: str = "c-1", **changes: Any) -> Case:
    case = desk.join(reworded(a_case(id=name), text), issue, "작성자")
    return desk.decide(case, Decision.model_validate({"verb": "submit", "by": "작성자", "text": text} | changes))


def approved(desk: Desk, issue: str, text: str, name: str = "c-1", **changes: Any) -> Case:
    case = in_review(desk, issue, text, name)
    return desk.decide(case, Decision.model_validate({"verb": "approve", "by": "승인자"} | changes))


def told(case: Case, check: str) -> list[str]:
    return [finding.message for finding in case.findings if finding.check == check]


def test_an_issue_holds_its_cases(fresh: Desk) -> None:
    """Those that joined, and no others; a case can leave again."""
    issue = fresh.open_issue("  고객 정보 유출  ")
    case = fresh.join(a_case(id="c-1"), issue.id, "작성자")
    fresh.store.save(a_case(id="c-2"))

    assert [(each.id, each.title) for each in fresh.issues()] == [(issue.id, "고객 정보 유출")]
    assert [each.id for each in fresh.issue_cases(issue.id)] == ["c-1"]
    assert fresh.store.get("c-1") == case
    assert fresh.join(case, "", "작성자").issue == ""
    assert fresh.issue_cases(issue.id) == []
    assert [event.verb for event in fresh.store.get("c-1").events] == ["join", "leave"]


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda desk: desk.open_issue("  "), "needs a title"),
        (lambda desk: desk.open_issue("가" * 201), "not 201"),
        (lambda desk: desk.ledger("i-none"), "No issue 'i-none'"),
        (lambda desk: desk.join(a_case(), "i-none", "누구"), "No issue 'i-none'"),
        (lambda desk: desk.note_fact("i-none", "사실", "누구"), "No issue 'i-none'"),
        (lambda desk: desk.keep_promise("p", "누구"), "No open promise 'p'"),
        (lambda desk: desk.follow_up("p"), "No open promise 'p'"),
        (lambda desk: desk.mark_posted(a_case(), "누구"), "was not approved"),
    ],
)
def test_what_does_not_exist(fresh: Desk, call: Any, match: str) -> None:
    """One line that names it."""
    with pytest.raises(ReviewError, match=match):
        call(fresh)


@pytest.mark.parametrize(
    ("statement", "by", "match"),
    [
        ("", "김하나", "1 to 1,000"),
        ("가" * 1001, "김하나", "not 1001"),
        ("사실", " ", "whoever vouches"),
        (None, "김하나", "needs a statement"),
    ],
)
def test_a_fact_that_cannot_be_noted(fresh: Desk, statement: str | None, by: str, match: str) -> None:
    """Without a statement or a name it is none."""
    issue = fresh.open_issue("사고")
    with pytest.raises(ReviewError, match=match):
        fresh.note_fact(issue.id, statement, by)
    assert fresh.ledger(issue.id) == Ledger(issue=issue.id)


def test_a_fact_holds_in_every_case_of_its_issue(fresh: Desk) -> None:
    """What one person confirms, the replies of all may state; outside it stays unproven."""
    issue = fresh.open_issue("유출")
    before = fresh.join(reworded(a_case(id="c-1"), LEAK), issue.id, "작성자")
    fact = fresh.note_fact(issue.id, "유출 고객 4,500명", "김하나", source="보안팀 로그")
    after = fresh.join(reworded(a_case(id="c-2"), LEAK), issue.id, "작성자")

    assert told(before, "unbound")
    assert not told(after, "unbound")
    assert after.draft is not None
    assert after.draft.sentences[0].facts == (fact.id,)
    assert "unbound" in {finding.check for finding in fresh.findings(reworded(a_case(id="c-3"), LEAK))}


def test_a_changed_fact_lists_what_stands_on_it(fresh: Desk) -> None:
    """Drafts, approved and posted replies, also those that were written before; a new draft is told what holds."""
    issue = fresh.open_issue("유출")
    fact = fresh.note_fact(issue.id, "유출 고객 4,500명", "김하나")
    fresh.mark_posted(approved(fresh, issue.id, LEAK, "c-posted"), "박두리")
    approved(fresh, issue.id, LEAK, "c-approved")
    in_review(fresh, issue.id, LEAK, "c-draft")
    in_review(fresh, issue.id, "불편을 드려 죄송합니다.", "c-other")
    changed = fresh.note_fact(issue.id, "유출 고객 3,370만 명", "박두리", instead_of=fact.id)
    uses = fresh.uses(changed)

    assert [(use.case, use.kind) for use in uses] == [
        ("c-draft", "draft"),
        ("c-posted", "posted"),
        ("c-approved", "approved"),
    ]
    assert all(use.sentences == (LEAK,) for use in uses)
    errors = [f for f in fresh.findings(fresh.store.get("c-draft")) if f.level == "error"]
    assert [f.check for f in errors] == ["contested"]
    assert "3,370만 명" in errors[0].suggest


def test_an_approval_does_not_pass_over_the_ledger(fresh: Desk) -> None:
    """What must not be said blocks, whoever vouches for it in the case."""
    issue = fresh.open_issue("유출")
    fresh.note_fact(issue.id, "생산량은 38만 대", "법무", status="must_not_say")
    case = in_review(fresh, issue.id, "모두 38만 대를 만들었습니다.", confirm=("38만 대",))
    with pytest.raises(ReviewError, match="공개하지 않기로 한 사실"):
        fresh.decide(case, Decision(verb="approve", by="승인자", confirm=("38만 대",)))


def test_an_approved_reply_binds_the_next(fresh: Desk) -> None:
    """Both sentences stand side by side; within one case nothing is compared with itself."""
    issue = fresh.open_issue("유출")
    fresh.note_fact(issue.id, "유출 고객 4,500명", "김하나")
    first = approved(fresh, issue.id, LEAK)
    second = in_review(fresh, issue.id, "개인정보가 유출된 고객은 9,000명입니다.", "c-2", confirm=("9,000명",))
    found = [finding for finding in second.findings if finding.check == "voice"]

    assert [(finding.level, finding.beside) for finding in found] == [("error", LEAK)]
    assert not told(fresh.decide(first, Decision(verb="edit", by="승인자", text=LEAK + " ")), "voice")


def test_a_promise_nobody_owns_blocks(fresh: Desk) -> None:
    """Until somebody is named, by its words or for all; the owner is kept with the case."""
    issue = fresh.open_issue("사고")
    case = in_review(fresh, issue.id, UNTIL, confirm=("11월 30일",))
    with pytest.raises(ReviewError, match="담당자가 없는 약속"):
        fresh.decide(case, Decision(verb="approve", by="승인자"))
    owned = fresh.decide(case, Decision(verb="edit", by="승인자", owners={"11월 30일까지": " 김하나 "}))
    done = fresh.decide(owned, Decision(verb="approve", by="승인자"))

    assert done.owners == {"11월 30일까지": "김하나"}
    assert [(t.owner, t.what, t.state) for t in fresh.promises()] == [("김하나", UNTIL, "open")]


def test_a_promise_falls_due_and_is_kept(fresh: Desk) -> None:
    """Listed before its date, overdue after it, gone once it is kept."""
    issue = fresh.open_issue("사고")
    approved(fresh, issue.id, "2시간 안에 다시 알려 드리겠습니다.", confirm=("2시간",), owners={"": "김하나"})
    task = fresh.promises(issue=issue.id)[0]
    now = datetime.now(UTC)

    assert task.due is not None
    assert timedelta(hours=1) < task.due - now < timedelta(hours=3)
    assert fresh.promises(due_before=now) == []
    assert fresh.promises(due_before=now + timedelta(hours=3)) == [task]
    assert task.overdue(now + timedelta(hours=3))
    assert "2시간 안에 다시 알려 드리겠습니다." in fresh.follow_up(task.id)
    kept = fresh.keep_promise(task.id, "김하나", "공지 2보")
    assert fresh.promises() == []
    assert fresh.promises("kept") == [kept]
    with pytest.raises(ReviewError, match="No open promise"):
        fresh.keep_promise(task.id, "김하나")


@pytest.mark.parametrize(
    ("verb", "text", "open_then"),
    [
        ("approve", "12월 5일까지 원인을 밝히겠습니다.", ["12월 5일까지"]),
        ("approve", "불편을 드려 죄송합니다.", []),
        ("approve", UNTIL, ["11월 30일까지"]),
        ("reject", UNTIL, []),
    ],
)
def test_promises_follow_the_last_approval(fresh: Desk, verb: Any, text: str, open_then: list[str]) -> None:
    """Another wording makes its own and drops the others; a rejection drops all."""
    issue, vouched = fresh.open_issue("사고"), ("11월 30일", "12월 5일")
    case = approved(fresh, issue.id, UNTIL, confirm=vouched, owners={"": "김하나"})
    case = fresh.decide(case, Decision(verb="edit", by="작성자", text=text))
    case = fresh.decide(case, Decision(verb=verb, by="승인자", reason="바뀐 사정", confirm=vouched))

    assert [task.words for task in fresh.promises()] == open_then
    assert len(fresh.promises("dropped")) == 1


def test_what_was_kept_is_not_promised_again(fresh: Desk) -> None:
    """A new approval of the same sentence makes no new task."""
    issue = fresh.open_issue("사고")
    case = approved(fresh, issue.id, UNTIL, confirm=("11월 30일",), owners={"": "김하나"})
    fresh.keep_promise(fresh.promises()[0].id, "김하나")
    case = fresh.decide(case, Decision(verb="edit", by="작성자", text=UNTIL + " 감사합니다."))
    fresh.decide(case, Decision(verb="approve", by="승인자"))

    assert fresh.promises() == []


def test_a_reply_outlives_its_case(fresh: Desk) -> None:
    """It may have been posted: what was approved is kept word for word when the case is edited again."""
    issue = fresh.open_issue("사고")
    case = approved(fresh, issue.id, "불편을 드려 죄송합니다.")
    digest = case.approved_hash
    fresh.decide(case, Decision(verb="edit", by="작성자", text="다른 말입니다."))
    replies = fresh.store.replies(issue.id)

    assert [text_hash(reply.channel, reply.text) for reply in replies] == [digest]
    assert reply_of(fresh.store.get(case.id)) is None


def test_of_two_who_note_a_fact_at_once_both_are_told(fresh: Desk) -> None:
    """Nobody's fact is lost unseen: each stands in the ledger, or its author is told to look again."""
    issue, start = fresh.open_issue("사고"), Barrier(4)

    def note(number: int) -> bool:
        start.wait(timeout=30)
        try:
            fresh.note_fact(issue.id, f"사실 {number}", "김하나")
        except ReviewError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        noted = list(pool.map(note, range(4)))

    assert any(noted)
    assert {fact.statement for fact in fresh.ledger(issue.id).facts} == {f"사실 {n}" for n in range(4) if noted[n]}


OLD = """
CREATE TABLE cases (
    id VARCHAR(40) NOT NULL PRIMARY KEY, version INTEGER NOT NULL, state VARCHAR(20) NOT NULL,
    severity INTEGER NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, record TEXT NOT NULL
)
"""


def test_an_old_database_opens(tmp_path: Path) -> None:
    """Its cases are read as they were, and can join an issue; opening it again changes nothing."""
    Store.under(tmp_path).close()
    path = tmp_path / "cases.db"
    newest = Store.under(tmp_path)
    newest.save(a_case(id="c-old"))
    newest.close()
    with sqlite3.connect(path) as file:
        columns = "id, version, state, severity, created_at, updated_at, record"
        rows = file.execute(f"SELECT {columns} FROM cases").fetchall()
        for table in ("cases", "issues", "facts", "replies", "promises"):
            file.execute(f"DROP TABLE {table}")
        file.execute(OLD)
        old = [(*row[:6], row[6].replace('"issue": "", ', "").replace('"owners": {}, ', "")) for row in rows]
        file.executemany(f"INSERT INTO cases ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", old)
    file.close()
    assert "issue" not in old[0][6]
    for _ in range(2):
        store = Store.under(tmp_path)
        assert store.get("c-old") == a_case(id="c-old")
        assert store.queue(issue="i-1") == []
        store.close()
    store = Store.under(tmp_path)
    store.save(a_case(id="c-old", version=1, issue="i-1"))
    assert [case.id for case in store.queue(issue="i-1")] == ["c-old"]
    store.close()


def test_a_refused_save_keeps_no_promise(store: Store) -> None:
    """Case, reply and promises are written together or not at all."""
    case = a_case(id="c-1", version=1, state="approved", draft=a_draft(UNTIL))
    event = {"at": MOMENT, "by": "승인자", "verb": "approve"}
    case = Case.model_validate(case.model_dump() | {"events": [event]})
    reply = reply_of(case)
    assert reply is not None
    store.save(case)
    with pytest.raises(ReviewError):
        store.save(case, reply, tasks_of(reply, {"": "김하나"}))

    assert store.tasks() == []


class Facts(RuleBasedStateMachine):
    """People add, change and withdraw at random; what the ledger promises holds."""

    statements = st.sampled_from(["부상자는 2명", "부상자는 5명", "원인은 배터리", "보상은 5만 원"])
    statuses = st.sampled_from(["confirmed", "unconfirmed", "must_not_say"])

    @initialize()
    def begin(self) -> None:
        self.store = Store("sqlite://")
        self.ledger = Ledger(issue="i-1")
        self.before = self.ledger.facts

    @rule(statement=statements, status=statuses)
    def add(self, statement: str, status: Any) -> None:
        self.keep(self.ledger.add(statement, status, "김하나", MOMENT))

    @rule(number=st.integers(0, 8), statement=st.none() | statements, status=st.none() | statuses, gone=st.booleans())
    def change(self, number: int, statement: str | None, status: Any, gone: bool) -> None:
        wanted = f"i-1.{number}"
        standing = {fact.id: fact for fact in self.ledger.standing}
        old = standing.get(wanted)
        same = old is not None and (statement or old.statement, status or old.status) == (old.statement, old.status)
        if old is None or (same and not gone):
            with pytest.raises(ReviewError):
                self.ledger.change(wanted, "박두리", MOMENT, statement=statement, status=status)
            return
        if gone:
            self.keep(self.ledger.withdraw(wanted, "박두리", MOMENT))
        else:
            self.keep(self.ledger.change(wanted, "박두리", MOMENT, statement=statement, status=status))

    def keep(self, ledger: Ledger) -> None:
        self.before = self.ledger.facts
        self.store.add_fact(ledger)
        self.ledger = ledger

    @invariant()
    def nothing_is_lost(self) -> None:
        assert self.ledger.facts[: len(self.before)] == self.before
        assert self.store.ledger("i-1") == self.ledger

    @invariant()
    def each_fact_has_one_version_that_holds_at_most(self) -> None:
        standing = {fact.id for fact in self.ledger.standing}
        for fact in self.ledger.facts:
            chain = self.ledger.versions(fact.id)
            assert sum(version.id in standing for version in chain) == (not chain[-1].withdrawn)
            assert self.ledger.successor(fact) == (None if chain[-1].withdrawn else chain[-1])

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()


TestFacts = Facts.TestCase
TestFacts.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)


def test_tasks_are_sorted_by_their_date(store: Store) -> None:
    """The next one first, undated ones last, whatever order they were made in."""
    for number, days in enumerate((5, None, -3, 1)):
        due = None if days is None else MOMENT + timedelta(days=days)
        fields = {"id": f"c-1.1.{number}", "case": "c-1", "lang": "ko", "words": "w", "what": "w", "owner": "김하나"}
        store.save_task(Task.model_validate(fields | {"made_at": MOMENT, "due": due}))

    assert [task.id for task in store.tasks("open")] == ["c-1.1.2", "c-1.1.3", "c-1.1.0", "c-1.1.1"]
    assert [task.id for task in store.tasks(due_before=MOMENT + timedelta(days=2))] == ["c-1.1.2", "c-1.1.3"]
