"""Pilots in which nothing was done, and the least fall that each test would have found in each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sim.trial.estimators.estimator import Estimator
from sim.trial.estimators.registry import MODELS, EstimatorName
from sim.trial.imposed import Incidents, side_by_side
from sim.trial.least_fall import least_falls
from sim.trial.parts import some_of
from sim.trial.pilot import HARM, Floats, Pilots
from sim.trial.scene import Ledger, Scene
from sim.trial.stated.deliver import Settled

ASKED: Final = 400
"""Pilots, the first so many, that are asked: shares of them are known to 4 of 100."""
MODELS_ASKED: Final = 50
"""The same of models of counts, which take far longer: known to 11 of 100."""
_TOGETHER: Final[dict[EstimatorName, str]] = {"wdd_harm": HARM}
"""Outcome of estimators that make it of all the others."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """One pilot in which nothing was done: its no-patrol twin as the books show it.

    Parameters
    ----------
    number
        Which pilot it is.
    recorded, buffer
        (n_outcomes, n_places, n_periods) counts at the places and in their buffers.
    incidents
        Those where patrol was due.
    """

    number: int
    recorded: Floats
    buffer: Floats
    incidents: Incidents

    @classmethod
    def of(cls, number: int, scene: Scene, ledger: Ledger, twin: Settled, lot: Floats) -> Quiet:
        """Read the twin of a pilot; `lot` as for `Incidents.of`."""
        on_record = ledger.with_past(scene.grid, scene.twin)
        incidents = Incidents.of(scene, ledger, twin, lot)
        return cls(number, scene.at_places(on_record), scene.in_buffers(on_record), incidents)


def ask(
    pilots: Pilots, quiet: Sequence[Quiet], estimators: Mapping[EstimatorName, Estimator], model_pilots: int
) -> dict[EstimatorName, Floats]:
    """Find the least fall that each estimator would have found in each pilot.

    Parameters
    ----------
    pilots
        Pilots of one design; counts do not matter.
    quiet
        The first of them with nothing done; none, perhaps.
    estimators
        The estimators.
    model_pilots
        Pilots, the first so many, to which models of counts are fitted at all.

    Returns
    -------
    dict
        By estimator (n_asked, n_outcomes), as `least_falls` gives it.
    """
    fitted = [one for one in quiet if one.number < min(MODELS_ASKED, model_pilots)]
    return {
        name: _ask(pilots, fitted if name in MODELS else quiet, estimator, _TOGETHER.get(name))
        for name, estimator in estimators.items()
    }


def _ask(pilots: Pilots, quiet: Sequence[Quiet], estimator: Estimator, together: str | None) -> Floats:
    """Ask one estimator about pilots in which nothing was done."""
    if not quiet:
        return np.empty((0, len(pilots.outcome)))
    without = replace(
        some_of(pilots, slice(len(quiet))),
        count=np.array([one.recorded for one in quiet]),
        buffer=np.array([one.buffer for one in quiet]),
    )
    incidents = side_by_side([one.incidents for one in quiet], quiet[0].recorded.size)
    return least_falls(without, incidents, estimator, together=together)
