"""Samples and documents hang together."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from posture.analysis.pipeline import analyze
from posture.analysis.types import Analysis
from posture.assess.knowledge import knowledge
from posture.assess.verdict import find_verdict
from posture.present.verdict import headline

ROOT = Path(__file__).parents[1]
PICTURES = sorted((ROOT / "samples").glob("*.jpg"))
TRUTH = json.loads((ROOT / "samples" / "truth.json").read_text())
PEOPLE = ROOT / "samples" / "people"
CHANGE = ROOT / "samples" / "change"
PAIR = [CHANGE / "before.jpg", CHANGE / "after.jpg"]


def test_every_picture_has_its_truth_and_its_line():
    readme = (ROOT / "samples" / "README.md").read_text()
    names = {path.name for path in PICTURES}
    assert names == set(TRUTH) == set(re.findall(r"`(\w+\.jpg)`", readme))
    assert {entry["facing"] for entry in TRUTH.values()} == {"left", "right"}


def test_before_and_after_show_one_person_who_stands_otherwise():
    truth = json.loads((CHANGE / "truth.json").read_text())
    assert list(truth) == [path.name for path in PAIR]
    before, after = truth.values()
    assert before["stature_cm"] == after["stature_cm"]
    assert before["camera"] != after["camera"]
    assert before["angles_deg"]["cva"] + 8 < after["angles_deg"]["cva"]


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("typical", "Probably typical in all four."),
        ("head_forward", "Worth a look: head forward, body leaning forward."),
        ("leaning_back", "Mostly typical. Worth a look: trunk leaning back."),
        ("knees_back", "Worth a look: knee beyond straight."),
        ("marked", "Worth a look: head forward, low back flat, body leaning forward."),
    ],
)
def test_the_verdict_on_a_person_says_what_the_name_says(name: str, said: str):
    result = analyze(PEOPLE / f"{name}.jpg")
    assert isinstance(result, Analysis)
    assert headline(find_verdict(result.assessment)).startswith(said)


def test_people_go_from_neutral_to_marked():
    truth = json.loads((PEOPLE / "truth.json").read_text())
    assert {path.name for path in PEOPLE.glob("*.jpg")} == set(truth)
    norms = {name: knowledge().metric(name).norm for name in ("cva", "kyphosis", "lordosis")}

    def away(person: str) -> float:
        angles = truth[f"{person}.jpg"]["angles_deg"]
        sds = [(angles[n] - norm.all.mean) / norm.all.sd for n, norm in norms.items() if norm]
        return float(np.sqrt(np.mean(np.square(sds))))

    assert away("typical") < 1 < away("head_forward") < 2 < away("marked")


@pytest.mark.parametrize(
    "path", [*PICTURES, *PAIR, *sorted(PEOPLE.glob("*.jpg"))], ids=lambda path: path.stem
)
def test_a_sample_is_a_small_upright_picture(path: Path):
    with Image.open(path) as picture:
        assert picture.height > picture.width >= 500
    assert path.stat().st_size < 250_000


def test_samples_stay_small_together():
    assert sum(path.stat().st_size for path in PICTURES) < 3_000_000


def test_links_of_documents_lead_somewhere():
    # Those of the documentation are checked with its site.
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "samples/README.md")]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    ]
    assert len(links) >= 6
    assert [str(link) for page, link in links if not (page.parent / link).exists()] == []
