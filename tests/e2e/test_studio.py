"""The studio in a real browser, at the size of a tablet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from posture.studio.access import lan_server
from tests.e2e.conftest import Opener
from tests.e2e.serving import browser as camera_browser
from tests.e2e.serving import served
from tests.e2e.studio_steps import (
    TABLET,
    drop_photo,
    fold,
    new_client,
    open_studio,
    save_visit,
)
from tests.e2e.test_live import press_start
from tests.e2e.visitor import SAMPLES, answer_with_no, drop, press, settled, too_wide
from tests.e2e.voice import heard, watch_the_voice
from tests.fixtures.lan import PASSWORD
from tests.fixtures.visit import VISIT, write_mjpeg, write_three_views

NASTY = '<img src=x onerror="alert(1)"> **Ana** =SUM(A1) :red[x]'


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[str]:
    """The app with a studio of its own, empty."""
    home = tmp_path / "studio"
    with served(POSTURE_HOME=str(home)) as address:
        try:
            yield address
        finally:
            # A server of the local network outlives the app that started it.
            lan_server.stop(home)


@pytest.fixture
def tablet(opener: Opener) -> Page:
    return opener(**TABLET)


def test_the_fast_lane_hands_free_in_at_most_six_clicks(tmp_path: Path):
    """From the list of clients to a saved visit; the camera shows somebody who does as told."""
    clip = write_mjpeg(tmp_path / "visit.mjpeg", ("turning",) * 5 + VISIT, repeat=3)
    camera = f"--use-file-for-fake-video-capture={clip}"
    home = str(tmp_path / "studio")
    with (
        served(POSTURE_HOME=home) as address,
        camera_browser(camera, width=810, height=1080) as page,
    ):
        open_studio(page, address)
        page.evaluate("document.clicks = 0")
        page.evaluate("document.addEventListener('click', (e) => e.isTrusted && document.clicks++)")
        # The name is typed; the clicks are: new client, consent, start, save.
        new_client(page, "Ana Ruiz")
        press_start(page)
        expect(page.locator(".st-key-verdict h1")).to_be_visible(timeout=240_000)
        settled(page)
        assert "visit=" in page.url
        save_visit(page)
        # One more: the start button is in a frame of its own.
        assert page.evaluate("document.clicks") + 1 <= 6
        # The next visit shows the outline of this one.
        page.get_by_role("button", name="To the client").click()
        page.get_by_role("button", name="New visit").click()
        expect(page.get_by_text("The yellow outline is the last visit")).to_be_visible()
        page.get_by_role("button", name="Next client").click()
        expect(page.get_by_role("heading", level=1, name="Clients")).to_be_visible()
        assert "visit" not in page.url
        expect(page.get_by_text("one visit")).to_be_visible()


def test_side_front_and_back_hands_free_one_after_the_other(tmp_path: Path):
    """Nothing is clicked after the start; the next visit has the outline of the last one."""
    clip = write_three_views(tmp_path / "views.mjpeg", repeat=3)
    camera = f"--use-file-for-fake-video-capture={clip}"
    with (
        served(POSTURE_HOME=str(tmp_path / "studio")) as address,
        camera_browser(camera, width=810, height=1080) as page,
    ):
        watch_the_voice(page)
        open_studio(page, address)
        new_client(page, "Ana Ruiz")
        for view in ("From the front", "From the back"):
            page.get_by_role("button", name=view, exact=True).click()
            settled(page)
        press_start(page)
        expect(page.locator(".st-key-verdict h1")).to_be_visible(timeout=600_000)
        settled(page)
        said = heard(page)
        order = [
            next(at for at, words in enumerate(said) if start in words)
            for start in ("Hello.", "face the camera", "turn your back")
        ]
        assert order == sorted(order)
        for view in ("front", "back"):
            expect(page.locator(f".st-key-view_{view}")).to_be_visible()
        assert too_wide(page) == []
        save_visit(page)
        page.get_by_role("button", name="To the client").click()
        page.get_by_role("button", name="New visit").click()
        expect(page.get_by_text("The yellow outline is the last visit")).to_be_visible()


def test_a_draft_survives_a_reload_and_a_crash_of_the_server(tmp_path: Path, opener: Opener):
    home = str(tmp_path / "studio")
    page = opener(**TABLET)
    with served(POSTURE_HOME=home) as address:
        open_studio(page, address)
        new_client(page, "Ana")
        drop_photo(page, SAMPLES / "change" / "before.jpg")
        where = page.url.removeprefix(address)
        page.reload()
        expect(page.locator(".st-key-verdict h1")).to_be_visible()
        settled(page)
        # A page without its server complains.
        page.goto("about:blank")
    page = opener(**TABLET)
    with served(POSTURE_HOME=home) as address:
        page.goto(f"{address}{where}")
        expect(page.locator(".st-key-verdict h1")).to_be_visible()
        expect(page.get_by_text("kept as a draft")).to_be_visible()
        settled(page)
        save_visit(page)
        page.goto("about:blank")


def test_a_second_visit_is_compared_and_the_plan_edited_and_the_report_saved(
    studio: str, tablet: Page, tmp_path: Path
):
    page = tablet
    open_studio(page, studio)
    new_client(page, NASTY)
    drop_photo(page, SAMPLES / "change" / "before.jpg")
    save_visit(page)
    page.get_by_role("button", name="To the client").click()
    page.get_by_role("button", name="New visit").click()
    expect(page.get_by_text("Or a file")).to_be_visible()
    settled(page)
    drop_photo(page, SAMPLES / "change" / "after.jpg")
    answer_with_no(page)
    fold(page, "plan_edit")
    page.locator(".st-key-plan_edit").get_by_role("button", name="Remove").first.click()
    settled(page)
    page.get_by_label("Note to the client").fill(NASTY)
    page.keyboard.press("Control+Enter")
    settled(page)
    expect(page.get_by_role("button", name="Back to the proposed plan")).to_be_visible()
    save_visit(page)
    page.get_by_role("button", name="To the client").click()
    expect(page.get_by_role("heading", name="Change over time")).to_be_visible()
    expect(page.get_by_text("The head sits further back").first).to_be_visible()
    expect(page.get_by_role("slider")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name=NASTY)).to_be_visible()
    assert page.locator("img[src=x]").count() == 0
    settled(page)
    assert too_wide(page) == []
    fold(page, "client_reports")
    save = page.get_by_role("button", name="Save the report")
    press(page.get_by_role("button", name="Make the report"), save)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    with page.expect_download() as told:
        save.click()
    name = told.value.suggested_filename
    assert name.endswith(".pdf")
    assert "<" not in name
    path = tmp_path / "report.pdf"
    told.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF")


def test_a_group_day_of_five(studio: str, tablet: Page, tmp_path: Path):
    page = tablet
    open_studio(page, studio)
    page.get_by_role("button", name="Group day").click()
    names = ("Ana", "Ben", "Carla", "David", "Elif")
    page.get_by_label("Names, a person a line").fill("\n".join(names))
    page.get_by_text("Everybody on the list has agreed").click()
    settled(page)
    page.get_by_role("button", name="Begin the day").click()
    photos = ("standing_tall", "head_forward", "marked", "sway_back", "round_upper_back")
    for name, photo in zip(names, photos, strict=True):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        settled(page)
        drop(page, SAMPLES / f"{photo}.jpg")
    expect(page.get_by_text("Everybody has their photo")).to_be_visible()
    settled(page)
    assert too_wide(page) == []
    page.get_by_role("button", name="Save 5 visits").click()
    page.get_by_role("button", name="Make 5 reports").click()
    with page.expect_download() as told:
        page.get_by_role("button", name="Save the ZIP").click()
    path = tmp_path / "reports.zip"
    told.value.save_as(path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as made:
        assert len(made.namelist()) == 5


def test_adjusted_points_are_kept_with_the_visit(studio: str, tablet: Page):
    page = tablet
    open_studio(page, studio)
    new_client(page, "Ana")
    drop_photo(page, SAMPLES / "change" / "before.jpg")
    page.get_by_role("link", name="Adjust points").last.click()
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    settled(page)
    page.get_by_label("Point", exact=True).select_option("c7")
    page.locator(".stage").focus()
    for key in ("Shift+ArrowDown", *["ArrowLeft"] * 3):
        page.keyboard.press(key)
    expect(page.get_by_text("How were they placed?")).to_be_visible()
    settled(page)
    page.get_by_role("link", name="Back to the visit").click()
    expect(page.get_by_text("One point was placed")).to_be_visible()
    page.reload()
    expect(page.get_by_text("One point was placed")).to_be_visible()


def test_the_studio_is_opened_to_the_network_and_closed_again(
    studio: str, tablet: Page, browser: Browser
):
    """The first owner is made; a tablet signs in by the address on the page."""
    page = tablet
    open_studio(page, studio)
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("button", name="Connect a tablet or phone").click()
    page.get_by_label("Name", exact=True).fill("Olga")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password once more").fill(PASSWORD)
    page.get_by_role("button", name="Open to the local network").click()
    expect(page.get_by_alt_text("Code that opens the studio")).to_be_visible()
    settled(page)
    assert too_wide(page) == []
    address = page.get_by_test_id("stCode").first.inner_text().strip()
    assert address.startswith("https://")
    context = browser.new_context(ignore_https_errors=True)
    away = context.new_page()
    away.goto(f"{address}/studio")
    expect(away.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    away.get_by_label("Name").fill("Olga")
    away.get_by_label("Password").fill(PASSWORD)
    away.get_by_role("button", name="Sign in").click()
    expect(away.get_by_role("heading", level=1, name="Clients")).to_be_visible()
    away.goto("about:blank")
    # This computer has to sign in too, and is told where.
    page.goto(f"{studio}/studio")
    expect(page.get_by_text("one has to sign in")).to_be_visible()
    page.get_by_role("button", name="Connect a tablet or phone").click()
    page.get_by_role("button", name="Close to the network").click()
    expect(page.get_by_role("button", name="Open to the local network")).to_be_visible()
    with pytest.raises(Error, match="ERR_CONNECTION"):
        away.goto(address)
    context.close()
