"""The district of each area, from a table that may hold the whole country and each area more than once."""

from __future__ import annotations

import pandas as pd

from sim.county import tables
from sim.county.files_config import ColumnFile
from sim.county.source import Source, some


def read_districts(spec: ColumnFile, codes: pd.Series, source: Source) -> pd.Series | None:
    """Read which district each area is in.

    Parameters
    ----------
    spec
        The table and its columns. A lookup between two censuses has a row for each pair of areas, so a code
        may stand in several rows; all must name the same district.
    codes
        (n_areas,) codes of the areas.
    source
        Where it lies; problems are added to it.

    Returns
    -------
    pandas.Series | None
        (n_areas,) names of districts in the order of `codes`, null where the table does not know the area; None if
        anything is wrong.
    """
    where, columns = "areas.districts", {"code": spec.code, "column": spec.column}
    table = tables.read_table(where, spec.path, columns, "district of each area", spec.published, source)
    if table is None:
        return None
    pairs = table.dropna().drop_duplicates()
    pairs = pairs[pairs["code"].isin(codes)]
    if pairs.empty:
        what = f"none of the {len(table)} codes in column {spec.code!r} of {spec.path!r} is in the boundary file"
        do = f"areas have codes such as {codes.iloc[0]!r}; check the column and its vintage"
        source.wrong(f"{where}.code", what, do)
        return None
    torn = sorted(set(pairs.loc[pairs["code"].duplicated(), "code"]))
    if torn:
        source.wrong(f"{where}.column", f"{spec.path!r} puts {some(torn)} into more than one district")
        return None
    return codes.map(pairs.set_index("code")["column"])
