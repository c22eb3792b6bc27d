"""Several forces together: response times are pooled over their calls, never averaged over their medians."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.outcomes.names import COST_EFFECT, MEASURES, OF_REPLICATION
from sim.outcomes.pool import ADDED, MEANS, OF_EACH_FORCE, cells_of, pool
from sim.outcomes.poolable import CELLS, NEVER, STEPS_PER_MINUTE, Poolable, ResponseSteps
from sim.outcomes.run_measures import RunMeasures

ALL = np.ones(CELLS, dtype=np.bool_)


def steps_of(minutes, cell=0):
    """Count response times (inf where nobody came) of one group, one by one."""
    step = np.array([NEVER if math.isinf(m) else round(m * STEPS_PER_MINUTE) for m in minutes], dtype=np.int32)
    cells = np.full(step.size, cell, dtype=np.int8)
    within = sum(m <= 15 for m in minutes)
    return ResponseSteps(
        cells,
        step,
        np.ones(step.size, dtype=np.int64),
        np.bincount(cells, minlength=CELLS),
        np.bincount(cells[:within], minlength=CELLS),
    )


def poolable_of(minutes, busy=1.0, free=2.0, visits=0.0, koper=0.0):
    """Give what one force sends."""
    return Poolable((steps_of(minutes), steps_of([])), busy, free, visits, koper)


def run_of(values):
    """Give the measures of one force's run."""
    by_area = {"calls": np.array([1.0, 2.0])}
    return RunMeasures("today", 0, values, dict.fromkeys(values, "unit"), {}, by_area, daily={"made": np.array([3.0])})


def test_median_is_of_all_calls_and_not_the_mean_of_medians():
    # medians 1 and 10, their mean 5.5; of 1 1 1 1 10 it is 1
    together = steps_of([1, 1, 1, 1]).plus(steps_of([10]))
    assert together.quantile_min(50, ALL) == 1.0


@pytest.mark.parametrize(
    ("minutes", "median"),
    [([4, 8], 6.0), ([2, 4, 8], 4.0), ([1, math.inf], math.nan), ([1, 2, math.inf], 2.0), ([], math.nan)],
)
def test_median_by_hand(minutes, median):
    assert steps_of(minutes).quantile_min(50, ALL) == pytest.approx(median, nan_ok=True)


def test_ninth_decile_by_hand():
    # of ten calls it is the mean of the ninth and the tenth, of eleven the tenth
    assert steps_of(range(1, 11)).quantile_min(90, ALL) == 9.5
    assert steps_of(range(1, 12)).quantile_min(90, ALL) == 10.0
    assert math.isnan(steps_of([1, 2, math.inf]).quantile_min(90, ALL))


@given(
    forces=st.lists(
        st.lists(
            st.tuples(st.integers(0, CELLS - 1), st.one_of(st.floats(0, 300), st.just(math.inf))),
            min_size=0,
            max_size=30,
        ),
        min_size=1,
        max_size=4,
    ),
    cells=st.lists(st.booleans(), min_size=CELLS, max_size=CELLS),
)
def test_pooled_median_is_that_of_one_long_list(forces, cells):
    wanted = np.array(cells)
    together = steps_of([])
    for calls in forces:
        for cell, minutes in calls:
            together = together.plus(steps_of([minutes], cell))
    rounded = [
        m if math.isinf(m) else round(m * STEPS_PER_MINUTE) / STEPS_PER_MINUTE
        for calls in forces
        for cell, m in calls
        if wanted[cell]
    ]
    with np.errstate(invalid="ignore"):
        naive = float(np.median(rounded)) if rounded else math.nan
    assert together.quantile_min(50, wanted) == pytest.approx(math.nan if math.isinf(naive) else naive, nan_ok=True)


def test_share_within_target_weighs_forces_by_their_calls():
    # 3 of 4 and 0 of 1: 3 of 5, not the mean of .75 and 0
    together = steps_of([5, 5, 5, 60]).plus(steps_of([60]))
    assert together.share_within(ALL) == pytest.approx(0.6)
    assert math.isnan(steps_of([]).share_within(ALL))


def test_totals_shares_and_ratios():
    one = run_of({"calls": 10.0, "cost": 1.5, "utilisation": 0.5, "visits_10_to_16_minutes": 1.0})
    other = run_of({"calls": 30.0, "cost": 2.5, "utilisation": 0.1, "visits_10_to_16_minutes": 0.0})
    for run in (one, other):
        run.values.update(dict.fromkeys(missing_of_each_force(run), 7.0))
        run.units.update(dict.fromkeys(run.values, "unit"))
    together = poolable_of([1], 5.0, 10.0, 2.0, 2.0).plus(poolable_of([2], 9.0, 90.0, 6.0, 0.0))
    both = pool([one, other], together, ["Force 01", "Force 02"])
    assert both.values["calls"] == 40.0
    assert both.values["cost"] == 4.0
    assert both.values["utilisation"] == pytest.approx(14 / 100)
    assert both.values["visits_10_to_16_minutes"] == pytest.approx(2 / 8)
    assert both.values["calls[force=Force 01]"] == 10.0
    assert both.values["utilisation[force=Force 02]"] == 0.1
    assert both.by_area["calls"].tolist() == [1.0, 2.0, 1.0, 2.0]
    assert both.daily["made"].tolist() == [6.0]


def missing_of_each_force(run):
    """Name the measures that are told force by force and that a run lacks."""
    return [name for name in OF_EACH_FORCE if name not in run.values]


def test_every_measure_has_a_rule():
    ratios = {"utilisation", "visits_10_to_16_minutes"}
    responses = {measure.name for measure in MEASURES if measure.name.startswith("response_")}
    named = {measure.name for measure in (*MEASURES, *OF_REPLICATION)} - {COST_EFFECT}
    assert named == ADDED | MEANS | ratios | responses


def test_measure_without_a_rule_is_refused():
    with pytest.raises(ValueError, match="nobody has said how officers_happy is pooled"):
        pool([run_of({"officers_happy": 1.0})], poolable_of([]), ["Force 01"])


def test_groups_by_name():
    assert cells_of("response_median_grade1").all()
    assert np.flatnonzero(cells_of("response_median_grade1[deprivation=1]")).tolist() == [0, 1]
    assert np.flatnonzero(cells_of("response_median_grade1[area=rural]")).tolist() == [1, 3, 5, 7, 9]
    with pytest.raises(ValueError, match="nobody has said"):
        cells_of("response_median_grade1[colour=blue]")
