"""What is left of a record when the personal data of people outside is taken out of it."""

from __future__ import annotations

from typing import Any

from playbook.language.normalise import normalise
from playbook.language.privacy import mask

FREE = frozenset({
    "text", "parts", "statement", "subject", "words", "what", "note", "notes", "reason", "where", "title",
    "message", "suggest", "beside", "confirmed",
})  # fmt: skip
"""Fields that people write freely, in all records of a case and an issue."""
PLACES = frozenset({"spans", "personal_data", "findings", "signals"})
"""Fields that point into a text by numbers, or quote it by pieces: nothing is left of them."""


def masked(value: Any, *, handles: bool = True) -> Any:
    """A record, as JSON values, without personal data.

    Args:
        value: the record.
        handles: whether the first and last letters of an author's handle stay.
    """
    if isinstance(value, list):
        return [masked(each, handles=handles) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _field(name, inside, handles) for name, inside in value.items()}


def _field(name: str, value: Any, handles: bool) -> Any:
    if name in PLACES and isinstance(value, list):
        return []
    if name == "handle":
        return masked_handle(value) if handles else ""
    if name == "owners" and isinstance(value, dict):  # of promises, by their words
        return {mask(words)[0]: owner for words, owner in value.items()}
    if name in FREE and isinstance(value, str):
        return mask(value)[0]
    if name in FREE and isinstance(value, list):
        return [mask(each)[0] if isinstance(each, str) else masked(each, handles=handles) for each in value]
    return masked(value, handles=handles)


def masked_handle(handle: str) -> str:
    """A handle as it may be shown: ``ho***ng``. How long it is cannot be seen.

    >>> masked_handle("@hong.gildong"), masked_handle("gildong"), masked_handle("길동")
    ('ho***ng', 'gi***ng', '길***')
    """
    plain = plain_handle(handle)
    if len(plain) < 6:
        return f"{plain[:1]}***" if plain else ""
    return f"{plain[:2]}***{plain[-2:]}"


def plain_handle(handle: str) -> str:
    """A handle as it is compared: without the at sign, capitals and blanks around it."""
    return normalise(handle).folded.strip().lstrip("@")
