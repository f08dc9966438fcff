"""Light of a scene: many point lights that approximate windows, panels, ceiling and floor.

Every soft source is a set of points; a surface sums those that it sees. One key light may be small
enough to cast a sharp shadow. The unit of light is the radiance of a white matt surface.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Lights:
    """The lights of a picture, scene axes.

    Attributes
    ----------
    at : ndarray, shape (S, 4)
        Points (last component 1) or directions towards the light (0).
    colour : ndarray, shape (S, 3)
        Light of each on a surface one metre above the origin that faces it.
    key_at : ndarray, shape (4,)
        The light with the sharp shadow, as ``at``.
    key_colour : ndarray, shape (3,)
        0 where there is none.
    key_soft : float
        Radius of the penumbra, share of the shadow map.
    above, below : ndarray, shape (3,)
        Light from above and from below, for reflections.
    """

    at: NDArray[np.float64]
    colour: NDArray[np.float64]
    key_at: NDArray[np.float64]
    key_colour: NDArray[np.float64]
    key_soft: float
    above: NDArray[np.float64]
    below: NDArray[np.float64]


def light_colour(kelvin: float, strength: float = 0.42) -> NDArray[np.float64]:
    """Colour of a light after an incomplete white balance; mean about 1."""
    warm = np.log(5600.0 / kelvin)
    rgb = np.exp(strength * warm * np.array([0.55, 0.0, -0.95]))
    return rgb / rgb.mean()


def _dome(
    rng: np.random.Generator, above: NDArray[np.float64], below: NDArray[np.float64], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Directions spread evenly over the sphere, with the light from each."""
    k = np.arange(count) + 0.5
    y = 1 - 2 * k / count
    angle = np.pi * (1 + 5**0.5) * k + rng.uniform(0, 2 * np.pi)
    r = np.sqrt(1 - y * y)
    at = np.stack([r * np.sin(angle), y, r * np.cos(angle), 0 * y], 1)
    share = np.clip(0.5 + 0.9 * y, 0, 1)[:, None]
    return at, (share * above + (1 - share) * below) * (4.0 / count)


def _panel(
    rng: np.random.Generator,
    middle: NDArray[np.float64],
    width: float,
    height: float,
    side: int,
) -> NDArray[np.float64]:
    """Jittered grid of points on a rectangle that faces the person."""
    out = middle - np.array([0.0, 1.0, 0.0])
    out = out / np.linalg.norm(out)
    right = np.cross([0.0, 1.0, 0.0], out)
    right = right / max(np.linalg.norm(right), 1e-6)
    up = np.cross(out, right)
    u, v = np.meshgrid((np.arange(side) + 0.5) / side - 0.5, (np.arange(side) + 0.5) / side - 0.5)
    u = u.ravel() + rng.uniform(-0.3, 0.3, side * side) / side
    v = v.ravel() + rng.uniform(-0.3, 0.3, side * side) / side
    points = middle + u[:, None] * width * right + v[:, None] * height * up
    return np.concatenate([points, np.ones((len(points), 1))], axis=1)


def _around(azimuth_deg: float, distance: float, height: float) -> NDArray[np.float64]:
    """A point around the person; azimuth 0 is the camera's side, + to the right."""
    a = np.radians(azimuth_deg)
    return np.array([distance * np.sin(a), height, distance * np.cos(a)])


def indoor(
    rng: np.random.Generator, wall: NDArray[np.float64], floor: NDArray[np.float64], fine: int = 1
) -> Lights:
    """Windows and lamps of a room.

    Parameters
    ----------
    rng : numpy.random.Generator
    wall, floor : ndarray, shape (3,)
        Colours of the light that they reflect.
    fine : int
        1 for speed; 2 or more for smoother shadows.
    """
    day, lamp = light_colour(rng.uniform(5200, 8000)), light_colour(rng.uniform(2800, 5000))
    ambient = rng.uniform(0.3, 0.75)
    mood = 0.5 * day + 0.5 * lamp
    back = 0.35 + 0.65 * wall / max(float(wall.max()), 0.3)
    above = ambient * mood * (0.55 + 0.45 * back)
    below = ambient * mood * (0.15 + 0.85 * floor) * 0.7
    at, colour = _dome(rng, above, below, 28 * fine)
    ats, colours = [at], [colour]
    middle = _around(
        rng.choice([-1, 1]) * rng.uniform(10, 105), rng.uniform(1.8, 3.5), rng.uniform(1.3, 1.9)
    )
    side = 3 + fine
    points = _panel(rng, middle, rng.uniform(0.8, 2.2), rng.uniform(1.0, 1.6), side)
    ats.append(points)
    colours.append(np.tile(day * rng.uniform(0.5, 1.3) / len(points), (len(points), 1)))
    if rng.random() < 0.75:
        middle = np.array([rng.uniform(-1.2, 1.2), 2.45, rng.uniform(-0.3, 2.0)])
        points = _panel(rng, middle, rng.uniform(0.15, 0.9), rng.uniform(0.15, 0.9), 2 + fine)
        ats.append(points)
        colours.append(np.tile(lamp * rng.uniform(0.2, 0.9) / len(points), (len(points), 1)))
    key_at, key_colour, soft = np.array([0.0, 1.0, 0.0, 0.0]), np.zeros(3), 0.0
    if rng.random() < 0.45:
        # A bulb or a spotlight: small enough for a shadow with a visible edge.
        spot = _around(rng.uniform(-80, 80), rng.uniform(1.2, 2.8), rng.uniform(1.9, 2.5))
        key_at = np.append(spot, 1.0)
        key_colour = lamp * rng.uniform(0.2, 0.8)
        soft = rng.uniform(0.006, 0.022)
    return Lights(
        np.concatenate(ats), np.concatenate(colours), key_at, key_colour, soft, above, below
    )


def outdoor(rng: np.random.Generator, ground: NDArray[np.float64], fine: int = 1) -> Lights:
    """Sun and sky, or an overcast sky alone."""
    clear = rng.random() < 0.65
    sky = np.array([0.7, 0.85, 1.12]) if clear else np.array([0.96, 1.0, 1.05])
    ambient = rng.uniform(0.35, 0.6) if clear else rng.uniform(0.9, 1.2)
    sun = light_colour(rng.uniform(4300, 5600), 0.5) * (rng.uniform(0.8, 1.8) if clear else 0.0)
    height = rng.uniform(22, 62)
    azimuth = rng.uniform(-125, 125)
    y = np.sin(np.radians(height))
    flat = _around(azimuth, np.cos(np.radians(height)), 0.0)
    above = ambient * sky
    below = (above + 0.7 * sun * y) * ground
    at, colour = _dome(rng, above, below, 40 * fine)
    return Lights(
        at,
        colour,
        np.array([flat[0], y, flat[2], 0.0]),
        sun,
        rng.uniform(0.002, 0.006),
        above,
        below,
    )
