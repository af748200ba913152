"""Sounds, particles, speech levels and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import InputError
from playbook.language.korean import PAIRS, attach, fill, final_sound, particle, register_of, sentences

quick = settings(max_examples=100, deadline=None)

SOUNDS = {
    "none": [
        "바다",
        "KT",
        "SPC",
        "BTS",
        "CCTV",
        "IT",
        "NAVER",
        "GS25",
        "LG U+",
        "iOS",
        "ChatGPT",
        "YouTube",
        "card",
        "bank",
        "point",
        "server",
        "update",
        "check",
        "blog",
        "café",
        "2",
        "4",
        "5",
        "9",
        "3.14",
        "1,000,000,000,000",
        "30%",
        "3km",
        "16GB",
        "1L",
        "5G",
        "$100",
        "20℃",
        "😀",
        "쿠팡😀",
        "사과(apple)",
        "",
        "?!",
        "ㅠ",
    ],
    "rieul": [
        "물",
        "“서울”",
        "4월 1일",
        "L",
        "HTML",
        "PR",
        "VR",
        "Gmail",
        "Google",
        "APPLE",
        "mobile",
        "1",
        "7",
        "8",
        "21",
        "50dB",
        "ㄹ",
        "[발송일]",
        "서울(本社)",
    ],
    "other": [
        "쿠팡",
        "두산(주)",
        "(주)두산",
        "(주)두산(회장)",
        "[다음 공지 시각]",
        "IBM",
        "LINE",
        "SAMSUNG",
        "iPhone",
        "Facebook",
        "KakaoTalk",
        "app",
        "ticket",
        "music",
        "web",
        "online",
        "team",
        "marketing",
        "0",
        "3",
        "6",
        "10",
        "100",
        "2,000",
        "10000",
        "1588-1234 번",
        "5kg",
        "C#",
        "₩100",
        "ㅋ",
        "두산\u200b",
        "\u1103\u116e\u1109\u1161\u11ab",
    ],
}


@pytest.mark.parametrize(("sound", "word"), [(sound, word) for sound, words in SOUNDS.items() for word in words])
def test_final_sound(sound: str, word: str) -> None:
    """Hangul, numbers, units, letters, acronyms and English words end as they are read."""
    assert final_sound(word) == sound


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("두산", "은/는", "두산은"),
        ("KT", "은/는", "KT는"),
        ("환불", "을/를", "환불을"),
        ("환불", "으로/로", "환불로"),
        ("메일", "과/와", "메일과"),
        ("방법", "으로/로", "방법으로"),
        ("카카오", "으로/로", "카카오로"),
        ("30%", "이/가", "30%가"),
        ("김민지", "이라/라", "김민지라"),
        ("민준", "아/야", "민준아"),
        ("고객", "이에요/예요", "고객이에요"),
        ("저", "이에요/예요", "저예요"),
    ],
)
def test_attach(word: str, pair: str, expected: str) -> None:
    """The first form after a consonant, the second after a vowel; 로 after ㄹ."""
    assert attach(word, pair) == expected  # type: ignore[arg-type]  # a table cannot carry the literal type


def test_fill_takes_particles_from_what_stands_before() -> None:
    """A value, a word of the template and a slot are treated alike; braces can be written."""
    template = "{brand}{은/는} [다음 공지 시각]{을/를} 공지{으로/로} {{알립니다}} {when}{으로/로}"

    assert fill(template, brand="LG", when="7월") == "LG는 [다음 공지 시각]을 공지로 {알립니다} 7월로"


def test_fill_never_reads_a_value_as_a_template() -> None:
    """Braces in a value stand as they are."""
    assert fill("{text}{이/가}", text="{은/는}") == "{은/는}이"


def test_fill_names_every_missing_value() -> None:
    """One error for all, so that a template is mended once."""
    with pytest.raises(InputError, match="brand, when"):
        fill("{when} {brand}{은/는} {text}", text="")


@pytest.mark.parametrize("pair", ["를/을", "은/을", "도/도"])
def test_an_unknown_pair_is_refused(pair: str) -> None:
    """The error lists what may be written."""
    with pytest.raises(InputError, match="은/는, 이/가"):
        particle("말", pair)  # type: ignore[arg-type]  # that is the point
    with pytest.raises(InputError):
        fill("말{" + pair + "}")


@quick
@given(st.text(max_size=12), st.sampled_from(PAIRS))
def test_a_particle_is_one_of_its_pair(word: str, pair: str) -> None:
    """Whatever the word is written in."""
    assert particle(word, pair) in pair.split("/")  # type: ignore[arg-type]  # sampled from PAIRS


REGISTERS = {
    "formal": [
        "확인하겠습니다.",
        "확인해 주십시오",
        "언제 됩니까?",
        "함께 갑시다",
        "감사합니다 😊ㅎㅎ",
        "죄송합니다(담당자)",
        "전해 드립니다만…",
        "입니다",
        "“사과드립니다.”",
    ],
    "polite": [
        "해 드릴게요~",
        "그렇죠?",
        "“해주세요”",
        "모르겠어요 ㅋㅋㅋ",
        "환불해주세요ㅠㅠ",
        "가요",
        "확인해 주세여",
        "했는데요...",
    ],
    "plain": [
        "한다.",
        "했다",
        "아니다",
        "왜 안 돼?",
        "환불해줘ㅠㅠ",
        "짜증나네",
        "갈게",
        "어제 산 건데",
        "왜 이럴까",
        "다시는 안 쓴다",
        "싫어",
        "고장났어!!",
        "말이 되냐고",
        "모르니까",
        "고마워",
        "I want a refund.",
    ],
    "fragment": [
        "환불 필요",
        "확인 중요",
        "접수 완료",
        "확인함",
        "공지",
        "바다",
        "우리 동네",
        "한국어",
        "불법 거래",
        "소비자 피해",
        "Refund",
        "",
        "!!",
        "[담당자]",
    ],
}


@pytest.mark.parametrize(("level", "sentence"), [(level, text) for level, texts in REGISTERS.items() for text in texts])
def test_register(level: str, sentence: str) -> None:
    """Read off the ending, whatever stands after it."""
    assert register_of(sentence) == level


@pytest.mark.parametrize(
    "expected",
    [
        ["안녕하세요.", "저는 고객입니다.", "환불해 주세요!", "가격은 3.5만원입니다."],
        ["Mr. Kim paid $3.50 at 3 p.m.", "He left.", "See https://a.co/b.c?d=1.", "OK!"],
        ["1. 첫째로 사과합니다.", "2. 둘째로 고칩니다."],
        ["2026. 11. 22. 발생했습니다.", "끝"],
        ['그는 "싫다."라고 말했다.', "음... 그게 맞아요...", "그래요"],
        ["안녕하세요~", "저는 화났어요ㅠㅠ", "환불해주세요 😡", "빨리요"],
        ["Yahoo! is good.", "U.S. law applies, e.g. here."],
        ["[다음. 공지] 입니다.", "(끝났습니다.)", "“정말요?”", "네."],
        ["v3.14.1로 올렸습니다.", "a.b@c.co.kr로 보내세요."],
        ["What?!", "No…", "Really."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    """Stops inside numbers, dates, names, links, slots and quotations end nothing."""
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_stop_without_a_space_ends_a_korean_sentence() -> None:
    """People leave the space out; and a line break is an end of its own."""
    text = "고장났습니다.그런데 답이 없어요\n\n  환불해 주세요  "
    assert [text[start:end] for start, end in sentences(text)] == [
        "고장났습니다.",
        "그런데 답이 없어요",
        "환불해 주세요",
    ]


@quick
@given(st.text(alphabet="가다요. \n!?…\"')1a[]😀ㅠ~", max_size=40))
def test_sentences_cover_the_text(text: str) -> None:
    """In order, apart, and only blanks are left out."""
    spans = sentences(text)
    covered = "".join(text[start:end] for start, end in spans)

    assert spans == sorted(spans)
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize("run", ["가", "a", "a.", "가@"])
def test_a_run_without_blanks(run: str) -> None:
    """A text of three hundred thousand letters without a blank is split in linear time: it took minutes once."""
    text = run * (300_000 // len(run))
    spans = sentences(text)

    assert (spans[0][0], spans[-1][1]) == (0, len(text))
