"""The file that holds a studio's data key, wrapped once for each way to unlock it.

It lies beside the database and in every encrypted backup. It is no secret: without the passphrase,
the recovery code or the system's keyring nobody gets the key out of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from posture.errors import StudioError
from posture.files.durable import write_durably
from posture.i18n.language import tr

if TYPE_CHECKING:
    from pathlib import Path

NAME = "encryption.json"
_LONGEST = 100_000

State = Literal["encrypting", "encrypted", "decrypting"]
SlotKind = Literal["passphrase", "recovery", "keyring"]


class _Strict(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64"
    )


class ScryptCost(_Strict):
    """Parameters of Scrypt (RFC 7914). The default takes 128 MB and under a second.

    The limits keep a made-up file, such as that of a backup from elsewhere, from taking more than
    256 MB and a few seconds for each slot.
    """

    n: int = Field(default=2**17, ge=2, le=2**18)
    r: int = Field(default=8, ge=1, le=8)
    p: int = Field(default=1, ge=1, le=2)


class Slot(_Strict):
    """The data key, wrapped by one key.

    Attributes
    ----------
    kind : {"passphrase", "recovery", "keyring"}
    wrapped : bytes
        The data key, sealed.
    salt : bytes
        Of Scrypt; empty for the keyring, whose key is random.
    cost : ScryptCost
    """

    kind: SlotKind
    wrapped: bytes
    salt: bytes = b""
    cost: ScryptCost = ScryptCost()


class KeyFile(_Strict):
    """What the file holds.

    Attributes
    ----------
    format : str
    version : int
        Of the format.
    id : str
        Of the data key; names it in the system's keyring.
    state : {"encrypting", "encrypted", "decrypting"}
        The first and the last until a switch is done: some files are encrypted, others not.
    slots : tuple of Slot
    """

    format: Literal["posture studio key"] = "posture studio key"
    version: Literal[1] = 1
    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    state: State = "encrypted"
    slots: tuple[Slot, ...] = Field(min_length=1, max_length=8)


def read_key_file(home: Path) -> KeyFile | None:
    """Read the file of a studio; None where the studio is not encrypted.

    Raises
    ------
    StudioError
        There is one, and it cannot be read.
    """
    try:
        data = (home / NAME).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StudioError(
            tr("{path} cannot be read ({why}).").format(
                path=home / NAME, why=error.strerror or error
            ),
            tr("Check its permissions."),
        ) from error
    return parse_key_file(data)


def parse_key_file(data: bytes) -> KeyFile:
    """Key file from its bytes.

    Raises
    ------
    StudioError
        They are none, or of a later version of the program.
    """
    try:
        if len(data) > _LONGEST:
            raise ValueError
        return KeyFile.model_validate_json(data)
    except (ValidationError, ValueError) as error:
        raise StudioError(
            tr("The key file {name} is damaged or of a later version.").format(name=NAME),
            tr("Take it from a backup of the folder, or use the newest version of the program."),
        ) from error


def key_file_bytes(key_file: KeyFile) -> bytes:
    """Bytes of a key file."""
    return key_file.model_dump_json(indent=1).encode()


def write_key_file(home: Path, key_file: KeyFile) -> None:
    """Write or replace the key file of a studio, in one step.

    Raises
    ------
    OSError
        It cannot be written.
    """
    write_durably(home / NAME, key_file_bytes(key_file))


def delete_key_file(home: Path) -> None:
    """Delete the key file, after everything was decrypted."""
    (home / NAME).unlink(missing_ok=True)
