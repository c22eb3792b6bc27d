"""Which function measures which row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from sim.bench import commands, engines, forces, growth, harm, memory, queue, startup, street, study, workers
from sim.bench.measured import Measured


class Measure(Protocol):
    """Measures one row, in a shorter form if asked for."""

    def __call__(self, *, quick: bool) -> Measured:
        """Measure the row, or raise `NotMeasuredError`."""


CASES: Final[Mapping[str, Measure]] = {
    "engines": engines.plain_over_compiled,
    "commands": commands.session_over_kernel,
    "event": street.event_over_hold_step,
    "simpy_event": engines.plain_over_timeouts,
    "queue": queue.queue_over_simpy,
    "history": street.history_over_run,
    "workers": workers.gain_of_second_worker,
    "harm_numpy": harm.against_numpy,
    "harm_polars": harm.against_polars,
    "harm_pandas": harm.against_pandas,
    "cold_compile": startup.cold_compile,
    "warm_call": startup.warm_first_call,
    "memory": memory.memory_of_worker,
    "default_study": study.default_study,
    "linear_calls": growth.growth_with_calls,
    "linear_forces": forces.nation_over_forces,
    "commands_a_year": commands.commands_a_year,
    "steps_per_call": street.steps_per_call,
}
