"""The verb over issues."""

from __future__ import annotations

from playbook.cli.options import STATUSES, Parser, Verbs, as_json, verb


def declare(verbs: Verbs[Parser]) -> None:
    """Declare ``issue``."""
    issue = verb(verbs, "issue", "facts and promises of one event", "playbook issue promises --overdue")
    acts = issue.add_subparsers(dest="act", metavar="ACT", required=True)
    as_json(verb(acts, "list", "all issues, latest first", "playbook issue list"))
    show = verb(acts, "show", "facts, cases and promises of an issue", "playbook issue show i-1a2b3c4d")
    show.add_argument("id", metavar="ID")
    show.add_argument("--history", action="store_true", help="earlier versions of facts, too")
    start = verb(acts, "open", "open an issue", 'playbook issue open "물류센터 화재"')
    start.add_argument("title", metavar="TITLE")
    add = verb(
        acts, "add-fact", "add a fact", 'playbook issue add-fact i-1a2b3c4d "부상자 2명" --by 김하나 --source 소방서'
    )
    add.add_argument("id", metavar="ID")
    add.add_argument("statement", metavar="STATEMENT")
    change = verb(
        acts, "change-fact", "put a new version in the place of a fact, and list what stands on it",
        'playbook issue change-fact i-1a2b3c4d.2 --statement "부상자 5명" --by 김하나',
    )  # fmt: skip
    change.add_argument("fact", metavar="FACT")
    change.add_argument("--statement", metavar="STATEMENT", help="what is so now")
    change.add_argument("--withdraw", action="store_true", help="it holds no longer, and nothing takes its place")
    for each in (add, change):
        each.add_argument("--by", required=True, metavar="NAME", help="who vouches for it")
        each.add_argument("--status", choices=STATUSES, help="default: confirmed, or as it was")
        each.add_argument("--source", metavar="SOURCE", help="what it rests on")
    promises = verb(acts, "promises", "what approved replies have promised", "playbook issue promises --overdue")
    promises.add_argument("id", nargs="?", metavar="ID", help="of this issue only")
    promises.add_argument("--due-before", metavar="WHEN", help="due before a day or moment, as 2027-03-31T18:00")
    promises.add_argument("--overdue", action="store_true", help="only those that should have been kept by now")
    promises.add_argument("--all", action="store_true", help="those that were kept or dropped, too")
    keep = verb(acts, "keep", "note that a promise was kept", "playbook issue keep c-12.3.1 --by 김하나")
    keep.add_argument("--note", default="", metavar="TEXT", help="what was done")
    follow = verb(acts, "follow-up", "the start of a report on a promise", "playbook issue follow-up c-12.3.1")
    move = verb(
        acts, "move", "set another moment by which a promise is to be kept",
        'playbook issue move c-12.3.1 2027-03-31T18:00 --by 김하나 --reason "조사 연장을 공지함"',
    )  # fmt: skip
    assign = verb(
        acts, "assign", "give a promise to somebody else to keep",
        'playbook issue assign c-12.3.1 박두리 --by 김하나 --reason "담당 변경"',
    )  # fmt: skip
    for each in (keep, follow, move, assign):
        each.add_argument("promise", metavar="PROMISE")
    move.add_argument("due", metavar="WHEN", help="a day or moment, as 2027-03-31T18:00, in Seoul")
    assign.add_argument("to", metavar="NAME", help="who keeps it now")
    joined = verb(acts, "join", "put a case to an issue", "playbook issue join c-12 i-1a2b3c4d --by 김하나")
    joined.add_argument("case", metavar="CASE")
    joined.add_argument("id", metavar="ID")
    close = verb(
        acts, "close", "note that an event is over",
        'playbook issue close i-1a2b3c4d --by 김하나 --reason "조사 결과까지 알림"',
    )  # fmt: skip
    reopen = verb(
        acts, "reopen", "go on with an issue that was closed",
        'playbook issue reopen i-1a2b3c4d --by 김하나 --reason "새 피해 접수"',
    )  # fmt: skip
    close.add_argument("--reason", default="", metavar="TEXT", help="why; needed where something is left to do")
    for each in (reopen, move, assign):
        each.add_argument("--reason", default="", metavar="TEXT", help="why; needed")
    for each in (close, reopen):
        each.add_argument("id", metavar="ID")
    for each in (keep, move, assign, joined, close, reopen):
        each.add_argument("--by", required=True, metavar="NAME", help="who you are")
    start.add_argument("--by", default="", metavar="NAME", help="who opens it (needed where there are accounts)")
    for each in (start, add, change, keep, move, assign, joined, close, reopen):
        each.add_argument("--password-file", metavar="FILE", help="where there are accounts: a file with your password")
    for each in (show, start, add, change, promises, keep, follow, move, assign, joined, close, reopen):
        as_json(each)
