"""Does the reply state what the ledger of the issue forbids, has not confirmed, or has changed?"""

from __future__ import annotations

from collections.abc import Iterator

from playbook.records import Bilingual, Finding
from playbook.reply.checks.proof import Proof
from playbook.reply.facts import Fact

_SAID = {
    "must_not_say": (
        Bilingual(ko="공개하지 않기로 한 사실입니다", en="A fact that must not be said"),
        Bilingual(ko="이 내용을 빼세요. 풀어야 한다면 사실 장부에서 상태를 바꾸세요.",
                  en="Take it out; if it may be said now, change its status in the ledger."),
    ),
    "unconfirmed": (
        Bilingual(ko="아직 확인되지 않은 사실입니다", en="A fact that is not yet confirmed"),
        Bilingual(ko="확인된 뒤에 쓰거나, 확인하고 있다고만 쓰세요.",
                  en="Wait until it is confirmed, or say only that you are checking."),
    ),
}  # fmt: skip


def contested(proof: Proof) -> Iterator[Finding]:
    """Errors that name the fact: not to be said, not yet confirmed, changed or withdrawn since."""
    for start, end, fact, successor in proof.contested:
        if successor is fact:
            message, suggest = _SAID[fact.status]
            said = Bilingual(ko=f"{message.ko}: {_named(fact)}", en=f"{message.en}: {_named(fact)}")
        else:
            said, suggest = _outdated(fact, successor)
        yield proof.finding("contested", "error", said, (start, end), suggest)


def _outdated(fact: Fact, successor: Fact | None) -> tuple[Bilingual, Bilingual]:
    if successor is None:
        return (
            Bilingual(ko=f"철회된 사실입니다: {_named(fact)}", en=f"A fact that was withdrawn: {_named(fact)}"),
            Bilingual(ko="이 내용을 빼세요.", en="Take it out."),
        )
    return (
        Bilingual(ko=f"그사이 바뀐 사실입니다: {_named(fact)}", en=f"A fact that has changed: {_named(fact)}"),
        Bilingual(
            ko=f"지금은 이렇게 확인되어 있습니다: {successor.statement}", en=f"What holds now: {successor.statement}"
        ),
    )


def _named(fact: Fact) -> str:
    return f"{fact.statement} ({fact.id})"
