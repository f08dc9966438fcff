import datetime
import json
from dataclasses import replace

import numpy as np

from posture.analysis.types import Combined
from posture.present.report.report import combined_files, report_files
from tests.fixtures.analyses import ANALYSIS, MEASUREMENTS
from tests.fixtures.people import photo_of

PHOTO = photo_of(np.full((1024, 768, 3), 90, np.uint8))
DATE = datetime.date(2026, 11, 23)


def combined() -> Combined:
    other = replace(ANALYSIS, photo=replace(ANALYSIS.photo, name="second.jpg"))
    median = MEASUREMENTS | {"cva": replace(MEASUREMENTS["cva"], value=47.0)}
    spread = dict.fromkeys(MEASUREMENTS, 1.5) | {"kyphosis": float("nan")}
    return Combined((ANALYSIS, other), median, spread, ANALYSIS.assessment)


def test_the_words_are_the_median_and_the_picture_is_one_photos_own():
    made = combined_files(PHOTO, ANALYSIS, combined(), date=DATE)
    alone = report_files(PHOTO, ANALYSIS, date=DATE)
    assert made.keys() == alone.keys()
    assert made["annotated.png"] == alone["annotated.png"]
    page = made["report.html"].decode()
    assert "47° ± 3°" in page
    assert "medians of 2 photos" in page
    assert "cva,47.0000" in made["measurements.csv"].decode()
    assert made["report.pdf"].startswith(b"%PDF")


def test_the_data_hold_the_spread_and_every_photo():
    data = json.loads(combined_files(PHOTO, ANALYSIS, combined(), date=DATE)["analysis.json"])
    assert data["status"] == "combined"
    assert data["photos"] == ["side.jpg", "second.jpg"]
    assert data["measurements"]["cva"]["value"] == 47.0
    assert data["spread"]["cva"] == 1.5
    assert data["spread"]["kyphosis"] is None
    assert [one["photo"] for one in data["analyses"]] == data["photos"]
    assert data["analyses"][0]["measurements"]["cva"]["value"] == MEASUREMENTS["cva"].value
