"""What was recorded, held against the simulator's own histories, drawn from a fit as a study on its packs would."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.backtest.findings import Simulated
from sim.backtest.groups import with_sums
from sim.backtest.shape import Ground, hold_shape
from sim.county.months import month_name, month_number
from sim.demand.config import DemandConfig
from sim.fit.demand_pack import demand_pack
from sim.fit.fitted import FittedCounty
from sim.fit.simulated import Simulator
from sim.records.recorded import Recorded
from sim.records.uneven import followed_months


def hold_simulated(
    fitted: FittedCounty,
    recorded: Recorded,
    year_before: NDArray[np.int32],
    histories: int,
    seed: int,
    step: Callable[[], None] = lambda: None,
) -> Simulated:
    """Hold the shape of recorded counts against that of the simulator's own histories.

    Parameters
    ----------
    fitted
        The fit that histories are drawn from.
    recorded
        What was recorded in the months in question.
    year_before
        (n_categories, n_areas) rows of the twelve months fitted before these; all 0 where there is nothing to compare.
    histories
        How many histories to draw.
    seed
        Their seed.
    step
        Called after each history.

    Returns
    -------
    Simulated
        The shape of every category, all crime and all rows.
    """
    whole = [month_name(number) for number in range(*_ends(recorded.month))]
    kept = [whole.index(month) for month in recorded.month]
    simulator = Simulator(DemandConfig.model_validate(demand_pack(fitted)), fitted.county_with_rates, seed)
    drawn = np.empty((histories, len(recorded.category), len(kept), len(recorded.area_code)), dtype=np.int32)
    for replication in range(histories):
        drawn[replication] = simulator.draw(whole, replication)[:, kept]
        step()
    following = followed_months(recorded.month)
    observed = with_sums((name, recorded.count[:, kind]) for kind, name in enumerate(recorded.category))
    before = with_sums((name, year_before[kind]) for kind, name in enumerate(recorded.category))
    draws = with_sums((name, drawn[:, kind]) for kind, name in enumerate(recorded.category))
    shape = {
        came.name: hold_shape(came.counts, seen.counts, Ground(following, earlier.counts.astype(np.int64)))
        for came, earlier, seen in zip(observed, before, draws, strict=True)
    }
    return Simulated(recorded.month, histories, shape)


def _ends(months: Sequence[str]) -> tuple[int, int]:
    """Give the number of the first month, and of the one after the last."""
    return month_number(months[0]), month_number(months[-1]) + 1
