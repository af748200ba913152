"""The verb ``knowledge``, and what a search makes of a company's own documents: as at a terminal."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from program import PROGRAM, Run, check_refused, inside, lines, start
from shapes import RESULT, unlike

from playbook.desk import Desk
from playbook.library.search import Only

TODAY = datetime.now(UTC).date()
YESTERDAY, NEXT_YEAR = str(TODAY - timedelta(days=2)), str(TODAY + timedelta(days=365))
SPA = """# 온천 안내

## 수건 대여

온천 수건은 한 분께 두 장까지 빌려 드린다.

## 사우나 시간

사우나는 밤에 닫는다.
"""
WEATHER = "내일 서울 날씨가 어떤가요?"


CARD = """---
id: ID
kind: guideline
title: {ko: "컵", en: "Cups"}
source: {ko: "사내", en: "House"}
date: "2020"
certainty: unverified
---

## 깨진 컵 | Broken cups

```yaml
id: "1"
facts: [A01-1]
situations: [컵이 깨져서 왔어요, 컵이 두 동강 났어요, LAST]
```

깨진 컵은 바꾸어 드린다.

**EN** A broken cup is replaced.
"""


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose index is built, to copy."""
    home = tmp_path_factory.mktemp("indexed")
    run = start(home, "knowledge", "index")

    assert (run.code, run.err) == (0, "")
    said = re.fullmatch(rf"([\d,]+) passages, ([\d,]+) vectors in {re.escape(str(home / 'index'))}\n", run.out)
    assert said is not None
    passages, vectors = (int(number.replace(",", "")) for number in said.groups())
    assert 100 < passages < vectors
    return home


@pytest.fixture
def home(indexed: Path, tmp_path: Path) -> Path:
    """A home of a test's own."""
    return Path(shutil.copytree(indexed, tmp_path / "home"))


@pytest.fixture
def run(desk: Desk, home: Path) -> Callable[..., Run]:
    """The program at that home."""
    return lambda *arguments, **options: inside(desk, home, *arguments, **options)


def kept(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def own(run: Callable[..., Run]) -> dict[str, dict[str, Any]]:
    """The company's cards, as they are listed."""
    return {card["id"]: card for card in run("knowledge", "list", "--json").records if card["company"]}


def first(run: Callable[..., Run], *queries: str) -> list[str]:
    """The ids of what is found first."""
    found = run("search", "-", "-k", "1", stdin=lines(*({"query": query} for query in queries)))
    assert (found.code, found.err) == (0, "")
    return [record["results"][0]["id"] for record in found.records]


def in_word(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("피아노 조율", 1)
    document.add_paragraph("강당의 피아노는 봄마다 조율사를 불러 조율한다.")
    document.save(str(path))
    return path


def in_pdf(path: Path, *words: str) -> Path:
    """The smallest PDF there is, a line a text; the first is larger."""
    shown = "".join(f"BT /F {20 if not i else 10} Tf 50 {700 - 40 * i} Td ({w}) Tj ET\n" for i, w in enumerate(words))
    objects = [
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>",
        f"<</Length {len(shown)}>>\nstream\n{shown}endstream",
        "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<</Size 6 /Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    return kept(path, text + end)


def test_every_format(run: Callable[..., Run], home: Path, tmp_path: Path) -> None:
    """A folder of one of each is taken in, listed as the company's own, and found by what it says until removed."""
    folder = tmp_path / "우리 문서"
    kept(folder / "spa.md", SPA)
    kept(folder / "parking.txt", "1. 지하 주차장\n지하 주차장은 자정에 셔터를 내린다.\n".encode("cp949"))
    kept(folder / "html" / "dogs.html", "<h1>강아지 산책로</h1><p>강아지는 목줄을 매고 산책로로만 다닌다.</p>")
    in_word(folder / "piano.docx")
    in_pdf(folder / "kayak.pdf", "Kayak rental", "Kayaks on the lake are rented out from the wooden pier until sunset.")
    kept(folder / "notes.hwp", "no document")

    added = run("knowledge", "add", folder, "--yes")

    assert (added.code, added.err) == (0, "")
    counts = {"dogs": 1, "kayak": 1, "parking": 1, "piano": 1, "spa": 2}
    assert [line for line in added.out.splitlines() if line.startswith("added")] == [
        f"added guideline:{card} with {count} passage(s)" for card, count in counts.items()
    ]
    assert (
        f"{folder / 'piano.docx'} becomes guideline:piano with 1 passage(s):\n  guideline:piano-1  피아노 조율"
        in added.out
    )
    assert {card: len(listed["passages"]) for card, listed in own(run).items()} == counts
    assert first(
        run, "온천에서 수건을 몇 장 빌리나요", "지하 주차장은 언제 셔터를 내리나요", "강아지 목줄을 매야 하나요",
        "피아노 조율은 언제 하나요", "Where can I rent a kayak on the lake?",
    ) == [f"guideline:{card}-1" for card in ("spa", "parking", "dogs", "piano", "kayak")]  # fmt: skip

    removed = run("knowledge", "remove", "guideline:spa", "piano")

    assert (removed.code, removed.err) == (0, "")
    asides = re.findall(r"^removed (\S+); it is kept as (.+)$", removed.out, re.M)
    assert [(wanted, Path(aside).parent) for wanted, aside in asides] == [
        (wanted, home / "knowledge" / "removed") for wanted in ("guideline:spa", "piano")
    ]
    assert "온천 수건은 한 분께" in Path(asides[0][1]).read_text(encoding="utf-8")
    assert own(run).keys() == {"dogs", "kayak", "parking"}
    found = first(run, "온천에서 수건을 몇 장 빌리나요", "강아지 목줄을 매야 하나요", "피아노 조율은 언제 하나요")
    assert found[1] == "guideline:dogs-1"
    assert [name for name in found if name.startswith(("guideline:spa", "guideline:piano"))] == []


def test_a_dry_run(run: Callable[..., Run], home: Path, tmp_path: Path) -> None:
    """It shows what would be added, as much as asked for, and adds nothing."""
    path = kept(tmp_path / "spa.md", SPA)

    whole = run("knowledge", "add", path, "--dry-run")
    short = run("knowledge", "add", path, "--dry-run", "--show", "1")

    assert (whole.code, whole.err, short.code) == (0, "", 0)
    assert whole.out.splitlines() == [
        f"{path} becomes guideline:spa with 2 passage(s):",
        "  guideline:spa-1  수건 대여",
        "      온천 수건은 한 분께 두 장까지 빌려 드린다.",
        "  guideline:spa-2  사우나 시간",
        "      사우나는 밤에 닫는다.",
        "Nothing was added.",
    ]
    assert "  … and 1 more (--show N shows more)" in short.out.splitlines()
    assert "사우나는" not in short.out
    assert not (home / "knowledge").exists()


@pytest.mark.parametrize(("answer", "taken"), [("n", False), ("", False), ("네", True)])
def test_asked_at_a_terminal(home: Path, tmp_path: Path, answer: str, taken: bool) -> None:
    """A person is asked; only a yes adds."""
    path = kept(tmp_path / "spa.md", SPA)
    ours, theirs = os.openpty()
    os.write(ours, f"{answer}\n".encode())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLAYBOOK_")}
    done = subprocess.run(
        [PROGRAM, "knowledge", "add", path], stdin=theirs, capture_output=True, check=False, text=True,
        env=environment | {"PLAYBOOK_HOME": str(home)},
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Add these? [y/N]" in done.stdout
    assert ("Nothing was added." in done.stdout) is not taken
    assert (home / "knowledge" / "spa.md").exists() is taken


def test_kind_and_last_day(run: Callable[..., Run], home: Path, tmp_path: Path) -> None:
    """Said of documents once for all; what is past its day is no more found, though it is there."""
    spa, piano = kept(tmp_path / "spa.md", SPA), in_word(tmp_path / "piano.docx")

    assert run("knowledge", "add", spa, "--kind", "reply", "--expires", NEXT_YEAR).code == 0
    assert run("knowledge", "add", piano, "--kind", "reply", "--expires", YESTERDAY).code == 0

    for card, day in (("spa", NEXT_YEAR), ("piano", YESTERDAY)):
        assert f"\nexpires: {day}\n" in (home / "knowledge" / f"{card}.md").read_text(encoding="utf-8")
    replies = run("search", "피아노 조율은 언제 하나요", "--kind", "reply", "--json").records[0]["results"]
    assert {(result["id"], result["kind"]) for result in replies} == {
        ("reply:spa-1", "reply"),
        ("reply:spa-2", "reply"),
    }


def test_cards_of_your_own(run: Callable[..., Run], home: Path, tmp_path: Path) -> None:
    """Kept as they are; what clashes or is broken is refused, and nothing that came with it is added."""
    good = kept(tmp_path / "good.md", CARD.replace("ID", "own-cups").replace("LAST", "My own cup broke"))
    clash = kept(tmp_path / "clash.md", CARD.replace("ID", "own").replace('id: "1"', "id: cups-1"))
    broken = kept(tmp_path / "broken.md", CARD.replace("ID", "own-mugs").replace("guideline", "guide"))
    plain = kept(
        tmp_path / "plain.md", CARD.split("\n## ")[0].replace("ID", "own-pots") + "\n## 냄비\n\n바꾸어 드린다.\n"
    )
    spa = kept(tmp_path / "spa.md", SPA)

    added = run("knowledge", "add", good, plain)
    assert added.out.splitlines()[-2:] == [
        "added guideline:own-cups with 1 passage(s)",
        "added guideline:own-pots with 1 passage(s)",
    ]
    check_refused(run("knowledge", "add", spa, good), "knowledge", ("good.md", "'own-cups'", "another id"))
    check_refused(
        run("knowledge", "add", spa, clash), "knowledge", ("clash.md", "'guideline:own-cups-1'", "'own-cups'")
    )
    check_refused(run("knowledge", "add", spa, broken), "knowledge", ("broken.md", "front matter: kind"))

    assert sorted(path.name for path in (home / "knowledge").iterdir()) == ["own-cups.md", "own-pots.md"]
    assert (home / "knowledge" / "own-cups.md").read_bytes() == good.read_bytes()
    assert "A broken cup is replaced." in run("knowledge", "show", "own-cups").out


REFUSED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "a format that is none": (("add", "a.hwp"), ("a.hwp", "DOCX or PDF")),
    "a Word file that is none": (("add", "a.docx"), ("a.docx", "save it again in Word")),
    "a PDF that is none": (("add", "a.pdf"), ("a.pdf", "protected or cut off")),
    "a text in no encoding": (("add", "a.txt"), ("a.txt", "save it as UTF-8")),
    "a document without text": (("add", "a.md"), ("a.md", "no text in it")),
    "a good one with a bad one": (("add", "spa.md", "a.md"), ("a.md", "no text in it")),
    "a folder without documents": (("add", "empty"), ("empty", "no document in this folder", ".docx")),
    "a file that is not there": (("add", "nowhere.docx"), ("nowhere.docx", "no such file")),
    "a last day in words": (("add", "spa.md", "--expires", "soon"), ("'soon'", "2027-03-31")),
    "a last day that no calendar has": (("add", "spa.md", "--expires", "2027-02-30"), ("'2027-02-30'", "2027-03-31")),
    "a kind that is none": (("add", "spa.md", "--kind", "rule"), ("'rule'", "guideline")),
    "no path": (("add",), ("PATH",)),
    "a card to remove that is none": (("remove", "spa"), ("'spa'", "knowledge list")),
    "a card of ours to remove": (("remove", "emart-beef-2010"), ("'emart-beef-2010'", "of your own")),
    "no card to remove": (("remove",), ("ID",)),
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused(desk: Desk, tmp_path: Path, arguments: tuple[str, ...], said: tuple[str, ...]) -> None:
    """One line names the file and the mend, and nothing is added."""
    for name, content in {
        "a.hwp": b"",
        "a.docx": b"x",
        "a.pdf": b"x",
        "a.txt": b"\xff\x80\x81\xfe",
        "a.md": b" \n",
    }.items():
        kept(tmp_path / name, content)
    kept(tmp_path / "spa.md", SPA)
    (tmp_path / "empty").mkdir()

    check_refused(inside(desk, tmp_path, "knowledge", *arguments), "knowledge", said)
    assert not (tmp_path / "knowledge").exists()


def test_gaps(run: Callable[..., Run], tmp_path: Path) -> None:
    """A message without guidance is noted masked and counted, until a document speaks to it."""
    message = {"text": f"{WEATHER} 010-0000-1234"}
    run("draft", "-", "-o", "-", stdin=lines(message, message, {"text": "배터리에서 연기가 나고 불이 났어요"}))

    shown, (gap,) = run("knowledge", "gaps"), run("knowledge", "gaps", "--json").records

    assert (gap["text"], gap["times"], gap["lang"]) == (f"{WEATHER} <KR_PHONE>", 2, "ko")
    assert shown.out == f"{gap['at'][:10]}  {gap['kind']}/{gap['topic']}  ×2  {WEATHER} <KR_PHONE>\n"
    run("knowledge", "add", kept(tmp_path / "weather.md", f"## 날씨\n\n{gap['text']}라고 물으면 기상청을 안내한다.\n"))
    assert run("knowledge", "gaps", "--json") == Run(0, "", "")


def test_check(run: Callable[..., Run], tmp_path: Path) -> None:
    """1 with a card past its day, and with two documents at odds, each told with the mend or side by side; else 0."""
    days = [f"온천 이용권 환불은 접수한 날부터 {days}일 안에 마친다." for days in (3, 7)]
    old, new = (
        kept(tmp_path / name, f"## 환불\n\n{text}\n") for name, text in zip(("old.md", "new.md"), days, strict=True)
    )
    run("knowledge", "add", old, "--expires", YESTERDAY)
    past = run("knowledge", "check")
    line = f"guideline:old: its last day was {YESTERDAY}; renew it or `playbook knowledge remove old`"

    assert (past.code, past.err, past.out.splitlines()[1:]) == (1, "", [line])

    run("knowledge", "add", new)
    shown, told = run("knowledge", "check"), run("knowledge", "check", "--json")

    assert (shown.code, shown.err, told.code) == (1, "", 1)
    assert re.search(r"^look: figures differ \(0\.\d\d\)$", shown.out, re.M)
    assert f"  guideline:new-1: {days[1]}\n  guideline:old-1: {days[0]}\n" in shown.out
    (pair,) = told.records[0]["contradictions"]
    assert (pair["passage"], pair["other"], pair["figures"]) == ("guideline:new-1", "guideline:old-1", True)
    assert (told.records[0]["problems"], told.records[0]["expired"]) == ([], [line])
    assert told.records[0]["facts"] > 200

    run("knowledge", "remove", "old")
    assert run("knowledge", "check", "--json").code == 0


def test_a_search_narrowed(indexed: Path, desk: Desk) -> None:
    """By the kind of passage and each label of the message at once; without one of the four it finds others."""
    query = "불이 났다는 신고에 어떻게 답하나"
    narrow = ("--kind", "case", "--topic", "safety", "--stance", "transparency", "--message-kind", "incident")
    found = inside(desk, indexed, "search", query, "-k", "400", "--json", *narrow)
    results = found.records[0]["results"]
    ids = {result["id"] for result in results}

    assert (found.code, found.err) == (0, "")
    assert [result for result in results if unlike(result, RESULT)] == []
    only = Only(("case",), kind="incident", topic="safety", stance="transparency")
    assert ids == {hit.id for hit in desk.search(query, k=400, only=only)}
    for looser in (only._replace(**{name: Only._field_defaults[name]}) for name in Only._fields):
        assert ids != {hit.id for hit in desk.search(query, k=400, only=looser)}
    for passage in map(desk.library.passage, ids):
        assert passage.kind == "case"
        labels = ((passage.topics, "safety"), (passage.stances, "transparency"), (passage.kinds, "incident"))
        assert [label for of_passage, label in labels if of_passage and label not in of_passage] == []


@pytest.mark.parametrize(
    ("query", "covered"),
    [
        (WEATHER, False),
        ("Our battery caught fire, what do we say first?", True),
    ],
)
def test_a_search_says_whether_anything_covers_it(desk: Desk, indexed: Path, query: str, covered: bool) -> None:
    """Where nothing does it says so before it shows what comes nearest."""
    found = inside(desk, indexed, "search", query, "-k", "3")

    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("Nothing in the library covers this; the nearest 3:\n") is not covered
    assert len(re.findall(r"^0\.\d\d  \S+:\S+$", found.out, re.M)) == 3
    assert ("Nothing" in found.out) is not covered
