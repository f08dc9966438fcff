"""Analyses the photos that were dropped for a person: a few here, many by several processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.analysis.any_view import analyze_any_view
from posture.analysis.frontal import FrontalAnalysis
from posture.batch.pool.pool import LostError, Pool, Task
from posture.batch.pool.process import processors
from posture.body.remarks import Refusal
from posture.errors import PhotoError
from posture.i18n.language import language, use_language
from posture.photo.load import load
from posture.studio.visits import frontal_photo, side_photo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posture.analysis.options import Options
    from posture.body.remarks import Reason
    from posture.studio.records import VisitPhoto

FEW = 8
"""Photos that are analysed before processes would have started."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one photo.

    Attributes
    ----------
    photo : VisitPhoto or None
        As kept; None where it was refused.
    reasons : tuple of Reason
        Why it was refused: it has to be taken again.
    """

    photo: VisitPhoto | None
    reasons: tuple[Reason, ...] = ()


def analysed(
    files: Sequence[tuple[str, bytes]], options: Options
) -> Iterator[tuple[bytes, Taken | PhotoError]]:
    """Analyse photos from the side, the front or the back, in their order.

    Parameters
    ----------
    files : sequence of (name, content)
    options : Options

    Yields
    ------
    tuple of (content, Taken or PhotoError)
        The error where the photo cannot be read.
    """
    results = _by_processes(files, options) if len(files) > FEW else _here(files, options)
    early: dict[int, Taken | PhotoError] = {}
    turn = 0
    for place, result in results:
        early[place] = result
        while turn in early:
            yield files[turn][1], early.pop(turn)
            turn += 1


def _here(
    files: Sequence[tuple[str, bytes]], options: Options
) -> Iterator[tuple[int, Taken | PhotoError]]:
    for place, (name, data) in enumerate(files):
        try:
            yield place, analysed_photo(name, data, options)
        except PhotoError as error:
            yield place, error


def _by_processes(
    files: Sequence[tuple[str, bytes]], options: Options
) -> Iterator[tuple[int, Taken | PhotoError]]:
    tasks = (
        Task(place, _analysed_in, (language(), name, data, options))
        for place, (name, data) in enumerate(files)
    )
    with Pool(min(len(files), processors()), get_ready, (options.model,)) as pool:
        for place, result in pool.results(tasks):
            if isinstance(result, LostError):
                yield place, PhotoError(result.message, result.remedy)
            elif isinstance(result, Exception) and not isinstance(result, PhotoError):
                raise result
            else:
                yield place, result


def _analysed_in(code: str, name: str, data: bytes, options: Options) -> Taken:
    """As :func:`analysed_photo`, in the language that the parent has."""
    with use_language(code):
        return analysed_photo(name, data, options)


def get_ready(model: str) -> None:
    """Load the detector of a child process."""
    import cv2

    from posture.pose.landmarker import landmarker

    cv2.setNumThreads(1)
    landmarker(model)


def analysed_photo(name: str, data: bytes, options: Options) -> Taken:
    """Analyse one photo.

    Raises
    ------
    PhotoError
        It cannot be read.
    """
    photo = load(data, name=name)
    result = analyze_any_view(photo, options)
    if isinstance(result, Refusal):
        return Taken(None, result.reasons)
    if isinstance(result, FrontalAnalysis):
        return Taken(frontal_photo(photo, data, result))
    return Taken(side_photo(photo, data, result))
