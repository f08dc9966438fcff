"""Writes the list of everything that an installation holds, as CycloneDX: ``python -m tools.sbom``.

Distributions, versions and hashes are the lock's, read by cyclonedx-py; licences are those of
THIRD_PARTY_NOTICES.md; the pose model is a component too. The same commit gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from posture import __version__
from posture.pose.model.manifest import manifest
from tools.notices import LOCK, ROOT, components

ROOT_REF = "root-component"


def sbom(moment: str) -> str:
    """The list as JSON.

    Parameters
    ----------
    moment : str
        Seconds since 1970 that stand as its date.

    Raises
    ------
    ValueError
        It breaks the schema of CycloneDX.
    """
    told = _of_the_lock(moment)
    root = told["metadata"]["component"]
    root |= {"version": __version__, "purl": f"pkg:pypi/posture@{__version__}"}
    licences = {one.name: one.licence for one in components()}
    for one in told["components"]:
        del one["description"]  # The line of the lock, which moves.
        one["bom-ref"] = one["purl"]
        one["licenses"] = [{"expression": licences[one["name"]]}]
    direct = _direct()
    needed = sorted(one["purl"] for one in told["components"] if one["name"] in direct)
    model = _model()
    told["components"].append(model)
    # Of what a distribution needs in turn nothing is said: the lock does not know.
    told["dependencies"] = [{"ref": ROOT_REF, "dependsOn": [*needed, model["bom-ref"]]}]
    text = json.dumps(told, indent=2, sort_keys=True) + "\n"
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise ValueError(f"the list breaks the schema: {fault}")
    return text


def _of_the_lock(moment: str) -> dict[str, Any]:
    made = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements"),
            *("--pyproject", str(ROOT / "pyproject.toml"), "--spec-version", "1.6"),
            *("--output-reproducible", "--output-format", "JSON", "--no-validate", str(LOCK)),
        ],
        env={**os.environ, "SOURCE_DATE_EPOCH": moment},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(made.stdout)


def _direct() -> set[str]:
    """What the project itself requires, with every extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        lines += extra
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return {found[0].lower() for found in names if found} - {"posture"}


def _model() -> dict[str, Any]:
    """The pose model, which is built from parts that are fetched once."""
    told = manifest()
    entry = told.models[told.default]
    name = f"pose_landmarker_{told.default}.task"
    return {
        "bom-ref": f"model:{name}",
        "type": "machine-learning-model",
        "name": name,
        "publisher": told.copyright,
        "licenses": [{"expression": told.licence}],
        "hashes": [{"alg": "SHA-256", "content": entry.sha256}],
    }


def main() -> int:
    """Write the list to a file."""
    asked = argparse.ArgumentParser(prog="python -m tools.sbom")
    asked.add_argument("file", type=Path)
    wish = asked.parse_args()
    moment = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
    wish.file.parent.mkdir(parents=True, exist_ok=True)
    wish.file.write_text(sbom(moment), encoding="utf-8")
    print(wish.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
