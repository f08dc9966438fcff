"""One target under atheris, in a process of its own: libFuzzer ends the process that it runs in."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

MEMORY = 4 * 1024**3
"""Address space of a fuzzer, bytes; libFuzzer itself stops at half of it."""

LONGEST_S = 25
"""Longest that one input may take of a processor."""

STUCK_S = 20 * LONGEST_S
"""After which an input counts as stuck however busy the machine is: a wait, or a loop in C."""

INSTRUMENTED = (
    "posture",
    *(f"PIL.{name}ImagePlugin" for name in ("Jpeg", "Png", "WebP", "Tiff", "Bmp", "Gif", "Avif")),
    "pillow_heif",
)
"""Pure Python whose branches guide the fuzzer; compiled libraries are run and not watched."""


class SlowError(BaseException):
    """An input took too long; not for anybody to catch who catches every exception."""


def fuzz(name: str, corpus: Path, findings: Path, seconds: int) -> None:
    """Fuzz a target; never returns.

    Parameters
    ----------
    name : str
    corpus : Path
        Folder of the inputs that reach something new; it is read first and added to.
    findings : Path
        Folder for inputs that crash.
    seconds : int
    """
    # Its own types know nothing of what it offers.
    atheris: Any = import_module("atheris")

    with atheris.instrument_imports(include=list(INSTRUMENTED)):
        from fuzz.targets import load_target

        target = load_target(name)
    if prepare := getattr(target, "prepare", None):
        prepare()
    for seed, data in target.seeds().items():
        if not (corpus / seed).exists():
            (corpus / seed).write_bytes(data)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        dice = random.Random(seed)
        if not data or dice.random() < 0.2:
            return atheris.Mutate(data, most)
        return target.mutate(data, dice)[:most]

    def too_slow(*_: object) -> None:
        raise SlowError(f"an input took more than {LONGEST_S} seconds of a processor")

    signal.signal(signal.SIGPROF, too_slow)

    def try_input(data: bytes) -> None:
        signal.setitimer(signal.ITIMER_PROF, LONGEST_S)
        target.check(data)
        signal.setitimer(signal.ITIMER_PROF, 0)

    options = {
        "max_total_time": seconds,
        "timeout": STUCK_S,
        # The first input pays for what is loaded once.
        "report_slow_units": 2 * STUCK_S,
        "rss_limit_mb": MEMORY // 2**21,
        "max_len": target.LONGEST,
        "len_control": 0,
        "print_final_stats": 1,
        "artifact_prefix": f"{findings}{os.sep}",
    }
    arguments = [sys.argv[0], *(f"-{key}={value}" for key, value in options.items()), str(corpus)]
    atheris.Setup(arguments, try_input, custom_mutator=mutate, internal_libfuzzer=True)
    # What decoders print about damaged files would fill the log.
    with contextlib.redirect_stdout(None):
        atheris.Fuzz()


if __name__ == "__main__":
    fuzz(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
