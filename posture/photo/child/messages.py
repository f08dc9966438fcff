"""Messages between a process and its child: a JSON object and bytes, each with its length.

Nothing of them is run or unpickled: a child that a hostile picture has taken over can say wrong
things and no more.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">IQ")
_MOST_HEADER = 1_000_000


class NoMessageError(Exception):
    """The other side ended, or does not follow the protocol."""


def send(out: BinaryIO, said: dict[str, Any], data: bytes | memoryview = b"") -> None:
    """Write a message.

    Parameters
    ----------
    out : binary file
    said : dict
        Plain JSON values.
    data : bytes-like
        Of bytes, in one piece.

    Raises
    ------
    OSError
        The other side ended.
    """
    header = json.dumps(said).encode()
    out.write(_LENGTHS.pack(len(header), len(data)))
    out.write(header)
    out.write(data)
    out.flush()


def receive(file: BinaryIO, most: int) -> tuple[dict[str, Any], bytearray]:
    """Read a message.

    Parameters
    ----------
    file : binary file
    most : int
        Bytes that may come with it.

    Raises
    ------
    NoMessageError
        The other side ended, or what came is no message.
    """
    header_length, length = _LENGTHS.unpack(_exactly(file, _LENGTHS.size))
    if header_length > _MOST_HEADER or length > most:
        raise NoMessageError
    try:
        said = json.loads(_exactly(file, header_length))
    except (ValueError, RecursionError) as error:
        raise NoMessageError from error
    if not isinstance(said, dict):
        raise NoMessageError
    return said, _exactly(file, length)


def _exactly(file: BinaryIO, length: int) -> bytearray:
    found = bytearray(length)
    rest = memoryview(found)
    while rest:
        count = file.readinto(rest)  # pyright: ignore[reportAttributeAccessIssue]
        if not count:
            raise NoMessageError
        rest = rest[count:]
    return found
