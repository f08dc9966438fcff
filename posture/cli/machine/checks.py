"""Checks of the machine: what an analysis needs, whether it is there, and the remedy."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Literal

from posture.errors import ModelError, ModelMissingError
from posture.files.kept_session import folder as cache_folder
from posture.i18n.language import format_number, tr
from posture.installation import (
    apt_command,
    checkout,
    install_command,
    missing_extras,
    missing_libraries,
)
from posture.log.output import log_file
from posture.pose.model import store
from posture.studio.store.settings import default_settings

Status = Literal["ok", "warn", "fail"]

MACHINES = {
    "Linux": ("x86_64", "aarch64"),
    "Darwin": ("arm64",),
    "Windows": ("amd64",),
}
"""Processors that LiteRT publishes wheels for, by ``platform.system()``."""

LEAST_MEMORY_GB = 2.0
"""One analysis peaks near 0.3 GB; the rest is for the browser and the system."""

LEAST_FREE_GB, TIGHT_FREE_GB = 0.1, 1.0
CAMERA_SECONDS = 8.0
_OPEN_CAMERA = (
    "import sys, cv2; camera = cv2.VideoCapture(int(sys.argv[1]));"
    " sys.exit(0 if camera.isOpened() and camera.read()[0] else 1)"
)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of ``posture doctor``.

    Attributes
    ----------
    name : str
        What was checked.
    status : {"ok", "warn", "fail"}
        "fail" where no analysis is possible.
    text : str
        What was found.
    remedy : str
        What to do; may be empty.
    names_places : bool
        Whether ``text`` may name folders or devices of this machine.
    """

    name: str
    status: Status
    text: str
    remedy: str = ""
    names_places: bool = False


def checks(folder: Path) -> list[Check]:
    """Run every check.

    Parameters
    ----------
    folder : Path
        Where results will be written; it need not exist yet.

    Returns
    -------
    list of Check
    """
    return [
        python(),
        machine(),
        memory(),
        packages(),
        extras(),
        opencv(),
        system_libraries(),
        *(
            replace(one, names_places=True)
            for one in (model(), camera(), storage(folder), *folders())
        ),
    ]


def python(version: tuple[int, int] = sys.version_info[:2]) -> Check:
    """Python 3.11 to 3.13."""
    text = f"{version[0]}.{version[1]}"
    if (3, 11) <= version < (3, 14):
        return Check("Python", "ok", text)
    return Check("Python", "fail", text, tr("Install Python 3.11, 3.12 or 3.13."))


def machine(system: str | None = None, name: str | None = None) -> Check:
    """A system and a processor that LiteRT runs on."""
    system, name = system or platform.system(), name or platform.machine()
    text = tr("{system} on {machine}, {count} processors").format(
        system=system, machine=name, count=os.cpu_count() or 1
    )
    if name.lower() in MACHINES.get(system, ()):
        return Check(tr("Machine"), "ok", text)
    remedy = tr(
        "LiteRT has no package for this machine. It has some for Linux (64-bit Intel, AMD or ARM), "
        "Windows (64-bit Intel or AMD) and Macs with Apple's own processor."
    )
    return Check(tr("Machine"), "warn", text, remedy)


def memory(total_gb: float | None = None) -> Check:
    """Enough memory for one analysis and a browser."""
    total_gb = _memory_gb() if total_gb is None else total_gb
    if total_gb is None:
        return Check(tr("Memory"), "ok", tr("this system does not tell"))
    text = f"{format_number(total_gb, 1)} GB"
    if total_gb >= LEAST_MEMORY_GB:
        return Check(tr("Memory"), "ok", text)
    return Check(tr("Memory"), "warn", text, tr("Close other programs before an analysis."))


def packages() -> Check:
    """Every package that the core requires is installed; optional parts are listed."""
    remedy = tr("Run: {command}").format(command=install_command())
    try:
        required = metadata.requires("posture") or []
    except metadata.PackageNotFoundError:
        return Check(tr("Packages"), "warn", tr("posture itself is not installed"), remedy)
    core = [line for line in required if "extra ==" not in line]
    names = [found[0] for line in core if (found := re.match(r"[A-Za-z0-9._-]+", line))]
    missing = [name for name in names if not _version(name)]
    if missing:
        text = tr("missing: {names}").format(names=", ".join(missing))
        return Check(tr("Packages"), "fail", text, remedy)
    text = tr("{count} required packages, LiteRT {version}").format(
        count=len(names), version=_version("ai-edge-litert")
    )
    return Check(tr("Packages"), "ok", text)


def extras() -> Check:
    """Optional parts; none of them is needed for an analysis."""
    missing = missing_extras()
    if not missing:
        return Check(tr("Optional parts"), "ok", tr("all installed"))
    text = tr("not installed: {names}").format(names=", ".join(missing))
    remedy = tr("For all of them: {command}").format(command=install_command("all"))
    return Check(tr("Optional parts"), "ok", text, remedy)


def opencv(wheels: list[str] | None = None) -> Check:
    """Exactly one OpenCV wheel: two of them overwrite each other."""
    if wheels is None:
        wheels = sorted(set(metadata.packages_distributions().get("cv2", [])))
    if len(wheels) == 1:
        return Check("OpenCV", "ok", f"{wheels[0]} {_version(wheels[0])}".strip())
    command = "pip install opencv-contrib-python"
    if checkout() is not None:
        command = "make clean install"
    elif wheels:
        command = f"pip uninstall -y {' '.join(wheels)} && {command}"
    remedy = tr("Run: {command}").format(command=command)
    text = tr("{count} packages: {names}").format(count=len(wheels), names=", ".join(wheels) or "-")
    return Check("OpenCV", "fail", text, remedy)


def system_libraries() -> Check:
    """Shared libraries that OpenCV needs of the system."""
    missing = missing_libraries()
    if not missing:
        return Check(tr("System libraries"), "ok", tr("all found"))
    text = tr("missing: {names}").format(names=", ".join(name for name, _ in missing))
    remedy = tr("On Debian or Ubuntu: {command}").format(command=apt_command())
    return Check(tr("System libraries"), "fail", text, remedy)


def model(name: str = "full") -> Check:
    """The pose model is installed and matches the manifest."""
    try:
        path = store.model_path(name)
        origin = store.verify(name)
    except ModelMissingError as error:
        remedy = tr("Run: {command}").format(command=_fetch_command(name))
        return Check(tr("Model"), "fail", error.message, remedy)
    except ModelError as error:
        remedy = tr("Delete the file, then run: {command}").format(command=_fetch_command(name))
        return Check(tr("Model"), "fail", error.message, remedy)
    except OSError as error:
        text = tr("{path} cannot be read ({why}).").format(path=name, why=error.strerror or error)
        return Check(tr("Model"), "fail", text, tr("Check who may read the models folder."))
    if origin == "former":
        text = tr("of an earlier version, without the face detector: {path}").format(path=path)
        remedy = tr("Run: {command}").format(command=_fetch_command(name))
        return Check(tr("Model"), "warn", text, remedy)
    return Check(tr("Model"), "ok", tr("{name}, checked, at {path}").format(name=name, path=path))


def camera(devices: list[Path] | None = None, seconds: float = CAMERA_SECONDS) -> Check:
    """A camera that gives a picture; only the live view needs one.

    Another process opens the camera, because a driver may hang.
    """
    if devices is None:
        if not sys.platform.startswith("linux"):
            return Check(
                tr("Camera"), "ok", tr("not looked for on this system; the app will ask for it")
            )
        devices = sorted(Path("/dev").glob("video*"))
    if not devices:
        return Check(tr("Camera"), "ok", tr("none found; photos from files need none"))
    for device in devices:
        if _camera_opens(device, seconds):
            return Check(tr("Camera"), "ok", tr("{device} gives a picture").format(device=device))
    names = ", ".join(str(device) for device in devices)
    remedy = tr("Close other programs that use it, and check that you belong to the group `video`.")
    return Check(tr("Camera"), "warn", tr("{devices}: no picture").format(devices=names), remedy)


def storage(folder: Path) -> Check:
    """Results can be written, and the disk has room for them."""
    there = folder.absolute()
    while not there.exists():
        there = there.parent
    if not there.is_dir():
        return Check(
            tr("Storage"),
            "fail",
            tr("{path} is not a folder").format(path=there),
            tr("Choose another --out folder."),
        )
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
        free = shutil.disk_usage(there).free / 1e9
    except OSError as error:
        text = f"{there}: {error.strerror or error}"
        return Check(
            tr("Storage"), "fail", text, tr("Choose an --out folder that you may write to.")
        )
    text = tr("{path} is writable, {free} GB free").format(path=there, free=format_number(free, 1))
    if free >= TIGHT_FREE_GB:
        return Check(tr("Storage"), "ok", text)
    status: Status = "warn" if free >= LEAST_FREE_GB else "fail"
    return Check(
        tr("Storage"), status, text, tr("Make room, or choose an --out folder on another disk.")
    )


def folders() -> list[Check]:
    """Where the program keeps what it keeps: studio, photos of the page "Check", log."""
    log = log_file()
    return [
        Check(tr("Studio"), "ok", str(default_settings().home)),
        Check(tr("Cache"), "ok", str(cache_folder())),
        Check(tr("Log"), "ok", tr("switched off") if log is None else str(log)),
    ]


def _fetch_command(name: str) -> str:
    """Command that downloads a model, in a checkout or elsewhere."""
    return "make model" if checkout() is not None else f"{store.FETCH} {name}"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _memory_gb() -> float | None:
    """Physical memory; None where the system does not tell (Windows)."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, ValueError, OSError):
        return None


def _camera_opens(device: Path, seconds: float) -> bool:
    number = device.name.removeprefix("video")
    try:
        done = subprocess.run(
            [sys.executable, "-c", _OPEN_CAMERA, number],
            timeout=seconds,
            capture_output=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
