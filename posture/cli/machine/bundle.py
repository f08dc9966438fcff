"""``posture doctor --bundle``: what a bug report needs, in one ZIP, with nothing private in it.

Only numbers, versions, codes and yes or no are gathered, never a path or a text of the user's; what
is left goes through :func:`posture.cli.machine.scrub.scrub`.
"""

from __future__ import annotations

import json
import locale
import os
import platform
import re
import sqlite3
import sys
import zipfile
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from posture import __version__
from posture.cli.machine.checks import checks
from posture.cli.machine.scrub import scrub
from posture.errors import StorageError
from posture.i18n.language import ENGLISH, tr, use_language
from posture.installation import checkout, missing_extras, missing_libraries
from posture.log.lines import read_line
from posture.log.output import log_file
from posture.pose.model import store
from posture.studio.store.settings import default_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

LINES = 200
"""Newest lines of the log that are taken."""

SHOWN = ("POSTURE_LANGUAGE", "POSTURE_LOG", "STREAMLIT_SERVER_PORT")
"""Settings whose value is told."""

SET = (
    *("POSTURE_BACKED_UP", "POSTURE_DATABASE", "POSTURE_HOME", "POSTURE_LOG_FILE"),
    *("POSTURE_MODEL_DIR", "POSTURE_PASSPHRASE", "STREAMLIT_SERVER_ADDRESS"),
)
"""Settings of which only is told that they are set; other variables could be anything."""

_SIMPLE = re.compile(r"[A-Za-z0-9_-]{0,20}")


def gather() -> dict[str, str]:
    """The texts of the bundle by file name."""
    with use_language(ENGLISH):
        told: Mapping[str, Any] = {
            "versions.json": _versions(),
            "platform.json": _platform(),
            "checks.json": _checks(),
            "settings.json": _settings(),
            "folders.json": _folders(),
            "studio.json": _studio(),
        }
    texts = {name: json.dumps(value, indent=1, sort_keys=True) for name, value in told.items()}
    texts["log.jsonl"] = "\n".join(json.dumps(line) for line in _log())
    return {name: scrub(text) + "\n" for name, text in texts.items()}


def write(path: Path, texts: Mapping[str, str]) -> None:
    """Write the bundle.

    Raises
    ------
    StorageError
        The file is there already, or cannot be written.
    """
    try:
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                archive.writestr(zipfile.ZipInfo(name), text)
    except FileExistsError:
        raise StorageError(
            tr("{path} is there already and stays as it is.").format(path=path),
            tr("Choose another name."),
        ) from None
    except OSError as error:
        raise StorageError(
            tr("{path} cannot be written ({why}).").format(path=path, why=error.strerror or error),
            tr("Choose a folder that you may write to."),
        ) from error


def _versions() -> dict[str, str]:
    """Of this program and of what it requires, with every extra; of no other package."""
    wanted, found = ["posture"], dict[str, str]()
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        try:
            found[name] = metadata.version(name)
            lines = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for line in lines:
            # An extra of somebody else's package is not required.
            if "extra ==" in line and name != "posture":
                continue
            named = re.match(r"[A-Za-z0-9._-]+", line)
            wanted += [named[0].lower()] if named else []
    return found | {"posture": __version__, "python": platform.python_version()}


def _platform() -> dict[str, object]:
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "libc": "-".join(platform.libc_ver()),
        "encoding": locale.getpreferredencoding(False),
        "bits": sys.maxsize.bit_length() + 1,
        "sqlite": sqlite3.sqlite_version,
        "checkout": checkout() is not None,
    }


def _checks() -> dict[str, object]:
    """What the doctor finds; where its words name places of this machine, the outcome alone."""
    found = checks(Path("out"))
    return {
        "outcomes": [
            {"name": one.name, "status": one.status, "text": "" if one.names_places else one.text}
            for one in found
        ],
        "missing_libraries": [name for name, _ in missing_libraries()],
        "missing_extras": list(missing_extras()),
    }


def _settings() -> dict[str, str]:
    """Which variables are set; the values of a few that hold a code."""
    return {
        one: os.environ[one] if one in SHOWN and _SIMPLE.fullmatch(os.environ[one]) else "set"
        for one in (*SHOWN, *SET)
        if one in os.environ
    }


def _folders() -> dict[str, dict[str, float]]:
    """How many files the folders of data hold, and how large they are."""
    settings, log = default_settings(), log_file()
    cache = Path(platformdirs.user_cache_dir("posture", appauthor=False))
    places = {
        "studio": settings.home,
        "photos": settings.photos,
        "backups": settings.backups,
        "kept_sessions": cache,
    }
    if log is not None:
        places["log"] = log.parent
    sizes = {name: _size(place) for name, place in places.items()}
    models = [folder / store.file_name(store.DEFAULT) for folder in store.folders()]
    sizes["models"] = _sum([one for one in models if one.is_file()])
    return sizes


def _size(folder: Path) -> dict[str, float]:
    return _sum([one for one in folder.rglob("*") if one.is_file()]) if folder.is_dir() else {}


def _sum(paths: list[Path]) -> dict[str, float]:
    sizes: list[int] = []
    for path in paths:
        try:
            sizes.append(path.stat().st_size)
        except OSError:
            continue  # It was deleted meanwhile.
    return {"files": len(sizes), "megabytes": round(sum(sizes) / 1e6, 2)}


def _studio() -> dict[str, object]:
    """Kind and schema of the studio's database; it is neither unlocked nor brought up to date."""
    settings = default_settings()
    encrypted = (settings.home / "encryption.json").is_file()
    found: dict[str, object] = {
        "database": "postgresql" if settings.url else "sqlite",
        "exists": settings.database.is_file(),
        "encrypted": encrypted,
    }
    if settings.url is None and settings.database.is_file() and not encrypted:
        found["schema"] = _schema(settings.database)
    return found


def _schema(database: Path) -> str:
    try:
        opened = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        with closing(opened) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        return type(error).__name__
    return str(row[0]) if row and _SIMPLE.fullmatch(str(row[0])) else "none"


def _log() -> list[dict[str, object]]:
    """The newest lines, with what this version writes and no more."""
    path = log_file()
    if path is None:
        return []
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()[-LINES:]
    except OSError:
        return []
    return [told for line in lines if (told := read_line(line)) is not None]
