"""A QR code that opens the studio: for the terminal, and for a page."""

from __future__ import annotations

import io

import segno


def for_terminal(address: str) -> str:
    """The code in characters."""
    written = io.StringIO()
    segno.make(address, error="m").terminal(written, compact=True)
    return written.getvalue()


def for_page(address: str) -> str:
    """The code as SVG; dark on light in every theme, as cameras need it."""
    return segno.make(address, error="m").svg_inline(
        scale=6, border=4, dark="#0c191e", light="#ffffff", omitsize=False
    )
