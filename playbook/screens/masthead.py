"""Who is at work, at the head of the page."""

from __future__ import annotations

import gradio as gr

from playbook import Desk
from playbook.errors import PlaybookError
from playbook.records import Lang
from playbook.review import names
from playbook.screens import case_words as w
from playbook.screens.prose import esc
from playbook.screens.refusals import said
from playbook.screens.who import logged_in, person_of


def masthead(request: gr.Request, desk: Desk, lang: Lang) -> str:
    """Name, roles and the way out; where nobody logs in, that names are not checked."""
    if not logged_in(request):
        return f'<p class="pb-who"><span aria-hidden="true">◌</span> {esc(w.NO_LOGIN.of(lang))}</p>'
    try:
        person = person_of(request, desk)
    except PlaybookError as error:
        return f'<p class="pb-who">{esc(said(error, lang))}</p>'
    roles = ", ".join(names.ROLES[role].of(lang) for role in person.roles) or w.NO_ROLE.of(lang)
    return (
        f'<p class="pb-who"><b>{esc(person.name)}</b> <span>{esc(roles)}</span> '
        f'<a href="/account?lang={lang}">{esc(w.LOG_OUT.of(lang))}</a></p>'
    )
