"""The page of what trackers reported: sentences worked by hand, and what it lists."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.outcomes.dose_tables import PlaceNames
from sim.outcomes.patrol import patrol_of
from sim.report.track_content import ListedVisit, TrackContent
from sim.report.track_page import MOST_LISTED, track_page
from sim.report.track_words import track_sentences
from sim.street.records import VISIT
from sim.target.records import DUE
from sim.track.compliance import END_UNKNOWN, how_kept
from sim.track.hourly import dose_by_hour
from sim.track.stays import Stays
from tests.report.made_up import two_hotspots

DAY, WEEK = 1440.0, 7 * 1440.0
# the made-up visits are three of eight
MISSED = tuple(
    ListedVisit(day, due, "", hotspot, "", 30.0)
    for day, due, hotspot in (
        ("Mon 6 April", "16:00", "Market"),
        ("Tue 7 April", "16:00", "Market"),
        ("Tue 7 April", "16:00", "Square 4"),
        ("Tue 7 April", "20:00", "Market"),
        ("Tue 7 April", "20:00", "Square 4"),
    )
)
STAYS = (
    ListedVisit("Mon 6 April", "16:00", "16:30", "Square 4", "HA<10>", 30.0),
    ListedVisit("Mon 6 April", "20:00", "20:30", "Square 4", "HA<10>", 30.0),
    ListedVisit("Mon 6 April", "20:05", "20:25", "Market", "HA11", 20.0),
)
DOUBT = "Presence is 267 % of the plan: far more than was asked for."


def told(**changes):
    """Give what a page tells of two hotspots on two days."""
    usual = TrackContent(
        place="Twelveshire",
        patrol=two_hotspots(),
        name_of={"S01000003": "Square 4"},
        units=2,
        reports=1_234,
        stays=STAYS,
        missed=MISSED,
        warning="",
        notes=("A unit reports every 8 s.",),
        read=("Stays shorter than 3 minutes are no visits (--least).",),
        stamp="",
        attribution=("Open Government Licence v3.0.",),
    )
    return replace(usual, **changes)


def an_hour_next_week():
    """Give the patrol of a day on which only A is due, twice, and a unit stands an hour in B."""
    due = np.array([(week * WEEK, (week + 1) * WEEK, at, 15, week) for week in (0, 1) for at in (960, 1200)], DUE)
    visits = np.array([(960, 1020, 0, 1, 1, END_UNKNOWN)], dtype=VISIT)
    kept = tuple(how_kept(due, visits, 0, DAY))
    dose = dose_by_hour(due, Stays.of_visits(visits), 0, DAY)
    return patrol_of(dose, kept, PlaceNames(["A", "B"], ["", ""]), date(2026, 4, 6), 1)


def test_what_was_delivered_in_words():
    assert track_sentences(told()) == [
        "3 of 8 visits that fell due were made (38 %); 3 stays were found in all.",
        # 240 minutes in 2 x 2 days and places, 80 delivered, no place with more than its plan; one visit of three was cut short
        (
            "33 % of the minutes planned were kept, each hotspot and day counted up to its plan. "
            "Of the 60 minutes planned per hotspot and day, 20 were delivered; 33 % of visits were cut short by calls."
        ),
        "It was furthest behind by 21:00, when 100 % of a day's plan had fallen due and 33 % was done.",
        "For 5 visits nobody came before the next one fell due or the day ended, most often for those due at 16:00 (3).",
        "Stays on days on which a visit was due lasted 27 minutes on average; 0 % of them 10 to 16 minutes, which deters longest for what it costs.",
        "After a stay, somebody was back within two hours in 0 % of cases.",
    ]


def test_an_hour_in_a_hotspot_that_is_not_due_is_no_part_of_the_plan():
    missed = tuple(ListedVisit("Mon 6 April", at, "", "A", "", 15.0) for at in ("16:00", "20:00"))
    stays = (ListedVisit("Mon 6 April", "16:00", "17:00", "B", "u1", 60.0),)
    content = told(patrol=an_hour_next_week(), missed=missed, stays=stays)
    assert track_sentences(content) == [
        "0 of 2 visits that fell due were made (0 %); 1 stay was found in all.",
        (
            "0 % of the minutes planned were kept, each hotspot and day counted up to its plan. "
            "Of the 30 minutes planned per hotspot and day, 0 were delivered."
        ),
        "60 minutes (1 stay) were spent in hotspots that were not due that day: no part of the plan, and in none of these shares.",
        "It was furthest behind by 21:00, when 100 % of a day's plan had fallen due and 0 % was done.",
        "For 2 visits nobody came before the next one fell due or the day ended.",
        "Nobody was seen on any day on which a visit was due at: A.",
    ]
    page = track_page(content)
    # a column of its own, in which only B has anything, and no bar of it in the charts
    assert re.findall(r'data-label="Not due that day">([^<]+)<', page) == ["0 min", "60 min"]
    assert 'class="delivered"' not in page.split('<ul class="chart-key"')[1].split("</ul>", 1)[1]
    assert "Not due that day" not in track_page(told())


def test_what_puts_all_in_doubt_comes_first():
    content = told(warning=DOUBT)
    first, second, *_ = track_sentences(content)
    assert (first, second) == (DOUBT, track_sentences(told())[0])
    assert f'<p class="lead">{DOUBT}</p>' in track_page(content)
    assert track_page(content).count(DOUBT) == 1


@pytest.mark.parametrize(
    ("missed", "expected"),
    [
        ((), []),
        (MISSED[:1], ["For 1 visit nobody came before the next one fell due or the day ended."]),
        (
            MISSED[:2],
            ["For 2 visits nobody came before the next one fell due or the day ended, all of them due at 16:00."],
        ),
        (MISSED[2:4], ["For 2 visits nobody came before the next one fell due or the day ended."]),
    ],
    ids=["none", "one", "all alike", "no two alike"],
)
def test_visits_that_were_not_made_in_words(missed, expected):
    assert [words for words in track_sentences(told(missed=missed)) if "nobody came" in words] == expected


def test_the_page_lists_hotspots_visits_and_days():
    page = track_page(told())
    assert "<title>Twelveshire: patrol planned and delivered</title>" in page
    assert "Mon 6 April to Tue 7 April 2026" in page
    assert "1,234 reports" in page
    assert "HA&lt;10&gt;" in page
    assert "HA<10>" not in page
    assert page.index("Market</") < page.index("Square 4</")  # the least kept first
    by_day = page.split("Minutes of presence planned and delivered by day")[1].split("</svg>")[0]
    # 120 minutes planned on either day, 80 delivered on the first and none on the second
    assert (by_day.count('class="planned"'), by_day.count('class="delivered"')) == (2, 1)
    assert "Mon 6 April: 120 minutes planned, 80 delivered" in by_day
    assert "http" not in page.replace("http://www.w3.org", "")


def test_long_lists_are_cut_and_empty_ones_are_said_to_be():
    page = track_page(told(missed=MISSED * 120, stays=()))
    assert f"the first {MOST_LISTED} of 600" in page
    assert page.count("<p>There are none.</p>") == 1
