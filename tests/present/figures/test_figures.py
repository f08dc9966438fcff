"""The figures of the package: complete, well-formed, with words in the reader's language."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Callable

import numpy as np
import pytest
import typst
from numpy.typing import NDArray
from PIL import Image

from posture.errors import InputError
from posture.i18n.language import use_language
from posture.present.figures.figures import (
    body_map_ids,
    body_map_svg,
    exercise_svg,
    figure_ids,
    figure_svg,
    has_figure,
)

EXPECTED = {
    "glute_bridge",
    "hip_thrust",
    "step_up",
    "romanian_deadlift",
    "hamstring_slider_curl",
    "hip_flexor_stretch",
    "dead_bug",
    "prone_ytw",
    "serratus_wall_slide",
    "band_row",
    "doorway_pec_stretch",
    "thoracic_extension_roller",
    "chin_nod",
    "soft_knee_balance",
    "side_lying_external_rotation",
    "roll_quads",
    "roll_glutes",
    "ball_pec",
    "roll_thoracic_muscles",
    "roll_hamstrings",
    "roll_hip_flexor_tfl",
    "modified_thomas",
    "single_leg_bridge",
    "prone_y_hold",
    "wall_slide",
    "pectoralis_length",
    "hamstring_length",
    "quadriceps_length",
    "knee_control",
    "chin_tuck_hold",
    "photo_side_on",
    "photo_too_turned",
    "photo_front_back",
    "photo_arms_hide_back",
}
SPACE = "{http://www.w3.org/2000/svg}"
PAGE = b"#set page(width: 240pt, height: 120pt, margin: 0pt)\n#image(bytes(sys.inputs.svg))"


def pixels(svg: str) -> NDArray[np.int_]:
    png = typst.compile(PAGE, format="png", ppi=144, sys_inputs={"svg": svg})
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def assert_whole(image: NDArray[np.int_]) -> None:
    ink = np.any(image < 250, axis=2)
    assert ink.mean() > 0.02
    rim = np.concatenate(
        [ink[:2].ravel(), ink[-2:].ravel(), ink[:, :2].ravel(), ink[:, -2:].ravel()]
    )
    assert not rim.any()


def test_every_promised_figure_is_there():
    assert set(figure_ids()) == EXPECTED
    assert all(has_figure(i) for i in EXPECTED)
    assert not has_figure("handstand")


def test_an_exercise_without_a_figure_has_a_frame_to_draw_in():
    assert exercise_svg("dead_bug", ink="#123456") == figure_svg("dead_bug", ink="#123456")
    with use_language("de"):
        root = ET.fromstring(exercise_svg("own-1", ink="#123456"))
    assert root.attrib["viewBox"] == "0 0 240 120"
    assert [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")] == [
        "Platz für eine Skizze"
    ]
    (frame,) = root.iter("{http://www.w3.org/2000/svg}rect")
    assert frame.attrib["stroke"] == "#123456"
    assert body_map_ids() == ("chest", "hip", "thigh")


@pytest.mark.parametrize("figure_id", sorted(EXPECTED))
def test_svg_is_well_formed_and_described(figure_id: str):
    root = ET.fromstring(figure_svg(figure_id, title="A <title> & more"))
    assert root.get("viewBox") == "0 0 240 120"
    assert root.get("role") == "img"
    assert root.findtext(f"{SPACE}title") == "A <title> & more"
    assert len(root.findtext(f"{SPACE}desc") or "") > 20
    masks = {m.get("id") for m in root.iter(f"{SPACE}mask")}
    used = {g.get("mask") for g in root.iter(f"{SPACE}g") if g.get("mask")}
    assert used == {f"url(#{m})" for m in masks}


@pytest.mark.parametrize("figure_id", sorted(EXPECTED))
def test_a_figure_has_ink_and_nothing_is_cut(figure_id: str):
    image = pixels(figure_svg(figure_id))
    assert image.shape == (240, 480, 3)
    assert_whole(image)


def test_lines_and_bodies_have_the_ink_that_is_asked_for():
    assert "currentColor" in figure_svg("glute_bridge")
    white = figure_svg("glute_bridge", ink="#ffffff")
    assert "currentColor" not in white
    assert "#ffffff" in white


def test_words_are_in_the_readers_language():
    assert "<title>Glute bridge</title>" in figure_svg("glute_bridge")
    with use_language("de"):
        assert "<title>Brücke</title>" in figure_svg("glute_bridge")
        words = [t.text for t in ET.fromstring(body_map_svg("hip")).iter(f"{SPACE}text")]
        lines = [t.text for t in ET.fromstring(body_map_svg("hip")).iter(f"{SPACE}tspan")]
    assert "Hüftbeuger" in words
    assert lines.count("oft beschrieben als") == 2


@pytest.mark.parametrize("draw", [figure_svg, body_map_svg])
def test_an_unknown_id_is_a_typed_key_error(draw: Callable[[str], str]):
    with pytest.raises(KeyError) as caught:
        draw("handstand")
    assert isinstance(caught.value, InputError)
    assert "handstand" in str(caught.value)
    assert "Known:" in str(caught.value)


@pytest.mark.parametrize("imbalance", body_map_ids())
def test_body_map_is_whole_and_tells_the_sides_apart(imbalance: str):
    svg = body_map_svg(imbalance)
    words = [t.text for t in ET.fromstring(svg).iter(f"{SPACE}tspan")]
    assert "short and tense" in words
    assert words.count("often described as") == 2
    image = pixels(svg)
    assert_whole(image)
    columns: dict[str, float] = {}
    for name, colour in {"short": (0xE6, 0x9F, 0), "long": (0, 0x72, 0xB2)}.items():
        near = (np.abs(image - np.array(colour)) < 12).all(axis=2)
        assert near.sum() > 10
        columns[name] = np.nonzero(near)[1].mean()
    assert columns["short"] > columns["long"]
