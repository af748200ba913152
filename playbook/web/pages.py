"""The pages around the login: plain HTML, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse

from playbook.records import Bilingual, Lang
from playbook.review.accounts import Account
from playbook.review.names import OWNERS, ROLES
from playbook.review.passwords import SHORTEST
from playbook.web import words as w

STYLE = Path(__file__).resolve().parent / "style.css"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
}


def lang_of(request: Request, following: str = "/") -> Lang:
    """The language of a page: what the link says, otherwise that of the page to come."""
    said = request.query_params.get("lang")
    if said in ("ko", "en"):
        return "en" if said == "en" else "ko"
    return "en" if following == "/en" or following.startswith("/en/") else "ko"


def own_path(following: str) -> str:
    """Where to go after the login: a path of ours, whatever somebody has put there."""
    plain = following.startswith("/") and not following.startswith(("//", "/\\")) and following.isprintable()
    return following if plain and not following.startswith(("/login", "/logout")) and "\\" not in following else "/"


def login_page(
    lang: Lang, token: str, following: str, *, said: str = "", good: bool = False, login: str = "", oidc: str = "",
    status: int = 200,
) -> HTMLResponse:  # fmt: skip
    """The login form.

    Args:
        lang: its language.
        token: what the form has to carry.
        following: where to go after it.
        said: what has happened.
        good: whether that is good news.
        login: what was typed before.
        oidc: the name of the organisation's login, where there is one.
        status: of the answer.
    """
    body = f"<h1>{_of(w.TITLE, lang)}</h1><p>{_of(w.INTRO, lang)}</p>" + _told(said, good)
    if oidc:
        href = f"/login/oidc?{urlencode({'next': following, 'lang': lang})}"
        body += f'<a class="button" href="{escape(href)}">{_of(w.BY_OIDC, lang, name=oidc)}</a>'
        body += f'<p class="or">{_of(w.OR, lang)}</p>'
    focus = " autofocus" if not login else ""
    body += (
        f'<form method="post" action="/login?lang={lang}">{_hidden(form=token, next=following)}'
        f'<label for="login">{_of(w.LOGIN, lang)}</label>'
        f'<input id="login" name="login" value="{escape(login)}" autocomplete="username" autocapitalize="none" '
        f'spellcheck="false" maxlength="40" required{focus}>'
        + _password("password", w.PASSWORD, lang, "current-password", focus=bool(login))
        + f'<button class="main">{_of(w.ENTER, lang)}</button></form>'
        f'<p class="hint">{_of(w.FORGOTTEN, lang)}</p>'
    )
    return _page(w.TITLE, lang, body, "/login", {"next": following}, status)


def password_page(
    lang: Lang, token: str, account: Account, *, said: str = "", forced: bool = False, status: int = 200
) -> HTMLResponse:
    """The form to change one's password; ``forced`` where nothing else can be done before."""
    rule = _of(w.RULE, lang, shortest=str(SHORTEST))
    body = (
        f"<h1>{_of(w.CHANGE, lang)}</h1>"
        + (f"<p>{_of(w.MUST_CHANGE, lang)}</p>" if forced else "")
        + _told(said)
        + f'<form method="post" action="/password?lang={lang}">{_hidden(form=token)}'
        f'<input name="login" value="{escape(account.login)}" autocomplete="username" hidden readonly>'
        + _password("old", w.OLD, lang, "current-password", focus=True)
        + _password("new", w.NEW, lang, "new-password", hint=rule)
        + _password("again", w.AGAIN, lang, "new-password")
        + f'<button class="main">{_of(w.SAVE, lang)}</button></form>'
        + (_log_out(lang, token) if forced else _back(lang))
    )
    return _page(w.CHANGE, lang, body, "/password", {}, status)


def account_page(lang: Lang, token: str, account: Account, *, said: str = "") -> HTMLResponse:
    """Who is logged in, and how to stop being so."""
    roles = [_of(ROLES[role], lang) for role in account.roles]
    roles += [_of(w.CEO, lang)] if account.ceo else []
    teams = [_of(OWNERS[team], lang) for team in account.teams]
    rows = ((w.LOGIN, [escape(account.login)]), (w.ROLES, roles), (w.TEAMS, teams),
            (w.DEPUTY, [escape(account.deputy)] if account.deputy else []))  # fmt: skip
    body = (
        f"<h1>{_of(w.ACCOUNT, lang)}</h1>{_told(said, True)}<p><strong>{escape(account.name)}</strong></p><dl>"
        + "".join(f"<dt>{_of(name, lang)}</dt><dd>{_listed(values, lang)}</dd>" for name, values in rows)
        + f'</dl><a class="button" href="/password?lang={lang}">{_of(w.CHANGE, lang)}</a>'
        + _log_out(lang, token)
        + _log_out(lang, token, everywhere=True)
        + _back(lang)
    )
    return _page(w.ACCOUNT, lang, body, "/account", {})


def _listed(values: Iterable[str], lang: Lang) -> str:
    return ", ".join(values) or _of(w.NOBODY, lang)


def _log_out(lang: Lang, token: str, *, everywhere: bool = False) -> str:
    more = {"everywhere": "yes"} if everywhere else {}
    word = _of(w.EVERYWHERE if everywhere else w.LOG_OUT, lang)
    return (
        f'<form method="post" action="/logout?lang={lang}">{_hidden(form=token, **more)}<button>{word}</button></form>'
    )


def _back(lang: Lang) -> str:
    return f'<p><a href="{"/en/" if lang == "en" else "/"}">{_of(w.BACK, lang)}</a></p>'


def _password(name: str, label: Bilingual, lang: Lang, kind: str, *, hint: str = "", focus: bool = False) -> str:
    described = f' aria-describedby="{name}-hint"' if hint else ""
    return (
        f'<label for="{name}">{_of(label, lang)}</label>'
        + (f'<p class="hint" id="{name}-hint">{hint}</p>' if hint else "")
        + f'<input id="{name}" name="{name}" type="password" autocomplete="{kind}" maxlength="128" required{described}'
        + (" autofocus>" if focus else ">")
    )


def _told(said: str, good: bool = False) -> str:
    if not said:
        return ""
    return f'<p class="{"told" if good else "refused"}" role="{"status" if good else "alert"}">{escape(said)}</p>'


def _hidden(**values: str) -> str:
    return "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in values.items())


def _of(words: Bilingual, lang: Lang, **values: str) -> str:
    return escape(words.of(lang).format(**values))


def _page(title: Bilingual, lang: Lang, body: str, path: str, query: dict[str, str], status: int = 200) -> HTMLResponse:
    links = "".join(
        f'<a href="{escape(path + "?" + urlencode({**query, "lang": code}, quote_via=quote))}" lang="{code}"'
        f"{' aria-current=page' if code == lang else ''}>{name}</a>"
        for code, name in (("ko", "한국어"), ("en", "English"))
    )
    return HTMLResponse(
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<title>{_of(title, lang)} · Playbook</title><link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="/login/style.css"></head><body>'
        f'<header><strong>Playbook</strong><nav aria-label="{_of(w.LANGUAGE, lang)}">{links}</nav></header>'
        f"<main>{body}</main></body></html>",
        status,
        HEADERS,
    )
