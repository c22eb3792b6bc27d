"""Small multiples of the county: harm prevented in each area, one map for each option."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from sim.report.labels import harm_words
from sim.report.name_places import lines_of, spread_names
from sim.report.outline import Outlines, outlines_of
from sim.report.palette import MAP_CLASSES
from sim.report.shading import Shading, shared_shading, signed_words
from sim.report.svg import element, join
from sim.report.ticks import round_down

if TYPE_CHECKING:
    from sim.county.model import County
    from sim.report.content import Option, ReportContent

_MARGIN: Final = 60
_FOOT: Final = 0.085
_SCALE_BAR: Final = 0.3
_CLASS_NAMES: Final = tuple(name.removeprefix("map-") for name in MAP_CLASSES)
_MINUS_SIZE: Final = 0.012
_SMALL: Final = 0.035
"""An area whose side is a smaller share of the map's width than this also gets a dot, so that it can be seen."""

_DOT_SIZE: Final = (0.0, 0.007, 0.0095, 0.012)
"""Radius of the dot by how far its class lies from none, as a share of the map's width."""

_NAME_SIZE: Final = 0.033


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
        shapes=_define(outlines),
        locator=_locator(content, outlines),
        options=tuple(
            _option_map(content, option, values, outlines, shading)
            for option, values in zip(options, columns, strict=True)
        ),
        legend=tuple(_legend(index, label) for index, label in enumerate(shading.labels)),
        rows=_rows(content.county, columns),
    )


def _define(outlines: Outlines) -> Markup:
    """Write every outline once."""
    areas = (element("path", id=f"a{index}", class_="outline", d=path) for index, path in enumerate(outlines.areas))
    districts = element("path", id="districts", class_="outline", d="".join(outlines.districts))
    defs = element("defs", join((*areas, districts)))
    return element("svg", defs, width=0, height=0, class_="shapes", aria_hidden="true", focusable="false")


def _option_map(
    content: ReportContent, option: Option, values: NDArray[np.float64], outlines: Outlines, shading: Shading
) -> OptionMap:
    """Draw one option."""
    county, classes = content.county, shading.class_of(values)
    unit = harm_words(content.unit("harm_prevented"))
    title = f"Map of {content.place}: harm prevented in each area under {option.label}, in {unit}, against the baseline"
    uses = (
        _area(index, _CLASS_NAMES[classes[index]], f"{name}: {signed_words(float(values[index]))}")
        for index, name in enumerate(county.area_name)
    )
    body = join(
        (
            element("g", join(uses), class_="areas"),
            Markup('<use href="#districts" class="district"/>'),
            _dots(county, outlines, classes),
            _minus_signs(outlines, classes),
            _foot(county, outlines),
        )
    )
    return OptionMap(option, _frame(title, body, outlines), _count(classes, shading))


def _count(classes: NDArray[np.int64], shading: Shading) -> str:
    """Count the areas on either side of the class around none, in words."""
    middle, limit = len(MAP_CLASSES) // 2, f"{shading.breaks[3]:,g}"
    fewer, more = int((classes > middle).sum()), int((classes < middle).sum())
    return f"{fewer} area{'' if fewer == 1 else 's'} down by over {limit}, {more} up by over {limit}"


def _area(index: int, style: str, title: str) -> Markup:
    """Draw one area by its definition, with its name and value as a text alternative."""
    return Markup('<use href="#a{}" class="{}"><title>{}</title></use>').format(index, style, title)


def _dots(county: County, outlines: Outlines, classes: NDArray[np.int64]) -> Markup:
    """Draw a dot over each small area that is not of the class around none, the largest first."""
    strength = np.abs(classes - len(MAP_CLASSES) // 2)
    side = np.sqrt(county.area_km2) * 1000.0 / outlines.unit_m
    small = np.flatnonzero((strength > 0) & (side < _SMALL * outlines.width))
    ordered = small[np.argsort(-strength[small], kind="stable")]
    dots = (
        element(
            "circle",
            cx=round(outlines.centre[index][0]),
            cy=round(outlines.centre[index][1]),
            r=round(outlines.width * _DOT_SIZE[strength[index]]),
            class_=_CLASS_NAMES[classes[index]],
        )
        for index in ordered
    )
    return element("g", join(dots), class_="dots")


def _minus_signs(outlines: Outlines, classes: NDArray[np.int64]) -> Markup:
    """Mark each area in which harm rises with a minus sign, so that colour is not needed."""
    half = outlines.width * _MINUS_SIZE / 2.0
    added = np.flatnonzero(classes < len(MAP_CLASSES) // 2)
    path = "".join(f"M{outlines.centre[i][0] - half:.0f} {outlines.centre[i][1]:.0f}h{2 * half:.0f}" for i in added)
    return _minus(path) if path else Markup("")


def _minus(path: str) -> Markup:
    """Draw minus signs with a halo, so that they show on every colour."""
    return join((element("path", d=path, class_="minus halo"), element("path", d=path, class_="minus")))


def _frame(title: str, body: Markup, outlines: Outlines) -> Markup:
    """Put a drawing into a frame with room for the scale bar below it."""
    width = outlines.width + 2 * _MARGIN
    height = outlines.height + 2 * _MARGIN + round(outlines.width * _FOOT)
    return element(
        "svg",
        element("title", title),
        body,
        class_="map",
        role="img",
        viewBox=f"{-_MARGIN} {-_MARGIN} {width} {height}",
        font_size=round(width * 0.032),
    )


def _foot(county: County, outlines: Outlines) -> Markup:
    """Draw scale bar, north arrow and the word "synthetic" below a map."""
    width, top = outlines.width, outlines.height + round(outlines.width * _FOOT * 0.75)
    length_km = round_down(width * _SCALE_BAR * outlines.unit_m / 1000.0)
    length = round(length_km * 1000.0 / outlines.unit_m)
    tick = round(width * 0.012)
    bar = element("path", d=f"M0 {top - tick}v{tick}h{length}v{-tick}", class_="scale-bar")
    label = element("text", f"{length_km:g} km", x=length + 2 * tick, y=top)
    stamp = element("text", "synthetic county", x=width, y=top, text_anchor="end", class_="stamp")
    return join((bar, label, _north(width, tick), stamp if county.synthetic else Markup("")))


def _north(width: int, size: int) -> Markup:
    """Draw the north arrow in the upper left corner; grid north is up."""
    left, tall = 2 * size, 6 * size
    arrow = element(
        "path", d=f"M{left} {tall}V0m{-size} {2 * size}l{size}{-2 * size} {size} {2 * size}", class_="scale-bar"
    )
    return join((arrow, element("text", "N", x=left, y=tall + round(width * 0.035), text_anchor="middle")))


def _locator(content: ReportContent, outlines: Outlines) -> Markup:
    """Draw the map that names the districts."""
    county = content.county
    size = outlines.width * _NAME_SIZE
    places = spread_names(outlines.district_centre, county.district_name, size)
    names = (
        _district_name(name, x, y, size) for name, (x, y) in zip(county.district_name, places.tolist(), strict=True)
    )
    ground = "" if outlines.districts else "".join(outlines.areas)
    body = join(
        (
            element("path", d=ground, class_="none") if ground else Markup('<use href="#districts" class="none"/>'),
            Markup('<use href="#districts" class="district"/>'),
            element("g", join(names), class_="names"),
            _foot(county, outlines),
        )
    )
    return _frame(f"Map of {content.place} with the names of its districts", body, outlines)


def _district_name(name: str, x: float, y: float, size: float) -> Markup:
    """Write the name of a district around a point, a long one on two lines."""
    lines = lines_of(name)
    top = y - size * (len(lines) / 2.0 - 0.8)
    spans = (element("tspan", text, x=round(x), y=round(top + index * size)) for index, text in enumerate(lines))
    return element("text", join(spans), text_anchor="middle")


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
