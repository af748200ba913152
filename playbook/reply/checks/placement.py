"""Where and how long does an apology stand?

Coupang ran a small text in a corner, took it down for a sale after three days, and its share preview promised special
prices (guideline:words-that-backfire-promotion); GS25 edited in silence
(guideline:korean-apology-structure-no-silent-edit).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.records import Bilingual, Finding
from playbook.reply.checks.proof import Proof

_TITLE = re.compile(
    r"\s*[^\n]{0,60}(?:사과(?:드립니다|문|의 ?말씀)|알려 ?드립니다|입장문?|공식 ?입장|안내문|statement|apolog\w+)"
    r"[^\n]{0,30}\n"
)
_ENDING = re.compile(r"(?:대표이사|대표|임직원 ?일동|사장|chief executive|ceo|president)[^\n]{0,30}\s*\Z")

LONG = 5
"""A text of so many sentences that is signed by the head of the company is a statement."""

_WHY = Bilingual(
    ko="사과문이나 입장문입니다. 내용만큼 어디에 얼마나 오래 두는지를 봅니다.",
    en="This is an apology or a statement; people look at where and how long it stands as much as at what it says.",
)
_SUGGEST = Bilingual(
    ko="첫 화면의 잘 보이는 곳에 일이 마무리될 때까지 두고, 그 자리를 판매 광고로 바꾸지 마세요. "
    "공유할 때 보이는 제목과 설명(og:title, og:description)에는 사안과 사과를 적고 혜택이나 특가 같은 말을 빼세요. "
    "고칠 때는 무엇을 언제 왜 고쳤는지 밝히세요.",
    en="Keep it where everyone sees it until the matter is closed, and do not hand its place to a sale. The title and "
    "description shown on sharing (og:title, og:description) name the matter and carry no sales words. If you edit it, "
    "say what, when and why.",
)
_CITES = (
    "guideline:words-that-backfire-promotion",
    "guideline:korean-apology-structure-no-silent-edit",
    "case:gs25-poster-2021-lesson",
)


def placement(proof: Proof) -> Iterator[Finding]:
    """One note on place, time, share preview and edits, for an apology or a statement."""
    grave = (proof.severity or 1) >= 3
    apology = grave and proof.stance == "action_plan" and proof.channel.public
    statement = grave and proof.stance == "transparency" and proof.channel.manner == "statement"
    unlabelled = grave and proof.stance is None and proof.says("apology")
    if apology or statement or unlabelled or _has_the_form(proof):
        yield proof.finding("placement", "note", _WHY, None, _SUGGEST, _CITES)


def _has_the_form(proof: Proof) -> bool:
    text = proof.folded
    if "\n" in text and _TITLE.match(text):
        return True
    return _ENDING.search(text, max(0, len(text) - 80)) is not None and len(proof.sentences) >= LONG
