"""Lists of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.errors import InputError
from posture.studio.group.names import MOST, read_names


@pytest.mark.parametrize(
    ("line", "name", "year"),
    [
        ("Ana Ruiz", "Ana Ruiz", None),
        ("  Ana Ruiz , 1980 ", "Ana Ruiz", 1980),
        ("Ana Ruiz; 1980", "Ana Ruiz", 1980),
        ("Ana Ruiz (2001)", "Ana Ruiz", 2001),
        ("Ana\t1980", "Ana", 1980),
        ("Agent 007", "Agent 007", None),
        ("Ana 3980", "Ana 3980", None),
        ("1980", "1980", None),
        ("=SUM(A1) <b>", "=SUM(A1) <b>", None),
    ],
)
def test_a_line_is_a_name_and_perhaps_a_year(line: str, name: str, year: int | None):
    (one,) = read_names(line)
    assert (one.name, one.year_of_birth) == (name, year)


def test_order_stays_and_empty_lines_count_nothing():
    assert [one.name for one in read_names("Zoe\n\n  \nAna\r\nBen")] == ["Zoe", "Ana", "Ben"]


def test_every_fault_is_named_with_its_line():
    with pytest.raises(InputError) as caught:
        read_names(f"Ana\nana \n{'x' * 201}\nAna, 1980")
    assert len(caught.value.faults) == 2
    assert "Line 2" in caught.value.faults[0]
    assert "line 1" in caught.value.faults[0]
    assert "Line 3" in caught.value.faults[1]
    with pytest.raises(InputError):
        read_names("\n".join(f"Person {i}" for i in range(MOST + 1)))


@given(st.text(max_size=300))
def test_any_text_is_names_or_a_fault(text: str):
    try:
        people = read_names(text)
    except InputError:
        return
    assert all(one.name and one.name == one.name.strip() for one in people)


def test_a_line_without_a_name_counts_nothing():
    assert [one.name for one in read_names(",\xa00\n,;\n\xa0\nAna;\xa0")] == ["0", "Ana"]


@pytest.mark.parametrize(
    "text",
    [
        "Name;Geburtsjahr\nAna Ruiz;1980\nBen Óg;\n",
        "name\nAna Ruiz 1980\nBen Óg",
        'Vorname,Nachname,Geburtsdatum,Verein\nAna,Ruiz,2.3.1980,"TV, Nord"\nBen,Óg,,',
        "year of birth\tname\n1980\tAna Ruiz\n\tBen Óg",
    ],
)
def test_a_table_with_headings_gives_the_same_people(text: str):
    found = [(one.name, one.year_of_birth) for one in read_names(text)]
    assert found == [("Ana Ruiz", 1980), ("Ben Óg", None)]


def test_names_that_are_typed_may_stand_before_the_table():
    found = read_names("Carla Person\nname;born\nAna Ruiz;1980")
    assert [one.name for one in found] == ["Carla Person", "Ana Ruiz"]
