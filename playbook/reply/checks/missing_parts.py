"""Does it do what its stance and its sort of crisis call for?

The parts of an apology and their weight follow Lewicki, Polin and Lount (2016): responsibility first, then repair.
What a crisis asks for follows Coombs: a preventable one responsibility and repair, an accident care for people and
what is known, a rumour the fact and its evidence, and where people were hurt, these before all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from playbook.records import Bilingual, Finding, FindingLevel, Stance, Topic
from playbook.reply.checks.proof import Proof
from playbook.reply.checks.said import PartName


class _Part(NamedTuple):
    name: Bilingual
    suggest: Bilingual
    cites: tuple[str, ...]


_PARTS: dict[PartName, _Part] = {
    "apology": _Part(
        Bilingual(ko="사과", en="an apology"),
        Bilingual(ko="첫 문장에 '○○은 저희 잘못입니다. 사과드립니다'라고 적으세요.",
                  en="Open with 'We did …. It was our fault, and we apologise.'"),
        ("guideline:scct-clusters-preventable",),
    ),
    "responsibility": _Part(
        Bilingual(ko="책임의 인정", en="taking responsibility"),
        Bilingual(ko="'저희가 ○○을 하지 않았습니다. 책임은 저희에게 있습니다'처럼 회사를 주어로 쓰세요.",
                  en="Make the company the subject: 'We did not …. The responsibility is ours.'"),
        ("guideline:apology-components-six", "guideline:apology-components-check"),
    ),
    "repair": _Part(
        Bilingual(ko="복구나 보상", en="repair or compensation"),
        Bilingual(ko="환불·보상의 기준과 기한을 적으세요. 정해지지 않았으면 언제 알릴지 적으세요.",
                  en="Give the terms of refund or redress and by when; if not settled, the date when you will say."),
        ("guideline:apology-components-six", "guideline:apology-components-check"),
    ),
    "measure": _Part(
        Bilingual(ko="기한이 있는 조치", en="a measure with a date"),
        Bilingual(ko="무엇을 누가 언제까지 고치는지 적으세요.", en="Say what will be mended, by whom and by when."),
        ("guideline:crisis-patterns-5",),
    ),
    "status": _Part(
        Bilingual(ko="아는 것이나 확인 중인 것", en="what is known or being checked"),
        Bilingual(ko="확인된 것과 확인하고 있는 것을 나누어 적으세요.",
                  en="Separate what is confirmed from what is being checked."),
        ("guideline:holding-statement-parts",),
    ),
    "next_word": _Part(
        Bilingual(ko="다음 안내의 약속이나 창구", en="when the next word comes, or where to turn"),
        Bilingual(ko="다음에 알릴 시각과 장소를 적으세요.", en="Say when and where the next word comes."),
        ("guideline:holding-statement-parts",),
    ),
    "route": _Part(
        Bilingual(ko="이어 갈 비공개 경로", en="a private way to continue"),
        Bilingual(ko="연락할 경로와 답변 기한을 적으세요.", en="Give a private channel and when you will answer."),
        ("guideline:social-cs-approaches-7",),
    ),
    "heard": _Part(
        Bilingual(ko="들었다는 표시", en="a sign that you listened"),
        Bilingual(ko="남기신 글의 내용을 한 가지 짚어 답하세요.", en="Take up one thing that the message said."),
        ("guideline:ceo-complaint-tips-2",),
    ),
    "care": _Part(
        Bilingual(ko="사람을 살피는 말", en="care for the people affected"),
        Bilingual(ko="불편을 겪거나 걱정하는 분들을 먼저 살피는 문장을 두세요.",
                  en="Begin with the people who are affected or worried."),
        ("guideline:scct-clusters-first",),
    ),
    "victims": _Part(
        Bilingual(ko="다치거나 숨진 분들에 대한 위로와 지원", en="the people who were hurt, and what is done for them"),
        Bilingual(ko="회사 이야기보다 먼저, 피해를 입은 분들과 가족에 대한 위로와 치료·지원을 적으세요.",
                  en="Before anything about the company, speak to those who were hurt and say how they are helped."),
        ("guideline:scct-clusters-first", "guideline:workplace-accident-law-2"),
    ),
    "protection": _Part(
        Bilingual(ko="지금 할 일", en="what people should do now"),
        Bilingual(ko="사용 중지, 비밀번호 변경, 연락처처럼 고객이 지금 할 일을 적으세요.",
                  en="Say what to do now: stop using it, change the password, whom to call."),
        ("guideline:scct-clusters-first", "guideline:product-safety-law-3"),
    ),
    "fact": _Part(
        Bilingual(ko="소문에 대한 사실", en="the fact behind the rumour"),
        Bilingual(ko="확인된 사실을 적고, 아직이면 확인하고 있다고 적으세요.",
                  en="State the fact; if it is not settled yet, that it is being checked."),
        ("guideline:scct-clusters-victim",),
    ),
    "evidence": _Part(
        Bilingual(ko="사실의 근거", en="evidence for the fact"),
        Bilingual(ko="공시, 시험 결과, 자료처럼 확인할 수 있는 근거를 연결하세요.",
                  en="Link what can be verified: a disclosure, a test result, a document."),
        ("guideline:crisis-patterns-7", "case:doosan-liquidity-2010-lesson"),
    ),
}  # fmt: skip

_BY_STANCE: dict[Stance, tuple[PartName, ...]] = {
    "transparency": ("status", "next_word"),
    "action_plan": ("apology", "responsibility", "repair", "measure"),
    "escalate_cs": ("route",),
    "acknowledge": ("heard",),
    "monitor": (),
}
_PREVENTABLE: frozenset[PartName] = frozenset({"apology", "responsibility", "repair"})
"""Where the company's fault is grave and plain, a text without one of these is not sent."""
_IN_THE_STATEMENT: frozenset[PartName] = frozenset({"responsibility", "repair"})
"""What a very short post may leave to the statement that it points to."""
_SHORT_POST = 350

_WORDS_ALONE: frozenset[Topic] = frozenset({"ethics", "executive"})
"""An offence by words or images is put right by taking it down, not by paying."""


def missing_parts(proof: Proof) -> Iterator[Finding]:
    """Parts that the stance or the sort of crisis needs and the text lacks."""
    if proof.stance is None:
        return
    short = proof.channel.limit is not None and proof.channel.limit <= _SHORT_POST and not proof.threaded
    needed = dict.fromkeys((*_BY_STANCE[proof.stance], *(() if short else _by_crisis(proof))))
    for part in needed:
        if proof.says(part) or (part == "repair" and proof.topic in _WORDS_ALONE):
            continue
        name, suggest, cites = _PARTS[part]
        yield proof.finding(
            "missing_part",
            _level(part, proof, short),
            Bilingual(ko=f"빠진 것이 있습니다: {name.ko}", en=f"Something is missing: {name.en}"),
            None,
            suggest,
            cites,
        )


def _by_crisis(proof: Proof) -> Iterator[PartName]:
    """What the sort of crisis asks for beside the stance, where the stance speaks to everyone."""
    if proof.stance not in ("transparency", "action_plan"):
        return
    grave = (proof.severity or 1) >= 3
    if grave and proof.says("hurt"):
        yield "victims"
    if proof.kind == "incident" and proof.stance == "transparency":
        yield "care"
    if proof.kind in ("incident", "complaint") and proof.topic in ("safety", "privacy") and grave:
        yield "protection"
    if proof.kind == "rumor" and proof.stance == "transparency":
        yield from ("fact", "evidence")


def _level(part: PartName, proof: Proof, short: bool) -> FindingLevel:
    if (proof.severity or 1) < 3:
        return "warning"
    if part == "victims":
        return "error"
    grave = proof.stance == "action_plan" and part in _PREVENTABLE
    return "error" if grave and not (short and part in _IN_THE_STATEMENT) else "warning"
