"""Bring simulated histories in line with recorded months: as uneven over areas and months as life, no more.

The posterior of the rates, good and bad months, near-repeats and chance each add to how uneven simulated counts are, and
share some of it: a good year of an area is both in its rate and in its months. What they come to together is therefore
measured on the simulator's own histories, and what the fit hands over is corrected until it is what was recorded
(indirect inference: Gouriéroux, Monfort and Renault 1993).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County
from sim.demand.config import DemandConfig
from sim.fit import months as calendar
from sim.fit.covariates import covariates
from sim.fit.predict import YearAhead
from sim.fit.result import RateFit
from sim.fit.simulated import Simulator, with_rates
from sim.harm.components import ASB_CATEGORY
from sim.records.recorded import Recorded
from sim.records.uneven import dispersion, gini, persistence, top_share

Floats = NDArray[np.float64]

LEAST_MONTHS, MOST_MONTHS = 6, 24
"""Months in a row that tell how uneven a county is, and so many that more would tell how its areas drift; histories of many
years of a large county would also not fit into memory."""
LEAST_ROWS = 200
"""Rows of a category in these months below which its rates stay as fitted and its months are left to chance."""
HISTORIES = 12
CHECKED_HISTORIES = 40
ROUNDS = 5
_SEED = 1_993
_CHECK_SEED = 7
_AS_FITTED = 2.0
_LEAST, _MOST = 0.4, 2.5
"""Bounds of the spread: contraction of means to two fifths, and posteriors half as wide again."""
_LEAST_SLOPE = 0.05
_MOST_CHANGE = 2.0
_MOST_EXCESS = 4.0
_LEAST_EXCESS = 1e-3
_SURE_SHAPE = 1e9
MEASURES = ("gini", "top_5_percent", "dispersion", "month_to_month_rank_correlation")


@dataclass(frozen=True, slots=True)
class Alignment:
    """Simulated histories beside recorded months.

    Parameters
    ----------
    month
        (n_months,) the recorded months that they were held against.
    spread
        (n_categories,) how uneven the areas' rates are drawn: 2 is the posterior as fitted, below that it is narrower, 1 are its
        means alone, below 1 these drawn together towards what the covariates say.
    excess, all_crime_excess
        (n_categories,) χ²/df − 1 that the frailty is solved for, and that of all crime.
    recorded
        (n_categories, 4) `MEASURES` of the recorded months; NaN where too little was recorded to say.
    mean, low, high
        (n_categories, 4) the same of simulated histories that were not used to correct anything: mean and 95 % band; NaN where
        some of these say nothing.
    ahead
        Rates of the year ahead, as uneven as they are to be drawn.
    """

    month: tuple[str, ...]
    spread: Floats
    excess: Floats
    all_crime_excess: float
    recorded: Floats
    mean: Floats
    low: Floats
    high: Floats
    ahead: YearAhead

    @property
    def known(self) -> NDArray[np.bool_]:
        """(n_categories, 4) whether there is something to compare."""
        return np.isfinite(self.recorded) & np.isfinite(self.mean)

    @property
    def inside(self) -> NDArray[np.bool_]:
        """(n_categories, 4) whether what was recorded lies in the band."""
        return (self.recorded >= self.low) & (self.recorded <= self.high)


def align(
    fit: RateFit,
    ahead: YearAhead,
    recorded: Recorded,
    county: County,
    demand: DemandConfig,
    step: Callable[[int, int], None],
) -> Alignment | None:
    """Correct what a fit hands over until simulated histories are as uneven as recorded months.

    Parameters
    ----------
    fit, ahead
        The fit of the records, and the year ahead.
    recorded
        The records.
    county
        The county.
    demand
        The demand pack of the fit, its dispersion as measured.
    step
        Told how many of how many histories are drawn.

    Returns
    -------
    Alignment | None
        None where no six consecutive months were recorded: then nothing can be held against anything.
    """
    stretch = last_stretch(recorded.month)
    if stretch is None:
        return None
    seen = recorded.between(*stretch)
    sheet = _Sheet(fit, ahead, county, demand, seen)
    total = HISTORIES * ROUNDS + CHECKED_HISTORIES
    done = iter(range(1, total + 1))

    def each() -> None:
        step(next(done), total)

    spread, excess, of_crime = _solve(sheet, each)
    counts = sheet.simulate(spread, excess, of_crime, range(CHECKED_HISTORIES), _CHECK_SEED, each)
    found = _measures(counts)
    low, high = np.quantile(found, [0.025, 0.975], axis=0)
    return Alignment(
        month=seen.month,
        spread=spread,
        excess=excess,
        all_crime_excess=of_crime,
        recorded=sheet.recorded,
        mean=found.mean(axis=0),
        low=low,
        high=high,
        ahead=sheet.spread_out(ahead, spread),
    )


def last_stretch(months: Sequence[str]) -> tuple[str, str] | None:
    """Give the first and the last of the latest consecutive months of which there are enough; None if there are none."""
    found = [(first, last) for first, last in calendar.runs(months) if last - first >= LEAST_MONTHS]
    if not found:
        return None
    first, last = found[-1]
    return months[max(first, last - MOST_MONTHS)], months[last - 1]


class _Sheet:
    """What was recorded, and what a corrected fit makes of the same months."""

    def __init__(self, fit: RateFit, ahead: YearAhead, county: County, demand: DemandConfig, seen: Recorded) -> None:
        self._fit, self._county, self._demand, self._seen = fit, county, demand, seen
        _, design = covariates(county)
        prior = np.exp(fit.places.coefficient @ design.T)
        self._prior = prior / prior.sum(axis=1, keepdims=True)
        in_year = fit.levels.season[:, calendar.of_year(seen.month)] @ calendar.days(seen.month) / 365.0
        scale = seen.count.sum(axis=(0, 2)) / in_year / np.maximum(ahead.per_year.sum(axis=1), 1e-9)
        level = np.zeros(len(fit.category))
        self._now = YearAhead(ahead.per_year * scale[:, None], fit.places.shape, level)
        self._crime = np.array([name != ASB_CATEGORY for name in fit.category])
        self.recorded = _measures(np.moveaxis(seen.count, 1, 0))
        self.of_crime = float(dispersion(seen.count[:, self._crime].sum(axis=1)))
        self.enough = (seen.count.sum(axis=(0, 2)) >= LEAST_ROWS) & np.isfinite(self.recorded).all(axis=1)

    def spread_out(self, rates: YearAhead, spread: Floats) -> YearAhead:
        """Give rates as uneven as a spread says, their totals as they are."""
        closer, wide = np.minimum(spread, 1.0)[:, None], np.maximum(spread - 1.0, 0.0)[:, None]
        share = self._prior ** (1.0 - closer) * self._fit.places.share**closer
        share /= share.sum(axis=1, keepdims=True)
        variance = wide / self._fit.places.shape
        shape = 1.0 / np.maximum(variance, 1.0 / _SURE_SHAPE)
        return YearAhead(rates.per_year.sum(axis=1)[:, None] * share, shape, rates.level_log_sd)

    def simulate(
        self, spread: Floats, excess: Floats, of_crime: float, histories: range, seed: int, each: Callable[[], None]
    ) -> NDArray[np.int32]:
        """Draw histories of the recorded months: (n_histories, n_categories, n_months, n_areas) rows."""
        county = with_rates(self._county, self._fit.category, self.spread_out(self._now, spread))
        simulator = Simulator(with_excess(self._demand, self._fit.category, excess, of_crime), county, seed)
        counts = np.empty((len(histories), *np.moveaxis(self._seen.count, 1, 0).shape), dtype=np.int32)
        for place, history in enumerate(histories):
            counts[place] = simulator.draw(self._seen.month, history)
            each()
        return counts

    def dispersion_of_crime(self, counts: NDArray[np.int32]) -> float:
        """Give the mean χ²/df of all crime in simulated rows."""
        return float(dispersion(counts[:, self._crime].sum(axis=1)).mean())


def with_excess(demand: DemandConfig, category: Sequence[str], excess: Floats, of_crime: float) -> DemandConfig:
    """Give a demand pack whose frailty is solved for other dispersions: 1 + `excess`, and 1 + `of_crime` for all crime."""
    frailty = demand.frailty
    if frailty is None:
        return demand
    more = dict(zip((name.casefold() for name in category), excess, strict=True))
    by_category = {
        name: number.model_copy(update={"value": 1.0 + float(more.get(name.casefold(), number.value - 1.0))})
        for name, number in frailty.categories.items()
    }
    all_crime = frailty.all_crime.model_copy(update={"value": 1.0 + of_crime})
    return demand.model_copy(
        update={"frailty": frailty.model_copy(update={"categories": by_category, "all_crime": all_crime})}
    )


def _solve(sheet: _Sheet, each: Callable[[], None]) -> tuple[Floats, Floats, float]:
    """Find spread and dispersions, all categories at once; the histories differ by nothing but these."""
    wanted, is_crime_known = sheet.recorded, bool(np.isfinite(sheet.of_crime))
    wanted_crime = max(sheet.of_crime - 1.0, _LEAST_EXCESS) if is_crime_known else _LEAST_EXCESS
    excess = np.where(sheet.enough, np.clip(wanted[:, 2] - 1.0, _LEAST_EXCESS, _MOST_EXCESS), _LEAST_EXCESS)
    of_crime = wanted_crime
    spread = best = np.full(len(wanted), _AS_FITTED)
    least, concentration = np.full(len(wanted), np.inf), []
    for number in range(ROUNDS):
        counts = sheet.simulate(spread, excess, of_crime, range(HISTORIES), _SEED, each)
        found = _measures(counts).mean(axis=0)
        concentration.append(found[:, 0])
        miss = np.abs(found[:, 0] - wanted[:, 0])
        best, least = np.where(miss < least, spread, best), np.minimum(miss, least)
        excess = np.clip(excess * _change(wanted[:, 2] - 1.0, found[:, 2] - 1.0, sheet.enough), 0.0, _MOST_EXCESS)
        seen_crime = np.array([sheet.dispersion_of_crime(counts) - 1.0])
        of_crime *= float(_change(np.array([wanted_crime]), seen_crime, np.array([is_crime_known]))[0])
        if number == 0:
            spread = np.ones(len(wanted))  # the means alone: two points give a slope
        else:
            step = _step(spread, found[:, 0], wanted[:, 0], concentration[0] - concentration[1])
            spread = np.where(sheet.enough, np.clip(step, _LEAST, _MOST), _AS_FITTED)
    return np.where(sheet.enough, best, _AS_FITTED), excess, of_crime


def _change(wanted: Floats, found: Floats, enough: NDArray[np.bool_]) -> Floats:
    """Give the factor towards a wanted excess, within bounds; 1 where too little is known."""
    factor = np.clip(wanted / np.maximum(found, _LEAST_EXCESS), 1 / _MOST_CHANGE, _MOST_CHANGE)
    return np.where(enough, factor, 1.0)


def _step(spread: Floats, found: Floats, wanted: Floats, slope: Floats) -> Floats:
    """Go towards the wanted concentration.

    Above 1 along the slope between the means alone and the posterior as fitted; below it means are drawn together, and
    concentration goes with them about in proportion.
    """
    below = (spread < 1.0) | ((spread == 1.0) & (wanted < found))
    return spread + (wanted - found) / np.where(below, found, np.maximum(slope, _LEAST_SLOPE))


def _measures(counts: NDArray[np.int32]) -> Floats:
    """Measure how uneven (..., n_months, n_areas) rows are: (..., 4), as in `MEASURES`."""
    of_year = counts.sum(axis=-2)
    return np.stack([gini(of_year), top_share(of_year), dispersion(counts), persistence(counts)], axis=-1)
