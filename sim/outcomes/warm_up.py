"""Whether the warm-up is long enough: the marginal standard error rule on days of the baseline."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.clock import Clock
from sim.outcomes.daily import FIRST, MADE, OPEN_CALLS, POTENTIAL, STOCK
from sim.outcomes.intervals import NO_INTERVAL, Interval, mean_interval
from sim.outcomes.run_measures import RunMeasures

DAYS_PER_BATCH = 5
"""The batch of MSER-5."""
DAYS_PER_WEEK = 7
FEWEST_DAYS = 28
"""Days below which nothing is checked: half of them must hold every weekday twice."""
WARM_UPS_SEEN = 4
FEWEST_SEEN = 56
"""A rule that looks for a level takes the seasons for a trend: it is shown four times the warm-up, and eight weeks at
the least."""
MATTERS = 0.01
"""Share by which what a warm-up left in must move a measured mean before it is called too short (a choice of ours)."""
GROWS = 0.25
"""Share by which each quarter of a run must lie above the one before for a series to grow throughout (a choice of ours):
steady growth from nothing gives 40 % from the third to the last, a queue that has filled none, and one that fills with a
time constant of half the run 17 %."""
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Settling:
    """When one series of days has settled.

    Parameters
    ----------
    name
        Which series: ``open_calls``, ``stock`` or ``repeats``.
    cut_days
        Days that MSER-5 would leave out.
    shift
        Share by which the days between the warm-up and `cut_days` move the measured mean; 0 where there are none.
    shift_interval
        95 % t-interval of the shift over replications; empty where there is no shift, or one replication.
    is_at_limit
        Whether MSER-5 would leave out all that it ever does: where the series settles lies beyond what it was shown.
    grows
        Whether every quarter of the run lies well above the one before, in every replication.
    """

    name: str
    cut_days: int
    shift: float = 0.0
    shift_interval: Interval = NO_INTERVAL
    is_at_limit: bool = False
    grows: bool = False

    @property
    def matters(self) -> bool:
        """Whether what the warm-up left in can be told from chance and is large enough to matter."""
        low, high = self.shift_interval
        return abs(self.shift) > MATTERS and (low > 0 or high < 0)

    @property
    def is_judged(self) -> bool:
        """Whether it can be told if what the warm-up left in matters: one replication has no interval to tell by."""
        return self.grows or abs(self.shift) <= MATTERS or not math.isnan(self.shift_interval.low)


@dataclass(frozen=True, slots=True)
class WarmUp:
    """What was found about a warm-up.

    Parameters
    ----------
    days
        Its length.
    settlings
        One for each series; none where the study is too short to tell, or where nothing varies.
    days_seen
        Days from the start of the warm-up that the rule was shown.
    """

    days: int
    settlings: tuple[Settling, ...] = ()
    days_seen: int = 0

    @property
    def is_enough(self) -> bool | None:
        """Whether no series speaks against it; None where none could be judged or one that might was not."""
        if any(settling.matters or settling.grows for settling in self.settlings):
            return False
        return True if self.settlings and all(settling.is_judged for settling in self.settlings) else None

    @property
    def growing(self) -> tuple[Settling, ...]:
        """What grows throughout the run: no warm-up is long enough for it."""
        return tuple(settling for settling in self.settlings if settling.grows)

    @property
    def unsettled(self) -> tuple[Settling, ...]:
        """What matters and settles later than can be seen, if it ever does."""
        return tuple(settling for settling in self.settlings if settling.matters and settling.is_at_limit)

    @property
    def days_wanted(self) -> int:
        """Days that would be enough for every series that settles within the days seen."""
        return max([self.days, *(settling.cut_days for settling in self.settlings if settling.matters)])


def mser(values: NDArray[np.float64], batch: int = DAYS_PER_BATCH) -> int:
    """Find how much of the beginning of a series to leave out, so that the mean of the rest is known best.

    Parameters
    ----------
    values
        (n,) observations in order of time, at least one batch of them.
    batch
        Observations that are averaged before the rule is applied; those left over at the end are not used.

    Returns
    -------
    int
        Observations to leave out, a multiple of the batch: the fewest where several are equally good, and never more
        than half of the batches.

    Notes
    -----
    Of the batch means z₁ … zₙ the first d are left out for which Σᵢ₌d₊₁ⁿ (zᵢ − z̄)² / (n − d)², the squared standard
    error of the mean of the rest as if they were independent, is least (White, Simulation 69, 1997; in batches of five:
    White, Cobb & Spratt, Winter Simulation Conference, 2000).
    """
    means = values[: values.size // batch * batch].reshape(-1, batch).mean(axis=1)
    # two passes for each cut: running sums would tell equal errors apart by their rounding
    marginal = [means[cut:].var() / (means.size - cut) for cut in range(means.size // 2 + 1)]
    return int(np.argmin(marginal)) * batch


def check_warm_up(runs: Iterable[RunMeasures], baseline: str, clock: Clock) -> WarmUp:
    """Check the warm-up of a study on its baseline.

    Parameters
    ----------
    runs
        Runs of the study, of which those of the baseline hold daily counts.
    baseline
        Name of the baseline.
    clock
        Calendar of the study.

    Returns
    -------
    WarmUp
        What was found. The calls that are open show whether queues and appointments have filled, the stock that calls
        meet whether deterrence has built up, and calls made per call that follows no other whether there
        are as many near-repeats as there ever will be.
    """
    mine = sorted((run for run in runs if run.scenario == baseline), key=lambda run: run.replication)
    n_days = min(clock.warm_up_days + clock.days, max(WARM_UPS_SEEN * clock.warm_up_days, FEWEST_SEEN))
    if n_days < FEWEST_DAYS:
        return WarmUp(clock.warm_up_days)
    days = {name: np.stack([run.daily[name][:n_days] for run in mine]) for name in mine[0].daily}
    series = {
        "open_calls": (days[OPEN_CALLS], np.ones_like(days[OPEN_CALLS])),
        "stock": (days[STOCK], days[POTENTIAL]),
        "repeats": (days[MADE], days[FIRST]),
    }
    found = (_settling(name, above, below, clock) for name, (above, below) in series.items())
    settlings = tuple(settling for settling in found if settling is not None)
    if all(grows_throughout(run.daily[OPEN_CALLS]) for run in mine):
        settlings = tuple(replace(one, grows=one.name == "open_calls") for one in settlings)
    return WarmUp(clock.warm_up_days, settlings, n_days)


def grows_throughout(values: NDArray[np.float64]) -> bool:
    """Tell whether a series grows from its beginning to its end.

    Parameters
    ----------
    values
        (n_days,) a series that is never below 0, at least four days of it.

    Returns
    -------
    bool
        Whether the mean of each quarter lies more than `GROWS` above that of the quarter before.
    """
    means = [quarter.mean() for quarter in np.array_split(values, QUARTERS)]
    return all(later > (1 + GROWS) * earlier for earlier, later in pairwise(means))


def _settling(name: str, above: NDArray[np.float64], below: NDArray[np.float64], clock: Clock) -> Settling | None:
    """See when the ratio of two (n_replications, n_days) counts has settled; None where it has nothing to settle."""
    whole = below.sum(axis=0)
    if not whole.all():  # days without any call
        return None
    ratio = above.sum(axis=0) / whole
    if np.ptp(ratio) == 0:
        return None
    weekday = weekday_factors(ratio)
    cut = mser(ratio / weekday)
    is_at_limit = cut == ratio.size // DAYS_PER_BATCH // 2 * DAYS_PER_BATCH
    if cut <= clock.warm_up_days:
        return Settling(name, cut, is_at_limit=is_at_limit)
    left_in = slice(clock.warm_up_days, cut)
    weight = (cut - clock.warm_up_days) / clock.days
    shifts = weight * (_ratio(above / weekday, below, left_in) / _ratio(above / weekday, below, slice(cut, None)) - 1.0)
    return Settling(name, cut, float(shifts.mean()), mean_interval(shifts), is_at_limit)


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64], days: slice) -> NDArray[np.float64]:
    """Give (n_replications,) ratios over some days."""
    return np.asarray(above[:, days].sum(axis=1) / below[:, days].sum(axis=1), dtype=np.float64)


def weekday_factors(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Tell how much each day stands out for being the weekday it is.

    Parameters
    ----------
    values
        (n_days,) a positive series, at least two weeks of it.

    Returns
    -------
    NDArray[np.float64]
        (n_days,) mean of the same weekday over the mean of all days, both in the later half, where the series has settled if
        it ever does; 1 where all those days are 0.
    """
    day = np.arange(values.size)
    later = day >= values.size // 2
    by_weekday = np.array([values[later & (day % DAYS_PER_WEEK == weekday)].mean() for weekday in range(DAYS_PER_WEEK)])
    factors = np.where(by_weekday > 0, by_weekday / max(by_weekday.mean(), np.finfo(float).tiny), 1.0)
    return np.asarray(factors[day % DAYS_PER_WEEK], dtype=np.float64)
