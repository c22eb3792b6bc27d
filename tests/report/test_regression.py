"""How much of a fall had come anyway, in words and as a table."""

import math
from dataclasses import replace

from sim.outcomes.hotspot_rows import Change, HotspotRow
from sim.report.html import render_report
from sim.report.regression import WrittenChange, hotspot_lines, hotspot_sentence
from tests.report.made_up import OPTIONS, content

ONE, OTHER = OPTIONS[1], OPTIONS[2]
ROWS = (
    HotspotRow(
        ONE.name, 1000.0, 800.0, 980.0, Change(-0.2, -0.25, -0.15), Change(-0.02, -0.03, -0.01), Change(-0.184, -0.2, 0)
    ),
    HotspotRow(
        OTHER.name, 500.0, 370.0, 450.0, Change(-0.26, -0.3, -0.2), Change(-0.1, -0.12, -0.08), Change(-0.178, -0.2, 0)
    ),
)


def test_it_is_told_of_the_option_that_luck_flatters_most():
    told = hotspot_sentence(content(hotspots=ROWS))
    assert OTHER.label in told
    assert [words in told for words in ("by −26.0 % against", "by −10.0 %.", "changed them by −17.8 %.")] == [True] * 3
    assert hotspot_sentence(content()) == ""


def test_the_largest_fall_is_not_that_of_the_option_that_prevents_most():
    words = f"“{OTHER.label}” would announce the largest fall, and “{ONE.label}” prevents the most harm."
    assert words in hotspot_sentence(content(hotspots=ROWS))
    assert "announce" not in hotspot_sentence(content(hotspots=ROWS[:1]))
    swapped = (replace(ROWS[0], apparent=Change(-0.3, -0.4, -0.2)), ROWS[1])
    assert "announce" not in hotspot_sentence(content(hotspots=swapped))


def test_each_option_has_its_line():
    first, second = hotspot_lines(content(hotspots=ROWS))
    assert (first.label, first.before, first.patrolled, first.without) == (ONE.label, "1,000", "800", "980")
    assert second.apparent == WrittenChange("−26.0 %", "−30.0 % to −20.0 %")
    alone = Change(0.05, math.nan, math.nan)
    row = HotspotRow(ONE.name, 1.0, 1.0, 1.0, alone, alone, alone)
    assert hotspot_lines(content(hotspots=(row,)))[0].luck == WrittenChange("+5.0 %", "")


def test_the_page_has_both_numbers_only_where_there_are_hotspots():
    page = render_report(content(hotspots=ROWS))
    assert 'id="hotspots"' in page
    assert 'href="#hotspots"' in page
    assert "−2.0 %<small>−3.0 % to −1.0 %</small>" in page
    assert 'id="hotspots"' not in render_report(content())
