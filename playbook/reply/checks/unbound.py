"""Does every figure, date, amount, cause, name and promise rest on a fact?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.language.detect import detect
from playbook.language.normalise import normalise
from playbook.records import Bilingual, Finding, FindingLevel
from playbook.reply.causes import OPEN, causes
from playbook.reply.checks.proof import Proof
from playbook.reply.days import days, held, stated
from playbook.reply.facts import ENOUGH
from playbook.reply.gist import covered, gist
from playbook.reply.values import MAY_NAME, Value, same, values
from playbook.triage.needles import Sieve

_COUNTED = r"명|건|원|일|시간|개월|주"
_FIGURE = re.compile(
    r"(?=[0-9$€£₩일이삼사오육칠팔구십백천만억수두세네다여아열스내모월연tfsendhmw])(?:"  # where one can begin at all
    r"(?<![\w.])[0-9]+(?:[.,/-][0-9]+)*"
    r"(?:(?:\s?[조억](?:\s?[0-9][0-9,]*)?)+(?:\s?[만천])?\s?(?:원|명|건|개|대)?"
    r"|\s?(?:[년월일시분]|시간|개월|주일?|영업일|퍼센트|[%％]|명|건|원|만 ?원|억 ?원?|[천만]\s?[명건개대원곳]|천|만|대|개|곳|회|차례|배|층|호선?)?)"
    # 삼천만 원, 이백 명; 사건, 만일, 사원 and 일일이 are words
    rf"|(?<!\w)(?=[가-힣]*[십백천만억])[일이삼사오육칠팔구십백천만억수]{{2,6}} ?(?:{_COUNTED})(?=\W|$|[은는이가을를의에까로])"
    r"|(?<!\w)(?:[백천만억]|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무) (?:명|건|원|곳|시간|개월|달|차례)(?=\W|$|[은는이가을를의에까로])"
    r"|(?:[$€£₩])\s?[0-9][0-9,.]*"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands|millions)"
    r" (?:of |people|customers|users|accounts|shops|stores|units|products|minutes|hours|days|weeks|months|years)"
    r"|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|noon|midnight)\b"
    r"|(?:오늘|내일|모레|이번 ?주|다음 ?주|이달|다음 ?달|월말|연말)(?: ?(?:중|안|내|까지|말))?)",
    re.I,
)
_PROMISE = re.compile(
    r"(?P<how>전액|즉시|바로|무조건|반드시|모두|전원)[^.!?\n]{0,20}(?P<what>환불|보상|배상|교환|교체|해결|조치|지급)"
    r"[^.!?\n]{0,12}(?:하겠|드리겠|합니다|해 ?드립니다|할 ?것)"
    r"|\b(?:full refund|refund(?:ed)? in full|guarantee\w*|we (?:will|shall) (?:immediately |fully )?(?:refund|compensate|replace|reimburse))\b",
    re.I,
)
_SIEVE = Sieve(
    {
        "figure": r"[0-9]|[$€£₩]|십|백|천|만|억|두 |세 |네 |다섯 |여섯 |일곱 |여덟 |아홉 |열 |스무 |오늘|내일|모레|이번 주|이번주|다음 주|다음주|다음 달|다음달"
        r"|이달|월말|연말"
        r"|two |three |four |five |six |seven |eight |nine |ten |dozens |hundreds |thousands |millions |day\b|tomorrow|tonight|noon|midnight",
        "day": r"어제|그제|끄제|저께|젯밤|작일|간밤|지난|저번|금주|오는|돌아|오늘|금일|내일|명일|모레|글피|전|yesterday|last |past |ago|today|tonight|tomorrow|this |next "
        r"|coming ",
        "cause": r"원인|이유는|때문|인해|인하여|탓|비롯|까닭|cause|due to|owing to|because|from",
        "name": MAY_NAME.pattern,
        "promise": _PROMISE.pattern,
    }
)
"""What a figure, a cause, a name or a promise cannot do without: most texts have none, and expressions are slow."""
_ELSEWHERE = re.compile(
    r"\[[^\]\n]*\]|https?://\S+|\b\d+/\d+$"
    r"|(?<!\d)(?:15|16|18)\d\d-\d{4}(?!\d)|(?<!\d)0\d{1,2}-\d{3,4}-\d{4}"
    r"|오늘날|(?<!\d)1 ?인당|(?<!\d)(?:112|119|911|999|1339|118)(?![\d명건원개대곳만천억,.%년월일시분]| ?(?:명|건|원|만))"
)
"""Slots, links, the marker of a thread, and numbers to call."""

_FACT = Bilingual(ko="확인한 사실에 추가하거나 지우세요.", en="Add it to the confirmed facts, or take it out.")


def unbound(proof: Proof) -> Iterator[Finding]:
    """Figures, causes, names and promises that no confirmed fact holds: an error in a case, a warning in a loose text.

    A figure or a name may also stand in the message; a cause that the message asserts is not one that is known, nor is
    a promise that it asks for one that may be made.
    """
    level: FindingLevel = "error" if proof.drafted else "warning"
    likely = _SIEVE.candidates(proof.folded)
    figures = sorted(
        [
            *(_loose_figures(proof) if "figure" in likely else ()),
            *(_loose_days(proof) if "day" in likely else ()),
        ]
    )
    for start, end in figures:
        said = proof.text[start:end].strip()
        message = Bilingual(
            ko=f"근거가 확인되지 않은 숫자나 날짜입니다: {said}",
            en=f"A figure or date that no confirmed fact holds: {said}",
        )
        yield proof.finding("unbound", level, message, (start, end), _FACT)
    for start, end in _loose_causes(proof) if "cause" in likely else ():
        said = proof.text[start:end].strip()
        if elsewhere := _causes_in_the_other_language(proof):
            yield _to_compare(proof, (start, end), elsewhere)
            continue
        message = Bilingual(
            ko=f"확인되지 않은 원인을 단정했습니다: {said}", en=f"A cause that no confirmed fact holds: {said}"
        )
        suggest = Bilingual(
            ko="원인이 확인됐으면 확인한 사실에 추가하고, 아니면 조사하고 있다고 쓰세요.",
            en="If it is established, add it to the confirmed facts; if not, say that you are looking into it.",
        )
        yield proof.finding("unbound", level, message, (start, end), suggest)
    for name in _loose_names(proof) if "name" in likely else ():
        message = Bilingual(
            ko=f"확인한 사실에 없는 이름입니다: {name.text}", en=f"A name that no confirmed fact holds: {name.text}"
        )
        yield proof.finding("unbound", level, message, (name.start, name.end), _FACT)
    for match in _PROMISE.finditer(proof.text) if "promise" in likely else ():
        words = [_plain(match[name]) for name in ("how", "what") if match[name]] or [_plain(match[0])]
        if any(all(word in _plain(fact) for word in words) for fact in proof.grounds):
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


def _elsewhere(proof: Proof) -> list[tuple[int, int]]:
    """Where no fact is asked for, or another check has asked already."""
    return [m.span() for m in _ELSEWHERE.finditer(proof.text)] + [(told.start, told.end) for told in proof.contested]


def _loose_figures(proof: Proof) -> Iterator[tuple[int, int]]:
    """Figures outside slots, links and contacts that neither a fact nor the message holds."""
    figures = list(_FIGURE.finditer(proof.text))
    if not figures:
        return
    elsewhere = [*_elsewhere(proof), *((day.start, day.end) for day in days(proof.text, proof.at))]
    figures = [match for match in figures if not _inside(match.span(), elsewhere)]
    spelled = [{text, normalise(text).text} for text in (proof.message or "", *proof.grounds)]
    grounds = [_plain(m[0]) for texts in spelled for text in texts for m in _FIGURE.finditer(text)]
    held = {*grounds, *(_digits(ground) for ground in grounds)}
    private = [(p.start, p.end) for p in proof.personal_data]
    loose = [match.span() for match in figures if _plain(match[0]) not in held and not _inside(match.span(), private)]
    if loose:  # the same value in another spelling, in the other language, or by the day of its text
        known = _grounds_values(proof)
        same_values = [v for v in values(proof.text) if v.type != "name" and any(same(v, ground) for ground in known)]
        loose = [span for span in loose if not any(v.start <= span[0] < v.end for v in same_values)]
    yield from loose
    if len(figures) > len(loose):
        yield from _mixed_dates(proof, figures, loose)


def _mixed_dates(proof: Proof, figures: list[re.Match[str]], loose: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Days whose month and day are each known, of different dates, and hours that are known of the other half of a day."""
    known = _grounds_values(proof)
    for value in values(proof.text):
        whole = (value.date is not None and None not in value.date[1:]) or _half_contradicts(value, known)
        inside = any(value.start <= match.start() < value.end for match in figures)
        told = _inside((value.start, value.end), loose)
        if whole and inside and not told and not any(same(value, ground) for ground in known):
            yield value.start, value.end


_HALF = re.compile(r"오전|오후|새벽|아침|낮|저녁|밤|정오|자정|[ap]\.?m\b|noon|midnight")


def _half_contradicts(value: Value, known: list[Value]) -> bool:
    """Whether it is an hour of the one half of the day where all that is known is of the other: 6 a.m. beside 오후 6시."""
    if value.type != "time" or value.number is None or not _HALF.search(value.text.lower()):
        return False
    alike = [v for v in known if v.type == "time" and v.number is not None and v.number % 720 == value.number % 720]
    return bool(alike) and all(_HALF.search(v.text.lower()) or (v.number or 0) >= 780 for v in alike)


def _loose_days(proof: Proof) -> Iterator[tuple[int, int]]:
    """Days such as 어제 or last Friday that are no date of a fact or of the message, each by the day of its own text."""
    named = {(day.start, day.end) for day in days(proof.text, proof.at)}
    if not named:
        return
    known, elsewhere = _grounds_values(proof), _elsewhere(proof)
    for value in stated(proof.text, proof.at):
        span = (value.start, value.end)
        if span in named and not _inside(span, elsewhere) and not any(same(value, ground) for ground in known):
            yield span


def _loose_causes(proof: Proof) -> Iterator[tuple[int, int]]:
    """Causes stated as known that no fact names."""
    elsewhere = _elsewhere(proof)
    for cause in causes(proof.folded):
        span = proof.normal.span(cause.start, cause.end)
        if _inside(span, elsewhere):
            continue
        about, said = gist(cause.text), _plain(cause.text)
        if not any(covered(about, gist(fact)) >= ENOUGH or said in _plain(fact) for fact in proof.grounds):
            yield span


def _loose_names(proof: Proof) -> Iterator[Value]:
    """Executives and companies that neither a fact nor the message names."""
    if not MAY_NAME.search(proof.folded):
        return
    elsewhere = _elsewhere(proof)
    grounds = [_plain(text) for text in (proof.message or "", *proof.grounds)]
    for value in values(proof.text):
        named = value.type == "name" and not _inside((value.start, value.end), elsewhere)
        if named and not any(_plain(value.unit) in ground for ground in grounds):
            yield value


_WHY = re.compile(
    r"원인|이유|까닭|때문|탓|인해|인한|비롯|결함|불량|오류|고장|과실|실수|부주의|누전|합선"
    r"|\b(?:caus\w+|because|due to|owing to|reasons?|defect\w*|fault\w*|failures?|failed|errors?|malfunction\w*|mistakes?)\b"
)
"""What a fact says that tells why, in folded text."""


def _causes_in_the_other_language(proof: Proof) -> list[str]:
    """Confirmed facts that tell why, in the language that the reply is not in: nobody but a person can compare them."""
    other = [fact for fact in proof.grounds if detect(fact) != proof.lang]
    return [fact for fact in other if _WHY.search(folded := normalise(fact).folded) and not OPEN.search(folded)]


def _to_compare(proof: Proof, span: tuple[int, int], facts: list[str]) -> Finding:
    said, named = proof.text[slice(*span)].strip(), " / ".join(facts)
    message = Bilingual(
        ko=f"원인이 다른 언어로 적힌 사실과 같은지 자동으로 견줄 수 없습니다: {said}",
        en=f"A cause that cannot be compared automatically with a fact in Korean: {said}",
    )
    suggest = Bilingual(
        ko=f"확인한 사실과 뜻이 같은지 직접 확인하세요: {named}",
        en=f"Check that it says the same as the confirmed fact: {named}",
    )
    return proof.finding("unbound", "warning", message, span, suggest)


def _grounds_values(proof: Proof) -> list[Value]:
    facts = proof.ledger.confirmed if proof.ledger else ()
    texts = [(proof.message or "", proof.message_at or proof.at), *((known, proof.at) for known in proof.known)]
    return [value for text, at in (*texts, *((fact.statement, fact.at) for fact in facts)) for value in held(text, at)]


def _inside(span: tuple[int, int], places: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in places)


def _plain(text: str) -> str:
    return re.sub(r"[\s,]", "", normalise(text).folded)


def _digits(figure: str) -> str:
    """The number alone, which a text may give without its unit; nothing where there is none."""
    number = re.match(r"[0-9][0-9./-]*", figure)
    return number[0] if number else figure
