"""The page "Adjust points" on a made-up body: everything real but the browser and the detector."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from posture.analysis import edit
from posture.analysis.types import Analysis
from posture.body.placed.entries import EYE_SD, PLACED_SD, PlacedPoint
from posture.ui.shared.state import CurrentPhoto
from tests.fixtures.analysed import BEFORE, BLANK, STICKERS, analysed
from tests.fixtures.analyses import ANALYSIS

CHOSEN = "current"


def script() -> None:
    from posture.ui.points.page import page

    page()


@pytest.fixture
def picture(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """In place of the picture a button that sends the event which waits; gives what was shown."""
    import streamlit as st

    shown: list[dict[str, Any]] = []

    def show(data: dict[str, Any], on_event: Callable[[object], None], *, key: str) -> None:
        shown.append(data)

        def send() -> None:
            on_event(st.session_state["sent"])

        st.button("send", key=f"send/{key}", on_click=send)

    monkeypatch.setattr("posture.ui.points.page.show_picture", show)
    return shown


def opened(analysis: Analysis | None = None) -> AppTest:
    app = AppTest.from_function(script, default_timeout=30)
    measured = edit.set_points(analysis or ANALYSIS, (analysis or ANALYSIS).body.placed)
    app.session_state[CHOSEN] = CurrentPhoto("token", b"picture", BLANK, measured)
    app.run()
    assert not app.exception
    return app


def shown(name: str, *points: PlacedPoint) -> AppTest:
    """The page with a really analysed sample."""
    found = analysed(name)
    app = AppTest.from_function(script, default_timeout=60)
    measured = edit.set_points(found.analysis, points)
    app.session_state[CHOSEN] = replace(found, analysis=measured)
    app.run()
    assert not app.exception
    return app


def send(app: AppTest, **event: Any) -> AppTest:
    app.session_state["sent"] = {"id": "7", **event}
    next(b for b in app.button if b.label == "send").click().run()
    assert not app.exception
    return app


def body_of(app: AppTest) -> Any:
    return app.session_state[CHOSEN].analysis.body


def press(app: AppTest, label: str) -> AppTest:
    next(b for b in app.button if label in b.label).click().run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    shown = [*app.markdown, *app.caption, *app.subheader, *app.warning, *app.info, *app.error]
    return "\n".join(e.value for e in [*shown, *app.success])


def row(app: AppTest, name: str) -> str:
    return next(line for line in texts(app).splitlines() if line.startswith("|") and name in line)


def with_points(*points: PlacedPoint) -> Analysis:
    return edit.set_points(ANALYSIS, points)


C7 = PlacedPoint("c7", 350.0, 190.0, PLACED_SD * 900, "placed")


def test_without_a_photo_it_says_what_to_do():
    app = AppTest.from_function(script).run()
    assert not app.exception
    assert "no photo yet" in app.info[0].value
    assert not app.button


def test_the_picture_gets_both_layers_and_the_back(picture: list[dict[str, Any]]):
    opened(with_points(C7))
    data = picture[-1]
    spots = {spot["name"]: spot for spot in data["points"]}
    assert len(spots) == 10
    assert (spots["c7"]["x"], spots["c7"]["y"]) == pytest.approx((350.0, 190.0), abs=0.02)
    assert spots["c7"]["ghost"] != [spots["c7"]["x"], spots["c7"]["y"]]
    assert spots["knee"]["source"] == "estimated"
    assert len(data["profile"]) == 25
    assert data["picture"].startswith("data:image/jpeg;base64,")
    json.dumps(data, allow_nan=False)


def test_before_anything_is_placed_the_estimates_are_shown(picture: list[dict[str, Any]]):
    app = opened()
    assert "Nothing was placed yet" in texts(app)
    assert "**" not in row(app, "Head over the neck")
    assert not [b for b in app.button if "Reset" in b.label]


def test_a_moved_point_changes_the_numbers_at_once(picture: list[dict[str, Any]]):
    app = opened()
    before = row(app, "Head over the neck")
    x, y, _ = body_of(app).in_picture()["c7"]
    send(app, point="c7", x_px=x - 40.0, y_px=y + 6.0)
    after = row(app, "Head over the neck")
    assert after != before
    assert "**" in after
    assert "Nothing was placed" not in texts(app)
    (placed,) = body_of(app).placed
    assert placed.source == "eye"
    assert (placed.x_px, placed.y_px, placed.sd_px) == pytest.approx((x - 40, y + 6, EYE_SD * 900))
    # The browser is told which of its events is in the picture.
    assert picture[-1]["answered"] == "7"


@pytest.mark.model
@pytest.mark.slow
def test_c7_off_the_body_moves_the_number_and_is_said(picture: list[dict[str, Any]]):
    app = shown(BEFORE)
    before = app.session_state[CHOSEN].analysis.measurements["cva"]
    x, y, _ = body_of(app).in_picture()["c7"]
    back = -1 if body_of(app).facing == "right" else 1
    send(app, point="c7", x_px=x + back * 0.03 * body_of(app).camera.px_per_stature, y_px=y)
    after = app.session_state[CHOSEN].analysis.measurements["cva"]
    assert before.value - after.value > 5.0
    said = texts(app).replace("\\", "")
    assert "Lowest neck bone (C7) lies off the body" in said
    assert "Placed far" not in said, "one sentence a point"
    assert f"{before.value:.0f}°" in row(app, "Head over the neck")
    assert f"→ **{after.value:.0f}°" in row(app, "Head over the neck")


def test_a_point_far_from_its_estimate_is_said_where_nobody_is_seen(picture: list[dict[str, Any]]):
    app = opened()
    x, y, _ = body_of(app).in_picture()["knee"]
    send(app, point="knee", x_px=x + 0.1 * body_of(app).camera.px_per_stature, y_px=y)
    said = texts(app).replace("\\", "")
    assert "Placed far from where the program estimates them: side of the knee" in said


def test_nonsense_from_the_browser_changes_nothing(picture: list[dict[str, Any]]):
    app = opened(with_points(C7))
    send(app, point="nose", x_px=1, y_px="2")
    assert body_of(app).placed == (C7,)


def test_how_a_point_was_placed_can_be_said_and_narrows_its_error(picture: list[dict[str, Any]]):
    app = opened()
    x, y, _ = body_of(app).in_picture()["asis"]
    send(app, point="asis", x_px=x + 3, y_px=y)
    looked = app.session_state[CHOSEN].analysis.measurements["pelvic_tilt"]
    radio = next(r for r in app.radio if "Front hip bone" in r.label)
    assert radio.value == "eye"
    radio.set_value("placed").run()
    assert not app.exception
    (placed,) = body_of(app).placed
    assert (placed.source, placed.sd_px) == ("placed", pytest.approx(PLACED_SD * 900))
    assert app.session_state[CHOSEN].analysis.measurements["pelvic_tilt"].sd < looked.sd
    next(r for r in app.radio if "Front hip bone" in r.label).set_value("sticker").run()
    assert body_of(app).placed[0].source == "sticker"


def test_one_point_or_all_can_be_given_back(picture: list[dict[str, Any]]):
    app = opened()
    for name in ("c7", "asis", "knee"):
        x, y, _ = body_of(app).in_picture()[name]
        send(app, point=name, x_px=x + 5, y_px=y)
    app.button(key="points/token/asis/back").click().run()
    assert [p.name for p in body_of(app).placed] == ["c7", "knee"]
    press(app, "Reset all points")
    assert body_of(app).placed == ()
    assert "Nothing was placed yet" in texts(app)


def test_an_arrow_marks_what_became_surer(picture: list[dict[str, Any]]):
    app = opened(with_points(replace(C7, sd_px=1.0, source="sticker")))
    assert "↓" in row(app, "Head over the neck")
    assert "the error became smaller" in texts(app)


def test_points_are_saved_as_the_file_that_is_read(picture: list[dict[str, Any]]):
    app = opened(with_points(C7))
    # AppTest cannot click a download; the page hands out what the command line reads.
    from posture.body.placed.entries import entries
    from posture.files.points import read_points, write_points

    text = write_points(entries(body_of(app).placed, 900.0))
    assert [p.name for p in read_points(text.encode())] == ["c7"]
    assert any("Save the points" in b.proto.label for b in app.get("download_button"))


def test_points_are_loaded_once_from_a_file(picture: list[dict[str, Any]]):
    app = opened(with_points(C7))
    content = {"points": {"knee": {"x_px": 390, "y_px": 700, "source": "sticker"}}}
    app.file_uploader[0].upload("p.json", json.dumps(content).encode(), "application/json").run()
    assert not app.exception
    assert [(p.name, p.source) for p in body_of(app).placed] == [("knee", "sticker")]
    assert "were put on the picture" in texts(app)
    send(app, point="knee", x_px=395, y_px=705)
    assert body_of(app).placed[0].x_px == 395


def test_a_file_with_faults_lists_them_and_changes_nothing(picture: list[dict[str, Any]]):
    app = opened(with_points(C7))
    content = {"points": {"hip": {"x_px": 9000, "y_px": 2}, "knee": {"x_px": 1}}}
    app.file_uploader[0].upload("p.json", json.dumps(content).encode(), "application/json").run()
    assert app.error
    assert "trochanter" in texts(app)
    assert body_of(app).placed == (C7,)


SPOTS = ("c7", "acromion", "psis", "trochanter", "knee", "malleolus")
"""What the stickers of the sample mark, from head to foot."""


def spot_choice(app: AppTest, number: int) -> Any:
    return next(s for s in app.selectbox if s.label == f"Spot {number}")


@pytest.mark.model
@pytest.mark.slow
def test_stickers_are_proposed_and_confirmed_one_by_one(picture: list[dict[str, Any]]):
    app = shown(STICKERS)
    app.selectbox[0].set_value("green").run()
    press(app, "Look for stickers")
    assert body_of(app).placed == ()
    assert [p["label"] for p in picture[-1]["proposals"]] == ["1", "2", "3", "4", "5", "6"]
    assert "99% sure" in texts(app).replace("\\", "")
    others = [p["x"] for p in picture[-1]["proposals"]]
    del others[SPOTS.index("knee")]
    press(app, "Confirm 5")
    assert [(p.name, p.source) for p in body_of(app).placed] == [("knee", "sticker")]
    assert [p["x"] for p in picture[-1]["proposals"]] == others
    press(app, "Confirm all")
    assert {p.name for p in body_of(app).placed} == set(SPOTS)
    assert "put on the picture as points" in texts(app)
    notices = app.session_state[CHOSEN].analysis.notices
    assert [n.code for n in notices].count("stickers_used") == 1


@pytest.mark.model
@pytest.mark.slow
def test_a_wrong_assignment_can_be_changed(picture: list[dict[str, Any]]):
    app = shown(STICKERS, replace(C7, name="trochanter"))
    press(app, "Look for stickers")
    found = [p["x"] for p in picture[-1]["proposals"]]
    spot_choice(app, 1).set_value("trochanter").run()
    spot_choice(app, 4).select_index(0).run()
    press(app, "Confirm all")
    placed = {p.name: p for p in body_of(app).placed}
    assert set(placed) == set(SPOTS) - {"c7"}, "a spot without a name is not taken"
    # It replaces what was placed there before: the person has just said so.
    assert placed["trochanter"].source == "sticker"
    assert placed["trochanter"].x_px == pytest.approx(found[0], abs=0.01)


@pytest.mark.model
@pytest.mark.slow
def test_two_stickers_for_one_point_are_not_taken(picture: list[dict[str, Any]]):
    app = shown(STICKERS)
    press(app, "Look for stickers")
    spot_choice(app, 2).set_value("knee").run()
    assert "more than once" in texts(app)
    assert next(b for b in app.button if "Confirm all" in b.label).disabled


def test_no_sticker_found_is_said(picture: list[dict[str, Any]]):
    app = opened()
    press(app, "Look for stickers")
    assert "No sticker was found" in texts(app)
    assert body_of(app).placed == ()


@pytest.mark.model
def test_stickers_of_another_colour_are_not_found(picture: list[dict[str, Any]]):
    app = shown(STICKERS)
    app.selectbox[0].set_value("pink").run()
    press(app, "Look for stickers")
    assert "No sticker was found" in texts(app)


def given_roll(app: AppTest) -> float | None:
    """The roll with which the photo was measured, where it was set by hand."""
    return app.session_state[CHOSEN].analysis.provenance.settings["roll_deg"]


def aiming(app: AppTest) -> AppTest:
    next(r for r in app.radio if r.label == "What to set").set_value("vertical").run()
    return app


def marked(app: AppTest, *ends: tuple[float, float]) -> AppTest:
    for name, (x, y) in zip(("vertical_upper", "vertical_lower"), ends, strict=False):
        send(app, point=name, x_px=x, y_px=y)
    return app


@pytest.mark.model
@pytest.mark.slow
def test_two_clicks_on_a_door_frame_give_the_roll_and_can_be_taken_back(
    picture: list[dict[str, Any]],
):
    app = aiming(shown(BEFORE, C7))
    assert "as estimated from the picture" in texts(app)
    assert picture[-1]["aiming"]
    assert [p["x"] for p in picture[-1]["points"]] == [None, None]
    marked(app, (420.0, 100.0), (400.0, 900.0))
    assert [p["x"] for p in picture[-1]["points"]] == [420.0, 400.0]
    press(app, "Measure with this vertical")
    assert given_roll(app) == pytest.approx(1.43, abs=0.01)
    assert "as you set it" in texts(app)
    assert [(p.name, p.x_px, p.y_px) for p in body_of(app).placed] == [("c7", C7.x_px, C7.y_px)]
    press(app, "Take the vertical back")
    assert given_roll(app) is None
    assert "as estimated from the picture" in texts(app)
    assert [p["x"] for p in picture[-1]["points"]] == [None, None]
    assert not [b for b in app.button if "Take the vertical back" in b.label]


def test_ends_that_were_not_used_are_taken_back_without_measuring(
    picture: list[dict[str, Any]],
):
    app = marked(aiming(opened()), (420.0, 100.0))
    assert not [b for b in app.button if "Measure with" in b.label]
    before = app.session_state[CHOSEN].analysis
    press(app, "Take the vertical back")
    assert app.session_state[CHOSEN].analysis is before
    assert picture[-1]["points"][0]["x"] is None


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        (((420.0, 100.0), (421.0, 130.0)), "too close together"),
        (((100.0, 100.0), (600.0, 900.0)), "hardly upright"),
    ],
)
def test_a_poor_vertical_is_refused_with_a_reason(
    picture: list[dict[str, Any]], ends: Any, why: str
):
    app = marked(aiming(opened()), *ends)
    assert why in app.warning[0].value
    assert not [b for b in app.button if "Measure with" in b.label]


@pytest.mark.model
def test_a_vertical_with_which_the_photo_is_refused_changes_nothing(picture: list[dict[str, Any]]):
    # Nobody is in the grey picture of the made-up body, so any new look at it is a refusal.
    app = marked(aiming(opened(with_points(C7))), (600.0, 100.0), (340.0, 900.0))
    before = app.session_state[CHOSEN].analysis
    press(app, "Measure with this vertical")
    assert "cannot be measured" in app.warning[0].value
    assert app.session_state[CHOSEN].analysis == before


def test_the_component_itself_can_be_put_on_a_page():
    app = opened()
    assert not app.exception
    assert [r.label for r in app.radio] == ["What to set"]
