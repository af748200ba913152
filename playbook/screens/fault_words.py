"""What does not hold in the audit log, in Korean; the log itself says it in English."""

from __future__ import annotations

import re

from playbook.records import Lang
from playbook.review.audit import Fault

PLACES = {
    r"entry (\d+) \((.*)\)": r"기록 \1 (\2)",
    r"entry (\d+), noted as (.*)": r"기록 \1, 적어 둔 지문 \2",
    r"entry (\d+)": r"기록 \1",
    r"end of the log": "기록의 끝",
}
WHATS = {
    r"stands after entry (\d+), out of its place": r"기록 \1 뒤에 있습니다. 제자리가 아닙니다.",
    r"entry (\d+) before it missing": r"바로 앞의 기록이 없습니다(기록 \1).",
    r"entries (\d+) to (\d+) before it missing": r"앞의 기록이 없습니다(기록 \1–\2).",
    r"does not follow the entry before it": "앞 기록에 이어지지 않습니다.",
    r"its content has been altered": "내용이 바뀌었습니다.",
    r"its hash is not that of its content": "지문이 내용과 맞지 않습니다.",
    r"the log ends with entry (\d+), and entry (\d+) was the last": r"기록 \1에서 끝납니다(원래는 \2까지).",
    r"the last entry is not the one that was written last": "마지막 기록이 마지막에 쓴 기록이 아닙니다.",
    r"is not in the log any more": "이제 기록에 없습니다.",
    r"is another one than it was: the log has been rewritten": "그때의 기록이 아닙니다. 기록이 다시 쓰였습니다.",
    r"cannot be read any more": "읽을 수 없게 되었습니다.",
    r"is in no entry of the log: it was put in from outside": "어느 기록에도 없습니다. 밖에서 넣은 것입니다.",
    r"has been altered since the program wrote it": "프로그램이 쓴 뒤에 바뀌었습니다.",
    r"has been removed": "지워졌습니다.",
    r"its column (\w+) says (.*), its record (.*)": r"\1 칸의 값(\2)과 본문의 값(\3)이 다릅니다.",
}
"""Patterns of what the log says."""


def place(fault: Fault, lang: Lang) -> str:
    """The entry or row that is at fault."""
    return _in_korean(fault.place, PLACES) if lang == "ko" else fault.place


def what(fault: Fault, lang: Lang) -> str:
    """What is wrong with it."""
    return _in_korean(fault.what, WHATS) if lang == "ko" else fault.what


def _in_korean(said: str, patterns: dict[str, str]) -> str:
    for pattern, korean in patterns.items():
        found = re.fullmatch(pattern, said, re.S)
        if found:
            return found.expand(korean)
    return said  # the key of a row is the same in every language
