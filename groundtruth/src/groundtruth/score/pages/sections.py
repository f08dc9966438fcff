"""Sections of the appendix that consist of tables, one function each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from groundtruth.score.collect import PLACING_MM
from groundtruth.score.figures import get
from groundtruth.score.pages import tables, tables_helped
from groundtruth.score.pages.markdown import counted, fixed
from groundtruth.score.pages.published import own_groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Scores = dict[str, Any]

SPREADS = {
    "wide": "Wide spreads: postures far beyond what one meets, all drawn independently.",
    "life": "Spreads as in life: pelvic tilt, curves and leans as different as among adults.",
    "decoupled": "Decoupled: wide, and tilt, curves, shoulders and build have nothing to do with "
    "one another, so that no value follows from another one.",
}
"""One sentence about each set."""


def sets(scores: Scores, plots: Mapping[str, str]) -> Iterator[str]:
    """Tables of every measurement of every group, then split by stratum."""
    yield "## Every measurement"
    yield (
        "*Bias* is the mean error, *slope* that of the estimate on the truth, *covers* the share "
        "of truths inside the stated 50, 80 and 95 % ranges. Ranges of RMSE and skill are "
        "bootstrapped over people. *Missing*: refused pictures, and points that could not be seen."
    )
    for name, group in own_groups(scores).items():
        yield f"### {name}: {counted(group)}"
        yield SPREADS.get(name, "")
        yield tables.full(group)
        yield _seen(group)
        yield from _plot(plots, f"estimates {name}", f"Estimate against truth, {name}.")
        yield from _plot(plots, f"coverage {name}", f"How many truths the ranges hold, {name}.")
    yield "## By clothing, hair, build, sex, distance and turn"
    yield (
        "RMSE of the measurements that have a target; n is the largest number of pictures in the "
        "row. Distance is from the camera, yaw the turn of the body out of the side view, and the "
        "lens is noted where the camera wrote its focal length into the picture."
    )
    for name, group in own_groups(scores).items():
        yield f"### {name}"
        yield tables.by_stratum(group)
        yield from _plot(plots, f"clothing {name}", f"RMSE by what is worn on top, {name}.")


def sharpness(scores: Scores) -> Iterator[str]:
    """Coverage of intervals by their width."""
    yield "## Do ranges hold where they are narrow, and where they are wide?"
    yield (
        "The pictures of a set sorted by the error that is stated for them, in quarters. Each "
        "cell: median stated error, what it really was (root mean square), and the share of "
        "truths inside the 80 % range."
    )
    for name, group in own_groups(scores).items():
        if any(group["widths"].values()):
            yield f"### {name}"
            yield tables.widths(group)


def camera(scores: Scores) -> Iterator[str]:
    """Errors with the true roll of the camera."""
    yield "## What a level camera would change"
    yield (
        "The camera's roll is read off verticals in the room; a plain wall has none. Here the same "
        "pictures were analysed once more with their true roll given, as two clicks on a door "
        "frame or a tripod with a level give it. The difference is what the picture does not "
        "tell; what is left is not the roll."
    )
    for name, group in own_groups(scores).items():
        if any(a["n"] for a in group["true_roll"].values()):
            yield f"### {name}"
            yield tables.level(group)


def _seen(group: Scores) -> str:
    codes = ", ".join(f"{code} ({n})" for code, n in group["refused"].items()) or "none"
    return (
        f"Refused: {group['refused_pictures']} pictures; reasons: {codes}. Taken to face the "
        f"other way: {group['facing_wrong']}."
    )


def _plot(plots: Mapping[str, str], name: str, alt: str) -> Iterator[str]:
    if name in plots:
        yield f"![{alt}]({plots[name]})"


def tiers(scores: Scores) -> Iterator[str]:
    """Correctness of the stated tiers."""
    yield "## Tiers"
    yield (
        "The true tier is where the true value lies by the same cut-offs for the same age and sex. "
        "*Decided*: not *cannot tell*. *Correct*: typical and within both mild cut-offs, or mild, "
        "moderate or marked and at least that far beyond. *Sensitivity*, *specificity* and "
        "*PPV* are about lying beyond a mild cut-off; *cannot tell* counts as not flagged. One "
        "photo never says *marked*."
    )
    for name, group in own_groups(scores).items():
        if group["tiers"]:
            yield f"### {name}"
            yield tables.tiers(group)


def changes(scores: Scores, report: Mapping[str, Any]) -> Iterator[str]:
    """Two photos of one person."""
    yield "## Before and after: the change between two photos of one person"
    yield (
        "Two photos of each person, in other postures before other cameras, in the same clothes. "
        "*Photo by photo* is the difference of two readings; *together* is what `posture change` "
        "says, which reads each photo with the other one beside it (decision 16). With *points "
        "placed* the palpable points of the first photo were placed where they truly are, give or "
        f"take {PLACING_MM:g} mm, and tell of the later photo too; shown where every point can be "
        "palpated. *One later photo with personal calibration* was analysed with `--reference`."
    )
    yield from _clothes(report)
    for name, group in own_groups(scores).items():
        if group["change"]:
            yield f"### Change, {name}"
            yield tables_helped.changes(scores, name)
        if group["personal"]:
            yield f"### One later photo with personal calibration, {name}"
            yield tables_helped.personal(scores, name)


def _clothes(report: Mapping[str, Any]) -> Iterator[str]:
    """People who wear other clothes in their second photo."""
    clothes = get(report, "paired", "clothes")
    if not isinstance(clothes, dict):
        return
    same, other = (clothes[name]["pelvic_tilt"] for name in ("same", "other"))
    yield (
        f"**Other clothes.** Of {same['n'] + other['n']} people made without rendering, from whom "
        f"nothing was learnt, {other['n']} wore something else in their second photo. Their change "
        f"of pelvic tilt is off by {fixed(other['together'], 1, '°')} together and "
        f"{fixed(other['apart'], 1, '°')} photo by photo, that of the others by "
        f"{fixed(same['together'], 1, '°')} and {fixed(same['apart'], 1, '°')}. The errors stated "
        "for a change are those of the same clothes in both photos."
    )


def stickers(scores: Scores) -> Iterator[str]:
    """Stickers, and points placed at their true positions."""
    yield "## With stickers, and with points placed by hand"
    if not scores["stickers"]:
        yield "No pictures with stickers were in this run."
    for name, part in scores["stickers"].items():
        yield f"### Stickers, {name}: {counted(part)}"
        yield (
            "Stickers were found, matched and measured by the program itself; counted are the "
            "pictures where every sticker concerned was found."
            if part["tried"]
            else "This version of the program does not look for stickers by itself."
        )
        yield tables_helped.finding(part)
        yield tables_helped.stickers(part)
    for name, group in own_groups(scores).items():
        if group["placed"]:
            yield f"### Every palpable point placed where it truly is, {name}"
            yield (
                f"Give or take {PLACING_MM:g} mm: what is left is the camera, and the end that "
                "cannot be palpated where there is one. *True camera*: the same points of the same "
                "picture with the true camera; the difference is what one picture does "
                "not tell of the camera, however well the points are placed."
            )
            yield tables_helped.placed(group)


def peers(scores: Scores) -> Iterator[str]:
    """Formulas of other programs on the same pictures."""
    yield "## Next to the formulas of other programs"
    yield (
        "Formulas published by other programs, rebuilt on the landmarks of our detector; the "
        "programs themselves were not run. Each is read kindly: it is told which way the person "
        "faces and which side is near, its landmarks are steadied by the mirror image, and its "
        "distances are brought to our unit. *Bias taken out*: its mean error on these very "
        "pictures is subtracted, as if somebody had calibrated it on them. Same pictures for all: "
        "those in which ours has a value."
    )
    for name, group in own_groups(scores).items():
        if group["peers"]:
            yield f"### {name}"
            yield tables.peers(group)


def mirror(scores: Scores) -> Iterator[str]:
    """A picture against its mirror image."""
    yield "## Left and right"
    yield "Root mean square difference between a picture and its mirror image."
    yield tables.mirror(scores)


def outside(scores: Scores) -> Iterator[str]:
    """The pictures of another generator."""
    yield "## Outside check"
    outside = {n: g for n, g in scores["groups"].items() if n.startswith("outside")}
    if not outside:
        yield "Not run: the pictures of the outside check were not given to this run."
        return
    yield (
        "Pictures of another generator, made by others before this one; nothing was trained, "
        "fitted or chosen on them. Their truth is the mean of left and right where ours is the "
        "near side, so a part of the difference is one of definition."
    )
    for name, group in outside.items():
        yield f"### {name}: {counted(group)}"
        yield tables.full(group)
        yield _seen(group)
        yield tables.peers(group)
        yield tables_helped.changes(scores, name)
        if group["personal"]:
            yield tables_helped.personal(scores, name)
        yield tables_helped.placed(group)
