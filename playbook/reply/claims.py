"""What a sentence states that somebody could hold us to: figures, times, promises, remedies, blame, causes, ways.

It is blunt on purpose. It serves to compare two wordings of one sentence, where a false alarm costs nothing: the
wording that states no more is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from playbook.language.normalise import normalise
from playbook.reply.slots import slot_spans

ClaimKind = Literal[
    "figure", "time", "promise", "remedy", "fault", "cause", "person", "way", "data", "request", "denial"
]
"""What may be stated; ``way`` is a link or means of contact, ``data`` personal data that is asked for."""

_KOREAN: dict[ClaimKind, str] = {
    "figure": r"한 ?(?:명|건|곳|개(?!인)|차례|시간|가지|사람)|(?:[두세네열]|몇|다섯|여섯|일곱|여덟|아홉|스무|수[십백천만]+) ?(?:명|분(?!들)|건|곳|개(?!인)|차례|시간|가지|사람|배|대(?= |$))"
    r"|[일이삼사오육칠팔구십백천만억조]{2,} ?(?:원|명|건|일|시간|개|대|퍼센트|배)(?![가-힣]{2})"
    r"|절반|과반|대부분|전부|전원|전액|모두|모든|일부|소수|다수|전체|퍼센트|프로\b|유일|최초|최고|최대 ?규모",
    "time": r"오늘|내일|모레|어제|그제|지난 ?[주달해]|이번 ?[주달]|다음 ?[주달]|이달|[월연주]말|연내|올해|내년|작년|[상하]반기|분기|평일|오전|오후|정오|자정"
    r"|하루|이틀|사흘|나흘|닷새|열흘|보름|일주일|한 ?달|반나절|며칠|[월화수목금토일]요일|영업일|[금명익당]일(?![가-힣]{2})"
    r"|곧(?![가-힣])|조만간|즉시|즉각|당장|지체|신속|빠른|빠르게|빨리|이른 ?시일|서둘|바로(?!잡)|방금|최근|24시간|상시|언제든|항상|늘 |매일|영원",
    "promise": r"겠(?=습|으|고|지|다)|[할될드릴] ?것입|약속|보장|책임지|다짐|장담|확약|반드시|틀림없|꼭(?![가-힣])|무조건|기필코|최선|노력|만전|재발|다시는|이런 일이|없도록|예정"
    r"|(?:해|돌려|보내|바꿔|고쳐) ?드립니다|(?:할|될|드릴) (?:계획|방침)",
    "remedy": r"환불|환급|보상|배상|변상|교환|교체|반품|무상|무료|공짜|쿠폰|포인트|적립|할인|상품권|사은품|선물|증정|지급|송금|입금|지원금|위로금|위자료|돈을|합의|면제|감면"
    r"|리콜|회수|판매|폐기|수리|복구|개선|징계|해고|파면|처벌|고소|고발|법적|소송|수사|신고|삭제|사임|사퇴|교육|이벤트|혜택|출시|방문",
    "fault": r"잘못|과실|책임|결함|불량|하자|부주의|실수|위반|불법|은폐|인정|시인|부인(?=[합하])|사실이|사실무근|허위|거짓|루머|오해|누출|유출|안전합|안전하|문제(?:가|는|도)|이상(?:이|은|도) ?없"
    r"|기레기|블랙컨슈머|악성|진상",
    "cause": r"원인|때문|탓|(?:으)?로 ?인(?:해|한|하)|기인|비롯|유발|초래|발단|까닭|이유|말미암|에서 생긴",
    "person": r"대표|사장|회장|임원|점장|지점장|매니저|직원|점원|알바|상담원|기사님|협력사|협력 ?업체|하청|납품|공급사|업체|경쟁사|경찰|검찰|소방|금감원|정부|국회|법원|당국|기관|언론|기자|변호사|노조|전문가"
    r"|(?<![가-힣])[가-힣]{1,4} ?씨(?![가-힣]{2})",
    "way": r"전화|이메일|메일|카카오톡|카톡|채팅|홈페이지|누리집|사이트|앱(?![가-힣]{3})|매장|고객 ?센터|문자|디엠|링크|주소창|웹",
    "data": r"주민|계좌|카드|비밀번호|인증 ?번호|주소|생년월일|성함|이름|연락처|전화번호|신분증|주문 ?번호|여권|사진|영수증",
    "request": r"십시오|바랍니다|부탁|주세요|주시기|주시면",
    "denial": r"않|없|못(?=하|했|합|해|한|된|됐)|아니|아닙|아닌|(?<![가-힣])안 |지 ?[마말]|금지|불가",
}  # fmt: skip
_ENGLISH: dict[ClaimKind, str] = {
    "figure": r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|dozens?|hundreds?|thousands?|millions?|billions?|half|double|triple|twice|most|(?<!first of )all(?! right)|every\w*|majority|percent|per cent|several|many|full|fully|entire\w*|largest)\b",
    "time": r"\b(?:today|tomorrow|tonight|yesterday|weekdays?|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october"
    r"|november|december|soon|shortly|immediately|instantly|right away|at once|promptly|asap|quick\w*|swift\w*|without delay|hours?|minutes?|days?|weeks?|months?|years?"
    r"|noon|midnight|morning|afternoon|evening|recent\w*|always|around the clock|any ?time|earliest|by the end|no later)\b",
    "promise": r"\b(?:will|shall|going to|intend\w*|plan(?:s|ned|ning)? to|promis\w+|guarantee\w*|ensur\w+|assur\w+|commit\w*|pledg\w+|vow\w*|definitely|certainly|absolutely|make sure"
    r"|never again|our best|every effort|prevent\w*|undertake)\b",
    "remedy": r"\b(?:refund\w*|reimburs\w+|compensat\w+|replac\w+|exchang\w+|free|complimentary|vouchers?|coupons?|credits?|discounts?|gifts?|pay\w*|paid|money|cash|settle\w*"
    r"|waiv\w+|recall\w*|withdr[ae]w\w*|repair\w*|fix\w*|restor\w+|improv\w+|disciplin\w+|fired|dismiss\w*|punish\w*|sue|sued|legal\w*|lawsuits?|court|prosecut\w+|delet\w+|remov\w+"
    r"|resign\w*|train\w*|offers?|deals?|sale|launch\w*)\b|%",
    "fault": r"\b(?:faults?|responsib\w+|liab\w+|defect\w*|negligen\w+|mistakes?|errors?|violat\w+|illegal\w*|admit\w*|den(?:y|ied|ies)|false|untrue|baseless|rumou?rs?|misunderst\w+"
    r"|misus\w+|safe(?:ly)?|no (?:risk|problem|danger)|lies?|lying|liars?|accus\w+|leak\w*|breach\w*|blam\w+)\b",
    "cause": r"\b(?:because|caus\w+(?! you\b)|due to|owing to|result(?:s|ed|ing)? (?:of|from)|reasons?|led to|traced|stem\w*|thanks to|arose|triggered)\b",
    "person": r"\b(?:ceo|chief|president|chair\w*|managers?|employees?|staff|agents?|workers?|suppliers?|contractors?|vendors?|partners?|competitors?|police|government|regulators?"
    r"|authorit(?:y|ies)|lawyers?|attorneys?|press|media|journalists?|unions?|experts?|mr|mrs|ms|dr)\b",
    "way": r"\b(?:phone\w*|call\w*|e-?mails?|chat|website|site|web|apps?|stores?|shops?|hotline|helpline|dm|text|links?|click\w*|visit\w*|online)\b",
    "data": r"\b(?:passwords?|pin|bank|account|cards?|address\w*|date of birth|birthdays?|ssn|passports?|ids?|order numbers?|phone numbers?|(?:your|full) names?|photos?|receipts?)\b",
    "request": r"\b(?:please|kindly|ask (?:that )?you|you (?:must|should|need to|have to))\b",
    "denial": r"\b(?:not|no|never|nobody|nothing|none|cannot|without|unable|neither|nor|fails?|failed)\b|n['’]t\b",
}  # fmt: skip
_EITHER: dict[ClaimKind, str] = {
    "figure": r"[0-9]+(?:[.,:/-][0-9]+)*",
    "way": r"https?|www|\.(?:com|net|org|kr|io|co|me|app|shop)\b|@|#",
}
_KINDS: tuple[ClaimKind, ...] = tuple(_KOREAN)
_PATTERNS: dict[ClaimKind, re.Pattern[str]] = {
    kind: re.compile("|".join(filter(None, (_EITHER.get(kind), _KOREAN[kind], _ENGLISH[kind])))) for kind in _KINDS
}
_CONTRACTED = re.compile(r"(?<=[a-z])['’]ll\b")
_PLURAL = re.compile(r"(?<=[a-z]{3})(?:s|es|ed|ing)$")


def claims(text: str) -> Counter[tuple[ClaimKind, str]]:
    """How often a text states what, each in one spelling; what stands in slots is not stated."""
    folded = _CONTRACTED.sub(" will", normalise(without_slots(text)).folded)
    return Counter((kind, _plain(found[0])) for kind in _KINDS for found in _PATTERNS[kind].finditer(folded))


def without_slots(text: str) -> str:
    """A text with a blank for every slot."""
    for start, end, _ in reversed(slot_spans(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def _plain(words: str) -> str:
    return _PLURAL.sub("", "".join(words.split()))
