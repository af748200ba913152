"""Does it do what its stance calls for?

The parts of an apology and their weight follow Lewicki, Polin and Lount (2016): responsibility first, then repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.records import Bilingual, Finding, FindingLevel, Stance, Topic
from playbook.reply.checks.proof import Proof

_PARTS: dict[str, tuple[re.Pattern[str], Bilingual]] = {
    "apology": (
        re.compile(r"사과드|사과 ?말씀|죄송|송구|\b(?:sorry|apologi[sz]e|apology)\b", re.I),
        Bilingual(ko="사과", en="an apology"),
    ),
    "responsibility": (
        re.compile(r"책임|저희(?:의)? ?(?:잘못|과실|불찰)|저희가 [^.]{0,40}(?:못했|않았|잘못)"
                   r"|\b(?:responsib\w+|our (?:fault|mistake|failure)|we (?:failed|were wrong|got (?:it|this) wrong))\b", re.I),
        Bilingual(ko="책임의 인정", en="taking responsibility"),
    ),
    "repair": (
        re.compile(r"환불|보상|배상|복구|교체|교환|회수|무료 ?수리|지원(?:하|해|금|을)|바로잡|\[[^\]]*(?:보상|환불)[^\]]*\]"
                   r"|\b(?:refund\w*|compensat\w+|replac\w+|recall\w*|repair\w*|restor\w+|reimburs\w+|put (?:it|this) right|treated alike)\b", re.I),
        Bilingual(ko="복구나 보상", en="repair or compensation"),
    ),
    "measure": (
        re.compile(r"(?:까지|이내|안에|일부터)[^.]{0,60}(?:마치|하겠|공개|조치|바꾸|개선|시행|완료|점검|적용)|\[[^\]]*기한[^\]]*\]"
                   r"|\b(?:by|within|before) (?:\[|[0-9a-z])", re.I),
        Bilingual(ko="기한이 있는 조치", en="a measure with a date"),
    ),
    "status": (
        re.compile(r"확인(?:된|한|하고|하는|되지|했|해|됐| ?중)|조사|파악|사실(?:은|입니다|이며|관계)|이유(?:는|로)|바뀌는|\[[^\]]*(?:사실|확인)[^\]]*\]"
                   r"|\b(?:confirm\w*|check\w*|investigat\w*|establish\w*|what we find|look(?:ing)? into|facts?|reason|because|aware)\b", re.I),
        Bilingual(ko="아는 것이나 확인 중인 것", en="what is known or being checked"),
    ),
    "next_word": (
        re.compile(r"다시 ?(?:알려|안내|말씀|공지|회신)|까지[^.]{0,40}(?:알려|안내|공지|답변|회신|공개|말씀|연락)|(?:결과|내용)(?:를|을)[^.]{0,25}(?:공개|알려|공지)"
                   r"|문의(?:는|를)|연락 ?(?:해|주)|문의 ?해|\[[^\]]*(?:시각|창구)[^\]]*\]"
                   r"|\b(?:next update|by \[|will (?:post|publish|update|report|come back|let you know|share|answer|inform)|update (?:you|at|by)|reach us|questions)\b", re.I),
        Bilingual(ko="다음 안내의 약속이나 창구", en="when the next word comes, or where to turn"),
    ),
    "route": (
        re.compile(r"연락|상담|문의|메시지|쪽지|디엠|dm|전화|이메일|메일|채팅|접수|고객센터|경로"
                   r"|\b(?:contact|reach|message|call|email|e-mail|chat|dm|channel|write to)\b", re.I),
        Bilingual(ko="이어 갈 비공개 경로", en="a private way to continue"),
    ),
    "heard": (
        re.compile(r"감사|고맙|들었|읽었|확인했|전하겠|나누겠|말씀|답변|안내|다음과 같|죄송"
                   r"|\b(?:thank|appreciate|read|heard|passed? (?:it )?on|share|answer|sorry|here is)\b", re.I),
        Bilingual(ko="들었다는 표시", en="a sign that you listened"),
    ),
}  # fmt: skip

_NEEDED: dict[Stance, tuple[str, ...]] = {
    "transparency": ("status", "next_word"),
    "action_plan": ("apology", "responsibility", "repair", "measure"),
    "escalate_cs": ("route",),
    "acknowledge": ("heard",),
    "monitor": (),
}


_LINK = re.compile(r"https?://[^\s가-힣]+")
"""Its stops would look like ends of sentences."""

_WORDS_ALONE: frozenset[Topic] = frozenset({"ethics", "executive"})
"""An offence by words or images is put right by taking it down, not by paying."""


def missing_parts(proof: Proof) -> Iterator[Finding]:
    """Parts that the stance needs and the text lacks; responsibility is an error where the fault is plain."""
    if proof.stance is None:
        return
    text = _LINK.sub("링크", proof.text)
    for part in _NEEDED[proof.stance]:
        if part == "repair" and proof.topic in _WORDS_ALONE:
            continue
        pattern, name = _PARTS[part]
        if pattern.search(text):
            continue
        grave = proof.stance == "action_plan" and part in ("apology", "responsibility")
        short = proof.channel.limit is not None and proof.channel.limit <= 350 and part in ("repair", "responsibility")
        level: FindingLevel = "error" if grave and (proof.severity or 1) >= 3 and not short else "warning"
        yield proof.finding(
            "missing_part",
            level,
            Bilingual(ko=f"빠진 것이 있습니다: {name.ko}", en=f"Something is missing: {name.en}"),
        )
