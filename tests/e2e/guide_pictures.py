"""Take the pictures of the README and the guides.

``python -m tests.e2e.guide_pictures`` takes all of them in both languages (minutes);
``python -m tests.e2e.guide_pictures check studio ...`` those of these tours alone.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
from PIL import Image

from posture.studio import made_up
from tests.e2e import serving
from tests.e2e.studio_steps import drop_photo, fold, new_client, open_studio, save_visit
from tests.e2e.test_live import press_start
from tests.e2e.visitor import (
    SAMPLES,
    adjust,
    answer_with_no,
    check_sample,
    compare_sample,
    drop,
    frontal_sample,
    press,
    settled,
    speak,
    visit,
)
from tests.fixtures.visit import VISIT, write_mjpeg

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

FOLDERS = {
    "English": serving.ROOT / "docs" / "pictures",
    "Deutsch": serving.ROOT / "docs" / "de" / "pictures",
}
WIDTH, HEIGHT = 1280, 860

_INTO_VIEW = """(one) => {
  one.scrollIntoView({block: "start"});
  document.querySelector("[data-testid=stMain]").scrollBy(0, -80);
}"""
"""Below the menu, which stays at the top."""

Keep = Callable[..., None]
"""``keep(name, height=860, at=locator)``: one picture, in both languages."""


def main(wanted: list[str]) -> None:
    """Take the pictures of the tours that are asked for, or of all."""
    tours = {tour.__name__.removeprefix("_"): tour for tour in (_check, _compare, _frontal)}
    studio = {tour.__name__.removeprefix("_"): tour for tour in (_studio, _course, _group, _camera)}
    with tempfile.TemporaryDirectory(prefix="posture-pictures-") as made:
        home = Path(made) / "made_up"
        if not wanted or set(wanted) & set(studio):
            made_up.main(home)
        clip = write_mjpeg(Path(made) / "visit.mjpeg", ("turning",) * 5 + VISIT, repeat=3)
        for name, tour in (tours | studio).items():
            if wanted and name not in wanted:
                continue
            # A studio of its own for each tour: none shows what another has left.
            own = Path(made) / name
            if name in studio:
                shutil.copytree(home, own)
            camera = f"--use-file-for-fake-video-capture={clip}"
            with (
                serving.served(POSTURE_HOME=str(own)) as address,
                serving.browser(camera, width=WIDTH, height=HEIGHT) as page,
            ):
                tour(page, address, _keeper(page))
    serving.stop_driver()


def _keeper(page: Page) -> Keep:
    def keep(name: str, height: int = HEIGHT, at: Locator | None = None) -> None:
        for language, folder in FOLDERS.items():
            speak(page, language)
            _shoot(page, folder / f"{name}.png", height, at)
        speak(page, "English")

    return keep


def _shoot(page: Page, path: Path, height: int = HEIGHT, at: Locator | None = None) -> None:
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.mouse.move(5, 5)
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")
    if at is not None:
        at.evaluate(_INTO_VIEW)
    # What was put on the page last may still fade in.
    page.wait_for_timeout(900)
    _write(page.screenshot(), path)
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


def _write(data: bytes, path: Path) -> None:
    """256 colours are enough to show what the page looks like, at a quarter of the bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(data)) as shot:
        # Rare colours are the marks on the body: none may be merged into its surroundings.
        few = shot.convert("RGB").quantize(
            256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        few.save(path, optimize=True)
    print(path, path.stat().st_size // 1024, "kB")


def _check(page: Page, address: str, keep: Keep) -> None:
    visit(page, address)
    check_sample(page, "Head forward")
    keep("check")
    adjust(page)
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    page.get_by_label("Point", exact=True).select_option("c7")
    page.locator(".stage").focus()
    for key in ("Shift+ArrowUp", *["ArrowRight"] * 5):
        page.keyboard.press(key)
    page.get_by_text("How were they placed?").wait_for()
    page.locator("label", has_text="by touch").first.click()
    page.locator("td", has_text="→").first.wait_for()
    settled(page)
    keep("points")


def _compare(page: Page, address: str, keep: Keep) -> None:
    visit(page, address, "compare", "Compare")
    compare_sample(page)
    # High enough for both pictures and what has changed.
    keep("comparison", 1440)


def _frontal(page: Page, address: str, keep: Keep) -> None:
    visit(page, address, "frontal")
    frontal_sample(page)
    keep("frontal")


def _studio(page: Page, address: str, keep: Keep) -> None:
    """The list, a new client, the visit with its plan, the report, the settings."""
    open_studio(page, address)
    keep("clients")
    page.get_by_label("Find a client").fill("Ana Ruiz")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="New client").click()
    page.get_by_role("button", name="The client agrees to all of it").wait_for()
    settled(page)
    keep("consent", 700)
    page.get_by_role("button", name="The client agrees to all of it").click()
    page.get_by_text("Or a file").wait_for()
    settled(page)
    drop_photo(page, SAMPLES / "head_forward.jpg")
    keep("visit")
    answer_with_no(page)
    fold(page, "plan_edit")
    keep("plan", at=page.locator(".st-key-plan_edit").last)
    save_visit(page)
    page.goto(f"{address}/studio?room=settings")
    page.get_by_role("heading", name="Settings", exact=True).wait_for()
    settled(page)
    keep("settings")


def _course(page: Page, address: str, _keep: Keep) -> None:
    """Change over time of a client with three visits, and the report of one."""
    for language, folder in FOLDERS.items():
        open_studio(page, address)
        # First: a list that is on the page keeps its words when the language changes.
        speak(page, language)
        page.get_by_role("button", name="Alma Beispiel").click()
        page.locator(".st-key-side_by_side").last.wait_for()
        settled(page)
        second = page.get_by_role("heading", level=3).nth(1)
        _shoot(page, folder / "course.png", 1000, second)
        _shoot(page, folder / "side_by_side.png", 900, page.locator(".st-key-side_by_side").last)
        speak(page, "English")
        fold(page, "client_reports")
        page.locator(".st-key-client_reports").get_by_text(language, exact=True).last.click()
        settled(page)
        save = page.get_by_role("button", name="Save the report")
        press(page.get_by_role("button", name="Make the report"), save)
        with page.expect_download() as told:
            save.click()
        sheet = pypdfium2.PdfDocument(told.value.path())[0].render(scale=2).to_pil()
        data = BytesIO()
        sheet.save(data, "PNG")
        _write(data.getvalue(), folder / "report.png")


def _group(page: Page, address: str, keep: Keep) -> None:
    open_studio(page, address)
    page.get_by_role("button", name="Group day").click()
    names = ("Ana", "Ben", "Chloe", "Dario", "Emma")
    page.get_by_label("Names, a person a line").fill("\n".join(names))
    page.get_by_text("Everybody on the list has agreed").click()
    settled(page)
    page.get_by_role("button", name="Begin the day").click()
    photos = (SAMPLES / f"{one}.jpg" for one in ("standing_tall", "head_forward", "sway_back"))
    for name, photo in zip(names, photos, strict=False):
        page.get_by_role("heading", name=name, exact=True).wait_for()
        settled(page)
        drop(page, photo)
    page.get_by_role("heading", name="Dario", exact=True).wait_for()
    settled(page)
    keep("group", 1000)


def _camera(page: Page, address: str, keep: Keep) -> None:
    """The guidance by voice with the outline of the last visit."""
    for language, folder in FOLDERS.items():
        open_studio(page, address)
        new_client(page, f"Ana {language}")
        drop_photo(page, SAMPLES / "change" / "before.jpg")
        save_visit(page)
        page.get_by_role("button", name="To the client").click()
        page.get_by_role("button", name="New visit").click()
        page.get_by_text("The yellow outline is the last visit").wait_for()
        settled(page)
        speak(page, language)
        press_start(page)
        _write(_with_outline(page), folder / "camera.png")
        page.goto(address)


def _with_outline(page: Page) -> bytes:
    """A picture of the page on which the yellow outline is drawn: the first ones come without."""
    for _ in range(40):
        page.wait_for_timeout(1000)
        shot = page.screenshot()
        colours = np.asarray(Image.open(BytesIO(shot)).convert("RGB"), np.int16)
        red, green, blue = np.moveaxis(colours, -1, 0)
        if ((red > 200) & (green > 180) & (blue < 110)).sum() > 1000:
            return shot
    raise AssertionError("no outline was drawn")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("tours", nargs="*")
    main(asked.parse_args().tours)
