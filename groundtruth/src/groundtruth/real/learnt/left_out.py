"""The command ``python -m groundtruth real-people``: fit, and figures of people left out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from posture.assess.knowledge import knowledge
from posture.body.estimate.real_people import RealPeople, RealPeopleFile
from posture.body.points import NODES
from posture.intervals import HOLDS_80, HOLDS_95

from groundtruth.real.by_eye import ANGLES, angle_between_nodes
from groundtruth.real.labels import read_labels
from groundtruth.real.learnt.real_people import fit, fit_points, knee_norm
from groundtruth.real.results import results
from groundtruth.real.seen import LEG, MOVED, Rendered, see

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.real.seen import Seen


def run(rows: Sequence[Path], labels: Path, photos: Path, store: Path, out: Path) -> None:
    """Fit, print the figures of people who were left out, and write the file.

    Parameters
    ----------
    rows : sequence of Path
        ``rows.npz`` of what the network learnt from: people in fitted and in everyday clothes.
        Without them only the points that can be marked are fitted, and nobody is left out.
    labels, photos, store : Path
        See :func:`groundtruth.real.measured.measure`.
    out : Path
    """
    given = read_labels(labels)
    seen = see(given, results(given, photos, store))
    if rows:
        rendered = Rendered.read(rows)
        for line in left_out(seen, rendered):
            print(line)
        made = fit(seen, rendered)
    else:
        made = fit_points(RealPeopleFile.model_validate_json(out.read_text("utf-8")), seen)
    out.write_text(made.model_dump_json(indent=1) + "\n", "utf-8")


def left_out(seen: Seen, rendered: Rendered) -> Iterator[str]:
    """Figures of each person with a fit that does not know this person.

    Parameters
    ----------
    seen : Seen
    rendered : Rendered

    Yields
    ------
    str
    """
    count = len(seen.person)
    shift, doubt = np.zeros((2, count, len(NODES), 2))
    likeness, below = np.zeros((2, count))
    for person in np.unique(seen.person):
        own = seen.person == person
        made = RealPeople(fit(seen.of(~own), rendered))
        likeness[own] = made.data.likeness(seen.standardised[own])
        below[own] = made.data.without_head(seen.standardised[own])
        for i in np.flatnonzero(own):
            real = made.share(seen.standardised[i], seen.features[i])
            shift[i], doubt[i] = made.moves(real, seen.features[i])
    yield "each person left out:"
    yield (
        f"likeness {likeness.mean():.2f}, SD {likeness.std():.2f}, least {likeness.min():.2f}; "
        f"without the head {below.mean():.2f}, SD {below.std():.2f}, least {below.min():.2f}"
    )
    yield _knee(seen, shift[:, LEG[1], 0], doubt[:, LEG[1], 0])
    made = fit(seen, rendered)
    for k, (name, axis, _) in enumerate(MOVED):
        node, i = made.marked[k].at
        sd = np.sqrt(seen.off_sd[:, k] ** 2 + doubt[:, node, i])
        yield _line(f"{name}, {axis}, %", 100 * (shift[:, node, i] - seen.off[:, k]), 100 * sd)
    for k, name in enumerate(ANGLES):
        values = [angle_between_nodes(name, positions) for positions in seen.positions + shift]
        yield _line(name, np.array(values) - seen.by_eye[:, k], seen.stated[:, k])


def _knee(seen: Seen, back: NDArray[np.float64], doubt: NDArray[np.float64]) -> str:
    """Knees against norm and stated error."""
    knee = seen.knee - seen.slope * back
    sd = np.sqrt(seen.knee_sd**2 + seen.slope**2 * doubt)
    norm = knowledge().metrics["knee_angle"].norm
    assert norm is not None
    off = np.abs(knee - knee_norm()) / np.hypot(sd, norm.all.sd)
    return (
        f"knee: median {np.median(knee):.2f}, SD {knee.std(ddof=1):.2f}, "
        f"stated {np.median(sd):.2f} deg; of norm and error together "
        f"{_held(off, HOLDS_80):.0f} % within 80 %, {_held(off, HOLDS_95):.0f} % within 95 %"
    )


def _line(name: str, error: NDArray[np.float64], stated: NDArray[np.float64]) -> str:
    known = np.isfinite(error)
    error, stated = error[known], stated[known]
    return (
        f"{name}: mean error {error.mean():.2f}, SD {error.std(ddof=1):.2f}, "
        f"stated {np.median(stated):.2f}; 95 % hold {_held(np.abs(error) / stated, HOLDS_95):.0f} %"
    )


def _held(off: NDArray[np.float64], within: float) -> float:
    return 100.0 * float((off <= within).mean())
