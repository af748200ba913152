"""Checks of a reply: one small file each, all of one shape.

A check takes a ``Proof`` (the text and what is known around it) and yields findings. ``playbook.parts`` puts them in
the order in which a person should read what they say.
"""

from __future__ import annotations

from playbook.reply.checks.ai_notice import AiNotice
from playbook.reply.checks.contested import contested
from playbook.reply.checks.first_figure import first_figure
from playbook.reply.checks.language_mismatch import language_mismatch
from playbook.reply.checks.length import length
from playbook.reply.checks.levity import levity
from playbook.reply.checks.marketing import Marketing
from playbook.reply.checks.missing_parts import missing_parts
from playbook.reply.checks.must_not_say import MustNotSay
from playbook.reply.checks.non_apology import NonApology
from playbook.reply.checks.order import order
from playbook.reply.checks.passive import Passive
from playbook.reply.checks.personal_data import personal_data
from playbook.reply.checks.placement import placement
from playbook.reply.checks.promise_owner import promise_owner
from playbook.reply.checks.proof import Check, Proof
from playbook.reply.checks.register import register
from playbook.reply.checks.unbound import unbound
from playbook.reply.checks.unfilled_slot import unfilled_slot
from playbook.reply.checks.voice import voice

__all__ = [
    "AiNotice",
    "Check",
    "Marketing",
    "MustNotSay",
    "NonApology",
    "Passive",
    "Proof",
    "contested",
    "first_figure",
    "language_mismatch",
    "length",
    "levity",
    "missing_parts",
    "order",
    "personal_data",
    "placement",
    "promise_owner",
    "register",
    "unbound",
    "unfilled_slot",
    "voice",
]
