"""Selling to people who were hurt, from ``rules/checks/marketing.yaml``."""

from __future__ import annotations

from playbook.reply.checks.phrases import Phrases


class Marketing(Phrases):
    """Events, sales, products, hashtags and slogans in a reply to an incident, a danger or a grave matter."""

    name = "marketing"
