"""The page of a ranking in a real browser, opened from a file as its readers do."""

from __future__ import annotations

import pytest

from sim.rank.page import ranking_page
from sim.rank.run import Question, rank_county
from sim.study.county_file import read_county_file
from tests.browser.screens import cut_off, on_every_screen, strays
from tests.records.another_county import AREA_CODE, N_AREAS, make_county

pytestmark = pytest.mark.filterwarnings("default")
TOP = 6


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """Rank the made-up county, and hold it against a list."""
    path = make_county(tmp_path_factory.mktemp("a ranking") / "eastmark")
    listed = path.parent / "published.csv"
    listed.write_text(f"area,asb,rank\n{AREA_CODE[5]},1,1\n{AREA_CODE[9]},2,2\n", encoding="utf-8")
    return rank_county(read_county_file(str(path)), Question(top=TOP, against=str(listed)))


@pytest.fixture(scope="module")
def written(outcome, tmp_path_factory):
    """Give the page as a file."""
    page = tmp_path_factory.mktemp("a page") / "ranking.html"
    page.write_text(ranking_page(outcome), encoding="utf-8", newline="\n")
    return page


@on_every_screen
def test_the_page_asks_for_nothing_but_itself_and_never_scrolls_sideways(page, written):
    assert strays(page, written) == []


def test_headings_maps_and_circles_have_names(page):
    assert page.get_by_role("heading", level=1).inner_text() == "Eastmark: which areas come first"
    for name in ("Before you use this", f"The first {TOP}", "Maps", "High and low harm", "Against what was published"):
        assert page.get_by_role("heading", name=name, exact=True).is_visible()
    for name in ("Map of Eastmark: areas by rank", "Map of Eastmark: where high and low harm meet"):
        assert page.get_by_role("img", name=name, exact=True).is_visible()
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    for target in [link.get_attribute("href") for link in links.all()]:
        assert page.locator(target).count() == 1


def test_tables_list_every_area_once_in_the_order_of_ranks(page, outcome):
    names = page.locator("#first tbody th").all_text_contents()
    assert [name.split("Eastmark")[1].strip()[:4] for name in names] == [
        outcome.name(row).split()[1] for row in outcome.order.tolist()
    ]
    assert len(names) == N_AREAS


def test_every_rank_lies_on_its_interval_as_drawn(page):
    inside = page.evaluate(
        """() => [...document.querySelectorAll('#first .track')].map(drawn => {
            const line = drawn.querySelector('line'), dot = drawn.querySelector('circle');
            const at = (item, name) => parseFloat(item.getAttribute(name));
            return at(line, 'x1') <= at(dot, 'cx') && at(dot, 'cx') <= at(line, 'x2') && at(line, 'x1') >= 0 && at(line, 'x2') <= 100;
        })"""
    )
    assert len(inside) == N_AREAS
    assert all(inside)


def test_numbers_of_the_circles_do_not_overlap(page):
    boxes = page.locator(".venn text").all()
    places = [box.bounding_box() for box in boxes]
    for number, one in enumerate(places):
        for other in places[number + 1 :]:
            across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
            along = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
            assert across <= 0 or along <= 0, (one, other)


@pytest.mark.parametrize("page", [("light", 420)], indirect=True)
def test_no_cell_of_a_card_is_cut_off_on_a_phone(page):
    assert cut_off(page) == []
