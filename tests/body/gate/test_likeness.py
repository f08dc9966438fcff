from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from posture.body.gate.likeness import has_drawn_cheek, is_drawn
from posture.body.side_view import SideView, turn
from tests.fixtures.people import Person, person, with_pixels

MADE = person()
NOISE = np.random.default_rng(1).normal(0, 4, MADE.photo.pixels.shape)


def photographed(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.clip(pixels + NOISE, 0, 255).astype(np.uint8)


def drawn(made: Person) -> bool:
    return is_drawn(turn(made.photo, made.pose))


def test_a_photo_is_not_drawn_however_strongly_it_was_compressed():
    pixels = photographed(MADE.photo.pixels)
    assert not drawn(with_pixels(MADE, pixels))
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 60])
    again = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    assert not drawn(with_pixels(MADE, again))


@pytest.mark.parametrize("step", [48, 64])
def test_a_person_in_a_few_even_colours_is_drawn(step: int):
    smooth = cv2.GaussianBlur(MADE.photo.pixels, (0, 0), 3)
    assert drawn(with_pixels(MADE, (smooth // step * step + step // 2).astype(np.uint8)))


def test_a_silhouette_is_drawn():
    shape = np.where(MADE.pose.silhouette[..., None] > 0.5, 20, 245).astype(np.uint8)
    assert drawn(with_pixels(MADE, np.repeat(shape, 3, axis=2)))


def test_a_grey_body_before_black_is_like_an_xray_but_a_grey_photo_is_not():
    grey = cv2.cvtColor(photographed(MADE.photo.pixels), cv2.COLOR_RGB2GRAY)
    three = np.repeat(grey[..., None], 3, axis=2)
    assert not drawn(with_pixels(MADE, three))
    dark = np.where(MADE.pose.silhouette[..., None] > 0.5, three, 5).astype(np.uint8)
    assert drawn(with_pixels(MADE, dark))


def test_nobody_is_not_drawn():
    empty = replace(MADE.pose, silhouette=np.zeros_like(MADE.pose.silhouette))
    assert not drawn(replace(MADE, pose=empty))


BODY = MADE.pose.silhouette[..., None] > 0.5
GREY = np.repeat(MADE.photo.pixels.mean(axis=2, keepdims=True), 3, axis=2)
BLUE, PENCIL = (0.3, 0.6, 1.3), (0.96, 1.0, 1.04)


def seen(pixels: NDArray[np.floating] | NDArray[np.uint8]) -> SideView:
    made = with_pixels(MADE, np.clip(pixels + NOISE, 0, 255).astype(np.uint8))
    return turn(made.photo, made.pose)


def on_white(pixels: NDArray[np.floating] | NDArray[np.uint8]) -> NDArray[np.floating]:
    return np.where(BODY, pixels, 300.0)


def painted(view: SideView, where: NDArray[np.bool_], colour: tuple[int, int, int]) -> SideView:
    return replace(view, pixels=np.where(where[..., None], np.array(colour, np.uint8), view.pixels))


def test_a_blue_body_is_drawn():
    assert has_drawn_cheek(seen(np.where(BODY, GREY * BLUE, 20)))


@settings(max_examples=25, deadline=None)
@given(
    skin=st.sampled_from([(205, 150, 120), (240, 205, 185), (95, 62, 45), (60, 42, 36)]),
    cold=st.floats(0.8, 1.25),
    light=st.floats(0.6, 1.1),
    white=st.booleans(),
)
def test_skin_is_not_drawn_in_any_light(
    skin: tuple[int, int, int], cold: float, light: float, white: bool
):
    pixels = MADE.photo.pixels / (205, 150, 120) * skin * (light / cold, light, light * cold)
    assert not has_drawn_cheek(seen(on_white(pixels) if white else pixels))


def test_a_blue_hood_or_patch_makes_no_drawing():
    view = seen(MADE.photo.pixels)
    y, x = np.mgrid[: view.height, : view.width]
    person, eye, reach = view.silhouette > 0.5, view.side("eye"), 0.02 * view.stature_px
    hood = person & ((x < eye[0] - reach) | (y > view.side("mouth")[1] + reach))
    assert not has_drawn_cheek(painted(view, hood, (20, 40, 120)))
    head = np.hypot(x - eye[0], y - eye[1]) < 4 * reach
    assert not has_drawn_cheek(painted(view, head, (20, 40, 120)))


def test_a_pencil_on_white_paper_is_drawn_but_no_black_and_white_photo():
    strokes = np.clip((GREY + 5 * NOISE[..., :1]) * PENCIL, 0, 255).astype(np.uint8)
    paper = with_pixels(MADE, np.where(BODY, strokes, np.uint8(255)))
    assert has_drawn_cheek(turn(paper.photo, paper.pose))
    assert not has_drawn_cheek(seen(on_white(GREY)))
    assert not has_drawn_cheek(seen(on_white(GREY * (1.1, 1.0, 0.85))))  # sepia
    assert not has_drawn_cheek(seen(GREY * PENCIL))  # before a wall


def test_a_picture_without_a_cheek_tells_nothing():
    view = seen(GREY * BLUE)
    assert not has_drawn_cheek(replace(view, silhouette=np.zeros_like(view.silhouette)))
