from __future__ import annotations

import base64
import hashlib
import html
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from posture.assess.assessment import Subject
from posture.assess.knowledge import knowledge
from posture.assess.wording_rules import wording_faults
from posture.batch.finish import finish
from posture.batch.listing.entry import Entry
from posture.batch.summary import people as counted
from posture.batch.summary.cards import card_of, true_sd
from posture.batch.summary.people import People, add_people
from posture.batch.summary.photos import COLUMNS, TOP, read_photos
from posture.batch.table.people import PEOPLE_SCHEMA
from posture.batch.table.rows import SCHEMA, Row
from posture.errors import PhotoTruncatedError
from posture.i18n.language import LANGUAGES, use_language
from posture.measure.measurement import Measurement
from tests.fixtures.analyses import REFUSAL
from tests.fixtures.crowd import analysis_of, measured, row
from tests.fixtures.fronts import frontal_analysis

ON = date(2026, 11, 29)


def side(
    values: dict[str, float], entry: Entry, *, sd: float = 2.0, source: Any = "estimated"
) -> Row:
    """The row of a photo with ordinary values but for these."""
    made = {
        name: Measurement(name, one.value, sd, one.unit, source)
        for name, one in measured(np.random.default_rng(7)).items()
    }
    for name, value in values.items():
        made[name] = replace(made[name], value=value, sd=sd)
    return row(analysis_of(made, subject=entry.subject), entry)


def table(rows: list[Row], size: int = 3) -> list[Any]:
    return pa.Table.from_pylist(rows, schema=SCHEMA).to_batches(max_chunksize=size)


def page(rows: list[Row], folder: Path) -> str:
    finish(lambda: iter(table(rows)), folder, on=ON)
    return (folder / "summary.html").read_text(encoding="utf-8")


def crowd(groups: tuple[str, ...] = ("", "")) -> list[Row]:
    rng = np.random.default_rng(2)
    rows: list[Row] = []
    for i in range(24):
        made = measured(rng, shift=2.0 if i == 5 else 0.0)
        if i % 4 == 0:
            made["kyphosis"] = replace(
                made["kyphosis"], value=math.nan, sd=math.nan, reason_missing="An arm hides it."
            )
        entry = Entry(f"{i}.jpg", person=f"P{i // 2}", group=groups[i % 2])
        rows.append(row(analysis_of(made), entry))
    far = measured(rng)
    for i in range(3):
        moved = {
            n: replace(one, value=one.value + (20.0 if i == 2 else 0.0)) for n, one in far.items()
        }
        rows.append(row(analysis_of(moved), Entry(f"odd{i}.jpg", person="Odd", date=ON)))
    rows.append(row(frontal_analysis(), Entry("front.jpg", person="P1")))
    rows.append(row(REFUSAL, Entry("refused.jpg")))
    rows.append(row(PhotoTruncatedError("It is cut off.", "Copy it again."), Entry("cut.jpg")))
    return rows


def test_photos_are_counted_by_what_became_of_them():
    made = read_photos(table(crowd()))
    assert made.states == {"analysed": 28, "refused": 1, "unreadable": 1, "failed": 0}
    assert made.total == 30
    assert made.views == {"side": 27, "front": 1}
    assert made.reasons == {"not_side_on": 1, "PhotoTruncatedError": 1}
    assert made.words["PhotoTruncatedError"] == ("It is cut off.", "Copy it again.")
    assert [path for path, *_ in made.failed] == ["refused.jpg", "cut.jpg"]
    assert {one.path for one in made.retakes} == {f"{i}.jpg" for i in range(0, 24, 4)}
    assert all(one.lost == 1 and one.why == "Wear less." for one in made.retakes)


def test_the_page_says_when_photos_were_taken_and_what_made_the_numbers(tmp_path: Path):
    rows = crowd()
    said = html.unescape(page(rows, tmp_path))
    assert "Taken: November 29, 2026." in said
    made = next(one for one in rows if one["status"] == "analysed")
    for name in ("version", "model", "estimator"):
        assert str(made[name]) in said
    for name in ("estimator_sha256", "knowledge_sha256"):
        assert str(made[name])[:12] in said
    assert said.count("Made with posture") == 1
    assert "mirror image" not in said
    settings = '{"mirror": false, "roll_deg": null}'
    other = rows[0] | {"version": "0.1.0", "date": date(2026, 1, 2), "settings": settings}
    said = html.unescape(page([other, *rows[1:]], tmp_path))
    assert "Taken: January 2, 2026 to November 29, 2026." in said
    assert said.count("Made with posture") == 2
    assert said.count("without a look at the mirror image") == 1


def test_a_measurement_whose_error_tells_nothing_is_lost():
    norm = knowledge().metric("cva").norm
    assert norm is not None
    rough = side({}, Entry("a.jpg")) | {"cva_sd": 1.6 * norm.all.sd}
    less = side({}, Entry("b.jpg")) | {"cva_sd": 1.4 * norm.all.sd}
    lost = {one.path: one.lost for one in read_photos(table([rough, less])).retakes}
    assert lost["a.jpg"] == lost.get("b.jpg", 0) + 1


def test_means_spreads_and_histograms_have_known_answers():
    values = [43.5, 49.5, 49.5, 55.5, 85.0]
    rows = [side({"cva": one}, Entry(f"{one}.jpg"), sd=3.0) for one in values]
    made = People()
    add_people(made, table(rows))
    tally = made.tallies["cva"]
    assert tally.all.values.count == made.count == 5
    assert tally.all.values.mean == pytest.approx(np.mean(values))
    assert tally.all.values.sd == pytest.approx(np.std(values, ddof=1))
    assert tally.bins.sum() == 5
    # SDs from the norm's mean, four bins each: -1, 0, 0, +1, and far beyond.
    assert np.flatnonzero(tally.bins).tolist() == [12, 16, 20, 31]
    assert true_sd("cva", tally) == pytest.approx(math.hypot(np.std(values, ddof=1), 3.0))
    assert tally.ranges == {(43.5, 55.5)}


def test_the_spread_of_the_truth_comes_back_from_likeliest_values():
    # Estimates as the program makes them: the truth is the estimate and an independent error.
    rng = np.random.default_rng(3)
    values = rng.normal(49.5, 4.8, 3000)
    truth = values + rng.normal(0.0, 3.4, 3000)
    tally = counted.Tally()
    tally.all.values.add(values)
    tally.error.add(np.full(3000, 3.4**2))
    assert true_sd("cva", tally) == pytest.approx(truth.std(ddof=1), rel=0.03)


def test_nothing_is_said_of_the_truth_where_points_were_placed():
    rows = [side({"cva": v}, Entry(f"{v}"), source="sticker") for v in (45.0, 50.0)]
    made = People()
    add_people(made, table(rows))
    assert math.isnan(true_sd("cva", made.tallies["cva"]))
    assert "true values" not in card_of("cva", made.tallies["cva"], ()).spread


def test_groups_stand_side_by_side_with_intervals():
    rows = [side({"cva": 40.0 + i}, Entry(f"a{i}", group="A")) for i in range(5)]
    rows += [side({"cva": 50.0 + i}, Entry(f"b{i}", group="B")) for i in range(5)]
    made = People(groups=("A", "B"))
    add_people(made, table(rows))
    a, b, everybody = card_of("cva", made.tallies["cva"], made.groups).groups
    assert (a.name, a.count, b.name, everybody.name) == ("A", 5, "B", "all")
    # Mean 42, SD 1.58, t(4) = 2.776: 42 +- 1.96.
    assert a.mean == "42.0° (95 % interval 40.0° to 44.0°)"
    # Nobody at 50 to 54 is told more than typical; Wilson of 0 in 5.
    assert b.share == "0 of 5 (0 to 43 %)"
    assert "<circle" in a.drawing


def test_no_adult_zones_stand_behind_a_group_with_children():
    child = Subject(14.0)
    rows = [side({}, Entry(f"{i}", group="A", subject=child)) for i in range(3)]
    made = People(groups=("A",))
    add_people(made, table(rows))
    group, *_ = card_of("cva", made.tallies["cva"], made.groups).groups
    assert group.drawing == ""
    assert group.share == ""
    assert made.tallies["cva"].bins.sum() == 0


def test_words_only_where_a_number_may_not_be_shown():
    made = People()
    add_people(made, table([side({}, Entry(f"{i}"), sd=8.0) for i in range(3)]))
    for name in ("sacral_slope", "pelvic_tilt"):
        card = card_of(name, made.tallies[name], ())
        assert (card.mean, card.spread) == ("", "")
        assert card.note.startswith("In words only")
        assert card.drawing
        assert "°" not in card.drawing
    assert not card_of("cva", made.tallies["cva"], ()).note
    without = card_of("shoulder_hip_offset", made.tallies["shoulder_hip_offset"], ())
    assert "no norm" in without.note
    assert not without.drawing


def test_a_person_counts_once_and_repeats_are_of_one_day(tmp_path: Path):
    rows = [side({"cva": 48.0 + i}, Entry(f"{i}", person="Ana", date=ON)) for i in (0, 2)]
    rows += [
        side({"cva": 40.0}, Entry("old", person="Bo", date=date(2025, 1, 1))),
        side({"cva": 60.0}, Entry("new", person="Bo", date=ON)),
        side({"cva": 50.0}, Entry("nobody")),
    ]
    text = page(rows, tmp_path)
    assert "<b>3</b>people" in re.sub(r"\s+", "", text)
    # 1.41 within Ana, whose photos differ by 2; Bo's lie almost two years apart.
    assert 'data-name="SD within a person">1.4°<' in text
    assert 'data-name="Repeats">1<' in text
    assert "People with photos of more than one day are not in this table: 1." in text
    assert "Photos without a name, of which each counts as a person: 1." in text


def test_few_repeats_give_no_limit(tmp_path: Path):
    def of(photos: int) -> str:
        rows = [
            side({"cva": 48.0 + i % 2}, Entry(f"{i}", person="Ana", date=ON)) for i in range(photos)
        ]
        return page(rows, tmp_path)

    few, many = of(10), of(11)
    assert 'data-name="Repeats">9<' in few
    assert 'data-name="19 of 20 differ by less than"' not in few
    assert "Under 10 repeats it is not said" in few
    assert 'data-name="19 of 20 differ by less than">1.4°<' in many
    assert "Under 10 repeats" not in many


def test_one_person_is_no_people():
    made = People()
    add_people(made, table([side({}, Entry("a"))]))
    assert card_of("cva", made.tallies["cva"], ()).count == "1 person"


def test_names_of_photos_have_room(tmp_path: Path):
    """Everything on the page may break anywhere, so a narrow column breaks names to pieces."""
    text = page(crowd(), tmp_path)
    for section in ("first", "retakes"):
        assert '<table class="stacked photos">' in text.split(f'<section id="{section}">')[1]
    assert ".photos td:first-child { min-width" in text
    assert re.search(r"th \{[^}]*overflow-wrap: normal", text)


def _columns(table: Any, *names: str) -> list[list[Any]]:
    return [table.column(name).to_pylist() for name in names]


def test_those_with_most_to_see_come_first(tmp_path: Path):
    rows = crowd()
    text = page(rows, tmp_path)
    first = text.index('id="first"')
    names = re.findall(r"<b>(P\d+|Odd)</b>", text[first : text.index("</table>", first)])
    people = pq.read_table(tmp_path / "people.parquet").sort_by(
        [("lines_beyond", "descending"), ("expected_beyond", "descending")]
    )
    beyond = [
        name
        for name, count in zip(*_columns(people, "person", "lines_beyond"), strict=True)
        if count
    ]
    assert names == beyond
    assert "odd2.jpg" in text


def test_long_lists_are_cut_with_a_pointer(tmp_path: Path):
    rows = [row(REFUSAL, Entry(f"{i}.jpg")) for i in range(70)]
    text = page(rows, tmp_path)
    assert f"{TOP} of 70 are shown; all of them: results.csv, column status." in text
    assert "19.jpg" in text
    assert "20.jpg" not in text
    assert len(text) < 60_000


def test_the_page_stands_alone_and_runs_nothing(tmp_path: Path):
    evil = "<script>alert(1)</script>"
    rows = [*crowd((evil, evil)), row(REFUSAL, Entry(f"{evil}\x07.jpg"))]
    rows.append(row(ValueError(evil), Entry("x.jpg", person=evil)))
    text = page(rows, tmp_path)
    assert "<script" not in text
    assert html.escape(evil) in text
    assert not re.search(r"https?://(?!www\.w3\.org)|url\(|@import|\son\w+=|\sstyle=", text)
    style = re.search(r"<style>(.*)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text


def sentences(text: str) -> Iterator[str]:
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    yield from filter(None, (html.unescape(one).strip() for one in re.split(r"<[^>]*>", body)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_page_keeps_the_wording_rules(language: str, tmp_path: Path):
    with use_language(language):
        text = page(crowd(("Rowing", "Football")), tmp_path)
    assert {one: wording_faults(one) for one in sentences(text) if wording_faults(one)} == {}
    assert f'lang="{language}"' in text


def test_the_german_page_is_german(tmp_path: Path):
    english = set(sentences(page(crowd(("A", "B")), tmp_path)))
    with use_language("de"):
        german = set(sentences(page(crowd(("A", "B")), tmp_path)))
    alike = {one for one in english & german if re.search(r"[a-z]{3,} [a-z]{2,}", one)}
    # What the made-up photos say of themselves; real reasons are translated where they are made.
    made_up = ("The body is turned", "Turn side-on", "It is cut off", "Copy it", "Wear less")
    assert {one for one in alike if not one.startswith(made_up)} == set()


def test_a_batch_without_an_analysed_photo_has_a_page(tmp_path: Path):
    text = page([row(REFUSAL, Entry("a.jpg"))], tmp_path)
    assert "Turn side-on to the camera." in text
    assert "Measurements" not in text


def test_only_the_columns_that_are_counted_are_read():
    assert set(COLUMNS) <= set(SCHEMA.names)
    assert set(counted.COLUMNS) <= set(SCHEMA.names)
    assert set(counted.PEOPLE_COLUMNS) <= set(PEOPLE_SCHEMA.names)
    for batch in table(crowd()):
        made = People()
        add_people(made, [batch.select(list(counted.COLUMNS))])
        assert made.count == batch.num_rows
