"""Why something was refused, in the words of the interface, and that nothing was lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playbook.errors import PlaybookError
from playbook.records import Lang, Seat
from playbook.review import names
from playbook.screens import words as w
from playbook.screens.document_words import OF_DOCUMENTS
from playbook.screens.issue import moment
from playbook.screens.prose import esc
from playbook.screens.refusal_words import BY_CODE

WORDS = BY_CODE | OF_DOCUMENTS
"""What there are words for, by the code of the error."""


def told(text: str) -> str:
    """A message that something went well."""
    return f'<p class="pb-told" role="status">✓ {esc(text)}</p>' if text else ""


def refused(text: str, lang: Lang) -> str:
    """A message that something was refused, and that nothing was lost."""
    return f'<p class="pb-refused" role="alert"><b>!</b> {esc(text)} {esc(w.KEPT.of(lang))}</p>'


def refusal(error: PlaybookError, lang: Lang) -> str:
    """An error as a message; one that has no words of its own here is a fault of the machine and shown as it is."""
    return refused(said(error, lang), lang)


def said(error: PlaybookError, lang: Lang) -> str:
    """An error in the words of the interface."""
    if error.code not in WORDS:
        return f"{w.FAILED.of(lang)}: {error}"
    return (
        WORDS[error.code].of(lang).format(**{name: _shown(name, value, lang) for name, value in error.details.items()})
    )


def seat(needed: Seat, lang: Lang) -> str:
    """A signature that is needed, in words."""
    if needed.ceo:
        return "대표이사 본인" if lang == "ko" else "the chief executive in person"
    role = names.ROLES[needed.role].of(lang)
    if needed.team is None:
        return role
    team = names.OWNERS[needed.team].of(lang)
    return f"{team} {role}" if lang == "ko" else f"{role}, {team}"


def _shown(name: str, value: Any, lang: Lang) -> str:
    labels: dict[str, Callable[[Any], str]] = {
        "state": lambda state: names.STATES[state].of(lang),
        "verb": lambda verb: names.ACTIONS[verb].of(lang),
        "milestone": lambda step: names.MILESTONES[step].of(lang),
        "roles": lambda roles: ", ".join(names.ROLES[role].of(lang) for role in roles),
        "seats": lambda seats: ", ".join(seat(each, lang) for each in seats),
        "asks": ", ".join,
        "at": moment,
    }
    if name in labels:
        return labels[name](value)
    return f"{value:,}" if isinstance(value, int) else str(value)
