"""``posture models list|fetch|verify``."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from posture.commands.show import console, note
from posture.errors import ModelMissingError
from posture.options import MODELS, picture_faults, stop_on
from posture.pose import store
from posture.words import printable


def show_all() -> int:
    """List every model and where it lies."""
    table = Table(box=None, show_header=False, padding=(0, 1))
    for name in MODELS:
        try:
            where = Text(printable(str(store.model_path(name))))
        except ModelMissingError:
            where = Text(f"not here; posture models fetch {name}", style="dim")
        table.add_row(Text(name, style="bold"), where)
    console().print(table)
    return 0


def fetch_one(name: str) -> int:
    """Fetch a model with a progress bar; does nothing where it is already there and sound."""
    stop_on(picture_faults(name, None))
    path = store.fetch(name, progress=True)
    note(f"The model {name} is ready: {printable(str(path))}")
    return 0


def verify_one(name: str) -> int:
    """Check a model; raises ``ModelError`` where it is missing or not as it should be."""
    stop_on(picture_faults(name, None))
    store.verify(name)
    note(f"The model {name} is whole: {printable(str(store.model_path(name)))}")
    return 0
