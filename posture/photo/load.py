"""Load a ``Photo`` from a path, bytes or an array."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.errors import PhotoError, PhotoNotFoundError
from posture.i18n.language import tr
from posture.limits import MEDIA_BYTES
from posture.photo import limits
from posture.photo.array import to_image
from posture.photo.decode import Decoded, factor_for, reduce
from posture.photo.photo import Photo
from posture.photo.read import read_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 1000


def load(
    source: str | Path | bytes | NDArray[Any], *, name: str | None = None, longest: int = LONGEST
) -> Photo:
    """Load a picture: upright, RGB, no larger than the analysis needs.

    Parameters
    ----------
    source : str, Path, bytes or ndarray
        A file (JPEG, PNG, WebP, TIFF, BMP, GIF, HEIC, AVIF), the content of one, or pixels: grey,
        RGB or RGBA, shape (H, W), (H, W, 1), (H, W, 3) or (H, W, 4).
    name : str, optional
        Name in messages and reports; default: the file name, "bytes" or "array".
    longest : int
        A picture whose longest side is at least twice this is reduced by a whole number, to a
        longest side in [longest, 2 * longest); it is never made larger.

    Returns
    -------
    Photo

    Raises
    ------
    PhotoNotFoundError
        There is no such file, it is a folder, or reading it is not permitted.
    PhotoEmptyError
        No bytes or no pixels.
    PhotoFormatError
        Not a picture in a known format, or an array of another shape, type or range.
    PhotoTruncatedError
        Truncated or damaged.
    PhotoTooLargeError
        More than 200 MB or 100 megapixels, or reading it takes far more time or memory than a
        photo does.
    PhotoTooSmallError
        The longest side has fewer than 64 pixels.
    PhotoAnimatedError
        More than one frame or page.
    """
    if longest < limits.MIN_DECODED_PX:
        raise ValueError(f"longest is {longest}; it must be at least {limits.MIN_DECODED_PX}")
    if isinstance(source, np.ndarray):
        label = name or "array"
        decoded = _from_array(source, label, longest)
        digest = _hash_array(source)
        kept: bytes | NDArray[Any] = source
    else:
        label = name or ("bytes" if isinstance(source, bytes) else Path(source).name or str(source))
        data = source if isinstance(source, bytes) else read_photo(Path(source), label)
        limits.check_bytes(len(data), label)
        decoded = read_picture(data, label, longest)
        digest = hashlib.sha256(data).hexdigest()
        kept = data
    return Photo(
        pixels=decoded.pixels,
        source_size=decoded.source_size,
        scale=1.0 / decoded.factor,
        focal_px=decoded.focal_px,
        name=label,
        sha256=digest,
        taken=decoded.taken,
        source=kept if decoded.factor > 1 else None,
    )


def read_photo(path: Path, label: str) -> bytes:
    """The content of a photo's file.

    Parameters
    ----------
    path : Path
    label : str
        Name in messages.

    Raises
    ------
    PhotoError
        It cannot be read, is empty or too large.
    """
    try:
        if path.is_dir():
            raise PhotoNotFoundError(
                tr("{name} is a folder.").format(name=label), tr("Name a picture inside it.")
            )
        if path.exists() and not path.is_file():
            raise PhotoNotFoundError(
                tr("{name} is not a regular file.").format(name=label), tr("Name a picture file.")
            )
        limits.check_bytes(path.stat().st_size, label)
        with path.open("rb") as file:
            # One byte above the limit: a file that has grown meanwhile is still refused.
            return file.read(MEDIA_BYTES + 1)
    except PhotoError:
        raise
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise PhotoNotFoundError(
            tr("There is no file {path}.").format(path=path), tr("Check its name.")
        ) from error
    except OSError as error:
        why = error.strerror or tr("reading failed")
        raise PhotoNotFoundError(
            tr("{path} cannot be read ({why}).").format(path=path, why=why),
            tr("Check the name and that you may read it."),
        ) from error


def _from_array(array: NDArray[Any], name: str, longest: int) -> Decoded:
    image = to_image(array, name)
    factor = factor_for(*image.size, longest)
    return Decoded(np.array(reduce(image, factor)), image.size, factor, None)


def _hash_array(array: NDArray[Any]) -> str:
    digest = hashlib.sha256(f"{array.dtype.str} {array.shape} ".encode())
    digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
