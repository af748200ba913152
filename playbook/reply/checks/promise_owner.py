"""Does somebody own every promise?"""

from __future__ import annotations

from collections.abc import Iterator

from playbook.records import Bilingual, Finding
from playbook.reply.checks.proof import Proof
from playbook.reply.promises import owner_of, promises


def promise_owner(proof: Proof) -> Iterator[Finding]:
    """Promises that nobody owns, asked in review alone: errors, since what nobody owns is not kept."""
    if proof.owners is None:
        return
    for promise in promises(proof.text, proof.at):
        if not owner_of(promise, proof.owners):
            yield proof.finding(
                "promise_owner",
                "error",
                Bilingual(
                    ko=f"담당자가 없는 약속입니다: {promise.words}", en=f"A promise that nobody owns: {promise.words}"
                ),
                (promise.start, promise.end),
                Bilingual(ko="지킬 사람의 이름을 적으세요.", en="Name the person who will keep it."),
            )
