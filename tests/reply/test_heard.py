"""What a message names itself is heard where it is sure, and nothing else ever is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import RuleError
from playbook.language.privacy import find
from playbook.records import Lang
from playbook.reply.heard import NOTHING, Ears, Heard

from .conftest import OWN_RULES, write_yaml

WORDS = "어제 강남점에서 산 케이크 앱이 환불 해 주세요 말고 , . 가 의자 12 the cake my refund"
quick = settings(max_examples=150, deadline=None)
ROWS = [
    json.loads(line)
    for path in sorted((OWN_RULES.parent / "training" / "messages").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if '"text"' in line
]


@pytest.fixture(scope="module")
def ears() -> Ears:
    return Ears.from_folders([OWN_RULES])


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ("케이크", "어제 강남점에서 산 케이크에서 머리카락이 나왔어요."),
        ("공기청정기", "공기 청정기에서 타는 냄새가 나요"),
        ("무선청소기", "주문한 건 검정 무선청소기인데 흰색이 왔네요"),
        ("딸기케이크", "딸기케이크가 다 녹아서 왔어요"),
        ("휴대폰 충전기", "휴대폰 충전기가 안 돼요"),
        ("앱", "앱이 자꾸 꺼져요"),
        ("택배", "택배 언제 오나요"),
        ("소파", "안녕하세요. 두 달 전에 거기서 구매한 소파가 벌써 꺼졌습니다"),
        ("마라탕", "마라탕을 시켰는데 한 시간 반이 걸렸어요"),
        ("케이크", "케이크 진짜 맛있었어요!"),
        ("", "직원이 너무 불친절해요"),
        ("", "이기주의자가 하는 말 같네요"),
        ("", "빵 터졌습니다 ㅋㅋ"),
        ("", "대책이 없는 회사"),
        ("", "생일 케이크 자르다가 접시가 깨졌어요"),
        ("", "버스 노선도 없는 시골이라 그런지 기사님이 안 오시네요"),
        ("", "카드 취소가 아직 안 됐어요"),
        ("", "쓰레기 같은 회사"),
        ("", ""),
    ],
)
def test_the_thing_in_korean(ears: Ears, thing: str, text: str) -> None:
    """Bought, or alone and named at once; never a word that only ends like one."""
    assert ears.hear(text, "ko").thing == thing


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ("cake", "I bought a cake from you and found a hair in it."),
        ("chocolate cake", "The chocolate cake we ordered never came."),
        ("app", "Your app crashes every morning."),
        ("washing machine", "My washing machine arrived with a broken door."),
        ("headphones", "Two weeks on, the headphones I bought have died."),
        ("shoes", "My shoes came in the wrong size."),
        ("", "Your staff were rude to me."),
        ("", "Of course you would say that."),
        ("", "My grandfather's coat was in the door when the train pulled out."),
        (
            "",
            "I sat at a table near the window and nobody came for an hour, which tells you something about the salad.",
        ),
        ("", "You stole my scarf drawing."),
        ("", "a bus drove past"),
    ],
)
def test_the_thing_in_english(ears: Ears, thing: str, text: str) -> None:
    """After its determiner, and not as a part of a longer name."""
    assert ears.hear(text, "en").thing == thing


@pytest.mark.parametrize(
    ("lang", "place", "text"),
    [
        ("ko", "강남점", "강남점에서 샀어요"),
        ("ko", "홍대 매장", "홍대 매장 직원분이 친절했어요"),
        ("ko", "부산 공장", "부산 공장에서 일합니다"),
        ("ko", "", "이 관점에서 보면 장점이 하나도 없어요"),
        ("ko", "", "별점 1점도 아깝다"),
        ("ko", "", "강남점보다 잠실점이 낫고 잠실점이 최고"),
        ("ko", "", "집 근처 매장에서 샀어요"),
        ("ko", "", "김철수 매장에서 샀어요"),
        ("en", "Leeds store", "The guard at your Leeds store was rude."),
        ("en", "airport hotel", "We stayed in your airport hotel."),
        ("en", "", "We went to London and back."),
        ("en", "", "the Johnson store"),
        ("en", "", "your store is a joke"),
    ],
)
def test_the_place(ears: Ears, lang: Lang, place: str, text: str) -> None:
    """A name of the list before what such a place is called; two names are none."""
    assert ears.hear(text, lang).place == place


@pytest.mark.parametrize(
    ("lang", "when", "text"),
    [
        ("ko", "어제", "어제 산 케이크가 상했어요"),
        ("ko", "지난주 토요일", "지난주 토요일에 강남점에서 먹었어요"),
        ("ko", "오늘 아침", "오늘 아침 받은 우유가 미지근해요"),
        ("ko", "", "어제까지 온다던 케이크가 안 와요"),
        ("ko", "", "어제는 친구 생일이었어요. 케이크가 상했네요."),
        ("ko", "", "어제 주문하고 오늘 받은 케이크가 상했어요"),
        ("ko", "", "어제처럼 강남점이 붐볐어요"),
        ("en", "yesterday", "I bought a cake from your Leeds store yesterday."),
        ("en", "last Tuesday".lower(), "The cake I bought last Tuesday was stale."),
        ("en", "", "Yesterday's news! The cake was fine."),
        ("en", "", "I bought a cake last week and ate it yesterday."),
    ],
)
def test_the_time(ears: Ears, lang: Lang, when: str, text: str) -> None:
    """The only one in the sentence of the thing or the place, and no deadline."""
    assert ears.hear(text, lang).when == when


@pytest.mark.parametrize(
    ("lang", "ask", "text"),
    [
        ("ko", "환불", "환불해 주세요"),
        ("ko", "환불", "그냥 돈 돌려주세요"),
        ("ko", "교환", "환불 말고 교환해 주세요"),
        ("ko", "교환", "사이즈가 안 맞는데 교환되나요?"),
        ("ko", "재발송", "다시 보내 주실 수 있나요"),
        ("ko", "수리", "빨리 고쳐 주세요"),
        ("ko", "", "환불은 원하지 않아요"),
        ("ko", "", "환불받았어요 감사합니다"),
        ("ko", "", "환불이나 교환해 주세요. 아니면 환불해 주시든가요"),
        ("ko", "", "사과하세요"),
        ("en", "a refund", "I want a refund."),
        ("en", "a refund", "Please refund my order."),
        ("en", "a replacement", "Can I have a replacement, please?"),
        ("en", "", "I don't want a refund."),
        ("en", "", "The refund arrived, thanks."),
        ("en", "", "Tokens get on the exchange for a fee."),
    ],
)
def test_the_wish(ears: Ears, lang: Lang, ask: str, text: str) -> None:
    """One that is asked for; two are a choice that a person has to read."""
    assert ears.hear(text, lang).ask == ask


@pytest.mark.parametrize(
    ("lang", "matter", "heard"),
    [
        ("ko", "어제 강남점 케이크", {"thing": "케이크", "place": "강남점", "when": "어제"}),
        ("ko", "강남점", {"place": "강남점"}),
        ("ko", None, {"when": "어제", "ask": "환불"}),
        (
            "en",
            "the cake from our Leeds store yesterday",
            {"thing": "cake", "place": "Leeds store", "when": "yesterday"},
        ),
        ("en", "the cake", {"thing": "cake", "when": "yesterday"}),
        ("en", "our Leeds store", {"place": "Leeds store"}),
        ("en", None, {"when": "yesterday"}),
    ],
)
def test_the_matter_joins_what_was_heard(lang: Lang, matter: str | None, heard: dict[str, str]) -> None:
    """A time alone is no matter."""
    assert Heard(**heard).words(lang).get("matter") == matter


@pytest.mark.parametrize(
    "text",
    [
        "홍길동 점장이 사기꾼입니다. 010-1234-5678로 전화 주세요",
        "씨발 쓰레기 새끼들아",
        "가짜 명품이나 파는 도둑놈들",
        "You thieving idiots, call me on 07700 900123",
    ],
)
def test_no_insult_no_name_no_number(ears: Ears, text: str) -> None:
    """There is no word for them to be heard with."""
    assert ears.hear(text, "ko" if text[0] > "z" else "en") == NOTHING


def test_only_listed_words_are_heard(ears: Ears) -> None:
    """Of two thousand messages of every sort, what comes back holds no personal data and no figure."""
    heard = [ears.hear(row["text"], row["lang"]) for row in ROWS[::6]]
    said = [phrase for each in heard for phrase in each.model_dump().values() if phrase]

    assert len(heard) >= 2000
    assert said
    assert not [phrase for phrase in said if any(letter.isdigit() for letter in phrase) or find(phrase)]


@quick
@given(st.text(max_size=300), st.sampled_from(["ko", "en"]))
def test_any_text_can_be_listened_to(ears: Ears, text: str, lang: Lang) -> None:
    """The same text is always heard the same."""
    assert ears.hear(text, lang) == ears.hear(text, lang)


@quick
@given(
    st.lists(
        st.sampled_from(WORDS.split()),
        max_size=15,
    )
)
def test_whatever_stands_around_it(ears: Ears, words: list[str]) -> None:
    """What is heard stands in the text."""
    text = " ".join(words)
    heard = ears.hear(text, "ko")
    bare = text.replace(" ", "")

    assert all(phrase.replace(" ", "") in bare for phrase in (heard.thing, heard.place, heard.when))


def test_a_company_adds_its_own_words(tmp_path: Path) -> None:
    """They come on top of ours."""
    own: dict[str, Any] = {"things": {"ko": "한빛라떼"}, "places": {"ko": {"names": "한빛"}}}
    write_yaml(tmp_path / "heard.yaml", own)
    ears = Ears.from_folders([tmp_path, OWN_RULES])

    assert ears.hear("어제 한빛점에서 산 한빛라떼가 식었어요", "ko").words("ko")["matter"] == "어제 한빛점 한빛라떼"
    assert ears.hear("케이크가 상했어요", "ko").thing == "케이크"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"things": ["cake"]}, "things"),
        ({"asks": {"ko": [{"name": "환불", "said": "("}]}}, "asks"),
        ({"colours": 1}, "colours"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, content: dict[str, Any], told: str) -> None:
    """With the file and the place."""
    write_yaml(tmp_path / "heard.yaml", content)
    with pytest.raises(RuleError, match=told):
        Ears.from_folders([tmp_path])
    with pytest.raises(RuleError, match=r"no heard\.yaml"):
        Ears.from_folders([tmp_path / "nowhere"])
