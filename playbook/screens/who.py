"""Who is at the page: the person of the account, or the name that somebody types where nobody logs in."""

from __future__ import annotations

import gradio as gr

from playbook.desk import Desk
from playbook.errors import InputError, ReviewError
from playbook.records import Person

LONGEST = 80
"""Characters of a name."""


def logged_in(request: gr.Request) -> str:
    """The name of whoever is logged in; empty where nobody has to, and a name is typed instead."""
    name: str | None = request.username
    return name or ""


def source_of(request: gr.Request) -> str:
    """Where somebody acts from, as the log says it."""
    client = request.client
    return f"web {client.host if client else 'unknown'}"


def person_of(request: gr.Request, desk: Desk, typed: str | None = "") -> Person:
    """Who acts.

    Args:
        request: what the handler was asked with.
        desk: the desk.
        typed: the name in the box of the page; it counts only where nobody logs in.

    Raises:
        InputError: nobody logs in here, and no name was typed.
        ReviewError: the account is no longer in use, or there are accounts by now and nobody is logged in.
    """
    name = logged_in(request)
    if name:
        return desk.person(name, source_of(request)).model_copy(update={"verified": True})
    if request.username is None or desk.store.has_accounts():
        raise ReviewError("People log in here by now; load the page again, and log in.", code="log_in_again")
    name = (typed or "").strip()
    if not name:
        raise InputError("Write a name first: the record has to say who did it.", code="no_name")
    if len(name) > LONGEST:
        raise InputError(f"A name has up to {LONGEST} characters, not {len(name)}.", code="long_name")
    return desk.person(name, source_of(request))
