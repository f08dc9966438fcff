"""Writes the API reference from the docstrings."""

from __future__ import annotations

import pkgutil
import warnings
from typing import TYPE_CHECKING

import pdoc
import pdoc.render

import posture

if TYPE_CHECKING:
    from pathlib import Path

NOT_LIBRARY = ("cli", "ui")
"""Rooms that are run, not imported."""

SCRIPTS = "!posture.studio.store.database.migrations"
"""Alembic runs these; importing them is an error."""


def write(folder: Path) -> None:
    """Write one page for the package and one for each module of its rooms.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    """
    # Names that the package imports on first use: pdoc looks for them among its globals.
    for name in posture.__all__:
        setattr(posture, name, getattr(posture, name))
    rooms = [
        f"posture.{module.name}"
        for module in pkgutil.iter_modules(posture.__path__)
        if module.name not in NOT_LIBRARY
    ]
    pdoc.render.configure(docformat="numpy", show_source=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pdoc.pdoc("posture", *rooms, SCRIPTS, output_directory=folder)
