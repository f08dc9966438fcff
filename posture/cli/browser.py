"""``posture app``: start Streamlit on the pages of the app."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from posture.i18n.language import VARIABLE, language

# Given on the command line too, so that they hold outside a checkout with its config file.
PRIVATE = (
    "--browser.gatherUsageStats=false",
    "--server.address=localhost",
)


def run() -> int:
    """Start the app and wait until it ends.

    Returns
    -------
    int
        Streamlit's own exit code; 0 when stopped by the keyboard.
    """
    page = Path(__file__).resolve().parents[1] / "ui" / "main.py"
    command = [sys.executable, "-m", "streamlit", "run", str(page), *PRIVATE]
    # The app begins in the language that the command was given in.
    environment = {**os.environ, VARIABLE: language()}
    try:
        return subprocess.run(command, check=False, env=environment).returncode
    except KeyboardInterrupt:
        return 0
