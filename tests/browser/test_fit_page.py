"""The page of a fit in a real browser, opened from a file as its readers do."""

from __future__ import annotations

import pytest

from sim.fit.page import fit_page
from sim.fit.run import fit_county
from sim.progress import Progress
from sim.study.county_file import read_county_file
from tests.browser.screens import cut_off, on_every_screen, strays
from tests.fit.logged_county import add_log
from tests.records.another_county import make_county

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Give the page of the made-up county, fitted with an incident log."""
    path = make_county(tmp_path_factory.mktemp("a fit") / "eastmark")
    add_log(path, fit_county(read_county_file(str(path)), Progress()))
    page = path.parent / "fit.html"
    page.write_text(fit_page(fit_county(read_county_file(str(path)), Progress())), encoding="utf-8", newline="\n")
    return page


@on_every_screen
def test_the_page_asks_for_nothing_but_itself_and_never_scrolls_sideways(page, written):
    assert strays(page, written) == []


def test_headings_and_charts_have_names(page):
    assert page.get_by_role("heading", level=1).inner_text() == "Eastmark: what its records say"
    for name in (
        "What was fitted",
        "What stayed assumed",
        "The county, month by month",
        "The areas",
        "The incident log",
    ):
        assert page.get_by_role("heading", name=name, exact=True).is_visible()
    for name in ("Burglary: rows of the county by month", "Burglary: rows a year by area", "Burglary: season"):
        assert page.get_by_role("img", name=name, exact=True).is_visible()
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    for target in [link.get_attribute("href") for link in links.all()]:
        assert page.locator(target).count() == 1


def test_every_dot_is_drawn_within_its_chart(page):
    """A dot is a stroke of no length: what it covers lies inside the drawing."""
    inside = page.evaluate(
        """() => [...document.querySelectorAll('.plot .observed, .plot .areas-seen')].map(dots => {
            const own = dots.getBBox(), whole = dots.closest('svg').viewBox.baseVal;
            return own.x >= 0 && own.y >= 0 && own.x + own.width <= whole.width && own.y + own.height <= whole.height;
        })"""
    )
    assert len(inside) == 12
    assert all(inside)


@pytest.mark.parametrize("page", [("light", 420)], indirect=True)
def test_no_cell_of_a_card_is_cut_off_on_a_phone(page):
    assert cut_off(page) == []
