"""The page of pilots on the street in a real browser: what was planned, delivered, and left of the effect."""

from __future__ import annotations

import pytest

from sim.run.trial import run_trial
from sim.study.load import load_study
from tests.browser.screens import on_every_screen
from tests.files import read_csv
from tests.trial.studies import said_nothing
from tests.trial.test_street_studies import street_trial

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Run a small study of pilots on the street; give its results."""
    where = tmp_path_factory.mktemp("pilots on the street")
    loaded = load_study(street_trial(where, replications=4))
    return run_trial(loaded, out=where / "results", workers=1, progress=said_nothing).folder


@pytest.fixture(scope="module")
def written(folder):
    """Give the page as a file."""
    return folder / "trial.html"


@on_every_screen
def test_the_page_never_scrolls_sideways(page, written):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.seen == {"requests": [written.as_uri()], "messages": []}


def test_the_contents_lead_to_what_was_delivered_and_its_tables_have_captions(page):
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="What was delivered").click()
    section = page.locator("#delivered")
    assert section.get_by_role("heading", level=2).is_visible()
    assert section.locator("table:has(> caption):has(> thead th[scope])").count() == 2


def test_the_tables_show_the_numbers_of_the_file(page, folder):
    planned, became = page.locator("#delivered table").all()
    table = read_csv(folder / "delivered.csv")
    per_effect = [row for row in table if row["outcome"] == "all crime"]
    shown = [row.inner_text() for row in planned.locator("tbody tr:not(.group)").all()]
    assert len(shown) == len(per_effect)
    for words, row in zip(shown, per_effect, strict=True):
        assert f"{float(row['visits_planned']):,.0f}" in words
        assert f"{float(row['visits_made']):,.0f}" in words
        assert f"{100 * float(row['minute_share']):.0f}\N{NO-BREAK SPACE}%" in words
    cells = became.locator("tbody tr:not(.group):has-text('All crime') td").all_inner_texts()
    effects = [row for row in per_effect if float(row["reduction"]) > 0]
    for words, row in zip(cells, effects, strict=True):
        assert f"{100 * abs(float(row['true_change'])):.1f}" in words.split("instead of")[0]
        assert f"{100 * abs(float(row['change_if_all_made'])):.1f}" in words.split("instead of")[1]
