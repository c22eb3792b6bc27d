"""Group `force-year`: the shipped county with patrols by harm, for 364 days."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from sim.bench.workload import Workload
from sim.command.suppression import BaselineStock
from sim.run.tasks import measure_replication

pytestmark = pytest.mark.benchmark(group="force-year")
ROUNDS = 3


def test_draw(benchmark: BenchmarkFixture, county: Workload) -> None:
    """Draw the history of a year."""
    ground = benchmark.pedantic(county.draw, args=(county.force(),), rounds=ROUNDS)
    assert ground.history.calls.size > 400_000


def test_run(benchmark: BenchmarkFixture, county: Workload) -> None:
    """Run one option through a year."""
    force = county.force()
    traces = benchmark.pedantic(county.run, args=(county.draw(force), force), rounds=ROUNDS)
    benchmark.extra_info["events"] = traces.steps
    assert traces.steps > 1_000_000


def test_replication(benchmark: BenchmarkFixture, county: Workload) -> None:
    """Draw a year, run all six options through it and measure them: what a worker does again and again."""
    stock = BaselineStock.none(county.parts.county.n_areas, county.parts.demand.n_types)
    replication = benchmark.pedantic(measure_replication, args=(county.parts, stock, 0), rounds=1)
    assert [run.scenario for run in replication.runs] == list(county.parts.loaded.study.scenarios)
