"""What an incident log tells, put into a demand pack; every number says that it was fitted, to what, and how surely."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.fit.digits import interval, short
from sim.fit.estimate import Estimate
from sim.fit.hours import HourFit
from sim.fit.log import LogFit
from sim.fit.near_repeat import NearRepeatFit

FITTED = "fitted"
_SHARE_DIGITS = 9
"""Of a share of calls: shares of a pack must sum to 1 to six digits."""
_MOST_TIMES = 1e6
"""Highest factor of a range: an interval that reaches 0 is no factor of the number."""


def put_log(data: dict[str, Any], log: LogFit) -> None:
    """Put the numbers of a log into the description of a demand pack, in place.

    Parameters
    ----------
    data
        The pack as plain data, with `types`, and `fields` if its tables say where numbers come from.
    log
        The fit. Types that the pack does not have are passed over.
    """
    columns = data.get("fields", {}).get("types", {})
    profiles = data.setdefault("profiles", {})
    for row in data["types"]:
        name = row["key"]
        if name in log.hours.by_kind:
            row["profile"] = f"fitted_{name}"
            profiles[row["profile"]] = _profile(log.hours.by_kind[name], log.source)
        if name in log.grades:
            shares = log.grades[name]
            row["grades"] = [round(share.value, _SHARE_DIGITS) for share in shares]
            say(columns, "grades", name, shares, log.source)
        if name in log.officers:
            shares = log.officers[name]
            row["officers"] = [round(share.value, _SHARE_DIGITS) for share in shares]
            say(columns, "officers", name, shares, log.source)
        if name in log.scenes:
            scene = log.scenes[name]
            row["scene"] = {"kind": scene.kind, "mean_min": short(scene.mean_min.value), "cv": short(scene.cv.value)}
            say(columns, "scene.mean_min", name, [scene.mean_min], log.source)
            say(columns, "scene.cv", name, [scene.cv], log.source)
        if name in log.near_repeats.by_kind:
            _put_near_repeat(row, columns, log.near_repeats.by_kind[name], log.source)
    used = {row.get("profile") for row in data["types"]}
    data["profiles"] = {name: profile for name, profile in profiles.items() if name in used}
    _drop_idle(columns, data["types"])
    if log.handling is not None:
        handling = data.setdefault("handling", {})
        source = f"{log.source}, grade 1"
        handling["median_min"] = _sourced(log.handling.median_min, "minutes", source)
        handling["sigma"] = _sourced(log.handling.sigma, "standard deviation of the log", source)


def _profile(fit: HourFit, source: str) -> dict[str, object]:
    """Write a week; its range is that of the hour or day that is known least."""
    parts = [*fit.hours, *fit.days, fit.weekend_night]
    return {
        "source": source,
        "confidence": FITTED,
        "times": _times(parts),
        "hours": [short(one.value) for one in fit.hours],
        "days": [short(one.value) for one in fit.days],
        "weekend_night": short(fit.weekend_night.value),
    }


def _put_near_repeat(row: dict[str, Any], columns: dict[str, Any], fit: NearRepeatFit, source: str) -> None:
    """Write near-repeats; where none were found, those of the pack stay as far as the log allows them."""
    parts = {"branching": fit.branching, "decay_days": fit.decay_days, "sigma_m": fit.sigma_m}
    if fit.found:
        row["near_repeat"] = {name: short(one.value) for name, one in parts.items()}
    elif row.get("near_repeat") and fit.leaves_less_than(row["near_repeat"]["branching"]):
        row["near_repeat"] = {**row["near_repeat"], "branching": short(fit.branching.high)}
        parts = {"branching": fit.branching._replace(value=fit.branching.high)}
    else:
        return
    for name, one in parts.items():
        say(columns, f"near_repeat.{name}", row["key"], [one], source)


def say(columns: dict[str, Any], column: str, row: str, numbers: Iterable[Estimate], source: str) -> None:
    """Say of one row of a column where its numbers come from; a pack whose tables say nothing stays silent.

    Parameters
    ----------
    columns
        What the pack says of its columns; changed in place.
    column, row
        The column and the key of the row.
    numbers
        The numbers that stand there.
    source
        What they were fitted to.
    """
    if not columns:
        return
    origin = {"source": source, "confidence": FITTED, "times": _times(numbers)}
    there = columns.setdefault(column, {**origin, "unit": _UNITS[column]})
    there.setdefault("except_for", {})[row] = origin


_UNITS = {
    "calls_per_year": "calls a year",
    "grades": "share of calls",
    "officers": "share of deployed calls",
    "scene.mean_min": "minutes",
    "scene.cv": "coefficient of variation",
    "near_repeat.branching": "share of calls that are near-repeats",
    "near_repeat.decay_days": "days",
    "near_repeat.sigma_m": "metres",
}


def _drop_idle(columns: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Drop what is said of a column that no row has any more: a listed time on scene that became a formula."""
    for column in [name for name in columns if name.startswith("scene.")]:
        part = column.removeprefix("scene.")
        with_it = {row["key"] for row in rows if part in row["scene"]}
        if not with_it:
            del columns[column]


def _times(numbers: Iterable[Estimate]) -> list[float]:
    """Give the range of some numbers as two factors that hold for all of them."""
    known = [one for one in numbers if one.value > 0]
    low = min((one.low / one.value for one in known), default=1.0)
    high = max((one.high / one.value for one in known), default=1.0)
    return [short(min(max(low, 0.0), 1.0)), short(min(max(high, 1.0), _MOST_TIMES))]


def _sourced(number: Estimate, unit: str, source: str) -> dict[str, object]:
    """Write a number with its range and origin."""
    return {**interval(*number), "unit": unit, "source": source, "confidence": FITTED}
