"""The verb ``notify``: what it does, prints and ends with."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from playbook.cli import main
from playbook.desk import Desk
from playbook.records import Message
from playbook.review.notify import Notice
from playbook.review.notify.letters import Letter
from playbook.settings import Settings
from tests.review.receivers import Receiver
from tests.review.test_notify import targets


def notify(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    code = main(["notify", *arguments, "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLAYBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PLAYBOOK_NOTIFY", raising=False)
    return tmp_path / "home"


def test_the_life_of_a_notification(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Waiting, failed, given up, tried again, delivered; 1 wherever something could not be delivered."""
    server = Receiver(500, 200)
    hook = {"name": "hook", "format": "plain", "url": server.url, "severity": 1, "events": ["received", "digest"]}
    monkeypatch.setenv("PLAYBOOK_NOTIFY", str(targets(tmp_path, hook)))
    desk = Desk.open()
    case = desk.receive(Message(text="제품에서 연기가 났어요", channel="x"), "접수")
    code, [waiting] = notify(capsys, "list")
    assert (code, waiting["state"], waiting["event"], waiting["case"]) == (0, "waiting", "received", case.id)

    code, [told] = notify(capsys, "send")
    assert (code, told["delivered"], told["failed"]) == (1, 0, {waiting["id"]: "the receiver answered 500"})
    (letter,) = desk.store.claim(datetime.now(UTC) + timedelta(hours=1), timedelta(0))
    desk.store.settle(letter, error="the receiver answered 500")
    code, [lost] = notify(capsys, "list")
    assert (code, lost["state"], lost["error"]) == (1, "given up", "the receiver answered 500")

    code, [told] = notify(capsys, "again", lost["id"])
    assert (code, told["delivered"]) == (0, 1)
    assert notify(capsys, "list") == (0, [])
    code, [done] = notify(capsys, "list", "--all")
    assert (code, done["state"], done["attempts"]) == (0, "delivered", 3)
    assert server.got[-1].json["case"] == case.id
    desk.close()
    server.close()


def test_send_escalates_what_is_past_due(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no web process runs, the command does what it would do."""
    desk = Desk(Settings(home=home))
    posted = datetime.now(UTC) - timedelta(days=30)
    case = desk.receive(Message(text="제품에서 연기가 났어요", channel="x", posted_at=posted), "접수")
    code, [told] = notify(capsys, "send")
    assert (code, told["escalated"]) == (0, [case.id])
    assert notify(capsys, "send")[1][0]["escalated"] == []
    assert desk.store.get(case.id).escalated
    assert notify(capsys, "digest") == (0, [{"delivered": 0, "failed": {}, "posted": [], "without_account": []}])
    desk.close()


def test_a_digest_goes_out_once_a_day(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run twice, it is sent once."""
    server = Receiver(200)
    hook = {"name": "hook", "format": "plain", "url": server.url, "events": ["digest"]}
    monkeypatch.setenv("PLAYBOOK_NOTIFY", str(targets(tmp_path, hook)))
    desk = Desk.open()
    posted = datetime.now(UTC) - timedelta(days=30)
    case = desk.receive(Message(text="제품에서 연기가 났어요", channel="x", posted_at=posted), "접수")
    assert notify(capsys, "digest")[1][0]["delivered"] == 1
    assert notify(capsys, "digest")[1][0]["delivered"] == 0
    desk.close()
    server.close()

    (got,) = server.got
    assert [line["case"] for line in got.json["digest"]["sections"]["overdue"]] == [case.id]


def test_a_person_reads_the_list(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                 capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """Targets without their secrets, and each letter in a line."""
    assert main(["notify", "list"]) == 0
    assert "no targets" in capsys.readouterr().out
    hook = {"name": "hook", "format": "slack", "url": "https://hooks.example.com/T0/secret", "secret": "s3cr3t"}
    monkeypatch.setenv("PLAYBOOK_NOTIFY", str(targets(tmp_path, hook)))
    desk, now = Desk.open(), datetime.now(UTC)
    notice = Notice(id="o-1", event="missed", happened=now, case="c-1")
    desk.store.post([Letter("o-1", "hook", now, None, notice.model_dump_json(), 9, None, "no answer")])
    desk.close()

    assert main(["notify", "list"]) == 1
    out = capsys.readouterr().out
    assert "target hook  slack  everything but the digest" in out
    assert "o-1  given up" in out
    assert "hook  missed c-1  9 attempts (no answer)" in out
    assert "s3cr3t" not in out
    assert "T0" not in out


@pytest.mark.parametrize(
    ("arguments", "said"), [(["again", "o-9"], "No notification 'o-9' was given up"), (["fly"], "invalid choice")]
)
def test_refusals_are_one_line(home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    """Ends with 2 and says what to do."""
    try:
        code = main(["notify", *arguments])
    except SystemExit as ended:
        code = int(str(ended.code))
    error = capsys.readouterr().err

    assert (code, said in error, error.count("\n")) == (2, True, 1)


def test_a_wrong_file_stops_it(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                               capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """Before anything is sent."""
    monkeypatch.setenv("PLAYBOOK_NOTIFY", str(targets(tmp_path, {"name": "hook", "format": "slack"})))

    assert main(["notify", "send"]) == 2
    assert "targets.0.slack.url: Field required" in capsys.readouterr().err
