"""The page that lists the decisions."""

from __future__ import annotations

from tools.site.pages import decisions

_HEAD = """# Decisions

Why things are as they are: the question, what was measured, what was decided and what was not.

| number | decision |
| ---: | --- |
"""


def page() -> str:
    """The page as Markdown."""
    rows: list[str] = []
    for one in decisions():
        number, _, title = one.title.partition(". ")
        rows.append(f"| {number} | [{title}]({one.place}) |\n")
    return _HEAD + "".join(rows)
