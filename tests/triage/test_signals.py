"""Signals: which words count, which do not, and where in the original they stand."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import RuleError
from playbook.language.normalise import normalise
from playbook.records import Context
from playbook.triage.explain import failing_examples
from playbook.triage.signals import CONTEXT_SIGNALS, Patterns, PatternSignal, of_context, read

from .conftest import SAID, a_family, a_signal, write


def test_every_example_proves_its_signal(desk: Desk) -> None:
    """Each signal hits what it says it hits, and spares what it says it spares."""
    assert failing_examples(desk.patterns) == []
    assert len(desk.patterns.signals) > 40


def test_an_example_that_proves_nothing_is_told() -> None:
    """The signal and the text are named, for a hit missed and for a hit too many."""
    wrong = a_signal(examples={"hit": ["물이야", "불이야"], "miss": ["큰 불이야!", "불"]})

    assert failing_examples(Patterns([PatternSignal.model_validate(wrong)])) == [
        "danger.fire: should hit '물이야'",
        "danger.fire: should spare '큰 불이야!'",
    ]


def signals_in(desk: Desk, text: str) -> set[str]:
    return {signal.id for signal in desk.patterns.of(read(text))}


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        ("danger.fire", "어제 충전기에서 불이 났습니다"),
        ("danger.fire", "The TV EXPLODED last night"),
        ("danger.injury", "손님 한 분이 다쳤어요"),
        ("danger.death", "two passengers died"),
        ("tone.threat_to_staff", "퇴근길 조심해라, 칼 들고 간다"),
        ("tone.praise", "정말 감사합니다"),
        ("tone.question", "몇 시까지 하나요"),
        ("tone.spam", "무직자 대출, 카지노 가입 코드 드려요"),
        ("claim.hearsay", "곧 망한다는 소문이 있던데요"),
        ("claim.proof", "녹취 파일을 가지고 있습니다"),
    ],
)
def test_plain_words_count(desk: Desk, signal: str, text: str) -> None:
    """What nobody could misread is a signal."""
    assert signal in signals_in(desk, text)


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        ("danger.fire", "오늘 매출 대폭발!"),
        ("danger.fire", "우리 집은 불닭 맛집"),
        ("danger.fire", "fire sale starts today"),
        ("danger.injury", "화상 회의 링크 보내 주세요"),
        ("danger.injury", "신차가 유력 후보로 급부상"),
        ("danger.death", "웃겨 죽겠네요"),
        ("danger.death", "The battery died again"),
        ("danger.death", "when is the deadline?"),
        ("tone.insult", "음식물 쓰레기통은 어디 있나요"),
        ("tone.threat_to_staff", "매장에서 파는 칼국수 맛있어요"),
        ("tone.praise", "thanks for nothing"),
        ("claim.proof", "no evidence at all"),
    ],
)
def test_look_alikes_do_not_count(desk: Desk, signal: str, text: str) -> None:
    """The same letters in a harmless phrase are spared."""
    assert signal not in signals_in(desk, text)


@pytest.mark.parametrize(
    ("signal", "said", "denied"),
    [
        ("danger.fire", "불이 났어요", "불이 나지 않았어요"),
        ("danger.fire", "화재 신고합니다", "화재는 없었습니다"),
        ("danger.injury", "직원이 다쳤어요", "아무도 안 다쳤어요"),
        ("danger.injury", "부상자가 많습니다", "부상자는 전혀 없습니다"),
        ("danger.injury", "a guest was injured", "nobody was injured"),
        ("danger.death", "사망자가 두 명입니다", "사망자는 없습니다"),
        ("danger.death", "someone died", "no one died"),
        ("danger.illness", "식중독에 걸렸어요", "식중독은 아니에요"),
    ],
)
def test_what_is_denied_does_not_count(desk: Desk, signal: str, said: str, denied: str) -> None:
    """The sentence that says it is a signal, the one that denies it is none."""
    assert signal in signals_in(desk, said)
    assert signal not in signals_in(desk, denied)


def test_one_denial_does_not_hide_another_hit(desk: Desk) -> None:
    """Each place is judged by itself, as is each look-alike."""
    denied_then_said = read("첫날은 화재가 없었지만 이튿날 불이 났어요")
    harmless_then_meant = read("불금에 놀다가 가게에 불이 났어요")

    for reading, words in ((denied_then_said, ["불이 났"]), (harmless_then_meant, ["불이 났"])):
        (fire,) = [signal for signal in desk.patterns.of(reading) if signal.id == "danger.fire"]
        assert [span.text for span in fire.spans] == words


def test_only_some_signals_can_be_denied(desk: Desk) -> None:
    """An insult stays one beside a negation."""
    assert not desk.patterns.signals["tone.insult"].negatable
    assert "tone.insult" in signals_in(desk, "이 병신은 안 되겠네")


def decomposed(text: str) -> str:
    """Every syllable as its letters, as files from a Mac spell it."""
    return unicodedata.normalize("NFD", text)


SPELLINGS = {
    "as typed": ("충전기에서 불이 났어요", "불이 났"),
    "decomposed": (decomposed("충전기에서 불이 났어요"), decomposed("불이 났")),
    "invisible characters within": ("\u200b충전기에서 불\u200b이 \u2060났\u200d어요", "불\u200b이 \u2060났"),
    "full width": ("그것이 ＣＡＵＧＨＴ　ＦＩＲＥ 했다", "ＣＡＵＧＨＴ　ＦＩＲＥ"),
    "letters of another script": ("it саught fіre", "саught fіre"),
    "a telephone number in front": ("010-0000-1234 번입니다. 불이 났어요", "불이 났"),
    "an address and an emoji in front": ("a.b@example.com 👩‍👩‍👧 불이 났어요", "불이 났"),
    "all at once": ("010-0000-1234\u200b " + decomposed("방금 불이 났어요"), decomposed("불이 났")),
}


@pytest.mark.parametrize(("text", "words"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_a_span_points_into_the_original(desk: Desk, text: str, words: str) -> None:
    """However it is spelled and whatever stands before it."""
    (fire,) = [signal for signal in desk.patterns.of(read(text)) if signal.id == "danger.fire"]

    (span,) = fire.spans
    assert (span.text, span.signal) == (words, "danger.fire")
    assert text[span.start : span.end] == words
    assert text.index(words) == span.start


noise = st.text(alphabet=st.sampled_from("가나 \n\u200b\u0301é👍🏽ᄀ１a.!?ㅋ\u3164(@-0"), max_size=12)


@given(before=noise, after=noise)
@settings(max_examples=150, deadline=None)
def test_spans_hold_in_any_surroundings(before: str, after: str) -> None:
    """The words found are those of the original, and normalised they are the words of the pattern."""
    text = f"{before} 큰 불이야 {after}"
    signal = PatternSignal.model_validate(a_signal())

    found = Patterns([signal]).of(read(text))

    assert [s.id for s in found] == ["danger.fire"]
    for span in found[0].spans:
        assert text[span.start : span.end] == span.text
        assert normalise(span.text).folded == "불이야"


@given(text=st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_text_can_be_read(desk: Desk, text: str) -> None:
    """No text stops the patterns, and no span leaves it."""
    for signal in desk.patterns.of(read(text)):
        for span in signal.spans:
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("explosion.fire@example.com 으로 답 주세요", set()),
        ("an explosion at example.com", {"danger.fire"}),
    ],
)
def test_personal_data_is_not_read(desk: Desk, text: str, expected: set[str]) -> None:
    """A word inside an e-mail address says nothing of the matter."""
    assert signals_in(desk, text) & {"danger.fire"} == expected


def test_personal_data_leaves_blanks_of_its_length() -> None:
    """Everything after it keeps its place."""
    text = "010-0000-1234 로 전화 주세요"
    reading = read(text)

    assert reading.text == " " * 13 + " 로 전화 주세요"
    assert [(p.start, p.end) for p in reading.personal_data] == [(0, 13)]


def test_no_more_than_three_places_are_shown(desk: Desk) -> None:
    """A word said ten times is one signal with three spans."""
    (fire,) = [s for s in desk.patterns.of(read("불이 났어요. " * 10)) if s.id == "danger.fire"]

    assert [span.start for span in fire.spans] == [0, 8, 16]
    assert (fire.score, fire.source) == (1.0, "pattern")


@pytest.mark.parametrize(
    ("context", "press_channel", "expected"),
    [
        ({}, False, set()),
        ({"author": "customer"}, False, set()),
        ({"author": "press"}, False, {"context.press"}),
        ({}, True, {"context.press"}),
        ({"author": "regulator"}, False, {"context.regulator"}),
        ({"author": "employee"}, False, {"context.insider"}),
        ({"author": "partner"}, False, {"context.insider"}),
        ({"author": "investor"}, False, {"context.investor"}),
        ({"followers": 9_999, "shares": 99, "prior_contacts": 1}, False, set()),
        ({"followers": 10_000}, False, {"context.reach"}),
        ({"shares": 100}, False, {"context.spreading"}),
        ({"prior_contacts": 2}, False, {"context.repeated"}),
    ],
)
def test_circumstances(context: dict[str, Any], press_channel: bool, expected: set[str]) -> None:
    """What the desk knows of author and reach, from the first number that counts."""
    found = {signal.id for signal in of_context(Context(**context), press_channel)}

    assert found == expected
    assert found <= CONTEXT_SIGNALS.keys()


BROKEN = {
    "no YAML": ("family: [", "no YAML"),
    "an empty file": ("", "the file"),
    "a date that no calendar has": ("family: 2020-13-45", "no YAML"),
    "a list": ([a_signal()], "the file"),
    "a field nobody knows": (a_family(mood="bad"), "mood"),
    "no signals": (a_family(signals=[]), "signals"),
    "a bad expression": (a_family(a_signal(patterns=["불("])), "no regular expression"),
    "a bad look-alike": (a_family(a_signal(unless=["*"])), "no regular expression"),
    "no pattern": (a_family(a_signal(patterns=[])), "patterns"),
    "an id without a family": (a_family(a_signal("fire")), "id 'fire'"),
    "an id of another family": (a_family(a_signal("tone.fire")), "signal 'tone.fire'"),
    "an id that stands twice": (a_family(a_signal(), a_signal()), "signal 'danger.fire'"),
    "nothing that it spares": (a_family(a_signal(examples={"hit": ["불이야"]})), "id 'danger.fire'"),
    "nothing that it hits": (a_family(a_signal(examples={"hit": [], "miss": ["물"]})), "examples.hit"),
    "a name in one language": (a_family(a_signal(says={"ko": "불"})), "says.en"),
}


@pytest.mark.parametrize(("content", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_signal_file(tmp_path: Path, content: Any, said: str) -> None:
    """It stops the program, with the file and the place."""
    path = write(tmp_path / "signals" / "danger.yaml", content)

    with pytest.raises(RuleError) as raised:
        Patterns.from_folders([tmp_path])

    assert str(raised.value).startswith(f"{path}: ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_company_lays_its_signals_over_ours(tmp_path: Path) -> None:
    """A signal of the same id replaces ours, others stand beside it, and a folder without signals adds none."""
    ours = a_family(a_signal(), a_signal("danger.smoke", patterns=["연기"]))
    write(tmp_path / "ours" / "signals" / "danger.yaml", ours)
    write(tmp_path / "theirs" / "signals" / "own.yaml", a_family(a_signal(says=SAID, patterns=["화염"])))
    (tmp_path / "none").mkdir()

    patterns = Patterns.from_folders([tmp_path / "none", tmp_path / "theirs", tmp_path / "ours"])

    assert {name: signal.patterns for name, signal in patterns.signals.items()} == {
        "danger.fire": ("화염",),
        "danger.smoke": ("연기",),
    }
    assert patterns.families == {"danger"}
