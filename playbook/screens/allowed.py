"""What the roles of whoever is at the page allow beside the cases; the rest says who may."""

from __future__ import annotations

import gradio as gr

from playbook.desk import Desk
from playbook.errors import PlaybookError
from playbook.records import Lang, Person, Role
from playbook.review import names
from playbook.review.approvals import EVERY_ROLE
from playbook.review.grants import HOLDERS, Area, holding, may
from playbook.screens import allowed_words as w
from playbook.screens.prose import esc
from playbook.screens.refusals import refusal
from playbook.screens.who import logged_in, person_of


def acting(request: gr.Request, desk: Desk, typed: str | None, area: Area) -> Person:
    """Who acts, where they may.

    Raises:
        InputError: nobody logs in here, and no name was typed.
        ReviewError: it is not theirs to do, or they have to log in again.
    """
    return holding(person_of(request, desk, typed), area)


def roles_at(request: gr.Request, desk: Desk) -> tuple[Role, ...]:
    """The roles of whoever looks at the page; where nobody logs in, all of them.

    Raises:
        ReviewError: the account is no longer in use, or people log in here by now.
    """
    if logged_in(request) or desk.store.has_accounts():
        return person_of(request, desk).roles
    return EVERY_ROLE


def sees(request: gr.Request, desk: Desk, area: Area) -> bool:
    """Whether it is shown to whoever looks at the page."""
    try:
        return may(roles_at(request, desk), area)
    except PlaybookError:
        return False


def closed(request: gr.Request, desk: Desk, area: Area, lang: Lang) -> str:
    """Why something is not shown, and who may: as HTML; nothing where it is shown."""
    try:
        if may(roles_at(request, desk), area):
            return ""
    except PlaybookError as error:
        return refusal(error, lang)
    roles = ", ".join(name.of(lang) for role, name in names.ROLES.items() if role in HOLDERS[area])
    said = w.WHO_MAY.of(lang).format(what=w.AREAS[area].of(lang), roles=roles)
    return f'<p class="pb-empty" role="note">{esc(said)}</p>'
