# ruff: noqa: E501 - expressions over Korean count double; broken up they read worse
"""What no reply may say, from ``rules/checks/must_not_say.yaml``, and the names of staff."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.language.privacy.names import GIVEN, NOT_NAMES, SURNAMES
from playbook.records import Bilingual, Finding
from playbook.reply.checks.alternatives import Alternatives
from playbook.reply.checks.phrases import Phrases
from playbook.reply.checks.proof import Proof

_TITLES = "대리|사원|주임|과장|차장|팀장|점장|매니저|기사|상담사|상담원|조리사|승무원|사무장|간호사|직원|점원|바리스타|강사|작업자|연구원"
_ROLES = (
    "agent|rep|representative|driver|technician|nurse|supervisor|cashier|courier|manager|colleague|employee|barista|clerk"
    "|advis[eo]r|assistant|doctor|pilot|steward|stewardess|waiter|waitress|engineer|chef|cook|staff member|team member"
)
_NAME = rf"[{SURNAMES}][{GIVEN}]{{2}}"
_NO_PERSON = r"(?!(?:[A-Z][a-z]+day|Team|Support|Service|Desk|Center|Centre|Who|We|It|The|They|And|Will|Has)\b)"
_PERSON = rf"{_NO_PERSON}[A-Z][a-z]+(?: {_NO_PERSON}[A-Z][a-z]+)?"
_STAFF = re.compile(
    rf"(?<![가-힣])(?P<after>{_NAME})(?:(?<![한인의해]) )?(?:{_TITLES})(?:님)?(?! ?(?:드림|올림|배상|입니다))(?![가-힣]*(?:드림|입니다))"
    rf"|(?:{_TITLES}) (?P<before>{_NAME})(?: ?씨|님)?(?=[이가은는의을를도와과,]|에게|께|$)"
    rf"|\b(?:[Oo]ur|[Tt]he|[Oo]ne of our) (?:[a-z]+ )?(?:{_ROLES})s?,? (?:named |called )?(?P<whose>{_PERSON})"
    rf"|\b(?P<who>{_PERSON}), (?:our|one of our|the|an?|who is our) (?:[a-z]+ ){{0,2}}(?:{_ROLES})\b"
)
_STAFF_BY_PARTS = Alternatives({"staff": _STAFF.pattern})

_WHY = Bilingual(
    ko="직원의 이름을 밝히면 한 사람이 비난을 떠안습니다.", en="Naming an employee makes one person carry the blame."
)
_SUGGEST = Bilingual(
    ko="이름과 직함을 지우고 '저희'를 주어로 쓰세요. 징계는 조치로만 적습니다.",
    en="Take name and title out and make the company the subject; report discipline as a measure only.",
)
_CITES = ("guideline:approval-matrix-never", "guideline:crisis-patterns-4", "guideline:staff-protection-law-3")


class MustNotSay(Phrases):
    """Relations confirmed, terms of others, hush offers, blame, names called, takedowns, absolute and legal words."""

    name = "must_not_say"

    def __call__(self, proof: Proof) -> Iterator[Finding]:
        """Findings of every phrase that applies, and the first employee who is named."""
        yield from super().__call__(proof)
        if not _STAFF_BY_PARTS.matching(proof.normal.text):
            return
        for match in _STAFF.finditer(proof.normal.text):
            kind = match.lastgroup or "after"
            if match[kind] in NOT_NAMES or any(match[kind] in fact for fact in proof.known):
                continue
            yield proof.finding(self.name, "error", _WHY, proof.normal.span(*match.span(kind)), _SUGGEST, _CITES)
            return
