"""The verb ``issue``: what it prints, how it ends, and the one line that a refusal is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playbook.cli import main
from playbook.desk import Desk
from playbook.records import Decision, Sentence
from playbook.review.audit import Act
from playbook.settings import Settings
from playbook.testing import MOMENT, a_case, a_draft

SAID = "부상자는 2명입니다. 3일 안에 원인을 알려 드리겠습니다."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLAYBOOK_HOME", str(tmp_path))
    return tmp_path


def issue(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    code = main(["issue", *arguments, "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_life_of_an_issue(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Opened, joined, facts added and changed, promises listed, kept and followed up, a reply sent."""
    _, [opened] = issue(capsys, "open", "물류센터 화재")
    known = opened["id"]
    code, [fact] = issue(capsys, "add-fact", known, "부상자는 2명", "--by", "김하나", "--source", "소방서")
    assert (code, fact["status"], fact["source"]) == (0, "confirmed", "소방서")
    assert fact["values"] == [{"type": "count", "text": "2명", "unit": "people"}]
    said = tuple(Sentence(text=text, move="edited") for text in SAID.split(". "))
    with_home = Desk(Settings(home=home))
    drafted = a_case(id="c-1", draft=a_draft(SAID, sentences=said))
    with_home.store.save(drafted, Act(at=MOMENT, by="김하나", verb="draft", subject="c-1"))
    code, [joined] = issue(capsys, "join", "c-1", known, "--by", "김하나")
    assert (code, joined["issue"]) == (1, known)
    assert "3일" in " ".join(finding["message"] for finding in joined["findings"])
    case = with_home.store.get("c-1")
    case = with_home.decide(case, Decision(verb="submit", by="김하나", confirm=("3일",)))
    case = with_home.decide(case, Decision(verb="approve", by="박두리", owners={"": "이세라"}))

    code, [task] = issue(capsys, "promises", known)
    assert (code, task["owner"], task["overdue"], task["state"]) == (0, "이세라", False, "open")
    assert issue(capsys, "promises", "--overdue") == (0, [])
    assert issue(capsys, "promises", "--due-before", "2001-01-01") == (0, [])
    code, [start] = issue(capsys, "follow-up", task["id"])
    assert (code, "3일 안에 원인을 알려 드리겠습니다." in start["text"]) == (0, True)
    with_home.decide(case, Decision(verb="record", by="박두리", where="게시판", text=SAID))
    with_home.close()
    code, [changed] = issue(capsys, "change-fact", fact["id"], "--statement", "부상자는 5명", "--by", "김하나")
    assert (code, changed["supersedes"]) == (1, fact["id"])
    assert [(use["case"], use["kind"]) for use in changed["uses"]] == [("c-1", "posted")]
    code, [kept] = issue(capsys, "keep", task["id"], "--by", "이세라", "--note", "2보")
    assert (code, kept["state"], kept["note"]) == (0, "kept", "2보")
    code, [shown] = issue(capsys, "show", known, "--history")
    assert (code, len(shown["facts"]), len(shown["cases"]), shown["promises"]) == (0, 2, 1, [])
    code, [listed] = issue(capsys, "list")
    assert (code, listed["facts"], listed["cases"], listed["title"]) == (0, 1, 1, "물류센터 화재")


def test_what_a_person_reads(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same in lines; what was withdrawn says so."""
    _, [opened] = issue(capsys, "open", "화재")
    main(["issue", "add-fact", opened["id"], "부상자는 2명", "--by", "김하나", "--status", "unconfirmed"])
    main(["issue", "change-fact", f"{opened['id']}.1", "--withdraw", "--by", "김하나", "--source", "오보"])
    main(["issue", "show", opened["id"], "--history"])
    main(["issue", "list"])
    told = capsys.readouterr().out

    assert "unconfirmed  부상자는 2명" in told
    assert "(withdrawn)" in told
    assert "오보" in told
    assert "화재 (0 facts, 0 cases)" in told


@pytest.mark.parametrize(
    ("told", "arguments"),
    [
        ("No issue 'i-none'", ("show", "i-none")),
        ("No issue 'i-none'", ("add-fact", "i-none", "사실", "--by", "김하나")),
        ("is no id of a fact", ("change-fact", "nonsense", "--by", "김하나")),
        ("No issue 'i-none'", ("change-fact", "i-none.1", "--by", "김하나")),
        ("write a day or a moment", ("promises", "--due-before", "tomorrow")),
        ("No open promise", ("keep", "p-1", "--by", "김하나")),
        ("No open promise", ("follow-up", "p-1")),
        ("no case 'c-none'", ("join", "c-none", "i-none", "--by", "김하나")),
        ("needs a title", ("open", " ")),
    ],
)
def test_what_cannot_be_done(
    home: Path, capsys: pytest.CaptureFixture[str], told: str, arguments: tuple[str, ...]
) -> None:
    """One line on standard error, and 2."""
    assert main(["issue", *arguments]) == 2
    assert told in capsys.readouterr().err
