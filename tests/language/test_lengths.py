"""Counting as the channels do, and cutting into posts."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import InputError
from playbook.language.korean import sentences
from playbook.language.lengths import Limit, measure, outside_cp949, split
from playbook.records import CHANNELS, LengthUnit

quick = settings(max_examples=100, deadline=None)
RULES = Path(__file__).parents[2] / "rules"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("hello", 5),
        ("안녕하세요", 10),
        (unicodedata.normalize("NFD", "각"), 2),
        ("·‘’“”–—", 7),
        ("…※₩→！", 10),
        ("ㅋㅋㅋ", 6),
        ("é한", 3),
        ("👨‍👩‍👧‍👦", 2),
        ("👩🏽‍💻🇰🇷1️⃣❤️", 8),
        ("https://example.com/a/very/long/path?with=query&and=more#frag", 23),
        ("http://a.co", 23),
        ("example.com으로", 27),
        ("(https://example.com/a).", 26),
        ("a@example.com", 13),
        ("v3.14 e.g. 안.녕", 16),
        ("가" * 140, 280),
    ],
)
def test_weighted(text: str, weight: int) -> None:
    """As X counts: links 23, emoji 2, Hangul 2, Latin and general punctuation 1."""
    assert measure(text, "weighted") == weight


@pytest.mark.parametrize(
    ("text", "unit", "length"),
    [
        ("가a😀", "characters", 3),
        ("가a😀", "utf16", 4),
        ("가a", "cp949_bytes", 3),
        ("가a😀뷁", "cp949_bytes", 7),
        ("가" * 45, "cp949_bytes", 90),
    ],
)
def test_other_units(text: str, unit: LengthUnit, length: int) -> None:
    """Code points, UTF-16 units and bytes of a text message."""
    assert measure(text, unit) == length


def test_an_unknown_unit_is_refused() -> None:
    """The error lists what may be asked for."""
    with pytest.raises(InputError, match="weighted, characters"):
        measure("a", "words")  # type: ignore[arg-type]  # that is the point


def test_outside_cp949_names_each_character_once() -> None:
    """A desk is told which characters a text message garbles; 뷁 is inside CP949 though outside KS X 1001."""
    assert outside_cp949("뷁 😀가😀é") == ("😀", "é")
    assert outside_cp949("안녕 hello ※") == ()


def test_split_leaves_a_text_that_fits() -> None:
    """One post, no marker."""
    assert split("짧은 글", 280, "weighted") == ("짧은 글",)


def test_split_cuts_between_sentences() -> None:
    """Every post ends with a whole sentence, and carries its number."""
    text = (
        "저희 서비스 장애로 불편을 드려 죄송합니다. 지금 원인을 확인하고 있습니다. [다음 공지 시각]에 다시 알립니다. "
        * 4
    )
    posts = split(text, 280, "weighted")

    assert len(posts) > 1
    for place, post in enumerate(posts, start=1):
        assert measure(post, "weighted") <= 280
        assert post.endswith(f"다. {place}/{len(posts)}")


FILLING = "지금까지의 상황을 말씀드리면, 담당 부서가 모두 모여 하나씩 살펴보고 있습니다. "
REST = "피해를 입으신 모든 분께 같은 기준으로 돌려드리고 그 결과를 공개하겠습니다."


@pytest.mark.parametrize(
    ("leads", "sentence"),
    [
        (True, "다음과 같이 조치하겠습니다:"),
        (True, "지금까지 확인된 내용은 다음과 같습니다."),
        (True, "지금 말씀드릴 수 있는 사실은 이렇습니다."),
        (True, "확인된 경위를 말씀드립니다."),
        (True, "Here is what we will do:"),
        (True, "Our measures are as follows."),
        (False, "확인한 내용은 내일까지 알려 드리겠습니다."),
        (False, "자세한 내용은 아래 글에 있습니다."),
        (False, "We will post what we find here tomorrow."),
    ],
)
def test_no_post_ends_with_a_lead_in(leads: bool, sentence: str) -> None:
    """What announces the next sentence goes with it to the next post; anything else may end one."""
    text = f"{FILLING}{sentence} {REST}"
    limit = measure(f"{FILLING}{sentence} 1/2", "weighted")
    first, second = split(text, limit, "weighted")

    assert leads is not first.removesuffix(" 1/2").endswith(sentence)
    assert leads is second.startswith(sentence)


def test_a_lead_in_alone_takes_the_beginning_of_what_it_announces() -> None:
    """Where both do not fit into one post, the post ends within what is announced."""
    posts = split("조치는 다음과 같습니다. " + "가나다 라마바 사아자 차카타 " * 4, 60, "weighted")

    assert not posts[0].removesuffix(f" 1/{len(posts)}").endswith("같습니다.")
    assert posts[0].startswith("조치는 다음과 같습니다. 가나다")


def test_split_cuts_a_long_sentence_between_words() -> None:
    """A link, a slot with its particle and an emoji stay whole."""
    text = "가나다 [다음 공지 시각]에 https://example.com/abc 라마바 👨‍👩‍👧‍👦 사아자"
    posts = split(text, 34, "weighted", marker="")

    assert all(measure(post, "weighted") <= 34 for post in posts)
    assert " ".join(posts) == text
    assert any("[다음 공지 시각]에" in post for post in posts)


def test_split_counts_two_digit_markers() -> None:
    """From ten posts on the marker grows, and still fits."""
    posts = split("하나 둘 셋 넷 " * 30, 16, "characters")

    assert len(posts) >= 10
    assert all(len(post) <= 16 for post in posts)


@pytest.mark.parametrize(
    ("text", "limit", "marker", "complaint"),
    [
        ("가" * 20, 10, "{i}/{n}", "alone is longer"),
        ("[다음 공지 시각을 여기에]", 10, "", "alone is longer"),
        ("가 나", 0, "", "holds nothing"),
        ("가나다 라마바", 5, "{page}", "marker"),
    ],
)
def test_split_refuses_the_impossible(text: str, limit: int, marker: str, complaint: str) -> None:
    """Nothing is cut off in silence."""
    with pytest.raises(InputError, match=complaint):
        split(text, limit, "characters", marker=marker)


pieces = st.sampled_from(
    [
        "안녕하세요.",
        "환불해 주세요!",
        "hello",
        "https://example.com/a",
        "[다음 공지 시각]을",
        "👩🏽‍💻",
        "3.5만원",
        "죄송합니다.",
        "ㅠㅠ",
        "\n",
    ]
)


@quick
@given(
    st.lists(pieces, max_size=40).map(" ".join),
    st.integers(40, 90),
    st.sampled_from(["weighted", "utf16", "cp949_bytes"]),
)
def test_split_loses_nothing_and_fits(text: str, limit: int, unit: LengthUnit) -> None:
    """The words of the posts are the words of the text, and no sentence that fits is cut."""
    posts = split(text, limit, unit)
    bare = [post.rsplit(" ", 1)[0] for post in posts] if len(posts) > 1 else list(posts)

    assert all(measure(post, unit) <= limit for post in posts)
    assert " ".join(bare).split() == text.split()
    for start, end in sentences(text):
        sentence = text[start:end]
        if measure(sentence, unit) + 6 <= limit:
            assert any(sentence in post for post in posts)


def test_every_channel_has_a_limit_that_can_be_read() -> None:
    """The rule file covers each channel once, in the shape that is documented on top of it."""
    channels = yaml.safe_load((RULES / "channels.yaml").read_text(encoding="utf-8"))

    assert tuple(channels) == CHANNELS
    for channel in channels.values():
        Limit(limit=channel["limit"], unit=channel["unit"])
        assert set(channel["name"]) == {"ko", "en"}
        assert channel["manner"] in ("short", "comment", "chat", "letter", "statement")
        assert channel["certainty"] in ("cross_checked", "single_source", "unverified")
        assert isinstance(channel["public"], bool)
        assert isinstance(channel["replies_once"], bool)


@pytest.mark.parametrize("limit", [None, 3])
def test_a_limit_says_whether_a_text_fits(limit: int | None) -> None:
    """No limit holds everything."""
    assert Limit(limit=limit, unit="characters").fits("abc")
    assert Limit(limit=limit, unit="characters").fits("abcd") is (limit is None)
