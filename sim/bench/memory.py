"""What a worker weighs.

Only what a worker itself needs is imported at the top: the measured process imports this module.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from sim.bench.measured import Measured, NotMeasuredError
from sim.command.suppression import BaselineStock
from sim.run.parts import Parts
from sim.run.tasks import measure_replication
from sim.run.warm import warm_kernels

STATUS: Final = Path("/proc/self/status")


def memory_of_worker(*, quick: bool) -> Measured:  # noqa: ARG001 - a year is needed in either form
    """Measure the peak memory of a worker that draws, runs and measures a year of the county."""
    from sim.bench.workload import county_workload  # noqa: PLC0415 - not in the measured process

    if not STATUS.is_file():
        message = f"{sys.platform} does not tell a process its peak memory"
        raise NotMeasuredError(message)
    warm_kernels()
    parts = county_workload(364).parts
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        imported_mb = pool.submit(_peak_mb).result()
        peak_mb = pool.submit(_peak_after_year, parts).result()
    return Measured.of_one(
        peak_mb, peak_mb / imported_mb, f"peak {peak_mb:.0f} MB, libraries alone {imported_mb:.0f} MB"
    )


def _peak_after_year(parts: Parts) -> float:
    """Run and measure all options through one year, as a worker of the shipped study does; give its peak, MB."""
    stock = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
    measure_replication(parts, stock, 0)
    return _peak_mb()


def _peak_mb() -> float:
    """Read this process's peak memory, MB."""
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
    return float(line.split()[1]) / 1_024.0
