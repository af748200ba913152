"""`playbook draft` with a language model: several messages at once, in order, and none stops the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playbook.cli import main

from .conftest import Server, environment, refusal
from .rewordings import rewording

COMPLAINTS = ["결제가 두 번 됐어요.", "배송이 3주째 안 와요.", "환불이 안 됩니다.", "상담원이 전화를 끊었어요."]


@pytest.fixture
def home(tmp_path: Path, furnish: Callable[[Path], Path], server: Server, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("PLAYBOOK_HOME", str(furnish(tmp_path / "home")))
    monkeypatch.setenv("PLAYBOOK_LLM", "openai:tiny")
    with environment(server.url):
        yield tmp_path


def an_inbox(home: Path, count: int) -> Path:
    inbox = home / "inbox.jsonl"
    rows = [{"id": f"m-{n}", "text": f"{COMPLAINTS[n % 4]} 접수 번호는 {n}번이에요."} for n in range(count)]
    inbox.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return inbox


def drafts(home: Path, inbox: Path, *options: str) -> list[dict[str, Any]]:
    out = home / "out.jsonl"
    assert main(["draft", str(inbox), "-o", str(out), *options]) == 0
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    for record in found:
        if record["draft"] and record["draft"]["usage"]:
            record["draft"]["usage"].pop("seconds")
    return found


def echoed(text: str) -> Any:
    """Replies come back in the model's order of words, each after another time."""
    time.sleep(len(text) % 7 / 100)
    return rewording(lambda said: [{"n": s["n"], "text": s["text"].replace("죄송", "진심으로 죄송")} for s in said])(
        text
    )


def test_several_at_once_say_what_one_after_the_other_says(home: Path, server: Server) -> None:
    """Same rows, same order."""
    server.says = echoed
    inbox = an_inbox(home, 13)

    abreast, alone = drafts(home, inbox), drafts(home, inbox, "--parallel", "1")

    assert [record["id"] for record in abreast] == [f"m-{n}" for n in range(13)]
    assert abreast == alone
    assert any(record["draft"]["worded"] == "mixed" for record in abreast)


@pytest.mark.parametrize(("options", "most"), [((), 4), (("--parallel", "1"), 1), (("--parallel", "2"), 2)])
def test_as_many_questions_at_once(home: Path, server: Server, options: tuple[str, ...], most: int) -> None:
    """No more than asked for; four by default."""
    lock, now, seen = threading.Lock(), [0], [0]

    def says(text: str) -> Any:
        with lock:
            now[0] += 1
            seen[0] = max(seen[0], now[0])
        time.sleep(0.3)
        with lock:
            now[0] -= 1
        return "ready"

    server.says = says
    drafts(home, an_inbox(home, 8), *options)

    assert seen[0] == most


def test_a_message_that_fails_stops_no_other(home: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """One that the model chokes on keeps our wording; one that is no message is refused by its row."""
    inbox = an_inbox(home, 6)
    rows = inbox.read_text(encoding="utf-8").splitlines()
    rows[2] = json.dumps({"id": "m-2", "text": "\u200b\u200b"})
    inbox.write_text("\n".join(rows) + "\n", encoding="utf-8")
    server.says = lambda text: refusal(500) if "4번" in text else "ready"
    out = home / "out.jsonl"

    assert main(["draft", str(inbox), "-o", str(out)]) == 1

    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [record["id"] for record in found] == ["m-0", "m-1", "m-3", "m-4", "m-5"]
    assert ["500" in str(record["draft"]["notes"]) for record in found] == [False, False, False, True, False]
    assert "row 3" in capsys.readouterr().err
    (kept,) = (home / "out.jsonl.rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(kept)["row"] == 3


def test_stopped_half_way(home: Path, server: Server) -> None:
    """What was written is whole lines in order; a file that was there before stays as it was; no question follows."""
    begun = threading.Event()

    def says(text: str) -> Any:
        if "4번" in text:
            begun.set()
        time.sleep(0.2)
        return "ready"

    server.says = says
    inbox, out = an_inbox(home, 40), home / "out.jsonl"
    out.write_text("before\n", encoding="utf-8")
    for target in ("-", str(out)):
        begun.clear()
        run = subprocess.Popen(
            [sys.executable, "-m", "playbook.cli", "draft", str(inbox), "-o", target],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ.copy(), text=True,
        )  # fmt: skip
        while not begun.wait(0.2):
            assert run.poll() is None, run.communicate()
        time.sleep(1)
        run.send_signal(signal.SIGINT)
        told, said = run.communicate(timeout=60)
        asked = len(server.asked)

        assert run.returncode == 130
        assert "stopped" in said
        assert "Traceback" not in said
        ids = [json.loads(line)["id"] for line in told.splitlines()]
        assert ids == [f"m-{n}" for n in range(len(ids))]
        assert bool(ids) is (target == "-")
        assert len(ids) < 40
        time.sleep(0.5)
        assert len(server.asked) == asked
    assert out.read_text(encoding="utf-8") == "before\n"
