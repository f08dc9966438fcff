from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.placed.entries import PLACED_SD, STICKER_SD, PlacedPoint, PointEntry, resolve
from posture.body.points import POINTS
from posture.errors import InputError
from posture.files.points import read_points
from posture.limits import POINTS_BYTES

C7 = {"x_px": 310, "y_px": 188.5}


def as_json(points: Mapping[str, Mapping[str, object]]) -> bytes:
    return json.dumps({"points": points}).encode()


def faults(source: Path | str | bytes, size: tuple[int, int] | None = None) -> tuple[str, ...]:
    with pytest.raises(InputError) as caught:
        read_points(source, size=size)
    return caught.value.faults


def only_fault(source: Path | str | bytes, size: tuple[int, int] | None = None) -> str:
    (fault,) = faults(source, size)
    return fault


def test_json():
    given_points = {"c7": C7, "tragus": C7 | {"source": "sticker", "sd_px": 2}}
    expected = (
        PointEntry("c7", 310.0, 188.5, "placed", None),
        PointEntry("tragus", 310.0, 188.5, "sticker", 2.0),
    )
    assert read_points(as_json(given_points)) == expected
    assert read_points(json.dumps(given_points).encode()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "name,x_px,y_px,source,sd_px\nc7,310,188.5,,\ntragus,310,188.5,sticker,2\n",
        "\ufeffName; X_px; Y_px; Source; Sd_px\r\nC7; 310; 188.5\r\n\r\ntragus;310;188.5;sticker;2",
        "y_px,sd_px,source,x_px,name\n188.5,,placed,310,c7\n188.5,2,sticker,310,tragus",
    ],
)
def test_csv(text: str):
    assert read_points(text.encode()) == (
        PointEntry("c7", 310.0, 188.5, "placed", None),
        PointEntry("tragus", 310.0, 188.5, "sticker", 2.0),
    )


def test_a_path_is_opened(tmp_path: Path):
    path = tmp_path / "points.json"
    path.write_bytes(as_json({"c7": C7}))
    assert read_points(path) == read_points(str(path)) == read_points(as_json({"c7": C7}))


@given(
    st.dictionaries(
        st.sampled_from(POINTS),
        st.tuples(st.floats(0, 5000), st.floats(0, 5000), st.sampled_from(["placed", "sticker"])),
        min_size=1,
    )
)
def test_json_and_csv_say_the_same(points: dict[str, tuple[float, float, str]]):
    rows = {n: {"x_px": x, "y_px": y, "source": s} for n, (x, y, s) in points.items()}
    lines = [f"{n},{x!r},{y!r},{s}" for n, (x, y, s) in points.items()]
    text = "\n".join(["name,x_px,y_px,source", *lines])
    assert read_points(as_json(rows)) == read_points(text.encode())


def test_resolve_takes_the_usual_error_at_the_scale_of_the_picture():
    entries = (
        PointEntry("c7", 1.0, 2.0),
        PointEntry("tragus", 3.0, 4.0, "sticker"),
        PointEntry("knee", 5.0, 6.0, "placed", 7.0),
    )
    assert resolve(entries, 1000.0) == (
        PlacedPoint("c7", 1.0, 2.0, 1000.0 * PLACED_SD, "placed"),
        PlacedPoint("tragus", 3.0, 4.0, 1000.0 * STICKER_SD, "sticker"),
        PlacedPoint("knee", 5.0, 6.0, 7.0, "placed"),
    )
    assert STICKER_SD < PLACED_SD


@pytest.mark.parametrize(
    ("name", "guess"), [("tragsu", "tragus"), ("shoulder", "acromion"), ("c-7", "c7")]
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, guess: str):
    fault = only_fault(as_json({name: C7}))
    assert f'"{name}" is not a known point. Did you mean "{guess}"?' in fault


def test_a_name_like_no_other_is_answered_with_the_list():
    fault = only_fault(as_json({"zzzzzz": C7}))
    assert "Did you mean" not in fault
    assert ", ".join(POINTS) in fault


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"x_px": -1}, "c7: x_px cannot be '-1'. Give the distance from the left edge"),
        ({"y_px": float("nan")}, "c7: y_px cannot be 'nan'. Give the distance from the upper edge"),
        ({"y_px": float("inf")}, "c7: y_px cannot be 'inf'"),
        ({"x_px": "12"}, "c7: x_px cannot be '12'"),
        ({"x_px": True}, "c7: x_px cannot be 'True'"),
        ({"x_px": None}, "c7: x_px cannot be 'None'"),
        ({"source": "estimated"}, "c7: source cannot be 'estimated'. Write \"placed\""),
        ({"sd_px": 0}, "c7: sd_px cannot be '0'. Give the error in pixels, above 0"),
        ({"colour": "red"}, "c7: colour is not known. Use only x_px"),
    ],
)
def test_one_fault_of_a_point(change: dict[str, object], said: str):
    assert said in only_fault(as_json({"c7": C7 | change}))


def test_missing_coordinates():
    assert only_fault(as_json({"c7": {"x_px": 3}})).startswith("c7: y_px is missing. Give the")


def test_duplicates():
    twice = b'{"points": {"c7": {"x_px": 1, "y_px": 2}, "C7": {"x_px": 3, "y_px": 4}}}'
    assert only_fault(twice) == '"c7" is given more than once. Keep one of them.'
    assert only_fault(b"name,x_px,y_px\nc7,1,2\nc7,1,2") == only_fault(twice)
    assert "x_px is given more than once" in only_fault(b'{"c7": {"x_px":1, "x_px":2, "y_px":3}}')


def test_points_outside_the_picture():
    assert read_points(as_json({"c7": C7}), size=(310, 189))
    fault = only_fault(as_json({"c7": C7}), size=(300, 400))
    assert "(310, 188.5) lies outside the picture of 300 x 400 pixels" in fault


def test_every_fault_is_listed_at_once():
    text = b"name,x_px,y_px,source\nc7,-1,nan,\nelbow,1,2,\nknee,9999,2,guess\n,1,2,\nasis,999,9\n"
    found = faults(text, size=(500, 500))
    for said in (
        "c7: x_px",
        "c7: y_px",
        '"elbow"',
        "knee: source",
        "knee: (9999",
        "Line 5: the name is missing",
        "asis: (999",
    ):
        assert sum(said in fault for fault in found) == 1, said
    assert len(found) == 7


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "missing"),
        (b"name,x_px,y_px\n", "holds no point"),
        (b'{"points": {}}', "holds no point"),
        (b"{}", "holds no point"),
        (b'{"points": {"c7":', "not valid JSON"),
        (b'{"points": ' + b"[" * 100_000, "not valid JSON"),
        (b'{"c7": {"x_px": ' + b"9" * 5000 + b', "y_px": 1}}', "not valid JSON"),
        (b"[1, 2]", "It is a list"),
        (b'{"points": [1]}', '"points" is not an object'),
        (b'{"c7": [1, 2]}', "c7: write"),
        (b'{"points": {"c7": {"x_px": 1, "y_px": 2}}, "knee": {}}', '"knee" is outside'),
        (b"name,x_px\nc7,1", '"y_px" is missing'),
        (b"name,x_px,y_px,z\nc7,1,2,3", '"z" is not known'),
        (b"name,x_px,y_px,x_px\nc7,1,2,3", "is given twice"),
        (b"name,x_px,y_px\nc7,1,2,3", "Line 2 has more cells"),
        (b"just some words", '"name" is missing'),
    ],
)
def test_files_of_another_form(data: bytes, said: str):
    assert any(said in fault for fault in faults(data))


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"c7\0", b'name,x_px,y_px\n"c7', b" " * (POINTS_BYTES + 1)]
)
def test_files_that_are_no_points_file(data: bytes):
    with pytest.raises(InputError) as caught:
        read_points(data)
    assert caught.value.remedy


def test_paths_that_cannot_be_opened(tmp_path: Path):
    for path in (tmp_path / "none.json", "a\0b"):
        with pytest.raises(InputError, match="There is no file"):
            read_points(path)
    with pytest.raises(InputError, match="is a folder"):
        read_points(tmp_path)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_points_or_an_input_error(data: bytes):
    try:
        points = read_points(data)
    except InputError:
        return
    assert points


BOTH = (PointEntry("c7", 310.5, 188.25), PointEntry("tragus", 402.0, 96.0, "sticker", 2.5))


@pytest.mark.parametrize(
    "text",
    [
        "name;x_px;y_px;source;sd_px\nc7;310,5;188,25;;\ntragus;402;96;sticker;2,5\n",
        "name\tx_px\ty_px\tsource\tsd_px\nc7\t310,5\t188,25\ntragus\t402\t96\tsticker\t2,5\n",
        "name\tx_px\ty_px\tsource\tsd_px\nc7\t310.5\t188.25\ntragus\t402\t96\tsticker\t2.5\n",
        "sep=;\nname;x_px;y_px;source;sd_px\nc7;310,5;188,25\ntragus;402;96;sticker;2,5\n",
        "sep=,\nname,x_px,y_px,source,sd_px\nc7,310.5,188.25\ntragus,402,96,sticker,2.5\n",
        "SEP=\t\r\nname\tx_px\ty_px\tsource\tsd_px\r\nc7\t310,5\t188,25\r\ntragus\t402\t96\tsticker\t2,5",
        '"sep=|"\nname|x_px|y_px|source|sd_px\nc7|310.5|188.25\ntragus|402|96|sticker|2.5\n',
        "NAME;X_PX;Y_Px;SOURCE;SD_PX\nC7;310,5;188,25\nTRAGUS;402;96;Sticker;2,5\n",
        'name,x_px,y_px,source,sd_px\nc7,"310,5","188,25"\ntragus,402,96,STICKER,"2,5"\n',
        "name;x_px;y_px;source;sd_px;;\nc7;310,5;188,25;;;;\ntragus;402;96;sticker;2,5;;\n;;;;;;\n",
        "\n\nname,x_px,y_px,source,sd_px\rc7,310.5,188.25\rtragus,402,96,sticker,2.5",
        "source;sd_px;y_px;x_px;name\nplaced;;188,25;310,5;c7\nsticker;2,5;96;402;tragus\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_spreadsheets_in_any_country(text: str, encoding: str, tmp_path: Path):
    path = tmp_path / "points.csv"
    path.write_bytes(text.encode(encoding))
    assert read_points(path) == BOTH


def test_a_csv_of_excel_for_windows():
    text = 'name;x_px;y_px;Quelle "für"\nc7;310,5;9;\n'
    assert only_fault(text.encode("cp1252")).startswith('The column "quelle "für"" is not known.')


def test_the_apostrophe_that_guards_a_cell_is_none_of_its_text():
    assert only_fault(b"name;x_px;y_px\nc7;'-1.5;9") == only_fault(b"name;x_px;y_px\nc7;-1.5;9")


def test_a_line_that_cannot_be_read_is_named():
    with pytest.raises(InputError, match="cannot be read from line 3 on") as caught:
        read_points(b'name,x_px,y_px\nc7,1,2\n"knee",3,"4')
    assert caught.value.remedy.startswith("Give one line per point")


@pytest.mark.parametrize(
    ("cells", "x"),
    [
        ("1,5", 1.5),
        ("1310,25", 1310.25),
        ("310,125", 310.125),
        ("0,125", 0.125),
        ("1.234", 1.234),
        ("1234", 1234.0),
    ],
)
def test_a_number_is_read_as_it_is_meant(cells: str, x: float):
    (entry,) = read_points(f"name;x_px;y_px\nc7;{cells};9".encode())
    assert entry.x_px == x


def test_a_number_that_can_be_read_in_two_ways_is_never_guessed():
    fault = only_fault(b"name;x_px;y_px\nc7;1,234;9", size=(4000, 4000))
    assert fault.startswith('c7: x_px "1,234" can be read as 1.234 or as 1234. Write it')
    # With a decimal comma elsewhere in the file it is one, and a point separates thousands.
    told = read_points(b"name;x_px;y_px\nc7;1,234;9\nknee;7,5;9")
    assert [entry.x_px for entry in told] == [1.234, 7.5]
    fault = only_fault(b"name;x_px;y_px\nc7;1.234;9\nknee;7,5;9", size=(4000, 4000))
    assert '"1.234" can be read as' in fault


def test_a_bad_csv_lists_every_fault_with_its_remedy():
    text = "sep=;\nBone;x;y_px;z\nc7;-1,5;abc;0\nelbow;1;2;0\n;3;4;0\nknee;9999;2;0\nasis;1;2;0;5\n"
    assert faults(text.encode(), size=(500, 500)) == (
        'The column "bone" is not known. Use only name, x_px, y_px, source, sd_px.',
        'The column "x" is not known. Write "x_px".',
        'The column "z" is not known. Use only name, x_px, y_px, source, sd_px.',
        'The column "name" is missing. Begin with the line "name;x_px;y_px".',
        "Line 7 has more cells than the header. Remove the extra ones.",
        "Line 3: x_px cannot be '-1.5'. Give the distance from the left edge of the picture in "
        "pixels, 0 or more.",
        "Line 3: y_px cannot be 'abc'. Give the distance from the upper edge of the picture in "
        "pixels, 0 or more.",
        "Line 6: (9999, 2) lies outside the picture of 500 x 500 pixels. Give pixels of the "
        "original picture, not of a smaller copy.",
    )


def test_a_csv_without_a_header_is_still_checked():
    found = faults(b"c7;310;188\nelbow;1;2\n")
    assert found[0].startswith("The line with the names of the columns is missing. Begin with")
    assert '"name;x_px;y_px"' in found[0]
    assert '"elbow" is not a known point' in found[1]
    assert len(found) == 2


def test_a_decimal_comma_between_commas_is_explained():
    fault = only_fault(b"name,x_px,y_px\nc7,310,5,188,5\n")
    assert "Line 2 has more cells" in fault
    assert "separate the cells by semicolons" in fault


def test_a_missing_column_is_said_once():
    fault = only_fault(b"name;x_px\nc7;1\nknee;2\n")
    assert fault == 'The column "y_px" is missing. Begin with the line "name;x_px;y_px".'
