"""What each verb of the command line does, imported when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Run = Callable[[argparse.Namespace], int]


def _bulk(name: str) -> Callable[[], Run]:
    def load() -> Run:
        from playbook.verbs import bulk

        run: Run = getattr(bulk, name)
        return run

    return load


def _desk_side(name: str) -> Callable[[], Run]:
    def load() -> Run:
        from playbook.verbs import single

        run: Run = getattr(single, name)
        return run

    return load


VERBS: dict[str, Callable[[], Run]] = {
    "serve": _desk_side("serve"),
    "triage": _bulk("triage"),
    "draft": _bulk("draft"),
    "mask": _bulk("mask"),
    "check": _desk_side("check"),
    "search": _desk_side("search"),
    "knowledge": _desk_side("knowledge"),
    "rules": _desk_side("rules"),
    "eval": _desk_side("evaluate"),
    "doctor": _desk_side("doctor"),
}
