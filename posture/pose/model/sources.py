"""Where the parts of a model can be had: put there by hand, the official address, a wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from posture.errors import ModelDownloadError, ModelHashError
from posture.i18n.language import mark, tr, translatable
from posture.pose.model.bundle import sha256
from posture.pose.model.manifest import manifest

if TYPE_CHECKING:
    from collections.abc import Sequence

CONNECT_SECONDS = 4.0
READ_SECONDS = 30.0
PIP_SECONDS = 900.0


class ModelSource(Protocol):
    """A place that may have parts.

    ``get`` returns the content of each part, in order and checked against its hash, or raises a
    ``ModelError``.
    """

    name: str

    def get(self, parts: Sequence[str], scratch: Path, *, progress: bool) -> list[bytes]:
        """Fetch parts; ``scratch`` is a folder that is removed afterwards."""
        ...


class ByHand:
    """Parts that somebody put into the model folder."""

    def __init__(self, folder: Path) -> None:
        self.name: str = translatable("files in {folder}", folder=folder)
        self._folder = folder

    def get(self, parts: Sequence[str], scratch: Path, *, progress: bool) -> list[bytes]:
        """Read the parts; see ``ModelSource``."""
        try:
            return [_checked(part, (self._folder / part).read_bytes()) for part in parts]
        except OSError as error:
            raise ModelDownloadError(tr("The parts are not in the model folder.")) from error


class Official:
    """The address at which MediaPipe publishes its parts.

    Parameters
    ----------
    base : str, optional
        Another address that holds the parts under their own names (a mirror).
    """

    name = mark("the official address")

    def __init__(self, base: str | None = None) -> None:
        self._base = base

    def get(self, parts: Sequence[str], scratch: Path, *, progress: bool) -> list[bytes]:
        """Download the parts; see ``ModelSource``."""
        return [_checked(part, self._download(part, scratch, progress)) for part in parts]

    def _download(self, part: str, scratch: Path, progress: bool) -> bytes:
        import pooch
        import requests

        pooch.get_logger().setLevel("ERROR")
        address = f"{self._base}/{part}" if self._base else manifest().parts[part].address
        answers: list[Any] = []

        def keep(response: Any, *_: object, **__: object) -> None:
            answers.append(response)

        get: Any = pooch.HTTPDownloader(
            progressbar=progress, timeout=(CONNECT_SECONDS, READ_SECONDS), hooks={"response": keep}
        )
        try:
            # The hash is checked by us, so that a wrong one is an error of ours.
            found = pooch.retrieve(address, None, fname=part, path=scratch, downloader=get)
        except requests.HTTPError as error:
            raise ModelDownloadError(f"{part}: {error}") from error
        except requests.ConnectionError as error:
            raise ModelDownloadError(
                tr("{part}: no connection, or it was lost").format(part=part)
            ) from error
        except (requests.RequestException, ValueError) as error:
            raise ModelDownloadError(
                tr("{part}: the transfer was cut or too slow").format(part=part)
            ) from error
        finally:
            # A transfer that failed leaves its connection open, for pooch does not close it.
            for response in answers:
                response.close()
        return Path(found).read_bytes()


class WheelThroughPip:
    """An older wheel of MediaPipe, which still holds the parts of the full model."""

    name = mark("the Python package index")

    def get(self, parts: Sequence[str], scratch: Path, *, progress: bool) -> list[bytes]:
        """Download the wheel and unpack the parts; see ``ModelSource``."""
        inside = [manifest().parts[part].in_wheel for part in parts]
        if None in inside:
            raise ModelDownloadError(tr("The wheel does not hold this model."))
        wheel = manifest().wheel
        if progress:
            fetching = tr("Fetching {wheel} ({megabytes:.0f} MB)")
            translatable = fetching.format(wheel=wheel.requirement, megabytes=wheel.size / 1e6)
            print(translatable, file=sys.stderr)
        _pip_download(scratch, show=progress and sys.stderr.isatty())
        try:
            with zipfile.ZipFile(next(scratch.glob("*.whl"))) as archive:
                contents = [archive.read(str(path)) for path in inside]
        except (StopIteration, KeyError, zipfile.BadZipFile) as error:
            raise ModelDownloadError(tr("The wheel does not hold the parts.")) from error
        return [_checked(part, data) for part, data in zip(parts, contents, strict=True)]


def _pip_download(folder: Path, *, show: bool) -> None:
    wheel = manifest().wheel
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check"]
    command += [] if show else ["--quiet"]
    command += ["--no-deps", "--only-binary=:all:", "--python-version", wheel.python_version]
    command += ["--platform", wheel.platform, "--dest", str(folder), "--require-hashes"]
    command += ["--requirement", str(wanted)]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr if show else subprocess.DEVNULL,
            stderr=None if show else subprocess.PIPE,
            text=True,
            timeout=PIP_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelDownloadError(tr("pip did not finish: {error}").format(error=error)) from error
    if done.returncode:
        lines = [line for line in (done.stderr or "").splitlines() if line.startswith("ERROR")]
        raise ModelDownloadError(
            tr("pip failed. {line}").format(line=lines[-1] if lines else "").strip()
        )


def _checked(part: str, data: bytes) -> bytes:
    expected = manifest().parts[part].sha256
    found = sha256(data)
    if found != expected:
        raise ModelHashError(
            tr(
                "{part} is not the published file: its SHA-256 is {found} and not {expected}."
            ).format(part=part, found=found, expected=expected),
            tr("Try again later, or put the right file into the model folder by hand."),
        )
    return data
