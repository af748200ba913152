"""The archive: conversations found again, their writers known without being named, and erased for good."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from program import sharing
from sqlalchemy import text as sql

from playbook.desk import Desk
from playbook.errors import ReviewError, SetupError
from playbook.library.search import Only
from playbook.records import Case, Context, Decision, Message, Person
from playbook.review.proof import prove
from playbook.review.searchable import author_key, excerpt, terms
from playbook.review.store.archive import Search, put_archive
from playbook.settings import Settings
from playbook.testing import a_case

PHONE = "010-2345-6789"
LETTER = f"주문한 컵이 깨져서 왔어요. 환불해 주세요. 제 번호는 {PHONE}입니다."


@pytest.fixture
def office(database_url: str, furnish: Callable[[Path], Path], tmp_path: Path, desk: Desk) -> Iterator[Desk]:
    """A desk with a store and a home of its own, and the models of the one that all tests share."""
    opened = sharing(desk, Settings(home=furnish(tmp_path / "home"), database_url=database_url))
    yield opened
    opened.close()


def kept(office: Desk, words: str, handle: str = "", **changes: Any) -> Case:
    """A case that has just come in."""
    context = Context(handle=handle)
    return office.receive(Message.model_validate({"text": words, "channel": "x", "context": context} | changes), "하나")


def answered(office: Desk, words: str = LETTER, handle: str = "@gil_dong", **edit: str) -> Case:
    """A case whose reply was approved, sent and closed; ``edit`` replaces words of the proposed reply."""
    case = office.draft(Message(text=words, channel="web_form", context=Context(handle=handle)))
    assert case.draft
    slots = {s.ask: "11월 30일 18시" if "기한" in s.ask else "1588-0000" for s in case.draft.slots}
    said = case.draft.text
    for old, new in edit.items():
        said = said.replace(old, new)
    case = office.decide(case, Decision(verb="submit", by="하나", slots=slots, text=said, reason="말투"))
    office.comment(case, f"{PHONE}에 전화했습니다.", "두리")
    case = office.decide(case, Decision(verb="approve", by="두리", owners={"": "하나"}))
    assert case.draft
    case = office.decide(case, Decision(verb="record", by="하나", where="https://example.com/1", text=case.draft.text))
    return office.decide(case, Decision(verb="close", by="하나"))


def texts(office: Desk, case: Case) -> str:
    """Everything that the store, the log, the home and a pack hold of a case, in one."""
    tables = ("cases", "messages", "drafts", "comments", "replies", "promises", "archive", "audit")
    with office.store.reading() as connection:
        rows = [str(row) for table in tables for row in connection.execute(sql(f"SELECT * FROM {table}"))]
    files = [path.read_text() for path in (office.home / "knowledge").rglob("*") if path.is_file()]
    return "\n".join([*rows, *files])


EARLY, LATE = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
LOOKED_FOR: list[tuple[dict[str, Any], set[int]]] = [
    ({"query": "깨져"}, {1}), ({"query": "컵 환불"}, {1}), ({"query": '"컵이 깨져서"'}, {1}),
    ({"query": '"환불 컵이"'}, set()), ({"query": "REFUND"}, {2}), ({"query": "refund 컵"}, set()),
    ({"query": "100%"}, {2}), ({"query": "1000"}, set()), ({"query": "a_b"}, set()),
    ({"query": PHONE}, set()), ({"query": "KR_PHONE"}, {1}), ({}, {1, 2, 3}), ({"query": "  "}, {1, 2, 3}),
    ({"author": "GIL_DONG"}, {1}), ({"author": "gi***ng"}, {1}), ({"author": "gil"}, set()),
    ({"author": "gil_dong", "channel": "email"}, set()), ({"author": "gil_dong", "channel": "x"}, {1}),
    ({"channel": "email"}, {2}), ({"state": "received"}, {1, 2, 3}), ({"state": "sent"}, set()),
    ({"since": LATE}, {3}), ({"until": LATE}, {1, 2}), ({"since": EARLY, "until": LATE}, {2}),
    ({"query": "배송", "until": LATE}, set()), ({"most": 1}, {3}),
]  # fmt: skip


def test_conversations_are_found(office: Desk) -> None:
    """By any part of a word, label, time and writer; never by personal data."""
    first = kept(office, LETTER, "@gil_dong", posted_at=datetime(2026, 1, 1, tzinfo=UTC))
    english = "I want a 100% refund for axb."
    second = kept(office, english, "someone", channel="email", posted_at=datetime(2026, 2, 1, tzinfo=UTC))
    third = kept(office, "배송이 사흘째 늦어요.", posted_at=datetime(2026, 4, 1, tzinfo=UTC))
    numbers = {first.id: 1, second.id: 2, third.id: 3}

    for looked_for, expected in LOOKED_FOR:
        assert {numbers[each.id] for each in office.archive(**looked_for)} == expected, looked_for


def test_labels_narrow_a_search(office: Desk) -> None:
    """Topic, kind and stance, as they were decided."""
    case = kept(office, LETTER)
    triage = case.triage

    for name in ("topic", "kind", "stance"):
        assert [each.id for each in office.archive(**{name: getattr(triage, name)})] == [case.id]
    assert office.archive(topic="finance") == office.archive(kind="spam") == office.archive(stance="monitor") == []
    [found] = office.archive("환불")
    assert "<KR_PHONE>" in found.excerpt or "환불" in found.excerpt
    assert PHONE not in found.model_dump_json()


def test_replies_are_searched_too(office: Desk) -> None:
    """As they stand after every change."""
    case = office.decide(kept(office, LETTER), Decision(verb="draft", by="하나"))
    assert case.draft
    assert office.archive("하루살이") == []

    office.decide(case, Decision(verb="edit", by="하나", text=f"{case.draft.text} 하루살이"))

    assert [each.id for each in office.archive("하루살이")] == [case.id]


def test_what_an_older_store_had_is_found(office: Desk) -> None:
    """A database from before the archive has nothing to search by, until somebody searches."""
    case = kept(office, LETTER)
    with office.store.changing() as connection:
        connection.execute(sql("DELETE FROM archive"))

    assert [each.id for each in office.archive("깨져서")] == [case.id]


def test_a_writer_is_known_again(office: Desk) -> None:
    """On the same channel, however the handle is typed, and only what came before; never without a handle."""
    first = kept(office, "첫 글입니다.", "@Gil_Dong", posted_at=datetime(2026, 1, 1, tzinfo=UTC))
    second = kept(office, "둘째 글입니다.", "gil_dong ", posted_at=datetime(2026, 2, 1, tzinfo=UTC))
    elsewhere = kept(office, "다른 곳의 글입니다.", "gil_dong", channel="email")
    other = kept(office, "남의 글입니다.", "gil_dang")
    nobody, nobody_again = kept(office, "모르는 사람의 글입니다."), kept(office, "모르는 사람의 또 다른 글입니다.")

    assert [case.id for case in office.earlier(second)] == [first.id]
    for case in (first, elsewhere, other, nobody, nobody_again):
        assert office.earlier(case) == []
    assert {case.id for case in office.by_author("gil_dong")} == {first.id, second.id, elsewhere.id}
    assert {case.id for case in office.by_author("@gil_dong", "x")} == {first.id, second.id}
    assert office.by_author("") == []
    key = office.home / "archive.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with office.store.reading() as connection:
        stored = set(connection.execute(sql("SELECT author_key FROM cases")).scalars())
    assert author_key(key.read_bytes(), "x", "gil_dong") in stored
    assert "" in stored


def test_a_reply_that_went_out_is_found_and_cited(office: Desk) -> None:
    """For the same matter in the same stance; one that went out otherwise than approved is not."""
    case = answered(office)
    again = office.draft(Message(text="주문한 컵이 깨진 채로 왔는데 환불 부탁드려요.", channel="web_form"))
    assert (again.triage.topic, again.triage.stance) == (case.triage.topic, case.triage.stance)

    hits = office.search("컵이 깨져서 왔어요", only=Only(("reply",)))
    assert [hit.id for hit in hits] == [f"reply:sent-{case.id}-1"]
    assert case.id in hits[0].source
    assert hits[0].id in {citation.id for citation in again.citations}
    other = office.draft(Message(text="개인정보가 유출됐다는데 사실인가요? 컵이 깨져서 왔어요", channel="web_form"))
    if (other.triage.topic, other.triage.stance) != (case.triage.topic, case.triage.stance):
        assert "reply" not in {citation.kind for citation in other.citations}
    [card] = (office.home / "knowledge").glob("*.md")
    assert PHONE not in card.read_text()


def test_what_was_not_approved_is_no_precedent(office: Desk) -> None:
    """A reply that went out in other words."""
    case = office.draft(Message(text=LETTER, channel="web_form"))
    assert case.draft
    slots = {slot.ask: "11월 30일 18시" for slot in case.draft.slots}
    case = office.decide(case, Decision(verb="submit", by="하나", slots=slots))
    case = office.decide(case, Decision(verb="approve", by="두리", owners={"": "하나"}))
    office.decide(case, Decision(verb="record", by="하나", where="전화", text="다른 말", reason="전화로 답함"))

    assert not (office.home / "knowledge").exists()


def test_erasing_leaves_no_trace_of_the_writer(office: Desk, tmp_path: Path) -> None:
    """In no table, no entry of the log, no card and no pack; what was signed, by whom and when, stays proven."""
    case = answered(office)
    before = texts(office, case)
    assert PHONE in before
    assert "gil_dong" in before
    versions = [version.digest for version in office.versions(case)]

    erased = office.decide(case, Decision(verb="erase", by="하나", reason="본인 요청"))

    after = texts(office, case)
    assert PHONE not in after
    assert not re.search("gil_dong|gi\\*\\*\\*ng", after)
    assert office.store.faults() == []
    assert (erased.signatures, erased.approved_hash) == (case.signatures, case.approved_hash)
    assert [version.digest for version in office.versions(case)] == versions
    assert erased.message.text.endswith("<KR_PHONE>입니다.")
    assert office.store.get(case.id) == erased
    assert office.by_author("gil_dong") == []
    assert office.search("컵이 깨져서 왔어요", only=Only(("reply",))) == []
    last = list(office.store.entries(case.id))[-1]
    assert (last.verb, last.by) == ("erase", "하나")
    assert last.why.startswith("본인 요청 [before ")
    pack = tmp_path / "pack.zip"
    pack.write_bytes(office.evidence(case.id))
    assert prove(pack).faults == ()


def over(office: Desk, words: str = LETTER) -> Case:
    """A case that was withdrawn."""
    return office.decide(kept(office, words), Decision(verb="withdraw", by="하나", reason="전화로 끝남"))


def test_what_the_law_asks_for_is_not_erased_in_passing(office: Desk) -> None:
    """Within the time that a law names, it takes a reason; and never a case that goes on, or without the role."""
    case, going_on = over(office), kept(office, LETTER)
    with pytest.raises(ReviewError, match=r"asks for case .* to be kept until 20"):
        office.decide(case, Decision(verb="erase", by="하나"))
    with pytest.raises(ReviewError, match="erase is not possible now"):
        office.decide(going_on, Decision(verb="erase", by="하나", reason="본인 요청"))
    clerk = Person(name="하나", roles=("staff", "reviewer", "executive"))
    with pytest.raises(ReviewError, match="admin, legal"):
        office.decide(case, Decision(verb="erase", by="하나", reason="본인 요청"), clerk)
    assert office.store.get(case.id) == case


def test_what_has_been_kept_long_enough_is_due(office: Desk) -> None:
    """A case that is over, by its topic, until it is erased; one that goes on never."""
    case, going_on = over(office), kept(office, LETTER)
    now = datetime.now(UTC)
    rule = office.retention.of(case.triage.topic)

    assert office.erase_due() == []
    [due] = office.erase_due(now + timedelta(days=31 * rule.months))
    assert (due.case, due.rule) == (case.id, rule.id)
    assert office.erase_due(due.due) == [due]
    assert office.erase_due(due.due - timedelta(seconds=1)) == []
    office.decide(case, Decision(verb="erase", by="하나", reason="본인 요청"))
    assert office.erase_due(now + timedelta(days=31 * 130)) == []
    assert office.store.get(going_on.id).message.text == LETTER
    assert office.store.faults() == []


def test_a_home_that_cannot_hold_the_key_says_so(office: Desk) -> None:
    """A message with a handle cannot be kept where its writer cannot be kept from being named."""
    office.home.mkdir(parents=True, exist_ok=True)
    (office.home / "archive.key").write_bytes(b"")
    (office.home / "archive.key").chmod(0o600)

    with pytest.raises(SetupError, match=r"archive\.key"):
        kept(office, LETTER, "gil_dong")
    assert kept(office, LETTER).state == "received"


def test_two_thousand_are_searched_at_once(office: Desk) -> None:
    """In well under a second, by a word in the middle of a word."""
    said = "{}번째 글입니다. 주문한 물건이 {} 왔습니다."
    cases = (a_case(said.format(n, "늦게" if n % 997 else "깨져"), id=f"c-{n}") for n in range(2000))
    with office.store.changing() as connection:
        for case in cases:
            record = json.dumps({"case": case.model_dump(mode="json", exclude={"message"}), "signals": []})
            connection.execute(
                sql(
                    "INSERT INTO cases (id, version, state, severity, created_at, updated_at, record, topic)"
                    " VALUES (:id, 1, 'closed', 1, :at, :at, :record, 'product_quality')"
                ),
                {"id": case.id, "at": datetime(2026, 1, 1), "record": record},
            )
            put_archive(connection, case)
    started = datetime.now(UTC)
    found = office.store.search(Search(words=("깨져", "물건")), most=50)

    assert len(found) == 3
    assert datetime.now(UTC) - started < timedelta(seconds=2)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("환불 지연", ["환불", "지연"]),
        ('"환불 지연" 컵', ["환불 지연", "컵"]),
        ("", []),
        ('""', []),
        ('"반쪽', ["반쪽"]),
    ],
)
def test_words_of_a_query(query: str, words: list[str]) -> None:
    """Blanks part them, quotes keep them together."""
    assert terms(query) == words


def test_an_excerpt_shows_the_place() -> None:
    """Around the first word that is found; the beginning where none is."""
    said = "가 " * 100 + "여기 " + "나 " * 100

    assert "여기" in excerpt(said, ["여기"])
    assert excerpt(said, ["여기"]).startswith("…")
    assert excerpt(said, ["없음"]).startswith("가")
    assert excerpt("짧은 글", []) == "짧은 글"
