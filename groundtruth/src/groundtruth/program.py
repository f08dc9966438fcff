"""Which program gave a result: one hash of all that decides its numbers."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import posture
from posture.pose.model.store import model_path

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOMS = ("photo", "pose", "body", "measure", "assess", "analysis")
_SUFFIXES = (".py", ".json", ".yaml", ".npz")


def program_sha256(own: Sequence[Path]) -> str:
    """Hash of the code, weights and model that decide the program's numbers.

    The rooms that only show results are left out, so that a new sentence there costs no hours.

    Parameters
    ----------
    own : sequence of Path
        Modules of this distribution on which the stored results depend too.

    Returns
    -------
    str
        SHA-256.
    """
    return _sha256(tuple(own))


@cache
def _sha256(own: tuple[Path, ...]) -> str:
    root = Path(posture.__file__).parent
    files = list(own)
    for room in _ROOMS:
        files += sorted(p for p in (root / room).rglob("*") if p.suffix in _SUFFIXES)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    digest.update(model_path("full").read_bytes())
    return digest.hexdigest()
