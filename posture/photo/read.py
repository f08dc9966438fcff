"""Decode a picture where it can do no harm: in this process or in a child."""

from __future__ import annotations

import functools
from datetime import datetime
from typing import Any

import numpy as np

from posture.limits import PICTURE_SECONDS, PIXELS
from posture.photo import limits
from posture.photo.child.process import (
    Child,
    ChildDiedError,
    ChildMemoryError,
    ChildTimeoutError,
)
from posture.photo.decode import Decoded, damaged, decode
from posture.photo.plain import plain_format

_CHANNELS = 3


def read_picture(data: bytes, name: str, longest: int) -> Decoded:
    """Decode a picture file; see :func:`posture.photo.decode.decode`.

    Raises
    ------
    PhotoError
        A subclass for each kind of fault; a decoder that crashes is one of a damaged file.
    """
    plain = plain_format(data)
    if plain is None:
        return read_in(decoder(), data, name, longest)
    try:
        return decode(data, name, longest, (plain,))
    except MemoryError as error:
        raise limits.too_much_memory(name) from error


@functools.cache
def decoder() -> Child:
    """The one process that decodes pictures; it starts with the first that needs it."""
    return Child("posture.photo.child")


def read_in(
    child: Child, data: bytes, name: str, longest: int, seconds: float = PICTURE_SECONDS
) -> Decoded:
    """Let a child decode a picture.

    Parameters
    ----------
    child : Child
    data, name, longest
        As for :func:`posture.photo.decode.decode`.
    seconds : float
        After which the child is killed.
    """
    try:
        told, pixels = child.ask(
            "picture",
            {"name": name, "longest": longest},
            data,
            seconds=seconds,
            most=PIXELS * _CHANNELS,
        )
        return _decoded(told, pixels, longest)
    except ChildTimeoutError as error:
        raise limits.too_slow(name, seconds) from error
    except ChildMemoryError as error:
        raise limits.too_much_memory(name) from error
    except (ChildDiedError, ValueError, KeyError, TypeError) as error:
        raise damaged(name) from error


def _decoded(told: dict[str, Any], data: bytearray, longest: int) -> Decoded:
    """The picture that a child tells of.

    Raises
    ------
    ValueError, KeyError, TypeError
        It contradicts itself: a damaged file has taken the child over.
    """
    wide, high = (int(one) for one in told["source_size"])
    factor = int(told["factor"])
    limits.check_pixels(wide, high, "")
    shape = -(-high // factor), -(-wide // factor), _CHANNELS
    focal, taken = told["focal_px"], told["taken"]
    return Decoded(
        pixels=np.frombuffer(data, np.uint8).reshape(shape),
        source_size=(wide, high),
        factor=factor,
        focal_px=None if focal is None else float(focal),
        taken=None if taken is None else datetime.fromisoformat(taken),
    )
