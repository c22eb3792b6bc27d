"""What is run to be measured: the county of the shipped study, cut in length, and a textbook queue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np

from sim.command.engine import ENGINES, Engine, EngineName, OpenStreet
from sim.command.opening import setting_of
from sim.command.session import Ground, Traces, run_session
from sim.command.suppression import BaselineStock
from sim.force.model import Force
from sim.run.parts import Parts, build_parts
from sim.run.replicate import effect_of, prepare
from sim.study.load import load_study
from sim.study.loaded import LoadedStudy
from sim.study.packs import bundle_folder
from sim.target.config import TargetConfig

SHIPPED: Final = "uplift.yaml"
OPTION: Final = "hotspots_by_harm"
"""The busiest option of the shipped study: response, patrol, tasking and deterrence all at once."""


@dataclass(frozen=True, slots=True)
class Workload:
    """One option of a study, ready to be drawn and run.

    Parameters
    ----------
    parts
        The study's parts.
    option
        Name of the option.
    """

    parts: Parts
    option: str

    def force(self, replication: int = 0) -> Force:
        """Build the option's force."""
        return self.parts.force_of(self.option, replication)

    def draw(self, force: Force, replication: int = 0) -> Ground:
        """Draw a replication; nothing is taken as prevented today, so that no calibration is needed."""
        parts = self.parts
        stock = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
        seed = parts.loaded.study.seed
        return prepare(parts, effect_of(parts, replication), stock, parts.clock, seed, replication, [force])

    def lay_out(self, ground: Ground, force: Force) -> Engine:
        """Lay out the street of a replication, as a run does before its first minute."""
        return ENGINES["numba"](
            setting_of(
                ground.county, ground.history, ground.suppression, force, ground.rules, self._target, ground.clock
            )
        )

    def run(self, ground: Ground, force: Force, engine: EngineName | OpenStreet = "numba") -> Traces:
        """Run the option through a replication."""
        return run_session(ground, force, self._target, engine=engine)

    @property
    def _target(self) -> TargetConfig | None:
        """Where the option patrols."""
        return self.parts.loaded.study.scenarios[self.option].target

    def scaled(self, factor: float) -> Workload:
        """Give the same county with so many times the calls and the posts."""
        parts = self.parts
        demand, stated = (
            replace(each, observed_per_year=each.observed_per_year * factor)
            for each in (parts.demand, parts.stated_demand)
        )
        posts = np.rint(parts.posts * factor).astype(np.int64)
        return Workload(replace(parts, demand=demand, stated_demand=stated, posts=posts), self.option)


@cache
def county_workload(days: int) -> Workload:
    """Give the shipped study's county over so many days, without warm-up or cool-down.

    Parameters
    ----------
    days
        Days that are run.
    """
    return Workload(build_parts(_shortened(load_study(bundle_folder("scenarios") / SHIPPED), days)), OPTION)


@cache
def queue_workload(days: int) -> Workload:
    """Give the queue M/M/60 of `scenarios/benchmarks/queue_60.yaml` over so many days.

    Parameters
    ----------
    days
        Days that are run; 12,960 customers come on each.
    """
    loaded = load_study(bundle_folder("scenarios") / "benchmarks" / "queue_60.yaml")
    return Workload(build_parts(_shortened(loaded, days)), "today")


def _shortened(loaded: LoadedStudy, days: int) -> LoadedStudy:
    """Cut a study's calendar to a number of days, all of them counted."""
    calendar = {"days": days, "warm_up_days": 0, "cool_down_days": 0}
    return replace(loaded, study=loaded.study.model_copy(update=calendar))
