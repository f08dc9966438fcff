"""``posture app``: start Streamlit on the pages of the app."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from posture.i18n.language import VARIABLE, language
from posture.installation import require
from posture.log.lines import MESSAGE
from posture.log.output import is_json

MEMORY = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": str(4 * 2**20)}
"""For glibc. Every run of a page is a new thread, and by default each of many arenas keeps what
such threads have freed: after 24 analyses the app held 540 MB with two and 800 without. What has
more than 4 MB lies outside of the arenas, where by default after a while only what has 32 MB does:
the pipeline then holds 260 MB instead of 320, in the same time. From 1 MB on it takes 6 % more."""


def run() -> int:
    """Start the app and wait until it ends.

    Returns
    -------
    int
        Streamlit's own exit code; 0 when stopped by the keyboard.

    Raises
    ------
    InstallationError
        Streamlit or the libraries of the report are not installed.
    """
    require("app")
    require("report")
    # Streamlit reads the settings in .streamlit beside this file.
    page = Path(__file__).resolve().parents[1] / "ui" / "main.py"
    command = [sys.executable, "-m", "streamlit", "run", str(page)]
    # The app starts in the language of the command line.
    environment = {**MEMORY, **os.environ, VARIABLE: language()}
    if is_json():
        # What Streamlit says before the first page; from then on its loggers are ours.
        environment["STREAMLIT_LOGGER_MESSAGE_FORMAT"] = MESSAGE
    try:
        return subprocess.run(command, check=False, env=environment).returncode
    except KeyboardInterrupt:
        return 0
