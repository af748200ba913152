# ruff: noqa: E501 - expressions over Korean count double; broken up they read worse
"""Where a text says what the cause was.

A cause that is still being looked for is none: 원인은 아직 확인되지 않았습니다, we are establishing the cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from playbook.language.korean import sentences

OPEN = re.compile(
    r"확인(?:하고|하는|되지|되는| ?중)|조사(?:하고|하는| ?중|가 끝)|파악(?:하고|하는|되지| ?중)|밝혀지(?:지|는)|알 수 없|알지 못|찾고 ?있|규명하|분석(?:하고| ?중)|아직|여부|인지|확인되면"
    r"|확인을|밝히(?:고|겠)|알려지지|단정"
    r"|\b(?:investigat\w+|establishing|looking into|checking|not (?:yet )?(?:known|clear|established|confirmed)|unknown|unclear|whether|find out|do not (?:yet )?know|don.t (?:yet )?know"
    r"|yet to|under review|still|until|once)\b"
)
"""What is said of something that is not yet known."""

_EVENT = r"(?:발생|일어|생기|생겼|생긴|벌어|비롯|유출|중단|멈[춰추췄]|지연|파손|사고|화재|폭발|오염|누락|불이|불량|결함|장애|오류|나타|빚어|초래|이어졌|늦어|끊[겼긴])"
_CAUSE = re.compile(
    r"(?:(?<=원인은 )|(?<=이유는 )|(?<=원인이 )|(?<=까닭은 ))(?P<named>[^.!?\n]{2,80}?)(?:때문)?(?:입니다|이며|이었습니다|였습니다|으로 (?:확인|밝혀|드러)|로 (?:확인|밝혀|드러)|[으]?로 추정|에 있(?:습니다|었)|인 것으로)"
    rf"|(?P<because>[^.!?,\n]{{2,60}}?)(?:때문에|으?로 인해|으?로 인하여|으?로 인한|탓에|탓으로|에서 비롯(?:된|되)) ?[^.!?\n]{{0,30}}?{_EVENT}"
    r"|(?P<arose>[^.!?,\n]{2,60}?)(?:때문에 (?:일어|생긴|발생한) (?:일|것))"
    r"|\b(?:was|were|is|been|being)? ?caused by (?P<by>[^.!?\n,;]{2,80})|\bcauses? (?:of [^.!?\n,;]{2,50} )?(?:was|is|were|has been identified as) (?P<was>[^.!?\n,;]{2,80})"
    r"|\b(?:happened|occurred|failed|leaked|stopped|broke(?: out)?|crashed|started|delayed|arose|resulted)\b[^.!?\n]{0,20}?(?:because(?: of)?|due to|owing to|from) (?P<due>[^.!?\n,;]{2,80})"
)
_SIGN = re.compile(
    r"(?:원인|이유|까닭)[은이] |때문|로 인[해하한]|탓[에으]|에서 비롯|caused by|causes? |happened|occurred|failed|leaked|stopped|broke|crashed|started|delayed|arose|resulted"
)
"""Without one of these no cause is named: the expression itself is slow."""


class Cause(NamedTuple):
    """A cause that a text names."""

    text: str
    start: int
    """First code point in the folded text."""
    end: int


def causes(folded: str) -> Iterator[Cause]:
    """Causes that a text in one spelling and lower case states as known; a slot is not one."""
    if not _SIGN.search(folded):
        return
    for start, end in sentences(folded):
        said = folded[start:end]
        if not _SIGN.search(said) or OPEN.search(said):
            continue
        for match in _CAUSE.finditer(said):
            group = next(name for name in ("named", "because", "arose", "by", "was", "due") if match[name])
            if "[" not in match[group]:
                yield Cause(match[group].strip(), start + match.start(group), start + match.end(group))
