"""A few units with a place each: who goes where is a Markov chain that is solved exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.counted import counted_rows
from sim.outcomes.record import RunRecord
from sim.run.parts import Parts
from sim.validate import textbook
from sim.validate.judge import Exact
from sim.validate.observe import served_calls
from sim.validate.row import Row, Sample, sample_of
from sim.validate.theory import erlang, hypercube

MOST_UNITS = 6


@dataclass(frozen=True, slots=True)
class Geography:
    """A small system with geography.

    Parameters
    ----------
    home
        (n_units,) area of each unit.
    rate
        (n_areas,) calls a minute.
    mean_scene_min
        Mean time on scene, the unit of the wait.
    chain
        The solved chain.
    area_code
        (n_areas,) names for people.
    """

    kind: ClassVar[str] = "a few units with a place each"
    home: NDArray[np.int16]
    rate: NDArray[np.float64]
    mean_scene_min: float
    chain: hypercube.Hypercube
    area_code: tuple[str, ...]

    @classmethod
    def of(cls, parts: Parts) -> Self:
        """Recognise a small system with geography in a study.

        Raises
        ------
        NotOfThisKindError
            If the study is something else.
        """
        textbook.refuse(
            textbook.not_one_steady_team(parts),
            _not_from_home(parts),
        )
        officers = parts.force_of(parts.loaded.study.baseline, 0).officers
        (stream,) = textbook.streams_of(parts.demand)
        home = officers["home"].copy()
        minutes = parts.county.travel.base_min[home]
        preference = np.argsort(minutes, axis=0, kind="stable").T
        if stream.total_rate * stream.mean_min >= home.size:
            textbook.refuse(["demand: more work than the units can do"])
        chain = hypercube.solve(stream.rate, stream.mean_min, preference)
        return cls(home, stream.rate, stream.mean_min, chain, parts.county.area_code)

    @property
    def calls_needed(self) -> int:
        """Calls that the exact rows need."""
        return 100_000

    @property
    def outside(self) -> float:
        """Share of calls that get a unit from another place."""
        return 1 - float((self.rate / self.rate.sum()) @ (self.chain.share * self._is_home).sum(axis=1))

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is compared: workloads, shares of unit and area, calls served from elsewhere, and the queue."""
        offered = float(self.rate.sum()) * self.mean_scene_min
        units = range(self.home.size)
        rows = [Row(f"workload of unit {unit}", Exact(float(self.chain.workload[unit]))) for unit in units]
        rows += [
            Row(f"share of {self.area_code[area]} to unit {unit}", Exact(float(self.chain.share[area, unit])))
            for area in self._called
            for unit in units
        ]
        return (
            *rows,
            Row("share served from elsewhere", Exact(self.outside)),
            Row("share that waits", Exact(erlang.erlang_c(self.home.size, offered))),
            Row("mean wait", Exact(erlang.mean_wait(self.home.size, offered))),
        )

    def observe(self, records: Sequence[RunRecord]) -> Sample:
        """Read the numbers off the one run of a replication."""
        (record,) = records
        served = served_calls(record)
        answered = np.zeros((self.rate.size, self.home.size), dtype=np.int64)
        come = served.unit >= 0
        np.add.at(answered, (served.area[come], served.unit[come]), 1)
        calls = np.bincount(served.area, minlength=self.rate.size)
        share = answered / np.maximum(calls, 1)[:, np.newaxis]
        pairs = [(float(workload), served.count) for workload in _workloads(record, self.home.size)]
        pairs += [
            (float(share[area, unit]), int(calls[area])) for area in self._called for unit in range(self.home.size)
        ]
        pairs.append((1 - float((answered * self._is_home).sum()) / served.count, served.count))
        pairs.append((float(np.mean(served.wait_min > 0)), served.count))
        pairs.append((float(served.wait_min.mean()) / self.mean_scene_min, served.count))
        return sample_of(pairs, served.count)

    @property
    def _called(self) -> NDArray[np.intp]:
        """Areas that have calls."""
        return np.flatnonzero(self.rate)

    @property
    def _is_home(self) -> NDArray[np.bool_]:
        """(n_areas, n_units) whether an area is the unit's own."""
        home: NDArray[np.bool_] = np.arange(self.rate.size)[:, np.newaxis] == self.home
        return home


def _not_from_home(parts: Parts) -> Iterator[str]:
    """Tell what keeps a study from being a hypercube."""
    dispatch, streams = parts.rules.street.dispatch, textbook.streams_of(parts.demand)
    if parts.county.n_areas == 1:
        yield "county: there is one place only"
    if not 1 <= int(parts.posts.sum()) <= MOST_UNITS:
        yield f"force.posts: 1 to {MOST_UNITS} units can be solved exactly"
    if dispatch.travel_counts:
        yield "street.dispatch.travel_counts: journeys take time; use false"
    if dispatch.idle != "home":
        yield "street.dispatch.idle: units stay where they were; use home"
    if len(streams) != 1 or streams[0].shape != "exponential":
        yield "demand.types: calls of one grade with one exponential time on scene are needed"


def _workloads(record: RunRecord, n_units: int) -> NDArray[np.float64]:
    """Give the share of the measured time for which each unit is on scene: (n_units,)."""
    begin_min, until_min = record.clock.measure_from_min, record.clock.measure_until_min
    outcome = record.outcome[: counted_rows(record).stop]
    arrival, end = (np.clip(outcome[moment], begin_min, until_min) for moment in ("first_arrival_min", "closed_min"))
    came = ~np.isnan(arrival)
    busy = np.where(np.isnan(end), until_min, end)[came] - arrival[came]
    return np.bincount(outcome["unit"][came], weights=busy, minlength=n_units) / (until_min - begin_min)
