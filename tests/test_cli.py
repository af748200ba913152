"""The command line, as a person and a program meet it: each verb in a process of its own.

Shapes of records are written out here, since others read them: fields may be added to them, none may go.
"""

from __future__ import annotations

import argparse
import csv
import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from program import PROGRAM, Program, Run, check_refused, lines, start
from shapes import (
    CHECK,
    CITATION,
    DRAFT,
    FINDING,
    PERSONAL,
    REASON,
    RESULT,
    SENTENCE,
    SLOT,
    SPAN,
    TRIAGE,
    unlike,
)

import playbook as package
from playbook import cli, records
from playbook.cli import options
from playbook.surge.ingest import FORMATS


@pytest.fixture(scope="module")
def playbook(furnish: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The installed program; all runs share one home."""
    home = furnish(tmp_path_factory.mktemp("home"))
    return lambda *arguments, **options: start(home, *arguments, **options)


def verbs(parser: argparse.ArgumentParser, *before: str) -> list[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """All verbs and the acts under them, with their parsers."""
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                found += [((*before, name), sub), *verbs(sub, *before, name)]
    return found


VERBS = verbs(cli.parser())


def test_the_verbs() -> None:
    """Those that the README and other programs rely on are there."""
    assert {" ".join(name) for name, _ in VERBS} >= {
        "serve", "triage", "draft", "check", "mask", "search", "eval", "doctor", "knowledge", "knowledge list",
        "knowledge show", "knowledge add", "knowledge remove", "knowledge gaps", "knowledge index", "knowledge check",
        "rules", "rules check", "rules explain",
    }  # fmt: skip


@pytest.mark.parametrize("name", [name for name, _ in VERBS], ids=" ".join)
def test_help(playbook: Program, name: tuple[str, ...]) -> None:
    """Every verb has one, with an example of that very verb which its own parser accepts."""
    run = playbook(*name, "--help")

    assert (run.code, run.err) == (0, "")
    text = " ".join(run.out.split())
    assert f"Example: playbook {name[0]}" in text
    example = shlex.split(text.split("Example: ")[1])
    assert example[1 : 1 + len(name)] == list(name)
    assert cli.parser().parse_args(example[1:]).verb == name[0]


def test_the_first_words(playbook: Program) -> None:
    """Help lists the verbs, the version is that of the package, and without a verb it shows what there is."""
    shown = playbook("--help")
    version = playbook("--version")
    as_module = playbook("--version", program=(sys.executable, "-m", "playbook.cli"))
    bare = playbook()

    assert (shown.code, shown.err) == (0, "")
    assert [name for name, _ in VERBS if len(name) == 1 and f"\n    {name[0]}" not in shown.out] == []
    assert version == as_module == Run(0, f"playbook {package.__version__}\n", "")
    assert bare.code == 2
    assert "playbook VERB --help" in bare.out


def test_vocabularies_of_the_command_line() -> None:
    """They are written out there, so that help need not load the records; they are the same."""
    assert options.CHANNELS == records.CHANNELS
    assert options.TOPICS == records.TOPICS
    assert options.FORMATS == FORMATS
    assert get_args(records.PassageKind) == options.PASSAGES
    assert options.STANCES == records.STANCES
    assert options.KINDS == records.KINDS


GOOD = lines({"id": "m-1", "text": "환불해 주세요"})

REFUSED: dict[str, tuple[tuple[Any, ...], str | bytes, tuple[str, ...]]] = {
    "a verb that is none": (("triagee",), "", ("'triagee'", "triage", "--help")),
    "an option that is none": (("triage", "--nope"), "", ("--nope",)),
    "an act that is none": (("knowledge", "burn"), "", ("'burn'", "list")),
    "no act": (("knowledge",), "", ("ACT",)),
    "nothing to explain": (("rules", "explain"), "", ("ID",)),
    "a channel that is none": (("check", "--channel", "radio"), "", ("'radio'", "kakao_channel")),
    "a level that is none": (("check", "--severity", "5"), "", ("5",)),
    "a language that is none": (("draft", "--lang", "ja"), "", ("'ja'", "ko")),
    "no question at once": (("draft", "--parallel", "0"), "", ("--parallel", "'0'", "from 1")),
    "a number in words": (("search", "x", "-k", "five"), "", ("-k", "'five'")),
    "a file that is not there": (("triage", "nowhere.csv"), "", ("nowhere.csv", "no such file")),
    "a format that the ending does not say": (("mask", "-", "-o", "out.doc"), GOOD, ("out.doc", "--format")),
    "a folder that is not there": (("mask", "-", "-o", "no/out.csv"), GOOD, ("no/out.csv", "cannot be written")),
    "one JSON array": (("mask", "-"), "[]", ("standard input", "one object a line")),
    "a table without a text": (("mask", "-", "--format", "csv"), "id,별점\n1,5\n", ("본문",)),
    "a reply that is not there": (("check", "nowhere.txt"), "", ("nowhere.txt",)),
    "no reply": (("check", "-"), " \n", ("empty",)),
    "a reply that is not UTF-8": (("check", "-"), "죄송합니다".encode("cp949"), ("standard input", "UTF-8", "byte 0")),
    "replies with a broken line": (("check", "-"), lines("", '{"broken'), ("line 2", "no JSON")),
    "replies with a line of no text": (("check", "-"), lines({"id": "b"}), ("line 1", "no text")),
    "an empty query": (("search", " "), "", ("query",)),
    "no results wanted": (("search", "환불", "-k", "0"), "", ("-k", "1 or more")),
    "a query of half a character": (("search", b"\xff"), "", ("half a character",)),
    "queries with a broken line": (("search", "-"), "{broken\n", ("line 1", "no JSON")),
    "queries with a line of no query": (("search", "-"), lines({"query": None}), ("line 1", "query")),
    "queries that are no objects": (("search", "-"), lines(["환불"]), ("line 1", "object")),
    "queries that are not UTF-8": (("search", "-"), "환불".encode("cp949"), ("standard input", "UTF-8")),
    "a card that does not exist": (("knowledge", "show", "case:emart-beef-2011"), "", ("case:emart-beef-2010",)),
    "a card file that is not there": (("knowledge", "add", "nowhere.md"), "", ("nowhere.md",)),
    "a rule that does not exist": (("rules", "explain", "stance.rumour"), "", ("stance.rumor",)),
    "a suite that does not exist": (("eval", "nosuch"), "", ("'nosuch'", "complaints")),
    "a scenario file that is not there": (("eval", "nosuch.yaml"), "", ("nosuch.yaml",)),
    "a baseline that is not there": (("eval", "complaints", "--baseline", "nosuch.json"), "", ("nosuch.json",)),
    "a report into no folder": (("eval", "complaints", "--report", "no/out.html"), "", ("no/out.html",)),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "stdin", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_done(
    playbook: Program, arguments: tuple[Any, ...], stdin: str | bytes, said: tuple[str, ...]
) -> None:
    """One line on standard error names the input and the mend; never a traceback."""
    check_refused(playbook(*arguments, stdin=stdin), arguments[0], said)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"PLAYBOOK_HOMES": "/tmp"}, ("PLAYBOOK_HOMES", "PLAYBOOK_HOME,")),
        ({"PLAYBOOK_HOME": str(PROGRAM)}, ("PLAYBOOK_HOME", "file")),
        ({"PLAYBOOK_RULES": "/no/such/folder"}, ("PLAYBOOK_RULES", "/no/such/folder")),
        ({"PLAYBOOK_KNOWLEDGE": "/no/such/folder"}, ("PLAYBOOK_KNOWLEDGE", "/no/such/folder")),
    ],
)
def test_a_setting_that_is_wrong(playbook: Program, settings: dict[str, str], said: tuple[str, ...]) -> None:
    """It is named, whatever the verb."""
    check_refused(playbook("doctor", **settings), "doctor", said)


def test_doctor(playbook: Program) -> None:
    """Everything is well, nothing leaves the machine, and it says where things are."""
    run = playbook("doctor", "--json")
    found = {entry["name"]: entry for entry in json.loads(run.out)}

    assert run.code == 0
    assert [entry for entry in found.values() if unlike(entry, {"name": str, "state": str, "good": [True]})] == []
    assert found.keys() >= {"python", "torch", "rules", "knowledge", "encoder", "index", "store", "llm", "network"}
    assert "reads Korean" in found["encoder"]["state"]
    assert "vectors in /" in found["index"]["state"]
    assert found["llm"]["state"].startswith("none")


def test_search(playbook: Program) -> None:
    """One object a query, in order, ids kept or numbered, with passages of the kind asked for."""
    queries = lines({"id": "q", "query": "소문이 돌 때 어떻게 답하나"}, "", {"query": "Should we recall it?"})
    run = playbook("search", "-", "-k", "2", "--kind", "case", stdin=queries)

    assert (run.code, run.err) == (0, "")
    assert [(r["id"], r["query"]) for r in run.records] == [
        ("q", "소문이 돌 때 어떻게 답하나"),
        ("2", "Should we recall it?"),
    ]
    for record in run.records:
        assert len(record["results"]) == 2
        for result in record["results"]:
            assert unlike(result, RESULT) == []
            assert result["kind"] == "case"
            assert result["facts"]


MESSAGES = [
    {"id": "1", "text": "주문한 공기청정기가 안 켜져요. 제 번호는 010-0000-1234입니다.", "channel": "kakao_channel"},
    {"id": "2", "text": "Is it true that you are going bankrupt? Everyone says so.", "context": {"followers": 90000}},
    {"id": "3", "text": "직원분이 정말 친절했어요. 고맙습니다😊", "channel": "naver_blog"},
    {"id": "4", "text": "너희 다 망해라 이 쓰레기들아"},
    {"id": "5", "text": "매장에 불이 나서 손님 두 분이 다쳤습니다", "context": {"author": "press"}},
]


def check_triage(record: dict[str, Any], text: str) -> None:
    """The shape of a triage, and places that are those of the message."""
    assert unlike(record, TRIAGE) == []
    assert record["owner"] == record["owners"][0]
    assert set(record["confidence"]) == {"kind", "topic", "severity", "stance"}
    assert all(0 <= value <= 1 for value in record["confidence"].values())
    assert len(record["reasons"]) == 5
    for reason in record["reasons"]:
        assert unlike(reason, REASON) == []
        for span in reason["spans"]:
            assert unlike(span, SPAN) == []
            assert text[span["start"] : span["end"]] == span["text"]
    for found in record["personal_data"]:
        assert unlike(found, PERSONAL) == []
        assert 0 <= found["start"] < found["end"] <= len(text)


def test_draft(playbook: Program) -> None:
    """Labels, evidence, a draft with its slots and what the checks say, for each message in its order."""
    run = playbook("draft", "-", "-o", "-", "--channel", "x", "--lang", "en", stdin=lines(*MESSAGES))

    assert (run.code, run.err) == (0, "")
    assert [record["id"] for record in run.records] == ["1", "2", "3", "4", "5"]
    for record, message in zip(run.records, MESSAGES, strict=True):
        check_triage(record, str(message["text"]))
        assert record["channel"] == "x"
        for citation in record["citations"]:
            assert unlike(citation, CITATION) == []
        for finding in record["findings"]:
            assert unlike(finding, FINDING) == []
        if record["stance"] == "monitor":
            assert (record["draft"], record["findings"]) == (None, [])
            continue
        draft = record["draft"]
        assert unlike(draft, DRAFT) == []
        assert (draft["lang"], draft["limit"], draft["unit"]) == ("en", 280, "weighted")
        assert draft["parts"]
        assert [slot for slot in draft["slots"] if unlike(slot, SLOT) or f"[{slot['ask']}]" not in draft["text"]] == []
        assert [sentence for sentence in draft["sentences"] if unlike(sentence, SENTENCE)] == []
        places = [(f["start"], f["end"]) for f in record["findings"] if "start" in f]
        assert [place for place in places if not 0 <= place[0] <= place[1] <= len(draft["text"])] == []
    assert [record["lang"] for record in run.records] == ["ko", "en", "ko", "ko", "ko"]
    assert run.records[3]["draft"] is None
    assert run.records[3]["care"]
    assert "010-0000-1234" not in run.records[0]["draft"]["text"]


def test_a_draft_as_a_person_wants_it(playbook: Program) -> None:
    """What the reply does and who speaks, chosen for every message, also for one that would get none."""
    run = playbook("draft", "-", "-o", "-", "--mode", "deny", "--speaker", "ceo", stdin=lines(*MESSAGES))
    drafts = [record["draft"] for record in run.records]

    assert {(draft["mode"], draft["speaker"]) for draft in drafts} == {("deny", "ceo")}
    assert all("chief" in [slot["name"] for slot in draft["slots"]] for draft in drafts)


def test_eval(playbook: Program, tmp_path: Path) -> None:
    """A suite of two, one of them right: 1, with the figures, a page and a report for CI."""
    expect = {"kind": "praise", "topic": "staff_conduct", "severity": [1], "stance": "acknowledge", "owner": "pr"}
    thanks = {"text": "상담원분이 친절하게 알려 주셔서 정말 고맙습니다. 직원 칭찬합니다."}
    suite = {
        "suite": "thanks",
        "about": {"ko": "감사", "en": "thanks"},
        "scenarios": [
            {"id": "thanks-right", "message": thanks, "expect": expect, "why": "Plain thanks."},
            {"id": "thanks-wrong", "message": thanks, "expect": expect | {"kind": "rumor"}, "why": "It is none."},
        ],
    }
    path, page, junit = tmp_path / "thanks.yaml", tmp_path / "out.html", tmp_path / "out.xml"
    path.write_text(yaml.safe_dump(suite, allow_unicode=True), encoding="utf-8")

    run = playbook("eval", path, "--json", "--report", page, "--junit", junit)

    assert (run.code, run.err) == (1, "")
    figures = json.loads(run.out)["figures"]
    assert (figures["scenarios"], figures["passed"], figures["failed"]) == (2, 1, 1)
    assert figures["accuracy"]["kind"] == {"right": 1, "of": 2}
    assert "thanks-wrong" in page.read_text(encoding="utf-8")
    assert 'failures="1"' in junit.read_text(encoding="utf-8")


def test_triage(playbook: Program) -> None:
    """Line 3 is broken: it is named and left out, the others go on in their order, foreign columns stay.

    ``--json`` writes what ``-o -`` writes, and without IN it reads standard input.
    """
    first = MESSAGES[0] | {"kind": "mine", "별점": 5, "note": "\ud800"}
    good = [json.dumps(first), *map(json.dumps, MESSAGES[1:])]
    run = playbook("triage", "--json", stdin=lines(*good[:2], '{"id": "x", "text": ', *good[2:]))

    assert run.code == 1
    assert len(run.err.splitlines()) == 1
    assert run.err.startswith("playbook triage: standard input row 3: ")
    assert [record["id"] for record in run.records] == ["1", "2", "3", "4", "5"]
    for record, message in zip(run.records, MESSAGES, strict=True):
        check_triage(record, str(message["text"]))
    assert run.records[0]["kind"] in records.KINDS
    assert (run.records[0]["input_kind"], run.records[0]["별점"]) == ("mine", 5)
    (number,) = run.records[0]["personal_data"]
    assert (number["type"], number["start"], number["end"]) == ("KR_PHONE", 24, 37)


def test_a_table_from_a_korean_office(playbook: Program, tmp_path: Path) -> None:
    """CSV in CP949 under a Korean header: rows by their number, the unreadable one kept beside the result."""
    table, out = tmp_path / "리뷰.csv", tmp_path / "out.csv"
    rejected = tmp_path / "out.csv.rejected.jsonl"
    rows = ["번호,본문,채널,별점", "가-1,환불해 주세요,구글,1", "가-2,정말 감사합니다,google_play,5", "가-3,,,3"]
    table.write_bytes("\r\n".join(rows).encode("cp949"))

    run = playbook("triage", table, "-o", out)

    assert (run.code, run.out) == (1, "")
    assert [line.split(": ")[1:3] for line in run.err.splitlines()[:2]] == [
        [f"{table} row 2", "channel"],
        [f"{table} row 4", "text"],
    ]
    assert str(rejected) in run.err
    (row,) = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())
    assert (row["id"], row["kind"], row["별점"]) == ("가-2", "praise", "5")
    kept = [json.loads(line) for line in rejected.read_text(encoding="utf-8").splitlines()]
    assert [(r["row"], r["raw"]) for r in kept] == [(2, rows[1]), (4, rows[3])]

    rows[1:] = ["가-1,환불해 주세요,google_play,1"]
    table.write_bytes("\r\n".join(rows).encode("cp949"))

    assert playbook("mask", table, "-o", out) == Run(0, "", "")
    assert not rejected.exists()


def test_a_line_to_read(playbook: Program, tmp_path: Path) -> None:
    """Without an output a person gets a line a message."""
    path = tmp_path / "in.jsonl"
    path.write_text(lines({"id": "m-7", "text": "정말 감사합니다"}), encoding="utf-8")
    run = playbook("triage", path)

    assert (run.code, run.err, len(run.out.splitlines())) == (0, "", 1)
    assert [word for word in ("m-7", "praise", "acknowledge", "pr") if word not in run.out.split()] == []


@pytest.mark.parametrize("verb", ["triage", "mask"])
def test_nothing_comes_in(playbook: Program, verb: str) -> None:
    """It is done, and says that there was no message."""
    assert playbook(verb, "-", "-o", "-") == Run(0, "", f"playbook {verb}: standard input holds no message.\n")


def test_mask(playbook: Program, tmp_path: Path) -> None:
    """Typed marks in place of personal data; masking what is masked changes nothing."""
    text = "제 번호는 010-0000-1234, 메일은 a.b@example.com 입니다"
    run = playbook("mask", "-", "-o", "-", stdin=lines({"id": "m", "text": text, "grade": "gold"}))

    assert (run.code, run.err) == (0, "")
    (record,) = run.records
    assert (record["id"], record["text"], record["grade"]) == (
        "m",
        "제 번호는 <KR_PHONE>, 메일은 <EMAIL> 입니다",
        "gold",
    )
    assert [text[p["start"] : p["end"]] for p in record["personal_data"]] == ["010-0000-1234", "a.b@example.com"]
    assert [p for p in record["personal_data"] if unlike(p, PERSONAL)] == []

    path = tmp_path / "masked.jsonl"
    assert playbook("mask", "-", "-o", path, stdin=run.out) == Run(0, "", "")
    again = json.loads(path.read_text(encoding="utf-8"))
    assert (again["text"], again["personal_data"]) == (record["text"], [])


def test_whoever_reads_may_stop(tmp_path: Path) -> None:
    """A pipe that is closed after the first line ends the program without a word."""
    path = tmp_path / "many.jsonl"
    path.write_text(lines({"text": "환불해 주세요 " * 20}) * 3000, encoding="utf-8")
    with subprocess.Popen([PROGRAM, "mask", path, "-o", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        assert json.loads(run.stdout.readline())["id"] == "1"
        run.stdout.close()
        said = run.stderr.read()

    assert (run.returncode, said) == (0, b"")


CLEAN = "배송이 늦어 죄송합니다. 지금 확인하고 있습니다."
EVASIVE = "본의 아니게 불편을 드렸다면 유감입니다."


def test_check_of_a_text(playbook: Program, tmp_path: Path) -> None:
    """A text file is one reply: 0 where nothing is wrong, 1 where something is."""
    path = tmp_path / "reply.txt"
    path.write_text(f"{CLEAN}\n", encoding="utf-8")
    clean = playbook("check", path, "--channel", "x", "--json")
    path.write_text(f"{EVASIVE}\n", encoding="utf-8")
    evasive = playbook("check", path)

    assert (clean.code, clean.err) == (0, "")
    assert unlike(clean.records[0], CHECK) == []
    assert (clean.records[0]["id"], clean.records[0]["length"], clean.records[0]["limit"]) == ("reply.txt", 47, 280)
    assert (evasive.code, evasive.err) == (1, "")
    assert "error non_apology “본의 아니게”" in evasive.out


def test_check_of_many(playbook: Program) -> None:
    """JSON Lines are a reply each, with places within it; one error makes it 1."""
    replies = {"a": CLEAN, "b": EVASIVE, "c": "[답변 기한]까지 알려 드리겠습니다.", "d": "가" * 141}
    run = playbook(
        "check", "-", "--channel", "x", "--json", stdin=lines(*({"id": i, "text": t} for i, t in replies.items()))
    )

    assert (run.code, run.err) == (1, "")
    assert [record["id"] for record in run.records] == list(replies)
    found: dict[str, set[str]] = {}
    for record in run.records:
        assert unlike(record, CHECK) == []
        for finding in record["findings"]:
            assert unlike(finding, FINDING) == []
            if "start" in finding:
                assert 0 <= finding["start"] <= finding["end"] <= len(replies[record["id"]])
        found[record["id"]] = {f["check"] for f in record["findings"] if f["level"] == "error"}
    assert found["a"] == set()
    assert "non_apology" in found["b"]
    assert "unfilled_slot" in found["c"]
    assert run.records[3]["length"] == 282


def test_knowledge(playbook: Program) -> None:
    """What ships is listed, shown by card and by passage, and holds together."""
    listed = playbook("knowledge", "list", "--json")
    cards = {card["id"]: card for card in listed.records}
    beef = cards["emart-beef-2010"]
    shown = playbook("knowledge", "show", "case:emart-beef-2010", "--json")
    whole = playbook("knowledge", "show", "emart-beef-2010")
    checked = playbook("knowledge", "check", "--json")

    assert (listed.code, shown.code, whole.code) == (0, 0, 0)
    assert [card for card in cards.values() if unlike(card, {"kind": str, "title": dict, "passages": list})] == []
    assert shown.records[0]["id"] == "case:emart-beef-2010"
    assert set(shown.records[0]["text"]) == {"ko", "en"}
    assert [name for name in beef["passages"] if name not in whole.out] == []
    assert (checked.code, checked.records[0]["cards"], checked.records[0]["problems"]) == (0, len(cards), [])
    assert (checked.records[0]["expired"], checked.records[0]["contradictions"]) == ([], [])
    assert {card["company"] for card in cards.values()} == {False}


def test_rules(playbook: Program, tmp_path: Path) -> None:
    """Ours hold; an example that fails is a finding, a file that is wrong stops; a rule is explained."""
    signal = {
        "id": "own.cup",
        "says": {"ko": "컵", "en": "cup"},
        "patterns": ["컵"],
        "examples": {"hit": ["접시"], "miss": ["물"]},
    }
    path = tmp_path / "signals" / "own.yaml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump({"family": "own", "about": signal["says"], "signals": [signal]}), encoding="utf-8")
    ours = playbook("rules", "check", "--json")
    failing = playbook("rules", "check", PLAYBOOK_RULES=str(tmp_path))
    (tmp_path / "kinds.yaml").write_text("decides: kinds\n", encoding="utf-8")
    broken = playbook("rules", "check", PLAYBOOK_RULES=str(tmp_path))

    assert (ours.code, ours.records[0]["problems"]) == (0, [])
    assert ours.records[0]["rules"] > 30
    assert failing.code == 1
    assert "own.cup: should hit '접시'" in failing.out.splitlines()
    check_refused(broken, "rules", (str(tmp_path / "kinds.yaml"), "about"))

    explained = playbook("rules", "explain", "stance.rumor", "--json").records[0]
    assert unlike(explained, {"id": ["stance.rumor"], "when": str, "then": str, "because": dict, "cites": list}) == []
