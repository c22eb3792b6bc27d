"""Find the index that areas are ranked with, by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sim.demand.config import DemandConfig
from sim.demand.offence_mix import offence_mix
from sim.errors import InputError
from sim.harm.config import HarmPack
from sim.harm.of_pack import RANK_MEAN, Z_SCORE, measure_of
from sim.rank.ranking import Index
from sim.rank.together import MeanRank, ZScore
from sim.study.errors import validate
from sim.study.packs import PackKind, locate
from sim.study.reader import read_document

CRIME_OF_FORMS: Final = "cambridge"
"""The pack by which the forms of the Hertfordshire index weigh crime."""


def find_index(name: str, mix: str, beside: Path) -> Index:
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

    Returns
    -------
    Index
        What to rank with.

    Raises
    ------
    InputError
        If there is no such pack or it is wrong.
    """
    pack: HarmPack = _read("harm", CRIME_OF_FORMS if name in {RANK_MEAN, Z_SCORE} else name, HarmPack, beside)
    demand: DemandConfig = _read("demand", mix, DemandConfig, beside)
    together = ZScore() if name == Z_SCORE else MeanRank()
    return Index(name, pack.label, measure_of(pack, offence_mix(demand)), together)


def _read(kind: PackKind, word: str, shape: Any, beside: Path) -> Any:  # noqa: ANN401 - any parameter model
    """Read a pack."""
    try:
        path = locate(kind, word, beside)
    except LookupError as error:
        what, do = error.args
        raise InputError.of("--index" if kind == "harm" else "rank.offence_mix", what, do) from None
    config, problems = validate(shape, read_document(path))
    if problems:
        raise InputError(problems)
    return config
