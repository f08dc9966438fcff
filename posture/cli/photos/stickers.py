"""Stickers on the command line: listed, confirmed and used."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from posture.analysis import edit, pipeline
from posture.body.placed.entries import PointEntry
from posture.body.point_names import TITLES
from posture.cli.photos import show
from posture.errors import StorageError
from posture.files.points import write_points
from posture.i18n.language import tr
from posture.present.encode import encode_png
from posture.present.overlay.stickers import draw_stickers
from posture.present.wording import COLOURS, printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from posture.analysis.types import Analysis
    from posture.body.stickers.find import StickerProposal
    from posture.photo.photo import Photo

FILES = PICTURE, POINTS_FILE = "stickers.png", "stickers.json"
"""Names of the files that :func:`write` writes."""


def use(
    path: Path, photo: Photo, result: Analysis, colour: str, *, as_json: bool, yes: bool
) -> tuple[Analysis, tuple[StickerProposal, ...]]:
    """Find stickers, print them, ask in a terminal, and use the accepted ones.

    Parameters
    ----------
    path : Path
        Photo file, to read it again with more pixels if it has more.
    photo : Photo
    result : Analysis
    colour : str
        A colour, or "auto".
    as_json : bool
        Nothing is printed or asked; the certain ones are used.
    yes : bool
        Nothing is asked; the certain ones are used.

    Returns
    -------
    Analysis
        With the accepted stickers.
    tuple of StickerProposal
        All proposals.
    """
    proposals = pipeline.find_stickers(pipeline.load_finer(path, photo), result, colour)
    if not as_json:
        _show(proposals)
    named = [proposal for proposal in proposals if proposal.name is not None]
    if as_json or yes or not named or not sys.stdin.isatty():
        accepted = [proposal for proposal in named if proposal.usable]
    else:
        accepted = _ask(named)
    return edit.apply_stickers(result, accepted, colour), proposals


def write(
    photo: Photo, result: Analysis, proposals: Sequence[StickerProposal], folder: Path
) -> tuple[Path, ...]:
    """Write a picture of the proposals and a points file that can be corrected and used again.

    Parameters
    ----------
    photo : Photo
    result : Analysis
    proposals : sequence of StickerProposal
        Nothing is written where it is empty.
    folder : Path

    Returns
    -------
    tuple of Path

    Raises
    ------
    StorageError
        The folder cannot be written.
    """
    if not proposals:
        return ()
    picture = encode_png(draw_stickers(photo, result.body, proposals))
    made = {PICTURE: picture, POINTS_FILE: write_points(_points(proposals)).encode()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise StorageError(
            tr("The stickers cannot be written to {folder}: {why}.").format(
                folder=folder, why=error.strerror or error
            ),
            tr("Name another folder, or free some space."),
        ) from error
    return tuple(folder / name for name in made)


def _points(proposals: Sequence[StickerProposal]) -> list[PointEntry]:
    """The proposals that have a name, with as many decimals as somebody may want to change."""
    return [
        PointEntry(p.name, round(p.x_px, 1), round(p.y_px, 1), "sticker", round(p.sd_px, 2))
        for p in proposals
        if p.name is not None
    ]


def _show(proposals: Sequence[StickerProposal]) -> None:
    """The proposals as a table."""
    if not proposals:
        show.note(tr("No stickers were found; the points stay estimated."))
        return
    title = tr("Stickers found ({colour})").format(colour=COLOURS[proposals[0].colour])
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left")
    table.title_style = "bold"
    for heading in (tr("Point"), tr("Name"), "x, y", tr("How sure"), ""):
        table.add_column(heading, no_wrap=True)
    for p in proposals:
        point = tr("fits no point") if p.name is None else TITLES[p.name]
        mark = "" if p.name is None else tr("sure") if p.usable else tr("please check")
        where = f"{p.x_px:.0f}, {p.y_px:.0f}"
        table.add_row(Text(point), p.name or "", where, p.percent, mark)
    show.console().print(table)


def _ask(named: Sequence[StickerProposal]) -> list[StickerProposal]:
    """Ask which ones to use, until the answer is understood."""
    by_name = {proposal.name: proposal for proposal in named}
    out = show.console()
    while True:
        try:
            typed = out.input(
                tr(
                    "Which stickers should be used? Enter for the sure ones, or type all, none or "
                    "names:"
                )
                + " "
            )
        except EOFError:
            typed = ""
        words = typed.replace(",", " ").lower().split()
        if not words:
            return [proposal for proposal in named if proposal.usable]
        if words == ["all"]:
            return list(named)
        if words == ["none"]:
            return []
        unknown = [word for word in words if word not in by_name]
        if not unknown:
            return [by_name[word] for word in dict.fromkeys(words)]
        out.print(
            Text(tr("Not in the table: {names}.").format(names=", ".join(map(printable, unknown))))
        )
