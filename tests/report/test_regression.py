"""How much of a fall had come anyway, in words and as a table."""

import math
from dataclasses import replace

from sim.outcomes.hotspot_rows import Change, Compared, HotspotRow
from sim.report.html import render_report
from sim.report.regression import WrittenChange, hotspot_sentence, hotspot_tables
from tests.report.made_up import OPTIONS, content

ONE, OTHER = OPTIONS[1], OPTIONS[2]
RECORDS = (
    Compared(1000.0, 800.0, 980.0, Change(-0.2, -0.25, -0.15), Change(-0.02, -0.03, -0.01), Change(-0.184, -0.2, 0)),
    Compared(500.0, 370.0, 450.0, Change(-0.26, -0.3, -0.2), Change(-0.1, -0.12, -0.08), Change(-0.178, -0.2, 0)),
)
HARM_THERE = Compared(
    9000.0, 6000.0, 7000.0, Change(-0.333, -0.4, -0.3), Change(-0.222, -0.3, -0.1), Change(-0.143, -0.2, 0)
)
ROWS = (HotspotRow(ONE.name, RECORDS[0]), HotspotRow(OTHER.name, RECORDS[1], HARM_THERE))


def test_it_is_told_of_the_option_that_luck_flatters_most():
    told = hotspot_sentence(content(hotspots=ROWS))
    assert OTHER.label in told
    assert [words in told for words in ("by −26.0 % against", "by −10.0 %.", "changed them by −17.8 %.")] == [True] * 3
    assert hotspot_sentence(content()) == ""


def test_the_largest_fall_is_not_that_of_the_option_that_prevents_most():
    words = f"“{OTHER.label}” would announce the largest fall, and “{ONE.label}” prevents the most harm."
    assert words in hotspot_sentence(content(hotspots=ROWS))
    assert "announce" not in hotspot_sentence(content(hotspots=ROWS[:1]))
    swapped = (HotspotRow(ONE.name, RECORDS[0]._replace(apparent=Change(-0.3, -0.4, -0.2))), ROWS[1])
    assert "announce" not in hotspot_sentence(content(hotspots=swapped))


def test_what_is_counted_by_harm_stands_beside_it():
    """A few grave crimes make a place a hotspot by harm, and are due to luck the most."""
    told = hotspot_sentence(content(hotspots=ROWS))
    assert "Counted by harm these are −33.3 %, −22.2 % and −14.3 %." in told
    assert "Counted by harm" not in hotspot_sentence(content(hotspots=ROWS[:1]))


def test_each_option_has_its_line():
    by_number, by_harm = hotspot_tables(content(hotspots=ROWS))
    first, second = by_number.lines
    assert (first.label, first.before, first.patrolled, first.without) == (ONE.label, "1,000", "800", "980")
    assert second.apparent == WrittenChange("−26.0 %", "−30.0 % to −20.0 %")
    (only,) = by_harm.lines
    assert (only.label, only.before, only.luck.text) == (OTHER.label, "9,000", "−22.2 %")
    alone = Change(0.05, math.nan, math.nan)
    row = HotspotRow(ONE.name, Compared(1.0, 1.0, 1.0, alone, alone, alone))
    (table,) = hotspot_tables(content(hotspots=(row, replace(row, force="Force 01"))))
    assert [line.luck for line in table.lines] == [WrittenChange("+5.0 %", "")]


def test_the_page_has_both_numbers_only_where_there_are_hotspots():
    page = render_report(content(hotspots=ROWS))
    assert 'id="hotspots"' in page
    assert 'href="#hotspots"' in page
    assert "−2.0 %<small>−3.0 % to −1.0 %</small>" in page
    assert 'id="hotspots"' not in render_report(content())
