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
STANCES = ("transparency", "action_plan", "escalate_cs", "acknowledge", "monitor")
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
