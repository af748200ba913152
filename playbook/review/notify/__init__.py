"""Notifications: who outside the page is told that something has happened, and how it gets there.

A notice says what happened, how grave the case is, its id, a link and the clock that runs. It never holds words of a
message or a draft, nor the name of a person. Notices are written with the change that they tell of and delivered
later, at least once each; a receiver tells a repeated one by its ``Idempotency-Key``.
"""

from playbook.review.notify.notices import Digest, Line, Notice, Notifier
from playbook.review.notify.targets import Mail, Target, Webhook

__all__ = ["Digest", "Line", "Mail", "Notice", "Notifier", "Target", "Webhook"]
