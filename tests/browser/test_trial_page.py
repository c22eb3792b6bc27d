"""The page of a study of pilots in a real browser, opened from a file as its readers do."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import replace

import pytest

from sim.report.trial_words import days_cell, places_cell, smallest_words
from sim.run.trial import run_trial
from sim.study.load import load_study
from sim.trial.needed import NeededRow
from tests.browser.screens import on_every_screen
from tests.trial.studies import said_nothing, tiny_trial

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Run a small study of pilots of every design; give its results."""
    where = tmp_path_factory.mktemp("a study of pilots")
    loaded = load_study(tiny_trial(where, replications=12))
    return run_trial(loaded, out=where / "results", workers=1, progress=said_nothing).folder


@pytest.fixture(scope="module")
def written(folder):
    """Give the page as a file."""
    return folder / "trial.html"


@on_every_screen
def test_the_page_asks_for_nothing_but_itself_and_never_scrolls_sideways(page, written):
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.seen == {"requests": [written.as_uri()], "messages": []}


def test_contents_lead_to_sections_with_headings(page):
    assert page.get_by_role("heading", level=1).inner_text() == "Could a pilot in six areas tell anything?"
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    for link in links.all():
        section = page.locator(link.get_attribute("href"))
        assert section.count() == 1
        assert section.get_by_role("heading", level=2).is_visible()
    names = [
        "At a glance",
        "What would be announced",
        "Before (before and after)",
        "Weeks (crossover)",
        "What it takes",
        "Limits",
    ]
    assert set(names) <= set(links.all_inner_texts())


def test_every_table_has_a_caption_headed_columns_and_a_region_that_keys_can_scroll(page):
    tables = page.locator("table")
    assert tables.count() > 10
    assert page.locator("table:has(> caption)").count() == tables.count()
    assert page.locator("table:has(> thead th[scope])").count() == tables.count()
    assert page.locator(".scroll[tabindex='0'][role='region'][aria-label] > table").count() == tables.count()
    labels = page.locator(".scroll").evaluate_all("parts => parts.map(part => part.getAttribute('aria-label'))")
    assert len(set(labels)) == len(labels)
    assert page.locator("tbody tr:not(:has(th[scope]))").count() == 0


def test_the_glance_shows_the_numbers_of_the_table(page, folder):
    with (folder / "trial.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["design"] == "matched" and row["estimator"] == "permutation"]
    by_effect = {float(row["reduction"]): row for row in rows if row["outcome"] == "asb"}
    group = page.locator("#glance tbody", has_text="Matched (matched controls)")
    cells = group.locator("tr", has_text="Anti-social behaviour").locator("td").all_inner_texts()
    shown = [text.split()[0] for text in cells[:3]]
    nothing, effect = by_effect[0.0], by_effect[0.3]
    told = (nothing["falls_found"], nothing["rises_found"], effect["falls_found"])
    assert shown == [f"{100 * float(share):.0f}" for share in told]
    low, high = (f"{100 * float(effect[f'falls_found_{end}']):.1f}" for end in ("low", "high"))
    change = 100 * float(effect["true_change"])
    told = f"{change:.0f}" if change < -9.95 else f"{change:.1f}"
    assert cells[2].split("\n")[1:] == [f"{low} to {high}", f"true {told.replace('-', '−')}\N{NO-BREAK SPACE}%"]


def test_what_it_takes_is_that_of_the_table(page, folder):
    with (folder / "needed.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["design"], row["estimator"]) == ("matched", "permutation")]
    table = page.locator("#needed table", has_text="Matched (matched controls)")
    for row in (one for one in rows if one["outcome"] in {"all crime", "Shoplifting"}):
        group = table.locator("tbody", has_text=f"{row['outcome'][:1].upper()}{row['outcome'][1:]}: ")
        head = group.locator("tr.group").inner_text().replace("\N{NO-BREAK SPACE}", " ")
        change, places, days = group.locator("tr:not(.group) td").all_inner_texts()
        assert change.replace("−", "-").startswith(f"{100 * float(row['true_change']):.1f}")
        if not row["smallest_fall"]:
            assert head.endswith(f": {row['why_none']}")
            assert (places, days) == ("–", "–")
        else:
            assert re.search(rf"{100 * float(row['smallest_fall']):.0f}(\.\d)? % \([\d.]+ % to [\d.]+ %\)$", head)
            assert places == (
                "more than 6" if float(row["places_needed"]) > 6 else f"{float(row['places_needed']):.2g}"
            )


def test_words_for_what_it_takes():
    row = NeededRow("a", "did", "asb", 0.084, 0.031, 0.5, 1, 1, 1, "", 0.07, -0.05, 8, 12, 143.2, 168, 4321.0)
    assert [smallest_words(row), places_cell(row, 200), days_cell(row)] == [
        "smallest fall seen 8.4\N{NO-BREAK SPACE}% (3.1\N{NO-BREAK SPACE}% to 50\N{NO-BREAK SPACE}%)",
        "140",
        "more than ten years",
    ]
    few = replace(row, days_needed=1234.0)
    assert [places_cell(few, 100), days_cell(few)] == ["more than 100", "1,200"]
    none = replace(row, smallest_fall=math.nan, places_needed=math.nan, days_needed=math.nan, why_none="so it is")
    assert [smallest_words(none), places_cell(none, 9), days_cell(none)] == ["so it is", "–", "–"]


def test_estimates_and_truth_are_drawn_where_their_numbers_are(page):
    """The scale of a table's drawings is one straight line from change to place."""
    table = page.locator("table", has_text="Upright line").first
    points = []
    for row in table.locator("tr:has(svg)").all():
        texts = row.locator("td").all_inner_texts()
        drawn = row.locator("svg")
        places = [drawn.locator(".truth").get_attribute("x1"), drawn.locator(".mean").get_attribute("cx")]
        points += [
            (float(text.replace("−", "-").split()[0].rstrip("%")), float(place.rstrip("%")))
            for text, place in zip(texts, places, strict=False)
        ]
    (low, left), (high, right) = min(points), max(points)
    assert high > low
    for change, place in points:
        assert place == pytest.approx(left + (right - left) * (change - low) / (high - low), abs=0.2)


def test_on_paper_there_is_no_list_of_links(page):
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="What was assumed about patrol").is_visible()
    assert page.locator("nav.contents").is_hidden()


def test_on_paper_long_tables_are_named_with_their_file_and_the_rest_is_there(page, folder):
    page.emulate_media(media="print")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")  # opened or not
    assert page.locator("table.assumptions:has-text('half life days')").is_visible()
    assert page.locator("tr:visible").count() < 400 < page.locator("tr").count()
    hidden = page.locator("details:not(:visible)")
    assert hidden.count() == page.locator(".on-paper:visible").count() > 0
    for words in page.locator(".on-paper:visible").all_inner_texts():
        assert (folder / words.rstrip(".").rsplit(" ", 1)[1]).exists(), words


def test_on_a_screen_nothing_is_said_of_paper(page):
    assert page.locator(".on-paper:visible").count() == 0
