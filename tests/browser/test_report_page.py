"""The report in a real browser, opened from a file as its readers do."""

from __future__ import annotations

import pytest

from sim.report.html import render_report
from tests.browser.screens import on_every_screen
from tests.report.made_up import content, county, two_hotspots

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("a report") / "berícht.html"
    shown = content(county=county(synthetic=False), patrol={"patrol": two_hotspots(), "response": two_hotspots()})
    path.write_text(render_report(shown), encoding="utf-8", newline="\n")
    return path


@on_every_screen
def test_the_page_asks_for_nothing_but_itself(page, written):
    assert page.seen == {"requests": [written.as_uri()], "messages": []}


def test_headings_and_regions_have_names(page):
    assert page.get_by_role("heading", level=1).inner_text() == "What would ten more officers buy?"
    for name in ("The answer", "Before you use this", "Where harm is prevented", "Who got the service", "Glossary"):
        assert page.get_by_role("heading", name=name, exact=True).is_visible()
    assert page.get_by_role("navigation", name="Contents").get_by_role("link").count() >= 8


@on_every_screen
def test_the_page_never_scrolls_sideways(page):
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@on_every_screen
def test_the_comparison_can_be_read_in_full(page):
    table = page.get_by_role("table", name="Difference against Today")
    assert table.get_by_role("row").count() >= 3
    cell = table.get_by_text("+1,200", exact=True)
    box = cell.bounding_box()
    assert cell.is_visible()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    assert cell.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") >= 14


def test_figures_are_images_with_names(page):
    assert page.get_by_role("img", name="Map of Twelveshire: harm prevented in each area under Patrol").count() == 1
    assert page.get_by_role("img", name="Response: +3").count() == 1


@on_every_screen
def test_patrol_is_drawn_as_high_as_it_was_long(page):
    chart = page.get_by_role("img", name="Patrol: minutes of presence planned and delivered by hour of the day")
    heights = chart.locator("rect").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().height)")
    # at 16 o'clock 120 minutes planned and 30 delivered, at 20 o'clock 120 and 50
    assert heights == pytest.approx([heights[0], heights[0] / 4, heights[0], heights[0] * 50 / 120], abs=0.5)
    assert page.get_by_role("table", name="Patrol: hotspots, those with the least").get_by_text("Square 4").is_visible()


@on_every_screen
def test_an_area_is_drawn_in_the_colour_of_its_class(page):
    # square 12 has the most harm prevented under Patrol, square 1 the most harm added
    colours = [
        page.evaluate("shape => getComputedStyle(document.querySelector(`.map use[href='#${shape}']`)).fill", shape)
        for shape in ("a0", "a11")
    ]
    assert colours[0] != colours[1]
    assert "none" not in colours


def test_the_keyboard_reaches_the_answer_and_the_data(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answer"
    summary = page.locator("#maps summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("cell", name="Westmarch").first.is_visible()


def test_the_assumptions_are_printed(page):
    page.emulate_media(media="print")
    assert page.get_by_text("A review", exact=True).is_visible()
    assert not page.get_by_role("navigation", name="Contents").is_visible()


def test_on_paper_one_option_has_its_patrol_in_full_and_the_others_their_file(page):
    assert page.locator(".on-paper:visible").count() == 0
    page.emulate_media(media="print")
    first, second = page.locator("#patrol details:has(table.cards):not(:has-text('Data behind'))").all()
    assert first.get_by_role("table").is_visible()
    assert not second.is_visible()
    assert page.locator("#patrol .on-paper:visible").all_inner_texts() == ["Response: 2 hotspots, in patrol.csv."]
