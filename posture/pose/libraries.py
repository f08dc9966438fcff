"""System libraries that MediaPipe and OpenCV link against, and the packages that bring them."""

from __future__ import annotations

import ctypes
import sys

from posture.i18n.language import tr

PACKAGES = (
    ("libEGL.so.1", "libegl1"),
    ("libGLESv2.so.2", "libgles2"),
    ("libGL.so.1", "libgl1"),
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libgthread-2.0.so.0", "libglib2.0-0"),
)
"""Wheels carry everything else with them; MediaPipe needs EGL and GLES even without a GPU."""


def missing_libraries() -> list[tuple[str, str]]:
    """Try to open every library.

    Returns
    -------
    list of (soname, package)
        Those that this machine lacks; always empty outside Linux.
    """
    if not sys.platform.startswith("linux"):
        return []
    return [(soname, package) for soname, package in PACKAGES if not _opens(soname)]


def remedy() -> str:
    """Write the command that installs what is missing; empty where nothing is."""
    packages = list(dict.fromkeys(package for _, package in missing_libraries()))
    if not packages:
        return ""
    return tr("On Debian or Ubuntu: {command}").format(
        command=f"sudo apt-get install {' '.join(packages)}"
    )


def _opens(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True
