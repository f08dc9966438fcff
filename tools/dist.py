"""Build wheel and source archive so that anybody gets the same bytes: ``python -m tools.dist``.

Both are made from the commit that is checked out, twice: in two folders, at two times of day, with
two file masks. They are kept only where all bytes agree; a wheel made from the source archive has
to agree too.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUMS = "SHA256SUMS"
_MASKS = (0o022, 0o077)
_LATER_S = 86_400 * 40.0
"""By so much the files of the second folder are older; ZIP counts in steps of two seconds."""


class NotReproducibleError(Exception):
    """Two builds of one commit differ."""


def build(root: Path, revision: str, folder: Path) -> list[Path]:
    """Build wheel and source archive of a commit, and check that they can be made again.

    Parameters
    ----------
    root : Path
        A checkout.
    revision : str
        Commit or tag.
    folder : Path
        Receives both files and their SHA-256 sums.

    Returns
    -------
    list of Path

    Raises
    ------
    NotReproducibleError
        Two builds differ; nothing is written.
    """
    moment = _git(root, "log", "-1", "--format=%ct", revision)
    with tempfile.TemporaryDirectory(prefix="posture-dist-") as work:
        first, second = (Path(work) / name for name in ("one", "another/with a longer name"))
        for number, place in enumerate((first, second)):
            _unpack(root, revision, place / "source", age_s=number * _LATER_S)
            _build(place / "source", place / "dist", moment, _MASKS[number])
        made = sorted((first / "dist").iterdir())
        again = sorted((second / "dist").iterdir())
        _compare(made, again)
        _compare([_wheel(made)], [_from_source(made, Path(work) / "unpacked", moment)])
        folder.mkdir(parents=True, exist_ok=True)
        kept = [Path(shutil.copy(path, folder)) for path in made]
    sums = "".join(f"{_sha256(path)}  {path.name}\n" for path in kept)
    (folder / SUMS).write_text(sums, encoding="utf-8")
    return kept


def _unpack(root: Path, revision: str, folder: Path, age_s: float) -> None:
    """The files of a commit and nothing else that lies in the checkout."""
    folder.mkdir(parents=True)
    packed = subprocess.run(
        ["git", "archive", revision], cwd=root, check=True, capture_output=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed, check=True)
    for path in [folder, *folder.rglob("*")]:
        at = path.lstat().st_mtime - age_s
        os.utime(path, (at, at), follow_symlinks=False)


def _build(source: Path, folder: Path, moment: str, mask: int) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    variables = {**os.environ, "SOURCE_DATE_EPOCH": moment}
    done = subprocess.run(
        command, cwd=source, env=variables, capture_output=True, text=True, umask=mask, check=False
    )
    if done.returncode:
        raise RuntimeError(f"hatchling failed:\n{done.stderr}")


def _from_source(made: list[Path], folder: Path, moment: str) -> Path:
    """The wheel as it is made from the source archive."""
    (archive,) = (path for path in made if path.name.endswith(".tar.gz"))
    with tarfile.open(archive) as opened:
        # Python has the filter from 3.11.4 on; the archive is our own.
        opened.extraction_filter = getattr(tarfile, "data_filter", None)
        opened.extractall(folder)
    (source,) = folder.iterdir()
    _build(source, folder / "dist", moment, _MASKS[0])
    return _wheel(sorted((folder / "dist").iterdir()))


def _wheel(paths: list[Path]) -> Path:
    (wheel,) = (path for path in paths if path.suffix == ".whl")
    return wheel


def _compare(made: list[Path], again: list[Path]) -> None:
    if [path.name for path in made] != [path.name for path in again]:
        raise NotReproducibleError(f"{[p.name for p in made]} and {[p.name for p in again]}")
    for one, other in zip(made, again, strict=True):
        if one.read_bytes() != other.read_bytes():
            raise NotReproducibleError(f"two builds of {one.name} differ")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def main() -> int:
    """Build into a folder and print the sums."""
    asked = argparse.ArgumentParser(prog="python -m tools.dist", description=__doc__)
    asked.add_argument("folder", type=Path, help="receives wheel, source archive and sums")
    asked.add_argument("--revision", default="HEAD", help="commit or tag; default: HEAD")
    wish = asked.parse_args()
    build(ROOT, wish.revision, wish.folder)
    print((wish.folder / SUMS).read_text(encoding="utf-8"), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
