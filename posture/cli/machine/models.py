"""``posture models list|fetch|verify``."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from posture.cli.photos.show import console, note
from posture.i18n.language import TranslatedTable, format_number, mark, tr
from posture.pose.model import store
from posture.pose.model.fetch import fetch
from posture.present.wording import printable

_STATES = TranslatedTable(
    {
        "verified": mark("verified"),
        "former": mark("of an earlier version"),
        "by hand": mark("by hand"),
        "built here": mark("built here"),
        "missing": mark("missing"),
        "damaged": mark("damaged"),
    }
)
_STYLES = {"missing": "dim", "damaged": "bold red"}


def show_all() -> int:
    """List every model with its state, size, licence and file."""
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for heading in (tr("model"), tr("state"), tr("size"), tr("licence")):
        table.add_column(heading, no_wrap=True)
    table.add_column(tr("file, or command that downloads it"), overflow="fold")
    for entry in store.listing():
        name = tr("{name} (default)").format(name=entry.name) if entry.default else entry.name
        size = f"{format_number(entry.size / 1e6, 1)} MB" if entry.size else ""
        state = Text(_STATES[entry.state], style=_STYLES.get(entry.state, "green"))
        where = printable(str(entry.path)) if entry.path else f"{store.FETCH} {entry.name}"
        table.add_row(Text(name), state, Text(size), Text(entry.licence), Text(where))
    console().print(table)
    return 0


def fetch_one(name: str) -> int:
    """Download a model with a progress bar, unless a sound one is there."""
    path = fetch(name, progress=True)
    said = tr("The model {name} is ready: {path}")
    note(said.format(name=name, path=printable(str(path))))
    return 0


def verify_one(name: str) -> int:
    """Check a model; raises ``ModelError`` where it is missing or damaged."""
    origin = store.verify(name)
    path = printable(str(store.model_path(name)))
    said = tr("The model {name} is whole ({origin}): {path}")
    note(said.format(name=name, origin=_STATES[origin], path=path))
    if origin == "former":
        text = tr("It lacks the face detector, so errors of the head are larger. Run: {command}")
        note(text.format(command=f"{store.FETCH} {name}"))
    return 0
