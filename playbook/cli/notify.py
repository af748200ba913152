"""The verb over notifications."""

from __future__ import annotations

from playbook.cli.options import Parser, Verbs, as_json, verb


def declare(verbs: Verbs[Parser]) -> None:
    """Declare ``notify``."""
    notify = verb(verbs, "notify", "who is told of what, outside the page", "playbook notify list")
    acts = notify.add_subparsers(dest="act", metavar="ACT", required=True)
    send = verb(
        acts, "send", "escalate what is past due and deliver what is waiting, as the web process does by itself",
        "playbook notify send",
    )  # fmt: skip
    shown = verb(acts, "list", "what is waiting and what was given up, and where notifications go",
                 "playbook notify list --all")  # fmt: skip
    shown.add_argument("--all", action="store_true", help="what was delivered, too")
    digest = verb(acts, "digest", "send today's summary now, once a day to each", "playbook notify digest")
    again = verb(acts, "again", "try a notification again that was given up", "playbook notify again o-1a2b3c4d")
    again.add_argument("id", metavar="ID")
    for each in (send, shown, digest, again):
        as_json(each)
