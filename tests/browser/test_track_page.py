"""The page of what trackers reported in a real browser, opened from a file as its readers do."""

from __future__ import annotations

import pytest

from sim.report.track_page import track_page
from tests.browser.screens import on_every_screen
from tests.report.test_track_page import told

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Give the page as a file."""
    page = tmp_path_factory.mktemp("a page") / "track.html"
    page.write_text(track_page(told()), encoding="utf-8", newline="\n")
    return page


@on_every_screen
def test_the_page_asks_for_nothing_but_itself_and_never_scrolls_sideways(page, written):
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.seen == {"requests": [written.as_uri()], "messages": []}


@on_every_screen
def test_hotspots_charts_and_missed_visits_can_be_read(page):
    assert page.get_by_role("heading", level=1).inner_text() == "Twelveshire: patrol planned and delivered"
    table = page.get_by_role("table", name="Patrol planned and delivered by hotspot")
    names = table.locator("tbody th").evaluate_all("cells => cells.map(cell => cell.firstChild.textContent)")
    assert names == ["Market", "Square 4"]
    share = table.locator(".bar", has_text="17 %").bounding_box()
    assert share["x"] >= 0
    assert share["x"] + share["width"] <= page.viewport_size["width"]
    assert page.get_by_role("table", name="Visits that fell due and were not made").locator("tbody tr").count() == 5
    for name in ("by hour of the day", "by day"):
        assert page.get_by_role("img", name=f"Minutes of presence planned and delivered {name}").is_visible()


def test_contents_lead_to_headings(page):
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    targets = [link.get_attribute("href") for link in links.all()]
    assert targets == ["#hotspots", "#when", "#missed", "#stays", "#read"]
    assert all(page.locator(target).count() == 1 for target in targets)
