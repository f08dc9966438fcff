"""A websocket over TLS as a test's browser opens it.

All of it runs in one event loop: the client of websockets that has threads reads and writes one TLS
connection at the same time, which Python before 3.13 does not lock, and then waits for ever.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from anyio.from_thread import BlockingPortal, start_blocking_portal
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.studio.access.web.serving import Browser

OPEN_S = 60.0
"""Longer than any machine needs: a test that waits for ever tells nothing."""


@dataclass
class Socket:
    """An open websocket, for code that does not await."""

    portal: BlockingPortal
    way: ClientConnection

    def send(self, message: bytes) -> None:
        self.portal.call(self.way.send, message)

    def receive(self, timeout_s: float) -> bytes:
        """The next message; raises ConnectionClosed where none can come any more."""

        async def received() -> bytes:
            async with asyncio.timeout(timeout_s):
                return await self.way.recv(decode=False)

        return self.portal.call(received)


@contextmanager
def socket_of(
    browser: Browser, origin: str | None = "same", subprotocols: Sequence[str] = ()
) -> Generator[Socket]:
    """The websocket of a page; raises InvalidStatus where the server refuses it."""
    assert browser.trusted is not None
    said = browser.origin if origin == "same" else origin
    opening = connect(
        f"wss://127.0.0.1:{browser.port}/_stcore/stream",
        ssl=ssl.create_default_context(cafile=str(browser.trusted)),
        additional_headers={"Cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items())},
        origin=None if said is None else Origin(said),
        subprotocols=[Subprotocol(one) for one in subprotocols] or None,
        open_timeout=OPEN_S,
        max_size=None,
    )
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(opening) as way:
        yield Socket(portal, way)
