"""What the kernels cost before they do anything: compiling them, and calling them for the first time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from sim.bench.measured import Measured
from sim.bench.timing import seconds_of
from sim.bench.yardsticks import LIVE_EVENTS, hold_steps, trivial
from sim.jit import user_cache
from sim.run.warm import warm_kernels

ROOT: Final = Path(__file__).resolve().parents[2]
OVERRIDES: Final = ("SIM_CACHE_DIR", "NUMBA_CACHE_DIR")


def cold_compile(*, quick: bool) -> Measured:  # noqa: ARG001 - once in either form
    """Measure the compiling of every kernel into an empty cache, against that of the timing wheel."""
    with tempfile.TemporaryDirectory(prefix="sim-bench-") as folder:
        took = _in_fresh_process("kernels_after_wheel", folder)
    kernels_s, wheel_s = took["kernels_s"], took["wheel_s"]
    return Measured.of_one(kernels_s, kernels_s / wheel_s, f"kernels {kernels_s:.1f} s, timing wheel {wheel_s:.2f} s")


def warm_first_call(*, quick: bool) -> Measured:
    """Measure the first call of every kernel from a full cache, against that of a trivial function."""
    rounds, folder = 3 if quick else 7, str(user_cache())
    for what in ("trivial_alone", "kernels_alone"):  # fill it, if nothing has yet
        _in_fresh_process(what, folder)
    pairs = [
        (
            _in_fresh_process("kernels_alone", folder)["kernels_s"],
            _in_fresh_process("trivial_alone", folder)["trivial_s"],
        )
        for _ in range(rounds)
    ]
    kernels_s, trivial_s = (median(column) for column in zip(*pairs, strict=True))
    ratios = sorted(ours / least for ours, least in pairs)
    note = f"kernels {kernels_s:.2f} s, a trivial one {trivial_s:.2f} s"
    return Measured(kernels_s - trivial_s, median(ratios), (ratios[0], ratios[-1]), note)


def _in_fresh_process(what: str, cache_folder: str) -> dict[str, float]:
    """Time one of the functions below in a new process that keeps its compiled code in a folder."""
    kept = {name: value for name, value in os.environ.items() if name not in OVERRIDES}
    code = f"from sim.bench import startup; startup.{what}()"
    done = subprocess.run(  # noqa: S603 - this very interpreter, on our own words
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=kept | {"SIM_CACHE_DIR": cache_folder},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    took: dict[str, float] = json.loads(done.stdout)
    return took


def kernels_after_wheel() -> None:
    """Print how long the timing wheel and then every kernel took to be ready, seconds."""
    trivial(1)  # numba's own beginnings belong to neither
    wheel_s = seconds_of(lambda: hold_steps(1, LIVE_EVENTS, np.zeros(1)))
    _tell(wheel_s=wheel_s, kernels_s=seconds_of(warm_kernels))


def kernels_alone() -> None:
    """Print how long every kernel took to be ready in a process that had called none, seconds."""
    _tell(kernels_s=seconds_of(warm_kernels))


def trivial_alone() -> None:
    """Print how long a trivial kernel took to be ready in a process that had called none, seconds."""
    _tell(trivial_s=seconds_of(lambda: trivial(1)))


def _tell(**seconds: float) -> None:
    """Print times for the process that asked."""
    sys.stdout.write(json.dumps(seconds))
