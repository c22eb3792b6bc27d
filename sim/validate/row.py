"""A row of the table: what is compared, and by which rule it holds or fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray


class Finding(NamedTuple):
    """What a rule says of a row.

    Parameters
    ----------
    expected
        In words or numbers, for people.
    obtained
        The number that was obtained.
    low, high
        Interval around it; nan where there is none.
    holds
        Whether the row holds.
    remark
        Why it fails, or what is to be known of it; may be empty.
    undecided
        Whether it does not hold only because there is too little to say it by.
    """

    expected: str
    obtained: float
    low: float
    high: float
    holds: bool
    remark: str
    undecided: bool = False


class Trial(NamedTuple):
    """What the replications of a case gave for one row.

    Parameters
    ----------
    values
        (n_replications,) the number that each replication gave.
    looked_at
        Calls, journeys or pairs behind the numbers, in all replications together.
    calls
        Calls of the case in all replications together.
    calls_needed
        Calls that an exact row of the case needs.
    """

    values: NDArray[np.float64]
    looked_at: int
    calls: int
    calls_needed: int


class Rule(Protocol):
    """How a row is judged."""

    def judge(self, trial: Trial, error: float) -> Finding:
        """Judge the numbers of a row; `error` is the chance of a false alarm that an exact row may have."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison.

    Parameters
    ----------
    what
        What is compared, for people.
    rule
        How it is judged.
    """

    what: str
    rule: Rule


class Sample(NamedTuple):
    """What one replication gives for the rows of a case.

    Parameters
    ----------
    values
        (n_rows,) one number a row.
    looked_at
        (n_rows,) calls, journeys or pairs behind each number.
    calls
        Calls counted.
    """

    values: NDArray[np.float64]
    looked_at: NDArray[np.int64]
    calls: int


def sample_of(pairs: list[tuple[float, int]], calls: int) -> Sample:
    """Put numbers, each with how much is behind it, together as a sample."""
    values, looked_at = zip(*pairs, strict=True)
    return Sample(np.array(values, dtype=np.float64), np.array(looked_at, dtype=np.int64), calls)
