"""The page of the figures: kept section by section, so that a run of one leaves the others."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure

SECTIONS = {
    "photo": (
        "A single photo",
        "One JPEG of 12 megapixels, a sample enlarged. *Naive* is what most programs do: decode "
        "every pixel and give them all to MediaPipe, which runs the same models. The *whole* is "
        "everything from the file to the result, and to the annotated picture where it says so; "
        "*mirror* means that the mirror image is looked at too, as it is by default.",
    ),
    "start": (
        "Starting the command line",
        "Each command in a process of its own. The parts of a cold start are Python's own start, "
        "the import of what runs the model (MediaPipe, or LiteRT as here), loading the model, "
        "decoding the photo and detecting on it and its mirror image, one after the other.",
    ),
    "live": (
        "The live view",
        "Camera pictures of 640 x 480. The bare detector is the tracker alone.",
    ),
    "studio": (
        "The studio's records",
        "Pages of a studio with 5,000 clients against one with 50, eight stations that write at "
        "the same time, and a group's day of thirty people with three photos each.",
    ),
    "batch": ("Batches of photos", "Many photos, on one machine and with a scheduler."),
    "app": ("The app under load", "Visitors in real browsers who upload photos at the same time."),
}
"""Title of each section and what it shows, in the order of the page."""

_HEAD = """# Performance

Written by `python -m benchmarks --page docs/performance.md`; `make bench` prints the same figures.
Most are ratios taken in one run, so that they say the same on another machine. *Holds* means that
the figure meets its target, *short* that it does not; figures without a target are there to be
compared.
"""


def keep(page: Path, found: dict[str, list[Figure]]) -> None:
    """Put the figures of a run in place of the older ones of the same sections.

    Parameters
    ----------
    page : Path
        Markdown file; the figures are kept beside it in a JSON file of the same name.
    found : dict of str to list of Figure
        By section.
    """
    store = page.with_suffix(".json")
    kept: dict[str, Any] = json.loads(store.read_text()) if store.exists() else {}
    for section, figures in found.items():
        kept[section] = {
            "date": date.today().isoformat(),
            "machine": machine(),
            "figures": [asdict(figure) for figure in figures],
        }
    kept = {section: kept[section] for section in SECTIONS if section in kept}
    store.write_text(json.dumps(kept, indent=2) + "\n")
    page.write_text(text(kept))


def text(kept: dict[str, Any]) -> str:
    """The page in Markdown."""
    parts = [_HEAD]
    for section, run in kept.items():
        title, words = SECTIONS[section]
        rows = [_row(Figure(**figure)) for figure in run["figures"]]
        head = ["| figure | value | target | |", "| --- | ---: | ---: | --- |"]
        measured = f"Measured on {run['date']}: {run['machine']}."
        parts.append("\n".join([f"## {title}\n", f"{words}\n", f"{measured}\n", *head, *rows, ""]))
    return "\n".join(parts)


def _row(figure: Figure) -> str:
    verdict = "" if figure.target == "-" else "holds" if figure.holds else "short"
    value = f"{figure.value:.2f} {figure.unit}".rstrip()
    return f"| {figure.name} | {value} | {figure.target} | {verdict} |"


def machine() -> str:
    """Describe the machine in a few words."""
    load = f", load {os.getloadavg()[0]:.1f} of other work" if hasattr(os, "getloadavg") else ""
    return (
        f"{os.cpu_count()} cores ({_processor()}), {platform.system()}, "
        f"Python {platform.python_version()}{load}"
    )


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
