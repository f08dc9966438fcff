"""A child whose decoder does what a broken library does; run as a module by the tests alone."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

from posture.photo.child.serve import serve

if TYPE_CHECKING:
    from posture.photo.child.serve import Answer, Report

MEMORY = 2 * 1024**3


def picture(said: dict[str, Any], data: bytearray, report: Report) -> Answer:
    """Whatever the content of the file names."""
    match bytes(data):
        case b"crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"hang":
            time.sleep(600)
        case b"memory":
            return {}, bytes(2 * MEMORY)
        case b"no shape":
            return {"source_size": [90, 80], "factor": 1, "focal_px": None, "taken": None}, b"few"
        case b"no answer":
            return {"source_size": "wide", "factor": 1}, b""
        case b"prints":
            print("a library's warning", flush=True)
            print("another", file=sys.stderr, flush=True)
        case _:
            pass
    told = {"source_size": [64, 2], "factor": 1, "focal_px": 50.0, "taken": "2026-11-29T12:00:00"}
    return told, bytes(64 * 2 * 3)


if __name__ == "__main__":
    serve({"picture": picture, "video": picture}, MEMORY, 1_000)
