"""Maps of how much of the patrol planned for each hotspot was delivered, one for each option that has any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from sim.ratio import ratio
from sim.report.labels import DELIVERED, PLANNED
from sim.report.map_parts import Shade, area_map
from sim.report.outline import outlines_of
from sim.report.svg import element

if TYPE_CHECKING:
    from sim.county.model import County
    from sim.report.content import Option, ReportContent
    from sim.report.outline import Outlines

_BELOW: Final = (0.5, 0.75, 0.9)
_SHADES: Final = (Shade("more-3", 3), Shade("more-2", 2), Shade("more-1", 1), Shade("less-2", 1))
_LABELS: Final = ("less than half", "half to three quarters", "three quarters to nine tenths", "nine tenths or more")
_NO_HOTSPOT: Final = Shade("none", 0)


@dataclass(frozen=True, slots=True)
class PatrolMap:
    """The map of one option.

    Parameters
    ----------
    label
        What the reader knows the option by.
    counts
        How many areas are hotspots, and how many of them get less than half of their plan, in words.
    svg
        The drawing; the outlines of `sim.report.map.draw_maps` must stand before it in the document.
    """

    label: str
    counts: str
    svg: Markup


def legend() -> tuple[tuple[Markup, str], ...]:
    """Draw the swatches of the classes, and say what each holds."""
    styles = (
        *((shade.style, label) for shade, label in zip(_SHADES, _LABELS, strict=True)),
        (_NO_HOTSPOT.style, "no hotspot"),
    )
    return tuple((_swatch(style), label) for style, label in styles)


def draw_patrol_maps(content: ReportContent) -> tuple[PatrolMap, ...]:
    """Draw what share of its plan each area was given, mean over histories, for each option that has patrol.

    Parameters
    ----------
    content
        The report's content.
    """
    patrolled = [
        option
        for option in content.options
        if np.any(content.area_values.get(option.name, {}).get(PLANNED, np.zeros(1)) > 0)
    ]
    outlines = outlines_of(content.county) if patrolled else None
    return tuple(_map(content, option, outlines) for option in patrolled if outlines is not None)


def _map(content: ReportContent, option: Option, outlines: Outlines) -> PatrolMap:
    """Draw one option."""
    planned, delivered = (
        np.asarray(content.area_values[option.name][name], dtype=np.float64) for name in (PLANNED, DELIVERED)
    )
    share = ratio(delivered, planned)
    classes = np.searchsorted(_BELOW, share, side="right")
    shades = [_NO_HOTSPOT if np.isnan(part) else _SHADES[number] for part, number in zip(share, classes, strict=True)]
    title = f"Map of {content.place}: share of the planned patrol that was delivered under {option.label}"
    least, hotspots = int((share < _BELOW[0]).sum()), int(np.isfinite(share).sum())
    counts = f"{hotspots} area{'' if hotspots == 1 else 's'} with hotspots, {least} with less than half of the plan"
    return PatrolMap(
        option.label, counts, area_map(content.county, outlines, shades, _tell(content.county, share), title)
    )


def _tell(county: County, share: NDArray[np.float64]) -> list[str]:
    """Say of each area what it was given."""
    return [
        f"{name}: {'no hotspot' if np.isnan(part) else f'{part:.0%} of the plan delivered'}"
        for name, part in zip(county.area_name, share.tolist(), strict=True)
    ]


def _swatch(style: str) -> Markup:
    """Draw the swatch of one class."""
    box = element("rect", x=0.5, y=0.5, width=27, height=17, class_=f"swatch {style}")
    return element("svg", box, width=28, height=18, aria_hidden="true")
