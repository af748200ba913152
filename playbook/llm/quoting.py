"""What goes into a question as data, and what comes back as JSON."""

from __future__ import annotations

import json
import re
from typing import TypeVar

from pydantic import ValidationError

from playbook.records import Record

R = TypeVar("R", bound=Record)

_MARK = re.compile(r"<(\s*(?:/\s*)?message\s*(?:/\s*)?)>", re.IGNORECASE)
_OPENING = re.compile(r'\{(?=\s*["}])')
"""Where an object may begin; a bare brace costs the decoder a walk through all that stands before it."""
_FENCED = re.compile(r"\A\s*```(?:json)?[ \t]*\n(.*?)\n?[ \t]*```\s*\Z", re.DOTALL)


def quoted(text: str, longest: int) -> str:
    """The beginning of a text between ``<message>`` and ``</message>``, which nothing in it can close."""
    inside = _MARK.sub(r"(\1)", text[:longest])
    return f"<message>\n{inside}\n</message>"


def parsed(text: str, form: type[R]) -> R | None:
    """The first JSON object in an answer that has the form asked for; None where there is none."""
    decoder = json.JSONDecoder()
    for opening in _OPENING.finditer(text):
        try:
            found, _ = decoder.raw_decode(text, opening.start())
            return form.model_validate(found)
        except (ValueError, ValidationError, RecursionError):
            continue
    return None


def parsed_list(text: str, form: type[R]) -> tuple[R, ...] | None:
    """An answer that is one JSON list of this form, in a code fence or bare; None where it is anything else."""
    fenced = _FENCED.match(text)
    try:
        found = json.loads(fenced[1] if fenced else text)
        json.dumps(found, ensure_ascii=False).encode()  # an escape may hold half a character, which is no text
        return tuple(map(form.model_validate, found)) if isinstance(found, list) else None
    except (ValueError, ValidationError, RecursionError):
        return None
