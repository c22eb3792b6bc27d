"""The words for measures: labels for tables, and which way is good."""

from __future__ import annotations

import re
from typing import Final

HARM: Final = "harm_prevented"
CRIMES: Final = "crimes_prevented"
RESPONSE: Final = "response_median_grade1"
PRIORITY_RESPONSE: Final = "response_median_grade2"
IN_TIME: Final = "response_within_target_grade1"
COST: Final = "cost"
VALUE: Final = "harm_prevented_per_1000_pounds"
PLANNED: Final = "dose_planned"
DELIVERED: Final = "dose_delivered"

_LABELS: Final = {
    HARM: "Harm prevented",
    CRIMES: "Crimes prevented",
    RESPONSE: "Grade 1 median response",
    IN_TIME: "Grade 1 within target",
    "response_p90_grade1": "Grade 1 response of nine in ten",
    "response_median_grade2": "Grade 2 median response",
    "response_p90_grade2": "Grade 2 response of nine in ten",
    "response_within_target_grade2": "Grade 2 within target",
    COST: "Cost",
    VALUE: "Harm prevented per £1,000",
    PLANNED: "Patrol planned",
    DELIVERED: "Patrol delivered",
}

_BREAKDOWN: Final = re.compile(r"^(?P<measure>[^\[]+)\[(?P<by>[^=\]]+)=(?P<group>.*)\]$")

FIFTHS: Final = {
    "1": "1 (most deprived)",
    "2": "2",
    "3": "3",
    "4": "4",
    "5": "5 (least deprived)",
}
"""Fifths of the county's areas by deprivation."""

_INDICES: Final = {
    # the anchors that public text gives, never to be taken for the published sheet
    "cambridge": "Cambridge index (recalled anchors)",
    "cambridge_low_harm": "Cambridge (recalled anchors) plus low-harm calls",
    "cambridge_sheet": "Cambridge Crime Harm Index (published sheet)",
    "severity": "ONS Crime Severity Score (anchors)",
    "ons_severity": "ONS Crime Severity Score (published list)",
    "cost": "Home Office cost of crime",
    "cost_recorded": "Home Office cost behind recorded crime",
}


def label_of(measure: str) -> str:
    """Give the label of a measure; an unknown one is its name with spaces."""
    return _LABELS.get(measure, measure.replace("_", " ").capitalize())


def label_of_index(index: str) -> str:
    """Give the full name of a harm index; an unknown one is its name with spaces."""
    return _INDICES.get(index, index.replace("_", " ").capitalize())


def broken_down(measure: str) -> tuple[str, str, str] | None:
    """Split the name of a breakdown into measure, dimension and group.

    Parameters
    ----------
    measure
        Name of a measure, for example ``harm_prevented[district=Stevenage]``.

    Returns
    -------
    tuple[str, str, str] or None
        For the example ("harm_prevented", "district", "Stevenage"); None for a measure of the whole county.
    """
    found = _BREAKDOWN.match(measure)
    return (found["measure"], found["by"], found["group"]) if found else None


def harm_words(unit: str) -> str:
    """Give the words that follow an amount of harm, for example "days of harm"."""
    unit_words = unit.lower()
    if "harm" in unit_words:
        return unit
    if unit_words.startswith(("£", "pound")):
        return "of harm"
    return f"{'severity points' if unit_words == 'severity' else unit or 'units'} of harm"


def period_words(days: int) -> str:
    """Name the measured period: "a year", or "over 28 days"."""
    return "a year" if 360 <= days <= 370 else f"over {days} days"


def titled_place(name: str, words: str) -> str:
    """Give a county's name and, once, what is made up: `words`, empty for a real county."""
    place = name.removesuffix(" (synthetic county)")
    return f"{place} ({words})" if words and words not in place.lower() else place
