"""Things, a place, a time and a wish in a Korean message.

A word is a stem and a particle. The stem has to be a listed thing as a whole, or to end in one that is long enough not
to end other words by chance: 주의자 is no 의자.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from playbook.reply.sureness import BOUGHT, MENTIONED, NAMED, Found

_WORD = re.compile(r"[가-힣a-z]+")

_ENDINGS = """
    을 를 이 가 은 는 도 만 의 보다 처럼 에 에서 에서는 에서도 에는 에도 로 으로 랑 이랑 하고 과 와 이나 나
    인데 인데요 이라 라 이에요 예요 입니다 이요 요
"""
_PARTICLES = frozenset(_ENDINGS.split())
_LONGEST_PARTICLE = max(map(len, _PARTICLES))
_LONG = 3
"""Syllables from which a thing may stand at the end of a longer word."""

_HAD = """
    산 사온 샀던 구매한 구입한 주문한 시킨 결제한 예약한 받은 배송받은 배달된 도착한 쓰던 쓰는
    사용한 사용하던 사용하는 이용한 이용하던 먹은 마신 신청한 가입한 입은 신은
"""
_BOUGHT_BEFORE = frozenset(_HAD.split())
_BOUGHT_AFTER = re.compile(r"(?:샀|구매(?!처)|구입|주문(?!번호)|시켰|먹었|마셨|결제|예약|사용|이용|받았|신청)")

_NEXT = "언제 왜 안 또 너무 진짜 정말 잘 못 한 두 세 네 몇 관련 건 때문에 배송 환불 교환 반품 수리 반납 설치 하나 이거"
_STANDS_BARE = frozenset(_NEXT.split())
"""What may follow a thing that has no particle; another noun would make it a part of a longer name."""

TIME = re.compile(
    r"(?<![가-힣])(?:(?:오늘|어제|그제|그저께|엊그제)(?: ?(?:새벽|아침|오전|점심|오후|저녁|밤))?|어젯밤|오늘밤"
    r"|지난 ?주말|지난 ?[월화수목금토일]요일|지난 ?주(?: ?[월화수목금토일]요일)?|지난 ?달|며칠 ?전)"
    r"(?=(?:에|에는|에도)?(?:[ ,]|$))(?! ?(?:까지|부터|이후|같|처럼|이야기|따라))"
)
"""A time that is past and no deadline."""

_ASKED = (
    r"(?:을|를|이|도|이라도|만)?\s?(?:좀|빨리|바로|당장|꼭|그냥)?\s?(?:해\s?(?:주(?!지)|달|줘|줄)|주(?:세|시|십|실)|달라"
    r"|줘|부탁|바랍|바라|요청(?:합|드|했|하)|원(?:합|해|한)|받고\s?싶|하고\s?싶|가능(?:한|할|해)"
    r"|(?:은|는)?\s?(?:안\s?)?(?:되나|될까|되는지)|받을\s?수\s?있)"
)


class KoreanEar:
    """Hears what the lists have words for."""

    time = TIME

    def __init__(self, things: Collection[str], kinds: Collection[str], names: Collection[str]) -> None:
        self._things, self._names = frozenset(things), frozenset(names)
        place = "|".join(sorted(kinds, key=len, reverse=True)) or "(?!)"
        ends = "|".join(sorted(_PARTICLES, key=len, reverse=True))
        self._place = re.compile(rf"(?<![가-힣])([가-힣]{{2,6}}?)( ?)({place})(?=(?:{ends})?(?![가-힣]))")

    def things(self, folded: str) -> Iterator[Found]:
        """Every listed thing, how sure it is that the message is about it, and where it stands."""
        words = list(_WORD.finditer(folded))
        before, place = "", 0
        while place < len(words):
            pair = words[place : place + 2]
            together = len(pair) == 2 and not folded[pair[0].end() : pair[1].start()].strip()
            thing, particle, taken = self._thing([word.group() for word in pair[: 1 + together]])
            if thing:
                after = words[place + taken].group() if place + taken < len(words) else ""
                had = bool(_BOUGHT_AFTER.match(after)) and particle in ("을", "를", "")
                whole = bool(particle) or had or not after or after in _STANDS_BARE
                bought = had or before in _BOUGHT_BEFORE
                yield thing, BOUGHT if whole and bought else NAMED if whole else MENTIONED, words[place].start()
            before = words[place + taken - 1].group()
            place += taken

    def places(self, folded: str) -> Iterator[tuple[str, int]]:
        """Every listed place and where it stands: 강남점 and 강남 매장, but a 점 on its own is a score."""
        for match in self._place.finditer(folded):
            if match[1] in self._names and not (match[2] and match[3] == "점"):
                yield match[0], match.start()

    def wish(self, said: str) -> re.Pattern[str]:
        """How a wish is put: the words for it, and that they are asked for."""
        return re.compile(f"(?:{said}){_ASKED}")

    def wants(self, folded: str, wish: re.Pattern[str]) -> bool:
        """Whether a wish is put."""
        return wish.search(folded) is not None

    def _thing(self, words: list[str]) -> tuple[str, str, int]:
        """The thing that the first of ``words`` names, alone or with the second; its particle; how many words."""
        if len(words) == 2:
            second, particle = self._stem(words[1])
            if second and words[0] in self._things:  # 휴대폰 충전기
                return f"{words[0]} {second}", particle, 2
            joined, particle = self._stem("".join(words))
            if len(joined) > len(words[0]) and joined in self._things:  # 공기 청정기
                return joined, particle, 2
        return (*self._stem(words[0]), 1)

    def _stem(self, word: str) -> tuple[str, str]:
        for cut in range(len(word), max(0, len(word) - _LONGEST_PARTICLE - 1), -1):
            particle = word[cut:]
            if particle and particle not in _PARTICLES:
                continue
            for start in range(cut):
                thing = word[start:cut]
                if thing not in self._things or (len(thing) == 1 and not particle):
                    continue
                if word[:start] in self._things:  # 딸기케이크
                    return word[:cut], particle
                if start == 0 or len(thing) >= _LONG:
                    return thing, particle
        return "", ""
