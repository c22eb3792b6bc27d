import math

import numpy as np
import pytest

from sim.report.content import Interval, SummaryRow
from sim.report.equity import service_tables
from sim.report.finding import verdict_of
from sim.report.headline import comparison_lines
from sim.report.interval_chart import interval_chart
from sim.report.labels import broken_down, harm_words
from sim.report.robustness import index_rows, robustness_sentence
from tests.report.made_up import EMPTY, content, row


def test_a_row_is_read_with_its_empty_cells():
    record = {
        "scenario": "today",
        "measure": "crimes",
        "unit": "crimes",
        "mean": 5,
        "low": None,
        "high": "",
        "replications": 3,
    }
    read = SummaryRow.of(record)
    assert (read.mean, read.replications) == (5.0, 3)
    assert math.isnan(read.low)
    assert math.isnan(read.high)
    assert math.isnan(read.difference_predict_low)


def test_signs_of_intervals():
    signs = [Interval(5, 1, 9).sign, Interval(-5, -9, -1).sign, Interval(1, -7, 9).sign, Interval(1, 0, 2).sign]
    assert signs == [1, -1, 0, 0]
    assert Interval(5, math.nan, 9).sign == 0


@pytest.mark.parametrize(
    ("measure", "mean", "predict", "verdict"),
    [
        ("harm_prevented", (5.0, 1.0, 9.0), (0.5, 9.5), "better"),
        ("harm_prevented", (5.0, 1.0, 9.0), (-2.0, 12.0), "better on average"),
        ("harm_prevented", (5.0, -1.0, 11.0), (-9.0, 19.0), "no detectable difference"),
        ("harm_prevented", (-5.0, -9.0, -1.0), (-12.0, 2.0), "worse on average"),
        ("harm_prevented", (-5.0, -6.0, -4.0), (-8.0, -2.0), "worse"),
        ("response_median_grade1", (-1.0, -1.3, -0.7), (-1.9, -0.1), "better"),  # less is better
        ("response_median_grade1[area=rural]", (1.0, 0.7, 1.3), (-0.5, 2.5), "worse on average"),
        ("dose_delivered", (5.0, 4.0, 6.0), (3.0, 7.0), ""),  # neither way is better
        ("harm_prevented", (5.0, EMPTY, EMPTY), (EMPTY, EMPTY), ""),  # no interval, no verdict
    ],
)
def test_verdicts_under_a_drawn_effect(measure, mean, predict, verdict):
    bounded = row("response", "crimes_prevented", 0.0, -1.0, 1.0, predict=(-1.0, 1.0))
    study = content(effect_drawn=True, summary=(row("patrol", measure, *mean, predict=predict), bounded))
    assert verdict_of(study, "patrol", measure) == verdict


def test_breakdowns_are_split():
    assert broken_down("harm_prevented[district=St Albans]") == ("harm_prevented", "district", "St Albans")
    assert broken_down("harm_prevented") is None


def test_words():
    assert harm_words("days") == "days of harm"
    assert harm_words("severity") == "severity points of harm"


def test_the_baseline_is_compared_with_nothing_and_stands_first():
    lines = comparison_lines(content(baseline="response"))
    assert [line.option.name for line in lines] == ["response", "today", "patrol"]
    assert lines[0].cells["harm"].text == "\u2013"


def test_dose_is_told_in_hours_and_as_a_share_of_the_plan():
    cell = comparison_lines(content())[1].cells["dose"]
    # 45,000 of 60,000 presence-minutes are 750 of 1,000 hours
    assert (cell.text, cell.detail) == ("750", "75% of 1,000")


def test_value_for_money_comes_from_the_difference_or_says_why_there_is_none():
    lines = {line.option.name: line.cells["value"] for line in comparison_lines(content())}
    # half of 0.35 to 3.39 is 1.52: steps of a tenth, and finer until 0.35 is not rounded away
    assert (lines["patrol"].text, lines["patrol"].detail) == ("1.9", "0.3 to 3.4")
    assert (lines["response"].text, lines["response"].detail) == ("\u2013", "costs cannot be told apart")


def test_an_option_that_costs_less_has_no_price_for_harm():
    rows = (
        row("patrol", "cost", -60.0, -90.0, -30.0),
        row("patrol", "harm_prevented_per_1000_pounds", -1500.0, -1900.0, -1100.0),
    )
    cell = comparison_lines(content(summary=rows))[1].cells["value"]
    assert (cell.text, cell.detail) == ("\u2013", "costs less")


def test_groups_stand_in_their_natural_order():
    (table,) = service_tables(content())
    assert [dimension.label for dimension in table.dimensions] == [
        "Fifth of areas by deprivation",
        "Town and country",
        "District",
    ]
    assert next(group.label for group in table.dimensions[0].groups) == "1 (most deprived)"
    assert [group.label for group in table.dimensions[2].groups] == ["Westmarch", "Eastmarch"]


def test_a_change_of_first_place_is_told_by_index():
    summary = (
        row("patrol", "harm_prevented[index=cambridge]", 5.0, 1.0, 9.0),
        row("response", "harm_prevented[index=cambridge]", 3.0, 1.0, 5.0),
        row("patrol", "harm_prevented[index=severity]", 2.0, 1.0, 3.0),
        row("response", "harm_prevented[index=severity]", 3.0, 1.0, 5.0),
    )
    rows = index_rows(content(summary=summary))
    assert [entry.ranks for entry in rows] == [("1st", "2nd"), ("2nd", "1st")]
    assert robustness_sentence(rows) == (
        "First place depends on the index: Patrol under Cambridge index (recalled anchors); "
        "Response under ONS Crime Severity Score (anchors)."
    )


def test_one_index_is_nothing_to_compare():
    assert index_rows(content(summary=(row("patrol", "harm_prevented[index=cost]", 1.0, 0.0, 2.0),))) == ()


def test_the_chart_has_a_dot_and_a_row_for_each_replication():
    chart = interval_chart(content(), "harm_prevented")
    assert [str(track.svg).count('class="dot"') for track in chart.tracks] == [4, 4]
    assert chart.replications[0] == (1, ("+900", "\u221280"))
    assert chart.tracks[0].verdict == "better"


def test_replications_may_be_missing():
    chart = interval_chart(content(paired_harm={"patrol": np.array([1.0, 2.0])}), "harm_prevented")
    assert chart.replications[1] == (2, ("+2", "\u2013"))
