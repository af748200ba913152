"""A reply that does something other than the judgement asks for: the reviewer has to know that somebody chose it."""

from __future__ import annotations

from playbook.records import Bilingual, Case, Finding
from playbook.reply.moves import STANCES_OF

_TOLD = Bilingual(
    ko="판단이 권한 자세와 다른 방식으로 쓴 답변입니다.",
    en="This reply does something other than the judgement asks for.",
)
_MEND = Bilingual(
    ko="판단이 틀렸다면 그 이유를 적어 검토를 요청하세요.",
    en="If the judgement is wrong, say why when you ask for review.",
)


def departure(case: Case) -> tuple[Finding, ...]:
    """A warning where the mode of the draft serves another stance than the one that was decided."""
    draft = case.draft
    if draft is None or draft.mode is None or STANCES_OF[draft.mode] == case.triage.stance:
        return ()
    told, mend = _TOLD.of(draft.lang), _MEND.of(draft.lang)
    return (Finding(check="chosen_mode", level="warning", message=told, suggest=mend),)
