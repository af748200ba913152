"""Slots: found where they stand, filled with a value and the particle that fits it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.language.korean import PAIRS, particle
from playbook.reply.slots import fill_slots, find_slots, slot_spans

quick = settings(max_examples=150, deadline=None)

ASKS = {"다음 공지 시각": "update_time", "연락 창구": "contact"}

VALUES = st.one_of(
    st.text(alphabet="가각갈나물책상서울두산김", min_size=1, max_size=6),
    st.from_regex(r"[A-Za-z]{1,8}|[0-9]{1,6}(?:%|km|kg|원)?|https://[a-z]{3,8}\.kr/[0-9a-z]{1,4}", fullmatch=True),
    st.builds("{}({})".format, st.sampled_from(["점검", "조사", "서울"]), st.sampled_from(["전 점포", "3차", "A"])),
)


def test_slots_are_found_in_order_and_once() -> None:
    """A slot that stands twice is one to fill."""
    text = "[연락 창구]로 연락 주시면 [다음 공지 시각]까지 [연락 창구]에서 답합니다."

    assert [(slot.name, slot.ask) for slot in find_slots(text, ASKS)] == [
        ("contact", "연락 창구"),
        ("update_time", "다음 공지 시각"),
    ]
    assert not any(slot.filled for slot in find_slots(text, ASKS))


def test_a_bracket_of_a_person_is_a_slot_too() -> None:
    """What nobody named is called other, so that it cannot slip through."""
    assert [slot.name for slot in find_slots("[확인 필요] 안내드립니다.", ASKS)] == ["other"]


@pytest.mark.parametrize(
    "text", ["빈칸이 없는 글입니다.", "[]", "[두\n줄]", "[" + "길" * 61 + "]", "(연락 창구)", "]거꾸로["]
)
def test_what_is_no_slot(text: str) -> None:
    """Empty, broken, endless and round brackets are none."""
    assert find_slots(text, ASKS) == ()
    assert slot_spans(text) == []


def test_spans_cover_the_brackets() -> None:
    """Start and end take the brackets in."""
    assert slot_spans("문의[연락 창구].") == [(2, 9, "연락 창구")]


@pytest.mark.parametrize(
    ("expected", "text", "value"),
    [
        ("화재 경위를 알려 드립니다.", "[연락 창구]을 알려 드립니다.", "화재 경위"),
        ("조사 결과를 알려 드립니다.", "[연락 창구]을 알려 드립니다.", "조사 결과"),
        ("현장을 알려 드립니다.", "[연락 창구]를 알려 드립니다.", "현장"),
        ("고객센터로 연락해 주십시오.", "[연락 창구]으로 연락해 주십시오.", "고객센터"),
        ("상담팀으로 연락해 주십시오.", "[연락 창구]로 연락해 주십시오.", "상담팀"),
        ("메일로 연락해 주십시오.", "[연락 창구]로 연락해 주십시오.", "메일"),
        ("1588-0000으로 연락해 주십시오.", "[연락 창구]로 연락해 주십시오.", "1588-0000"),
        ("30%를 적용합니다.", "[연락 창구]을 적용합니다.", "30%"),
        ("점검(전 점포)을 마칩니다.", "[연락 창구]를 마칩니다.", "점검(전 점포)"),
        ("KT가 맡습니다.", "[연락 창구]이 맡습니다.", "KT"),
        ("고객팀으로는 어렵습니다.", "[연락 창구]로는 어렵습니다.", "고객팀"),
        ("서울로부터 받았습니다.", "[연락 창구]으로부터 받았습니다.", "서울"),
        ("물이라도 드립니다.", "[연락 창구]라도 드립니다.", "물"),
        ("회사와의 약속입니다.", "[연락 창구]과의 약속입니다.", "회사"),
    ],
)
def test_the_particle_follows_the_value(expected: str, text: str, value: str) -> None:
    """Whatever the value is written in, and whatever follows the particle."""
    assert expected == fill_slots(text, {"연락 창구": value})


@pytest.mark.parametrize(
    ("expected", "text", "value"),
    [
        ("매장가서 사세요.", "[연락 창구]가서 사세요.", "매장"),
        ("회사에서 알려 드립니다.", "[연락 창구]에서 알려 드립니다.", "회사"),
        ("화재이며, 조사 중입니다.", "[연락 창구]이며, 조사 중입니다.", "화재"),
        ("홍보팀 은 띄어 씁니다.", "[연락 창구] 은 띄어 씁니다.", "홍보팀"),
        ("a.com/1 is open.", "[연락 창구] is open.", "a.com/1"),
    ],
)
def test_what_is_no_particle_stays(expected: str, text: str, value: str) -> None:
    """Verbs, other particles and words of their own are not changed."""
    assert expected == fill_slots(text, {"연락 창구": value})


@pytest.mark.parametrize(
    "values", [{}, {"연락 창구": ""}, {"연락 창구": "  "}, {"contact": "고객센터"}, {"딴것": "값"}]
)
def test_a_slot_without_a_value_stays(values: dict[str, str]) -> None:
    """Values are given by what a slot asks; an empty one is none."""
    assert fill_slots("[연락 창구]로 연락해 주십시오.", values) == "[연락 창구]로 연락해 주십시오."


@pytest.mark.parametrize(
    ("expected", "text", "value"),
    [
        ("불이 났습니다. 조사 중입니다.", "[slot]. 조사 중입니다.", "불이 났습니다."),
        ("The quality team is checking.", "[slot] is checking.", "the quality team"),
        ("It is so; the quality team is checking.", "It is so; [slot] is checking.", "the quality team"),
        ("iPhone repair is open.", "[slot] is open.", "iPhone repair"),
        ("help@example.com is open.", "[slot] is open.", "help@example.com"),
        ("kt 고객센터입니다.", "[slot]입니다.", "kt 고객센터"),
    ],
)
def test_a_value_fits_into_its_sentence(expected: str, text: str, value: str) -> None:
    """No second stop, and a capital where an English sentence begins; names and addresses keep their letters."""
    assert expected == fill_slots(text, {"slot": value})


@quick
@given(VALUES, st.sampled_from(PAIRS), st.booleans(), st.sampled_from(["", " ", ".", ", 그리고"]))
def test_a_particle_right_after_a_slot_is_the_one_that_fits(value: str, pair: str, first: bool, after: str) -> None:
    """Of either form in the template, the one for the value comes out."""
    stood = pair.split("/")[0 if first else 1]

    assert f"그 {value}{particle(value, pair)}{after}" == fill_slots(f"그 [빈칸]{stood}{after}", {"빈칸": value})  # type: ignore[arg-type]


@quick
@given(
    st.lists(st.text(alphabet="가나다 .,!\n", max_size=8), min_size=1, max_size=5), st.sampled_from(["물", "B2", "끝"])
)
def test_filling_keeps_everything_around_a_slot(pieces: list[str], value: str) -> None:
    """The text between slots comes out as it went in."""
    apart = [f" {piece} " for piece in pieces]

    assert value.join(apart) == fill_slots("[빈칸]".join(apart), {"빈칸": value})


@quick
@given(st.text(alphabet="가나 [].은는이를로\n", max_size=40))
def test_filling_with_nothing_changes_nothing(text: str) -> None:
    """Whatever brackets stand in it."""
    assert text == fill_slots(text, {})
