"""Write a drawing as SVG."""

from __future__ import annotations

from xml.sax.saxutils import escape

from drawings.shapes import (
    HEIGHT,
    LINE_HEIGHT,
    WIDTH,
    Blob,
    Box,
    Drawing,
    Layer,
    Line,
    Polygon,
    Shape,
    Text,
    Vec,
    arrow_heads,
    blob_outline,
    box_of,
)


def to_svg(drawing: Drawing) -> str:
    """The drawing as an SVG element that can be part of an HTML page.

    Parameters
    ----------
    drawing : Drawing

    Returns
    -------
    str
        Lines and bodies have the text colour of the page. Title, description and words are English;
        the package translates them where it shows the figure.
    """
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}"'
        ' role="img" fill="currentColor">'
    )
    words = f"<title>{escape(drawing.title)}</title><desc>{escape(drawing.description)}</desc>"
    body = "".join(
        _layer(layer, i, drawing) for i, layer in enumerate(drawing.layers) if layer.shapes
    )
    return head + words + body + "</svg>\n"


def _layer(layer: Layer, index: int, drawing: Drawing) -> str:
    ink = layer.ink or "currentColor"
    shapes = "".join(_shape(s, ink) for s in layer.shapes)
    opacity = f' opacity="{_n(layer.opacity)}"' if layer.opacity < 1 else ""
    above = [a for a in drawing.layers[index + 1 :] if a.halo > 0] if layer.cuttable else []
    if not above:
        return f'<g fill="{ink}"{opacity}>{shapes}</g>'
    name = f"figure-{drawing.id}-{index}"
    near = [box_of([s]) for s in layer.shapes]
    # Only what can reach this layer goes into its mask: a third of the bytes.
    holes = "".join(
        _shape(s, "black", a.halo)
        for a in above
        for s in a.shapes
        if any(_meet(box_of([s]), b, a.halo) for b in near)
    )
    mask = (
        f'<mask id="{name}" maskUnits="userSpaceOnUse" x="0" y="0" width="{WIDTH:.0f}"'
        f' height="{HEIGHT:.0f}"><rect width="{WIDTH:.0f}" height="{HEIGHT:.0f}" fill="white"/>'
        f'<g fill="black">{holes}</g></mask>'
    )
    return f'{mask}<g fill="{ink}"{opacity} mask="url(#{name})">{shapes}</g>'


def _meet(one: Box, other: Box, rim: float) -> bool:
    across = one[0] - rim < other[2] and other[0] < one[2] + rim
    return across and one[1] - rim < other[3] and other[1] < one[3] + rim


def _shape(shape: Shape, ink: str, grow: float = 0.0) -> str:
    if isinstance(shape, Blob):
        return _blob(shape, grow)
    if isinstance(shape, Polygon):
        return f'<path d="{_way(shape.points)}Z"/>'
    if isinstance(shape, Line):
        heads = "".join(f'<path d="{_way(h.points)}Z"/>' for h in arrow_heads(shape))
        return (
            f'<path d="{_way(shape.points)}" fill="none" stroke="{ink}"'
            f' stroke-width="{_n(shape.width + 2 * grow)}" stroke-linecap="round"'
            f' stroke-linejoin="round"/>{heads}'
        )
    return _text(shape)


def _text(text: Text) -> str:
    x, y = text.at
    lines = [escape(line) for line in text.words.split("\n")]
    if len(lines) > 1:
        lines = [
            f'<tspan x="{_n(x)}" y="{_n(y + i * LINE_HEIGHT * text.size)}">{line}</tspan>'
            for i, line in enumerate(lines)
        ]
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(text.size)}"'
        f' font-family="sans-serif" text-anchor="{text.anchor}">{"".join(lines)}</text>'
    )


def _blob(blob: Blob, grow: float) -> str:
    outline = blob_outline(blob, grow)
    rp, rq = blob.rp + grow, blob.rq + grow
    if outline is None:
        centre, r = (blob.p, rp) if rp >= rq else (blob.q, rq)
        return f'<circle cx="{_n(centre[0])}" cy="{_n(centre[1])}" r="{_n(r)}"/>'
    q_left, p_left, p_right, q_right = outline
    # The cap is more than half a turn on the thicker end only.
    wide_p, wide_q = int(rp > rq), int(rq > rp)
    return (
        f'<path d="M{_p(q_left)}L{_p(p_left)}A{_n(rp)} {_n(rp)} 0 {wide_p} 1 {_p(p_right)}'
        f'L{_p(q_right)}A{_n(rq)} {_n(rq)} 0 {wide_q} 1 {_p(q_left)}Z"/>'
    )


def _way(points: tuple[Vec, ...]) -> str:
    return "M" + "L".join(_p(p) for p in points)


def _p(point: Vec) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
