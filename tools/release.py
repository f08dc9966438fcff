"""Says what stands in the way of a release: ``python -m tools.release``."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml

from posture import __version__
from tools.dist import SUMS

ROOT = Path(__file__).resolve().parents[1]


def obstacles(root: Path, version: str) -> list[str]:
    """What stands in the way, a sentence each.

    Parameters
    ----------
    root : Path
        A checkout in which `make dist` and `make sbom` have run.
    version : str
        That is to be released.
    """
    found: list[str] = []
    if _git(root, "status", "--porcelain"):
        found.append("The work tree has changes that are not committed.")
    if _git(root, "tag", "--list", f"v{version}"):
        found.append(f"The tag v{version} is there already: choose the next version.")
    text = (root / "CHANGELOG.md").read_text("utf-8")
    heading = re.search(r"^## \[(?!Unreleased)(.+?)\] - (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    if heading is None or heading[1] != version:
        found.append(f"CHANGELOG.md has no heading [{version}] with a date.")
    else:
        cited = str(yaml.safe_load((root / "CITATION.cff").read_text("utf-8")).get("date-released"))
        if cited != heading[2]:
            found.append(f"CITATION.cff says date-released {cited}, the changelog {heading[2]}.")
    dist = root / "out" / "dist"
    wanted = (f"posture-{version}-py3-none-any.whl", f"posture-{version}.tar.gz", SUMS)
    missing = [name for name in (*wanted, f"posture-{version}.cdx.json") if not _there(dist, name)]
    if missing:
        found.append(f"out/dist lacks {', '.join(missing)}.")
    return found


def _there(folder: Path, name: str) -> bool:
    return (folder / name).is_file()


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()


def main() -> int:
    """Print what stands in the way, or what is left to do by hand."""
    found = obstacles(ROOT, __version__)
    for one in found:
        print(f"- {one}")
    if not found:
        print(f"Ready. Now: git tag --sign v{__version__} -m 'posture {__version__}'")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
