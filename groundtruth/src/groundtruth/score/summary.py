"""Computes every number of the page from the rows, as plain values."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.assess.assessment import Subject
from posture.measure.registry import METRICS

from groundtruth.score import peers
from groundtruth.score.pages.table import Table
from groundtruth.score.pairs import change, personal
from groundtruth.score.people import METRIC_NAMES, STICKER_POINTS, STRATA, groups
from groundtruth.score.statistics import accuracy
from groundtruth.score.tiers import JudgedFinding, tier_score, true_tier
from groundtruth.score.widths import by_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundtruth.score.people import Person
    from groundtruth.score.row import Row

Scores = dict[str, Any]

FITTED = ("bare", "bra", "fitted")
"""Tops that show the outline of the back."""

CONCERNED = {
    metric.name: tuple(node for node in metric.nodes if node in STICKER_POINTS)
    for metric in METRICS
    if any(node in STICKER_POINTS for node in metric.nodes)
}
"""Points of each measurement that can have a sticker; measurements without such points are left
out."""


def summarise(people: Sequence[Person], rows: Mapping[str, Row]) -> Scores:
    """Score every group of pictures.

    Parameters
    ----------
    people : sequence of Person
    rows : mapping of str to Row
        By ``Person.name``; people without a row are left out.

    Returns
    -------
    dict
        ``groups`` and ``stickers`` by group; ready for JSON except for NaN.
    """
    there = [person for person in people if person.name in rows]
    plain = groups(p for p in there if p.stickers is None)
    worn = groups(p for p in there if p.stickers is not None)
    return {
        "groups": {name: _group(Table.of(members, rows)) for name, members in plain.items()},
        "stickers": {name: _stickers(Table.of(members, rows)) for name, members in worn.items()},
    }


def _group(table: Table) -> Scores:
    plain = {m: table.accuracy(m, "readings") for m in METRIC_NAMES if table.knows(m)}
    tiers = _tiers(table)
    return {
        "pictures": len(table.people),
        "bodies": int(np.unique(table.bodies).size),
        "refused": dict(sorted(Counter(c for r in table.rows for c in r.refused).items())),
        "refused_pictures": sum(bool(r.refused) for r in table.rows),
        "facing_wrong": sum(
            bool(r.facing) and r.facing != p.facing
            for p, r in zip(table.people, table.rows, strict=True)
        ),
        "metrics": {m: asdict(a) for m, a in plain.items()},
        "fitted_top": _fitted(table),
        "by": _by_stratum(table),
        "widths": {m: by_width(table, m) for m in METRIC_NAMES if table.knows(m)},
        "tiers": tiers,
        "change": change(table),
        "personal": personal(table),
        "placed": {m: asdict(table.accuracy(m, "placed")) for m in CONCERNED if table.knows(m)},
        "true_camera": {
            m: asdict(table.accuracy(m, "true_camera")) for m in CONCERNED if table.knows(m)
        },
        "true_roll": {
            m: asdict(table.accuracy(m, "true_roll")) for m in METRIC_NAMES if table.knows(m)
        },
        "peers": {m: _peers(table, m) for m in METRIC_NAMES if table.knows(m) and peers.of(m)},
        "mirror": {m: table.mirror_rms(m) for m in METRIC_NAMES},
        "points": {m: table.points(m) for m in METRIC_NAMES if table.knows(m)},
    }


def _fitted(table: Table) -> Scores:
    """Pelvic tilt where the top shows the outline of the back."""
    return asdict(
        table.where(lambda p: p.strata.get("top") in FITTED).accuracy("pelvic_tilt", "readings")
    )


def _by_stratum(table: Table) -> Scores:
    found: Scores = {}
    for stratum in STRATA:
        bands = sorted({p.strata[stratum] for p in table.people if stratum in p.strata}, key=_order)
        found[stratum] = {}
        for name in bands:
            part = table.where(lambda p, s=stratum, b=name: p.strata.get(s) == b)
            found[stratum][name] = {
                m: {"n": a.n, "bias": a.bias, "rmse": a.rmse}
                for m in METRIC_NAMES
                if table.knows(m)
                for a in (part.accuracy(m, "readings"),)
            }
    return found


_BANDS = ("bare", "bra", "fitted", "t-shirt", "loose", "slim", "average", "heavy")


def _order(name: str) -> tuple[int, int, str]:
    """Clothes from bare to loose, build from slim to heavy, bands from "under" upwards."""
    known = _BANDS.index(name) if name in _BANDS else len(_BANDS)
    return known, 0 if name.startswith("under") else 1, name


def _tiers(table: Table) -> Scores:
    judged: dict[str, list[JudgedFinding]] = defaultdict(list)
    for person, row in zip(table.people, table.rows, strict=True):
        subject = Subject(age=person.age, sex=person.sex)
        for metric, said in row.tiers.items():
            true = true_tier(metric, person.truth.get(metric, math.nan), subject)
            if true is not None:
                judged[metric].append(JudgedFinding(said, true))
    found = {m: asdict(tier_score(judged[m])) for m in METRIC_NAMES if m in judged}
    if found:
        found["all"] = asdict(tier_score(j for part in judged.values() for j in part))
    return found


def _peers(table: Table, metric: str) -> Scores:
    """Peers and ours on the same pictures: those for which ours has a value."""
    truth, (ours, _) = table.truth(metric), table.values(metric, "readings")
    both = np.isfinite(truth) & np.isfinite(ours)
    truth, ours, bodies = truth[both], ours[both], table.bodies[both]
    formulas: list[Scores] = []
    for peer in peers.of(metric):
        values = np.array([_peer_value(peer, p, r) for p, r in table.pairs()], dtype=float)[both]
        bias_free = values - np.mean(values - truth) if values.size else values
        formulas.append(
            {
                "name": peer.name,
                "source": peer.source,
                **_brief(truth, values, bodies),
                "rmse_unbiased": accuracy(truth, bias_free).rmse,
                "skill_unbiased": accuracy(truth, bias_free).skill,
            }
        )
    return {"ours": _brief(truth, ours, bodies), "formulas": formulas}


def _brief(truth: Any, values: Any, bodies: Any) -> Scores:
    a = accuracy(truth, values, bodies=bodies)
    return {
        "n": a.n,
        "bias": a.bias,
        "rmse": a.rmse,
        "rmse_low": a.rmse_low,
        "rmse_high": a.rmse_high,
        "r": a.r,
        "skill": a.skill,
    }


def _peer_value(peer: peers.Peer, person: Person, row: Row) -> float:
    if not row.landmarks:
        return math.nan
    landmarks = np.array(row.landmarks)
    return peer.value(peers.stick_figure(landmarks, person.facing, person.near_side))


def _stickers(table: Table) -> Scores:
    """Pictures with stickers: found by the program, and placed at their true centres."""
    metrics = [m for m in CONCERNED if table.knows(m)]
    return {
        "pictures": len(table.people),
        "bodies": int(np.unique(table.bodies).size),
        "refused_pictures": sum(bool(r.refused) for r in table.rows),
        "tried": any(r.with_stickers for r in table.rows),
        "finding": _finding(table),
        "metrics": {
            m: asdict(table.accuracy(m, "with_stickers", only=_all_found(table, m)))
            for m in metrics
        },
        "placed": {
            m: asdict(table.accuracy(m, "placed", only=_all_worn(table, m))) for m in metrics
        },
        "true_camera": {
            m: asdict(table.accuracy(m, "true_camera", only=_all_worn(table, m))) for m in metrics
        },
        "without": {
            m: asdict(table.accuracy(m, "readings", only=_all_found(table, m))) for m in metrics
        },
    }


def _all_found(table: Table, metric: str) -> Any:
    """Pictures in which the stickers of all points of the metric were found."""
    return np.array(
        [all(n in r.sticker_positions for n in CONCERNED[metric]) for r in table.rows], bool
    )


def _all_worn(table: Table, metric: str) -> Any:
    """Pictures in which the stickers of all points of the metric are visible."""
    return np.array(
        [all(n in (p.stickers or {}) for n in CONCERNED[metric]) for p in table.people], bool
    )


MATCH_STATURES = 0.02
"""Largest distance of a found sticker from its true centre, statures."""


def _finding(table: Table) -> Scores:
    """By point: visible stickers, found at the right and at a wrong position, error in pixels."""
    found: Scores = {}
    for name in STICKER_POINTS:
        worn = right = wrong = 0
        errors: list[float] = []
        for person, row in table.pairs():
            if row.refused:
                continue
            true = (person.stickers or {}).get(name)
            at = row.sticker_positions.get(name)
            worn += true is not None
            if at is None:
                continue
            off = math.dist(at[:2], true) if true is not None else math.inf
            if off <= MATCH_STATURES * _height_px(person):
                right += 1
                errors.append(off)
            else:
                wrong += 1
        median = float(np.median(errors)) if errors else math.nan
        found[name] = {"worn": worn, "right": right, "wrong": wrong, "median_px": median}
    return found


def _height_px(person: Person) -> float:
    """About the person's height in the picture: trochanter to malleolus is half of it."""
    hip, ankle = person.points_px["trochanter"], person.points_px["malleolus"]
    return 2.0 * math.dist(hip, ankle)
