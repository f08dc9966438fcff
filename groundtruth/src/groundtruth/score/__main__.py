"""Score sets of rendered people: ``python -m groundtruth.score --sets DIR... --out DIR``."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posture.errors import InputError, PostureError

from groundtruth.real.measured import NOT_THERE, measure
from groundtruth.score.collect import collect
from groundtruth.score.figures import figures
from groundtruth.score.outside import read_outside
from groundtruth.score.pages import plots
from groundtruth.score.pages.appendix import appendix
from groundtruth.score.pages.page import write_page
from groundtruth.score.pages.published import Run, kept_report, plain, published
from groundtruth.score.people import read_set, set_folders
from groundtruth.score.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundtruth.real.measured import Measured
    from groundtruth.score.people import Person
    from groundtruth.score.row import Row


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns
    -------
    int
        0 where it ran, whatever the figures say; 2 where something given cannot be used; with
        ``--strict``, 1 where a figure is short.
    """
    options = _parser().parse_args(arguments)
    try:
        folders = _folders(options.sets, options.outside)
        people = [person for members in folders.values() for person in members]
        real = _real(options)
        rows = collect(people, options.out / "rows.jsonl", workers=options.workers)
    except PostureError as error:
        print(error, file=sys.stderr)
        return 2
    scores = summarise(people, rows)
    (options.out / "scores.json").write_text(_json(plain(scores)), "utf-8")
    found = [*(real.figures if real else ()), *figures(scores)]
    for figure in found:
        print(figure.line())
    if options.json is not None or options.page is not None:
        _publish(options, scores, _run(options, folders, rows, real))
    return 1 if options.strict and not all(figure.holds for figure in found) else 0


def _real(options: argparse.Namespace) -> Measured | None:
    """What real photographs say; a sentence where they were named and are not there."""
    if options.real_labels is None or options.real_photos is None:
        return None
    found = measure(options.real_labels, options.real_photos, options.out / "real")
    if found is None:
        print(NOT_THERE, file=sys.stderr)
    return found


def _folders(sets: Sequence[Path], outside: Path | None) -> dict[str, list[Person]]:
    """People by the name of their folder; the same picture of two folders would be lost."""
    found = [inner for folder in sets for inner in set_folders(folder)]
    folders = {folder.name: read_set(folder) for folder in found}
    names = Counter(person.name for folder in found for person in folders[folder.name])
    faults = [f"{name} is there {n} times" for name, n in names.items() if n > 1]
    if faults:
        raise InputError("Sets must not share numbers within a spread:", tuple(faults[:10]))
    if outside is not None:
        folders["outside check"] = read_outside(outside)
    return folders


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m groundtruth.score",
        description="Rendered people through the real pipeline, against their truth. Prints one "
        "line a figure: name, value, target, holds or short.",
    )
    parser.add_argument(
        "--sets",
        type=Path,
        nargs="+",
        required=True,
        metavar="DIR",
        help="folders of pictures, or of such",
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="keeps results; a stop costs nothing"
    )
    parser.add_argument("--outside", type=Path, metavar="DIR", help="folder of the outside check")
    parser.add_argument(
        "--real-labels", type=Path, metavar="DIR", help="points marked by eye on real photographs"
    )
    parser.add_argument(
        "--real-photos", type=Path, metavar="DIR", help="those photographs, by name"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write accuracy.json there")
    parser.add_argument(
        "--page",
        type=Path,
        metavar="FILE",
        help="write the accuracy page there, and its appendix into a folder of the same name",
    )
    parser.add_argument("--figures", action="store_true", help="draw the appendix' plots too")
    parser.add_argument("--date", default="not given", help="date that the page shows")
    parser.add_argument("--command", default="make truth-full", help="command that the page shows")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 where a figure is short")
    return parser


def _run(
    options: argparse.Namespace,
    folders: Mapping[str, Sequence[Person]],
    rows: Mapping[str, Row],
    real: Measured | None,
) -> Run:
    return Run(
        command=options.command,
        date=options.date,
        sets={name: (len(people), set_sha256(people)) for name, people in folders.items()},
        provenance=next((dict(r.provenance) for r in rows.values() if r.provenance), {}),
        calibration={**kept_report("calibration.json"), "paired": kept_report("paired.json")},
        photographs=kept_report("photographs.json"),
        real=_real_block(options, real),
    )


def _real_block(options: argparse.Namespace, real: Measured | None) -> dict[str, Any]:
    """What was measured now; else what the file to be written says, with its own date."""
    return real.block(options.date) if real is not None else _written(options, "real")


def _written(options: argparse.Namespace, block: str) -> dict[str, Any]:
    """A block of the file to be written, as it is now; empty where there is none."""
    file: Path | None = options.json
    if file is None or not file.exists():
        return {}
    return json.loads(file.read_text("utf-8")).get(block, {})


def _publish(options: argparse.Namespace, scores: dict[str, Any], run: Run) -> None:
    """Write accuracy.json, the page, its appendix and the plots, as far as they are asked for."""
    found = published(scores, run)
    # Another command measures these people; what it wrote stays.
    if everyday := _written(options, "everyday"):
        found["everyday"] = everyday
    if options.json is not None:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(_json(found), "utf-8")
    if options.page is None:
        return
    folder: Path = options.page.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    links: dict[str, str] = {}
    if options.figures:
        for name, svg in drawn(scores).items():
            file = folder / f"{name.replace(' ', '_')}.svg"
            file.write_text(svg, "utf-8")
            links[name] = file.name
    (folder / "appendix.md").write_text(appendix(scores, run, links), "utf-8")
    write_page(found, options.page)


def drawn(scores: dict[str, Any]) -> dict[str, str]:
    """Every plot of the page, by its name.

    Parameters
    ----------
    scores : dict

    Returns
    -------
    dict of str to str
        SVG files.
    """
    found: dict[str, str] = {}
    for name, group in scores["groups"].items():
        if name.startswith("outside"):
            continue
        if any(group["points"].values()):
            found[f"estimates {name}"] = plots.estimates(group, name)
        found[f"coverage {name}"] = plots.coverage(group, name)
        if group["by"].get("top"):
            found[f"clothing {name}"] = plots.by_clothing(group, name)
    return found


def set_sha256(people: Sequence[Person]) -> str:
    """Hash over pictures and truths of a set, in the order of their numbers."""
    digest = hashlib.sha256()
    for person in sorted(people, key=lambda p: p.name):
        digest.update(person.path.read_bytes())
        digest.update(person.path.with_suffix(".json").read_bytes())
    return digest.hexdigest()


def _json(found: dict[str, Any]) -> str:
    return json.dumps(found, indent=1, allow_nan=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
