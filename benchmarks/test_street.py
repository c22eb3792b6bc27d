"""Group `street`: each operation of the street where it is nearly all there is to do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.streets import N_AREAS, calls_at, setting_with, staffed
from sim.bench.yardsticks import LIVE_EVENTS, hold_steps
from sim.street.engine import CompiledStreet
from sim.street.records import ATTENDED, StreetLog

DAY_MIN = 1_440.0
CALLS = 20_000
pytestmark = pytest.mark.benchmark(group="street")


def carry(benchmark: BenchmarkFixture, opened: Callable[[], CompiledStreet], until_min: float) -> StreetLog:
    """Time a street from its opening to a minute, on a new one each round; give the log of the last one."""
    used: list[CompiledStreet] = []

    def fresh() -> tuple[tuple[CompiledStreet, float], dict[str, object]]:
        """Open another street."""
        used.append(opened())
        return (used[-1], until_min), {}

    benchmark.pedantic(CompiledStreet.advance, setup=fresh, rounds=5)
    log = used[-1].close(until_min)
    benchmark.extra_info["events"] = log.steps
    return log


@pytest.mark.parametrize("units", [10, 60, 240])
def test_nearest_of_free_units(benchmark: BenchmarkFixture, units: int) -> None:
    """Send the nearest of so many free units to calls so far apart that all are free again."""
    calls = calls_at(np.arange(CALLS) * 200.0, scene_min=5.0)
    log = carry(benchmark, lambda: staffed(setting_with(calls, units)), CALLS * 200.0)
    assert (log.outcome["state"] == ATTENDED).all()


def test_long_queue(benchmark: BenchmarkFixture) -> None:
    """Let three units work off calls of three grades that are all made in the first minutes."""
    calls = calls_at(np.linspace(0.0, 10.0, 5_000), scene_min=1.0, grade=np.arange(5_000) % 3 + 1)
    log = carry(benchmark, lambda: staffed(setting_with(calls, 3)), 90 * DAY_MIN)
    assert (log.outcome["state"] == ATTENDED).all()


def test_many_events_at_once(benchmark: BenchmarkFixture) -> None:
    """Keep two thousand calls on scene at a time: the event queue is long, and there is no travel."""
    calls = calls_at(np.arange(CALLS) * 0.1, scene_min=200.0)
    log = carry(benchmark, lambda: staffed(setting_with(calls, 2_050, travel_counts=False)), CALLS * 0.1 + DAY_MIN)
    assert (log.outcome["state"] == ATTENDED).all()


@pytest.mark.parametrize("hotspots", [12, N_AREAS])
def test_choice_of_hotspots(benchmark: BenchmarkFixture, hotspots: int) -> None:
    """Let twenty units patrol for a month with nothing else to do."""
    due_min = tuple(np.arange(8.0) * 180.0)

    def opened() -> CompiledStreet:
        """Open a street with hotspots."""
        street = staffed(setting_with(calls_at(np.empty(0), scene_min=1.0), 20, due=due_min), "hotspot")
        street.set_hotspots(np.arange(hotspots), np.linspace(1.0, 2.0, hotspots), 0.0)
        return street

    log = carry(benchmark, opened, 28 * DAY_MIN)
    assert log.visits.size > 8 * 27 * hotspots * 0.9


def test_decay_of_stocks(benchmark: BenchmarkFixture) -> None:
    """Read the stock of deterrence of every area, as a calibration does hour by hour."""
    calls = calls_at(np.arange(2_000) * 10.0, scene_min=20.0)
    street = staffed(setting_with(calls, 30))
    street.advance(10 * DAY_MIN)
    totals = np.zeros(N_AREAS)
    benchmark(street.add_stocks, 10 * DAY_MIN, totals)
    assert (totals > 0).all()


def test_shift_change(benchmark: BenchmarkFixture) -> None:
    """Bring four hundred officers on duty."""
    setting = setting_with(calls_at(np.empty(0), scene_min=1.0), 400)
    street = benchmark.pedantic(staffed, args=(setting,), rounds=20)
    assert street.units_on_duty() == 400


def test_bare_timing_wheel(benchmark: BenchmarkFixture) -> None:
    """Take and put back events on a bare timing wheel: what the street's event is measured by."""
    benchmark.pedantic(hold_steps, args=(1_000_000, LIVE_EVENTS, np.zeros(1)), rounds=5, warmup_rounds=1)
