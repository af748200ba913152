"""Cards: what the format gives, and what every departure from it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import KnowledgeError
from playbook.library.cards import parse_card, read_card, read_cards

from .conftest import GONE, a_card, a_passage

HEADING = "깨진 컵 | Broken cups"
LAW = {"as_of": "2026-01", "approver": {"ko": "법무", "en": "legal"}}


def test_a_card_as_written() -> None:
    """Every field of the front matter and of a passage arrives where it belongs."""
    card = parse_card(
        a_card(
            a_passage(stances=["acknowledge"], kinds=["complaint"], topics=["delivery"], law=LAW),
            kind="case",
            year=2019,
            borrow={"ko": ["먼저 사과했다."], "en": ["They apologised first."]},
            avoid={"ko": [], "en": []},
        ),
        "cups.md",
    )

    assert (card.id, card.kind, card.year) == ("cups", "case", 2019)
    assert (card.date, card.certainty) == ("2020-05", "single_source")
    assert card.title.of("ko") == "컵에 관한 안내"
    assert card.source.of("en") == "House rules"
    assert card.borrow is not None
    assert card.borrow.of("ko") == ("먼저 사과했다.",)
    assert card.borrow.of("en") == ("They apologised first.",)
    (passage,) = card.passages
    assert (passage.id, passage.card, passage.kind) == ("case:cups-1", "cups", "case")
    assert (passage.heading.ko, passage.heading.en) == ("깨진 컵", "Broken cups")
    assert passage.text.ko == "깨진 컵은 새것으로 바꾸어 드린다."
    assert passage.text.en == "A broken cup is replaced by a new one."
    assert passage.facts == ("A01-1",)
    assert passage.situations[2] == "My cup arrived broken"
    assert (passage.stances, passage.kinds, passage.topics) == (("acknowledge",), ("complaint",), ("delivery",))
    assert passage.law is not None
    assert passage.law.approver.of("ko") == "법무"
    assert (passage.title, passage.source, passage.date) == (card.title, card.source, card.date)


def test_what_a_passage_may_leave_out() -> None:
    """Without an id it takes that of the card; without labels it fits any; certainty is the card's or its own."""
    later = a_passage("나중 | Later", id="later", certainty="unverified")
    card = parse_card(a_card(a_passage(id=GONE), later, reference=True), "c.md")

    assert [passage.id for passage in card.passages] == ["guideline:cups", "guideline:cups-later"]
    assert [passage.certainty for passage in card.passages] == ["single_source", "unverified"]
    assert [passage.reference for passage in card.passages] == [True, True]
    assert card.passages[0].stances == ()
    assert (card.year, card.borrow, card.avoid) == (None, None, None)


@pytest.mark.parametrize("date", ["2010", "2010-07", "2010-07-28", "2010-07-28/2010-08-02", "2010~2014"])
def test_a_date_as_precise_as_known(date: str) -> None:
    """A year, a month, a day or a stretch."""
    assert parse_card(a_card(date=date), "cups.md").date == date


def test_paragraphs_stay_apart() -> None:
    """An empty line in the text is kept."""
    card = parse_card(a_card(a_passage(ko="하나.\n\n둘.", en="One.\n\nTwo.")), "cups.md")

    assert card.passages[0].text.ko == "하나.\n\n둘."
    assert card.passages[0].text.en == "One.\n\nTwo."


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_files_as_other_programs_save_them(tmp_path: Path, mark: str, line_end: str) -> None:
    """Windows line ends and a byte order mark change nothing."""
    path = tmp_path / "cups.md"
    path.write_bytes((mark + a_card().replace("\n", line_end)).encode())

    assert read_card(path) == parse_card(a_card(), "cups.md")


BROKEN = {
    "no front matter": ("컵은 깨진다.", "front matter", "---"),
    "front matter that never ends": ("---\nid: cups\n", "front matter", "---"),
    "front matter that is no YAML": ("---\nid: [\n---\n" + a_passage(), "front matter", "no YAML"),
    "front matter that is a list": ("---\n- id\n---\n" + a_passage(), "front matter", "the block"),
    "no id": (a_card(id=GONE), "front matter", "id"),
    "an id with a blank": (a_card(id="two cups"), "front matter", "id"),
    "an id with a capital": (a_card(id="Cups"), "front matter", "id"),
    "a kind that cards have not": (a_card(kind="reply"), "front matter", "kind"),
    "no title": (a_card(title=GONE), "front matter", "title"),
    "a title in one language": (a_card(title={"ko": "컵"}), "front matter", "title.en"),
    "a source in one language": (a_card(source={"en": "x"}), "front matter", "source.ko"),
    "no date": (a_card(date=GONE), "front matter", "date"),
    "a date in words": (a_card(date="last summer"), "front matter", "date"),
    "a date without quotes": (a_card().replace("2020-05", "2020-05-01"), "front matter", "date"),
    "a date that no calendar has": (a_card().replace("2020-05", "2020-13-45"), "front matter", "month must be"),
    "a year alone without quotes": (a_card(date=2020), "front matter", "date"),
    "a certainty of its own": (a_card(certainty="quite"), "front matter", "certainty"),
    "a year in words": (a_card(year="서기"), "front matter", "year"),
    "advice in one language": (a_card(borrow={"ko": ["a"]}), "front matter", "borrow.en"),
    "advice that is no list": (a_card(avoid={"ko": "a", "en": ["b"]}), "front matter", "avoid.ko"),
    "a field nobody knows": (a_card(author="me"), "front matter", "author"),
    "text before the first heading": (a_card("머리말\n\n" + a_passage()), "before the first ## heading", "머리말"),
    "no heading": (a_card("\n"), "no ## heading", "passage"),
    "a heading in one language": (a_card(a_passage("깨진 컵")), "heading '깨진 컵'", "Korean | English"),
    "a heading in three": (a_card(a_passage("a | b | c")), "heading 'a | b | c'", "Korean | English"),
    "no block": (a_card(f"## {HEADING}\n\n글\n\n**EN** Text\n"), HEADING, "yaml block"),
    "no English": (a_card(a_passage().split("**EN**")[0]), HEADING, "**EN**"),
    "no Korean text": (a_card(a_passage(ko="")), HEADING, "one language"),
    "an empty English text": (a_card(a_passage(en="\u2003")), HEADING, "one language"),
    "a block that is no YAML": (a_card(a_passage().replace("facts:", "facts: [")), HEADING, "no YAML"),
    "a block that is a list": (a_card(f"## {HEADING}\n\n```yaml\n- a\n```\n글\n\n**EN** Text\n"), HEADING, "the block"),
    "no facts": (a_card(a_passage(facts=GONE)), HEADING, "facts"),
    "empty facts": (a_card(a_passage(facts=[])), HEADING, "facts"),
    "two situations": (a_card(a_passage(situations=["a", "b"])), HEADING, "situations"),
    "a situation that is a number": (a_card(a_passage(situations=["a", "b", 3])), HEADING, "situations.2"),
    "an unknown stance": (a_card(a_passage(stances=["apologise"])), HEADING, "stances.0"),
    "an unknown kind": (a_card(a_passage(kinds=["complaint", "gossip"])), HEADING, "kinds.1"),
    "an unknown topic": (a_card(a_passage(topics=["cups"])), HEADING, "topics.0"),
    "a passage id with a blank": (a_card(a_passage(id="a b")), HEADING, "id"),
    "an unknown certainty": (a_card(a_passage(certainty="sure")), HEADING, "certainty"),
    "law without a month": (a_card(a_passage(law=LAW | {"as_of": "2026"})), HEADING, "law.as_of"),
    "law without an approver": (a_card(a_passage(law={"as_of": "2026-01"})), HEADING, "law.approver"),
    "a field of the block nobody knows": (a_card(a_passage(mood="bad")), HEADING, "mood"),
    "the second passage": (a_card(a_passage(), a_passage("둘 | Two", facts=[])), "heading '둘 | Two'", "facts"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "place", "field"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_card(text: str, place: str, field: str) -> None:
    """One line names the file, the place within it and the field."""
    with pytest.raises(KnowledgeError) as raised:
        parse_card(text, "cups.md")

    said = str(raised.value)
    assert said.startswith("cups.md: ")
    assert place in said
    assert field in said
    assert "\n" not in said


@pytest.mark.parametrize("content", ["컵".encode("cp949"), "컵".encode("utf-16")])
def test_a_card_that_is_not_utf8(tmp_path: Path, content: bytes) -> None:
    """It is refused by name, with the mend."""
    path = tmp_path / "cups.md"
    path.write_bytes(content)

    with pytest.raises(KnowledgeError, match=r"cups\.md.*UTF-8"):
        read_card(path)


def refusal(text: str) -> str | None:
    """What a card is refused with; None where it is read."""
    try:
        parse_card(text, "cups.md")
    except KnowledgeError as error:
        return str(error)
    return None


@given(where=st.floats(0, 1), cut=st.integers(0, 40), put=st.text(max_size=8))
@settings(max_examples=150, deadline=None)
def test_a_damaged_card_is_read_or_refused(where: float, cut: int, put: str) -> None:
    """Whatever is cut out or put in, the answer is a card or a ``KnowledgeError`` of one line."""
    text = a_card(a_passage(), a_passage("둘 | Two", id="2"))
    at = int(where * len(text))
    refused = refusal(text[:at] + put + text[at + cut :])

    assert refused is None or (refused.startswith("cups.md: ") and "\n" not in refused)


def test_folders_are_read_in_order(tmp_path: Path) -> None:
    """Folder by folder, each by path, sub-folders with them, other files passed over."""
    for name, card in {"b/z": "z", "b/a": "a", "a/deep/q": "q"}.items():
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(a_card(id=card), encoding="utf-8")
    (tmp_path / "b" / "notes.txt").write_text("no card", encoding="utf-8")

    assert [card.id for card in read_cards([tmp_path / "b", tmp_path / "a"])] == ["a", "z", "q"]


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        (a_card(), a_card(a_passage(id="2")), "card cups"),
        (a_card(id="cups-1"), a_card(a_passage(id="1-1")), "passage guideline:cups-1-1"),
    ],
)
def test_an_id_that_stands_twice(tmp_path: Path, first: str, second: str, key: str) -> None:
    """Both files and the id are named."""
    (tmp_path / "one.md").write_text(first, encoding="utf-8")
    (tmp_path / "two.md").write_text(second, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=rf"two\.md: {key} .*one\.md"):
        read_cards([tmp_path])


def test_an_id_that_stands_twice_in_one_card(tmp_path: Path) -> None:
    """Two passages of a card need two ids."""
    (tmp_path / "one.md").write_text(a_card(a_passage(), a_passage("둘 | Two")), encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"one\.md: passage guideline:cups-1"):
        read_cards([tmp_path])


def test_a_folder_without_cards(tmp_path: Path) -> None:
    """An empty library is a mistake, and the folder is named."""
    with pytest.raises(KnowledgeError, match=str(tmp_path)):
        read_cards([tmp_path])


def test_the_cards_that_ship(desk: Desk) -> None:
    """All of them parse, and each id says its kind and its card."""
    assert {card.kind for card in desk.cards} == {"guideline", "case"}
    for card in desk.cards:
        assert [p for p in card.passages if not p.id.startswith(f"{card.kind}:{card.id}")] == []
