"""Streamlit component: a picture on which points are clicked and dragged."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import streamlit as st
from streamlit.components import v2

from posture.body.points import POINTS
from posture.i18n.language import tr
from posture.present.encode import encode_jpeg
from posture.present.overlay.crop import crop_to_person
from posture.ui.points.events import LOWER, UPPER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from streamlit.components.v2.types import ComponentRenderer

    from posture.body.body import Body
    from posture.body.camera.vertical import Spot
    from posture.body.points import PointSource
    from posture.body.stickers.find import StickerProposal
    from posture.photo.photo import Photo

_HERE = Path(__file__).parent
_HEIGHT = 1200
_LONGEST = 1600


def show_picture(data: dict[str, Any], on_event: Callable[[object], None], *, key: str) -> None:
    """Draw the picture.

    Parameters
    ----------
    data : dict
        As :func:`points_data` or :func:`vertical_data` give it.
    on_event : callable
        Called before the page runs again, with ``{"point", "x_px", "y_px", "id"}`` in source
        pixels.
    key : str
        Widget key.
    """

    def handle() -> None:
        # Nothing where the picture was left and the browser is behind.
        if key in st.session_state:
            on_event(st.session_state[key].get("event"))

    _component()(key=key, data=data, on_event_change=handle)


def _component() -> ComponentRenderer:
    return v2.component(
        "posture_points",
        html=(_HERE / "points.html").read_text(encoding="utf-8"),
        css=(_HERE / "points.css").read_text(encoding="utf-8"),
        js=(_HERE / "points.js").read_text(encoding="utf-8"),
    )


def point_label(name: str) -> str:
    """Plain name of a point, capitalised."""
    return {
        "tragus": tr("Ear (tragus)"),
        "canthus": tr("Outer corner of the eye"),
        "c7": tr("Lowest neck bone (C7)"),
        "acromion": tr("Tip of the shoulder"),
        "asis": tr("Front hip bone (ASIS)"),
        "psis": tr("Back hip bone (PSIS)"),
        "trochanter": tr("Side of the hip"),
        "knee": tr("Side of the knee"),
        "malleolus": tr("Outer ankle bone"),
        "toe": tr("Tip of the foot"),
    }[name]


def points_data(
    photo: Photo, body: Body, proposals: Sequence[StickerProposal] = (), *, answered: str = ""
) -> dict[str, Any]:
    """Data of the component for placing points: person, both layers, back profile.

    Parameters
    ----------
    photo : Photo
    body : Body
    proposals : sequence of StickerProposal
        Spots to mark, numbered from 1.
    answered : str
        Id of the last event that is included in ``body``.
    """
    view = crop_to_person(photo, body, _HEIGHT)
    left, top = view.left / view.scale, view.top / view.scale
    wide, high = (view.right - view.left) / view.scale, (view.bottom - view.top) / view.scale
    seen = body.in_picture()
    ghosts = body.camera.to_picture(body.detected.positions, body.depths)
    return {
        "picture": _cached_url(photo, "person", lambda: view.crop(photo.pixels)),
        "window": {"left": left, "top": top, "width": wide, "height": high},
        "size": list(photo.source_size),
        "aiming": False,
        "first": None,
        "answered": answered,
        "points": [
            _point(name, source, at, ghost)
            for name, source, at, ghost in zip(
                POINTS, seen.points.sources, seen.px, ghosts, strict=False
            )
        ],
        "profile": [spot for at in seen.px[len(POINTS) :] if (spot := _spot(at)) is not None],
        "proposals": [
            {"x": p.x_px, "y": p.y_px, "r": 0.6 * p.diameter_px, "label": str(i)}
            for i, p in enumerate(proposals, 1)
        ],
        "words": {
            "picture": tr("Picture with ten points of the body. Choose a point, then arrow keys."),
            "pick": tr("Point"),
            "none": tr("none chosen"),
            "nowhere": tr("not placed yet"),
            **_zoom_words(),
            "drag": tr("Drag a point, or choose it and click where it belongs."),
            "keys": tr("Arrow keys move the chosen point by 1 pixel, with Shift by 10."),
        },
    }


def vertical_data(
    photo: Photo, upper: Spot | None, lower: Spot | None, *, answered: str = ""
) -> dict[str, Any]:
    """Data of the component for marking a vertical: the whole picture and two ends."""
    wide, high = photo.source_size
    places = ((UPPER, tr("Upper end"), upper), (LOWER, tr("Lower end"), lower))
    return {
        "picture": _cached_url(photo, "whole", lambda: _whole(photo)),
        "window": {"left": 0, "top": 0, "width": wide, "height": high},
        "size": [wide, high],
        "aiming": True,
        "first": UPPER,
        "answered": answered,
        "points": [
            {
                "name": name,
                "label": label,
                "x": at[0] if at else None,
                "y": at[1] if at else None,
                "source": "end",
                "ghost": None,
            }
            for name, label, at in places
        ],
        "profile": [],
        "proposals": [],
        "words": {
            "picture": tr("Whole picture. Choose an end of the vertical, then arrow keys."),
            "pick": tr("End of the vertical"),
            "none": tr("none chosen"),
            "nowhere": tr("not placed yet"),
            **_zoom_words(),
            "keys": "",
            "drag": tr(
                "Click the upper, then the lower end of something that stands upright in the "
                "room, such as a door frame."
            ),
        },
    }


def _zoom_words() -> dict[str, str]:
    """Labels of the buttons that enlarge the picture."""
    return {
        "in": tr("Enlarge"),
        "out": tr("Make smaller"),
        "reset": tr("Whole picture"),
        "hint": tr("Pinch, or click and turn the wheel; keys + − 0. Drag beside a point to move."),
    }


def _point(
    name: str, source: PointSource, px: NDArray[np.float64], ghost: NDArray[np.float64]
) -> dict[str, Any]:
    at = _spot(px)
    return {
        "name": name,
        "label": point_label(name),
        "x": at[0] if at else None,
        "y": at[1] if at else None,
        "source": source,
        "ghost": _spot(ghost),
    }


def _spot(px: NDArray[np.float64]) -> list[float] | None:
    """Source pixels of a node; None where it is unknown."""
    x, y = px.tolist()
    return [round(x, 2), round(y, 2)] if np.isfinite(x) and np.isfinite(y) else None


def _whole(photo: Photo) -> NDArray[np.uint8]:
    high, wide = photo.pixels.shape[:2]
    shrink = min(1.0, _LONGEST / max(high, wide))
    size = (max(1, round(wide * shrink)), max(1, round(high * shrink)))
    return np.asarray(cv2.resize(photo.pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _cached_url(photo: Photo, part: str, make: Callable[[], NDArray[np.uint8]]) -> str:
    """The picture as a data URL, cached: each moved point runs the page again."""
    key = (photo.sha256, part)
    kept = st.session_state.get("points_picture")
    if kept is None or kept[0] != key:
        text = base64.b64encode(encode_jpeg(make())).decode("ascii")
        kept = st.session_state["points_picture"] = (key, f"data:image/jpeg;base64,{text}")
    return kept[1]
