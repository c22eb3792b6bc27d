"""A study of one county at work."""

from __future__ import annotations

from pathlib import Path

from sim.command.suppression import BaselineStock
from sim.outcomes.run_measures import RunMeasures
from sim.run.common import Common
from sim.run.parts import Parts
from sim.run.spill import Spill
from sim.run.stock import Found, find_stock
from sim.run.tasks import AUDITED_REPLICATION, Audit, measure_replication
from sim.run.workers import Crew, Task


class OneCounty:
    """The county of a study at work.

    Parameters
    ----------
    parts
        What every run shares.
    crew
        Does the work.
    stage
        Folder of the results.
    spill
        Where values by area wait.
    """

    def __init__(self, parts: Parts, crew: Crew, stage: Path, spill: Spill) -> None:
        self.parts = parts
        self._crew = crew
        self._stage = stage
        self._spill = spill
        self._stock = Common(BaselineStock.none(parts.county.n_areas, parts.demand.n_types))

    def find_stock(self) -> Found:
        """Find the stock of the baseline."""
        found = find_stock(self.parts, self._crew)
        self._stock = Common(found.stock)
        return found

    def simulate(self, numbers: range, label: str) -> list[RunMeasures]:
        """Run replications; the first one writes the audit trail.

        Parameters
        ----------
        numbers
            Replications.
        label
            What progress is shown under.

        Returns
        -------
        list[RunMeasures]
            By replication, then by scenario.
        """
        audit = {AUDITED_REPLICATION: Audit(self._stage if self._crew.shares_disk else None)}
        scenarios = len(self.parts.loaded.study.scenarios)
        tasks = [
            Task(measure_replication, (self._stock, number, audit.get(number)), pieces=scenarios) for number in numbers
        ]
        runs: list[RunMeasures] = []
        for replication in self._crew.each(label, tasks):
            runs += map(self._spill.keep, replication.runs)
            for name, contents in replication.files.items():
                (self._stage / name).write_bytes(contents)
        return runs
