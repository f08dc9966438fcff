"""Reports of a studio as files."""

from __future__ import annotations

import html
import re
from dataclasses import asdict, replace
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from posture.assess.assessment import Answers
from posture.assess.knowledge import knowledge
from posture.assess.wording_rules import wording_faults
from posture.errors import InputError, NotFoundError
from posture.i18n.language import mid_sentence, use_language
from posture.present.comparison_wording import body_change
from posture.present.report.handout import handout_html, handout_pdf
from posture.present.report.look import Look
from posture.present.wording import number, title
from posture.studio.history.course import compare_visits
from posture.studio.records import Protocol
from posture.studio.reports.material import Material
from posture.studio.reports.pages import comparison_page, course_page, exercise_page, visit_page
from posture.studio.reports.report import ReportChoice, file_stem, make_report
from tests.studio.reports.materials import material, of_client

pytestmark = [pytest.mark.model, pytest.mark.slow]

PAPERS = {"a4": (595, 842), "letter": (612, 792)}
CLIENT_KINDS = {"visit": ("v1",), "comparison": ("v0", "v1"), "course": ()}


def pdf(made: Material, choice: ReportChoice) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(make_report(made, choice).data)


def text_of(document: pypdfium2.PdfDocument) -> str:
    pages = [document[i].get_textpage().get_text_bounded() for i in range(len(document))]
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", CLIENT_KINDS)
def test_a_clients_report_is_one_page(kind: Any, language: str, paper: Any):
    choice = ReportChoice(kind, CLIENT_KINDS[kind], paper=paper, language=language)
    document = pdf(material(), choice)
    assert len(document) == 1
    assert tuple(map(round, document[0].get_size())) == PAPERS[paper]
    text = text_of(document)
    for part in ("Studio Balance", "Maren Fischer", "hi@example.org", "Ada Lovelace"):
        assert part in text
    assert ("Kopf und Hals" in text) == (language == "de")


@pytest.mark.parametrize("kind", CLIENT_KINDS)
def test_the_longest_texts_still_fit_on_one_page(kind: Any):
    made = of_client(material(plan_note="Rather long. " * 800), name="Wolfeschlegelstein" * 11)
    assert len(pdf(made, ReportChoice(kind, CLIENT_KINDS[kind]))) == 1


def test_the_professional_version_has_every_number_and_its_provenance():
    made = material()
    text = text_of(pdf(made, ReportChoice("visit", ("v1",), "professional")))
    analysis = made.occasion("v1").analysis
    assert analysis.provenance.model_sha256[:12] in text
    assert analysis.photo.sha256[:12] in text
    neck = number(analysis.measurements["cva"])
    for part in ("Head over the neck", "Hip angle", neck, "height 100 cm", "Came by bike."):
        assert part in text


def test_the_professional_comparison_lists_every_change():
    text = text_of(pdf(material(), ReportChoice("comparison", ("v1", "v0"), "professional")))
    assert "January 5, 2026 to February 2, 2026" in text
    assert text.count("not distinguishable") > 8
    assert "Smallest detectable change" in text


@pytest.mark.parametrize("kind", ["comparison", "course"])
def test_a_client_is_told_every_change_and_of_which_measurement(kind: Any):
    made = material()
    pair = compare_visits(made.occasion("v0"), made.occasion("v1"))
    changed = [step for step in pair.steps.values() if step.outcome == "changed"]
    assert len(changed) > 1
    text = text_of(pdf(made, ReportChoice(kind, CLIENT_KINDS[kind])))
    for step in changed:
        assert step.change is not None
        assert body_change(step.change) in text.lower()
        assert mid_sentence(title(step.measurement)) in text.partition("Smallest")[0]
    # A line has several measurements: it names the one that it speaks of.
    assert "Shoulders and upper back: shoulder in front of the neck" in text


@pytest.mark.parametrize("kind", CLIENT_KINDS)
def test_no_table_runs_over_the_edge_of_the_paper(kind: Any):
    made = material(protocol=Protocol(100.0, 300.0, "w" * 300))
    choice = ReportChoice(kind, CLIENT_KINDS[kind], "professional", language="de")
    document = pdf(made, choice)
    for index in range(len(document)):
        page = document[index]
        letters = page.get_textpage()
        rights = [letters.get_charbox(i)[2] for i in range(letters.count_chars())]
        assert max(rights) <= page.get_size()[0] - 30


def test_trainers_notes_and_hypotheses_stay_out_of_the_clients_version():
    for kind, visits in CLIENT_KINDS.items():
        text = text_of(pdf(material(), ReportChoice(kind, visits)))  # type: ignore[arg-type]
        assert "Came by bike." not in text
        assert "Hypotheses" not in text


@pytest.mark.parametrize("kind", CLIENT_KINDS)
def test_names_of_models_stay_out_of_the_clients_version(kind: Any):
    made = material()
    said = made.occasion("v1").analysis.provenance
    client, professional = (
        text_of(pdf(made, ReportChoice(kind, CLIENT_KINDS[kind], audience)))
        for audience in ("client", "professional")
    )
    assert f"Posture {said.version}" in client
    assert said.estimator not in client
    assert said.estimator in professional


def test_a_clients_report_tells_how_exercises_are_done_and_nothing_meant_for_the_trainer():
    made = material()
    client, professional = (
        text_of(pdf(made, ReportChoice("visit", ("v1",), audience)))
        for audience in ("client", "professional")
    )
    for step in knowledge().exercises["glute_bridge"].steps:
        assert step in client
    assert "To settle it" in professional
    assert "Our estimate from trials" in professional
    for part in ("To settle it", "ASIS", "Our estimate from trials", "unverified"):
        assert part not in client


def test_the_same_choice_gives_the_same_bytes():
    choice = ReportChoice("exercises", ("v1",))
    assert make_report(material(), choice) == make_report(material(), choice)


def test_the_sheet_of_exercises_has_steps_doses_notes_and_a_code_that_can_be_read():
    document = pdf(material(), ReportChoice("exercises", ("v1",)))
    text = text_of(document)
    for part in (
        "1. Glute bridge",
        "3 x 10, 3× a week",
        "Slowly.",
        "Skip lightly.",
        "Write to me.",
    ):
        assert part in text
    page = np.asarray(document[0].render(scale=4).to_pil().convert("L"))
    words, *_ = cv2.QRCodeDetector().detectAndDecode(page[:1400, page.shape[1] // 2 :])
    assert words.splitlines() == [
        "Studio Balance",
        "A plan for 8 weeks",
        "1. Glute bridge: 3 x 10, 3× a week",
        "Slowly.",
        "2. Band row: 3 x 12, 3× a week",
        "3. Skipping rope: 2 minutes, 3× a week",
    ]


def test_open_questions_keep_the_exercises_back():
    made = material(answers=Answers())
    for choice in (ReportChoice("exercises", ("v1",)), ReportChoice("visit", ("v1",))):
        text = text_of(pdf(made, choice))
        assert "The exercises follow when the questions on health are answered." in text
        assert "Glute bridge" not in text
    sheet = text_of(pdf(made, ReportChoice("exercises", ("v1",))))
    assert "☐ Is there fever together with back or neck pain?" in sheet


def test_a_red_flag_is_said_in_place_of_the_exercises():
    made = of_client(material(), contraindications=("night_pain",))
    text = text_of(pdf(made, ReportChoice("visit", ("v1",))))
    assert "No exercises for now" in text
    assert "Glute bridge" not in text


def test_what_record_and_answers_rule_out_is_named_for_professionals():
    made = of_client(material(), contraindications=("knee_pain", "left ankle"))
    made = replace(
        made,
        visits=tuple(
            replace(one, plan=(*(one.plan or ()), type(one.plan[0])("step_up")))
            if one.plan
            else one
            for one in made.visits
        ),
    )
    text = text_of(pdf(made, ReportChoice("visit", ("v1",), "professional")))
    assert "Not given: Step-up. Left out because" in text
    assert "Noted in the record: left ankle" in text


def test_visits_that_cannot_be_compared_say_why():
    made = material()
    first, second = made.visits
    other = replace(second, protocol=Protocol(180.0, 300.0, "coat"))
    text = text_of(
        pdf(replace(made, visits=(first, other)), ReportChoice("comparison", ("v0", "v1")))
    )
    assert "Cannot compare: 3 of 4." in text
    assert "The camera stood 80 cm higher or lower" in text


def test_a_photo_that_cannot_be_read_leaves_the_picture_out():
    def gone(_visit: str, _sha256: str) -> bytes:
        raise NotFoundError("gone")

    for kind, visits in CLIENT_KINDS.items():
        choice = ReportChoice(kind, visits, file_format="html")  # type: ignore[arg-type]
        page = make_report(replace(material(), picture=gone), choice).data.decode()
        assert "<figure>" not in page
        assert "Head and neck" in page


def test_a_made_up_client_is_marked_as_such():
    made = of_client(material(), made_up=True)
    text = text_of(pdf(made, ReportChoice("visit", ("v1",))))
    assert "A made-up client with rendered photos." in text


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (ReportChoice("comparison", ("v0",)), "Number of visits for this report: 2"),
        (ReportChoice("comparison", ("v0", "v0")), "cannot be compared with itself"),
        (ReportChoice("course", ("v0",)), "Number of visits for this report: 0"),
    ],
)
def test_a_wrong_choice_is_one_error(choice: ReportChoice, message: str):
    with pytest.raises(InputError, match=message):
        make_report(material(), choice)


def test_visits_that_are_not_there_or_not_confirmed():
    with pytest.raises(NotFoundError):
        make_report(material(), ReportChoice("visit", ("nothing",)))
    with pytest.raises(InputError, match="not confirmed"):
        make_report(material(draft=True), ReportChoice("visit", ("v1",)))
    with pytest.raises(InputError, match="no photo from the side"):
        make_report(material(photos=()), ReportChoice("visit", ("v1",)))
    with pytest.raises(InputError, match="No visit of this client"):
        make_report(material(photos=()), ReportChoice("course"))
    sheet = make_report(material(photos=()), ReportChoice("exercises", ("v1",)))
    assert len(pypdfium2.PdfDocument(sheet.data)) == 1


def test_names_of_files_hold_letters_and_digits_alone():
    made = of_client(material(), name="../Ada/\u202e<Love> =1+1")
    assert make_report(made, ReportChoice("visit", ("v1",), file_format="html")).name == (
        "Ada-Love-1-1_report_2026-03-03.html"
    )
    professional = ReportChoice("visit", ("v1",), "professional", file_format="html")
    assert make_report(made, professional).name == (
        "Ada-Love-1-1_report_professional_2026-03-03.html"
    )
    assert file_stem("\u200f..//") == ""


HOSTILE = "<script>alert(1)</script> #pagebreak() $x$ **b** {{ x }} =cmd()"


def test_typed_texts_are_texts_in_both_formats():
    made = of_client(material(plan_note=HOSTILE, notes=HOSTILE), name=HOSTILE)
    choice = ReportChoice("visit", ("v1",), "professional")
    page = make_report(made, replace(choice, file_format="html")).data.decode()
    assert "<script>" not in page
    assert html.escape(HOSTILE, quote=False) in page
    assert HOSTILE in text_of(pdf(made, choice))


def test_the_web_page_loads_nothing_from_elsewhere():
    page = make_report(material(), ReportChoice("course", file_format="html")).data.decode()
    assert not re.findall(r"""(?:src|href)=["'](?!data:)""", page)
    assert page.count("<svg") >= 8


@settings(max_examples=30)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_name_and_note_stays_text(typed: str):
    with use_language("en"):
        handout = exercise_page(of_client(material(plan_note=typed), name=typed), "v1")
    page = handout_html(handout, Look())
    assert "<script" not in page
    assert handout.name.isprintable()
    assert page.count("<main>") == 1


ODD = (
    "aB1 \t\n\r\0\x0b\u202e\u200f\u2066\u05d0\u0627\u064b"
    "\U0001f600\u4e2d{}#$*_<>\\`@\u2028\ufffe\u0301"
)


@settings(max_examples=20)
@given(st.text(ODD, max_size=80), st.text(max_size=80))
@example("\u202e\t\u0301a", "")
def test_any_note_can_be_set_on_paper(odd: str, any_text: str):
    page = exercise_page(material(plan_note=odd), "v1")
    handout = replace(page, name=any_text)
    assert handout_pdf(handout, "exercises", Look()).startswith(b"%PDF")


def every_text(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if " " in value and not value.startswith("<svg") else []
    if isinstance(value, dict):
        return [text for one in value.values() for text in every_text(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in every_text(one)]
    return []


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_sentence_keeps_the_wording_rules(language: str):
    made = material()
    with use_language(language):
        pages = [
            visit_page(made, "v1", "professional"),
            comparison_page(made, "v0", "v1", "professional"),
            course_page(made, "professional"),
            exercise_page(made, "v1"),
        ]
        said = [text for page in pages for text in every_text(asdict(page))]
        assert len(said) > 100
        assert {text: wording_faults(text) for text in said if wording_faults(text)} == {}
