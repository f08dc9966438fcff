"""The way of most visitors: a photo in, findings out, a report to take home."""

from __future__ import annotations

from pathlib import Path

import cv2
import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import serving
from tests.e2e.visitor import (
    EXERCISES,
    HEAD,
    KEEP,
    SAMPLES,
    adjust,
    answer_with_no,
    box_of,
    check_sample,
    drop,
    found,
    go_to,
    open_fold,
    press,
    screen,
    settled,
    speak,
    standing,
    stop_the_plan,
    touching,
    visit,
)

SHIFT = "(img) => new DOMMatrix(getComputedStyle(img).transform).e"
"""How far a picture was moved to the right, pixels."""

PROPORTIONS = "(img) => [img.clientWidth / img.clientHeight, img.naturalWidth / img.naturalHeight]"
"""Width over height of a picture as drawn and as it is."""


def test_a_sample_gives_findings_and_a_report_to_keep(page: Page, address: str):
    visit(page, address)
    check_sample(page, "Head forward")
    picture = page.get_by_role("region", name="Picture that can be enlarged").get_by_role("img")
    assert "Head over the neck" in (picture.get_attribute("alt") or "")
    # Headline and four lines stand on the first screen, and the headline has the focus.
    headline, lines = page.locator(".st-key-verdict h1"), page.locator(".verdict li")
    expect(headline).to_be_focused()
    expect(lines).to_have_count(4)
    high = page.evaluate("innerHeight")
    for part in (headline, lines.last):
        box = box_of(part)
        assert box["y"] + box["height"] <= high
    open_fold(page, HEAD)
    expect(page.get_by_text("of 10 people who look like this in a photo").first).to_be_visible()
    open_fold(page, KEEP)
    page.get_by_role("button", name="Make picture, report and data").click()
    offer = page.get_by_role("button", name="Report (PDF)")
    with page.expect_download() as coming:
        offer.click()
    assert coming.value.suggested_filename.endswith(".pdf")
    data = Path(coming.value.path()).read_bytes()
    assert data.startswith(b"%PDF")
    report = pypdfium2.PdfDocument(data)
    try:
        assert len(report) >= 1
        words = report[0].get_textpage().get_text_bounded()
    finally:
        report.close()
    assert "head_forward" in words


def test_an_uploaded_photo_gives_findings_and_another_can_follow(page: Page, address: str):
    visit(page, address)
    drop(page, SAMPLES / "sway_back.jpg")
    found(page)
    expect(page.get_by_text("sway_back.jpg, facing")).to_be_visible()
    page.get_by_role("button", name="Another photo").click()
    expect(page.get_by_test_id("stFileUploaderDropzone")).to_be_visible()
    expect(page.get_by_text("sway_back.jpg, facing")).to_have_count(0)


def test_a_reload_restores_the_result_and_another_photo_forgets_it(page: Page, address: str):
    visit(page, address)
    check_sample(page, "Head forward")
    open_fold(page, HEAD)
    card = page.get_by_role("heading", level=3).filter(has_text="Head over the neck")
    before = card.inner_text()
    stop_the_plan(page)
    assert "session=" in page.url
    page.reload()
    found(page)
    expect(page.get_by_text("head_forward.jpg, facing")).to_be_visible()
    open_fold(page, HEAD)
    expect(card).to_have_text(before)
    open_fold(page, EXERCISES)
    expect(page.get_by_text("No exercises for now.")).to_be_visible()
    kept = page.url
    page.get_by_role("button", name="Another photo").click()
    expect(page.get_by_test_id("stFileUploaderDropzone")).to_be_visible()
    settled(page)
    assert "session=" not in page.url
    page.goto(kept)
    expect(page.get_by_test_id("stFileUploaderDropzone")).to_be_visible()
    settled(page)
    expect(page.get_by_text("head_forward.jpg, facing")).to_have_count(0)


def test_a_point_moved_by_hand_changes_its_number_on_both_pages(page: Page, address: str):
    visit(page, address)
    check_sample(page, "Head forward")
    open_fold(page, HEAD)
    card = page.get_by_role("heading", level=3).filter(has_text="Head over the neck")
    before = card.inner_text()
    adjust(page)
    page.get_by_label("Point", exact=True).select_option("tragus")
    page.locator(".stage").focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    row = page.locator("tr", has_text="Head over the neck").first
    expect(row.locator("strong").first).to_be_visible()
    title, numbers = row.locator("td").all_inner_texts()
    estimate, _, now = numbers.partition(" → ")
    assert now != estimate
    assert estimate.split()[0] in before, title
    go_to(page, "Check")
    found(page)
    expect(page.get_by_text("One point was placed by hand")).to_be_visible()
    open_fold(page, HEAD)
    expect(card).not_to_have_text(before)


def test_the_place_of_a_point_is_said_in_the_language_of_the_page(page: Page, address: str):
    visit(page, address)
    check_sample(page, "Head forward")
    adjust(page)
    page.get_by_label("Point", exact=True).select_option("c7")
    place = page.locator(".where")
    expect(place).to_contain_text("Lowest neck bone")
    speak(page, "Deutsch")
    expect(place).to_contain_text("Unterster Halswirbel")


def test_a_photo_from_the_front_leads_to_left_and_right(page: Page, address: str):
    visit(page, address)
    drop(page, SAMPLES / "sides" / "front.jpg")
    found(page)
    expect(page.get_by_text("front.jpg · From the front")).to_be_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        drawn = page.locator(".st-key-frontal_picture img")
        shown, natural = drawn.evaluate(PROPORTIONS)
        assert shown == pytest.approx(natural, rel=0.01), width
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save this picture").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"\x89PNG")


def test_two_fingers_enlarge_the_picture_on_a_phone_and_one_moves_it(phone: Page, address: str):
    visit(phone, address)
    check_sample(phone, "Head forward")
    stage = phone.get_by_role("region", name="Picture that can be enlarged")
    # In the middle of the screen, clear of the bar at the top.
    stage.evaluate("(one) => one.scrollIntoView({block: 'center'})")
    box = box_of(stage)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    expect(stage).to_have_attribute("data-scale", "1.00")
    fingers = touching(phone)

    fingers("touchStart", (x - 20, y), (x + 20, y))
    for gap in (35, 50, 65, 80):
        fingers("touchMove", (x - gap, y), (x + gap, y))
    fingers("touchEnd")
    expect(stage).to_have_attribute("data-scale", "4.00")
    # The picture was enlarged and not the page.
    assert phone.evaluate("visualViewport.scale") == 1
    # What lay between the fingers still does.
    shift = stage.get_by_role("img").evaluate(SHIFT)
    assert abs(shift + 3 * box["width"] / 2) < 6

    fingers("touchStart", (x, y))
    fingers("touchMove", (x + 30, y + 10))
    fingers("touchMove", (x + 60, y + 20))
    fingers("touchEnd")
    moved = stage.get_by_role("img").evaluate(SHIFT)
    assert abs(moved - shift - 60) < 6

    fingers("touchStart", (x - 60, y), (x + 60, y))
    for gap in (50, 20, 10):
        fingers("touchMove", (x - gap, y), (x + gap, y))
    fingers("touchEnd")
    expect(stage).to_have_attribute("data-scale", "1.00")


def test_on_a_phone_a_tap_gives_the_picture_the_whole_width(phone: Page, address: str):
    visit(phone, address)
    check_sample(phone, "Head forward")
    stage = phone.get_by_role("region", name="Picture that can be enlarged")
    small = box_of(stage)
    stage.tap()
    large = box_of(stage)
    assert large["width"] > 1.8 * small["width"]
    expect(stage).to_have_attribute("data-scale", "1.00")
    phone.get_by_role("button", name="Enlarge").tap()
    expect(stage).to_have_attribute("data-scale", "1.40")
    phone.get_by_role("button", name="Whole picture").tap()
    assert box_of(stage) == small


def test_one_finger_on_the_whole_picture_scrolls_the_page(phone: Page, address: str):
    visit(phone, address)
    check_sample(phone, "Head forward")
    stage = phone.get_by_role("region", name="Picture that can be enlarged")
    stage.evaluate("(one) => one.scrollIntoView({block: 'center'})")
    box = box_of(stage)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    main = phone.get_by_test_id("stMain")
    before = main.evaluate("(one) => one.scrollTop")
    fingers = touching(phone)
    fingers("touchStart", (x, y))
    for step in range(1, 9):
        fingers("touchMove", (x, y - 20 * step))
    fingers("touchEnd")
    phone.wait_for_function(
        f"document.querySelector('[data-testid=stMain]').scrollTop > {before + 60}"
    )
    expect(stage).to_have_attribute("data-scale", "1.00")


def test_the_camera_takes_a_photo_that_is_analysed(address: str, tmp_path: Path):
    clip = still_film(SAMPLES / "facing_left.jpg", tmp_path / "camera.mjpeg")
    with serving.browser(f"--use-file-for-fake-video-capture={clip}") as page:
        visit(page, address)
        page.get_by_test_id("stCheckbox").filter(has_text="Use the camera").locator(
            "label"
        ).first.click()
        shutter = page.get_by_test_id("stCameraInputButton")
        page.wait_for_function(
            "() => { const v = document.querySelector('video'); return v && v.videoWidth > 0 "
            "&& v.readyState >= 3; }"
        )
        shutter.click()
        found(page)
        expect(page.get_by_text("Camera.jpg, facing left")).to_be_visible()
        settled(page)


def still_film(photo: Path, to: Path) -> Path:
    """A video of one photo, which chromium plays again and again in place of a camera."""
    picture = cv2.imread(str(photo))
    assert picture is not None
    side = (1600 - picture.shape[1]) // 2
    wide = cv2.copyMakeBorder(picture, 0, 0, side, side, cv2.BORDER_REPLICATE)
    good, frame = cv2.imencode(".jpg", wide, [cv2.IMWRITE_JPEG_QUALITY, 95])
    assert good
    to.write_bytes(frame.tobytes() * 20)
    return to


def test_a_side_photo_given_as_a_frontal_one_needs_one_click_more(phone: Page, address: str):
    visit(phone, address, "frontal")
    drop(phone, SAMPLES / "standing_tall.jpg")
    # Its button lies below the picture, so the result begins further up than what is seen.
    phone.get_by_role("button", name="Look at it as a side photo instead").click()
    found(phone)
    expect(phone.locator(".st-key-verdict h1")).to_be_focused()
    expect(phone.locator(".st-key-verdict h1")).to_be_in_viewport(ratio=1)
    expect(phone.locator(".verdict li").last).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [390, 810, 1100, 1280])
def test_the_buttons_that_enlarge_lie_beside_the_picture(page: Page, address: str, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, address)
    check_sample(page, "Head forward")
    picture = box_of(page.get_by_role("region", name="Picture that can be enlarged"))
    for name in ("Enlarge", "Make smaller", "Whole picture"):
        button = box_of(page.get_by_role("button", name=name))
        across = button["x"] < picture["x"] + picture["width"]
        down = button["y"] < picture["y"] + picture["height"]
        assert not (across and down), name
        assert button["x"] + button["width"] <= width


def test_on_a_phone_a_yes_that_stops_the_exercises_is_answered_in_sight(phone: Page, address: str):
    visit(phone, address)
    check_sample(phone, "Head forward")
    open_fold(phone, EXERCISES)
    asked = phone.get_by_test_id("stRadio").filter(has_text="difficulty holding or passing")
    asked.get_by_text("Yes", exact=True).click()
    settled(phone)
    confirm = phone.locator("button:enabled").filter(has_text="Confirm the answers of this card")
    press(phone.get_by_role("button", name="None of these"), confirm)
    settled(phone)
    confirm.click()
    expect(phone.get_by_text("Card 2 of 4")).to_be_visible()
    expect(phone.get_by_text("No exercises for now.")).to_be_in_viewport()


def test_on_a_phone_the_plan_begins_in_sight_after_the_last_card(phone: Page, address: str):
    visit(phone, address)
    check_sample(phone, "Head forward")
    answer_with_no(phone)
    settled(phone)
    plan = phone.get_by_role("heading", name="Plan for 8 weeks")
    expect(plan).to_be_in_viewport()
    standing(plan)
    bar = box_of(phone.get_by_test_id("stHeader"))
    assert bar["y"] + bar["height"] <= box_of(plan)["y"] < screen(phone)["height"] / 2
