"""Text from outside, made safe for Markdown."""

from __future__ import annotations

import re


def plain(text: str) -> str:
    """Text that Markdown shows as it stands: a file name cannot make links or headings."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~$:-])", r"\\\1", text)


def listed(message: str) -> str:
    """A sentence whose further lines are faults, as Markdown: the faults become a list."""
    head, *faults = message.splitlines()
    return "\n".join((plain(head), *(f"- {plain(one.removeprefix('- '))}" for one in faults)))


def unbroken(text: str) -> str:
    """A number with its error, on one line and with a minus that is no hyphen; made safe."""
    return plain(text.replace("-", "\N{MINUS SIGN}").replace(" ", "\N{NO-BREAK SPACE}"))


def label(text: str) -> str:
    """Our own text as the label of a widget: screen readers read labels with their escapes.

    Only what would change the look is escaped, so that brackets and hyphens are read as they stand.
    """
    return re.sub(r"([\\`*_\[\]<>$~])", r"\\\1", text)
