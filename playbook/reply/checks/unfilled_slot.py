"""Is a fact still missing?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from playbook.records import Bilingual, Finding
from playbook.reply.checks.proof import Proof
from playbook.reply.slots import slot_spans

_SUGGEST = Bilingual(
    ko="확인된 사실로 채우거나 문장을 지우세요.", en="Fill it with a confirmed fact or drop the sentence."
)


def unfilled_slot(proof: Proof) -> Iterator[Finding]:
    """Every slot that still stands in the text blocks approval."""
    for start, end, ask in slot_spans(proof.text):
        yield proof.finding(
            "unfilled_slot",
            "error",
            _missing(ask),
            (start, end),
            _SUGGEST,
        )


@lru_cache(maxsize=256)
def _missing(ask: str) -> Bilingual:
    return Bilingual(ko=f"빈칸이 남아 있습니다: {ask}", en=f"Still to be filled in: {ask}")
