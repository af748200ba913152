"""Cards: what the format gives, and what every departure from it is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import KnowledgeError
from playbook.library.cards import Card, parse_card, read_card, read_cards

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


def refusal(text: str, company: bool = False) -> str | None:
    """What a card is refused with; None where it is read."""
    try:
        parse_card(text, "cups.md", company)
    except KnowledgeError as error:
        return str(error)
    return None


PLAIN = {"certainty": GONE, "kind": GONE}
"""What a company's own card may leave out of its front matter."""


def own(*passages: str, **front: object) -> Card:
    """A card of the company's own."""
    return parse_card(a_card(*passages, **{**PLAIN, **front}), "own.md", company=True)


@pytest.mark.parametrize(
    ("passage", "heading", "text"),
    [
        ("## 깨진 컵\n\n바꾸어 드린다.\n", ("깨진 컵", "깨진 컵"), ("바꾸어 드린다.", "바꾸어 드린다.")),
        ("## Broken cups\nReplace it.", ("Broken cups", "Broken cups"), ("Replace it.", "Replace it.")),
        ("## 컵 | Cups\n**EN** Replace it.", ("컵", "Cups"), ("Replace it.", "Replace it.")),
        ("## 컵\n바꾼다.\n\n**EN** Replace it.", ("컵", "컵"), ("바꾼다.", "Replace it.")),
        ("## 컵 |\n바꾼다.\n", ("컵", "컵"), ("바꾼다.", "바꾼다.")),
        ("## 컵 | a | b\n바꾼다.\n", ("컵", "a | b"), ("바꾼다.", "바꾼다.")),
        ("## 컵\n하나.\n\n```yaml\nid: x\n```\n", ("컵", "컵"), ("하나.\n\n```yaml\nid: x\n```",) * 2),
    ],
)
def test_one_language_is_enough_for_a_company(passage: str, heading: tuple[str, str], text: tuple[str, str]) -> None:
    """What is missing in one language is shown in the other; without a block a passage fits any message."""
    (read,) = own(passage).passages

    assert (read.id, read.kind, read.certainty, read.company) == (
        "guideline:cups-1",
        "guideline",
        "single_source",
        True,
    )
    assert (read.heading.ko, read.heading.en) == heading
    assert (read.text.ko, read.text.en) == text
    assert (read.facts, read.situations, read.stances, read.kinds, read.topics) == ((), (), (), (), ())


def test_a_block_of_a_company_says_what_is_known() -> None:
    """Any of its fields may stand alone; a passage without an id is counted."""
    card = own(
        "## 하나\n글\n",
        "## 둘\n```yaml\ntopics: [delivery]\n```\n글\n",
        '## 셋\n```yaml\nid: "third"\nsituations: [컵이 깨졌어요]\n```\n글\n',
        a_passage("넷 | Four", id="4", stances=["acknowledge"], certainty="cross_checked", law=LAW),
        kind="reply",
    )

    assert [p.id for p in card.passages] == ["reply:cups-1", "reply:cups-2", "reply:cups-third", "reply:cups-4"]
    assert [p.topics for p in card.passages] == [(), ("delivery",), (), ()]
    assert card.passages[2].situations == ("컵이 깨졌어요",)
    assert (card.passages[3].stances, card.passages[3].certainty) == (("acknowledge",), "cross_checked")
    assert (card.company, card.passages[3].law is not None) == (True, True)


PLAINLY_BROKEN = {
    "no front matter": ("## 컵\n글\n", "front matter", "---"),
    "no id": (a_card(**PLAIN, id=GONE), "front matter", "id"),
    "an id with a capital": (a_card(**PLAIN, id="Cups"), "front matter", "id"),
    "a kind that is none": (a_card(kind="statement"), "front matter", "kind"),
    "a title in one language": (a_card(**PLAIN, title={"ko": "컵"}), "front matter", "title.en"),
    "no source": (a_card(**PLAIN, source=GONE), "front matter", "source"),
    "no date": (a_card(**PLAIN, date=GONE), "front matter", "date"),
    "a last day in words": (a_card(**PLAIN, expires="next year"), "front matter", "expires"),
    "a last day that no calendar has": (a_card(**PLAIN, expires="2027-02-30"), "front matter", "expires"),
    "a field nobody knows": (a_card(**PLAIN, author="me"), "front matter", "author"),
    "no heading": (a_card("\n", **PLAIN), "no ## heading", "passage"),
    "text before the first heading": (a_card("글\n\n## 컵\n글\n", **PLAIN), "before the first ## heading", "글"),
    "no text": (a_card("## 컵\n\n## 접시\n글\n", **PLAIN), "heading '컵'", "the text is missing."),
    "a block and no text": (a_card("## 컵\n```yaml\nid: a\n```\n", **PLAIN), "heading '컵'", "the text is missing."),
    "an unknown topic": (a_card(a_passage(topics=["cups"]), **PLAIN), HEADING, "topics.0"),
    "a passage id with a blank": (a_card(a_passage(id="a b"), **PLAIN), HEADING, "id"),
    "a block that is no YAML": (a_card("## 컵\n```yaml\n[\n```\n글\n", **PLAIN), "heading '컵'", "no YAML"),
    "an id twice": (a_card(a_passage(), "## 둘\n```yaml\nid: '1'\n```\n글\n", **PLAIN), "guideline:cups-1", "2 times"),
    "an id that is the number of another": (
        a_card("## 하나\n글\n", a_passage(id="1"), **PLAIN), "guideline:cups-1", "another id",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "place", "field"), PLAINLY_BROKEN.values(), ids=PLAINLY_BROKEN.keys())
def test_what_a_company_may_not_leave_out(text: str, place: str, field: str) -> None:
    """The plainer form is no free one: one line names the file, the place and the field."""
    said = refusal(text, company=True) or "read"

    assert said.startswith("cups.md: ")
    assert place in said
    assert field in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "text",
    [
        a_card(kind="reply"),
        a_card(certainty=GONE),
        a_card("## 컵\n바꾼다.\n"),
        a_card(a_passage(facts=GONE)),
        a_card(a_passage(situations=GONE)),
        a_card("## 컵 | Cups\n바꾼다.\n\n**EN** Replace it.\n"),
    ],
)
def test_the_plainer_form_is_the_company_s_alone(text: str) -> None:
    """What may be left out of its cards may not be left out of ours."""
    assert refusal(text, company=True) is None
    assert refusal(text) is not None


@pytest.mark.parametrize(
    ("expires", "today", "expected"),
    [
        (None, date.max, False),
        (date(2027, 3, 31), date(2027, 3, 30), False),
        (date(2027, 3, 31), date(2027, 3, 31), False),
        (date(2027, 3, 31), date(2027, 4, 1), True),
    ],
)
@pytest.mark.parametrize("company", [True, False])
def test_the_last_day(expires: date | None, today: date, expected: bool, company: bool) -> None:
    """A passage holds through the day that its card names."""
    card = parse_card(a_card(**({"expires": expires} if expires else {})), "cups.md", company)

    assert (card.expires, card.passages[0].expires) == (expires, expires)
    assert card.passages[0].expired(today) is expected


@given(where=st.floats(0, 1), cut=st.integers(0, 40), put=st.text(max_size=8), company=st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_damaged_card_is_read_or_refused(where: float, cut: int, put: str, company: bool) -> None:
    """Whatever is cut out or put in, the answer is a card or a ``KnowledgeError`` of one line."""
    text = a_card(a_passage(), a_passage("둘 | Two", id="2"))
    at = int(where * len(text))
    refused = refusal(text[:at] + put + text[at + cut :], company)

    assert refused is None or (refused.startswith("cups.md: ") and "\n" not in refused)


def test_folders_are_read_in_order(tmp_path: Path) -> None:
    """Folder by folder, each by path, sub-folders with them, other files passed over."""
    for name, card in {"b/z": "z", "b/a": "a", "a/deep/q": "q"}.items():
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(a_card(id=card), encoding="utf-8")
    (tmp_path / "b" / "notes.txt").write_text("no card", encoding="utf-8")

    assert [card.id for card in read_cards([tmp_path / "b", tmp_path / "a"])] == ["a", "z", "q"]


def test_the_company_s_cards_come_first(tmp_path: Path) -> None:
    """Its folders are read before ours and their cards are known as its own, in the plainer form too."""
    for name, text in {"ours/a.md": a_card(id="a"), "own/b.md": a_card("## 컵\n글\n", **PLAIN, id="b")}.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")

    cards = read_cards([tmp_path / "ours"], [tmp_path / "own"])

    assert [(card.id, card.company, card.passages[0].company) for card in cards] == [
        ("b", True, True),
        ("a", False, False),
    ]
    with pytest.raises(KnowledgeError, match=r"b\.md"):
        read_cards([tmp_path / "ours", tmp_path / "own"])


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
