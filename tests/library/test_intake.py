"""Taking documents in and out: the card that a file becomes, its id, and that nothing of it is lost or misread."""

from __future__ import annotations

import datetime
import os
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import KnowledgeError, SetupError
from playbook.library.cards import parse_card, read_card, read_cards
from playbook.library.documents import read_document
from playbook.library.encoder import Encoder
from playbook.library.intake import documents, keep, prepare, prepare_all, remove
from playbook.library.search import Library
from playbook.records import PassageKind

from .conftest import GONE, a_card, a_passage

MANUAL = "# 환불 매뉴얼\n\n## 접수\n\n주문 번호를 먼저 묻는다.\n\n## 송금\n\n사흘 안에 보낸다.\n"
TODAY = datetime.datetime.now(datetime.UTC).date()
DAY = datetime.timedelta(days=1)


def a_file(path: Path, text: str = MANUAL) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_document_becomes_a_card(tmp_path: Path) -> None:
    """A passage a section, named after the file, dated by it, marked as the company's own."""
    path = a_file(tmp_path / "환불 매뉴얼 v2.md")
    os.utime(path, (1_770_000_000, 1_770_000_000))

    new = prepare(path, (), "reply", datetime.date(2027, 3, 31))
    card = new.card

    assert (card.id, card.kind, card.company, card.expires) == ("v2", "reply", True, datetime.date(2027, 3, 31))
    assert (card.title.ko, card.title.en) == ("환불 매뉴얼", "환불 매뉴얼")
    assert (card.source.ko, card.date, card.certainty) == (
        "우리 회사 문서 환불 매뉴얼 v2.md",
        "2026-02-02",
        "single_source",
    )
    assert [(p.id, p.heading.ko, p.text.ko, p.text.en) for p in card.passages] == [
        ("reply:v2-1", "접수", "주문 번호를 먼저 묻는다.", "주문 번호를 먼저 묻는다."),
        ("reply:v2-2", "송금", "사흘 안에 보낸다.", "사흘 안에 보낸다."),
    ]
    assert {(p.company, p.expires, p.facts, p.situations) for p in card.passages} == {
        (True, datetime.date(2027, 3, 31), (), ())
    }
    assert (new.source, parse_card(new.text, "v2.md", company=True)) == (path, card)


def test_what_is_not_said_of_a_document(tmp_path: Path) -> None:
    """It is guidance, and holds for ever."""
    card = prepare(a_file(tmp_path / "a.md"), ()).card

    assert (card.kind, card.expires) == ("guideline", None)


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("Refund Manual (v2).TXT", (), "refund-manual-v2"),
        ("환불 manual.md", (), "manual"),
        ("manual.md", ("manual",), "manual-2"),
        ("manual.md", ("manual", "manual-2", "manual-4"), "manual-3"),
        ("manual.md", ("manuals",), "manual"),
        ("a" * 60 + ".md", (), "a" * 40),
        ("a" * 39 + " b.md", (), "a" * 39),
        ("__--__.md", (), "document-[0-9a-f]{6}"),
        ("환불 매뉴얼.md", (), "document-[0-9a-f]{6}"),
    ],
)
def test_ids(tmp_path: Path, name: str, taken: tuple[str, ...], expected: str) -> None:
    """The Latin letters of the name, a short mark where it has none, counted on where the id exists."""
    assert re.fullmatch(expected, prepare(a_file(tmp_path / name), taken).card.id)


def test_ids_of_korean_names(tmp_path: Path) -> None:
    """The same name gives the same id, whoever wrote it wherever; another name another; one that is taken counts on."""
    first = prepare(a_file(tmp_path / "환불.md"), ()).card.id
    again = prepare(a_file(tmp_path / "deep" / unicodedata.normalize("NFD", "환불.md"), "다른 글"), ()).card
    other = prepare(a_file(tmp_path / "교환.md"), ()).card.id
    second = prepare(a_file(tmp_path / "환불.md"), (first, other)).card.id

    assert again.id == first
    assert (again.title.ko, again.source.ko) == ("환불", "우리 회사 문서 환불.md")
    assert other != first
    assert second == f"{first}-2"


LOOKALIKES = {
    "a heading in a program": "## 접수\n글\n\n```\n## 송금\n# 주석\n```\n끝\n",
    "a block": "## 접수\n\n```yaml\nid: other\nfacts: [A01-1]\nsituations: [하나, 둘, 셋]\n```\n\n글\n",
    "a block that is no YAML": "## 접수\n\n```yaml\n{[: broken\n```\n",
    "a block at the end": "## 접수\n글\n```yaml\nid: other\n```",
    "the mark of the English text": "## 접수\n한국어 글\n\n**EN** 뒤에 온 글\n  **EN** 또\n",
    "a text that opens with the mark": "## 접수\n**EN** 뒤에 온 글\n",
    "a rule like that of front matter": "## 접수\n---\nid: other\n---\n글\n",
    "front matter of another program": "---\ntitle: 매뉴얼\nlayout: post\n---\n\n글\n\nid: 7\n",
    "a heading like YAML": "## id: \"접수\" {a: [1, 'b']} #c & *d\n글\n",
    "a heading in two languages": "## 접수 | Intake\n글\n",
    "a title like YAML": "# - id: '매뉴얼': \"x\" # 1\n## 접수\n글\n",
    "marks that are escaped already": "## 접수\n\\## 글\n\\```yaml\n",
    "a table": "## 접수\n| a | b |\n| --- | --- |\n| ## c | **EN** d |\n",
}


def bare(text: str) -> str:
    """A text without what keeps its marks quiet, and however it is broken into lines."""
    return " ".join(text.replace("\\", "").split())


@pytest.mark.parametrize("text", LOOKALIKES.values(), ids=LOOKALIKES.keys())
def test_marks_of_a_card_in_a_document(tmp_path: Path, text: str) -> None:
    """They are words of the document: its sections come back, and no label, English text or passage is made of them."""
    path = a_file(tmp_path / "a.md", text)
    sections = read_document(path).sections
    passages = prepare(path, ()).card.passages

    assert [(s.heading, bare(s.text)) for s in sections] == [(p.heading.ko, bare(p.text.ko)) for p in passages]
    assert [p.id for p in passages] == [f"guideline:a-{number}" for number in range(1, len(sections) + 1)]
    assert {(p.text.en == p.text.ko, p.facts, p.situations) for p in passages} == {(True, (), ())}


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "# ", "## ", "### ", "```yaml", "```", "**EN** ", "---", "id: ", "  ", "\\", "- ", "| "]),
        st.text(max_size=12),
    ),
    max_size=12,
)


@given(lines=LINES)
@settings(max_examples=150, deadline=None)
def test_any_document(tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str]]) -> None:
    """What it becomes is what is read back from the file that is kept, and its words are those of the document."""
    folder = tmp_path_factory.getbasetemp() / "any"
    text = "".join(mark + words.encode("utf-8", "replace").decode() + "\n" for mark, words in lines)
    path = a_file(folder / "any.md", f"머리\n{text}")
    new = prepare(path, ())
    keep([new], folder / "kept")

    assert read_card(folder / "kept" / "any.md", company=True) == new.card
    sections = read_document(path).sections
    assert [bare(s.text) for s in sections] == [bare(p.text.ko) for p in new.card.passages]


CARD = a_card(a_passage(topics=["delivery"]), id="own-cups", expires=datetime.date(2030, 1, 1))


@pytest.mark.parametrize(("mark", "end"), [("", "\n"), ("\ufeff", "\n"), ("", "\r\n")])
def test_a_card_stays_as_it_is(tmp_path: Path, mark: str, end: str) -> None:
    """A file that is a card already keeps its id, labels, day and every letter, whatever is said of documents."""
    path = tmp_path / "whatever.md"
    path.write_bytes((mark + CARD.replace("\n", end)).encode())

    new = prepare(path, ("cups",), "reply", TODAY)

    assert new.text == CARD
    assert new.card == parse_card(CARD, "own-cups.md", company=True)
    assert (new.card.kind, new.card.expires) == ("guideline", datetime.date(2030, 1, 1))
    assert new.card.passages[0].topics == ("delivery",)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.md", CARD, "a card 'own-cups' exists already; give yours another id."),
        ("a.md", a_card(id="own", title=GONE), "front matter: title: Field required"),
        ("a.md", "---\nid: own\n", "a card opens with front matter between two lines of ---."),
        ("a.md", a_card(a_passage(), a_passage()), "passage guideline:cups-1 stands in it 2 times; give each another"),
        ("a.hwp", "글", "Save a HWP file as DOCX or PDF."),
        ("a.txt", " \n", "no text in it."),
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    """One line names the file and what is wrong with it."""
    path = a_file(tmp_path / name, text)

    with pytest.raises(KnowledgeError) as raised:
        prepare(path, ("own-cups",))

    assert str(raised.value).startswith(f"{path}: ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_names_that_are_none(tmp_path: Path) -> None:
    """A file that is not there, a folder where a file is wanted, a name out of an archive in another encoding."""
    broken = Path(os.fsdecode(bytes(tmp_path) + b"/" + "환불".encode("cp949") + b".md"))

    with pytest.raises(KnowledgeError, match=r"none\.md: no such file\."):
        prepare(tmp_path / "none.md", ())
    with pytest.raises(KnowledgeError, match="no such file"):
        prepare(tmp_path, ())
    with pytest.raises(KnowledgeError, match="the name of this file is not UTF-8; rename it"):
        prepare(a_file(broken), ())


def test_several_at_once(tmp_path: Path) -> None:
    """Ids are free among themselves and among the cards that are there."""
    names = ["a/manual.md", "b/manual.txt", "c/Cups.md", "d/환불.md", "e/환불.md"]
    cards = [parse_card(a_card(), "cups.md")]

    new = prepare_all([a_file(tmp_path / name) for name in names], cards, "case", None)

    ids = [entry.card.id for entry in new]
    assert ids[:3] == ["manual", "manual-2", "cups-2"]
    assert ids[4] == f"{ids[3]}-2"
    assert {entry.card.kind for entry in new} == {"case"}


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (a_card(), "a card 'cups' exists already"),
        (a_card(a_passage(id="a-1"), id="cups-b"), None),
        (a_card(a_passage(id="b-1"), id="cups"), "a card 'cups' exists already"),
        (a_card(a_passage(id="b-1"), id="own"), None),
        (a_card(a_passage(id="1"), id="cups-a"), "passage 'guideline:cups-a-1' stands in card 'cups' already"),
    ],
)
def test_ids_that_exist(tmp_path: Path, card: str, said: str | None) -> None:
    """A card or a passage whose id exists is refused; one that only looks like it is taken."""
    there = [parse_card(a_card(a_passage(id="a-1")), "cups.md")]
    path = a_file(tmp_path / "a.md", card)
    try:
        assert len(prepare_all([path], there, "guideline", None)) == 1
        refused = None
    except KnowledgeError as error:
        refused = str(error)

    assert (refused is None) == (said is None)
    assert (said or "") in (refused or "")


def test_folders(tmp_path: Path) -> None:
    """All documents of a folder and those below it, by name; other files, hidden ones and those Word locks are not."""
    for name in ("b.md", "a/deep/c.PDF", "a/d.docx", "notes.hwp", ".e.md", "a/~$d.docx", "a/._d.docx", "f.md/g.txt"):
        a_file(tmp_path / "all" / name)
    alone = a_file(tmp_path / "z.hwp")

    found = documents([alone, tmp_path / "all"])

    inside = ["a/d.docx", "a/deep/c.PDF", "b.md", "f.md/g.txt"]
    assert found == [alone, *(tmp_path / "all" / name for name in inside)]


def test_a_folder_without_documents(tmp_path: Path) -> None:
    """It is named, with what can be read."""
    a_file(tmp_path / "a.hwp")

    with pytest.raises(KnowledgeError, match=r"no document in this folder; \.md, .*\.pdf can be read"):
        documents([tmp_path])


def test_kept_and_removed(tmp_path: Path) -> None:
    """What is kept is read back whole; what is removed is gone, lies aside as it was, and can come back."""
    home = tmp_path / "home" / "knowledge"
    new = prepare_all([a_file(tmp_path / "환불.md"), a_file(tmp_path / "cups.md", CARD)], (), "guideline", None)
    keep(new, home)

    assert set(read_cards([], [home])) == {entry.card for entry in new}
    assert sorted(path.name for path in home.iterdir()) == sorted(f"{entry.card.id}.md" for entry in new)

    aside = remove("own-cups", home)

    assert read_cards([], [home]) == (new[0].card,)
    assert aside.read_text(encoding="utf-8") == CARD
    back = prepare(aside.rename(tmp_path / "back.md"), ())
    keep([back], home)
    assert set(read_cards([], [home])) == {entry.card for entry in new}


def test_a_card_that_was_renamed_by_hand(tmp_path: Path) -> None:
    """It is found by its id, not by the name of its file."""
    a_file(tmp_path / "mine.md", CARD)

    remove("own-cups", tmp_path)

    assert list(tmp_path.glob("*.md")) == []


@pytest.mark.parametrize("card_id", ["own-cup", "cups", "", "../own-cups"])
def test_a_card_that_was_never_kept(tmp_path: Path, card_id: str) -> None:
    """Nothing is removed, and it says where to look."""
    a_file(tmp_path / "own-cups.md", CARD)

    with pytest.raises(KnowledgeError, match=re.escape(f"no card {card_id!r} of your own; `playbook knowledge list`")):
        remove(card_id, tmp_path)
    with pytest.raises(KnowledgeError, match="of your own"):
        remove("own-cups", tmp_path / "nowhere")

    assert (tmp_path / "own-cups.md").exists()


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    """It is named, with the setting that mends it."""
    home = a_file(tmp_path / "home") / "knowledge"

    with pytest.raises(SetupError, match=r"home/knowledge cannot be written: .*Set PLAYBOOK_HOME\."):
        keep([prepare(a_file(tmp_path / "a.md"), ())], home)


HOLDING: dict[str, tuple[PassageKind, datetime.date | None, str]] = {
    "towels": ("guideline", None, "온천에서는 수건을 두 장까지 빌려준다."),
    "parking": ("reply", TODAY + 2 * DAY, "지하 주차장은 밤 열한 시에 문을 잠근다."),
}
PAST: dict[str, tuple[PassageKind, datetime.date | None, str]] = {
    "dogs": ("guideline", TODAY - 2 * DAY, "강아지는 목줄을 매고 산책로로만 다닌다."),
    "pianos": ("case", datetime.date.min, "피아노 조율은 봄마다 한 번씩 맡긴다."),
}


@pytest.fixture(scope="module")
def dated(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Small documents with different last days."""
    folder = tmp_path_factory.mktemp("dated")
    documents = {**HOLDING, **PAST}.items()
    return Library(
        [prepare(a_file(folder / f"{name}.md", text), (), kind, day).card for name, (kind, day, text) in documents],
        encoder,
    )


@pytest.mark.parametrize("name", [*HOLDING, *PAST])
def test_what_is_past_its_day(dated: Library, name: str) -> None:
    """It is not found, not even among background, and no question is covered by it; until then it is."""
    kind, _, text = {**HOLDING, **PAST}[name]
    found = [hit.id for hit in dated.search(text, k=9, reference=True)]

    assert (f"{kind}:{name}-1" in found) is (name in HOLDING)
    assert dated.covers(text) is (name in HOLDING)
