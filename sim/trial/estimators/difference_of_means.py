"""The difference of means: treated against untreated during the pilot, within what was randomised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.trial.clusters import membership
from sim.trial.form import Form, after, ever_treated, form_of
from sim.trial.parts import in_handfuls, nothing, unknown
from sim.trial.pilot import Estimates, Floats, Pilots
from sim.trial.quantiles import student_95, student_p
from sim.trial.two_way import beale, share_of


@dataclass(frozen=True, slots=True)
class DifferenceOfMeans:
    """Compare mean rates within blocks (two arms), within places (crossover) or within periods (stepped wedge).

    Notes
    -----
    The untreated are weighted as the treated are: each block by its treated places, each place or period by its treated days.
    Strata with only one kind are left out. Errors are those of a ratio, whose bias is taken off (Cochran 1977, *Sampling Techniques*,
    §6.8 and 6.15): over places within arms and blocks; over blocks where one has a single place of a kind; over places in a
    crossover. A stepped wedge has none, and its ratio of districts that differ, seldom more than a few on either side, keeps a bias upward: without any
    effect 2 % where 30 crimes a place and month are counted, 10 to 40 % where one is. Permute the order of its districts.
    """

    def estimate(self, pilots: Pilots) -> Estimates:
        """Estimate the change of every pilot and outcome; see `Estimator`."""
        return in_handfuls(pilots, self._estimate)

    @staticmethod
    def _estimate(pilots: Pilots) -> Estimates:
        """Estimate a handful."""
        form = form_of(pilots)
        if form == "uncontrolled":
            return nothing(pilots)
        return _within_blocks(pilots) if form == "parallel" else _over_time(pilots, form)


class _Ratio(NamedTuple):
    """A ratio R = A/C of weighted sums of rates, (n_pilots, n_outcomes) each.

    `variance` is that of A − R C, `of_untreated` that of C, `of_both` the covariance of A with C.
    """

    ratio: Floats
    untreated: Floats
    variance: Floats
    of_untreated: Floats
    of_both: Floats
    freedom: Floats


def _within_blocks(pilots: Pilots) -> Estimates:
    """Compare the two arms of each block."""
    rate = pilots.count[..., after(pilots)].sum(axis=3) / pilots.length_days[after(pilots)].sum()
    of_block = membership(pilots.block)
    treated = ever_treated(pilots).astype(np.float64)
    mine, theirs = (_arm(rate, of_block * kind[..., None]) for kind in (treated, 1 - treated))
    weight = np.where(theirs.size > 0, mine.size, 0.0)
    single = ((weight > 0) & ((mine.size == 1) | (theirs.size == 1))).any(axis=(1, 2))[:, None]
    by_block = _over_pairs(mine.mean, theirs.mean, weight)
    by_place = _over_places(by_block, mine, theirs, weight)
    return _estimates(_Ratio(*(np.where(single, *pair) for pair in zip(by_block, by_place, strict=True))))


class _Arm(NamedTuple):
    """Places (n_pilots, 1, n_blocks), mean rate and the variance of that mean (n_pilots, n_outcomes, n_blocks)."""

    size: Floats
    mean: Floats
    variance: Floats


def _arm(rate: Floats, places: Floats) -> _Arm:
    """Describe one arm of every block; NaN where it has no place, or for the variance only one."""
    size = places.sum(axis=1)[:, None]
    total = rate @ places
    everywhere = np.broadcast_to(size, total.shape)
    mean = share_of(total, everywhere)
    squares = np.maximum(rate**2 @ places - everywhere * mean**2, 0.0)
    return _Arm(size, mean, share_of(squares, everywhere * (everywhere - 1)))


def _over_places(found: _Ratio, mine: _Arm, theirs: _Arm, weight: Floats) -> _Ratio:
    """Give the variance from how places differ within arms and blocks.

    Degrees of freedom of Satterthwaite (1946), doi:10.2307/3002019: on the safe side where arms of blocks have two places.
    """
    of_mine = np.nan_to_num(weight**2 * mine.variance)
    of_theirs = np.nan_to_num((weight * found.ratio[..., None]) ** 2 * theirs.variance)
    variance = (of_mine + of_theirs).sum(axis=2)
    spread = of_mine**2 / np.maximum(mine.size - 1, 1) + of_theirs**2 / np.maximum(theirs.size - 1, 1)
    return found._replace(
        variance=variance,
        of_untreated=np.nansum(weight**2 * theirs.variance, axis=2),
        of_both=np.zeros(variance.shape),
        freedom=share_of(variance**2, spread.sum(axis=2)),
    )


def _over_pairs(treated: Floats, untreated: Floats, weight: Floats) -> _Ratio:
    """Compare pairs of rates, (n_pilots, n_outcomes, n_pairs), with the variance from how pairs differ.

    Degrees of freedom allow for pairs whose variance goes with their rate: a few large ones are as unsure as few pairs are.
    """
    mine, theirs = (np.nan_to_num(weight * rate) for rate in (treated, untreated))
    total = theirs.sum(axis=2)
    ratio = share_of(mine.sum(axis=2), total)
    n_pairs = np.broadcast_to((weight > 0).sum(axis=2), ratio.shape).astype(np.float64)
    apart, their_apart = (
        np.where(weight > 0, sums - share_of(sums.sum(axis=2), n_pairs)[..., None], 0.0) for sums in (mine, theirs)
    )
    away = mine - ratio[..., None] * theirs
    enlarged = share_of(n_pairs, n_pairs - 1)
    return _Ratio(
        ratio=ratio,
        untreated=total,
        variance=enlarged * (away**2).sum(axis=2),
        of_untreated=enlarged * (their_apart**2).sum(axis=2),
        of_both=enlarged * (apart * their_apart).sum(axis=2),
        freedom=share_of(total**2, (theirs**2).sum(axis=2)) - 1,
    )


def _over_time(pilots: Pilots, form: Form) -> Estimates:
    """Compare treated with untreated days of each place, or treated with untreated places of each period."""
    used = after(pilots)
    count, length = pilots.count[..., used], pilots.length_days[used]
    kinds = pilots.treated[..., used], ~pilots.treated[..., used]
    over = 2 if form == "crossover" else 1  # add up over periods, or over places
    exposure = [(cells * length).sum(axis=over)[:, None] for cells in kinds]
    totals = [np.where(cells[:, None], count, 0.0).sum(axis=over + 1) for cells in kinds]
    weight = np.where(exposure[1] > 0, exposure[0], 0.0)
    rates = [share_of(total, size + 0 * total) for total, size in zip(totals, exposure, strict=True)]
    found = _over_pairs(rates[0], rates[1], weight)
    if form == "crossover":
        return _estimates(found)
    none = unknown(pilots)
    return Estimates(found.ratio - 1, none, none, none)


def _estimates(found: _Ratio) -> Estimates:
    """Put the interval of a ratio together; the test is whether the ratio is 1."""
    change = beale(found.ratio, found.untreated, found.of_both, found.of_untreated) - 1
    freedom = np.where(found.freedom > 0, found.freedom, np.nan)
    error = share_of(np.sqrt(found.variance), found.untreated)
    reach = student_95(freedom) * error
    return Estimates(change, change - reach, change + reach, student_p(share_of(change, error), freedom))
