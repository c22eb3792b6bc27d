"""Calls, and what is flagged as hate, by month and area from a force's own log."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.rank.evidence import Evidence
from sim.records.incidents import Incidents


def with_log(evidence: Evidence, incidents: Incidents) -> Evidence:
    """Add calls, and hate where the log flags any.

    Parameters
    ----------
    evidence
        What is known without the log.
    incidents
        The log.

    Returns
    -------
    Evidence
        Months that the log does not have are left out of what was recorded, so that all components speak of the same
        months.

    Raises
    ------
    ValueError
        Where the log and the records have no month in common.

    Notes
    -----
    Calls that became crime or anti-social behaviour rows are counted here and there, as far as is known of the published
    index also in it.
    """
    called, placed = months_of(incidents), incidents.area >= 0
    logged = logged_months(incidents)
    months = tuple(month for month in evidence.month if month in logged) if evidence.month else logged
    if not months:
        message = "the log and the recorded rows have no month in common"
        raise ValueError(message)
    lost = [month for month in evidence.month if month not in months]
    evidence = evidence.keeping(months) if evidence.month else replace(evidence, month=months)
    flags = {"calls": placed} | ({"hate": placed & incidents.hate} if incidents.hate.any() else {})
    what_of = {
        "calls": "calls in the force's log",
        "hate": "calls that the force's log flags as hate crime or incident",
    }
    unplaced = incidents.n - int(placed.sum())
    notes = [
        *incidents.notes,
        *([f"Months without a logged call are left out: {', '.join(lost)}."] if lost else []),
        *([f"{unplaced:,} of {incidents.n:,} logged calls could not be placed."] if unplaced else []),
    ]
    return evidence.adding(
        by_month={
            key: _count(called[flag], incidents.area[flag], months, evidence.n_areas) for key, flag in flags.items()
        },
        what={key: what_of[key] for key in flags},
        notes=tuple(notes),
    )


def months_of(incidents: Incidents) -> NDArray[np.str_]:
    """Give the month of each call, YYYY-MM: (n,)."""
    first = np.datetime64(incidents.origin, "m")
    called = first + np.floor(incidents.call_min).astype("timedelta64[m]")
    return called.astype("datetime64[M]").astype(np.str_)


def logged_months(incidents: Incidents) -> tuple[str, ...]:
    """List the months with a call that could be placed."""
    return tuple(np.unique(months_of(incidents)[incidents.area >= 0]).tolist())


def _count(
    called: NDArray[np.str_], area: NDArray[np.int16], months: tuple[str, ...], n_areas: int
) -> NDArray[np.float64]:
    """Count calls by month and area: (n_months, n_areas)."""
    row = np.searchsorted(np.array(months), called).clip(max=len(months) - 1)
    there = np.array(months)[row] == called
    counts = np.zeros((len(months), n_areas))
    np.add.at(counts, (row[there], area[there].astype(np.int64)), 1.0)
    return counts
