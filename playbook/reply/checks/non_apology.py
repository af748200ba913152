"""Words that make an apology backfire, from ``rules/checks/non_apology.yaml``."""

from __future__ import annotations

from playbook.reply.checks.phrases import Phrases


class NonApology(Phrases):
    """Excuses, conditions, minimising, blame, threats and what is pasted in."""

    name = "non_apology"
