"""Two maps of a ranking: who comes first, and where high and low harm meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from sim.rank.outcome import TOP_TEN, Outcome
from sim.rank.words import place
from sim.report.map_parts import Shade, area_map, define_outlines, locator
from sim.report.outline import Outlines, outlines_of
from sim.report.palette import LIGHT
from sim.report.qgis_style import FAR, LayerStyle, StyleClass
from sim.report.svg import element

_NONE: Final = Shade("none", 0)
_BY_RANK: Final = (Shade("more-3", 3), Shade("more-2", 2), Shade("more-1", 0))
_BY_LIST: Final = {"both": Shade("more-3", 3), "high": Shade("more-1", 1), "low": Shade("less-2", 1), "": _NONE}
_IN_LIST: Final = {
    "both": ", among the first by high and by low harm",
    "high": ", among the first by high harm",
    "low": ", among the first by low harm",
    "": "",
}
_A_FIFTH: Final = 5
_WELL_APART: Final = 1.5


@dataclass(frozen=True, slots=True)
class ShadedMap:
    """A map with its legend.

    Parameters
    ----------
    heading
        What it shows.
    svg
        The drawing.
    legend
        Swatches and what they mean.
    """

    heading: str
    svg: Markup
    legend: tuple[tuple[Markup, str], ...]


@dataclass(frozen=True, slots=True)
class RankMaps:
    """The maps of a ranking.

    Parameters
    ----------
    shapes
        Definitions that all maps draw on; stands before them in the document.
    first, meeting
        Who comes first, and where high and low harm meet.
    locator
        The map that names the districts.
    """

    shapes: Markup
    first: ShadedMap
    meeting: ShadedMap
    locator: Markup


def draw_rank_maps(outcome: Outcome) -> RankMaps:
    """Draw the maps.

    Parameters
    ----------
    outcome
        The ranking.
    """
    county, outlines = outcome.county, outlines_of(outcome.county)
    return RankMaps(
        shapes=define_outlines(outlines),
        first=_first(outcome, outlines),
        meeting=_meeting(outcome, outlines),
        locator=locator(county, outlines, county.name),
    )


def rank_style(outcome: Outcome) -> LayerStyle:
    """Shade the field `rank` in a GIS as the map of ranks is shaded.

    Parameters
    ----------
    outcome
        The ranking.
    """
    limits = _limits(outcome)
    bounds = [0, *limits, FAR]
    classes = (
        StyleClass(low, high, LIGHT[f"map-{shade.style}"], label)
        for low, high, shade, label in zip(bounds, bounds[1:], _shades(limits), _labels(limits), strict=False)
    )
    return LayerStyle("rank", "Combined rank, 1 the worst", tuple(classes))


def _first(outcome: Outcome, outlines: Outlines) -> ShadedMap:
    """Draw who comes first."""
    limits = _limits(outcome)
    shades = [_shades(limits)[int(np.searchsorted(limits, rank))] for rank in _ranks(outcome)]
    title = f"Map of {outcome.county.name}: areas by rank"
    svg = area_map(outcome.county, outlines, shades, _told(outcome), title)
    return ShadedMap("Rank", svg, _legend(_shades(limits), _labels(limits)))


def _meeting(outcome: Outcome, outlines: Outlines) -> ShadedMap:
    """Draw where high and low harm meet."""
    lists, kinds = outcome.lists, np.full(outcome.county.n_areas, "", dtype=object)
    for kind, listed in (("high", lists.high), ("low", lists.low), ("both", lists.both)):
        kinds[outcome.evidence.area[listed]] = kind
    told = [f"{told}{_IN_LIST[kind]}" for told, kind in zip(_told(outcome), kinds, strict=True)]
    title = f"Map of {outcome.county.name}: where high and low harm meet"
    svg = area_map(outcome.county, outlines, [_BY_LIST[kind] for kind in kinds], told, title)
    labels = ("high and low harm", "high harm alone", "low harm alone", "neither")
    return ShadedMap(f"The first {lists.length} by harm", svg, _legend(tuple(_BY_LIST.values()), labels))


def _ranks(outcome: Outcome) -> NDArray[np.float64]:
    """Give the rank of every area of the county: (n_areas,), infinite for one that is not ranked."""
    ranks = np.full(outcome.county.n_areas, np.inf)
    ranks[outcome.evidence.area] = outcome.ranking.rank
    return ranks


def _limits(outcome: Outcome) -> list[int]:
    """Give the last rank of each class but the last: of the list, the first ten and a fifth of the areas those well apart."""
    return limits_of((outcome.lists.length, TOP_TEN, outcome.evidence.n_areas // _A_FIFTH), outcome.evidence.n_areas)


def limits_of(wanted: Sequence[int], n_areas: int) -> list[int]:
    """Choose the last ranks of classes that are worth a shade of their own.

    Parameters
    ----------
    wanted
        Last ranks that mean something, the one that means most first.
    n_areas
        Areas that are ranked.

    Returns
    -------
    list[int]
        Rising, each at least half as far again as the one before, so that no class is a sliver that ties can leave empty;
        below the number of areas, so that some are further down.
    """
    kept: list[int] = []
    for limit in wanted:
        apart = all(max(limit, other) >= _WELL_APART * min(limit, other) for other in kept)
        if 0 < limit < n_areas and apart:
            kept.append(limit)
    return sorted(kept)


def _shades(limits: list[int]) -> tuple[Shade, ...]:
    """Give the shades of the classes between some limits, and beyond the last: the first always the strongest."""
    return (*_BY_RANK[: len(limits)], _NONE)


def _labels(limits: list[int]) -> list[str]:
    """Say what each class holds."""
    spans = zip([1, *(limit + 1 for limit in limits)], limits, strict=False)
    return [*(f"{low} to {high}" if low < high else str(high) for low, high in spans), "further down"]


def _told(outcome: Outcome) -> list[str]:
    """Say of every area of the county where it is."""
    named = zip(outcome.county.area_name, _ranks(outcome).tolist(), strict=True)
    return [f"{name}: {f'rank {place(rank)}' if np.isfinite(rank) else 'not ranked'}" for name, rank in named]


def _legend(shades: Sequence[Shade], labels: Sequence[str]) -> tuple[tuple[Markup, str], ...]:
    """Draw a swatch for each class."""
    drawn = []
    for shade, label in zip(shades, labels, strict=True):
        box = element("rect", x=0.5, y=0.5, width=27, height=17, class_=f"swatch {shade.style}")
        drawn.append((element("svg", box, width=28, height=18, aria_hidden="true"), label))
    return tuple(drawn)
