"""Events of the log: codes, durations, counts, sizes and versions, and nothing of a person.

Names, paths, sentences and measurements have no place in an event: a field holds a number, a yes or
no, or a code, and only fields that are listed here are ever written.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

LOGGER = logging.getLogger("posture")
# As a library the program says nothing unless whoever uses it asks.
LOGGER.addHandler(logging.NullHandler())

Value = bool | int | float | str | None | tuple[str, ...]
Kind = Literal["number", "flag", "code", "codes"]

FIELDS: Mapping[str, Kind] = {
    "accounts": "flag",
    "code": "number",
    "command": "code",
    "count": "number",
    "database": "code",
    "encrypted": "flag",
    "error": "code",
    "lan": "flag",
    "logger": "code",
    "machine": "code",
    "megabytes": "number",
    "megapixels": "number",
    "mirror": "flag",
    "model": "code",
    "page": "code",
    "python": "code",
    "reasons": "codes",
    "schema": "code",
    "seconds": "number",
    "status": "code",
    "system": "code",
    "tls": "flag",
    "version": "code",
    "where": "codes",
}
"""Every field of every event, and what it may hold."""

EVENTS: Mapping[str, frozenset[str]] = {
    "program.started": frozenset({"command", "version", "python", "system", "machine"}),
    "program.ended": frozenset({"command", "code", "seconds"}),
    "program.failed": frozenset({"command", "error", "where"}),
    "photo.analysed": frozenset({"status", "reasons", "seconds", "megapixels", "model", "mirror"}),
    "photo.unreadable": frozenset({"error"}),
    "page.drawn": frozenset({"page", "seconds"}),
    "page.failed": frozenset({"page", "error", "where"}),
    "server.started": frozenset({"lan", "tls", "accounts"}),
    "studio.opened": frozenset({"database", "encrypted"}),
    "studio.migrated": frozenset({"schema"}),
    "backup.made": frozenset({"count", "megabytes"}),
    "backup.restored": frozenset({"count"}),
    "library.message": frozenset({"logger", "error", "where"}),
}
"""Every event and its fields."""

_CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:+-]{0,79}")
_FRAMES = 8


def tell(event: str, *, level: int = logging.INFO, **fields: Value) -> None:
    """Tell an event.

    Parameters
    ----------
    event : str
        A key of :data:`EVENTS`.
    level : int
        Of the standard library's logging.
    **fields : number, bool, str or tuple of str
        Of that event; others are not written.
    """
    if LOGGER.isEnabledFor(level):
        LOGGER.log(level, event, extra={"event": event, "fields": fields})


def tell_failure(event: str, error: BaseException, **fields: Value) -> None:
    """Tell that something failed: the kind of error and where in the program, not its sentence."""
    told = {"error": type(error).__name__, "where": where(error), **fields}
    tell(event, level=logging.ERROR, **told)


def where(error: BaseException) -> tuple[str, ...]:
    """The lines of this program that an error came through, the innermost last."""
    found: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        # Modules of others, whose names may be anybody's, are left out.
        if module.split(".")[0] == "posture":
            found.append(f"{module}:{trace.tb_lineno}")
        trace = trace.tb_next
    return tuple(found[-_FRAMES:])


def clean(event: str, fields: Mapping[str, object]) -> dict[str, object]:
    """What of the fields may be written: those of the event, each of its kind."""
    wanted = EVENTS.get(event, frozenset())
    kept = {name: _allowed(FIELDS[name], fields[name]) for name in sorted(wanted & fields.keys())}
    return {name: value for name, value in kept.items() if value is not None}


def _allowed(kind: Kind, value: object) -> object:
    match kind, value:
        case "flag", bool():
            return value
        case "number", int() | float() if not isinstance(value, bool):
            return round(value, 3)
        case "code", str() if _CODE.fullmatch(value):
            return value
        case "codes", tuple() | list():
            listed = cast("tuple[object, ...]", tuple(value))
            return [one for one in listed if isinstance(one, str) and _CODE.fullmatch(one)]
        case _:
            return None
