"""The shipped study from its file to its report: what a user waits for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np

from sim.bench.measured import Measured, NotMeasuredError
from sim.bench.street import hold_steps_in
from sim.bench.timing import seconds_of
from sim.bench.workload import SHIPPED
from sim.bench.yardsticks import LIVE_EVENTS, hold_steps
from sim.run.study import run_study
from sim.run.warm import warm_kernels
from sim.study.load import load_study
from sim.study.loaded import LoadedStudy
from sim.study.packs import bundle_folder

WORKERS: Final = 2
UNIT_STEPS: Final = 1_000_000_000


def default_study(*, quick: bool) -> Measured:  # noqa: ARG001 - measured in the full form only
    """Measure the shipped study with two workers, against a thousand million hold steps before and after it."""
    if (os.cpu_count() or 1) < WORKERS:
        message = "there is one core only"
        raise NotMeasuredError(message)
    warm_kernels()
    study = bundle_folder("scenarios") / SHIPPED
    loaded = load_study(study)
    _run(load_study(study, replications=1))  # leaves what today's policing prevents in the cache
    before_s = _unit_s()
    took_s = seconds_of(lambda: _run(loaded), perf_counter)
    unit_s = (before_s + _unit_s()) / 2.0
    return Measured.of_one(took_s, took_s / unit_s, f"{loaded.runs} runs in {took_s:.1f} s, yardstick {unit_s:.1f} s")


def _run(loaded: LoadedStudy) -> None:
    """Run a study, and throw its results away."""
    with tempfile.TemporaryDirectory(prefix="sim-bench-") as folder:
        run_study(loaded, out=Path(folder) / "out", workers=WORKERS, progress=lambda *_: None)


def _unit_s() -> float:
    """Give what a thousand million hold steps take here, from a shorter stretch of them."""
    holds = hold_steps_in(1.0)
    ring = np.zeros(1)
    return seconds_of(lambda: hold_steps(holds, LIVE_EVENTS, ring), perf_counter) * UNIT_STEPS / holds
