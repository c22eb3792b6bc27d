"""What every map of a county is drawn with: outlines, a frame with scale and north, the names of districts, dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from markupsafe import Markup

from sim.report.name_places import lines_of, spread_names
from sim.report.outline import Outlines
from sim.report.svg import element, join
from sim.report.ticks import round_down

if TYPE_CHECKING:
    from sim.county.model import County

_MARGIN: Final = 60
_FOOT: Final = 0.085
_SCALE_BAR: Final = 0.3
_NORTH: Final = 0.62
"""Where the north arrow stands between the scale bar and the stamp, as a share of the width."""
_SMALL: Final = 0.035
"""An area whose side is a smaller share of the map's width than this also gets a dot, so that it can be seen."""

_DOT_SIZE: Final = (0.0, 0.007, 0.0095, 0.012)
"""Radius of the dot by how much its class stands out, as a share of the map's width."""

_NAME_SIZE: Final = 0.033


class Shade(NamedTuple):
    """How an area is filled.

    Parameters
    ----------
    style
        Class of the style sheet.
    strength
        How much it stands out, 0 to 3: from 1 a small area also gets a dot.
    """

    style: str
    strength: int


def define_outlines(outlines: Outlines) -> Markup:
    """Write every outline once."""
    areas = (element("path", id=f"a{index}", class_="outline", d=path) for index, path in enumerate(outlines.areas))
    districts = element("path", id="districts", class_="outline", d="".join(outlines.districts))
    defs = element("defs", join((*areas, districts)))
    return element("svg", defs, width=0, height=0, class_="shapes", aria_hidden="true", focusable="false")


def area_map(
    county: County,
    outlines: Outlines,
    shades: Sequence[Shade],
    tell: Sequence[str],
    title: str,
    over: Markup = Markup(""),  # noqa: B008 - it cannot be changed
) -> Markup:
    """Draw a map of the areas.

    Parameters
    ----------
    county, outlines
        The county; `define_outlines` must stand before the map in the document.
    shades
        (n_areas,) how each area is filled.
    tell
        (n_areas,) text alternative of each area, what it is and what holds there.
    title
        Text alternative of the map.
    over
        What lies over areas and dots.
    """
    uses = (
        Markup('<use href="#a{}" class="{}"><title>{}</title></use>').format(index, shade.style, words)
        for index, (shade, words) in enumerate(zip(shades, tell, strict=True))
    )
    body = join(
        (
            element("g", join(uses), class_="areas"),
            Markup('<use href="#districts" class="district"/>'),
            _dots(county, outlines, shades),
            over,
            _foot(county, outlines),
        )
    )
    return _frame(title, body, outlines)


def _dots(county: County, outlines: Outlines, shades: Sequence[Shade]) -> Markup:
    """Draw a dot over each small area that stands out, the one that does most first."""
    strength = np.array([shade.strength for shade in shades])
    side = np.sqrt(county.area_km2) * 1000.0 / outlines.unit_m
    small = np.flatnonzero((strength > 0) & (side < _SMALL * outlines.width))
    ordered = small[np.argsort(-strength[small], kind="stable")]
    dots = (
        element(
            "circle",
            cx=round(outlines.centre[index][0]),
            cy=round(outlines.centre[index][1]),
            r=round(outlines.width * _DOT_SIZE[shades[index].strength]),
            class_=shades[index].style,
        )
        for index in ordered
    )
    return element("g", join(dots), class_="dots")


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
    return join((bar, label, _north(width, top, tick), stamp if county.synthetic else Markup("")))


def _north(width: int, foot: int, size: int) -> Markup:
    """Draw the north arrow in the foot, where no area can lie under it; grid north is up."""
    middle, tall = round(width * _NORTH), 4 * size
    arrow = element(
        "path",
        d=f"M{middle} {foot}v{-tall}m{-size} {2 * size}l{size}{-2 * size} {size} {2 * size}",
        class_="scale-bar",
    )
    return join((arrow, element("text", "N", x=middle + 2 * size, y=foot)))


def locator(county: County, outlines: Outlines, place: str) -> Markup:
    """Draw the map that names the districts; `place` is what the county is called."""
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
    return _frame(f"Map of {place} with the names of its districts", body, outlines)


def _district_name(name: str, x: float, y: float, size: float) -> Markup:
    """Write the name of a district around a point, a long one on two lines."""
    lines = lines_of(name)
    top = y - size * (len(lines) / 2.0 - 0.8)
    spans = (element("tspan", text, x=round(x), y=round(top + index * size)) for index, text in enumerate(lines))
    return element("text", join(spans), text_anchor="middle")
