"""What all benchmarks share: compiled kernels, and the county for a year."""

from __future__ import annotations

import pytest

from sim.bench.workload import Workload, county_workload
from sim.run.warm import warm_kernels


@pytest.fixture(scope="session", autouse=True)
def kernels() -> None:
    """Compile every kernel before anything is timed."""
    warm_kernels()


@pytest.fixture(scope="session")
def county() -> Workload:
    """Give the shipped county for a year, with patrols by harm."""
    return county_workload(364)
