"""Out-of-fold estimates of the training people.

They are stored beside the rows. The network for two photos is trained on them, since it needs
estimates of people who were not in the training set.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.calibrate.rows import PEOPLE_OF_A_SET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from posture.body.estimate.network import Weights

_NAME = "out_of_fold.npz"


def write_out_of_fold(
    files: Sequence[Path], body: NDArray[np.intp], found: NDArray[np.float64], digest: str
) -> None:
    """Write the estimates of each file beside it.

    Parameters
    ----------
    files : sequence of Path
        Files of the rows, in the order of reading.
    body : ndarray, shape (N,), int
        Person of each row, as :func:`groundtruth.calibrate.rows.read` numbers them.
    found : ndarray, shape (N, 35, 2)
        Nodes, with the origin of the rows' targets.
    digest : str
        Of the files, as :func:`groundtruth.calibrate.rows.read` gives it.
    """
    for i, file in enumerate(files):
        own = found[body // PEOPLE_OF_A_SET == i].astype(np.float32)
        np.savez(file.with_name(_NAME), found=own, fast_rows_sha256=np.array(digest))


def read_out_of_fold(files: Sequence[Path], alone: Weights) -> NDArray[np.float64]:
    """Estimates of the rows of some files, in their order, shape (N, 35, 2).

    Parameters
    ----------
    files : sequence of Path
    alone : Weights
        Weights that were learnt from these people.

    Raises
    ------
    ValueError
        A file has no estimates, or they belong to other weights.
    """
    parts: list[NDArray[np.float64]] = []
    faults: list[str] = []
    for file in files:
        beside = file.with_name(_NAME)
        if not beside.exists():
            faults.append(f"{beside} is missing")
            continue
        with np.load(beside) as kept:
            if str(kept["fast_rows_sha256"]) != alone.meta["fast_rows_sha256"]:
                faults.append(f"{beside} belongs to other weights")
            parts.append(kept["found"].astype(float))
    if faults:
        raise ValueError("; ".join(faults) + ". Run 'calibrate --fast' with these rows first.")
    return np.concatenate(parts)
