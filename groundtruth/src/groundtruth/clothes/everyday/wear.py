"""Putting everyday garments on a body, from the feet up."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.bottoms import make_bottom, thickness
from groundtruth.clothes.drape import section
from groundtruth.clothes.everyday.details import BREAKING
from groundtruth.clothes.everyday.footwear import make_footwear
from groundtruth.clothes.everyday.headwear import make_beard, make_cap, make_glasses
from groundtruth.clothes.everyday.hood import make_hood
from groundtruth.clothes.everyday.neckwear import make_collar
from groundtruth.clothes.everyday.skirts import long_trunk, make_skirt
from groundtruth.clothes.everyday.trousers import cut_leg
from groundtruth.clothes.surface import in_segments
from groundtruth.clothes.tops import Build, make_top
from groundtruth.meshes import Material

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from groundtruth.clothes.everyday.details import Everyday
    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Outfit
    from groundtruth.clothes.tube import Tube

_FRAME = Material("shoe", (0.02, 0.018, 0.015), roughness=0.35)
"""Of glasses."""

Garment = tuple[str, "Tube", "NDArray[np.bool_]", Material]


def everyday_garments(
    measured: MeasuredBody, outfit: Outfit, everyday: Everyday, streams: list[np.random.Generator]
) -> Iterator[Garment]:
    """All that an everyday outfit has but hair.

    Parameters
    ----------
    measured : MeasuredBody
        Of a body that stands on the outfit's tread.
    outfit : Outfit
    everyday : Everyday
    streams : list of numpy.random.Generator
        Folds of bottom and top.

    Yields
    ------
    tuple
        Name, surface, hidden skin and material.
    """
    shoes = make_footwear(measured, everyday.footwear)
    for shoe in shoes:
        yield shoe.name, shoe.surface, shoe.hidden, shoe.material
    cutter = partial(cut_leg, everyday=everyday, shoes=shoes)
    bottom, hidden = make_bottom(
        measured, outfit, streams[0], cutter if everyday.legs in BREAKING else None
    )
    yield "bottom", bottom, hidden, outfit.bottom_cloth
    if everyday.legs == "skirt":
        skirt, hidden = make_skirt(measured, outfit, everyday, streams[0])
        bottom = skirt
        yield "skirt", skirt, hidden, outfit.bottom_cloth
    yield from _tops(measured, outfit, everyday, bottom, streams[1])


def _tops(
    measured: MeasuredBody,
    outfit: Outfit,
    everyday: Everyday,
    bottom: Tube,
    rng: np.random.Generator,
) -> Iterator[Garment]:
    if everyday.garment == "dress":
        over = long_trunk(measured, everyday.skirt_hem)
    elif outfit.tucked and not everyday.build.overhang:
        over = measured
    else:
        over = _over(measured, bottom)
    build = everyday.build
    # A sleeve under a jacket is never seen, but would shine through it.
    own = outfit if everyday.jacket is None else replace(outfit, sleeve=0.0)
    top, hidden = make_top(over, own, thickness(outfit), rng, build)
    yield "top", top, hidden, outfit.top_cloth
    offset = 0.005 + build.thick
    if everyday.jacket is not None:
        wide = replace(outfit, looseness=0.6, sleeve=1.93, tucked=False, hem=everyday.jacket_hem)
        outer = Build(thick=build.thick + 0.009, rib=0.0)
        over = _over(over, top)
        jacket, hidden = make_top(over, wide, 0.0, rng, outer)
        offset = 0.005 + outer.thick
        hidden &= in_segments(measured.body, ("upper_arm", "forearm", "clavicle"))
        yield "jacket", _opened(measured, jacket), hidden, everyday.jacket
    nothing = np.zeros(len(hidden), dtype=bool)
    cloth = everyday.jacket or outfit.top_cloth
    if everyday.collar != "none":
        collar = make_collar(measured, everyday.collar, offset=offset, rise=everyday.rise)
        yield "collar", collar, nothing, cloth
    if everyday.hood:
        yield "hood", make_hood(measured, offset=offset, full=everyday.rise), nothing, cloth
    if everyday.cap != "none":
        yield "cap", make_cap(measured, everyday.cap, everyday.rise), nothing, everyday.cap_cloth
    if everyday.glasses:
        yield "glasses", make_glasses(measured, everyday.rise), nothing, _FRAME
    beard = make_beard(measured, everyday.beard) if everyday.beard else None
    if beard is not None:
        yield "beard", beard, nothing, outfit.hair_material


def _over(measured: MeasuredBody, under: Tube) -> MeasuredBody:
    """The measured with a garment on its trunk, for what is worn over that."""
    trunk = measured.trunk
    reach = under.vertices[:, 1] > trunk.heights[-1]
    faces = under.faces[reach[under.faces].any(axis=1)]
    lain = section(under.vertices, faces, trunk.heights, trunk.centre, len(trunk.azimuths))
    radius = np.where(np.isfinite(lain.radius), lain.radius + 0.002, 0.0)
    return replace(measured, trunk=trunk.with_radius(np.maximum(trunk.radius, radius)))


def _opened(measured: MeasuredBody, jacket: Tube) -> Tube:
    """The jacket without its front, so that what is worn below shows."""
    neck, body = measured.body.joints["neck"], measured.body
    x, y, z = jacket.vertices.T
    low = float(body.joints["pelvis"][1])
    # It opens wider further down.
    half = 0.03 + 0.05 * np.clip((float(neck[1]) - y) / (float(neck[1]) - low), 0.0, 1.2)
    centre = np.interp(y, [low, float(neck[1])], [float(body.joints["pelvis"][0]), float(neck[0])])
    front = (np.abs(z) < half) & (x > centre)
    kept = ~front[jacket.faces].all(axis=1)
    return replace(jacket, faces=jacket.faces[kept])
