"""Builds the model bundle from its parts, with the same bytes on every machine.

The landmark part is published without the TFLite metadata that MediaPipe's own programs need. They
are added here, so that the bundle serves both: tests compare the two on the same file.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

DETECTOR = "pose_detector.tflite"
LANDMARKS = "pose_landmarks_detector.tflite"
"""File names that MediaPipe expects inside a ``.task`` bundle."""

FACES = "face_detector.tflite"
"""The face detector lies beside them, under the name it has in MediaPipe's own bundles."""

METADATA = Path(__file__).parent / "landmarks.metadata"
"""Written by MediaPipe's own writer (1.2.2): pixels from 0 to 1, and the names of the outputs:
landmarks, presence, segmentation, heatmap, landmarks in metres."""

METADATA_NAME = "TFLITE_METADATA"
EPOCH = (1980, 1, 1, 0, 0, 0)
ALIGNMENT = 16


def build(detector: bytes, landmarks: bytes, faces: bytes) -> bytes:
    """Put the models into one ``.task`` bundle.

    Parameters
    ----------
    detector : bytes
        ``pose_detection.tflite``, which already carries its metadata.
    landmarks : bytes
        ``pose_landmark_*.tflite``, which carries none.
    faces : bytes
        ``face_detection_short_range.tflite``, which carries its own.

    Returns
    -------
    bytes
        A stored zip with fixed time stamps and aligned entries, so that its hash is fixed too.
    """
    return pack({DETECTOR: detector, LANDMARKS: with_metadata(landmarks), FACES: faces})


def unpack(bundle: bytes) -> dict[str, bytes]:
    """The models of a bundle by their names; nothing where it is none.

    Bundles of other makers hold no detector of faces.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return {}


def pack(entries: Mapping[str, bytes]) -> bytes:
    """Stored zip whose entries start at multiples of 16: MediaPipe maps them where they lie."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3  # Windows would write 0 and change the hash.
            header = out.tell() + 30 + len(name.encode())
            # An extra field of id 0xFFFF needs 4 bytes for itself before its padding.
            padding = -(header + 4) % ALIGNMENT
            info.extra = b"\xff\xff" + padding.to_bytes(2, "little") + bytes(padding)
            bundle.writestr(info, data)
    return out.getvalue()


def with_metadata(model: bytes) -> bytes:
    """Add image normalisation (mean 0, std 255) and output names to a landmark model."""
    import flatbuffers
    from ai_edge_litert import schema_py_generated as tflite

    tree: Any = tflite.ModelT.InitFromObj(tflite.Model.GetRootAsModel(model, 0))
    buffer: Any = tflite.BufferT()
    buffer.data = list(METADATA.read_bytes())
    tree.buffers.append(buffer)
    entry: Any = tflite.MetadataT()
    entry.name = METADATA_NAME
    entry.buffer = len(tree.buffers) - 1
    tree.metadata = [m for m in tree.metadata or [] if m.name != METADATA_NAME.encode()] + [entry]
    builder = flatbuffers.Builder(len(model))
    builder.Finish(tree.Pack(builder), b"TFL3")
    return bytes(builder.Output())
