"""People: one's own account for everybody, all of them for admins, and how to begin where nobody logs in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from playbook.errors import InputError, PlaybookError
from playbook.records import Bilingual, Lang, Person
from playbook.review.accounts import Account
from playbook.screens import people_rows as rows
from playbook.screens import people_words as w
from playbook.screens.account_form import AccountForm, Duties, Secret, Updates, saved
from playbook.screens.allowed import acting, closed
from playbook.screens.editor import QUIET
from playbook.screens.picks import PICK, to
from playbook.screens.refusals import refusal, told
from playbook.screens.warm import WarmDesk
from playbook.screens.who import LONGEST, logged_in


class PeopleScreen:
    """The screen of accounts."""

    def __init__(self, warm: WarmDesk, lang: Lang, tab: gr.Tab) -> None:
        self._warm, self._lang = warm, lang
        self.chosen = gr.State("")
        self.own = gr.HTML(elem_id="own-account", apply_default_css=False)
        with gr.Column(visible=False, elem_classes="pb-panel", elem_id="people-panel") as self.panel:
            self.list = gr.HTML(elem_id="people", apply_default_css=False, js_on_load=PICK)
            with gr.Accordion(w.NEW.of(lang), open=False, elem_id="person-new"):
                with gr.Row(elem_classes="pb-filters"):
                    self.new = [
                        gr.Textbox(
                            label=label.of(lang), info=hint.of(lang), max_length=most, min_width=200, elem_id=elem_id
                        )
                        for label, hint, most, elem_id in (
                            (w.LOGIN, w.LOGIN_HINT, 40, "new-login"), (w.NAME, w.NAME_HINT, 80, "new-name"),
                            (w.EMAIL, w.EMAIL_HINT, 254, "new-email"),
                        )
                    ]  # fmt: skip
                self.duties = Duties(lang, "new")
                self.add = gr.Button(w.ADD.of(lang), variant="primary", elem_id="new-add")
            self.told = gr.HTML(elem_id="people-told", apply_default_css=False)
            self.secret = Secret(lang, "new")
        self.form = AccountForm(lang)
        self._wire(tab)

    def _wire(self, tab: gr.Tab) -> None:
        form, once = self.form, {"trigger_mode": "once", **QUIET}
        listing = [self.own, self.panel, self.list, self.told, *self.secret.outputs]
        everything = [*listing, *form.outputs, self.chosen]
        tab.select(self.entered, None, everything, **QUIET)
        self.list.select(self.picked, None, everything, **QUIET).then(None, js=to("account-title"), **QUIET)
        form.back.click(self.entered, None, everything, **QUIET)
        self.add.click(self.added, [*self.new, *self.duties.boxes], [*listing, *self.new, *self.duties.boxes], **once)
        form.save.click(self.save, [self.chosen, *form.given], everything, **once)
        acts: tuple[tuple[gr.Button, str, Bilingual], ...] = (
            (form.disable, "disable", w.DISABLED_NOW), (form.enable, "enable", w.ENABLED_NOW),
            (form.unlock, "unlock", w.UNLOCKED),
        )  # fmt: skip
        for button, verb, said in acts:
            button.click(self._doing(verb, said), [self.chosen, form.why], everything, **once)
        form.reset.click(self.reset, [self.chosen, form.why], everything, **once)

    def entered(self, request: gr.Request) -> Updates:
        """One's own account, and for admins all of them."""
        hidden = {self.form.panel: gr.update(visible=False), **self.form.secret.shown(), self.chosen: ""}
        return {**hidden, **self._listed(request)}

    def _listed(self, request: gr.Request) -> Updates:
        desk, lang = self._warm.cold, self._lang
        login = logged_in(request)
        accounts = desk.accounts()
        mine = next((each for each in accounts if login and each.name == login), None)
        if mine is None and not accounts:
            return {self.own: rows.beginning(lang), self.panel: gr.update(visible=False)}
        shut = closed(request, desk, "people", lang)
        locks = desk.store.locks(datetime.now(UTC))
        return {
            self.own: (rows.own(mine, lang) if mine else "") + shut,
            self.panel: gr.update(visible=not shut),
            self.list: "" if shut else rows.listed(accounts, locks, lang),
            self.told: "",
            **self.secret.shown(),
        }

    def picked(self, request: gr.Request, event: gr.EventData) -> Updates:
        """One account to change."""
        try:
            acting(request, self._warm.cold, "", "people")
            return self._opened(event.pick)
        except PlaybookError as error:
            return {self.told: refusal(error, self._lang)}

    def _opened(self, account_id: str, said: str = "", secret: str = "") -> Updates:
        desk = self._warm.cold
        shown = self.form.shown(
            self._account(account_id), desk.accounts(), desk.store.locks(datetime.now(UTC)), said, secret
        )
        return {**shown, self.panel: gr.update(visible=False), self.chosen: account_id, **self.secret.shown()}

    def _account(self, account_id: str) -> Account:
        found = next((each for each in self._warm.cold.accounts() if each.id == account_id), None)
        if found is None:
            raise InputError(f"There is no account {account_id!r}.", code="unknown_account", name=account_id)
        return found

    def added(
        self, request: gr.Request, login: str, name: str, email: str, roles: list[Any], teams: list[Any], ceo: bool
    ) -> Updates:
        """A new account, with its password shown once."""
        desk = self._warm.cold
        try:
            by = acting(request, desk, "", "people")
            name = (name or "").strip()
            if not name:
                raise InputError("An account needs the name of whose it is.", code="name_missing")
            if len(name) > LONGEST:
                raise InputError(f"A name has up to {LONGEST} characters, not {len(name)}.", code="long_name")
            account, secret = desk.add_account(
                login or "", name, by, email=email or "", roles=roles, teams=teams, ceo=ceo
            )
        except PlaybookError as error:
            return {self.told: refusal(error, self._lang), **self.secret.shown()}
        return {
            **self._listed(request),
            **dict.fromkeys(self.new, ""),
            **self.duties.shown(None),
            self.told: told(w.ADDED.of(self._lang).format(name=account.name)),
            **self.secret.shown(account.name, secret),
        }

    def save(
        self, request: gr.Request, chosen: str, roles: list[Any], teams: list[Any], ceo: bool, deputy: str, why: str
    ) -> Updates:
        """Roles, teams and deputy as the boxes say."""

        def change(by: Person) -> None:
            if not saved(self._warm.cold, self._account(chosen), by, roles, teams, ceo, deputy or "", why or ""):
                raise InputError("Nothing would change.", code="grant_nothing")

        return self._act(request, chosen, change, w.SAVED)

    def _doing(self, verb: str, said: Bilingual) -> Callable[..., Updates]:
        def act(request: gr.Request, chosen: str, why: str) -> Updates:
            change = getattr(self._warm.cold, verb)
            return self._act(request, chosen, lambda by: change(self._account(chosen).login, by, why=why or ""), said)

        return act

    def reset(self, request: gr.Request, chosen: str, why: str) -> Updates:
        """Another password, shown once."""
        made: list[str] = []

        def change(by: Person) -> None:
            made.append(self._warm.cold.reset_password(self._account(chosen).login, by, why=why or "")[1])

        found = self._act(request, chosen, change, w.RESET_NOW)
        return {**found, **self.form.secret.shown(self._account(chosen).name, made[0])} if made else found

    def _act(self, request: gr.Request, chosen: str, change: Callable[[Person], object], said: Bilingual) -> Updates:
        try:
            change(acting(request, self._warm.cold, "", "people"))
            return self._opened(chosen, told(said.of(self._lang)))
        except PlaybookError as error:
            return {self.form.told: refusal(error, self._lang), **self.form.secret.shown()}
