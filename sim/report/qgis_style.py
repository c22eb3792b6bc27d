"""The colours of the report's maps as a style of QGIS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree import ElementTree as ET

from sim.report.palette import LIGHT, MAP_CLASSES

if TYPE_CHECKING:
    from sim.report.shading import Shading

FAR: Final = 1e12
"""Beyond every value."""


class StyleClass(NamedTuple):
    """A class of values and how it is drawn.

    Parameters
    ----------
    lower, upper
        The values it holds.
    colour
        As #rrggbb.
    label
        What it holds, in words.
    """

    lower: float
    upper: float
    colour: str
    label: str


class LayerStyle(NamedTuple):
    """How a layer is drawn.

    Parameters
    ----------
    field
        Name of the field that is shaded.
    description
        What the style shows.
    classes
        The classes, in the order of the legend; a value on a limit belongs to the first that holds it.
    """

    field: str
    description: str
    classes: tuple[StyleClass, ...]


def classes_of(shading: Shading) -> tuple[StyleClass, ...]:
    """Give the classes of a map of harm prevented in the colours of the report."""
    limits = [-FAR, *shading.breaks.tolist(), FAR]
    return tuple(
        StyleClass(limits[index], limits[index + 1], LIGHT[name], shading.labels[index])
        for index, name in enumerate(MAP_CLASSES)
    )


def qgis_style(field: str, classes: Sequence[StyleClass], *, is_polygon: bool) -> str:
    """Write a style that shades a field in classes.

    Parameters
    ----------
    field
        Name of the field.
    classes
        The classes.
    is_polygon
        Whether the layer holds outlines, and not points.

    Returns
    -------
    str
        QML, the style format of QGIS.
    """
    root = ET.Element("qgis", version="3.28.0", styleCategories="Symbology")
    renderer = ET.SubElement(
        root, "renderer-v2", type="graduatedSymbol", attr=field, graduatedMethod="GraduatedColor", enableorderby="0"
    )
    ranges = ET.SubElement(renderer, "ranges")
    symbols = ET.SubElement(renderer, "symbols")
    for index, drawn in enumerate(classes):
        ET.SubElement(
            ranges,
            "range",
            lower=f"{drawn.lower:.6f}",
            upper=f"{drawn.upper:.6f}",
            symbol=str(index),
            label=drawn.label,
            render="true",
        )
        _add_symbol(symbols, index, drawn.colour, is_polygon=is_polygon)
    return ET.tostring(root, encoding="unicode")


def _add_symbol(symbols: ET.Element, index: int, colour: str, *, is_polygon: bool) -> None:
    """Add the symbol of one class."""
    kind, layer_class = ("fill", "SimpleFill") if is_polygon else ("marker", "SimpleMarker")
    symbol = ET.SubElement(symbols, "symbol", name=str(index), type=kind, alpha="1")
    layer = ET.SubElement(symbol, "layer", {"class": layer_class, "enabled": "1", "locked": "0", "pass": "0"})
    options = ET.SubElement(layer, "Option", type="Map")
    settings = {"color": _rgba(colour), "outline_color": _rgba(LIGHT["edge"]), "outline_width": "0.1"}
    settings |= {"style": "solid"} if is_polygon else {"name": "circle", "size": "2.4"}
    for key, value in settings.items():
        ET.SubElement(options, "Option", name=key, value=value, type="QString")


def _rgba(colour: str) -> str:
    """Write #rrggbb as QGIS does."""
    return ",".join(str(int(colour[start : start + 2], 16)) for start in (1, 3, 5)) + ",255"
