"""Figures and part of the accuracy page on rendered people in everyday clothes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from posture.present.wording import title

from groundtruth.score.figures import COVERAGE, Figure
from groundtruth.score.pages.markdown import UNITS, fixed, table
from groundtruth.score.people_told import HALF_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Block = dict[str, Any]

SCORED = ("cva", "head_tilt", "ear_shoulder_offset", "shoulder_protraction", "kyphosis", "lordosis",
          "pelvic_tilt", "trunk_lean", "body_lean", "knee_angle")  # fmt: skip
"""Measurements with a line."""

HEAD = ("cva", "head_tilt", "ear_shoulder_offset")

CROPPED = {
    "at the ankle": (
        "feet_seen",
        (*HEAD, "shoulder_protraction", "kyphosis", "lordosis", "pelvic_tilt"),
        15.0,
    ),
    "at the hip": ("knees_seen", HEAD, 25.0),
}
"""Where a picture ends: the feature that is 0 from there on, what must still hold, and the largest
increase of its RMSE, percent."""


_SHOWN = tuple(metric for metric in SCORED if metric not in ("trunk_lean", "body_lean"))


def figures(block: Block) -> Iterator[Figure]:
    """The figures with targets.

    Parameters
    ----------
    block : dict
        As :func:`groundtruth.score.everyday.measure_sets` gives it.

    Yields
    ------
    Figure
    """
    for name, found in block["sets"].items():
        for metric, values_of in found["metrics"].items():
            for level, (low, high) in COVERAGE.items():
                share = values_of[f"cover_{level}"]
                name_of = f"{metric}, {name}, {level} % intervals hold"
                yield Figure(name_of, share, "%", f"{low:.0f}-{high:.0f}", low <= share <= high)
        for one in found["cropped"]:
            name_of = f"{one['metric']}, {name}, cut {one['place']}, RMSE rises"
            holds = one["rises"] <= one["most"]
            yield Figure(name_of, one["rises"], "%", f"<= {one['most']:.0f}", holds)
    for one in block["told"]:
        middle = 10.0 * one["people"]
        low, high = middle - HALF_WIDTH, min(100.0, middle + HALF_WIDTH)
        name_of = f"told {one['people']} of 10, {one['told']} times: so"
        yield Figure(name_of, one["so"], "%", f"{low:.0f}-{high:.0f}", low <= one["so"] <= high)


def section(block: Block, tables: str) -> Iterator[str]:
    """Part of the accuracy page.

    Parameters
    ----------
    block : dict
        As :func:`groundtruth.score.everyday.measure_sets` gives it; empty where not measured.
    tables : str
        Link to the tables by garment.

    Yields
    ------
    str
        Paragraphs of Markdown.
    """
    if not block:
        return
    yield "## Rendered people in everyday clothes"
    yield (
        "Shoes with soles, trousers over them, shirts, hoods, skirts, caps; the landmarks are "
        "moved to where the detector puts those of real people. `everyday_test` wears our own "
        "wardrobe, `everyday_test_makehuman` garments that were not made for this and not learnt "
        "from. They are answers of the network alone, without the face detector. RMSE "
        f"of whole pictures ([by garment]({tables})); intervals over whole and cut pictures."
    )
    rows: list[list[str]] = []
    for name, found in block["sets"].items():
        rows.append([f"{name}: RMSE", str(found["pictures"]), *_cells(_rmse(found))])
        for level in COVERAGE:
            shares = (found["metrics"][m][f"cover_{level}"] for m in _SHOWN)
            rows.append([f"{level} % intervals hold", "", *(fixed(x, 0, " %") for x in shares)])
    yield table(["Set", "pictures", *(title(m) for m in _SHOWN)], rows)
    for name, found in block["sets"].items():
        for place, (_, _, most) in CROPPED.items():
            rises = [one for one in found["cropped"] if one["place"] == place]
            said = ", ".join(f"{title(one['metric'])} {one['rises']:+.0f} %" for one in rises)
            yield (
                f"- {name}, {rises[0]['pictures']} pictures cut {place}: the RMSE of the same "
                f"pictures rises by (target at most {most:.0f} %): {said}."
            )
    if "told" in block:
        yield (
            "What the verdicts of the whole pictures tell in ten people, and how often it is so "
            f"(target: within {HALF_WIDTH:.0f} of what is told):"
        )
        yield table(
            ["Told", *(f"{one['people']} of 10" for one in block["told"])],
            [
                ["times", *(str(one["told"]) for one in block["told"])],
                ["so", *(fixed(one["so"], 0, " %") for one in block["told"])],
            ],
        )


def garments(block: Block) -> str:
    """A page with the RMSE of whole pictures by garment.

    Parameters
    ----------
    block : dict
        As for :func:`section`.

    Returns
    -------
    str
        Markdown.
    """
    parts = ["# Rendered people in everyday clothes, by garment", "RMSE of whole pictures."]
    for name, found in block["sets"].items():
        header = [f"{name}: {found['pictures']} pictures of {found['people']} people", "pictures"]
        rows = [["all", str(found["pictures"]), *_cells(_rmse(found))]]
        rows += [
            [one["garment"].replace("_", " "), str(one["pictures"]), *_cells(one)]
            for one in found["garments"]
        ]
        parts.append(table([*header, *(title(m) for m in _SHOWN)], rows))
    return "\n\n".join(parts) + "\n"


def _rmse(found: Block) -> Mapping[str, float]:
    return {metric: one["rmse"] for metric, one in found["metrics"].items()}


def _cells(errors: Mapping[str, float]) -> list[str]:
    return [fixed(errors[metric], 1, UNITS[metric]) for metric in _SHOWN]
