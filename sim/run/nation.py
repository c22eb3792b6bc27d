"""A study of several forces: each is run by itself, block by block, and what they come to is put together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.command.suppression import BaselineStock
from sim.county.made_up_config import ForcesCounty
from sim.county.model import County
from sim.county.nation import side_by_side
from sim.county.variant import force_name
from sim.outcomes.pool import pool
from sim.outcomes.poolable import Poolable
from sim.outcomes.run_measures import RunMeasures
from sim.run.calibrate import CALIBRATING
from sim.run.forces import Forces
from sim.run.lot import HISTORIES_OF_FORCE, MOST_IN_LOT, Lot, mean_stock, run_lot
from sim.run.parts import Parts
from sim.run.spill import Spill
from sim.run.stock import Found, cached_stock, find_stock, keep_stock, needs_stock
from sim.run.tasks import Audit
from sim.run.workers import Crew, Task

FIRST_FORCE = 1
"""The force whose audit trail is written."""


class Nation:
    """The forces of a study at work.

    Parameters
    ----------
    forces
        Their parts.
    crew
        Does the work.
    stage
        Folder of the results.
    spill
        Where values by area wait.
    """

    def __init__(self, forces: Forces, crew: Crew, stage: Path, spill: Spill) -> None:
        self._loaded = forces.loaded
        self._crew = crew
        self._stage = stage
        self._spill = spill
        self._pattern = forces.of_block(0)
        self._blocks = range(1, self._loaded.forces + 1)
        self._stocks: dict[int, BaselineStock] = {}
        self._counties: dict[int, County] = {}

    @property
    def parts(self) -> Parts:
        """What the report needs to know of the study: all areas, once they have been run, and the forces' common rules."""
        counties = [self._counties[block] for block in self._blocks] if self._counties else [self._pattern.county]
        together = side_by_side(counties, self._county.title)
        return replace(self._pattern, loaded=self._loaded, county=together)

    def find_stock(self) -> Found:
        """Find the stock of each force's baseline.

        Where and when officers are is measured for each force. How much of that its calls meet, by type, is taken
        from the county that all are modelled on, for which it was measured with many histories (decision 12).

        Returns
        -------
        Found
            The stocks of all forces one after the other, with the key and the origin of the pattern's.
        """
        found = find_stock(self._pattern, self._crew)
        if not needs_stock(self._pattern):
            self.deter_nothing()
            return found
        known = {block: cached_stock(self._loaded.of_block(block)) for block in self._blocks}
        missing = [block for block, path in known.items() if not path.is_file()]
        tasks = [Task(mean_stock, (HISTORIES_OF_FORCE,), block=block) for block in missing]
        for block, mean in zip(missing, self._crew.each(f"{CALIBRATING}, force by force", tasks), strict=True):
            keep_stock(BaselineStock(mean, found.stock.at_calls, found.stock.spread), known[block])
        self._stocks = {block: BaselineStock.load(path) for block, path in known.items()}
        together = np.concatenate([self._stocks[block].mean for block in self._blocks])
        origin = f"{found.origin}; by area, {'measured in this run' if missing else 'measured before'} for each force"
        return Found(BaselineStock(together, found.stock.at_calls, found.stock.spread), found.key, origin)

    def deter_nothing(self) -> None:
        """Take it that no force's baseline prevents anything."""
        n_areas, n_types = self._county.areas_per_force, self._pattern.demand.n_types
        self._stocks = dict.fromkeys(self._blocks, BaselineStock.none(n_areas, n_types))

    def simulate(self, numbers: range, label: str) -> list[RunMeasures]:
        """Run replications of all forces.

        Parameters
        ----------
        numbers
            Replications.
        label
            What progress is shown under.

        Returns
        -------
        list[RunMeasures]
            By replication, then by scenario: all forces together.
        """
        runs: list[RunMeasures] = []
        lots = [numbers[at : at + MOST_IN_LOT] for at in range(0, len(numbers), MOST_IN_LOT)]
        for at, lot in enumerate(lots, 1):
            runs += self._run_lot(lot, label if len(lots) == 1 else f"{label}, lot {at} of {len(lots)}")
        return runs

    @property
    def _county(self) -> ForcesCounty:
        """The forces as the study states them."""
        county = self._loaded.county
        if not isinstance(county, ForcesCounty):
            message = "this study has one county"
            raise TypeError(message)
        return county

    def _run_lot(self, numbers: range, label: str) -> list[RunMeasures]:
        """Run some replications of all forces, and put the forces together."""
        audit = Audit(self._stage if self._crew.shares_disk else None)
        scenarios = len(self._loaded.study.scenarios)
        tasks = [
            Task(
                run_lot,
                (self._stocks[block], numbers, audit if block == FIRST_FORCE else None),
                pieces=len(numbers) * scenarios,
                block=block,
            )
            for block in self._blocks
        ]
        names = [force_name(block) for block in self._blocks]
        forces: list[list[RunMeasures]] = []
        together: list[Poolable] = []
        for block, lot in zip(self._blocks, self._crew.each(label, tasks), strict=True):
            self._take_in(block, lot)
            runs, poolables = zip(*(pair for replication in lot.runs for pair in replication), strict=True)
            forces.append(list(runs))
            together = (
                [one.plus(other) for one, other in zip(together, poolables, strict=True)]
                if together
                else list(poolables)
            )
        return [
            self._spill.keep(pool(of_forces, poolable, names))
            for of_forces, poolable in zip(zip(*forces, strict=True), together, strict=True)
        ]

    def _take_in(self, block: int, lot: Lot) -> None:
        """Keep what a lot says of its force."""
        self._counties[block] = lot.county
        for name, contents in lot.files.items():
            (self._stage / name).write_bytes(contents)
