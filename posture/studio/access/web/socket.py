"""An open websocket ends with its login: on its expiry, on signing out, and when it is locked."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from starlette.types import Message, Receive, Send

NOT_ALLOWED = 1008
"""Code of a websocket that is closed because a rule does not allow it."""


@contextlib.asynccontextmanager
async def watched(
    receive: Receive,
    send: Send,
    stands: Callable[[bool], Awaitable[bool]],
    is_use: Callable[[bytes], bool],
    every_s: float,
) -> AsyncGenerator[tuple[Receive, Send]]:
    """Both directions of a websocket, cut when its login ends.

    Parameters
    ----------
    receive, send : callable
        Of the server.
    stands : callable
        Asks whether the login stands; told whether the person did something.
    is_use : callable
        Whether a message is something that the person did.
    every_s : float
        Seconds between two questions.
    """
    ended = asyncio.Event()

    async def watch() -> None:
        try:
            while await stands(False):
                await asyncio.sleep(every_s)
        finally:
            ended.set()

    async def received() -> Message:
        message = await _first(receive, ended)
        if message is not None and (
            message["type"] != "websocket.receive" or await stands(is_use(_data(message)))
        ):
            return message
        ended.set()
        # The other side may have gone already.
        with contextlib.suppress(RuntimeError, OSError):
            await send({"type": "websocket.close", "code": NOT_ALLOWED})
        return {"type": "websocket.disconnect", "code": NOT_ALLOWED}

    async def sent(message: Message) -> None:
        if not ended.is_set():
            await send(message)

    task = asyncio.create_task(watch())
    try:
        yield received, sent
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _first(receive: Receive, ended: asyncio.Event) -> Message | None:
    """The next message; None where the login ends before it comes."""
    coming = asyncio.ensure_future(receive())
    ending = asyncio.ensure_future(ended.wait())
    try:
        await asyncio.wait((coming, ending), return_when=asyncio.FIRST_COMPLETED)
        return None if ended.is_set() else coming.result()
    finally:
        for one in (coming, ending):
            one.cancel()


def _data(message: Message) -> bytes:
    return message.get("bytes") or b""
