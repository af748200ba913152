"""The audit log: whatever is changed behind the program's back is found and named, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Table, create_engine, select

from playbook.errors import ReviewError, SetupError
from playbook.records import Comment, Issue, Version
from playbook.reply.facts import Ledger
from playbook.reply.promises import Task
from playbook.reply.voice import Reply
from playbook.review.audit import GENESIS, Act, Entry, canonical, content_digest, entry, faults, link
from playbook.review.store import Store
from playbook.review.store.log import LOGGED
from playbook.review.store.schema import ACCOUNTS, AUDIT, AUDIT_HEAD, CASES, COMMENTS, DRAFTS, FACTS, TASKS
from playbook.testing import MOMENT

from .conftest import act, after, keep, named


@pytest.fixture
def filled(store: Store) -> Iterator[Store]:
    """A store with two rows in each table that the log answers for."""
    for number in (1, 2):
        case = named(f"c-{number}", issue="i-1", assignee="김하나")
        keep(store, case)
        case = after(case, "submit")
        task = Task.model_validate({
            "id": f"{case.id}.1.1", "case": case.id, "lang": "ko", "words": "w", "what": "w", "owner": "김하나",
            "made_at": MOMENT, "due": MOMENT + timedelta(days=number),
        })  # fmt: skip
        keep(
            store, case, tasks=(task,),
            reply=Reply(case=case.id, version=1, channel="x", lang="ko", text="글", by="승인자", at=MOMENT),
            wording=Version(case=case.id, version=1, by="가", at=MOMENT, verb="submit", text="글", digest="0"),
            comment=Comment(id=f"n-{number}", case=case.id, at=MOMENT, by="가", text="메모"),
        )  # fmt: skip
        store.put_issue(Issue(id=f"i-{number}", title="사고", created_at=MOMENT), act("open", f"i-{number}"))
        store.add_fact(Ledger(issue=f"i-{number}").add("사실", "confirmed", "가", MOMENT), act("add fact", "i-1"))
        with store.acting(act("add account", f"a-{number}")) as writing:
            writing.insert(ACCOUNTS, json.dumps({"login": f"가{number}"}), id=f"a-{number}", login=f"가{number}")
    assert store.faults() == []
    yield store
    assert store.faults() == []  # each test has put back what it touched


@pytest.fixture
def outside(database_url: str) -> Iterator[Engine]:
    """Somebody who has the database and not the program."""
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@contextmanager
def put_back(outside: Engine, *tables: Table) -> Iterator[Connection]:
    """Do something to tables, and leave them as they were."""
    with outside.begin() as connection:
        before = {table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in tables}
    with outside.connect() as connection:
        yield connection
    with outside.begin() as connection:
        for table in tables:
            connection.execute(table.delete())
            connection.execute(table.insert(), before[table.name])


def found_after(store: Store, outside: Engine, table: Table, tamper: Callable[[Connection], Any]) -> list[str]:
    with put_back(outside, table) as connection:
        with connection.begin():
            tamper(connection)
        return [f"{fault.place}: {fault.what}" for fault in store.faults()]


def test_every_field_of_every_entry(filled: Store, outside: Engine) -> None:
    """Altered in the record, with or without its own hash made to fit."""
    for each in list(filled.entries()):
        for name in Entry.model_fields:
            old = getattr(each, name)
            new = old + 1 if name == "seq" else old | {"x": "1"} if isinstance(old, dict) else f"{old}0"
            altered = each.model_copy(update={name: new})
            refitted = altered.model_copy(update={"digest": content_digest(altered)})
            refitted = refitted.model_copy(update={"hash": link(refitted.prev, refitted.digest)})
            for wrong in (altered, refitted):
                if wrong == each:
                    continue
                told = found_after(
                    filled, outside, AUDIT,
                    lambda c, wrong=wrong, seq=each.seq: c.execute(
                        AUDIT.update().where(AUDIT.c.seq == seq).values(record=wrong.model_dump_json())
                    ),
                )  # fmt: skip
                assert told, (each.seq, name)
                assert any(f"entry {number}" in line for line in told for number in (each.seq, each.seq + 1)) or any(
                    "end of the log" in line for line in told
                )


@pytest.mark.parametrize("column", ["subject", "at", "hash"])
def test_every_column_of_every_entry(filled: Store, outside: Engine, column: str) -> None:
    """What the log is searched by cannot hide an entry."""
    wrong = MOMENT.replace(year=2020, tzinfo=None) if column == "at" else "0" * 64
    for each in list(filled.entries()):
        told = found_after(
            filled, outside, AUDIT,
            lambda c, seq=each.seq: c.execute(AUDIT.update().where(AUDIT.c.seq == seq).values({column: wrong})),
        )  # fmt: skip
        assert len(told) == 1
        assert f"entry {each.seq}: its column {column}" in told[0]


def test_an_entry_that_is_taken_out(filled: Store, outside: Engine) -> None:
    """The next one misses it; the last one is missed by the end that is kept apart."""
    last = filled.head()[0]
    for seq in range(1, last + 1):
        told = found_after(
            filled, outside, AUDIT, lambda c, seq=seq: c.execute(AUDIT.delete().where(AUDIT.c.seq == seq))
        )
        named_so = f"entry {seq} before it missing" if seq < last else f"the log ends with entry {last - 1}"
        assert any(named_so in line for line in told), told


@pytest.mark.parametrize("left", [0, 1, 5])
def test_a_tail_that_is_cut_off(filled: Store, outside: Engine, left: int) -> None:
    """Also where the end that is kept apart is moved: then rows are in no entry, or newer than the log."""

    def cut(connection: Connection) -> None:
        connection.execute(AUDIT.delete().where(AUDIT.c.seq > left))

    assert any("end of the log" in line for line in found_after(filled, outside, AUDIT, cut))
    with put_back(outside, AUDIT, AUDIT_HEAD) as connection:
        with connection.begin():
            cut(connection)
            kept = connection.execute(select(AUDIT.c.hash).where(AUDIT.c.seq == left)).scalar() or GENESIS
            connection.execute(AUDIT_HEAD.update().values(seq=left, hash=kept))
        told = [f"{fault.place}: {fault.what}" for fault in filled.faults()]
    assert any("accounts/a-2: is in no entry of the log" in line for line in told)


def test_two_entries_that_change_places(filled: Store, outside: Engine) -> None:
    """Their records, under each other's number."""
    records = {each.seq: each.model_dump_json() for each in filled.entries()}
    for one, other in ((1, 2), (2, 5), (1, filled.head()[0])):

        def swap(connection: Connection, one: int = one, other: int = other) -> None:
            for seq, record in ((one, records[other]), (other, records[one])):
                connection.execute(AUDIT.update().where(AUDIT.c.seq == seq).values(record=record))

        told = found_after(filled, outside, AUDIT, swap)
        assert any("out of its place" in line or "missing" in line for line in told)
        assert not any("entries" in line and "to 0" in line for line in told)


@pytest.mark.parametrize("record", ["", "{}", "no JSON", "[1]", '{"seq": 1}'])
def test_an_entry_that_cannot_be_read(filled: Store, outside: Engine, record: str) -> None:
    """It is named; whoever lists the log is told in one line."""
    with put_back(outside, AUDIT) as connection:
        with connection.begin():
            connection.execute(AUDIT.update().where(AUDIT.c.seq == 3).values(record=record))
        assert any(fault.place == "entry 3" and fault.what == "cannot be read any more" for fault in filled.faults())
        with pytest.raises(ReviewError, match="cannot be read"):
            list(filled.entries())


@pytest.mark.parametrize("table", LOGGED, ids=lambda table: table.name)
def test_every_row_of_every_table(filled: Store, outside: Engine, table: Table) -> None:
    """Altered, taken out, or put in."""
    keys = list(table.primary_key)
    with outside.connect() as connection:
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
    assert len(rows) == 2
    for row in rows:
        here = [column == row[column.name] for column in keys]
        name = "/".join([table.name, *(str(row[column.name]) for column in keys)])
        record = row["record"].replace("}", ' , "x": 1}', 1)
        told = found_after(
            filled, outside, table, lambda c, r=record, h=here: c.execute(table.update().where(*h).values(record=r))
        )
        assert told == [f"{name}: has been altered since the program wrote it"]
        told = found_after(filled, outside, table, lambda c, h=here: c.execute(table.delete().where(*h)))
        assert told == [f"{name}: has been removed"]
    fresh = rows[0] | {keys[0].name: "z-9"} | ({"login": "남"} if table is ACCOUNTS else {})
    told = found_after(filled, outside, table, lambda c: c.execute(table.insert().values(**fresh)))
    assert len(told) == 1
    assert told[0].endswith("is in no entry of the log: it was put in from outside")
    swapped = {rows[0]["record"]: rows[1]["record"], rows[1]["record"]: rows[0]["record"]}
    if len(swapped) == 2:

        def swap(connection: Connection) -> None:
            for row in rows:
                here = [column == row[column.name] for column in keys]
                connection.execute(table.update().where(*here).values(record=swapped[row["record"]]))

        assert len(found_after(filled, outside, table, swap)) == 2


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        (CASES, "state", "approved"),
        (CASES, "severity", 4),
        (CASES, "version", 9),
        (CASES, "issue", ""),
        (CASES, "topic", "safety"),
        (CASES, "assignee", ""),
        (CASES, "created_at", MOMENT + timedelta(days=1)),
        (TASKS, "state", "kept"),
        (TASKS, "due", None),
        (TASKS, "due", MOMENT.replace(tzinfo=None)),
        (TASKS, "case_id", "c-3"),
        (FACTS, "issue", "i-3"),
        (FACTS, "number", 7),
        (COMMENTS, "case_id", "c-3"),
        (COMMENTS, "at", (MOMENT + timedelta(days=1)).replace(tzinfo=None)),
        (ACCOUNTS, "login", "남"),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_a_column_alone(filled: Store, outside: Engine, table: Table, column: str, value: Any) -> None:
    """What people are shown and asked by is what the record says."""
    key = next(iter(table.primary_key))
    first = {"cases": "c-1", "promises": "c-1.1.1", "facts": "i-1.1", "comments": "n-1", "accounts": "a-1"}[table.name]
    told = found_after(
        filled, outside, table, lambda c: c.execute(table.update().where(key == first).values({column: value}))
    )

    assert len(told) == 1
    assert f"{table.name}/{first}: its column {column} says" in told[0]


@pytest.mark.parametrize(("table", "column"), [(DRAFTS, "case_id"), (DRAFTS, "version")])
def test_a_row_under_another_key(filled: Store, outside: Engine, table: Table, column: str) -> None:
    """It is missed where it was and unknown where it is."""
    value = "c-3" if column == "case_id" else 7
    told = found_after(
        filled, outside, table,
        lambda c: c.execute(table.update().where(table.c.case_id == "c-1").values({column: value})),
    )  # fmt: skip
    assert [line.partition(": ")[2][:10] for line in told] == ["is in no e", "has been r"]


def test_an_end_that_is_gone(filled: Store, outside: Engine) -> None:
    """It is named, and nothing is written that could not be proved."""
    with put_back(outside, AUDIT_HEAD) as connection:
        with connection.begin():
            connection.execute(AUDIT_HEAD.delete())
        assert [fault.place for fault in filled.faults()] == ["end of the log"]
        with pytest.raises(SetupError, match="lost its end"):
            keep(filled, named("c-9"))
    assert filled.find("c-9") is None


@pytest.mark.parametrize("change", [{"seq": 3}, {"hash": "0" * 64}])
def test_an_end_that_is_moved(filled: Store, outside: Engine, change: dict[str, Any]) -> None:
    """To an earlier entry, or to one that never was."""
    told = found_after(filled, outside, AUDIT_HEAD, lambda c: c.execute(AUDIT_HEAD.update().values(**change)))

    assert len(told) == 1
    assert told[0].startswith("end of the log: ")


ACTS = st.lists(
    st.builds(
        Act,
        at=st.datetimes(timezones=st.just(MOMENT.tzinfo)),
        by=st.text(max_size=9),
        verb=st.sampled_from(["edit", "approve"]),
        subject=st.sampled_from(["c-1", "c-2"]),
        why=st.text(max_size=9),
        detail=st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5), max_size=3),
    ),
    min_size=1,
    max_size=8,
)


def chain(acts: list[Act]) -> list[Entry]:
    found: list[Entry] = []
    for each in acts:
        found.append(entry(each, {"cases/c-1": "0"}, len(found) + 1, found[-1].hash if found else GENESIS))
    return found


@given(acts=ACTS)
def test_a_chain_holds(acts: list[Act]) -> None:
    """Also after it was written down and read."""
    made = chain(acts)
    read = [Entry.model_validate_json(each.model_dump_json()) for each in made]

    assert faults(read, (len(read), read[-1].hash)) == []
    assert read == made


@given(acts=ACTS, data=st.data())
def test_a_chain_that_was_touched_does_not(acts: list[Act], data: st.DataObject) -> None:
    """Cut, shortened, doubled, put in another order, or another hand's entry in it."""
    made = chain(acts)
    head = (len(made), made[-1].hash)
    at = data.draw(st.integers(0, len(made) - 1))
    other = data.draw(st.integers(0, len(made) - 1).filter(lambda number: number != at or len(made) == 1))
    swapped = list(made)
    swapped[at], swapped[other] = swapped[other], swapped[at]
    forged = list(made)
    forged[at] = entry(acts[at].model_copy(update={"by": "남"}), {}, at + 1, made[at].prev)
    for wrong in (made[:at] + made[at + 1 :], made[:at], [*made, made[at]], forged):
        assert faults(wrong, head) != []
    assert (faults(swapped, head) != []) is (at != other)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_canonical_is_one_for_the_same(value: Any) -> None:
    """Whatever order the keys came in."""
    turned = json.loads(json.dumps(value), object_pairs_hook=lambda pairs: dict(reversed(pairs)))

    assert canonical(turned) == canonical(value)
    assert json.loads(canonical(value)) == value
