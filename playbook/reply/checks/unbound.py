"""Does every figure, date, amount and promise rest on a fact?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.language.normalise import normalise
from playbook.language.privacy import find
from playbook.records import Bilingual, Finding, FindingLevel
from playbook.reply.checks.proof import Proof

_COUNTED = r"명|건|원|일|시간|개월|주"
_FIGURE = re.compile(
    r"(?<![\w.])[0-9]+(?:[.,/-][0-9]+)*"
    r"\s?(?:[년월일시분]|시간|개월|주일?|영업일|퍼센트|[%％]|명|건|원|만 ?원|억 ?원?|천|만|대|개|곳|회|차례|배|층|호선?)?"
    # 삼천만 원, 이백 명; 사건, 만일, 사원 and 일일이 are words
    rf"|(?<!\w)(?=[가-힣]*[십백천만억])[일이삼사오육칠팔구십백천만억수]{{2,6}} ?(?:{_COUNTED})(?=\W|$|[은는이가을를의에까로])"
    r"|(?<!\w)(?:[백천만억]|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무) (?:명|건|원|곳|시간|개월|달|차례)(?=\W|$|[은는이가을를의에까로])"
    r"|(?:[$€£₩])\s?[0-9][0-9,.]*"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands|millions)"
    r" (?:of |people|customers|users|accounts|shops|stores|units|products|minutes|hours|days|weeks|months|years)"
    r"|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|noon|midnight)\b"
    r"|(?:오늘|내일|모레|이번 ?주|다음 ?주|이달|다음 ?달|월말|연말)(?: ?(?:중|안|내|까지|말))?",
    re.I,
)
_PROMISE = re.compile(
    r"(?P<how>전액|즉시|바로|무조건|반드시|모두|전원)[^.!?\n]{0,20}(?P<what>환불|보상|배상|교환|교체|해결|조치|지급)"
    r"[^.!?\n]{0,12}(?:하겠|드리겠|합니다|해 ?드립니다|할 ?것)"
    r"|\b(?:full refund|refund(?:ed)? in full|guarantee\w*|we (?:will|shall) (?:immediately |fully )?(?:refund|compensate|replace|reimburse))\b",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\[[^\]\n]*\]|https?://\S+|\b\d+/\d+$"
    r"|(?<!\d)(?:15|16|18)\d\d-\d{4}(?!\d)|(?<!\d)0\d{1,2}-\d{3,4}-\d{4}"
    r"|(?<!\d)(?:112|119|911|999|1339|118)(?![\d명건원개대곳만천억,.%년월일시분]| ?(?:명|건|원|만))"
)
"""Slots, links, the marker of a thread, and numbers to call."""


def unbound(proof: Proof) -> Iterator[Finding]:
    """Figures and promises that no confirmed fact holds: an error in a case, a warning in a loose text.

    A figure may also stand in the message; a promise that the message asks for is not one that may be made.
    """
    level: FindingLevel = "error" if proof.drafted else "warning"
    grounds = [
        _plain(m[0]) for text in (proof.message or "", *proof.known) for m in _FIGURE.finditer(normalise(text).text)
    ]
    held = {*grounds, *(_digits(ground) for ground in grounds)}
    elsewhere = [(p.start, p.end) for p in find(proof.text)] + [m.span() for m in _ELSEWHERE.finditer(proof.text)]
    for match in _FIGURE.finditer(proof.text):
        inside = any(start < match.end() and match.start() < end for start, end in elsewhere)
        if inside or _plain(match[0]) in held:
            continue
        yield proof.finding(
            "unbound",
            level,
            Bilingual(
                ko=f"근거가 확인되지 않은 숫자나 날짜입니다: {match[0].strip()}",
                en=f"A figure or date that no confirmed fact holds: {match[0].strip()}",
            ),
            match.span(),
            Bilingual(ko="확인한 사실에 추가하거나 지우세요.", en="Add it to the confirmed facts, or take it out."),
        )
    for match in _PROMISE.finditer(proof.text):
        words = [_plain(match[name]) for name in ("how", "what") if match[name]] or [_plain(match[0])]
        if any(all(word in _plain(fact) for word in words) for fact in proof.known):
            continue
        yield proof.finding(
            "unbound",
            level,
            Bilingual(ko="승인되지 않은 약속입니다.", en="A promise that nobody has approved."),
            match.span(),
            Bilingual(
                ko="약속할 수 있는 사람이 확인한 사실에 추가하세요.",
                en="Whoever may promise it adds it to the confirmed facts.",
            ),
        )


def _plain(text: str) -> str:
    return re.sub(r"[\s,]", "", normalise(text).folded)


def _digits(figure: str) -> str:
    """The number alone, which a text may give without its unit; nothing where there is none."""
    number = re.match(r"[0-9][0-9./-]*", figure)
    return number[0] if number else figure
