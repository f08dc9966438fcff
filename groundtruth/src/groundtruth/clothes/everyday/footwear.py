"""Shoes with a sole under the foot: trainers, leather shoes, boots, sandals; and socks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from groundtruth.bodies.tread import Tread
from groundtruth.clothes.everyday.last import measure_foot
from groundtruth.clothes.everyday.loft import Loft, lofted, ringed
from groundtruth.clothes.measured_body import SIDES
from groundtruth.clothes.shoes import Shoe
from groundtruth.clothes.surface import cut, fit_to_skin, in_segments
from groundtruth.clothes.tube import Tube

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from groundtruth.clothes.everyday.last import Last
    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.meshes import Material

Kind = Literal["barefoot", "socks", "trainers", "leather", "boots", "sandals"]

CLOSED: tuple[Kind, ...] = ("trainers", "leather", "boots")


@dataclass(frozen=True, slots=True)
class Footwear:
    """What is worn on the feet.

    Attributes
    ----------
    kind : str
    sole, drop : float
        Of the sole, see :class:`groundtruth.bodies.tread.Tread`.
    room : float
        From the toes to the tip of the shoe, metres.
    counter : float
        From the heel's skin to the rearmost point of the shoe, metres.
    pointed : float
        0 a round toe to 1 a narrow one.
    shaft : float
        Upper edge of a boot or a sock above the ankle joint, metres.
    socks : bool
        Worn in shoes as well.
    material, sock : Material
        ``second`` is the sole's colour.
    """

    kind: Kind
    sole: float
    drop: float
    room: float
    counter: float
    pointed: float
    shaft: float
    socks: bool
    material: Material
    sock: Material

    @property
    def tread(self) -> Tread:
        """What it puts under the foot."""
        return Tread(self.sole, self.drop)


def make_footwear(measured: MeasuredBody, worn: Footwear) -> list[Shoe]:
    """Make shoes and socks.

    The body must stand on the footwear's tread: the undersides of the soles are at y = 0.

    Parameters
    ----------
    measured : MeasuredBody
    worn : Footwear

    Returns
    -------
    list of Shoe
    """
    if worn.kind == "barefoot":
        return []
    lasts = {side: measure_foot(measured, side, worn.tread) for side in SIDES}
    made = [_socks(measured, worn, lasts)] if worn.kind == "socks" or worn.socks else []
    if worn.kind == "socks":
        return made
    nothing = np.zeros(len(measured.body.rest), dtype=bool)
    rubber = replace(worn.material, colour=worn.material.second or (0.05, 0.05, 0.05))
    for side, last in lasts.items():
        made.append(Shoe("sole", _sole(last, worn), nothing, rubber))
        if worn.kind in CLOSED:
            hidden = _inside(measured, last, side)
            made.append(Shoe("shoes", _upper(last, worn), hidden, worn.material))
    if worn.kind == "boots":
        made.append(_shaft(measured, worn))
    if worn.kind == "sandals":
        made.append(_straps(measured, worn, lasts))
    return made


def _stations(last: Last, worn: Footwear) -> NDArray[np.float64]:
    """Places along the shoe from behind the heel to its tip, closer together at the ends."""
    back, tip = -worn.counter, last.length + worn.room
    return back + (tip - back) * (0.5 - 0.5 * np.cos(np.pi * np.linspace(0.0, 1.0, 34)))


def _outline(
    last: Last, worn: Footwear, u: NDArray[np.float64], more: float
) -> list[NDArray[np.float64]]:
    """Half breadths to the right and to the left of the shoe's print."""
    back, tip = u[0], u[-1]
    # The toes vanish: the shoe stays as broad as the ball until its tip closes.
    heel = np.sqrt(np.clip(1.0 - np.clip(1.0 - (u - back) / 0.033, 0.0, 1.0) ** 2, 0.0, 1.0))
    long = 0.06 + 0.05 * worn.pointed
    power = 2.4 - 0.5 * worn.pointed
    toe = np.clip(1.0 - np.clip(1.0 - (tip - u) / long, 0.0, 1.0) ** power, 0.0, 1.0) ** (1 / power)
    sides = []
    for breadth in (last.right, last.left):
        at = np.interp(u, last.at, breadth)
        ball = float(breadth[last.at > 0.6 * last.length].max())
        front = np.clip((u / last.length - 0.66) / 0.1, 0.0, 1.0)
        at = at + front * np.maximum(0.92 * ball - at, 0.0)
        sides.append((at + more) * heel * toe)
    return sides


def _upper(last: Last, worn: Footwear) -> Tube:
    """The upper: from the sole over the foot, and up to the collar round the ankle."""
    u = _stations(last, worn)
    right, left = _outline(last, worn, u, 0.004)
    floor = last.underside(u) - 0.004
    behind = (u - last.ankle) / 0.045
    collar = 0.055 + 0.014 * np.clip(-behind, 0.0, 1.3) ** 2 + 0.05 * np.clip(behind, 0.0, 1.0)
    if worn.kind == "boots":
        collar = collar + 0.025
    over = np.interp(u, last.at, last.top) + 0.007 - last.underside(u)
    # The toe box keeps its height beyond the toes and falls off to the tip.
    box = 0.030 + 0.008 * (1.0 - worn.pointed)
    tip = np.clip((u[-1] - u) / 0.05, 0.0, 1.0)
    low = box * (0.45 + 0.55 * np.sqrt(1.0 - (1.0 - tip) ** 2))
    ahead = np.clip((u / last.length - 0.80) / 0.12, 0.0, 1.0)
    height = np.minimum(np.maximum(over, box) * (1.0 - ahead) + low * ahead, collar)
    for _ in range(2):
        padded = np.pad(height, 1, mode="edge")
        height = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    # Boxy round the ankle, arched over the instep.
    power = np.interp(u / last.length, [0.0, 0.3, 0.5, 0.75, 1.0], [0.35, 0.4, 0.75, 0.7, 0.6])
    bulge = 0.004 + 0.002 * worn.pointed
    loft = Loft(u, floor, height + 0.004, right, left, power)
    return lofted(last, loft, heel_bulge=bulge)


def _sole(last: Last, worn: Footwear) -> Tube:
    """The sole: from the floor to the foot, closed below."""
    u = _stations(last, worn)
    trainers = worn.kind == "trainers"
    welt = 0.0065 if trainers else 0.005
    u = u.copy()
    u[0] -= 0.003 if trainers else 0.001
    right, left = _outline(last, worn, u, welt)
    rise = 0.010 if trainers else 0.001
    top = last.underside(u) + (rise if worn.kind != "sandals" else 0.0)
    if trainers:
        top = top + 0.006 * np.clip((u / last.length - 0.85) / 0.2, 0.0, 1.0)
    spring = 0.008 if worn.kind != "sandals" else 0.004
    front = np.clip((u / u[-1] - 0.80) / 0.2, 0.0, 1.0)
    bottom = spring * front**2 + 0.002 * np.clip(1.0 - (u - u[0]) / 0.02, 0.0, 1.0)
    if worn.kind in ("leather", "boots") and worn.sole > 0.02:
        # A heel block, and a thin sole that leaves the floor under the arch.
        waist = np.clip((u / last.length - 0.27) / 0.03, 0.0, 1.0)
        waist = waist * np.clip((0.62 - u / last.length) / 0.22, 0.0, 1.0)
        bottom = np.maximum(bottom, waist * (last.underside(u) - 0.007))
    return ringed(last, u, bottom, top, right, left)


def _inside(measured: MeasuredBody, last: Last, side: str) -> NDArray[np.bool_]:
    """Skin that the upper hides."""
    body = measured.body
    foot = in_segments(body, (f"foot_{side}", f"shank_{side}"))
    return foot & (body.vertices[:, 1] < last.sole + 0.045)


def _socks(measured: MeasuredBody, worn: Footwear, lasts: Mapping[str, Last]) -> Shoe:
    body = measured.body
    edge = measured.rest_height("ankle_right") + worn.shaft
    chosen = in_segments(body, ("foot", "shank"))
    field = np.where(chosen, edge - body.rest[:, 1], -1.0)
    hidden = field > 0.01
    if worn.kind in CLOSED:
        # What is inside the shoe would show through its upper.
        for side, last in lasts.items():
            own = in_segments(body, (f"foot_{side}", f"shank_{side}"))
            u, v, _ = last.local(body.vertices).T
            out = np.minimum(v - worn.sole - 0.042, last.ankle + 0.055 - u)
            field[own] = np.minimum(field, out)[own]
    ids = np.flatnonzero(field > -0.03)
    cloth = fit_to_skin(body, measured.normals, ids, 0.002, 12, field)
    # Cloth does not reach into the floor.
    cloth[:, 1] = np.maximum(cloth[:, 1], 0.0)
    return Shoe("socks", _carried(body.rest, body.faces, field, cloth), hidden, worn.sock)


def _shaft(measured: MeasuredBody, worn: Footwear) -> Shoe:
    """A boot's shaft round the ankle and the shank."""
    body = measured.body
    ankle = measured.rest_height("ankle_right")
    height = body.rest[:, 1] - ankle
    chosen = in_segments(body, ("foot", "shank"))
    field = np.where(chosen, np.minimum(worn.shaft - height, height + 0.045), -1.0)
    ids = np.flatnonzero(field > -0.03)
    cloth = fit_to_skin(body, measured.normals, ids, 0.007, 20, field)
    return Shoe(
        "shoes", _carried(body.rest, body.faces, field, cloth), field > 0.015, worn.material
    )


def _straps(measured: MeasuredBody, worn: Footwear, lasts: Mapping[str, Last]) -> Shoe:
    """Two straps over the forefoot and one round the heel."""
    body = measured.body
    field = np.full(len(body.rest), -1.0)
    for side, last in lasts.items():
        own = in_segments(body, (f"foot_{side}",))
        u, v, _ = last.local(body.vertices).T
        bands = [0.014 - np.abs(u - share * last.length) for share in (0.70, 0.48)]
        bands.append(np.minimum(0.012 - np.abs(v - last.sole - 0.05), 0.5 * last.length - u))
        upper = v - last.underside(u) - 0.002
        field[own] = np.minimum(np.max(bands, axis=0), upper)[own]
    ids = np.flatnonzero(field > -0.03)
    cloth = fit_to_skin(body, measured.normals, ids, 0.0035, 6, field)
    nothing = np.zeros(len(body.rest), dtype=bool)
    return Shoe("straps", _carried(body.rest, body.faces, field, cloth), nothing, worn.material)


def _carried(
    rest: NDArray[np.float64],
    faces: NDArray[np.intp],
    field: NDArray[np.float64],
    cloth: NDArray[np.float64],
) -> Tube:
    part = cut(faces, field)
    uv = part.interpolated(np.stack([rest[:, 0], rest[:, 1]], axis=1))
    return Tube(part.interpolated(cloth), part.faces, uv)
