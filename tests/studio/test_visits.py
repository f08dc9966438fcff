"""What a new visit knows of the client, and which of its photos stands for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from posture.assess.assessment import Answers
from posture.studio.consent import SENTENCES, WORDING, consent
from posture.studio.history.calibration import subject_of
from posture.studio.history.occasions import Occasion, read_occasion
from posture.studio.records import Client, ClientDetails, Visit, VisitPhoto
from posture.studio.visits import (
    frontal_photo,
    last_before,
    new_visit,
    side_analysis,
    side_of,
    side_photo,
    stored_frontal,
    with_photo,
    without_photo,
)
from tests.fixtures.analysed import analysed
from tests.fixtures.results import analysed_frontal
from tests.fixtures.shared import ROOT

TODAY = date(2026, 11, 29)
NOW = datetime(2026, 11, 29, 10, tzinfo=UTC)


def client(**known: object) -> Client:
    details = ClientDetails("Ana", **known)  # pyright: ignore[reportArgumentType]
    return Client("c" * 32, 1, details, None, False, NOW, NOW)


def test_contraindications_of_the_client_are_answered_in_a_new_visit():
    visit = new_visit(client(contraindications=("trauma", "bad left knee")), TODAY)
    assert visit.answers == Answers(screening={"trauma": "yes"})
    assert (visit.draft, visit.version, visit.on) == (True, 0, TODAY)


def test_another_photo_of_a_view_replaces_the_first_and_the_side_stays_in_front():
    front, side = (VisitPhoto(one * 64, "a.jpg", 1, one) for one in ("front", "side"))  # pyright: ignore[reportArgumentType]
    visit = with_photo(with_photo(new_visit(client(), TODAY), front), side)
    assert visit.photos == (side, front)
    again = replace(side, sha256="f" * 64)
    assert with_photo(visit, again).photos == (again, front)
    assert without_photo(visit, "side").photos == (front,)
    assert side_of(without_photo(visit, "side")) is None


def test_an_analysed_photo_stands_for_a_visit_before_one_that_was_kept_without():
    plain = VisitPhoto("a" * 64, "a.jpg", 1, "side")
    found = analysed()
    photo = side_photo(found.photo, found.data, found.analysis)
    visit = replace(new_visit(client(), TODAY), photos=(plain, photo), draft=False)
    assert side_of(visit) == photo
    assert side_analysis(visit, found.analysis.subject) is not None
    occasion = read_occasion(visit)
    assert isinstance(occasion, Occasion)
    assert occasion.photo == photo
    assert side_of(replace(visit, photos=(plain,))) == plain


def test_the_analysis_of_a_visit_has_its_answers_and_its_subject():
    found = analysed()
    photo = side_photo(found.photo, found.data, found.analysis)
    assert photo.size == len(found.data)
    visit = with_photo(new_visit(client(), TODAY), photo)
    visit = replace(visit, answers=Answers(screening={"trauma": "yes"}))
    subject = subject_of(ClientDetails("Ana", year_of_birth=1986, sex="female"), TODAY)
    analysis = side_analysis(visit, subject)
    assert analysis is not None
    assert analysis.subject == subject
    assert analysis.answers.screening == {"trauma": "yes"}
    assert analysis.assessment.plan.clearance == "stopped"
    assert analysis.photo.sha256 == photo.sha256


def test_drafts_and_later_visits_are_not_the_last_one():
    photo = VisitPhoto("a" * 64, "a.jpg", 1, "side")

    def visit(id: str, day: int, *, draft: bool = False, side: bool = True) -> Visit:
        photos = (photo,) if side else ()
        return Visit(id, "c", 1, date(2026, 11, day), photos=photos, draft=draft)

    here = visit("here", 20)
    others = [visit("old", 1), visit("last", 10), visit("draft", 15, draft=True)]
    others += [visit("front alone", 18, side=False), visit("later", 25), here]
    found = last_before(others, here)
    assert found is not None
    assert found.id == "last"
    assert last_before([here], here) is None


def test_a_consent_names_the_wording_and_the_parts_in_their_order():
    given = consent(["sharing", "photos"], TODAY)
    assert (given.wording, given.covers) == (WORDING, ("photos", "sharing"))
    assert set(SENTENCES) == {"photos", "health", "sharing"}


def test_only_what_was_measured_from_front_or_back_is_a_stored_frontal():
    found = analysed()
    side = side_photo(found.photo, found.data, found.analysis)
    measured = analysed_frontal(ROOT / "samples" / "sides" / "front.jpg")
    front = frontal_photo(found.photo, found.data, measured)
    document = stored_frontal(front)
    assert document is not None
    assert list(document.measurements) == list(measured.measurements)
    # A side analysis, something damaged and nothing are none.
    unread = [side, *(replace(front, document=text) for text in (side.document, "{}", ""))]
    assert [stored_frontal(one) for one in unread] == [None] * 4
