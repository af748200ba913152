"""Shapes of the records that others read: fields may be added to them, none may go."""

from __future__ import annotations

from typing import Any, get_args

from playbook import records

NUMBER = (int, float)
LANGS = get_args(records.Lang)

Shape = dict[str, Any]
"""Field: a type, several of them, or the values it may have."""

SPAN: Shape = {"start": int, "end": int, "text": str, "signal": str}
REASON: Shape = {"rule": str, "because": str, "cites": list, "spans": list}
PERSONAL: Shape = {"type": list(get_args(records.PersonalDataType)), "start": int, "end": int}
TRIAGE: Shape = {
    "id": str,
    "lang": list(LANGS),
    "kind": list(records.KINDS),
    "topic": list(records.TOPICS),
    "severity": [1, 2, 3, 4],
    "stance": list(records.STANCES),
    "supporting": list,
    "owner": list(records.OWNERS),
    "owners": list,
    "confidence": dict,
    "needs_human": bool,
    "reasons": list,
    "personal_data": list,
}
CITATION: Shape = {
    "id": str,
    "kind": ["guideline", "case", "reply"],
    "title": str,
    "quote": str,
    "why": str,
    "facts": list,
    "score": NUMBER,
}
DRAFT: Shape = {
    "text": str,
    "lang": list(LANGS),
    "length": int,
    "limit": (int, type(None)),
    "unit": ["weighted", "characters", "utf16", "cp949_bytes"],
    "parts": list,
    "slots": list,
    "sentences": list,
}
SLOT: Shape = {"name": str, "ask": str, "filled": bool}
SENTENCE: Shape = {"text": str, "move": str, "cites": list, "facts": list}
FINDING: Shape = {"check": str, "level": ["error", "warning", "note"], "message": str, "suggest": str}
RESULT: Shape = {
    "id": str,
    "kind": ["guideline", "case", "reply"],
    "title": str,
    "quote": str,
    "source": str,
    "facts": list,
    "score": NUMBER,
}
CHECK: Shape = {
    "id": str,
    "channel": list(records.CHANNELS),
    "length": int,
    "limit": (int, type(None)),
    "unit": DRAFT["unit"],
    "findings": list,
}


def unlike(record: dict[str, Any], shape: Shape) -> list[str]:
    """The fields of a record that are missing or not as its shape has them."""
    return [
        f"{name} = {record.get(name, 'nothing')!r}"
        for name, wanted in shape.items()
        if name not in record
        or not (record[name] in wanted if isinstance(wanted, list) else isinstance(record[name], wanted))
    ]
