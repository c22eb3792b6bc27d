"""Read a force's own incident log: a CSV file whose columns the county file names."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.county.files_config import FilesCounty
from sim.county.log_config import IncidentFile
from sim.county.model import County
from sim.county.source import Source
from sim.county.tables import read_table
from sim.errors import InputError
from sim.records.incidents import Incidents
from sim.records.log_places import Placed, place_rows
from sim.records.log_times import Times, minutes_after, minutes_since, read_times
from sim.records.log_words import flags_of, grades_of, kinds_of, officers_of

_STAMPS = ("dispatch", "arrival", "clear")
_ROUNDING_MIN = 1.0
"""Clocks of two systems, or whole minutes, may put a later event this much before an earlier one."""


class _Row(NamedTuple):
    """The rows of the log, in its order: what each says."""

    call: Times
    stamp: dict[str, Times | None]
    placed: Placed
    kind: NDArray[np.object_]
    grade: NDArray[np.int8]
    hate: NDArray[np.bool_]
    officers: NDArray[np.int16] | None


def read_incidents(config: FilesCounty, county: County, base: Path, file: str) -> Incidents:
    """Read the incident log of a county.

    Parameters
    ----------
    config
        The county file, with a section `incidents`.
    county
        The county, for its areas.
    base
        Folder that relative paths start from.
    file
        The county file as the user named it, for error messages.

    Returns
    -------
    Incidents
        Calls in the order of their times. Rows without a time and of types left out are not among them; those that
        could not be placed are.

    Raises
    ------
    InputError
        With every problem found.
    """
    spec = config.incidents
    if spec is None:
        what = "there is no incident log"
        raise InputError.of(file, what, "name one under incidents", where="incidents")
    source = Source(base, file)
    columns = {f"columns.{key}": name for key, name in spec.columns.model_dump().items() if name is not None}
    table = read_table("incidents", spec.path, columns, "the force's incident log", spec.published, source)
    if table is None:
        raise InputError(source.problems)
    return _as_incidents(table.rename(columns=lambda key: key.removeprefix("columns.")), spec, county, source)


def _as_incidents(table: pd.DataFrame, spec: IncidentFile, county: County, source: Source) -> Incidents:
    """Read every column, and put rows of one incident together."""
    times = {
        key: read_times(f"incidents.columns.{key}", table[key], spec, source) if key in table else None
        for key in ("time", *_STAMPS)
    }
    hate = flags_of("incidents.columns.hate", table.get("hate"), len(table), source)
    officers = officers_of("incidents.columns.officers", table.get("officers"), source)
    placed = place_rows(table, spec, county, source)
    call = times.pop("time")
    if source.problems or call is None or hate is None or placed is None:
        raise InputError(source.problems)
    kind, kind_notes = kinds_of(table.get("kind"), spec, len(table))
    grade, grade_notes = grades_of(table.get("grade"), spec, len(table))
    kept, kept_notes = _kept(call, kind)
    if not kept.any():
        source.wrong("incidents.path", f"{spec.path!r} has no row with a time and a type that is kept")
        raise InputError(source.problems)
    row = _Row(call, times, placed, kind, grade, hate, officers)
    notes = [f"{len(table):,} rows were read from {spec.path}.", *kept_notes, *placed.notes, *kind_notes, *grade_notes]
    return _by_incident(row, table.get("id"), kept, notes)


def _kept(call: Times, kind: NDArray[np.object_]) -> tuple[NDArray[np.bool_], list[str]]:
    """Keep rows that have a time and a type: (n,), and sentences about the others and about what times lack."""
    timed = ~np.isnat(call.wall)
    kept = timed & np.array([name is not None for name in kind], dtype=np.bool_)
    notes = [] if timed.all() else [f"{int((~timed).sum()):,} rows have no time of call and are left out."]
    if call.twice[kept].any():
        notes.append(
            f"{int(call.twice[kept].sum()):,} calls lie in the hour that clocks show twice in autumn; taken as its first."
        )
    return kept, notes


def _by_incident(row: _Row, ids: pd.Series | None, kept: NDArray[np.bool_], notes: list[str]) -> Incidents:
    """Put the rows of each incident together: its earliest call, dispatch and arrival, its latest end, its first known place."""
    origin = row.call.wall[kept].min().astype("datetime64[D]")
    call_min = minutes_since(origin, row.call.wall)
    chosen = np.flatnonzero(kept)
    chosen = chosen[np.argsort(call_min[chosen], kind="stable")]
    incident = _numbered(ids, chosen)
    _, first = np.unique(incident, return_index=True)
    order = np.argsort(first)
    head = chosen[first[order]]
    call = row.call.rows(head)
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    after = {key: _together(row, key, chosen, rank[incident], call, latest=key == "clear") for key in _STAMPS}
    if head.size < chosen.size:
        notes.append(
            f"{chosen.size:,} rows are of {head.size:,} incidents: rows that share a number were put together."
        )
    after, order_notes = _in_order(after)
    start, place = call_min[head], _first_placed(row.placed, chosen, rank[incident])
    if (start % MINUTES_PER_DAY == 0).all():
        notes.append("The log has dates without a time of day: hours of the week cannot be read from it.")
    names = sorted(set(row.kind[head]))
    return Incidents(
        origin=origin.astype(object),
        call_min=start,
        area=row.placed.area[place],
        x_m=row.placed.x_m[place],
        y_m=row.placed.y_m[place],
        kind=pd.Categorical(row.kind[head], categories=names).codes.astype(np.int16),
        kind_name=tuple(names),
        grade=row.grade[head],
        dispatch_min=start + after["dispatch"],
        arrival_min=start + after["arrival"],
        clear_min=start + after["clear"],
        hate=np.bincount(rank[incident], row.hate[chosen], minlength=head.size) > 0,
        notes=(*notes, *order_notes),
        officers=_sent(row, chosen, rank[incident], head.size),
    )


def _numbered(ids: pd.Series | None, chosen: NDArray[np.intp]) -> NDArray[np.int64]:
    """Give each chosen row the number of its incident; a row without a number is one of its own."""
    if ids is None:
        return np.arange(chosen.size)
    codes, _ = pd.factorize(ids.fillna("").to_numpy()[chosen])
    blank = (ids.fillna("") == "").to_numpy()[chosen]
    codes = codes.astype(np.int64)
    codes[blank] = codes.max(initial=0) + 1 + np.arange(int(blank.sum()))
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def _first_placed(placed: Placed, chosen: NDArray[np.intp], incident: NDArray[np.intp]) -> NDArray[np.intp]:
    """Give for each incident the first of its rows that lies in the county, or its first row where none does."""
    order = np.lexsort((placed.area[chosen] < 0, incident))
    return chosen[order[np.unique(incident[order], return_index=True)[1]]]


def _sent(
    row: _Row, chosen: NDArray[np.intp], incident: NDArray[np.intp], n_incidents: int
) -> NDArray[np.int16] | None:
    """Add up the officers of the rows of each incident."""
    if row.officers is None:
        return None
    return np.bincount(incident, row.officers[chosen], minlength=n_incidents).astype(np.int16)


def _together(
    row: _Row, key: str, chosen: NDArray[np.intp], incident: NDArray[np.intp], call: Times, *, latest: bool
) -> NDArray[np.float64]:
    """Give the minutes from each incident's call to the first (or last) of its rows' times: NaN where none has one."""
    stamp = row.stamp[key]
    passed = minutes_after(call.rows(incident), None if stamp is None else stamp.rows(chosen))
    found = np.full(call.wall.size, np.nan)
    (np.fmax if latest else np.fmin).at(found, incident, passed)
    return found


def _in_order(after: dict[str, NDArray[np.float64]]) -> tuple[dict[str, NDArray[np.float64]], list[str]]:
    """Forget times that come before what they follow; (n,) minutes after the call each, and sentences about them."""
    earliest = np.zeros_like(after["dispatch"])
    ordered, notes = {}, []
    for key in _STAMPS:
        minutes = after[key]
        impossible = minutes < earliest - _ROUNDING_MIN
        if impossible.any():
            notes.append(f"{int(impossible.sum()):,} times of {key} lie before the event that they follow: unknown.")
        ordered[key] = np.where(impossible, np.nan, np.maximum(minutes, earliest))
        earliest = np.fmax(earliest, ordered[key])
    return ordered, notes
