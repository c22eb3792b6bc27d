"""What a worker does for one force among several: some replications of it, so that its parts are built once for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.command.suppression import BaselineStock
from sim.county.model import County
from sim.county.nation import described
from sim.outcomes.poolable import Poolable, poolable
from sim.outcomes.run_measures import RunMeasures
from sim.run.calibrate import census
from sim.run.parts import Parts
from sim.run.replicate import Walk
from sim.run.tasks import AUDITED_REPLICATION, Audit, chosen_of, walk_and_write

MOST_IN_LOT = 4
"""Replications that are run before the next force's turn: the more, the less building; the fewer, the less is held."""
HISTORIES_OF_FORCE = 1
"""Histories of a force by which the stock of its areas is measured (decision 12)."""


@dataclass(frozen=True, slots=True)
class Lot:
    """What some replications of one force come to.

    Parameters
    ----------
    runs
        By replication, then by scenario in the order of the study: the measures, and what adds up over forces.
    county
        Who and where the force's areas are.
    files
        The audit trail, where it comes home.
    """

    runs: list[list[tuple[RunMeasures, Poolable]]]
    county: County
    files: dict[str, bytes]


def run_lot(parts: Parts, stock: BaselineStock, numbers: range, audit: Audit | None) -> Lot:
    """Run all scenarios of some replications of one force.

    Parameters
    ----------
    parts
        The force's parts.
    stock
        The stock that acts in its baseline.
    numbers
        Replications.
    audit
        Asks for the audit trail of the audited replication, if it is among them.

    Returns
    -------
    Lot
        The measures.
    """
    files: dict[str, bytes] = {}

    runs = []
    for number in numbers:
        asked = audit if number == AUDITED_REPLICATION else None
        runs.append(_measures(parts, walk_and_write(parts, stock, number, asked, files)))
    return Lot(runs, described(parts.county), files)


def _measures(parts: Parts, walks: Iterable[Walk]) -> list[tuple[RunMeasures, Poolable]]:
    """Keep of the walks of one replication what is measured and what adds up, and let go of each before the next begins."""
    chosen = chosen_of(parts)

    def kept(walk: Walk) -> tuple[RunMeasures, Poolable]:
        chosen.add(walk.record)
        return walk.measures, poolable(walk.record, parts.loaded.costs)

    runs = list(map(kept, walks))
    return [(replace(run, at_hotspots=chosen.found(run.scenario)), adds_up) for run, adds_up in runs]


def mean_stock(parts: Parts, histories: int) -> NDArray[np.float32]:
    """Measure the stock of a force's baseline by area and hour of the week, with the effect off.

    Parameters
    ----------
    parts
        The force's parts.
    histories
        How many histories it is averaged over.

    Returns
    -------
    NDArray[np.float32]
        (n_areas, 168) minutes of presence.
    """
    censuses = [census(parts, number) for number in range(histories)]
    total = np.sum([stock for stock, _ in censuses], axis=0)
    count = np.maximum(np.sum([looks for _, looks in censuses], axis=0), 1)
    mean: NDArray[np.float32] = (total / count).astype(np.float32)
    return mean
