"""What is said beside a list: that it is empty, or that it goes on."""

from __future__ import annotations

import argparse
import sys


def nothing(given: argparse.Namespace, words: str) -> None:
    """Tell a person that there is nothing to show; a program sees it by itself."""
    if not given.json:
        print(words)


def more(given: argparse.Namespace, words: str) -> None:
    """Tell that a list goes on: below it for a person, on standard error beside the JSON for a program."""
    print(words, file=sys.stderr if given.json else sys.stdout)
