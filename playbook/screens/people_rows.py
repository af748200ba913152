"""Accounts as HTML: one's own, the list, and how to begin where nobody logs in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from playbook.records import Lang
from playbook.review import names
from playbook.review.accounts import Account
from playbook.screens import people_words as w
from playbook.screens.issue import moment
from playbook.screens.prose import esc


def beginning(lang: Lang) -> str:
    """How to start with a login."""
    steps = "".join(
        f"<li>{esc(step.of(lang))}" + (f"<br><code>{esc(w.COMMAND.of(lang))}</code>" if not number else "") + "</li>"
        for number, step in enumerate(w.STEPS)
    )
    return (
        f'<section class="pb-card"><h2 class="pb-name">{esc(w.SINGLE.of(lang))}</h2><p>{esc(w.SINGLE_WHY.of(lang))}</p>'
        f'<ol class="pb-numbered">{steps}</ol><p class="pb-hint">{esc(w.KEPT.of(lang))}</p></section>'
    )


def own(account: Account, lang: Lang) -> str:
    """One's own account, and where to change the password."""
    pieces = (
        (w.LOGIN, account.login), (w.EMAIL, account.email), (w.ROLES, _roles(account, lang)),
        (w.TEAMS, _teams(account, lang)), (w.DEPUTY, account.deputy),
    )  # fmt: skip
    rows = "".join(f"<dt>{esc(name.of(lang))}</dt><dd>{esc(value or w.NONE.of(lang))}</dd>" for name, value in pieces)
    return (
        f'<section class="pb-card"><h2 class="pb-name">{esc(w.YOU.of(lang))}: {esc(account.name)}</h2>'
        f'<dl class="pb-facts">{rows}</dl><p><a class="pb-link" href="/password?lang={lang}">'
        f'{esc(w.PASSWORD.of(lang))}</a> <span class="pb-hint">{esc(w.PASSWORD_WHY.of(lang))}</span></p></section>'
    )


def listed(accounts: Sequence[Account], locks: Mapping[str, datetime], lang: Lang) -> str:
    """All accounts by login."""
    items = "".join(f"<li>{_row(each, locks.get(each.id), lang)}</li>" for each in accounts)
    return (
        f'<h2 class="pb-name" id="people-title">{esc(w.LIST.of(lang).format(n=len(accounts)))}</h2>'
        f'<ul class="pb-rows" aria-labelledby="people-title">{items}</ul>'
    )


def _row(account: Account, locked: datetime | None, lang: Lang) -> str:
    return (
        f'<button type="button" class="pb-row" data-pick="{esc(account.id)}"><span class="pb-rowtop">'
        f"<b>{esc(account.name)}</b> <span>{esc(_roles(account, lang) or w.NONE.of(lang))}</span>"
        f'{_states(account, locked, lang)}</span><span class="pb-meta">{_meta(account, lang)}</span></button>'
    )


def head(account: Account, locked: datetime | None, lang: Lang) -> str:
    """Whose account is open."""
    return (
        f'<section class="pb-casehead"><h2 class="pb-level" tabindex="-1" id="account-title">{esc(account.name)} '
        f'{_states(account, locked, lang)}</h2><p class="pb-meta">{_meta(account, lang)}</p></section>'
    )


def _states(account: Account, locked: datetime | None, lang: Lang) -> str:
    said = []
    if account.disabled:
        said.append(f"✕ {w.DISABLED.of(lang)}")
    if locked:
        said.append(f"⏰ {w.LOCKED.of(lang).format(until=moment(locked.replace(tzinfo=UTC))[-5:])}")
    return "".join(f'<span class="pb-state">{esc(each)}</span>' for each in said)


def _meta(account: Account, lang: Lang) -> str:
    said = [account.login, account.email, _teams(account, lang)]
    if account.deputy:
        said.append(w.STANDS_IN.of(lang).format(name=account.deputy))
    if account.subject:
        said.append(w.LINKED.of(lang))
    if account.must_change:
        said.append(w.MUST_CHANGE.of(lang))
    return "".join(f"<span>{esc(each)}</span>" for each in said if each)


def _roles(account: Account, lang: Lang) -> str:
    said = [names.ROLES[role].of(lang) for role in account.roles]
    return ", ".join([*said, w.CEO.of(lang)] if account.ceo else said)


def _teams(account: Account, lang: Lang) -> str:
    return ", ".join(names.OWNERS[team].of(lang) for team in account.teams)
