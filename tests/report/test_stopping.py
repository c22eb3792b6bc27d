"""How the number of replications came about, in words that a strategist reads."""

import math

import pytest

from sim.outcomes.precision import Closeness, Precision
from sim.outcomes.precision_config import PrecisionRule
from sim.report.content import Check
from sim.report.html import render_report
from sim.report.stopping import count_words, goal_words, simulating_words, stopping_words
from tests.report.made_up import OPTIONS, content
from tests.report.test_terminal import printed

LABELS = {"patrol": "Patrol", "response": "Response"}
RULE = PrecisionRule(precision=0.1, of="harm_prevented")


def said(rule=RULE, **reached):
    return stopping_words(
        Precision(rule, 25, {name: Closeness(*found) for name, found in reached.items()}), LABELS, "days"
    )


def test_a_precision_that_was_reached():
    assert said(patrol=(1000.0, 84.0), response=(-50.0, 0.0)) == (
        "Histories were added until the difference in harm prevented is known to ±10% for every option (95% interval of "
        "the mean); 25 were enough. Known are: “Patrol” to ±8.4% and “Response” exactly, as no two histories differ in it."
    )


def test_a_precision_that_was_not_reached_names_who_is_short_and_what_to_do():
    words = said(patrol=(1000.0, 84.0), response=(3.0, 120.0))
    assert words == (
        "The precision asked for was not reached: after 25 histories, the most allowed, the difference in harm prevented "
        "is not known to ±10% for “Response”. Known are: “Patrol” to ±8.4% and “Response” to ±120 days, more than the "
        "difference itself. Raise at_most, or ask for less; a difference near 0 is never known to a share of itself, so "
        "give `absolute` beside `precision`."
    )


def test_an_absolute_width_is_told_beside_the_share():
    rule = PrecisionRule(precision=0.125, of="response_median_grade1", absolute=0.25)
    assert goal_words(rule, "minutes") == "the difference in grade 1 median response is known to ±12.5% or ±0.25 min"
    words = stopping_words(Precision(rule, 60, {"patrol": Closeness(math.nan, math.nan)}), LABELS, "minutes")
    assert "“Patrol” not at all, as a replication has no value" in words
    assert words.endswith("Raise at_most, or ask for less.")


def test_what_is_enough_by_its_width_is_told_by_its_width():
    rule = PrecisionRule(precision=0.1, of="harm_prevented", absolute=50)
    words = said(rule, patrol=(1000.0, 84.0), response=(60.0, 45.0))
    assert words.endswith("Known are: “Patrol” to ±8.4% and “Response” to ±45 days.")
    assert said(rule, patrol=(3.0, 0.9)).endswith("Known are: “Patrol” to ±0.9 days.")


def test_no_width_is_rounded_away():
    words = said(patrol=(0.02, 0.034), response=(1000.0, 998.0))
    assert "“Patrol” to ±0.034 days, more than the difference itself" in words
    assert "“Response” to ±100%." in words
    assert said(patrol=(3.0, 1.0)).split("Known are: ")[1].startswith("“Patrol” to ±33%")
    assert goal_words(PrecisionRule(precision=0.1, of="crimes_prevented", absolute=0.25), "crimes").endswith(
        "±0.25 crimes"
    )


def test_the_count_is_told_with_the_rule_that_chose_it():
    assert count_words(10, None, {}) == "10"
    assert count_words(25, RULE, {"harm_prevented": "days"}) == (
        "25, added until the difference in harm prevented is known to ±10% for every option (10 to 60 allowed)"
    )


def test_progress_names_what_is_run_and_the_most_there_can_be():
    assert simulating_words(range(10), None) == "Simulating"
    assert simulating_words(range(10, 15), RULE) == "Simulating replications 11 to 15 (at most 60)"


@pytest.mark.parametrize("is_passed", [True, False])
def test_what_failed_stands_among_the_caveats_and_on_the_terminal(is_passed):
    study = content(checks=(Check("Too few histories were run.", is_passed),))
    page = render_report(study)
    caveats = page.split('id="caveats"')[1].split("</section>")[0]
    assert ("Too few histories" in caveats) is not is_passed
    # nothing that stood on top before is lost
    assert all(note in caveats for note in study.notes[:3])
    sure = page.split('id="differences"')[1].split("</section>")[0]
    assert "Too few histories were run." in sure
    assert ("Too few histories" in printed(100, study=study)) is not is_passed


def test_a_study_of_one_option_tells_its_checks_among_the_limits():
    page = render_report(content(options=OPTIONS[:1], direct=(), checks=(Check("Enough."),)))
    assert page.count("Were the runs enough?") == 1
    assert "Enough." in page.split('id="limits"')[1].split("</section>")[0]
    assert "Were the runs enough?" not in render_report(content())


def test_old_consoles_get_a_plain_sign():
    study = content(checks=(Check("Known to ±10%.", is_passed=False),))
    assert "Known to +/-10%." in printed(100, "ascii", study)
