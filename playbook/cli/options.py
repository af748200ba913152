"""Pieces that the verbs of the command line are declared with; only the standard library is imported."""

from __future__ import annotations

import argparse
from typing import NoReturn

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


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with an argument; its own class would print the whole usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`.\n")


Verbs = argparse._SubParsersAction
"""Where verbs are added."""


def verb(verbs: Verbs[Parser], name: str, does: str, example: str) -> Parser:
    return verbs.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.", epilog=f"Example: {example}")


def files(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("input", nargs="?", default="-", metavar="IN", help="JSON Lines, CSV, TSV, XLSX, Parquet, or -")
    verb.add_argument(
        "-o", "--output", metavar="OUT", help="where to write (- for standard output; default: a table to read)"
    )
    verb.add_argument("--format", choices=FORMATS, help="format of IN where its ending does not say")
    as_json(verb)


def as_json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="print JSON for a program")


def number_from_one(said: str) -> int:
    """A whole number that is at least 1."""
    try:
        number = int(said)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{said!r} is no whole number from 1 on")
    return number
