"""The page of a fit: what it shows, and that it needs nothing but itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from sim.fit.charts import HEIGHT, WIDTH, area_chart, month_chart, season_chart
from sim.fit.numbers import fit_numbers
from sim.fit.page import MEASURE_WORDS, fit_page
from sim.fit.told import assumed, told
from tests.report.cards import check_cards


@pytest.fixture(scope="module")
def page(eastmark):
    return fit_page(eastmark)


def drawn(chart, name):
    """Give the paths of a class in a chart."""
    root = ET.fromstring(str(chart))  # noqa: S314 - our own drawing
    return [path.get("d") for path in root.iter("path") if path.get("class") == name]


def starts(path):
    """Give where the strokes of a path start."""
    return np.array([[float(number) for number in start] for start in re.findall(r"M([\d.]+) ([\d.]+)", path)])


def test_page_stands_alone_and_is_the_same_each_time(page, eastmark):
    assert page == fit_page(eastmark)
    assert not re.search(r"""(src|href)=["'](?!#)""", page)
    assert "http" not in page.replace("http://www.w3.org", "")


def test_page_tells_what_was_fitted_what_left_out_and_what_assumed(page, eastmark):
    text = page.replace("&#39;", "'")
    for sentence in told(eastmark):
        assert sentence in text
    for thing in assumed(eastmark):
        assert f"{thing[:1].upper()}{thing[1:]}." in text
    assert "48 rows (0.88 %) have no location" in text
    assert "A made-up county." in text


def test_every_cell_says_on_a_phone_what_it_is(page, eastmark):
    """Six cells a category in the first table, two and four in the next, one for each covariate."""
    assert check_cards(page) == len(eastmark.rates.category) * (12 + len(eastmark.rates.places.covariate))


def test_what_says_nothing_is_a_dash_and_null(eastmark):
    """Of a category without rows nothing is concentrated, in the records and in histories."""
    found = eastmark.alignment
    blank = {}
    for name in ("recorded", "mean", "low", "high"):
        blank[name] = getattr(found, name).copy()
        blank[name][0] = np.nan
    fitted = replace(eastmark, alignment=replace(found, **blank))
    page, numbers = fit_page(fitted), json.dumps(fit_numbers(fitted), allow_nan=False)
    section = page[page.index('id="h-simulated"') : page.index('id="h-covariates"')]
    assert "nan" not in section
    assert section.count("–") == len(MEASURE_WORDS)
    told = json.loads(numbers)["simulated"]["categories"]
    assert told[eastmark.rates.category[0]]["gini"] is None
    assert told[eastmark.rates.category[1]]["gini"]["recorded"] > 0


def test_page_has_a_chart_of_each_kind_for_each_category(page, eastmark):
    for category in eastmark.rates.category:
        for kind in ("rows of the county by month", "rows a year by area", "season"):
            assert f"<title>{category}: {kind}</title>" in page


def test_months_are_dots_and_the_line_breaks_where_months_are_missing():
    """January, February, then May: two strokes; 50 of 0 to 100 lies half-way up."""
    rows = np.array([50.0, 100.0, 0.0])
    chart = month_chart("rows", ("2021-01", "2021-02", "2021-05"), rows, rows)
    assert len(drawn(chart, "fitted")) == 2
    dots = starts(drawn(chart, "observed")[0])
    assert dots.shape == (3, 2)
    top, bottom = dots[1, 1], dots[2, 1]
    assert 0 < top < bottom < HEIGHT
    assert dots[0, 1] == pytest.approx((top + bottom) / 2, abs=0.1)
    # a month is a month wide, three months are three
    assert dots[2, 0] - dots[1, 0] == pytest.approx(3 * (dots[1, 0] - dots[0, 0]), abs=0.2)
    assert dots[:, 0].max() < WIDTH


def test_areas_lie_on_the_line_where_fit_and_records_agree():
    """On square-root scales 25 of 100 lies half-way."""
    rows = np.array([0.0, 25.0, 100.0])
    chart = area_chart("areas", rows, rows)
    dots = starts(drawn(chart, "areas-seen")[0])
    assert np.diff(dots[:, 0])[0] == pytest.approx(np.diff(dots[:, 0])[1], abs=0.2)
    slope = np.diff(dots[:, 1]) / np.diff(dots[:, 0])
    assert slope == pytest.approx([-1, -1], abs=0.01)
    above = starts(drawn(area_chart("areas", rows, rows * [1, 2, 1]), "areas-seen")[0])
    assert above[1, 1] < dots[1, 1]


def test_band_of_a_season_holds_its_line():
    season = 1 + 0.2 * np.cos(np.arange(12))
    chart = season_chart("season", season, np.full(12, 0.1), 1.96)
    line = np.array(re.findall(r"[\d.]+ ([\d.]+)", drawn(chart, "fitted")[0]), dtype=float)
    band = np.array(re.findall(r"[\d.]+ ([\d.]+)", drawn(chart, "band")[0]), dtype=float)
    high, low = band[:12], band[12:][::-1]
    assert (high < line).all()
    assert (line < low).all()


@pytest.mark.parametrize(
    ("reach", "labels"),
    [
        (0.58, ["0.50", "1.00", "1.50"]),
        (0.49, ["0.60", "0.80", "1.00", "1.20", "1.40"]),
        (0.19, ["0.90", "1.00", "1.10"]),
        (0.2, ["0.80", "1.00", "1.20"]),
        (0.96, ["0.00", "0.50", "1.00", "1.50", "2.00"]),
        (0.05, ["0.95", "1.00", "1.05"]),
    ],
)
def test_a_season_has_ticks_above_and_below_the_mean(reach, labels):
    """Steps of 1, 2 or 5 times a power of ten, the largest that is not beyond the band."""
    season = np.ones(12)
    season[6] += reach
    chart = ET.fromstring(str(season_chart("season", season, np.zeros(12), 1.96)))  # noqa: S314 - our own drawing
    found = [text.text for text in chart.iter("text") if text.get("text-anchor") == "end"]
    assert found == labels


def test_an_area_without_any_rows_can_be_drawn():
    assert "svg" in area_chart("areas", np.zeros(3), np.zeros(3))
    assert "svg" in month_chart("rows", ("2021-01",), np.zeros(1), np.zeros(1))
