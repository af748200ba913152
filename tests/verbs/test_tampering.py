"""`playbook audit verify` after somebody has been at the database: it ends with 1 and names what was touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, select

from playbook.cli import main
from playbook.desk import Desk
from playbook.review.store.schema import AUDIT, CASES, REPLIES
from tests.review.conftest import approved


def change_a_row(connection: Connection) -> None:
    """Another text under an approval."""
    record = connection.execute(select(REPLIES.c.record).where(REPLIES.c.case_id == "c-1")).scalar_one()
    connection.execute(REPLIES.update().where(REPLIES.c.case_id == "c-1").values(record=record.replace("죄송", "환영")))


def change_a_column(connection: Connection) -> None:
    connection.execute(CASES.update().where(CASES.c.id == "c-2").values(state="in_review"))


def delete_an_event(connection: Connection) -> None:
    connection.execute(AUDIT.delete().where(AUDIT.c.seq == 2))


def delete_the_last_event(connection: Connection) -> None:
    connection.execute(AUDIT.delete().where(AUDIT.c.seq == 4))


def swap_two_events(connection: Connection) -> None:
    """Each keeps its number and has what the other said."""
    rows = {row.seq: row for row in connection.execute(select(AUDIT).where(AUDIT.c.seq.in_((2, 3))))}
    for one, other in ((2, rows[3]), (3, rows[2])):
        columns = {"subject": other.subject, "at": other.at, "hash": other.hash, "record": other.record}
        connection.execute(AUDIT.update().where(AUDIT.c.seq == one).values(columns))


def nothing(connection: Connection) -> None:
    """Looked at, and left alone."""
    assert connection.execute(select(AUDIT.c.seq)).scalars().all() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (nothing, []),
        (change_a_row, ["replies/c-1/2: has been altered since the program wrote it"]),
        (change_a_column, ["cases/c-2: its column state says"]),
        (delete_an_event, ["entry 3 (submit c-2", "entry 2 before it missing"]),
        (delete_the_last_event, ["end of the log", "the log ends with entry 3"]),
        (swap_two_events, ["entry 3", "out of its place"]),
    ],
)
def test_tampering_is_named(
    either: Desk, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], tamper: Callable[[Connection], None], named: list[str],
) -> None:  # fmt: skip
    """A row or a column changed, an event taken out, two in another order; by the command, on each database."""
    for case in ("c-1", "c-2"):
        approved(either, "불편을 드려 죄송합니다. 고객센터로 연락해 주십시오.", case)
    engine = create_engine(database_url)
    with engine.begin() as connection:
        tamper(connection)
    engine.dispose()
    monkeypatch.setenv("PLAYBOOK_DATABASE_URL", database_url)
    monkeypatch.setenv("PLAYBOOK_HOME", str(tmp_path / "home"))

    assert main(["audit", "verify"]) == int(bool(named))
    shown = capsys.readouterr().out
    for words in named:
        assert words in shown
    assert main(["audit", "verify", "--json"]) == int(bool(named))
    assert bool(json.loads(capsys.readouterr().out)["faults"]) is bool(named)
