"""Builds the model bundle from its parts, with the same bytes on every machine.

The landmark part is published without the TFLite metadata that the MediaPipe Tasks API needs; it is
added here.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from posture.pose.quiet import quiet

if TYPE_CHECKING:
    from collections.abc import Mapping

DETECTOR = "pose_detector.tflite"
LANDMARKS = "pose_landmarks_detector.tflite"
"""File names that MediaPipe expects inside a ``.task`` bundle."""

FACES = "face_detector.tflite"
"""The face detector lies beside them, under the name it has in MediaPipe's own bundles."""

OUTPUTS = ("landmarks", "pose_flag", "segmentation", "heatmap", "world_landmarks")
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


def face_model(bundle: bytes) -> bytes | None:
    """The face detector of a bundle; None where it holds none, as those of other makers."""
    try:
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            return archive.read(FACES)
    except (KeyError, zipfile.BadZipFile):
        return None


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
    with quiet():  # importing anything of MediaPipe starts its C++ logging
        import flatbuffers
        from mediapipe.tasks.metadata import schema_py_generated as tflite

    tree: Any = tflite.ModelT.InitFromObj(tflite.Model.GetRootAsModel(model, 0))
    buffer: Any = tflite.BufferT()
    buffer.data = list(_metadata())
    tree.buffers.append(buffer)
    entry: Any = tflite.MetadataT()
    entry.name = METADATA_NAME
    entry.buffer = len(tree.buffers) - 1
    tree.metadata = [m for m in tree.metadata or [] if m.name != METADATA_NAME.encode()] + [entry]
    builder = flatbuffers.Builder(len(model))
    builder.Finish(tree.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _metadata() -> bytes:
    import flatbuffers
    from mediapipe.tasks.metadata import metadata_schema_py_generated as schema

    meta: Any = schema.ModelMetadataT()
    meta.name = "Pose landmarks"
    graph: Any = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [_image_input(schema)]
    graph.outputTensorMetadata = []
    for name in OUTPUTS:
        output: Any = schema.TensorMetadataT()
        output.name = name
        graph.outputTensorMetadata.append(output)
    meta.subgraphMetadata = [graph]
    meta.minParserVersion = "1.0.0"
    builder = flatbuffers.Builder(1024)
    builder.Finish(meta.Pack(builder), b"M001")
    return bytes(builder.Output())


def _image_input(schema: Any) -> Any:
    unit = schema.ProcessUnitT()
    unit.optionsType = schema.ProcessUnitOptions.NormalizationOptions
    unit.options = schema.NormalizationOptionsT()
    unit.options.mean = [0.0]
    unit.options.std = [255.0]
    image = schema.ImagePropertiesT()
    image.colorSpace = schema.ColorSpaceType.RGB
    content = schema.ContentT()
    content.contentPropertiesType = schema.ContentProperties.ImageProperties
    content.contentProperties = image
    tensor = schema.TensorMetadataT()
    tensor.name = "image"
    tensor.content = content
    tensor.processUnits = [unit]
    return tensor
