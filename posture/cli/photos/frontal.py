"""``posture frontal``: compares left and right in photos from the front or the back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from posture.analysis.frontal import analyze_frontal_photo
from posture.analysis.options import Options
from posture.assess.assessment import Subject
from posture.body.remarks import Refusal
from posture.cli.exits import DONE
from posture.cli.photos import places, show
from posture.cli.photos.json_line import print_line
from posture.cli.photos.names import other_names, output_names, shown_names
from posture.cli.photos.no_analysis import tell_why
from posture.errors import PhotoError, StorageError
from posture.files.documents.origin import Origin
from posture.files.documents.write import frontal_document
from posture.i18n.language import TranslatedTable, mark, tr
from posture.photo.load import load
from posture.present.wording import STANDINGS, number, printable, tier_words, title, typical_range

if TYPE_CHECKING:
    from rich.table import Table

    from posture.analysis.frontal import FrontalAnalysis
    from posture.body.frontal.view import FrontalSide
    from posture.photo.photo import Photo

_HASH = "posture:photo_sha256"
"""Text in a written picture that names the photo by its content."""
_SEEN: TranslatedTable[FrontalSide] = TranslatedTable(
    {
        "front": mark("Seen from the front. Left and right are the person's own."),
        "back": mark("Seen from the back. Left and right are the person's own."),
    }
)


@dataclass(frozen=True, slots=True)
class Request:
    """Arguments of the command.

    Attributes
    ----------
    photos : tuple of Path
    out : Path or None
        Folder for the annotated pictures; None writes nothing.
    view : {"front", "back"} or None
    mirrored : bool
    roll_deg : float or None
    age : float or None
        Years. Under 18 nothing is judged.
    as_json : bool
        One JSON object per line on stdout, nothing else.
    """

    photos: tuple[Path, ...]
    out: Path | None = None
    view: str | None = None
    mirrored: bool = False
    roll_deg: float | None = None
    age: float | None = None
    as_json: bool = False


def run(request: Request) -> int:
    """Analyse every photo of a request and print the results.

    Returns
    -------
    int
        0 done, 3 a photo was refused, 4 a file cannot be read; the highest of all photos.

    Raises
    ------
    InputError
        The options have faults; all are listed.
    """
    options = Options(
        subject=Subject(age=request.age),
        roll_deg=request.roll_deg,
        view=cast("FrontalSide | None", request.view),
        mirrored=request.mirrored,
    )
    names = zip(
        request.photos, shown_names(request.photos), output_names(request.photos), strict=True
    )
    return max(_one(path, name, stem, request, options) for path, name, stem in names)


def _one(path: Path, name: str, stem: str, request: Request, options: Options) -> int:
    try:
        photo = load(path, name=name)
    except PhotoError as error:
        return tell_why(path, error, as_json=request.as_json)
    result = analyze_frontal_photo(photo, options)
    if isinstance(result, Refusal):
        return tell_why(path, result, as_json=request.as_json)
    if request.as_json:
        print_line(frontal_document(result) | {"photo": str(path)})
    else:
        _show(result)
    if request.out is not None:
        wanted = request.out / _file_name(stem)
        place, before = places.first_free(
            wanted,
            lambda _: (wanted.with_name(_file_name(one)) for one in other_names(path)),
            (photo.sha256,),
            _owner,
        )
        _write(photo, result, place)
        places.say_moved(wanted, place, before, as_json=request.as_json)
        if not request.as_json:
            show.files([place])
    return DONE


def _file_name(stem: str) -> str:
    return f"{stem}-frontal.png"


def _owner(path: Path) -> Origin | None:
    """Whose picture it is; None where there is none."""
    from PIL import Image

    if not path.exists():
        return None
    try:
        with Image.open(path, formats=("PNG",)) as picture:
            picture.load()
            told = picture.info.get(_HASH)
    except Exception:  # Pillow raises nearly anything on a file that is no picture
        told = None
    return Origin(() if told is None else (str(told),))


def _show(sides: FrontalAnalysis) -> None:
    out = show.console()
    lines = [Text(_SEEN[sides.body.view])]
    for notice in sides.body.notices:
        lines.append(Text(f"• {tr(notice.text)}"))
        if notice.remedy:
            lines.append(Text(f"  → {tr(notice.remedy)}", style="dim"))
    name = Text(printable(sides.photo.name))
    out.print(Panel(Text("\n").join(lines), title=name, title_align="left", border_style="cyan"))
    out.print(_findings(sides))
    note = tr("Hypotheses to test, not results: a photo cannot measure muscles.")
    out.print(Text(note, "dim"))
    for item in sides.assessment.differences:
        out.print(Text.assemble((item.title, "bold"), f"  {STANDINGS[item.standing]}"))
        text = [item.summary]
        if item.standing == "suggested":
            high = tr("Often named on the higher side: {muscles}.")
            low = tr("Often named on the lower side: {muscles}.")
            text.append(high.format(muscles=", ".join(item.high_side)))
            text.append(low.format(muscles=", ".join(item.low_side)))
            text += [tr("For: {reason}").format(reason=line) for line in item.evidence_for]
            text += [tr("Against: {reason}").format(reason=line) for line in item.evidence_against]
        if item.standing != "not_suggested":
            text.append(tr("What to look at next:"))
            text += [f"• {line}" for line in item.look_next]
        out.print(Padding(Text("\n".join(text)), (0, 2, 1, 2)))
    out.print(Text(sides.assessment.footer, style="dim"))


def _findings(sides: FrontalAnalysis) -> Table:
    rows: list[list[Text]] = []
    for finding in sides.assessment.findings:
        measurement = sides.measurements[finding.measurement]
        cell = Text(title(finding.measurement), style="bold")
        cell.append(f"\n{finding.text}", style="not bold")
        rows.append(
            [
                cell,
                Text(number(measurement).replace(", ", ",\n")),
                Text(typical_range(finding, measurement)),
                Text(tier_words(finding), style=show.TIER_STYLES[finding.tier]),
            ]
        )
    heads = (tr("What"), tr("Value ± error"), tr("Most people"), tr("Tier"))
    return show.findings_table(heads, rows)


def _write(photo: Photo, sides: FrontalAnalysis, path: Path) -> None:
    from PIL import Image, PngImagePlugin

    from posture.present.overlay.frontal import draw_frontal

    told = PngImagePlugin.PngInfo()
    told.add_text(_HASH, photo.sha256)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(draw_frontal(photo, sides)).save(path, pnginfo=told)
    except OSError as error:
        raise StorageError(
            tr("The picture cannot be written: {why}.").format(why=error.strerror or error),
            remedy=tr("Choose another folder."),
        ) from error
