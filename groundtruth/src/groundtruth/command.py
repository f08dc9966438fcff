"""The command line: make sets, gather rows, calibrate, make samples."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Bodies whose angles are known.")

Workers = Annotated[int, typer.Option(help="Processes side by side.")]


@app.command()
def make(
    kind: Annotated[str, typer.Argument(help="train, wide, life, decoupled, stick_wide, ...")],
    count: Annotated[int, typer.Option(help="Pictures; two of each person.")],
    out: Annotated[Path, typer.Option(help="Folder of the sets.")],
    workers: Workers = 2,
    makehuman: Annotated[
        Path | None,
        typer.Option(help="MakeHuman's garments, for kinds that end in _makehuman."),
    ] = None,
) -> None:
    """Render a set of people (about 2 s a picture and core); finished pictures are kept."""
    from groundtruth.clothes.makehuman import assets
    from groundtruth.make_set import make_set
    from groundtruth.picture import READY_MADE
    from groundtruth.sets import KINDS

    if kind not in KINDS:
        raise typer.BadParameter(f"not one of {', '.join(KINDS)}", param_hint="KIND")
    if makehuman is not None:
        # The processes that render inherit the environment.
        os.environ[assets.FOLDER_VARIABLE] = str(makehuman)
    if kind.endswith(READY_MADE):
        try:
            assets.folder()
        except assets.NoGarmentsError as error:
            raise typer.BadParameter(str(error), param_hint="--makehuman") from error
    make_set(out / kind, kind, count, workers=workers)


@app.command()
def gather(
    folders: Annotated[list[Path], typer.Argument(help="Folders of rendered sets.")],
    workers: Workers = 2,
) -> None:
    """Show the pictures to the detector and write down what it saw (about 0.6 s a picture)."""
    from groundtruth.calibrate.gather import gather as run

    for folder in folders:
        run(folder, workers=workers)


@app.command()
def calibrate(
    rows: Annotated[list[Path], typer.Argument(help="rows.npz of the training sets.")],
    fast: Annotated[
        list[Path] | None, typer.Option(help="rows.npz made without rendering.")
    ] = None,
    level: Annotated[
        list[Path] | None,
        typer.Option(help="rows.npz of pictures of which 'deviate' knew nothing."),
    ] = None,
    ranges: Annotated[
        list[Path] | None, typer.Option(help="rows.npz of pictures to set the ranges by.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Weights.")] = Path(
        "posture/body/estimate/data/calibrated.npz"
    ),
    share: Annotated[Path, typer.Option(help="The body's share of the errors.")] = Path(
        "posture/body/estimate/data/personal_calibration.json"
    ),
    report: Annotated[Path, typer.Option(help="What went in, and the errors.")] = Path(
        "groundtruth/data/calibration.json"
    ),
) -> None:
    """Learn the weights that ship, with errors from cross-validation over people."""
    from groundtruth.calibrate.learn import calibrate as run

    run(rows, fast or [], out, share, report, level_files=level, ranges_files=ranges)


@app.command("ranges")
def set_ranges(
    rows: Annotated[
        list[Path], typer.Argument(help="rows.npz of pictures from which nothing was learnt.")
    ],
    weights: Annotated[Path, typer.Option(help="Weights, written anew.")] = Path(
        "posture/body/estimate/data/calibrated.npz"
    ),
    report: Annotated[Path, typer.Option(help="As 'calibrate' wrote it.")] = Path(
        "groundtruth/data/calibration.json"
    ),
) -> None:
    """Set how wide the ranges of finished weights are (a minute), as 'calibrate --ranges' does."""
    from groundtruth.calibrate.ranges import set_ranges as run

    run(weights, rows, report)


@app.command()
def depths(
    rows: Annotated[list[Path], typer.Argument(help="rows.npz of pictures or of fast rows.")],
    out: Annotated[Path, typer.Option(help="Correlations.")] = Path(
        "posture/body/estimate/data/depths.json"
    ),
) -> None:
    """Measure how the depths of points go together among people (seconds)."""
    from groundtruth.depths import write_depths

    write_depths(rows, out)


@app.command()
def deviate(
    rows: Annotated[list[Path], typer.Argument(help="rows.npz of sets, truth files beside each.")],
    out: Annotated[Path, typer.Option(help="File to write.")],
) -> None:
    """Fit how the detector's landmarks and outline deviate from the truth."""
    from groundtruth.fast.fit import fit

    fit(rows).save(out)


@app.command()
def as_real(
    rows: Annotated[Path, typer.Argument(help="rows.npz of rendered pictures.")],
    deviation: Annotated[Path, typer.Option(help="File that 'deviate' has written.")],
    out: Annotated[Path, typer.Option(help="rows.npz to write.")],
) -> None:
    """Move the landmarks of everyday people to where the detector puts real ones (seconds)."""
    from groundtruth.fast.as_real import write_as_real

    write_as_real(rows, deviation, out)


@app.command()
def fast(
    count: Annotated[int, typer.Option(help="Pictures; two of each person.")],
    deviation: Annotated[Path, typer.Option(help="File that 'deviate' has written.")],
    out: Annotated[Path, typer.Option(help="Folder of the rows.")],
    kind: Annotated[str, typer.Option(help="Whose people: fast, pairs.")] = "fast",
    workers: Workers = 2,
) -> None:
    """Make rows without rendering and detector (about 0.12 s a picture and core)."""
    from groundtruth.fast.rows import make_rows
    from groundtruth.sets import NOT_RENDERED

    if kind not in NOT_RENDERED:
        raise typer.BadParameter(f"not one of {', '.join(NOT_RENDERED)}", param_hint="--kind")
    make_rows(out, count, deviation, kind=kind, workers=workers)


@app.command("pairs")
def learn_pairs(
    rows: Annotated[
        list[Path], typer.Argument(help="rows.npz of 'fast', as 'calibrate' learnt from them.")
    ],
    ranges: Annotated[
        Path, typer.Option(help="rows.npz of pictures from which nothing was learnt.")
    ],
    out: Annotated[Path, typer.Option(help="Weights.")] = Path(
        "posture/body/estimate/data/paired.npz"
    ),
    report: Annotated[Path, typer.Option(help="What went in, and the errors.")] = Path(
        "groundtruth/data/paired.json"
    ),
) -> None:
    """Learn to read two photos of one person together (five minutes)."""
    from groundtruth.calibrate.learn import PAIR_RECIPE
    from groundtruth.calibrate.paired_weights import write_pairs

    write_pairs(rows, ranges, PAIR_RECIPE, out, report)


@app.command()
def everyday(
    folders: Annotated[list[Path], typer.Argument(help="Sets of everyday people, with rows.npz.")],
    deviation: Annotated[Path, typer.Option(help="Fitted deviation of the detector.")],
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="accuracy.json: its block 'everyday' is written anew."),
    ] = None,
    page: Annotated[Path | None, typer.Option(help="The accuracy page, written anew.")] = None,
    date: Annotated[str, typer.Option(help="Day of the run.")] = "not given",
) -> None:
    """Score the weights on rendered people in everyday clothes, by garment and where cut."""
    from groundtruth.score.everyday import run

    run(folders, deviation, json_file, page, date)


@app.command()
def real(
    labels: Annotated[Path, typer.Option(help="Folder of points.csv and photos.tsv.")],
    photos: Annotated[Path, typer.Option(help="Folder of the photographs.")],
    out: Annotated[Path, typer.Option(help="Keeps the program's answers.")] = Path("out/real"),
    features: Annotated[
        Path | None,
        typer.Option(help="Write features, landmarks and estimates of each photograph (npz)."),
    ] = None,
    landmarks: Annotated[
        Path | None,
        typer.Option(
            help="Write how landmarks and outline lie in real people (real_landmarks.json)."
        ),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="accuracy.json: its block 'real' is written anew.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option(help="Accuracy page, written anew from --json.")
    ] = None,
    date: Annotated[str, typer.Option(help="Date that the page shows.")] = "not given",
) -> None:
    """Score the program on real photographs with points marked by eye (a second each)."""
    from posture.errors import PostureError

    from groundtruth.real.command import run

    try:
        run(
            labels,
            photos,
            out,
            features=features,
            landmarks=landmarks,
            json_file=json_file,
            page=page,
            date=date,
        )
    except PostureError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


@app.command()
def real_people(
    labels: Annotated[Path, typer.Option(help="Folder of points.csv and photos.tsv.")],
    photos: Annotated[Path, typer.Option(help="Folder of the photographs.")],
    rows: Annotated[
        list[Path] | None,
        typer.Argument(
            help="rows.npz of fitted and everyday people, as learnt from. Without them the marked "
            "points alone are fitted."
        ),
    ] = None,
    store: Annotated[Path, typer.Option(help="Keeps the program's answers.")] = Path("out/real"),
    out: Annotated[Path, typer.Option(help="Corrections of real people.")] = Path(
        "posture/body/estimate/data/real_people.json"
    ),
) -> None:
    """Fit by how much real people differ from what the network has learnt (a minute)."""
    from groundtruth.real.learnt.left_out import run

    run(rows or [], labels, photos, store, out)


@app.command()
def cut_pictures(
    labels: Annotated[Path, typer.Option(help="Folder of points.csv and photos.tsv.")],
    photos: Annotated[Path, typer.Option(help="Folder of the photographs.")],
    store: Annotated[Path, typer.Option(help="Keeps the program's answers.")] = Path("out/real"),
    out: Annotated[Path, typer.Option(help="Corrections of cut pictures.")] = Path(
        "posture/body/estimate/data/cut_pictures.json"
    ),
) -> None:
    """Fit what the end of a picture does to real people (a minute)."""
    from groundtruth.real.learnt.cut_pictures import run

    run(labels, photos, store, out)


@app.command()
def heights(
    labels: Annotated[Path, typer.Option(help="Folder of points.csv and photos.tsv.")],
    photos: Annotated[Path, typer.Option(help="Folder of the photographs.")],
    store: Annotated[Path, typer.Option(help="Keeps the program's answers.")] = Path("out/real"),
    out: Annotated[Path, typer.Option(help="Heights of head and neck.")] = Path(
        "posture/body/estimate/data/heights.json"
    ),
) -> None:
    """Fit how much too low head and neck of real people are put (a minute)."""
    from groundtruth.real.learnt.heights import run

    run(labels, photos, store, out)


@app.command()
def face(
    sets: Annotated[list[Path], typer.Argument(help="Rendered sets, fitted and everyday.")],
    labels: Annotated[Path, typer.Option(help="Folder of points.csv and photos.tsv.")],
    photos: Annotated[Path, typer.Option(help="Folder of the photographs.")],
    store: Annotated[Path, typer.Option(help="Keeps the program's answers.")] = Path("out/real"),
    out: Annotated[Path, typer.Option(help="Offsets of ear and eye.")] = Path(
        "posture/body/estimate/data/face.json"
    ),
) -> None:
    """Fit where the face detector's ear and eye lie (half a second a picture)."""
    from groundtruth.real.learnt.face import run

    run(labels, photos, sets, store, out)


@app.command()
def samples(
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("samples"),
) -> None:
    """Render the sample pictures at high quality (about 15 s each)."""
    from groundtruth.samples import make_samples

    make_samples(out)


@app.command()
def frontal(
    out: Annotated[Path, typer.Argument(help="Folder to write to.")],
    count: Annotated[int, typer.Option(help="Pictures; front and back of each person.")] = 128,
) -> None:
    """Render people who are not level from the front and the back (about 4 s each)."""
    from groundtruth.frontal import make

    make(out, count)


@app.command()
def levels(
    folder: Annotated[Path, typer.Argument(help="As the command frontal fills it.")],
    out: Annotated[Path, typer.Option(help="Slopes and errors.")] = Path(
        "posture/body/estimate/data/levels.json"
    ),
) -> None:
    """Measure how the detector's lines follow the true levels (about 1 s a picture)."""
    from groundtruth.levels import calibrate as run

    run(folder, out)


@app.command()
def clip(
    out: Annotated[Path, typer.Option(help="Video to write.")] = Path("tests/data/visit.webm"),
) -> None:
    """Render the person of the live view's tests (about 3 s a picture)."""
    from groundtruth.clip import make_clip

    out.parent.mkdir(parents=True, exist_ok=True)
    make_clip(out)
