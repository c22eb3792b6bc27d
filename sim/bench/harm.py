"""Harm scoring beside what an analyst would otherwise write: NumPy, pandas, polars; same incidents, same sums."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from time import perf_counter, process_time
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.bench.measured import Measured, NotMeasuredError
from sim.bench.timing import Clock, in_turn, seconds_of
from sim.harm.kernels import score
from sim.keys import Purpose, stream

N_AREAS: Final = 690
N_KINDS: Final = 88
"""Offences and call types of the shipped catalogue: harm is scored by both."""
CHUNK: Final = 65_536
FULL, QUICK = 50_000_000, 10_000_000


@dataclass(frozen=True, slots=True)
class Incidents:
    """Incidents to score.

    Parameters
    ----------
    kind
        (n_incidents,) what each is.
    area
        (n_incidents,) where.
    weight
        (n_kinds,) harm of each kind.
    """

    kind: NDArray[np.int16]
    area: NDArray[np.int16]
    weight: NDArray[np.float64]


@cache
def incidents(count: int) -> Incidents:
    """Draw incidents that are spread over kinds and areas as unevenly as real ones.

    Parameters
    ----------
    count
        How many.
    """
    draws = stream(1, 0, Purpose.MARKS)

    def pick(n: int, evenness: float) -> NDArray[np.int16]:
        """Draw indices below n in uneven shares."""
        share = draws.gamma(evenness, size=n).cumsum()
        found: NDArray[np.int16] = share.searchsorted(draws.random(count) * share[-1]).astype(np.int16)
        return found

    return Incidents(pick(N_KINDS, 0.5), pick(N_AREAS, 2.0), draws.gamma(0.3, 100.0, N_KINDS))


def by_kernel(rows: Incidents) -> NDArray[np.float64]:
    """Score with the program's kernel.

    Parameters
    ----------
    rows
        The incidents.
    """
    out = np.zeros(N_AREAS)
    score(rows.kind, rows.area, rows.weight, out)
    return out


def by_numpy(rows: Incidents) -> NDArray[np.float64]:
    """Score with `bincount`, in pieces that stay in the cache.

    Parameters
    ----------
    rows
        The incidents.
    """
    out = np.zeros(N_AREAS)
    for first in range(0, rows.kind.size, CHUNK):
        piece = slice(first, first + CHUNK)
        out += np.bincount(rows.area[piece], weights=rows.weight[rows.kind[piece]], minlength=N_AREAS)
    return out


def by_pandas(rows: Incidents) -> NDArray[np.float64]:
    """Score with a pandas `groupby`.

    Parameters
    ----------
    rows
        The incidents.
    """
    pandas = _library("pandas")
    harm = pandas.Series(rows.weight[rows.kind]).groupby(rows.area).sum()
    return _spread_out(harm.index.to_numpy(), harm.to_numpy())


def by_polars(rows: Incidents, *, joined: bool) -> NDArray[np.float64]:
    """Score with polars, on all cores.

    Parameters
    ----------
    rows
        The incidents.
    joined
        Whether weights are joined to the incidents as a table, or looked up by position.
    """
    polars = _library("polars")
    frame = polars.DataFrame({"area": rows.area, "kind": rows.kind}).lazy()
    if joined:
        weights = {"kind": np.arange(rows.weight.size, dtype=np.int16), "harm": rows.weight}
        frame = frame.join(polars.DataFrame(weights).lazy(), on="kind")
    else:
        harm = polars.lit(polars.Series(rows.weight)).gather(polars.col("kind"))
        frame = frame.select("area", harm=harm)
    sums = frame.group_by("area").agg(polars.col("harm").sum()).collect()
    return _spread_out(sums["area"].to_numpy(), sums["harm"].to_numpy())


def against_numpy(*, quick: bool) -> Measured:
    """Measure the kernel against chunked `bincount`."""
    return _against("bincount", by_numpy, quick=quick)


def against_pandas(*, quick: bool) -> Measured:
    """Measure the kernel against pandas."""
    _library("pandas")
    return _against("pandas", by_pandas, quick=quick)


def against_polars(*, quick: bool) -> Measured:
    """Measure the kernel against the faster of two forms in polars, which works on all cores: by the clock on the wall."""
    _library("polars")
    rows = incidents(QUICK)
    by_polars(rows, joined=True)
    slow = {joined: seconds_of(partial(by_polars, rows, joined=joined), perf_counter) for joined in (True, False)}
    joined = slow[True] < slow[False]
    return _against("polars", partial(by_polars, joined=joined), quick=quick, clock=perf_counter)


def _against(
    name: str, other: Callable[[Incidents], NDArray[np.float64]], *, quick: bool, clock: Clock = process_time
) -> Measured:
    """Measure another way of scoring against the kernel, after seeing that both give the same sums."""
    rows = incidents(QUICK if quick else FULL)
    if not np.allclose(other(rows), by_kernel(rows), rtol=1e-9, atol=0.0):
        message = f"{name} and the kernel do not give the same sums"
        raise AssertionError(message)
    pairs = in_turn(partial(other, rows), partial(by_kernel, rows), 5 if quick else 9, clock)
    per_ns = 1e9 / rows.kind.size
    note = f"{name} {pairs.first_median_s * per_ns:.2f}, kernel {pairs.second_median_s * per_ns:.2f} ns an incident"
    return Measured.of_ratio(pairs, note)


def _spread_out(area: NDArray[np.int16], harm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put the sums of the areas that have any in their places."""
    out = np.zeros(N_AREAS)
    out[area] = harm
    return out


def _library(name: str) -> Any:  # noqa: ANN401 - a module
    """Import a library that the program itself does not need."""
    try:
        return importlib.import_module(name)
    except ImportError:
        message = f"{name} is not installed"
        raise NotMeasuredError(message) from None
