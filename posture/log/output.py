"""Where the log goes: a file of this machine, and standard error where JSON is asked for."""

from __future__ import annotations

import io
import logging
import os
import platform
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from posture.log.events import LOGGER, tell, tell_failure
from posture.log.lines import JsonLines

if TYPE_CHECKING:
    from types import TracebackType

VARIABLE, JSON = "POSTURE_LOG", "json"
"""``POSTURE_LOG=json`` writes the log to standard error, one JSON object a line, and no more."""

FILE, OFF = "POSTURE_LOG_FILE", "off"
"""Another file for the log, or ``off`` for none."""

_LARGEST = 500_000
"""Bytes from which the file is set aside; one earlier file is kept."""

_started: list[tuple[bool, Path | None]] = []


def is_json() -> bool:
    """Whether standard error holds the log and nothing else."""
    return os.environ.get(VARIABLE, "").lower() == JSON


def log_file() -> Path | None:
    """The file of the log; None where there is to be none."""
    chosen = os.environ.get(FILE, "")
    if chosen.lower() == OFF:
        return None
    if chosen:
        return Path(chosen).expanduser()
    return Path(platformdirs.user_log_dir("posture", appauthor=False)) / "posture.jsonl"


def start_log(command: str, version: str) -> None:
    """Open the log of this process; nothing where it is open already.

    Parameters
    ----------
    command : str
        What the process does, a code.
    version : str
        Of this program.
    """
    wanted = (is_json(), log_file())
    if _started == [wanted]:
        return
    for handler in list(LOGGER.handlers):
        LOGGER.removeHandler(handler)
        handler.close()
    _started[:] = [wanted]
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    LOGGER.addHandler(_file(wanted[1]))
    if wanted[0]:
        LOGGER.addHandler(_on_standard_error())
    tell(
        "program.started",
        command=command,
        version=version,
        python=platform.python_version(),
        system=platform.system(),
        machine=platform.machine(),
    )


def take_over_libraries() -> None:
    """Let other libraries' messages and errors go the same way where standard error is JSON.

    To be called again where libraries may have set up their own output meanwhile.
    """
    if not is_json():
        return
    root = logging.getLogger()
    if not any(isinstance(one.formatter, JsonLines) for one in root.handlers):
        root.handlers[:] = [_on_standard_error()]
        logging.captureWarnings(True)
        sys.excepthook = _failed
        threading.excepthook = _failed_in_thread
    for logger in list(logging.Logger.manager.loggerDict.values()):
        for handler in getattr(logger, "handlers", ()):
            if getattr(handler, "stream", None) in (sys.stderr, sys.stdout):
                handler.setFormatter(JsonLines())


class _Quiet(RotatingFileHandler):
    """A full disk, or a folder that is read-only, takes away the log and nothing else."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Say nothing."""


def _file(path: Path | None) -> logging.Handler:
    if path is None:
        return logging.NullHandler()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return logging.NullHandler()
    handler = _Quiet(path, maxBytes=_LARGEST, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(JsonLines())
    return handler


def _on_standard_error() -> logging.Handler:
    # A descriptor of its own: that of the process goes nowhere while a model is loaded.
    try:
        stream: io.TextIOBase = os.fdopen(os.dup(2), "w", encoding="utf-8", buffering=1)
    except OSError:
        return logging.NullHandler()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    return handler


def _failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    tell_failure("program.failed", error.with_traceback(trace))


def _failed_in_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        tell_failure("program.failed", told.exc_value)
