"""What is measured, what is asked of it, and how far it may move before it counts as a regression."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SECONDS: Final = "s"
"""Unit of a value that says as much about the machine as about the program."""


class Better(StrEnum):
    """Which way is good."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Target:
    """One row of the table.

    Parameters
    ----------
    name
        Short name, as in ``--only NAME``.
    label
        What is divided by what.
    unit
        Unit of the value: ``×`` for a ratio, ``s``, ``MB``, or a word for a count.
    better
        Whether more or less is good.
    floor
        The least that is accepted; None where only the baseline counts.
    moonshot
        What is aimed at; None as for the floor.
    tolerance
        Factor, above 1, by which the ratio may be worse than the committed one.
    tolerance_reason
        Why it is that wide.
    quick
        Whether the row is measured in the short form too.
    compared
        What the baseline holds where that is not the value itself: an absolute number moves with the machine, so it is
        divided by a yardstick of the same run. Empty where the value is a ratio already.
    """

    name: str
    label: str
    unit: str
    better: Better
    floor: float | None
    moonshot: float | None
    tolerance: float
    tolerance_reason: str
    quick: bool = True
    compared: str = ""

    def measured_in(self, *, quick: bool) -> bool:
        """Tell whether the row is part of a form: all are of the full one."""
        return self.quick or not quick

    def meets(self, value: float, bound: float | None) -> bool:
        """Tell whether a value is at least as good as a bound; there is nothing to miss without one."""
        if bound is None:
            return True
        return value >= bound if self.better is Better.HIGH else value <= bound

    def worsening(self, ratio: float, before: float) -> float:
        """Give the factor by which a ratio is worse than an earlier one; below 1 it is better."""
        return before / ratio if self.better is Better.HIGH else ratio / before


_PAIRS: Final = "medians of interleaved pairs still move by a tenth or two on two shared cores"
_COUNT: Final = "a count: the same on every machine, so any move means that what commanders do has changed"

TARGETS: Final = (
    Target(
        "engines",
        "plain SimPy street ÷ numba street under SimPy commands, same logs",
        "×", Better.HIGH, 50.0, 100.0, 1.35, _PAIRS,
    ),
    Target(
        "commands",
        "whole session ÷ its kernel calls alone, played again",
        "×", Better.LOW, 1.10, 1.03, 1.10, "the two differ by little, and are the same work but for that",
    ),
    Target(
        "event",
        "model event ÷ hold step of a bare timing wheel",
        "×", Better.LOW, 8.0, 4.0, 1.35, _PAIRS,
    ),
    Target(
        "simpy_event",
        "event of the plain SimPy street ÷ bare SimPy timeout",
        "×", Better.LOW, 6.0, 4.0, 1.35, _PAIRS,
    ),
    Target(
        "queue",
        "M/M/60 with generation, customers per second ÷ those of a SimPy PriorityResource",
        "×", Better.HIGH, 100.0, 150.0, 1.35, _PAIRS,
    ),
    Target(
        "history",
        "drawing a history and laying out its street ÷ running it",
        "×", Better.LOW, 0.35, 0.15, 1.35, _PAIRS,
    ),
    Target(
        "workers",
        "gain of a second worker ÷ that of bare arithmetic",
        "×", Better.HIGH, 0.90, 0.97, 1.20, "what else runs on the machine falls on either side at random",
        quick=False,
    ),
    Target(
        "harm_numpy",
        "chunked NumPy bincount ÷ harm kernel",
        "×", Better.HIGH, 2.5, 4.0, 1.35, _PAIRS,
    ),
    Target(
        "harm_polars",
        "polars, its faster form, ÷ harm kernel",
        "×", Better.HIGH, 4.0, 6.0, 1.6, "polars uses all cores, and what else runs there slows it",
    ),
    Target(
        "harm_pandas",
        "pandas groupby ÷ harm kernel",
        "×", Better.HIGH, None, None, 1.6, "pandas copies whole columns: twice as slow where memory is not at hand",
    ),
    Target(
        "cold_compile",
        "compiling every kernel into an empty cache",
        SECONDS, Better.LOW, 20.0, 8.0, 1.4, "one pair only: compiling takes too long to repeat",
        compared="÷ compiling a fixed kernel",
    ),
    Target(
        "warm_call",
        "first call of every kernel from the cache, beyond that of a trivial one",
        SECONDS, Better.LOW, 0.5, 0.1, 1.5, "fresh processes differ by what the disk cache holds",
        compared="÷ first call of a trivial kernel",
    ),
    Target(
        "memory",
        "peak memory of a worker over a year of the county",
        "MB", Better.LOW, 400.0, 250.0, 1.15, "allocators differ a little between systems",
        compared="÷ a process that has only imported the libraries",
    ),
    Target(
        "default_study",
        "default study, 6 options × 10 replications × 392 days, two workers, warm",
        SECONDS, Better.LOW, 60.0, 20.0, 1.5, "a single run",
        quick=False, compared="÷ a thousand million hold steps",
    ),
    Target(
        "linear_calls",
        "one more call in a large county ÷ in a small one, officers in proportion, four sizes",
        "×", Better.LOW, 1.15, 1.03, 1.25, "a difference of times is noisier than a time",
    ),
    Target(
        "linear_forces",
        "43 forces ÷ 43 × one force by itself",
        "×", Better.LOW, 1.15, 1.03, 1.15, "one run of each size; forces differ by chance",
        quick=False,
    ),
    Target(
        "commands_a_year",
        "times a year at which commanders stop the street",
        "stops", Better.LOW, 5000.0, 2500.0, 1.001, _COUNT,
    ),
    Target(
        "steps_per_call",
        "model events for each potential call",
        "events", Better.LOW, None, None, 1.02, "a count, the same on every machine; other draws of the same demand move it by some thousandths",
    ),
)  # fmt: skip

BY_NAME: Final = {target.name: target for target in TARGETS}
