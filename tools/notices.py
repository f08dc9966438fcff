"""Writes THIRD_PARTY_NOTICES.md from the installed distributions: ``python -m tools.notices``.

Every distribution of the lock has to have a licence that is known; one that asks for more than
attribution has to be judged in ``licences.toml``.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from posture.pose.model.manifest import manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "run.lock"
JUDGED = Path(__file__).with_name("licences.toml")
NOTICES = ROOT / "THIRD_PARTY_NOTICES.md"

_PLAIN = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "BSD 3-Clause License": "BSD-3-Clause",
    "ISC License": "ISC",
}
"""What distributions write in place of an SPDX expression."""

_SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_ATTRIBUTION = frozenset(
    ("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0")
) | frozenset(("MIT-CMU", "PSF-2.0", "Zlib"))
"""Licences that ask for attribution and no more."""

_ABOUT = """\
# Notices of third parties

Written by `make notices` from the metadata of the installed distributions; a test holds it to
`requirements/run.lock`. posture itself is Apache-2.0 ([LICENSE](LICENSE), [NOTICE](NOTICE)).

The wheel of posture holds none of these: pip fetches them from their publishers, and each installs
its licence texts beside itself, in `NAME-VERSION.dist-info`. **Whoever hands on a container image,
hands on all of them**, and has to meet their terms.
"""


class LicenceError(Exception):
    """A licence is unknown, or asks for more than attribution and was not judged."""


@dataclass(frozen=True, slots=True)
class Component:
    """A distribution of the lock.

    Attributes
    ----------
    name : str
    versions : tuple of str
        Several where they differ between systems.
    licence : str
        SPDX expression.
    """

    name: str
    versions: tuple[str, ...]
    licence: str

    @property
    def is_attribution(self) -> bool:
        """Whether attribution is all that is asked for, by the mildest choice that it offers."""
        choices = self.licence.split(" OR ")
        return any(set(one.split(" AND ")) <= _ATTRIBUTION for one in choices)


def locked(lock: Path = LOCK) -> dict[str, tuple[str, ...]]:
    """Versions by name, as the lock pins them."""
    found: dict[str, tuple[str, ...]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", lock.read_text(), re.M):
        found[name] = (*found.get(name, ()), version)
    return found


def components() -> list[Component]:
    """Every distribution of the lock with its licence.

    Raises
    ------
    LicenceError
        All that are unknown or not judged are listed.
    """
    told = judgements()
    found = [Component(n, v, _licence(n, told)) for n, v in sorted(locked().items())]
    faults = [f"{one.name}: licence unknown" for one in found if not one.licence]
    faults += [
        f"{one.name}: {one.licence} is not judged in {JUDGED.name}"
        for one in found
        if one.licence and not one.is_attribution and one.name not in told["judged"]
    ]
    if faults:
        raise LicenceError("\n".join(faults))
    return found


def judgements() -> Mapping[str, Mapping[str, str]]:
    """What was read and judged by hand."""
    return tomllib.loads(JUDGED.read_text("utf-8"))


def page() -> str:
    """The text of THIRD_PARTY_NOTICES.md."""
    found, told = components(), judgements()
    licences = {one.name: one.licence for one in found}
    model = manifest()
    lines = [
        _ABOUT,
        "## The pose model",
        "",
        f"MediaPipe's pose landmarker and face detector, {model.copyright}, {model.licence}. "
        "`posture models fetch` downloads their parts and adds the metadata that MediaPipe's own "
        "programs need; nothing else is changed. A container image holds them.",
        "",
        "## More than attribution",
        "",
        "| distribution | licence | judgement |",
        "| --- | --- | --- |",
        *(f"| {name} | {licences[name]} | {why} |" for name, why in sorted(told["judged"].items())),
        "",
        "## Inside of wheels",
        "",
        "Libraries that these wheels hold, under another licence than the wheel's own. posture is "
        "not linked with them; Python loads the wheels beside it. A container image that is handed "
        "on needs the source of those under GPL and LGPL beside it, or wheels that were built "
        "without them.",
        "",
        "| distribution | holds |",
        "| --- | --- |",
        *(f"| {name} | {what} |" for name, what in sorted(told["holds"].items())),
        "",
        "## All distributions",
        "",
        "| distribution | version | licence |",
        "| --- | --- | --- |",
        *(f"| {one.name} | {', '.join(one.versions)} | {one.licence} |" for one in found),
        "",
    ]
    return "\n".join(lines)


def _licence(name: str, told: Mapping[str, Mapping[str, str]]) -> str:
    """SPDX expression of a distribution; empty where it is not known."""
    by_hand = told["read"].get(name) or told["elsewhere"].get(name)
    if by_hand is not None:
        return by_hand
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    field = next((one for one in ("License-Expression", "License") if one in found), None)
    said = "" if field is None else str(found[field]).strip()
    first = said.partition("\n")[0]
    said = _PLAIN.get(first, said)
    return said if _SPDX.fullmatch(said) else ""


def main() -> int:
    """Write the page."""
    NOTICES.write_text(page(), encoding="utf-8")
    print(NOTICES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
