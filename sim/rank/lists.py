"""Where high harm and low harm meet: the areas at the top of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.harm.components import Components
from sim.harm.measure import HarmMeasure
from sim.harm.ranks import mid_rank
from sim.rank.evidence import Evidence
from sim.rank.ranking import Ranking


@dataclass(frozen=True, slots=True)
class LowHarm:
    """How much of low harm happens in each area.

    Parameters
    ----------
    category
        police.uk categories of crime that count as low harm.
    value
        (n_areas,) rows of these and of anti-social behaviour; the component "asb" where no crime is known by category.
    rank
        (n_areas,) ranks, 1 the most.
    """

    category: tuple[str, ...]
    value: NDArray[np.float64]
    rank: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lists:
    """The areas at the top by high harm, by low harm and by deprivation.

    Parameters
    ----------
    length
        How long each list is.
    high, low, deprived
        (n_areas,) whether among the first; all False where the component is not known.
    """

    length: int
    high: NDArray[np.bool_]
    low: NDArray[np.bool_]
    deprived: NDArray[np.bool_]

    @property
    def both(self) -> NDArray[np.bool_]:
        """(n_areas,) whether high and low harm meet there."""
        return self.high & self.low


PUBLISHED_LENGTH: Final = 40
"""Areas on each of the two lists that were published."""
_A_FIFTH: Final = 5


def default_length(n_areas: int) -> int:
    """Say how long lists are where nobody says: as published, but at most a fifth of the areas, or nearly all are on both."""
    return min(PUBLISHED_LENGTH, max(n_areas // _A_FIFTH, 1))


def low_harm(evidence: Evidence, ranking: Ranking, crime: HarmMeasure) -> LowHarm | None:
    """Count what is of low harm.

    Parameters
    ----------
    evidence
        What is known.
    ranking
        The ranking.
    crime
        The index that weighs crime.

    Returns
    -------
    LowHarm or None
        None where neither crime by category nor anti-social behaviour is known.

    Notes
    -----
    A crime is of low harm where its category weighs less than the county's average recorded crime does, and more than
    nothing: what weighs nothing is left out by the index on purpose (crime that exists because police look for it). That
    limit is an assumption: the plan that the two lists come from speaks of "low-harm crime" and says no more. A limit in
    days would mean nothing to an index in pounds.
    """
    asb = ranking.of("asb")
    if not evidence.category:
        return None if asb is None else LowHarm((), asb.value, asb.rank)
    total = evidence.crimes.sum(axis=0)
    weight = weights_of(evidence.category, crime)
    of_category = total.sum(axis=1)
    average = float(weight @ of_category) / max(float(of_category.sum()), 1.0)
    kept = (weight > 0) & (weight < average)
    value = total[kept].sum(axis=0)
    if asb is not None and "asb" not in evidence.given_rank:
        value += asb.value
    names = tuple(name for name, stays in zip(evidence.category, kept, strict=True) if stays)
    return LowHarm(names, value, mid_rank(-value))


def weights_of(category: tuple[str, ...], crime: HarmMeasure) -> NDArray[np.float64]:
    """Ask an index what one crime of each category weighs: (n_categories,)."""
    one_each = np.eye(len(category))
    nothing = np.zeros(len(category))
    return crime.harm(Components(category=category, crimes_by_category=one_each, asb=nothing))


def top_lists(ranking: Ranking, low: LowHarm | None, length: int) -> Lists:
    """List the first areas by crime harm, by low harm and by deprivation: those whose rank, shared by equals, is at most the length."""
    none = np.full(ranking.rank.shape, np.inf)
    harm, deprivation = ranking.of("crime_harm"), ranking.of("deprivation")
    return Lists(
        length=length,
        high=(none if harm is None else harm.rank) <= length,
        low=(none if low is None else low.rank) <= length,
        deprived=(none if deprivation is None else deprivation.rank) <= length,
    )
