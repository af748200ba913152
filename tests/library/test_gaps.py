"""Messages without guidance: masked, counted, gone when somebody has written it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.library.gaps import LONGEST, MOST, Gap, Gaps
from playbook.library.intake import prepare
from playbook.records import Message

WEATHER = "내일 서울 날씨가 어떤가요?"


def nothing(text: str) -> bool:
    """A library that covers nothing."""
    return False


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def gaps(tmp_path: Path) -> Gaps:
    return Gaps(tmp_path / "home" / "gaps.jsonl")


def test_nothing_is_missing_at_first(gaps: Gaps) -> None:
    """No file is no gap."""
    assert gaps.open(nothing) == []


def test_a_gap_as_noted(gaps: Gaps, tmp_path: Path) -> None:
    """What the message was and when it came, in a file that any program reads, a line a note."""
    before = datetime.datetime.now(datetime.UTC)
    gaps.add("  내일\n날씨는 \u2028 <KR_PHONE>", "ko", "inquiry", "other")

    (gap,) = gaps.open(nothing)

    assert (gap.text, gap.lang, gap.kind, gap.topic) == ("내일 날씨는 <KR_PHONE>", "ko", "inquiry", "other")
    assert gap.times == 1
    assert before <= gap.at <= datetime.datetime.now(datetime.UTC)
    assert [json.loads(line)["text"] for line in lines(tmp_path / "home" / "gaps.jsonl")] == ["내일 날씨는 <KR_PHONE>"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["가"], [("가", 1)]),
        (["가", "나", "다"], [("다", 1), ("나", 1), ("가", 1)]),
        (["가", "가", "가"], [("가", 3)]),
        (["가", "나", " 가 "], [("가", 2), ("나", 1)]),
        (["가", "가가"], [("가가", 1), ("가", 1)]),
        (["다" * LONGEST, "다" * LONGEST + "라"], [("다" * LONGEST, 2)]),
    ],
)
def test_counted(gaps: Gaps, texts: list[str], expected: list[tuple[str, int]]) -> None:
    """The same text counts up and comes up again as the latest; a long one is known by its beginning."""
    for text in texts:
        gaps.add(text, "ko", "inquiry", "other")

    assert [(gap.text, gap.times) for gap in gaps.open(nothing)] == expected


def test_the_library_is_asked_for_each(gaps: Gaps) -> None:
    """What it covers by now is left out, and comes back with its count when it does no more."""
    for text in ("날씨", "환불", "날씨"):
        gaps.add(text, "ko", "inquiry", "other")

    assert [gap.text for gap in gaps.open(lambda text: text == "날씨")] == ["환불"]
    assert gaps.open(lambda text: True) == []
    assert [(gap.text, gap.times) for gap in gaps.open(nothing)] == [("날씨", 2), ("환불", 1)]


BROKEN = {
    "half a line": b'{"id": "a", "text": "\xeb\x82\xb4',
    "half a letter": b"\xff\xfe",
    "no JSON": b"hello",
    "an empty line": b"",
    "another record": b'{"id": "a"}',
    "a list": b"[]",
    "a kind that is none": b'{"id":"a","text":"b","lang":"ko","kind":"x","topic":"other","at":"2026-01-01T00:00:00Z"}',
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_broken_lines_are_passed_over(tmp_path: Path, broken: bytes) -> None:
    """Those before and after them count."""
    path = tmp_path / "gaps.jsonl"
    gaps = Gaps(path)
    gaps.add("앞", "ko", "inquiry", "other")
    path.write_bytes(path.read_bytes() + broken + b"\n")
    gaps.add("뒤", "ko", "inquiry", "other")

    assert [gap.text for gap in gaps.open(nothing)] == ["뒤", "앞"]


def a_gap(number: int, minute: int) -> str:
    at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minute)
    gap = Gap(id=f"{number:016}", text=f"글 {number}", lang="ko", kind="inquiry", topic="other", at=at)
    return gap.model_dump_json() + "\n"


@pytest.mark.parametrize(("count", "left"), [(MOST - 1, MOST - 1), (MOST, MOST), (MOST + 1, MOST // 2)])
def test_cut_when_there_are_too_many(tmp_path: Path, count: int, left: int) -> None:
    """The latest half is kept; one that was noted long ago and came again today is among them with its count."""
    path = tmp_path / "gaps.jsonl"
    path.write_text("".join(a_gap(n, n) for n in range(count - 1)) + a_gap(0, MOST * 2), encoding="utf-8")

    shown = Gaps(path).open(nothing)

    assert (shown[0].text, shown[0].times) == ("글 0", 2)
    kept = Gaps(path).open(nothing)
    assert len(lines(path)) == left
    assert kept == shown[: len(kept)]
    assert [entry.name for entry in tmp_path.iterdir()] == ["gaps.jsonl"]


def test_many_notes_of_one_text_are_one_line(tmp_path: Path) -> None:
    """Cutting adds them up, and further notes count on."""
    path = tmp_path / "gaps.jsonl"
    path.write_text("".join(a_gap(7, n) for n in range(MOST + 1)), encoding="utf-8")
    gaps = Gaps(path)

    assert [gap.times for gap in gaps.open(nothing)] == [MOST + 1]
    assert len(lines(path)) == 1
    with path.open("a", encoding="utf-8") as more:
        more.write(a_gap(7, MOST * 2))
    assert [gap.times for gap in gaps.open(nothing)] == [MOST + 2]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """The note is lost, the answer is not."""
    (tmp_path / "home").write_text("a file")
    gaps = Gaps(tmp_path / "home" / "gaps.jsonl")

    gaps.add("가", "ko", "inquiry", "other")

    assert gaps.open(nothing) == []


@given(texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_note_counts(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """As many as were noted, each text once, whatever signs it is made of."""
    path = tmp_path_factory.mktemp("any") / "gaps.jsonl"
    gaps = Gaps(path)
    for text in texts:
        gaps.add(text, "ko", "inquiry", "other")

    found = gaps.open(nothing)

    assert sum(gap.times for gap in found) == len(texts)
    assert {gap.text for gap in found} == {" ".join(text.split()) for text in texts}


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        (WEATHER, True),
        ("How warm will it be in Seoul tomorrow?", True),
        ("배터리에서 연기가 나고 불이 났어요", False),
        ("회사가 매각된다는 소문이 사실인가요?", False),
        ("(광고) 최저가 대출 상담 무료! http://example.com/loan 지금 클릭하세요", False),
    ],
)
def test_which_messages_are_noted(desk: Desk, text: str, noted: bool) -> None:
    """Those that no passage speaks to; none that one does, and no advertisement."""
    case = desk.draft(Message(text=text))

    assert case.gap is noted
    assert (text in [gap.text for gap in desk.gaps.open(nothing)]) is noted


def test_from_a_message_to_guidance_and_back(desk: Desk, tmp_path: Path) -> None:
    """Personal data never reaches the file; a document that speaks to it closes the gap, taking it out opens it."""
    desk.draft(Message(text=f"{WEATHER} 010-0000-1234로 김하나(a.b@example.com)에게 알려 주세요"))
    (wanted,) = [
        gap.text for gap in desk.gaps.open(desk.library.covers) if WEATHER in gap.text and "<KR_PHONE>" in gap.text
    ]
    path = tmp_path / "weather.md"
    path.write_text(f"## 날씨를 물을 때\n\n{wanted}라고 물으면 내일 서울 날씨는 기상청에 묻도록 안내한다.", "utf-8")

    rows = [json.loads(line) for line in lines(desk.settings.home / "gaps.jsonl")]
    held = "".join(row["text"] for row in rows if WEATHER in row["text"])  # moments and other messages have digits too
    assert "<EMAIL>" in wanted
    assert [private for private in ("0000", "1234", "a.b@", "example.com") if private in held] == []

    desk.take_in([prepare(path, {card.id for card in desk.cards})])
    try:
        assert wanted not in [gap.text for gap in desk.gaps.open(desk.library.covers)]
    finally:
        desk.take_out("weather")
    assert wanted in [gap.text for gap in desk.gaps.open(desk.library.covers)]
