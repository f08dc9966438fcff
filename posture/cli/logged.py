"""A command and the log: what it is called, how it ended and how long it took."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from typer import Exit

from posture import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_COMMAND: ContextVar[str] = ContextVar("command", default="posture")


@contextmanager
def named(command: str, *, log_json: bool) -> Generator[None]:
    """Name the command that the block runs, and send its log to standard error if asked.

    The choice stands in the environment, so that processes which the command starts have it too.
    """
    from posture.log.output import JSON, VARIABLE

    token, before = _COMMAND.set(command), os.environ.get(VARIABLE)
    if log_json:
        os.environ[VARIABLE] = JSON
    try:
        yield
    finally:
        _COMMAND.reset(token)
        if log_json:
            os.environ.pop(VARIABLE, None)
            if before is not None:
                os.environ[VARIABLE] = before


def logged(work: Callable[[], int]) -> int:
    """Run a command and tell the log of it.

    Returns
    -------
    int
        The exit code.
    """
    from posture.log.events import tell, tell_failure
    from posture.log.output import start_log, take_over_libraries

    name, begun = _COMMAND.get(), time.perf_counter()
    start_log(name, __version__)
    take_over_libraries()
    try:
        code = work()
    except Exit as ended:
        code = ended.exit_code
    except Exception as error:
        tell_failure("program.failed", error, command=name)
        raise
    tell("program.ended", command=name, code=code, seconds=time.perf_counter() - begun)
    return code


def speaks() -> bool:
    """Whether sentences for people may stand on standard error."""
    from posture.log.output import is_json

    return not is_json()
