"""Is the tone too light for people who are hurt or angry?

A Korean apology has no emoji and no marks of laughter (guideline:korean-apology-structure-style); wit was forgiven
only where nobody was hurt (case:kfc-uk-2018-lesson).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from playbook.language.emoji import EMOJI
from playbook.records import Bilingual, Finding, FindingLevel
from playbook.reply.checks.occasion import Occasion, any_holds
from playbook.reply.checks.proof import Proof
from playbook.triage.needles import Sieve

GRAVE = (
    Occasion(kinds=("incident",)),
    Occasion(topics=("safety",)),
    Occasion(severity=(3, 4)),
    Occasion(says=("hurt",)),
)
"""People may be hurt."""
TOUCHY = (
    Occasion(kinds=("complaint", "allegation")),
    Occasion(severity=(2,)),
    Occasion(stances=("action_plan",)),
    Occasion(says=("apology",)),
)
"""People are angry, or at least waiting."""
CHEERFUL = (Occasion(kinds=("praise",)), Occasion(kinds=("suggestion", "inquiry"), severity=(1, 2)))
"""A smile answers a smile."""

_PLAIN = "⚠☎📞📧✉📍✅✔▶➡⬇🔗⏰📌ℹ🚨🆘🔒©®™0123456789#*"
"""Signs that stand for a word, not for a feeling."""
_SOLEMN = "🙏🙇🕯🎗🖤😢😭😥😔💔🥺😞"
_LAUGHING = "😂🤣😆😄😁😃😀😹😜😝🤪😛😉😎🥳🎉🎊🤭😏🙃"


class _Sort(NamedTuple):
    """One sort of lightness, by its marks and its emoji (None: all that no other sort has)."""

    marks: str
    emoji: str | None
    grave: FindingLevel
    touchy: FindingLevel | None
    why: Bilingual


_SORTS = {
    "laugh": _Sort(
        r"(?<![ㄱ-ㅎㅏ-ㅣ])[ㅋㅎ]+(?![ㄱ-ㅎㅏ-ㅣ])|\^_?\^|\b(?:lol|lmao|rofl|haha\w*|hehe\w*|teehee)\b|[:;=]\)|[:;=]-\)"
        r"|(?<!\w)[:;][dp](?!\w)|(?<!\w)[:;]-[dp](?!\w)|(?:^|\s)(?:앗[!,~]|헉[!,~]|뿅[!,~]|아차[!,~]|이크[!,~]|에구[!,~]|어머나[!,~])"
        r"|\b(?:oops(?:ie)?|whoops|uh.oh|just kidding|no pun intended|our bad|my bad|yikes)\b",
        _LAUGHING,
        "error",
        "warning",
        Bilingual(
            ko="웃음이나 농담은 다치거나 화난 분을 비웃는 것으로 읽힙니다.",
            en="Laughter or a joke reads as mocking people who are hurt or angry.",
        ),
    ),
    "light": _Sort(
        r"[ㅠㅜ]+|(?<=[가-힣])~+(?=\s|$|[.!?ㅠㅜ])",
        None,
        "warning",
        "warning",
        Bilingual(
            ko="가벼운 이모지나 말투는 사안을 가볍게 여기는 것으로 읽힙니다.",
            en="A light emoji or tone says that you do not take it seriously.",
        ),
    ),
    "shout": _Sort(
        r"!{2,}|\?!+|!\?+",
        "❗❕‼⁉",
        "warning",
        "note",
        Bilingual(ko="느낌표를 겹쳐 쓰면 들뜬 말투로 읽힙니다.", en="Doubled exclamation marks sound excited."),
    ),
    "call": _Sort(
        r"(?<=[\w)])!(?![!?])",
        "",
        "note",
        "note",
        Bilingual(ko="느낌표가 들뜬 말투로 읽힐 수 있습니다.", en="An exclamation mark may sound cheerful."),
    ),
    "solemn": _Sort(
        r"(?!)",
        _SOLEMN,
        "note",
        None,
        Bilingual(
            ko="사과문과 사고 안내에는 이모지를 쓰지 않습니다.",
            en="An apology or a notice of an accident carries no emoji.",
        ),
    ),
}
_MARKS = {name: re.compile(sort.marks) for name, sort in _SORTS.items()}
_OF_A_SORT = _PLAIN + "".join(sort.emoji or "" for sort in _SORTS.values())
_SIEVE = Sieve({name: sort.marks for name, sort in _SORTS.items() if name != "solemn"})
_PICTURE = re.compile("[\u00a9\u00ae\u200d\u203c-\u2049\u2122-\u3299\ufe0f\U0001f000-\U0001faff]")
"""Something that may begin or join an emoji: the full expression is slow on Korean."""
_QUOTED = re.compile(r"[\"'“‘「『][^\"'”’」』\n]{0,40}[\"'”’」』]")

_SUGGEST = Bilingual(ko="지우고, 마침표로 끝내세요.", en="Take it out and end with a full stop.")
_CITES = ("guideline:korean-apology-structure-style",)


def levity(proof: Proof) -> Iterator[Finding]:
    """Laughter, jokes, emoji and shouting where people are hurt or angry; each sort once. Quotations are spared."""
    text = proof.folded
    likely = _SIEVE.candidates(text)
    emoji = list(EMOJI.finditer(text)) if _PICTURE.search(text) else []
    if not (likely or emoji) or any_holds(CHEERFUL, proof):
        return
    grave = any_holds(GRAVE, proof)
    if not (grave or any_holds(TOUCHY, proof)):
        return
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    for name, sort in _SORTS.items():
        level = sort.grave if grave else sort.touchy
        hits = [match.span() for match in _MARKS[name].finditer(text)] if name in likely else []
        hits += [each.span() for each in emoji if _is_of(each[0][0], sort)]
        free = [hit for hit in hits if not any(start <= hit[0] < end for start, end in quoted)]
        if level is not None and free:
            yield proof.finding("levity", level, sort.why, proof.normal.span(*min(free)), _SUGGEST, _CITES)


def _is_of(sign: str, sort: _Sort) -> bool:
    return sign not in _OF_A_SORT if sort.emoji is None else sign in sort.emoji
