"""The command line: ``playbook VERB``.

Ends with 0 when done, 1 when done and something was found (a lint error, a failed scenario, a refused row), 2 for
bad input or set-up, with one line on standard error. Only the standard library is imported until a verb runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from playbook.errors import PlaybookError

CHANNELS = (
    "x", "threads", "instagram", "facebook", "youtube", "naver_blog", "naver_cafe", "kakao_channel", "sms",
    "google_play", "app_store", "email", "web_form", "press", "community",
)  # fmt: skip
FORMATS = ("jsonl", "csv", "tsv", "xlsx", "parquet")
TOPICS = (
    "product_quality", "safety", "outage", "delivery", "billing", "privacy", "labeling", "staff_conduct", "support",
    "policy", "finance", "labor", "executive", "ethics", "legal", "other",
)  # fmt: skip
PASSAGES = ("guideline", "case", "reply")
STATUSES = ("confirmed", "unconfirmed", "must_not_say")
STANCES = ("transparency", "action_plan", "escalate_cs", "acknowledge", "monitor")
MODES = ("confirm", "deny", "unknown", "admit", "fix", "hand_over", "thank", "answer")
SPEAKERS = ("brand", "member", "ceo")
KINDS = ("complaint", "inquiry", "suggestion", "praise", "rumor", "allegation", "incident", "abuse", "spam")


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with an argument; its own class would print the whole usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`.\n")


def parser() -> argparse.ArgumentParser:
    """All verbs and their options."""
    top = _Parser(
        prog="playbook",
        description="Triage, stance, evidence and drafts for people who answer when a company is under fire.",
        epilog="`playbook VERB --help` shows an example of each verb.",
    )
    top.add_argument("--version", action="store_true", help="print the version")
    verbs = top.add_subparsers(dest="verb", metavar="VERB")

    serve = _verb(verbs, "serve", "the web app", "playbook serve --port 8080")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument("--port", type=int, default=7860)

    triage = _verb(verbs, "triage", "label messages", "playbook triage reviews.csv -o labels.xlsx")
    _files(triage)

    draft = _verb(verbs, "draft", "triage, citations, draft and findings", "playbook draft inbox.jsonl -o drafts.jsonl")
    _files(draft)
    draft.add_argument("--channel", choices=CHANNELS, help="where the reply will stand (default: the message's own)")
    draft.add_argument("--lang", choices=("ko", "en", "auto"), default="auto", help="language of the reply")
    draft.add_argument("--mode", choices=MODES, help="what the reply does about it (default: as the decision asks)")
    draft.add_argument("--speaker", choices=SPEAKERS, default="brand", help="who speaks (default: brand)")
    draft.add_argument("--statements", metavar="DIR", help="write full statements into this folder, as DOCX")

    check = _verb(verbs, "check", "look over a reply that a person wrote", "playbook check reply.txt --channel x")
    check.add_argument("input", nargs="?", default="-", metavar="IN", help="a text file (one reply), JSON Lines, or -")
    check.add_argument("--channel", choices=CHANNELS, default="web_form")
    check.add_argument("--topic", choices=TOPICS)
    check.add_argument("--severity", type=int, choices=(1, 2, 3, 4))
    _json(check)

    mask = _verb(verbs, "mask", "replace personal data by typed marks", "playbook mask inbox.csv -o masked.csv")
    _files(mask)

    search = _verb(
        verbs, "search", "find guidelines and precedents", 'playbook search "소문이 돌 때 어떻게 답하나" -k 3'
    )
    search.add_argument("query", metavar="QUERY", help="a question, or - for JSON Lines of {id, query}")
    search.add_argument("-k", type=int, default=5, metavar="N", help="how many (default 5)")
    search.add_argument("--kind", choices=PASSAGES, help="only passages of this kind")
    search.add_argument("--topic", choices=TOPICS, help="only passages that serve this topic")
    search.add_argument("--stance", choices=STANCES, help="only passages that serve this stance")
    search.add_argument("--message-kind", choices=KINDS, help="only passages that serve this kind of message")
    _json(search)

    knowledge = _verb(verbs, "knowledge", "the cards of the library", "playbook knowledge show case:emart-beef-2010")
    acts = knowledge.add_subparsers(dest="act", metavar="ACT", required=True)
    _json(_verb(acts, "list", "all cards", "playbook knowledge list"))
    show = _verb(acts, "show", "one passage or card", "playbook knowledge show guideline:ceo-complaint-tips-5")
    show.add_argument("id", metavar="ID")
    _json(show)
    add = _verb(acts, "add", "take in documents of your own", "playbook knowledge add manual.docx statements/")
    add.add_argument("paths", nargs="+", metavar="PATH", help="Markdown, text, HTML, DOCX, PDF, or a folder of them")
    add.add_argument("--kind", choices=PASSAGES, default="guideline", help="what they are (default: guideline)")
    add.add_argument("--expires", metavar="DAY", help="last day on which they hold, as 2027-03-31")
    add.add_argument("--show", type=int, default=20, metavar="N", help="passages of each to show (default 20)")
    add.add_argument("--dry-run", action="store_true", help="show what would be added, and stop")
    add.add_argument("--yes", action="store_true", help="do not ask (nothing is asked where nobody can answer)")
    remove = _verb(acts, "remove", "take cards of your own out again", "playbook knowledge remove manual")
    remove.add_argument("ids", nargs="+", metavar="ID")
    _json(_verb(acts, "gaps", "messages that no guidance covers", "playbook knowledge gaps"))
    _verb(acts, "index", "build the index now, going on where it stopped", "playbook knowledge index")
    _json(_verb(acts, "check", "prove that cards, citations and sources hold together", "playbook knowledge check"))

    _issue(verbs)
    rules = _verb(verbs, "rules", "the rule files", "playbook rules explain stance.rumor")
    ruling = rules.add_subparsers(dest="act", metavar="ACT", required=True)
    _json(_verb(ruling, "check", "validate every file and run the examples of every signal", "playbook rules check"))
    explain = _verb(
        ruling, "explain", "what a rule or signal does and what proves it", "playbook rules explain stance.rumor"
    )
    explain.add_argument("id", metavar="ID")
    _json(explain)

    evaluate = _verb(verbs, "eval", "scenario tests", "playbook eval complaints --report report.html")
    evaluate.add_argument(
        "suites", nargs="*", metavar="SUITE", help="suite names or YAML files (default: all that ship)"
    )
    evaluate.add_argument("--report", metavar="OUT.html")
    evaluate.add_argument("--junit", metavar="OUT.xml")
    evaluate.add_argument("--baseline", metavar="FILE", help="a JSON report of before: says what got better or worse")
    evaluate.add_argument("--errors", action="store_true", help="show each wrong field with the rules that decided")
    _json(evaluate)

    _json(
        _verb(verbs, "doctor", "what is installed and in use, and that nothing leaves this machine", "playbook doctor")
    )
    return top


def _issue(verbs: argparse._SubParsersAction[_Parser]) -> None:
    issue = _verb(verbs, "issue", "facts and promises of one event", "playbook issue promises --overdue")
    acts = issue.add_subparsers(dest="act", metavar="ACT", required=True)
    _json(_verb(acts, "list", "all issues, latest first", "playbook issue list"))
    show = _verb(acts, "show", "facts, cases and promises of an issue", "playbook issue show i-1a2b3c4d")
    show.add_argument("id", metavar="ID")
    show.add_argument("--history", action="store_true", help="earlier versions of facts, too")
    start = _verb(acts, "open", "open an issue", 'playbook issue open "물류센터 화재"')
    start.add_argument("title", metavar="TITLE")
    add = _verb(
        acts, "add-fact", "add a fact", 'playbook issue add-fact i-1a2b3c4d "부상자 2명" --by 김하나 --source 소방서'
    )
    add.add_argument("id", metavar="ID")
    add.add_argument("statement", metavar="STATEMENT")
    change = _verb(
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
    promises = _verb(acts, "promises", "what approved replies have promised", "playbook issue promises --overdue")
    promises.add_argument("id", nargs="?", metavar="ID", help="of this issue only")
    promises.add_argument("--due-before", metavar="WHEN", help="due before a day or moment, as 2027-03-31T18:00")
    promises.add_argument("--overdue", action="store_true", help="only those that should have been kept by now")
    promises.add_argument("--all", action="store_true", help="those that were kept or dropped, too")
    keep = _verb(acts, "keep", "note that a promise was kept", "playbook issue keep c-12.3.1 --by 김하나")
    keep.add_argument("--note", default="", metavar="TEXT", help="what was done")
    follow = _verb(acts, "follow-up", "the start of a report on a promise", "playbook issue follow-up c-12.3.1")
    for each in (keep, follow):
        each.add_argument("promise", metavar="PROMISE")
    joined = _verb(acts, "join", "put a case to an issue", "playbook issue join c-12 i-1a2b3c4d --by 김하나")
    joined.add_argument("case", metavar="CASE")
    joined.add_argument("id", metavar="ID")
    posted = _verb(
        acts, "posted", "note that a person has posted an approved reply", "playbook issue posted c-12 --by 김하나"
    )
    posted.add_argument("case", metavar="CASE")
    for each in (keep, joined, posted):
        each.add_argument("--by", required=True, metavar="NAME", help="who did it")
    for each in (show, start, add, change, promises, keep, follow, joined, posted):
        _json(each)


def _verb(verbs: argparse._SubParsersAction[_Parser], name: str, does: str, example: str) -> _Parser:
    return verbs.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.", epilog=f"Example: {example}")


def _files(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("input", nargs="?", default="-", metavar="IN", help="JSON Lines, CSV, TSV, XLSX, Parquet, or -")
    verb.add_argument(
        "-o", "--output", metavar="OUT", help="where to write (- for standard output; default: a table to read)"
    )
    verb.add_argument("--format", choices=FORMATS, help="format of IN where its ending does not say")
    _json(verb)


def _json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="print JSON for a program")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    top = parser()
    given = top.parse_args(arguments)
    if given.version:
        from playbook import __version__

        print(f"playbook {__version__}")
        return 0
    if given.verb is None:
        top.print_help()
        return 2
    try:
        return _run(given)
    except PlaybookError as error:
        print(f"playbook {given.verb}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(f"playbook {given.verb}: stopped; what was written so far is whole lines.", file=sys.stderr)
        return 130


def _run(given: argparse.Namespace) -> int:
    from playbook.verbs import VERBS

    run: Callable[[argparse.Namespace], int] = VERBS[given.verb]()
    return run(given)


if __name__ == "__main__":
    sys.exit(main())
