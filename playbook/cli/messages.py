"""Verbs over messages and replies."""

from __future__ import annotations

from playbook.cli.options import CHANNELS, MODES, SPEAKERS, TOPICS, Parser, Verbs, as_json, files, number_from_one, verb


def declare(verbs: Verbs[Parser]) -> None:
    """Declare ``triage``, ``draft``, ``check`` and ``mask``."""
    triage = verb(verbs, "triage", "label messages", "playbook triage reviews.csv -o labels.xlsx")
    files(triage)

    draft = verb(verbs, "draft", "triage, citations, draft and findings", "playbook draft inbox.jsonl -o drafts.jsonl")
    files(draft)
    draft.add_argument("--channel", choices=CHANNELS, help="where the reply will stand (default: the message's own)")
    draft.add_argument("--lang", choices=("ko", "en", "auto"), default="auto", help="language of the reply")
    draft.add_argument("--mode", choices=MODES, help="what the reply does about it (default: as the decision asks)")
    draft.add_argument("--speaker", choices=SPEAKERS, default="brand", help="who speaks (default: brand)")
    draft.add_argument("--statements", metavar="DIR", help="write full statements into this folder, as DOCX")
    draft.add_argument(
        "--parallel", type=number_from_one, default=4, metavar="N",
        help="messages that a language model is asked about at once (default 4)",
    )  # fmt: skip

    check = verb(verbs, "check", "look over a reply that a person wrote", "playbook check reply.txt --channel x")
    check.add_argument("input", nargs="?", default="-", metavar="IN", help="a text file (one reply), JSON Lines, or -")
    check.add_argument("--channel", choices=CHANNELS, default="web_form")
    check.add_argument("--topic", choices=TOPICS)
    check.add_argument("--severity", type=int, choices=(1, 2, 3, 4))
    as_json(check)

    mask = verb(verbs, "mask", "replace personal data by typed marks", "playbook mask inbox.csv -o masked.csv")
    files(mask)
