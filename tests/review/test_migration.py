"""Databases of earlier versions: opened, everything is there, the log holds, and work goes on."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from playbook.desk import Desk
from playbook.errors import SetupError
from playbook.records import Case, Decision
from playbook.review.store import Store
from playbook.review.store.engine import HEAD
from playbook.testing import MOMENT, a_case, a_draft

from .conftest import REASON, WAYS, in_state

FIRST = """
CREATE TABLE cases (
    id VARCHAR(40) NOT NULL, version INTEGER NOT NULL, state VARCHAR(20) NOT NULL, severity INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL, updated_at TIMESTAMP WITH TIME ZONE NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ix_cases_state ON cases (state);
"""
"""As the first version made it."""
SECOND = (
    FIRST.replace("record TEXT NOT NULL,\n", "record TEXT NOT NULL,\n    issue VARCHAR(40) DEFAULT '' NOT NULL,\n")
    + """
CREATE TABLE issues (id VARCHAR(40) NOT NULL, record TEXT NOT NULL, PRIMARY KEY (id));
CREATE TABLE facts (
    id VARCHAR(60) NOT NULL, issue VARCHAR(40) NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (id)
);
CREATE INDEX ix_facts_issue ON facts (issue);
CREATE TABLE replies (
    case_id VARCHAR(40) NOT NULL, version INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (case_id, version)
);
CREATE TABLE promises (
    id VARCHAR(60) NOT NULL, case_id VARCHAR(40) NOT NULL, state VARCHAR(10) NOT NULL,
    due TIMESTAMP WITHOUT TIME ZONE, record TEXT NOT NULL, PRIMARY KEY (id)
);
CREATE INDEX ix_promises_case_id ON promises (case_id);
"""
)
"""As the second one did, which had issues and counted no revisions either."""
FIELDS = {
    "id", "message", "channel", "triage", "citations", "draft", "findings", "confirmed", "gap", "state", "author",
    "approved_hash", "version", "created_at", "events",
}  # fmt: skip
"""What a case had at first; later also care, issue and owners."""
OF_DRAFT = {"text", "lang", "length", "limit", "unit", "parts", "slots", "sentences", "statement"}
STATES = ("drafted", "in_review", "returned", "approved", "rejected")
"""Those that there were."""
TEXTS = ("첫째 글입니다.", "둘째 글입니다.", "셋째 글입니다.", "넷째 글입니다.", "다섯째 글입니다.")


def text_hash(case: Case) -> str:
    """What an approval covered."""
    return hashlib.sha256(f"{case.channel}\n{case.draft.text if case.draft else ''}".encode()).hexdigest()


def old_record(case: Case, *more: str) -> str:
    plain = case.model_dump(mode="json", include=FIELDS | set(more))
    plain["draft"] = {name: value for name, value in plain["draft"].items() if name in OF_DRAFT}
    for event in plain["events"]:
        event.pop("source")
    plain["message"]["context"].pop("handle")
    for finding in plain["findings"]:
        finding.pop("part"), finding.pop("overruled")
    if case.state == "approved":
        plain["approved_hash"] = text_hash(case)
    return json.dumps({"case": plain, "signals": []}, ensure_ascii=False)


def old_cases() -> list[Case]:
    """One in each state, on a way of those days."""
    found = []
    for number, state in enumerate(STATES):
        assert set(WAYS[state]) <= {"submit", "approve", "return", "reject"}
        found.append(in_state(state).model_copy(update={"id": f"c-{number}", "draft": a_draft(TEXTS[number])}))
    return found


def insert(connection: Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)


AT = "2026-01-01T09:00:00Z"
LATER = ("issue", "owners", "care")
OLD_ROWS: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("issues", {"id": "i-1"}, {"id": "i-1", "title": "사고", "created_at": AT}),
    (
        "facts",
        {"id": "i-1.1", "issue": "i-1", "number": 1},
        {
            "id": "i-1.1", "issue": "i-1", "statement": "부상자는 2명", "status": "confirmed", "by": "김하나", "at": AT,
            "source": "", "supersedes": "", "withdrawn": False,
        },
    ),
    (
        "replies",
        {"case_id": "c-3", "version": 2},
        {
            "case": "c-3", "version": 2, "channel": "web_form", "lang": "ko", "text": TEXTS[3], "by": "승인자",
            "at": AT, "facts": ["i-1.1"], "posted": "",
        },
    ),
    (
        "promises",
        {"id": "c-3.2.1", "case_id": "c-3", "state": "open", "due": "2026-01-03 09:00:00.000000"},
        {
            "id": "c-3.2.1", "case": "c-3", "lang": "ko", "words": "3일", "what": "3일 안에", "owner": "이세라",
            "made_at": AT, "due": "2026-01-03T09:00:00Z", "state": "open", "done_at": None, "done_by": "", "note": "",
        },
    ),
)  # fmt: skip
"""An issue with a fact, an approved reply that stands on it and what that promises."""


def fill(url: str, ddl: str, *, second: bool) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in filter(str.strip, ddl.split(";")):
            connection.execute(text(statement))
        for case in old_cases():
            row = {"id": case.id, "version": case.version, "state": case.state, "severity": case.triage.severity}
            row |= {"at": "2026-01-01 09:00:00.000000", "record": old_record(case, *(LATER if second else ()))}
            insert(connection, "cases", row | {"created_at": row["at"], "updated_at": row.pop("at")})
        if second:
            connection.execute(text("UPDATE cases SET issue = 'i-1' WHERE id = 'c-3'"))
            stored = json.loads(connection.execute(text("SELECT record FROM cases WHERE id = 'c-3'")).scalar_one())
            stored["case"]["issue"] = "i-1"
            record = json.dumps(stored)
            connection.execute(text("UPDATE cases SET record = :record WHERE id = 'c-3'"), {"record": record})
            for table, columns, record_of in OLD_ROWS:
                insert(connection, table, columns | {"record": json.dumps(record_of, ensure_ascii=False)})
    engine.dispose()


ERAS = pytest.mark.parametrize(("ddl", "second"), [(FIRST, False), (SECOND, True)], ids=["0001", "0002"])


@ERAS
def test_an_old_database_opens(bare_url: str, ddl: str, second: bool) -> None:
    """Cases, messages and what was approved are there as they were, twice over; the log begins with them."""
    fill(bare_url, ddl, second=second)
    for _ in range(2):
        store = Store(bare_url)
        for case in old_cases():
            now = store.get(case.id)
            assert (now.message, now.draft, now.state) == (case.message, case.draft, case.state)
            assert [event.verb for event in now.events] == [event.verb for event in case.events]
            assert now.approved_hash == (text_hash(case) if case.state == "approved" else None)
            assert now.created_at == MOMENT
        assert len(store.queue()) == len(STATES)
        assert [each.verb for each in store.entries()] == ["upgrade"]
        assert store.faults() == []
        if second:
            assert [issue.title for issue in store.issues()] == ["사고"]
            assert [fact.statement for fact in store.ledger("i-1").facts] == ["부상자는 2명"]
            assert [reply.text for reply in store.replies("i-1")] == [TEXTS[3]]
            assert [task.owner for task in store.tasks("open", issue="i-1")] == ["이세라"]
        store.close()


@ERAS
def test_work_on_an_old_case_goes_on(beside: Callable[[str], Desk], bare_url: str, ddl: str, second: bool) -> None:
    """What was in review is approved, what was approved is sent, what was returned is sent to review again."""
    fill(bare_url, ddl, second=second)
    desk_then = beside(bare_url)
    store = desk_then.store
    done = desk_then.decide(store.get("c-1"), Decision(verb="approve", by="승인자", version=1))
    assert (done.state, len(done.signatures)) == ("approved", 1)
    sent = desk_then.decide(store.get("c-3"), Decision(verb="record", by="게시자", where="게시판", text=TEXTS[3]))
    assert sent.state == "sent"
    again = desk_then.decide(store.get("c-2"), Decision(verb="submit", by="작성자", text="새 글입니다."))
    assert again.state == "in_review"
    assert desk_then.decide(store.get("c-4"), Decision(verb="reopen", by="작성자", reason=REASON)).state == "drafted"
    assert desk_then.decide(store.get("c-0"), Decision(verb="submit", by="작성자")).state == "in_review"
    if second:
        assert store.replies("i-1")[0].posted == "게시자"
        desk_then.note_fact("i-1", "부상자는 5명", "김하나", instead_of="i-1.1")
        assert store.get("c-3").state == "sent"
    assert store.faults() == []


def test_an_old_approval_is_void_when_its_fact_changes(beside: Callable[[str], Desk], bare_url: str) -> None:
    """It counts like one of today."""
    fill(bare_url, SECOND, second=True)
    desk_then = beside(bare_url)
    desk_then.note_fact("i-1", "부상자는 5명", "김하나", instead_of="i-1.1")

    assert desk_then.store.get("c-3").state == "in_review"
    assert desk_then.store.get("c-3").approved_hash is None


def test_a_new_database_has_the_same_tables(bare_url: str, database_url: str) -> None:
    """An old one that was brought up to date has no table or column more or less than a new one."""
    fill(bare_url, FIRST, second=False)
    Store(bare_url).close()
    shapes = []
    for url in (bare_url, database_url):
        engine = create_engine(url)
        there = inspect(engine)
        shapes.append({
            name: (sorted(column["name"] for column in there.get_columns(name)),
                   sorted(str(index["column_names"]) for index in there.get_indexes(name) if not index["unique"]))
            for name in there.get_table_names()
        })  # fmt: skip
        engine.dispose()
    assert shapes[0] == shapes[1]


def test_the_tables_are_those_that_the_program_names(database_url: str) -> None:
    """What migrations make and what the schema says is one."""
    from playbook.review.store.schema import META

    engine = create_engine(database_url)
    there = inspect(engine)
    made = {name: {column["name"] for column in there.get_columns(name)} for name in there.get_table_names()}
    engine.dispose()
    made.pop("alembic_version")

    assert made == {table.name: {column.name for column in table.columns} for table in META.sorted_tables}


@pytest.mark.parametrize("revision", ["0099", "9999", "abc123"])
def test_a_later_database_is_refused(database_url: str, revision: str) -> None:
    """It says which schema it has, and what to do; nothing is touched."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
    for _ in range(2):
        with pytest.raises(SetupError, match=f"later version of Playbook .schema {revision}; this one knows {HEAD}"):
            Store(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == revision
    engine.dispose()


OPENER = """
import sys
from playbook.review.store import Store
print("ready", flush=True)
sys.stdin.readline()
store = Store(sys.argv[1])
print(len(store.queue()), len(store.faults()), len(list(store.entries())))
"""


@ERAS
def test_several_processes_open_an_old_database_at_once(bare_url: str, ddl: str, second: bool) -> None:
    """One brings it up to date, the others wait; it is done once."""
    fill(bare_url, ddl, second=second)
    command = [sys.executable, "-c", OPENER, bare_url]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    told = [process.communicate(timeout=60) for process in running]

    assert [out for out, _ in told] == [f"{len(STATES)} 0 1\n"] * 2, told


def test_a_case_of_today_is_not_of_old(bare_url: str) -> None:
    """The rows above lack what came later: otherwise these tests would prove nothing."""
    stored = json.loads(old_record(in_state("approved")))["case"]

    assert not {"seats", "signatures", "overruled", "basis", "issue", "owners", "care"} & set(stored)
    assert set(a_case().model_dump()) > set(stored)
    fill(bare_url, FIRST, second=False)
    engine = create_engine(bare_url)
    assert inspect(engine).get_table_names() == ["cases"]
    engine.dispose()
