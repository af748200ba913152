"""The command line: ``playbook VERB``.

Ends with 0 when done, 1 when done and something was found (a lint error, a failed scenario, a refused row), 2 for
bad input or set-up, with one line on standard error. Only the standard library is imported until a verb runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from playbook.cli import archive, audit, cases, issues, library, messages, notify, people
from playbook.cli.options import Parser, as_json, verb
from playbook.errors import PlaybookError


def parser() -> Parser:
    """All verbs and their options."""
    top = Parser(
        prog="playbook",
        description="Triage, stance, evidence and drafts for people who answer when a company is under fire.",
        epilog="`playbook VERB --help` shows an example of each verb.",
    )
    top.add_argument("--version", action="store_true", help="print the version")
    verbs = top.add_subparsers(dest="verb", metavar="VERB")

    serve = verb(verbs, "serve", "the web app", "playbook serve --port 8080")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument("--port", type=int, default=7860)
    serve.add_argument("--login", action="store_true", help="ask who people are, even where only this machine can ask")

    for each in (messages, library, cases, issues, audit, archive, notify, people):
        each.declare(verbs)
    as_json(
        verb(verbs, "doctor", "what is installed and in use, and that nothing leaves this machine", "playbook doctor")
    )
    return top


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
