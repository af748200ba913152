"""Names of private people, where the sentence says that they are names.

A Korean name cannot be told from a noun by its shape (이용자, 소중한, 정수기), so a name is only taken inside a frame
that hardly holds anything else, and only if it is a surname with syllables of given names. What is missed is left to
the person who reviews; what is masked wrongly would take the sense out of the message. Names of executives (대표,
회장, 의장) are public and are what such a message is about: they stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.language.privacy.candidates import Candidate
from playbook.language.privacy.names import DOUBLE_SURNAMES, GIVEN, NOT_NAMES, SURNAMES

_AFTER_JA = "영순미경정숙춘옥명희혜"
_FULL = rf"(?P<name>(?:{DOUBLE_SURNAMES})[{GIVEN}]{{1,2}}|[{SURNAMES}][{GIVEN}](?:[{GIVEN}]|(?<=[{_AFTER_JA}])자))"
_SHORT = rf"(?P<name>[{SURNAMES}][{GIVEN}])"
_START = r"(?<![가-힣A-Za-z0-9])"
_END = r"(?![가-힣A-Za-z0-9])"

_TITLE = r"(?:씨|님|고객님|기사님|상담원|상담사|선생님|매니저|대리님|과장님|팀장님|차장님|실장님|주임님|회원님|기자님)"
_TITLE_APART = r"(?:고객|기사|대리|과장|팀장|차장|부장|실장|점장|주임|사원|간호사|설계사|직원|담당자|회원|기자)"
_ROLE = (
    r"(?:상담원|상담사|기사|직원|매니저|담당자|점원|점장|간호사|설계사|예금주|수령인|받는\s?(?:분|사람)|보내는\s?(?:분|사람)"
    r"|성함|이름|본명|성명)"
)
_SAID = r"(?:입니다|이에요|예요|이예요|이라고|(?<![하시려오])라고|이고요|이구요|이요|인데요)"

_KOREAN = tuple(
    (re.compile(pattern), hints)
    for pattern, hints in (
        (rf"{_START}{_FULL}{_TITLE}(?!들)", ("씨", "님", "상담", "매니저")),
        # '방문한 기사님', '고령의 고객' are clauses and no names
        (rf"{_START}{_FULL}(?<![한인은의해]) (?:{_TITLE}|{_TITLE_APART})(?!들)", ("",)),
        (rf"{_START}{_SHORT}\s?씨(?=[가는를의도랑와께한에,.!?\s]|$)", ("씨",)),
        (
            rf"(?:이름은|이름이|성함은|성함이|성명은?|본명은)\s*[:：]?\s*{_FULL}(?:{_SAID}|이고|{_END})",
            ("이름", "성함", "성명", "본명"),
        ),
        (rf"{_ROLE}\s*[:：(]\s*{_FULL}{_END}", (":", "：", "(")),
        (rf"{_ROLE}\s+{_FULL}(?<![은이가도의로만한해서])(?:이|가|은|는|님|씨|에게|한테|께서)?{_END}", ("",)),
        (rf"{_ROLE}\s+{_FULL}{_SAID}", ("",)),
        (
            rf"(?:(?:^|[.!?\n,]\s*)(?:안녕하세요[.,!]?\s*)?|저는\s*|전\s+){_FULL}(?:입니다|이라고\s?합니다|라고\s?합니다|이에요|예요)",
            ("입니다", "라고", "에요", "예요"),
        ),
        (rf"{_START}{_FULL}\s?(?:드림|올림|배상){_END}", ("드림", "올림", "배상")),
    )
)
"""Each frame with words of which it needs one."""
_KOREAN_HINT = re.compile(
    r"씨|님|입니다|라고|이름|성함|성명|본명|예금주|수령인|드림|올림|배상|예요|에요|고객|기사|기자|상담|직원|매니저|대리|과장|팀장|점장"
    r"|담당자|받는|보내는"
)

_CAPITAL = r"[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?"
_STOP = (
    r"(?!(?:Support|Service|Services|Team|Desk|Line|Account|Center|Centre|Chat|Number|Name|Was|Is|The|And|Who|That|This|They|He"
    r"|She|Said|Told|Refused|Will|Would|Please|Customer|Not|Very|App|From|At|In|On|For|My|We|It|You)\b)"
)
_FULL_NAME = rf"(?P<name>{_STOP}{_CAPITAL}(?:\s+(?:[A-Z]\.\s*)?{_STOP}{_CAPITAL})?)"
_ENGLISH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[Mm]y\s+name\s+is\s+{_FULL_NAME}\b",
        rf"\b(?:[Ff]ull\s+)?[Nn]ame\s*:\s*{_FULL_NAME}\b",
        r"\b(?:[Aa]gent|[Rr]ep|[Rr]epresentative|[Dd]river|[Tt]echnician|[Nn]urse|[Ss]upervisor|[Cc]ashier|[Cc]ourier)"
        rf"\s+(?:named\s+|called\s+)?{_FULL_NAME}\b",
        rf"\b(?:Mr|Mrs|Ms|Dr)\.?\s+{_FULL_NAME}\b",
        rf"(?:^|\n)\s*(?:(?:[Kk]ind|[Bb]est)\s+[Rr]egards|[Rr]egards|[Ss]incerely|[Yy]ours\s+truly)\s*,\s*{_FULL_NAME}\s*$",
    )
)
_ENGLISH_HINT = re.compile(
    r"[Nn]ame|[Aa]gent|[Rr]ep|[Dd]river|[Tt]echn|[Nn]urse|[Ss]uperv|[Cc]ashier|[Cc]ourier|Mr|Ms|Dr|egards|ncerely|truly"
)


def find_people(view: str) -> Iterator[Candidate]:
    """Names in clear frames, Korean (김○○ 고객님, 제 이름은 …) and English (my name is …, agent …)."""
    if _KOREAN_HINT.search(view):
        for pattern, hints in _KOREAN:
            for match in pattern.finditer(view) if any(hint in view for hint in hints) else ():
                if match["name"] not in NOT_NAMES:
                    yield Candidate("PERSON", *match.span("name"), 0.75)
    if _ENGLISH_HINT.search(view):
        for pattern in _ENGLISH:
            for match in pattern.finditer(view):
                yield Candidate("PERSON", *match.span("name"), 0.75)
