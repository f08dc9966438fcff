"""What a session of the app keeps on this machine, so that a reload restores it.

One folder a session under the user's cache, named by a random token, readable by its owner only:
the photos, their analysis documents, and what was answered. It is deleted when another person
follows, or after a day. Where people sign in, the folders of each account lie apart: a token alone
opens nothing of another account.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from posture.files.durable import write_durably

if TYPE_CHECKING:
    from collections.abc import Mapping

Answer = str | float | int | None

LONGEST_S = 24 * 3600.0
"""Age from which a folder is deleted, seconds."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_ACCOUNT = re.compile(r"[0-9a-f]{32}")
_ACCOUNTS = "accounts"
_MANIFEST = "session.json"


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """One photo of a session.

    Attributes
    ----------
    name : str
    data : bytes
        The file as it came in.
    document : str
        Its analysis document; of a photo from the front or the back what
        :mod:`posture.files.kept_frontal` writes; empty where ``data`` is a document itself.
    video : str
        Hash of the video that it is a still of; empty for a photo.
    """

    name: str
    data: bytes
    document: str
    video: str = ""


@dataclass(frozen=True, slots=True)
class KeptSession:
    """Everything that a reload restores.

    Attributes
    ----------
    photos : tuple of KeptPhoto
        Side photos in order.
    shown : int
        Index of the one that is shown.
    combined : bool or None
        Whether they are combined; None where nobody has decided.
    frontal : KeptPhoto or None
    view : str
        "side" or "front".
    answers : mapping of str to str, number or None
        By key of the session.
    compared : mapping of {"before", "after"} to KeptPhoto
        What was given to the page "Compare".
    aside : str
        Token of the checked photo that another one replaces there; empty for none.
    """

    photos: tuple[KeptPhoto, ...]
    shown: int
    combined: bool | None
    frontal: KeptPhoto | None
    view: str
    answers: Mapping[str, Answer]
    compared: Mapping[str, KeptPhoto] = field(default_factory=dict[str, KeptPhoto])
    aside: str = ""


def new_token() -> str:
    """A name that nobody guesses, 192 bits."""
    return secrets.token_urlsafe(24)


def folder() -> Path:
    """Where sessions are kept."""
    return Path(platformdirs.user_cache_dir("posture", appauthor=False)) / "sessions"


def keep(token: str, session: KeptSession, account: str = "") -> None:
    """Write a session in place of what was kept under this token.

    Parameters
    ----------
    token : str
    session : KeptSession
    account : str, optional
        Id of the account to which it belongs.

    Raises
    ------
    OSError
        It cannot be written.
    """
    home = _home(token, account)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    photos = [_written(home, one) for one in session.photos]
    frontal = None if session.frontal is None else _written(home, session.frontal)
    compared = {place: _written(home, one) for place, one in session.compared.items()}
    told = {
        "photos": photos,
        "shown": session.shown,
        "combined": session.combined,
        "frontal": frontal,
        "view": session.view,
        "answers": dict(session.answers),
        "compared": compared,
        "aside": session.aside,
    }
    write_durably(home / _MANIFEST, json.dumps(told).encode())
    entries = [*photos, frontal, *compared.values()]
    named = {entry["file"] for entry in entries if entry is not None}
    for old in home.glob("*.photo"):
        if old.stem not in named:
            old.unlink(missing_ok=True)


def restore(token: str, account: str = "") -> KeptSession | None:
    """Read a session of an account; None where there is none, or none that can be read."""
    try:
        home = _home(token, account)
        told = json.loads((home / _MANIFEST).read_bytes())
        frontal = told["frontal"]
        return KeptSession(
            photos=tuple(_read(home, one) for one in told["photos"]),
            shown=int(told["shown"]),
            combined=told["combined"],
            frontal=None if frontal is None else _read(home, frontal),
            view=str(told["view"]),
            answers=dict(told["answers"]),
            # Sessions kept by an earlier version hold no comparison.
            compared={place: _read(home, one) for place, one in told.get("compared", {}).items()},
            aside=str(told.get("aside", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def delete(token: str, account: str = "") -> None:
    """Delete a session of an account, if there is one."""
    shutil.rmtree(_home(token, account), ignore_errors=True)


def delete_old(now: float | None = None) -> None:
    """Delete sessions that were last written more than a day ago."""
    limit = (time.time() if now is None else now) - LONGEST_S
    for home in (*folder().glob("*"), *(folder() / _ACCOUNTS).glob("*/*")):
        manifest = home / _MANIFEST
        # Another process may delete one of them meanwhile.
        with suppress(OSError):
            written = manifest if manifest.is_file() else home
            if _TOKEN.fullmatch(home.name) and written.stat().st_mtime < limit:
                shutil.rmtree(home, ignore_errors=True)


def _home(token: str, account: str) -> Path:
    """Folder of a session; the token comes from an address and may be anything."""
    if not _TOKEN.fullmatch(token):
        raise ValueError(token)
    if not account:
        return folder() / token
    if not _ACCOUNT.fullmatch(account):
        raise ValueError(account)
    return folder() / _ACCOUNTS / account / token


def _written(home: Path, photo: KeptPhoto) -> dict[str, Any]:
    """Write a photo, once; its entry in the manifest."""
    stem = secrets.token_hex(8)
    for old in home.glob("*.photo"):
        if old.stat().st_size == len(photo.data) and old.read_bytes() == photo.data:
            stem = old.stem
            break
    else:
        write_durably(home / f"{stem}.photo", photo.data)
    return {
        "name": photo.name,
        "file": stem,
        "document": photo.document,
        "video": photo.video,
    }


def _read(home: Path, entry: Mapping[str, Any]) -> KeptPhoto:
    name = Path(str(entry["file"])).name
    data = (home / f"{name}.photo").read_bytes()
    return KeptPhoto(str(entry["name"]), data, str(entry["document"]), str(entry["video"]))
