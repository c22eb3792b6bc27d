"""The least fall that pilots find: held to every step tried plainly, to theory, and to pilots that really had such falls."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from sim.trial.estimators.registry import ESTIMATORS, Settings
from sim.trial.imposed import with_fall
from sim.trial.least_fall import LADDER, LARGEST, least_falls
from sim.trial.pilot import HARM, Estimates
from sim.trial.quantiles import normal_p
from sim.trial.smallest import smallest_fall_found
from tests.trial import making
from tests.trial.imposing import incidents_in, least_of, normal_smallest_fall


@dataclass(frozen=True)
class KnownError:
    """Compares two places, treated and untreated, by the log of their counts, whose standard error is known."""

    error: float

    def estimate(self, pilots):
        treated = pilots.treated.any(axis=2)
        mine, theirs = (
            np.where(kind[:, None, :, None], pilots.count, 0).sum(axis=(2, 3)) for kind in (treated, ~treated)
        )
        log = np.log(np.maximum(mine, 0.5) / theirs)
        return Estimates(np.expm1(log), log * np.nan, log * np.nan, normal_p(log / self.error))


def apart(n_pilots, error, mean=400):
    """Make pilots of two places, one treated, whose counts are apart by chance: log-normal, and Poisson about that."""
    pilots = making.parallel(3, n_pilots=n_pilots, n_places=2, block_size=2, n_periods=2, shape=np.inf, dispersion=1)
    rng = np.random.default_rng(4)
    level = np.exp(rng.normal(0, error, (n_pilots, 1, 1, 1)) * pilots.treated.any(axis=2)[:, None, :, None])
    count = np.zeros_like(pilots.count)
    count[..., 1:] = rng.poisson(mean * level)
    return replace(pilots, count=count)


def test_the_ladder_runs_from_almost_nothing_to_almost_all():
    assert LADDER.size == 63
    assert LADDER[-1] == LARGEST
    assert LADDER[0] < 0.001
    assert (np.diff(LADDER) > 0).all()


def test_halving_finds_what_trying_every_step_finds():
    """Slow and obvious: take incidents away one by one, for every step, and look from which step on a fall is found."""
    did = ESTIMATORS["did"](Settings(1))
    pilots = making.parallel(5, n_pilots=30, n_places=8, block_size=4, n_periods=4)
    incidents = incidents_in(pilots)
    found = np.zeros((LADDER.size, 30), dtype=bool)
    for step, fall in enumerate(LADDER):
        count = pilots.count.copy()
        for cell, lot in zip(incidents.cell, incidents.lot, strict=True):
            if lot < fall:
                count.ravel()[cell] -= 1
        said = did.estimate(replace(pilots, count=count))
        found[step] = ((said.p <= 0.05) & (said.change < 0))[:, 0]
    least = least_falls(pilots, incidents, did)[:, 0].astype(int)
    once = (np.diff(found, axis=0).sum(axis=0) <= 1) & ~found[0]
    assert once.sum() > 20  # the others turn more than once
    first = np.where(found.any(axis=0), found.argmax(axis=0), LADDER.size)
    assert np.array_equal(least[once], first[once])
    assert np.unique(first[once]).size > 5


def test_a_normal_test_with_a_known_error_needs_what_theory_says():
    """2.80 standard errors of the log, for an error to which Poisson chance adds little."""
    error = 0.1
    whole = np.sqrt(error**2 + 2 / 400)
    found = smallest_fall_found(least_of(apart(1500, error), KnownError(whole)))
    theory = normal_smallest_fall(whole)
    assert found.low - 0.01 < theory < found.high + 0.01
    assert found.value == pytest.approx(theory, abs=0.02)
    assert found.high - found.low < 0.05


def test_a_rise_that_is_found_is_no_fall():
    """Places that had e^.5 as much: a rise is found until four tenths are gone, a fall only when half are."""
    pilots = apart(30, 0.0)
    pilots.count[:] = 1000.0
    pilots.count[np.broadcast_to(pilots.treated[:, None], pilots.count.shape)] = 1000 * np.exp(0.5).round(3)
    whole = replace(pilots, count=pilots.count.round() * (~pilots.before))
    least = LADDER[least_of(whole, KnownError(0.1)).astype(int)]
    # 1 − e^(−.5 − .196) = .501, and steps of 2 points about there
    assert ((least > 0.46) & (least < 0.55)).all()


def test_pilots_with_few_deals_need_more_than_their_spread_says_and_find_it_when_it_is_there():
    """Six places against six in blocks of four: 216 deals. Pilots that really have the smallest fall find it in 80 of 100, not so that of theory."""
    test, size = ESTIMATORS["permutation"](Settings(1)), {"n_places": 12, "block_size": 4, "n_periods": 2, "mean": 60.0}
    quiet = making.parallel(6, n_pilots=400, **size)
    smallest = smallest_fall_found(least_of(quiet, test))
    change = test.estimate(quiet).change[:, 0]
    theory = normal_smallest_fall(float(np.log1p(change).std()))
    power = {}
    for fall in (smallest.value, theory):
        said = test.estimate(making.parallel(9, n_pilots=600, effect=-fall, **size))
        power[fall] = float(((said.p <= 0.05) & (said.change < 0)).mean())
    assert power[smallest.value] == pytest.approx(0.8, abs=0.06)
    assert theory < smallest.low
    assert power[theory] < 0.72


def test_the_share_of_pilots_that_find_a_fall_is_the_one_at_that_fall():
    """Asked again at the smallest fall, 80 of 100 of the same pilots find it."""
    test = ESTIMATORS["did"](Settings(1))
    pilots = making.parallel(6, n_pilots=400, n_places=20, block_size=4)
    incidents = incidents_in(pilots)
    fall = smallest_fall_found(least_falls(pilots, incidents, test)[:, 0]).value
    said = test.estimate(with_fall(pilots, incidents, np.full((400, 1), fall)))
    assert ((said.p <= 0.05) & (said.change < 0)).mean() == pytest.approx(0.8, abs=0.02)


def test_what_does_not_test_says_nothing_and_what_never_finds_says_so():
    pilots = making.parallel(5, n_pilots=20, n_places=4, block_size=4, n_periods=4)
    assert np.isnan(least_of(pilots, ESTIMATORS["before_after"](Settings(1)))).all()
    never = least_of(pilots, ESTIMATORS["permutation"](Settings(1)))  # six deals: p is never below 1/6
    assert (never == LADDER.size).all()
    assert np.isnan(smallest_fall_found(never).value)


def test_pilots_do_not_depend_on_those_beside_them():
    test = ESTIMATORS["did"](Settings(1))
    pilots = making.parallel(5, n_pilots=20, n_places=8, block_size=4, n_periods=4)
    incidents, each = incidents_in(pilots), int(np.prod(pilots.count.shape[1:]))
    mine = incidents.cell // each == 13
    alone = replace(pilots, count=pilots.count[13:14], treated=pilots.treated[13:14], block=pilots.block[13:14])
    own = replace(
        incidents, cell=incidents.cell[mine] - 13 * each, weight=incidents.weight[mine], lot=incidents.lot[mine]
    )
    assert least_falls(alone, own, test)[0, 0] == least_falls(pilots, incidents, test)[13, 0]


def test_all_outcomes_fall_alike_where_one_is_made_of_the_others():
    """Harm by its parts: a fall of the parts, not of the sum that stands beside them, is what is found."""
    pilots = making.parallel(8, n_pilots=15, n_places=20, block_size=10, n_periods=4)
    parts = replace(pilots, outcome=("asb", HARM), count=np.concatenate([pilots.count, pilots.count * 3], axis=1))
    incidents = incidents_in(parts)
    settings = Settings(1, harm_of={"asb": 3.0})
    least = least_falls(parts, incidents, ESTIMATORS["wdd_harm"](settings), together=HARM)
    alone = least_falls(parts, incidents, ESTIMATORS["wdd"](settings))
    assert np.isnan(least[:, 0]).all()
    assert np.array_equal(least[:, 1], alone[:, 0])  # one part: its test is that of the part
