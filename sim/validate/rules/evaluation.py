"""Printed numbers of evaluations: displacement difference, E-test, power of a plan, regression to the mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from scipy.special import ndtri

from sim.run.parts import Parts
from sim.trial.estimators.wdd import wdd_of
from sim.trial.pilot import Pilots
from sim.trial.planning import log_ratio_error, planned_power
from sim.trial.poisson_test import e_test
from sim.trial.selection import apparent_fall
from sim.validate.judge import Printed
from sim.validate.row import Row, Sample, sample_of

_FOURTH, _THIRD, _SECOND = 0.5e-4, 0.5e-3, 0.5e-2
"""Half of the last digit."""
_SIMULATED: Final = 2e-3
"""Chance error of the falls, which were simulated: two in a thousand."""
_MONTHS: Final = (1, 3, 6, 12)
_FALLS: Final = (0.225, 0.090, 0.048, 0.026)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Ask whether the arithmetic of evaluations comes out as printed.

    Wheeler & Ratcliffe (2018), doi:10.1186/s40163-018-0085-5; Krishnamoorthy & Thomson (2004), doi:10.1016/S0378-3758(02)00408-1.
    Nothing is drawn: the study in which it is asked does not matter.
    """

    rows: ClassVar[tuple[Row, ...]] = (
        Row("displacement difference, 20 to 20 against 20 to 10", Printed(-10, _FOURTH)),
        Row("its standard error", Printed(8.3666, _FOURTH)),
        Row("its Z", Printed(-1.1952, _FOURTH)),
        Row("its 90 % interval, low", Printed(-23.762, _THIRD)),
        Row("its 90 % interval, high", Printed(3.762, _THIRD)),
        Row("Poisson E-test of 6 and 2", Printed(0.1749, _FOURTH)),
        Row("power of 30 and 30 places, mean 20, ratio .84", Printed(0.82, _SECOND)),
        Row("the same where places differ (k = 5)", Printed(0.27, _SECOND)),
        *(
            Row(f"fall without effect, top 7 % of {months} month{'s' * (months > 1)}", Printed(fall, _SIMULATED))
            for months, fall in zip(_MONTHS, _FALLS, strict=True)
        ),
    )
    calls_needed: ClassVar[int] = 0

    def examine(self, parts: Parts, replication: int) -> Sample:  # noqa: ARG002 - it is the same in every study
        """Work the numbers out."""
        values = [*_displacement_difference(), e_test(6, 2), *_powers()]
        values += [apparent_fall(2.0, 0.8, 0.07, months) for months in _MONTHS]
        return sample_of([(value, 1) for value in values], 0)


def _displacement_difference() -> list[float]:
    """Give value, standard error, Z and 90 % interval of one pilot of a treated and an untreated place."""
    found = wdd_of(
        Pilots(
            outcome=("crimes",),
            count=np.array([[[[20.0, 10.0], [20.0, 20.0]]]]),
            treated=np.array([[[False, True], [False, False]]]),
            block=np.zeros((1, 2), dtype=np.int16),
            buffer=None,
            before=np.array([True, False]),
            counted=np.ones(2, dtype=np.bool_),
            length_days=np.array([28.0, 28.0]),
        )
    )
    value, error = float(found.value[0, 0]), math.sqrt(float(found.variance[0, 0]))
    reach = float(ndtri(0.95)) * error
    return [value, error, value / error, value - reach, value + reach]


def _powers() -> list[float]:
    """Give the power of the plan, places alike and not."""
    ratio = 0.84
    return [planned_power(math.log(ratio), log_ratio_error(20, ratio, 30, 30, shape)) for shape in (math.inf, 5.0)]
