"""Facts: what a text states, how a ledger grows, what sentences stand on, and what goes against the ledger."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import ReviewError
from playbook.language.detect import detect
from playbook.records import Sentence, Slot
from playbook.reply.causes import causes
from playbook.reply.checks import contested, first_figure, unbound
from playbook.reply.deadlines import SEOUL
from playbook.reply.facts import Fact, FactStatus, Ledger, bind, limited, unlimited
from playbook.reply.numerals import number
from playbook.reply.offers import offers
from playbook.reply.values import same, values
from playbook.testing import MOMENT

from .conftest import a_proof, found

quick = settings(max_examples=150, deadline=None)
WORDS = """
원인은 3,370만 명 11월 30일 오후 6시 때문에 발생했습니다. 두 분 1조 6,850억 원 대표 홍길동 ㈜한빛 12.5% 48시간 İ ５명
33.7 million people by Friday $5 caused by noon [슬롯] https://a.kr/1
"""
TEXTS = st.text(max_size=100) | st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)


def ledger(*facts: tuple[FactStatus, str]) -> Ledger:
    grown = Ledger(issue="i-1")
    for status, statement in facts:
        grown = grown.add(statement, status, "김하나", MOMENT, "현장 보고")
    return grown


def fact(statement: str, status: FactStatus = "confirmed") -> Fact:
    return ledger((status, statement)).facts[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("4,500", 4500), ("3,370만", 33_700_000), ("1조 6,850억", 1_685_000_000_000), ("3천3백70만", 33_700_000),
        ("이백", 200), ("삼천만", 30_000_000), ("두", 2), ("스무", 20), ("33.7 million", 33_700_000),
        ("2 thousand", 2000),
        ("two", 2), ("two hundred", 200), ("5k", 5000), ("만", 10_000), ("", None),
        ("여러", None), ("수", None), ("word", None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(written: str, expected: int | None) -> None:
    """In figures, in letters, with Korean and English scales; what is none is none."""
    assert number(written) == expected


@pytest.mark.parametrize(
    ("kinds", "text"),
    [
        (["count"], "3,370만 명의 정보가 유출됐습니다."),
        (["count"], "두 분이 다치셨습니다."),
        (["count"], "33.7 million user accounts"),
        (["amount"], "1조 6,850억 원을 지급합니다."),
        (["amount", "amount"], "$5.50, then £3 million."),
        (["percentage"], "전체의 12.5%입니다."),
        (["size"], "200GB가 유출됐습니다."),
        (["duration", "duration"], "3시간 30분 동안 멈췄습니다."),
        (["date", "time"], "2026년 11월 3일 오후 6시 30분"),
        (["date", "time"], "3 September, 6 p.m."),
        (["name"], "대표이사 홍길동"),
        (["name"], "한빛전자㈜가 공급했습니다."),
        (["name"], "It was made by Acme Foods Inc. in Leeds."),
        ([], "1588-0000으로 연락해 주십시오."),
        ([], "한 분 한 분 찾아뵙겠습니다."),
        ([], "이번 사건의 경위를 알려 드립니다."),
        ([], "만일의 경우에 대비합니다."),
        ([], "GS25에서 팔았습니다."),
        ([], "대표 상품을 소개합니다."),
        ([], "We may tell you more."),
    ],
)
def test_values_are_typed(kinds: list[str], text: str) -> None:
    """Words that begin like numerals, numbers to call and names of shops are none."""
    assert [value.type for value in values(text)] == kinds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3,370만 명", "33.7 million people"), ("4천5백 명", "4,500명"), ("오후 6시", "18:00"), ("6 p.m.", "18시"),
        ("11월 30일", "2026년 11월 30일"), ("30 November", "11월 30일"), ("Nov. 30", "2026. 11. 30."),
        ("72시간", "3일"), ("320", "320명"), ("5만 원", "50,000원"), ("두 명", "2명"), ("정오", "12시"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_value(one: str, other: str) -> None:
    """Across scales, alphabets and languages; the ground may say more."""
    assert same(values(one)[0], values(other)[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("320건", "320명"), ("320명", "320"), ("11월 30일", "11월 3일"), ("2026년 11월 30일", "11월 30일"),
        ("5%", "5명"),
        ("오전 6시", "오후 6시"), ("$5", "€5"), ("3개월", "3일"), ("대표 홍길동", "대표 김하나"),
    ],
)  # fmt: skip
def test_two_values_that_differ(one: str, other: str) -> None:
    """Another unit, another month; what states less holds nothing that says more."""
    assert not same(values(one)[0], values(other)[0])


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["배터리 셀의 결함"], "원인은 배터리 셀의 결함으로 확인되었습니다."),
        (["협력사 직원의 실수"], "사고 원인은 협력사 직원의 실수였습니다."),
        (["냉각 설비 고장"], "냉각 설비 고장으로 인해 서비스가 중단되었습니다."),
        (["서버 증설 작업"], "서버 증설 작업 때문에 장애가 발생했습니다."),
        (["a faulty cell"], "The fire was caused by a faulty cell."),
        (["a wrong setting"], "The cause of the outage was a wrong setting."),
        (["a bad update"], "The outage happened because of a bad update."),
        ([], "원인은 아직 확인하고 있습니다."),
        ([], "원인은 [확인된 원인]입니다."),
        ([], "지연 때문에 불편을 드려 죄송합니다."),
        ([], "원인을 밝히겠습니다."),
        ([], "원인이 무엇인지 조사 중입니다."),
        ([], "We are looking into what caused it."),
        ([], "The cause is not yet known."),
        ([], "Because you asked, here is our answer."),
    ],
)
def test_causes_that_are_stated(expected: list[str], text: str) -> None:
    """What is still being looked for, asked in a slot, or given as a reason to apologise is none."""
    assert [cause.text for cause in causes(text.lower())] == expected


def test_a_ledger_only_grows() -> None:
    """A change stands beside what it supersedes; only the last version holds."""
    first = ledger(("confirmed", "부상자는 2명"), ("unconfirmed", "원인은 배터리"))
    changed = first.change("i-1.1", "박두리", MOMENT, statement="부상자는 5명")
    withdrawn = changed.withdraw("i-1.3", "박두리", MOMENT, "오보")

    assert [f.id for f in changed.standing] == ["i-1.2", "i-1.3"]
    assert [f.statement for f in changed.versions("i-1.1")] == ["부상자는 2명", "부상자는 5명"]
    assert changed.successor(changed.facts[0]) == changed.facts[2]
    assert [f.id for f in withdrawn.standing] == ["i-1.2"]
    assert withdrawn.successor(withdrawn.facts[0]) is None
    assert first.facts == changed.facts[:2] == withdrawn.facts[:2]


def test_another_statement_needs_its_own_source() -> None:
    """What bore the old figure does not bear the new one; another status leaves the source."""
    grown = ledger(("unconfirmed", "부상자는 2명"))

    assert grown.change("i-1.1", "박두리", MOMENT, status="confirmed").facts[-1].source == "현장 보고"
    assert grown.change("i-1.1", "박두리", MOMENT, statement="부상자는 5명").facts[-1].source == ""


@pytest.mark.parametrize(
    ("told", "changes"),
    [
        ("No fact 'i-1.9'", {"fact_id": "i-1.9", "statement": "x"}),
        ("already says this", {"fact_id": "i-1.2"}),
        ("already says this", {"fact_id": "i-1.2", "statement": " 부상자는 5명 "}),
        ("holds no longer", {"fact_id": "i-1.1", "statement": "x"}),
    ],
)
def test_a_change_that_is_refused(told: str, changes: dict[str, Any]) -> None:
    """An unknown fact, an old version, or nothing new."""
    grown = ledger(("confirmed", "부상자는 2명")).change("i-1.1", "박두리", MOMENT, statement="부상자는 5명")
    with pytest.raises(ReviewError, match=told):
        grown.change(by="이세라", at=MOMENT + timedelta(hours=1), **changes)


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        (("i-1.1",), "고객 4천5백 명의 정보가 유출됐습니다."),
        (("i-1.1",), "4,500 people were affected."),
        (("i-1.2",), "원인은 냉각 설비의 고장입니다."),
        (("i-1.2",), "냉각 설비 고장 때문에 서비스가 중단되었습니다."),
        (("case:1",), "11월 30일까지 마치겠습니다."),
        (("message",), "주문하신 7개를 다시 보내 드리겠습니다."),
        ((), "불편을 드려 죄송합니다."),
        ((), "3명이 다쳤습니다."),
        ((), "설비를 점검하겠습니다."),
    ],
)
def test_a_sentence_is_bound_to_its_facts(expected: tuple[str, ...], sentence: str) -> None:
    """By a value in any spelling, by a cause, or by saying the same as a whole."""
    grown = ledger(("confirmed", "유출 확인된 고객 4,500명"), ("confirmed", "냉각 설비 고장이 원인"))
    said = (Sentence(text=sentence, move="edited", facts=("old",)),)
    bound = bind(said, grown.confirmed, ("점검 완료는 11월 30일",), "7개나 시켰어요")

    assert bound[0].facts == expected
    assert bind(bound, grown.confirmed, ("점검 완료는 11월 30일",), "7개나 시켰어요") == bound


@pytest.mark.parametrize(
    ("expected", "text", "facts"),
    [
        (["부상자는 2명"], "2명이 부상을 입었습니다.", [("unconfirmed", "부상자는 2명")]),
        (["합의금 5억 원"], "5억 원을 드렸습니다.", [("must_not_say", "합의금 5억 원")]),
        (["원인은 배터리 결함"], "배터리 결함이 확인됐습니다.", [("unconfirmed", "원인은 배터리 결함")]),
        (["원인은 배터리 결함"], "배터리 결함인지 말씀드립니다.", [("must_not_say", "원인은 배터리 결함")]),
        (["대표 홍길동 구속"], "대표 홍길동의 입장입니다.", [("must_not_say", "대표 홍길동 구속")]),
        (["4,500 accounts leaked"], "4,500 accounts leaked.", [("unconfirmed", "4,500 accounts leaked")]),
        ([], "배터리 결함 여부를 조사하고 있습니다.", [("unconfirmed", "원인은 배터리 결함")]),
        ([], "상담원 2명을 더 두었습니다.", [("unconfirmed", "부상자는 2명")]),
        ([], "부상자는 2명입니다.", [("unconfirmed", "중상자는 2명"), ("confirmed", "부상자는 2명")]),
        ([], "부상자는 2명입니다.", [("confirmed", "부상자는 2명")]),
        ([], "불편을 드려 죄송합니다.", [("must_not_say", "합의금 5억 원")]),
        ([], "배터리를 확인하고 있습니다.", [("must_not_say", "배터리 공급사 한빛전자")]),
    ],
)
def test_what_goes_against_the_ledger(expected: list[str], text: str, facts: list[tuple[FactStatus, str]]) -> None:
    """An error that names the fact; saying that it is being checked is not stating it."""
    told = [f.message for f in contested(a_proof(text, drafted=True, ledger=ledger(*facts)))]

    assert len(told) == len(expected)
    assert all(statement in message for statement, message in zip(expected, told, strict=True))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["4,500명"], "고객 4,500명의 정보가 유출됐습니다."),
        ([], "고객 3,370만 명의 정보가 유출됐습니다."),
        ([], "앞서 4,500명으로 알려 드렸으나 3,370만 명으로 확인됐습니다."),
    ],
)
def test_a_fact_that_has_changed(expected: list[str], text: str) -> None:
    """The old figure is an error that says what holds now, also where somebody had vouched for it in the case."""
    grown = ledger(("confirmed", "유출 고객 4,500명")).change(
        "i-1.1", "박두리", MOMENT, statement="유출 고객 3,370만 명"
    )
    proof = a_proof(text, drafted=True, ledger=grown, known=("4,500명",))
    told = list(contested(proof))

    assert [text[f.start : f.end] for f in told] == expected
    assert all("유출 고객 3,370만 명" in f.suggest for f in told)
    assert not list(unbound(proof))


@pytest.mark.parametrize(
    ("words", "text", "known"),
    [
        ("배터리 셀의 결함", "원인은 배터리 셀의 결함입니다.", ()),
        ("a faulty cell", "The fire was caused by a faulty cell.", ("the cell was made in May",)),
        ("냉각 설비 고장", "냉각 설비 고장으로 인해 서비스가 중단되었습니다.", ("서버 증설 작업",)),
        ("대표이사 홍길동", "대표이사 홍길동이 사과드립니다.", ()),
        ("한빛전자㈜", "한빛전자㈜에서 납품받았습니다.", ()),
        ("1조 6,850억 원", "1조 6,850억 원을 보상합니다.", ("1조 5,000억 원",)),
        ("11월 5일", "11월 5일에 확인했습니다.", ("11월 3일에 확인", "12월 5일에 마침")),
    ],
)
def test_what_no_fact_holds(words: str, text: str, known: tuple[str, ...]) -> None:
    """Causes, names, amounts, and a date put together from two others."""
    assert ("error", words) in [(level, w.strip()) for level, w in found(unbound, text, drafted=True, known=known)]


@pytest.mark.parametrize(
    ("text", "known", "message"),
    [
        ("원인은 배터리 셀의 결함입니다.", ("배터리 셀 결함이 원인으로 확인됨",), ""),
        ("원인은 아직 조사하고 있습니다.", (), ""),
        ("The fire was caused by a faulty cell.", ("a faulty cell caused the fire",), ""),
        ("대표이사 홍길동이 사과드립니다.", ("대표이사는 홍길동",), ""),
        ("한빛전자㈜에서 납품받았습니다.", (), "한빛전자 제품이라면서요"),
        ("33.7 million people were affected.", ("고객 3,370만 명",), ""),
        ("We will finish by 30 November.", ("점검 완료는 11월 30일",), ""),
    ],
)
def test_what_a_fact_holds(text: str, known: tuple[str, ...], message: str) -> None:
    """In other words, another spelling, or the other language."""
    assert found(unbound, text, drafted=True, known=known, message=message) == []


SUNDAY = datetime(2026, 11, 22, 9, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("loose", "text", "message", "written", "known"),
    [
        ([], "11월 21일 장애로 불편을 드렸습니다.", "어제 접속이 안 됐어요", SUNDAY, ()),
        ([], "어제 장애로 불편을 드렸습니다.", "11월 21일에 접속이 안 됐어요", SUNDAY, ()),
        ([], "그제 장애로 불편을 드렸습니다.", "어제 접속이 안 됐어요", SUNDAY - timedelta(days=1), ()),
        ([], "11월 20일 장애로 불편을 드렸습니다.", "어제 접속이 안 됐어요", SUNDAY - timedelta(days=1), ()),
        ([], "The outage of 17 November is over.", "지난 화요일에 접속이 안 됐어요", SUNDAY, ()),
        ([], "어제 조치했습니다.", "접속이 안 돼요", SUNDAY, ("조치 완료는 2026년 11월 21일",)),
        (
            [],
            "오늘 오후 6시에 다시 알려 드리겠습니다.",
            "접속이 안 돼요",
            SUNDAY - timedelta(days=3),
            ("오늘 오후 6시",),
        ),
        ([], "오늘날의 기준으로 살폈습니다.", "접속이 안 돼요", SUNDAY, ()),
        ([], "[다음 공지 시각]까지 알려 드리겠습니다.", "어제 접속이 안 됐어요", SUNDAY, ()),
        (["11월", "20일"], "11월 20일 장애로 불편을 드렸습니다.", "어제 접속이 안 됐어요", SUNDAY, ()),
        (["어제"], "어제 장애로 불편을 드렸습니다.", "11월 20일에 접속이 안 됐어요", SUNDAY, ()),
        (["어제"], "어제 장애로 불편을 드렸습니다.", "어제 접속이 안 됐어요", SUNDAY - timedelta(days=1), ()),
        (["어제"], "어제 조치했습니다.", "접속이 안 돼요", SUNDAY, ()),
        (["Yesterday"], "Yesterday we fixed it.", "It stopped last Friday", SUNDAY, ()),
        (["지난 화요일"], "지난 화요일 장애로 불편을 드렸습니다.", "어제 접속이 안 됐어요", SUNDAY, ()),
        (["3일 전"], "장애는 3일 전에 있었습니다.", "어제 접속이 안 됐어요", SUNDAY, ()),
    ],
)
def test_days_are_held_by_dates(
    loose: list[str], text: str, message: str, written: datetime, known: tuple[str, ...]
) -> None:
    """Each by the day of its own text, looked at on the Sunday; one that contradicts stands on nothing."""
    lang = detect(text)
    findings = found(
        unbound, text, lang=lang, drafted=True, message=message, message_at=written, known=known, at=SUNDAY
    )

    assert [words.strip() for _, words in findings] == loose


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        (("i-1.1",), "11월 20일에 복구했습니다."),
        (("i-1.1",), "그제 복구했습니다."),
        (("message",), "어제 겪으신 일을 확인했습니다."),
        (("message",), "11월 21일의 일을 살폈습니다."),
        ((), "지난 화요일에 말씀드렸습니다."),
        ((), "오늘 다시 말씀드립니다."),
    ],
)
def test_a_sentence_is_bound_by_the_day_it_names(expected: tuple[str, ...], sentence: str) -> None:
    """A fact noted on Saturday that says 어제 is of Friday; a message of Sunday that says so is of Saturday."""
    noted = Ledger(issue="i-1").add("어제 서비스를 살렸다", "confirmed", "김하나", SUNDAY - timedelta(days=1))
    said = (Sentence(text=sentence, move="edited"),)

    bound = bind(said, noted.confirmed, (), "어제 결제가 안 됐어요", received=SUNDAY, now=SUNDAY)

    assert bound[0].facts == expected


def test_a_fact_that_must_not_be_said_is_found_by_its_day() -> None:
    noted = Ledger(issue="i-1").add("11월 21일 해킹", "must_not_say", "김하나", SUNDAY)
    findings = [list(contested(a_proof(text, drafted=True, ledger=noted, at=SUNDAY))) for text in
                ("어제 일을 말씀드립니다.", "그제 일을 말씀드립니다.")]  # fmt: skip

    assert [len(each) for each in findings] == [1, 0]


def test_an_offer_can_be_read_on_any_day() -> None:
    """What a fact calls 내일 stands in the slot as a date."""
    noted = Ledger(issue="i-1").add("다음 공지는 내일 오후 3시", "confirmed", "김하나", SUNDAY)

    assert [offer.text for offer in offers(Slot(name="x", ask="다음 공지 시각"), noted.standing)] == [
        "11월 23일 오후 3시"
    ]


def test_that_a_message_asserts_a_cause_proves_nothing() -> None:
    """A customer may guess; the company may not repeat it."""
    text = "원인은 배터리 결함입니다."

    assert [level for level, _ in found(unbound, text, drafted=True, message="배터리 결함이라면서요")] == ["error"]


ASKS = [
    ("다음 공지 시각", ("11월 24일 오후 3시",)),
    ("next update time", ("11월 24일 오후 3시",)),
    ("영향을 받은 분과 범위", ("유출 고객 4,500명",)),
    ("환불·보상 기준", ("보상은 1인당 5만 원",)),
    ("대표이사 성명", ("대표이사 홍길동",)),
    ("공시 링크", ()),
    ("연락 창구", ()),
]


@pytest.mark.parametrize(("ask", "expected"), ASKS)
def test_a_slot_is_offered_what_fits(ask: str, expected: tuple[str, ...]) -> None:
    """By type: a time where a time is asked, an amount where an amount is; links are no facts."""
    grown = ledger(
        ("confirmed", "유출 고객 4,500명"), ("confirmed", "보상은 1인당 5만 원"), ("confirmed", "대표이사 홍길동"),
        ("confirmed", "다음 공지는 11월 24일 오후 3시"), ("unconfirmed", "다음 공지는 11월 25일"),
    )  # fmt: skip

    assert tuple(offer.text for offer in offers(Slot(name="x", ask=ask), grown.standing)) == expected


def test_the_words_of_a_slot_decide_among_facts() -> None:
    """What it asks about comes first, and no more than three."""
    grown = ledger(*[("confirmed", f"설비 {name} 점검") for name in "가나다라"], ("confirmed", "개선 조치는 설비 교체"))
    got = offers(Slot(name="measure", ask="개선 조치"), grown.standing)

    assert got[0].text == "개선 조치는 설비 교체"
    assert len(got) == 3


@pytest.mark.parametrize(
    ("figure", "sentence"),
    [
        ("4,500명", "고객 4,500명의 정보가 유출됐습니다."),
        ("두 분", "두 분이 다치셨습니다."),
        ("3시간", "서비스가 3시간 중단됐습니다."),
        ("4,500 customers", "4,500 customers are affected."),
        (None, "현재까지 확인된 피해 고객은 4,500명입니다."),
        (None, "유출된 고객은 4,500명이며 늘어날 수 있습니다."),
        (None, "So far 4,500 customers are affected."),
        (None, "3일 안에 답변드리겠습니다."),
        (None, "피해를 입으신 분께 사과드립니다."),
        (None, "5만 원을 보상하겠습니다."),
    ],
)
def test_a_first_figure_says_what_it_covers(figure: str | None, sentence: str) -> None:
    """People, records and hours of an event tend to grow; a note offers the words that say so."""
    bare = unlimited(sentence)

    assert (bare and bare.text) == figure
    notes = list(first_figure(a_proof(sentence)))
    assert [(note.level, sentence[note.start : note.end]) for note in notes] == ([("note", figure)] if figure else [])
    if bare:
        assert unlimited(limited(bare, "ko")) is None
        assert unlimited(limited(bare, "en")) is None


@quick
@given(TEXTS)
def test_values_lie_in_the_text(text: str) -> None:
    """In order, none over another, whatever is written."""
    at = 0
    for value in values(text):
        assert at <= value.start < value.end <= len(text)
        assert text[value.start : value.end] == value.text
        assert same(value, value)
        at = value.end


@quick
@given(TEXTS, TEXTS, st.sampled_from(["confirmed", "unconfirmed", "must_not_say"]))
def test_binding_reads_any_text(text: str, statement: str, status: FactStatus) -> None:
    """No text breaks it, binding twice changes nothing, and what goes against the ledger lies in the text."""
    grown = ledger((status, statement.strip() or "사실"))
    said = (Sentence(text=text, move="edited"),)
    once = bind(said, grown.confirmed, (statement,), text)

    assert bind(once, grown.confirmed, (statement,), text) == once
    for finding in [*contested(a_proof(text, ledger=grown)), *unbound(a_proof(text, ledger=grown, drafted=True))]:
        assert finding.start is not None
        assert 0 <= finding.start < (finding.end or 0) <= len(text)


@quick
@given(TEXTS)
def test_a_fact_that_is_stated_word_for_word_holds(text: str) -> None:
    """Whoever confirms a sentence may say it; whoever forbids one with a figure may not."""
    statement = text.strip()
    if not statement:
        return
    proof = a_proof(statement, drafted=True, ledger=ledger(("confirmed", statement)))

    assert [f for f in unbound(proof) if "약속" not in f.message and "이름" not in f.message] == []
    assert list(contested(proof)) == []
