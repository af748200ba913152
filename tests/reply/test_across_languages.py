"""A fact in one language and a reply in the other: what binds, what does not, and what only a person can compare."""

from __future__ import annotations

import pytest

from playbook.reply.checks import unbound

from .conftest import a_proof, found

SAME = [
    ("보상금은 5억 원", "We will pay 500 million won."),
    ("보상금은 5억 원", "We will pay KRW 500 million."),
    ("보상금은 5억 원", "We will pay ₩500 million."),
    ("보상금은 5억 원", "We will pay 0.5 billion won."),
    ("1인당 5만 원을 지급", "Each customer receives 50,000 won."),
    ("1인당 5만원을 지급", "Each customer receives KRW 50,000."),
    ("과징금 1조 6,850억 원", "A fine of 1.685 trillion won."),
    ("과징금 1,347억 9,100만 원", "A fine of 134.791 billion won."),
    ("피해액 120만 달러", "Losses of $1.2 million."),
    ("피해액 120만 달러", "Losses of US$1.2 million."),
    ("피해액 120만 달러", "Losses of USD 1.2 million."),
    ("피해액 120만 달러", "Losses of $1.2m."),
    ("피해액 3천만 엔", "Losses of 30 million yen."),
    ("유출 계정 3,370만 개", "33.7 million accounts were exposed."),
    ("유출 고객 3,370만 명", "33.7 million customers were affected."),
    ("유출 고객 3,370만 명", "33.7m customers were affected."),
    ("고객 1만 2천 명", "12,000 customers were affected."),
    ("고객 1만2천 명", "12 thousand customers were affected."),
    ("고객 약 1,200명", "About 1,200 people were affected."),
    ("부상자 3명", "Three people were injured."),
    ("부상자 세 명", "3 people were injured."),
    ("부상자 스물두 명", "22 people were injured."),
    ("부상자 12명", "A dozen people were injured."),
    ("부상자 12명", "Twelve people were injured."),
    ("부상자 21명", "Twenty-one people were injured."),
    ("접수 320건", "320 reports were received."),
    ("접수 320건", "320 complaints were received."),
    ("매장 15곳", "15 stores are closed."),
    ("차량 5,200대", "5,200 vehicles are recalled."),
    ("제품 2만 개", "20,000 units are recalled."),
    ("제품 2만 개", "20,000 items are recalled."),
    ("11월 21일에 발생", "It happened on 21 November."),
    ("11월 21일에 발생", "It happened on November 21."),
    ("11월 21일에 발생", "It happened on November 21st."),
    ("11월 21일에 발생", "It happened on Nov 21."),
    ("2026년 11월 21일에 발생", "It happened on 21 November 2026."),
    ("2026년 11월 21일에 발생", "It happened on 2026-11-21."),
    ("2026년 11월 21일에 발생", "It happened on 21/11/2026."),
    ("2026. 11. 21. 발생", "It happened on November 21, 2026."),
    ("전체의 12.5%", "12.5% of customers were affected."),
    ("전체의 12.5%", "12.5 per cent of customers were affected."),
    ("전체의 12.5퍼센트", "12.5 percent of customers were affected."),
    ("전체의 0.3%", "0.3% of customers were affected."),
    ("오후 6시에 멈췄다", "It stopped at 6 p.m."),
    ("오후 6시에 멈췄다", "It stopped at 6pm."),
    ("오후 6시에 멈췄다", "It stopped at 18:00."),
    ("오후 6시 30분에 멈췄다", "It stopped at 6:30 p.m."),
    ("오전 0시 30분에 멈췄다", "It stopped at 12:30 a.m."),
    ("정오에 멈췄다", "It stopped at noon."),
    ("자정에 멈췄다", "It stopped at midnight."),
    ("18시에 멈췄다", "It stopped at 6 p.m."),
    ("3시간 동안 중단", "It was down for three hours."),
    ("3시간 동안 중단", "It was down for 3 hours."),
    ("3시간 30분 동안 중단", "It was down for 3 hours and 30 minutes."),
    ("2주 안에 환불", "Refunds within two weeks."),
    ("2주 안에 환불", "Refunds within 14 days."),
    ("3영업일 안에 환불", "Refunds within three business days."),
    ("6개월 동안 점검", "We will inspect it for six months."),
    ("1년 동안 점검", "We will inspect it for a year."),
    ("데이터 200GB 유출", "200 GB of data leaked."),
    ("3회 점검", "We inspected it three times."),
]
OTHER = [
    ("보상금은 5억 원", "We will pay 50 million won."),
    ("보상금은 5억 원", "We will pay $500 million."),
    ("1인당 5만 원을 지급", "Each customer receives 5,000 won."),
    ("고객 3,370만 명", "3.37 million customers were affected."),
    ("부상자 3명", "Five people were injured."),
    ("접수 320건", "32 reports were received."),
    ("11월 21일에 발생", "It happened on 12 November."),
    ("11월 21일에 발생", "It happened on 21 October."),
    ("2026년 11월 21일에 발생", "It happened on 21 November 2025."),
    ("전체의 12.5%", "12% of customers were affected."),
    ("오후 6시에 멈췄다", "It stopped at 6 a.m."),
    ("오후 6시에 멈췄다", "It stopped at 6:30 p.m."),
    ("3영업일 안에 환불", "Refunds within three days."),
    ("3시간 동안 중단", "It was down for five hours."),
    ("2주 안에 환불", "Refunds within two days."),
    ("11월 21일에 발생", "It happened on 21/12/2026."),
    ("부상자 21명", "31 people were injured."),
    ("유출 계정 3,370만 개", "33.7 million people were affected."),
    ("피해액 120만 달러", "Losses of EUR 1.2 million."),
    ("1인당 5만 원을 지급", "Each customer receives KRW 500,000."),
    ("전체의 12.5%", "1.25% of customers were affected."),
    ("오전 9시에 멈췄다", "It stopped at 9 p.m."),
    ("매장 15곳", "50 stores are closed."),
    ("차량 5,200대", "52,000 vehicles are recalled."),
    ("2026년 11월 21일에 발생", "It happened on 11/23/2026."),
    ("3시간 동안 중단", "It was down for three days."),
    ("과징금 1조 6,850억 원", "A fine of 1.685 billion won."),
    ("유출 고객 3,370만 명", "33.7 billion customers were affected."),
]


@pytest.mark.parametrize(("korean", "english"), SAME)
def test_one_value_in_two_languages(korean: str, english: str) -> None:
    """Amounts, counts, dates, percentages, times and spans, whichever of the two is the fact."""
    assert found(unbound, english, lang="en", drafted=True, known=(korean,)) == []
    assert found(unbound, korean, lang="ko", drafted=True, known=(english,)) == []


@pytest.mark.parametrize(("korean", "english"), OTHER)
def test_two_values_in_two_languages(korean: str, english: str) -> None:
    """Another scale, currency, unit, month, year or half of the day."""
    assert "error" in [level for level, _ in found(unbound, english, lang="en", drafted=True, known=(korean,))]
    assert "error" in [level for level, _ in found(unbound, korean, lang="ko", drafted=True, known=(english,))]


BATTERY = "The fire was caused by a battery cell defect."


@pytest.mark.parametrize(
    ("lang", "text", "fact"),
    [
        ("en", BATTERY, "원인은 배터리 셀 결함"),
        ("en", BATTERY, "배터리 셀 결함이 원인으로 확인됨"),
        ("en", BATTERY, "냉각 설비 고장 때문에 멈춤"),
        ("ko", "원인은 배터리 셀의 결함입니다.", "A battery cell defect caused the fire"),
        ("ko", "냉각 설비 고장으로 인해 서비스가 중단되었습니다.", "The cooling failed"),
    ],
)
def test_a_cause_that_only_a_person_can_compare(lang: str, text: str, fact: str) -> None:
    """A warning that names the fact: neither an error that nobody can mend nor silence."""
    (finding,) = unbound(a_proof(text, lang=lang, drafted=True, known=("고객 4,500명", fact)))

    assert finding.level == "warning"
    assert fact in finding.suggest
    assert "4,500" not in finding.suggest


@pytest.mark.parametrize(
    ("levels", "lang", "text", "known"),
    [
        (["error"], "en", BATTERY, ()),
        (["error"], "en", BATTERY, ("부상자 2명",)),
        (["error"], "en", BATTERY, ("원인은 아직 조사하고 있음",)),
        (["error"], "en", BATTERY, ("The cooling system failed",)),
        (["error"], "ko", "원인은 배터리 셀의 결함입니다.", ("냉각 설비 고장이 원인",)),
        (["error"], "ko", "원인은 배터리 셀의 결함입니다.", ("The cause is still being investigated",)),
        ([], "en", BATTERY, ("원인은 배터리 셀 결함", "a battery cell defect")),
        ([], "ko", "원인은 배터리 셀의 결함입니다.", ("배터리 셀 결함이 원인",)),
        ([], "en", "We are still investigating the cause.", ("원인은 배터리 셀 결함",)),
    ],
)
def test_a_cause_in_one_language_is_compared_as_ever(
    levels: list[str], lang: str, text: str, known: tuple[str, ...]
) -> None:
    """A fact of the same language decides; one that tells no cause, or an open one, softens nothing."""
    assert [level for level, _ in found(unbound, text, lang=lang, drafted=True, known=known)] == levels
