"""Where sentences begin and end, in Korean and English."""

from __future__ import annotations

import re

from playbook.language.emoji import PATTERN as EMOJI

_CLOSING = r"[\"'”’»)\]）」』】》〉]*"
_AFTERTHOUGHT = rf"(?:[ \t]*(?:(?:{EMOJI})+|[ㅋㅎㅠㅜ]{{2,}}|\^\^|:\)))*"

_STOP = re.compile(
    rf"(?P<newline>\s*\n\s*)"
    rf"|(?P<mark>[.!?…。！？]+){_CLOSING}{_AFTERTHOUGHT}(?=\s|$|(?P<glued>[가-힣]))"
    # many end a sentence with a feeling instead of a stop: 주세요ㅠㅠ, 안녕하세요~
    rf"|(?<=[다요죠까네])(?:[ \t]?(?:{EMOJI})|[ㅋㅎㅠㅜ]{{2,}}|[~^;]+)+{_AFTERTHOUGHT}(?=\s|$)"
)
_PLAIN = re.compile(r"[\n -:<-\]_-}가-힣‘’“”·–—…]*")
_PLAIN_STOP = re.compile(
    rf"(?=[\s.!?…])(?:(?P<newline>\s*\n\s*)|(?P<mark>[.!?…]+){_CLOSING}(?=\s|$|(?P<glued>[가-힣])))"
)
"""The same where no letter stands for a feeling."""
_WHOLE = re.compile(
    r"https?://[^\s가-힣]+|www\.[^\s가-힣]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[A-Za-z]\w*)+|\[[^\[\]\n]*\]"
)
"""Stretches that no sentence ends in: links, e-mail addresses, slots."""

_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'“‘])(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|No|Nos|Inc|Co|Ltd|Corp|Dept|Est|Fig|approx|cf|e\.g|i\.e|etc|a\.m|p\.m"
    r"|[A-Z]|(?:[A-Z]\.)+[A-Z])$"
)
_MAY_END = re.compile(r"(?:Inc|Co|Ltd|Corp|etc|a\.m|p\.m|Jr|Sr|(?:[A-Z]\.)+[A-Z])$")
_DATE = re.compile(r"\d{4}\.\s?\d{1,2}\.\s?\d{1,2}$")
_ENDINGS = "다요죠까네"
_PREDICATE = re.compile(rf"[{_ENDINGS}]$")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text``, in order, without the blanks around them.

    A line break ends a sentence. A stop does not where it belongs to a number, a date, an abbreviation, a link or a
    list number, nor does an ellipsis in the middle of a thought. Emoji and ㅋㅋ, ㅠㅠ belong to what they follow.
    """
    whole = [match.span() for match in _WHOLE.finditer(text)]
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in (_PLAIN_STOP if _PLAIN.fullmatch(text) and ":)" not in text else _STOP).finditer(text):
        mark = stop.start("mark")
        if mark >= 0 and (_inside(mark, whole) or not _ends(text, start, stop)):
            continue
        if _inside(stop.start(), whole):
            continue
        _append(spans, text, start, stop.end())
        start = stop.end()
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    if piece.strip():
        spans.append((start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())))


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    """Whether ``place`` is within a span; a stop right at its end is the sentence's own."""
    return any(start <= place < end - 1 for start, end in spans)


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the marks of ``stop`` end the sentence that began at ``start``."""
    marks = stop["mark"]
    if marks == "." and stop["glued"] is None and _ENDINGS.find(text[stop.start() - 1]) >= 0 and stop.start() > start:
        return True  # nearly every Korean sentence
    before = text[start : stop.start()]
    after = text[stop.end() :].lstrip(" \t")
    following = after[:1]
    if stop["glued"] is not None:
        # '했습니다.그런데' lacks a space; '"싫다."라고' quotes
        return stop.end() == stop.end("mark") and bool(_PREDICATE.search(before)) and following not in "라고는며"
    if not following or following == "\n":
        return True
    if "!" in marks or "?" in marks or "！" in marks or "？" in marks or "。" in marks:
        return not following.islower()  # Yahoo! is …
    if len(marks) > 1 or "…" in marks:
        return bool(_PREDICATE.search(before)) or following.isupper()
    stripped = before.strip()
    if stripped.isdigit() and len(stripped) <= 3:
        return False  # '1. 첫째'
    if before[-1:].isdigit() and following.isdigit():
        return False  # '2026. 11.'
    if _DATE.search(before):
        return False  # '2026. 11. 22. 발생했습니다'
    if _ABBREVIATION.search(before):
        return bool(_MAY_END.search(before)) and (following.isupper() or "가" <= following <= "힣")
    return bool(_PREDICATE.search(before)) or not following.islower()
