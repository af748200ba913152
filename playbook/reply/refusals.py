"""Why a language model's wording of a draft was not taken, as a person reads it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from playbook.records import Bilingual, Lang
from playbook.reply.keeper import Cause, Refusal

Part = Literal["reply", "statement"]
"""What was to be said in other words: the reply, or the body of the statement beside it."""


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


_NONE: dict[Part, Bilingual] = {
    "reply": _b(
        "언어 모델의 표현을 쓰지 않고 원래 초안을 두었습니다: {}.", "The language model's wording was not used: {}."
    ),
    "statement": _b(
        "입장문에는 언어 모델의 표현을 쓰지 않았습니다: {}.", "The language model's statement was not used: {}."
    ),
}
_SOME: dict[Part, Bilingual] = {
    "reply": _b("{n}번 문장은 원래대로 두었습니다: {why}.", "Sentence {n} is ours: {why}."),
    "statement": _b("입장문 {n}번 문장은 원래대로 두었습니다: {why}.", "Sentence {n} of the statement is ours: {why}."),
}
_ODD: dict[Part, Bilingual] = {
    "reply": _b("없는 문장 번호로 답했습니다: {}.", "It answered with numbers of no sentence: {}."),
    "statement": _b(
        "입장문에 없는 문장 번호로 답했습니다: {}.", "For the statement it answered with numbers of no sentence: {}."
    ),
}
_NO_LIST = _b("답이 정한 형식(JSON 목록)이 아닙니다", "its answer is not the JSON list asked for")
_EMPTY_LIST = _b("빈 목록으로 답했습니다", "its list is empty")

_WHY: dict[Cause, Bilingual] = {
    "missing": _b("답에 빠져 있습니다", "it is missing in the answer"),
    "twice": _b("같은 번호나 같은 문장이 되풀이됩니다", "a number or a sentence comes twice"),
    "slots": _b("빈칸이 빠지거나 늘거나 자리가 바뀌었습니다", "slots were dropped, added or exchanged"),
    "length": _b("길이가 원래 문장과 너무 다릅니다", "its length is too far from ours"),
    "markup": _b("글에 쓰지 않는 기호가 있습니다", "it holds signs that plain text does not need"),
    "language": _b("다른 언어가 섞였습니다", "it is in another language, or mixed"),
    "register": _b("하십시오체가 아닌 문장이 있습니다", "it is not in the formal register"),
    "personal": _b("없던 개인정보가 들어갔습니다", "it adds personal data"),
    "orders": _b("받은 글에 적힌 지시를 따랐습니다", "it follows orders in the message"),
    "tone": _b("답변에 쓸 수 없는 말투나 내용입니다", "its tone or matter does not belong in a reply"),
    "meaning": _b("문장의 뜻이 달라졌습니다", "it says something else"),
    "name": _b("없던 이름이 들어갔습니다", "it adds a name"),
    "finding": _b("점검에 걸렸습니다", "the checks object"),
    "room": _b("채널의 한도를 넘습니다", "it goes over the limit of the channel"),
    "paragraph": _b("문단이 너무 길어집니다", "its paragraph grows too long"),
    "figure": _b("없던 숫자나 범위가 들어갔습니다", "it adds a figure or an extent"),
    "time": _b("없던 날짜나 시점이 들어갔습니다", "it adds a date or time"),
    "promise": _b("없던 약속이 들어갔습니다", "it adds a promise"),
    "remedy": _b("없던 보상이나 조치가 들어갔습니다", "it adds a remedy or measure"),
    "fault": _b("없던 책임이나 사실 판단이 들어갔습니다", "it adds blame, an admission or a denial"),
    "cause": _b("없던 원인이 들어갔습니다", "it adds a cause"),
    "person": _b("없던 사람이나 기관이 들어갔습니다", "it adds a person or an organisation"),
    "way": _b("없던 링크나 연락 방법이 들어갔습니다", "it adds a link or a way to reach us"),
    "data": _b("없던 개인정보를 요구합니다", "it asks for personal data"),
    "request": _b("없던 요청이 들어갔습니다", "it adds a request"),
    "denial": _b("긍정과 부정이 뒤바뀌었습니다", "it turns a yes into a no, or a no into a yes"),
}


def silence(failure: str, answer: str, part: Part, lang: Lang) -> str:
    """Why nothing of an answer was of use."""
    empty = answer.strip() == "[]"
    why = failure.rstrip(".") if failure else (_EMPTY_LIST if empty else _NO_LIST).of(lang)
    return _NONE[part].of(lang).format(why)


def notes(refused: Mapping[int, Refusal], odd: Collection[int], part: Part, lang: Lang) -> tuple[str, ...]:
    """A line for each cause, with the sentences that it kept as they were."""
    lines: dict[str, list[int]] = {}
    for n, (cause, words) in refused.items():
        why = _WHY[cause].of(lang) + _shown(words)
        lines.setdefault(why, []).append(n)
    said = [_SOME[part].of(lang).format(n=", ".join(map(str, numbers)), why=why) for why, numbers in lines.items()]
    if odd:
        said.append(_ODD[part].of(lang).format(", ".join(map(str, sorted(set(odd))[:5]))))
    return tuple(said)


def _shown(words: str) -> str:
    """What a model wrote, as it may stand on a screen or in a terminal."""
    seen = "".join(filter(str.isprintable, " ".join(words.split())))[:80].rstrip(".")
    return f" ({seen})" if seen else ""
