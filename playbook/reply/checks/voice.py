"""Does the reply say what the others of the same issue said?"""

from __future__ import annotations

from collections.abc import Iterator

from playbook.records import Bilingual, Finding, FindingLevel
from playbook.reply.checks.proof import Proof
from playbook.reply.voice import Contradiction, conflicts

_MESSAGES: dict[Contradiction, tuple[FindingLevel, Bilingual]] = {
    "figure": (
        "error",
        Bilingual(ko="앞서 승인된 답변과 숫자가 다릅니다.", en="An approved reply gives another figure."),
    ),
    "date": ("error", Bilingual(ko="앞서 승인된 답변과 날짜가 다릅니다.", en="An approved reply gives another date.")),
    "cause": (
        "error",
        Bilingual(ko="앞서 승인된 답변과 원인이 다릅니다.", en="An approved reply names another cause."),
    ),
    "denial": (
        "error",
        Bilingual(ko="한쪽은 부인하고 한쪽은 인정합니다.", en="One reply denies what the other admits."),
    ),
    "tone": (
        "warning",
        Bilingual(ko="앞서 승인된 답변보다 물러선 표현입니다.", en="This admits less than an approved reply has."),
    ),
}
_SUGGEST = Bilingual(
    ko="어느 쪽이 맞는지 확인해 맞추세요. 바로잡는 것이라면 앞서 무엇이라고 했는지 함께 밝히세요.",
    en="Find out which is right. Where this one corrects the other, say what was said before.",
)
_STEADY = Bilingual(
    ko="한번 인정한 책임에서 물러서면 변명으로 읽힙니다. 앞선 답변의 수준을 지키세요.",
    en="Stepping back reads as an excuse; stand by what has been admitted.",
)


def voice(proof: Proof) -> Iterator[Finding]:
    """Contradictions of approved replies of the issue are errors, a step back in what is admitted a warning."""
    for conflict in conflicts(proof.text, proof.before, proof.at):
        level, message = _MESSAGES[conflict.kind]
        suggest = _STEADY if conflict.kind == "tone" else _SUGGEST
        yield proof.finding("voice", level, message, (conflict.start, conflict.end), suggest, beside=conflict.said)
