"""Hold a ranking against one that was published: who is where, and what the difference is due to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County
from sim.county.source import Source
from sim.errors import InputError
from sim.harm.ranked import COMPONENTS
from sim.harm.ranks import combine_ranks
from sim.rank.evidence import Evidence
from sim.rank.ranking import Ranking
from sim.records.components import columns_of, place, read_listed

RANK: Final = "rank"
_WHERE: Final = "--against"


@dataclass(frozen=True, slots=True)
class Published:
    """A ranking that was published, as far as it lists areas that are ranked here.

    Parameters
    ----------
    row
        (n_listed,) row of each area in the ranking.
    rank
        (n_listed,) its published rank.
    component
        (n_listed,) published ranks by component; none where only the order was published.
    """

    row: NDArray[np.int64]
    rank: NDArray[np.float64]
    component: dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Reason:
    """What one component does to the rank of an area.

    Parameters
    ----------
    component
        Its key.
    here, published
        Rank of the area by this component.
    rank_instead
        Combined rank that the area would have here with the published rank of this component.
    """

    component: str
    here: float
    published: float
    rank_instead: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One published area.

    Parameters
    ----------
    row
        Its row in the ranking.
    published, here
        Combined ranks.
    reasons
        The components whose published rank would bring the area nearer to its published place, the one that does so most
        first; none where no component does by itself, or components were not published.
    with_all
        Combined rank that the area would have here with the published ranks of all components at once; None where none of
        ours was published.
    """

    row: int
    published: float
    here: float
    reasons: tuple[Reason, ...]
    with_all: float | None


def read_published(path: Path, county: County, evidence: Evidence) -> Published:
    """Read a published ranking.

    Parameters
    ----------
    path
        CSV file with the columns `area` (code or name), `rank`, and, where they were published, ranks by component under
        the keys of `sim.harm.ranked.COMPONENTS`.
    county, evidence
        The areas that are ranked here.

    Returns
    -------
    Published
        In the order of the file.

    Raises
    ------
    InputError
        If the file is wrong or lists areas that are not ranked.
    """
    source = Source(path.parent, str(path))
    there = columns_of(path)
    wanted = ("area", RANK, *(key for key in COMPONENTS if key in there))
    listed = read_listed(_WHERE, path.name, {key: key for key in wanted}, least=1.0, source=source)
    codes = [county.area_code[area] for area in evidence.area]
    names = [county.area_name[area] for area in evidence.area]
    row = None if listed is None else place(listed.area, codes, names, source, _WHERE)
    if listed is None or row is None:
        raise InputError(source.problems)
    component = {key: listed.value[key] for key in wanted[2:]}
    return Published(row, listed.value[RANK], component)


def compare(ranking: Ranking, published: Published) -> tuple[Compared, ...]:
    """Hold a ranking against a published one.

    Parameters
    ----------
    ranking
        Ours.
    published
        The other.

    Returns
    -------
    tuple of Compared
        In the order of the published ranking.

    Notes
    -----
    What a difference is due to is asked one component at a time: the area gets the published rank of that component in
    place of ours, all else stays, and areas are ranked anew by the mean of their ranks. Components that only the published
    ranking has cannot be asked about.
    """
    return tuple(_compare(ranking, published, number) for number in range(published.row.size))


def _compare(ranking: Ranking, published: Published, number: int) -> Compared:
    """Find where one published area is here, and what that is due to."""
    row, aim = int(published.row[number]), float(published.rank[number])
    here = float(ranking.rank[row])
    shared = [part for part in ranking.component if part.key in published.component]
    ranks = {part.key: float(published.component[part.key][number]) for part in shared}
    asked = [
        Reason(part.key, float(part.rank[row]), ranks[part.key], _instead(ranking, row, {part.key: ranks[part.key]}))
        for part in shared
    ]
    nearer = [reason for reason in asked if abs(reason.rank_instead - aim) < abs(here - aim)]
    return Compared(
        row=row,
        published=aim,
        here=here,
        reasons=tuple(sorted(nearer, key=lambda reason: abs(reason.rank_instead - aim))),
        with_all=_instead(ranking, row, ranks) if shared else None,
    )


def _instead(ranking: Ranking, row: int, ranks: dict[str, float]) -> float:
    """Give the combined rank that an area would have with other ranks by some components."""
    together = np.stack([part.rank for part in ranking.component])
    for number, part in enumerate(ranking.component):
        together[number, row] = ranks.get(part.key, together[number, row])
    return float(combine_ranks(together)[row])
