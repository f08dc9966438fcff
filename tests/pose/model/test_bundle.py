"""The bundle: the same bytes everywhere, aligned, readable."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.pose.model import bundle
from posture.pose.model.manifest import manifest
from posture.pose.model.store import model_path, verify


@given(st.lists(st.binary(max_size=200), min_size=2, max_size=2))
def test_packing_stores_aligned_entries(contents: list[bytes]):
    names = (bundle.DETECTOR, bundle.LANDMARKS)
    packed = bundle.pack(dict(zip(names, contents, strict=True)))
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        for name, data in zip(names, contents, strict=True):
            info = opened.getinfo(name)
            assert opened.read(name) == data
            assert info.compress_type == zipfile.ZIP_STORED
            start = info.header_offset + 30
            name_length, extra_length = packed[start - 4], packed[start - 2]
            assert (start + name_length + extra_length) % bundle.ALIGNMENT == 0


def test_a_verified_bundle_holds_the_published_detector_and_metadata():
    if verify() != "verified":
        pytest.skip("a bundle put by hand is in use")
    with zipfile.ZipFile(model_path()) as opened:
        detector, landmarks = opened.read(bundle.DETECTOR), opened.read(bundle.LANDMARKS)
        faces = opened.read(bundle.FACES)
    assert hashlib.sha256(detector).hexdigest() == manifest().parts["pose_detection.tflite"].sha256
    of_faces = manifest().parts["face_detection_short_range.tflite"]
    assert hashlib.sha256(faces).hexdigest() == of_faces.sha256
    entries = {bundle.DETECTOR: detector, bundle.LANDMARKS: landmarks, bundle.FACES: faces}
    packed = bundle.pack(entries)
    assert hashlib.sha256(packed).hexdigest() == manifest().model("full").sha256
    assert bundle.unpack(packed) == entries
    # Adding the metadata again replaces it: writing is repeatable, whatever machine it runs on.
    again = bundle.with_metadata(landmarks)
    assert again.count(b"TFLITE_METADATA") == landmarks.count(b"TFLITE_METADATA") == 1


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_what_is_no_bundle_holds_nothing(content: bytes):
    assert bundle.unpack(content) == {}
