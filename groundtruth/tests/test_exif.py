import io

import numpy as np
import pytest
from PIL import Image
from posture.photo.load import load

from groundtruth.exif import with_focal


def test_the_program_reads_the_focal_length_that_was_noted():
    pixels = np.random.default_rng(0).integers(0, 255, (400, 300, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG")
    plain = stream.getvalue()
    noted = with_focal(plain, 450.0, (300, 400))
    assert load(plain).focal_px is None
    # Phones note whole millimetres.
    assert load(noted).focal_px == pytest.approx(450.0, rel=0.02)
    assert np.array_equal(load(plain).pixels, load(noted).pixels)
