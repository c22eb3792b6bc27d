"""Build a county from its description: embedded, read from files, or written out in the study.

The builders are imported when they are needed: each brings a heavy library that the other kinds do without.
"""

from __future__ import annotations

from pathlib import Path

from sim.county.files_config import FilesCounty
from sim.county.made_up_config import EmbeddedCounty, ForcesCounty
from sim.county.model import County
from sim.county.restrict import kept_areas, restrict
from sim.county.table_config import TableCounty

__all__ = ["build_county", "kept_areas", "restrict"]


def build_county(
    config: EmbeddedCounty | FilesCounty | TableCounty | ForcesCounty, base: Path, file: str = "", block: int = 0
) -> County:
    """Build the whole county, whatever districts a study keeps of it.

    Parameters
    ----------
    config
        What the county is made from.
    base
        Folder that relative paths of a `files` county start from: that of its file, or the one given by ``--data``.
    file
        The county file as the user named it, for error messages.
    block
        Where several forces stand side by side, the number of the one to build, from 1; 0 builds the county that they
        are modelled on.

    Returns
    -------
    County
        All areas, in a fixed order.

    Raises
    ------
    InputError
        If files are missing or wrong, or places lie nowhere; carries all problems found.
    """
    if isinstance(config, TableCounty):
        from sim.county.table import build_table  # noqa: PLC0415

        return build_table(config, file)
    if isinstance(config, FilesCounty):
        from sim.county.files import build_from_files  # noqa: PLC0415

        return build_from_files(config, base, file)
    from sim.county.embedded import build_embedded  # noqa: PLC0415
    from sim.county.variant import EMBEDDED, variant_of_force  # noqa: PLC0415

    if isinstance(config, ForcesCounty):
        variant = variant_of_force(block, config.areas_per_force) if block else EMBEDDED
        return build_embedded(config.pattern, variant)
    return build_embedded(config)
