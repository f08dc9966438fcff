"""Made-up people and rows whose errors are known, for tests that need no picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from groundtruth.score.people import METRIC_NAMES, STICKER_POINTS, Person
from groundtruth.score.row import Estimate, Row

TOPS = ("bare", "fitted", "t-shirt", "loose")
PX = {name: (100.0 + 10 * i, 100.0 + 100 * i) for i, name in enumerate(STICKER_POINTS)}


def people(group: str = "wide", bodies: int = 6, *, stickers: bool = False) -> list[Person]:
    """Two photos of each body; truths drawn once and for all."""
    rng = np.random.default_rng(len(group))
    return [
        Person(
            path=Path(f"{number}.jpg"),
            group=group,
            number=number,
            body=number // 2,
            photo=number % 2,
            facing="right",
            near_side="right",
            sex="female" if number // 2 % 2 else "male",
            age=40.0,
            stature_m=1.7,
            strata={
                "top": TOPS[number // 2 % len(TOPS)],
                "build": "slim",
                "sex": "female" if number // 2 % 2 else "male",
                "distance": "3 to 4 m",
                "yaw": "under 4 °",
            },
            truth={m: float(rng.normal(40.0, 8.0)) for m in METRIC_NAMES},
            points_px=PX,
            stickers=PX if stickers else None,
        )
        for number in range(2 * bodies)
    ]


def landmarks() -> tuple[tuple[float, float], ...]:
    """A plumb figure with a little lean: 33 landmarks, pixels."""
    rng = np.random.default_rng(3)
    return tuple((float(x), float(y)) for x, y in rng.uniform(100, 900, (33, 2)))


def row(person: Person, error: float = 1.0, sd: float = 1.0) -> Row:
    """Off by ``+error`` in first photos and ``-error`` in later ones."""
    sign = 1 - 2 * person.photo
    values = {m: (t + sign * error, sd, "estimated") for m, t in person.truth.items()}
    exact = {m: (t, sd, "sticker") for m, t in person.truth.items()}
    worn = person.stickers is not None
    return Row(
        key=person.name,
        name=person.name,
        facing="right",
        provenance={"version": "0", "estimator": "made up", "estimator_sha256": "a" * 64},
        landmarks=landmarks(),
        readings=values,
        tiers={"cva": ("mild", "lower"), "pelvic_tilt": ("cannot_tell", "none")},
        mirrored={m: v for m, (v, _, _) in values.items()},
        placed=exact,
        with_stickers=exact if worn else {},
        sticker_positions={n: (x, y, 1.0) for n, (x, y) in PX.items()} if worn else {},
        personal=exact if person.photo else {},
        change=_changes(person, off=0.5) if person.photo else {},
        change_calibrated=_changes(person, off=0.0) if person.photo else {},
    )


def _changes(person: Person, off: float) -> dict[str, Estimate]:
    """Off by ``off`` against the first photo of this person."""
    first = people(person.group, bodies=person.body + 1)[2 * person.body]
    return {m: (t - first.truth[m] + off, 0.5, "estimated") for m, t in person.truth.items()}


def everybody() -> tuple[list[Person], dict[str, Row]]:
    """All spreads, with and without stickers, and the outside check."""
    there = [
        person
        for group in ("wide", "life", "decoupled", "outside wide")
        for person in people(group)
    ]
    there += [p for group in ("wide", "life") for p in people(group, stickers=True)]
    return there, {person.name: row(person) for person in there}
