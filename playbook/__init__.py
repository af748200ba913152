"""Playbook: triage, stance, evidence, draft, checks and review for people who answer when a company is under fire."""

from __future__ import annotations

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
