"""What the accuracy page says of real photographs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from posture.assess.knowledge import knowledge
from posture.i18n.language import mid_sentence
from posture.present.wording import title

from groundtruth.real.pages.cut_copies import cuts, placed
from groundtruth.real.pages.numbers import between, fixed, point_name, signed
from groundtruth.real.told import KINDS
from groundtruth.score.pages.markdown import UNITS, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posture.assess.knowledge.verdict_record import Region

Block = dict[str, Any]


def section(real: Block, elsewhere: Block, tables: str) -> Iterator[str]:
    """The section of the accuracy page.

    Parameters
    ----------
    real : dict
        Block ``real`` of ``accuracy.json``; empty where nothing was measured.
    elsewhere : dict
        Block ``photographs``: what others measured on photographs that are kept aside, and what
        became of pictures on which nothing had been fitted or tried.
    tables : str
        Link to the page with every table.
    """
    yield "## On real photographs"
    if not real:
        yield "Not measured: the photographs were not given to this run."
    else:
        yield _introduction(real, tables)
        yield _measurements(real)
        yield from cuts(real["cuts"])
        yield _points(real)
        yield "\n".join(f"- {line}" for line in _statements(real))
        yield from _targets(real)
    if elsewhere:
        yield _elsewhere(elsewhere)
        fresh = elsewhere["fresh"]
        yield f"{_fresh(fresh)} {_marked(fresh['marked'])}"
    yield (
        "Expect errors of this size on your own photos, and larger ones where hair, a collar or a "
        "hood covers the base of the neck. How far a *change* between two photos of one person is "
        "off was not measured on real photographs."
    )


def _introduction(real: Block, tables: str) -> str:
    refused = real["photographs"] - real["analysed"]
    return (
        f"{real['photographs']} public side photographs of {real['people']} standing people, "
        f"{refused} of them refused. All but two of them come from one place, and most of the "
        "people are men (decision 38): those of the web below say more of your own photos. "
        "Anatomical points were marked by eye, on "
        f"{real['marked_twice']} photographs by two people; the table compares the program with "
        "them. The error of marking, from the differences between the two, is taken out of the "
        "standard deviation and added to the stated error before the 95 % interval is judged. "
        f"Measured on {real['date']} with {_weights(real)}. [Every table]({tables})."
    )


def _weights(real: Block) -> str:
    made = real["provenance"]
    return f"weights `{made.get('estimator', '')}` (`{made.get('estimator_sha256', '')[:16]}`)"


def _measurements(real: Block) -> str:
    return table(
        (
            "Measurement",
            "mean error",
            "95 % interval of it",
            "standard deviation",
            "stated error, median",
            "95 % interval contains the marked value",
            "photographs with a value",
        ),
        [
            [
                title(name),
                signed(found["bias"], 1, UNITS[name]),
                between(found["bias_low"], found["bias_high"], 1),
                fixed(found["sd"], 1, UNITS[name]),
                fixed(found["stated"], 1, UNITS[name]),
                fixed(found["cover_95"], 0, " %"),
                fixed(real["answers"][name], 0, " %"),
            ]
            for name, found in real["measurements"].items()
        ],
    )


def _points(real: Block) -> str:
    header = ["Point, % of stature"]
    for axis in ("forward", "up"):
        header += [f"{axis}: mean error", "standard deviation", "stated", "95 % interval contains"]
    return table(
        header,
        [
            [
                point_name(name),
                *(
                    cell
                    for axis in ("forward", "up")
                    for cell in (
                        signed(found[axis]["bias"], 2),
                        fixed(found[axis]["sd"], 2),
                        fixed(found[axis]["stated"], 2),
                        fixed(found[axis]["cover_95"], 0, " %"),
                    )
                ),
            ]
            for name, found in real["points"].items()
        ],
    )


def _statements(real: Block) -> Iterator[str]:
    knee, feet = real["knee_angle"], real["false_notices"]["feet_cut_off"]
    cva = real["measurements"]["cva"]
    yield (
        f"By the stated error alone the 95 % interval of {mid_sentence(title('cva'))} "
        f"(craniovertebral angle) contains the marked value in {fixed(cva['cover_95_raw'], 0)} % "
        f"of the photographs.{placed(real)}"
    )
    yield (
        "How far ear, shoulder, ankle and toe of real people lie from where the network puts them "
        "was taken from these same photographs, so their mean errors are small. People who were "
        "left out of that come out hardly worse (decision 38). Where the face detector puts ear "
        "and eye, too: in 19 other photographs it puts the ear at the same place, to 0.1 % of the "
        "stature (decision 50). How far the body of a picture that ends early is turned was taken "
        "from the cut copies (decision 52), and how high head and neck lie where no face is seen "
        "(decision 54)."
    )
    yield (
        f"Knees of people who stand are measured as {fixed(knee['median'], 1, '°')} in the median "
        f"(0° is straight, negative is bent), with a stated error of "
        f"{fixed(knee['stated'], 1, '°')}. Knee and hip cannot be marked by eye through clothes: "
        "the knee is placed so that people in trousers stand on average as the literature says, "
        "behind the marked middle of the trouser leg. So the mean says nothing of the program; the "
        "differences between people do. The 80 % interval of literature and stated error together "
        f"holds {fixed(knee['norm_80'], 0)} % of the photographs, the 95 % interval "
        f"{fixed(knee['norm_95'], 0)} %."
    )
    yield (
        f"In {feet['n']} of {feet['of']} photographs the program says that the feet are cut off "
        "although a toe or a heel lies inside the picture."
    )
    yield f"Two photographs of one person: {_retest(real)}."
    yield (
        f"{fixed(real['spoken']['any'], 0, ' %')} of the photographs get a finding about head or "
        "shoulders that says more than *cannot tell*."
    )
    yield _told(real["told"])


def _told(told: Block) -> str:
    headlines = [f"*{KINDS[kind]}* {n}" for kind, n in told["headlines"].items() if n]
    return (
        f"What the photographs are told: {', '.join(headlines)}. Lines that stay open: "
        f"{_by_region(told['open'])}. Lines that are called typical but hard to see, where what "
        f"is known of people outweighs the photo: {_by_region(told['hard_to_see'])}."
    )


def _by_region(shares: Mapping[Region, float]) -> str:
    return ", ".join(
        f"{mid_sentence(knowledge().verdict[region].title)} {fixed(share, 0, ' %')}"
        for region, share in shares.items()
    )


def _retest(real: Block) -> str:
    told: list[str] = []
    for name, found in real["retest"].items():
        of = f"standard deviation within {found['people']} people"
        if found["by_eye"] is not None:
            of += f"; the marked value by {fixed(found['by_eye'], 1, '°')}"
        told.append(f"{mid_sentence(title(name))} varies by {fixed(found['sd'], 1, '°')} ({of})")
    return "; ".join(told)


def _targets(real: Block) -> Iterator[str]:
    figures = real["figures"]
    short = [figure for figure in figures if not figure["holds"]]
    told = f"{len(figures) - len(short)} of {len(figures)} figures on real photographs reach their "
    yield f"{told}target. " + ("These do not:" if short else "")
    if short:
        yield table(("Figure", "value", "target"), [_figure(figure) for figure in short])


def _figure(figure: Block) -> tuple[str, str, str]:
    value = f"{fixed(figure['value'], 2)} {figure['unit']}".rstrip()
    return f"`{figure['name']}`", value, figure["target"]


def _elsewhere(found: Block) -> str:
    web, others = found["web_side_views"], found["web_other_pictures"]
    return (
        f"Measured outside this project on {found['date']} with weights `{found['estimator']}`, on "
        f"photographs that are kept aside: in {web['photographs']} side views from the web, "
        f"{web['ending_at_hips']} of which end at the hips, the craniovertebral angle was off by "
        f"{web['bias']:g}° on average (standard deviation {web['sd']:g}°, stated error "
        f"{web['stated']:g}°); its 95 % interval contained the marked value in "
        f"{web['cover_95']:g} %. Of {others['photographs']} pictures from the web that do not show "
        f"one person from the side, {others['analysed']} were analysed all the same, "
        f"{others['with_finding']} of them with a finding. {found['barefoot']} photographs of "
        "barefoot people without a shirt were estimated as they look."
        f"{_since(found['changed_since'])}"
    )


def _since(decisions: list[int]) -> str:
    """What keeps these figures from being those of today's program; nothing if it is the same."""
    if not decisions:
        return ""
    return (
        " These are figures of an earlier program: weights, points and what is refused have "
        f"changed since (decisions {', '.join(map(str, decisions))}), and it was not measured "
        "there again."
    )


def _fresh(found: Block) -> str:
    return (
        f"Checked here on {found['date']}, which pictures are analysed: {found['pictures']} "
        f"pictures of {found['repositories']} public repositories that had not been used before, "
        "most of them street photographs, the others sport, yoga, desks, drawings, X-rays, "
        f"screens. Of the {found['side_views']} that were seen to show one person on their feet "
        f"from the side with the whole head, {found['side_views_analysed']} were analysed; of the "
        f"{found['others']} others {found['others_analysed']}, {found['others_with_finding']} of "
        "them with a finding (people turned by half or sitting at a desk, and rendered figures). "
        "How exact the angles are was not judged on them."
    )


def _marked(found: Block) -> str:
    reader, later = found["reader"], found["later"]
    free, covered = found["nape_free"], found["nape_covered"]
    first = found["photographs"] - later["photographs"]
    return (
        f"The craniovertebral angle was judged on {found['photographs']} other side views of "
        f"{found['repositories']} public repositories, on {found['date']}. On {first} of them one "
        "reader marked ear and C7 twice before the program saw them. On "
        f"{reader['photographs']} of the photographs above this reader's angle differs from that "
        f"of their labels by {signed(reader['bias'], 1, '°')} on average, with a standard "
        f"deviation of {reader['sd']:g}° ({reader['again_sd']:g}° between the two readings); the "
        "reader's error is taken out as above. "
        f"The other {later['photographs']} were marked by two readers who saw no result (their "
        f"angles differ by {later['readers_sd']:g}°), after all that is fitted was fitted; there "
        f"the mean error is {_exactness(later)}. "
        f"The program refused {found['refused']} of the {found['photographs']}. "
        f"In the others together the mean error is {_exactness(found['analysed'])}. "
        f"In {free['photographs']} that show the base of the neck, or cloth that lies close on it, "
        f"it is {_exactness(free)}; in {covered['photographs']} with hair, a collar, a hood or a "
        f"coat over it, {_exactness(covered)}. There the stated error is too small; the reader "
        "guesses, too. How much wider the errors are under hair was set after this, on four of "
        "these photographs and two of the above. Addresses and points: `groundtruth/data/web`."
    )


def _exactness(found: Block) -> str:
    return (
        f"{signed(found['bias'], 1, '°')} (standard deviation {fixed(found['sd'], 1, '°')}, stated "
        f"error {fixed(found['stated'], 1, '°')}, 95 % intervals hold in "
        f"{fixed(found['cover_95'], 0, ' %')})"
    )
