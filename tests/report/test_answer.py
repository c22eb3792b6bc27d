import numpy as np
import pytest

from sim.report.answer import answer
from sim.report.content import DirectComparison, Option, RankingRow
from sim.report.order import rank_options
from tests.report.made_up import EMPTY, OPTIONS, content, row


def harm(patrol, response=(0.0, -1.0, 1.0)):
    """Give the rows of harm prevented alone, each as difference, low and high."""
    return (row("patrol", "harm_prevented", *patrol), row("response", "harm_prevented", *response))


def bare(**changes):
    """Give a content with nothing to tell but harm."""
    empty = {"ranking": (), "paired_harm": {}, "direct": ()}
    return content(**(empty | changes))


def test_the_lead_carries_the_number_its_interval_and_its_kind():
    # half of 234 to 2,234 is 1,000: steps of 100
    assert answer(content())[0] == (
        "\u201cPatrol\u201d prevents the most harm: about 1,200 more days of harm a year than Today (95% interval of "
        "the mean, chance only: 200 to 2,200); it did better in every one of the 4 simulated histories."
    )


def test_a_drawn_effect_headlines_the_predictive_interval():
    # the mean lies within 234 to 2,234, one more history within -800 to 3,268
    assert answer(content(effect_drawn=True))[0] == (
        "On average \u201cPatrol\u201d prevents the most harm: about 1,200 more days of harm a year than Today, but one "
        "history could fall anywhere from \u2212800 to 3,300 (95% predictive interval); it did better in every one of "
        "the 4 simulated histories."
    )


def test_crimes_come_as_a_natural_frequency():
    # 40 of 10,000 crimes; half of 21 to 59 is 19: steps of 1
    assert (
        answer(content())[1]
        == "In crimes that is about 40 more prevented a year (21 to 59), or 4 in every 1,000 crimes."
    )


def test_no_detectable_difference_is_said_so():
    sentences = answer(bare(summary=harm((50.0, -10.0, 110.0))))
    assert sentences[0].startswith("No option prevents detectably more harm than Today")
    assert "+50 days of harm" in sentences[0]
    assert not any("prevents the most" in sentence for sentence in sentences)


def test_a_detectable_difference_leads_over_a_larger_one_that_is_not():
    study = bare(summary=harm((500.0, -10.0, 1010.0), (30.0, 20.0, 40.0)))
    assert [option.name for option in rank_options(study)] == ["response", "patrol"]
    assert answer(study)[0].startswith("\u201cResponse\u201d prevents harm most surely: about 30 more")
    assert answer(study)[0].endswith("the mean of \u201cPatrol\u201d is larger (+500), but less sure.")


def test_options_that_do_harm_are_named_as_worse():
    (only,) = answer(bare(summary=harm((-50.0, -60.0, -40.0), (-90.0, -99.0, -81.0))))
    assert only == (
        "Every option does worse than Today on harm; the least costly in harm is \u201cPatrol\u201d: 50 fewer days of "
        "harm prevented a year (95% interval of the mean, chance only: 40 to 60)."
    )


def test_one_worse_option_is_told_beside_the_best():
    sentences = answer(bare(summary=harm((50.0, 40.0, 60.0), (-90.0, -99.0, -81.0))))
    assert sentences[1] == "\u201cResponse\u201d prevents detectably less than Today."


def test_nothing_but_undetected_and_worse_does_not_say_no_option():
    lead = answer(bare(summary=harm((5.0, -4.0, 14.0), (-90.0, -99.0, -81.0))))[0]
    assert lead.startswith("None prevents detectably more harm than Today")


def test_equal_options_tie():
    sentences = answer(bare(summary=harm((50.0, 40.0, 60.0), (50.0, 40.0, 60.0))))
    assert sentences == (
        (
            "\u201cPatrol\u201d and \u201cResponse\u201d prevent the same amount of harm: each about 50 more days of harm a "
            "year than Today (95% interval of the mean, chance only: 40 to 60)."
        ),
    )


def test_an_open_first_place_is_told_in_histories_won():
    ranking = (RankingRow("harm_prevented", "patrol", 0.625), RankingRow("harm_prevented", "response", 0.375))
    sentences = answer(bare(summary=harm((50.0, 40.0, 60.0), (48.0, 39.0, 57.0)), ranking=ranking))
    assert sentences[1] == (
        "\u201cResponse\u201d also prevents detectably more harm than Today; which option is best is not settled "
        "(\u201cPatrol\u201d is in 2.5 of 4 histories, \u201cResponse\u201d in 1.5 of 4)."
    )


def test_a_settled_first_place_is_not_called_open():
    assert not any("settled" in sentence for sentence in answer(content()))


def test_runs_that_went_the_other_way_are_counted():
    paired = {"patrol": np.array([5.0, -1.0, 7.0, 0.0])}
    assert (
        "it did better in 2 of the 4 simulated histories"
        in answer(bare(summary=harm((50, 40, 60)), paired_harm=paired))[0]
    )


def test_a_single_option_is_not_the_most_of_one():
    study = bare(options=OPTIONS[:2], summary=harm((50.0, 40.0, 60.0))[:1])
    assert answer(study)[0].startswith("\u201cPatrol\u201d prevents about 50 more days of harm a year")


def test_a_baseline_alone_has_nothing_to_compare():
    study = bare(options=OPTIONS[:1])
    assert answer(study) == (
        "This study runs Today alone, so there is nothing to compare it with.",
        "Half of the grade 1 calls were reached within 9.4 min.",
    )


def test_without_rows_the_options_cannot_be_compared():
    assert answer(bare(summary=())) == (
        "The runs give no paired difference in harm, so the options cannot be compared.",
    )


def test_a_difference_without_interval_gets_no_direction():
    lead = answer(bare(summary=harm((50.0, EMPTY, EMPTY), (EMPTY, EMPTY, EMPTY))))[0]
    assert lead == "\u201cPatrol\u201d shows the largest difference in harm (+50), but with no interval to judge it by."


@pytest.mark.parametrize(
    ("measure", "bounds", "words"),
    [
        ("harm_prevented", (5.0, 1.0, 9.0), "prevents more harm than"),
        ("harm_prevented", (-5.0, -9.0, -1.0), "prevents less harm than"),
        ("crimes_prevented", (5.0, 1.0, 9.0), "prevents more crimes than"),
        ("crimes_prevented", (-5.0, -9.0, -1.0), "prevents fewer crimes than"),
        ("harm_prevented", (1.0, -7.0, 9.0), "no detectable difference in harm prevented"),
        ("crimes_prevented", (1.0, -7.0, 9.0), "no detectable difference in crimes prevented"),
    ],
)
def test_direct_comparisons_follow_their_interval(measure, bounds, words):
    pair = DirectComparison("patrol", "response", measure, "days", *bounds)
    sentences = answer(bare(summary=harm((50.0, 40.0, 60.0)), direct=(pair,)))
    assert any(words in sentence for sentence in sentences)


def test_a_direct_comparison_gives_its_numbers():
    assert answer(content())[3] == (
        "\u201cPatrol\u201d prevents more harm than \u201cResponse\u201d (+1,200 days of harm; 200 to 2,200)."
    )


def test_response_names_who_is_quicker_and_who_slower():
    times = (
        row("today", "response_median_grade1", mean=9.0, unit="minutes"),
        row("patrol", "response_median_grade1", 1.9, 1.7, 2.1, unit="minutes"),
        row("response", "response_median_grade1", -1.1, -1.3, -0.9, unit="minutes"),
    )
    assert answer(bare(summary=(*harm((50.0, 40.0, 60.0)), *times)))[-1] == (
        "The median response to grade 1 calls gets quicker under \u201cResponse\u201d (by 1.1 min), and slower under "
        "\u201cPatrol\u201d (by 1.9 min)."
    )


def test_a_gain_shared_by_all_is_given_from_least_to_most():
    times = (
        row("patrol", "response_median_grade1", -0.7, -0.8, -0.6, unit="minutes"),
        row("response", "response_median_grade1", -1.2, -1.3, -1.1, unit="minutes"),
    )
    assert answer(bare(summary=(*harm((50.0, 40.0, 60.0)), *times)))[-1] == (
        "The median response to grade 1 calls gets quicker under every option (by 0.7 to 1.2 min)."
    )


def test_a_large_gain_on_average_leads_over_a_small_sure_one():
    summary = (
        row("patrol", "harm_prevented", 900.0, 600.0, 1200.0, predict=(-100.0, 1900.0)),
        row("response", "harm_prevented", 30.0, 28.0, 32.0, predict=(20.0, 40.0)),
    )
    sentences = answer(bare(summary=summary, effect_drawn=True))
    assert sentences[0].startswith("On average \u201cPatrol\u201d prevents the most harm: about 900 more")
    assert sentences[1] == "\u201cResponse\u201d also prevents detectably more harm than Today."


def test_a_comparison_of_two_that_holds_on_average_says_so():
    pair = DirectComparison("patrol", "response", "harm_prevented", "days", 50.0, -10.0, 110.0, 30.0, 70.0)
    assert "\u201cPatrol\u201d on average prevents more harm than" in answer(content(direct=(pair,)))[3]


def test_five_sentences_are_the_most():
    many = tuple(Option(f"option{index}", f"Option {index}", "") for index in range(8))
    differences = [
        row(option.name, "harm_prevented", 10.0 * i, 10.0 * i - 25, 10.0 * i + 25) for i, option in enumerate(many)
    ]
    study = content(options=(*OPTIONS, *many), summary=(*content().summary, *differences))
    assert len(answer(study)) == 5


def test_a_short_study_says_how_long_it_ran():
    assert "more days of harm over 28 days than Today" in answer(content(days=28))[0]


def test_what_grade_2_pays_is_told():
    """Grade 1 half a minute quicker, grade 2 half a minute slower: both are said."""
    priority = row("patrol", "response_median_grade2", 0.5, 0.4, 0.6, mean=10.0, unit="minutes")
    text = " ".join(answer(content(summary=(*content().summary, priority))))
    assert "to grade 2 calls it gets slower under \u201cPatrol\u201d (by 0.5 min)" in text
