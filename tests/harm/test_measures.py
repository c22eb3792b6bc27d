"""Harm of areas by each index: by hand, and the published top ten."""

from pathlib import Path

import numpy as np
import pytest

from sim.demand.config import DemandConfig
from sim.demand.offence_mix import offence_mix
from sim.errors import InputError
from sim.harm.components import Components, of_categories
from sim.harm.config import HarmPack
from sim.harm.low_harm import LowHarmAdded
from sim.harm.of_pack import measure_of
from sim.harm.rank_mean import RankMean
from sim.harm.weighted import WeightedHarm
from sim.harm.z_score import ZScoreSum
from tests.files import read_yaml
from tests.rank import published

MODELS = Path(__file__).resolve().parents[2] / "models"
PACKS = ("cambridge", "cambridge_low_harm", "severity", "cost")


@pytest.fixture(scope="module")
def mix():
    return offence_mix(DemandConfig.model_validate(read_yaml(MODELS / "demand" / "hertfordshire.yaml")))


@pytest.fixture(scope="module")
def packs():
    return {name: HarmPack.model_validate(read_yaml(MODELS / "harm" / f"{name}.yaml")) for name in PACKS}


def robberies_and_thefts(**more):
    """Two areas: one robbery and three thefts; ten thefts."""
    return Components(offence=("robbery", "theft"), crimes_by_offence=np.array([[1.0, 0.0], [3.0, 10.0]]), **more)


CRIME = WeightedHarm("hand", "days", {"robbery": 365.0, "theft": 2.0}, {"Robbery": 365.0, "Theft": 2.0})


def test_weights_by_hand():
    # 365 + 3 × 2; 10 × 2
    assert CRIME.harm(robberies_and_thefts()).tolist() == [371, 20]
    assert CRIME.unit == "days"


def test_categories_stand_in_where_offences_are_not_known():
    known = of_categories(("Anti-social behaviour", "Theft", "Robbery"), np.array([[50, 60], [3, 10], [1, 0]]))
    assert CRIME.harm(known).tolist() == [371, 20]
    assert known.low_harm.tolist() == [50, 60]


def test_offences_go_before_categories():
    both = robberies_and_thefts(category=("Theft",), crimes_by_category=np.array([[1000.0, 1000.0]]))
    assert CRIME.harm(both).tolist() == [371, 20]


def test_lambda_for_each_low_harm_call():
    index = LowHarmAdded(CRIME, 0.5)
    # asb stands for low-harm calls until these are known themselves
    assert index.harm(robberies_and_thefts(asb=np.array([10.0, 4.0]))).tolist() == [376, 22]
    known = robberies_and_thefts(asb=np.array([10.0, 4.0]), low_harm_calls=np.array([20.0, 0.0]))
    assert index.harm(known).tolist() == [381, 20]
    assert index.unit == "days"


def test_rank_mean_by_hand():
    # asb ranks 1, 2, 3; crime harm (thefts only) 3, 1.5, 1.5; mean 2, 1.75, 2.25 → ranks 2, 1, 3 → 4 − rank
    known = Components(offence=("theft",), crimes_by_offence=np.array([[1.0, 4.0, 4.0]]), asb=np.array([9.0, 8.0, 7.0]))
    assert RankMean(CRIME).harm(known).tolist() == [2, 3, 1]


def test_the_published_ranks_give_the_published_top_ten_ties_included():
    """The other 680 areas share the ranks that are left so that none of them is badly off throughout."""
    columns = [filled_up(ranks, 690, is_rising=number % 2 == 0) for number, ranks in enumerate(published.ranks())]
    asb, calls, hate, crime = (-ranks for ranks in columns[:4])
    known = Components(asb=asb, calls=calls, hate=hate, crime_harm=crime, deprivation_rank=columns[4])
    ranks = 691 - RankMean().harm(known)
    assert ranks[:10].tolist() == [float(row["rank"]) for row in published.rows()]
    assert ranks[10:].min() > 10


def filled_up(ranks, n, *, is_rising):
    """Give n areas ranks: the first ten those that were published, the others what is left, rising or falling."""
    free = sorted(set(range(1, n + 1)) - set(ranks.astype(int)), reverse=not is_rising)
    return np.array([*ranks, *free], dtype=np.float64)


def test_z_scores_by_hand():
    # asb 1, 3: mean 2, deviation 1 → −1, 1; deprivation ranks 10, 20 → 1, −1; calls alike everywhere → 0
    known = Components(asb=np.array([1.0, 3.0]), calls=np.array([7.0, 7.0]), deprivation_rank=np.array([10.0, 20.0]))
    assert ZScoreSum(CRIME).harm(known).tolist() == [0, 0]
    assert ZScoreSum().unit == "standard deviations"
    assert RankMean().unit == "places"
    without = Components(asb=np.array([1.0, 3.0]), calls=np.array([0.1, 0.1]))
    assert ZScoreSum(CRIME).harm(without).tolist() == [-1, 1]


def test_z_scores_keep_size_where_ranks_lose_it():
    known = Components(asb=np.array([10.0, 11.0, 12.0, 99.0]), calls=np.array([99.0, 12.0, 11.0, 10.0]))
    # by rank all four are alike; by size the two that stand out lead
    assert RankMean(CRIME).harm(known).tolist() == [2.5, 2.5, 2.5, 2.5]
    scores = ZScoreSum(CRIME).harm(known)
    assert scores[[0, 3]].min() > 1 > -1 > scores[[1, 2]].max()


def test_a_score_of_the_force_itself_goes_before_the_index():
    known = robberies_and_thefts(crime_harm=np.array([1.0, 2.0]))
    assert RankMean(CRIME).harm(known).tolist() == [1, 2]


def test_crimes_without_an_index_are_no_component():
    known = robberies_and_thefts(asb=np.array([1.0, 2.0]))
    assert RankMean(CRIME).harm(known).tolist() == [1.5, 1.5]
    assert RankMean().harm(known).tolist() == [1, 2]


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_scores_categories_by_its_own_mix(packs, mix, name):
    """Scored by offence or by category, the county's own crimes are as harmful."""
    index = measure_of(packs[name], mix)
    asb = np.array([100.0])
    by_offence = Components(offence=mix.offence, crimes_by_offence=mix.crimes.value[:, None], asb=asb)
    categories = tuple(sorted(set(mix.category)))
    sums = [[sum(mix.crimes.value[row] for row, of in enumerate(mix.category) if of == name)] for name in categories]
    by_category = Components(category=categories, crimes_by_category=np.array(sums), asb=asb)
    assert index.harm(by_category) == pytest.approx(index.harm(by_offence), rel=1e-12)


def test_packs_count_in_their_own_unit_and_add_low_harm_calls_where_they_weigh_them(packs, mix):
    indices = {name: measure_of(pack, mix) for name, pack in packs.items()}
    assert [index.unit for index in indices.values()] == ["days", "days", "severity", "pounds"]
    known = of_categories(("Anti-social behaviour", "Shoplifting"), np.array([[10.0, 0.0], [4.0, 4.0]]))
    assert indices["cambridge"].harm(known).tolist() == [4, 4]
    assert indices["cambridge_low_harm"].harm(known).tolist() == [14, 4]


@pytest.mark.parametrize(
    ("index", "known", "message"),
    [
        (CRIME, Components(asb=np.ones(2)), "none are known by offence or by police.uk category"),
        (LowHarmAdded(CRIME, 1), robberies_and_thefts(), "neither these nor anti-social behaviour"),
        (RankMean(CRIME), Components(low_harm_calls=np.ones(2)), "none of its components is known"),
        (
            CRIME,
            Components(offence=("arson", "theft", "rape"), crimes_by_offence=np.ones((3, 2))),
            "no weight for the offence arson, rape",
        ),
        (CRIME, Components(category=("Drugs",), crimes_by_category=np.ones((1, 2))), "for the category Drugs"),
    ],
)
def test_what_an_index_cannot_do_without_is_named(index, known, message):
    with pytest.raises(InputError, match=message):
        index.harm(known)


def test_lambda_below_0_is_refused():
    with pytest.raises(ValueError, match="at least 0, not -1"):
        LowHarmAdded(CRIME, -1)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"asb": np.ones(2), "calls": np.ones(3)},
        {"offence": ("theft",), "crimes_by_offence": np.ones((2, 2))},
        {"category": ("Theft",), "asb": np.ones(2)},
    ],
)
def test_components_that_do_not_fit_together_are_refused(wrong):
    with pytest.raises(ValueError, match=r"areas|name"):
        Components(**wrong)
