"""Result of a live run: medians of the captures and their spread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posture.analysis import pipeline
from posture.analysis.types import Analysis
from posture.body.remarks import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from concurrent.futures import Future

    from posture.analysis.any_view import Result
    from posture.analysis.types import Combined
    from posture.analysis.view import View
    from posture.photo.photo import Photo


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run.

    Attributes
    ----------
    photos : tuple of Photo
        Captures that could be analysed, in order.
    analyses : tuple of Analysis
        Of each from the side; none of a run from the front or the back, whose levels are not
        combined.
    combined : Combined or None
        Median and spread; None for fewer than two.
    middle : int
        Index of the capture closest to the medians.
    refusals : tuple of Refusal
        Captures that could not be used, with reasons.
    view : {"side", "front", "back"}
        What was to be captured.
    """

    photos: tuple[Photo, ...]
    analyses: tuple[Analysis, ...]
    combined: Combined | None
    middle: int
    refusals: tuple[Refusal, ...] = ()
    view: View = "side"

    @property
    def analysis(self) -> Analysis | None:
        """The middle capture with the medians in place of its own numbers; None without any."""
        if not self.analyses:
            return None
        own = self.analyses[self.middle]
        if self.combined is None:
            return own
        return replace(
            own,
            measurements=self.combined.measurements,
            assessment=self.combined.assessment,
        )

    @property
    def photo(self) -> Photo | None:
        """The picture of the middle capture."""
        return self.photos[self.middle] if self.photos else None

    @property
    def spread(self) -> Mapping[str, float]:
        """Half the range of each measurement over the captures; empty for fewer than two."""
        return self.combined.spread if self.combined is not None else {}


def outcome_of_futures(
    captures: Iterable[tuple[Photo, Future[Result]]], view: View = "side"
) -> Outcome:
    """The outcome of finished captures.

    Parameters
    ----------
    captures : iterable of (Photo, Future)
        With finished futures; those that ended in an error are left out.
    view : {"side", "front", "back"}
    """
    done = [(photo, f.result()) for photo, f in captures if f.exception() is None]
    return outcome_of(done, view)


def outcome_of(results: Sequence[tuple[Photo, Result]], view: View = "side") -> Outcome:
    """The outcome of single results, all of one view.

    Parameters
    ----------
    results : sequence of (Photo, Analysis, FrontalAnalysis or Refusal)
    view : {"side", "front", "back"}
    """
    photos = tuple(photo for photo, one in results if not isinstance(one, Refusal))
    analyses = tuple(one for _, one in results if isinstance(one, Analysis))
    refusals = tuple(one for _, one in results if isinstance(one, Refusal))
    combined = pipeline.combine(analyses) if len(analyses) > 1 else None
    middle = _nearest(analyses, combined) if combined is not None else 0
    return Outcome(photos, analyses, combined, middle, refusals, view)


def _nearest(analyses: Sequence[Analysis], combined: Combined) -> int:
    """Index of the capture closest to the medians, in standard errors."""
    wanted = combined.measurements

    def distance(one: Analysis) -> float:
        gaps = [
            abs(own.value - wanted[name].value) / max(wanted[name].sd, 1e-9)
            for name, own in one.measurements.items()
            if np.isfinite(own.value) and np.isfinite(wanted[name].value)
        ]
        return float(np.mean(gaps)) if gaps else np.inf

    return int(np.argmin([distance(one) for one in analyses]))
