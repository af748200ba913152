"""Is it in the language of the person it answers?"""

from __future__ import annotations

from collections.abc import Iterator

from playbook.language.detect import detect
from playbook.records import Bilingual, Finding
from playbook.reply.checks.proof import Proof


def language_mismatch(proof: Proof) -> Iterator[Finding]:
    """A reply in another language than the message gets a warning."""
    if proof.message_lang is None or len(proof.text) < 10:
        return
    if detect(proof.text) != proof.message_lang:
        yield proof.finding(
            "language_mismatch",
            "warning",
            Bilingual(ko="받은 글과 다른 언어로 썼습니다.", en="It is written in another language than the message."),
        )
