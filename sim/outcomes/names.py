"""The measures by name: an interface, because every table of results speaks of them."""

from __future__ import annotations

from typing import NamedTuple

HIGHER, LOWER, NEITHER = 1, -1, 0


class Measure(NamedTuple):
    """One measure.

    Parameters
    ----------
    name
        Its name in every table.
    unit
        Unit; ``{harm}`` stands for the unit of the study's index and ``{pounds}`` for pounds of a stated year.
    direction
        `HIGHER` or `LOWER` is better, or `NEITHER`.
    """

    name: str
    unit: str
    direction: int = NEITHER


COST_EFFECT = "harm_prevented_per_1000_pounds"

MEASURES = (
    Measure("calls", "calls"),
    Measure("calls_attended", "calls"),
    Measure("calls_by_phone", "calls"),
    Measure("calls_cancelled", "calls"),
    Measure("calls_open", "calls", LOWER),
    Measure("calls_prevented", "calls"),
    Measure("crimes", "crimes", LOWER),
    Measure("crimes_recorded", "crimes"),
    Measure("crimes_prevented", "crimes", HIGHER),
    Measure("harm", "{harm}", LOWER),
    Measure("harm_prevented", "{harm}", HIGHER),
    Measure("response_median_grade1", "minutes", LOWER),
    Measure("response_p90_grade1", "minutes", LOWER),
    Measure("response_within_target_grade1", "share", HIGHER),
    Measure("response_median_grade2", "minutes", LOWER),
    Measure("response_p90_grade2", "minutes", LOWER),
    Measure("response_within_target_grade2", "share", HIGHER),
    Measure("utilisation", "share"),
    Measure("dose_planned", "presence-minutes"),
    Measure("dose_delivered", "presence-minutes"),
    Measure("visits", "visits"),
    Measure("visits_cut_short", "visits", LOWER),
    Measure("visits_10_to_16_minutes", "share"),
    Measure("officers_deployable", "full-time equivalents"),
    Measure("overtime_hours", "officer-hours"),
    Measure("cost", "{pounds}", LOWER),
    Measure(COST_EFFECT, "{harm} per 1000 {pounds}", HIGHER),
)
"""Every measure that a run reports, in the order of the tables (DESIGN.md §6, MODEL.md §3)."""

EFFECT_STATED, EFFECT_REACHED = "effect_stated", "effect_reached"

OF_REPLICATION = (
    Measure(EFFECT_STATED, "share of crime and ASB at the reference dose"),
    Measure(EFFECT_REACHED, "share of crime and ASB at the reference dose"),
)
"""What a replication brings to all of its runs alike: the effect that was drawn, and what the cap left of it."""

_BY_NAME = {measure.name: measure for measure in (*MEASURES, *OF_REPLICATION)}


def base_name(name: str) -> str:
    """Give the measure that a breakdown belongs to: ``harm_prevented[area=urban]`` is of ``harm_prevented``."""
    return name.partition("[")[0]


def is_breakdown(name: str) -> bool:
    """Tell whether a name is that of a part (one district, one month) or of another index."""
    return "[" in name


def direction_of(name: str) -> int:
    """Tell whether higher or lower is better.

    Parameters
    ----------
    name
        Name of a measure or of a breakdown of one.

    Returns
    -------
    int
        `HIGHER`, `LOWER` or `NEITHER`.
    """
    return _BY_NAME[base_name(name)].direction


def unit_of(name: str, harm_unit: str, pounds: str) -> str:
    """Write out the unit of a measure.

    Parameters
    ----------
    name
        Name of a measure or of a breakdown of one.
    harm_unit
        Unit of the harm index that the value is in.
    pounds
        Money with its year, for example "pounds of 2022".

    Returns
    -------
    str
        The unit in words.
    """
    return _BY_NAME[base_name(name)].unit.format(harm=harm_unit, pounds=pounds)


def of_index(name: str, index: str) -> str:
    """Name a measure under another harm index."""
    return f"{name}[index={index}]"


def index_of(name: str) -> str:
    """Give the harm index that a measure is scored under; empty for the study's own."""
    _, found, index = name.removesuffix("]").partition("[index=")
    return index if found else ""
