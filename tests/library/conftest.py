"""Cards written by hand, and a small library of them behind the encoder that ships."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from playbook.desk import Desk
from playbook.library.cards import Card, parse_card
from playbook.library.encoder import Encoder
from playbook.library.search import Library

FRONT: dict[str, Any] = {
    "id": "cups",
    "kind": "guideline",
    "title": {"ko": "컵에 관한 안내", "en": "On cups"},
    "source": {"ko": "사내 지침", "en": "House rules"},
    "date": "2020-05",
    "certainty": "single_source",
}
BLOCK: dict[str, Any] = {
    "id": "1",
    "facts": ["A01-1"],
    "situations": ["컵이 깨져서 왔어요", "컵 손잡이가 떨어졌어요", "My cup arrived broken"],
}
GONE = object()
"""Given as a field, it leaves the field out."""


def a_passage(
    heading: str = "깨진 컵 | Broken cups",
    ko: str = "깨진 컵은 새것으로 바꾸어 드린다.",
    en: str = "A broken cup is replaced by a new one.",
    **block: Any,
) -> str:
    """One passage as a card writes it; ``block`` replaces fields of its YAML."""
    return f"## {heading}\n\n```yaml\n{_yaml(BLOCK | block)}```\n\n{ko}\n\n**EN** {en}\n"


def a_card(*passages: str, **front: Any) -> str:
    """The text of a card; ``front`` replaces fields of its front matter."""
    return f"---\n{_yaml(FRONT | front)}---\n\n" + "\n".join(passages or [a_passage()])


def _yaml(fields: dict[str, Any]) -> str:
    kept = {name: value for name, value in fields.items() if value is not GONE}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)


def said_twice(heading: str, text: str, *situations: str, **block: Any) -> str:
    """A passage that stands in one language only: the other rendering repeats it."""
    return a_passage(f"{heading} | {heading}", text, text, situations=list(situations), **block)


def small_cards() -> tuple[Card, ...]:
    """Refunds and rumours in Korean alone, fires and cups in both, two cases, and background to read."""
    texts = {
        "refunds": a_card(
            said_twice(
                "환불을 늦추지 않는다",
                "환불은 사흘 안에 마치고 늦으면 이유를 알린다. 카드 취소가 늦어지면 은행에 확인한 날짜를 함께 적는다.",
                "환불이 한 달째 안 들어와요", "결제 취소했는데 돈이 안 들어와요", "환불 언제 되냐고 자꾸 물어요",
                topics=["billing"], stances=["escalate_cs"],
            ),
            said_twice(
                "환불을 거절할 때",
                "환불을 거절할 때에는 근거가 되는 약관을 밝히고 다른 길을 하나 내놓는다.",
                "환불이 안 되는 상품이래요", "환불 거절을 어떻게 말하죠", "약관 때문에 환불을 못 해 드려요",
                id="2", topics=["billing"],
            ),
            said_twice(
                "환불과 보상은 다르다",
                "환불은 받은 돈을 돌려주는 일이고 보상은 입은 손해를 메우는 일이므로 나누어 쓴다.",
                "환불 말고 보상도 해 달래요", "보상금을 달라고 하세요", "환불만 하면 끝인가요",
                id="3", topics=["billing"],
            ),
            id="refunds", title={"ko": "환불 안내", "en": "환불 안내"},
        ),
        "rumours": a_card(
            said_twice(
                "소문에는 사실로 답한다",
                "회사가 팔린다는 소문이 돌면 확인된 사실과 아닌 것을 나누어 밝힌다. 사과부터 하지 않는다.",
                "회사가 매각된다는 소문이 돌아요", "부도난다는 말이 퍼졌어요", "주가가 떨어진다는 루머가 있어요",
                topics=["finance"], stances=["transparency"],
            ),
            id="rumours", title={"ko": "소문 대응", "en": "소문 대응"},
        ),
        "fires": a_card(
            a_passage(
                "불이 났을 때 | When something burns",
                "제품에서 불이 났다는 신고를 받으면 다친 사람이 없는지 먼저 묻는다. 원인을 짐작하여 말하지 않는다.",
                "When a customer reports a fire, ask first whether anybody is hurt. Do not guess at the cause.",
                situations=["배터리에서 연기가 났대요", "충전기에 불이 붙었어요", "The charger caught fire"],
                topics=["safety"],
            ),
            id="fires",
        ),
        "cups": a_card(a_passage()),
        "cup-recall": a_card(
            a_passage(
                "컵을 모두 거둬들였다 | Every cup was recalled",
                "한 회사는 손잡이가 떨어진 컵 만 개를 모두 거둬들였다.",
                "One company recalled ten thousand cups whose handles fell off.",
                id=GONE,
                situations=["컵을 리콜해야 하나요", "손잡이가 떨어진 컵이 많아요", "Should we recall the cups?"],
            ),
            id="cup-recall", kind="case", year=2019,
        ),
        "bank-rumour": a_card(
            a_passage(
                "은행 소문 | A rumour about a bank",
                "한 은행은 파산한다는 소문이 돌자 그날 저녁에 잔고를 공개했다.",
                "A bank said to be failing published its balance the same evening.",
                id=GONE,
                situations=["은행이 망한다는 소문", "예금을 찾으려고 줄을 섰어요", "People say the bank is failing"],
            ),
            id="bank-rumour", kind="case", year=2011,
        ),
        "history": a_card(
            a_passage(
                "컵의 역사 | A history of cups",
                "컵은 오래전부터 흙으로 빚어 구웠고 깨진 컵은 버렸다.",
                "Cups were fired from clay long ago, and a broken cup was thrown away.",
                situations=["컵은 언제부터 썼나요", "컵의 역사가 궁금해요", "Who made the first cup?"],
            ),
            id="history", reference=True,
        ),
    }  # fmt: skip
    return tuple(parse_card(text, f"{name}.md") for name, text in texts.items())


@pytest.fixture(scope="session")
def encoder(desk: Desk) -> Encoder:
    """The encoder that ships."""
    return desk.encoder


@pytest.fixture(scope="session")
def library(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Seven small cards with their index."""
    small = Library(small_cards(), encoder, tmp_path_factory.mktemp("small") / "index")
    yield small
    small.dense.close()
