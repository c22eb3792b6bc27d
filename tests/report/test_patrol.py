"""Patrol planned and delivered as the report tells it: numbers worked by hand, and the same as in the tables."""

import math
import re

import numpy as np
import pytest

from sim.report.html import render_report
from sim.report.patrol import behind_words, kept_words, patrols_shown
from sim.report.patrol_map import draw_patrol_maps
from sim.track.compliance import how_kept
from tests.report.made_up import PLAN, VISITS, content, row, two_hotspots

DAY = 1440.0


@pytest.fixture
def patrol():
    """Two hotspots on two days."""
    return two_hotspots()


def shown_of(patrol, *rows):
    """Show it in a report whose means over histories are those given."""
    return patrols_shown(content(patrol={"patrol": patrol}, summary=rows))


def test_hours_and_days_add_up(patrol):
    # at 16 and at 20 o'clock each 30 minutes x 2 places x 2 days
    assert patrol.by_hour.planned_min[[16, 20]].tolist() == [120, 120]
    assert patrol.by_hour.delivered_min[[16, 20]].tolist() == [30, 50]
    assert patrol.by_day.planned_min.tolist() == [120, 120]
    assert patrol.by_day.delivered_min.tolist() == [80, 0]
    assert patrol.by_hour.planned_min.sum() == patrol.together.planned_min
    assert [one.place for one in patrol.least_kept] == [1, 0]


def test_the_sentence_takes_shares_from_the_means_and_the_rest_from_the_written_history(patrol):
    means = {"dose_planned": 240.0, "dose_delivered": 180.0, "visits": 8.0, "visits_cut_short": 2.0}
    (shown,) = shown_of(patrol, *(row("patrol", name, mean=mean) for name, mean in means.items()))
    # 60 minutes a hotspot and day were planned, and 180 of 240 delivered; 2 of 8 visits were cut short
    assert shown.sentence == (
        "Of the 60 minutes planned per hotspot and day, 45 were delivered; 25 % of visits were cut short by calls. "
        "In the history that is written down, 3 of 8 visits that fell due were made, and 33 % of the plan was kept, each hotspot and day "
        "counted up to its plan. It was furthest behind by 21:00, when 100 % of a day's plan had fallen due and 33 % was done."
    )
    assert shown.row.cells["Planned"] == "4 h"
    assert shown.row.cells["Share"] == "75 %"
    assert shown.row.cells["10 to 16 minutes"] == "–"  # the runs did not measure it
    assert shown.row.cells["Made of due"] == "3 of 8"
    # 30 + 30 of the one place's first day, 20 of the other's, of 240; the second day nobody came
    assert shown.row.cells["Kept"] == "33 %"
    assert shown.row.cells["Days without anyone"] == "2 of 4"
    # 16:30 to 20:00 in the one place
    assert (shown.row.cells["Gaps over 2 hours"], shown.row.cells["Longest gap"]) == ("100 %", "3 h 30 min")


def test_the_least_kept_hotspot_comes_first_by_the_name_that_people_know(patrol):
    (shown,) = shown_of(patrol)
    assert [line.name for line in shown.rows] == ["Market", "Square 4"]
    assert [line.cells["Share"] for line in shown.rows] == ["17 %", "50 %"]
    assert [line.cells["Longest gap"] for line in shown.rows] == ["–", "3 h 30 min"]
    assert shown.hours == (("16:00 to 17:00", "120", "30"), ("20:00 to 21:00", "120", "50"))


def test_what_is_not_known_is_not_said(patrol):
    together = patrol.together
    assert kept_words(together, 0.5, math.nan) == "Of the 60 minutes planned per hotspot and day, 30 were delivered."
    nothing = how_kept(PLAN[:0], VISITS, 0, 2 * DAY)[0]
    assert kept_words(nothing, math.nan, 0.5) == "No patrol was planned; 80 minutes of presence were delivered."
    on_time = patrol._replace(by_hour=patrol.by_hour._replace(delivered_min=patrol.by_hour.planned_min))
    assert behind_words(on_time) == []


def test_the_page_has_the_section_where_there_is_patrol_and_only_there(patrol):
    page = render_report(content(patrol={"patrol": patrol}))
    assert page.count('<section id="patrol"') == 1
    assert page.count('href="#patrol"') == 1
    assert "a unit that waits in a hotspot after one delivers nothing" in page
    # two hours with a plan, both of them with presence
    drawing = page.split('<section id="patrol"')[1].split('class="bars" role="img"')[1].split("</svg>")[0]
    assert (drawing.count('class="planned"'), drawing.count('class="delivered"')) == (2, 2)
    # the higher of the bars fills the height of 95, the lower is 30 of 120 minutes
    assert 'height="95"' in drawing
    assert 'height="23.75"' in drawing
    assert 'id="patrol"' not in render_report(content())


def test_maps_tell_what_share_of_its_plan_each_area_was_given(patrol):
    planned = np.array([60.0, 60, 60, 60, 60, *np.zeros(7)])
    # just below and at half, just below nine tenths and at it, and more than planned
    delivered = np.array([29.9, 30, 53.9, 54, 66, 5, *np.zeros(6)])
    values = {"patrol": {"harm_prevented": np.zeros(12), "dose_planned": planned, "dose_delivered": delivered}}
    shown = content(patrol={"patrol": patrol}, area_values=values)
    (map_,) = draw_patrol_maps(shown)
    styles = re.findall(r'<use href="#a\d+" class="([^"]+)"><title>([^<]+)</title>', map_.svg)
    assert [style for style, _ in styles] == ["more-3", "more-2", "more-1", "less-2", "less-2", *["none"] * 7]
    assert styles[4][1] == "Square 5: 110% of the plan delivered"
    assert styles[5][1] == "Square 6: no hotspot"
    assert map_.counts == "5 areas with hotspots, 1 with less than half of the plan"
    page = render_report(shown)
    assert page.count("share of the planned patrol that was delivered under Patrol") == 1
    assert "nine tenths or more" in page
    assert draw_patrol_maps(content()) == ()
