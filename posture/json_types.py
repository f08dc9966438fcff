"""Annotated types: how numbers, texts and arrays of a dataclass are checked and written as JSON.

A dataclass names one of them as the type of a field; pydantic reads the annotation where a document
is validated or written. Unknown numbers are NaN in Python and ``null`` in JSON.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


class _NullForNaN:
    """A float; NaN in Python is null in JSON."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        from pydantic_core import core_schema as cs

        return cs.no_info_after_validator_function(
            _number, _number_schema(), serialization=_written_as(finite)
        )


class _CleanText:
    """A text; what UTF-8 cannot hold (parts of odd file names) is written as a question mark."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        from pydantic_core import core_schema as cs

        return cs.str_schema(serialization=_written_as(clean))


@dataclass(frozen=True, slots=True)
class ArrayOf:
    """An array of floats of this shape, as nested lists.

    Attributes
    ----------
    shape : tuple of int or None
        Length of each axis; None where any length will do.
    """

    shape: tuple[int | None, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        from pydantic_core import core_schema as cs

        nested = _number_schema()
        for length in reversed(self.shape):
            nested = cs.list_schema(nested, min_length=length, max_length=length)
        return cs.no_info_after_validator_function(
            _array, nested, serialization=_written_as(_lists)
        )


@dataclass(frozen=True, slots=True)
class CovarianceOf:
    """A covariance matrix as its lower triangle: row i holds i + 1 numbers.

    Where rounding has left the matrix not exactly symmetric, every row is written whole.

    Attributes
    ----------
    size : int
        Rows and columns.
    """

    size: int

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        from pydantic_core import core_schema as cs

        row = cs.list_schema(_number_schema(), min_length=1, max_length=self.size)
        rows = cs.list_schema(row, min_length=self.size, max_length=self.size)
        return cs.no_info_after_validator_function(
            _matrix, rows, serialization=_written_as(_triangle)
        )


Number = Annotated[float, _NullForNaN()]
"""A float that may be NaN."""

Text = Annotated[str, _CleanText()]
"""A text that may hold characters which UTF-8 cannot."""

FloatArray = NDArray[np.float64]


def finite(value: float | None) -> float | None:
    """A number as documents hold it: None where it is not known."""
    return float(value) if value is not None and math.isfinite(value) else None


def clean(text: str) -> str:
    """A text as documents hold it."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _number_schema() -> CoreSchema:
    from pydantic_core import core_schema as cs

    return cs.nullable_schema(cs.float_schema(allow_inf_nan=False))


def _written_as(write: Any) -> Any:
    from pydantic_core import core_schema as cs

    return cs.plain_serializer_function_ser_schema(write, when_used="json")


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _array(lists: list[Any]) -> FloatArray:
    return np.array(lists, dtype=np.float64)


def _lists(array: FloatArray) -> list[Any]:
    if array.ndim > 1:
        return [_lists(row) for row in array]
    return [finite(value) for value in array.tolist()]


def _triangle(matrix: FloatArray) -> list[Any]:
    if not np.array_equal(matrix, matrix.T, equal_nan=True):
        return _lists(matrix)
    return [_lists(row[: i + 1]) for i, row in enumerate(matrix)]


def _matrix(rows: list[list[float | None]]) -> FloatArray:
    size = len(rows)
    lengths = [len(row) for row in rows]
    if lengths == [size] * size:
        return _array(rows)
    if lengths != list(range(1, size + 1)):
        raise ValueError("neither a lower triangle nor a full matrix")
    made = np.zeros((size, size))
    for i, row in enumerate(rows):
        made[i, : i + 1] = made[: i + 1, i] = np.array(row, dtype=np.float64)
    return made
