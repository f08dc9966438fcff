"""How a command ends: its exit code, and one message for every expected error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from posture.cli.logged import logged, speaks
from posture.errors import InputError, PhotoError, PostureError
from posture.installation import library_error

if TYPE_CHECKING:
    from collections.abc import Callable

DONE, FAILED, USAGE, REFUSED, UNREADABLE, STOPPED = 0, 1, 2, 3, 4, 130
"""Exit codes: refused is a photo, or all of those that were given; Ctrl-C stops."""


def exit_with(command: Callable[[], int]) -> NoReturn:
    """Run a command and exit with its code; every expected error is printed as one message."""
    raise typer.Exit(logged(lambda: _code_of(command)))


def _code_of(command: Callable[[], int]) -> int:
    try:
        return command()
    except InputError as error:
        code = complain(str(error), USAGE)
    except PhotoError as error:
        code = complain(str(error), UNREADABLE)
    except PostureError as error:
        code = complain(str(error), FAILED)
    except ImportError as error:
        missing = library_error()
        if missing is None:
            raise
        code = complain(f"{missing} ({error})", FAILED)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise  # the reader of the pipe ended; typer exits quietly
        where = f" ({error.filename})" if error.filename else ""
        code = complain(f"{error.strerror or error}{where}.", FAILED)
    return code


def complain(message: str, code: int) -> int:
    """Print what is wrong; not where standard error holds the log alone.

    Returns
    -------
    int
        The code given.
    """
    if speaks():
        print(f"posture: {message}", file=sys.stderr)
    return code
