"""The public names of the package as a table with links into the API reference."""

from __future__ import annotations

import inspect

import posture

API = "api/posture.html"
"""First page of the API reference, from the root of the site."""

PLACE = "<!-- names -->"
"""Where a page wants the table."""


def table() -> str:
    """One row a name: what it is, from the first line of its docstring."""
    rows = ["| name | what it is |\n| --- | --- |\n"]
    public = [name for name in posture.__all__ if not name.startswith("_")]
    # Functions before types.
    for name in sorted(public, key=lambda one: (one[0].isupper(), one)):
        text = inspect.getdoc(getattr(posture, name)) or ""
        first = text.partition("\n\n")[0].replace("\n", " ").replace("``", "`")
        rows.append(f"| [`{name}`]({API}#{name}) | {first} |\n")
    return "".join(rows)
