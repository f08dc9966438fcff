"""The page "Adjust points" in a real browser: mouse, keys and finger move points and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import serving
from tests.e2e.visitor import box_of, touching

APP = Path(__file__).with_name("points_app.py")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The page on its own, with a photo that is already analysed."""
    with serving.served(APP) as where:
        yield where


def shown(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    page.locator("img[src^='data:image/jpeg']").wait_for()
    # The table comes last.
    row(page, "Head over the neck").wait_for()
    return page


def middle(page: Page, point: str) -> tuple[float, float]:
    page.locator(f".hit[data-point={point}]").scroll_into_view_if_needed()
    box = box_of(page.locator(f".hit[data-point={point}]"))
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def row(page: Page, name: str) -> Locator:
    """The measurement's row of the table."""
    return page.locator("tr", has_text=name).first


def cells(page: Page, name: str) -> list[str]:
    """Title, estimate and number now; the same where nothing was placed."""
    title, numbers = row(page, name).locator("td").all_inner_texts()
    before, _, after = numbers.partition(" → ")
    return [title, before, after or before]


def changed(page: Page, name: str) -> list[str]:
    row(page, name).locator("strong").first.wait_for()
    return cells(page, name)


def test_dragging_a_point_changes_its_number_and_reset_gives_it_back(page: Page, address: str):
    page = shown(page, address)
    before = cells(page, "Head over the neck")
    x, y = middle(page, "tragus")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 10, y + 45, steps=4)
    assert page.locator("canvas.glass").is_visible()
    page.mouse.up()
    after = changed(page, "Head over the neck")
    assert after[1] == before[1]
    assert after[2] != before[2]
    page.locator("label", has_text="by touch").first.click()
    page.get_by_role("button", name="Reset all points").click()
    page.get_by_text("Nothing was placed yet").wait_for()
    # The table reaches the browser after its caption.
    expect(row(page, "Head over the neck").locator("td")).to_have_text(before[:2])
    assert not page.locator("canvas.glass").is_visible()


def test_keys_move_the_chosen_point_by_one_and_by_ten_pixels(page: Page, address: str):
    page = shown(page, address)
    page.get_by_label("Point", exact=True).select_option("psis")
    where = page.locator("output.where")
    x = float(where.inner_text().split(":")[1].split(",")[0])
    page.locator(".stage").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.get_by_text("How were they placed?").wait_for()
    moved = float(where.inner_text().split(":")[1].split(",")[0])
    assert moved == x + 19


def test_a_finger_drags_a_point_on_a_phone(phone: Page, address: str):
    page = shown(phone, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    x, y = middle(page, "knee")
    finger = touching(page)
    finger("touchStart", (x, y))
    for step in (15, 30, 45):
        finger("touchMove", (x + step, y))
    finger("touchEnd")
    page.get_by_text("How were they placed?").wait_for()
    assert changed(page, "Knee beyond straight")[2] != cells(page, "Knee beyond straight")[1]


def test_the_picture_is_enlarged_and_points_are_put_where_they_are_seen(page: Page, address: str):
    page = shown(page, address)
    page.get_by_label("Point", exact=True).select_option("c7")
    where = page.locator("output.where")
    page.keyboard.press("Tab")
    before = where.inner_text()
    stage = page.locator(".stage")
    for _ in range(4):
        page.get_by_role("button", name="Enlarge").click()
    expect(stage).to_have_attribute("data-scale", "3.84")
    assert where.inner_text() == before, "enlarging moves no point"
    x, y = middle(page, "c7")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 38.4, y, steps=4)
    page.mouse.up()
    page.get_by_text("How were they placed?").wait_for()
    old, new = (float(text.split(":")[1].split(",")[0]) for text in (before, where.inner_text()))
    ratio = stage.evaluate(
        "(one) => one.querySelector('svg').viewBox.baseVal.width / one.clientWidth"
    )
    assert abs((old - new) - 38.4 * ratio) <= 1
    x, y = middle(page, "c7")
    page.mouse.move(x + 120, y + 90)
    page.mouse.down()
    page.mouse.move(x + 60, y + 60, steps=3)
    page.mouse.up()
    moved = middle(page, "c7")
    assert abs(moved[0] - (x - 60)) < 3, "beside a point the picture is moved"
    stage.focus()
    page.keyboard.press("0")
    expect(stage).to_have_attribute("data-scale", "1.00")


def test_a_point_off_the_body_moves_its_number_and_is_said(page: Page, address: str):
    page = shown(page, address)
    x, y = middle(page, "c7")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y, steps=4)
    page.mouse.up()
    expect(page.get_by_text("Lowest neck bone (C7) lies off the body")).to_be_visible()
    _, was, now = changed(page, "Head over the neck")
    assert int(was.split("°")[0]) - int(now.split("°")[0]) >= 10
