"""Recorded counts of a county, from whatever its county file names."""

from __future__ import annotations

from pathlib import Path

from sim.county import readers
from sim.county.files_config import FilesCounty
from sim.county.lookup import read_lookup
from sim.county.source import Source
from sim.errors import InputError
from sim.records.counted import read_counted
from sim.records.place import Ground
from sim.records.recorded import Recorded
from sim.records.street import read_street


def read_records(config: FilesCounty, base: Path, file: str) -> Recorded:
    """Read what was recorded, by month, category and area.

    Parameters
    ----------
    config
        The county: its `street` rows, else its `recorded` counts.
    base
        Folder that relative paths start from.
    file
        The county file as the user named it, for error messages.

    Returns
    -------
    Recorded
        All months that there are or that `street.months` asks for.

    Raises
    ------
    InputError
        If there are no records or anything is wrong with them; carries all problems found.
    """
    source = Source(base, file)
    if config.street is None and config.recorded is None:
        source.wrong("", "the county file names no recorded crime", "add a section `street` or `recorded`")
        raise InputError(source.problems)
    ground = read_ground(config, source)
    recorded = None
    if config.street is not None:
        recorded = read_street(config.street, ground, source)
    elif config.recorded is not None:
        recorded = read_counted(config.recorded, ground, source)
    if source.problems or recorded is None:
        raise InputError(source.problems)
    return recorded


def read_ground(config: FilesCounty, source: Source) -> Ground | None:
    """Read the areas of a county and their counterparts in another vintage; None if anything is wrong."""
    boundaries = readers.read_boundaries(config.areas, source)
    codes = boundaries.code if boundaries else []
    counterparts = {} if config.lookup is None else read_lookup(config.lookup, codes, source)
    if boundaries is None or counterparts is None:
        return None
    return Ground(codes, boundaries.shape, counterparts)
