"""The command ``python -m groundtruth real``: figures, files, and the accuracy page anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from groundtruth.real.learnt.export import export
from groundtruth.real.learnt.landmarks import write_landmarks
from groundtruth.real.measured import NOT_THERE, measure
from groundtruth.score.pages.page import check_files, rewrite
from groundtruth.score.pages.published import kept_report, plain

if TYPE_CHECKING:
    from pathlib import Path


def run(
    labels: Path,
    photos: Path,
    out: Path,
    *,
    features: Path | None = None,
    landmarks: Path | None = None,
    json_file: Path | None = None,
    page: Path | None = None,
    date: str = "not given",
) -> None:
    """Measure, print a line a figure, and write what is asked for.

    Parameters
    ----------
    labels, photos : Path
        See :func:`groundtruth.real.measured.measure`. Where they are not there, one sentence is
        printed and nothing is written.
    out : Path
        Keeps the program's answers; ``scores.json`` goes there too.
    features : Path, optional
        See :func:`groundtruth.real.learnt.export.export`.
    landmarks : Path, optional
        See :func:`groundtruth.real.learnt.landmarks.write_landmarks`.
    json_file : Path, optional
        An ``accuracy.json``: its block ``real`` is replaced, the rest stays.
    page : Path, optional
        Written anew from ``json_file``.
    date : str

    Raises
    ------
    InputError
        The labels cannot be used, or a page is asked for without its ``accuracy.json``.
    """
    check_files(json_file, page)
    found = measure(labels, photos, out)
    if found is None:
        print(NOT_THERE)
        return
    for figure in found.figures:
        print(figure.line())
    (out / "scores.json").write_text(json.dumps(plain(found.scores), indent=1) + "\n", "utf-8")
    if features is not None:
        export(found.labels, found.results, features)
    if landmarks is not None:
        write_landmarks(found.labels, found.results, landmarks)
    blocks = {"real": found.block(date), "photographs": kept_report("photographs.json")}
    rewrite(json_file, page, blocks)
