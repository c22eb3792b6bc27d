"""Rank areas by each component, and by all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.harm.measure import HarmMeasure
from sim.harm.ranked import COMPONENTS, five_components
from sim.harm.ranks import mid_rank
from sim.rank.evidence import Evidence
from sim.rank.together import Together

_DECIMALS: Final = 6
"""Harm is rounded to this before it is ranked: areas with the same crimes tie, in whatever order a processor adds."""


@dataclass(frozen=True, slots=True)
class Index:
    """What areas are ranked with.

    Parameters
    ----------
    name, label
        Of the index that weighs crime, for programs and for people.
    crime
        The index that weighs crime.
    together
        How components become one ranking.
    """

    name: str
    label: str
    crime: HarmMeasure
    together: Together


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that areas are ranked by.

    Parameters
    ----------
    key
        One of `sim.harm.ranked.COMPONENTS`.
    value
        (n_areas,) what is ranked: a count or harm; a national rank for deprivation; ranks where these were given.
    rank
        (n_areas,) ranks, 1 the worst; equal areas share the mean of the ranks that they take up.
    """

    key: str
    value: NDArray[np.float64]
    rank: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Areas ranked by every component and by all together.

    Parameters
    ----------
    component
        The components that are known, in the order of `sim.harm.ranked.COMPONENTS`.
    worth
        (n_areas,) what `Index.together` makes of them, the smallest for the worst area.
    rank
        (n_areas,) mid-rank of `worth`.
    """

    component: tuple[Component, ...]
    worth: NDArray[np.float64]
    rank: NDArray[np.float64]

    def of(self, key: str) -> Component | None:
        """Give one component; None where it is not known."""
        return next((part for part in self.component if part.key == key), None)


def rank_areas(evidence: Evidence, index: Index) -> Ranking:
    """Rank areas over all months.

    Parameters
    ----------
    evidence
        What is known.
    index
        What to rank with.

    Returns
    -------
    Ranking
        By component and combined.

    Raises
    ------
    InputError
        Where nothing is known, or the index has no weight for a crime.
    """
    sizes = sizes_of(evidence, index.crime, evidence.all_months)
    ranks = {key: mid_rank(-size) for key, size in sizes.items()} | dict(evidence.given_rank)
    values = {key: _shown(key, size) for key, size in sizes.items()} | dict(evidence.given_rank)
    component = tuple(Component(key, values[key], ranks[key]) for key in COMPONENTS if key in ranks)
    worth = index.together.worth(stacked([sizes], evidence.n_areas), given_ranks(evidence))[0]
    return Ranking(component, worth, mid_rank(worth))


def sizes_of(evidence: Evidence, crime: HarmMeasure, times: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Give the components that are not given as ranks, the largest for the worst area.

    Parameters
    ----------
    evidence
        What is known.
    crime
        The index that weighs crime.
    times
        (n_months,) how many times each month counts.

    Returns
    -------
    dict of str to NDArray[np.float64]
        (n_areas,) by component.
    """
    known = evidence.over(times)
    if known is None:
        return {}
    sizes = five_components(known, crime)
    return {key: np.round(size, _DECIMALS) for key, size in sizes.items() if key not in evidence.given_rank}


def stacked(draws: list[dict[str, NDArray[np.float64]]], n_areas: int) -> NDArray[np.float64]:
    """Put the components of several draws into one array: (n_draws, n_sizes, n_areas)."""
    return np.array([list(sizes.values()) for sizes in draws]).reshape(len(draws), -1, n_areas)


def given_ranks(evidence: Evidence) -> NDArray[np.float64]:
    """Put the components that are given as ranks into one array: (n_given, n_areas)."""
    return np.array(list(evidence.given_rank.values())).reshape(-1, evidence.n_areas)


def _shown(key: str, size: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn a size back into what people know: deprivation is a rank, of which the smallest is the worst."""
    return -size if key == "deprivation" else size
