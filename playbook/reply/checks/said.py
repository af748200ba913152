# ruff: noqa: E501 - expressions over Korean count double; broken up they read worse
"""What a reply does, told by the words that it is done with.

The parts of an apology follow Lewicki, Polin and Lount (2016; guideline:apology-components-six), those of a first word
the holding statement (guideline:holding-statement-parts), care before all the base of Coombs' theory
(guideline:scct-clusters-first). The expressions read folded text in which every link is one word.
"""

from __future__ import annotations

import re
from typing import Literal

from playbook.reply.checks.alternatives import Alternatives

PartName = Literal[
    "apology", "responsibility", "repair", "measure", "dated", "status", "next_word", "route", "heard",
    "care", "victims", "hurt", "protection", "fact", "evidence", "named",
]  # fmt: skip
"""What a text may do."""

LINK = re.compile(r"https?://[^\s가-힣]+")
"""Its stops would look like ends of sentences."""

_WE = r"(?:저희|당사|폐사|본사|회사|우리|경영진|(?<![가-힣])저(?=[는의])|(?<![가-힣])제(?=가| ))"
_DENIED = r"(?!(?:은|는|이|가|도|만은|으로만|이라고는)? ?(?:전혀 ?)?(?:없|아니|아닙|아닌|어렵))"
_NOT_GIVEN = r"(?!(?:은|는|이|나|을|를|도)? ?(?:[가-힣]+ ){0,2}?(?:어렵|어려|불가|안 ?됩|안 ?되|않|없|못|대상이 아))"
_UNKNOWN = r"(?<!확인하지 )(?<!파악하지 )(?<!밝히지 )(?<!찾지 )(?<!알지 )(?<!정하지 )(?<!말씀드리지 )"
_OMITTED = rf"(?:(?<!되지 )(?<!지지 )않[았은아고]|{_UNKNOWN}못[했한해]|{_UNKNOWN}못하였)"
"""What was left undone; what is not known yet is no fault."""
_DAY = (
    r"(?:[0-9]+ ?(?:년|월|일|시|분|시간|주|개월|영업일)|\]|오늘|내일|모레|금일|명일|이번 ?[주달]|이달|다음 ?[주달]|주말|월말|연말|연내|올해|내년"
    r"|상반기|하반기|분기|한 ?달|일주일|보름|열흘|사흘|하루|즉시|지금|이날)"
)
_ENGLISH_DAY = (
    r"(?:\[|[0-9]|(?:the )?weekend|(?:the )?(?:end|start|close|first|second|third|middle) of|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|noon"
    r"|midnight|today|now|next|this (?:week|month|quarter|year|morning|evening|afternoon)|(?:january|february|march|april|june|july|august|september"
    r"|october|november|december)|may [0-9]|(?:an?|one|two|three|four|five|six|seven|ten|fourteen|thirty|sixty|ninety|24|48|72) (?:business |working )?"
    r"(?:hour|day|week|month))"
)

_SOURCES: dict[PartName, tuple[str, str]] = {
    "apology": (
        r"사과(?:드|의 ?(?:말|뜻|마음)|를 ?(?:드|구|올|전)|합니다|하(?:고|며|겠)|올|말씀| 말씀)|죄송|송구|미안|머리 ?숙여|고개 ?숙여|용서를|사죄|속죄|엎드려",
        r"\b(?:sorry|apologi[sz]\w*|apology|apologies)\b",
    ),
    "responsibility": (
        rf"{_WE}(?:의|에|에게|가|는|도| 모두의?)?[^.!?\n]{{0,25}}?(?:책임(?!자|을 ?[묻물떠])|잘못(?!된 ?(?:정보|내용|소문))|과실|불찰|탓){_DENIED}"
        rf"|책임(?:을|은|이)? ?(?:깊이 |무겁게 |엄중히 |전적으로 |모두 |절실히 )?(?:통감|느[끼낍]|인정|지겠|지고 ?(?:물러|사퇴|사임)|집니다|졌|저희|회사|당사|무겁|있습)"
        rf"|{_WE}(?:가|는|은|이|에서|도|들은)? [^.!?\n]{{0,70}}(?:{_OMITTED}|잘못(?:했|하)|소홀|놓[쳤친쳐]|유출(?:했|한|하)|속[였인이]|숨[겼긴기]|부족했|미흡했|틀[렸린]|어[겼긴]|방치|외면)"
        rf"|(?:소홀(?:히|했|하)|제대로|미처|충분히|신속히|철저히|제때)[^.!?\n]{{0,25}}(?:{_OMITTED}|한 ?점|했습니다|하여|했고)"
        rf"|변명의 ?여지|잘못(?:입니다|했습니다|하였습니다|을 ?(?:인정|저질|깊이|뉘우))|(?:관리|점검|검수|대비|확인|감독)(?:을|를|이|가)? ?(?:소홀|부실|미흡|부족)",
        r"\b(?:take|takes|took|taking|accept|accepts|bear|own) (?:the |full |sole |complete |entire )*(?:responsibility|accountability|ownership|blame)\b"
        r"|\bresponsibility (?:for \w+ )?(?:is|lies|rests|was|sits)(?: \w+)? (?:ours|with us|with me|with the company|mine)"
        r"|\b(?:we|i) (?:are|am|were) (?:\w+ )?(?:responsible|accountable|to blame|at fault)"
        r"|(?<!not )(?<!n.t )(?<!no )\b(?:our|my) (?:own )?(?:fault|mistake|failure|failing|error|responsibility|oversight|negligence|mess|doing)(?:e?s)?\b"
        r"|\bwe (?:\w+ ){0,2}?(?:failed|fell short|messed up|got (?:it|this|that|things|everything) (?:\w+ )?wrong|broke|misled|mislabel\w+|leaked|lost"
        r"|ignored|neglected|let (?:\w+ ){1,4}down)\b|\b(?:we|i) (?:were|was) wrong\b|\bwe should (?:not )?have\b|\bshould have (?:acted|known|told|been)\b"
        r"|\bwe (?:did not|didn.t) (?:do|check|act|tell|test|protect|listen|keep|maintain|inform|train|patch|inspect|follow|treat)|\bno excuses?\b",
    ),
    "repair": (
        rf"(?:환불|보상|배상|교환|교체|환급|변상){_NOT_GIVEN}|복구|회수|무상|무료 ?(?:수리|점검)|지원(?:하|해|금|을)|바로잡|돌려 ?(?:드|받)|되돌|원상|위약금|면제"
        r"|치료(?:비|를|가|에|해|하|받으실|와)|기금|재발급|정상화|재개|구제|수리해|새 ?제품|새것|새로 ?(?:지어|만들|보내|바꿔)|다시 ?(?:보내|제작|만들|시공|지어|공연|진행해)|재(?:시공|배송|검사|발송|방송)|철거|부담하|물어 ?(?:드|내)|갚|메우|메워|보전|변제|대체 ?(?:편|항공|차량|숙소|교통|상품|기기)|(?:요금|이용료|수수료|회비|관리비)[^.!?\n]{0,16}(?:받지 ?않|빼 ?드|감면|깎|청구하지)|(?:기간|이용권|유효)[^.!?\n]{0,12}(?:연장|늘려)|고쳐 ?(?:드|놓)|바꿔 ?(?:드|놓)|책임지고 ?(?:처리|해결|치료|돕)|성금|위로금|조의금|장례\[[^\]]*(?:보상|환불)[^\]]*\]",
        r"\b(?:refund\w*|compensat\w+|replac\w+|recall\w*|repair\w*|restor\w+|reimburs\w+|(?:put|make|set) (?:it|this|that|things) right|make (?:it|this) up"
        r"|treated alike|waiv\w+|pay for|cover (?:the|all|any|every)|free of charge|credit monitoring|back (?:to normal|online|open|in service)|reopen\w*"
        r"|making progress|rebook\w*|(?:bear|meet|pay|foot) (?:the|all|any|every|your|their|for)|(?:give|gave|hand|pay|paid|send|put) (?:\w+ ){0,3}(?:money )?back|make amends|mak(?:e|ing) good|put(?:ting)? (?:it |this |that |things |matters )?right|free (?:repair|service|replacement|treatment|support)|at no (?:cost|charge)|at our (?:own )?(?:cost|expense)|credit(?:ed|ing)? (?:your|every|all|the)|extend(?:ed|ing)? (?:your|every|all)|cancel(?:led|ling)? (?:the|your|every|all) (?:charge|fee|bill|invoice|debt)s?|rebuil[dt]\w*|clean(?:ing|ed)? up|treatment|counselling|relief fund|hotel|fix(?:ed|ing)?|redress|repay\w*|return (?:the|your|their) money|damages)\b",
    ),
    "measure": (
        rf"{_DAY}[^.!?\n]{{0,8}}(?:까지|부터|이내|안에|안으로|내에|중에|중으로|에)[^.!?\n]{{0,60}}(?:마치|마쳤|하겠|겠습니다|공개|조치|바꾸|바꿔|개선|시행|완료|점검|적용|실시"
        r"|설치|도입|지급|중단|철수|교체|회수|끝내|드립니다)|[0-9]+ ?일[^.!?\n]{0,70}(?:내렸|받았|징계|교육|찾아|사과드렸|끊었|멈췄|바꿨|고쳤|돌려드렸)|\[[^\]]*기한[^\]]*\]|\[[^\]]*\][^.!?\n]{0,6}까지",
        rf"\b(?:by|within|before|until|no later than|starting|effective|as of|beginning) {_ENGLISH_DAY}|\bwill\b[^.!?\n]{{0,90}}\b(?:on|from|in|over) {_ENGLISH_DAY}"
        rf"|\bby \[|\bwithin \[|\bbefore \[|(?:^|[.!?\n] ?)(?:from|on) {_ENGLISH_DAY}[^.!?\n]{{0,40}}\b(?:we|every|all|the|a|our|each)\b[^.!?\n]{{0,40}}\b(?:will|sets?|start|starts|must|replac\w+|cover\w*)\b|\beffective immediately\b|\b(?:from|since|as of) (?:today|now|this morning)\b",
    ),
    "dated": (
        rf"{_DAY}[^.!?\n]{{0,8}}(?:까지|부터|이내|안에|내에|중으로)|(?:[0-9]+ ?[월일]|\])에? [^.!?\n]{{0,50}}(?:하겠|드리겠|합니다)|\[[^\]]*(?:기한|시각|일자|날짜)[^\]]*\]",
        rf"\b(?:by|within|no later than|starting|effective|as of|beginning|from) {_ENGLISH_DAY}|\bby \[|\bwithin \[",
    ),
    "status": (
        r"확인(?:된|한|하고|하는|되지|했|해|됐| ?중)|조사|파악|사실(?:은|이|입니다|과|관계|여부)|이유(?:는|로)|바[뀌뀝]|공시|원인|복구|장애|[0-9][월일시]|[0-9] [월일시]|점검(?:하고|을|한)|\[[^\]]*(?:사실|확인)[^\]]*\]",
        r"\b(?:confirm\w*|check\w*|investigat\w*|establish\w*|what we (?:find|know)|look(?:ing)? into|facts?|reason|because|aware|cause|reviewing|testing|since|disclos\w+|restor\w+|filings?|fail(?:ed|ing)|so far|right now|at present|at the moment)\b",
    ),
    "next_word": (
        r"다시 ?(?:알려|안내|말씀|공지|회신|전해|연락)|까지[^.]{0,40}(?:알려|안내|공지|답변|회신|공개|말씀|연락|전해)|(?:결과|내용|소식|상황)(?:를|을|은|는|이|도)?[^.]{0,30}(?:공개|알려|공지|안내|말씀|전하|전해)"
        r"|문의(?:는|를)|연락 ?(?:해|주)|문의 ?해|\[[^\]]*(?:시각|창구|경로|안내 ?링크)[^\]]*\]",
        r"\b(?:next update|by \[|will (?:\w+ )?(?:post|publish|update|report|come back|let you know|share|answer|inform|announce|tell|be back)|update (?:you|at|by)"
        r"|updates? (?:every|at|on)|keep you|reach us|please contact|questions)\b|\[[^\]]*(?:time|updates|contact|channel)[^\]]*\]",
    ),
    "route": (
        r"연락|상담|문의|메시지|쪽지|디엠|dm|전화|이메일|메일|채팅|접수|고객센터|경로|창구|센터",
        r"\b(?:contact|reach|message|call|email|e-mail|chat|dm|channel|write to|helpline|hotline|support (?:desk|team|page))\b",
    ),
    "heard": (
        r"감사|고맙|들었|읽었|확인했|전하겠|나누겠|말씀|답변|안내|다음과 같|죄송",
        r"\b(?:thank|thanks|appreciate|read|heard|passed? (?:it )?on|share|answer|sorry|here is)\b",
    ),
    "care": (
        r"위로|쾌유|명복|애도|다[치친]|부상|안전(?:을|이|한지|하신지|하게)|건강|괜찮으신|놀라[셨신]|걱정|불안|피해를|피해 ?(?:고객|자|회복|구제)|불편|고통|상처|아픔|먼저 ?(?:살피|생각|챙)"
        r"|살피고|보호|기다리[시게셨]|실망|죄송|송구|사과드|치료|유족|유가족|안타[깝까]",
        r"\b(?:hope (?:you|everyone|they)|condolences?|thoughts|prayers|sympath\w+|sorry|apolog\w+|safe(?:ty)?|hurt|injured|affected|worr(?:y|ied)|harm\w*|bereaved|famil(?:y|ies)"
        r"|victims?|concern|distress\w*|trouble|disruption|inconvenience|wait|passengers|patients|protect)\b",
    ),
    "victims": (
        r"위로|쾌유|명복|애도|유족|유가족|다[치친]|부상자|환자|고인|치료|병원|진료|회복하|피해자|피해를 ?(?:입|당|겪)|피해 ?(?:가족|아동|직원|고객)|건강|괜찮으신",
        r"\b(?:condolences?|sympath\w+|bereaved|famil(?:y|ies)|victims?|injured|(?:those|people|everyone|anyone) (?:who (?:was|were|is|are) )?(?:hurt|affected|harmed|ill)|loved ones"
        r"|patients?|passengers?|hope (?:you|they|she|he|everyone)|recover\w*|see a doctor|medical)\b",
    ),
    "hurt": (
        r"(?:사망|숨[지진졌]|희생|참사|중상|부상[을자]|다치[신셨]|화상을|입원|후송|식중독|확진|고인|유족|유가족)(?![^.!?\n]{0,12}(?:없|않))",
        r"(?<!no )(?<!no one was )(?<!nobody was )\b(?:died|killed|dead|deaths?|fatal\w*|lost (?:their|his|her) li\w+|loss of life|(?:seriously |badly )?(?:injured|burned|burnt)"
        r"|injur(?:y|ies)|hospitali[sz]ed|bereaved|victims? and their)\b",
    ),
    "protection": (
        r"(?:사용|이용|섭취|복용|판매|운행|가동|충전|운전|취식)(?:을|를)? ?(?:즉시 ?|바로 ?|잠시 ?)?(?:중지|멈[추춰]|중단)|드시지|쓰지 ?[마말]|먹지 ?[마말]|이용하지|누르지|열지 ?[마말]|설치하지|비밀번호|진료|병원|치료|보관|분리|가까이|대피"
        r"|안내를 따라|연락|문의|신고|조회|확인하실|반품|환불|회수|교환|재발급|정지|\[[^\]]*(?:창구|경로|링크)",
        r"\b(?:stop (?:using|eating|driving|charging|selling)|do not (?:eat|use|drink|open|drive|charge)|don.t (?:eat|use|drink|open|click)|change your password|unplug|keep clear|see a doctor"
        r"|call|contact|check (?:if|whether|your|the)|return (?:it|them|the)|throw|please|visit|monitor your|freeze|recall\w*|withdr[ae]w\w*|help)\b",
    ),
    "fact": (
        r"사실(?:은|입니다|이며|이 ?아|과 ?다|무근|관계)|확인(?:된|한|했|하고|되지)|조사|파악|공시|다음과 같|\[[^\]]*(?:사실|확인|공시)[^\]]*\]",
        r"\b(?:facts?|true|untrue|false|confirm\w*|check\w*|establish\w*|disclos\w*|did not|has not|have not|no (?:such|plans?)|what we can say)\b",
    ),
    "evidence": (
        r"근거|증거|증빙|자료|공시|링크|성적서|(?:시험|검사|분석|감정) ?(?:결과|성적|기록)|영상|기록|보고서|제3자|외부 ?(?:기관|전문가)|공인|인증서|확인되면|확인하고 ?있|조사하고 ?있|\[[^\]]*(?:근거|공시|링크|자료)",
        r"\b(?:evidence|disclos\w+|filing|report|test results?|certificat\w+|independent\w*|records?|documents?|footage|audit\w*|links?|is (?:checking|establishing)|are (?:checking|establishing))\b"
        r"|링크|\[[^\]]*(?:evidence|disclosure|link)",
    ),
    "named": (
        r"[0-9]월 ?[0-9]+일|경위|원인은|때문에|\[[^\]]*(?:경위|사실|잘못한|이름|내용)[^\]]*\]|화재|유출|폭발|사망|숨진|누락|허위|거짓|오표시|잘못 ?표시|이물|장애|중단|결함|붕괴|폭행|폭언|성희롱|정전|해킹|지연"
        r"|추락|누출|식중독|세균|검출|횡령|갑질|밀어내기|광고 ?(?:문구|영상)|포스터|감염|회항|오염|미지급|체불|표절|담합",
        r"\bon [0-9]|\bof [0-9]|\bsince [0-9]|\bbecause\b|\bthe cause (?:was|is)\b|\[[^\]]*(?:happened|wrong|confirmed|event)[^\]]*\]|\b(?:fire|leak\w*|breach\w*|outage|delay\w*|crash\w*|recall\w*|explosion"
        r"|injur\w+|died|deaths?|listeria|salmonella|overbook\w*|mislabel\w*|malware|dragg\w+|removed|contaminat\w+|spill\w*|glass|update that|advert\w*|overcharg\w*|stranded|cancell\w+|data of)\b",
    ),
}  # fmt: skip

PARTS: dict[PartName, re.Pattern[str]] = {name: re.compile("|".join(pair)) for name, pair in _SOURCES.items()}
"""Each part by the words of both languages."""

_ALTERNATIVES = Alternatives({name: pattern.pattern for name, pattern in PARTS.items()})


def may_say(text: str) -> dict[str, list[re.Pattern[str]]]:
    """The parts that folded ``text`` may do, found in one pass, each with what tells that it does."""
    return _ALTERNATIVES.likely(text)
