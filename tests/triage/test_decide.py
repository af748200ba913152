"""Triage: rules decide, models advise, and every label says why."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import InputError
from playbook.language.normalise import normalise
from playbook.records import CHANNELS, OWNERS, STANCES, Context, Message, Triage
from playbook.triage.decide import BATCH, Triager, middle_level

from .conftest import a_rule, a_table

Build = Callable[..., Triager]
FIRE = "배터리에서 불이 났어요"

PLAIN = [
    "환불 부탁드려요, 결제가 두 번 됐어요",
    "Thank you, your staff were so kind!",
    "불이 나서 사람이 다쳤습니다. 지금 매장입니다",
    "이 쓰레기들아 다 꺼져",
    "영업시간이 어떻게 되나요?",
    "그 회사 곧 부도난다던데 사실인가요",
    unicodedata.normalize("NFD", "제 번호는 010-0000-1234, 배송이 안 와요"),
    "ㅋㅋㅋ",
    "?",
    "🙏🙏",
    "0",
    "ありがとう",
]


def labels(triage: Triage) -> tuple[str, str, int, str, str]:
    return triage.kind, triage.topic, triage.severity, triage.stance, triage.owner


@pytest.mark.parametrize(
    ("text", "kind", "stance", "owner"),
    [
        ("고맙습니다. 직원분이 정말 친절했어요.", "praise", "acknowledge", "pr"),
        ("너희 다 망해라 이 쓰레기들아", "abuse", "monitor", "pr"),
        ("My order arrived with a broken cup. Please refund me.", "complaint", "escalate_cs", "cs"),
        ("매장에 불이 나서 손님 두 분이 숨졌습니다.", "incident", "transparency", "safety"),
    ],
)
def test_plain_messages(desk: Desk, text: str, kind: str, stance: str, owner: str) -> None:
    """What nobody could mistake gets the stance that the page of labels asks for."""
    triage = desk.triage(Message(text=text))

    assert (triage.kind, triage.stance, triage.owner) == (kind, stance, owner)


def test_many_are_read_as_one_by_one(desk: Desk) -> None:
    """In order, row for row the same, whatever stands beside a message."""
    messages = [
        Message(id=f"{i}-{j}", text=text, channel=CHANNELS[i % len(CHANNELS)], context=context)
        for i, text in enumerate(PLAIN)
        for j, context in enumerate(
            (Context(), Context(author="press", followers=50_000, shares=500, prior_contacts=3))
        )
    ]

    assert list(desk.triage_all(messages)) == [desk.triage(message) for message in messages]


def test_more_than_a_batch(ruled: Build) -> None:
    """Nothing is lost, doubled or moved where one batch ends and the next begins."""
    count = BATCH + 3
    triager = ruled(kinds=a_table("kinds", a_rule("kind.fire", "incident", "danger.fire")))
    texts = ("불이 났어요", "물이 났어요")

    found = list(triager.triage_all(Message(id=str(i), text=texts[i % 2]) for i in range(count)))

    assert [triage.id for triage in found] == [str(i) for i in range(count)]
    assert {found[i].kind == "incident" for i in range(0, count, 2)} == {True}
    assert len({labels(found[i]) for i in range(1, count, 2)}) == 1


@pytest.mark.parametrize("text", [" ", "\n\t", "\u200b", "\x08", "가" * 100_001])
def test_what_is_no_message(desk: Desk, text: str) -> None:
    """Nothing to be seen, or more than anybody would write, is refused rather than judged."""
    with pytest.raises(InputError, match="paste"):
        desk.triage(Message(text=text))


def test_no_messages(desk: Desk) -> None:
    """Nothing in, nothing out."""
    assert list(desk.triage_all([])) == []


def test_messages_are_read_as_they_are_asked_for(desk: Desk) -> None:
    """The first labels are there before a bad message far behind them is reached."""

    def messages() -> Any:
        yield from (Message(id=str(i), text="환불해 주세요") for i in range(BATCH))
        yield Message(text="   ")

    stream = desk.triage_all(messages())

    assert next(stream).id == "0"
    with pytest.raises(InputError, match="empty"):
        list(stream)


def test_a_rule_decides_and_says_why(ruled: Build) -> None:
    """Its label, its id, its reason in the language of the message, its citations and the words it stood on."""
    because = {"ko": "불이 났습니다.", "en": "There was a fire."}
    rule = a_rule("kind.fire", "incident", "danger.fire", because=because, cites=["guideline:x"])
    triager = ruled(kinds=a_table("kinds", rule))

    korean = triager.triage(Message(id="m", text=FIRE))
    english = triager.triage(Message(text="The charger caught fire."))
    forced = triager.triage(Message(text=FIRE, lang="en"))

    assert (korean.id, korean.kind, korean.lang) == ("m", "incident", "ko")
    reason = korean.reasons[0]
    assert (reason.rule, reason.because, reason.cites) == ("kind.fire", "불이 났습니다.", ("guideline:x",))
    assert [(s.start, s.end, s.text, s.signal) for s in reason.spans] == [(6, 10, "불이 났", "danger.fire")]
    assert (english.lang, english.reasons[0].because) == ("en", "There was a fire.")
    assert (forced.lang, forced.reasons[0].because) == ("en", "There was a fire.")


def test_spans_of_a_disguised_message(ruled: Build) -> None:
    """Behind a telephone number, decomposed and with invisible characters, they point into what came in."""
    words = unicodedata.normalize("NFD", "불이") + "\u200b " + unicodedata.normalize("NFD", "났")
    text = f"010-0000-1234 {words}어요"
    triage = ruled(kinds=a_table("kinds", a_rule("kind.fire", "incident", "danger.fire"))).triage(Message(text=text))

    (span,) = triage.reasons[0].spans
    assert text[span.start : span.end] == span.text == words
    assert [text[p.start : p.end] for p in triage.personal_data] == ["010-0000-1234"]


def test_where_a_rule_leaves_it_to_the_models(ruled: Build) -> None:
    """The most probable label stands, with its probability as confidence."""
    triage = ruled().triage(Message(text="결제가 두 번 됐어요. 환불해 주세요."))
    scores = {signal.id: signal.score for signal in triage.signals}

    for name in ("kind", "topic", "severity"):
        odds = {
            key.removeprefix(f"model.{name}_"): score
            for key, score in scores.items()
            if key.startswith(f"model.{name}_")
        }
        assert str(getattr(triage, name)) == max(odds, key=odds.__getitem__)
        assert getattr(triage.confidence, name) == pytest.approx(max(odds.values()), abs=1e-3)
    assert [reason.rule for reason in triage.reasons] == [
        "kind.last",
        "topic.last",
        "severity.last",
        "stance.last",
        "owner.last",
    ]


def test_labels_follow_one_another(ruled: Build) -> None:
    """Each table sees what those before it decided: kind, topic, severity, stance, then the owner."""
    triage = ruled(
        kinds=a_table("kinds", a_rule("kind.fire", "incident", "danger.fire")),
        topics=a_table("topics", a_rule("topic.incident", "safety", {"kind": "incident"})),
        severity=a_table("severity", a_rule("severity.safety", 4, {"topic": "safety"})),
        stances=a_table("stances", a_rule("stance.grave", "action_plan", {"severity": 4}, also=["transparency"])),
        owners=a_table("owners", a_rule("owner.plan", "product", {"stance": "action_plan"}, also=["cs"])),
    ).triage(Message(text=FIRE))

    assert labels(triage) == ("incident", "safety", 4, "action_plan", "product")
    assert triage.supporting == ("transparency",)
    assert triage.owners == ("product", "cs", "pr", "executive")


@pytest.mark.parametrize(
    ("severity", "owners"),
    [(1, ("cs", "legal")), (2, ("cs", "legal")), (3, ("cs", "legal", "pr")), (4, ("cs", "legal", "pr", "executive"))],
)
def test_who_has_to_know(ruled: Build, severity: int, owners: tuple[str, ...]) -> None:
    """The graver it is, the more people; nobody twice."""
    triage = ruled(
        severity=a_table("severity", a_rule("severity.set", severity, "danger.fire")),
        owners=a_table("owners", a_rule("owner.set", "cs", "danger.fire", also=["legal", "cs"])),
    ).triage(Message(text=FIRE))

    assert triage.owners == owners


@pytest.mark.parametrize(
    ("message", "signal"),
    [
        (Message(text="설명해 주세요", channel="press"), "context.press"),
        (Message(text="설명해 주세요", context=Context(author="regulator")), "context.regulator"),
        (Message(text="설명해 주세요", context=Context(followers=20_000)), "context.reach"),
    ],
)
def test_circumstances_decide_too(ruled: Build, message: Message, signal: str) -> None:
    """A rule may ask who writes; without words there is no span to show."""
    triager = ruled(owners=a_table("owners", a_rule("owner.who", "legal", signal)))

    assert triager.triage(message).owner == "legal"
    assert triager.triage(message).reasons[-1].spans == ()
    assert triager.triage(Message(text="설명해 주세요")).owner == "pr"


def test_a_rule_against_the_models_asks_for_a_person(ruled: Build) -> None:
    """It decides all the same, is less sure of it, and says that they disagree."""
    text = "고맙습니다. 정말 감사합니다."
    against = ruled(kinds=a_table("kinds", a_rule("kind.odd", "incident", "tone.praise"))).triage(Message(text=text))
    along = ruled(kinds=a_table("kinds", a_rule("kind.even", "praise", "tone.praise"))).triage(Message(text=text))

    assert (against.kind, along.kind) == ("incident", "praise")
    assert against.needs_human
    assert "규칙과 모델의 판단이 엇갈립니다." in against.doubts
    assert "규칙과 모델의 판단이 엇갈립니다." not in along.doubts
    assert against.confidence.kind < 0.3 < 0.9 <= along.confidence.kind


@pytest.mark.parametrize(
    ("text", "doubt", "expected"),
    [
        ("ありがとうございます", "This looks like neither Korean nor English.", True),
        ("Thank you very much", "This looks like neither Korean nor English.", False),
        ("손님이 다쳤어요", "사람이 다쳤을 수 있는 낱말이 있습니다.", True),
        ("Somebody died", "It has words that may mean somebody was hurt.", True),
        ("아무도 안 다쳤어요", "사람이 다쳤을 수 있는 낱말이 있습니다.", False),
        ("환불해 주세요", "사람이 다쳤을 수 있는 낱말이 있습니다.", False),
    ],
)
def test_doubts(ruled: Build, text: str, doubt: str, expected: bool) -> None:
    """Another script, or words of harm under a low level, ask for a look, in the language of the message."""
    low = ruled(severity=a_table("severity", a_rule("severity.low", 1), last=False))
    triage = low.triage(Message(text=text))

    assert (doubt in triage.doubts) is expected
    assert triage.needs_human is bool(triage.doubts)


def test_grave_words_under_a_grave_level_are_no_doubt(ruled: Build) -> None:
    """Where the level already says so."""
    high = ruled(severity=a_table("severity", a_rule("severity.high", 4), last=False))

    assert "사람이 다쳤을 수 있는 낱말이 있습니다." not in high.triage(Message(text="손님이 다쳤어요")).doubts


@given(
    text=st.text(min_size=1, max_size=80).filter(lambda text: bool(normalise(text).text.strip())),
    author=st.sampled_from(["unknown", "press", "employee"]),
    count=st.integers(0, 10**9),
)
@settings(max_examples=60, deadline=None)
def test_whatever_comes_in(desk: Desk, text: str, author: Any, count: int) -> None:
    """Any text is decided: five reasons by rules that exist, labels of the page, spans within the text."""
    context = Context(author=author, followers=count, shares=count, prior_contacts=count)
    triage = desk.triage(Message(text=text, context=context))

    assert [desk.rulebook.rule(r.rule).file for r in triage.reasons] == [
        "kinds.yaml", "topics.yaml", "severity.yaml", "stances.yaml", "owners.yaml",
    ]  # fmt: skip
    assert triage.stance in STANCES
    assert triage.owner == triage.owners[0]
    assert set(triage.owners) <= set(OWNERS)
    assert triage.stance not in triage.supporting
    for reason in triage.reasons:
        for span in reason.spans:
            assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("odds", "level"),
    [
        ((1.0, 0.0, 0.0, 0.0), 1),
        ((0.0, 0.0, 0.0, 1.0), 4),
        ((0.45, 0.1, 0.45, 0.0), 2),  # neither end: two levels off would be worse
        ((0.4, 0.35, 0.25, 0.0), 2),
        ((0.51, 0.0, 0.0, 0.49), 1),
        ((0.1, 0.2, 0.3, 0.4), 3),
        ((0.0, 0.0, 0.0, 0.0), 4),  # rounded away to nothing: never talked down
    ],
)
def test_the_middle_level(odds: tuple[float, ...], level: int) -> None:
    """The median of the levels, which is nearest to all of them on average."""
    assert middle_level(dict(zip(("1", "2", "3", "4"), odds, strict=True))) == level
