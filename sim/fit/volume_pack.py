"""The calls of a log, put into a demand pack so that a study has as many calls as were logged."""

from __future__ import annotations

from typing import Any

from sim.demand.build import build_demand
from sim.fit.digits import short
from sim.fit.fitted import FittedCounty
from sim.fit.log_pack import say


def put_volumes(data: dict[str, Any], fitted: FittedCounty) -> None:
    """Put the calls of a log into the description of a demand pack, in place.

    Parameters
    ----------
    data
        The pack as plain data.
    fitted
        The fit; without a log nothing is changed.

    Notes
    -----
    A study scales the calls of a type by what its rows are scaled by to meet the county's recorded rows
    (`sim.demand.recorded`). So many calls are written here that they are those of the log once that is done; the share of
    calls that leave a row follows. A row needs a call: a type that has fewer calls in the log than rows in the
    records keeps one for each.
    """
    log = fitted.log
    if log is None:
        return
    scale = _scale(fitted)
    columns = data.get("fields", {}).get("types", {})
    for row in data["types"]:
        found = log.volumes.get(row["key"])
        if found is not None and found.value > 0 and scale[row["key"]] > 0:
            rows = sum(row.get("crimes_per_year", {}).values()) + row.get("asb_records_per_year", 0.0)
            row["calls_per_year"] = max(short(found.value / scale[row["key"]]), rows)
            say(columns, "calls_per_year", row["key"], [found], log.source)


def _scale(fitted: FittedCounty) -> dict[str, float]:
    """Give what a study scales the calls of each type by."""
    calls = build_demand(fitted.demand, fitted.county_with_rates).observed_per_year.sum(axis=1)
    return {
        row.key: float(scaled) / row.calls_per_year if row.calls_per_year > 0 else 0.0
        for row, scaled in zip(fitted.demand.types, calls, strict=True)
    }
