from __future__ import annotations

import datetime
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from posture.assess.assess import assess
from posture.assess.assessment import Answer, Answers, Clearance, Plan, Subject
from posture.assess.wording_rules import wording_faults
from posture.present.report.html import render_html
from posture.present.report.model import build
from tests.assess.people import all_no, person
from tests.present import examples

JPEG = b"\xff\xd8not really a picture"
DAY = datetime.date(2026, 3, 1)


class Reader(HTMLParser):
    """Visible words and all attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.words.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        return "\n".join(self.words)


def page(clearance: Clearance = "cleared", name: str = "anna.jpg") -> str:
    made = examples.analysis(name=name, plan_=examples.plan(clearance))
    return render_html(build(examples.photo(name=name), made, JPEG, date=DAY))


def test_shows_name_date_numbers_and_every_title():
    text = Reader(page()).text
    for words in (
        "anna.jpg", "2026-03-01", "44° ± 3°", "most people 44° to 56°", "Chest and upper back",
        "Evidence against", "Several found no link.", "Band row",
        "Lift the arms to a Y.", "New photo after 4 and 8 weeks", examples.FOOTER,
    ):  # fmt: skip
        assert words in text


def with_plan(plan: Plan) -> str:
    made = examples.analysis(plan_=plan)
    return Reader(render_html(build(examples.photo(), made, JPEG, date=DAY))).text


def test_screening_stands_before_the_plan():
    text = with_plan(examples.answered_plan(every=True))
    assert "All 6 health questions were answered with no on February 28, 2026." in text
    assert text.index("Before any exercise") < text.index("health questions")
    assert text.index("health questions") < text.index("Prone Y-T-W")
    assert examples.screening()[0].question not in text


def test_open_questions_are_a_sentence_and_keep_the_exercises_back():
    text = with_plan(examples.plan("not_asked"))
    assert "The health questions have not been answered." in text
    assert "The exercises follow when the questions on health are answered." in text
    assert "Prone Y-T-W" not in text


def test_a_stopped_plan_says_why_and_shows_no_exercise():
    text = Reader(page("stopped")).text
    assert "Please see a doctor before training." in text
    assert "Prone Y-T-W" not in text
    assert "The week" not in text


@pytest.mark.parametrize(
    "name", ['<script>alert("x")</script>.jpg', "a' onload='b.jpg", "&lt;b&gt;.jpg", "{{ 7 * 7 }}"]
)
def test_a_hostile_name_is_only_text(name: str):
    calm, hostile = Reader(page()), Reader(page(name=name))
    assert name in hostile.words
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in calm.tags]


def test_a_name_from_a_broken_file_system_can_be_written():
    assert "a\N{REPLACEMENT CHARACTER}b.jpg" in page(name="a\udcffb.jpg").encode().decode()


def test_loads_nothing_from_elsewhere_and_runs_nothing():
    tags = Reader(page()).tags
    assert {"script", "link", "iframe"}.isdisjoint(tag for tag, _ in tags)
    sources = [a[k] for _, a in tags for k in ("src", "href") if k in a]
    assert sources
    assert all(source and source.startswith(("data:image/jpeg;base64,", "#")) for source in sources)


def test_the_four_lines_follow_the_width_of_their_column():
    """In a narrow column beside the picture the words would be broken between letters."""
    style = page().partition("<style>")[2].partition("</style>")[0]
    assert "@container verdict" in style
    assert ".hero > div { container: verdict / inline-size; }" in style


def test_every_picture_has_words():
    tags = Reader(page()).tags
    (picture,) = [a for tag, a in tags if tag == "img"]
    assert "Head over the neck: 44° ± 3°" in (picture["alt"] or "")


def test_pelvis_and_sacrum_are_shown_without_degrees():
    made = examples.analysis()
    model = build(examples.photo(), made, JPEG, date=None)
    named = {row.title: row for row in model.settled + model.unsettled}
    pelvis = named["Forward tilt of the pelvis"]
    sacrum = named["Slope of the back of the pelvis"]
    assert (pelvis.number, pelvis.typical) == ("", "")
    assert (sacrum.number, sacrum.typical) == ("", "")
    assert pelvis.scale is not None
    assert pelvis.scale.ends == ("less", "more")


@pytest.mark.parametrize("screening", [{}, all_no(), all_no(chest_pain="yes")])
def test_real_words_keep_to_the_law(screening: dict[str, Answer]):
    measured = person("placed", cva=-3, kyphosis=3, lordosis=3, pelvic_tilt=3, knee_angle=3)
    said = assess(measured, Subject(40), Answers(screening=screening))
    made = replace(examples.analysis(), measurements=measured, assessment=said)
    words = Reader(render_html(build(examples.photo(), made, JPEG, date=DAY))).words
    assert said.plan.footer in words
    assert [f for sentence in words for f in wording_faults(sentence)] == []
