"""The note on the lens that a phone leaves in its pictures, and that uploads often lose."""

from __future__ import annotations

from PIL import Image

_FOCAL_IN_35MM = 0xA405
_EXIF_IFD = 0x8769


def with_focal(jpeg: bytes, mm_equivalent: float) -> bytes:
    """A JPEG with its focal length noted.

    Parameters
    ----------
    jpeg : bytes
    mm_equivalent : float
        On a frame of 36 mm; noted as a whole number, as phones do.

    Returns
    -------
    bytes
    """
    exif = Image.Exif()
    exif.get_ifd(_EXIF_IFD)[_FOCAL_IN_35MM] = round(mm_equivalent)
    body = exif.tobytes()
    # Right after the start marker, where cameras put it.
    return jpeg[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + jpeg[2:]
