"""The page "Studio" over a store of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

from posture.studio.consent import COVERS, consent
from posture.studio.records import LOCAL, Client, ClientDetails, Visit
from posture.studio.visits import new_visit, side_photo, with_photo
from posture.ui.studio.current import studio_store, today
from tests.fixtures.analysed import BEFORE, analysed

if TYPE_CHECKING:
    from posture.studio.store.repository import Repository


def script() -> None:
    """What the app does with this page."""
    from posture.i18n.language import use_language
    from posture.ui.reload import keep_session
    from posture.ui.shared.language_choice import show_language_choice
    from posture.ui.studio.page import keep_open_visit, page

    with use_language(show_language_choice()):
        page()
        keep_session()
        keep_open_visit()


def opened(**address: str) -> AppTest:
    """The page at an address, run once."""
    app = AppTest.from_function(script, default_timeout=120)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def repository() -> Repository:
    """The records that the page shows."""
    return studio_store().repository(LOCAL)


def add(name: str = "Ana", *, agreed: bool = True, **known: object) -> Client:
    """A client, with the consent to everything."""
    details = ClientDetails(name, **known)  # pyright: ignore[reportArgumentType]
    client = repository().add_client(details)
    return repository().give_consent(client.id, consent(COVERS, today())) if agreed else client


def add_visit(client: Client, sample: str = BEFORE, *, draft: bool = False) -> Visit:
    """A visit today with an analysed side photo."""
    found = analysed(sample)
    photo = side_photo(found.photo, found.data, found.analysis)
    visit = with_photo(new_visit(client, today()), photo)
    saved = repository().save_visit(visit, {photo.sha256: found.data})
    if draft:
        return saved
    return repository().save_visit(replace(saved, draft=False))
