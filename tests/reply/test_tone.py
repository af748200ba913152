# ruff: noqa: E501 - a table of texts reads best with one a line
"""Order, lightness, names of staff and the place of a statement: texts that each finds, and as many that it spares."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.reply.checks import MustNotSay, levity, order, placement

from .conftest import OWN_RULES, a_channel, a_proof, found, levels

quick = settings(max_examples=100, deadline=None)

HURT = {"kind": "incident", "topic": "safety", "severity": 4}
ANGRY = {"kind": "complaint", "severity": 2}
STAFF = MustNotSay([])
"""The check without its phrases: names alone."""


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["폭설"], "기록적인 폭설로 비행기가 뜨지 못했습니다. 오래 기다리시게 한 점 사과드립니다."),
        (["주문이 한꺼번에 몰려"], "새해 첫날 주문이 한꺼번에 몰려 발송이 밀렸습니다. 죄송합니다."),
        (["예상치 못"], "예상치 못한 설비 고장이 있었습니다. 죄송합니다. 환불해 드립니다."),
        (
            ["저희 역시 이번 소식에 큰 충격"],
            "저희 역시 이번 소식에 큰 충격을 받았습니다. 피해를 입으신 분들께 사과드립니다.",
        ),
        (
            ["30년간 오로지 품질 하나만을 지켜 왔"],
            "30년간 오로지 품질 하나만을 지켜 왔습니다. 그런 저희가 라벨을 잘못 붙였습니다. 사과드립니다.",
        ),
        (["Due to unprecedented demand"], "Due to unprecedented demand, parcels are late. We apologise."),
        (["we are proud"], "For forty days we are proud to have served you. We are sorry for the outage."),
        (["We were as shocked"], "We were as shocked as you were. We are sorry that the roof gave way."),
        (["due to severe weather"], "Flights were held due to severe weather. We let you down, and we apologise."),
    ],
)
def test_what_stands_before_the_apology(words: list[str], text: str) -> None:
    """Circumstances, feelings about ourselves, merits."""
    told = [said.lower() for _, said in found(order, text, stance="action_plan")]

    assert [any(word.lower() in said or said in word.lower() for said in told) for word in words] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "사과드립니다. 비행기 세 편을 띄우지 못했습니다. 폭설이 예보된 날 제빙 장비를 준비하지 않은 저희 잘못입니다.",
        "11월 3일 결제 서버가 멈춰 세 시간 동안 결제가 되지 않았습니다. 저희 잘못입니다. 사과드립니다.",
        "그동안 저희를 아껴 주신 고객 여러분께 사과드립니다.",
        "다치신 분들과 가족께 위로의 말씀을 드립니다. 저희가 난간을 점검하지 않았습니다.",
        "We apologise. We cancelled flights that we could have flown; the storm was forecast, and we had no crews.",
        "On 3 May our servers failed for three hours. That was our fault.",
        "To the families of those who died: we are sorry.",
        "We lost your parcel in our depot and told you nothing. We are sorry.",
    ],
)
def test_an_apology_that_comes_first(text: str) -> None:
    """Naming what happened and thinking of those who were hurt are no excuse."""
    assert found(order, text, stance="action_plan") == []


LATE = (
    "지난 화요일 매장에서 있었던 일을 알려 드립니다. 오후 세 시에 냉장고의 전원이 내려갔습니다. 다음 날 아침까지 켜지지 않았습니다. "
    "그 안에 있던 도시락 예순 개가 판매대에 올랐습니다. 현재 판매를 멈추고 물건을 거두어들이고 있습니다. 이 일을 사과드립니다."
)
LATE_EN = (
    "Last Tuesday the refrigerator of our Mapo shop lost power at three. It stayed off until the morning. Sixty lunch "
    "boxes from it went on the shelf. We have stopped selling them and are taking them back. For this we apologise."
)
VICTIMS_LAST = (
    "저희 공장에서 일어난 일을 사과드립니다. 설비는 지난해에 들여왔습니다. 작업은 오후에 다시 시작했습니다. 납품 일정에는 변동이 없으며 "
    "거래처에는 따로 알려 드리겠습니다. 한 분이 숨지셨고 유가족께 위로를 전합니다."
)


@pytest.mark.parametrize(
    ("expected", "text", "known"),
    [
        (["warning"], LATE, {"stance": "action_plan"}),
        (["warning"], LATE, {}),
        ([], LATE, {"stance": "transparency"}),
        (["warning"], LATE_EN, {"stance": "action_plan"}),
        ([], "사과드립니다. " + LATE, {"stance": "action_plan"}),
        ([], "We apologise for last Tuesday. " + LATE_EN, {"stance": "action_plan"}),
        (["warning"], VICTIMS_LAST, {"stance": "action_plan"}),
        ([], "숨지신 분의 유가족께 위로를 전합니다. " + VICTIMS_LAST, {"stance": "action_plan"}),
        ([], "전원이 내려갔습니다. 사과드립니다.", {"stance": "action_plan"}),
        ([], "도시락 예순 개를 거두어들이고 있습니다.", {"stance": "action_plan"}),
    ],
)
def test_an_apology_near_the_end(expected: list[str], text: str, known: dict[str, Any]) -> None:
    """Too late in a long text, where an apology is what the stance asks; the victims must not come last either."""
    assert levels(order, text, **known) == expected


@pytest.mark.parametrize(
    ("grave", "touchy", "words", "text"),
    [
        ("error", "warning", "ㅋㅋ", "바로 확인해 드릴게요 ㅋㅋ"),
        ("error", "warning", "ㅎㅎ", "많이 놀라셨죠 ㅎㅎ 저희가 살펴보겠습니다."),
        ("error", "warning", "^^", "곧 복구하겠습니다^^"),
        ("error", "warning", "Oops", "Oops, our servers took a nap."),
        ("error", "warning", "lol", "That was not the plan lol."),
        ("error", "warning", "😂", "The tills are down again 😂"),
        ("error", "warning", "haha", "We will fix it, haha."),
        ("warning", "warning", "✨", "새 단장을 마치고 다시 엽니다 ✨"),
        ("warning", "warning", "ㅠㅠ", "정말 죄송합니다ㅠㅠ"),
        ("warning", "warning", "~", "조금만 기다려 주십시오~"),
        ("warning", "warning", "😊", "We hear you 😊"),
        ("warning", "note", "!!", "바로 고치겠습니다!!"),
        ("warning", "note", "!!!", "It will be back soon!!!"),
        ("note", "note", "!", "연락 주십시오!"),
        ("note", None, "🙏", "머리 숙여 사과드립니다 🙏"),
    ],
)
def test_a_light_tone(grave: str, touchy: str | None, words: str, text: str) -> None:
    """Gravest where people may be hurt, lighter where they are angry, nothing under praise."""
    assert found(levity, text, **HURT) == [(grave, words)]
    assert found(levity, text, **ANGRY) == ([(touchy, words)] if touchy else [])
    assert found(levity, text, kind="praise", severity=1) == []
    assert found(levity, text, kind="inquiry", severity=1) == []


@pytest.mark.parametrize(
    "text",
    [
        "다치신 분은 병원에서 치료를 받고 계십니다.",
        "고객님께 'ㅋㅋ'라고 답한 것은 저희 잘못입니다.",
        "⚠️ 사용을 멈추고 전원을 뽑아 주십시오. ☎️ 1588-0000",
        "접수 시간은 9~18시입니다.",
        "We called it a 'whoopsie', and that was wrong. The word “oops” should not have been there.",
        "Contact (Seoul: 1588-0000); the depot is closed.",
        "Stop using the heater and unplug it.",
        "Lola from the hospital will call the families.",
    ],
)
def test_a_sober_tone(text: str) -> None:
    """Quotations, signs that stand for a word, and ranges are no levity."""
    assert found(levity, text, **HURT) == []


@pytest.mark.parametrize(
    ("expected", "text", "known"),
    [
        ([], "맛있게 드셨다니 기쁩니다 ㅎㅎ", {}),
        (["warning"], "늦어서 죄송합니다 ㅎㅎ", {}),
        (["error"], "세 분이 다치셨습니다 ㅎㅎ", {}),
        (["error"], "기다려 주십시오 ㅎㅎ", {"severity": 3}),
        ([], "칭찬 감사합니다 😊", {"kind": "praise", "topic": "safety"}),
    ],
)
def test_the_text_tells_how_people_feel(expected: list[str], text: str, known: dict[str, Any]) -> None:
    """Where nothing is known, an apology or an injury in the text is enough."""
    assert levels(levity, text, **known) == expected


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("홍길동", "홍길동 대리의 착오로 확인되었습니다."),
        ("김지현", "매장의 김지현 점장이 잘못 안내했습니다."),
        ("박영수", "조리사 박영수 씨가 불을 켜 두었습니다."),
        ("이상철", "당일 근무한 이상철 기사는 해고했습니다."),
        ("Sarah Lee", "Our agent Sarah Lee gave you the wrong answer."),
        ("Tom Baker", "Tom Baker, our driver, has been suspended."),
        ("Kim", "Our manager Kim spoke to you on Monday."),
        ("Dana Cho", "One of our technicians, Dana Cho, left the valve open. The technician Dana Cho has left."),
    ],
)
def test_naming_an_employee(words: str, text: str) -> None:
    """One person is made to carry the blame."""
    assert found(STAFF, text) == [("error", words)]


@pytest.mark.parametrize(
    "text",
    [
        "담당 직원이 잘못 안내했습니다.",
        "한빛마켓 대표이사 홍길동",
        "고객지원팀 김지현 대리 드림",
        "안녕하십니까, 홍보팀 김지현 과장입니다.",
        "전화기를 고친 기사가 다시 방문합니다.",
        "Our agent gave you the wrong answer.",
        "Our Support Team will call you.",
        "The driver Monday told us about is not ours.",
        "Hana Park, Chief Executive",
    ],
)
def test_nobody_is_exposed(text: str) -> None:
    """Roles, the head of the company and whoever signs."""
    assert found(STAFF, text) == []


def test_a_name_that_somebody_vouched_for_may_stand() -> None:
    """The person agreed to be named."""
    assert found(STAFF, "김지현 점장이 안내합니다.", known=("김지현 점장",)) == []


STATEMENT = "물류센터 화재에 대해 사과드립니다\n\n11월 3일 불이 났습니다. 저희 책임입니다.\n\n한빛마켓 대표이사 홍길동"
PUBLIC, PRIVATE = a_channel(public=True), a_channel(public=False)


@pytest.mark.parametrize(
    ("expected", "text", "known"),
    [
        (["note"], "저희 잘못입니다. 사과드립니다.", {"stance": "action_plan", "severity": 3}),
        (["note"], "We apologise for the fire.", {"severity": 4}),
        (["note"], STATEMENT, {"channel": PRIVATE}),
        (["note"], "Statement on the fire of 3 May\n\nFour people were hurt.", {}),
        (["note"], "화재를 조사하고 있습니다.", {"stance": "transparency", "severity": 3,
                                      "channel": a_channel(manner="statement")}),
        ([], "저희 잘못입니다. 사과드립니다.", {"stance": "action_plan", "severity": 2}),
        ([], "저희 잘못입니다. 사과드립니다.", {"stance": "action_plan", "severity": 3, "channel": PRIVATE}),
        ([], "내일 오전에 다시 전화드리겠습니다.", {"severity": 4}),
        ([], "We are sorry for the wait.", {"kind": "complaint", "stance": "escalate_cs", "severity": 3}),
    ],
)  # fmt: skip
def test_where_a_statement_stands(expected: list[str], text: str, known: dict[str, Any]) -> None:
    """One note for an apology or a statement; none for an everyday reply or one in private."""
    assert levels(placement, text, **known) == expected


@pytest.mark.parametrize(
    ("check", "text", "known"),
    [
        (order, LATE, {"stance": "action_plan"}),
        (order, "폭설로 늦었습니다. 사과드립니다.", {"stance": "action_plan"}),
        (order, VICTIMS_LAST, {"stance": "action_plan"}),
        (levity, "죄송합니다 ㅋㅋ✨!!", HURT),
        (STAFF, "홍길동 대리의 착오입니다.", {}),
        (placement, STATEMENT, {}),
    ],
)
def test_a_finding_says_why_and_what_instead(check: Any, text: str, known: dict[str, Any]) -> None:
    """In both languages, and on what it rests."""
    korean, english = (list(check(a_proof(text, lang=lang, **known))) for lang in ("ko", "en"))

    assert korean
    for one, other in zip(korean, english, strict=True):
        assert one.message != other.message
        assert one.suggest != other.suggest
        assert one.suggest
        assert one.cites


@quick
@given(
    st.lists(st.text(max_size=30) | st.sampled_from([LATE, VICTIMS_LAST, STATEMENT, "ㅋㅋ!!", "Our agent Sarah Lee"]),
             max_size=6).map("\n".join),
    st.sampled_from([order, levity, placement, STAFF, MustNotSay.from_folders([OWN_RULES])]),
    st.sampled_from([None, "action_plan", "transparency"]),
)  # fmt: skip
def test_any_text_is_read(text: str, check: Any, stance: Any) -> None:
    """No text breaks a check, and what it points at lies inside."""
    for finding in check(a_proof(text, stance=stance, kind="incident", severity=4)):
        assert finding.start is None or 0 <= finding.start < (finding.end or 0) <= len(text)
