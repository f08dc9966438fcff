"""How this copy of the program was installed, and what of it is missing.

Run as a file (``python3 -I posture/installation.py``) it checks the system's libraries before
anything is installed: only the standard library is needed for that.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posture.errors import PostureError

EXTRAS = {
    "report": ("jinja2", "typst"),
    "app": ("streamlit",),
    "live": ("streamlit_webrtc",),
    "studio": ("sqlalchemy", "alembic", "argon2", "cryptography", "segno"),
    "batch": ("jinja2", "pyarrow"),
    "cluster": ("pyarrow", "distributed", "fsspec"),
}
"""Optional parts and the modules that each needs, as in pyproject.toml."""

LIBRARIES = (
    ("libGL.so.1", "libgl1"),
    ("libxcb.so.1", "libxcb1"),
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libgthread-2.0.so.0", "libglib2.0-0"),
)
"""System libraries that OpenCV loads, and the Debian packages that hold them."""


def checkout() -> Path | None:
    """Root of the checkout that this copy runs from; None for an installed wheel."""
    root = Path(__file__).resolve().parents[1]
    return root if (root / "pyproject.toml").is_file() else None


def samples() -> Path:
    """Folder of the sample photos; the wheel holds a copy."""
    root = checkout()
    return (Path(__file__).parent if root is None else root) / "samples"


def install_command(extra: str = "") -> str:
    """Write the command that installs what is missing, in a checkout or elsewhere.

    Parameters
    ----------
    extra : str, optional
        Name of an optional part; the core unless given.
    """
    if checkout() is not None:
        return "make install"
    return f"pip install {wheel(extra)}" if extra else f"pip install --force-reinstall {wheel()}"


def wheel(extra: str = "") -> str:
    """Write what pip installs this version from; PyPI has another program of the same name.

    Parameters
    ----------
    extra : str, optional
        Name of an optional part; the core unless given.
    """
    try:
        version = metadata.version("posture")
    except metadata.PackageNotFoundError:
        version = "VERSION"
    name = f"posture[{extra}]" if extra else "posture"
    return f"'{name} @ file:///PATH/posture-{version}-py3-none-any.whl'"


def missing_extras() -> tuple[str, ...]:
    """Names of the optional parts that are not installed."""
    return tuple(extra for extra in EXTRAS if not _installed(extra))


def require(extra: str) -> None:
    """Stop unless an optional part of the program is installed.

    Parameters
    ----------
    extra : {"report", "app", "live", "studio", "batch", "cluster"}

    Raises
    ------
    InstallationError
        It is not; the remedy is the command that installs it.
    """
    if _installed(extra):
        return
    from posture.errors import InstallationError
    from posture.i18n.language import tr

    raise InstallationError(
        tr('The optional part "{extra}" is not installed.').format(extra=extra),
        tr("Run: {command}").format(command=install_command(extra)),
    )


def missing_libraries() -> list[tuple[str, str]]:
    """Try to open every system library.

    Returns
    -------
    list of (file name, Debian package)
        Those that this machine lacks; always empty outside Linux.
    """
    if not sys.platform.startswith("linux"):
        return []
    return [(name, package) for name, package in LIBRARIES if not _opens(name)]


def apt_command() -> str:
    """Write the command that installs the missing system libraries; empty where none is."""
    packages = dict.fromkeys(package for _, package in missing_libraries())
    sudo = "" if getattr(os, "geteuid", int)() == 0 else "sudo "
    return f"{sudo}apt-get install {' '.join(packages)}" if packages else ""


def library_error() -> PostureError | None:
    """Name the system libraries that are missing, to explain an import that failed.

    Returns
    -------
    InstallationError or None
        None where all are there: the import failed for another reason.
    """
    missing = missing_libraries()
    if not missing:
        return None
    from posture.errors import InstallationError
    from posture.i18n.language import tr

    return InstallationError(
        tr("A system library is missing: {names}.").format(
            names=", ".join(name for name, _ in missing)
        ),
        tr("On Debian or Ubuntu: {command}").format(command=apt_command()),
    )


def main() -> int:
    """Install missing system libraries as root with apt-get; otherwise name the command.

    Returns
    -------
    int
        0 where nothing is missing any more, else 1.
    """
    missing = missing_libraries()
    if not missing:
        return 0
    print(f"System libraries are missing: {', '.join(name for name, _ in missing)}.")
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(f"Install them first. On Debian or Ubuntu: {apt_command()}")
        return 1
    packages = list(dict.fromkeys(package for _, package in missing))
    print(f"Installing them with apt-get: {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-qq", "--yes", "--no-install-recommends", *packages]
    for arguments in (["update", "-qq"], install):
        done = subprocess.run([apt, *arguments], env=quiet, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            print(f"apt-get failed. Install them by hand: {apt_command()}")
            return 1
    return 0


def _installed(extra: str) -> bool:
    return all(importlib.util.find_spec(module) for module in EXTRAS[extra])


def _opens(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
