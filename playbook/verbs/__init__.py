"""What each verb of the command line does, imported when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module

Run = Callable[[argparse.Namespace], int]


def _in(module: str, name: str) -> Callable[[], Run]:
    def load() -> Run:
        run: Run = getattr(import_module(f"playbook.verbs.{module}"), name)
        return run

    return load


VERBS: dict[str, Callable[[], Run]] = {
    "serve": _in("single", "serve"),
    "triage": _in("bulk", "triage"),
    "draft": _in("bulk", "draft"),
    "mask": _in("bulk", "mask"),
    "check": _in("single", "check"),
    "search": _in("single", "search"),
    "case": _in("cases", "case"),
    "issue": _in("issue", "issue"),
    "audit": _in("audit", "audit"),
    "archive": _in("archive", "archive"),
    "notify": _in("notify", "notify"),
    "users": _in("people", "users"),
    "knowledge": _in("knowledge", "knowledge"),
    "rules": _in("single", "rules"),
    "eval": _in("single", "evaluate"),
    "doctor": _in("single", "doctor"),
}
