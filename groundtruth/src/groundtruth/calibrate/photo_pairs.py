"""Pairs of rows of one person, and the correlation of their errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.calibrate.rows import Rows


def first_rows(rows: Rows) -> NDArray[np.intp]:
    """Index of the first row of each picture: rows made without rendering repeat each picture."""
    _, first = np.unique(np.column_stack([rows.body, rows.number]), axis=0, return_index=True)
    return np.sort(first)


def first_and_last_rows(rows: Rows) -> NDArray[np.intp]:
    """Indices of the first and the last row of each picture: one whole, the other mostly cut."""
    key = np.column_stack([rows.body, rows.number])
    _, last = np.unique(key[::-1], axis=0, return_index=True)
    return np.union1d(first_rows(rows), len(key) - 1 - last)


def photo_pairs(rows: Rows) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices of the rows that show one person in two pictures, ordered by person.

    Parameters
    ----------
    rows : Rows
        People with a single picture are left out. Where a picture has several rows, each of them
        is paired with each row of the other picture.

    Returns
    -------
    ndarray, shape (P,)
        Rows of first pictures.
    ndarray, shape (P,)
        Rows of second ones.
    """
    order = np.lexsort((rows.number, rows.body))
    _, begins = np.unique(rows.body[order], return_index=True)
    first: list[NDArray[np.intp]] = []
    second: list[NDArray[np.intp]] = []
    for own in np.split(order, begins[1:]):
        is_first = rows.number[own] == rows.number[own[0]]
        a, b = own[is_first], own[~is_first]
        first.append(np.repeat(a, len(b)))
        second.append(np.tile(b, len(a)))
    return np.concatenate(first), np.concatenate(second)


def error_agreement(first: NDArray[np.float64], second: NDArray[np.float64]) -> dict[str, float]:
    """Standard deviation and correlation of the errors of two photos of the same people.

    Parameters
    ----------
    first, second : ndarray, shape (P,)

    Returns
    -------
    dict
        ``sd`` of one photo's error; ``r``, the correlation between both photos; ``floor``, the
        error of the second photo after the best linear correction by a first one whose truth is
        known: ``sd * sqrt(1 - r^2)``.
    """
    r = float(np.corrcoef(first, second)[0, 1])
    sd = float(np.concatenate([first, second]).std())
    return {"sd": sd, "r": r, "floor": float(sd * np.sqrt(1.0 - r * r))}
