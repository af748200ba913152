"""The verbs ``case`` and ``audit``: a case from receiving to closing, what is refused on the way, and its proof."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from program import lend

from playbook.cli import main
from playbook.desk import Desk

LETTER = "주문한 컵이 깨져서 왔어요. 환불해 주세요. 010-2345-6789로 전화 주세요."


@pytest.fixture
def home(desk: Desk, tmp_path: Path, furnish: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    lend(desk, monkeypatch)
    monkeypatch.setenv("PLAYBOOK_HOME", str(furnish(tmp_path / "home")))
    return tmp_path


class Console:
    """The program, with what it says on standard output and standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
        """What it says to a program."""
        code = main([*arguments, "--json"])
        captured = self._capsys.readouterr()
        assert captured.err == "", captured.err
        return code, [json.loads(line) for line in captured.out.splitlines()]

    def shown(self, *arguments: str) -> str:
        """What it says to a person."""
        main(list(arguments))
        return self._capsys.readouterr().out

    def said(self) -> str:
        """The beginning of the line on standard error, up to the reason."""
        return self._capsys.readouterr().err.partition("Case ")[0]

    def refused(self, *arguments: str) -> str:
        """The one line of a refusal."""
        assert main(list(arguments)) == 2
        captured = self._capsys.readouterr()
        assert captured.out == ""
        assert captured.err.count("\n") == 1
        return captured.err


@pytest.fixture
def console(home: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(capsys)


def slots(case: dict[str, Any]) -> list[str]:
    """What fills the slots of a case."""
    values = [(s["ask"], "11월 30일 18시" if "기한" in s["ask"] else "1588-0000") for s in case["draft"]["slots"]]
    return [part for ask, value in values for part in ("--slot", f"{ask}={value}")]


def test_a_case_from_receiving_to_closing(home: Path, console: Console) -> None:
    """Each step does what it says, and each step that may not be taken now says why."""
    letter, final = home / "letter.txt", home / "sent.txt"
    letter.write_text(LETTER, encoding="utf-8")
    code, [case] = console("case", "receive", str(letter), "--channel", "email", "--handle", "@gildong", "--by", "하나")
    known = case["id"]
    assert (code, case["state"], case["version"]) == (0, "received", 1)
    assert case["message"]["text"].endswith("<KR_PHONE>로 전화 주세요.")
    assert case["message"]["context"]["handle"] == "gi***ng"
    assert "is received; submit is not possible now" in console.refused("case", "submit", known, "--by", "하나")

    _, [case] = console("case", "draft", known, "--by", "하나")
    assert case["state"] == "drafted"
    _, [case] = console("case", "assign", known, "세찌", "--by", "하나")
    assert case["assignee"] == "세찌"
    code, [case] = console("case", "submit", known, "--by", "하나", *slots(case), "--owner", "하나")
    assert (code, case["state"], case["author"]) == (0, "in_review", "하나")
    assert "sent this to review" in console.refused("case", "approve", known, "--by", "하나")
    assert "needs a reason" in console.refused("case", "return", known, "--by", "두리")
    old = console.refused("case", "approve", known, "--by", "두리", "--version", "2")
    assert "has changed since you opened it" in old

    _, [case] = console("case", "return", known, "--by", "두리", "--reason", "인사말을 고쳐 주세요.")
    assert case["state"] == "returned"
    final.write_text(case["draft"]["text"].replace("죄송합니다", "진심으로 죄송합니다"), encoding="utf-8")
    _, [case] = console("case", "edit", known, "--by", "하나", "--text", str(final))
    _, [case] = console("case", "submit", known, "--by", "하나")
    _, [note] = console("case", "comment", known, "법무에 물었습니다.", "--by", "하나", "--to", "두리")
    assert (note["case"], note["to"]) == (known, "두리")
    _, [case] = console("case", "escalate", known, "--by", "하나", "--reason", "기자가 물었습니다.")
    assert "Nobody has to sign as legal" in console.refused("case", "approve", known, "--by", "두리", "--as", "legal")
    _, [case] = console("case", "approve", known, "--by", "두리", "--as", "reviewer")
    assert (case["state"], [s["by"] for s in case["signatures"]]) == ("approved", ["두리"])
    assert "record that it was sent" in console.refused("case", "close", known, "--by", "하나")

    letter.write_text("다른 글입니다.", encoding="utf-8")
    other = ("case", "record", known, "--by", "하나", "--where", "https://example.com/1", "--text", str(letter))
    assert "not the approved one" in console.refused(*other)
    _, [case] = console("case", "record", known, "--by", "하나", "--where", "https://example.com/1")
    assert (case["state"], case["sent"]["as_approved"]) == ("sent", True)
    _, [case] = console("case", "close", known, "--by", "하나")
    assert case["state"] == "closed"
    _, [case] = console("case", "reopen", known, "--by", "하나", "--reason", "다시 연락이 왔습니다.")
    assert case["state"] == "drafted"
    _, [case] = console("case", "withdraw", known, "--by", "하나", "--reason", "전화로 끝났습니다.")
    assert case["state"] == "withdrawn"
    assert console("audit", "verify")[0] == 0


def test_what_a_case_shows(home: Path, console: Console) -> None:
    """The message masked unless the original is asked for, findings numbered, versions and what changed."""
    (home / "letter.txt").write_text(LETTER, encoding="utf-8")
    _, [case] = console("case", "receive", str(home / "letter.txt"), "--handle", "gildong", "--by", "하나")
    known = case["id"]
    assert "no wording yet" in console.refused("case", "diff", known)
    console("case", "draft", known, "--by", "하나")
    console("case", "edit", known, "--by", "하나", "--fact", "환불 3일")

    shown = console.shown("case", "show", known)
    assert "<KR_PHONE>" in shown
    assert "gi***ng" in shown
    assert "010-2345-6789" not in shown
    assert "  1 " in shown
    original = console.shown("case", "show", known, "--original")
    assert "010-2345-6789" in original
    assert "from gildong" in original
    _, [plain] = console("case", "show", known)
    assert "010-2345-6789" not in json.dumps(plain)
    assert {"clocks", "comments", "findings", "seats"} <= plain.keys()

    text = plain["draft"]["text"].replace("안녕하십니까", "안녕하세요")
    (home / "new.txt").write_text(text, encoding="utf-8")
    console("case", "edit", known, "--by", "두리", "--text", str(home / "new.txt"), "--reason", "말투")
    code, versions = console("case", "versions", known)
    assert (code, [v["by"] for v in versions]) == (0, ["하나", "두리"])
    first, second = (str(v["version"]) for v in versions)
    code, [changed] = console("case", "diff", known, first, second)
    assert code == 1
    assert "[-안녕하십니까,-]{+안녕하세요,+}" in changed["text"]
    assert console("case", "diff", known, second, second)[0] == 0
    assert "Nothing was approved" in console.refused("case", "diff", known)
    assert "has no wording 99" in console.refused("case", "diff", known, "99")
    assert [each["id"] for each in console("case", "list", "--state", "drafted")[1]] == [known]
    assert console("case", "list", "--state", "sent") == (0, [])


REFUSED = [
    (("show", "c-none"), "No case 'c-none'"),
    (("approve", "c-none", "--by", "하나"), "No case 'c-none'"),
    (("receive", "/nonexistent.txt", "--by", "하나"), "/nonexistent.txt: cannot be read"),
    (("receive", "EMPTY", "--by", "하나"), "empty"),
    (("receive", "CP949", "--by", "하나"), "not UTF-8 at byte 0"),
    (("edit", "KNOWN", "--by", "하나", "--slot", "기한"), "--slot is '기한'; write it as"),
    (("edit", "KNOWN", "--by", "하나", "--owner", "=하나"), "--owner is '=하나'"),
    (("overrule", "KNOWN", "99", "--by", "하나", "--reason", "x"), "no finding 99"),
    (("record", "KNOWN", "--by", "하나", "--where", "x", "--sent-at", "어제"), "--sent-at is '어제'"),
    (("mark", "KNOWN", "acknowledged", "--by", " "), "a name has 1 to 80"),
    (("erase", "KNOWN", "--by", "하나"), "erase is not possible now"),
]


def test_what_is_refused(home: Path, console: Console) -> None:
    """One line that names the case or the input, and what to do."""
    (home / "empty.txt").write_bytes(b" \n")
    (home / "cp949.txt").write_bytes(LETTER.encode("cp949"))
    (home / "letter.txt").write_bytes(LETTER.encode())
    _, [case] = console("case", "receive", str(home / "letter.txt"), "--by", "하나")
    stands_for = {"KNOWN": case["id"], "EMPTY": str(home / "empty.txt"), "CP949": str(home / "cp949.txt")}

    for arguments, said in REFUSED:
        assert said in console.refused("case", *(stands_for.get(each, each) for each in arguments)), arguments


def test_the_log_and_its_proof(home: Path, console: Console) -> None:
    """Head and anchor, a pack that needs no store, and a store that somebody has put a hand in."""
    (home / "letter.txt").write_text(LETTER, encoding="utf-8")
    _, [case] = console("case", "receive", str(home / "letter.txt"), "--by", "하나")
    _, [head] = console("audit", "head")
    console("case", "draft", case["id"], "--by", "하나")
    assert [entry["verb"] for entry in console("audit", "log", case["id"])[1]] == ["receive", "draft"]
    assert console("audit", "log", "c-none") == (0, [])
    assert "draft  " + case["id"] in console.shown("audit", "log")

    code, [found] = console("audit", "verify", "--anchor", head["head"])
    assert (code, found["entries"], found["faults"]) == (0, 2, [])
    code, [found] = console("audit", "verify", "--anchor", "1:" + "0" * 64)
    assert (code, [fault["seq"] for fault in found["faults"]]) == (1, [1])
    code, [found] = console("audit", "verify", "--anchor", "9:" + "0" * 64)
    assert (code, [fault["seq"] for fault in found["faults"]]) == (1, [9])
    assert "no anchor" in console.refused("audit", "verify", "--anchor", "1:abc")
    assert "--key is for an evidence pack" in console.refused("audit", "verify", "--key", "SHA256:x")

    pack = str(home / "pack.zip")
    _, [made] = console("audit", "export", case["id"], "-o", pack, "--mask")
    assert made["fingerprint"] == head["fingerprint"]
    _, log = console("audit", "log", case["id"])
    assert (log[-1]["verb"], log[-1]["source"]) == ("export evidence", "command line")
    assert log[-1]["by"].endswith("(operating system)")
    assert log[-1]["detail"] == {"masked": True, "sha256": made["sha256"]}
    assert made["sha256"] == hashlib.sha256((home / "pack.zip").read_bytes()).hexdigest()
    assert "no case and no issue" in console.refused("audit", "export", "c-none", "-o", pack)
    assert "cannot be written" in console.refused("audit", "export", case["id"], "-o", str(home / "no" / "p.zip"))
    code, [proof] = console("audit", "verify", pack, "--key", made["fingerprint"], "--anchor", head["head"])
    assert (code, proof["faults"], proof["head"]) == (0, [], made["head"])
    assert "was made with another key" in console.shown("audit", "verify", pack, "--key", "SHA256:x")
    assert console("audit", "verify", pack, "--key", "SHA256:x")[0] == 1

    with sqlite3.connect(home / "home" / "cases.db") as database:
        database.execute("UPDATE messages SET record = replace(record, '환불', '교환')")
    code, [found] = console("audit", "verify")
    assert (code, [fault["place"] for fault in found["faults"]]) == (1, [f"messages/{case['id']}"])
    assert "has been altered since" in console.shown("audit", "verify")


def test_a_stranger_needs_no_store(home: Path, console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking a pack over makes nothing on the machine and opens nothing on it."""
    (home / "letter.txt").write_text(LETTER, encoding="utf-8")
    _, [case] = console("case", "receive", str(home / "letter.txt"), "--by", "하나")
    console("audit", "export", case["id"], "-o", str(home / "pack.zip"))
    monkeypatch.setenv("PLAYBOOK_HOME", str(home / "elsewhere"))

    assert console("audit", "verify", str(home / "pack.zip"))[0] == 0
    assert not (home / "elsewhere").exists()
    assert "No such file" in console.refused("audit", "verify", str(home / "none.zip"))


def test_the_archive_and_erasure(home: Path, console: Console) -> None:
    """Found by words and writer; erased for good on request, after asking, and only what is over."""
    (home / "letter.txt").write_text(LETTER, encoding="utf-8")
    received = [
        console("case", "receive", str(home / "letter.txt"), "--channel", "x", "--handle", "gildong", "--by", "하나")
        for _ in range(2)
    ]
    done, going_on = (case["id"] for _, [case] in received)
    console("case", "withdraw", done, "--by", "하나", "--reason", "전화로 끝남")
    assert {each["id"] for each in console("archive", "search", "깨져 환불", "--author", "gildong")[1]} == {
        done,
        going_on,
    }
    assert console("archive", "search", "010-2345-6789") == (0, [])
    assert "gi***ng" in console.shown("archive", "search", "--state", "withdrawn")
    assert "--since is '어제'" in console.refused("archive", "search", "--since", "어제")

    author = ("archive", "author", "@GILDONG", "--channel", "x")
    assert {each["id"] for each in console(*author)[1]} == {done, going_on}
    assert console("archive", "author", "gildong", "--channel", "email") == (0, [])
    assert "--erase needs --by" in console.refused(*author, "--erase")
    assert "say --yes" in console.refused(*author, "--erase", "--by", "하나", "--reason", "본인 요청")
    assert console("archive", "erase-due") == (0, [])
    code, [due] = console("archive", "erase-due", "--as-of", "2099-01-01")
    assert (code, due["case"]) == (1, done)
    assert due["rule"] in console.shown("archive", "erase-due", "--as-of", "2099-01-01")

    code = main([*author, "--erase", "--by", "하나", "--reason", "본인 요청", "--yes"])
    assert (code, console.said()) == (1, f"{going_on} is left as it is: ")
    assert console("archive", "erase-due", "--as-of", "2099-01-01") == (0, [])
    original = console.shown("case", "show", done, "--original")
    assert "<KR_PHONE>" in original
    assert "gildong" not in original
    assert "010-2345-6789" in console.shown("case", "show", going_on, "--original")
    assert [each["id"] for each in console(*author)[1]] == [going_on]
    assert console("audit", "verify")[0] == 0
    assert console("archive", "changes") == (0, [{"edited": [], "ideas": [], "left_out": 0}])
    assert "0 approved replies" in console.shown("archive", "changes")
