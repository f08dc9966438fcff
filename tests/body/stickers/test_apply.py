import numpy as np

from posture.body.placed.entries import PlacedPoint
from posture.body.point_names import TITLES, in_words
from posture.body.points import NODES, POINTS
from posture.body.stickers.apply import apply_stickers, sticker_notice
from posture.body.stickers.find import StickerProposal
from tests.fixtures.bodies import body

KNEE = StickerProposal("knee", 401.0, 702.0, 1.2, 11.0, "green", 0.98)
C7 = StickerProposal("c7", 388.0, 190.0, 1.4, 10.0, "green", 0.7)
STRAY = StickerProposal(None, 60.0, 60.0, 1.2, 11.0, "green", float("nan"))


def test_worn_stickers_replace_the_estimate_with_a_small_error():
    worn = apply_stickers(body(), [KNEE, C7, STRAY])
    assert [(p.name, p.source) for p in worn.placed] == [("knee", "sticker"), ("c7", "sticker")]
    assert worn.in_picture()["knee"][:2] == (401.0, 702.0)
    assert np.isclose(worn.in_picture()["knee"][2], 1.2)
    assert worn.layered.sources[NODES.index("knee")] == "sticker"
    assert worn.detected == body().detected


def test_a_hand_knows_better():
    by_hand = PlacedPoint("knee", 410.0, 700.0, 4.0, "placed")
    worn = apply_stickers(body(by_hand), [KNEE, C7])
    assert worn.placed[0] == by_hand
    assert [p.name for p in worn.placed] == ["knee", "c7"]
    assert "knee" not in sticker_notice(worn).text


def test_a_notice_says_what_was_done():
    assert sticker_notice(apply_stickers(body(), [])).code == "no_stickers"
    notice = sticker_notice(apply_stickers(body(), [KNEE]))
    assert notice.code == "stickers_used"
    assert "side of the knee" in notice.text
    assert notice.remedy


def test_every_point_has_plain_words():
    assert set(TITLES) == set(POINTS)
    assert in_words(["c7", None, "knee"]) == "lowest neck bone (C7), side of the knee"
