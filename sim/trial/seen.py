"""How much of a true effect a design's estimates show: less where it lasts into periods without patrol, or spills."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sim.trial.estimators.registry import EstimatorName
from sim.trial.quantiles import NORMAL_95
from sim.trial.runs import Arm
from sim.trial.shares import OverPilots


def share_seen(arms: Sequence[Arm], name: EstimatorName, outcome: int) -> OverPilots:
    """Give the share of the largest effect that an estimator sees, on the log scale.

    Parameters
    ----------
    arms
        The pilots by true effect, the smallest first: the same histories under each.
    name, outcome
        The estimator, and the outcome's place.

    Returns
    -------
    OverPilots
        s = ln(r₂/r₁) / ln(t₂/t₁), with r the mean of 1 + estimate and t that of 1 + true change under the largest and the smallest effect, and its 95 %
        interval by the delta method over pilots, in pairs: what a design shows even without effect is in both, and so is most of
        chance. Against no effect at all (r₁ = t₁ = 1) if only one effect was tried. NaN where that cannot be said.
    """
    most = arms[-1]
    said, true = most.estimates[name].change[:, outcome], float(most.truth.change[outcome])
    base, base_true = (
        (arms[0].estimates[name].change[:, outcome], float(arms[0].truth.change[outcome]))
        if len(arms) > 1
        else (0 * said, 0.0)
    )
    told = np.isfinite(said) & np.isfinite(base)
    ratio, base_ratio = 1 + said[told], 1 + base[told]
    n, whole = ratio.size, _log_ratio(1 + true, 1 + base_true)
    shown = _log_ratio(float(ratio.mean()), float(base_ratio.mean())) if n > 1 else math.nan
    if not (whole < 0 and math.isfinite(shown)):
        return OverPilots(math.nan, math.nan, math.nan, n)
    away = ratio / ratio.mean() - base_ratio / base_ratio.mean()
    reach = NORMAL_95 * float(away.std(ddof=1)) / math.sqrt(n)
    return OverPilots(shown / whole, (shown + reach) / whole, (shown - reach) / whole, n)


def _log_ratio(one: float, other: float) -> float:
    """Give the log of a ratio; NaN unless both are above 0."""
    return math.log(one / other) if one > 0 and other > 0 else math.nan
