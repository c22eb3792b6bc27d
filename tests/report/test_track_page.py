"""The page of what trackers reported: sentences worked by hand, and what it lists."""

from dataclasses import replace

import pytest

from sim.report.track_page import MOST_LISTED, ListedVisit, TrackContent, track_page, track_sentences
from tests.report.made_up import two_hotspots

MISSED = (
    ListedVisit("Mon 6 April", "16:00", "", "Market", "", 30.0),
    ListedVisit("Tue 7 April", "16:00", "", "Market", "", 30.0),
    ListedVisit("Tue 7 April", "20:00", "", "Square 4", "", 30.0),
)
MADE = (ListedVisit("Mon 6 April", "16:00", "16:30", "Square 4", "HA<10>", 30.0),)
MOST_WERE_AT_16 = (
    "Of 8 visits that fell due, 3 (38 %) were not made: nobody came before the next one fell due or the day ended; "
    "most often those due at 16:00 (2)."
)


def told(**changes):
    """Give what a page tells of two hotspots on two days."""
    usual = TrackContent(
        place="Twelveshire",
        patrol=two_hotspots(),
        name_of={"S01000003": "Square 4"},
        units=2,
        reports=1_234,
        made=MADE,
        missed=MISSED,
        notes=("A unit reports every 8 s.",),
        read=("Stays shorter than 3 minutes are no visits (--least).",),
        stamp="",
        attribution=("Open Government Licence v3.0.",),
    )
    return replace(usual, **changes)


def test_what_was_delivered_in_words():
    assert track_sentences(told()) == [
        # 240 minutes in 2 x 2 days and places, 80 delivered; one visit of three was cut short
        "Of the 60 minutes planned per hotspot and day, 20 were delivered; 33 % of visits were cut short by calls.",
        "It was furthest behind by 21:00, when 100 % of a day's plan had fallen due and 33 % was done.",
        MOST_WERE_AT_16,
        "The 3 visits that were made lasted 27 minutes on average; 0 % of them 10 to 16 minutes, which deters longest for what it costs.",
        "After a visit, somebody was back within two hours in 0 % of cases.",
    ]


@pytest.mark.parametrize(
    ("missed", "words"),
    [
        ((), "Somebody came for each of the 8 visits that fell due, before the next one did or the day ended."),
        (MISSED[:1], "1 (12 %) was not made: nobody came before the next one fell due or the day ended."),
        (
            MISSED[:2],
            "2 (25 %) were not made: nobody came before the next one fell due or the day ended; all of them were due at 16:00.",
        ),
    ],
    ids=["none", "one", "all alike"],
)
def test_visits_that_were_not_made_in_words(missed, words):
    assert track_sentences(told(missed=missed))[2].endswith(words)


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
    page = track_page(told(missed=MISSED * 200, made=()))
    assert f"the first {MOST_LISTED} of 600" in page
    assert page.count("<p>There are none.</p>") == 1
