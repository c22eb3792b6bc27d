"""The colours of the report's maps as a style of QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from sim.report.palette import LIGHT, MAP_CLASSES

if TYPE_CHECKING:
    from sim.report.shading import Shading

_FAR: Final = 1e12
"""Beyond every value."""


def qgis_style(field: str, shading: Shading, *, is_polygon: bool) -> str:
    """Write a style that shades a field in classes.

    Parameters
    ----------
    field
        Name of the field.
    shading
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
    limits = [-_FAR, *shading.breaks.tolist(), _FAR]
    for index, name in enumerate(MAP_CLASSES):
        ET.SubElement(
            ranges,
            "range",
            lower=f"{limits[index]:.6f}",
            upper=f"{limits[index + 1]:.6f}",
            symbol=str(index),
            label=shading.labels[index],
            render="true",
        )
        _add_symbol(symbols, index, LIGHT[name], is_polygon=is_polygon)
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
