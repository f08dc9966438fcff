"""An event as one line of JSON, and back."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any, cast

from posture.log.events import LOGGER, clean, where

FOREIGN = "library.message"

MESSAGE = (
    '{"time": "%(asctime)s", "level": "%(levelname)s", "event": "library.message", '
    '"process": %(process)d, "logger": "%(name)s"}'
)
"""A format of the standard library's logging that leaves the message out."""


class JsonLines(logging.Formatter):
    """Writes one JSON object a record.

    A record of another library becomes its logger, its level and the kind of its error: what it
    says may hold a path or a name.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        event, fields = FOREIGN, _foreign(record)
        if record.name == LOGGER.name and hasattr(record, "event"):
            told = vars(record)
            event, fields = str(told["event"]), cast("dict[str, Any]", told["fields"])
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "time": moment.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": event,
            "process": record.process,
            **clean(event, fields),
        }
        return json.dumps(line)


def _foreign(record: logging.LogRecord) -> dict[str, object]:
    error = record.exc_info[1] if record.exc_info else None
    fields: dict[str, object] = {"logger": record.name}
    if error is not None:
        fields |= {"error": type(error).__name__, "where": where(error)}
    return fields


def read_line(line: str) -> dict[str, object] | None:
    """A line of the log with what this version writes and no more; None for any other line."""
    try:
        told = json.loads(line)
        event, moment, level = str(told["event"]), str(told["time"]), str(told["level"])
        datetime.fromisoformat(moment)
        number = int(told["process"])
    except (ValueError, TypeError, KeyError):
        return None
    if level.upper() not in logging.getLevelNamesMapping():
        return None
    fields = clean(event, told)
    if event != FOREIGN and not fields:
        return None
    return {"time": moment, "level": level, "event": event, "process": number, **fields}
