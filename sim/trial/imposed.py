"""Falls that are imposed on pilots in which nothing was done: of what stands on record where patrol was due, each incident goes by lot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.trial.outcomes import FIRST_CATEGORY
from sim.trial.pilot import Floats, Pilots
from sim.trial.scene import Ledger, Scene
from sim.trial.stated.deliver import Settled

_ROW_OF_CRIME, _ROW_OF_HARM = 0, 2
"""Rows of all crime and of harm, to which an incident counts beside its own."""


@dataclass(frozen=True, slots=True)
class Incidents:
    """What was recorded in the treated place-periods: an entry for each incident and each outcome that it counts for.

    Parameters
    ----------
    cell
        (n,) whose count it is part of: place in the flattened counts, by outcome, place and period.
    weight
        (n,) by how much: 1, or its harm.
    lot
        (n,) uniform on [0, 1), one of each incident: a fall takes those below it away, and a larger fall these and more.
    """

    cell: NDArray[np.int64]
    weight: Floats
    lot: Floats

    @classmethod
    def of(cls, scene: Scene, ledger: Ledger, twin: Settled, lot: Floats) -> Incidents:
        """Find the incidents of the no-patrol twin where a pilot was to be patrolled.

        Parameters
        ----------
        scene, ledger, twin
            The pilot, its history, and what became of its calls without patrol.
        lot
            (n_calls,) uniforms on [0, 1).
        """
        grid, assignment = scene.grid, scene.assignment
        place_of_area = np.full(scene.owner.size, -1, dtype=np.int64)
        place_of_area[assignment.area] = np.arange(assignment.area.size)
        period = ledger.period_on(grid)
        call = np.flatnonzero(twin.known & (ledger.row >= 0) & (period >= 0) & (place_of_area[twin.area] >= 0))
        call = call[assignment.treated[place_of_area[twin.area[call]], period[call]]]
        here = place_of_area[twin.area[call]] * grid.before.size + grid.n_before + period[call]
        row, harm = ledger.row[call].astype(np.int64), ledger.harm[call]
        crime = row >= FIRST_CATEGORY
        cells_each = assignment.area.size * grid.before.size
        once = np.ones(call.size)
        return cls(
            np.concatenate(
                [row * cells_each + here, _ROW_OF_CRIME * cells_each + here[crime], _ROW_OF_HARM * cells_each + here]
            ),
            np.concatenate([once, once[crime], harm]),
            np.concatenate([lot[call], lot[call[crime]], lot[call]]),
        )


def side_by_side(pilots: Sequence[Incidents], cells_each: int) -> Incidents:
    """Put the incidents of several pilots together.

    Parameters
    ----------
    pilots
        Those of each, at least one.
    cells_each
        Counts of a pilot: outcomes times places times periods.
    """
    return Incidents(
        np.concatenate([one.cell + number * cells_each for number, one in enumerate(pilots)]),
        np.concatenate([one.weight for one in pilots]),
        np.concatenate([one.lot for one in pilots]),
    )


def with_fall(pilots: Pilots, incidents: Incidents, fall: Floats) -> Pilots:
    """Take a share of what was recorded in the treated place-periods away.

    Parameters
    ----------
    pilots
        Pilots in which nothing was done.
    incidents
        What was recorded where they were to be patrolled.
    fall
        (n_pilots, n_outcomes) chance that an incident goes: of counts that leaves a binomial share, of harm what the incidents that are left weigh.

    Returns
    -------
    Pilots
        The same pilots with fewer incidents; all else, buffers too, is as it was.
    """
    cells_each = int(np.prod(pilots.count.shape[2:]))
    gone = incidents.lot < fall.ravel()[incidents.cell // cells_each]
    lost = np.bincount(incidents.cell[gone], incidents.weight[gone], minlength=pilots.count.size)
    return replace(
        pilots, count=np.maximum(pilots.count - lost.reshape(pilots.count.shape), 0.0)
    )  # sums of harm are not exact
