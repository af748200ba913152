"""The desk: what it takes and refuses, what a draft of it holds, and the way of a case to an approved reply."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from playbook.desk import LONGEST, Desk
from playbook.errors import InputError, KnowledgeError, PlaybookError, ReviewError, RuleError, SetupError
from playbook.language.privacy import find
from playbook.library.search import Only
from playbook.records import CHANNELS, Case, Decision, Message
from playbook.review.cases import text_hash
from playbook.settings import Settings
from playbook.testing import MOMENT, a_message, a_triage

BROKEN = "주문한 컵이 깨져서 왔어요. 환불해 주세요."
BROKEN_EN = "My order arrived broken. Please refund me."


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Desk]:
    """A desk with an empty store of its own."""
    opened = Desk(Settings(home=tmp_path / "home"))
    yield opened
    opened.close()


def prepared(desk: Desk, channel: Any = "web_form", **labels: Any) -> Case:
    """A drafted case with labels of the test's choice."""
    triage = a_triage(**{"topic": "billing"} | labels)
    message = a_message(BROKEN, channel=channel)
    draft = desk.composer.compose(message, triage, channel, "ko")
    case = Case(id="c-1", message=message, channel=channel, triage=triage, draft=draft, created_at=MOMENT)
    return case.model_copy(update={"findings": desk.findings(case)})


def slots_of(case: Case, value: str = "고객센터") -> dict[str, str]:
    assert case.draft is not None
    return {slot.ask: value for slot in case.draft.slots}


def submitted(desk: Desk, **changes: Any) -> Case:
    return desk.decide(prepared(desk), Decision.model_validate({"verb": "submit", "by": "작성자"} | changes))


def test_opening_costs_nothing(tmp_path: Path) -> None:
    """No folder is made and no file read before the first question."""
    Desk.open(Settings(home=tmp_path / "home", rules=(tmp_path / "no rules",)))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text", [" ", "\n\t ", "\u3000\u00a0", "\u200b\u200b", "\x00", "\x00\x01\x1f", "\u3164", "\u202e\u200f"]
)
def test_an_empty_message_is_refused(desk: Desk, text: str) -> None:
    """Also one of which nothing can be seen."""
    for ask in (desk.draft, desk.triage):
        with pytest.raises(InputError, match="is empty"):
            ask(Message(text=text))


@pytest.mark.parametrize("text", ["", "환불 \ud800 해 주세요"])
def test_what_is_no_text_is_no_message(text: str) -> None:
    """Nothing, and half a character."""
    with pytest.raises(ValidationError):
        Message(text=text)


def test_a_message_may_be_long_and_not_endless(desk: Desk) -> None:
    """The limit is told with the length."""
    assert desk.draft(Message(text=("환불 " * LONGEST)[:LONGEST])).triage.reasons
    with pytest.raises(InputError, match="100,001 characters, more than 100,000"):
        desk.draft(Message(text="가" * (LONGEST + 1)))
    with pytest.raises(InputError, match="more than 100,000"):
        desk.triage(Message(text=" " * (LONGEST + 1)))


@pytest.mark.parametrize("text", ["가", "a", "1", "a@", "ㅋ", "[", "<b>", "010-1234-5678", "가나다라마바사아자차"])
def test_a_long_text_without_a_blank_is_read(desk: Desk, text: str) -> None:
    """No pattern loses itself in it."""
    assert desk.draft(Message(text=(text * 20_000)[:20_000])).triage.reasons


@pytest.mark.parametrize(
    "text",
    [
        "환불\x00해 주세요\x07\x1b[31m",
        "😡😡😡",
        "👨‍👩‍👧‍👦🇰🇷",
        "ㅋㅋㅋㅋ",
        "?!",
        "0",
        "<script>alert('환불')</script><b>환불</b> 해 주세요 &amp; <img src=x onerror=y>",
        "\u202e환불해 주세요\u202c",
        "{subject}{을/를} [company] {0} %s",
        "[연락 창구]로 환불해 주세요",
        "=cmd|'/c calc'!A1",
        "'; DROP TABLE cases; --",
        "환불\r\n해\u2028주세요\u0085",
        "e\u0301\u0301\u0301 " * 50,
    ],
)
def test_an_odd_message_gets_an_ordinary_answer(desk: Desk, text: str) -> None:
    """The message is kept as it came; nothing of it runs, and nothing of it gets into the reply."""
    case = desk.draft(Message(text=text, channel="x"))

    assert case.message.text == text
    assert {reason.rule.split(".")[0] for reason in case.triage.reasons} == {
        "kind", "topic", "severity", "stance", "owner",
    }  # fmt: skip
    if case.draft is not None:
        assert not set("<>{}\x00\x1b\u202e") & set(case.draft.text)
        assert {slot.name for slot in case.draft.slots} <= set(desk.composer.moves.slots)


@pytest.mark.parametrize(
    "text",
    [
        "返金してください。商品が壊れていました。",
        "请退款，商品坏了。",
        "أريد استرداد أموالي",
        "Верните мне деньги, товар сломан.",
        "ขอเงินคืนด้วยค่ะ",
        "Θέλω τα χρήματά μου πίσω",
    ],
)
def test_another_language_asks_for_a_person(desk: Desk, text: str) -> None:
    """It is answered in English, and the program says that it is not sure."""
    case = desk.draft(Message(text=text))

    assert case.triage.lang == "en"
    assert case.triage.needs_human
    assert "This looks like neither Korean nor English." in case.triage.doubts


@pytest.mark.parametrize("text", [BROKEN, BROKEN_EN, "iPhone 15 화면이 나갔어요", "I love the 배달의민족 app"])
def test_korean_and_english_are_known(desk: Desk, text: str) -> None:
    """Also beside names in the other."""
    doubts = desk.triage(Message(text=text)).doubts

    assert not [doubt for doubt in doubts if "neither" in doubt or "한국어나 영어가 아닌" in doubt]


@pytest.mark.parametrize(
    ("lang", "message", "asked"),
    [
        ("ko", {"text": BROKEN}, None),
        ("en", {"text": BROKEN_EN}, None),
        ("en", {"text": BROKEN}, "en"),
        ("ko", {"text": BROKEN_EN}, "ko"),
        ("en", {"text": BROKEN, "lang": "en"}, None),
        ("ko", {"text": BROKEN_EN, "lang": "en"}, "ko"),
    ],
)
def test_the_reply_is_in_the_language_asked_for(desk: Desk, lang: str, message: Any, asked: Any) -> None:
    """By default in that of the message."""
    draft = desk.draft(Message(**message), lang=asked).draft

    assert draft is not None
    assert draft.lang == lang
    assert ("습니다" in draft.text) is (lang == "ko")


@pytest.mark.parametrize(
    ("channel", "came", "asked"),
    [("web_form", None, None), ("x", "x", None), ("sms", "x", "sms"), ("email", None, "email")],
)
def test_the_reply_stands_where_it_is_asked_for(desk: Desk, channel: str, came: Any, asked: Any) -> None:
    """By default where the message came from."""
    assert desk.draft(Message(text=BROKEN, channel=came), channel=asked).channel == channel


def test_the_same_message_gets_the_same_case(desk: Desk) -> None:
    """But for its id and time; and nothing of it is stored."""
    kept = len(desk.store.queue())
    first, again = (desk.draft(Message(text=BROKEN, channel="x")) for _ in range(2))
    same = {"triage", "citations", "draft", "findings", "gap", "state", "version"}

    assert first.id != again.id
    assert first.model_dump(include=same) == again.model_dump(include=same)
    assert len(desk.store.queue()) == kept


@pytest.mark.parametrize("channel", ["x", "sms", "email"])
def test_a_case_shows_nothing_of_the_person_but_the_message(desk: Desk, channel: Any) -> None:
    """Draft, citations and findings are free of what the message gives away."""
    text = "환불해 주세요. 홍길동이고 010-1234-5678, gil@example.com, 900101-1234567 입니다. 주문번호 20261122-0001234."
    case = desk.draft(Message(text=text, channel=channel))
    told = [text[p.start : p.end] for p in find(text)]
    shown = case.model_dump_json(exclude={"message": True, "triage": {"personal_data"}})

    assert len(told) >= 4
    assert [value for value in told if value in shown] == []
    assert [p.type for p in case.triage.personal_data] == [p.type for p in find(text)]
    assert "personal_data" not in {finding.check for finding in case.findings}


@settings(max_examples=15, deadline=None)
@given(text=st.text(min_size=1, max_size=60), channel=st.sampled_from(CHANNELS))
def test_any_message_is_drafted_or_refused(desk: Desk, text: str, channel: Any) -> None:
    """With one of our own errors; a draft fits its channel and is honest about its slots."""
    try:
        case = desk.draft(Message(text=text, channel=channel))
    except PlaybookError:
        return
    if case.draft is not None:
        assert case.draft.limit is None or case.draft.length <= case.draft.limit
        assert len([f for f in case.findings if f.check == "unfilled_slot"]) >= len(case.draft.slots)


def test_many_messages_are_labelled_in_order(desk: Desk) -> None:
    """One label each, the same as alone; a bad one among them is refused."""
    messages = [Message(id=str(n), text=text) for n, text in enumerate([BROKEN, BROKEN_EN, "감사합니다", BROKEN])]
    labels = list(desk.triage_all(messages))

    assert [label.id for label in labels] == ["0", "1", "2", "3"]
    assert labels == [desk.triage(message) for message in messages]
    with pytest.raises(InputError, match="is empty"):
        list(desk.triage_all([messages[0], Message(text="\u200b")]))


@pytest.mark.parametrize(
    ("check", "text", "known"),
    [
        ("unfilled_slot", "[연락 창구]로 연락해 주십시오.", {}),
        ("personal_data", "010-1234-5678로 연락드리겠습니다.", {}),
        ("length", "가" * 351, {"channel": "google_play"}),
        ("non_apology", "본의 아니게 불편을 드렸습니다.", {}),
        ("non_apology", "고객 개인정보가 노출되었습니다.", {"topic": "privacy"}),
        ("non_apology", "쿠폰을 드리겠습니다.", {"severity": 3}),
        ("unbound", "11월 30일까지 마치겠습니다.", {}),
        ("register", "확인해 볼게요.", {}),
    ],
)
def test_a_reply_of_a_person_is_looked_over(desk: Desk, check: str, text: str, known: Any) -> None:
    """Every check that needs no case has its say."""
    assert check in {finding.check for finding in desk.check(text, **known)}


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("저희 잘못입니다. 사과드립니다.", {}),
        ("고객 개인정보가 노출되었습니다.", {"topic": "delivery"}),
        ("쿠폰을 드리겠습니다.", {"severity": 1}),
        ("가" * 350, {"channel": "google_play"}),
        ("We are sorry for the trouble.", {}),
    ],
)
def test_a_good_reply_is_left_alone(desk: Desk, text: str, known: Any) -> None:
    """In either language, on any channel."""
    assert [finding for finding in desk.check(text, **known) if finding.level != "note"] == []


def test_findings_of_another_wording(desk: Desk) -> None:
    """A figure is an error in a case until somebody vouches for it."""
    case = prepared(desk)
    text = "불편을 드려 죄송합니다. 고객센터로 연락 주시면 11월 30일까지 답변드리겠습니다."

    assert [f.level for f in desk.findings(case, text)] == ["error", "error"]
    assert desk.findings(case, text, ("11월 30일",)) == ()
    assert desk.findings(case.model_copy(update={"confirmed": ("11월 30일",)}), text) == ()
    assert desk.findings(case.model_copy(update={"draft": None}), text) == ()


def test_a_new_wording_keeps_what_is_known(desk: Desk) -> None:
    """Sentences that stayed keep their move and grounds, also where a move takes two; others are edited."""
    case = prepared(desk, "facebook", stance="action_plan", topic="labeling")
    assert case.draft is not None
    draft = desk.revised(case, case.draft.text + " 다시는 이런 일이 없도록 점검하겠습니다.")
    assert draft is not None

    assert draft.sentences[:-1] == case.draft.sentences
    assert (draft.sentences[-1].move, draft.sentences[-1].cites) == ("edited", ())
    assert draft.length == len(draft.text)


def test_a_filled_sentence_keeps_its_move(desk: Desk) -> None:
    """What a person put into a slot does not make the sentence somebody else's."""
    case = prepared(desk)
    assert case.draft is not None
    draft = desk.revised(case, case.draft.text, slots_of(case))
    assert draft is not None

    assert [s.move for s in draft.sentences] == [s.move for s in case.draft.sentences]
    assert [s.cites for s in draft.sentences] == [s.cites for s in case.draft.sentences]
    assert draft.slots == ()
    assert "고객센터" in draft.text


@pytest.mark.parametrize(
    ("moves", "text"),
    [
        (["edited"], "전혀 다른 말입니다."),
        (["edited", "edited"], "하나입니다. 둘입니다."),
        ([], "   "),
    ],
)
def test_a_wording_of_ones_own_is_edited(desk: Desk, moves: list[str], text: str) -> None:
    """Sentence by sentence."""
    draft = desk.revised(prepared(desk), text)
    assert draft is not None

    assert [sentence.move for sentence in draft.sentences] == moves


def test_nothing_to_say_cannot_be_reworded(desk: Desk) -> None:
    """Where the stance is to keep still there is no draft to change."""
    assert desk.revised(prepared(desk, kind="spam", stance="monitor"), "글") is None


def test_the_way_to_an_approved_reply(fresh: Desk) -> None:
    """Submitted, returned, filled, submitted, approved: each step is stored, the facts are kept, the hash fits."""
    case = submitted(fresh)
    case = fresh.decide(case, Decision(verb="return", by="승인자", reason="창구를 적어 주세요."))
    case = fresh.decide(case, Decision(verb="edit", by="작성자", slots=slots_of(case, "11월 30일 오전"), version=2))
    case = fresh.decide(case, Decision(verb="submit", by="작성자"))
    case = fresh.decide(case, Decision(verb="approve", by="승인자", owners={"": "작성자"}))

    assert case.state == "approved"
    assert [event.verb for event in case.events] == ["submit", "return", "edit", "submit", "approve"]
    assert case.draft is not None
    assert case.approved_hash == text_hash(case.channel, case.draft.text)
    assert "11월 30일 오전" in case.confirmed
    assert [f for f in case.findings if f.level == "error"] == []
    assert fresh.store.get(case.id) == case


@pytest.mark.parametrize(
    ("told", "decision"),
    [
        ("still to be filled in", {"by": "승인자"}),
        ("another person", {"by": "작성자"}),
        ("has changed since you opened it", {"by": "승인자", "version": 0}),
        ("error", {"by": "승인자", "text": "전액 환불해 드리겠습니다. 고객센터로 연락해 주십시오."}),
        ("error", {"by": "승인자", "text": "7일 안에 답하겠습니다. 고객센터로 연락해 주십시오."}),
        ("error", {"by": "승인자", "text": "본의 아니게 불편을 드렸습니다. 고객센터로 연락해 주십시오."}),
        ("error", {"by": "승인자", "text": "010-1234-5678로 연락드리겠습니다."}),
    ],
)
def test_an_approval_that_is_refused(fresh: Desk, told: str, decision: dict[str, Any]) -> None:
    """The refusal says why, and the case is stored as it was."""
    case = submitted(fresh)
    with pytest.raises(ReviewError, match=told):
        fresh.decide(case, Decision.model_validate({"verb": "approve"} | decision))
    assert fresh.store.get(case.id) == case


@pytest.mark.parametrize(
    "decision",
    [
        {"text": "불편을 드려 죄송합니다. 고객센터로 연락해 주십시오."},
        {
            "text": "7일 안에 답하겠습니다. 고객센터로 연락해 주십시오.",
            "confirm": ("7일",),
            "owners": {"7일 안에": "김하나"},
        },
        {
            "text": "전액 환불해 드리겠습니다. 고객센터로 연락해 주십시오.",
            "confirm": ("구매 금액 전액 환불",),
            "owners": {"": "고객지원팀"},
        },
        {"text": "불편을 드려 죄송합니다. [연락 창구]로 연락해 주십시오.", "slots": {"연락 창구": "채널톡"}},
        {"text": "홍보팀 [담당자]입니다. 고객센터로 연락해 주십시오.", "slots": {"담당자": "김민지 과장"}},
    ],
)
def test_an_approver_may_finish_the_reply(fresh: Desk, decision: dict[str, Any]) -> None:
    """With words, slots and facts of their own, which the same checks look over."""
    case = submitted(fresh)
    approved = fresh.decide(case, Decision.model_validate({"verb": "approve", "by": "승인자"} | decision))

    assert approved.state == "approved"
    assert fresh.store.get(case.id).approved_hash == approved.approved_hash


def test_an_edit_after_approval_goes_back_to_review(fresh: Desk) -> None:
    """To the comma."""
    case = submitted(fresh, slots=slots_of(prepared(fresh)))
    case = fresh.decide(case, Decision(verb="approve", by="승인자"))
    assert case.draft is not None
    edited = fresh.decide(case, Decision(verb="edit", by="승인자", text=case.draft.text + " "))

    assert edited.state == "in_review"
    assert edited.approved_hash is None
    assert fresh.store.get(case.id).approved_hash is None


def test_a_stale_copy_cannot_be_written(fresh: Desk) -> None:
    """Two people hold the same version; the second one has to look again."""
    case = submitted(fresh)
    fresh.decide(case, Decision(verb="return", by="승인자", reason="다시 봐 주세요."))
    with pytest.raises(ReviewError, match="changed by somebody else"):
        fresh.decide(case, Decision(verb="edit", by="작성자", text="다른 말입니다."))
    assert fresh.store.get(case.id).state == "returned"


def test_of_two_people_at_once_one_decides(fresh: Desk) -> None:
    """Both submit the same new case."""
    case, start = prepared(fresh), Barrier(2)

    def submit(by: str) -> str | None:
        start.wait(timeout=30)
        try:
            return fresh.decide(case, Decision(verb="submit", by=by)).author
        except ReviewError:
            return None

    with ThreadPoolExecutor(2) as both:
        decided = list(both.map(submit, ["가람", "나래"]))

    assert decided.count(None) == 1
    assert fresh.store.get(case.id).author in decided


def test_a_refused_first_step_stores_nothing(fresh: Desk) -> None:
    """A case that was never submitted is no case."""
    with pytest.raises(ReviewError, match="not possible now"):
        fresh.decide(prepared(fresh), Decision(verb="approve", by="승인자"))
    assert fresh.store.queue() == []


def test_saying_nothing_is_decided_too(fresh: Desk) -> None:
    """A case without a draft goes the same way."""
    case = fresh.decide(prepared(fresh, kind="abuse", stance="monitor"), Decision(verb="submit", by="작성자"))
    approved = fresh.decide(case, Decision(verb="approve", by="승인자", text="글", slots={"연락 창구": "x"}))

    assert approved.draft is None
    assert approved.state == "approved"


@pytest.mark.parametrize("by", ["", "   ", "이" * 81])
def test_a_decision_needs_a_name(by: str) -> None:
    """A name that can be shown."""
    with pytest.raises(ValidationError):
        Decision(verb="submit", by=by)


def test_search_answers(desk: Desk) -> None:
    """As many as asked for, of the kinds asked for; an empty question has no answer."""
    assert len(desk.search("불만에 어떻게 답하나", k=2)) == 2
    assert {hit.kind for hit in desk.search("이물 사고", k=3, only=Only(("case",)))} == {"case"}
    assert desk.search("  ") == []


def test_things_are_built_once(fresh: Desk) -> None:
    """However many threads ask for them first."""
    with ThreadPoolExecutor(4) as pool:
        built = list(pool.map(lambda _: fresh.patterns, range(8)))

    assert len({id(patterns) for patterns in built}) == 1


def test_a_closed_desk_opens_again(fresh: Desk) -> None:
    """Closing gives files back; closing twice is nothing."""
    case = submitted(fresh)
    fresh.close()
    fresh.close()

    assert fresh.store.get(case.id) == case


def test_own_rules_come_first(tmp_path: Path) -> None:
    """A company's channel replaces ours, in drafts and in checks."""
    (tmp_path / "channels.yaml").write_text(
        "x: {name: {ko: 엑스, en: X}, public: true, limit: 20, unit: characters, manner: short}", encoding="utf-8"
    )
    own = Desk(Settings(home=tmp_path / "home", rules=(tmp_path,)))

    assert own.rule_folders[0] == tmp_path
    assert own.channels["x"].limit == 20
    assert own.composer.channels["x"].limit == 20
    assert own.channels["sms"].limit == 90


def test_own_knowledge_comes_first(tmp_path: Path) -> None:
    """Folders of the settings, then the one under home where it is there, then ours."""
    mine, home = tmp_path / "mine", tmp_path / "home"
    without = Desk(Settings(home=home, knowledge=(mine,))).company_folders
    for folder in (mine, home / "knowledge"):
        folder.mkdir(parents=True)
        (folder / "card.md").write_text(
            f"---\nid: own-{folder.name}\ntitle: {{ko: 우리, en: Ours}}\nsource: {{ko: 우리, en: Ours}}\n"
            "date: 2026-01\n---\n\n## 컵\n\n컵을 바꾸어 드린다.\n",
            encoding="utf-8",
        )
    beside = Desk(Settings(home=home, knowledge=(mine,)))

    assert without == [mine]
    assert beside.company_folders == [mine, home / "knowledge"]
    assert [card.id for card in beside.cards[:2]] == ["own-mine", "own-knowledge"]
    assert [card.company for card in beside.cards[:3]] == [True, True, False]


@pytest.mark.parametrize(
    ("error", "file", "content"),
    [
        (RuleError, "channels.yaml", "x: {public: perhaps}"),
        (RuleError, "channels.yaml", "x: ["),
        (RuleError, "moves.yaml", "slots: {}"),
        (RuleError, "signals/own.yaml", "family: own\nsignals: []"),
        (RuleError, "stances.yaml", "decides: stances\nrules: []"),
        (RuleError, "checks/non_apology.yaml", "phrases: 1"),
        (KnowledgeError, "own.md", "no card at all"),
    ],
)
def test_a_bad_file_of_ones_own_stops_the_desk(tmp_path: Path, error: Any, file: str, content: str) -> None:
    """With the name of the file, and never with a default in its place."""
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(content, encoding="utf-8")
    own = Desk(Settings(home=tmp_path / "home", rules=(tmp_path,), knowledge=(tmp_path,)))
    with pytest.raises(error, match=Path(file).name.replace(".", r"\.")):
        _ = (own.channels, own.composer, own.checks, own.rulebook, own.cards)


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("PLAYBOOK_HOME", {"home": Path("/proc/nothing")}),
        ("cannot be opened", {"database_url": "nonsense"}),
        ("cannot be opened", {"database_url": "sqlite:////proc/nothing/cases.db"}),
    ],
)
def test_a_store_that_cannot_be_opened(tmp_path: Path, told: str, wrong: Any) -> None:
    """Said when the first case is kept; what needs no store works."""
    bad = Desk(Settings(**{"home": tmp_path} | wrong))
    assert bad.check("사과드립니다.") == ()
    with pytest.raises(SetupError, match=told):
        submitted(bad)
