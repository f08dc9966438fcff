"""From folders of labels and photographs to the block ``real`` of ``accuracy.json``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from groundtruth.real.cuts import cut_scores, placed_in_whole
from groundtruth.real.labels import read_labels
from groundtruth.real.pages.figures import figures
from groundtruth.real.results import results
from groundtruth.real.scores import scores
from groundtruth.score.pages.published import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from groundtruth.real.labels import Labels
    from groundtruth.real.results import Result
    from groundtruth.score.figures import Figure

NOT_THERE = "The photographs are not here, so nothing is measured on real photographs."


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on real photographs.

    Attributes
    ----------
    labels : sequence of Labels
    results : sequence of Result
    scores : dict
        As :func:`groundtruth.real.scores.scores` gives them, ``cuts`` as
        :func:`groundtruth.real.cuts.cut_scores` and ``placed`` as
        :func:`groundtruth.real.cuts.placed_in_whole`.
    figures : list of Figure
        Those with a target, and some beside them.
    """

    labels: Sequence[Labels]
    results: Sequence[Result]
    scores: dict[str, Any]
    figures: list[Figure]

    def block(self, date: str) -> dict[str, Any]:
        """The block ``real`` of ``accuracy.json``: plain JSON, None for NaN."""
        told = [asdict(figure) for figure in self.figures if figure.target != "-"]
        return plain({"date": date, **self.scores, "figures": told})


def measure(labels: Path, photos: Path, store: Path) -> Measured | None:
    """Analyse and score the photographs that are there.

    Parameters
    ----------
    labels : Path
        Folder of ``points.csv`` and ``photos.tsv``.
    photos : Path
        Folder of the photographs. They are never part of a repository.
    store : Path
        Folder that keeps the program's answers.

    Returns
    -------
    Measured or None
        None where labels or photographs are not there.

    Raises
    ------
    InputError
        The labels cannot be read, or a photograph is not the one that was marked.
    """
    if not (labels / "points.csv").is_file() or not photos.is_dir():
        return None
    given = read_labels(labels)
    found = results(given, photos, store)
    if not found:
        return None
    told = scores(given, found) | {
        "cuts": cut_scores(given, photos, store, found),
        "placed": placed_in_whole(given, found),
    }
    return Measured(given, found, told, figures(told))
