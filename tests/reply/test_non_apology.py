"""Words that make an apology backfire: each phrase by texts that it finds, and texts that it leaves alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import RuleError
from playbook.reply.checks import NonApology

from .conftest import OWN_RULES, a_proof, found, levels, write_yaml

BACKFIRES: dict[str, list[str]] = {
    "conditional": [
        "불편을 느끼셨다면 사과드립니다.",
        "기분이 나쁘셨다면 죄송합니다.",
        "불편이 있으셨다면 사과의 말씀을 드립니다.",
        "피해를 입으셨다면 사과드립니다.",
        "We are sorry if anyone was offended.",
        "We apologise if this caused any trouble.",
        "If you were upset, please accept our apologies.",
        "We are sorry if anyone was hurt; please call us.",
    ],
    "intent_denied": [
        "본의 아니게 불편을 드렸습니다.",
        "그럴 의도는 없었습니다.",
        "고의는 아니었습니다.",
        "It was never our intention to mislead anyone.",
        "We did not mean to hurt anyone.",
        "고의가 아닙니다.",
    ],
    "misunderstanding": [
        "오해를 불러일으킨 점 사과드립니다.",
        "오해가 있으신 것 같습니다.",
        "There has been a misunderstanding.",
        "Our words were taken out of context.",
    ],
    "vague_promise": [
        "앞으로 더욱 신중하겠습니다.",
        "최선을 다하겠습니다.",
        "재발하지 않도록 노력하겠습니다.",
        "We will do better.",
        "We strive to serve you.",
    ],
    "victim_pose": [
        "저희도 억울합니다.",
        "저희도 피해자입니다.",
        "저희만의 잘못은 아닙니다.",
        "We are also victims here.",
    ],
    "worry_instead_of_fault": [
        "심려를 끼쳐 죄송합니다.",
        "고객 여러분께 걱정을 끼쳐 송구합니다.",
        "We are sorry for any inconvenience caused.",
    ],
    "regret_without_responsibility": [
        "이번 사고에 유감을 표합니다.",
        "유감스럽게 생각합니다.",
        "We regret that this happened.",
        "Mistakes were made.",
    ],
    "softened_leak": [
        "고객 개인정보가 노출되었습니다.",
        "비인가 접근이 확인됐습니다.",
        "There was unauthorized access to some accounts.",
    ],
    "minimised": [
        "극히 일부 고객에게 발생했습니다.",
        "피해는 서울 지역에 국한되었습니다.",
        "경미한 문제입니다.",
        "This is an isolated incident.",
        "Only a small number of users saw it.",
    ],
    "no_damage_yet": [
        "현재까지 확인된 피해는 없습니다.",
        "유출은 없는 것으로 보입니다.",
        "제품은 안전합니다.",
        "There is no evidence of misuse.",
        "The product is perfectly safe.",
    ],
    "comparison": [
        "참고로 다른 제품에서도 마찬가지로 검출됩니다.",
        "타사 제품도 같습니다.",
        "Other brands have the same problem too.",
    ],
    "blame_person": [
        "담당자의 실수였습니다.",
        "협력업체의 과실로 확인됐습니다.",
        "한 직원의 개인적인 일탈입니다.",
        "It was human error.",
        "An employee made a mistake.",
    ],
    "natural_thing": [
        "정당한 절차였습니다.",
        "어쩔 수 없었습니다.",
        "We followed standard procedure.",
        "We had no choice.",
    ],
    "internal_rules": [
        "내부 규정상 환불이 어렵습니다.",
        "약관에 따라 교환이 불가합니다.",
        "Our policy does not allow refunds.",
    ],
    "whatever_the_reason": [
        "이유 여하를 막론하고 사과드립니다.",
        "Regardless of the cause, we are sorry.",
    ],
    "unnamed_event": [
        "물의를 일으켜 죄송합니다.",
        "불미스러운 일로 사과드립니다.",
        "We are sorry about the recent events.",
    ],
    "legal_threat": [
        "허위 글에는 법적 대응을 하겠습니다.",
        "고소를 검토하고 있습니다.",
        "손해배상 청구를 검토하겠습니다.",
        "We will take legal action.",
        "We may sue.",
    ],
    "apology_but": [
        "죄송합니다만 규정입니다.",
        "죄송합니다. 하지만 저희 잘못은 아닙니다.",
        "We are sorry, but the rules are clear.",
    ],
    "macro": [
        "고객님의 소중한 의견 감사합니다.",
        "더 나은 서비스로 보답하겠습니다.",
        "Your feedback is important to us.",
    ],
    "ask_for_understanding": [
        "너그러운 양해 부탁드립니다.",
        "많은 이해 바랍니다.",
        "Thank you for your patience.",
    ],
    "market_reassurance": [
        "걱정하지 않으셔도 됩니다.",
        "전혀 사실이 아닙니다.",
        "유동성에는 문제가 없습니다.",
        "There is nothing to worry about.",
    ],
    "compensation_as_promotion": [
        "5만 원 쿠폰을 드리겠습니다.",
        "We will send everyone a voucher.",
    ],
    "corporate_euphemism": [
        "Passengers were re-accommodated.",
        "Out of an abundance of caution we closed the shop.",
    ],
}

FINE: dict[str, list[str]] = {
    "conditional": [
        "불편을 드렸습니다. 죄송합니다.",
        "피해를 입으셨다면 1588-0000으로 연락해 주십시오.",
        "이상이 있으시다면 고객센터로 알려 주십시오.",
        "If you were hurt, please call us.",
        "We caused this, and we are sorry.",
    ],
    "intent_denied": [
        "저희 잘못입니다.",
        "의도와 상관없이 잘못된 표현이었습니다.",
        "We wrote this, and it was wrong.",
    ],
    "misunderstanding": [
        "사실은 다음과 같습니다.",
        "표기가 잘못되어 혼란을 드렸습니다.",
        "Here are the facts.",
    ],
    "vague_promise": [
        "11월 30일까지 최선을 다하겠습니다.",
        "점검을 [완료 기한]까지 마치겠습니다.",
        "We will do better by 30 November: every shop will be checked.",
    ],
    "victim_pose": [
        "저희 잘못입니다.",
        "피해를 입으신 분들께 사과드립니다.",
        "The people who were hurt come first.",
    ],
    "worry_instead_of_fault": [
        "저희 잘못으로 심려를 끼쳤습니다. 사과드립니다.",
        "We failed to check it. We are sorry for any inconvenience caused.",
    ],
    "regret_without_responsibility": [
        "사과드립니다. 유감스럽게도 복구가 늦었습니다.",
        "We apologise. We regret the delay.",
    ],
    "softened_leak": [
        "고객 개인정보가 유출되었습니다.",
        "유출된 계정에 무단 접근이 있었습니다.",
        "A data breach took place through unauthorized access.",
    ],
    "minimised": [
        "현재 확인된 고객은 320명이며 추가로 확인하고 있습니다.",
        "일부 매장을 오늘 닫습니다.",
        "So far 320 accounts are confirmed.",
    ],
    "no_damage_yet": [
        "피해를 조사하고 있습니다.",
        "조사를 마쳤고 유출은 없었습니다.",
        "We are still checking whether data was taken.",
    ],
    "comparison": [
        "다른 제품으로 교환해 드리겠습니다.",
        "저희 제품에서 검출되었습니다.",
        "You can choose another product.",
    ],
    "blame_person": [
        "저희 관리 책임입니다.",
        "담당자가 연락드리겠습니다.",
        "Our staff will call you.",
    ],
    "natural_thing": [
        "절차를 바꾸겠습니다.",
        "다른 방법을 찾겠습니다.",
        "We will change the procedure.",
    ],
    "internal_rules": [
        "규정상 환불이 어렵습니다. 대신 교환해 드리겠습니다.",
        "Our policy does not allow refunds; what we can do is replace it.",
    ],
    "whatever_the_reason": [
        "정전으로 냉장고가 꺼졌습니다. 사과드립니다.",
        "The cause was a power cut, and we are sorry.",
    ],
    "unnamed_event": [
        "11월 3일 물류센터 화재에 대해 사과드립니다.",
        "We are sorry for the fire on 3 November.",
    ],
    "legal_threat": [
        "피해를 입으신 분들께 손해배상을 하겠습니다.",
        "법적 책임을 다하겠습니다.",
        "Sue from our team will call you.",
        "You may ask a lawyer.",
    ],
    "apology_but": [
        "죄송합니다. 11월 30일까지 고치겠습니다.",
        "We are sorry. It will be fixed by Friday.",
    ],
    "macro": [
        "말씀하신 냉장고 소음을 확인하겠습니다.",
        "We checked the noise you describe.",
    ],
    "ask_for_understanding": [
        "불편을 드려 죄송합니다.",
        "이해하기 쉽게 다시 적었습니다.",
        "We are sorry for the wait.",
    ],
    "market_reassurance": [
        "공시된 내용은 공시 링크에서 보실 수 있습니다.",
        "걱정하시는 분들이 계셔서 알려 드립니다.",
        "What has been disclosed is on our investor page.",
    ],
    "compensation_as_promotion": [
        "구매 금액을 환불해 드리겠습니다.",
        "We will refund what you paid.",
    ],
    "corporate_euphemism": [
        "We removed passengers from the flight.",
        "We closed the shop because of the gas leak.",
    ],
}

TOPIC = {"softened_leak": "privacy", "market_reassurance": "finance"}
"""Phrases that hurt on one topic only."""

SHIPPED = NonApology.from_folders([OWN_RULES])
BOTH = {"ko": "왜", "en": "why"}


def only(phrase: str) -> NonApology:
    """The check with one of the phrases that ship."""
    return NonApology([row for row in SHIPPED.phrases if row.id == phrase])


def around(phrase: str) -> dict[str, Any]:
    """A grave complaint on the topic of the phrase."""
    return {"topic": TOPIC.get(phrase), "kind": "complaint", "severity": 3}


def rows(*phrases: dict[str, Any]) -> NonApology:
    """The check with phrases of a test."""
    whole = [{"id": "p", "level": "warning", "why": BOTH, "suggest": BOTH} | phrase for phrase in phrases]
    return NonApology([type(SHIPPED.phrases[0]).model_validate(row) for row in whole])


def test_every_phrase_is_tried_both_ways() -> None:
    """No phrase ships without texts that it finds and texts that it leaves alone."""
    ids = [phrase.id for phrase in SHIPPED.phrases]

    assert len(set(ids)) == len(ids)
    assert set(ids) == set(BACKFIRES) == set(FINE)


@pytest.mark.parametrize(("phrase", "text"), [(phrase, text) for phrase, texts in BACKFIRES.items() for text in texts])
def test_words_that_backfire(phrase: str, text: str) -> None:
    """Found once, at the level of the phrase, on words that stand in the text."""
    row = next(row for row in SHIPPED.phrases if row.id == phrase)
    ((level, words),) = found(only(phrase), text, **around(phrase))

    assert level == row.level
    assert words
    assert words in text


@pytest.mark.parametrize(("phrase", "text"), [(phrase, text) for phrase, texts in FINE.items() for text in texts])
def test_words_that_are_fine(phrase: str, text: str) -> None:
    """What says the same thing well, or only sounds alike."""
    assert found(only(phrase), text, **around(phrase)) == []


@pytest.mark.parametrize("phrase", TOPIC)
def test_some_words_hurt_on_one_topic_only(phrase: str) -> None:
    """On another topic, or on none that is known, they are ordinary."""
    text = BACKFIRES[phrase][0]

    assert levels(only(phrase), text, topic=TOPIC[phrase])
    assert levels(only(phrase), text, topic="delivery") == []
    assert levels(only(phrase), text) == []


@pytest.mark.parametrize(
    ("expected", "known"),
    [
        (["warning"], {"kind": "complaint", "severity": 3}),
        (["warning"], {"severity": 4}),
        ([], {"kind": "complaint", "severity": 1}),
        ([], {"kind": "praise", "severity": 3}),
        ([], {"kind": "complaint"}),
    ],
)
def test_a_voucher_hurts_in_a_grave_matter(expected: list[str], known: dict[str, Any]) -> None:
    """An unknown kind may be any; an unknown severity is not taken for grave."""
    assert levels(only("compensation_as_promotion"), "쿠폰을 드리겠습니다.", **known) == expected


def test_a_phrase_is_told_once() -> None:
    """However often it stands in the text; another phrase is told beside it."""
    text = "심려를 끼쳐 죄송합니다. 심려를 끼쳤습니다. 본의 아니게 그랬습니다."

    assert [words for _, words in found(SHIPPED, text)] == ["본의 아니게", "심려를 끼"]


def test_capitals_make_no_difference() -> None:
    """Nor do letters whose lower case is longer shift what is pointed at."""
    assert found(only("macro"), "WE VALUE YOUR time.", kind="complaint") == [("warning", "WE VALUE YOUR")]
    assert found(rows({"patterns": ["나쁜 말"]}), "İİİ 나쁜 말") == [("warning", "나쁜 말")]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (1, "나쁜 말입니다."),
        (1, "괜찮습니다. 나쁜 말입니다."),
        (1, "나쁜 말입니다. 괜찮습니다."),
        (0, "나쁜 말이지만 괜찮습니다."),
        (1, "나쁜 말이지만 괜찮습니다. 나쁜 말입니다."),
    ],
)
def test_unless_looks_at_the_sentence(expected: int, text: str) -> None:
    """A harmless word excuses the phrase beside it and no other."""
    assert len(found(rows({"patterns": ["나쁜 말"], "unless": ["괜찮"]}), text)) == expected


@pytest.mark.parametrize(
    ("expected", "text"),
    [(1, "나쁜 말입니다."), (0, "저희 책임입니다. 나쁜 말입니다."), (0, "나쁜 말과 책임.")],
)
def test_with_fault_looks_at_the_whole_text(expected: int, text: str) -> None:
    """Words that own the fault make the phrase acceptable wherever they stand."""
    assert len(found(rows({"patterns": ["나쁜 말"], "with_fault": ["책임"]}), text)) == expected


def test_a_finding_says_why_and_what_instead() -> None:
    """In the language of the text."""
    korean, english = (
        next(only("macro")(a_proof("소중한 의견", lang=lang, kind="complaint"))) for lang in ("ko", "en")
    )

    assert korean.check == "non_apology"
    assert korean.message != english.message
    assert korean.suggest
    assert english.suggest


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"patterns": ["("]}, "no regular expression"),
        ({"unless": ["["]}, "no regular expression"),
        ({"with_fault": ["*"]}, "no regular expression"),
        ({"patterns": []}, "patterns"),
        ({"level": "fatal"}, "level"),
        ({"topics": ["weather"]}, "topics"),
        ({"why": {"ko": "왜"}}, "why.en"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    """The error names the file, the row by its id, and the field."""
    row = {"id": "p", "level": "error", "patterns": ["나쁜 말"], "why": BOTH, "suggest": BOTH} | change
    write_yaml(tmp_path / "checks" / "non_apology.yaml", {"phrases": [row]})
    with pytest.raises(RuleError, match=told) as caught:
        NonApology.from_folders([tmp_path])
    assert "id 'p'" in str(caught.value)


def test_no_file_is_refused(tmp_path: Path) -> None:
    """A reply that nobody looked over is not a clean one."""
    with pytest.raises(RuleError, match=r"non_apology\.yaml"):
        NonApology.from_folders([tmp_path])


def test_the_first_folder_wins(tmp_path: Path) -> None:
    """A company's own list stands for ours."""
    row = {"id": "own", "level": "note", "patterns": ["우리 말"], "why": BOTH, "suggest": BOTH}
    write_yaml(tmp_path / "checks" / "non_apology.yaml", {"phrases": [row]})
    check = NonApology.from_folders([tmp_path, OWN_RULES])

    assert found(check, "우리 말입니다. 본의 아니게.") == [("note", "우리 말")]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the check, and what it points at lies inside."""
    for finding in SHIPPED(a_proof(text, topic="finance", kind="incident", severity=4)):
        assert finding.start is not None
        assert 0 <= finding.start < (finding.end or 0) <= len(text)
