"""Text for Streamlit's Markdown: escaped, as lists, and numbers that stay on one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def escape(text: str) -> str:
    """Escape all Markdown, so that a file name cannot make links or headings."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~$:-])", r"\\\1", keep_together(text))


def keep_together(text: str) -> str:
    """Keep a number, its error and its percent sign on one line."""
    joined = re.sub(r"(?<=[\d°]) ± (?=\d)", "\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}", text)
    joined = re.sub(r"(?<=\d) (?=%)", "\N{NO-BREAK SPACE}", joined)
    # German: the 95-%-Bereich.
    return re.sub(r"(?<=\d)-(?=%)", "\N{NON-BREAKING HYPHEN}", joined)


def escape_label(text: str) -> str:
    """Escape only what changes the look of a widget's label.

    Screen readers read labels with their escapes, so that brackets and hyphens stay as they are.
    """
    return re.sub(r"([\\`*_\[\]<>$~]|:(?=[A-Za-z]))", r"\\\1", text)


def nonbreaking(text: str) -> str:
    """A number with its error on one line, escaped."""
    return escape(text.replace(" ", "\N{NO-BREAK SPACE}"))


def numbered_list(steps: Iterable[str]) -> str:
    """Steps as a numbered list, escaped."""
    return "\n".join(f"{i}. {escape(step)}" for i, step in enumerate(steps, 1))


def with_fault_list(message: str) -> str:
    """An error message, escaped; the faults on its further lines become a list."""
    head, *faults = message.splitlines()
    return "\n".join((escape(head), *(f"- {escape(one.removeprefix('- '))}" for one in faults)))
