"""The one tree of errors. Each carries a sentence that a person can act on."""

from __future__ import annotations


class PostureError(Exception):
    """Root of every error that this package raises on purpose.

    Parameters
    ----------
    message : str
        What is wrong, in one sentence.
    remedy : str
        What to do about it, in one sentence; may be empty.

    Notes
    -----
    Texts that others wrote stand in messages. What UTF-8 cannot hold of them (half of a surrogate
    pair, as JSON may have it) becomes a question mark, because no browser or file takes it.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message = _writable(message)
        self.remedy = _writable(remedy)
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class InstallationError(PostureError):
    """An optional part of the program or a system library is not installed."""


class PhotoError(PostureError):
    """A picture cannot be read. Each kind of fault has a class of its own."""


class PhotoNotFoundError(PhotoError):
    """No file at that path."""


class PhotoEmptyError(PhotoError):
    """The file holds nothing."""


class PhotoFormatError(PhotoError):
    """The content is not a picture in a known format."""


class PhotoTruncatedError(PhotoError):
    """The file is cut off or its content is damaged."""


class PhotoTooLargeError(PhotoError):
    """More bytes or pixels than the limits allow (decompression bombs included)."""


class PhotoTooSmallError(PhotoError):
    """Fewer pixels than a person of 200 pixels needs."""


class PhotoAnimatedError(PhotoError):
    """More than one frame."""


class VideoError(PhotoError):
    """A video cannot be read or holds no picture."""


class ModelError(PostureError):
    """The pose model is missing or cannot be used."""


class ModelMissingError(ModelError):
    """The pose model has not been fetched."""


class ModelHashError(ModelError):
    """A part of the model is not the file that the manifest names."""


class ModelDownloadError(ModelError):
    """No source of the model could be reached, or the download was cut."""


class ModelStorageError(ModelError):
    """The model cannot be written: disk full or folder read-only."""


class InputError(PostureError):
    """What the user gave (points, answers, options) has faults; all are listed."""

    def __init__(self, message: str, faults: tuple[str, ...] = (), remedy: str = "") -> None:
        self.faults = tuple(map(_writable, faults))
        super().__init__("\n".join((message, *(f"- {f}" for f in self.faults))), remedy)

    def __str__(self) -> str:
        """The remedy is for all faults, so it does not end the last of them."""
        between = "\n" if self.faults else " "
        return between.join(filter(None, (self.message, self.remedy)))


class CameraError(PostureError):
    """No camera or video can be opened, or it gives no pictures."""


class DocumentError(PostureError):
    """A stored analysis cannot be loaded."""


class StorageError(PostureError):
    """A report cannot be written: folder read-only, no folder, or disk full."""


class KnowledgeError(PostureError):
    """A knowledge file breaks its schema: a fault of ours, found by the tests."""


class StudioError(PostureError):
    """Records of the studio cannot be read or written; nothing of them is lost."""


class NotFoundError(StudioError):
    """There is no such record, or it is not shared with the one who asks: nobody learns which."""


class ConflictError(StudioError):
    """A record was changed elsewhere since it was loaded.

    Parameters
    ----------
    message : str
    remedy : str
    mine, stored : object
        What was to be saved, and what is stored now; None where it was deleted.
    """

    def __init__(self, message: str, remedy: str, mine: object, stored: object) -> None:
        super().__init__(message, remedy)
        self.mine = mine
        self.stored = stored


class ConsentMissingError(StudioError):
    """A photo was to be stored without the client's consent."""


class StudioLockedError(StudioError):
    """The studio is encrypted, and what was given does not unlock it."""


class BackupError(StudioError):
    """A backup cannot be made or restored; the studio is as it was before."""


class AccessError(StudioError):
    """Signing in failed, or the role does not allow it."""


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
