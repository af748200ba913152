"""The verb over past conversations."""

from __future__ import annotations

from playbook.cli.cases import STATES
from playbook.cli.options import CHANNELS, KINDS, STANCES, TOPICS, Parser, Verbs, as_json, number_from_one, verb


def declare(verbs: Verbs[Parser]) -> None:
    """Declare ``archive``."""
    archive = verb(verbs, "archive", "past conversations", 'playbook archive search "환불 지연" --topic billing')
    acts = archive.add_subparsers(dest="act", metavar="ACT", required=True)
    search = verb(acts, "search", "find conversations", 'playbook archive search "환불 지연" --topic billing')
    search.add_argument("query", nargs="?", default="", metavar="QUERY", help='words; in "quotes", words in a row')
    search.add_argument("--topic", choices=TOPICS)
    search.add_argument("--kind", choices=KINDS)
    search.add_argument("--stance", choices=STANCES)
    search.add_argument("--state", choices=STATES)
    search.add_argument("--channel", choices=CHANNELS)
    search.add_argument("--author", default="", metavar="HANDLE", help="as it is, or as it is shown (ho***ng)")
    search.add_argument("--since", metavar="WHEN", help="messages from then on, as 2027-03-31")
    search.add_argument("--until", metavar="WHEN", help="messages before then")
    search.add_argument("-n", type=number_from_one, default=50, metavar="N", help="how many (default 50)")
    author = verb(
        acts, "author", "all that somebody wrote to us, and its erasure on their request",
        "playbook archive author @gildong --channel x --erase --by 김하나 --reason \"본인 요청\"",
    )  # fmt: skip
    author.add_argument("handle", metavar="HANDLE")
    author.add_argument("--channel", choices=CHANNELS, help="where (default: on all channels)")
    due = verb(acts, "erase-due", "personal data that has been kept long enough", "playbook archive erase-due")
    due.add_argument("--as-of", metavar="WHEN", help="as if it were then, as 2027-03-31 (default: now)")
    for each in (author, due):
        each.add_argument("--erase", action="store_true", help="erase personal data of the cases that are over")
        each.add_argument("--by", metavar="NAME", help="with --erase: who you are")
        each.add_argument("--password-file", metavar="FILE", help="where there are accounts: a file with your password")
        each.add_argument("--reason", default="", metavar="TEXT", help="with --erase: why")
        each.add_argument("--yes", action="store_true", help="with --erase: do not ask")
    changes = verb(acts, "changes", "what people change in what is proposed", "playbook archive changes")
    for each in (search, author, due, changes):
        as_json(each)
