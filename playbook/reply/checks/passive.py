"""Faults that happen by themselves, from ``rules/checks/passive.yaml``."""

from __future__ import annotations

from playbook.reply.checks.phrases import Phrases


class Passive(Phrases):
    """A fault that the stance admits and that no sentence ascribes to the company."""

    name = "passive"
