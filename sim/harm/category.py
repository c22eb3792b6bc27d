"""What one crime of a police.uk category weighs: the mean over the offences that the category mixes.

A category is never given the median or mean of its offence codes: codes are not events. Assault occasioning actual bodily
harm is one code among seventy of violence with injury, and most of what is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, get_args

import numpy as np

from sim.config import Confidence, Sourced
from sim.errors import InputError
from sim.harm.config import HarmPack
from sim.harm.index import weights_of
from sim.harm.mixture import Spread, mixed_mean

_FROM_BEST: Final[tuple[Confidence, ...]] = get_args(Confidence)


@dataclass(frozen=True, slots=True)
class OffenceMix:
    """How many crimes of each offence are recorded in a year, and in which police.uk category they are published.

    Parameters
    ----------
    offence, category
        (n,) offence key, and the category of each.
    crimes
        (n,) crimes a year with their ranges.
    source
        Where the counts come from.
    confidence
        How far the least certain of them can be trusted.
    """

    offence: tuple[str, ...]
    category: tuple[str, ...]
    crimes: Spread
    source: str
    confidence: Confidence


def category_weights(pack: HarmPack, mix: OffenceMix) -> dict[str, Sourced]:
    """Give the harm of one crime of each police.uk category.

    Parameters
    ----------
    pack
        The harm index, with a weight for every offence of the mix.
    mix
        How the offences make up the categories.

    Returns
    -------
    dict of str to Sourced
        By category in alphabetical order: harm in the pack's unit, its interval over all counts and weights in their
        ranges, and the confidence of the least certain number behind it.

    Raises
    ------
    InputError
        Where the pack has no weight for an offence, or a category has no crimes.
    """
    weights = weights_of(pack, mix.offence)
    return {category: _weigh(category, pack, mix, weights) for category in sorted(set(mix.category))}


def weakest(confidences: list[Confidence]) -> Confidence:
    """Give the least certain of several."""
    return max(confidences, key=_FROM_BEST.index)


def _weigh(category: str, pack: HarmPack, mix: OffenceMix, of_offence: list[Sourced]) -> Sourced:
    """Give the harm of one crime of one category."""
    rows = [row for row, name in enumerate(mix.category) if name == category]
    weights = [of_offence[row] for row in rows]
    count = Spread(*(numbers[rows] for numbers in mix.crimes))
    if not np.any(count.value > 0):
        what = f"no crimes of the category {category} are in the mix of offences, so that it has no mean harm"
        raise InputError.of(pack.file, what, "give crimes a year for one of its offences")
    weight = Spread.of(*([getattr(number, end) for number in weights] for end in ("value", "low", "high")))
    mean = mixed_mean(count, weight)
    used = [number for number, crimes in zip(weights, count.high, strict=True) if crimes > 0]
    confidences = [number.confidence for number in used]
    # where all offences weigh the same, their counts do not matter
    if len({(number.value, number.low, number.high) for number in used}) > 1:
        confidences.append(mix.confidence)
    source = f"weights of '{pack.key}' by the mix of offences: {mix.source}"
    return Sourced(
        value=mean.value,
        unit=pack.unit,
        low=mean.low,
        high=mean.high,
        source=source,
        confidence=weakest(confidences),
    )
