"""The analysis document of a photo that comes into the studio from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.analysis.frontal import analyze_frontal
from posture.analysis.options import Options
from posture.analysis.pipeline import analyze
from posture.body.remarks import Refusal
from posture.files.documents.write import as_text, frontal_document, to_json
from posture.studio.history.calibration import options_for, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from posture.analysis.view import View
    from posture.studio.history.occasions import Occasion
    from posture.studio.records import Client


def document_of(
    data: bytes,
    name: str,
    view: View,
    client: Client,
    on: date,
    earlier: Iterable[Occasion] = (),
) -> str:
    """Analyse a photo of a client.

    Parameters
    ----------
    data : bytes
    name : str
    view : {"side", "front", "back"}
    client : Client
    on : date
        Day of the photo.
    earlier : iterable of Occasion
        Visits before: points placed in them calibrate a side photo.

    Returns
    -------
    str
        Its document; empty where the photo was refused, so that it is kept without one.

    Raises
    ------
    PhotoError, ModelError, InputError
    """
    if view == "side":
        found = analyze(data, options_for(client.details, earlier, on), name=name)
        return "" if isinstance(found, Refusal) else to_json(found)
    options = Options(subject=subject_of(client.details, on), view=view)
    frontal = analyze_frontal(data, options, name=name)
    return "" if isinstance(frontal, Refusal) else as_text(frontal_document(frontal))
