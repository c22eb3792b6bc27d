"""Rankings: by hand, and the published top ten."""

from __future__ import annotations

import numpy as np

from sim.harm.ranks import combine_ranks
from sim.target.config import TargetConfig
from sim.target.plan import choose
from sim.target.registry import RANKINGS
from tests.target.seeing import seen

# Police and Crime Panel, 17 March 2022, Appendix 3: ranks by ASB, calls, hate, crime harm, deprivation → published rank
PUBLISHED = {
    "Stevenage 008D": ((2, 2, 1, 1, 2), 1),
    "Watford 009B": ((21, 15, 11, 6, 5), 2),
    "Welwyn Hatfield 012A": ((9, 32, 22, 17, 14), 3),
    "Welwyn Hatfield 007A": ((18, 18, 34, 10, 19), 4),
    "Broxbourne 013C": ((29, 23, 29, 15, 4), 5),
    "Three Rivers 012D": ((35, 40, 15, 21, 3), 6),
    "Watford 009C": ((1, 3, 2, 2, 126), 7.5),
    "Broxbourne 013B": ((20, 16, 17, 8, 73), 7.5),
    "Broxbourne 003D": ((31, 38, 24, 40, 15), 9),
    "Dacorum 013B": ((14, 9, 21, 25, 82), 10),
}


def score(name, target=None, **columns):
    return RANKINGS[name](TargetConfig.model_validate({"rank_by": name} | (target or {}))).score(seen(**columns))


def test_count_adds_crimes_and_asb():
    assert score("count", crimes=[3, 0, 1], asb=[4, 0, 9], harm=[9, 9, 9]).tolist() == [7, 0, 10]


def test_harm_is_the_harm():
    assert score("harm", crimes=[3, 0, 100], harm=[365, 0, 100]).tolist() == [365, 0, 100]


def test_lottery_orders_by_lot_yet_values_all_alike():
    scores = score("random", lottery=[0.0, 0.9, 0.4])
    assert choose(scores, 3).tolist() == [1, 2, 0]
    assert np.allclose(scores, 1, atol=1e-6)
    assert scores.min() > 0


def test_the_published_top_ten_ties_included():
    ranks = np.array([ranks for ranks, _ in PUBLISHED.values()], dtype=np.float64).T
    assert combine_ranks(ranks).tolist() == [published for _, published in PUBLISHED.values()]


def test_the_published_top_ten_in_any_order():
    ranks = np.array([ranks for ranks, _ in PUBLISHED.values()], dtype=np.float64).T
    published = np.array([rank for _, rank in PUBLISHED.values()])
    for shift in range(10):
        order = (np.arange(10) * 3 + shift) % 10
        assert combine_ranks(ranks[:, order]).tolist() == published[order].tolist()


def test_the_published_top_ten_leads_a_county_of_690():
    # Component values that give exactly the published component ranks. The other 680 areas hold the ranks left over,
    # upwards in three columns and downwards in two, so that no mean of theirs comes near those of the ten.
    published = [np.array([ranks[column] for ranks, _ in PUBLISHED.values()]) for column in range(5)]
    everybody = np.arange(1, 691)
    columns = [
        np.concatenate([taken, np.setdiff1d(everybody, taken)[::step]])
        for taken, step in zip(published, (1, -1, 1, -1, 1), strict=True)
    ]
    asb, calls, hate, harm, deprivation = columns
    scores = score(
        "hertfordshire_rank",
        asb=1_000 - asb,
        calls=5_000 - calls,
        hate=800 - hate,
        harm=90_000.0 / harm,
        deprivation_rank=deprivation * 40,
    )
    assert (691 - scores[:10]).tolist() == [rank for _, rank in PUBLISHED.values()]
    assert choose(scores, 10).tolist() == list(range(10))


def test_hertfordshire_rank_by_hand():
    # ranks: asb 1 2 3, calls 1 2 3, hate 2 2 2 (all equal), harm 3 2 1, deprivation 3 1 2: sums 10, 9, 11
    columns = {
        "asb": [9, 8, 7],
        "calls": [90, 80, 70],
        "hate": [0, 0, 0],
        "harm": [1, 2, 3],
        "deprivation_rank": [900, 5, 80],
    }
    assert score("hertfordshire_rank", **columns).tolist() == [2, 3, 1]


def test_one_area_and_a_past_without_records():
    assert score("hertfordshire_rank", asb=[0.0]).tolist() == [1]
    for name in ("count", "harm"):
        assert choose(score(name, asb=[0.0, 0.0]), 40).size == 0
    assert choose(score("hertfordshire_rank", asb=[0.0, 0.0]), 40).tolist() == [0, 1]
