"""Downloads the parts of a model with pooch, builds the bundle and puts it in place."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from posture.errors import (
    ModelDownloadError,
    ModelError,
    ModelHashError,
    ModelMissingError,
    ModelStorageError,
)
from posture.i18n.language import mark, tr
from posture.installation import install_command
from posture.pose.model import bundle
from posture.pose.model.manifest import manifest
from posture.pose.model.store import DEFAULT, VARIABLE, file_name, folders, model_path, verify

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

CONNECT_SECONDS, READ_SECONDS, PIP_SECONDS = 4.0, 30.0, 900.0
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


class Source(Protocol):
    """A place that holds parts of models; a downloader for pooch, which checks the hash."""

    name: str

    def __call__(self, address: str, file: str, pooch: Any) -> None:
        """Write the part that is published at an address to a file, or raise a ``ModelError``."""
        ...


class Official:
    """The addresses at which MediaPipe publishes the parts.

    Parameters
    ----------
    base : str, optional
        Another address that holds the parts under their own names (a mirror).
    progress : bool
        Show a progress bar on stderr.
    """

    name = mark("the official address")

    def __init__(self, base: str | None = None, *, progress: bool = False) -> None:
        self._base, self._progress = base, progress

    def __call__(self, address: str, file: str, pooch: Any) -> None:
        """Download one part; see ``Source``."""
        import requests
        from pooch import HTTPDownloader

        part = Path(urlsplit(address).path).name
        answers: list[Any] = []

        def keep(response: Any, *_: object, **__: object) -> None:
            answers.append(response)

        download: Any = HTTPDownloader(
            progressbar=self._progress,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            hooks={"response": keep},
        )
        try:
            download(f"{self._base}/{part}" if self._base else address, file, pooch)
        except requests.HTTPError as error:
            raise ModelDownloadError(f"{part}: {error}") from error
        except requests.ConnectionError as error:
            text = tr("{part}: no connection, or it was lost")
            raise ModelDownloadError(text.format(part=part)) from error
        except (requests.RequestException, ValueError) as error:
            text = tr("{part}: the transfer was cut or too slow")
            raise ModelDownloadError(text.format(part=part)) from error
        finally:
            # pooch leaves the connection of a failed transfer open.
            for response in answers:
                response.close()


class Wheel:
    """An older wheel of MediaPipe, which holds the parts of the model "full".

    Parameters
    ----------
    progress : bool
        Print what is downloaded to stderr.
    """

    name = mark("the Python package index")

    def __init__(self, *, progress: bool = False) -> None:
        self._progress = progress

    def __call__(self, address: str, file: str, pooch: Any) -> None:
        """Unpack one part, after downloading the wheel once; see ``Source``."""
        inside = next(p.in_wheel for p in manifest().parts.values() if p.address == address)
        if inside is None:
            raise ModelDownloadError(tr("The wheel does not hold this model."))
        folder = Path(file).parent
        if not any(folder.glob("*.whl")):
            _pip_download(folder, show=self._progress)
        try:
            with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
                content = archive.read(inside)
        except (StopIteration, KeyError, zipfile.BadZipFile) as error:
            raise ModelDownloadError(tr("The wheel does not hold the parts.")) from error
        Path(file).write_bytes(content)


def fetch(
    name: str = DEFAULT, *, progress: bool = True, sources: Sequence[Source] | None = None
) -> Path:
    """Download a model, unless a sound one is there already.

    Parameters
    ----------
    name : {"full", "lite", "heavy"}
    progress : bool
        Show the progress on stderr.
    sources : sequence of Source, optional
        Where to ask, in order; the official address and the wheel unless given. Parts that
        somebody put into the model folder come first.

    Returns
    -------
    Path
        The bundle.

    Raises
    ------
    ModelHashError
        A source answered with the wrong content, and no other had the right one.
    ModelDownloadError
        No source could be reached, or the transfer was cut.
    ModelStorageError
        Disk full, or the folder cannot be written.
    InputError
        There is no model of that name.
    """
    with contextlib.suppress(ModelMissingError, ModelHashError):
        if verify(name) != "former":
            return model_path(name)
    target = folders()[0] / file_name(name)
    places = sources or (Official(progress=progress), Wheel(progress=progress))
    with _scratch(target.parent) as scratch:
        made = bundle.build(*_parts(name, places, scratch))
        expected = manifest().model(name).sha256
        if expected and hashlib.sha256(made).hexdigest() != expected:
            raise ModelHashError(
                tr("The bundle built here differs from the published one, though its parts match."),
                tr("Another version of flatbuffers writes other bytes. Run: {command}").format(
                    command=install_command()
                ),
            )
        waiting = scratch / target.name
        waiting.write_bytes(made)
        waiting.replace(target)
    return target


def _parts(name: str, sources: Sequence[Source], scratch: Path) -> list[bytes]:
    """Ask one source after the other; if all fail, every failure is named."""
    failures: list[tuple[str, ModelError]] = []
    for source in sources:
        try:
            # The landmark part before the large detector: not every source has it.
            parts = manifest().model(name).parts
            made = {part: _part(part, source, scratch) for part in reversed(parts)}
            return [made[part] for part in parts]
        except ModelError as error:
            failures.append((source.name, error))
    reasons = "; ".join(f"{tr(place)}: {error.message}" for place, error in failures)
    text = tr("The pose model {name!r} could not be downloaded. {reasons}")
    text = text.format(name=name, reasons=reasons)
    if any(isinstance(error, ModelHashError) for _, error in failures):
        raise ModelHashError(
            text, tr("Try again later; a proxy may have answered in place of the source.")
        )
    raise ModelDownloadError(
        text,
        tr("Connect to the internet and try again, or put {file} into {folder}.").format(
            file=file_name(name), folder=folders()[0]
        ),
    )


def _part(part: str, source: Source, scratch: Path) -> bytes:
    """One part, checked against its SHA-256: put there by hand, or from a source."""
    import pooch

    pooch.get_logger().setLevel("ERROR")
    by_hand = folders()[0] / part
    if by_hand.is_file() and not (scratch / part).exists():
        shutil.copy(by_hand, scratch)
    known = manifest().parts[part]
    downloader: Any = source
    try:
        file = pooch.retrieve(
            known.address, f"sha256:{known.sha256}", part, scratch, downloader=downloader
        )
    except ValueError as error:
        raise ModelHashError(
            tr("{part} is not the published file: its SHA-256 differs.").format(part=part)
        ) from error
    return Path(file).read_bytes()


def _pip_download(folder: Path, *, show: bool) -> None:
    wheel = manifest().wheel
    if show:
        text = tr("Downloading {wheel} ({megabytes:.0f} MB)")
        print(text.format(wheel=wheel.requirement, megabytes=wheel.size / 1e6), file=sys.stderr)
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet"]
    command += ["--no-deps", "--only-binary=:all:", "--python-version", wheel.python_version]
    command += ["--platform", wheel.platform, "--dest", str(folder), "--require-hashes"]
    command += ["--requirement", str(wanted)]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PIP_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelDownloadError(tr("pip did not finish: {error}").format(error=error)) from error
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise ModelDownloadError(
            tr("pip failed. {line}").format(line=lines[-1] if lines else "").strip()
        )


@contextlib.contextmanager
def _scratch(folder: Path) -> Generator[Path]:
    """Folder for unfinished files beside the target, so that the last step is a renaming."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as scratch:
            yield Path(scratch)
    except OSError as error:
        raise _storage_error(folder, error) from error


def _storage_error(folder: Path, error: OSError) -> ModelStorageError:
    if error.errno in NO_SPACE:
        return ModelStorageError(
            tr("There is no space left for the pose model in {folder}.").format(folder=folder),
            tr("Free 100 MB, or set {variable} to a folder elsewhere.").format(variable=VARIABLE),
        )
    return ModelStorageError(
        tr("The pose model cannot be written to {folder} ({why}).").format(
            folder=folder, why=error.strerror or error
        ),
        tr("Make that folder writable, or set {variable} to another.").format(variable=VARIABLE),
    )
