"""Whether a nation costs more than its forces one by one."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import mean
from time import process_time
from typing import Final

from sim.bench.measured import Measured
from sim.command.suppression import BaselineStock
from sim.county.made_up_config import ForcesCounty
from sim.run.forces import Forces
from sim.run.lot import run_lot
from sim.run.nation import Nation
from sim.run.spill import Spill
from sim.run.workers import Crew, Task
from sim.study.load import load_study
from sim.study.loaded import LoadedStudy
from sim.study.packs import bundle_folder

STUDY: Final = "national.yaml"
SIZES: Final = (1, 4, 16, 43)
REPLICATIONS: Final = range(1, 3)
"""Not the first, whose audit trail would be written."""
SINGLE: Final = 4
"""Forces that are run by themselves, spread over all of them: forces differ by chance."""


def nation_over_forces(*, quick: bool) -> Measured:  # noqa: ARG001 - measured in the full form only
    """Measure all forces of a nation against as many times one of them by itself, for four sizes.

    The processor's time is taken: all is done in this process, and what else the machine does is not counted.
    """
    whole = _nation_of(SIZES[-1])
    _alone_s(whole, 1)  # loads the kernels and the libraries that lay out a county
    blocks = [1 + at * (SIZES[-1] - 1) // (SINGLE - 1) for at in range(SINGLE)]
    before_s = [_alone_s(whole, block) for block in blocks]
    took_s = [_together_s(_nation_of(size)) for size in SIZES]
    one_s = mean([*before_s, *(_alone_s(whole, block) for block in blocks)])
    ratios = [took / (size * one_s) for size, took in zip(SIZES, took_s, strict=True)]
    shown = ", ".join(
        f"{size} in {took:.1f} s (× {ratio:.3f})" for size, took, ratio in zip(SIZES, took_s, ratios, strict=True)
    )
    return Measured.of_one(ratios[-1], ratios[-1], f"forces: {shown}; one by itself {one_s:.2f} s")


def _nation_of(forces: int) -> LoadedStudy:
    """Load the shipped national study with another number of forces."""
    loaded = load_study(bundle_folder("scenarios") / STUDY)
    if not isinstance(loaded.county, ForcesCounty):
        message = f"{STUDY} has one county"
        raise TypeError(message)
    scenarios = {
        name: scenario.model_copy(
            update={"uplift": scenario.uplift.model_copy(update={"posts": 100 * forces})} if scenario.uplift else {}
        )
        for name, scenario in loaded.study.scenarios.items()
    }
    study = loaded.study.model_copy(update={"scenarios": scenarios})
    return replace(loaded, study=study, county=loaded.county.model_copy(update={"forces": forces}))


def _together_s(loaded: LoadedStudy) -> float:
    """Run all forces, put them together, and give the processor's seconds."""
    with tempfile.TemporaryDirectory(prefix="sim-bench-") as name:
        forces = Forces(loaded)
        with Crew(forces, 1, lambda *_: None) as crew:
            nation = Nation(forces, crew, Path(name), Spill(Path(name)))
            nation.deter_nothing()
            began = process_time()
            nation.simulate(REPLICATIONS, "")
            return process_time() - began


def _alone_s(loaded: LoadedStudy, block: int) -> float:
    """Run one force by itself, and give the processor's seconds."""
    with Crew(Forces(loaded), 1, lambda *_: None) as crew:
        parts = Forces(loaded).of_block(block)
        none = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
        began = process_time()
        crew.do("", [Task(run_lot, (none, REPLICATIONS, None), block=block)])
        return process_time() - began
