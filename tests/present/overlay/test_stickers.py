import numpy as np
import pytest

from posture.body.stickers.find import StickerProposal
from posture.present.overlay import style
from posture.present.overlay.crop import crop_to_person
from posture.present.overlay.stickers import draw_stickers
from tests.fixtures.bodies import body
from tests.fixtures.people import photo_of

PHOTO = photo_of(np.full((1024, 768, 3), 90, np.uint8))
SURE = StickerProposal("knee", 401.0, 702.0, 1.2, 11.0, "green", 0.98)
UNSURE = StickerProposal("c7", 388.0, 190.0, 1.4, 10.0, "green", 0.6)
STRAY = StickerProposal(None, 380.0, 500.0, 1.2, 11.0, "green", float("nan"))


def near(picture: np.ndarray, proposal: StickerProposal, colour: style.Colour) -> bool:
    """Whether a colour is drawn around where the proposal lies on the picture."""
    view = crop_to_person(PHOTO, body(), picture.shape[0])
    x, y = view.to_canvas(np.array([proposal.x_px, proposal.y_px])).round().astype(int)
    patch = picture[y - 30 : y + 30, x - 30 : x + 30].astype(int)
    return bool((np.abs(patch - colour).max(axis=-1) < 12).any())


@pytest.mark.parametrize(
    ("proposal", "colour"),
    [(SURE, style.GREEN), (UNSURE, style.YELLOW), (STRAY, style.MUTED)],
    ids=["sure", "unsure", "stray"],
)
def test_each_kind_has_its_ring_and_leaves_the_middle_free(
    proposal: StickerProposal, colour: style.Colour
):
    picture = draw_stickers(PHOTO, body(), [proposal])
    assert near(picture, proposal, colour)
    view = crop_to_person(PHOTO, body(), picture.shape[0])
    x, y = view.to_canvas(np.array([proposal.x_px, proposal.y_px])).round().astype(int)
    assert (picture[y, x] == 90).all()


def test_no_proposals_leave_the_photo_as_it_is():
    plain = draw_stickers(PHOTO, body(), [], height=600)
    assert plain.shape[0] == 600
    assert plain.dtype == np.uint8
    assert not near(plain, SURE, style.GREEN)
