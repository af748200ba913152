"""Personal data: what is found, what is left alone, and what masking promises. All values are impossible ones."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.language.privacy import find, mask

quick = settings(max_examples=150, deadline=None)

FOUND = [
    # telephone numbers, plain and with a particle
    ("제 번호는 010-0000-1234로 전화주세요", "제 번호는 <KR_PHONE>로 전화주세요"),
    ("01000001234이 제 번호", "<KR_PHONE>이 제 번호"),
    ("+82 10-0000-1234", "<KR_PHONE>"),
    ("(010) 0000 1234", "<KR_PHONE>"),
    ("010.0000.1234입니다", "<KR_PHONE>입니다"),
    ("010ㆍ0000·1234", "<KR_PHONE>"),
    ("010\n0000\n1234", "<KR_PHONE>"),
    ("02-000-0000번", "<KR_PHONE>번"),
    ("(031-000-0000)으로", "(<KR_PHONE>)으로"),
    ("0507-0000-1234", "<KR_PHONE>"),
    ("070-0000-0000", "<KR_PHONE>"),
    # disguised
    ("공일공 영영영영 일이삼사로 전화", "<KR_PHONE>로 전화"),
    ("공1공-0000-일이삼사", "<KR_PHONE>"),
    ("영일영영영영영일이삼사이에요", "<KR_PHONE>이에요"),
    ("공일공에 영영영영에 일이삼사", "<KR_PHONE>"),
    ("O1O-0000-1234", "<KR_PHONE>"),
    ("0l0-0000-1234", "<KR_PHONE>"),
    ("０１０－００００－１２３４", "<KR_PHONE>"),
    ("⓪①⓪-⓪⓪⓪⓪-①②③④", "<KR_PHONE>"),
    ("0️⃣1️⃣0️⃣-0️⃣0️⃣0️⃣0️⃣-1️⃣2️⃣3️⃣4️⃣ 요", "<KR_PHONE> 요"),
    ("0🐶1🐶0 0000 1234", "<KR_PHONE>"),
    ("010\u200b-0000-\u200b1234", "<KR_PHONE>"),
    # abroad
    ("call +1 415-555-0123 now", "call <PHONE> now"),
    ("(415) 555-0123", "<PHONE>"),
    ("+44 20 0000 0000", "<PHONE>"),
    # state, bank, card
    ("991231-3000000", "<KR_RRN>"),
    ("9912313000000", "<KR_RRN>"),
    ("991231-3******", "<KR_RRN>"),
    ("주민번호 991332-1234567", "주민번호 <KR_RRN>"),
    ("구구일이삼일-삼영영영영영영", "<KR_RRN>"),
    ("991231-7000000", "<KR_FRN>"),
    ("여권번호는 m00000000", "여권번호는 <KR_PASSPORT>"),
    ("M000A0000", "<KR_PASSPORT>"),
    ("11-00-000000-00", "<KR_DRIVER_LICENSE>"),
    ("운전면허 서울 00-000000-00", "운전면허 <KR_DRIVER_LICENSE>"),
    ("사업자번호 000-00-00000", "사업자번호 <KR_BRN>"),
    ("신한 110-000-000000으로 입금해주세요", "신한 <KR_ACCOUNT>으로 입금해주세요"),
    ("3333-00-0000000 카카오뱅크", "<KR_ACCOUNT> 카카오뱅크"),
    ("환불 계좌는 00000000000000입니다", "환불 계좌는 <KR_ACCOUNT>입니다"),
    ("카드 4111-1111-1111-1111로 결제", "카드 <CARD>로 결제"),
    ("4111111111111111", "<CARD>"),
    ("4111 1111 1111 1112", "<CARD>"),
    ("SSN 987-65-4320", "SSN <US_SSN>"),
    ("078-05-1120", "<US_SSN>"),
    # places
    ("서울시 강남구 테헤란로 123, 101동 1203호", "<KR_ADDRESS>"),
    ("부산 해운대구 우동 1234-5", "<KR_ADDRESS>"),
    ("경기도 성남시 분당구 판교역로166번길 12-3으로", "<KR_ADDRESS>으로"),
    ("세종 한누리대로 2130", "<KR_ADDRESS>"),
    ("제주시 첨단로 5에", "<KR_ADDRESS>에"),
    ("서울 강남구 대치동 은마아파트 101동 1203호로 보내주세요", "<KR_ADDRESS>로 보내주세요"),
    ("101동 1203호입니다", "<KR_ADDRESS>입니다"),
    ("00가0000 차주", "<KR_VEHICLE> 차주"),
    ("주차된 차량 000가 0000이", "주차된 차량 <KR_VEHICLE>이"),
    ("공동현관 비밀번호 #0000*", "공동현관 비밀번호 <DOOR_CODE>"),
    ("현관 비번은 0000이에요", "현관 비번은 <DOOR_CODE>이에요"),
    # addresses of mail and machines
    ("a.b@c.co.kr로 회신", "<EMAIL>로 회신"),
    ("hong골뱅이naver.com", "<EMAIL>"),
    ("hong 골뱅이 네이버 닷컴", "<EMAIL>"),
    ("hong(at)naver(dot)com", "<EMAIL>"),
    ("jane at gmail dot com", "<EMAIL>"),
    ("IP 203.0.113.7에서", "IP <IP>에서"),
    ("2001:db8::1", "<IP>"),
    # orders and parcels
    ("주문번호 20261122-0000123 환불", "주문번호 <ORDER_NO> 환불"),
    ("order number is ABC-12345", "order number is <ORDER_NO>"),
    ("Order #123456", "Order #<ORDER_NO>"),
    ("운송장 000000000000", "운송장 <TRACKING_NO>"),
    ("택배 송장번호는 0000-5678-9012", "택배 송장번호는 <TRACKING_NO>"),
    # people
    ("김민지입니다 환불해주세요", "<PERSON>입니다 환불해주세요"),
    ("제 이름은 김민지", "제 이름은 <PERSON>"),
    ("김민지 기사님 감사합니다", "<PERSON> 기사님 감사합니다"),
    ("김민지씨가", "<PERSON>씨가"),
    ("남궁민수 고객님", "<PERSON> 고객님"),
    ("상담원 김민지가 끊었어요", "상담원 <PERSON>가 끊었어요"),
    ("my name is Jane Doe", "my name is <PERSON>"),
    ("agent Kevin Smith was rude", "agent <PERSON> was rude"),
]

LEFT_ALONE = [
    # prices, amounts, statistics
    "1,500-2,000원",
    "12,900원에 샀어요",
    "총 1234567890원",
    "계좌로 15000000000원 입금",
    "99.9%",
    "3:2로 졌다",
    "100 200 300 400",
    "1000-2000명",
    "시가총액 12345678901234원",
    "37.5665, 126.9780",
    # dates and times
    "2026-11-22",
    "2026.11.22 20:30",
    "2024년 3월 12일 10시 30분 15초",
    "20:30:15",
    "2024-2025 시즌",
    "2017-09-29 29일 남음",
    "20261122",
    "30도 2024년",
    # versions, models, sizes, articles, exits
    "v3.14.1",
    "버전 10.0.0.1 업데이트",
    "iOS 17.4.1",
    "Chrome 120.0.6099.109",
    "항목 1.2.3.4.5.",
    "SM-G998N",
    "WH-1000XM5",
    "제34조의2",
    "1920x1080 해상도",
    "대법원 선고 96도2753",
    "3호선 2동",
    "ISBN 978-89-0000-000-0",
    "std::vector",
    "a::b",
    # numbers that a company is called on
    "1588-1234",
    "1577-0000로 전화",
    "1800-0000",
    "080-000-0000",
    "1-800-555-1234",
    "+1 800 555 1234",
    # words that look like places
    "다시 그걸로 3번",
    "강남구 테헤란로 3시간 정체",
    "강남구 역삼동 2024년 뉴스",
    "즉시 택배로 2일",
    "서울 매장으로 5명",
    # words that look like spelled digits
    "이 일이 사실이라면 구구절절",
    "삼사일 이일 오 일",
    "일이 이 지경이 되도록 오 일이나",
    # words that look like names
    "고객님",
    "기사님 감사합니다",
    "사장님 이사님",
    "정말씨",
    "날씨가 좋네요",
    "이용자입니다",
    "소비자입니다",
    "소중한 고객님",
    "우수 고객님",
    "방문한 기사님이",
    "고령의 고객",
    "전화 상담원 연결이 안돼요",
    "상담원 정말 불친절",
    "직원 이상하게 응대",
    "정수기입니다",
    "전기차입니다",
    "문제입니다",
    "주한미군",
    "이사장님",
    "연기자님",
    "상품 이름이 현지화된 것",
    "agent Support Team",
    "my name is not important",
    "이메일은 @ 없이",
    "비번 바꿨어요 1234",
    "",
]


@pytest.mark.parametrize(("text", "masked"), FOUND)
def test_found(text: str, masked: str) -> None:
    """Each sort is found through particles, separators and disguise, and nothing beside it is taken."""
    assert mask(text)[0] == masked


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_left_alone(text: str) -> None:
    """What is nobody's stays readable."""
    assert mask(text) == (text, ())


def test_spans_count_code_points_of_the_original() -> None:
    """Invisible characters before and inside the number do not move the span."""
    text = "\u200b내 번호 010-\u200b0000-1234!"
    (phone,) = find(text)

    assert text[phone.start : phone.end] == "010-\u200b0000-1234"


def test_a_checksum_raises_confidence_and_never_drops() -> None:
    """A card number with a wrong last digit is found, and less surely."""
    (right,) = find("4111-1111-1111-1111")
    (wrong,) = find("4111-1111-1111-1112")

    assert right.confidence > wrong.confidence > 0.5


def test_a_value_is_masked_wherever_it_stands_again() -> None:
    """The frame that gave the name away stands only once."""
    assert mask("상담원 김민지입니다. 김민지가 끊음")[0] == "상담원 <PERSON>입니다. <PERSON>가 끊음"


def test_marks_in_the_text_are_never_part_of_a_find() -> None:
    """A text that was masked elsewhere passes unchanged."""
    text = "<PERSON> 고객님 <KR_PHONE> 주문번호 <ORDER_NO>"
    assert mask(text) == (text, ())


fragments = st.one_of(
    st.sampled_from([text for text, _ in FOUND] + LEFT_ALONE),
    st.text(alphabet="0123456789-. 공일이삼@#*ㅋ김민지씨님로길동호가\n\u200b🐶\ufe0f\u20e3<>", max_size=20),
    st.text(max_size=10),
)
texts = st.lists(fragments, max_size=4).map(" ".join)


@quick
@given(texts)
def test_masking_twice_changes_nothing(text: str) -> None:
    """No mark, and no pair of neighbours that a mark brings together, is found anew."""
    masked = mask(text)[0]

    assert mask(masked) == (masked, ())


@quick
@given(texts)
def test_spans_are_inside_in_order_and_apart(text: str) -> None:
    """Finds never overlap, and replacing them by hand gives the masked text."""
    masked, found = mask(text)
    pieces, last = [], 0
    for one in found:
        assert last <= one.start < one.end <= len(text)
        pieces += text[last : one.start], f"<{one.type}>"
        last = one.end

    assert "".join(pieces) + text[last:] == masked
    assert found == find(text)


@pytest.mark.parametrize(("text", "_"), FOUND)
def test_no_found_value_is_left_in_the_masked_text(text: str, _: str) -> None:
    """Not even when the value stands there a second time."""
    doubled = f"{text} / 다시: {text}"
    masked, found = mask(doubled)

    assert found
    assert not any(doubled[one.start : one.end] in masked for one in found)


@pytest.mark.parametrize(
    "piece",
    [
        "0 ",
        "1-",
        "가",
        "a@",
        "a.",
        "김민",
        "일 ",
        "서울 ",
        "1동 ",
        "🐶1",
        "비번 ",
        "1:",
        "agent ",
        "(1)",
        "로 1",
        "강남구 가동 ",
        "\u200b",
    ],
)
def test_long_and_hostile_texts_take_no_longer_than_their_length(piece: str) -> None:
    """No pattern backtracks without end."""
    started = time.process_time()
    find(piece * 3000 + "1")

    assert time.process_time() - started < 2.0
