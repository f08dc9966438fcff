import numpy as np
import pytest

from posture.body.fault_marks import Mark
from posture.present.overlay import style
from posture.present.overlay.refusal import draw_refusal
from tests.fixtures.people import photo_of

PHOTO = photo_of(np.full((800, 600, 3), 90, np.uint8))
BOX = Mark(1, "too_small", "box", ((100.0, 200.0), (500.0, 700.0)))
LINE = Mark(2, "not_side_on", "line", ((150.0, 300.0), (450.0, 320.0)))
WHOLE = Mark(1, "nobody", "whole")


def has(picture: np.ndarray, colour: style.Colour, x: float, y: float, reach: int = 14) -> bool:
    """Whether a colour is drawn near a place, given in pixels of the photo."""
    zoom = picture.shape[0] / 800
    x, y = round(x * zoom), round(y * zoom)
    patch = picture[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach].astype(int)
    return bool((np.abs(patch - colour).max(axis=-1) < 12).any())


def test_it_keeps_the_proportions_of_the_photo():
    picture = draw_refusal(PHOTO, [], longest=400)
    assert picture.shape == (400, 300, 3)
    assert (picture == 90).all()


@pytest.mark.parametrize(
    ("mark", "colour", "place"),
    [
        (BOX, style.YELLOW, (500.0, 450.0)),
        (LINE, style.SKY, (300.0, 310.0)),
        (WHOLE, style.YELLOW, (300.0, 798.0)),
    ],
    ids=["box", "line", "whole"],
)
def test_each_kind_is_drawn_where_it_lies(
    mark: Mark, colour: style.Colour, place: tuple[float, float]
):
    picture = draw_refusal(PHOTO, [mark])
    assert has(picture, colour, *place)
    assert not has(draw_refusal(PHOTO, []), colour, *place)


def test_each_mark_carries_a_number_and_no_number_covers_another():
    same = [BOX, Mark(2, "too_dark", "box", BOX.points), Mark(3, "lying", "line", BOX.points)]
    one, three = (draw_refusal(PHOTO, marks) for marks in (same[:1], same))
    # Every number stands on a disc with a white rim, and so does the end of a line.
    white = [(picture.astype(int).min(axis=-1) > 243).sum() for picture in (one, three)]
    assert white[1] > 2.6 * white[0] > 0


def test_marks_beyond_the_border_stay_inside():
    outside = Mark(1, "lying", "line", ((-80.0, 100.0), (900.0, 1200.0)))
    picture = draw_refusal(PHOTO, [outside])
    assert has(picture, style.YELLOW, 598.0, 798.0)
