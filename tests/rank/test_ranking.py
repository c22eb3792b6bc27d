"""Areas are ranked as the published index ranks them."""

from dataclasses import replace

import numpy as np
import pytest

from sim.harm.rank_mean import RankMean
from sim.harm.ranked import COMPONENTS
from sim.harm.ranks import mid_rank
from sim.harm.z_score import ZScoreSum
from sim.rank.evidence import Evidence
from sim.rank.ranking import rank_areas
from sim.rank.together import MeanRank, ZScore
from tests.rank import published
from tests.rank.made_up import BY_SIZE, INDEX, evidence, slow_ranking


def test_the_published_component_ranks_give_the_published_top_ten_with_its_tie():
    given = dict(zip(COMPONENTS, published.ranks(), strict=True))
    known = Evidence(np.arange(10), (), (), np.zeros((0, 0, 10)), given_rank=given)
    ranking = rank_areas(known, INDEX)
    assert ranking.rank.tolist() == [1, 2, 3, 4, 5, 6, 7.5, 7.5, 9, 10]
    assert ranking.rank.tolist() == [float(row["rank"]) for row in published.rows()]
    # means as worked by hand from the table
    assert ranking.worth.round(9).tolist() == [1.6, 11.6, 18.8, 19.8, 20.0, 22.8, 26.8, 26.8, 29.6, 30.2]


def test_three_areas_by_hand():
    # harm 100·1 + 1·0 = 100, 100·0 + 1·5 = 5, 100·1 + 1·0 = 100, so ranks 1.5, 3, 1.5;
    # asb 1, 9, 0: 2, 1, 3; deprivation 10, 20, 5: 2, 3, 1; sums 5.5, 7, 5.5: ranks 1.5, 3, 1.5
    known = Evidence(
        area=np.arange(3),
        month=("2021-01",),
        category=("Burglary", "Shoplifting"),
        crimes=np.array([[[1.0, 0, 1], [0, 5, 0]]]),
        by_month={"asb": np.array([[1.0, 9, 0]])},
        fixed={"deprivation_rank": np.array([10.0, 20, 5])},
    )
    ranking = rank_areas(known, INDEX)
    assert {part.key: part.rank.tolist() for part in ranking.component} == {
        "asb": [2, 1, 3],
        "crime_harm": [1.5, 3, 1.5],
        "deprivation": [2, 3, 1],
    }
    assert ranking.rank.tolist() == [1.5, 3, 1.5]
    assert ranking.of("crime_harm").value.tolist() == [100, 5, 100]
    assert ranking.of("deprivation").value.tolist() == [10, 20, 5]
    assert ranking.of("hate") is None


@pytest.mark.parametrize("seed", range(5))
def test_ranks_are_those_of_adding_up_one_by_one(seed):
    known = evidence(seed=seed)
    assert rank_areas(known, INDEX).rank.tolist() == slow_ranking(known, [1] * 6)


@pytest.mark.parametrize("index", [INDEX, BY_SIZE])
def test_areas_that_are_alike_in_everything_tie(index):
    rank = rank_areas(evidence(), index).rank
    assert rank[0] == rank[1]
    assert len(set(rank.tolist())) > 5


def test_given_ranks_take_the_place_of_what_was_counted():
    known = evidence()
    given = np.array([9.0, 8, 7, 6, 5, 4, 3, 2, 1])
    ranking = rank_areas(replace(known, given_rank={"asb": given}), INDEX)
    assert ranking.of("asb").rank.tolist() == given.tolist()
    others = [part.rank for part in ranking.component if part.key != "asb"]
    np.testing.assert_array_equal(ranking.worth, (np.sum(others, axis=0) + given) / 4)


def test_a_sum_of_z_scores_keeps_by_how_much_an_area_stands_out():
    known = Evidence(
        area=np.arange(4),
        month=("2021-01",),
        category=("Burglary",),
        crimes=np.array([[[0.0, 1, 2, 3]]]),
        by_month={"asb": np.array([[101.0, 1, 1, 1]])},
    )
    # asb: mean 26, deviations 75 and −25, sd √((75² + 3·25²)/4) = 43.3013, z 1.7321 and −.5774;
    # crimes: mean 1.5, sd √1.25 = 1.1180, z −1.3416, −.4472, .4472, 1.3416
    worth = rank_areas(known, BY_SIZE).worth
    assert worth == pytest.approx([-0.390410, 1.024564, 0.130137, -0.764290], abs=1e-5)
    assert rank_areas(known, BY_SIZE).rank.tolist() == [2, 4, 3, 1]


def test_a_component_that_is_alike_everywhere_adds_no_z_score():
    sizes = np.array([[[5.0, 5, 5], [1, 2, 3]]])
    none = np.zeros((0, 3))
    np.testing.assert_array_equal(ZScore().worth(sizes, none), ZScore().worth(sizes[:, 1:], none))


def test_ranks_have_no_z_score():
    with pytest.raises(ValueError, match="some components are ranks"):
        ZScore().worth(np.zeros((1, 0, 2)), np.ones((1, 2)))


def test_several_draws_are_ranked_each_by_itself():
    sizes = np.array([[[3.0, 2, 1]], [[1.0, 2, 3]]])
    worth = MeanRank().worth(sizes, np.array([[1.0, 1, 7]]))
    assert worth.tolist() == [[1, 1.5, 5], [2, 1.5, 4]]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_is_that_of_the_harm_index_of_the_same_name(seed):
    known = evidence(seed=seed)
    summed = known.over(known.all_months)
    for index, measure in ((INDEX, RankMean(INDEX.crime)), (BY_SIZE, ZScoreSum(INDEX.crime))):
        assert rank_areas(known, index).rank.tolist() == mid_rank(-measure.harm(summed)).tolist()


def test_a_component_whose_mean_rounds_adds_no_z_score():
    alike = np.full((1, 1, 3), 0.1)
    assert alike.std() > 0
    assert ZScore().worth(alike, np.zeros((0, 3))).tolist() == [[0, 0, 0]]
