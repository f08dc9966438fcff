"""Documents printed for other programs."""

from __future__ import annotations

import json
import sys
from typing import Any


def print_line(document: dict[str, Any]) -> None:
    """Print one JSON object on one line, in ASCII, which every terminal and pipe can carry."""
    sys.stdout.write(json.dumps(document, allow_nan=False) + "\n")
    sys.stdout.flush()
