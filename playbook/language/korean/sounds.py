"""How a word ends when it is read aloud in Korean, whatever it is written in.

Particles follow the sound: KT(케이티)는, LG(엘지)가, 3(삼)은, 30 %(퍼센트)를, iPhone(아이폰)을. Latin words are read by
rules of spelling that hold for the usual transliteration; the few common words that break them are listed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from playbook.language.emoji import PATTERN as EMOJI
from playbook.language.normalise import normalise

FinalSound = Literal["none", "rieul", "other"]
"""No final consonant, the consonant ㄹ, or another one."""

_NOTE = re.compile(r"(?<=[^\s(])\s?\([^()]*\)$")
_TRAILING = re.compile(r"[\s\"'“”‘’「」『』《》〈〉<>\[\]{}()|.,!?…~·:;_/-]+$")
_EMOJI_LAST = re.compile(rf"(?:{EMOJI})[\s\"'”’)\]]*$")

_NUMBER = re.compile(r"(?P<sign>[$€£¥₩]?)\s?(?P<number>\d[\d,]*(?:\.\d+)?)$")
_UNIT = re.compile(r"\d\s?(?P<unit>[A-Za-z%°℃‰]+[23]?)$")
_LATIN = re.compile(r"[A-Za-z]+$")

_DIGITS: tuple[FinalSound, ...] = (
    "other", "rieul", "none", "other", "none", "none", "other", "rieul", "rieul", "none",
)  # fmt: skip
"""영 일 이 삼 사 오 육 칠 팔 구."""

_CURRENCIES: dict[str, FinalSound] = {"$": "none", "€": "none", "£": "none", "¥": "other", "₩": "other"}
"""달러, 유로, 파운드, 엔, 원: a sign before a number is read after it."""

_SYMBOLS: dict[str, FinalSound] = {
    **dict.fromkeys("%℃°+&@*$€", "none"),  # 퍼센트 도 도 플러스 앤드 골뱅이 별표 달러 유로
    **dict.fromkeys("#₩", "other"),  # 샵 원
    **dict.fromkeys("=‰", "rieul"),  # 이퀄 퍼밀
}

_VOWEL_UNITS = """
m km cm mm nm m2 km2 m3 L l mL ml cc B KB MB GB TB Kbps Mbps Gbps W kW MW Wh kWh mAh V Hz kHz MHz GHz A s ms cal kcal
ha pt C F p kn
"""
_UNITS: dict[str, FinalSound] = {
    **dict.fromkeys(_VOWEL_UNITS.split(), "none"),  # 미터 리터 바이트 와트 볼트 헤르츠 초 칼로리 …
    **dict.fromkeys(("g", "kg", "mg", "t", "h", "min", "ppm", "rpm"), "other"),  # 그램 톤 시간 분 피피엠 알피엠
    **dict.fromkeys(("dB", "px", "mol"), "rieul"),  # 데시벨 픽셀 몰
}
"""Units right after a number, read as words. Case counts: 5g is 그램, 5G is 지."""

_LETTERS: dict[str, FinalSound] = {"l": "rieul", "r": "rieul", "m": "other", "n": "other"}
"""엘, 알, 엠, 엔; every other letter name ends in a vowel."""

_READ_AS_WORD = re.compile(r"^(?!.*[^aeiouy]{4})(?:[^aeiou]?|[bcdfgkpst][lr]|s[ckmnptw])[aeiou]")
"""Four capitals or more that are read as a word (네이버, 라인) and not letter by letter (HTML)."""

_WORDS: dict[str, FinalSound] = {
    **dict.fromkeys(("talk", "type", "tweet", "bag", "group", "kick", "club", "lab"), "other"),
    **dict.fromkeys(("check", "set", "kit", "hit", "me", "hub", "recipe"), "none"),
}
"""Common words whose transliteration breaks the rules: 톡 타입 트윗 백 그룹; 체크 세트 키트 히트 허브."""

_RULES: tuple[tuple[re.Pattern[str], FinalSound], ...] = (
    (re.compile(r"(?:l|le|[aeiou]lle)$"), "rieul"),  # 이메일 애플 구글 파일
    (re.compile(r"(?:m|n|ng|[aeiou][mn]e)$"), "other"),  # 팀 폰 쿠팡 라인 게임
    (re.compile(r"ook$"), "other"),  # 페이스북
    (re.compile(r"(?:^|[^aeiou])y?[aeiou](?:p|pp|t|tt|ck|k|c|b)$"), "other"),  # 앱 숍 마켓 클릭 웹
)


def final_sound(word: str) -> FinalSound:
    """How ``word`` ends when read aloud.

    Closing quotes and square brackets are looked through, so a slot such as ``[다음 공지 시각]`` ends as the words in
    it do. What stands in round brackets after a word is not read: ``두산(주)`` ends as 두산 does, following the
    National Institute of Korean Language; a word that is all bracket is read. Numbers are read the Sino-Korean way.
    ``none`` for emoji and for what has no reading.
    """
    text = normalise(word).text.rstrip()
    if _EMOJI_LAST.search(text):
        return "none"
    text = _spoken_part(text)
    if not text:
        return "none"
    last = text[-1]
    if "가" <= last <= "힣":
        return _syllable_sound((ord(last) - 0xAC00) % 28)
    if "ㄱ" <= last <= "ㅎ":
        return "rieul" if last == "ㄹ" else "other"  # read by name: 리을; 기역, 니은 …
    if unit := _UNIT.search(text):
        if unit["unit"] in _UNITS:
            return _UNITS[unit["unit"]]
        last = text[-1]
    if number := _NUMBER.search(text):
        return _CURRENCIES[number["sign"]] if number["sign"] else _number_sound(number["number"])
    if last in _SYMBOLS:
        return _SYMBOLS[last]
    plain = "".join(part for part in unicodedata.normalize("NFD", text) if not unicodedata.combining(part))
    latin = _LATIN.search(plain)
    return _latin_sound(latin.group()) if latin else "none"


def _spoken_part(text: str) -> str:
    """``text`` without notes in brackets and without closing marks at its end."""
    while True:
        shorter = _NOTE.sub("", text).rstrip()
        stripped = _TRAILING.sub("", shorter) if not shorter.endswith(")") else shorter[:-1]
        if stripped == text:
            return text
        text = stripped


def _syllable_sound(final: int) -> FinalSound:
    return "none" if final == 0 else "rieul" if final == 8 else "other"


def _number_sound(number: str) -> FinalSound:
    whole = number.replace(",", "")
    zeros = len(whole) - len(whole.rstrip("0"))
    if "." in whole or not zeros or not whole.strip("0"):
        return _DIGITS[int(whole[-1])]
    # 십 백 천 만 억 경 end in a consonant; 조 (10¹² to 10¹⁵) does not
    return "none" if 12 <= zeros <= 15 else "other"


def _latin_sound(word: str) -> FinalSound:
    folded = word.lower()
    capitals = len(word) - len(word.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if len(word) == 1 or capitals in (2, 3) or (capitals > 3 and not _READ_AS_WORD.search(folded)):
        return _LETTERS.get(folded[-1], "none")
    for ending, sound in _WORDS.items():
        if folded == ending or (len(ending) > 3 and folded.endswith(ending)):  # KakaoTalk, not 'same' by 'me'
            return sound
    return next((sound for rule, sound in _RULES if rule.search(folded)), "none")
