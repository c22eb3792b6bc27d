"""What the report says of a county that was fitted to its own data."""

import re

from sim.config import Sourced
from sim.report.fitted import fitted_shown
from sim.report.html import render_report
from tests.report.made_up import content

SOURCE = "fitted to 900 recorded rows"
FITTED = (
    (
        "county.fitted.per_year.Drugs",
        Sourced(value=2148.3, unit="rows", low=1680.2, high=2707.4, source=SOURCE, confidence="fitted"),
    ),
    (
        "demand.frailty.all_crime",
        Sourced(value=1.4, unit="χ²/df", low=1.3, high=1.5, source=SOURCE, confidence="fitted"),
    ),
    ("force.posts", Sourced(value=2380.0, unit="posts", low=2380.0, high=2380.0)),
)


def test_rows_a_year_stand_apart_and_the_rest_is_counted():
    shown = fitted_shown(content(assumptions=FITTED))
    assert shown.rows == (("Drugs", "2,148", "1,680 to 2,707"),)
    assert shown.others == 1
    assert shown.sources == (SOURCE,)


def test_report_says_what_was_fitted_and_what_stayed_assumed():
    page = render_report(
        content(assumptions=FITTED, fitted=("48 rows have no location.",), stayed_assumed=("the hours of calls",))
    )
    section = re.search(r'<section id="fitted".*?</section>', page, re.DOTALL)[0]
    for words in (
        "48 rows have no location.",
        "The hours of calls.",
        "Fitted to 900 recorded rows.",
        "1 more number",
        "2,148",
    ):
        assert words in section, words
    assert '<a href="#fitted">' in page


def test_a_study_without_a_fit_does_not_speak_of_one():
    assert fitted_shown(content()) is None
    assert 'id="fitted"' not in render_report(content())
