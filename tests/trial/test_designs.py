"""Designs of a pilot: who is patrolled when, by hand-worked cases and by what must hold of every lot."""

import numpy as np
import pytest

from sim.clock import MINUTES_PER_DAY
from sim.keys import Purpose, stream
from sim.trial.config import (
    BeforeAfterDesign,
    ClusterDesign,
    CrossoverDesign,
    MatchedControlsDesign,
    Selection,
    SteppedWedgeDesign,
)
from sim.trial.designs.cluster_randomised import blocks_of
from sim.trial.designs.design import Ranked
from sim.trial.designs.registry import design_of


def ranked(volume, district=None, score=None):
    volume = np.asarray(volume, dtype=np.float64)
    district = np.zeros(volume.size, dtype=np.int16) if district is None else np.asarray(district, dtype=np.int16)
    return Ranked(volume if score is None else np.asarray(score, dtype=np.float64), volume, district)


def lot(number=0):
    return stream(1, number, Purpose.PILOT_ASSIGNMENT)


def test_places_come_first_by_score_the_lower_index_among_equals():
    areas = ranked([0, 0, 0, 0, 0], district=[0, 0, 1, 1, 1], score=[2, 5, 5, 9, 0])
    assert areas.first(Selection(rank_by="count", places=3)).tolist() == [3, 1, 2]
    assert areas.first(Selection(rank_by="count", places=1, each="district")).tolist() == [1, 3]


def test_where_the_ranking_gives_nothing_more_those_with_most_on_record_come_next():
    areas = ranked([1, 8, 3, 9, 9], score=[0, 0, 2, 0, 0])
    assert areas.first(Selection(rank_by="gi_star", places=4)).tolist() == [2, 3, 4, 1]


def test_before_and_after_patrols_all_and_compares_with_the_windows_asked_for():
    design = design_of(BeforeAfterDesign(kind="before_after", before_days=56, before="preceding"))
    grid = design.grid(70)
    assert grid.past_window.tolist() == [11, 12]
    assert grid.length_days.tolist() == [28, 28, 28, 28, 14]
    assert grid.before.tolist() == [True, True, False, False, False]
    assert grid.counted.all()
    made = design.assign(ranked([3, 9, 1]), Selection(rank_by="count", places=2), grid, lot())
    assert made.area.tolist() == [1, 0]
    assert made.treated.shape == (2, 3)
    assert made.treated.all()


def test_the_same_season_is_the_first_windows_of_the_past_year():
    design = design_of(BeforeAfterDesign(kind="before_after", before_days=84, before="last_year"))
    assert design.grid(84).past_window.tolist() == [0, 1, 2]


def test_each_control_is_the_free_area_that_is_nearest():
    # chosen by count, score and volume are one: 50 takes 33 (17 away), and 40, to which 33 is no longer free, takes 20
    areas = ranked([50, 40, 20, 33, 4])
    design = design_of(MatchedControlsDesign(kind="matched_controls"))
    made = design.assign(areas, Selection(rank_by="count", places=2), design.grid(28), lot())
    assert made.area.tolist() == [0, 1, 3, 2]
    assert made.treated.any(axis=1).tolist() == [True, True, False, False]
    assert made.block.tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("rank_by", "control"),
    [
        # standard deviations are 2.06 and 40.3: 1 is (1 / 2.06)² + (10 / 40.3)² = .30 away, 2 is (90 / 40.3)² = 4.98 away
        ("harm", 1),
        ("random", 2),  # a lottery says nothing of an area
    ],
)
def test_controls_are_alike_in_what_places_were_chosen_by(rank_by, control):
    areas = ranked([10, 11, 10, 15], score=[100, 90, 10, 20])
    design = design_of(MatchedControlsDesign(kind="matched_controls"))
    made = design.assign(areas, Selection(rank_by=rank_by, places=1), design.grid(28), lot())
    assert made.area.tolist() == [0, control]


def test_blocks_are_of_one_district_and_similar_volume():
    areas = ranked([10, 9, 8, 7, 6, 30, 20], district=[1, 1, 1, 1, 1, 0, 0])
    area = np.arange(7)
    # district 0: 30 and 20; district 1: 10 and 9, then 8, 7 and the 6 that is left over
    assert blocks_of(areas, area, 2).tolist() == [1, 1, 2, 2, 2, 0, 0]


def test_places_alone_in_their_districts_are_a_block_together_or_join_the_last():
    assert blocks_of(ranked([3.0, 2.0, 1.0], district=[0, 1, 2]), np.arange(3), 4).tolist() == [0, 0, 0]
    assert blocks_of(ranked([3.0, 2.0, 1.0], district=[0, 0, 2]), np.arange(3), 4).tolist() == [0, 0, 0]


def test_crossover_may_change_in_the_morning():
    design = design_of(CrossoverDesign(kind="crossover", period_days=2, washout_days=1, change_at="06:00"))
    # days 0–2 and 2–4 begin and end at six; the pilot is over at the midnight after its fourth day
    assert (design.grid(4).edge_min / 60).tolist() == [6, 30, 54, 78, 96]
    assert design.grid(4).counted_run.tolist() == [False, True, False, True]
    assert (design.grid(5).edge_min / 60).tolist() == [6, 30, 54, 78, 102]


@pytest.mark.parametrize("places", [8, 9])
def test_half_of_each_block_is_drawn_and_an_odd_one_rounds_either_way(places):
    areas = ranked(np.arange(20.0)[::-1])
    design = design_of(ClusterDesign(kind="cluster_randomised", block_size=4))
    grid = design.grid(56)
    sizes = set()
    drawn = np.zeros(places)
    for number in range(400):
        made = design.assign(areas, Selection(rank_by="count", places=places), grid, lot(number))
        treated = made.treated[:, 0]
        assert (made.treated == treated[:, None]).all()
        assert treated[made.block == 0].sum() == 2
        sizes.add(int(treated.sum()))
        drawn += treated
    assert sizes == {4} if places == 8 else sizes == {4, 5}
    assert np.abs(drawn / 400 - 0.5).max() < 0.1  # 4 standard errors of a fair lot


def test_a_block_of_three_gives_one_or_two():
    areas = ranked([3.0, 2.0, 1.0])
    design = design_of(ClusterDesign(kind="cluster_randomised", block_size=4))
    choice = Selection(rank_by="count", places=3)
    numbers = [design.assign(areas, choice, design.grid(28), lot(number)).treated.sum() for number in range(100)]
    assert set(numbers) == {1, 2}


def test_a_crossover_treats_every_place_in_as_many_periods():
    design = design_of(CrossoverDesign(kind="crossover", period_days=1, treated_share=1 / 3))
    grid = design.grid(90)
    made = design.assign(ranked([3, 2, 1]), Selection(rank_by="count", places=3), grid, lot())
    assert grid.n_run == 90
    assert made.treated.sum(axis=1).tolist() == [30, 30, 30]
    assert (made.treated[0] != made.treated[1]).any()


def test_a_washout_is_patrolled_as_its_period_is_and_not_counted():
    design = design_of(CrossoverDesign(kind="crossover", period_days=7, washout_days=2))
    grid = design.grid(30)  # four whole weeks; two days are left over
    assert (grid.edge_min / MINUTES_PER_DAY).tolist() == [0, 2, 7, 9, 14, 16, 21, 23, 28]
    assert grid.counted.tolist() == [False, True] * 4
    made = design.assign(ranked([1.0]), Selection(rank_by="count", places=1), grid, lot())
    assert (made.treated[:, ::2] == made.treated[:, 1::2]).all()
    assert made.treated[:, 1::2].sum() == 2


def test_districts_step_in_one_after_the_other_and_never_out():
    design = design_of(SteppedWedgeDesign(kind="stepped_wedge", step_days=28))
    grid = design.grid(84)
    areas = ranked(np.arange(8.0), district=[0, 0, 1, 1, 2, 2, 3, 3])
    made = design.assign(areas, Selection(rank_by="count", places=2, each="district"), grid, lot())
    steps = {int(block): made.treated[made.block == block] for block in np.unique(made.block)}
    assert all((rows == rows[0]).all() for rows in steps.values())
    # of four districts two begin within three periods: one at the second, one at the third
    assert sorted(int(rows[0].sum()) for rows in steps.values()) == [0, 0, 1, 2]
    assert not made.treated[:, 0].any()


def test_every_order_of_districts_is_drawn():
    design = design_of(SteppedWedgeDesign(kind="stepped_wedge", step_days=28))
    areas = ranked([3.0, 2.0, 1.0], district=[0, 1, 2])
    choice = Selection(rank_by="count", places=1, each="district")
    orders = {
        tuple(design.assign(areas, choice, design.grid(112), lot(number)).treated.sum(axis=1)) for number in range(100)
    }
    assert len(orders) == 6
