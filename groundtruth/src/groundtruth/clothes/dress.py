"""Make all meshes of a dressed person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.bottoms import make_bottom, thickness
from groundtruth.clothes.bra import make_bra
from groundtruth.clothes.colours import skin_material
from groundtruth.clothes.everyday.headwear import hair_outside
from groundtruth.clothes.everyday.wear import everyday_garments
from groundtruth.clothes.hair import make_hair
from groundtruth.clothes.makehuman.ready_made import ready_made_garments
from groundtruth.clothes.measured_body import measure_body
from groundtruth.clothes.shoes import make_shoes
from groundtruth.clothes.surface import in_segments
from groundtruth.clothes.tops import make_top
from groundtruth.meshes import Material, Mesh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Outfit
    from groundtruth.clothes.tube import Tube
    from groundtruth.meshes import PosedBody


def dress(body: PosedBody, outfit: Outfit, rng: np.random.Generator, *, skin: float) -> list[Mesh]:
    """Make the meshes of a dressed person: skin, eyes, clothes, shoes, hair.

    Parameters
    ----------
    body : PosedBody
    outfit : Outfit
    rng : numpy.random.Generator
        Draws folds and strands only: with the same state a person wears the same garments in
        another pose.
    skin : float
        0 light to 1 dark.

    Returns
    -------
    list of Mesh
        Skin first, without the faces that are certainly hidden: they would show through the cloth.
    """
    measured = measure_body(body)
    # Every garment has its own generator, so that it does not depend on the other garments.
    streams = [np.random.default_rng(seed) for seed in rng.integers(0, 2**63, 3)]
    hidden = np.zeros(len(body.vertices), dtype=bool)
    worn: list[Mesh] = []
    for name, tube, under, material in _garments(measured, outfit, streams):
        hidden |= under
        worn.append(Mesh(name, tube.vertices, tube.faces, material, tube.uv))
    locks = [] if outfit.ready_made else make_hair(measured, outfit, streams[2])
    locks = hair_outside(locks, measured, outfit)
    worn += [
        Mesh("hair", lock.vertices, lock.faces, outfit.hair_material, lock.uv) for lock in locks
    ]
    is_eye = in_segments(body, ("eye",))[body.faces].all(axis=1)
    bare = ~hidden[body.faces].all(axis=1)
    return [
        Mesh("skin", body.vertices, body.faces[bare & ~is_eye], skin_material(skin)),
        Mesh("eyes", body.vertices, body.faces[is_eye], Material("eye", (0.75, 0.74, 0.72))),
        *worn,
    ]


def _garments(
    measured: MeasuredBody, outfit: Outfit, streams: list[np.random.Generator]
) -> Iterator[tuple[str, Tube, NDArray[np.bool_], Material]]:
    """Name, surface, hidden skin and material of everything worn except hair."""
    if outfit.everyday is not None:
        yield from everyday_garments(measured, outfit, outfit.everyday, streams)
        return
    if outfit.ready_made is not None:
        yield from ready_made_garments(measured, outfit, outfit.ready_made)
        return
    yield "bottom", *make_bottom(measured, outfit, streams[0]), outfit.bottom_cloth
    if outfit.top == "bra":
        yield "top", *make_bra(measured, outfit), outfit.top_cloth
    elif outfit.top != "bare":
        made = make_top(measured, outfit, thickness(outfit), streams[1])
        yield "top", *made, outfit.top_cloth
    for shoe in make_shoes(measured, outfit):
        yield shoe.name, shoe.surface, shoe.hidden, shoe.material
