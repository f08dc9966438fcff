"""Text that a person or another program wrote: points, answers, documents, names."""

from __future__ import annotations

import codecs
import unicodedata
from typing import TYPE_CHECKING

from posture.errors import InputError
from posture.i18n.language import tr

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; a file without one is UTF-8."""


def read_bytes(path: Path, most: int, remedy: str = "") -> bytes:
    """Read a file, but not one that is too long to be what was asked for.

    Parameters
    ----------
    path : Path
    most : int
        Largest size, bytes.
    remedy : str
        What to do where it is larger, one sentence.

    Raises
    ------
    InputError
        The file cannot be read, or is larger.
    """
    try:
        with path.open("rb") as file:
            # One byte more than allowed shows that it is too long, however long it is.
            data = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise no_file(path) from error
    except IsADirectoryError as error:
        raise InputError(
            tr("{name} is a folder.").format(name=path.name), (), tr("Name a file inside it.")
        ) from error
    except OSError as error:
        why = error.strerror or tr("reading failed")
        raise InputError(
            tr("The file {path} cannot be read: {why}.").format(path=path, why=why),
            (),
            tr("Check the name and that you may read it."),
        ) from error
    if len(data) > most:
        raise InputError(tr("The file {name} is far too long.").format(name=path.name), (), remedy)
    return data


def no_file(path: Path | str) -> InputError:
    """The error that says that a file is not there.

    Parameters
    ----------
    path : Path or str
    """
    return InputError(tr("There is no file {path}.").format(path=path), (), tr("Check its name."))


def decode(data: bytes) -> str:
    """Text from UTF-8, with or without a byte order mark, or from UTF-16 with one.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    str
        Without the mark.

    Raises
    ------
    InputError
        It is no text in one of these encodings.
    """
    encoding = encoding_of(data)
    # The mark of UTF-32 begins with that of UTF-16.
    if not data.startswith(codecs.BOM_UTF32_LE):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise not_text()


def not_text() -> InputError:
    """The error that says that a file is no text."""
    return InputError(tr("The file is not text in UTF-8 or UTF-16."), (), tr("Save it in UTF-8."))


def encoding_of(data: bytes) -> str:
    """The encoding that a byte order mark at the start of the data names; UTF-8 without one."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")


def plain_name(text: str) -> str:
    """A name, heading or word as it is compared: composed, without case and spare spaces.

    A Mac decomposes the letters of file names: "ü" becomes "u" and a diaeresis.
    """
    # Accounts are stored under it: another form would lock their owners out.
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
