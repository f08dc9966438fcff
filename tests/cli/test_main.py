"""The command line from outside: exit codes, JSON lines, messages."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from posture import __version__
from posture.analysis.options import Options
from posture.analysis.types import Analysis
from posture.body.placed.entries import PlacedPoint
from posture.cli.main import app
from posture.errors import (
    InputError,
    ModelMissingError,
    PhotoEmptyError,
    PhotoNotFoundError,
    PostureError,
)
from posture.files.documents.write import to_json
from posture.installation import EXTRAS
from tests.fixtures.analyses import ANALYSIS, REFUSAL
from tests.fixtures.stand_ins import opening_all_but
from tools.site.commands import commands

RUNNER = CliRunner()
SAMPLE = Path(__file__).parents[2] / "samples" / "standing_tall.jpg"
NOTHING = PhotoEmptyError("The file is empty.", "Export the picture again.")


@dataclass
class Pipeline:
    """Stands for the pipeline: gives what it was told by file name and keeps what it was asked."""

    results: dict[str, Any]
    asked: list[Options] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def analyze(self, photo: Any, options: Options) -> Any:
        self.asked.append(options)
        self.names.append(photo.name)
        result = self.results[photo.name]
        if isinstance(result, Exception):
            raise result
        return result


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    fake = Pipeline(
        {
            "side.jpg": ANALYSIS,
            "other.jpg": replace(ANALYSIS, photo=replace(ANALYSIS.photo, name="other.jpg")),
            "front.jpg": REFUSAL,
            "empty.jpg": NOTHING,
        }
    )

    def load(source: object, name: str) -> SimpleNamespace:
        return SimpleNamespace(name=name, source_size=(4000, 3000))

    monkeypatch.setattr("posture.analysis.pipeline.analyze_photo", fake.analyze)
    monkeypatch.setattr("posture.cli.photos.analyze.load", load)
    return fake


def analyze(*arguments: str):
    return RUNNER.invoke(app, ["analyze", *arguments])


def test_several_cores_print_the_lines_of_one(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch):
    names = ("side.jpg", "front.jpg", "empty.jpg", "other.jpg", "front.jpg", "side.jpg")
    printed: list[tuple[int, str]] = []
    for cores in (1, 2):
        monkeypatch.setattr("cv2.getNumThreads", lambda cores=cores: cores)
        done = analyze("--json", *names)
        printed.append((done.exit_code, done.stdout))
    assert printed[0] == printed[1]
    lines = [json.loads(line) for line in printed[1][1].splitlines()]
    assert [line["photo"] for line in lines] == list(names)
    assert printed[1][0] == 4


@pytest.mark.parametrize(("photos", "callers"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_the_landmarker_is_made_for_as_many_threads_as_there_are_photos_at_once(
    photos: int, callers: int, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
):
    asked: list[tuple[str, int]] = []

    def prepare(model: str, callers: int) -> Callable[[], None]:
        asked.append((model, callers))
        return lambda: None

    monkeypatch.setattr("cv2.getNumThreads", lambda: 2)
    monkeypatch.setattr("posture.pose.landmarker.prepare", prepare)
    assert analyze(*["side.jpg"] * photos).exit_code == 0
    assert asked == [("full", callers)]


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["analyze"],
        ["live"],
        ["doctor"],
        ["version"],
        ["app"],
        ["models"],
        ["models", "list"],
        ["models", "fetch"],
        ["models", "verify"],
    ],
    ids=" ".join,
)
def test_every_command_has_help(command: list[str]):
    result = RUNNER.invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    text = result.stdout.split("Options:")[0]
    assert len(text.split("\n\n")[1].strip()) > 15, "a sentence on what the command does"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "group", [name for name, one in commands() if getattr(one, "commands", None)]
)
def test_help_of_a_group_names_each_command_in_a_whole_sentence(group: str, language: str):
    words = group.split()[1:]
    result = RUNNER.invoke(app, ["--language", language, *words, "--help"])
    lines = [line for line in result.stdout.splitlines() if line.startswith("  ")]
    assert [line for line in lines if line.endswith("...")] == []


@pytest.mark.parametrize("port", ["0", "-1", "99999"])
def test_a_port_that_there_is_not_exits_2(port: str):
    result = RUNNER.invoke(app, ["serve", "--port", port])
    assert result.exit_code == 2
    assert "port is a number from 1 to 65535" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["analyze", "a.jpg", "--answers", "none"], 2),
        (["analyze", "a.jpg", "--reference", "none"], 2),
        (["batch", "--manifest", "none", "--out", "out"], 2),
        (["live", "--headless", "--source", "none"], 4),
    ],
    ids=["answers", "reference", "manifest", "video"],
)
def test_a_file_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], code: int
):
    monkeypatch.chdir(tmp_path)
    result = RUNNER.invoke(app, arguments)
    assert result.exit_code == code
    assert "There is no file none." in result.stderr


def test_a_photo_as_reference_is_said_to_be_no_analysis(pipeline: Pipeline, tmp_path: Path):
    (tmp_path / "side.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    result = analyze("side.jpg", "--reference", str(tmp_path / "side.jpg"))
    assert result.exit_code == 2
    assert "so it is no analysis.\nGive the analysis.json of the photo" in result.stderr


def test_python_runs_the_package_as_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "posture", "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: python -m posture [OPTIONS]")


def test_version():
    result = RUNNER.invoke(app, ["version"])
    assert (result.exit_code, result.stdout) == (0, f"{__version__}\n")


def printed_by(code: str) -> str:
    """What a Python process of its own prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from posture.cli.main import app\n"
        "assert CliRunner().invoke(app, ['analyze', '--help']).exit_code == 0\n"
        "heavy = {'cv2', 'ai_edge_litert', 'numpy', 'scipy', 'streamlit', 'PIL', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    assert printed_by(code) == "[]"


def test_wrong_arguments_are_told_of_before_litert_is_loaded():
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from posture.cli.main import app\n"
        "assert CliRunner().invoke(app, ['analyze', 'a.jpg', '--age', '-1']).exit_code == 2\n"
        "print('ai_edge_litert' in sys.modules)\n"
    )
    assert printed_by(code) == "False"


def test_an_analysis_exits_0_and_shows_everything(pipeline: Pipeline):
    result = analyze("side.jpg")
    assert result.exit_code == 0
    for part in ("Facing right", "The shirt hides the back.", "41° ± 3°", "C-", "Band row"):
        assert part in result.stdout
    assert result.stdout.index("Before any exercise") < result.stdout.index("Band row")


def test_options_reach_the_pipeline(pipeline: Pipeline, tmp_path: Path):
    answers = tmp_path / "answers.json"
    answers.write_text('{"tense": {"chest": "yes"}}')
    points = tmp_path / "points.json"
    points.write_text('{"c7": {"x_px": 310, "y_px": 188}}')
    result = analyze(
        *("side.jpg", "--stature-cm", "170", "--age", "40", "--sex", "Female", "--model", "lite"),
        *("--no-mirror", "--roll-deg", "-2.5", "--points", str(points), "--answers", str(answers)),
    )
    assert result.exit_code == 0
    (asked,) = pipeline.asked
    subject = asked.subject
    assert (subject.stature_cm, subject.age, subject.sex) == (170, 40, "female")
    assert (asked.model, asked.mirror, asked.roll_deg) == ("lite", False, -2.5)
    assert [point.name for point in asked.points] == ["c7"]
    assert asked.answers.tense == {"chest": "yes"}


def test_the_earlier_name_of_the_stature_is_accepted(pipeline: Pipeline):
    assert analyze("side.jpg", "--height-cm", "170").exit_code == 0
    (asked,) = pipeline.asked
    assert asked.subject.stature_cm == 170


def placed_analysis() -> Analysis:
    point = PlacedPoint("c7", 380.0, 190.0, 3.0, "placed")
    return replace(ANALYSIS, body=replace(ANALYSIS.body, placed=(point,)))


def test_an_earlier_photo_reaches_the_pipeline_loaded_once(pipeline: Pipeline, tmp_path: Path):
    file = tmp_path / "analysis.json"
    file.write_text(to_json(placed_analysis()))
    assert analyze("side.jpg", "other.jpg", "--reference", str(file)).exit_code == 0
    first, second = (asked.reference for asked in pipeline.asked)
    assert first == placed_analysis()
    assert second is first


def test_an_earlier_photo_without_points_is_a_usage_fault_beside_others(
    pipeline: Pipeline, tmp_path: Path
):
    file = tmp_path / "analysis.json"
    file.write_text(to_json(ANALYSIS))
    result = analyze("side.jpg", "--reference", str(file), "--stature-cm", "17")
    assert result.exit_code == 2
    assert "no placed points" in result.stderr
    assert "stature" in result.stderr
    assert pipeline.asked == []


def test_a_refusal_exits_3_with_every_reason_and_remedy(pipeline: Pipeline):
    result = analyze("front.jpg")
    assert result.exit_code == 3
    for reason in REFUSAL.reasons:
        assert reason.text in result.stdout
        assert reason.remedy in result.stdout


def test_a_photo_from_the_front_leads_to_the_comparison_of_left_and_right(pipeline: Pipeline):
    pipeline.results["turned.jpg"] = replace(REFUSAL, reasons=REFUSAL.reasons[:1])
    said = '"posture frontal" compares left and right'
    assert said in " ".join(analyze("turned.jpg").stdout.split())
    assert said not in " ".join(analyze("front.jpg").stdout.split())
    assert "posture frontal" not in analyze("turned.jpg", "--json").stdout


def test_an_unreadable_file_exits_4_with_its_message(pipeline: Pipeline):
    result = analyze("empty.jpg")
    assert result.exit_code == 4
    assert NOTHING.message in result.stdout
    assert NOTHING.remedy in result.stdout


def test_a_batch_goes_on_and_exits_with_the_highest_code(pipeline: Pipeline):
    result = analyze("empty.jpg", "front.jpg", "side.jpg")
    assert result.exit_code == 4
    assert pipeline.names == ["empty.jpg", "front.jpg", "side.jpg"]
    assert "41° ± 3°" in result.stdout
    assert analyze("side.jpg", "front.jpg").exit_code == 3


def test_json_is_one_object_per_line_and_photo(pipeline: Pipeline):
    result = analyze("a/side.jpg", "front.jpg", "empty.jpg", "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line["photo"], line["status"]) for line in lines] == [
        (str(Path("a/side.jpg")), "analysed"),
        ("front.jpg", "refused"),
        ("empty.jpg", "unreadable"),
    ]
    assert lines[0]["measurements"]["kyphosis"]["value"] is None
    assert [reason["code"] for reason in lines[1]["reasons"]] == ["not_side_on", "too_dark"]
    assert lines[2]["reasons"] == [
        {"code": "PhotoEmptyError", "text": NOTHING.message, "remedy": NOTHING.remedy}
    ]
    assert result.exit_code == 4
    assert result.stderr == ""


def test_same_person_adds_the_medians_with_their_spread(pipeline: Pipeline):
    other = pipeline.results["other.jpg"]
    measured = dict(other.measurements)
    for name, more in (("cva", 4.4), ("pelvic_tilt", 19.8)):
        measured[name] = replace(measured[name], value=measured[name].value + more)
    pipeline.results["other.jpg"] = replace(other, measurements=measured)
    lines = analyze("side.jpg", "other.jpg", "--same-person", "--json").stdout.splitlines()
    last = json.loads(lines[-1])
    assert len(lines) == 3
    assert (last["status"], last["photos"]) == ("combined", ["side.jpg", "other.jpg"])
    assert last["spread"]["cva"] == pytest.approx(2.2)
    assert last["spread"]["kyphosis"] is None
    shown = analyze("side.jpg", "other.jpg", "--same-person").stdout
    assert "The median of 2 photos" in shown
    assert "2.2°" in shown
    assert "9.9°" not in shown, "no degrees for the tilt of the pelvis"


def test_same_person_with_one_good_photo_says_so(pipeline: Pipeline):
    result = analyze("side.jpg", "front.jpg", "--same-person")
    assert "nothing to combine" in result.stdout
    assert result.exit_code == 3


def test_files_of_several_photos_never_collide(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    folders: list[Path] = []
    dialects: list[str] = []
    pipeline.results |= {"a/side.jpg": ANALYSIS, "b/side.jpg": ANALYSIS}

    def write(photo: object, analysis: object, folder: Path, *, dialect: str) -> dict[str, Path]:
        folders.append(folder)
        dialects.append(dialect)
        return {"picture": folder / "annotated.png"}

    monkeypatch.setattr("posture.present.report.report.write_report", write)
    result = analyze("side.jpg", "--out", str(tmp_path))
    assert folders == [tmp_path]
    assert str(tmp_path / "annotated.png") in result.stdout
    several = ("a/side.jpg", "b/side.jpg", "other.jpg", "--out", str(tmp_path))
    analyze(*several, "--csv-dialect", "excel-de")
    assert folders[1:] == [tmp_path / "a-side", tmp_path / "b-side", tmp_path / "other"]
    assert dialects == ["standard"] + ["excel-de"] * 3


def test_usage_faults_are_listed_together_and_exit_2(pipeline: Pipeline, tmp_path: Path):
    answers = tmp_path / "answers.json"
    answers.write_text('{"tense": {"hip": "maybe"}, "extra": 1}')
    result = analyze(
        *("side.jpg", "other.jpg", "--stature-cm", "17", "--age", "nan", "--sex", "x"),
        *(
            "--model",
            "huge",
            "--roll-deg",
            "90",
            "--points",
            "p.json",
            "--answers",
            str(answers),
            "--csv-dialect",
            "latin",
        ),
    )
    assert result.exit_code == 2
    for part in (
        "stature",
        "age",
        "sex",
        "model",
        "roll",
        "--points",
        "tense.hip",
        "extra",
        "latin",
    ):
        assert part in result.stderr
    assert pipeline.asked == []
    assert result.stdout == ""


@pytest.mark.parametrize("arguments", [[], ["--stature-cm", "tall", "a.jpg"], ["--nope", "a.jpg"]])
def test_wrong_usage_exits_2(arguments: list[str]):
    assert analyze(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ModelMissingError("The model is not here.", "Run `posture models fetch`."), 1),
        (InputError("The points have faults:", ("c8 is no point",)), 2),
        (OSError(28, "No space left on device", "out/x.png"), 1),
    ],
)
def test_errors_are_one_message_without_traceback(
    pipeline: Pipeline, error: PostureError | OSError, code: int
):
    pipeline.results["side.jpg"] = error
    result = analyze("side.jpg")
    assert result.exit_code == code
    assert result.stderr.startswith("posture: ")
    assert "Traceback" not in result.stderr


def test_a_file_name_cannot_steer_the_terminal(pipeline: Pipeline):
    name = "[red]\x1b[2Jx.jpg"
    pipeline.results[name] = PhotoNotFoundError("There is no such file.")
    result = analyze(name)
    assert result.exit_code == 4
    assert "\x1b[2J" not in result.stdout
    assert "[red]" in result.stdout


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("POSTURE_MODEL_DIR", str(tmp_path))
    return tmp_path


def test_models_list_names_all_three(models: Path):
    result = RUNNER.invoke(app, ["models", "list"])
    assert result.exit_code == 0
    for name in ("full", "lite", "heavy"):
        assert name in result.stdout


def test_models_verify_of_a_damaged_file_says_what_to_do(models: Path):
    (models / "pose_landmarker_lite.task").write_bytes(b"not a model")
    result = RUNNER.invoke(app, ["models", "verify", "lite"])
    assert result.exit_code == 1
    assert "posture models fetch" in result.stderr


def test_models_fetch_shows_where_it_lies(models: Path, monkeypatch: pytest.MonkeyPatch):
    def fetch(name: str, progress: bool) -> Path:
        return Path(f"{name}.task")

    monkeypatch.setattr("posture.cli.machine.models.fetch", fetch)
    result = RUNNER.invoke(app, ["models", "fetch", "heavy"])
    assert result.exit_code == 0
    assert "heavy.task" in result.stdout


def test_models_of_an_unknown_name_exit_2(models: Path):
    assert RUNNER.invoke(app, ["models", "verify", "huge"]).exit_code == 2


def test_app_starts_streamlit_without_telemetry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("POSTURE_HOME", str(tmp_path))
    started: list[list[str]] = []

    def run(
        command: list[str], check: bool, env: dict[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        assert env["POSTURE_LANGUAGE"] == "en"
        started.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("posture.cli.app.subprocess.run", run)
    assert RUNNER.invoke(app, ["app"]).exit_code == 0
    (command,) = started
    page = Path(command[4])
    assert page.is_file()
    settings = tomllib.loads((page.parent / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "localhost"
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["client"]["showErrorLinks"] is False


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        (["app"], "app"),
        (["analyze", str(SAMPLE), "--out", "never"], "report"),
        (["compare", str(SAMPLE), str(SAMPLE), "--out", "never"], "report"),
        (["live", "--out", "never"], "report"),
    ],
)
@pytest.mark.parametrize("wheel", [True, False])
def test_a_missing_extra_is_named_before_anything_is_done(
    monkeypatch: pytest.MonkeyPatch, command: list[str], extra: str, wheel: bool
):
    for module in EXTRAS[extra]:
        monkeypatch.setitem(sys.modules, module, None)  # as if it were not installed
    if wheel:
        monkeypatch.setattr("posture.installation.checkout", lambda: None)
    done = RUNNER.invoke(app, command)
    assert done.exit_code == 1
    assert f'"{extra}"' in done.stderr
    remedy = f"pip install 'posture[{extra}] @ file:///" if wheel else "make install"
    assert remedy in done.stderr
    assert not Path("never").exists()


def test_a_library_that_is_missing_is_named_and_not_traced(monkeypatch: pytest.MonkeyPatch):
    def fail(*given: object) -> int:
        raise ImportError("libxcb.so.1: cannot open shared object file")

    monkeypatch.setattr("posture.cli.photos.analyze.run", fail)
    monkeypatch.setattr("posture.installation._opens", opening_all_but("libxcb.so.1"))
    done = RUNNER.invoke(app, ["analyze", str(SAMPLE)])
    assert done.exit_code == 1
    assert "apt-get install libxcb1" in done.stderr


def test_python_runs_it_by_the_name_of_the_package():
    done = subprocess.run(
        [sys.executable, "-m", "posture", "version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [__version__]
