"""The speech level of a sentence, read off its ending."""

from __future__ import annotations

import re
from typing import Literal

from playbook.language.emoji import PATTERN as EMOJI
from playbook.language.normalise import normalise

Register = Literal["formal", "polite", "plain", "fragment"]
"""합니다체, 해요체, 한다체 or 반말, or no predicate at the end (a heading, a noun, 확인함)."""

_TAIL = re.compile(
    rf"(?:{EMOJI}|[\s.,!?…~^;:·*\"'“”‘’「」『』《》〈〉()\[\]<>|/_-]|[ㄱ-ㅎㅏ-ㅣ])+$|\s?\([^()]*\)[\s.!?…~]*$"
)
_HANGUL = re.compile(r"[가-힣]")

_NIEUN, _RIEUL, _BIEUP = 4, 8, 17
"""Indices of final consonants in the order of Unicode."""

_POLITE = re.compile(r"(?:요|죠|[해세네져려돼봐줘데구]여|[해세네어아]용|세욤)$")
_NOUN_IN_YO = re.compile(r"(?:^|\s)(?:[가-힣]?[필중주수개소강동민긴고]요)$")
"""필요, 중요, 수요, 개요, 불필요: nouns that end as the polite level does."""

_PAST = "았었했겠됐갔왔샀났랐렸졌쳤켰뒀줬봤혔꼈있없"
_PLAIN = re.compile(
    rf"(?:다|네|어|워|[{_PAST}][지냐니군음]|[싫않많]지|좋아|같아|몰라|말아|마라|[아하]냐|[아이거해]야|[잖찮]아|[해하이되있]지|거든|구나|는군"
    r"|[해하]라|하자|가자|해|돼|줘|봐|래|하니|니까|더라|는걸|든지|[라다냐자]고)$"
)
_NOUN = re.compile(
    r"(?:바다|판다|소다|캐나다|혼다|사이다|동네|그네|[언영단용국색]어|상어|[이오피손방]해|거래|미래|노래|유래)$"
)
"""Nouns that end as a predicate does."""

_VERBAL = {_RIEUL: "게까래걸지", _NIEUN: "데지다"}
"""After a final ㄹ or ㄴ: 할게, 될까; 하는데, 산 건데, 온다."""


def register_of(sentence: str) -> Register:
    """The speech level of ``sentence``; punctuation, quotes, emoji and ㅋㅋ, ㅠㅠ after it make no difference.

    A text without Hangul has no level: ``plain`` from three words on, ``fragment`` below.
    """
    text = normalise(sentence).text
    while (shorter := _TAIL.sub("", text)) != text:
        text = shorter
    if not _HANGUL.search(text):
        return "plain" if len(text.split()) >= 3 else "fragment"
    if _is_formal(text):
        return "formal"
    if _POLITE.search(text):
        word = text.split()[-1]
        return "fragment" if len(word) <= 3 and _NOUN_IN_YO.search(word) else "polite"
    if _NOUN.search(text):
        return "fragment"
    verbal = len(text) > 1 and text[-1] in _VERBAL.get(_final(text[-2]), "")
    return "plain" if verbal or _PLAIN.search(text) else "fragment"


def _is_formal(text: str) -> bool:
    ending = text.removesuffix("만") if text.endswith("니다만") else text
    if ending.endswith(("십시오", "십시요")):
        return True
    return ending.endswith(("니다", "니까", "시다")) and len(ending) > 2 and _final(ending[-3]) == _BIEUP


def _final(syllable: str) -> int:
    """Index of the final consonant of a Hangul syllable; -1 where it is none."""
    return (ord(syllable) - 0xAC00) % 28 if "가" <= syllable <= "힣" else -1
