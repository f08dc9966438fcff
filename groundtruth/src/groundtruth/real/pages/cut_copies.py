"""Pictures that end higher, and points that are placed: tables of the accuracy page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from posture.i18n.language import mid_sentence
from posture.present.wording import title

from groundtruth.real.cuts import MEASUREMENTS
from groundtruth.real.pages.numbers import fixed, point_name, signed
from groundtruth.real.placed import PLACED
from groundtruth.score.pages.markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterator

Block = dict[str, Any]


def cuts(found: Block) -> Iterator[str]:
    """How the angle fares where a picture ends higher; ``found`` is by cut."""
    yield (
        f"Half of the pictures that people bring end above the knees. So the same photographs were "
        f"cut and measured again: {mid_sentence(title('cva'))} (craniovertebral angle) against the "
        "same marked points. *And sides* means that little is left beside and above the person. "
        "The last columns: by how much the root mean square error exceeds that of the same "
        "photographs whole."
    )
    yield table(
        (
            "The picture ends at the",
            "mean error",
            "standard deviation",
            "stated error, median",
            "95 % interval contains the marked value",
            "pictures with a value",
            *(f"{mid_sentence(title(one))} against whole" for one in MEASUREMENTS),
        ),
        [
            [
                name,
                signed(one["bias"], 1, "°"),
                fixed(one["sd"], 1, "°"),
                fixed(one["stated"], 1, "°"),
                fixed(one["cover_95"], 0, " %"),
                f"{one['n']} of {one['pictures']}",
                *(signed(one["rise"][measure], 0, " %") for measure in MEASUREMENTS),
            ]
            for name, one in found.items()
        ],
    )


def placed(real: Block) -> str:
    """What one of the angle's points is worth when it is placed; nothing where it is not known."""
    found = {name: [one[name]["sd"] for one in _by_end(real).values()] for name in PLACED}
    if any(None in sds for sds in found.values()):
        return ""
    ear, c7 = (f"{fixed(min(sds), 1)} to {fixed(max(sds), 1, '°')}" for sds in found.values())
    return (
        f" With C7 placed where it was marked its standard deviation is {c7}, with the ear placed "
        f"{ear}, wherever the picture ends."
    )


def placed_table(real: Block) -> str:
    """The angle with one of its points placed by hand, by where the picture ends."""
    header = ["The picture ends at the"]
    for name in PLACED:
        header += [
            f"{point_name(name)} placed: mean error",
            "standard deviation",
            "stated error, median",
            "95 % interval contains the marked value",
        ]
    return table(
        header,
        [
            [
                name,
                *(
                    cell
                    for point in PLACED
                    for cell in (
                        signed(found[point]["bias"], 1, "°"),
                        fixed(found[point]["sd"], 1, "°"),
                        fixed(found[point]["stated"], 1, "°"),
                        fixed(found[point]["cover_95"], 0, " %"),
                    )
                ),
            ]
            for name, found in _by_end(real).items()
        ],
    )


def _by_end(real: Block) -> Block:
    """Scores of placed points by where the picture ends."""
    cut = {name: found["placed"] for name, found in real["cuts"].items()}
    return {"feet, not cut": real["placed"], **cut}
