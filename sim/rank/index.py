"""Find the index that areas are ranked with, by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sim.demand.config import DemandConfig
from sim.demand.offence_mix import offence_mix
from sim.errors import InputError
from sim.harm.config import HarmPack
from sim.harm.of_pack import RANK_MEAN, Z_SCORE, measure_of
from sim.rank.ranking import Index
from sim.rank.together import MeanRank, ZScore
from sim.study.errors import validate
from sim.study.harm_pack import read_harm_pack
from sim.study.packs import locate
from sim.study.reader import read_document

CRIME_OF_FORMS: Final = "cambridge"
"""The pack by which the forms of the Hertfordshire index weigh crime."""


def find_index(name: str, mix: str, beside: Path, data: Path | None = None) -> Index:
    """Find an index.

    Parameters
    ----------
    name
        A harm pack: areas are then ranked by the mean of their ranks, crime weighed by that pack. Or one of the forms of the
        Hertfordshire index, `hertfordshire_rank` (the same with Cambridge) and `hertfordshire_z` (a sum of z-scores).
    mix
        Demand pack that says how offences make up a police.uk category.
    beside
        Folder in which packs are sought first.
    data
        Folder of `--data`, in which the sheet of a pack is sought first.

    Returns
    -------
    Index
        What to rank with.

    Raises
    ------
    InputError
        If there is no such pack or it is wrong.
    """
    pack = _harm_pack(CRIME_OF_FORMS if name in {RANK_MEAN, Z_SCORE} else name, beside, data)
    together = ZScore() if name == Z_SCORE else MeanRank()
    return Index(name, pack.label, measure_of(pack, offence_mix(_demand(mix, beside))), together)


def _harm_pack(name: str, beside: Path, data: Path | None) -> HarmPack:
    """Read a harm pack, with the published sheet that it may name."""
    try:
        return read_harm_pack(name, beside, data).pack
    except LookupError as error:
        what, do = error.args
        option = "--index"
        raise InputError.of(option, what, do) from None


def _demand(name: str, beside: Path) -> DemandConfig:
    """Read a demand pack."""
    try:
        path = locate("demand", name, beside)
    except LookupError as error:
        what, do = error.args
        key = "rank.offence_mix"
        raise InputError.of(key, what, do) from None
    config, problems = validate(DemandConfig, read_document(path))
    if problems:
        raise InputError(problems)
    demand: DemandConfig = config
    return demand
