"""The shifts of every rota over the whole run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, Clock
from sim.force.model import SHIFT
from sim.force.records import as_records
from sim.force.rota import Rota


def all_shifts(rotas: list[Rota | None], clock: Clock) -> NDArray[np.void]:
    """List every shift of every rota and column.

    Parameters
    ----------
    rotas
        The rotas worked, by rota index; None is the one that never ends.
    clock
        The run to be covered.

    Returns
    -------
    NDArray[np.void]
        (n_shifts,) records of `SHIFT`, sorted by (start_min, rota, column). The shift that a column is in
        the middle of at minute 0 is cut to start there, and is its number 0. The last shifts may end after
        the run does. An endless shift ends a day after it, so that no rule about the end of a shift ever acts on it.
    """
    rows = [row for index, rota in enumerate(rotas) for row in _shifts_of(index, rota, clock)]
    return as_records(sorted(rows, key=_place), SHIFT)


def _place(row: tuple[float, float, int, int, int]) -> tuple[float, int, int]:
    """Give what shifts are sorted by: start, rota, column."""
    start, _, rota, column, _ = row
    return start, rota, column


def _shifts_of(index: int, rota: Rota | None, clock: Clock) -> list[tuple[float, float, int, int, int]]:
    """List the shifts of one rota, column by column."""
    if rota is None:
        return [(0.0, clock.horizon_min + MINUTES_PER_DAY, index, 0, 0)]
    rows = []
    for column in range(rota.teams):
        spans = [_span(rota, column, day) for day in range(-1, clock.total_days)]
        worked = [span for span in spans if span is not None]
        rows += [(start, end, index, column, number) for number, (start, end) in enumerate(worked)]
    return rows


def _span(rota: Rota, column: int, day: int) -> tuple[float, float] | None:
    """Give start and end of the shift that a column starts on a day, cut at minute 0; None if there is none."""
    span = rota.span_on(day, column)
    if span is None:
        return None
    start, end = (float(day * MINUTES_PER_DAY + minute) for minute in span)
    return (max(start, 0.0), end) if end > 0 else None
