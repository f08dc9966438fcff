"""One module for each kind of input; each has ``seeds``, ``mutate`` and ``check``."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from posture.errors import PostureError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

NAMES = (
    "photos", "pictures", "points", "answers", "documents", "clients", "backup", "manifest",
)  # fmt: skip


class Target(Protocol):
    """What a module of this package offers.

    Attributes
    ----------
    LONGEST : int
        Bytes of the longest input that is tried.
    """

    LONGEST: int

    def seeds(self) -> Mapping[str, bytes]:
        """Small sound inputs, by name."""
        ...

    def mutate(self, data: bytes, dice: Random) -> bytes:
        """An input changed with knowledge of its format."""
        ...

    def check(self, data: bytes) -> bool:
        """Read an input: whether it was accepted.

        Raises
        ------
        Exception
            Anything but a :class:`PostureError` came out, or what was accepted is wrong.
        """
        ...


def load_target(name: str) -> Target:
    """The target of that name."""
    return cast("Target", import_module(f"fuzz.targets.{name}"))


def scratch_folder() -> Path:
    """A folder for files that are read by their path; it is removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="posture-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def refused(read: Callable[[], object]) -> bool:
    """Whether reading ends in an error for people; any other error goes on up."""
    said = ""
    try:
        read()
    except PostureError as error:
        said = str(error) or "nothing"
    # It is shown on a terminal and in a browser, which take no half of a surrogate pair.
    said.encode("utf-8")
    return bool(said)
