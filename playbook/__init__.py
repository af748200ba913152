"""Playbook: triage, stance, evidence, draft, checks and review for people who answer when a company is under fire."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playbook.desk import Desk
    from playbook.errors import PlaybookError
    from playbook.records import Case, Citation, Decision, Draft, Finding, Message, Triage
    from playbook.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Case",
    "Citation",
    "Decision",
    "Desk",
    "Draft",
    "Finding",
    "Message",
    "PlaybookError",
    "Settings",
    "Triage",
]

_HOMES = {"Desk": "desk", "PlaybookError": "errors", "Settings": "settings"}


def __getattr__(name: str) -> Any:
    """Public names are imported when first asked for, so that `playbook --help` need not wait for them."""
    if name in __all__:
        return getattr(import_module(f"playbook.{_HOMES.get(name, 'records')}"), name)
    raise AttributeError(f"module 'playbook' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
