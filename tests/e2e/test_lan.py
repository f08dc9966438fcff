"""A studio of the local network in a real browser, at the size of a tablet."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, expect

from posture.studio.access.throttle import PER_NAME
from posture.studio.records import LOCAL, ClientDetails
from tests.e2e import serving
from tests.e2e.lan import sign_in, signed_in
from tests.e2e.visitor import choose, settled
from tests.fixtures.lan import PASSWORD, Lan, served_lan

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TABLET = {"viewport": {"width": 810, "height": 1080}}
IDLE_S = 40
SECRET = "Xaveria Quellenhof"


@pytest.fixture(scope="module")
def lan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lan]:
    with served_lan(tmp_path_factory.mktemp("lan")) as served:
        yield served


@pytest.fixture
def tablet(browser: Browser) -> Iterator[Page]:
    """A tablet that nobody is signed in with; it does not trust the studio's certificate yet."""
    context = new_tablet(browser)
    yield context.pages[0]
    context.close()


def new_tablet(browser: Browser) -> BrowserContext:
    context = browser.new_context(ignore_https_errors=True, **TABLET)  # pyright: ignore[reportArgumentType]
    context.new_page().set_default_timeout(serving.PATIENCE_MS)
    return context


def test_a_tablet_signs_in_works_and_signs_out(lan: Lan, tablet: Page):
    signed_in(tablet, lan, "Anna")
    tablet.get_by_role("button", name="Head forward", exact=True).click()
    expect(tablet.locator(".st-key-verdict h1")).to_be_visible()
    settled(tablet)
    kept = tablet.url
    assert "session=" in kept
    tablet.reload()
    expect(tablet.locator(".st-key-verdict h1")).to_be_visible()
    tablet.locator("a.posture-account").click()
    tablet.get_by_role("button", name="Sign out", exact=True).click()
    expect(tablet.get_by_role("heading", name="Signed out")).to_be_visible()
    tablet.go_back()
    expect(tablet.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    # Another account with the address of the first one finds nothing of it.
    signed_in(tablet, lan, "Ben")
    tablet.goto(kept)
    expect(tablet.get_by_role("heading", level=1, name="How do you stand?")).to_be_visible()
    settled(tablet)
    assert "session=" not in tablet.url


def test_without_tls_nothing_answers(lan: Lan, tablet: Page):
    with pytest.raises(Error, match="ERR_"):
        tablet.goto(lan.address.replace("https", "http"))


def test_a_browser_that_does_not_trust_the_certificate_says_so(lan: Lan, browser: Browser):
    context = browser.new_context()
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        context.new_page().goto(lan.address)
    context.close()


def test_the_camera_may_be_used(lan: Lan, tablet: Page):
    """Browsers give it to encrypted pages only."""
    signed_in(tablet, lan, "Anna")
    assert tablet.evaluate("window.isSecureContext && !!navigator.mediaDevices.getUserMedia")


def test_another_trainers_client_is_not_to_be_had(lan: Lan, tablet: Page, browser: Browser):
    owner = lan.store.repository(LOCAL)
    client = owner.add_client(ClientDetails(SECRET))
    signed_in(tablet, lan, "Olga")
    tablet.goto(f"{lan.address}/studio?client={client.id}")
    expect(tablet.get_by_role("heading", level=1, name=SECRET)).to_be_visible()
    settled(tablet)
    tablet.get_by_text("Shared with").click()
    choice = tablet.get_by_placeholder("Nobody but owners")
    expect(choice).to_be_visible()
    choose(choice, "Anna")
    tablet.keyboard.press("Escape")
    chosen = tablet.locator(".st-key-client_sharing").get_by_text("Anna", exact=True)
    expect(chosen.first).to_be_visible()
    settled(tablet)
    tablet.get_by_role("button", name="Save who sees this client").click()
    until = time.monotonic() + serving.PATIENCE_MS / 1000
    while not owner.shared_with(client.id) and time.monotonic() < until:
        tablet.wait_for_timeout(200)
    assert len(owner.shared_with(client.id)) == 1
    settled(tablet)
    for name, seen in (("Anna", True), ("Ben", False)):
        other = new_tablet(browser)
        page = other.pages[0]
        signed_in(page, lan, name)
        for place in ("studio", f"studio?client={client.id}"):
            page.goto(f"{lan.address}/{place}")
            settled(page)
            if seen:
                expect(page.get_by_text(SECRET).first).to_be_visible()
            else:
                expect(page.locator("a.posture-account")).to_be_visible()
                time.sleep(1)
                assert SECRET not in page.content()
        other.close()


def test_wrong_passwords_lock(browser: Browser, tmp_path_factory: pytest.TempPathFactory):
    with served_lan(tmp_path_factory.mktemp("locked")) as lan:
        context = new_tablet(browser)
        page = context.pages[0]
        for _ in range(PER_NAME):
            sign_in(page, lan, "Anna", "a wrong password")
            expect(page.get_by_role("alert")).to_contain_text("Name or password is wrong")
        sign_in(page, lan, "Anna", PASSWORD)
        expect(page.get_by_role("alert")).to_contain_text("Too many wrong passwords")
        signed_in(page, lan, "Ben")
        context.close()


def test_an_open_page_leads_to_the_sign_in_when_its_login_ends(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
):
    idle = f"--idle-minutes={IDLE_S / 60}"
    with served_lan(tmp_path_factory.mktemp("idle"), idle) as lan:
        context = new_tablet(browser)
        page = context.pages[0]
        signed_in(page, lan, "Anna")
        page.reload()
        settled(page)
        # Nobody touches it; the page itself does not keep the login alive.
        expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
        context.close()


def test_an_owner_adds_an_account_that_chooses_its_password(lan: Lan, tablet: Page):
    signed_in(tablet, lan, "Olga")
    tablet.goto(f"{lan.address}/studio?room=accounts")
    form = tablet.get_by_test_id("stForm").last
    form.get_by_label("Name").fill("Clara")
    form.get_by_label("First password", exact=True).fill(PASSWORD)
    form.get_by_role("button", name="Add the account").click()
    expect(tablet.get_by_text("Clara", exact=True).first).to_be_visible()
    tablet.context.clear_cookies()
    sign_in(tablet, lan, "Clara")
    expect(tablet.get_by_role("heading", level=1, name="Your account")).to_be_visible()
    tablet.get_by_label("Old password").fill(PASSWORD)
    for label in ("New password", "New password once more"):
        tablet.get_by_label(label, exact=True).fill("velvet harbour ninety")
    tablet.get_by_role("button", name="Change the password").click()
    expect(tablet.get_by_role("status")).to_contain_text("is changed")
    tablet.get_by_role("link", name="Back to the app").click()
    expect(tablet.locator("a.posture-account")).to_have_attribute("title", re.compile("Clara"))


def test_the_page_of_the_tablet_shows_the_code(lan: Lan, tablet: Page):
    signed_in(tablet, lan, "Olga")
    tablet.goto(f"{lan.address}/studio?room=tablet")
    expect(tablet.get_by_role("img", name="Code that opens the studio")).to_be_visible()
    expect(tablet.get_by_text(lan.address, exact=True)).to_be_visible()
