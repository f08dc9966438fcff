"""How a command ends: its exit code, and one message for every expected error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from posture.errors import InputError, PostureError
from posture.installation import library_error

if TYPE_CHECKING:
    from collections.abc import Callable

FAILED, USAGE = 1, 2


def exit_with(command: Callable[[], int]) -> NoReturn:
    """Run a command and exit with its code; every expected error is printed as one message."""
    try:
        code = command()
    except InputError as error:
        code = complain(str(error), USAGE)
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
    raise typer.Exit(code)


def complain(message: str, code: int) -> int:
    """Print what is wrong.

    Returns
    -------
    int
        The code given.
    """
    print(f"posture: {message}", file=sys.stderr)
    return code
