"""Small multiples of the county: harm prevented in each area, one map for each option."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from sim.report.labels import harm_words
from sim.report.map_parts import Shade, area_map, define_outlines, locator
from sim.report.outline import Outlines, outlines_of
from sim.report.palette import MAP_CLASSES
from sim.report.shading import Shading, shared_shading, signed_words
from sim.report.svg import element, join

if TYPE_CHECKING:
    from sim.county.model import County
    from sim.report.content import Option, ReportContent

_CLASS_NAMES: Final = tuple(name.removeprefix("map-") for name in MAP_CLASSES)
_SHADES: Final = tuple(Shade(name, abs(index - len(MAP_CLASSES) // 2)) for index, name in enumerate(_CLASS_NAMES))
_MINUS_SIZE: Final = 0.012


@dataclass(frozen=True, slots=True)
class OptionMap:
    """The map of one option.

    Parameters
    ----------
    option
        The option.
    svg
        The drawing.
    counts
        How many areas lie beyond the class around none, in words.
    """

    option: Option
    svg: Markup
    counts: str


@dataclass(frozen=True, slots=True)
class Legend:
    """One class of the legend.

    Parameters
    ----------
    swatch
        The drawing.
    label
        What the class holds.
    """

    swatch: Markup
    label: str


@dataclass(frozen=True, slots=True)
class Maps:
    """All maps of a report.

    Parameters
    ----------
    shapes
        Definitions that all maps draw on; stands once in the document, before them.
    locator
        The map that names the districts.
    options
        One map for each option.
    legend
        Classes from most harm added to most prevented.
    rows
        For the data table: name of the area, its district, and the value for each option.
    """

    shapes: Markup
    locator: Markup
    options: tuple[OptionMap, ...]
    legend: tuple[Legend, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]


def draw_maps(content: ReportContent, measure: str = "harm_prevented") -> Maps | None:
    """Draw one map for each option that has values by area.

    Parameters
    ----------
    content
        The report's content.
    measure
        Name of the values by area.

    Returns
    -------
    Maps or None
        None where no option has such values.
    """
    options = [option for option in content.challengers if measure in content.area_values.get(option.name, {})]
    if not options:
        return None
    columns = [np.asarray(content.area_values[option.name][measure], dtype=np.float64) for option in options]
    outlines, shading = outlines_of(content.county), shared_shading(columns)
    return Maps(
        shapes=define_outlines(outlines),
        locator=locator(content.county, outlines, content.place),
        options=tuple(
            _option_map(content, option, values, outlines, shading)
            for option, values in zip(options, columns, strict=True)
        ),
        legend=tuple(_legend(index, label) for index, label in enumerate(shading.labels)),
        rows=_rows(content.county, columns),
    )


def _option_map(
    content: ReportContent, option: Option, values: NDArray[np.float64], outlines: Outlines, shading: Shading
) -> OptionMap:
    """Draw one option."""
    county, classes = content.county, shading.class_of(values)
    unit = harm_words(content.unit("harm_prevented"))
    title = f"Map of {content.place}: harm prevented in each area under {option.label}, in {unit}, against the baseline"
    tell = [f"{name}: {signed_words(float(values[index]))}" for index, name in enumerate(county.area_name)]
    shades = [_SHADES[number] for number in classes]
    svg = area_map(county, outlines, shades, tell, title, _minus_signs(outlines, classes))
    return OptionMap(option, svg, _count(classes, shading))


def _count(classes: NDArray[np.int64], shading: Shading) -> str:
    """Count the areas on either side of the class around none, in words."""
    middle, limit = len(MAP_CLASSES) // 2, f"{shading.breaks[3]:,g}"
    fewer, more = int((classes > middle).sum()), int((classes < middle).sum())
    return f"{fewer} area{'' if fewer == 1 else 's'} down by over {limit}, {more} up by over {limit}"


def _minus_signs(outlines: Outlines, classes: NDArray[np.int64]) -> Markup:
    """Mark each area in which harm rises with a minus sign, so that colour is not needed."""
    half = outlines.width * _MINUS_SIZE / 2.0
    added = np.flatnonzero(classes < len(MAP_CLASSES) // 2)
    path = "".join(f"M{outlines.centre[i][0] - half:.0f} {outlines.centre[i][1]:.0f}h{2 * half:.0f}" for i in added)
    return _minus(path) if path else Markup("")


def _minus(path: str) -> Markup:
    """Draw minus signs with a halo, so that they show on every colour."""
    return join((element("path", d=path, class_="minus halo"), element("path", d=path, class_="minus")))


def _legend(index: int, label: str) -> Legend:
    """Draw the swatch of one class, with the minus sign of harm added."""
    box = element("rect", x=0.5, y=0.5, width=27, height=17, class_=f"swatch {_CLASS_NAMES[index]}")
    minus = _minus("M9 9h10") if index < len(MAP_CLASSES) // 2 else Markup("")
    return Legend(element("svg", box, minus, width=28, height=18, aria_hidden="true"), label)


def _rows(county: County, columns: list[NDArray[np.float64]]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Fill the data table, in the order of the areas."""
    return tuple(
        (
            name,
            county.district_name[county.district_of_area[index]],
            tuple(signed_words(float(values[index])) for values in columns),
        )
        for index, name in enumerate(county.area_name)
    )
