from __future__ import annotations

import datetime
import io
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
from PIL import Image

from posture.assess.assess import assess
from posture.assess.assessment import Answer, Answers, Clearance, Exercise, Plan, Subject
from posture.assess.knowledge import knowledge
from posture.assess.wording_rules import wording_faults
from posture.i18n.language import use_language
from posture.present.report.model import ReportModel, build
from posture.present.report.pdf import render_pdf
from tests.assess.people import all_no, person
from tests.present import examples

DAY = datetime.date(2026, 3, 1)


def jpeg(width: int = 92, height: int = 140) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height), (90, 90, 90)).save(data, "JPEG")
    return data.getvalue()


def model(clearance: Clearance = "cleared", factor: int = 1, name: str = "anna.jpg") -> ReportModel:
    plan = replace(
        examples.plan(clearance, factor=factor),
        screening=examples.screening(30 if factor > 1 else 6),
    )
    made = examples.analysis(name=name, plan_=plan, factor=factor)
    return build(examples.photo(name=name), made, jpeg(), date=DAY)


@cache
def rendered(clearance: Clearance = "cleared") -> bytes:
    return render_pdf(model(clearance))


def read(content: bytes) -> str:
    """The words of a document that must have one page, of A4."""
    document = pypdfium2.PdfDocument(content)
    try:
        assert len(document) == 1
        assert document[0].get_size() == pytest.approx((595.28, 841.89), abs=0.01)
        return document[0].get_textpage().get_text_bounded()
    finally:
        document.close()


def lowest_text(content: bytes) -> float:
    """Millimetres from the top to the lowest text, clipped or not."""
    document = pypdfium2.PdfDocument(content)
    try:
        # Texts in drawings, one level below, have coordinates of their own.
        text = pypdfium2.raw.FPDF_PAGEOBJ_TEXT
        texts = document[0].get_objects(filter=[text], max_depth=1)
        boxes = [one.get_bounds() for one in texts]
        return 297 - min(bottom for _, bottom, _, _ in boxes) * 25.4 / 72
    finally:
        document.close()


def longest() -> ReportModel:
    """Real words: every finding spoken, every caution raised, the longest exercises."""
    cautions: dict[str, Answer] = {
        id: "yes" for id, one in knowledge().screening.items() if one.effect != "stop"
    }
    said = assess(
        person("placed", cva=-3, kyphosis=3, lordosis=3, pelvic_tilt=3, knee_angle=3, body_lean=3),
        Subject(40, "female"),
        Answers(screening={**all_no(Subject(40, "female")), **cautions}),
    )
    analysis = replace(examples.analysis(), assessment=said)
    measured = person("placed", cva=-3, kyphosis=3, lordosis=3, pelvic_tilt=3, knee_angle=3)
    made = build(examples.photo(), replace(analysis, measurements=measured), jpeg(), date=DAY)
    records = sorted(
        knowledge().exercises.items(),
        key=lambda item: -len(" ".join((*item[1].steps, *item[1].avoid))),
    )
    exercises = tuple(
        Exercise(
            key, one.title, one.role, "general", one.steps, one.dose, 3, "8-12", 3, one.progression,
            one.avoid, one.why, "",
        )
        for key, one in records[:5]
    )  # fmt: skip
    return replace(made, plan=replace(made.plan, exercises=exercises))


def test_shows_name_date_numbers_and_titles():
    text = read(rendered())
    for words in (
        "anna.jpg", "2026-03-01", "44° ± 3°", "44°", "56°", "Prone Y-T-W", "Band row",
        "Wear a tighter shirt.", "The shirt hides the back.",
        "New photo after 4 and 8 weeks",
    ):  # fmt: skip
        assert words in text


def test_where_nothing_points_to_a_pair_one_sentence_says_so():
    said = "No finding points to a muscle pair."
    made = model()
    assert said not in read(render_pdf(made))
    assert said in read(render_pdf(replace(made, imbalances=())))


def with_plan(plan: Plan) -> str:
    made = build(examples.photo(), examples.analysis(plan_=plan), jpeg(), date=DAY)
    return " ".join(read(render_pdf(made)).split())


def test_screening_stands_before_the_exercises():
    text = with_plan(examples.answered_plan())
    assert text.index("Before any exercise") < text.index("health questions")
    assert text.index("health questions") < text.index("Prone Y-T-W")


def test_answers_all_of_no_are_one_line_with_their_day():
    text = with_plan(examples.answered_plan(every=True))
    assert "All 6 health questions were answered with no on February 28, 2026." in text
    assert examples.screening()[0].question not in text
    assert "\N{BALLOT BOX}" not in text


def test_open_questions_are_a_sentence_and_keep_the_exercises_back():
    text = with_plan(examples.plan("not_asked"))
    assert "The health questions have not been answered." in text
    assert "The exercises follow when the questions on health are answered." in text
    assert "Prone Y-T-W" not in text
    assert examples.screening()[0].question not in text


def test_a_stopped_plan_says_why_and_shows_no_exercise():
    text = read(rendered("stopped"))
    assert "Please see a doctor before training." in text
    assert "Prone Y-T-W" not in text


def test_the_longest_real_texts_fit_whole():
    made = longest()
    content = render_pdf(made)
    words = " ".join(read(content).split())
    assert lowest_text(content) < 294
    raised = [one.question for one in made.plan.screening if one.answer == "yes"]
    assert len(raised) > 5
    assert [one for one in raised if one not in words] == []
    for exercise in made.plan.exercises:
        assert all(step in words for step in exercise.steps)


@pytest.mark.parametrize("factor", [4, 16])
def test_far_too_long_texts_still_make_one_page(factor: int):
    content = render_pdf(model(factor=factor))
    assert "Prone Y-T-W" in read(content)
    assert lowest_text(content) < 294


def test_odd_names_and_pictures_still_make_one_page():
    made = model(name="写真 " + "x" * 300 + ".jpg")
    read(render_pdf(replace(made, picture=jpeg(400, 100))))
    read(render_pdf(replace(made, picture=jpeg(20, 400), settled=(), imbalances=())))


def test_same_model_same_bytes():
    assert render_pdf(model("stopped")) == rendered("stopped")


def test_without_a_date_the_clock_stays_out_of_the_file():
    assert b"/CreationDate" not in render_pdf(replace(model("stopped"), date=""))
    assert b"/CreationDate(D:20260301000000Z" in rendered("stopped")


def test_the_document_is_tagged_and_says_its_language():
    content = rendered()
    for part in (b"/Marked true", b"/StructTreeRoot", b"/Lang(en)", b"/Title"):
        assert part in content
    with use_language("de"):
        assert b"/Lang(de)" in render_pdf(model("stopped"))
    # The photo and the drawings of five exercises.
    assert content.count(b"/Alt") == 6


def test_typeface_is_embedded():
    content = rendered()
    assert b"/FontFile2" in content
    assert b"/Helvetica" not in content


def test_real_words_keep_to_the_law():
    assert wording_faults(" ".join(read(render_pdf(longest())).split())) == []
