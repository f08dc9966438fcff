"""Why a target is missed: what each experiment leaves of an error, beside the figure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from groundtruth.score.figures import (
    CHANGE_OF_TILT,
    LIFE_SKILL,
    SPREADS,
    STICKER_ANGLES,
    WIDE_RMSE,
    WITH_STICKERS,
    get,
)
from groundtruth.score.markdown import fixed, table
from groundtruth.score.people import METRIC_NAMES
from groundtruth.score.reach_ranges import missed_ranges

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Scores = dict[str, Any]

CASES = {
    "as the detector sees them": "as seen",
    "without the outline's errors": "faultless outline",
    "without its errors": "faultless detector",
    "without its errors, camera told": "and the camera told",
}
"""Cases of the experiment on the detector, and the heads of their columns."""


def reach(scores: Scores, report: Mapping[str, Any]) -> Iterator[str]:
    """Section of the page: each target that is short, with the experiment that says why.

    Parameters
    ----------
    scores : dict
        As ``summarise`` gives them.
    report : mapping
        As the calibration wrote it; empty where it is not there.

    Yields
    ------
    str
        Blocks of Markdown; nothing where no target is short.
    """
    parts = [
        *_single(scores, report),
        *_naked(scores, report),
        *_looks(report),
        *_unused(report),
        *_twice(scores, report),
        *_stickers(scores),
        *missed_ranges(scores, report),
    ]
    if parts:
        yield "## Why some targets are short"
        yield from parts


def _single(scores: Scores, report: Mapping[str, Any]) -> Iterator[str]:
    limits = report.get("limits")
    if not limits:
        return
    rows: list[list[str]] = []
    for spread, score, targets in (("wide", "rmse", WIDE_RMSE), ("life", "skill", LIFE_SKILL)):
        for metric, target in targets.items():
            now = get(scores, "groups", spread, "metrics", metric, score)
            if now <= target if score == "rmse" else now >= target:
                continue
            digits, unit = (1, "°") if score == "rmse" else (2, "")
            told = [get(limits, f"{case}, {spread}", metric, score) for case in CASES]
            bare = get(limits, f"{list(CASES)[-1]}, wide, bare or bra", metric, score)
            then = _with_share(now, told[0], told[2], is_skill=score == "skill")
            numbers = [now, target, *told, bare if spread == "wide" else math.nan, then]
            rows.append(
                [
                    f"`{metric}`, {spread}, {score}",
                    *(fixed(n, digits, unit) for n in numbers),
                    fixed(_by_people(report, metric), 0, " %"),
                ]
            )
    if rows:
        yield (
            "**One photo.** The same network, learnt from the same "
            f"{report['limit_rows']} people-in-postures without rendering and tested on others: "
            "with the errors of the detector, with a faultless outline, with faultless landmarks "
            "and roll as well, with the whole camera told too, and of those the people with a bare "
            "back or a bra. The program learnt from many times as many, so these columns are to be "
            "compared with one another and not with the first two. The last column takes the same "
            "share off the figure of today: where it reaches the target, it is the detector that "
            "loses what is missing; the faultless outline says how much of that is the outline, "
            "and the rest are its landmarks and the roll. Where it does not, the columns of the "
            "camera and of bare backs say what else hides it. The very last column says how much "
            "of the error the last four times as many people took off (table *Would more people "
            "help?*): where that is much, more people would help further."
        )
        header = ["Figure", "now", "target", *CASES.values(), "of these, bare or bra"]
        header += ["now, were the detector faultless", "four times the people took off"]
        yield table(header, rows)


def _by_people(report: Mapping[str, Any], metric: str) -> float:
    """Percent that the last step of the curve took off an error; NaN without a curve."""
    steps = [step[metric]["rmse"] for step in report.get("curve", {}).values()]
    return 100.0 * (1.0 - steps[-1] / steps[-2]) if len(steps) > 1 else math.nan


def _with_share(now: float, seen: float, faultless: float, *, is_skill: bool) -> float:
    """Today's figure less the share of the error that the detector had in the experiment."""
    if is_skill:
        return 1.0 - (1.0 - now) * (1.0 - faultless) / (1.0 - seen)
    return now * faultless / seen


def _naked(scores: Scores, report: Mapping[str, Any]) -> Iterator[str]:
    told = report.get("naked")
    if not told:
        return
    whole, armless = told["scores"]["whole"], told["scores"]["armless"]
    counts = sorted(whole, key=int)
    rows: list[list[str]] = []
    for metric, target in WIDE_RMSE.items():
        now = get(scores, "groups", "wide", "metrics", metric, "rmse")
        if now <= target:
            continue
        errors = [whole[n]["wide"][metric]["rmse"] for n in counts]
        errors.append(armless[counts[-1]]["wide"][metric]["rmse"])
        rows.append([f"`{metric}`", *(fixed(n, 1, "°") for n in (now, target, *errors))])
    if not rows:
        return
    yield (
        "**A naked person, perfectly seen.** The kindest picture that there can be: no clothes, no "
        "hair, no perspective, exactly from the side, every joint and the exact outline known; "
        "a network half as wide, wide spreads, tested on people that it had not seen. The last "
        "column has the arms cut away, which else hang before the back. Where a target is reached "
        "here, a body's outline tells enough, and what hides it are clothes, arms, perspective and "
        "the detector."
    )
    header = ["Measurement", "now, dressed", "target", *(f"naked, {n} learnt from" for n in counts)]
    yield table([*header, "and without arms"], rows)


def _looks(report: Mapping[str, Any]) -> Iterator[str]:
    told = report.get("looks")
    if not told:
        return
    few, *_, many = told["spread"]
    rows = [
        [
            name.lower(),
            *(fixed(told["spread"][n][name][a], 2, " %") for a in (0, 1) for n in (few, many)),
            *(fixed(told["between"][name][a], 2, " %") for a in (0, 1)),
        ]
        for name in told["between"]
    ]
    yield (
        f"**More looks.** What the detector loses is not chance: on {told['pictures']} pictures "
        f"its landmarks spread about the true points as much in the mean of {many} looks (shifted, "
        f"turned, scaled, mirrored) as in that of the product's {few}. Single looks differ from "
        "their mean by less, as the last columns show (all in percent of stature). The rest is how "
        "it reads this body in these clothes, the same in every look."
    )
    header = [
        "Landmark",
        *(f"{way}, {n} looks" for way in ("forward", "up") for n in (few, many)),
        "one look about the mean, forward",
        "up",
    ]
    yield table(header, rows)


def _unused(report: Mapping[str, Any]) -> Iterator[str]:
    told = report.get("unused")
    if not told:
        return
    gain = {name: max(0.0, each["both"]) for name, each in told["gain"].items()}
    most = max(METRIC_NAMES, key=gain.__getitem__)

    def share(name: str) -> str:
        return fixed(gain[name], 1, " %")

    yield (
        "**What else the detector says.** It also gives every landmark a depth, a visibility and a "
        f"place in space, which the program does not read. On {told['pictures']} pictures of "
        "people from whom nothing was learnt, a ridge from all of these and from all that is read, "
        f"cross-validated over people, takes at most {share(most)} off the error of any "
        f"measurement (`{most}`), {share('shoulder_c7')} off `shoulder_c7`, {share('kyphosis')} "
        f"off `kyphosis`, {share('lordosis')} off `lordosis` and {share('yaw_deg')} off the error "
        "of the body's turn. Next to nothing means that nothing in them was left unread."
    )


def _twice(scores: Scores, report: Mapping[str, Any]) -> Iterator[str]:
    pairs = report.get("paired")
    wide = get(scores, "groups", "wide", "change", "pelvic_tilt", "rmse")
    life = get(scores, "groups", "life", "same_body", "pelvic_tilt", "change", "rmse")
    if not pairs or (wide <= CHANGE_OF_TILT["wide"] and life <= CHANGE_OF_TILT["life"]):
        return
    one = {spread: pairs["change"][spread]["pelvic_tilt"] for spread in SPREADS}
    yield (
        "**Change of pelvic tilt.** Read together, two photos of people never met are off by "
        f"{fixed(one['wide']['sd'], 1, '°')} (wide) and {fixed(one['life']['sd'], 1, '°')} (life) "
        f"each, and these errors correlate by {fixed(one['wide']['r'], 2)} and "
        f"{fixed(one['life']['r'], 2)}: what is the body's own drops out of the change, what "
        "posture and camera do to it does not. So a change is off by "
        f"{fixed(one['wide']['together'], 1, '°')} in wide spreads (on this page "
        f"{fixed(wide, 1, '°')}, target {fixed(CHANGE_OF_TILT['wide'], 1, '°')}), and even a first "
        f"photo whose truth is known leaves {fixed(one['life']['floor'], 1, '°')} in life (on this "
        f"page, with points placed, {fixed(life, 1, '°')}, target "
        f"{fixed(CHANGE_OF_TILT['life'], 1, '°')}). What helps is a smaller error of one photo."
        + _spared(report, one["wide"]["together"], one["life"]["floor"])
    )


def _spared(report: Mapping[str, Any], wide: float, life: float) -> str:
    """What a faultless detector would leave of both, where the experiment was made."""
    limits = report.get("limits")
    if not limits:
        return ""
    seen, _, exact, _ = CASES
    left = [
        error
        * get(limits, f"{exact}, {s}", "pelvic_tilt", "rmse")
        / get(limits, f"{seen}, {s}", "pelvic_tilt", "rmse")
        for s, error in zip(SPREADS, (wide, life), strict=True)
    ]
    return (
        " With the share of it that the detector has taken off (first table), these two would be "
        f"{fixed(left[0], 1, '°')} and {fixed(left[1], 1, '°')}."
    )


def _stickers(scores: Scores) -> Iterator[str]:
    rows: list[list[str]] = []
    for spread in SPREADS:
        for metric in STICKER_ANGLES:
            now, centres, told = (
                get(scores, "stickers", spread, which, metric, "rmse")
                for which in ("metrics", "placed", "told")
            )
            if now > WITH_STICKERS:
                numbers = (now, WITH_STICKERS, centres, told)
                rows.append([f"`{metric}`, {spread}", *(fixed(n, 1, "°") for n in numbers)])
    if rows:
        yield (
            "**Stickers.** The acromion lies half a shoulder's breadth nearer to the camera than "
            "C7, which is a hand's breadth away: one degree of turn moves the line between them by "
            "about three. No sticker tells the turn. With the true camera the same stickers give "
            "the last column; what is left there is sticking, 2 mm at either end of so short a "
            "line, and not knowing how broad the shoulders are."
        )
        header = ["Angle", "now", "target", "stickers at their true centres", "camera told as well"]
        yield table(header, rows)
