# ruff: noqa: E501 - expressions over Korean count double; broken up they read worse
"""Does the apology come before what the company says for itself?

Responsibility and repair weigh most (Lewicki, Polin and Lount 2016, guideline:apology-components-six), the first
paragraph says who did what wrong (guideline:korean-apology-structure-order), and people come before the company's
name (guideline:scct-clusters-first).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.records import Bilingual, Finding
from playbook.reply.checks.alternatives import Alternatives
from playbook.reply.checks.proof import Proof
from playbook.reply.checks.said import PARTS

LATE = 2 / 3
"""An apology that begins after this share of the text comes too late."""
SHORT = 4
"""A text of fewer sentences is read at a glance; nothing in it is late."""

_EXCUSE = re.compile(
    r"(?:폭설|폭우|태풍|한파|폭염|천재지변|자연재해|기상 ?악화|코로나|팬데믹|인력(?:난| ?부족| ?수급)|물량(?:이| ?급증| ?폭증| ?폭주)|주문(?:이|량이?)? ?(?:[가-힣]+ )?(?:폭주|급증|몰[려리])|(?:이용자|접속자|고객|트래픽)(?:이|가)? ?(?:[가-힣]+ )?(?:폭증|급증|몰[려리])"
    r"|원자재|수급 ?(?:불안|차질|문제)|물가 ?(?:상승|인상)|경기 ?(?:침체|악화)|고도화된 ?(?:해킹|공격)|지능적인 ?(?:해킹|공격|수법)|전 ?세계적(?:인|으로)|업계 ?전반|갑작스러운|갑작스레|갑자기|예상(?:치 ?못|하지 ?못|을 ?(?:뛰어|넘|웃도)|보다)|예기치 ?(?:못|않)|뜻밖의|급격한|불가피|부득이|어려운 ?(?:경영 ?)?(?:환경|여건|상황))"
    r"|\b(?:unprecedented|unforeseen|unforeseeable|unexpected(?:ly)?|exceptional(?:ly)?|extraordinary|record) (?:\w+ )?(?:demand|volumes?|circumstances|conditions|weather|number|surge|situation|snow\w*|storm|events?|popularity|interest|high)\b"
    r"|\b(?:due to|because of|owing to|as a result of|in light of|given|amid|caused by) (?:\w+ ){0,4}(?:weather|storm|snow\w*|demand|volumes?|shortages?|supply|pandemic|supplier|third.party|partner|vendor|circumstances|surge|market|economy|sophisticated)\b"
    r"|\b(?:sophisticated|highly organi[sz]ed|criminal) (?:cyber)?(?:attack|attackers|hackers|criminals)\b|\bdespite (?:all )?our best\b|\bbeyond our control\b"
)
"""Circumstances that are said to have done it."""
_SELF = re.compile(
    r"저희(?:도|들도| ?역시| ?또한)[^.!?\n]{0,25}(?:안타깝|당황|당혹|충격|참담|속상|마음이|가슴이|괴롭|힘[들든듭겨]|놀[라랐란])|(?:임직원|직원|저희)(?:들)? ?(?:모두|일동|전체|전원)?(?:가|이|은|는|도)? ?[^.!?\n]{0,20}(?:참담|비통|충격에|충격을|착잡|밤잠|자부심|구슬땀|고생|밤낮)|착잡|당혹스러"
    r"|(?:지난|그동안|그간|창립|설립|창업|개점|[0-9]+ ?여? ?년(?:간|동안)?)[^.!?\n]{0,44}(?:노력해 ?왔|애써 ?왔|앞장서|최우선|선도해|자부|헌신|기여해|봉사|성장해 ?왔|지켜 ?왔|힘써 ?왔|다해 ?왔|이어 ?왔|만들어 ?왔|걸어 ?왔)|저희(?:는| [가-힣]+(?:은|는)) ?(?:항상|언제나|늘|한결같이)[^.!?\n]{0,30}(?:최우선|노력|생각|다하|지켜|소중)"
    r"|\b(?:we|i|all of us|everyone here) (?:are|were|am|was|have been) (?:all )?(?:as |also |too |just as |deeply |truly )?(?:shocked|devastated|surprised|disappointed|stunned|upset|frustrated)\b(?! (?:for|with) (?:the|those))|\b(?:hard(?:est)?|difficult|painful|tough|upsetting|disappointing|sad|distressing) (?:few )?(?:days?|weeks?|time|event|moment|news) (?:for|to) (?:all of )?(?:us|our|me|everyone here)\b|\bour teams? (?:\w+ )?(?:working|worked) (?:around the clock|tirelessly|day and night|non.?stop)"
    r"|\bwe (?:pride ourselves|are (?:\w+ )?proud|have (?:always|long|consistently)|take (?:great |enormous )?pride)\b|\bfor (?:over |more than |nearly |almost )?(?:[0-9]+|\w+) (?:years|decades|generations)[^.!?\n]{0,40}\b(?:we|our|has|have)\b|\b(?:has|have|is|are|remains?) (?:always (?:been )?)?our (?:top|first|highest|number one|main|greatest) priority\b"
)
"""Feelings about ourselves and past merits."""
_BEFORE = Alternatives({"excuse": _EXCUSE.pattern, "self": _SELF.pattern})

_FIRST = Bilingual(
    ko="저희 잘못과 책임을 첫 문장에 적고, 경위는 조사로 확인된 것만 그 뒤에 적으세요.",
    en="Open with what you did wrong and that you answer for it; what led to it comes after, and only as established.",
)
_CITES = ("guideline:apology-components-six", "guideline:korean-apology-structure-order")


def order(proof: Proof) -> Iterator[Finding]:
    """Excuses, feelings and merits before the first apology; an apology, or the victims, near the end only."""
    if not (proof.stance == "action_plan" or (proof.stance is None and proof.says("apology"))):
        return
    text = proof.folded
    owned = [m for part in ("apology", "responsibility") if proof.says(part) and (m := PARTS[part].search(text))]
    if not owned:
        return
    apology = min(owned, key=re.Match.start)
    start = apology.start()
    before = _BEFORE.matching(text[:start])
    excuse = _EXCUSE.search(text, 0, start) if "excuse" in before else None
    own = _SELF.search(text, 0, start) if "self" in before else None
    if excuse:
        yield proof.finding(
            "order",
            "warning",
            Bilingual(
                ko="사과보다 사정이 먼저 나와 변명으로 읽힙니다.",
                en="Circumstances come before the apology and read as an excuse.",
            ),
            proof.normal.span(*excuse.span()),
            _FIRST,
            _CITES,
        )
    if own:
        yield proof.finding(
            "order",
            "warning",
            Bilingual(
                ko="사과보다 회사의 심정이나 공로가 먼저 나옵니다.",
                en="The company's feelings or merits come before the apology.",
            ),
            proof.normal.span(*own.span()),
            _FIRST,
            ("guideline:apology-components-six", "guideline:scct-clusters-supporting"),
        )
    if len(proof.sentences) < SHORT:
        return
    victims = PARTS["victims"].search(text) if proof.says("hurt") else None
    first_word = min(start, victims.start()) if victims else start
    if not (excuse or own) and first_word > len(text) * LATE:
        yield proof.finding(
            "order",
            "warning",
            Bilingual(ko="사과가 글의 끝에 가서야 나옵니다.", en="The apology comes only near the end."),
            proof.normal.span(*apology.span()),
            _FIRST,
            _CITES,
        )
    if victims and victims.start() > len(text) * LATE:
        yield proof.finding(
            "order",
            "warning",
            Bilingual(
                ko="다치거나 숨진 분들이 글의 끝에 가서야 나옵니다.",
                en="Those who were hurt are spoken of only near the end.",
            ),
            proof.normal.span(*victims.span()),
            Bilingual(
                ko="피해를 입은 분들과 지금 할 일을 첫 문단에 두고, 회사의 입장은 그 뒤에 적으세요.",
                en="Put the people and what they should do now first, the company's position after them.",
            ),
            ("guideline:scct-clusters-first", "case:spc-spl-2022-lesson"),
        )
