"""Who got the service: measures by deprivation, by town and country, and by district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.report.headline import Cell, difference_cell
from sim.report.labels import DELIVERED, FIFTHS, HARM, RESPONSE, broken_down, harm_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.report.content import ReportContent

_DIMENSIONS: Final = {
    "deprivation": "Fifth of areas by deprivation",
    "area": "Town and country",
    "district": "District",
    "force": "Force",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One row: a group of areas.

    Parameters
    ----------
    label
        Its name.
    residents
        Its share of the county's residents, for example "21%"; empty where not known.
    cells
        One for each option but the baseline.
    """

    label: str
    residents: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way of grouping the areas.

    Parameters
    ----------
    label
        Its name.
    groups
        Its groups, in their natural order.
    """

    label: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class ServiceTable:
    """One measure for every group.

    Parameters
    ----------
    key
        Short name, unique in the report.
    caption
        What the table shows.
    dimensions
        Groups of areas, by dimension.
    """

    key: str
    caption: str
    dimensions: tuple[Dimension, ...]


def service_tables(content: ReportContent) -> tuple[ServiceTable, ...]:
    """Build the tables of who got the service; a measure without breakdowns gives none."""
    captions = {
        HARM: f"Harm prevented, {harm_words(content.unit(HARM))}, difference against the baseline",
        RESPONSE: "Grade 1 median response, difference against the baseline",
        DELIVERED: "Patrol delivered, presence-minutes, difference against the baseline",
    }
    tables = (ServiceTable(measure, caption, _dimensions(content, measure)) for measure, caption in captions.items())
    return tuple(table for table in tables if table.dimensions)


def _dimensions(content: ReportContent, measure: str) -> tuple[Dimension, ...]:
    """Build the groups of each dimension for which the measure was broken down."""
    found = [parts for row in content.summary if (parts := broken_down(row.measure)) and parts[0] == measure]
    dimensions = []
    for key, label in _DIMENSIONS.items():
        names = list(dict.fromkeys(group for _, by, group in found if by == key))
        if names:
            groups = tuple(_group(content, measure, key, name) for name in _in_order(content, key, names))
            dimensions.append(Dimension(label, groups))
    return tuple(dimensions)


def _in_order(content: ReportContent, key: str, names: list[str]) -> list[str]:
    """Put groups into their natural order: fifths from the most deprived, districts and forces as in the county."""
    known = {
        "deprivation": list(FIFTHS),
        "area": ["urban", "rural"],
        "district": list(content.county.district_name),
        "force": list(content.county.force_name),
    }[key]
    return sorted(names, key=lambda name: (known.index(name) if name in known else len(known), name))


def _group(content: ReportContent, measure: str, key: str, name: str) -> Group:
    """Fill one row."""
    label = FIFTHS.get(name, name) if key == "deprivation" else name.capitalize() if key == "area" else name
    cells = (difference_cell(content, option.name, f"{measure}[{key}={name}]") for option in content.challengers)
    return Group(label, _residents(content, key, name), tuple(cells))


def _residents(content: ReportContent, key: str, name: str) -> str:
    """Give a group's share of the residents."""
    county = content.county
    total, mask = county.population.sum(), _mask(content, key, name)
    return f"{100.0 * county.population[mask].sum() / total:.0f}%" if mask is not None and total > 0.0 else ""


def _mask(content: ReportContent, key: str, name: str) -> NDArray[np.bool_] | None:
    """Find the areas of a group; None for a group that the county does not know."""
    county = content.county
    if key == "deprivation" and name in FIFTHS:
        return np.equal(county.deprivation_fifth, int(name) - 1)
    if key == "area" and name in ("urban", "rural"):
        return county.is_urban if name == "urban" else ~county.is_urban
    if key == "district" and name in county.district_name:
        return np.equal(county.district_of_area, county.district_name.index(name))
    if key == "force" and name in county.force_name:
        return np.equal(county.force_of_area, county.force_name.index(name))
    return None
