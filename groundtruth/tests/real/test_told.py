from __future__ import annotations

from posture.assess.knowledge import knowledge
from posture.assess.verdict import find_verdict
from posture.present.verdict import headline

from groundtruth.real.told import KINDS, told
from tests.real.made_up import analysis, labels, refused, result


def test_every_analysed_photograph_has_its_headline_and_lines():
    plain, forward = analysis(), analysis(head_forward=0.05)
    given = [labels(plain, "plain"), labels(forward, "forward"), labels(plain, "refused")]
    found = told([result(plain, given[0]), result(forward, given[1]), refused(given[2])])
    assert set(found["photographs"]) == {"plain", "forward"}
    head = found["photographs"]["forward"]
    assert head["headline"] == headline(find_verdict(forward.assessment))
    assert head["headline"].startswith("Worth a look: head")
    assert "tipped down" in head["lines"]["head"]
    assert set(head["lines"]) == set(knowledge().verdict)
    assert found["headlines"]["worth_a_look"] >= 1
    assert sum(found["headlines"].values()) == 2
    assert list(found["headlines"]) == list(KINDS)
    for shares in (found["open"], found["hard_to_see"]):
        assert list(shares) == list(knowledge().verdict)
    lines = [find_verdict(one.assessment) for one in (plain, forward)]
    assert found["open"] == {
        line.region: 50.0 * sum(one[i].says_nothing for one in lines)
        for i, line in enumerate(lines[0])
    }


def test_without_an_answer_nothing_is_told():
    only = labels(analysis(), "refused")
    found = told([refused(only)])
    assert found["photographs"] == found["open"] == found["hard_to_see"] == {}
    assert not any(found["headlines"].values())
