"""Text from outside, made safe for Markdown."""

from __future__ import annotations

import re


def plain(text: str) -> str:
    """Text that Markdown shows as it stands: a file name cannot make links or headings."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~$:-])", r"\\\1", text)
