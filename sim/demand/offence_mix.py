"""How the offences of a catalogue make up the police.uk categories, for the harm of a crime known only by category."""

from __future__ import annotations

from collections import defaultdict

from sim.config import Sourced
from sim.demand.config import DemandConfig, assumptions
from sim.harm.category import OffenceMix, weakest
from sim.harm.mixture import Spread

_COLUMN = "crimes_per_year"


def offence_mix(config: DemandConfig) -> OffenceMix:
    """Give the crimes a year of each offence, with their ranges.

    Parameters
    ----------
    config
        The catalogue.

    Returns
    -------
    OffenceMix
        Every offence in the order of the catalogue, summed over call types. The low end of an offence is the sum of the
        low ends of its types.
    """
    numbers: dict[str, list[Sourced]] = defaultdict(list)
    for path, number in assumptions(config):
        place = path.split(".")
        if place[0] == "types" and place[2:3] == [_COLUMN]:
            numbers[place[3]].append(number)
    stated = [numbers[row.key] for row in config.offences]
    sums = [[sum(getattr(number, end) for number in of) for of in stated] for end in ("value", "low", "high")]
    every = [number for of in stated for number in of]
    return OffenceMix(
        offence=tuple(row.key for row in config.offences),
        category=tuple(row.category for row in config.offences),
        crimes=Spread.of(*sums),
        source="; ".join(dict.fromkeys(number.source for number in every)) or "none",
        confidence=weakest([number.confidence for number in every] or ["assumption"]),
    )
