"""The appendix of the accuracy page: every table and plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from groundtruth.score.figures import figures
from groundtruth.score.pages import sections, tables
from groundtruth.score.pages.learning import learning
from groundtruth.score.pages.markdown import table
from groundtruth.score.pages.published import dated
from groundtruth.score.pages.shortfall import shortfall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundtruth.score.pages.published import Run

Scores = dict[str, Any]


def appendix(scores: Scores, run: Run, plots: Mapping[str, str]) -> str:
    """Write the appendix.

    Parameters
    ----------
    scores : dict
        As ``summarise`` gives them.
    run : Run
    plots : mapping of str to str
        File of each plot as the appendix links it, by its name: ``estimates wide``,
        ``coverage life``, ``clothing wide``, ...

    Returns
    -------
    str
        Markdown; the same bytes for the same arguments.
    """
    parts = [
        "# Accuracy: every table",
        "The [accuracy page](../accuracy.md) says what these tables mean for your photos.",
        *_targets(scores),
        *sections.outside(scores),
        *shortfall(scores, run.calibration),
        *sections.sets(scores, plots),
        *sections.sharpness(scores),
        *sections.tiers(scores),
        *sections.changes(scores, run.calibration),
        *sections.stickers(scores),
        *sections.camera(scores),
        *sections.peers(scores),
        *sections.mirror(scores),
        *learning(run.calibration),
        *_made(run),
    ]
    return "\n\n".join(parts) + "\n"


def _targets(scores: Scores) -> Iterator[str]:
    found = [f for f in figures(scores) if f.target != "-"]
    held = sum(f.holds for f in found)
    yield "## Targets"
    yield (
        f"{held} of {len(found)} figures hold their target; the others are marked short. The "
        "targets were set before anything was measured and are never loosened."
    )
    yield tables.targets(found)


def _made(run: Run) -> Iterator[str]:
    yield "## How it was made"
    yield f"{dated(run.date)}Command:"
    yield f"```sh\n{run.command}\n```"
    rows = [[name, str(n), f"`{sha[:16]}`"] for name, (n, sha) in run.sets.items()]
    yield table(("Set", "pictures", "SHA-256, first 16"), rows)
    facts = [
        [name.replace("_", " "), f"`{value[:16]}`" if "sha256" in name else value]
        for name, value in run.provenance.items()
    ]
    yield table(("What", "value"), facts)
