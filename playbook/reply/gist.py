"""What a sentence is about: its content words, whatever their particles and endings.

Korean words are known by their first two syllables (유출된, 유출했습니다: 유출), English ones without their usual
endings. It is a likeness and no parse; whoever compares gists asks for several words in common.
"""

from __future__ import annotations

import re
from functools import lru_cache

from playbook.language.normalise import normalise

_WORD = re.compile(r"(?<![0-9])[가-힣]{2,}|[a-z][a-z'’-]{2,}")
_ENDING = re.compile(r"(?:'s|’s|ing|ied|ies|ed|es|s|ly)$")
_KOREAN = """
저희 당사 이번 해당 관련 대해 대한 대하 관해 관한 따라 따른 통해 통한 위해 위한 지금 현재 오늘 내일 어제 그리 그러
하지 또한 다시 모든 모두 있습 있는 있으 있었 있도 없습 없는 합니 하겠 하고 하는 하며 했습 드립 드리 드렸 됩니 되었
되는 됐습 입니 이며 이고 것입 것을 것은 것이 것으 알려 안내 말씀 확인 파악 조사 까지 부터 에서 으로 이후 이전 앞으
앞서 먼저 바로 즉시 고객 여러 분들 분께 경우 때문 인해 인한 약간 가장 매우 여부 예정 계획 아직 정도 이상 이하 최소
최대 일부 전체 각각 오전 오후 원인 발생 사실 내용 결과 상황
"""
_ENGLISH = """
the and for are was were has have had been being this that these those with from our your their its his her you we they
will would shall should can could may might not but about into over under than then there here what when where which who
how all any some more most also only now today tomorrow please very just still yet far confirm know known find found say
said tell told cause happen because due fact thousand million billion
"""
_EMPTY = frozenset((_KOREAN + _ENGLISH).split())
"""Words that stand in any reply and tell nothing of what it is about."""


@lru_cache(maxsize=1024)
def gist(text: str) -> frozenset[str]:
    """Content words of ``text``, each in the form that comparisons use."""
    return frozenset(filter(None, map(_key, _WORD.findall(normalise(text).folded))))


def covered(part: frozenset[str], whole: frozenset[str]) -> float:
    """Share of the words of ``part`` that stand in ``whole``, 0 to 1; 0 where ``part`` has none."""
    return len(part & whole) / len(part) if part else 0.0


def _key(word: str) -> str:
    if "가" <= word[0] <= "힣":
        return "" if word[:2] in _EMPTY else word[:2]
    stem = _ENDING.sub("", word) if len(word) > 4 else word
    return "" if word in _EMPTY or stem in _EMPTY else stem
