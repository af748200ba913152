"""One account: what it may do, who stands in, and whether it opens the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import gradio as gr

from playbook import Desk
from playbook.records import Lang, Owner, Person, Role
from playbook.review import names
from playbook.review.accounts import Account
from playbook.screens import people_words as w
from playbook.screens import words
from playbook.screens.people_rows import head
from playbook.screens.prose import esc

Updates = dict[Any, Any]


class Duties:
    """Boxes for roles, teams and whether somebody is the chief executive."""

    def __init__(self, lang: Lang, name: str) -> None:
        roles = [(word.of(lang), role) for role, word in names.ROLES.items()]
        teams = [(word.of(lang), team) for team, word in names.OWNERS.items()]
        self.roles = gr.CheckboxGroup(
            roles, label=w.ROLES.of(lang), info=w.ROLES_HINT.of(lang), elem_id=f"{name}-roles"
        )
        self.teams = gr.CheckboxGroup(teams, label=w.TEAMS.of(lang), elem_id=f"{name}-teams")
        self.ceo = gr.Checkbox(label=w.CEO_LABEL.of(lang), elem_id=f"{name}-ceo")
        self.boxes: list[Any] = [self.roles, self.teams, self.ceo]

    def shown(self, account: Account | None) -> Updates:
        """As they stand; empty without an account."""
        if account is None:
            return {self.roles: [], self.teams: [], self.ceo: False}
        return {self.roles: list(account.roles), self.teams: list(account.teams), self.ceo: account.ceo}


class AccountForm:
    """A panel for one account; ``outputs`` is what ``shown`` fills."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        with gr.Column(visible=False, elem_id="account") as self.panel:
            self.back = gr.Button(w.BACK.of(lang), size="sm", scale=0, min_width=120, elem_id="people-back")
            self.head = gr.HTML(elem_id="account-head", apply_default_css=False)
            self.told = gr.HTML(elem_id="account-told", apply_default_css=False)
            self.secret = Secret(lang, "reset")
            with gr.Column(elem_classes="pb-panel"):
                gr.HTML(f'<h3 class="pb-name">{esc(w.CHANGE.of(lang))}</h3>', apply_default_css=False)
                self.duties = Duties(lang, "account")
                self.deputy = gr.Dropdown(
                    [], label=w.DEPUTY.of(lang), info=w.DEPUTY_HINT.of(lang), filterable=False,
                    elem_id="account-deputy",
                )  # fmt: skip
                self.why = gr.Textbox(label=w.WHY.of(lang), max_length=500, elem_id="account-why")
                self.save = gr.Button(w.SAVE.of(lang), variant="primary", elem_id="account-save")
            with gr.Column(elem_classes="pb-panel"):
                gr.HTML(f'<h3 class="pb-name">{esc(w.ACCESS.of(lang))}</h3>', apply_default_css=False)
                with gr.Row(elem_classes="pb-buttons"):
                    self.unlock = gr.Button(w.UNLOCK.of(lang), size="sm", elem_id="account-unlock")
                    self.reset = gr.Button(w.RESET.of(lang), size="sm", elem_id="account-reset")
                    self.disable = gr.Button(w.DISABLE.of(lang), size="sm", variant="stop", elem_id="account-disable")
                    self.enable = gr.Button(w.ENABLE.of(lang), size="sm", elem_id="account-enable")
        self.outputs: list[Any] = [
            self.panel, self.head, self.told, *self.secret.outputs, *self.duties.boxes, self.deputy, self.why,
            self.unlock, self.disable, self.enable,
        ]  # fmt: skip
        self.given: list[Any] = [*self.duties.boxes, self.deputy, self.why]

    def shown(
        self, account: Account, everybody: Sequence[Account], locks: Mapping[str, datetime], said: str = "",
        secret: str = "",
    ) -> Updates:  # fmt: skip
        """An account as it stands.

        Args:
            account: whose.
            everybody: all accounts; the deputy is one of them.
            locks: until when which are locked.
            said: what has just happened, as HTML.
            secret: a password to show this once.
        """
        others = [each.name for each in everybody if each.id != account.id and not each.disabled]
        if account.deputy and account.deputy not in others:
            others.append(account.deputy)
        locked = locks.get(account.id)
        return {
            self.panel: gr.update(visible=True),
            self.head: head(account, locked, self._lang),
            self.told: said,
            **self.secret.shown(account.name, secret),
            **self.duties.shown(account),
            self.deputy: gr.update(
                choices=[(w.NOBODY.of(self._lang), ""), *((each, each) for each in others)], value=account.deputy
            ),
            self.why: "",
            self.unlock: gr.update(visible=locked is not None),
            self.disable: gr.update(visible=not account.disabled),
            self.enable: gr.update(visible=account.disabled),
        }


class Secret:
    """A password that is shown once, with a button to copy it."""

    def __init__(self, lang: Lang, name: str) -> None:
        self._lang = lang
        with gr.Column(visible=False, elem_classes="pb-asidebox") as self.panel:
            self.said = gr.HTML(apply_default_css=False)
            self.box = gr.Textbox(label=w.SECRET.of(lang), interactive=False, elem_id=f"{name}-secret")
            copy = gr.Button(w.COPY.of(lang), size="sm", elem_id=f"{name}-secret-copy")
        self.outputs: list[Any] = [self.panel, self.said, self.box]
        place = f"#{name}-secret input, #{name}-secret textarea"
        script = f"() => pbCopy('{place}', '#{name}-secret-copy', '{words.COPIED.of(lang)}')"
        copy.click(None, js=script, show_progress="hidden", api_visibility="private")

    def shown(self, name: str = "", secret: str = "") -> Updates:
        """The password of somebody; nothing where it is empty."""
        said = w.SHOWN_ONCE.of(self._lang).format(name=name)
        return {
            self.panel: gr.update(visible=bool(secret)),
            self.said: f'<p role="status">{esc(said)}</p>' if secret else "",
            self.box: secret,
        }


def saved(
    desk: Desk, account: Account, by: Person, roles: Sequence[Role], teams: Sequence[Owner], ceo: bool, deputy: str,
    why: str,
) -> bool:  # fmt: skip
    """Make an account what the boxes say: what is more first, so that nobody is locked out on the way.

    Returns:
        whether anything was different.

    Raises:
        InputError: the deputy has no account in use.
        ReviewError: nobody could grant any more, or there would be two chief executives.
    """
    more = [role for role in roles if role not in account.roles], [team for team in teams if team not in account.teams]
    less = [role for role in account.roles if role not in roles], [team for team in account.teams if team not in teams]
    if deputy != account.deputy:
        desk.name_deputy(account.login, deputy, by, why)
    if any(more) or (ceo and not account.ceo):
        desk.grant(account.login, by, *more, ceo=ceo and not account.ceo, why=why)
    if any(less) or (account.ceo and not ceo):
        desk.revoke(account.login, by, *less, ceo=account.ceo and not ceo, why=why)
    return deputy != account.deputy or any(more) or any(less) or ceo != account.ceo
