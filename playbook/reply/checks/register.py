"""Is the Korean in one register, the formal one?"""

from __future__ import annotations

from collections.abc import Iterator

from playbook.language.korean import register_of
from playbook.records import Bilingual, Finding
from playbook.reply.checks.proof import Proof

_FORMAL = ("습니다.", "합니다.", "입니다.", "립니다.", "됩니다.", "십시오.")
"""How nearly every sentence of a reply ends; the others are looked at."""
_SUGGEST = Bilingual(ko="'-습니다/-십시오'로 맞추세요.", en="Use -습니다 and -십시오 throughout.")


def register(proof: Proof) -> Iterator[Finding]:
    """Polite endings in a formal text get a warning, plain ones an error."""
    if proof.lang != "ko":
        return
    for sentence in proof.sentences:
        start, end = proof.normal.span(*sentence)
        if proof.text.endswith(_FORMAL, start, end):
            continue
        found = register_of(proof.text[start:end])
        if found == "polite":
            message = Bilingual(
                ko="'-요'로 끝나는 문장이 섞였습니다.", en="A sentence in the informal polite register."
            )
            yield proof.finding("register", "warning", message, (start, end), _SUGGEST)
        elif found == "plain":
            message = Bilingual(ko="높임이 없는 문장입니다.", en="A sentence without honorifics.")
            yield proof.finding("register", "error", message, (start, end), _SUGGEST)
