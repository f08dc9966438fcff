"""What a backup file says about itself: a header that anybody reads, and the list of its parts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from posture.errors import BackupError
from posture.i18n.language import tr
from posture.limits import BACKUP_PART_BYTES, BACKUP_PARTS, BACKUP_PHOTO_BYTES
from posture.studio.encryption.key_file import KeyFile

HEADER = "posture-backup.json"
CONTENTS = "contents"

M = TypeVar("M", bound=BaseModel)

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""It names a file of the studio: anything else might lead out of its folder."""


def rows_entry(number: int) -> str:
    """Name of the entry of a part of a table; counted through all tables, from 0."""
    return f"tables/{number:07}"


def photo_entry(number: int) -> str:
    """Name of the entry of a photo, counted from 0; its hash would tell it to who has the photo."""
    return f"photos/{number:07}"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Header(_Strict):
    """The first entry of the file, never encrypted.

    Attributes
    ----------
    format : str
    version : int
        Of the format.
    id : str
        Of this backup.
    keys : KeyFile or None
        Of the studio that was backed up: its passphrase, recovery code or keyring opens the rest.
        None where the studio was not encrypted.
    """

    format: Literal["posture studio backup"] = "posture studio backup"
    version: Literal[1] = 1
    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    keys: KeyFile | None = None


class Part(_Strict):
    """One entry: some rows of a table, or a photo."""

    sha256: Sha256
    size: int = Field(ge=0)


class TablePart(Part):
    """Rows of a table, one a line."""

    size: int = Field(ge=0, le=BACKUP_PART_BYTES)


class PhotoPart(Part):
    """A photo as it came in."""

    size: int = Field(ge=0, le=BACKUP_PHOTO_BYTES)


class TableContents(_Strict):
    """A table.

    Attributes
    ----------
    name : str
    columns : tuple of str
        In the order of the values of a row.
    rows : int
    parts : tuple of TablePart
    """

    name: str
    columns: tuple[str, ...]
    rows: int = Field(ge=0)
    parts: tuple[TablePart, ...]


class Contents(_Strict):
    """Everything that is in the backup.

    Attributes
    ----------
    made : datetime
        UTC.
    program : str
        Version of the program.
    schema_version : str
        Of the tables: the last migration.
    tables : tuple of TableContents
        Those that others refer to come first.
    photos : tuple of PhotoPart
    missing : tuple of str
        Hashes of photos whose files were missing or damaged when the backup was made.
    clients : tuple of str
        Ids.
    """

    made: datetime
    program: str
    schema_version: str
    tables: tuple[TableContents, ...] = Field(max_length=1000)
    photos: tuple[PhotoPart, ...] = Field(max_length=BACKUP_PARTS)
    missing: tuple[Sha256, ...] = Field(max_length=BACKUP_PARTS)
    clients: tuple[str, ...] = Field(max_length=BACKUP_PARTS)


def parse(model: type[M], data: bytes) -> M:
    """One of the models of this module from its JSON.

    Raises
    ------
    BackupError
        It does not fit.
    """
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise BackupError(
            tr("This is no backup of a studio, or one of a later version of the program."),
            tr("Use the newest version of the program."),
        ) from error
