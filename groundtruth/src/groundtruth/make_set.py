"""Render a set of pictures with their silhouettes and truth files."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from groundtruth.picture import render_picture
from groundtruth.processes import processes
from groundtruth.sets import PictureId

if TYPE_CHECKING:
    from pathlib import Path

    from groundtruth.sets import Kind


def make_picture(folder: Path, picture_id: PictureId) -> float:
    """Render one picture with its mask and truth.

    Parameters
    ----------
    folder : Path
        Gets ``N.jpg``, ``N.png`` and, last, ``N.json``.
    picture_id : PictureId

    Returns
    -------
    float
        Duration, seconds.
    """
    begun = time.perf_counter()
    jpeg, mask, truth = render_picture(picture_id)
    (folder / f"{picture_id.number}.jpg").write_bytes(jpeg)
    (folder / f"{picture_id.number}.png").write_bytes(mask)
    # The truth file comes last: a picture counts as made once it is there.
    partial = folder / f"{picture_id.number}.json.part"
    partial.write_text(json.dumps(truth), "utf-8")
    partial.replace(folder / f"{picture_id.number}.json")
    return time.perf_counter() - begun


def make_set(folder: Path, kind: Kind, count: int, *, workers: int = 2) -> None:
    """Render a set; pictures that exist are kept.

    Parameters
    ----------
    folder : Path
    kind : str
    count : int
        Pictures; two of each person.
    workers : int
    """
    folder.mkdir(parents=True, exist_ok=True)
    todo = [n for n in range(count) if not (folder / f"{n}.json").exists()]
    spent: list[float] = []
    with processes(workers) as pool:
        jobs = [pool.submit(make_picture, folder, PictureId(kind, n)) for n in todo]
        spent.extend(job.result() for job in tqdm(jobs, desc=folder.name))
    if spent:
        print(f"{folder.name}: {len(spent)} pictures, {np.mean(spent):.2f} s each a worker")
