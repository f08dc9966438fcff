"""Files of one analysis: picture, web page, PDF, JSON and CSV."""

from __future__ import annotations

import datetime
import io
import os
from typing import TYPE_CHECKING

from PIL import Image

from posture.errors import StorageError
from posture.files.documents.write import to_json
from posture.files.tables import measurements_csv
from posture.i18n.language import tr
from posture.present.overlay.overlay import draw
from posture.present.report.html import render_html
from posture.present.report.model import build
from posture.present.report.pdf import render_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from posture.analysis.types import Analysis
    from posture.photo.photo import Photo

NAMES = {
    "picture": "annotated.png",
    "html": "report.html",
    "pdf": "report.pdf",
    "json": "analysis.json",
    "csv": "measurements.csv",
}
"""Kind of file to its name."""

_JPEG_QUALITY = 88


def report_files(
    photo: Photo, analysis: Analysis, *, date: datetime.date | None = None
) -> dict[str, bytes]:
    """Make every file in memory.

    Parameters
    ----------
    photo : Photo
        The analysed photo.
    analysis : Analysis
    date : datetime.date, optional
        Shown in the report; today by default. The same input and date give the same bytes.

    Returns
    -------
    dict of str to bytes
        File name to content.
    """
    pixels = draw(photo, analysis)
    png = io.BytesIO()
    Image.fromarray(pixels).save(png, "PNG")
    model = build(photo, analysis, to_jpeg(pixels), date=date or datetime.date.today())
    return {
        NAMES["picture"]: png.getvalue(),
        NAMES["html"]: render_html(model).encode(),
        NAMES["pdf"]: render_pdf(model),
        NAMES["json"]: to_json(analysis, indent=2).encode(),
        NAMES["csv"]: measurements_csv(analysis.measurements).encode(),
    }


def to_jpeg(pixels: NDArray[np.uint8]) -> bytes:
    """Encode an annotated picture as JPEG, as reports embed it."""
    jpeg = io.BytesIO()
    Image.fromarray(pixels).save(jpeg, "JPEG", quality=_JPEG_QUALITY)
    return jpeg.getvalue()


def write_report(photo: Photo, analysis: Analysis, folder: Path) -> dict[str, Path]:
    """Write every file into a folder; the folder is created if it does not exist.

    Parameters
    ----------
    photo : Photo
    analysis : Analysis
    folder : Path
        Files of the same name are replaced, each one atomically.

    Returns
    -------
    dict of str to Path
        ``picture``, ``html``, ``pdf``, ``json`` and ``csv``.

    Raises
    ------
    StorageError
        The folder cannot be made or written.
    """
    written = write_files(report_files(photo, analysis), folder)
    return {kind: written[name] for kind, name in NAMES.items()}


def write_files(made: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Write files into a folder as :func:`write_report` does; name to path.

    Parameters
    ----------
    made : mapping of str to bytes
        File name to content.
    folder : Path

    Returns
    -------
    dict of str to Path

    Raises
    ------
    StorageError
        The folder cannot be made or written.
    """
    paths = {name: folder / name for name in made}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, path in paths.items():
            _replace(path, made[name])
    except OSError as error:
        raise StorageError(
            tr("The report cannot be written to {folder}: {why}.").format(
                folder=folder, why=error.strerror or error
            ),
            tr("Name another folder, or free some space."),
        ) from error
    return paths


def _replace(path: Path, content: bytes) -> None:
    """Replace a file atomically: write a temporary file in the same folder and rename it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
