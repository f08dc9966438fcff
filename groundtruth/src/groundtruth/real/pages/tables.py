"""The page with every table of the real photographs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from posture.assess.knowledge import knowledge
from posture.present.wording import title

from groundtruth.real.by_eye import TRAGUS_ABOVE_MALLEOLUS
from groundtruth.real.pages.cut_copies import placed_table
from groundtruth.real.pages.numbers import between, fixed, point_name, signed
from groundtruth.score.pages.markdown import table

if TYPE_CHECKING:
    from collections.abc import Mapping

Block = dict[str, Any]


def every_table(real: Block) -> str:
    """The page with every table of the real photographs.

    Parameters
    ----------
    real : dict
        Block ``real`` of ``accuracy.json``.

    Returns
    -------
    str
        Markdown; the same bytes for the same block.
    """
    parts = [
        "# On real photographs: every table",
        "The [accuracy page](../accuracy.md) says what these tables mean for your photos. Errors "
        "are estimate less marked value; lengths are in percent of stature, + forward and up. "
        "Stature is not known: the marked tragus lies "
        f"{100 * TRAGUS_ABOVE_MALLEOLUS:g} % of it above the marked malleolus. The camera's roll "
        "is taken out of marked and estimated points alike, by the program's own estimate. "
        "Intervals are bootstrapped over people.",
        "## Figures with a target",
        table(
            ("Figure", "value", "target", ""),
            [
                [
                    figure["name"],
                    f"{fixed(figure['value'], 2)} {figure['unit']}".rstrip(),
                    figure["target"],
                    "holds" if figure["holds"] else "**short**",
                ]
                for figure in real["figures"]
            ],
        ),
        "## What each photograph is told",
        "Headline and lines of the verdict, with nothing known of age, sex and stature.",
        _told(real["told"]["photographs"]),
        "## Points",
        _deviations(
            {
                f"{point_name(name)}, {axis}": found[axis]
                for name, found in real["points"].items()
                for axis in ("forward", "up")
            },
            2,
        ),
        "## Measurements",
        _angles(real["measurements"]),
        "### Photographs taken as whole bodies",
        _angles(real["whole_body"]),
        "### Marked points through the program's whole camera model",
        "Here yaw, pitch and distance are taken out of the marked points too, as the program "
        "estimates them. The difference from the table above is what this correction does.",
        _angles(real["through_camera"]),
        "## Head over the neck with one of its points placed by hand",
        "Placed where it was marked; the other point stays estimated.",
        placed_table(real),
        "## From one marked point to another",
        _moments(real["vectors"]),
        "## The detector's landmark less the marked point",
        _moments({point_name(name): found for name, found in real["landmarks"].items()}),
    ]
    return "\n\n".join(parts) + "\n"


def _told(photographs: Mapping[str, Block]) -> str:
    regions = knowledge().verdict
    return table(
        ("Photograph", "headline", *(line.title for line in regions.values())),
        [
            [photo, one["headline"], *(one["lines"][region] for region in regions)]
            for photo, one in photographs.items()
        ],
    )


def _angles(measurements: Mapping[str, Block]) -> str:
    return _deviations({f"{title(name)} (`{name}`)": d for name, d in measurements.items()}, 1)


def _deviations(found: Mapping[str, Block], digits: int) -> str:
    return table(
        (
            "",
            "n",
            "mean error",
            "95 % interval",
            "SD",
            "95 % interval",
            "SD with the raters' error",
            "error of one rater",
            "stated",
            "80 % covers",
            "95 % covers",
            "95 % interval",
            "95 % covers, stated error alone",
        ),
        [
            [
                name,
                str(d["n"]),
                signed(d["bias"], digits),
                between(d["bias_low"], d["bias_high"], digits),
                fixed(d["sd"], digits),
                between(d["sd_low"], d["sd_high"], digits),
                fixed(d["sd_raw"], digits),
                fixed(d["label_sd"], digits),
                fixed(d["stated"], digits),
                fixed(d["cover_80"], 0, " %"),
                fixed(d["cover_95"], 0, " %"),
                between(d["cover_95_low"], d["cover_95_high"], 0),
                fixed(d["cover_95_raw"], 0, " %"),
            ]
            for name, d in found.items()
        ],
    )


def _moments(found: Mapping[str, Block]) -> str:
    return table(
        ("", "n", "forward", "SD", "up", "SD"),
        [
            [
                name,
                str(one["n"]),
                *(
                    cell
                    for axis in ("forward", "up")
                    for cell in (signed(one[axis], 2), fixed(one[f"{axis}_sd"], 2))
                ),
            ]
            for name, one in found.items()
        ],
    )
