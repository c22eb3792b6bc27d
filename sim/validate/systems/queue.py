"""One queue: units that are alike, wherever they are, and no journeys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import numpy as np

from sim.outcomes.record import RunRecord
from sim.run.parts import Parts
from sim.validate import textbook
from sim.validate.judge import Exact, Never
from sim.validate.observe import Served, busy_share, out_of_turn, served_calls
from sim.validate.row import Row, Sample, sample_of
from sim.validate.textbook import Stream
from sim.validate.theory import cobham, crommelin, erlang, pollaczek, preemption

HEAVY_LOAD = 0.9
"""Load from which a queue forgets so slowly that ten times the calls are asked for."""

Measure = Literal["busy", "waiting", "wait", "stay"]


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the queue.

    Parameters
    ----------
    measure
        Share of time busy, share of calls that wait, mean wait, or mean time from call to end.
    grades
        The grades it is about.
    value
        What theory says; times in mean times on scene.
    """

    measure: Measure
    grades: tuple[int, ...]
    value: float


WORDS: dict[Measure, str] = {
    "busy": "share of time busy",
    "waiting": "share that waits",
    "wait": "mean wait",
    "stay": "mean time to end",
}


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue that theory knows.

    Parameters
    ----------
    units
        Number of units.
    numbers
        What theory says.
    mean_scene_min
        Mean time on scene over all calls, the unit of the waits.
    load
        Work offered ÷ what the units can do.
    """

    kind: ClassVar[str] = "a queue"
    units: int
    numbers: tuple[Number, ...]
    mean_scene_min: float
    load: float

    @classmethod
    def of(cls, parts: Parts) -> Self:
        """Recognise a queue in a study.

        Raises
        ------
        NotOfThisKindError
            If the study is something else, or a queue without a formula.
        """
        textbook.refuse(
            textbook.not_one_steady_team(parts),
            _journeys(parts),
        )
        units = int(parts.posts.sum())
        streams = textbook.streams_of(parts.demand)
        if not streams or not units:
            textbook.refuse(["force.posts, demand: there is nobody to call, or nobody to come"])
        work = sum(stream.total_rate * stream.mean_min for stream in streams)
        load = work / units
        if load >= 1:
            textbook.refuse([f"demand: {work:g} units' worth of work for {units}: the queue never ends"])
        preempts = "scene" in parts.rules.street.dispatch.preempt
        numbers = _numbers(units, streams, preempts=preempts)
        mean = work / sum(stream.total_rate for stream in streams)
        return cls(units, (Number("busy", _grades(streams), load), *numbers), mean, load)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is compared."""
        several = len({number.grades for number in self.numbers}) > 1
        rows = [Row(_label(number, several=several), Exact(number.value)) for number in self.numbers]
        return (*rows, Row("served out of turn within a grade", Never()))

    @property
    def calls_needed(self) -> int:
        """Calls that the exact rows need."""
        return 1_000_000 if self.load > HEAVY_LOAD - 1e-6 else 100_000

    def observe(self, records: Sequence[RunRecord]) -> Sample:
        """Read the numbers off the one run of a replication."""
        (record,) = records
        served = served_calls(record)
        pairs = [self._observed(number, record, served) for number in self.numbers]
        return sample_of([*pairs, out_of_turn(record, by_end=self.units == 1)], served.count)

    def _observed(self, number: Number, record: RunRecord, served: Served) -> tuple[float, int]:
        """Give one number, and the calls behind it."""
        mine = np.isin(served.grade, number.grades)
        count = int(np.count_nonzero(mine))
        if number.measure == "busy":
            return busy_share(record, self.units), count
        if number.measure == "waiting":
            return float(np.mean(served.wait_min[mine] > 0)), count
        minutes = served.wait_min if number.measure == "wait" else served.stay_min
        return float(minutes[mine].mean()) / self.mean_scene_min, count


def _journeys(parts: Parts) -> Iterator[str]:
    """Tell whether journeys take time; if not, it is all the same to a call who comes."""
    if parts.rules.street.dispatch.travel_counts and parts.county.travel.base_min.any():
        yield "street.dispatch.travel_counts: journeys take time"


def _grades(streams: Sequence[Stream]) -> tuple[int, ...]:
    """Give the grades of streams."""
    return tuple(stream.grade for stream in streams)


def _label(number: Number, *, several: bool) -> str:
    """Name a number."""
    if not several or number.measure == "busy":
        return WORDS[number.measure]
    grades = f"grade{'s' if len(number.grades) > 1 else ''} {', '.join(map(str, number.grades))}"
    return f"{WORDS[number.measure]}, {grades}"


def _numbers(units: int, streams: list[Stream], *, preempts: bool) -> list[Number]:
    """Give what theory says of waits and times to end."""
    if len(streams) > 1 and preempts and streams[0].grade == 1:
        return _with_preemption(units, streams)
    if len(streams) > 1:
        return _with_priorities(units, streams)
    return _first_come(units, streams[0])


def _first_come(units: int, stream: Stream) -> list[Number]:
    """One grade: Erlang, Crommelin, or Pollaczek and Khinchine."""
    offered, grades = stream.total_rate * stream.mean_min, (stream.grade,)
    if stream.shape == "exponential":
        waiting = Number("waiting", grades, erlang.erlang_c(units, offered))
        return [waiting, Number("wait", grades, erlang.mean_wait(units, offered))]
    if units == 1:
        wait = pollaczek.mean_wait(stream.total_rate, stream.mean_min, stream.second_moment)
        return [Number("waiting", grades, offered), Number("wait", grades, wait / stream.mean_min)]
    if stream.shape == "fixed":
        return [Number("wait", grades, crommelin.mean_wait(units, offered))]
    raise textbook.NotOfThisKindError(["demand.types.scene: several units need a time exponential or fixed, one mean"])


def _with_priorities(units: int, streams: list[Stream]) -> list[Number]:
    """Several grades, nobody is taken from a call: Cobham, and the mean over all calls."""
    rates, means, seconds = _columns(streams)
    mean = float(rates @ means / rates.sum())
    if units == 1:
        waits = cobham.waits_one_server(rates, means, seconds) / mean
    else:
        _ask_for_one_exponential(streams)
        waits = cobham.waits_many_servers(units, rates * means)
    overall = float(rates @ waits / rates.sum())
    by_grade = [Number("wait", (stream.grade,), float(wait)) for stream, wait in zip(streams, waits, strict=True)]
    return [*by_grade, Number("wait", _grades(streams), overall)]


def _with_preemption(units: int, streams: list[Stream]) -> list[Number]:
    """Grade 1 takes units from the scenes of lower grades, which keep first come, first served among each other."""
    rates, means, seconds = _columns(streams)
    mean = float(rates @ means / rates.sum())
    first, below = _grades(streams)[:1], _grades(streams)[1:]
    if units == 1 and len(streams) == 2:
        stays = preemption.stays_one_server(rates, means, seconds) / mean
        return [Number("stay", first, float(stays[0])), Number("stay", below, float(stays[1]))]
    _ask_for_one_exponential(streams)
    offered = rates * means
    urgent, others = preemption.stays_many_servers(units, float(offered[0]), float(offered[1:].sum()))
    return [Number("stay", first, urgent), Number("stay", below, others)]


def _columns(streams: list[Stream]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give rates, means and second moments of streams, each (n_streams,)."""
    return (
        np.array([stream.total_rate for stream in streams]),
        np.array([stream.mean_min for stream in streams]),
        np.array([stream.second_moment for stream in streams]),
    )


def _ask_for_one_exponential(streams: list[Stream]) -> None:
    """Refuse times on scene that are not exponential and alike for all grades."""
    alike = np.allclose([stream.mean_min for stream in streams], streams[0].mean_min, rtol=1e-12)
    if not alike or any(stream.shape != "exponential" for stream in streams):
        textbook.refuse(["demand.types.scene: these grades need one exponential time on scene for all"])
