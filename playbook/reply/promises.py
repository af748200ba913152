# ruff: noqa: E501 - expressions over Korean count double; broken up they read worse
"""What a reply promises, by when, and what is said when that moment comes.

A promise that is not kept is a second crisis (Shinsegae's safety training, Namyang's sale, SKT's SIM cards); a report
on what was done ends one (Musinsa). So each becomes a task with a date and somebody who owns it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from playbook.language.korean import sentences
from playbook.language.normalise import normalise
from playbook.records import Lang, Record
from playbook.reply.deadlines import SEOUL, Deadline, deadlines

PromiseState = Literal["open", "kept", "dropped"]
"""To be kept; kept; no longer made, because the reply was changed or rejected."""
NEAR = 300
"""Characters around a deadline in which its verb stands."""
ALL_OTHERS = ""
"""The key under which the owner stands of every promise that is not named."""


class Promise(NamedTuple):
    """A commitment in a text."""

    start: int
    """First code point of its deadline, or of its verb where it has none."""
    end: int
    words: str
    """Its deadline as written, or the words that commit; what owners are given by."""
    what: str
    """The sentence that makes it."""
    due: datetime | None
    """None where no date is given."""


class Task(Record):
    """A promise of an approved reply, and who keeps it."""

    id: str
    case: str
    lang: Lang
    words: str
    what: str
    made_at: datetime
    """When the reply was approved, UTC; relative deadlines count from it."""
    due: datetime | None
    """UTC; None where no date was given."""
    owner: str
    state: PromiseState = "open"
    done_at: datetime | None = None
    done_by: str = ""
    note: str = ""
    """What was done."""

    def overdue(self, now: datetime) -> bool:
        """Whether it should have been kept by now."""
        return self.state == "open" and self.due is not None and self.due < now


_COMMITS_KO = re.compile(
    r"겠(?:습니다|으며|고|다|으니|지만)|(?:예정|계획|방침)(?:입니다|이며|이고|으로)|것(?:입니다|을 약속)|기로 (?:했습니다|하였습니다|결정)|약속(?:드립니다|합니다|드리며)"
)
_DOES_KO = re.compile(
    r"(?:알려|안내|공지|공개|발표|환불|지급|보상|배상|완료|마무리|복구|회수|교체|교환|답변|회신|보고|시행|조치|제출|연락|전달|설명|게시|개선|처리)[^.!?\n]{0,8}(?:합니다|드립니다|드리며|마칩니다|됩니다|집니다)"
    r"|(?:마칩니다|끝냅니다|마무리합니다|돌려 ?드립니다)"
)
_NOT_OURS_KO = re.compile(
    r"^[^.!?\n]{0,25}?(?:시면|하면|으면|신 ?(?:분|고객|경우)|(?:구매|주문|결제|접수|신청|발생|확인|발표|시작|제기|판매|발송|가입|있었|일어)[^ .]{0,3}(?:한|된|하신|되신|던|난|은|하던|한 적|됐던)(?= )"
    r"|(?:신청|접수|연락|제출|회신|확인|문의|반납|반품|교환|이용)[^.!?\n]{0,12}(?:주십시오|주시기|주세요|바랍니다|부탁|하실 수|해 주))"
)
"""What follows a deadline that other people have to keep, or that dates something past."""
_REQUEST_KO = re.compile(
    r"(?:십시오|주시기 바랍니다|바랍니다|부탁드립니다|주세요|실 수 있습니다|가능합니다|있습니까)[.!?…]*$"
)
_COMMITS_EN = re.compile(
    r"\b(?:will|shall|going to|plan(?:s|ning)? to|intends? to|aims? to|commit(?:s|ted)? to|promis(?:e|es|ing)|undertake|expects? to|are to|is to)\b|(?:we|i|they|it|you)['’]ll\b|\bis due\b|\bare due\b"
)
_NOT_OURS_EN = re.compile(
    r"\b(?:please|you (?:can|may|must|should|need|have)|you are asked|if|who|when|once|after|since|until|till|through|between|last|past|previous)\b[^,.;!?]*$"
)
"""What stands before a deadline that other people have to keep, or that tells how long something lasts."""
_RUNS_EN = re.compile(r"\b(?:open|available|valid|closed|running|run|continue|stay|remain|last)\b[^,.;!?]*$")
_MATERIAL = re.compile(
    r"(?:환불|보상|배상|교환|교체|회수|지급|변상|공개|무상 ?수리)(?:을|를|해|하여|해서)? ?[^.!?\n]{0,10}?겠습니다"
    r"|\b(?:will|shall|[’']ll) (?:\w+ )?(?:refund|compensate|replace|reimburse|recall|publish|repair|pay|repay)\b"
)
"""What commits a company even without a date."""
_CONDITION = re.compile(
    r"여부|검토|확인한 (?:뒤|후)|확인되면|필요(?:한|하면|할)|경우|가능(?:한|하면)|\b(?:whether|consider)\b"
)


def promises(text: str, at: datetime, zone: ZoneInfo = SEOUL) -> tuple[Promise, ...]:
    """Every dated commitment of a text, and every one to pay, replace, recall or publish, in order.

    Args:
        text: a reply.
        at: when it is made; relative deadlines count from it.
        zone: where its readers are.
    """
    found: list[Promise] = []
    dated = deadlines(text, at, zone)
    for start, end in sentences(text):
        said = _Said(text[start:end], start)
        ours = [each for each in dated if start <= each.start < end and said.commits_to(each)]
        found += [Promise(each.start, each.end, each.text, said.text, each.due) for each in ours]
        if not ours:
            found += _undated(said.text, start)
    return tuple(found)


class _Said:
    """A sentence, and what about it is the same for all its deadlines."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self._start = text, start
        folded = normalise(text).folded
        self._folded = folded if len(folded) == len(text) else text  # letters that fold into several: as typed
        self._requests = _REQUEST_KO.search(self._folded) is not None
        self._commits = _COMMITS_EN.search(self._folded)

    def commits_to(self, deadline: Deadline) -> bool:
        """Whether it binds us, and not whoever reads it, to that deadline."""
        at, to = deadline.start - self._start, deadline.end - self._start
        before, after = self._folded[max(0, at - NEAR) : at], self._folded[to : to + NEAR]
        if re.search("[가-힣]", deadline.text + after[:20]):
            if self._requests or _NOT_OURS_KO.search(after):
                return False
            return bool(_COMMITS_KO.search(after) or _DOES_KO.search(after))
        if self._commits is None or _NOT_OURS_EN.search(before) or _RUNS_EN.search(before):
            return False
        return deadline.firm or self._commits.start() < at or not before.strip(" ,")


def _undated(said: str, start: int) -> Iterator[Promise]:
    folded = normalise(said).folded
    match = _MATERIAL.search(folded)
    if match and "[" not in said and not _CONDITION.search(folded) and not _REQUEST_KO.search(folded):
        at, to = normalise(said).span(*match.span())
        yield Promise(start + at, start + to, said[at:to], said, None)


def owner_of(promise: Promise, owners: Mapping[str, str]) -> str:
    """Who keeps a promise; empty where nobody does."""
    return owners.get(promise.words, owners.get(ALL_OTHERS, "")).strip()


_FOLLOW_UP = {
    "ko": "{day}에 “{what}”라고 말씀드렸습니다. 약속드린 시한은 {due}입니다. 지금까지의 진행 상황은 다음과 같습니다. [진행 상황]. "
    "[남은 일]은 [다음 공지 시각]까지 다시 알려 드리겠습니다.",
    "en": "On {day} we said: “{what}” The date we gave was {due}. Where things stand: [state of things]. "
    "We will report on [what is left to do] by [next update time].",
}
_UNDATED = {
    "ko": "{day}에 “{what}”라고 말씀드렸습니다. 지금까지의 진행 상황은 다음과 같습니다. [진행 상황]. "
    "[남은 일]은 [다음 공지 시각]까지 다시 알려 드리겠습니다.",
    "en": "On {day} we said: “{what}” Where things stand: [state of things]. "
    "We will report on [what is left to do] by [next update time].",
}
_OVERDUE = {
    "ko": "약속드린 시한을 지키지 못해 죄송합니다. 늦어진 까닭은 [늦어진 이유]입니다.",
    "en": "We have missed that date, and we are sorry. The reason: [reason for the delay].",
}


def follow_up(task: Task, now: datetime, zone: ZoneInfo = SEOUL) -> str:
    """The start of a reply that reports on a promise: what was promised and when, slots for the state of things."""
    made, due = task.made_at.astimezone(zone), task.due.astimezone(zone) if task.due else None
    template = (_UNDATED if due is None else _FOLLOW_UP)[task.lang]
    text = template.format(
        day=_day(made, task.lang), what=task.what.strip(), due=_moment(due, task.lang) if due else ""
    )
    if not task.overdue(now):
        return text
    first, mark, rest = text.partition("지금까지의" if task.lang == "ko" else "Where things")
    return f"{first}{_OVERDUE[task.lang]} {mark}{rest}"


def _day(moment: datetime, lang: Lang) -> str:
    return f"{moment.month}월 {moment.day}일" if lang == "ko" else f"{moment.day} {moment:%B}"


def _moment(moment: datetime, lang: Lang) -> str:
    """A moment as people write it; the end of a day is the day."""
    if (moment.hour, moment.minute) == (23, 59):
        return _day(moment, lang)
    if lang == "en":
        half = "a.m." if moment.hour < 12 else "p.m."
        minute = f":{moment.minute:02}" if moment.minute else ""
        return f"{moment.hour % 12 or 12}{minute} {half} on {_day(moment, lang)}"
    half = "오전" if moment.hour < 12 else "오후"
    minute = f" {moment.minute}분" if moment.minute else ""
    return f"{_day(moment, lang)} {half} {moment.hour % 12 or 12}시{minute}"
