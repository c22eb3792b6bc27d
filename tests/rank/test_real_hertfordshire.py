"""The real Hertfordshire of 2021: how much of what was published is seen in open data."""

import numpy as np
import pytest

from sim.rank.outcome import TOP_TEN
from sim.rank.run import Question, rank_county
from sim.study.county_file import read_county_file

PUBLISHED = "hertfordshire_top_ten"


@pytest.fixture(scope="module")
def county(shared_data):
    """Give the county file with its data."""
    return read_county_file("hertfordshire_real", shared_data)


@pytest.fixture(scope="module")
def of_2021(county):
    """Rank by the months that the county file uses."""
    return rank_county(county, Question(against=PUBLISHED))


def counts_in(outcome, length):
    """Count the published areas among the first so many."""
    return sum(area.here <= length for area in outcome.compared)


def test_seven_of_the_published_ten_are_in_the_top_ten_and_all_in_the_top_forty(of_2021):
    assert of_2021.evidence.month == tuple(f"2021-{month:02d}" for month in range(1, 13))
    assert [part.key for part in of_2021.ranking.component] == ["asb", "calls", "crime_harm", "deprivation"]
    assert (counts_in(of_2021, TOP_TEN), counts_in(of_2021, 40)) == (7, 10)
    assert of_2021.ranking.of("calls").value.sum() == 97_516


def test_the_others_are_missed_by_what_one_year_of_open_data_does_not_have(of_2021):
    missed = {of_2021.name(area.row): area for area in of_2021.compared if area.here > TOP_TEN}
    assert {name: area.reasons[0].component for name, area in missed.items()} == {
        "Broxbourne 013C": "asb",
        "Three Rivers 012D": "asb",
        "Dacorum 013B": "crime_harm",
    }
    for name in ("Broxbourne 013C", "Three Rivers 012D"):
        assert missed[name].reasons[0].rank_instead <= TOP_TEN, name


def test_volumes_of_2021_have_the_ranks_that_were_counted_elsewhere(of_2021):
    # rank by ASB and by all recorded crime in the same open data, counted by hand in the evidence base
    asb = of_2021.ranking.of("asb")
    row = {of_2021.name(number): number for number in range(of_2021.evidence.n_areas)}
    for name, rank in (("Stevenage 008D", 1), ("Watford 009C", 2), ("Broxbourne 013B", 22), ("Broxbourne 003D", 13)):
        assert asb.rank[row[name]] == rank
    assert of_2021.name(int(np.argmin(of_2021.ranking.of("crime_harm").rank))) == "Watford 009C"


def test_the_first_is_surely_first_and_the_tenth_is_not_surely_tenth(of_2021):
    sure, order = of_2021.sureness, of_2021.order
    assert sure.in_top[TOP_TEN][order[0]] == 1
    assert sure.low[order[0]] == sure.high[order[0]] == 1
    assert 0.2 < sure.in_top[TOP_TEN][order[9]] < 0.9
    # every draw has about ten areas among its first ten
    assert sure.in_top[TOP_TEN].sum() == pytest.approx(TOP_TEN, abs=0.2)


@pytest.mark.parametrize(
    ("index", "in_ten"),
    [("severity", 6), ("cost", 6), ("cambridge_low_harm", 7), ("hertfordshire_rank", 7), ("hertfordshire_z", 3)],
)
def test_the_published_ten_stay_in_the_top_forty_by_other_indices(county, index, in_ten):
    outcome = rank_county(county, Question(index=index, against=PUBLISHED))
    assert (counts_in(outcome, TOP_TEN), counts_in(outcome, 40)) == (in_ten, 10)
    explained = [area.with_all is not None for area in outcome.compared]
    assert explained == [index != "hertfordshire_z"] * 10  # sizes cannot be put in the place of published ranks


def test_the_months_of_the_published_period_that_there_are_say_the_same(county):
    outcome = rank_county(county, Question(months=("2018-10", "2021-08"), against=PUBLISHED))
    assert len(outcome.evidence.month) == 13
    assert (counts_in(outcome, TOP_TEN), counts_in(outcome, 40)) == (7, 10)


def test_high_and_low_harm_meet_in_27_of_40_areas(of_2021):
    assert int(of_2021.lists.both.sum()) == 27
    assert int((of_2021.lists.both & of_2021.lists.deprived).sum()) == 6


def test_leaving_out_police_stations_moves_a_published_area_out_of_the_ten(county):
    outcome = rank_county(county, Question(stations=False, against=PUBLISHED))
    assert outcome.ranking.of("calls").value.sum() == 97_516 - 486
    assert (counts_in(outcome, TOP_TEN), counts_in(outcome, 40)) == (6, 10)
