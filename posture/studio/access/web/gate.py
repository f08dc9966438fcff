"""The gate before the app: nothing behind it answers without a login.

Pages, files, uploads, downloads and the websocket pass only with the cookie of a login that stands.
The application behind learns from a header who it is; such a header from outside is removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from posture.studio.access.web import routes
from posture.studio.access.web.settings import HEADER, GateSettings, host_allowed, same_origin
from posture.studio.access.web.socket import NOT_ALLOWED, watched

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from posture.studio.access.logins import Login
    from posture.studio.access.sign_in import SignIn
    from posture.studio.access.web.settings import IdentityProvider, Policy

_ADDED = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"same-origin",
}
_NO_STORE = b"no-store"
"""For files of a client: the next account at this browser finds none of them in its cache."""


class Gate:
    """An ASGI application before another one.

    Parameters
    ----------
    app : ASGIApp
        What is guarded.
    sign_in : SignIn
    settings : GateSettings
    policy : Policy
        What of the application a login may have.
    provider : IdentityProvider, optional
        Another way to sign in than by password.
    """

    def __init__(
        self,
        app: ASGIApp,
        sign_in: SignIn,
        settings: GateSettings,
        policy: Policy,
        provider: IdentityProvider | None = None,
    ) -> None:
        self._app, self._sign_in, self._settings = app, sign_in, settings
        self._policy, self._provider = policy, provider
        self._pages = routes.application(sign_in, settings, provider)
        of_provider = frozenset[str]() if provider is None else provider.public_paths
        self._public_paths = policy.public_paths | of_provider

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse or pass on."""
        if scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send, scope["path"]))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked, path = HTTPConnection(scope), scope["path"]
        if not host_allowed(asked.headers.get("host", ""), self._settings.hosts):
            answer: ASGIApp = PlainTextResponse("unknown host", 421)
        elif path in routes.PATHS:
            answer = self._pages
        elif path in self._public_paths:
            answer = self._app
        else:
            answer = await self._guarded(asked, scope)
        await answer(scope, receive, send)

    async def _guarded(self, asked: HTTPConnection, scope: Scope) -> ASGIApp:
        """The application for whoever is signed in, else a refusal."""
        path, wants_page = scope["path"], _wants_page(scope, asked)
        login = await self._login(asked)
        if login is None:
            if self._provider is not None and wants_page and self._provider.returned(asked.cookies):
                return RedirectResponse(routes.RETURNED, 303)
            # Deeper paths are files of the app, not pages.
            following = f"?next={quote(path)}" if path.strip("/") else ""
            return _refusal(wants_page, f"{routes.LOGIN}{following}")
        if login.account.password_temporary:
            return _refusal(wants_page, routes.ACCOUNT)
        if not self._policy.may_have(path, login.id):
            return PlainTextResponse("not found", 404)
        _name(scope, login)
        return self._app

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = HTTPConnection(scope)
        allowed = host_allowed(asked.headers.get("host", ""), self._settings.hosts) and same_origin(
            asked.headers, secure=self._settings.secure
        )
        login = await self._login(asked) if allowed else None
        if login is None or login.account.password_temporary:
            # Refused before the handshake, which servers answer with status 403.
            await send({"type": "websocket.close", "code": NOT_ALLOWED})
            return
        _name(scope, login)
        token = asked.cookies[self._settings.cookie]

        async def stands(used: bool) -> bool:
            found = await run_in_threadpool(self._sign_in.logins.find, token, seen=used)
            return found is not None

        async with watched(receive, send, stands, self._policy.is_use, self._settings.watch_s) as (
            receive_watched,
            send_watched,
        ):
            await self._app(scope, receive_watched, send_watched)

    async def _login(self, asked: HTTPConnection) -> Login | None:
        token = asked.cookies.get(self._settings.cookie)
        if not token:
            return None
        return await run_in_threadpool(self._sign_in.logins.find, token)


def _name(scope: Scope, login: Login) -> None:
    """Tell the application who it is, in place of whatever came from outside."""
    name = HEADER.encode()
    headers = [pair for pair in scope["headers"] if pair[0].lower() != name]
    scope["headers"] = [*headers, (name, login.id.encode())]


def _wants_page(scope: Scope, asked: HTTPConnection) -> bool:
    return scope["method"] == "GET" and "text/html" in asked.headers.get("accept", "")


def _refusal(wants_page: bool, page: str) -> Response:
    return RedirectResponse(page, 303) if wants_page else PlainTextResponse("sign in first", 401)


def _with_headers(send: Send, path: str) -> Send:
    """Add what protects a page in a browser, and what keeps files out of its cache."""
    added = dict(_ADDED)
    if path.startswith("/media/"):
        added[b"cache-control"] = _NO_STORE

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = cast("list[tuple[bytes, bytes]]", list(message.get("headers", ())))
            kept = [pair for pair in headers if pair[0].lower() not in added]
            changed: dict[str, Any] = {**message, "headers": [*kept, *added.items()]}
            await send(changed)
        else:
            await send(message)

    return sent
