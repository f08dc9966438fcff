"""Every page on every screen: nothing sticks out, everything can be reached and read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from posture.i18n.language import ENGLISH, LANGUAGES
from posture.present.learn.pages import PAGES, read_page
from tests.e2e import serving
from tests.e2e.conftest import Opener
from tests.e2e.visitor import (
    EXERCISES,
    adjust,
    box_of,
    check_sample,
    choose,
    compare_sample,
    found,
    frontal_sample,
    open_fold,
    settled,
    speak,
    stop_the_plan,
    too_wide,
    visit,
)

LEARN = [read_page(name, ENGLISH).title for name in PAGES]


def learn(page: Page, title: str) -> None:
    """Open one of the Learn pages."""
    page.get_by_test_id("stButtonGroup").get_by_role("radio", name=title).or_(
        page.get_by_test_id("stButtonGroup").get_by_role("button", name=title)
    ).first.click()
    expect(page.get_by_role("heading", level=2, name=title, exact=True)).to_be_visible()
    settled(page)


def test_every_learn_page_opens_with_its_pictures(page: Page, address: str):
    visit(page, address, "learn", "Learn")
    for title in LEARN:
        learn(page, title)
        broken = page.evaluate("[...document.images].filter((one) => !one.naturalWidth).length")
        assert broken == 0, title
        assert not page.get_by_test_id("stException").count(), title
    # From the last page there is no way onwards; from the first one there is.
    expect(page.get_by_role("button", name=re.compile("^Next:"))).to_have_count(0)
    learn(page, LEARN[0])
    page.get_by_role("button", name=f"Next: {LEARN[1]}").click()
    expect(page.get_by_role("heading", level=2, name=LEARN[1], exact=True)).to_be_visible()


def test_on_a_phone_nothing_sticks_out_on_the_way_to_a_result(phone: Page, address: str):
    visit(phone, address)
    assert too_wide(phone) == []
    upload = phone.get_by_test_id("stFileUploaderDropzone").get_by_role("button", name="Upload")
    expect(upload.last).to_be_visible()
    check_sample(phone, "With stickers")
    assert too_wide(phone) == []
    another = phone.get_by_role("button", name="Another photo")
    expect(another).to_be_in_viewport()
    for label in phone.locator("details summary").all():
        label.click()
    settled(phone)
    assert too_wide(phone) == []
    adjust(phone)
    expect(phone.get_by_role("heading", level=1, name="Adjust points")).to_be_visible()
    expect(phone.locator(".hit[data-point=c7]")).to_be_attached()
    settled(phone)
    assert too_wide(phone) == []


def test_on_a_phone_the_menu_closes_by_its_own_button(phone: Page, address: str):
    visit(phone, address)
    phone.get_by_test_id("stExpandSidebarButton").click()
    link = phone.get_by_test_id("stSidebarNavLink").first
    expect(link).to_be_visible()
    phone.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(link).not_to_be_in_viewport()
    expect(phone.locator(".st-key-language_choice")).to_be_visible()
    expect(phone.locator("html")).to_have_attribute("lang", "en")


def test_on_a_phone_the_result_fits_with_letters_twice_as_large(phone: Page, address: str):
    visit(phone, address)
    phone.add_style_tag(content="html { font-size: 200% !important; }")
    check_sample(phone, "Head forward")
    assert too_wide(phone) == []
    tools = box_of(phone.get_by_role("button", name="Whole picture"))
    headline = box_of(phone.locator(".st-key-verdict h1"))
    assert tools["y"] + tools["height"] <= headline["y"]


def test_on_a_phone_the_live_page_fits(phone: Page, address: str):
    visit(phone, address, "live", "Live")
    assert too_wide(phone) == []


def test_on_a_phone_left_and_right_fits(phone: Page, address: str):
    visit(phone, address, "frontal")
    assert too_wide(phone) == []
    frontal_sample(phone, "From the back")
    assert too_wide(phone) == []


@pytest.mark.parametrize(
    ("earlier", "heading", "today"),
    [
        ("change", "Compare", "compare"),
        ("comparison", "Compare", "compare"),
        ("sides", "How do you stand?", ""),
        ("frontal", "How do you stand?", ""),
    ],
)
def test_addresses_of_earlier_versions_lead_to_the_page(
    page: Page, address: str, earlier: str, heading: str, today: str
):
    visit(page, address, earlier, heading)
    expect(page).to_have_url(f"{address}/{today}")
    if not today:
        expect(page.get_by_text("One photo from the front or the back")).to_be_visible()


def test_the_next_learn_page_begins_at_its_top(phone: Page, address: str):
    """The button stands at the end of a long page, and the browser would stay down there."""
    visit(phone, address, "learn", "Learn")
    learn(phone, LEARN[4])
    phone.get_by_role("button", name=f"Next: {LEARN[5]}").click()
    expect(phone.get_by_role("heading", level=2, name=LEARN[5])).to_be_in_viewport()


def test_the_menu_has_five_pages(page: Page, address: str):
    visit(page, address)
    links = page.get_by_test_id("stTopNavLink")
    expect(links).to_have_text(["Check", "Live", "Compare", "Learn", "Studio"])


def test_on_a_phone_before_and_after_fits(phone: Page, address: str):
    visit(phone, address, "compare", "Compare")
    assert too_wide(phone) == []
    compare_sample(phone)
    assert too_wide(phone) == []
    pictures = phone.get_by_role("region", name="Picture that can be enlarged")
    first, second = (box_of(one) for one in pictures.all())
    assert first["y"] == second["y"], "beside each other, to be compared"


def test_on_a_phone_every_learn_page_fits(phone: Page, address: str):
    visit(phone, address, "learn", "Learn")
    for title in LEARN:
        learn(phone, title)
        assert too_wide(phone) == [], title


def test_drop_and_camera_come_first(page: Page, address: str):
    visit(page, address)
    drop_zone = page.get_by_test_id("stFileUploaderDropzone")
    expect(drop_zone).to_be_in_viewport(ratio=1)
    camera = page.get_by_text("Use the camera of this device")
    tour = page.get_by_text("Step 1 of 3")
    assert box_of(drop_zone)["y"] < box_of(camera)["y"] < box_of(tour)["y"]
    upload = drop_zone.get_by_role("button", name="Upload").last
    expect(upload).to_have_css("background-color", "rgb(12, 101, 93)")


def test_german_can_be_chosen_and_stays_from_page_to_page(page: Page, address: str):
    visit(page, address)
    check_sample(page, "Head forward")
    page.get_by_text("Deutsch", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="How do you stand?")).to_have_count(0)
    settled(page)
    expect(page.get_by_text("Head and neck", exact=True)).to_have_count(0)
    open_fold(page, "Kopf und Hals")
    shown = page.get_by_test_id("stMain").inner_text()
    assert " ± " in shown
    assert re.search(r"\d,\d", shown), "numbers have a comma"
    menu = page.get_by_test_id("stTopNavLink")
    for place in range(1, menu.count()):
        menu.nth(place).click()
        settled(page)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        title = page.get_by_role("heading", level=1).inner_text()
        # "Live" is the same word in both.
        assert title not in ("Compare", "Learn")


def test_the_chosen_language_outlives_a_reload_and_a_typed_address(page: Page, address: str):
    visit(page, address)
    speak(page, "Deutsch")
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Wie stehen Sie?")).to_be_visible()
    settled(page)
    assert page.url.partition("?")[2] == "", "the address stays as it was, to be passed on"
    page.goto(f"{address}/learn")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    settled(page)
    speak(page, "English")
    page.goto(address)
    expect(page.get_by_role("heading", level=1, name="How do you stand?")).to_be_visible()


def test_answers_and_choices_outlive_a_change_of_the_language(page: Page, address: str):
    visit(page, address)
    check_sample(page, "Head forward")
    stop_the_plan(page)
    speak(page, "Deutsch")
    open_fold(page, "Übungen, nach ein paar Fragen")
    stopped = page.get_by_text("Vorerst keine Übungen.")
    expect(stopped).to_be_visible()
    page.get_by_role("button", name="Zurück").click()
    asked = page.get_by_test_id("stRadio")
    expect(
        asked.filter(has_text="Blase")
        .or_(asked.filter(has_text="Urin"))
        .get_by_role("radio", name="Ja")
    ).to_be_checked()
    settled(page)
    expect(stopped).to_be_visible()
    speak(page, "English")
    open_fold(page, EXERCISES)
    expect(page.get_by_text("No exercises for now.")).to_be_visible()
    page.get_by_role("button", name="Another photo").click()
    page.get_by_text("Front or back photo", exact=True).click()
    expect(page.get_by_text("One photo from the front or the back")).to_be_visible()
    settled(page)
    frontal_sample(page)
    choose(page.get_by_label("The photo shows the person"), "From the front")
    found(page)
    speak(page, "Deutsch")
    expect(page.get_by_label("Das Foto zeigt die Person")).to_have_value("Von vorn")


MOST_WORDS = 150


@pytest.mark.parametrize("sample", ["Head forward", "Marked"])
@pytest.mark.parametrize("language", LANGUAGES.values())
def test_a_result_is_told_in_few_words(opener: Opener, address: str, language: str, sample: str):
    """Of the whole page before anything is unfolded, menu and buttons included."""
    for options in ({"viewport": {"width": 1280, "height": 800}}, serving.phone()):
        page = opener(**options)
        visit(page, address)
        check_sample(page, sample)
        speak(page, language)
        # Headline and lines stand on the first screen.
        last = box_of(page.locator(".verdict li").last)
        assert last["y"] + last["height"] <= page.evaluate("innerHeight")
        _few_words(page)


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_left_and_right_is_told_in_few_words(page: Page, address: str, language: str):
    visit(page, address, "frontal")
    frontal_sample(page)
    speak(page, language)
    _few_words(page)


def _few_words(page: Page) -> None:
    words = page.get_by_test_id("stApp").inner_text().split()
    # Names of icons are no words.
    shown = [one for one in words if "_" not in one and any(c.isalnum() for c in one)]
    assert 20 < len(shown) <= MOST_WORDS, f"{len(shown)}: {' '.join(shown)}"
