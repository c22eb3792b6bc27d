"""Find the index that areas are ranked with, by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sim.errors import InputError
from sim.harm.category import OffenceMix
from sim.harm.of_pack import RANK_MEAN, Z_SCORE, measure_of
from sim.rank.ranking import Index
from sim.rank.together import MeanRank, ZScore
from sim.study.harm_pack import read_harm_pack
from sim.study.suggest import did_you_mean

CRIME_OF_FORMS: Final = "cambridge"
"""The pack by which the forms of the Hertfordshire index weigh crime."""
FORMS: Final = (RANK_MEAN, Z_SCORE)


def find_index(name: str, mix: OffenceMix, beside: Path, data: Path | None) -> Index:
    """Find an index.

    Parameters
    ----------
    name
        A harm pack, published sheet or table of one's own: areas are then ranked by the mean of their ranks, crime weighed
        by it. Or one of the forms of the Hertfordshire index, `hertfordshire_rank` (the same with Cambridge) and
        `hertfordshire_z` (a sum of z-scores).
    mix
        How offences make up a police.uk category.
    beside
        Folder in which packs are sought first.
    data
        Folder of `--data`, in which a published sheet is sought first.

    Returns
    -------
    Index
        What to rank with.

    Raises
    ------
    InputError
        If there is no such pack or it is wrong.
    """
    try:
        pack = read_harm_pack(CRIME_OF_FORMS if name in FORMS else name, beside, data).pack
    except LookupError as error:
        what, do = error.args
        option = f"--index {name}"
        raise InputError.of(option, what, did_you_mean(name, FORMS) or do) from None
    together = ZScore() if name == Z_SCORE else MeanRank()
    return Index(name, pack.label, measure_of(pack, mix), together)
