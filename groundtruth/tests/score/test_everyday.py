from __future__ import annotations

from typing import Any

from groundtruth.score.pages.everyday_section import CROPPED, SCORED, figures, garments, section


def block(cover: float = 95.0, rises: float = 3.0, so: float = 75.0) -> dict[str, Any]:
    """Two sets that differ in nothing but their name."""
    metrics = {m: {"rmse": 2.0, "cover_80": 80.0, "cover_95": cover} for m in SCORED}
    cropped = [
        {"place": place, "metric": metric, "pictures": 9, "rises": rises, "most": most}
        for place, (_, names, most) in CROPPED.items()
        for metric in names
    ]
    worn = [{"garment": "long_coat", "pictures": 20, **dict.fromkeys(SCORED, 3.0)}]
    found = {
        "pictures": 40, "people": 20, "metrics": metrics, "cropped": cropped, "garments": worn,
    }  # fmt: skip
    told = [{"people": 8, "told": 500, "so": so}]
    sets = {"own": found, "theirs": found}
    return {"date": "today", "estimator_sha256": "0", "sets": sets, "told": told}


def test_every_figure_is_compared_with_its_target() -> None:
    assert all(figure.holds for figure in figures(block()))
    short = {figure.name for figure in figures(block(cover=70.0)) if not figure.holds}
    assert short == {
        f"{m}, {name}, 95 % intervals hold" for m in SCORED for name in block()["sets"]
    }


def test_an_error_that_grows_in_cut_pictures_falls_short() -> None:
    assert not any(f.holds for f in figures(block(rises=40.0)) if "cut" in f.name)


def test_eight_of_ten_who_are_so_in_too_few_fall_short() -> None:
    (short,) = [figure for figure in figures(block(so=69.0)) if not figure.holds]
    assert short.name == "told 8 of 10, 500 times: so"
    assert short.target == "70-90"


def test_the_page_names_sets_counts_and_cut_pictures() -> None:
    text = "\n".join(section(block(), "there.md"))
    for part in (
        "own: RMSE",
        "theirs: RMSE",
        "there.md",
        "9 pictures cut at the hip",
        "+3 %",
        "| so | 75 % |",
    ):
        assert part in text
    assert "| long coat | 20 |" in garments(block())


def test_nothing_is_said_where_nothing_was_measured() -> None:
    assert not list(section({}, "there.md"))
