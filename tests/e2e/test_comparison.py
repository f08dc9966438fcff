"""Two photos of one person: what has changed, and what of it counts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.e2e.visitor import (
    KEEP,
    SAMPLES,
    compare_sample,
    compared,
    drop,
    found,
    go_to,
    open_fold,
    settled,
    speak,
    visit,
)

BEFORE, AFTER = (SAMPLES / "change" / f"{name}.jpg" for name in ("before", "after"))


def picture(page: Page, name: str) -> Locator:
    """The line under a picture that names it."""
    return page.get_by_text(f"{name}, facing right", exact=True)


def test_a_reload_restores_both_photos(page: Page, address: str):
    visit(page, address, "compare", "Compare")
    compare_sample(page)
    cards = page.get_by_test_id("stMain").get_by_role("heading", level=3)
    before = cards.all_inner_texts()
    assert before
    page.reload()
    compared(page)
    expect(picture(page, "before.jpg")).to_be_visible()
    expect(picture(page, "after.jpg")).to_be_visible()
    assert cards.all_inner_texts() == before


def kept(page: Page, button: str) -> bytes:
    with page.expect_download() as coming:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(coming.value.path()).read_bytes()


def test_the_sample_shows_what_counts_and_its_data_say_the_same(page: Page, address: str):
    visit(page, address, "compare", "Compare")
    compare_sample(page)
    card = page.get_by_role("heading", level=3).filter(has_text="Head over the neck")
    expect(card).to_contain_text("Larger than before")
    expect(page.get_by_text("The head sits further back.")).to_be_visible()
    expect(page.get_by_text("Both photos were read jointly")).to_be_visible()
    told = json.loads(kept(page, "Data (JSON)"))
    expect(card).to_contain_text(f"{told['changes']['cva']['value']:+.0f}°")
    assert (told["status"], told["before"], told["after"]) == (
        "compared",
        "before.jpg",
        "after.jpg",
    )
    counted = [name for name, one in told["changes"].items() if one["exceeds_mdc"]]
    assert "cva" in counted
    rows = csv.DictReader(io.StringIO(kept(page, "Table (CSV)").decode()))
    assert [row["name"] for row in rows if row["exceeds_mdc"] == "true"] == counted
    small = page.get_by_text(f"Too small to tell ({len(told['changes']) - len(counted)})")
    tilt = page.get_by_role("heading", level=3).filter(has_text="Forward tilt of the pelvis")
    expect(tilt).not_to_be_visible()
    small.click()
    expect(tilt).to_be_visible()
    expect(tilt).not_to_contain_text("°")


def test_the_photo_that_was_checked_is_compared_with_a_stored_one(page: Page, address: str):
    visit(page, address)
    drop(page, BEFORE)
    found(page)
    open_fold(page, KEEP)
    page.get_by_role("button", name="Make picture, report and data").click()
    stored = Path("before-analysis.json")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Data (JSON)").click()
    assert coming.value.suggested_filename == stored.name
    data = Path(coming.value.path()).read_bytes()
    page.get_by_role("button", name="Another photo").click()
    expect(page.get_by_text("before.jpg, facing")).to_have_count(0)
    settled(page)
    drop(page, AFTER)
    found(page)
    page.get_by_role("link", name="Compare with an earlier photo").click()
    expect(page.get_by_role("heading", level=1, name="Compare")).to_be_visible()
    expect(picture(page, "after.jpg")).to_be_visible()
    settled(page)
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
        {"name": stored.name, "mimeType": "application/json", "buffer": data}
    )
    compared(page)
    expect(page.get_by_text("A stored analysis holds no picture")).to_be_visible()
    card = page.get_by_role("heading", level=3).filter(has_text="Head over the neck")
    expect(card).to_contain_text("Larger than before")
    speak(page, "Deutsch")
    expect(page.get_by_text("Der Kopf sitzt weiter hinten.")).to_be_visible()


def test_a_refused_photo_loses_nothing(page: Page, address: str):
    visit(page, address, "compare", "Compare")
    drop(page, BEFORE)
    expect(picture(page, "before.jpg")).to_be_visible()
    settled(page)
    drop(page, SAMPLES / "sides" / "front.jpg")
    expect(page.get_by_role("heading", name="This photo cannot be measured yet")).to_be_visible()
    expect(picture(page, "before.jpg")).to_be_visible()
    settled(page)
    go_to(page, "Learn")
    expect(page.get_by_role("heading", level=1, name="Learn")).to_be_visible()
    go_to(page, "Compare")
    expect(page.get_by_role("heading", name="This photo cannot be measured yet")).to_be_visible()
    settled(page)
    drop(page, AFTER)
    compared(page)
    expect(picture(page, "before.jpg")).to_be_visible()
    expect(picture(page, "after.jpg")).to_be_visible()


def test_a_file_is_not_lost_where_the_page_changes_while_it_comes(page: Page, address: str):
    visit(page, address, "compare", "Compare")
    bad: FilePayload = {"name": "list.json", "mimeType": "application/json", "buffer": b"[]"}
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(bad)
    said = page.get_by_text("The file list.json cannot be used")
    expect(said).to_be_visible()
    settled(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "PUT":
            held.append(route)
        else:
            route.continue_()

    page.route("**/upload_file/**", hold)
    with page.expect_request(lambda request: request.method == "PUT"):
        drop(page, BEFORE)
    # The first file is taken away at once; the second is still on its way.
    expect(said).to_have_count(0)
    settled(page)
    (coming,) = held
    coming.continue_()
    expect(picture(page, "before.jpg")).to_be_visible()
