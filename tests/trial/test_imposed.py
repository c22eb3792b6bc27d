"""Falls that are imposed on pilots: by hand, and held to what was recorded where patrol was due."""

import numpy as np
import pytest

from sim.run.parts import build_parts
from sim.run.pilots import PilotRunner
from sim.study.load import load_study
from sim.trial.imposed import Incidents, side_by_side, with_fall
from tests.trial import making
from tests.trial.imposing import incidents_in
from tests.trial.studies import tiny_trial


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """Give a pilot of every design of the tiny study."""
    loaded = load_study(tiny_trial(tmp_path_factory.mktemp("imposed")))
    return PilotRunner(build_parts(loaded), loaded.trial).walk(2)


def test_a_fall_takes_the_incidents_below_it_away():
    pilots = making.parallel(1, n_pilots=2, n_places=2, block_size=2, n_periods=2)
    pilots.count[:] = 10.0
    # cell 1 of the first pilot holds incidents with lots .1 and .6 and one of harm 2.5 with .3; cell 2 of the second one with .1
    some = Incidents(np.array([1, 1, 1]), np.array([1.0, 1.0, 2.5]), np.array([0.1, 0.6, 0.3]))
    other = Incidents(np.array([2]), np.array([1.0]), np.array([0.1]))
    left = with_fall(pilots, side_by_side([some, other], 4), np.array([[0.5], [0.05]]))
    assert left.count.ravel().tolist() == [10, 6.5, 10, 10, 10, 10, 10, 10]
    left = with_fall(pilots, side_by_side([some, other], 4), np.array([[0.7], [0.2]]))
    assert left.count.ravel().tolist() == [10, 5.5, 10, 10, 10, 10, 9, 10]


def test_what_is_left_of_counts_is_binomial_and_of_a_larger_fall_less():
    pilots = making.parallel(2, n_pilots=4000, n_places=2, block_size=2, n_periods=2, shape=np.inf)
    pilots.count[:] = 20.0
    incidents, treated = incidents_in(pilots), pilots.treated[:, None]
    small, large = (with_fall(pilots, incidents, np.full((4000, 1), fall)).count for fall in (0.3, 0.35))
    assert small[treated].mean() == pytest.approx(14, abs=0.15)  # 20 · .7
    assert small[treated].var() == pytest.approx(4.2, rel=0.1)  # 20 · .3 · .7
    assert (small[~treated] == 20).all()
    assert (large <= small).all()
    assert (large < small).any()


@pytest.mark.parametrize("design", ["before", "season", "matched", "lot", "weeks", "wedge"])
def test_the_incidents_are_what_was_recorded_where_patrol_was_due(walked, design):
    """Every count and every sum of harm of a treated place-period is that of its incidents; there are none elsewhere."""
    one = walked[design]
    quiet = one.quiet
    found = np.bincount(quiet.incidents.cell, quiet.incidents.weight, minlength=quiet.recorded.size)
    found = found.reshape(quiet.recorded.shape)
    assert found[:, one.treated] == pytest.approx(quiet.recorded[:, one.treated], rel=1e-12)
    assert not found[:, ~one.treated].any()
    assert found[0].sum() > 0
    assert np.array_equal(quiet.recorded, one.counted[0].recorded)  # of the pilot whose patrol does nothing
    assert np.array_equal(quiet.buffer, one.counted[0].buffer)


def test_designs_lose_the_same_incidents_and_kinds_lose_those_of_the_whole(walked):
    """An incident has one lot, for every design and for each outcome that it counts for."""
    before, season = (walked[name].quiet.incidents for name in ("before", "season"))
    assert np.array_equal(before.lot, season.lot)
    recorded = walked["before"].quiet.recorded[:2, walked["before"].treated].sum()
    assert np.unique(before.lot).size == recorded  # each crime and each row of ASB has one
    assert 0 <= before.lot.min() < before.lot.max() < 1
