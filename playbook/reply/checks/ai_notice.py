"""Replies that a machine wrote or sent, from ``rules/checks/ai_notice.yaml``."""

from __future__ import annotations

from playbook.reply.checks.phrases import Phrases


class AiNotice(Phrases):
    """A note where a machine does not say what it is, or speaks as a person."""

    name = "ai_notice"
