"""Does it tell who somebody is?"""

from __future__ import annotations

from collections.abc import Iterator

from playbook.language.privacy import find
from playbook.records import Bilingual, Finding
from playbook.reply.checks.proof import Proof

_OWN_CONTACTS = frozenset({"EMAIL", "PHONE", "KR_BRN", "KR_ADDRESS", "IP"})
"""Types that a company gives of itself; a mobile number or a name is never one."""


def personal_data(proof: Proof) -> Iterator[Finding]:
    """What the message gave away is never repeated; a company's own contact is pointed out only."""
    if not proof.personal_data:
        return
    told = {_letters((proof.message or "")[p.start : p.end]) for p in find(proof.message or "")}
    for found in proof.personal_data:
        value = proof.text[found.start : found.end]
        own = found.type in _OWN_CONTACTS or (found.type == "KR_PHONE" and not value.lstrip("+82 -(").startswith("1"))
        mobile = found.type == "KR_PHONE" and "".join(filter(str.isdigit, value)).startswith(("01", "821"))
        repeated = _letters(value) in told
        if found.type == "PERSON" and not repeated and any(value in fact for fact in proof.known):
            yield proof.finding(
                "personal_data",
                "note",
                Bilingual(ko="이름을 밝혀도 되는 사람인지 확인하세요.", en="Check that this person may be named."),
                (found.start, found.end),
            )
            continue
        if own and not mobile and not repeated:
            yield proof.finding(
                "personal_data",
                "note",
                Bilingual(
                    ko="회사의 공식 연락처가 맞는지 확인하세요.", en="Check that this is the company's own contact."
                ),
                (found.start, found.end),
            )
            continue
        yield proof.finding(
            "personal_data",
            "error",
            Bilingual(ko=f"개인정보가 들어 있습니다({found.type}).", en=f"It holds personal data ({found.type})."),
            (found.start, found.end),
            Bilingual(ko="지우고 비공개 경로로 안내하세요.", en="Remove it and offer a private channel."),
        )


def _letters(value: str) -> str:
    """A value without what may be typed in it one way or another."""
    return "".join(filter(str.isalnum, value.casefold()))
