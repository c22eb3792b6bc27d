"""The page of a backtest in a real browser, opened from a file as its readers do."""

from __future__ import annotations

import pytest

from sim.backtest.page import backtest_page
from sim.backtest.run import Question, backtest_county
from sim.progress import Progress
from sim.study.county_file import read_county_file
from tests.browser.screens import cut_off, on_every_screen, strays
from tests.records.another_county import CATEGORIES, make_county

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Give the page of the made-up county."""
    path = make_county(tmp_path_factory.mktemp("a backtest") / "eastmark")
    findings = backtest_county(read_county_file(str(path)), Question(hold_out=3, draws=200), Progress())
    page = path.parent / "backtest.html"
    page.write_text(backtest_page(findings), encoding="utf-8", newline="\n")
    return page


@on_every_screen
def test_the_page_asks_for_nothing_but_itself_and_never_scrolls_sideways(page, written):
    assert strays(page, written) == []


def test_headings_lead_where_the_contents_say(page):
    assert page.get_by_role("heading", level=1).inner_text() == "Eastmark: the fit against what came"
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    targets = [link.get_attribute("href") for link in links.all()]
    assert targets == ["#asked", "#totals", "#calibration", "#hotspots", "#shape", "#records"]
    assert all(page.locator(target).count() == 1 for target in targets)


def test_every_type_has_a_total_and_a_histogram_with_a_name(page):
    drawn = page.locator("#totals svg[role=img] title").all_text_contents()
    assert [title.split(":")[0] for title in drawn] == [*CATEGORIES, "All crime", "All rows"]
    bars = page.locator("#calibration svg[role=img]")
    assert bars.count() == len(CATEGORIES) + 3
    assert all(bars.nth(index).locator("rect").count() == 20 for index in range(bars.count()))


def test_dots_lie_within_their_charts(page):
    inside = page.evaluate(
        """() => [...document.querySelectorAll('.drawn .mean')].map(dot => {
            const own = dot.getBoundingClientRect(), whole = dot.closest('td').getBoundingClientRect();
            return own.left >= whole.left && own.right <= whole.right;
        })"""
    )
    assert len(inside) > 20
    assert all(inside)


@pytest.mark.parametrize("page", [("light", 420)], indirect=True)
def test_no_cell_of_a_card_is_cut_off_on_a_phone(page):
    assert cut_off(page) == []
