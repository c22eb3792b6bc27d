"""High and low harm, and where they meet."""

from dataclasses import replace

import numpy as np
import pytest

from sim.harm.low_harm import LowHarmAdded
from sim.rank.evidence import Evidence
from sim.rank.lists import Lists, low_harm, top_lists, weights_of
from sim.rank.ranking import rank_areas
from sim.rank.venn import circles_apart, draw_venn
from tests.rank.made_up import CATEGORIES, INDEX, evidence

FOUR = Evidence(
    area=np.arange(4),
    month=("2021-01",),
    category=("Burglary", "Shoplifting", "Drugs"),
    crimes=np.array([[[9.0, 8, 0, 0], [0, 7, 9, 0], [0, 0, 0, 50]]]),
    by_month={"asb": np.array([[0.0, 3, 2, 1]])},
    fixed={"deprivation_rank": np.array([3.0, 1, 2, 4])},
)
"""High harm in the first two, low harm in the middle two, in the last crime that the index leaves out."""


def test_an_index_is_asked_what_one_crime_weighs_also_when_it_adds_calls():
    assert weights_of(CATEGORIES, INDEX.crime).tolist() == [100, 1, 0]
    assert weights_of(CATEGORIES, LowHarmAdded(INDEX.crime, 5.0)).tolist() == [100, 1, 0]


def test_low_harm_is_asb_and_crime_below_the_average():
    low = low_harm(FOUR, rank_areas(FOUR, INDEX), INDEX.crime)
    # average (100·17 + 1·16) / 83 = 20.7; drugs weigh nothing, and are left out
    assert low.category == ("Shoplifting",)
    assert low.value.tolist() == [0, 10, 11, 1]
    assert low.rank.tolist() == [4, 2, 1, 3]


def test_the_lists_meet_in_one_area():
    ranking = rank_areas(FOUR, INDEX)
    lists = top_lists(ranking, low_harm(FOUR, ranking, INDEX.crime), 2)
    assert lists.high.tolist() == [True, True, False, False]
    assert lists.low.tolist() == [False, True, True, False]
    assert lists.both.tolist() == [False, True, False, False]
    assert lists.deprived.tolist() == [False, True, True, False]


def test_a_tie_across_the_end_of_a_list_is_left_out():
    even = replace(FOUR, crimes=np.array([[[9.0, 8, 8, 0], [0, 0, 0, 0], [0, 0, 0, 0]]]))
    ranking = rank_areas(even, INDEX)
    lists = top_lists(ranking, low_harm(even, ranking, INDEX.crime), 2)
    assert lists.high.tolist() == [True, False, False, False]


def test_given_ranks_of_asb_stand_for_low_harm_where_no_crime_is_known():
    given = {"asb": np.array([2.0, 1.0]), "crime_harm": np.array([1.0, 2.0])}
    known = Evidence(np.arange(2), (), (), np.zeros((0, 0, 2)), given_rank=given)
    low = low_harm(known, rank_areas(known, INDEX), INDEX.crime)
    assert low.rank.tolist() == [2, 1]


def test_without_asb_and_crime_there_is_no_low_harm():
    known = Evidence(np.arange(2), (), (), np.zeros((0, 0, 2)), given_rank={"hate": np.array([1.0, 2.0])})
    ranking = rank_areas(known, INDEX)
    assert low_harm(known, ranking, INDEX.crime) is None
    assert not top_lists(ranking, None, 1).low.any()


def test_low_harm_of_many_months_is_the_sum_of_its_parts():
    known = evidence()
    low = low_harm(known, rank_areas(known, INDEX), INDEX.crime)
    np.testing.assert_array_equal(low.value, known.by_month["asb"].sum(axis=0) + known.crimes[:, 1].sum(axis=0))


@pytest.mark.parametrize(("share", "apart"), [(0.0, 2.0), (1.0, 0.0), (0.3910022, 1.0)])
def test_circles_overlap_by_as_much_as_the_lists(share, apart):
    # at distance 1 the lens is 2·acos(1/2) − √3/2 = 1.22837, which is .39100 of π
    assert circles_apart(share) == pytest.approx(apart, abs=1e-6)


def test_the_drawing_says_how_many_areas_lie_where():
    high, low = np.array([1, 1, 1, 0, 0], dtype=bool), np.array([0, 1, 1, 1, 0], dtype=bool)
    drawn = draw_venn(Lists(3, high, low, np.zeros(5, dtype=bool)))
    assert "2 areas are in both lists, 1 by high harm alone, 1 by low harm alone" in drawn
