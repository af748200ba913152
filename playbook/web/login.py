"""Logging in and out, and the account of whoever is logged in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import FileResponse, RedirectResponse

from playbook.errors import InputError, PlaybookError
from playbook.records import Lang
from playbook.web import pages
from playbook.web import words as w
from playbook.web.access import Access, Visitor
from playbook.web.cookies import form_secret, form_token, give, ours, session_cookie, take
from playbook.web.gate import KEY

Field = Annotated[str, Form()]


class LoginPages:
    """The routes around the login; ``oidc`` is the name of the organisation's login, where there is one."""

    def __init__(self, access: Access, oidc: str = "") -> None:
        self._access, self._oidc = access, oidc
        self.router = APIRouter()
        for path, show, done in (
            ("/login", self.login, self.log_in),
            ("/password", self.password, self.change_password),
        ):
            self.router.add_api_route(path, show, methods=["GET"], response_model=None)
            self.router.add_api_route(path, done, methods=["POST"], response_model=None)
        self.router.add_api_route("/account", self.account, methods=["GET"], response_model=None)
        self.router.add_api_route("/logout", self.log_out, methods=["POST"], response_model=None)
        self.router.add_api_route("/login/style.css", _style, methods=["GET"], response_model=None)

    def login(self, request: Request) -> Response:
        """The form; whoever is in already goes on."""
        following = pages.own_path(request.query_params.get("next", "/"))
        if request.scope[KEY] is not None:
            return RedirectResponse(following, 303)
        said, good = self._told(request.query_params.get("said", ""), pages.lang_of(request, following))
        return self._form(request, following, said=said, good=good)

    def log_in(
        self, request: Request, login: Field = "", password: Field = "", form: Field = "", following: Annotated[
            str, Form(alias="next")
        ] = "/",
    ) -> Response:  # fmt: skip
        """Look over a password, and open the door."""
        following = pages.own_path(following)
        lang = pages.lang_of(request, following)
        if not ours(form_secret(request), form):
            return self._form(request, following, said=w.STALE.of(lang), login=login[:40], status=403)
        source = source_of(request)
        account = self._access.desk.log_in(login, password, source)
        before = request.cookies.get(session_cookie(request.scope), "")
        token = self._access.enter(account, source, by="password", before=before) if account else None
        if token is None:
            return self._form(request, following, said=w.REFUSED.of(lang), login=login[:40], status=401)
        response = RedirectResponse(following, 303)
        give(response, request.scope, token, int(self._access.settings.session_life.total_seconds()))
        return response

    def password(self, request: Request) -> Response:
        """The form to change one's password."""
        visitor = _here(request)
        if visitor is None or visitor.account is None:
            return RedirectResponse("/", 303)
        return self._change(request, visitor)

    def change_password(
        self, request: Request, old: Field = "", new: Field = "", again: Field = "", form: Field = ""
    ) -> Response:
        """Change one's password; every other browser is logged out, and this one gets a new token."""
        visitor, lang = _here(request), pages.lang_of(request)
        if visitor is None or visitor.account is None:
            return RedirectResponse("/", 303)
        if not ours(visitor.token, form):
            return self._change(request, visitor, w.STALE.of(lang), 403)
        source = source_of(request)
        try:
            if new != again:
                raise InputError("The two new passwords are not the same.", code="password_twice")
            account = self._access.desk.change_password(visitor.account, old, new, source, keep=visitor.session)
        except InputError as error:
            return self._change(request, visitor, _reason(error, lang), 400)
        token = self._access.enter(account, source, by="password", before=visitor.token)
        response = RedirectResponse(f"/account?lang={lang}&said=changed" if token else "/login", 303)
        if token:
            give(response, request.scope, token, int(self._access.settings.session_life.total_seconds()))
        return response

    def account(self, request: Request) -> Response:
        """Who is logged in."""
        visitor, lang = _here(request), pages.lang_of(request)
        if visitor is None or visitor.account is None:
            return RedirectResponse("/", 303)
        said = w.CHANGED.of(lang) if request.query_params.get("said") == "changed" else ""
        return pages.account_page(lang, form_token(visitor.token), visitor.account, said=said)

    def log_out(self, request: Request, form: Field = "", everywhere: Field = "") -> Response:
        """End the session of this browser, or of all."""
        visitor, lang = _here(request), pages.lang_of(request)
        if visitor is None or visitor.account is None:
            return RedirectResponse("/", 303)
        if not ours(visitor.token, form):
            return pages.account_page(lang, form_token(visitor.token), visitor.account, said=w.STALE.of(lang))
        if everywhere:
            self._access.desk.store.end_sessions(visitor.account.id)
        else:
            self._access.desk.store.end_session(visitor.session)
        response = RedirectResponse(f"/login?lang={lang}&said=left", 303)
        take(response, request.scope)
        return response

    def _form(
        self, request: Request, following: str, *, said: str = "", good: bool = False, login: str = "",
        status: int = 200,
    ) -> Response:  # fmt: skip
        lang = pages.lang_of(request, following)
        given = Response()
        secret = form_secret(request, given)
        page = pages.login_page(
            lang, form_token(secret), following, said=said, good=good, login=login, oidc=self._oidc, status=status
        )
        page.headers["set-cookie"] = given.headers["set-cookie"]
        return page

    def _change(self, request: Request, visitor: Visitor, said: str = "", status: int = 200) -> Response:
        assert visitor.account
        forced = visitor.account.must_change and visitor.by_password
        token = form_token(visitor.token)
        return pages.password_page(
            pages.lang_of(request), token, visitor.account, said=said, forced=forced, status=status
        )

    def _told(self, code: str, lang: Lang) -> tuple[str, bool]:
        told = {"left": w.LEFT, "oidc_unknown": w.OIDC_UNKNOWN, "oidc_failed": w.OIDC_FAILED}
        return (told[code].of(lang).format(name=self._oidc), code == "left") if code in told else ("", False)


def source_of(request: Request) -> str:
    """Where somebody acts from."""
    return f"web {request.client.host if request.client else 'unknown'}"


def _here(request: Request) -> Visitor | None:
    visitor: Visitor | None = request.scope[KEY]
    return visitor


def _reason(error: PlaybookError, lang: Lang) -> str:
    words = w.ERRORS.get(error.code)
    return words.of(lang).format(**error.details) if words else str(error)


def _style() -> Response:
    return FileResponse(pages.STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})
