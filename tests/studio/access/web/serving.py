"""A server on loopback with the gate before an application that tells what reached it."""

from __future__ import annotations

import asyncio
import http.client
import re
import socket
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket, WebSocketDisconnect

from posture.studio.access.web.settings import HEADER


async def _tell(request: Request) -> Response:
    """Everything that reached the application."""
    return JSONResponse({"path": request.url.path, "login": request.headers.getlist(HEADER)})


async def _echo(websocket: WebSocket) -> None:
    await websocket.accept()
    try:
        while True:
            data = await websocket.receive_bytes()
            await websocket.send_bytes(websocket.headers[HEADER].encode() + b" " + data)
    except WebSocketDisconnect:
        pass


def told() -> Starlette:
    """The application behind the gate."""
    methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
    return Starlette(
        routes=[
            WebSocketRoute("/_stcore/stream", _echo),
            Route("/{path:path}", _tell, methods=methods),
        ]
    )


class Rules:
    """Files are of the login that their name begins with; messages that begin with + are use."""

    public_paths = frozenset({"/health"})

    def may_have(self, path: str, login_id: str) -> bool:
        return not path.startswith("/media/") or path.startswith(f"/media/{login_id}")

    def is_use(self, message: bytes) -> bool:
        return message.startswith(b"+")


@contextmanager
def running(app: ASGIApp, chain: Path | None = None, key: Path | None = None) -> Generator[int]:
    """Serve an application on a free port of loopback, with TLS where a certificate is given."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen(64)
        config = uvicorn.Config(
            app, ssl_certfile=chain, ssl_keyfile=key, log_level="error", ws="websockets-sansio"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(
            target=lambda: asyncio.run(server.serve(sockets=[bound])), daemon=True
        )
        thread.start()
        try:
            yield bound.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(20)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """Speaks to the gate as a browser does: keeps cookies, names its origin with forms."""

    port: int
    trusted: Path | None = None
    cookies: dict[str, str] = field(default_factory=dict[str, str])
    host: str = ""

    @property
    def origin(self) -> str:
        scheme = "http" if self.trusted is None else "https"
        return f"{scheme}://{self.host or f'127.0.0.1:{self.port}'}"

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Answer:
        if self.trusted is None:
            way = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        else:
            context = ssl.create_default_context(cafile=str(self.trusted))
            way = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=context)
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **headers}
        sent = {name.replace("_", "-"): value for name, value in sent.items() if value}
        if self.host:
            sent["Host"] = self.host
        try:
            way.request(method, path, body or None, sent)
            got = way.getresponse()
            told = [value for name, value in got.getheaders() if name.lower() == "set-cookie"]
            for one in told:
                self._keep(one)
            return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, told, got.read())
        finally:
            way.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def page(self, path: str, **headers: str) -> Answer:
        """As when an address is typed."""
        return self.get(path, Accept="text/html,*/*", **headers)

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> Answer:
        """Fill in and send the form of a page that was opened before."""
        told = {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields), **{**told, **headers})

    def secret(self, path: str = "/login") -> str:
        """What the form of a page has to repeat."""
        found = re.search(r'name="form" value="([^"]+)"', self.page(path).text)
        assert found is not None
        return found[1]

    def sign_in(self, name: str, password: str, **fields: str) -> Answer:
        form = {"form": self.secret(), "name": name, "password": password, **fields}
        return self.post("/login", form)

    def _keep(self, cookie: str) -> None:
        name, _, value = cookie.partition(";")[0].partition("=")
        if "max-age=0" in cookie.lower():
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value
