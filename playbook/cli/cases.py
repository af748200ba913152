"""The verb over cases: the review desk without the browser."""

from __future__ import annotations

from playbook.cli.options import CHANNELS, Parser, Verbs, as_json, number_from_one, verb

STATES = (
    "received", "drafted", "in_review", "returned", "approved", "rejected", "sent", "withdrawn", "closed",
)  # fmt: skip
AUTHORS = ("customer", "employee", "press", "investor", "partner", "regulator", "fan", "unknown")
TEAMS = ("cs", "pr", "legal", "product", "security", "safety", "ir", "hr", "executive")
MARKS = ("acknowledged", "investigated", "reported", "notified")


def declare(verbs: Verbs[Parser]) -> None:
    """Declare ``case``."""
    case = verb(
        verbs, "case", "the review desk: one case from message to closing", "playbook case list --state in_review"
    )
    acts = case.add_subparsers(dest="act", metavar="ACT", required=True)
    _looking(acts)
    _wording(acts)
    _steps(acts)


def _looking(acts: Verbs[Parser]) -> None:
    listed = verb(acts, "list", "cases, gravest first", "playbook case list --state in_review")
    listed.add_argument("--state", action="append", choices=STATES, help="only in this state; may be repeated")
    listed.add_argument("--issue", metavar="ISSUE", help="only of this issue")
    listed.add_argument("-n", type=number_from_one, default=50, metavar="N", help="how many (default 50)")
    as_json(listed)
    show = _on_case(
        acts, "show", "message, judgement, draft, findings, signatures", "playbook case show c-1a2b3c4d5e6f"
    )
    show.add_argument("--original", action="store_true", help="the message as it came in, personal data and all")
    _on_case(acts, "versions", "every wording of a case", "playbook case versions c-1a2b3c4d5e6f")
    diff = _on_case(acts, "diff", "what was changed between two wordings", "playbook case diff c-1a2b3c4d5e6f 1 3")
    diff.add_argument("old", nargs="?", type=number_from_one, metavar="OLD", help="a version (default: last approved)")
    diff.add_argument("new", nargs="?", type=number_from_one, metavar="NEW", help="a version (default: as it stands)")


def _wording(acts: Verbs[Parser]) -> None:
    receive = verb(acts, "receive", "take a message in", "playbook case receive letter.txt --channel email --by 김하나")
    receive.add_argument("input", nargs="?", default="-", metavar="IN", help="a text file, or - (default)")
    receive.add_argument("--channel", choices=CHANNELS, help="where it came from")
    receive.add_argument("--author", choices=AUTHORS, default="unknown", help="who wrote it")
    receive.add_argument("--handle", default="", metavar="NAME", help="name of the author's account")
    receive.add_argument("--followers", type=int, default=0, metavar="N")
    receive.add_argument("--posted-at", metavar="WHEN", help="when it was written, as 2027-03-31T18:00")
    _by(receive)
    _deciding(acts, "draft", "have a reply drafted", "playbook case draft c-1a2b3c4d5e6f --by 김하나")
    for name, does in (
        ("edit", "put another wording in the place of the draft"), ("submit", "send the reply to review"),
        ("approve", "sign the reply"),
    ):  # fmt: skip
        one = _deciding(acts, name, does, f"playbook case {name} c-1a2b3c4d5e6f --by 김하나")
        one.add_argument("--text", metavar="FILE", help="the new wording; - for standard input")
        one.add_argument("--statement", metavar="FILE", help="the new wording of the statement; an empty one drops it")
        one.add_argument("--subject", metavar="TEXT", help="the new subject line")
        one.add_argument(
            "--slot", action="append", default=[], metavar="ASK=VALUE", help="what to fill a slot with, by what it asks"
        )
        one.add_argument("--fact", action="append", default=[], metavar="TEXT", help="a further fact you vouch for")
        one.add_argument(
            "--owner", action="append", default=[], metavar="[WORDS=]NAME",
            help="who keeps a promise, by its words; without words, all others",
        )  # fmt: skip
        if name == "approve":
            one.add_argument(
                "--as", dest="seat", default="", metavar="ROLE|RULE",
                help="the seat to sign in, where more than one is yours (default: the first)",
            )  # fmt: skip


def _steps(acts: Verbs[Parser]) -> None:
    for name, does in (
        ("return", "give the reply back to its author"), ("reject", "turn the reply down"),
        ("close", "close the case"), ("reopen", "take a case up again"), ("withdraw", "give the case up"),
        ("escalate", "call in whoever stands above"),
        ("erase", "erase the personal data of whoever wrote; what was signed, by whom and when, stays"),
    ):  # fmt: skip
        _deciding(acts, name, does, f'playbook case {name} c-1a2b3c4d5e6f --by 김하나 --reason "…"')
    record = _deciding(
        acts, "record", "note that a person has sent the reply",
        "playbook case record c-1a2b3c4d5e6f --where https://x.com/p/1 --text sent.txt --by 김하나",
    )  # fmt: skip
    record.add_argument("--where", required=True, metavar="ADDRESS", help="where it went out")
    record.add_argument("--text", metavar="FILE", help="the final text as it stands there (default: as approved)")
    record.add_argument("--sent-at", metavar="WHEN", help="when it went out, as 2027-03-31T18:00 (default: now)")
    assign = _deciding(
        acts, "assign", "say who has it in hand", "playbook case assign c-1a2b3c4d5e6f 박두리 --by 김하나"
    )
    assign.add_argument("to", nargs="?", default="", metavar="NAME", help="who (default: nobody)")
    hand = _deciding(
        acts, "hand-over", "give it to a department",
        'playbook case hand-over c-1a2b3c4d5e6f cs --by 김하나 --reason "환불 확인 필요"',
    )  # fmt: skip
    hand.add_argument("team", choices=TEAMS, metavar="TEAM", help=", ".join(TEAMS))
    mark = _deciding(acts, "mark", "note a step", "playbook case mark c-1a2b3c4d5e6f acknowledged --by 김하나")
    mark.add_argument("milestone", choices=MARKS, metavar="STEP", help=", ".join(MARKS))
    overrule = _deciding(
        acts, "overrule", "set a warning or a note aside",
        'playbook case overrule c-1a2b3c4d5e6f 2 --by 김하나 --reason "계약서로 확인함"',
    )  # fmt: skip
    overrule.add_argument("finding", nargs="+", type=number_from_one, metavar="N", help="its number in `case show`")
    comment = _on_case(
        acts, "comment", "leave an internal note", 'playbook case comment c-1 "법무에 물었습니다" --by 김하나'
    )
    comment.add_argument("text", metavar="TEXT", help="the note; - for standard input")
    comment.add_argument("--to", default="", metavar="NAME", help="who it is meant for")
    _by(comment)


def _on_case(acts: Verbs[Parser], name: str, does: str, example: str) -> Parser:
    one = verb(acts, name, does, example)
    one.add_argument("id", metavar="CASE")
    as_json(one)
    return one


def _by(one: Parser) -> None:
    one.add_argument("--by", required=True, metavar="NAME", help="who you are")
    one.add_argument("--password-file", metavar="FILE", help="where there are accounts: a file with your password")
    if one.prog.endswith("receive"):
        as_json(one)


def _deciding(acts: Verbs[Parser], name: str, does: str, example: str) -> Parser:
    one = _on_case(acts, name, does, example)
    _by(one)
    one.add_argument("--reason", default="", metavar="TEXT", help="why")
    one.add_argument(  # `playbook --version` has the plain name
        "--version", dest="seen", type=int, metavar="N", help="refuse it if the case has gone on since this version"
    )
    return one
