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
        ("", "의자, 케이크"),
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
    ("lang", "told", "text"),
    [
        ("ko", "결제가 중복되었다는", "카드 승인이 두 번 됐어요"),
        ("ko", "결제가 중복되었다는", "이중결제 됐는데 확인 부탁드려요"),
        ("ko", "해지하신 뒤에도 요금이 청구되었다는", "구독 취소했는데 또 빠져나갔네요"),
        ("ko", "해지하는 방법을 찾기 어려우셨다는", "해지 버튼을 어디에 숨겨놨나요"),
        ("ko", "환불을 아직 받지 못하셨다는", "환불이 아직 안 들어왔어요"),
        ("ko", "배송이 늦어지고 있다는", "택배가 5일째 안 와요"),
        ("ko", "배송이 끝난 것으로 나오는데 받지 못하셨다는", "배송완료 떴는데 문앞에 없어요"),
        ("ko", "주문하신 것과 다른 것을 받으셨다는", "검정 시켰는데 다른 색상이 왔어요"),
        ("ko", "파손된 상태로 받으셨다는", "받았는데 날개가 금이 가 있어요"),
        ("ko", "저장해 두신 자료가 사라졌다는", "사진첩이 싹 다 사라졌어요"),
        ("ko", "로그인이나 인증이 되지 않는다는", "로그인이 안 돼요"),
        ("ko", "제대로 작동하지 않는다는", "한 달 만에 고장났어요"),
        ("ko", "여기저기로 다시 문의하셔야 했다는", "본사는 매장에 말하라 하고 매장은 본사에 말하래요"),
        ("ko", "상담 연결이 어려우셨다는", "상담원 연결이 안 돼요"),
        ("ko", "원하지 않으시는 광고를 받으셨다는", "탈퇴했는데 광고 문자가 와요"),
        ("ko", "직원의 말과 태도에 마음이 상하셨다는", "직원분이 한숨을 푹 쉬더라고요"),
        ("ko", "오래 기다리셔야 했다는", "두 시간을 기다렸습니다"),
        ("ko", "", "환불은 원하지 않아요"),
        ("ko", "", "배달앱 메뉴 사진에 제 사진이 걸려 있어요"),
        ("ko", "", "직원분이 친절하셨어요"),
        ("ko", "", "사진 보여주니 말이 없어지더군요"),
        ("ko", "", "두 번째 구매인데 만족합니다"),
        ("ko", "", "배송이 정말 빨랐어요"),
        ("ko", "", "해지는 언제든 되나요"),
        ("ko", "", "포인트로 결제했어요"),
        ("ko", "", "금이 간 반지를 수리하고 싶어요"),
        ("en", "you were charged more than once", "You charged me twice for the same pass."),
        ("en", "you were charged more than once", "There is a duplicate charge on my card."),
        ("en", "charges are still being made on the account", "My account is still being billed."),
        ("en", "you could not find a way to cancel", "I can't cancel my subscription anywhere."),
        ("en", "your refund has not reached you", "My refund hasn't arrived."),
        ("en", "your delivery has not arrived", "My parcel still hasn't arrived."),
        ("en", "a parcel marked as delivered did not reach you", "Marked as delivered, but it never came."),
        ("en", "you were sent the wrong thing", "I was sent the wrong size."),
        ("en", "your order reached you damaged", "The plates arrived smashed."),
        ("en", "what you had saved is gone", "All my photos are gone. Your update wiped my data."),
        ("en", "you cannot sign in", "I can't log in since the update."),
        ("en", "a booking of yours was called off", "You cancelled my class again."),
        ("en", "you could not get an answer from us", "Nobody answers the phone."),
        ("en", "the way you were treated upset you", "The manager shrugged."),
        ("en", "", "I would like to cancel my order, please."),
        ("en", "", "The parcel arrived on time."),
        ("en", "", "Was I charged in dollars?"),
        ("en", "", "Your staff were kind to my mother."),
        ("en", "", "My refund arrived, thanks."),
        ("en", "", "How do I sign in?"),
    ],
)
def test_the_trouble(ears: Ears, lang: Lang, told: str, text: str) -> None:
    """What went wrong by their account, in words of ours that report it."""
    assert ears.hear(text, lang).told == told


def test_the_trouble_that_is_told_first(ears: Ears) -> None:
    """What follows comes later, and what comes late in a long story is not what it is about."""
    first, second = "해지 버튼이 안 보여요.", "상담원 연결도 안 되네요."
    aside = "지난주에 이사를 하면서 여러 가지를 새로 들였습니다. " * 6

    assert ears.hear(f"{first} {second}", "ko").felt == "trapped"
    assert ears.hear(f"{second} {first}", "ko").felt == "unreachable"
    assert ears.hear(aside + first, "ko").told == ""


@pytest.mark.parametrize(
    ("told", "topic", "text"),
    [
        ("결제가 중복되었다는", "billing", "상담원 연결이 안 돼요. 카드 승인이 두 번 됐어요."),
        ("상담 연결이 어려우셨다는", "support", "카드 승인이 두 번 됐어요. 상담원 연결이 안 돼요."),
        ("결제가 중복되었다는", "policy", "상담원 연결이 안 돼요. 카드 승인이 두 번 됐어요."),
        (
            "동의 없이 처리된 일이 있다는",
            "privacy",
            "보험이 해지됐다는데 해지한 적이 없어요. 상담센터는 통화 중이에요.",
        ),
        ("", "privacy", "택배가 안 와요. 상담원 연결이 안 돼요."),
        ("", "billing", "상담원 연결이 안 돼요."),
        ("", "staff_conduct", "컵이 깨져서 왔어요."),
    ],
)
def test_an_aside_is_not_the_matter(ears: Ears, told: str, topic: Any, text: str) -> None:
    """The trouble of the topic, else the first serious one where topics are near; a side matter is never named."""
    assert ears.hear(text, "ko", topic).told == told


@pytest.mark.parametrize(
    ("asked", "lang", "text"),
    [
        (2, "ko", "기존 회원도요? 언제부터 오르나요?"),
        (2, "ko", "정말 해지된 건지, 누가 한 건지 알려 주세요."),
        (1, "ko", "환불은 언제 되나요?"),
        (0, "ko", "이게 말이 되나요? 장난하세요?"),
        (0, "ko", "환불해 주세요."),
        (2, "en", "Is anyone else having this? Should we stop using it?"),
        (0, "en", "Are you kidding? Is this a joke?"),
        (0, "en", "Please refund me."),
    ],
)
def test_what_is_asked(ears: Ears, asked: int, lang: Lang, text: str) -> None:
    """Questions that want an answer; an outcry in the form of one does not."""
    heard = ears.hear(text, lang)

    assert heard.questions == asked
    assert ("heard.questions" in heard.feelings) is (asked > 1)


@pytest.mark.parametrize(
    ("lang", "moments", "text"),
    [
        ("ko", ("grief",), "돌아가신 어머니 사진이 다 있었어요"),
        ("ko", ("occasion",), "토요일이 아버지 칠순이에요"),
        ("ko", (), "생일 쿠폰이 안 왔어요"),
        ("ko", (), "장례용품을 파는 회사입니다"),
        ("ko", (), "어머니가 쓰시던 카드예요"),
        ("en", ("grief",), "My late father's account is still open."),
        ("en", ("occasion",), "It was for my mum's 80th."),
        ("en", (), "The parcel is late."),
        ("en", (), "My birthday voucher has expired."),
    ],
)
def test_the_day_on_which_it_fell(ears: Ears, lang: Lang, moments: tuple[str, ...], text: str) -> None:
    """A bereavement or a day people look forward to, and no voucher for one."""
    heard = ears.hear(text, lang)

    assert heard.moments == moments
    assert {f"heard.{name}" for name in moments} <= heard.feelings


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
    said = [phrase for each in heard for lang in ("ko", "en") for phrase in each.words(lang).values()]

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
        ({"troubles": {"ko": [{"told": "늦었다는", "felt": "angry", "said": "늦"}]}}, "felt"),
        ({"troubles": {"en": [{"told": "it is late", "felt": "waiting", "said": "("}]}}, "troubles"),
        ({"moments": {"payday": {"ko": "월급날", "en": "payday"}}}, "moments"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, content: dict[str, Any], told: str) -> None:
    """With the file and the place."""
    write_yaml(tmp_path / "heard.yaml", content)
    with pytest.raises(RuleError, match=told):
        Ears.from_folders([tmp_path])
    with pytest.raises(RuleError, match=r"no heard\.yaml"):
        Ears.from_folders([tmp_path / "nowhere"])
