"""``make figures``: write every figure and body map into the package."""

from __future__ import annotations

from pathlib import Path

from drawings.body_map import MAP_IDS, draw_body_map
from drawings.poses import poses
from drawings.scene import draw_figure
from drawings.svg import to_svg

FOLDER = Path(__file__).resolve().parents[1] / "posture" / "present" / "figures"


def figures() -> dict[str, str]:
    """Every file name with its SVG."""
    drawn = [draw_figure(name, record) for name, record in poses().items()]
    drawn += [draw_body_map(name) for name in MAP_IDS]
    return {f"{drawing.id}.svg": to_svg(drawing) for drawing in drawn}


if __name__ == "__main__":
    made = figures()
    for path in FOLDER.glob("*.svg"):
        if path.name not in made:
            path.unlink()
    for name, svg in made.items():
        (FOLDER / name).write_text(svg, encoding="utf-8")
    print(f"{len(made)} figures written to {FOLDER}")
