from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from posture.body.outline.back_edge import back_edge
from posture.body.outline.refine import refine
from posture.body.side_view import SideView, turn
from tests.fixtures.people import BACK, FLOOR, STATURE, mirrored, person, photo_of

ROWS = (290.0, 560.0)


def true_back(y: NDArray[np.float64]):
    back = np.array(BACK)[::-1]
    return FLOOR[0] + STATURE * np.interp((FLOOR[1] - y) / STATURE, back[:, 1], back[:, 0])


def rough(mask: NDArray[np.float32], seed: int = 0, pixels: float = 1.2):
    """A true mask as the detector sees it: a quarter of the pixels, bent, soft."""
    rng = np.random.default_rng(seed)
    height, width = mask.shape
    bend = rng.normal(size=(2, height // 24, width // 24)).astype(np.float32)
    dx, dy = (pixels * cv2.resize(b, (width, height), interpolation=cv2.INTER_CUBIC) for b in bend)
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    bent = cv2.remap(mask, (x + dx).astype(np.float32), (y + dy).astype(np.float32), 1)
    small = cv2.resize(bent, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def drawn(
    wall: tuple[int, int, int] = (225, 225, 220),
    cloth: tuple[int, int, int] = (90, 110, 160),
    *,
    blur: float = 0.0,
    noise: float = 0.0,
    seed: int = 0,
):
    """The drawn person before a wall, light blended as by a lens, with a rough mask."""
    made = person()
    mask = made.pose.silhouette
    clothes = np.array(cloth, np.float64)
    share = mask[..., None].astype(np.float64)
    light = (np.array(wall) / 255) ** 2.2 * (1 - share) + (clothes / 255) ** 2.2 * share
    if blur:
        light = cv2.GaussianBlur(light, (0, 0), blur)
    levels = 255 * light ** (1 / 2.2)
    levels += noise * np.random.default_rng(seed).normal(size=levels.shape)
    photo = photo_of(np.clip(np.round(levels), 0, 255).astype(np.uint8))
    return replace(made, photo=photo, pose=replace(made.pose, silhouette=rough(mask, seed)))


def errors(seen: SideView):
    edge = back_edge(seen, *ROWS)
    assert len(edge) > 260
    return edge[:, 0] - true_back(edge[:, 1])


def rms(values: NDArray[np.float64]):
    return float(np.sqrt(np.mean(np.square(values))))


@pytest.mark.parametrize(
    ("blur", "noise"), [(0.0, 0.0), (1.0, 0.0), (0.0, 12.0), (1.5, 8.0)], ids=str
)
def test_the_edge_is_recovered_under_blur_or_noise(blur: float, noise: float):
    made = drawn(blur=blur, noise=noise)
    seen = turn(made.photo, made.pose)
    before, after = errors(seen), errors(refine(seen))
    assert rms(after) < 0.5
    assert rms(after) < 0.6 * rms(before)
    assert abs(after.mean()) < 0.35


@pytest.mark.slow
@given(
    wall=st.tuples(*[st.integers(15, 245)] * 3),
    cloth=st.tuples(*[st.integers(15, 245)] * 3),
    noise=st.floats(0, 6),
    seed=st.integers(0, 20),
)
@settings(max_examples=25, deadline=None)
def test_no_colours_and_no_noise_make_it_worse_than_the_mask(
    wall: tuple[int, int, int], cloth: tuple[int, int, int], noise: float, seed: int
):
    made = drawn(wall, cloth, noise=noise, seed=seed)
    seen = turn(made.photo, made.pose)
    before, after = errors(seen), errors(refine(seen))
    assert rms(after) < rms(before) + 0.2
    if np.hypot.reduce(np.subtract(wall, cloth)) > 60 + 10 * noise:
        assert rms(after) < 0.5


def test_where_the_picture_is_flat_the_mask_is_kept():
    made = drawn((120, 120, 120), (120, 120, 120))
    seen = turn(made.photo, made.pose)
    refined = refine(seen)
    moved = back_edge(refined, *ROWS)[:, 0] - back_edge(seen, *ROWS)[:, 0]
    assert np.abs(moved).max() < 0.5
    assert rms(moved) < 0.2


def test_a_line_on_the_wall_further_off_is_not_the_edge():
    made = drawn()
    pixels = made.photo.pixels.copy()
    pixels[:, 240:243] = 0
    seen = turn(photo_of(pixels), made.pose)
    assert rms(errors(refine(seen))) < 0.5


def test_a_gap_between_arm_and_trunk_stays_open():
    mask = np.zeros((500, 300), np.float32)
    mask[50:450, 100:200] = 1
    mask[150:300, 130:150] = 0
    made = person()
    seen = replace(
        turn(made.photo, made.pose),
        pixels=np.repeat((np.uint8(200) - (mask * 120).astype(np.uint8))[..., None], 3, axis=2),
        silhouette=mask,
    )
    refined = refine(seen).silhouette
    assert refined[160:290, 132:148].max() < 0.01
    assert np.abs(refined - mask).mean() < 0.006


def test_a_mirrored_picture_gives_exactly_the_same():
    made = drawn(noise=8.0, blur=0.8)
    other = mirrored(made)
    a, b = (refine(turn(m.photo, m.pose)) for m in (made, other))
    assert turn(other.photo, other.pose).facing == "left"
    np.testing.assert_array_equal(a.silhouette, b.silhouette)


def test_an_empty_silhouette_stays_empty():
    made = person()
    seen = turn(made.photo, made.pose)
    empty = replace(seen, silhouette=np.zeros_like(seen.silhouette))
    refined = refine(empty)
    assert refined.silhouette.max() == 0


def test_a_person_cut_off_by_the_picture_keeps_to_its_border():
    made = drawn()
    seen = turn(
        photo_of(made.photo.pixels[:700]), replace(made.pose, silhouette=made.pose.silhouette[:700])
    )
    refined = refine(seen)
    assert refined.silhouette.shape == (700, 600)
    assert rms(errors(refined)) < 0.5
