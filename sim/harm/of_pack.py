"""From a harm pack to an index that scores areas, and the indices by name."""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import InputError
from sim.harm.category import OffenceMix, category_weights
from sim.harm.config import HarmPack
from sim.harm.low_harm import LowHarmAdded
from sim.harm.measure import HarmMeasure
from sim.harm.rank_mean import RankMean
from sim.harm.weighted import WeightedHarm
from sim.harm.z_score import ZScoreSum

RANK_MEAN = "hertfordshire_rank"
"""Name of the rank mean, the published form of the Hertfordshire index."""
Z_SCORE = "hertfordshire_z"
"""Name of the sum of z-scores."""


def crime_weights(pack: HarmPack, mix: OffenceMix) -> WeightedHarm:
    """Build the part of an index that weighs crime.

    Parameters
    ----------
    pack
        The harm pack.
    mix
        How the offences make up the police.uk categories, for areas whose crimes are known only by category.

    Returns
    -------
    WeightedHarm
        Crimes by their weights, without low-harm calls.

    Raises
    ------
    InputError
        Where the pack has no weight for an offence of the mix.
    """
    by_offence = {key: weight.value for key, weight in pack.weights.items()}
    by_category = {name: weight.value for name, weight in category_weights(pack, mix).items()}
    return WeightedHarm(pack.key, pack.unit, by_offence, by_category)


def measure_of(pack: HarmPack, mix: OffenceMix) -> HarmMeasure:
    """Build the index that a harm pack describes.

    Parameters
    ----------
    pack
        The harm pack.
    mix
        How the offences make up the police.uk categories, for areas whose crimes are known only by category.

    Returns
    -------
    HarmMeasure
        Crimes by their weights, and low-harm calls where the pack weighs them above 0.

    Raises
    ------
    InputError
        Where the pack has no weight for an offence of the mix.
    """
    crime = crime_weights(pack, mix)
    return LowHarmAdded(crime, pack.low_harm_call.value) if pack.low_harm_call.value > 0 else crime


def measures(packs: Mapping[str, HarmPack], mix: OffenceMix, crime: str = "cambridge") -> dict[str, HarmMeasure]:
    """Build every index that areas can be scored with.

    Parameters
    ----------
    packs
        Harm packs by name.
    mix
        How the offences make up the police.uk categories.
    crime
        Name of the pack by which the Hertfordshire forms weigh crime.

    Returns
    -------
    dict of str to HarmMeasure
        The packs by their names, then the rank mean and the sum of z-scores.

    Raises
    ------
    InputError
        Where `crime` names no pack, or a pack has no weight for an offence.
    """
    if crime not in packs:
        file = "harm index"
        what = f"there is no harm pack '{crime}' to weigh crime by"
        raise InputError.of(file, what, f"name one of {', '.join(packs)}")
    built: dict[str, HarmMeasure] = {name: measure_of(pack, mix) for name, pack in packs.items()}
    # the forms of the Hertfordshire index have low-harm calls as components of their own
    weights = crime_weights(packs[crime], mix)
    return built | {RANK_MEAN: RankMean(weights), Z_SCORE: ZScoreSum(weights)}
