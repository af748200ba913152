"""A statement taken apart, and how a link to it looks where it is shared: title and description name the matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from playbook.language.detect import detect
from playbook.language.korean import register_of, sentences
from playbook.records import Bilingual, Finding, Lang, Record
from playbook.reply.slots import slot_spans

TITLE, DESCRIPTION = 70, 160
"""Characters of a share preview (og:title, og:description) that services show before they cut."""

_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that a document cannot hold."""


class Paper(NamedTuple):
    """The pieces of a statement."""

    title: str
    paragraphs: tuple[str, ...]
    date: str
    """Empty where the statement has no ending."""
    signature: str
    """Company and name."""


class Preview(Record):
    """How a link to a statement looks where it is shared."""

    title: str
    """For ``og:title``, at most 70 characters."""
    description: str
    """For ``og:description``, at most 160 characters."""
    findings: tuple[Finding, ...] = ()
    """What a person should change before the link is shared."""


def paper(statement: str) -> Paper:
    """A statement taken apart: the first paragraph is its title, a last one of several lines its date and signature."""
    clean = _ILLEGAL.sub("", unicodedata.normalize("NFC", statement)).strip()
    title, *body = [block.strip() for block in re.split(r"\n\s*\n", clean)]
    date, signature = "", ""
    if body and "\n" in body[-1]:
        date, signature = (part.strip() for part in body.pop().split("\n", 1))
    return Paper(" ".join(title.split()), tuple(body), date, signature)


def share_preview(statement: str) -> Preview:
    """Title and description for a link to the statement, with what keeps them from naming the matter."""
    found, lang = paper(statement), detect(statement)
    title, description = _cut(found.title, TITLE), _cut(" ".join(_telling(found, lang)), DESCRIPTION)
    return Preview(title=title, description=description, findings=tuple(_preview_findings(title, description, lang)))


_SELLS = re.compile(
    r"이벤트|특가|할인|세일|쿠폰|프로모션|증정|사은품|경품|신제품|신메뉴|출시|혜택|무료 ?체험"
    r"|지금 ?(?:바로|만나|구매|신청)|최저가|대표 ?브랜드|1위"
    r"|\b(?:sales?|discounts?|offers?|deals?|coupons?|vouchers?|promo\w*|giveaways?|buy now|shop now|new arrivals?"
    r"|launch\w*|free trial|best.?selling|award.winning|number one)\b|% ?off\b|#\w",
    re.I,
)
"""Words that sell. A preview is read alone, so they are pointed out whatever the text says of them."""
_EMPTY: dict[Lang, re.Pattern[str]] = {
    "ko": re.compile(
        r"(?:공식|긴급|대|대국민|고객|고객님|여러분|국민|주주|당사|저희|회사|진심|깊이|깊은|머리|숙여|이번|최근|불거진|불미스러운|일|사태|사안|사건|논란|건|문제"
        r"|심려|물의|불편|우려|걱정|끼쳐|드려|드린|점|관련|관해|관하여|관한|대해|대하여|대한|사과|사과문|사과의|말씀|안내|안내문|입장|입장문|공지|공지사항|알림|알려"
        r"|올리는|올립니다|드리는|드립니다|사과드립니다|사과합니다|안내드립니다|말씀드립니다|죄송합니다)(?:께|께서|의|을|를|은|는|이|가|에|과|와|으로|로|도|에게)?"
    ),
    "en": re.compile(
        r"(?:we|our|us|i|my|apolog\w+|sorry|are|is|for|to|the|an?|and|of|in|on|about|from|regarding|concerning|statement|update|notice|message|response|letter|official"
        r"|important|public|open|this|that|these|those|any|all|recent|matters?|events?|situation|incidents?|issues?|inconvenience|caused|concerns?|trouble|happened"
        r"|customers?|everyone|dear|your?|you|it|what)"
    ),
}
"""Words of a title that name no matter."""


def _preview_findings(title: str, description: str, lang: Lang) -> Iterator[Finding]:
    def finding(message: Bilingual, suggest: Bilingual) -> Finding:
        return Finding(check="share_preview", level="warning", message=message.of(lang), suggest=suggest.of(lang))

    if not _names(title, lang):
        yield finding(
            Bilingual(
                ko="공유 미리보기 제목이 무슨 일인지 밝히지 않습니다.", en="The share preview does not name the matter."
            ),
            Bilingual(ko="사안의 이름을 제목에 넣으세요.", en="Put the name of the matter into the title."),
        )
    elif slot_spans(f"{title}\n{description}"):
        yield finding(
            Bilingual(
                ko="공유 미리보기에 빈칸이 남아 있습니다.", en="The share preview holds slots that are not filled."
            ),
            Bilingual(ko="링크를 올리기 전에 채우세요.", en="Fill them before the link is shared."),
        )
    if sells := _SELLS.search(f"{title}\n{description}"):
        yield finding(
            Bilingual(
                ko=f"공유 미리보기에 홍보로 읽히는 말이 있습니다: {sells[0]}",
                en=f"The share preview holds words that sell: {sells[0]}",
            ),
            Bilingual(
                ko="다른 말로 바꾸거나, 사안 자체라면 그대로 두어도 되는지 확인하세요.",
                en="Say it in other words; where it is the matter itself, check that it may stand.",
            ),
        )


def _names(title: str, lang: Lang) -> bool:
    """Whether a title says what it is about."""
    for start, end, _ in reversed(slot_spans(title)):
        following = re.match(r"[가-힣]*", title[end:])
        title = f"{title[:start]} {title[end + len(following[0] if following else '') :]}"
    words = re.findall(r"[가-힣A-Za-z0-9]{2,}" if lang == "ko" else r"[A-Za-z0-9'-]{2,}", title)
    return any(not _EMPTY[lang].fullmatch(word.lower()) for word in words)


def _telling(found: Paper, lang: Lang) -> Iterator[str]:
    """Sentences of the body in order, without the address and other headings, as many as fit."""
    room = DESCRIPTION
    for paragraph in found.paragraphs:
        for start, end in sentences(paragraph):
            sentence = " ".join(paragraph[start:end].split())
            if (register_of(sentence) == "fragment") if lang == "ko" else len(sentence.split()) < 4:
                continue
            if room < DESCRIPTION and len(sentence) > room:
                return
            yield sentence
            room -= len(sentence) + 1
            if room <= 0:
                return


def _cut(text: str, most: int) -> str:
    """A text of at most so many characters, cut between words."""
    if len(text) <= most:
        return text
    whole, _, _ = text[:most].rpartition(" ")
    return f"{(whole or text)[: most - 1].rstrip(' ,;:')}…"
