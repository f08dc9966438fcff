"""The product's own small drawings: exercises, self-checks, photo protocol and body map.

Every drawing is 240 by 120 units: SVG for pages, PNG for documents, from the same shapes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from posture.errors import InputError
from posture.i18n.language import language, tr
from posture.present.figures.body_map import MAP_IDS, draw_body_map
from posture.present.figures.png import to_png
from posture.present.figures.poses import poses
from posture.present.figures.scene import draw_figure
from posture.present.figures.shapes import Drawing
from posture.present.figures.svg import to_svg


class FigureNotFoundError(InputError, KeyError):
    """No figure of that id."""

    def __str__(self) -> str:
        return InputError.__str__(self)


def figure_ids() -> tuple[str, ...]:
    """The ids of all figures, in the order of the poses file."""
    return tuple(poses())


def has_figure(figure_id: str) -> bool:
    """Whether there is a figure of that id."""
    return figure_id in poses()


def figure_svg(figure_id: str, *, title: str | None = None) -> str:
    """A figure as an SVG element for an HTML page.

    Parameters
    ----------
    figure_id : str
        Id of an exercise, a self-check or a photo picture.
    title : str, optional
        Accessible name, for example the title of the exercise in the plan.

    Returns
    -------
    str
        ``viewBox`` 0 0 240 120; takes the text colour of the page.

    Raises
    ------
    FigureNotFoundError
        No figure of that id; also a ``KeyError``.
    """
    return to_svg(_figure(figure_id), title)


def figure_png(figure_id: str, height: int = 240) -> bytes:
    """A figure as PNG on white.

    Parameters
    ----------
    figure_id : str
    height : int
        Pixels, 24 to 2000; twice as wide as high.

    Raises
    ------
    FigureNotFoundError
        No figure of that id; also a ``KeyError``.
    """
    return _figure_png(figure_id, height, language())


def body_map_svg(imbalance_id: str, *, facing: Literal["left", "right"] = "right") -> str:
    """The two sides of an imbalance on a person seen from the side, as SVG.

    Parameters
    ----------
    imbalance_id : {"hip", "chest", "thigh"}
    facing : {"left", "right"}

    Raises
    ------
    FigureNotFoundError
        No imbalance of that id; also a ``KeyError``.
    """
    return to_svg(_body_map(imbalance_id, facing))


def body_map_png(
    imbalance_id: str, *, facing: Literal["left", "right"] = "right", height: int = 240
) -> bytes:
    """The two sides of an imbalance on a person seen from the side, as PNG on white.

    Parameters
    ----------
    imbalance_id : {"hip", "chest", "thigh"}
    facing : {"left", "right"}
    height : int
        Pixels, 24 to 2000; twice as wide as high.

    Raises
    ------
    FigureNotFoundError
        No imbalance of that id; also a ``KeyError``.
    """
    return to_png(_body_map(imbalance_id, facing), height)


@lru_cache(maxsize=64)
def _figure_png(figure_id: str, height: int, language: str) -> bytes:
    # A few figures have words in them.
    return to_png(_figure(figure_id), height)


def _figure(figure_id: str) -> Drawing:
    if not has_figure(figure_id):
        raise FigureNotFoundError(
            tr("There is no figure {name!r}.").format(name=figure_id),
            remedy=tr("Known: {names}.").format(names=", ".join(figure_ids())),
        )
    return draw_figure(figure_id, poses()[figure_id])


def _body_map(imbalance_id: str, facing: Literal["left", "right"]) -> Drawing:
    if imbalance_id not in MAP_IDS:
        raise FigureNotFoundError(
            tr("There is no body map {name!r}.").format(name=imbalance_id),
            remedy=tr("Known: {names}.").format(names=", ".join(MAP_IDS)),
        )
    return draw_body_map(imbalance_id, facing)
