"""What the gate answers itself: signing in and out, one's own account, how to trust the studio."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from posture.errors import AccessError
from posture.i18n.language import LANGUAGES, language, tr, use_language
from posture.limits import FORM_BYTES
from posture.studio.access.certificate import fingerprint
from posture.studio.access.web import pages
from posture.studio.access.web.settings import plain_address, same_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from posture.studio.access.logins import Login
    from posture.studio.access.sign_in import SignIn
    from posture.studio.access.web.settings import GateSettings, IdentityProvider

LOGIN, LOGOUT, ACCOUNT, SESSION = "/login", "/logout", "/account", "/session"
TRUST, AUTHORITY = "/trust", "/trust/authority.crt"
PROVIDER, RETURNED = "/login/provider", "/login/returned"
PATHS = frozenset({LOGIN, LOGOUT, ACCOUNT, SESSION, TRUST, AUTHORITY, PROVIDER, RETURNED})
"""Paths that answer without a login."""

"""Bytes."""

_LOCAL_PATH = re.compile(r"/[A-Za-z0-9_\-]+")
"""Where somebody may be led after signing in: a page of the app and nothing else."""


def application(
    sign_in: SignIn, settings: GateSettings, provider: IdentityProvider | None
) -> Starlette:
    """The gate's own pages as an application."""
    own = _Pages(sign_in, settings, provider)
    routes = [
        Route(LOGIN, own.answer(own.show_login), methods=["GET"]),
        Route(LOGIN, own.answer(own.log_in), methods=["POST"]),
        Route(LOGOUT, own.answer(own.lead_to_account), methods=["GET"]),
        Route(LOGOUT, own.answer(own.log_out), methods=["POST"]),
        Route(ACCOUNT, own.answer(own.show_account), methods=["GET"]),
        Route(ACCOUNT, own.answer(own.change_password), methods=["POST"]),
        Route(SESSION, own.answer(own.tell_session), methods=["GET"]),
        Route(TRUST, own.answer(own.show_trust), methods=["GET"]),
        Route(AUTHORITY, own.answer(own.give_authority), methods=["GET"]),
        Route(PROVIDER, own.answer(own.start_provider), methods=["GET"]),
        Route(RETURNED, own.answer(own.take_returned), methods=["GET"]),
    ]
    return Starlette(routes=routes)


class _Pages:
    def __init__(
        self, sign_in: SignIn, settings: GateSettings, provider: IdentityProvider | None
    ) -> None:
        self._sign_in, self._settings, self._provider = sign_in, settings, provider

    def answer(
        self, handler: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """A handler in the reader's language, whose answers nobody stores or embeds."""

        async def answered(request: Request) -> Response:
            with use_language(_language(request)):
                response = await handler(request)
            response.headers["Cache-Control"] = "no-store"
            response.headers["Content-Security-Policy"] = pages.POLICY
            return response

        return answered

    async def show_login(self, request: Request) -> Response:
        if await self._login(request) is not None:
            return RedirectResponse("/", 303)
        return self._login_page(request, _following(request.query_params.get("next", "")))

    async def log_in(self, request: Request) -> Response:
        form = await self._form(request)
        if form is None:
            return self._expired(LOGIN)
        following, name = _following(form.get("next", "")), form.get("name", "")
        try:
            token = await run_in_threadpool(
                self._sign_in.with_password, name, form.get("password", ""), _address(request)
            )
        except AccessError as error:
            return self._login_page(request, following, name, str(error), status=403)
        return self._signed_in(RedirectResponse(following, 303), token)

    async def lead_to_account(self, request: Request) -> Response:
        return RedirectResponse(ACCOUNT, 303)

    async def log_out(self, request: Request) -> Response:
        form = await self._form(request)
        if form is None:
            return self._expired(ACCOUNT)
        token = request.cookies.get(self._settings.cookie, "")
        everywhere = bool(form.get("everywhere"))
        await run_in_threadpool(
            self._sign_in.logins.end, token, _address(request), everywhere=everywhere
        )
        response = HTMLResponse(
            pages.message(tr("Signed out"), tr("You are signed out of this browser."))
        )
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        self._forget(response, self._settings.cookie)
        return response

    async def show_account(self, request: Request) -> Response:
        login = await self._login(request)
        if login is None:
            return RedirectResponse(LOGIN, 303)
        return self._account_page(request, login)

    async def change_password(self, request: Request) -> Response:
        login, form = await self._login(request), await self._form(request)
        if login is None or form is None:
            return self._expired(ACCOUNT)
        if form.get("new") != form.get("again"):
            fault = tr("The new password was typed in two ways.")
            return self._account_page(request, login, fault, status=400)
        try:
            token = await run_in_threadpool(
                self._sign_in.change_password,
                login,
                form.get("old", ""),
                form.get("new", ""),
                _address(request),
            )
        except AccessError as error:
            return self._account_page(request, login, str(error), status=403)
        changed = await run_in_threadpool(self._sign_in.logins.find, token)
        done = tr("The password is changed. Every other browser is signed out.")
        return self._signed_in(self._account_page(request, changed or login, done=done), token)

    async def tell_session(self, request: Request) -> Response:
        """Asked by open pages again and again: no sign that somebody is there."""
        login = await self._login(request, seen=False)
        return Response(status_code=401 if login is None else 204)

    async def show_trust(self, request: Request) -> Response:
        path = self._settings.authority
        return HTMLResponse(pages.trust("" if path is None else fingerprint(path), AUTHORITY))

    async def give_authority(self, request: Request) -> Response:
        path = self._settings.authority
        if path is None:
            return PlainTextResponse("not found", 404)
        named = {"Content-Disposition": 'attachment; filename="posture-studio.crt"'}
        return Response(path.read_bytes(), media_type="application/x-x509-ca-cert", headers=named)

    async def start_provider(self, request: Request) -> Response:
        name = request.query_params.get("name", "")
        path = None if self._provider is None else self._provider.start(name)
        return PlainTextResponse("not found", 404) if path is None else RedirectResponse(path, 303)

    async def take_returned(self, request: Request) -> Response:
        """Sign in whoever comes back from an identity provider.

        A redirect would still count as coming from there, and browsers would not send the new
        cookie with it; a page that leads on does not.
        """
        if self._provider is None:
            return PlainTextResponse("not found", 404)
        email = self._provider.email(request.cookies)
        try:
            if email is None:
                raise AccessError(tr("The provider has not verified an e-mail address."))
            token = await run_in_threadpool(self._sign_in.with_email, email, _address(request))
            told = pages.message(tr("Signed in"), tr("You are signed in."), refresh="/")
            response = self._signed_in(HTMLResponse(told), token)
        except AccessError as error:
            response = HTMLResponse(pages.message(tr("Not signed in"), str(error)), 403)
        for name in self._provider.spent(request.cookies):
            response.delete_cookie(name, path="/")
        return response

    def _login_page(
        self,
        request: Request,
        following: str,
        name: str = "",
        complaint: str = "",
        status: int = 200,
    ) -> Response:
        secret = self._secret(request)
        names = () if self._provider is None else self._provider.names
        others = {one: f"{PROVIDER}?name={quote(one)}" for one in names}
        told = pages.login(secret, following, name, complaint, others)
        return self._with_secret(HTMLResponse(told, status), secret)

    def _account_page(
        self, request: Request, login: Login, fault: str = "", done: str = "", status: int = 200
    ) -> Response:
        secret, account = self._secret(request), login.account
        must = account.password_temporary
        told = pages.account(secret, account.name, fault, done, must_change=must)
        return self._with_secret(HTMLResponse(told, status), secret)

    def _expired(self, path: str) -> Response:
        text = tr("The page was open for too long, or was not opened from here. Try again.")
        return HTMLResponse(pages.message(tr("Try again"), text, path=path), 403)

    async def _login(self, request: Request, *, seen: bool = True) -> Login | None:
        token = request.cookies.get(self._settings.cookie)
        if not token:
            return None
        return await run_in_threadpool(self._sign_in.logins.find, token, seen=seen)

    async def _form(self, request: Request) -> dict[str, str] | None:
        """A form of ours; None for one that another site sends, or that is too large."""
        if not same_origin(request.headers, secure=self._settings.secure):
            return None
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > FORM_BYTES:
                return None
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        secret, told = request.cookies.get(self._settings.form_cookie, ""), form.get("form", "")
        return form if secret and hmac.compare_digest(secret.encode(), told.encode()) else None

    def _secret(self, request: Request) -> str:
        return request.cookies.get(self._settings.form_cookie) or secrets.token_urlsafe(24)

    def _with_secret(self, response: Response, secret: str) -> Response:
        self._remember(response, self._settings.form_cookie, secret)
        return response

    def _signed_in(self, response: Response, token: str) -> Response:
        self._remember(response, self._settings.cookie, token)
        return response

    def _remember(self, response: Response, name: str, value: str) -> None:
        """Until the browser is closed, for nobody but the server."""
        response.set_cookie(
            name, value, httponly=True, secure=self._settings.secure, samesite="strict"
        )

    def _forget(self, response: Response, name: str) -> None:
        response.delete_cookie(name, httponly=True, secure=self._settings.secure, samesite="strict")


def _address(request: Request) -> str:
    return "" if request.client is None else str(plain_address(request.client.host))


def _following(given: str) -> str:
    return given if _LOCAL_PATH.fullmatch(given) and given not in PATHS else "/"


def _language(request: Request) -> str:
    """As chosen on the page, else the browser's first language that is known."""
    wanted = [request.query_params.get("lang", "")]
    accepted: Mapping[str, str] = request.headers
    wanted += [one.split(";")[0].strip() for one in accepted.get("accept-language", "").split(",")]
    codes = (one[:2].lower() for one in wanted)
    return next((code for code in codes if code in LANGUAGES), language())
