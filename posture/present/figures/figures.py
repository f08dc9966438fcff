"""The drawings of exercises, self-checks, photo instructions and muscle pairs.

Each is an SVG file of 240 by 120 units in this folder; ``make figures`` writes them. Words inside
them are English and are translated here.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache
from importlib.resources import files
from xml.sax.saxutils import escape

from posture.errors import InputError
from posture.i18n.language import language, tr

_SVG = "http://www.w3.org/2000/svg"
_MAP = "map-"
_INK = "currentColor"
_FRAME = (
    f'<svg xmlns="{_SVG}" viewBox="0 0 240 120" role="img"><title>{{words}}</title>'
    '<rect x="30" y="8" width="180" height="104" rx="8" fill="none" stroke="{ink}" '
    'stroke-width="1" stroke-opacity="0.45" stroke-dasharray="5 5"/></svg>'
)


class FigureNotFoundError(InputError, KeyError):
    """No figure of that id."""

    def __str__(self) -> str:
        return InputError.__str__(self)


@cache
def figure_ids() -> tuple[str, ...]:
    """The ids of all figures, in alphabetical order."""
    return tuple(name for name in _names() if not name.startswith(_MAP))


@cache
def body_map_ids() -> tuple[str, ...]:
    """The imbalances that have a body map, in alphabetical order."""
    return tuple(name.removeprefix(_MAP) for name in _names() if name.startswith(_MAP))


def has_figure(figure_id: str) -> bool:
    """Whether there is a figure of that id."""
    return figure_id in figure_ids()


def figure_svg(figure_id: str, *, title: str | None = None, ink: str = _INK) -> str:
    """A figure as an SVG element.

    Parameters
    ----------
    figure_id : str
        Id of an exercise, a self-check or a photo instruction.
    title : str, optional
        Accessible name, for example the title of the exercise in the plan; the figure's own by
        default.
    ink : str
        Colour of lines and bodies: any SVG colour; the text colour of the page by default.

    Returns
    -------
    str
        ``viewBox`` 0 0 240 120, words in the reader's language.

    Raises
    ------
    FigureNotFoundError
        No figure of that id; also a ``KeyError``.
    """
    if not has_figure(figure_id):
        raise FigureNotFoundError(
            tr("There is no figure {name!r}.").format(name=figure_id),
            remedy=tr("Known: {names}.").format(names=", ".join(figure_ids())),
        )
    return _read(figure_id, title, language()).replace(_INK, ink)


def exercise_svg(exercise_id: str, *, ink: str = _INK) -> str:
    """The figure of an exercise; an empty frame to draw in for one that has none.

    Parameters
    ----------
    exercise_id : str
        Of the library, or of a studio's own.
    ink : str
        As for :func:`figure_svg`.

    Returns
    -------
    str
        As for :func:`figure_svg`.
    """
    if has_figure(exercise_id):
        return figure_svg(exercise_id, ink=ink)
    return _FRAME.format(words=escape(tr("Room for a sketch")), ink=ink)


def body_map_svg(imbalance_id: str, *, ink: str = _INK) -> str:
    """The two muscle groups of an imbalance on a person seen from the side.

    Parameters
    ----------
    imbalance_id : {"hip", "chest", "thigh"}
    ink : str
        As for :func:`figure_svg`.

    Returns
    -------
    str
        As for :func:`figure_svg`.

    Raises
    ------
    FigureNotFoundError
        No imbalance of that id; also a ``KeyError``.
    """
    if imbalance_id not in body_map_ids():
        raise FigureNotFoundError(
            tr("There is no body map {name!r}.").format(name=imbalance_id),
            remedy=tr("Known: {names}.").format(names=", ".join(body_map_ids())),
        )
    return _read(f"{_MAP}{imbalance_id}", None, language()).replace(_INK, ink)


@cache
def _names() -> tuple[str, ...]:
    found = [path.name for path in files(__package__ or "").iterdir()]
    return tuple(sorted(name.removesuffix(".svg") for name in found if name.endswith(".svg")))


def _source(name: str) -> str:
    return (files(__package__ or "") / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _read(name: str, title: str | None, spoken: str) -> str:
    """The file with its words in the reader's language, which is ``spoken``."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(_source(name))
    for element, text in texts_in(root):
        own = title is not None and element.tag == f"{{{_SVG}}}title"
        lines = [title] if own else tr(text).split("\n")
        for part, line in zip(list(element) or [element], lines, strict=True):
            part.text = line
    return ET.tostring(root, encoding="unicode")


def texts_in(root: ET.Element) -> list[tuple[ET.Element, str]]:
    """Every element of a figure that holds words, and these; a text of two lines is one text."""
    found: list[tuple[ET.Element, str]] = []
    for tag in ("title", "desc", "text"):
        for element in root.iter(f"{{{_SVG}}}{tag}"):
            lines = [part.text or "" for part in (list(element) or [element])]
            found.append((element, "\n".join(lines)))
    return found
