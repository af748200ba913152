"""The verb ``issue``: what it prints, how it ends, and the one line that a refusal is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from program import lend

from playbook.cli import main
from playbook.desk import Desk
from playbook.records import Decision, Sentence
from playbook.review.audit import Act
from playbook.settings import Settings
from playbook.testing import MOMENT, a_case, a_draft, a_message

SAID = "부상자는 2명입니다. 3일 안에 원인을 알려 드리겠습니다."


@pytest.fixture
def home(desk: Desk, tmp_path: Path, furnish: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    lend(desk, monkeypatch)
    monkeypatch.setenv("PLAYBOOK_HOME", str(furnish(tmp_path)))
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


def test_an_issue_is_closed_and_a_promise_handed_on(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is left to do has to be explained, what is closed says so, and every step has its reason in the log."""
    _, [opened] = issue(capsys, "open", "환불 지연", "--by", "김하나")
    known, who = opened["id"], ("--by", "김하나")
    with_home = Desk(Settings(home=home))
    said = "3일 안에 알려 드리겠습니다."
    drafted = a_case(
        a_message("주문번호 1234567 환불해 주세요."), id="c-1",
        draft=a_draft(said, sentences=(Sentence(text=said, move="edited"),)),
    )  # fmt: skip
    with_home.store.save(drafted, Act(at=MOMENT, by="김하나", verb="draft", subject="c-1"))
    case = with_home.decide(drafted, Decision(verb="submit", by="김하나", confirm=("3일",), owners={"": "이세라"}))
    issue(capsys, "join", "c-1", known, *who)
    assert main(["issue", "close", known, *who, "--reason", "끝"]) == 2
    assert "on their way out (1 in review)" in capsys.readouterr().err
    case = with_home.decide(with_home.store.get("c-1"), Decision(verb="approve", by="박두리"))
    with_home.decide(case, Decision(verb="record", by="박두리", where="메일", text=said))
    with_home.close()
    code, [task] = issue(capsys, "promises", known)
    moved = issue(capsys, "move", task["id"], "2099-01-31", *who, "--reason", "조사 연장")
    assert (moved[0], moved[1][0]["due"][:16]) == (0, "2099-01-31T14:59"), "the end of that day in Seoul"
    code, [handed] = issue(capsys, "assign", task["id"], "박두리", *who, "--reason", "담당 변경")
    assert (code, handed["owner"]) == (0, "박두리")
    for wrong in (
        ("close", known), ("close", known, "--reason", " "), ("reopen", known, "--reason", "x"),
        ("move", task["id"], "2099-01-31", "--reason", "x"), ("move", task["id"], "2001-01-01", "--reason", "x"),
        ("move", task["id"], "soon", "--reason", "x"), ("assign", task["id"], "세라"),
        ("assign", task["id"], "박두리", "--reason", "x"),
    ):  # fmt: skip
        assert main(["issue", *wrong, *who]) == 2, wrong
        captured = capsys.readouterr()
        assert (captured.out, captured.err.count("\n")) == ("", 1)
    code, [closed] = issue(capsys, "close", known, *who, "--reason", "결과까지 알림")
    assert (code, bool(closed["closed_at"])) == (0, True)
    main(["issue", "list"])
    main(["issue", "show", known])
    shown = capsys.readouterr().out
    assert shown.count("[closed ") == 2
    assert "1234567" not in shown, "personal data of whoever wrote stays out"
    assert main(["issue", "add-fact", known, "사실", *who]) == 2
    assert "reopen it before anything is added" in capsys.readouterr().err
    code, [again] = issue(capsys, "reopen", known, *who, "--reason", "새 피해 접수")
    assert (code, again["closed_at"]) == (0, None)


def test_an_empty_desk_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To a person, in words; to a program, nothing."""
    for verb, words in (
        (["issue", "list"], "No issue yet"), (["issue", "promises"], "No such promise"),
        (["case", "list"], "No case yet"), (["case", "list", "--state", "sent"], "No such case"),
        (["audit", "log"], "The log is empty"),
        (["audit", "log", "c-1"], "nothing about 'c-1'"), (["archive", "search", "환불"], "No such conversation"),
        (["archive", "erase-due"], "Nothing has been kept"), (["archive", "author", "@x"], "No such case"),
    ):  # fmt: skip
        assert main(verb) == 0
        assert words in capsys.readouterr().out
        assert main([*verb, "--json"]) == 0
        captured = capsys.readouterr()
        assert captured.out + captured.err == ""


def test_a_list_that_goes_on_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """However many cases there are, none is left out without a word."""
    with_home = Desk(Settings(home=home))
    for number in range(3):
        with_home.store.save(a_case(id=f"c-{number}"), Act(at=MOMENT, by="가", verb="draft", subject=f"c-{number}"))
    with_home.close()
    main(["case", "list", "-n", "2"])
    assert capsys.readouterr().out.splitlines()[-1] == "1 more; `-n 3` shows all."
    main(["case", "list", "-n", "2", "--json"])
    captured = capsys.readouterr()
    assert (len(captured.out.splitlines()), captured.err) == (2, "1 more; `-n 3` shows all.\n")
    main(["case", "list", "-n", "3"])
    assert "more" not in capsys.readouterr().out
    main(["archive", "search", "-n", "2"])
    assert "There are more than 2" in capsys.readouterr().out


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
        ("No issue 'i-none'", ("promises", "i-none")),
        ("No issue 'i-none'", ("close", "i-none", "--by", "김하나")),
        ("No issue 'i-none'", ("reopen", "i-none", "--by", "김하나", "--reason", "x")),
        ("is not closed", ("reopen", "OPEN", "--by", "김하나", "--reason", "x")),
        ("No open promise", ("move", "p-1", "2099-01-01", "--by", "김하나", "--reason", "x")),
        ("No open promise", ("assign", "p-1", "세라", "--by", "김하나", "--reason", "x")),
        ("No issue 'i-none'", ("add-fact", "i-none", "사실", "--by", "김하나")),
        ("is no id of a fact", ("change-fact", "nonsense", "--by", "김하나")),
        ("No issue 'i-none'", ("change-fact", "i-none.1", "--by", "김하나")),
        ("write a day or a moment", ("promises", "--due-before", "tomorrow")),
        ("No open promise", ("keep", "p-1", "--by", "김하나")),
        ("No open promise", ("follow-up", "p-1")),
        ("No case 'c-none'", ("join", "c-none", "i-none", "--by", "김하나")),
        ("needs a title", ("open", " ")),
    ],
)
def test_what_cannot_be_done(
    home: Path, capsys: pytest.CaptureFixture[str], told: str, arguments: tuple[str, ...]
) -> None:
    """One line on standard error, and 2."""
    _, [opened] = issue(capsys, "open", "사고")
    assert main(["issue", *(opened["id"] if each == "OPEN" else each for each in arguments)]) == 2
    assert told in capsys.readouterr().err
