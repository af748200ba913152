"""Checks of a reply: one small file each, all of one shape.

A check takes a ``Proof`` (the text and what is known around it) and yields findings. ``ALL`` lists them in the
order in which a person should read what they say.
"""

from __future__ import annotations

from playbook.reply.checks.language_mismatch import language_mismatch
from playbook.reply.checks.length import length
from playbook.reply.checks.missing_parts import missing_parts
from playbook.reply.checks.non_apology import NonApology
from playbook.reply.checks.personal_data import personal_data
from playbook.reply.checks.proof import Check, Proof
from playbook.reply.checks.register import register
from playbook.reply.checks.unbound import unbound
from playbook.reply.checks.unfilled_slot import unfilled_slot

__all__ = [
    "Check",
    "NonApology",
    "Proof",
    "language_mismatch",
    "length",
    "missing_parts",
    "personal_data",
    "register",
    "unbound",
    "unfilled_slot",
]
