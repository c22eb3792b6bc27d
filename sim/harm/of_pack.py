"""From a harm pack to an index that scores areas, and the names of the indices that are no packs."""

from __future__ import annotations

from sim.harm.category import OffenceMix, category_weights
from sim.harm.config import HarmPack
from sim.harm.low_harm import LowHarmAdded
from sim.harm.measure import HarmMeasure
from sim.harm.weighted import WeightedHarm

RANK_MEAN = "hertfordshire_rank"
"""Name of the rank mean, the published form of the Hertfordshire index."""
Z_SCORE = "hertfordshire_z"
"""Name of the sum of z-scores."""


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
    by_offence = {key: weight.value for key, weight in pack.weights.items()}
    by_category = {name: weight.value for name, weight in category_weights(pack, mix).items()}
    crime = WeightedHarm(pack.key, pack.unit, by_offence, by_category)
    return LowHarmAdded(crime, pack.low_harm_call.value) if pack.low_harm_call.value > 0 else crime
